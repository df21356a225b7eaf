"""Measure the report page: a generated work of 5,000 segments and 2,000 issues, opened in Chromium.

Prints the page's size, the time to write it, and in the browser: first paint, the time until the script is ready, and how long
a filter takes until the page is laid out again (the median and the worst of several). Numbers, not a test: machines differ.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from pipeline.report import html
from tests.browsers import CHROMIUM, FLAGS
from tests.samples import PAGES, long_sample

SEGMENTS, ISSUES = 5000, 2000
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
        print(f"bench-report: no {CHROMIUM}, the rest is skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_bytes(page)
        paint, ready, laid, seen = _measure(path)
    print(f"first paint {paint:.0f} ms, script ready {ready:.0f} ms (medians of 5)")
    print(f"filter laid out: median {statistics.median(laid):.0f} ms, worst {max(laid):.0f} ms; on the screen: worst {max(seen):.0f} ms")
    return int(len(page) > LIMITS["size"] or paint > LIMITS["paint"] or max(laid) > LIMITS["filter"])


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
