"""Open the HTML editions in Chromium: no barrier, no request, no sideways scrolling; both texts of a pair light up together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.model import Edition
from pipeline.publish import publish
from pipeline.publish.readings import render_readings
from tests.browsers import axe, browser, in_browser, needs_axe
from tests.publishing import NOTES, collation, verification
from tests.test_publish import LISTS, _image, _with_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]
pytestmark = in_browser

LONG = '<h3 id="h9">定义</h3><p id="p9">见《示范框架》（Model AI Governance Framework）第<em>五</em>条，https://example.org/a/very/long/address/without/a/break/in/it/at/all</p>'
PAGES = ("zh-Hans.html", "zh-Hant-TW.html", "zh-Hant-HK.html", "en+zh-Hans.html", "conversion-zh-Hant-TW.html")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editions")
    _image(folder)
    single, pairs = collation(LISTS.replace(NOTES, LONG + NOTES), folder), _with_table(folder)
    for one, edition in [(single, "zh-Hans"), (single, "zh-Hant-TW"), (single, "zh-Hant-HK"), (pairs, "zh-Hans")]:
        layout = Edition(edition, "parallel" if one is pairs else "single", ("html",))
        for name, content in publish(one, verification(one, "approved"), replace(layout)):
            (folder / name).write_bytes(content)
    (folder / "conversion-zh-Hant-TW.html").write_text(render_readings(single, "zh-Hant-TW"), encoding="utf-8")
    return folder


@pytest.fixture
def open_page(browser: Browser, files: Path) -> Iterator[Any]:
    contexts: list[Any] = []
    errors: list[str] = []

    def open_(name: str, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: errors.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
        page.goto((files / name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == [], "an error in the page, or a request that leaves it"


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: Any, scheme: str, name: str) -> None:
    for width in (1280, 360):
        page = open_page(name, width, color_scheme=scheme, bypass_csp=True)
        assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_no_edition_is_wider_than_its_window(open_page: Any, name: str, width: int) -> None:
    assert open_page(name, width).evaluate("document.documentElement.scrollWidth") <= width


def test_both_texts_of_a_pair_light_up_together(open_page: Any) -> None:
    page = open_page("en+zh-Hans.html")
    row = page.locator(".pairs tbody tr").first
    shades = "cells => cells.map(cell => getComputedStyle(cell).backgroundColor)"
    before = row.locator("td").evaluate_all(shades)
    row.locator("td").first.hover()
    page.wait_for_timeout(300)
    lit = row.locator("td").evaluate_all(shades)
    assert lit[0] == lit[1] != before[0]
    page.goto(page.url + "#" + row.get_attribute("id"))
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    assert row.locator("td").evaluate_all(shades) == lit, "a link to a pair lights it up"


def test_the_keyboard_reaches_the_text_and_a_wide_table(open_page: Any) -> None:
    page = open_page("zh-Hans.html", 360)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#duikan-text")
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert "frame" in reached


def test_it_prints_without_what_only_a_screen_needs(open_page: Any) -> None:
    page = open_page("zh-Hans.html")
    page.emulate_media(media="print")
    assert page.locator(".skip").evaluate("e => getComputedStyle(e).display") == "none"
    assert page.pdf()[:5] == b"%PDF-"
