"""Take the documentation's pictures anew, of real pages: `make pictures`.

The sample work is copied, three errors are put into its translation, and an editor sits down at the desk; then the work is as it
was, is signed off, and one of its originals changes.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from pipeline.build import House, build
from pipeline.publish.fonts import use_fonts
from pipeline.serve import Desk
from pipeline.settings import read_settings
from tests.browsers import CHROMIUM, FLAGS
from tests.desks import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
WORK = "gpai-singapore"
WRONG = (("2万欧元。未经全体成员协商一致，不得接纳任何国家。", "2亿欧元。"), ("新加坡是15个创始成员", "新加坡是16个创始成员"))
LATER = (
    ("more than 500 experts", "more than 600 experts"),
    ("an annual contribution of EUR 20,000", "a yearly contribution of EUR 25,000"),
)
SIZE = {"width": 1280, "height": 820}


def change(path: Path, pairs: tuple[tuple[str, str], ...]) -> None:
    """Put other words into a file; every one of the old is there."""
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, f"{path} no longer holds {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def take(page: Page, name: str, height: int = SIZE["height"]) -> None:
    """Write what the page shows."""
    page.wait_for_timeout(300)
    page.screenshot(path=DOCS / name, clip={"x": 0, "y": 0, "width": SIZE["width"], "height": height})


def review(page: Page, address: str, translation: Path) -> None:
    """Take the report and the desk while the translation has errors."""
    right = translation.read_text(encoding="utf-8")
    change(translation, WRONG)
    page.goto(f"{address}{WORK}/report.html")
    page.locator(".issue.critical").click()
    page.locator(".issue.critical").evaluate("e => e.scrollIntoView({block: 'center'})")
    take(page, "report.png")
    page.keyboard.press("e")
    page.keyboard.press("End")
    take(page, "desk.png")
    page.keyboard.press("Escape")
    page.locator(".issue.neutral:not(.settled)").first.click()
    page.locator(".issue.now").evaluate("e => e.scrollIntoView({block: 'center'})")
    page.keyboard.press("w")
    page.locator("#waive input[value=intended]").check()
    page.locator("#reason").fill("The table keeps the name that the country bore when it joined.")
    take(page, "waive.png")
    page.keyboard.press("Escape")
    translation.write_text(right, encoding="utf-8")


def drift(page: Page, address: str, original: Path) -> None:
    """Take what is seen when an original has changed after the sign-off."""
    page.goto(f"{address}{WORK}/report.html")
    page.locator("[data-do=sign-off]").click()
    page.locator("#sign .go").click()
    page.locator(".state.approved").wait_for()
    change(original, LATER)
    page.goto(f"{address}{WORK}/report.html")
    page.locator("#toast").evaluate("e => e.hidden = true")
    take(page, "drift.png", 560)


def editions(house: House) -> None:
    """Take two pages of the published PDF."""
    pdf = house.output / WORK / "zh-Hans.pdf"
    pages: list[Image.Image] = []
    for number in ("1", "3"):
        stem = house.output / f"page{number}"
        subprocess.run(["pdftoppm", "-r", "102", "-f", number, "-l", number, "-singlefile", "-png", pdf, stem], check=True)
        with Image.open(stem.with_suffix(".png")) as page:
            pages.append(page.resize((596, round(596 * page.height / page.width)), Image.Resampling.LANCZOS))
    both = Image.new("RGB", (596 * 2 + 8, pages[0].height), "#808080")
    for n, half in enumerate(pages):
        both.paste(half, (n * 604, 0))
    both.save(DOCS / "page.png", optimize=True)


def main() -> None:
    """Take all pictures."""
    from playwright.sync_api import sync_playwright

    use_fonts()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        for name in ("sources", "glossary"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        house = House(Path(folder) / "sources", Path(folder) / "glossary", Path(folder) / "output", read_settings(ROOT))
        build(house, [WORK])
        editions(house)
        desk = Desk(house, [WORK])
        desk.by = "reader@example.org"
        with opened(desk) as address:
            browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            page = browser.new_page(viewport=SIZE, locale="en-SG", color_scheme="light")  # type: ignore[arg-type]
            page.set_default_timeout(120_000)
            review(page, address, house.sources / WORK / "zh-Hans.md")
            drift(page, address, house.sources / WORK / "en-observatory.html")
            browser.close()


if __name__ == "__main__":
    main()
