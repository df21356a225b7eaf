"use strict";
// Without this script the page reads from top to bottom; with it one can filter, walk by keyboard, and switch language.
(() => {
  const root = document.documentElement;
  const languages = { zh: "zh-Hans", en: "en" };
  const kept = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch { /* a browser may forbid storage to a file; the page works without */ }
    return null;
  };
  root.classList.add("js");
  root.dataset.lang = kept("duikan-language") || (navigator.language.startsWith("zh") ? "zh" : "en");
  root.lang = languages[root.dataset.lang];

  document.addEventListener("DOMContentLoaded", () => {
    const $ = (id) => document.getElementById(id);
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const cards = all(".issue").map((element) => ({ element, block: element.closest(".block"), data: element.dataset, text: null }));
    const selects = all(".tools select");
    const chips = all(".chip");
    const say = (zh, en) => (root.dataset.lang === "zh" ? zh : en);
    let visible = cards;
    let now = null;

    // ---- language
    const speak = () => {
      const key = root.dataset.lang;
      root.lang = languages[key];
      for (const element of all("[data-zh]")) {
        const text = element.dataset[key];
        if (element.tagName === "OPTION") element.textContent = text;
        else element.setAttribute("aria-label", text);
        if (element.tagName === "INPUT") element.placeholder = text;
        else if (element.tagName === "BUTTON") element.title = text;
      }
      $("language").textContent = key === "zh" ? "En" : "中";
      count();
    };
    const turn = () => {
      root.dataset.lang = root.dataset.lang === "zh" ? "en" : "zh";
      kept("duikan-language", root.dataset.lang);
      speak();
    };

    // ---- filter
    const pressed = (chip) => chip.getAttribute("aria-pressed") === "true";
    const count = () => {
      const [n, m] = [visible.length, cards.length];
      $("shown").textContent = say(`显示 ${n} / ${m} 个问题`, `${n} of ${m} issues`);
      $("nothing").hidden = n > 0 || m === 0;
    };
    const words = (card) => {
      card.text ??= (card.element.textContent + (card.block ? card.block.textContent : "")).toLowerCase();
      return card.text;
    };
    const filter = () => {
      const wanted = selects.filter((s) => s.value).map((s) => [s.id.slice(3), s.value]);
      const off = new Set(chips.filter((c) => !pressed(c)).map((c) => c.dataset.severity));
      const query = $("search").value.trim().toLowerCase();
      for (const select of selects) select.classList.toggle("set", select.value !== "");
      visible = cards.filter(
        (c) => !off.has(c.data.severity) && wanted.every(([key, value]) => c.data[key] === value) && (!query || words(c).includes(query)),
      );
      const shown = new Set(visible);
      const blocks = new Set(visible.map((c) => c.block));
      for (const card of cards) {
        if (card.element.hidden === shown.has(card)) card.element.hidden = !shown.has(card);
      }
      if ($("only").checked) narrow(blocks);
      if (now && !shown.has(now)) choose(null);
      count();
    };
    // A block, its chunk and its section are marked when an issue in them is shown; the stylesheet hides the others.
    const narrow = (blocks) => {
      const has = new Set();
      for (const block of blocks) {
        for (let e = block; e && e.id !== "texts"; e = e.parentElement) has.add(e);
      }
      for (const e of all("main .has")) if (!has.has(e)) e.classList.remove("has");
      for (const e of has) e.classList.add("has");
    };
    const only = () => {
      if ($("only").checked) narrow(new Set(visible.map((c) => c.block)));
      root.classList.toggle("only-issues", $("only").checked);
    };
    const clear = () => {
      $("search").value = "";
      for (const select of selects) select.value = "";
      for (const chip of chips) chip.setAttribute("aria-pressed", "true");
      filter();
    };

    // ---- walking
    const spans = (id) => all(`mark[data-i~="${CSS.escape(id)}"]`);
    const choose = (card) => {
      for (const mark of all("mark.on")) mark.classList.remove("on");
      if (now) now.element.classList.remove("now");
      now = card;
      if (!card) return;
      card.element.classList.add("now");
      for (const mark of spans(card.element.id.slice(2))) mark.classList.add("on");
      tool(card);
    };
    const go = (card) => {
      if (!card) return;
      choose(card);
      card.element.scrollIntoView({ block: "center" });
      card.element.focus({ preventScroll: true });
      history.replaceState(null, "", `#${card.element.id}`);
    };
    // Settled issues are passed over, unless they are what was asked for.
    const step = (by) => {
      const asked = $("by-status")?.value;
      const stops = visible.filter((c) => asked || c === now || !c.element.classList.contains("settled"));
      const at = now ? stops.indexOf(now) : by > 0 ? -1 : stops.length;
      go(stops[Math.min(Math.max(at + by, 0), stops.length - 1)]);
    };
    const byId = (id) => cards.find((c) => c.element.id === id);
    const arrive = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      const card = byId(id);
      if (card) {
        if (card.element.hidden) clear();
        go(card);
      }
    };

    // ---- why, and what to copy
    const explain = (card) => {
      const link = card.element.querySelector(".why");
      const open = card.element.querySelector(".page");
      if (open) open.remove();
      else if (link) {
        const page = document.createElement("div");
        page.className = "page";
        page.lang = "en";
        page.append(...[...$(`check-${card.data.check}`).querySelector("div").childNodes].map((node) => node.cloneNode(true)));
        card.element.append(page);
      }
      if (link) link.setAttribute("aria-expanded", String(!open));
    };
    const quoted = (text) => JSON.stringify(text).replaceAll("\x7f", "\\u007f"); // what JSON escapes is a TOML string
    const tool = (card) => {
      const foot = card.element.querySelector(".foot");
      if (card.data.status === "waived" || foot.querySelector("button")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "waive";
      for (const [lang, text] of [["zh-Hans", "复制豁免条目"], ["en", "copy a waiver"]]) {
        const span = document.createElement("span");
        Object.assign(span, { className: "x", lang, textContent: text });
        button.append(span);
      }
      foot.querySelector(".id").before(button);
    };
    const entry = (card) => {
      const id = card.element.id.slice(2);
      const spot = spans(id).find((mark) => mark.closest(".tgt")) ?? spans(id)[0];
      const memory = `check = ${quoted(card.data.check)}\n` + (spot ? `text = ${quoted(spot.closest(".seg").textContent)}\n` : "");
      return `[[waiver]]\nissue = ${quoted(id)}\nkind = "intended"             # false-alarm | intended | accepted\nreason = ""\n${memory}`;
    };
    const copy = async (text) => {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const area = document.createElement("textarea");
        area.value = text;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      }
      $("toast").textContent = say("已复制", "copied");
      $("toast").hidden = false;
      setTimeout(() => ($("toast").hidden = true), 1500);
    };

    // ---- the strip shows what part of the texts is on the screen
    const view = document.querySelector(".strip .view");
    const blocks = all("main .block");
    const total = Number(document.body.dataset.rows) || 1;
    let waiting = false;
    // A block that is not laid out yet is as high as its chunk: search by chunk first, then inside it.
    const at = (y) => {
      let [low, high] = [0, blocks.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        const chunk = blocks[middle].closest(".chunk, .outside").getBoundingClientRect();
        const box = chunk.top <= y && chunk.bottom >= y ? blocks[middle].getBoundingClientRect() : chunk;
        if (box.bottom < y) low = middle + 1;
        else high = middle;
      }
      return low < blocks.length ? Number(blocks[low].dataset.row) / total : 1;
    };
    const look = () => {
      waiting = false;
      const width = view.ownerSVGElement.viewBox.baseVal.width;
      const [from, to] = [at(document.querySelector(".bar").getBoundingClientRect().bottom), at(innerHeight)];
      view.setAttribute("x", from * width);
      view.setAttribute("width", Math.max((to - from) * width, 2));
    };
    if (view) {
      addEventListener("scroll", () => {
        if (!waiting) requestAnimationFrame(look);
        waiting = true;
      }, { passive: true });
      requestAnimationFrame(look);
    }

    // ---- events
    // From all, a severity is shown alone; alone, all are shown again; otherwise it is added or taken away.
    const press = (chip) => {
      const on = chips.filter(pressed);
      const alone = on.length === 1 && on[0] === chip;
      for (const each of chips) {
        const shown = alone || (on.length === chips.length ? each === chip : pressed(each) !== (each === chip));
        each.setAttribute("aria-pressed", String(shown));
      }
      filter();
    };
    for (const chip of chips) chip.addEventListener("click", () => press(chip));
    for (const select of selects) select.addEventListener("change", filter);
    $("search").addEventListener("input", filter);
    $("only").addEventListener("change", only);
    $("clear").addEventListener("click", clear);
    $("next").addEventListener("click", () => step(1));
    $("previous").addEventListener("click", () => step(-1));
    $("language").addEventListener("click", turn);
    $("help").addEventListener("click", () => $("keys").showModal());
    addEventListener("hashchange", arrive);
    document.querySelector("main").addEventListener("click", (event) => {
      const element = event.target.closest(".why, .waive, mark, .ln, .issue");
      if (!element) return;
      const card = byId(element.closest(".issue")?.id);
      if (element.matches(".why")) {
        event.preventDefault();
        explain(card);
      } else if (element.matches(".waive")) copy(entry(card));
      else if (element.matches(".ln")) copy(element.dataset.at);
      else if (element.matches("mark")) go(byId(`i-${element.dataset.i.split(" ")[0]}`));
      else if (!event.target.closest("a")) choose(card);
    });
    const keys = {
      j: () => step(1),
      k: () => step(-1),
      "/": () => $("search").focus(),
      o: () => now && explain(now),
      c: () => $("only").click(),
      l: turn,
      "?": () => $("keys").showModal(),
    };
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
      const typing = event.target.matches("input[type=search], select, textarea");
      if (event.key === "Escape") {
        if (typing) event.target.blur();
        clear();
      } else if (typing) {
        if (event.key === "Enter" && event.target.id === "search") go(visible[0]);
      } else if (/^[1-4]$/.test(event.key)) chips[event.key - 1].click();
      else if (Object.hasOwn(keys, event.key)) {
        event.preventDefault();
        keys[event.key]();
      }
    });

    speak();
    arrive();
  });
})();
