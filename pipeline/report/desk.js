// The desk: ask it, bring its newest state into the page, and notice what others do to the files meanwhile. A page that was opened
// from disk has none.
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const d = window.duikan;
    const { $, all, say } = d;
    const body = document.body;
    const desk = body.dataset.version !== undefined;
    const settled = (card) => card.element.classList.contains("settled");
    const me = () => body.dataset.by || d.kept("duikan-by") || "";

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
        return d.toast(said.querySelector(`.error[lang="${say("zh-Hans", "en")}"]`)?.textContent ?? "");
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
    }
    Object.assign(d, { desk, ask, me, settled });
  });
})();
