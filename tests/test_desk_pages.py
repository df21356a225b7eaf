"""Sit at the desk in Chromium and do what an editor does all day: waive, edit, tie, sign off, and see what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.model import Severity
from pipeline.read import read_decisions
from tests.browsers import axe, browser, in_browser, needs_axe, screens
from tests.desks import CHINESE, ENGLISH, desk, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]
pytestmark = in_browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sources" / "fees"


@pytest.fixture
def sit(browser: Browser, tmp_path: Path, folder: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the desk in a browser of its own; all browsers sit at one desk."""
    contexts: list[Any] = []
    errors: list[str] = []
    with opened(desk(tmp_path)) as address:

        def open_(width: int = 1280, locale: str = "zh-CN", **options: Any) -> Page:
            context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, **options)
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("request", lambda request: None if request.url.startswith(address) else errors.append(request.url))
            page.goto(address)
            return page

        yield open_
        for context in contexts:
            context.close()
    assert errors == [], "an error in the page, or a request that leaves the desk"


def told(page: Page, words: str) -> None:
    page.locator("#toast", has_text=words).wait_for(timeout=10_000)


def waive(page: Page, issue: str, reason: str) -> None:
    page.locator(issue).click()
    page.keyboard.press("w")
    page.keyboard.type(reason)
    page.keyboard.press("Enter")


def text(folder: Path) -> str:
    return (folder / "zh-Hans.md").read_text(encoding="utf-8")


def test_the_editor_waives_and_it_is_gone_after_a_reload(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    page.keyboard.press("j")
    page.keyboard.press("w")
    page.locator("#waive input[value=accepted]").check()
    page.keyboard.press("Tab")
    page.keyboard.type("协定如此")
    page.keyboard.press("Enter")
    told(page, "已豁免")
    (waiver,) = read_decisions(folder / "review.toml").waivers
    assert (waiver.kind, waiver.reason, waiver.by) == ("accepted", "协定如此", "editor@example.org")
    # the next open issue is at hand, and the counts are new
    assert page.locator(".issue.now").get_attribute("data-severity") == "major"
    assert page.locator(".chip.critical b").inner_text() == "0"
    page.reload()
    assert page.locator(".issue.critical .st").inner_text() == "已豁免"
    assert "协定如此" in page.locator(".issue.critical .reason").inner_text()
    page.locator(".issue.critical").click()
    page.keyboard.press("u")
    told(page, "已撤销豁免")
    assert read_decisions(folder / "review.toml").waivers == ()
    assert page.locator(".chip.critical b").inner_text() == "1"


def test_a_waiver_can_be_undone_at_once(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    waive(page, ".issue.critical", "so")
    told(page, "已豁免")
    page.locator("#toast button").click()
    told(page, "已撤销豁免")
    assert read_decisions(folder / "review.toml").waivers == ()


def test_a_waiver_without_a_reason_is_not_taken(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    waive(page, ".issue.critical", "  ")
    assert page.locator("#waive").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#waive").is_visible()
    assert not (folder / "review.toml").exists()


def test_the_editor_mends_a_sentence_and_the_issue_is_gone(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    page.locator(".issue.major").click()
    page.keyboard.press("e")
    area = page.locator(".edit textarea")
    assert area.input_value() == "秘书处负责账目，并发布16份报告。"
    area.fill("秘书处负责账目，并发布15份报告。")
    page.keyboard.press("Enter")
    told(page, "消除 1 条")
    assert text(folder) == CHINESE.replace("16份", "15份")
    assert page.locator(".issue").count() == 1
    assert page.locator(".seg", has_text="并发布15份报告").locator("b").inner_text() == "账目"
    page.locator("#toast button").click()
    told(page, "新增 1 条")
    assert text(folder) == CHINESE


def test_escape_leaves_the_sentence_as_it_was(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    page.locator(".tgt .seg", has_text="巴黎").dblclick()
    page.locator(".edit textarea").fill("别的")
    page.keyboard.press("Escape")
    assert page.locator(".edit").count() == 0
    assert page.locator(".tgt .seg", has_text="巴黎").is_visible()
    assert text(folder) == CHINESE


def test_what_cannot_be_edited_is_refused_and_the_draft_stays(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    page.locator(".tgt .seg", has_text="秘书处").dblclick()
    page.locator(".edit textarea").fill(" ")
    page.keyboard.press("Enter")
    told(page, "不能清空")
    assert page.locator(".edit textarea").is_visible()
    assert text(folder) == CHINESE


def test_fixed_elsewhere_is_looked_at_again(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    page.locator(".issue.critical").click()
    page.keyboard.press("f")
    told(page, "仍在")
    (folder / "zh-Hans.md").write_text(CHINESE.replace("2亿", "2万"), encoding="utf-8")
    page.locator(".issue.critical").wait_for(state="detached", timeout=10_000)  # the desk notices by itself
    told(page, "已在别处改动")
    assert page.locator(".tgt .seg", has_text="2万欧元").is_visible()


def passage(page: Page, words: str) -> None:
    page.locator(".tgt .seg", has_text=words).click()
    page.keyboard.press("b")
    page.locator("#align").wait_for()


def test_the_editor_merges_splits_and_moves_beads(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    passage(page, "巴黎")
    page.locator(".group.chosen").get_by_label("与下一组合并").click()
    page.locator("#align .go").click()
    told(page, "对齐已确认")
    row = page.locator(".row", has=page.locator(".seg", has_text="巴黎"))
    assert row.locator(".tgt .seg").all_inner_texts() == ["理事会在巴黎开会。", "秘书处负责账目，并发布16份报告。"]
    assert row.locator(".remark", has_text="对齐已确认").count() == 1
    (bead,) = read_decisions(folder / "review.toml").beads
    assert (bead.source, bead.target) == (("en.md#p2", "en.md#p3"), ("zh-Hans.md#p2", "zh-Hans.md#p3"))
    assert bead.by == "editor@example.org"
    passage(page, "巴黎")
    page.locator(".group.chosen").get_by_label("拆分").click()
    page.locator("#align .go").click()
    page.locator(".remark").nth(1).wait_for()
    assert [b.target for b in read_decisions(folder / "review.toml").beads] == [("zh-Hans.md#p2",), ("zh-Hans.md#p3",)]
    passage(page, "巴黎")
    page.locator(".group.chosen .target").get_by_label("移到下一组").click()
    page.locator("#align .go").click()
    page.locator(".tgt .void").wait_for()
    beads = read_decisions(folder / "review.toml").beads
    assert {(b.source, b.target) for b in beads} == {(("en.md#p2",), ()), (("en.md#p3",), ("zh-Hans.md#p2", "zh-Hans.md#p3"))}
    page.reload()
    assert page.locator(".tgt .void").count() == 1


def test_a_sentence_is_carried_far(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    passage(page, "缴纳")
    page.locator(".group.chosen .target").get_by_label("移到别处").click()
    passage(page, "12个席位")
    page.get_by_label("放在这里").click()
    page.locator("#align .go").click()
    told(page, "对齐已确认")
    beads = read_decisions(folder / "review.toml").beads
    assert {(b.source, b.target) for b in beads} == {(("en.md#p1",), ()), (("en.md#p5",), ("zh-Hans.md#p1", "zh-Hans.md#p5"))}


def test_the_editor_signs_off_and_a_later_change_shows(sit: Callable[..., Page], folder: Path) -> None:
    page = sit()
    page.locator("[data-do=sign-off]").click()
    assert page.locator("#sign .go").is_disabled()
    page.keyboard.press("Escape")
    (folder / "zh-Hans.md").write_text(CHINESE.replace("2亿", "2万").replace("16", "15"), encoding="utf-8")
    page.locator(".clear:visible").wait_for(timeout=10_000)
    page.locator("[data-do=sign-off]").click()
    page.locator("#sign .go").click()
    told(page, "已审定")
    assert page.locator(".state.approved").is_visible()
    signed = read_decisions(folder / "review.toml").sign_off
    assert signed is not None
    assert signed.by == "editor@example.org"
    assert page.locator(".shifts").count() == 0
    original = folder / "en.md"
    original.write_text(original.read_text(encoding="utf-8").replace("12 seats", "14 seats"), encoding="utf-8")
    page.locator(".shifts").wait_for(timeout=10_000)
    assert not page.locator(".state.approved").is_visible()
    # the list says what became of it and how gravely, the passage is marked, and one key leads there
    assert page.locator(".shifts li del").all_inner_texts() == ["12"]
    assert page.locator(".shifts li ins").all_inner_texts() == ["14"]
    assert page.locator(".shifts .weight").inner_text() == "数字"
    assert "理事会设12个席位。" in page.locator(".shifts .old").inner_text()
    page.keyboard.press("s")
    assert page.locator(".row.here.stale .tgt .seg").inner_text() == "理事会设12个席位。"
    page.keyboard.press("e")
    page.locator(".edit textarea").fill("理事会设14个席位。")
    page.keyboard.press("Enter")
    told(page, "已保存")
    page.locator(".row.stale").wait_for(state="detached")
    page.locator("[data-do=sign-off]").click()
    page.locator("#sign .go").click()
    page.locator(".shifts").wait_for(state="detached", timeout=10_000)
    assert page.locator(".state.approved").is_visible()


def test_of_two_browsers_the_second_is_told_and_overwrites_nothing(sit: Callable[..., Page], folder: Path) -> None:
    first, second = sit(), sit()
    second.evaluate("setInterval = null")
    second.locator(".issue.critical").click()
    second.keyboard.press("w")
    second.keyboard.type("second")
    waive(first, ".issue.critical", "first")
    told(first, "已豁免")
    second.keyboard.press("Enter")
    told(second, "已被改动")
    assert second.locator("#reason").input_value() == "second"  # what was typed is not lost
    assert [w.reason for w in read_decisions(folder / "review.toml").waivers] == ["first"]
    second.keyboard.press("Escape")
    assert "first" in second.locator(".issue.critical .reason").inner_text()


def test_a_sentence_that_two_edit_keeps_both_wordings(sit: Callable[..., Page], folder: Path) -> None:
    first, second = sit(), sit()
    for page in (first, second):
        page.locator(".tgt .seg", has_text="席位").dblclick()
    first.locator(".edit textarea").fill("理事会共设12个席位。")
    first.keyboard.press("Enter")
    told(first, "已保存")
    second.locator(".edit textarea").fill("理事会设有12个席位。")
    second.keyboard.press("Enter")
    told(second, "已被改动")
    assert "理事会共设12个席位。" in text(folder)
    assert second.locator(".edit textarea").input_value() == "理事会设有12个席位。"
    second.keyboard.press("Enter")  # seen and meant
    told(second, "已保存")
    assert "理事会设有12个席位。" in text(folder)


def test_filters_and_place_outlast_a_decision(sit: Callable[..., Page]) -> None:
    page = sit()
    page.locator("#by-check").select_option("numbers")
    page.locator("#only").check()
    waive(page, ".issue.critical", "so")
    told(page, "已豁免")
    assert page.locator("#by-check").input_value() == "numbers"
    assert page.locator("#only").is_checked()
    assert page.locator(".seg:visible", has_text="席位").count() == 0


def test_the_desk_speaks_english(sit: Callable[..., Page]) -> None:
    page = sit(locale="en-SG")
    waive(page, ".issue.critical", "so")
    told(page, "waived")
    assert page.locator(".issue.critical .st").inner_text() == "waived"


@needs_axe
@screens
def test_axe_finds_nothing_at_the_desk(sit: Callable[..., Page], folder: Path, scheme: str, width: int) -> None:
    page = sit(width, color_scheme=scheme, bypass_csp=True)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)  # type: ignore[arg-type]

    def waiving() -> None:
        page.keyboard.press("w")

    def waived() -> None:
        page.keyboard.type("so")
        page.keyboard.press("Enter")
        told(page, "已豁免")

    def edited() -> None:
        page.locator(".edit textarea").fill("秘书处负责账目，并发布15份报告。")
        page.keyboard.press("Enter")
        told(page, "消除")

    def aligning() -> None:
        page.keyboard.press("n")
        page.keyboard.press("b")

    def signing() -> None:
        page.keyboard.press("Escape")
        page.locator("[data-do=sign-off]").click()

    def signed() -> None:
        page.locator("#sign .go").click()
        told(page, "已审定")

    assert axe(page) == [], "as opened"
    page.keyboard.press("j")
    assert axe(page) == [], "at an issue"
    for state in (waiving, waived, lambda: page.keyboard.press("e"), edited, aligning, signing, signed):
        state()
        assert axe(page) == [], state


@needs_axe
@screens
def test_axe_finds_nothing_of_a_second_name_and_what_is_stale(browser: Browser, tmp_path: Path, scheme: str, width: int) -> None:
    made = desk(tmp_path)
    made.house = replace(made.house, settings=replace(made.house.settings, second=Severity.CRITICAL))
    work = made.works["fees"].folder
    day = "2026-01-02,1.0,2,1,0,0,0,70.5,12,0.004"
    head = "date,version,critical,major,minor,neutral,waived,mqm,calibrated,gbt19682"
    (work / "history.csv").write_text(f"{head}\n{day}\n", encoding="utf-8")
    with opened(made) as address:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", bypass_csp=True, reduced_motion="reduce")
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address)
        page.locator("#scores table").wait_for()
        page.locator(".issue.critical").click()
        page.keyboard.press("w")
        page.keyboard.type("so")
        assert page.locator("#second").is_visible()
        assert axe(page) == [], "a second name is asked for"
        page.keyboard.press("Enter")
        told(page, "须由第二人署名")
        page.locator(".notices li").wait_for()
        assert axe(page) == [], "a second name is waited for"
        page.keyboard.press("w")
        page.keyboard.type("so")
        page.locator("#second input").fill("reader@example.org")
        page.keyboard.press("Enter")
        told(page, "已豁免")
        page.locator(".issue.major.now").wait_for()
        page.keyboard.press("w")
        page.keyboard.type("so")
        page.keyboard.press("Enter")
        page.locator(".issue.major.settled").wait_for()
        page.locator("[data-do=sign-off]").click()
        page.locator("#sign .go").click()
        told(page, "已审定")
        (work / "en.md").write_text(ENGLISH.replace("12 seats", "14 seats").replace("in Paris", "in Paris each year"), encoding="utf-8")
        page.locator(".row.stale").first.wait_for(timeout=10_000)
        assert axe(page) == [], "an original has changed"
        page.keyboard.press("s")
        assert axe(page) == [], "at a stale passage"
        (work / "review.toml").write_text("[[waiver]\n", encoding="utf-8")
        page.locator("#elsewhere", has_text="review.toml").wait_for(timeout=10_000)
        assert axe(page) == [], "the files cannot be read"
        page.reload()
        assert "review.toml" in page.locator(".error").first.inner_text()
        assert axe(page) == [], "opened on files that cannot be read"
        context.close()
