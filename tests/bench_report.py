"""Measure the report page: a generated work of 5,000 segments and 2,000 issues, opened in Chromium.

Prints the page's size, the time to write it, and in the browser: first paint, the time until the script is ready, and how long
a filter takes until the page is laid out again (the median and the worst of several). Then how long the review desk takes from
a decision to the page that shows it. Numbers, not a test: machines differ.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.build import House
from pipeline.model import Kind, Settings
from pipeline.report import html
from pipeline.serve.actions import ACTIONS
from pipeline.serve.asked import Asked
from pipeline.serve.desk import Desk, State
from tests.browsers import CHROMIUM, FLAGS
from tests.samples import PAGES, long_sample

SEGMENTS, ISSUES = 5000, 2000
SOURCES = Path(__file__).parents[1] / "sources"
LIMITS = {"size": 6e6, "paint": 1000.0, "filter": 100.0}
PAINT = """() => new Promise((done) => {
  const read = () => performance.getEntriesByName("first-contentful-paint")[0];
  if (read()) return done(read().startTime);
  new PerformanceObserver(() => read() && done(read().startTime)).observe({ type: "paint", buffered: true });
})"""
# A filter is done when style and layout are: reading a box forces both, and two frames later it is on the screen.
FILTER = """([selector, act]) => new Promise((done) => {
  const element = document.querySelector(selector);
  const start = performance.now();
  if (act === "click") element.click();
  else {
    element.value = act;
    element.dispatchEvent(new Event(element.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
  document.body.getBoundingClientRect();
  const laid = performance.now() - start;
  requestAnimationFrame(() => requestAnimationFrame(() => done([laid, performance.now() - start])));
})"""
ACTS = [
    (".chip.minor", "click"),
    (".chip.minor", "click"),
    ("#by-check", "numbers"),
    ("#by-check", ""),
    ("#search", "报告"),
    ("#search", "committee"),
    ("#search", ""),
    ("#only", "click"),
    (".chip.major", "click"),
    (".chip.major", "click"),
    ("#only", "click"),
]


def main() -> int:
    """Print the figures; exit 1 where one is beyond its limit."""
    collation, verification = long_sample(SEGMENTS, ISSUES)
    start = time.perf_counter()
    page = html.render(collation, verification, PAGES).encode()
    print(f"{SEGMENTS} segments, {ISSUES} issues: {len(page) / 1e6:.2f} MB, written in {time.perf_counter() - start:.2f} s")
    if not CHROMIUM.is_file():
        _desk()
        print(f"bench-report: no {CHROMIUM}, the rest is skipped")
        return 0
    _desk()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_bytes(page)
        paint, ready, laid, seen = _measure(path)
    print(f"first paint {paint:.0f} ms, script ready {ready:.0f} ms (medians of 5)")
    print(f"filter laid out: median {statistics.median(laid):.0f} ms, worst {max(laid):.0f} ms; on the screen: worst {max(seen):.0f} ms")
    return int(len(page) > LIMITS["size"] or paint > LIMITS["paint"] or max(laid) > LIMITS["filter"])


def _desk() -> None:
    """Print how long a decision takes at the desk until the work is checked again, on the largest sample work."""
    works = [f for f in sorted(SOURCES.iterdir()) if (f / "zh-Hans.md").is_file()]
    work = max(works, key=lambda f: sum(p.stat().st_size for p in f.iterdir()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(work, folder / "sources" / work.name)
        desk = Desk(House(folder / "sources", SOURCES.parent / "glossary", folder / "output", Settings()))
        start = time.perf_counter()
        state = desk.state(work.name)
        print(f"desk, {work.name}, {len(state.collation.bitext.beads)} beads: opened in {time.perf_counter() - start:.2f} s; then")
        for action, values in _asked(state):
            values["seen"] = desk.state(work.name).version
            start = time.perf_counter()
            ACTIONS[action](desk, work.name, Asked(values))
            desk.page(work.name)
            print(f"  {action}: {time.perf_counter() - start:.2f} s until checked again and shown")


def _asked(state: State) -> Iterator[tuple[str, dict[str, Any]]]:
    bitext = state.collation.bitext
    if state.verification.issues:
        yield "waive", {"issues": [state.verification.issues[0].id], "kind": "intended", "reason": "so", "by": "reader@example.org"}
    for n in (5, 9):
        segment = [s for s in bitext.translation.segments if s.kind is Kind.PARAGRAPH][n]
        yield (
            "edit",
            {"segment": f"{segment.path}#{segment.id}", "was": segment.text, "text": segment.text.replace("，", "，并", 1) + "完。"},
        )
    bead = next(b for b in bitext.beads if b.source and b.target and b.source[0].kind is Kind.HEADING)
    names = {side: [f"{s.path}#{s.id}" for s in getattr(bead, side)] for side in ("source", "target")}
    yield "tie", {"was": [bead.id], "now": [names]}


def _measure(path: Path) -> tuple[float, float, list[float], list[float]]:
    from playwright.sync_api import sync_playwright

    paints, readies, laid, seen = [], [], [], []
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for _ in range(5):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(path.as_uri())
            paints.append(page.evaluate(PAINT))
            readies.append(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
            for act in ACTS:
                one, two = page.evaluate(FILTER, list(act))
                laid.append(one)
                seen.append(two)
            page.close()
        browser.close()
    return statistics.median(paints), statistics.median(readies), laid, seen


if __name__ == "__main__":
    sys.exit(main())
