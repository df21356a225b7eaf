"use strict";
// Read: filter, walk by keyboard, look why, switch language. Without a script the page reads from top to bottom.
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
    const say = (zh, en) => (root.dataset.lang === "zh" ? zh : en);
    const both = (zh, en) => {
      const parts = [["zh-Hans", zh], ["en", en]].map(([lang, textContent]) => Object.assign(document.createElement("span"), { className: "x", lang, textContent }));
      const fragment = document.createDocumentFragment();
      fragment.append(...parts);
      return fragment;
    };
    let [cards, selects, chips, blocks, visible] = [[], [], [], [], []];
    let now = null; // the issue that the editor is at
    let here = null; // the passage that the editor is at

    // What the page holds is collected anew after the desk has brought a newer state of it.
    const collect = () => {
      cards = all(".issue").map((element) => ({ element, block: element.closest(".block"), data: element.dataset, text: null }));
      selects = all(".tools select");
      chips = all(".chip");
      blocks = all("main .block");
      visible = cards;
    };

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
      $("language").textContent = key === "zh" ? "EN" : "中";
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
    // What a search looks through is gathered while nothing else is to be done.
    const gather = (from = 0) => {
      if (from >= cards.length) return;
      for (const card of cards.slice(from, from + 50)) words(card);
      requestIdleCallback(() => gather(from + 50));
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
      $("filters").classList.toggle("set", wanted.length > 0);
      visible = cards.filter(
        (c) => !off.has(c.data.severity) && wanted.every(([key, value]) => c.data[key] === value) && (!query || words(c).includes(query)),
      );
      const shown = new Set(visible);
      for (const card of cards) {
        if (card.element.hidden === shown.has(card)) card.element.hidden = !shown.has(card);
      }
      if ($("only").checked) narrow(new Set(visible.map((c) => c.block)));
      if (now && !shown.has(now)) choose(null);
      count();
    };
    // A block, its chunk and its section are marked when an issue in them is shown; the stylesheet hides the others.
    const narrow = (wanted) => {
      const has = new Set();
      for (const block of wanted) {
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

    // ---- walking
    const fold = (_, wanted) => {
      const open = document.querySelector(".bar").classList.toggle("open", wanted);
      $("filters").setAttribute("aria-expanded", String(open));
    };
    const spans = (id) => all(`mark[data-i~="${CSS.escape(id)}"]`);
    const listeners = [];
    const choose = (card) => {
      for (const mark of all("mark.on")) mark.classList.remove("on");
      if (now) now.element.classList.remove("now");
      now = card;
      stand(card && card.data.at ? $(card.data.at)?.closest(".row") : null);
      if (!card) return;
      card.element.classList.add("now");
      for (const mark of spans(card.element.id.slice(2))) mark.classList.add("on");
      for (const listener of listeners) listener(card);
    };
    const stand = (row) => {
      if (here) here.classList.remove("here");
      here = row ?? null;
      if (here) here.classList.add("here");
    };
    const go = (card) => {
      if (!card) return;
      fold(null, false); // a small window has no room for both
      choose(card);
      card.element.scrollIntoView({ block: "center" });
      card.element.focus({ preventScroll: true });
      history.replaceState(null, "", `#${card.element.id}`);
    };
    // Settled issues are passed over, unless they are what was asked for.
    const step = (by) => {
      const asked = $("by-status")?.value;
      const stops = visible.filter((c) => asked || c === now || !c.element.classList.contains("settled"));
      const from = now ? stops.indexOf(now) : by > 0 ? -1 : stops.length;
      go(stops[Math.min(Math.max(from + by, 0), stops.length - 1)]);
    };
    // What is next to be done after an issue, from the top again when the end is reached; null when all is done.
    const onward = (card) => {
      const left = visible.filter((c) => !c.element.classList.contains("settled"));
      const from = cards.indexOf(card);
      return left.find((c) => cards.indexOf(c) > from) ?? left[0] ?? null;
    };
    const pass = (by) => {
      const rows = all("main .row").filter((row) => !row.closest(".outside:not([open])") && row.querySelector(".tgt").checkVisibility());
      const from = here ? rows.indexOf(here) : by > 0 ? -1 : rows.length;
      const row = rows[Math.min(Math.max(from + by, 0), rows.length - 1)];
      if (!row) return;
      choose(null);
      stand(row);
      row.querySelector(".tgt").scrollIntoView({ block: "nearest" });
      for (const listener of listeners) listener(null, row);
    };
    const outdated = () => {
      const rows = all("main .row.stale");
      const row = rows[(rows.indexOf(here) + 1) % rows.length];
      if (!row) return toast(say("没有待更新的译文", "nothing is out of date"));
      choose(null);
      stand(row);
      row.querySelector(".tgt").scrollIntoView({ block: "center" });
      for (const listener of listeners) listener(null, row);
      return undefined;
    };
    const byId = (id) => cards.find((c) => c.element.id === id);
    const arrive = () => {
      const card = byId(decodeURIComponent(location.hash.slice(1)));
      if (!card) return;
      if (card.element.hidden) clear();
      go(card);
    };

    // ---- why, and where
    const explain = (card) => {
      const link = card.element.querySelector(".why");
      const open = card.element.querySelector(".page");
      if (open) open.remove();
      else if (link) {
        const page = document.createElement("div");
        page.className = "page";
        for (const part of $(`check-${card.data.check}`).querySelectorAll(":scope > div")) page.append(part.cloneNode(true));
        card.element.append(page);
      }
      if (link) link.setAttribute("aria-expanded", String(!open));
    };
    const place = () => {
      const row = (now?.data.at && $(now.data.at)?.closest(".row")) || here;
      return row?.querySelector(".tgt .ln, .src .ln")?.dataset.at;
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
      toast(say(`已复制 ${text}`, `copied ${text}`));
    };
    let [fading, undo] = [0, null];
    const toast = (text, back = null) => {
      clearTimeout(fading);
      $("toast").querySelector("span").textContent = text;
      $("toast").querySelector("button").hidden = !back;
      $("toast").hidden = false;
      undo = back;
      fading = setTimeout(() => ($("toast").hidden = true), back ? 8000 : 4000);
    };

    // ---- the strip shows what part of the texts is on the screen
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
      const total = Number(document.body.dataset.rows) || 1;
      return low < blocks.length ? Number(blocks[low].dataset.row) / total : 1;
    };
    const look = () => {
      waiting = false;
      const view = document.querySelector(".strip .view");
      if (!view) return;
      const width = view.ownerSVGElement.viewBox.baseVal.width;
      const [from, to] = [at(document.querySelector(".bar").getBoundingClientRect().bottom), at(innerHeight)];
      view.setAttribute("x", from * width);
      view.setAttribute("width", Math.max((to - from) * width, 2));
    };
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(look);
      waiting = true;
    }, { passive: true });

    // ---- events
    const help = () => $("keys").showModal();
    const clicks = { clear, filters: fold, next: () => step(1), previous: () => step(-1), language: turn, help };
    // Buttons say what they do in `data-do`; what they do stands in here, and more in the scripts that follow.
    const does = { undo: () => ($("toast").hidden = true, undo?.()), close: (button) => button.closest("dialog").close() };
    document.addEventListener("click", (event) => {
      const element = event.target.closest("[data-do], .chip, button[id], .why, mark, .ln, .issue, .row");
      if (!element) return;
      const card = byId(element.closest(".issue")?.id);
      if (element.matches("[data-do]")) does[element.dataset.do]?.(element);
      else if (element.matches(".chip")) press(element);
      else if (clicks[element.id]) clicks[element.id](element);
      else if (element.matches(".why")) {
        event.preventDefault();
        explain(card);
      } else if (element.matches(".ln")) copy(element.dataset.at);
      else if (element.matches("mark")) go(byId(`i-${element.dataset.i.split(" ")[0]}`));
      else if (element.matches(".issue") && !event.target.closest("a")) choose(card);
      else if (element.matches(".row") && !event.target.closest("a, form") && getSelection().isCollapsed) {
        if (now) choose(null);
        stand(element);
        for (const listener of listeners) listener(null, element);
      }
    });
    document.addEventListener("change", (event) => {
      if (event.target.matches(".tools select")) filter();
      else if (event.target.id === "only") only();
    });
    document.addEventListener("input", (event) => event.target.id === "search" && filter());
    addEventListener("hashchange", arrive);
    const keys = {
      j: () => step(1),
      k: () => step(-1),
      n: () => pass(1),
      p: () => pass(-1),
      s: outdated,
      "/": () => $("search").focus(),
      o: () => now && explain(now),
      c: () => $("only").click(),
      y: () => place() && copy(place()),
      l: turn,
      "?": help,
    };
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
      if (event.target.closest("form")?.checkVisibility()) return; // a dialog that has just closed may still have the focus
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

    // What the scripts that follow build upon.
    window.duikan = {
      $, all, say, both, kept, collect, filter, only, choose, go, step, onward, stand, speak, count, look, toast, spans, byId, does, clicks, keys, listeners,
      get cards() { return cards; },
      get visible() { return visible; },
      get now() { return now; },
      get here() { return here; },
    };
    collect();
    speak();
    requestAnimationFrame(look);
    if ("requestIdleCallback" in window) requestIdleCallback(() => gather());
    setTimeout(arrive); // when the scripts that follow are ready too
  });
})();
