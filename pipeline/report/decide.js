// Decide: waive, take back, mark as fixed, edit, sign off. At the desk everything is written to the work's files at once; in a
// page that was opened from disk decisions stay in the browser until they are exported as TOML.
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const d = window.duikan;
    const { $, all, say, both } = d;
    const body = document.body;
    const desk = body.dataset.version !== undefined;
    const home = `duikan:${body.dataset.work || location.pathname}`;
    const empty = () => ({ waivers: {}, fixed: [], beads: [] });
    const read = () => {
      try {
        return { ...empty(), ...JSON.parse(d.kept(home) || "{}") };
      } catch {
        return empty();
      }
    };
    let own = desk ? empty() : read(); // decisions that only this browser knows
    const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    const idOf = (card) => card.element.id.slice(2);
    const settled = (card) => card.element.classList.contains("settled");
    const me = () => body.dataset.by || d.kept("duikan-by") || "";

    // ---- the desk
    let busy = false;
    const ask = async (action, values) => {
      if (busy) return null;
      busy = true;
      document.documentElement.classList.add("busy");
      try {
        const answer = await fetch(action, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ seen: body.dataset.version, by: me(), ...values }),
        });
        const told = await answer.json().catch(() => ({ said: { zh: "审校台未能完成", en: "the desk could not do it" } }));
        if (answer.ok || answer.status === 409) await refresh();
        d.toast(say(told.said.zh, told.said.en));
        return { ok: answer.ok, stale: answer.status === 409, ...told };
      } catch {
        d.toast(say("审校台没有响应：它还在运行吗？", "the desk does not answer: is it still running?"));
        return { ok: false };
      } finally {
        busy = false;
        document.documentElement.classList.remove("busy");
      }
    };
    // Pieces that are the same stay as they are, so that nothing jumps while one reads.
    const merge = (old, fresh) => {
      const [a, b] = [[...old.children], [...fresh.children]];
      if (a.length !== b.length) return old.replaceChildren(...b);
      for (const [n, child] of b.entries()) {
        if (child.dataset.h && child.dataset.h === a[n].dataset.h) continue;
        if (child.matches(".sec") && a[n].matches(".sec")) merge(a[n], child);
        else a[n].replaceWith(child);
      }
      return undefined;
    };
    const refresh = async () => {
      const answer = await fetch("report.html", { cache: "no-store" });
      if (!answer.ok) {
        const said = new DOMParser().parseFromString(await answer.text(), "text/html");
        return d.toast([...said.querySelectorAll("p")].map((p) => p.textContent).join(" "));
      }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [at, issue, chosen] = [d.visible.indexOf(d.now), d.now && d.now.element.id, d.here && d.here.dataset.bead];
      const filters = Object.fromEntries(all(".tools select").map((s) => [s.id, s.value]));
      const off = new Set(all('.chip[aria-pressed="false"]').map((c) => c.dataset.severity));
      const top = all("main .row").find((row) => row.querySelector(".tgt").getBoundingClientRect().bottom > 150);
      const [bead, y] = top ? [top.dataset.bead, top.querySelector(".tgt").getBoundingClientRect().top] : ["", 0];
      d.choose(null);
      for (const key of ["version", "stamp", "by", "rows"]) body.dataset[key] = fresh.body.dataset[key];
      for (const part of ["header.head", ".counts", "#choices", "footer.back"]) document.querySelector(part).replaceWith(fresh.querySelector(part));
      document.querySelector(".strip")?.remove();
      if (fresh.querySelector(".strip")) document.querySelector(".counts").after(fresh.querySelector(".strip"));
      const checked = document.documentElement.classList.contains("only-issues");
      merge($("texts"), fresh.getElementById("texts"));
      d.collect();
      for (const [id, value] of Object.entries(filters)) if ($(id)) $(id).value = value;
      for (const chip of all(".chip")) chip.setAttribute("aria-pressed", String(!off.has(chip.dataset.severity)));
      $("only").checked = checked;
      d.speak();
      d.filter();
      const same = bead && document.querySelector(`.row[data-bead="${bead}"] .tgt`);
      if (same) scrollBy(0, same.getBoundingClientRect().top - y);
      const card = issue && d.byId(issue);
      if (card && !card.element.hidden) d.choose(card);
      else if (at >= 0) d.choose(d.visible.slice(at).find((c) => !settled(c)) ?? d.visible.find((c) => !settled(c)) ?? null);
      else if (chosen) d.stand(document.querySelector(`.row[data-bead="${chosen}"]`));
      d.look();
      return undefined;
    };

    // ---- the browser's own decisions
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
      const used = new Set([...all(".issue .reason").map((p) => p.lastChild.textContent), ...Object.values(own.waivers).map((w) => w.reason)]);
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
      const undo = locally(cards, () => {
        for (const card of cards) {
          own.waivers[idOf(card)] = { check: card.data.check, text: words(card), kind, reason, by: me(), second, date: today() };
          own.fixed = own.fixed.filter((id) => id !== idOf(card));
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
      else if (own.waivers[idOf(card)]) locally([card], () => delete own.waivers[idOf(card)]);
      else d.toast(say("此豁免写在 review.toml 中，请在审校台撤销", "this waiver stands in review.toml: take it back at the desk"));
      if (d.now) tools(d.now);
    };
    d.does.fixed = async () => {
      const card = d.now;
      if (!card || settled(card)) return;
      if (desk) await ask("fixed", { issues: [idOf(card)] });
      else {
        const undo = locally([card], () => own.fixed.push(idOf(card)));
        d.toast(say("已标记；重新生成报告后核实", "marked; the next report will tell"), undo);
        next(card);
      }
    };

    // ---- edit
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
      buttons.append(button("save", both("保存", "save"), "Enter", "submit"), button("leave", both("取消", "cancel"), "Esc"));
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
      const told = await ask("accept", { issues: [idOf(card)] });
      const after = told?.ok && all(".tgt .seg").find((s) => s.dataset.ref === ref);
      if (after) d.toast(say(told.said.zh, told.said.en), () => ask("edit", { segment: ref, was: after.textContent, text: was }));
      if (told?.ok && d.now) d.go(d.now);
    };
    addEventListener("dblclick", (event) => {
      const segment = desk && event.target.closest(".tgt .seg");
      if (segment) open(segment.closest(".row"), segment.dataset.ref);
    });

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
      if (desk && passage && segments(passage).length) acts.append(button("edit", both("编辑", "edit"), "e"));
      if (passage) acts.append(button("align", both("对齐", "align"), "b"));
      if (card) card.element.querySelector(".foot").before(acts);
      else if (row && acts.children.length) row.querySelector(".tgt").append(acts);
    };
    d.listeners.push(tools);
    Object.assign(d.keys, { w: d.does.waive, u: d.does.unwaive, f: d.does.fixed, e: d.does.edit, a: d.does.accept, b: () => d.does.align() });

    // ---- what others do to the files meanwhile
    d.does.update = async () => {
      $("elsewhere").hidden = true;
      await refresh();
    };
    const watch = async () => {
      if (document.hidden || busy) return;
      const answer = await fetch("state", { cache: "no-store" }).catch(() => null);
      const state = answer && (await answer.json().catch(() => ({})));
      if (!answer) $("elsewhere").querySelector("span").textContent = say("审校台已停止。", "The desk has stopped.");
      else if (!answer.ok) $("elsewhere").querySelector("span").textContent = say(state.said?.zh ?? "", state.said?.en ?? "");
      else if (busy || state.stamp === body.dataset.stamp) return ($("elsewhere").hidden = true);
      else if (!document.querySelector("dialog[open], form.edit")) {
        await refresh();
        return d.toast(say("文件已在别处改动，已更新。", "The files were changed elsewhere; this is the newest state."));
      } else $("elsewhere").querySelector("span").textContent = say("文件已在别处改动。", "The files were changed elsewhere.");
      return ($("elsewhere").hidden = false);
    };
    if (desk) {
      setInterval(watch, 3000);
      addEventListener("focus", watch);
    } else {
      const known = new Set(d.cards.map(idOf));
      own.waivers = Object.fromEntries(Object.entries(own.waivers).filter(([id]) => known.has(id)));
      own.fixed = own.fixed.filter((id) => known.has(id));
      for (const card of d.cards) if (!settled(card)) show(card);
      store();
      if (own.fixed.length || Object.keys(own.waivers).length) recount();
    }
    Object.assign(d, { desk, ask, own: () => own, store, me, today, button });
  });
})();
