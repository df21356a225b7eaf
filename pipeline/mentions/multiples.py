"""Find what is counted in words without a plain numeral: twice a year, doubled, half a year; 翻一番, 一半, 半年, 每两年一次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ..model import Bound
from .bounding_en import bound_before
from .bounding_zh import bound_before as bound_before_zh
from .bounding_zh import bound_within
from .numerals_zh import evaluate
from .reading import HINT, PAIRED, STRONG, WEAK, Reading, lower, reading
from .tables import bounds, either, rows
from .tokens_en import cardinals, ordinals, standing

PERIOD = "second|minute|hour|day|week|month|quarter|year"
EVERY = r"(?:an?|per|each|every|in an?|in every)"
ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year"}
# twice a year, twice daily
TWICE = re.compile(rf"\b(?P<w>once|twice|thrice)(?:\s+(?:{EVERY}\s+(?P<u>{PERIOD})|(?P<often>{'|'.join(ADVERBS)})))?\b", re.IGNORECASE)
COUNTS = {"once": 1, "twice": 2, "thrice": 3}
HALF_EN = re.compile(
    r"(?<!and a )(?<!and )\bhalf(?:\s+an?|-an?|-| of an?)?\s?(?P<u>year|month|hour|day|century|decade)\b", re.IGNORECASE
)  # half a year
EACH = ("per ", "each ", "every ", " a ")  # per day, a week
COUNTED = ("times per ", "times each ", "times every ", "times a ", "once a ", "twice a ", "once every ", "twice every ")
LASTING = ("in a ", "within a ", "for a ", "after a ", "half a ")  # in a week is no rate
ON = (" and a half", " ago", " later", " earlier")
RATED = frozenset(["day", "week", "month", "quarter", "year"])
UNITS = frozenset(["second", "minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "decade", "century"])
_UNIT = "|".join(sorted(UNITS))
# in a week, a year ago, all day, the next fortnight, a couple of hours: one or two of a unit, which a numeral on the other side may say
ONE_UNIT = re.compile(
    rf"(?<!half )\b(?:(?:in|within|after) an? (?P<u>{_UNIT})\b|an? (?P<u2>{_UNIT}) (?:ago|later|earlier|before|after|from)\b"
    r"|all (?P<u3>day|week|month|year)\b|(?:the|the next|the last|next|last|past|coming|previous|an?|one) (?P<u4>fortnight)\b"
    rf"|couple (?:of )?(?P<two>{_UNIT})s\b)",
    re.IGNORECASE,
)
# a decade and a half
AND_HALF = re.compile(rf"\b(?:an?|the (?:last|past|next|first)|past|last|next|first)\s(?P<u>{_UNIT}) and a half\b", re.IGNORECASE)
BESIDE = frozenset(["in", "within", "after", "ago", "later", "earlier", "before", "from", "all", "couple"])
WORD = re.compile(r"[a-z]+")
UNITS_ZH = {
    "年": "year", "月": "month", "周": "week", "週": "week", "日": "day", "天": "day", "小时": "hour", "小時": "hour",
    "季度": "quarter", "季": "quarter", "星期": "week", "分钟": "minute", "秒": "second", "世纪": "century", "世紀": "century",
}  # fmt: skip
DOUBLED = re.compile(r"翻\s?了?\s?(?P<n>[一两二三四\d])?\s?(?:番|倍)|加倍|倍增")  # 翻一番
HALF_ZH = re.compile(
    r"(?P<b>[上下前后後])?半\s?[个個]?(?P<u>年|月|小时|小時|世纪|世紀|天|日)(?!节)|(?P<before>超过|超過|逾|将近|將近|接近|近|不到|不足|至少|约|約|大约)?(?:一半|半数|半數)(?P<after>以上|以下|左右|多)?|(?P<over>过半|過半)(?![百千])"
)  # 半年
AND_HALF_ZH = re.compile(r"(?P<n>[一两二三四五六七八九十]{1,3}|\d{1,3})\s?[个個]半(?P<u>月|小时|小時|世纪|世紀|星期)")  # 一个半世纪
WHOLE = re.compile(r"(?P<all>[百佰]\s?分\s?之\s?[百佰]|百分百)|(?P<five>半成)(?![立为功品熟])|(?<=打)对折")  # 百分之百
EVERY_ZH = re.compile(r"(?:每隔?)?(?P<n>[两二三四五六七八九十]|\d{1,2})\s?年[^，。；、]{0,4}?一[次届屆度](?!性)")  # 每两年一次, 两年一度
# 一年两次
A_UNIT_ZH = re.compile(
    r"(?<![第\d十百千万每])一\s?[个個]?(?P<u>年|月|周|週|天|日|季度)[^，。；、\d一二三四五六七八九十两]{0,4}(?P<n>[两二三四五六七八九十]|\d{1,2})\s?[次回](?!序)"
)
EVERY_EN = re.compile(
    r"\b(?:once (?:in )?)?every (?P<n>two|three|four|five|six|seven|eight|nine|ten|other|second|third|fourth|\d{1,2}) years?\b",
    re.IGNORECASE,
)  # every three years, once every other year


def _often(locale: str) -> dict[str, tuple[Fraction, str]]:
    return {r[1]: (Fraction(r[2]), r[3]) for r in rows("often.tsv") if r[0] == locale}


def _pattern_zh() -> re.Pattern[str]:
    every, plain = ([w for w in OFTEN_ZH if (w[0] in "每按") is each] for each in (True, False))
    lasting = r"[个個]?\s?[天月年日周次回届]|小时|季度|分钟"
    numeral = r"[一二三四五六七八九十两几\d]"
    counted = rf"{numeral}+\s?(?:{lasting})|[个個]?\s?[天月年日周]|[^，。；、]{{0,8}}(?!一){numeral}\s?[次回届]"  # 每两年, 每年召开两次
    named = r"一二三四五六七八九十两几个個上本下该每前\d年"  # 第一季度, 2024年度
    return re.compile(rf"(?:{either(every)})(?!{counted})|(?<![{named}])(?:{either(plain)})")


OFTEN, OFTEN_ZH = _often("en"), _often("zh")
OFTEN_EN = re.compile(rf"\b(?:{either(OFTEN)})\b", re.IGNORECASE)  # annual
OFTEN_IN_ZH = _pattern_zh()  # 每月
OFTEN_WORDS = frozenset(WORD.findall(phrase)[-1] for phrase in OFTEN)
HEADS = OFTEN_WORDS | frozenset(COUNTS)  # English words of which one stands in whatever is found here, but for `half`


def multiples_en(text: str, spelt: frozenset[str]) -> Iterator[Reading]:
    """Yield what an English text counts without a numeral; `spelt` are its words in lower case.

    >>> [(str(r.mention.value), r.unit) for r in multiples_en("doubled, twice a week", {"doubled", "twice", "week"})]
    [('2', 'per-week'), ('2', 'times')]
    """
    if not spelt.isdisjoint(COUNTS):
        for m in TWICE.finditer(text):
            n = COUNTS[m["w"].lower()]
            bound, start = bound_before(text, m.start())
            if unit := m["u"] or ADVERBS.get((m["often"] or "").lower()):
                strength = STRONG if n > 1 else WEAK
                yield reading("quantity", start, m.end(), Fraction(n), f"per-{unit.lower()}", bound, strength=strength)
            elif n > 1:
                yield reading("quantity", start, m.end(), Fraction(n), "times", bound, strength=PAIRED)
    if not spelt.isdisjoint(OFTEN_WORDS):
        for m in OFTEN_EN.finditer(text):
            value, unit = OFTEN[m[0].lower()]
            strength = PAIRED if not unit.startswith("per-") else WEAK if value != 1 else HINT
            bound, start = bound_before(text, m.start()) if unit == "times" else ("exact", m.start())  # more than double
            yield reading("quantity", start, m.end(), value, unit, bound, strength=strength)
    if not spelt.isdisjoint(RATED):
        yield from rates_en(text, spelt)
    if "every" in spelt:
        for m in EVERY_EN.finditer(text):
            word = m["n"].lower()
            n = int(word) if word.isdigit() else 2 if word == "other" else cardinals().get(word) or ordinals()[word]
            if n:
                yield reading("quantity", m.start(), m.end(), Fraction(1, n), "per-year", strength=PAIRED)
    if "half" in spelt:
        for m in HALF_EN.finditer(text):
            yield _half(m, m["u"].lower())
        for m in AND_HALF.finditer(text):
            yield reading("duration", m.start(), m.end(), Fraction(3, 2), m["u"].lower())
    if one_unit(spelt):
        for m in ONE_UNIT.finditer(text):
            unit = (m["u"] or m["u2"] or m["u3"] or m["u4"] or m["two"]).lower()
            yield reading("duration", m.start(), m.end(), Fraction(2 if m["two"] else 1), unit, strength=WEAK)


def rates_en(text: str, spelt: frozenset[str]) -> Iterator[Reading]:
    """Yield the words that say once in a unit of time, which are hints only: each year, a day.

    >>> [r.unit for r in rates_en("reviewed each year", {"reviewed", "each", "year"})]
    ['per-year']
    """
    low = lower(text)
    for unit in sorted(RATED & spelt):
        for at in standing(low, unit):
            before = low[max(0, at - 12) : at]
            if before.endswith(EACH) and not before.endswith((*COUNTED, *LASTING)) and not low.startswith(ON, at + len(unit)):
                start = at - len(before.split()[-1]) - 1
                if not (unit == "quarter" and before.endswith(" a ")):
                    yield reading("quantity", start, at + len(unit), Fraction(1), f"per-{unit}", strength=HINT)


def one_unit(spelt: frozenset[str]) -> bool:
    """Tell whether words in lower case may say one or two of a unit of time."""
    return "fortnight" in spelt or "couple" in spelt or not (UNITS.isdisjoint(spelt) or BESIDE.isdisjoint(spelt))


def _half(m: re.Match[str], unit: str) -> Reading:
    """Read half a unit; half a year is six months."""
    value, unit = (Fraction(6), "month") if unit == "year" else (Fraction(1, 2), unit)
    return reading("duration", m.start(), m.end(), value, unit)


def _half_bound(m: re.Match[str]) -> Bound:
    """Return how exactly a half is meant: 近一半, 半数以上, 过半."""
    if m["over"]:
        return "more-than"
    return bounds("zh", "before").get(m["before"] or "") or bounds("zh", "after").get(m["after"] or "", "exact")


def often_zh(text: str) -> Iterator[Reading]:
    """Yield what a Chinese text says of how often, which are hints only: 每月, 按季度, 年度.

    >>> [r.unit for r in often_zh("按月付款")]
    ['per-month']
    """
    if "每" in text or "年度" in text or "月度" in text or "季度" in text or "按" in text:
        for m in OFTEN_IN_ZH.finditer(text):
            yield reading("quantity", m.start(), m.end(), *OFTEN_ZH[m[0]], strength=HINT)


def multiples_zh(text: str) -> Iterator[Reading]:
    """Yield what a Chinese text counts without a plain numeral.

    >>> [(str(r.mention.value), r.unit) for r in multiples_zh("翻两番，为期半年")]
    [('4', 'times'), ('6', 'month')]
    """
    if "翻" in text or "倍" in text:
        for m in DOUBLED.finditer(text):
            n = 1 if not m["n"] else int(evaluate(m["n"])[0] or 1)
            value = 2**n if m[0].endswith("番") else max(2, n)
            yield reading("quantity", m.start(), m.end(), Fraction(value), "times", strength=PAIRED)
    if ("分" in text and ("百" in text or "佰" in text)) or "对折" in text or "半成" in text:
        for m in WHOLE.finditer(text):
            yield reading("quantity", m.start(), m.end(), Fraction(100 if m["all"] else 5 if m["five"] else 50), "%")
    if "半" in text:
        for m in AND_HALF_ZH.finditer(text):
            yield reading("duration", m.start(), m.end(), (evaluate(m["n"])[0] or Fraction(0)) + Fraction(1, 2), UNITS_ZH[m["u"]])
        for m in HALF_ZH.finditer(text):
            if m["u"] is None:
                bound, start = _half_bound(m), m.start()
                if bound == "exact":
                    bound, start = bound_before_zh(text, start)
                yield reading("quantity", start, m.end(), Fraction(1, 2), bound=bound, strength=WEAK)
            elif not m["b"]:
                yield _half(m, UNITS_ZH[m["u"]])
    if "一" in text and ("次" in text or "回" in text):
        for m in A_UNIT_ZH.finditer(text):
            if times := evaluate(m["n"])[0]:
                bound = bound_within(text, m.end("u"), m.start("n"))
                yield reading("quantity", m.start(), m.end(), times, f"per-{UNITS_ZH[m['u']]}", bound)
    if "年" in text and "一" in text:
        for m in EVERY_ZH.finditer(text):
            if years := evaluate(m["n"])[0]:
                yield reading("quantity", m.start(), m.end(), 1 / years, "per-year", strength=PAIRED)
