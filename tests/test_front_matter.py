"""Front matter of a work: the originals' addresses, the disclaimer, the date of what is true to date, in every script."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.align import align
from pipeline.checks import run
from pipeline.model import Collation, Decisions, Glossary, Settings
from pipeline.read import read_work

TOML = """title = {{ en = "A", zh-Hans = "甲" }}
{more}
[[original]]
path = "en.md"
{one}
[[original]]
path = "en-more.md"
{two}
[translation]
path = "{name}"
"""
ONE, TWO = 'url = "https://example.org/a"', 'url = "https://example.org/b/"'


def messages(folder: Path, text: str, *, one: str = ONE, two: str = TWO, more: str = "", name: str = "zh-Hans.md") -> list[str]:
    """Return what the check says of a work with two originals and this translation."""
    (folder / "en.md").write_text("# A\n\nTo date it has ten members.\n", encoding="utf-8")
    (folder / "en-more.md").write_text("# B\n\nIt meets.\n", encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "work.toml").write_text(TOML.format(more=more, one=one, two=two, name=name), encoding="utf-8")
    work, settings = read_work(folder), Settings(encoder="lexical")
    bitext = align(work, Glossary(), settings, Decisions())
    return [i.message.en for i in run(Collation(bitext, Glossary(), settings, work), only=["disclaimer"])]


FRONT = "# 甲\n\n中文翻译版，仅供参考，以英文原文为准。\n\n原文：<https://example.org/a>、<http://www.example.org/b>\n\n"
BODY = "截至2026年10月，它有十个成员。\n\n# 乙\n\n它举行会议。\n"
HANT = "# 甲\n\n中文翻譯版，僅供參考，以英文原文為準。\n\n原文：<https://example.org/a>、<https://example.org/b>\n\n"


def test_nothing_is_said_of_what_is_whole(tmp_path: Path) -> None:
    assert messages(tmp_path, FRONT + BODY) == []


@pytest.mark.parametrize("wrong", ["", "、<https://example.org/c>", "、<https://example.com/b>"])
def test_an_address_that_lacks_or_is_wrong(tmp_path: Path, wrong: str) -> None:
    text = FRONT.replace("、<http://www.example.org/b>", wrong) + BODY
    assert messages(tmp_path, text) == ["the front matter does not give the address https://example.org/b/"]


def test_an_original_without_an_address_beside_one_that_has_it(tmp_path: Path) -> None:
    bare = "# 甲\n\n中文翻译版，仅供参考，以英文原文为准。\n\n"
    assert messages(tmp_path, bare + BODY, two="") == ["no address of the original en-more.md is given"]
    assert messages(tmp_path, bare + BODY, one="", two="") == []


@pytest.mark.parametrize("phrase", ["截至目前", "迄今", "到目前为止", "截止今日"])
def test_what_is_true_to_date_needs_a_date(tmp_path: Path, phrase: str) -> None:
    text = FRONT + BODY.replace("截至2026年10月", phrase)
    (said,) = messages(tmp_path, text)
    assert said.startswith(phrase)
    assert messages(tmp_path, text, more="date = 2026-10-01") == []


def test_no_disclaimer_anywhere(tmp_path: Path) -> None:
    text = FRONT.replace("中文翻译版，仅供参考，以英文原文为准。\n\n", "") + BODY
    assert messages(tmp_path, text, more='disclaimer = ""') == ["no disclaimer says that this is a translation and which text binds"]
    assert messages(tmp_path, text) == []  # the usual one is printed


def test_traditional_characters(tmp_path: Path) -> None:
    body = BODY.replace("截至2026年10月", "截至目前").replace("个", "個").replace("员", "員").replace("举行会议", "舉行會議")
    (said,) = messages(tmp_path, HANT + body, more='disclaimer = ""', name="zh-Hant-TW.md")
    assert said.startswith("截至目前")
