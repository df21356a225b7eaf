// Edit the translation at the desk: a sentence in its place, or a suggestion as it is.
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const d = window.duikan;
    const { $, all, say, both } = d;
    const { ask, desk, settled } = d;
    const segments = (row) => all(".tgt .seg", row);
    const open = (row, first = null, drafts = {}) => {
      const list = row ? segments(row) : [];
      if (!list.length || row.querySelector("form")) return row?.querySelector("textarea")?.focus();
      const form = Object.assign(document.createElement("form"), { className: "edit" });
      const areas = list.map((segment) => {
        const area = Object.assign(document.createElement("textarea"), { value: drafts[segment.dataset.ref] ?? segment.textContent, rows: 1, spellcheck: false });
        area.dataset.ref = segment.dataset.ref;
        area.dataset.was = segment.textContent;
        area.setAttribute("aria-label", say("译文", "translation"));
        return area;
      });
      const buttons = Object.assign(document.createElement("p"), { className: "buttons" });
      buttons.append(d.button("save", both("保存", "save"), "Enter", "submit"), d.button("leave", both("取消", "cancel"), "Esc"));
      form.append(...areas, buttons);
      row.querySelector(".tgt > p").hidden = true;
      row.querySelector(".tgt > p").after(form);
      const grow = (area) => {
        area.style.height = "auto";
        area.style.height = `${area.scrollHeight + 2}px`;
      };
      for (const area of areas) grow(area);
      form.addEventListener("input", (event) => grow(event.target));
      const area = areas.find((a) => a.dataset.ref === first) ?? areas[0];
      area.focus();
      area.setSelectionRange(area.value.length, area.value.length);
      form.addEventListener("keydown", (event) => {
        if (event.isComposing) return;
        if (event.key === "Escape") leave(form);
        else if (event.key === "Enter") {
          event.preventDefault();
          form.requestSubmit();
        }
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        save(form);
      });
      return undefined;
    };
    const leave = (form) => {
      form.previousElementSibling.hidden = false;
      form.remove();
      d.now?.element.focus({ preventScroll: true });
    };
    const save = async (form) => {
      const changed = all("textarea", form).filter((area) => area.value.trim() !== area.dataset.was).map((a) => ({ ...a.dataset, text: a.value }));
      if (!changed.length) return leave(form);
      for (const { ref, was, text } of changed) {
        const told = await ask("edit", { segment: ref, was, text });
        if (!told?.ok) {
          // the draft is not lost: it is put before the newest wording
          const segment = all(".tgt .seg").find((s) => s.dataset.ref === ref);
          if (told?.stale && segment) open(segment.closest(".row"), ref, { [ref]: text });
          return undefined;
        }
        if (changed.length === 1) d.toast(say(told.said.zh, told.said.en), () => ask("edit", { segment: ref, was: text.trim(), text: was }));
      }
      if (form.isConnected) leave(form);
      if (d.now) d.go(d.now);
      return undefined;
    };
    d.does.edit = () => {
      if (!desk) return d.toast(say("编辑译文须用审校台：duikan serve", "editing needs the desk: duikan serve"));
      const card = d.now;
      const segment = card && card.data.at && $(card.data.at);
      const row = segment?.closest(".row") ?? d.here;
      return open(row, segment?.dataset.ref);
    };
    d.does.leave = (element) => leave(element.closest("form"));
    d.does.accept = async () => {
      const card = d.now;
      if (!desk || !card || settled(card) || card.data.fix === undefined) return;
      const segment = $(card.data.at);
      const [ref, was] = [segment.dataset.ref, segment.textContent];
      const told = await ask("accept", { issues: [d.idOf(card)] });
      const after = told?.ok && all(".tgt .seg").find((s) => s.dataset.ref === ref);
      if (after) d.toast(say(told.said.zh, told.said.en), () => ask("edit", { segment: ref, was: after.textContent, text: was }));
      if (told?.ok && d.now) d.go(d.now);
    };
    addEventListener("dblclick", (event) => {
      const segment = desk && event.target.closest(".tgt .seg");
      if (segment) open(segment.closest(".row"), segment.dataset.ref);
    });
    d.segments = segments;
  });
})();
