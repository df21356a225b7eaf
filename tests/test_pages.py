"""Open the pages in Chromium and do what an editor does: read, filter, walk, look why, switch language, print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.model import Bilingual
from pipeline.read import read_decisions
from pipeline.report import html, index
from tests.browsers import axe, browser, in_browser, needs_axe, screens
from tests.samples import PAGES, long_sample, work_sample
from tests.test_report import entry

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]
pytestmark = in_browser


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    broken = entry(work="broken", state="", files=(), error=Bilingual("en.md: bad", "en.md：有误"))
    (folder / "report.html").write_text(html.render(*work_sample(), PAGES), encoding="utf-8")
    (folder / "long.html").write_text(html.render(*long_sample(600, 120), PAGES), encoding="utf-8")
    (folder / "index.html").write_text(index.render([entry(), broken]), encoding="utf-8")
    return folder


@pytest.fixture
def open_page(browser: Browser, files: Path) -> Iterator[Any]:
    contexts: list[Any] = []
    errors: list[str] = []

    def open_(name: str = "report.html", width: int = 1280, locale: str = "zh-CN", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: errors.append(request.url) if not request.url.startswith("file:") else None)
        page.goto((files / name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == [], "an error in the page, or a request that leaves it"


def shown(page: Page) -> list[str]:
    """Return the checks of the issues that the page shows."""
    return [e.get_attribute("data-check") or "" for e in page.locator(".issue:visible").all()]


def test_the_editor_filters(open_page: Any) -> None:
    page = open_page()
    everything = ["counts", "spacing", "numbers", "omission", "numbers", "terms"]
    assert sorted(shown(page)) == sorted(everything)
    assert page.locator("#shown").inner_text() == "显示 6 / 6 个问题"
    page.locator(".chip.major").click()
    assert shown(page) == ["counts", "numbers", "omission"]
    page.locator(".chip.critical").click()
    assert shown(page) == ["counts", "numbers", "omission", "numbers"]
    page.locator(".chip.major").click()
    assert shown(page) == ["numbers"]
    page.locator(".chip.critical").click()
    assert len(shown(page)) == 6
    page.locator("#by-check").select_option("numbers")
    assert shown(page) == ["numbers", "numbers"]
    page.locator("#search").fill("EUR")
    assert shown(page) == ["numbers"]
    assert page.locator("#shown").inner_text() == "显示 1 / 6 个问题"
    page.locator("#search").fill("no such words")
    assert page.locator("#nothing").is_visible()
    page.locator("#clear").click()
    assert len(shown(page)) == 6
    page.locator("#by-status").select_option("waived")
    assert shown(page) == ["terms"]
    assert "本馆统一使用" in page.locator(".issue:visible .reason").inner_text()


def test_only_passages_with_issues(open_page: Any) -> None:
    page = open_page()
    page.locator("#by-type").select_option("omission")
    page.locator("#only").check()
    assert page.locator(".seg:visible").filter(has_text="Secretariat").count() == 1
    assert page.locator(".seg:visible").filter(has_text="Ministers").count() == 0
    assert page.locator(".block.head:visible").filter(has_text="创始成员").count() == 1
    page.locator("#only").uncheck()
    assert page.locator(".seg:visible").filter(has_text="Ministers").count() == 1


def test_the_editor_walks_by_keyboard(open_page: Any) -> None:
    page = open_page("long.html")
    order = [e.get_attribute("id") for e in page.locator(".issue").all()]
    for key, at in [("j", 0), ("j", 1), ("j", 2), ("k", 1)]:
        page.keyboard.press(key)
        assert page.locator(".issue.now").get_attribute("id") == order[at]
    assert page.evaluate("document.activeElement.id") == order[1]
    assert page.url.endswith(f"#{order[1]}")
    assert page.locator("mark.on").count() == 2
    for _ in range(40):
        page.keyboard.press("j")
    box = page.locator(".issue.now").bounding_box()
    assert 60 < box["y"] < 880
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("j?")
    assert page.locator("#search").input_value() == "j?"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")
    page.keyboard.press("4")
    page.locator('.chip[aria-pressed="false"]').first.wait_for()
    assert [c.get_attribute("aria-pressed") for c in page.locator(".chip").all()] == ["false", "false", "false", "true"]


def test_walking_passes_over_what_is_settled(open_page: Any) -> None:
    page = open_page()
    stops = []
    for _ in range(6):
        page.keyboard.press("j")
        stops.append(page.locator(".issue.now").get_attribute("data-check"))
    assert stops == ["counts", "spacing", "numbers", "omission", "numbers", "numbers"]
    page.locator("#by-status").select_option("waived")
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    assert page.locator(".issue.now").get_attribute("data-check") == "terms"


def test_why_it_matters_unfolds_in_place(open_page: Any) -> None:
    page = open_page()
    card = page.locator(".issue.critical")
    card.click()
    card.locator(".why").click()
    assert "比较两侧所说的数值" in card.locator(".page").inner_text()
    page.keyboard.press("o")
    assert card.locator(".page").count() == 0


def test_marks_lead_to_their_issue(open_page: Any) -> None:
    page = open_page()
    page.locator(".src mark.critical").click()
    assert page.locator(".issue.now").get_attribute("data-severity") == "critical"
    assert page.locator("mark.on").all_inner_texts() == ["EUR 20,000", "2亿欧元"]


def test_the_language_is_the_reader_s_and_is_kept(open_page: Any) -> None:
    page = open_page()
    message = page.locator(".issue.critical .msg")
    assert "应为2万欧元" in message.inner_text()
    assert "expected" not in message.inner_text()
    page.keyboard.press("l")
    assert "expected 2万欧元" in message.inner_text()
    page.reload()
    assert "expected 2万欧元" in message.inner_text()
    assert page.locator("#search").get_attribute("placeholder") == "search"
    english = open_page(locale="en-SG")
    assert "expected 2万欧元" in english.locator(".issue.critical .msg").inner_text()


def test_a_link_to_an_issue_opens_it(open_page: Any, files: Path) -> None:
    page = open_page("long.html")
    last = page.locator(".issue").last.get_attribute("id")
    page.goto((files / "long.html").as_uri() + f"#{last}")
    page.reload()
    assert page.locator(".issue.now").get_attribute("id") == last
    box = page.locator(".issue.now").bounding_box()
    assert 60 < box["y"] < 880


def test_decisions_stay_in_the_browser_and_are_exported(open_page: Any, tmp_path: Path) -> None:
    page = open_page(accept_downloads=True)
    page.locator(".issue.critical").click()
    page.keyboard.press("w")
    page.locator("#waive input[value=accepted]").check()
    page.locator("#reason").fill('the "treaty" says so\\')
    page.locator("#waive .signed input").fill("reader@example.org")
    page.keyboard.press("Enter")
    assert page.locator(".issue.critical .st").inner_text() == "已豁免"
    assert page.locator(".chip.critical b").inner_text() == "0"
    page.keyboard.press("f")
    page.locator("#toast", has_text="已标记").wait_for()
    page.reload()
    assert "treaty" in page.locator(".issue.critical .reason").inner_text()
    assert page.locator(".chip.critical b").inner_text() == "0"
    assert page.locator('.issue[data-status="fixed"]').count() == 1
    with page.expect_download() as waiting:
        page.locator("#export").click()
    waiting.value.save_as(tmp_path / "review.toml")
    issue = page.locator(".issue.critical").get_attribute("id").removeprefix("i-")
    (waiver,) = read_decisions(tmp_path / "review.toml").waivers
    assert (waiver.issue, waiver.kind, waiver.reason) == (issue, "accepted", 'the "treaty" says so\\')
    assert (waiver.by, waiver.check, waiver.text) == ("reader@example.org", "numbers", "2亿欧元")
    assert waiver.date
    page.locator(".issue.critical").click()
    page.keyboard.press("u")
    assert page.locator(".issue.critical .st").count() == 0
    assert page.locator(".chip.critical b").inner_text() == "1"
    assert not page.locator("#export").is_visible()


def test_a_decision_can_be_undone_and_alike_ones_are_taken_together(open_page: Any) -> None:
    page = open_page("long.html")
    total = page.locator(".issue").count()
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.keyboard.type("so")
    page.keyboard.press("Enter")
    assert page.locator(".issue.settled").count() == 1
    page.locator("#toast button").click()
    assert page.locator(".issue.settled").count() == 0
    assert page.locator("#shown").inner_text() == f"显示 {total} / {total} 个问题"


def test_a_bead_is_corrected_and_exported(open_page: Any, tmp_path: Path) -> None:
    page = open_page(accept_downloads=True)
    page.locator(".seg", has_text="Ministers of the member countries").click()
    page.keyboard.press("b")
    page.locator(".group.chosen").get_by_label("与下一组合并").click()
    page.locator("#align .go").click()
    with page.expect_download() as waiting:
        page.locator("#export").click()
    waiting.value.save_as(tmp_path / "review.toml")
    (bead,) = read_decisions(tmp_path / "review.toml").beads
    assert (bead.source, bead.target) == (("en.md#e8", "en.md#e9"), ("zh-Hans.md#z8", "zh-Hans.md#z9"))


def test_without_a_script_the_page_reads(open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    assert not page.locator(".tools").is_visible()
    assert page.locator(".issue:visible").count() == 6
    text = page.locator(".issue.critical").inner_text()
    assert "应为2万欧元" in text
    assert "expected 2万欧元" in text
    assert page.locator(".seg:visible").count() > 10
    page.locator(".issue.critical .why").click()
    assert page.locator("#check-numbers").is_visible()


@pytest.mark.parametrize("name", ["report.html", "index.html", "long.html"])
@pytest.mark.parametrize("width", [360, 500, 768, 1280, 1920])
def test_no_page_is_wider_than_its_window(open_page: Any, name: str, width: int) -> None:
    page = open_page(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name != "index.html":  # and no part of the bar that stays is cut
        for locator in page.locator(".bar button:visible, .bar select:visible, .bar input:visible").all():
            box = locator.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_it_prints_whole(open_page: Any) -> None:
    page = open_page("long.html")
    page.emulate_media(media="print")
    assert not page.locator(".tools").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.chunk')).contentVisibility") == "visible"
    assert page.pdf()[:5] == b"%PDF-"
    block = page.locator(".block", has=page.locator(".issue")).first
    assert block.locator(".cards").bounding_box()["y"] >= block.locator(".tgt").last.bounding_box()["y"] + 1  # nothing spans a page's end


@needs_axe
@screens
@pytest.mark.parametrize("name", ["report.html", "index.html"])
def test_axe_finds_nothing(open_page: Any, scheme: str, name: str, width: int) -> None:
    page = open_page(name, width, color_scheme=scheme, bypass_csp=True)
    states: list[Any] = [lambda: None]
    if name == "report.html":
        if width < 640:
            states.append(lambda: page.locator("#filters").click())
        states += [lambda: page.keyboard.press("j"), lambda: page.keyboard.press("l"), lambda: page.keyboard.press("c")]
        states += [lambda: page.locator(".chip.minor").click(), lambda: page.keyboard.press("Escape"), lambda: page.keyboard.press("j")]
        states += [lambda: page.keyboard.press("w"), lambda: (page.locator("#reason").fill("so"), page.keyboard.press("Enter"))]
        states += [lambda: page.keyboard.press("f"), lambda: page.keyboard.press("n"), lambda: page.keyboard.press("b")]
        states += [lambda: page.keyboard.press("Escape"), lambda: page.keyboard.press("?")]
    for n, state in enumerate(states):
        state()
        assert axe(page) == [], f"state {n}"
