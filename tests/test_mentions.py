"""Hold what is read from a text: kinds, values, units, bounds and spans, and that no text can choke the reader."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.checks import check_pairs
from pipeline.mentions import mentions
from pipeline.mentions.compare import compare
from pipeline.mentions.identifiers import identifiers
from pipeline.mentions.numerals_en import numerals as english
from pipeline.mentions.numerals_zh import evaluate
from pipeline.mentions.numerals_zh import numerals as chinese
from pipeline.mentions.tables import Phrases, either

# text, locale, (kind, value, unit, bound) of each mention
STATED: list[tuple[str, str, list[tuple[str, object, str, str]]]] = [
    ("EUR 20,000", "en", [("quantity", 20000, "EUR", "exact")]),
    ("14:00 CET", "en", [("date", "T14:00+01:00", "", "exact")]),
    ("9 a.m. (UTC+8)", "en", [("date", "T09:00+08:00", "", "exact")]),
    ("北京时间上午9时", "zh-Hans", [("date", "T09:00+08:00", "", "exact")]),
    ("协调世界时02:00至04:30", "zh-Hans", [("date", "T02:00Z", "", "exact"), ("date", "T04:30Z", "", "exact")]),
    ("half past seven in the evening", "en", [("date", "T19:30", "", "exact")]),
    ("may not be less than 5 members", "en", [("quantity", 5, "", "at-least")]),
    ("不得低于5人", "zh-Hans", [("quantity", 5, "", "at-least")]),
    ("至迟5日", "zh-Hans", [("date", "XXXX-XX-05", "", "exact")]),
    ("20世纪七八十年代", "zh-Hans", [("date", "197X", "", "exact"), ("date", "198X", "", "exact")]),
    ("上涨了两倍", "zh-Hans", [("quantity", 3, "times", "exact")]),
    ("第26D条", "zh-Hans", [("reference", "article:26D", "", "exact")]),
    ("EUR 35 000 000", "en", [("quantity", 35000000, "EUR", "exact")]),
    ("a fine of £125m", "en", [("quantity", 125000000, "GBP", "exact")]),
    ("2万欧元", "zh-Hans", [("quantity", 20000, "EUR", "exact")]),
    ("新台币3.5億元", "zh-Hant-TW", [("quantity", 350000000, "TWD", "exact")]),
    ("more than 500 experts", "en", [("quantity", 500, "", "more-than")]),
    ("500多名专家", "zh-Hans", [("quantity", 500, "", "more-than")]),
    ("至少六个月", "zh-Hans", [("duration", 6, "month", "at-least")]),
    ("不超过7%", "zh-Hans", [("quantity", 7, "%", "at-most")]),
    ("近三千人", "zh-Hans", [("quantity", 3000, "", "less-than")]),
    ("dozens of countries", "en", [("quantity", 10, "", "about")]),
    ("十几个国家", "zh-Hans", [("quantity", 10, "", "about")]),
    ("七成", "zh-Hans", [("quantity", 70, "%", "exact")]),
    ("千分之三", "zh-Hans", [("quantity", Fraction(3, 10), "%", "exact")]),
    ("3 per thousand", "en", [("quantity", Fraction(3, 10), "%", "exact")]),
    ("三分之二", "zh-Hans", [("quantity", Fraction(2, 3), "", "exact")]),
    ("two thirds", "en", [("quantity", Fraction(2, 3), "", "exact")]),
    ("1 234.5 km", "en", [("quantity", Fraction(2469, 2), "kilometer", "exact")]),
    ("1.234.567,5 km", "en", [("quantity", Fraction(2469135, 2), "kilometer", "exact")]),
    ("between 2 and 3 million people", "en", [("quantity", 2000000, "", "exact"), ("quantity", 3000000, "", "exact")]),
    ("EUR 3 to 5 billion", "en", [("quantity", 3 * 10**9, "EUR", "exact"), ("quantity", 5 * 10**9, "EUR", "exact")]),
    ("3至5亿元", "zh-Hans", [("quantity", 3 * 10**8, "CNY", "exact"), ("quantity", 5 * 10**8, "CNY", "exact")]),
    ("63%-68%", "en", [("quantity", 63, "%", "exact"), ("quantity", 68, "%", "exact")]),
    ("数百名专家", "zh-Hans", [("quantity", 100, "", "about")]),
    ("tens of billions of dollars", "en", [("quantity", 10**10, "USD", "about")]),
    ("one in five people", "en", [("quantity", Fraction(1, 5), "", "exact")]),
    ("20名以上代表", "zh-Hans", [("quantity", 20, "", "at-least")]),
    ("近一半", "zh-Hans", [("quantity", Fraction(1, 2), "", "less-than")]),
    ("零下5度", "zh-Hans", [("quantity", -5, "celsius", "exact")]),
    ("一年两次", "zh-Hans", [("quantity", 2, "per-year", "exact")]),
    ("每两年一次", "zh-Hans", [("quantity", Fraction(1, 2), "per-year", "exact")]),
    ("首次", "zh-Hans", [("ordinal", 1, "", "exact")]),
    ("Chapters II and III", "en", [("reference", "chapter:2", "", "exact"), ("reference", "chapter:3", "", "exact")]),
    ("paragraph 3 of Article 7", "en", [("reference", "article:7/3", "", "exact")]),
    ("point (b) of Article 6(1)", "en", [("reference", "article:6/1/b", "", "exact")]),
    ("第十至十五条", "zh-Hans", [("reference", "article:10", "", "exact"), ("reference", "article:15", "", "exact")]),
    ("2023财年", "zh-Hans", [("date", "2023", "", "exact")]),
    ("2023/24学年", "zh-Hans", [("date", "2023/2024", "", "exact")]),
    ("2024年7月3日14时", "zh-Hans", [("date", "2024-07-03", "", "exact"), ("date", "T14:00", "", "exact")]),
    ("the nineties", "en", [("date", "199X", "", "exact")]),
    ("five billion and three quarters", "en", [("quantity", 5750000000, "", "exact")]),
    ("two million and three fifths", "en", [("quantity", 2600000, "", "exact")]),
    ("three twenty-firsts", "en", [("quantity", Fraction(1, 7), "", "exact")]),
    ("the twenty-first century", "en", [("date", "20XX", "", "exact")]),
    ("grew from 5 over 10 years", "en", [("quantity", 5, "", "exact"), ("duration", 10, "year", "more-than")]),
    ("one over three", "en", [("quantity", Fraction(1, 3), "", "exact")]),
    ("the penultimate paragraph", "en", [("ordinal", -2, "", "exact")]),
    ("倒数第二段", "zh-Hans", [("ordinal", -2, "", "exact")]),
    ("三周一次", "zh-Hans", [("duration", 3, "week", "exact")]),
    ("3.5个百分点", "zh-Hans", [("quantity", Fraction(7, 2), "percentage-point", "exact")]),
    ("twice a year", "en", [("quantity", 2, "per-year", "exact")]),
    ("每年召开两次", "zh-Hans", [("quantity", 2, "per-year", "exact")]),
    ("翻一番", "zh-Hans", [("quantity", 2, "times", "exact")]),
    ("增长了两倍", "zh-Hans", [("quantity", 3, "times", "exact")]),
    ("增长到三倍", "zh-Hans", [("quantity", 3, "times", "exact")]),
    ("half a year", "en", [("duration", 6, "month", "exact")]),
    ("半年后", "zh-Hans", [("duration", 6, "month", "exact")]),
    ("within 24 hours", "en", [("duration", 24, "hour", "exact")]),
    ("2.3千克", "zh-Hans", [("quantity", Fraction(23, 10), "kilogram", "exact")]),
    ("Article 21(3)(b)", "en", [("reference", "article:21/3/b", "", "exact")]),
    ("第二十一条第三款第二项", "zh-Hans", [("reference", "article:21/3/b", "", "exact")]),
    ("Chapter III", "en", [("reference", "chapter:3", "", "exact")]),
    ("附件四", "zh-Hans", [("reference", "annex:4", "", "exact")]),
    ("第三", "zh-Hans", [("ordinal", 3, "", "exact")]),
    ("15 June 2020", "en", [("date", "2020-06-15", "", "exact")]),
    ("June 15, 2020", "en", [("date", "2020-06-15", "", "exact")]),
    ("二〇二〇年六月十五日", "zh-Hans", [("date", "2020-06-15", "", "exact")]),
    ("民国109年6月15日", "zh-Hant-TW", [("date", "2020-06-15", "", "exact")]),
    ("3-4 July 2024", "en", [("date", "2024-07-03/2024-07-04", "", "exact")]),
    ("上世纪九十年代", "zh-Hans", [("date", "199X", "", "exact")]),
    ("the 1990s", "en", [("date", "199X", "", "exact")]),
    ("2024年上半年", "zh-Hans", [("date", "2024-40", "", "exact")]),
    ("2024年前三季度", "zh-Hans", [("date", "2024-33/2024-35", "", "exact")]),
    ("the first three quarters of 2024", "en", [("date", "2024-33/2024-35", "", "exact")]),
    ("the next three quarters", "en", [("duration", 3, "quarter", "exact")]),
    ("five consecutive years", "en", [("duration", 5, "year", "exact")]),
    ("令和5年", "zh-Hans", [("date", "2023", "", "exact")]),
    ("周五一名代表", "zh-Hans", [("date", "XXXX-WXX-5", "", "exact")]),
    ("on Friday, not Good Friday", "en", [("date", "XXXX-WXX-5", "", "exact")]),
    ("May last year", "en", [("date", "-P1Y-05", "", "exact")]),
    ("去年五月", "zh-Hans", [("date", "-P1Y-05", "", "exact")]),
    ("同年", "zh-Hans", [("date", "+P0Y", "", "exact")]),
    ("next week", "en", [("date", "+P1W", "", "exact")]),
    ("Q3 2024", "en", [("date", "2024-35", "", "exact")]),
    ("mid-2024", "en", [("date", "2024~", "", "exact")]),
    ("EUR 1 EUR 2", "en", [("quantity", 1, "EUR", "exact"), ("quantity", 2, "EUR", "exact")]),
    ("G7", "en", [("name", "G7", "", "exact")]),
    ("七国集团", "zh-Hans", [("name", "G7", "", "exact")]),
]

SILENT = [
    ("一旦发生，一般统一处理，进一步完善一系列措施", "zh-Hans"),
    ("千万不要，万一不行就十分麻烦", "zh-Hans"),
    ("唯一一组", "zh-Hans"),
    ("目前日本有不同年份、不同日期，以下周期和基本周期，每次日志，如今年轻人", "zh-Hans"),
    ("the last day of the holiday", "en"),
    ("Regulation 2024/1689, COM(2021) 206 final, resolution 78/265 and 24/7 support", "en"),
    ("两位数百分比", "zh-Hans"),
    ("in the quarter", "en"),
    ("在一个统一的框架下", "zh-Hans"),
    ("one of the members", "en"),
    ("on the one hand, no one knows", "en"),
    ("see `port 8080`, <b id=7> and https://example.org/2024/05", "en"),
    ("COVID-19, GPT-4, A/RES/78/265 and ISO/IEC 42001:2023", "en"),
]


@pytest.mark.parametrize(("text", "locale", "stated"), STATED)
def test_states(text: str, locale: str, stated: list[tuple[str, object, str, str]]) -> None:
    assert [(m.kind, m.value, m.unit, m.bound) for m in mentions(text, locale)] == stated


@pytest.mark.parametrize(("text", "locale"), SILENT)
def test_states_nothing(text: str, locale: str) -> None:
    assert [m for m in mentions(text, locale) if m.kind != "name"] == []


def test_span_holds_the_value() -> None:
    text = "会费为每年2万欧元。"
    (mention,) = mentions(text, "zh-Hans")
    assert text[slice(*mention.span)] == "2万欧元"


DIGITS = "零一二三四五六七八九"


def spelt(n: int) -> str:
    """Write a whole number below 10^12 in Chinese, to be read back."""
    if n == 0:
        return "零"
    out, gap = "", False
    for power, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, n = divmod(n, power)
        if part:
            if out and (gap or part < 1000):
                out += "零"
            out += _below_myriad(part) + unit
            gap = False
        elif out:
            gap = True
    return out


def _below_myriad(n: int) -> str:
    out, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, power)
        if digit:
            out += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif out:
            gap = bool(n)
    return out


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_hanzi_are_read_back(n: int) -> None:
    assert evaluate(spelt(n))[0] == n


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**15))
def test_separated_digits_are_read_back(n: int) -> None:
    assert [x.value for x in english(f"{n:,}")] == [n]
    assert [x.value for x in chinese(f"{n:,}")] == [n]


@settings(deadline=None)
@given(st.integers(min_value=13, max_value=10**11), st.integers(min_value=2, max_value=9))
def test_a_changed_amount_is_found_and_a_right_one_is_not(n: int, factor: int) -> None:
    assert compare((f"a budget of EUR {n:,}",), (f"{n}欧元的预算",)) == ()
    assert [d.what for d in compare((f"a budget of EUR {n:,}",), (f"{n * factor}欧元的预算",))] == ["changed"]


SCRAPS_LIST = [
    *["一", "二", "两", "十", "百", "千", "万", "亿", "零", "〇", "第", "年", "月", "日", "个", "多", "余", "几", "半", "点", "分"],
    *["之", "%", "％", "成", "倍", "元", "欧元", "上", "下", "约", "至少", "以上", "至", "到", "条", "款", "项", "附件", "每", "次"],
    *["1", "20", "2024", "3.5", "1,000", "0", ",", ".", "-", "/", ":", "(", ")", "e", "^", "$", "€", "£", "km"],
    *["GB", "s", "th", "st", "of", "and", "a", "one", "two", "twenty", "hundred", "million", "half", "third"],
    *["point", "in", "May", "June", "Article", "21", "G7", "Q3", "FY", "ISO", "`x1`", "<b>", "https://a.b/1"],
    *["&amp;", "{#i}", "more", "than", "at", "least", "per", "cent", "percent", "times", "year"],
]
SCRAPS = st.sampled_from(SCRAPS_LIST)


@settings(max_examples=400, deadline=None)
@example(scraps=["1", "€", "1"], joint="")
@example(scraps=["Q3", "June", "年"], joint=" ")
@given(st.lists(SCRAPS | st.text(max_size=3), max_size=30), st.sampled_from(["", " "]))
def test_any_text_is_read_in_order_without_overlap(scraps: list[str], joint: str) -> None:
    text = joint.join(scraps)
    for locale in ("en", "zh-Hans"):
        found = mentions(text, locale)
        assert all(0 <= m.span[0] < m.span[1] <= len(text) for m in found)
        assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(found))
    list(check_pairs([(text, text)], encoder=None, only=("numbers", "dates", "units", "bounds", "references")))


LONG = [
    *[
        "1",
        "1 ",
        "1,111",
        "1 111 ",
        "一",
        "亿",
        "十几",
        "两 ",
        "one ",
        "one hundred and ",
        "million ",
        "point ",
        "and a half ",
        "a-",
        "/1",
        "1-",
    ],
    *["1.1.", "2024 ", "May 1 ", "in ", "第一条", "第1款", "AB/", "](", "<a ", "{", "a@", "`1", "$", "> ", "零点", "分之", "1/2 ", "五"],
    *[", ", " ", "至少", "每年", "Article 1(1)"],
]


@pytest.mark.parametrize("scrap", LONG)
def test_long_repetitions_are_read(scrap: str) -> None:
    """A reader that is not linear would not come back from these: 20,000 characters of one scrap."""
    text = scrap * (20_000 // len(scrap))
    assert isinstance(mentions(text, "en"), list)
    assert isinstance(mentions(text, "zh-Hans"), list)


PHRASES = ["year", "years", "light years", "m/s", "Meters per second", "meters", "°C", "dot"]


@given(st.lists(st.sampled_from([*PHRASES, " ", "s", "per ", "2", "LIGHT ", "é"]), max_size=4).map("".join), st.integers(0, 3))
def test_phrases_are_found_as_a_pattern_finds_them(text: str, at: int) -> None:
    m = re.compile(rf"(?:{either(PHRASES)})(?![A-Za-z])", re.IGNORECASE).match(text, at)
    assert Phrases(PHRASES).at(text, at) == (m[0].lower() if m else "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See 5 of 2020 (12), 3.5 or 20 000.", []),
        ("ISO TR 24028 and ISO/IEC 42001:2023, 24/7", ["ISO TR 24028", "ISO/IEC 42001:2023", "24/7"]),
        ("COM(2021) 206 of 2021, 2024/1689", ["COM(2021) 206", "2024/1689"]),
        ("The 5G net, v1.26- and H100", ["5G", "v1.26", "H100"]),
        ("第5版和2024年的`x2`", ["x2"]),
    ],
)
def test_identifiers_stand_where_digits_touch_something(text: str, found: list[str]) -> None:
    assert [one for one, _ in identifiers(text)] == found


def test_pairs_are_checked_among_many_as_alone() -> None:
    pairs = [(f"It has {n} members and EUR {n},000.", f"它有{n + (n % 3 == 0)}名成员和{n}000欧元。") for n in range(20, 320)]
    checks = ("numbers", "bounds", "units")
    together = check_pairs(pairs, encoder=None, only=checks)
    assert [bool(issues) for issues in together] == [n % 3 == 0 for n in range(20, 320)]
    assert together[::29] == [check_pairs([pair], encoder=None, only=checks)[0] for pair in pairs[::29]]


def test_readers_load_when_a_text_is_read() -> None:
    """A build in which nothing has changed must not wait for their patterns."""
    code = "import sys, pipeline.mentions, pipeline.review; sys.exit('pipeline.mentions.english' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 0
