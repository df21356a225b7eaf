// The browser's own decisions: a page that was opened from disk keeps them, shows them, and exports them as TOML.
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const d = window.duikan;
    const { $, all, say, both } = d;
    const body = document.body;
    const { settled } = d;
    const home = `duikan:${body.dataset.work || location.pathname}`;
    const empty = () => ({ waivers: {}, fixed: [], beads: [] });
    const read = () => {
      try {
        return { ...empty(), ...JSON.parse(d.kept(home) || "{}") };
      } catch {
        return empty();
      }
    };
    let own = d.desk ? empty() : read(); // decisions that only this browser knows
    const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    const idOf = (card) => card.element.id.slice(2);

    const store = () => {
      d.kept(home, JSON.stringify(own));
      const n = Object.keys(own.waivers).length + own.beads.length;
      $("export").hidden = n === 0;
      $("export").querySelector("b").textContent = n;
    };
    const remark = (card, status, label, reason) => {
      if (!card.original) card.original = card.element.innerHTML;
      card.element.innerHTML = card.original;
      card.data.first ??= card.data.status;
      card.data.status = status;
      card.element.classList.toggle("settled", status === "waived" || status === "fixed");
      card.element.querySelector(".st")?.remove();
      if (label) {
        const state = Object.assign(document.createElement("span"), { className: "st" });
        state.append(label);
        card.element.querySelector(".ty").after(state);
      }
      if (reason) {
        const line = Object.assign(document.createElement("p"), { className: "reason" });
        const lead = Object.assign(document.createElement("span"), { className: "lead" });
        lead.append(both("理由", "reason"));
        line.append(lead, reason);
        card.element.querySelector(".reason")?.remove();
        card.element.querySelector(".foot").before(line);
      }
      for (const mark of d.spans(idOf(card))) mark.classList.toggle("mine", status === "waived" || status === "fixed");
    };
    const show = (card) => {
      const waiver = own.waivers[idOf(card)];
      if (waiver) remark(card, "waived", both("已豁免", "waived"), waiver.reason);
      else if (own.fixed.includes(idOf(card))) remark(card, "fixed", both("已改，待核", "fixed, to be checked"));
      else if (card.original) {
        card.element.innerHTML = card.original;
        card.data.status = card.data.first;
        card.element.classList.toggle("settled", card.data.first === "waived" || card.data.first === "baseline");
        for (const mark of d.spans(idOf(card))) mark.classList.remove("mine");
      }
      card.text = null;
    };
    const recount = () => {
      for (const chip of all(".chip")) {
        const n = d.cards.filter((c) => c.data.severity === chip.dataset.severity && !settled(c)).length;
        chip.querySelector("b").textContent = n;
        chip.classList.toggle("zero", n === 0);
      }
      const select = $("by-status");
      for (const [value, zh, en] of [["open", "未决", "open"], ["waived", "已豁免", "waived"], ["fixed", "已改，待核", "fixed, to be checked"]]) {
        const n = d.cards.filter((c) => c.data.status === value).length;
        let option = select && [...select.options].find((o) => o.value === value);
        if (select && n && !option) select.append((option = new Option("", value)));
        if (option) Object.assign(option.dataset, { zh: `${zh} ${n}`, en: `${en} ${n}` });
      }
      d.speak();
      d.filter();
    };
    const locally = (cards, change) => {
      const before = JSON.stringify(own);
      change();
      const redraw = () => {
        store();
        for (const card of cards) show(card);
        recount();
      };
      redraw();
      return () => {
        own = JSON.parse(before);
        redraw();
      };
    };
    const quoted = (text) => JSON.stringify(text).replaceAll("\x7f", "\\u007f"); // what JSON escapes is a TOML string
    const line = (key, value) => (value ? `${key} = ${key === "date" ? value : quoted(value)}\n` : "");
    const list = (names) => `[${names.map(quoted).join(", ")}]`;
    const toml = () => {
      const waivers = Object.entries(own.waivers).sort(([a], [b]) => (a < b ? -1 : 1)).map(
        ([issue, w]) => `[[waiver]]\n${line("issue", issue)}${["check", "text", "kind", "reason", "by", "second", "date"].map((key) => line(key, w[key])).join("")}`,
      );
      const beads = own.beads.map((b) => `[[bead]]\nsource = ${list(b.source)}\ntarget = ${list(b.target)}\n${line("by", b.by)}${line("date", b.date)}`);
      return [...waivers, ...beads].join("\n");
    };
    d.clicks.export = () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([toml()], { type: "application/toml" }));
      link.download = `${body.dataset.work || "duikan"}-decisions.toml`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      d.toast(say("已导出：用 duikan decisions import 写入作品", "exported: duikan decisions import takes it into the work"));
    };

    if (!d.desk) {
      const known = new Set(d.cards.map(idOf));
      own.waivers = Object.fromEntries(Object.entries(own.waivers).filter(([id]) => known.has(id)));
      own.fixed = own.fixed.filter((id) => known.has(id));
      for (const card of d.cards) if (!settled(card)) show(card);
      store();
      if (own.fixed.length || Object.keys(own.waivers).length) recount();
    }
    Object.assign(d, { own: () => own, store, locally, today, idOf });
  });
})();
