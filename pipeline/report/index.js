"use strict";
// Shows the page in the reader's language; without this script both stand in it.
(() => {
  const root = document.documentElement;
  const languages = { zh: "zh-Hans", en: "en" };
  let kept = null;
  try {
    kept = localStorage.getItem("duikan-language");
  } catch { /* a browser may forbid storage to a file */ }
  const speak = (key) => {
    root.dataset.lang = key;
    root.lang = languages[key];
  };
  root.classList.add("js");
  speak(kept || (navigator.language.startsWith("zh") ? "zh" : "en"));
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("language");
    const name = () => (button.textContent = root.dataset.lang === "zh" ? "EN" : "中");
    button.addEventListener("click", () => {
      speak(root.dataset.lang === "zh" ? "en" : "zh");
      try {
        localStorage.setItem("duikan-language", root.dataset.lang);
      } catch { /* not kept, still shown */ }
      name();
    });
    name();
  });
})();
