"""Start Chromium for tests that open pages, and let axe look at them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = importlib.util.find_spec("axe_playwright_python")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

in_browser = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.is_file(), reason=f"there is no {CHROMIUM}")]
# Screens that axe looks at; two that share nothing see what one of them can see, all are seen by `make test-all`.
SCREENS = [(1280, "light"), (360, "dark"), (1280, "dark"), (360, "light"), (500, "light"), (500, "dark")]
screens = pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(*one, marks=pytest.mark.slow if n > 1 else (), id="-".join(map(str, one))) for n, one in enumerate(SCREENS)],
)
needs_axe = pytest.mark.skipif(AXE is None, reason="axe-playwright-python is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


def axe(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds on the page as it now is: rules and elements. The page must have been opened with `bypass_csp`."""
    assert AXE is not None
    assert AXE.origin is not None
    if not page.evaluate("'axe' in window"):
        page.evaluate((Path(AXE.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
    return [(v["id"], [n["html"][:200] for n in v["nodes"]][:4]) for v in result["violations"]]
