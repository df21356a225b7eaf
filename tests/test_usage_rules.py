"""Hold what all rules of usage share: they see prose only, point inside the text, and their corrections are final."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import check_pairs, checks, run
from pipeline.language.mask import HIDDEN, hide
from pipeline.language.pairs import Side
from pipeline.model import Bead, Bitext, Collation, Document, Glossary, Issue, Place, Segment, Settings

USAGE = ["punctuation", "quotes", "numerals", "script", "regional-words"]
WORDS = [
    "成员",
    "每年",
    "会议",
    "OECD",
    "`a,b`",
    "https://example.org/a,b",
    "12",
    "3.5%",
    "《数据法》",
    "數據",
    "软体",
    "4千",
    "几10",
    "15～30%",
]
MARKS = ["，", "。", "、", ",", ".", ";", ":", "?", '"', "“", "”", "（", "）", " - ", "--", "...", "等", "和", "首先、", " "]
PIECES = st.sampled_from([*WORDS, *MARKS])


def corrected(text: str) -> str:
    """Apply every suggestion once, from the end, as `fix` does."""
    issues = [i for i in check_pairs([("", text)], encoder=None, only=USAGE)[0] if i.suggestion is not None and i.target]
    last = len(text)
    for issue in sorted(issues, key=lambda i: (-(i.target.end if i.target else 0), i.check)):
        place = issue.target
        if place and place.end <= last:
            text, last = text[: place.start] + str(issue.suggestion) + text[place.end :], place.start
    return text


@settings(deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_corrections_settle(text: str) -> None:
    seen = [text]
    while (after := corrected(seen[-1])) != seen[-1]:
        seen.append(after)
        assert len(seen) < 8, seen


@settings(deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_code_and_addresses_stay(text: str) -> None:
    after = corrected(text)
    for kept in ("`a,b`", "https://example.org/a,b"):
        assert after.count(kept) >= text.count(kept) or text.count("`") % 2


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_hiding_keeps_offsets(text: str) -> None:
    hidden = hide(text)
    assert len(hidden) == len(text)
    assert all(b in (a, HIDDEN) for a, b in zip(text, hidden, strict=True))


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet='a,，.。 （(）)“"”的和一5', max_size=40), st.text(alphabet="a b.,not", max_size=40))
def test_places_lie_inside(zh: str, en: str) -> None:
    for issue in check_pairs([(en, zh)], encoder=None)[0]:
        for place in (issue.source, issue.target):
            assert place is None or 0 <= place.start <= place.end <= len(place.segment.text)


def test_a_side_knows_its_places() -> None:
    one, two = Segment("1", "zh", "甲乙。丙丁。"), Segment("2", "zh", "戊己。")
    side = Side((Place(one, 0, 3), Place(one, 3, 6), Place(two, 0, 3)), "")
    assert side.text == "甲乙。丙丁。戊己。"
    assert side.place(4, 6) == Place(one, 4, 6)
    assert side.place(7) == Place(two, 1, 3)
    assert side.place(1, 9) == Place(one, 1, 6), "cut at the end of its segment"


@pytest.mark.parametrize("name", USAGE)
def test_usage_speaks_of_the_translation_only(name: str) -> None:
    assert name in checks()
    issues: list[Issue] = check_pairs([("He said 「good」, 數據, 4千.", "好。")], encoder=None, only=[name])[0]
    assert issues == []


REGIONAL = [
    ("zh-Hant-TW", "請下載軟件。", ["軟體"]),
    ("zh-Hant-TW", "人工智慧與演算法治理", []),  # 算法 inside 演算法
    ("zh-Hant-TW", "這個視頻介紹如何打印文檔。", ["影片", "列印", "文件"]),
    ("zh-Hant-TW", "他手打拍子，境內存在風險。", []),
    ("zh-Hant-HK", "保護個人隱私，下載軟體。", ["私隱", "軟件"]),
    ("zh-Hant-HK", "下載軟件，保護私隱。", []),
    ("zh-Hans", "请下载软体，使用资讯科技。", ["软件", "信息技术"]),
    ("zh-Hans", "某个资源由资讯科技署管理。", []),
    ("zh-Hans-SG", "资讯科技推动发展。", []),
]


@pytest.mark.parametrize(("locale", "text", "right"), REGIONAL)
def test_words_of_another_region(locale: str, text: str, right: list[str]) -> None:
    assert [i.suggestion for i in found("regional-words", locale, text)] == right


SCRIPTS = [
    ("zh-Hant-TW", "皇后與太后，公里與鄰里，干擾與若干，餅乾，茶几，北斗星", []),
    ("zh-Hant-TW", "會議之后，在這里，面條，復制文件與制造商", ["後", "裡", "麵", "製", "製"]),
    ("zh-Hant-TW", "上面條件、方面包括、表面積、前面的示例", []),
    ("zh-Hant-HK", "用户脱離，着重税務", []),
    ("zh-Hans", "皇后、公里、乾坤、著作权", []),
    ("zh-Hans", "在這里举行", ["这"]),
]


@pytest.mark.parametrize(("locale", "text", "right"), SCRIPTS)
def test_characters_of_the_other_script(locale: str, text: str, right: list[str]) -> None:
    assert [i.suggestion for i in found("script", locale, text)] == right


def found(check: str, locale: str, text: str) -> tuple[Issue, ...]:
    segment = Segment("p1", "zh.md", text)
    document = Document("zh.md", locale, "", (segment,))
    return run(Collation(Bitext((), document, (Bead("1", (), (segment,)),)), Glossary(), Settings()), only=[check])


@pytest.mark.parametrize(
    ("check", "locale", "text", "told"),
    [
        ("punctuation", "zh-Hant-TW", "1、總則", False),
        ("punctuation", "zh-Hans", "1、总则", True),
        ("punctuation", "zh-Hant-TW", "《甲法》、《乙法》均適用。", False),
        ("punctuation", "zh-Hans", "《甲法》、《乙法》均适用。", True),
        ("punctuation", "zh-Hant-TW", "他說,我們會來。", True),
        ("numerals", "zh-Hant-HK", "二零二四年發布。", False),
        ("numerals", "zh-Hans", "二零二四年发布。", True),
        ("numerals", "zh-Hant-HK", "有4千人參加。", True),
    ],
)
def test_rules_of_a_region(check: str, locale: str, text: str, told: bool) -> None:
    assert bool(found(check, locale, text)) is told
