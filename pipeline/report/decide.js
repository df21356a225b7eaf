// Decide: waive, take back, mark as fixed, sign off; and show at an issue or a passage what can be done with it.
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const d = window.duikan;
    const { $, all, say, both } = d;
    const body = document.body;
    const { ask, desk, idOf, me, settled } = d;

    // ---- waive
    const dialog = $("waive");
    const message = (card) => card.element.querySelector(`.msg [lang="${say("zh-Hans", "en")}"]`)?.textContent ?? "";
    const twins = (card) => d.cards.filter((c) => c !== card && !settled(c) && c.data.check === card.data.check && message(c) === message(card));
    let asked = [];
    d.does.waive = () => {
      const card = d.now;
      if (!card || settled(card)) return;
      const others = twins(card);
      asked = [card, ...others];
      $("waive-about").textContent = message(card);
      $("alike").hidden = others.length === 0;
      $("alike").querySelector("input").checked = false;
      $("alike").querySelector("span").textContent = say(`另有 ${others.length} 处完全相同，一并处理`, `${others.length} more read the same: all of them`);
      const last = d.kept("duikan-kind") || "intended";
      for (const radio of all("input[type=radio]", dialog)) radio.checked = radio.value === last;
      $("reason").value = "";
      const used = new Set([...all(".issue .reason").map((p) => p.lastChild.textContent), ...Object.values(d.own().waivers).map((w) => w.reason)]);
      $("reasons").replaceChildren(...[...used].map((reason) => new Option("", reason)));
      if ($("second")) {
        $("second").hidden = !(body.dataset.two ?? "").split(" ").includes(card.data.severity);
        $("second").querySelector("input").value = "";
      }
      sign(dialog);
      dialog.showModal();
      $("reason").focus();
    };
    const sign = (within) => {
      const field = within.querySelector(".signed");
      field.hidden = Boolean(body.dataset.by);
      field.querySelector("input").value = me();
    };
    const signed = (within) => {
      const value = within.querySelector(".signed input").value.trim();
      if (value && !body.dataset.by) d.kept("duikan-by", value);
      return value;
    };
    const words = (card) => {
      const [there, marks] = [card.data.at && $(card.data.at), d.spans(idOf(card))];
      return marks.filter((mark) => there?.contains(mark)).map((mark) => mark.textContent).join("") || (there ? there.textContent : "");
    };
    const next = (card) => {
      const following = d.onward(card);
      if (following) d.go(following);
      else if (d.now) tools(d.now);
    };
    const waive = async (cards, kind, reason, second) => {
      const issues = cards.map(idOf);
      if (desk) {
        const told = await ask("waive", { issues, kind, reason, second });
        if (told?.ok) {
          d.toast(say(told.said.zh, told.said.en), () => ask("unwaive", { issues }));
          if (d.now && settled(d.now)) next(d.now);
        }
        return Boolean(told?.ok);
      }
      const undo = d.locally(cards, () => {
        for (const card of cards) {
          d.own().waivers[idOf(card)] = { check: card.data.check, text: words(card), kind, reason, by: me(), second, date: d.today() };
          d.own().fixed = d.own().fixed.filter((id) => id !== idOf(card));
        }
      });
      d.toast(say("已豁免（仅存于本浏览器，请导出）", "waived in this browser only: export it"), undo);
      next(cards[0]);
      return true;
    };
    dialog.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const [kind, reason] = [dialog.querySelector("input:checked").value, $("reason").value.trim()];
      if (!reason) return $("reason").focus();
      d.kept("duikan-kind", kind);
      signed(dialog);
      const all_ = !$("alike").hidden && $("alike").querySelector("input").checked;
      const second = $("second") && !$("second").hidden ? $("second").querySelector("input").value.trim() : "";
      if (await waive(all_ ? asked : asked.slice(0, 1), kind, reason, second)) dialog.close();
      return undefined;
    });
    d.does.unwaive = async () => {
      const card = d.now;
      if (!card || card.data.status !== "waived") return;
      if (desk) await ask("unwaive", { issues: [idOf(card)] });
      else if (d.own().waivers[idOf(card)]) d.locally([card], () => delete d.own().waivers[idOf(card)]);
      else d.toast(say("此豁免写在 review.toml 中，请在审校台撤销", "this waiver stands in review.toml: take it back at the desk"));
      if (d.now) tools(d.now);
    };
    d.does.fixed = async () => {
      const card = d.now;
      if (!card || settled(card)) return;
      if (desk) await ask("fixed", { issues: [idOf(card)] });
      else {
        const undo = d.locally([card], () => d.own().fixed.push(idOf(card)));
        d.toast(say("已标记；重新生成报告后核实", "marked; the next report will tell"), undo);
        next(card);
      }
    };

    // ---- sign off
    d.does["sign-off"] = () => {
      const grave = d.cards.some((c) => !settled(c) && /critical|major/.test(c.data.severity));
      $("sign").querySelector(".blocked").hidden = !grave;
      $("sign").querySelector(".go").disabled = grave;
      sign($("sign"));
      $("sign").showModal();
    };
    $("sign")?.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      signed($("sign"));
      $("sign").close();
      await ask("sign-off", {});
    });

    // ---- tools at the issue and at the passage
    const button = (name, label, key, type = "button") => {
      const made = Object.assign(document.createElement("button"), { type });
      if (type === "button") made.dataset.do = name;
      made.append(label);
      if (key) made.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      return made;
    };
    const tools = (card, row) => {
      for (const old of all(".acts")) old.remove();
      const acts = Object.assign(document.createElement("p"), { className: "acts" });
      if (card) {
        if (card.data.status === "waived") acts.append(button("unwaive", both("撤销豁免", "take back"), "u"));
        else if (!settled(card)) {
          if (desk && card.data.fix !== undefined) acts.append(button("accept", both("采纳建议", "use it"), "a"));
          acts.append(button("waive", both("豁免", "waive"), "w"), button("fixed", both("已改", "fixed"), "f"));
        }
      }
      const passage = card ? card.data.at && $(card.data.at)?.closest(".row") : row;
      if (desk && passage && d.segments(passage).length) acts.append(button("edit", both("编辑", "edit"), "e"));
      if (passage) acts.append(button("align", both("对齐", "align"), "b"));
      if (card) card.element.querySelector(".foot").before(acts);
      else if (row && acts.children.length) row.querySelector(".tgt").append(acts);
    };
    d.listeners.push(tools);
    Object.assign(d.keys, { w: d.does.waive, u: d.does.unwaive, f: d.does.fixed, e: () => d.does.edit(), a: () => d.does.accept(), b: () => d.does.align() });
    d.button = button;
  });
})();
