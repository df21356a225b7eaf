// Correct the alignment: the passage with its neighbours, sentences moved by arrows, groups merged and split. A sentence may be
// carried to a passage far away: take it up here, put it down there.
(() => {
  document.addEventListener("DOMContentLoaded", () => {
    const d = window.duikan;
    const { $, all, say, both } = d;
    const SIDES = ["source", "target"];
    let groups = [];
    let first = []; // the beads as they were: id and the names of their segments
    let carried = null;

    const refs = (row, side) => all(side === "source" ? ".src .seg[data-ref]" : ".tgt .seg[data-ref]", row).filter((s) => !s.closest(".twin")).map((s) => s.dataset.ref);
    const groupOf = (row) => ({ bead: row.dataset.bead, source: refs(row, "source"), target: refs(row, "target") });
    const textOf = (ref) => all(".seg").find((s) => s.dataset.ref === ref)?.textContent ?? ref;
    const start = (rows, at) => {
      groups = rows.map(groupOf);
      first = groups.map((g) => ({ bead: g.bead, key: keyOf(g) }));
      groups[at].chosen = true;
    };
    const keyOf = (g) => JSON.stringify([g.source, g.target]);

    d.does.align = () => {
      const row = (d.now && d.now.data.at && $(d.now.data.at)?.closest(".row")) || d.here;
      if (!row) return d.toast(say("请先选中一段（n、p 或单击）", "choose a passage first (n, p or a click)"));
      const rows = all("main .row");
      const at = rows.indexOf(row);
      const near = rows.slice(Math.max(at - 1, 0), at + 2);
      const far = carried && rows.find((r) => r.dataset.bead === carried.bead);
      start(far && !near.includes(far) ? [...near, far] : near, near.indexOf(row));
      draw();
      $("align").showModal();
      return undefined;
    };

    const act = (label, title, does) => {
      const made = Object.assign(document.createElement("button"), { type: "button", title });
      made.setAttribute("aria-label", title);
      made.append(label);
      made.addEventListener("click", () => {
        does();
        draw();
      });
      return made;
    };
    const put = (ref, side, from, to, last) => {
      from[side] = from[side].filter((r) => r !== ref);
      to[side] = last ? [...to[side], ref] : [ref, ...to[side]];
    };
    const line = (ref, side, n) => {
      const item = Object.assign(document.createElement("li"), { lang: side === "source" ? "en" : "zh-Hans" });
      const text = Object.assign(document.createElement("span"), { textContent: textOf(ref) });
      const moves = Object.assign(document.createElement("span"), { className: "moves" });
      if (n > 0) moves.append(act("↑", say("移到上一组", "to the group above"), () => put(ref, side, groups[n], groups[n - 1], true)));
      if (n < groups.length - 1) moves.append(act("↓", say("移到下一组", "to the group below"), () => put(ref, side, groups[n], groups[n + 1], false)));
      moves.append(act("…", say("移到别处：先取出，再到目标段落打开对齐", "carry elsewhere: then open the alignment there"), () => carry(ref, side, n)));
      item.append(text, moves);
      return item;
    };
    const carry = (ref, side, n) => {
      carried = { ref, side, bead: groups[n].bead };
      $("align").close();
      d.toast(say("已取出该句：到目标段落按 b，再选“放在这里”", "taken up: go to its passage, press b and choose “put here”"));
    };
    const side = (group, name, n) => {
      const made = Object.assign(document.createElement("ul"), { className: name });
      made.setAttribute("aria-label", name === "source" ? say("原文", "original") : say("译文", "translation"));
      if (group[name].length) made.append(...group[name].map((ref) => line(ref, name, n)));
      else made.append(Object.assign(document.createElement("li"), { className: "void", textContent: say("（无）", "(none)") }));
      return made;
    };
    const merge = (n) => {
      const [a, b] = [groups[n], groups[n + 1]];
      groups.splice(n, 2, { bead: a.bead, source: [...a.source, ...b.source], target: [...a.target, ...b.target], chosen: a.chosen || b.chosen });
    };
    const split = (n) => {
      const g = groups[n];
      const [head, tail] = [{ ...g }, { bead: "", chosen: g.chosen }];
      for (const name of SIDES) [head[name], tail[name]] = [g[name].slice(0, 1), g[name].slice(1)];
      groups.splice(n, 1, head, tail);
    };
    const foot = (n) => {
      const g = groups[n];
      const made = Object.assign(document.createElement("p"), { className: "acts" });
      if (n < groups.length - 1) made.append(act(both("与下一组合并", "merge with the next"), say("与下一组合并", "merge with the next"), () => merge(n)));
      if (g.source.length > 1 || g.target.length > 1) made.append(act(both("拆分", "split"), say("拆分", "split"), () => split(n)));
      const from = carried && g.chosen && groups.find((other) => other[carried.side].includes(carried.ref));
      if (from && from !== g) made.append(act(both("放在这里", "put here"), say("放在这里", "put here"), () => {
        put(carried.ref, carried.side, from, g, true);
        carried = null;
      }));
      return made;
    };
    const draw = () => {
      const focused = document.activeElement?.getAttribute("aria-label");
      $("groups").replaceChildren(...groups.map((group, n) => {
        const made = Object.assign(document.createElement("div"), { className: `group${group.chosen ? " chosen" : ""}` });
        made.append(side(group, "source", n), side(group, "target", n), foot(n));
        return made;
      }));
      // the button that was pressed is drawn anew: the keyboard stays where it was
      const again = [...$("groups").querySelectorAll("button")].find((b) => b.getAttribute("aria-label") === focused);
      (again ?? $("align").querySelector(".go")).focus();
    };

    $("align").querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const full = groups.filter((g) => g.source.length || g.target.length);
      const known = new Map(first.map((f) => [f.key, f.bead]));
      const changed = full.filter((g) => g.chosen || !known.has(keyOf(g)));
      const untouched = new Set(full.filter((g) => !changed.includes(g)).map((g) => known.get(keyOf(g))));
      const was = first.map((f) => f.bead).filter((bead) => !untouched.has(bead));
      const now = changed.map(({ source, target }) => ({ source, target }));
      if (d.desk) {
        const told = await d.ask("tie", { was, now });
        if (told?.ok || told?.stale) $("align").close();
        return;
      }
      const names = new Set(now.flatMap((b) => [...b.source, ...b.target]));
      const own = d.own();
      own.beads = own.beads.filter((b) => ![...b.source, ...b.target].some((ref) => names.has(ref)));
      own.beads.push(...now.map((b) => ({ ...b, by: d.me(), date: d.today() })));
      d.store();
      $("align").close();
      d.toast(say("已记下（仅存于本浏览器，请导出）；下次构建时生效", "noted in this browser only: export it; it holds from the next build"));
    });
  });
})();
