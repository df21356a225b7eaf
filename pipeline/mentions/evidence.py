"""Gather every number that a text may be taken to state, however weakly; it never raises an issue, it only answers for one."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from ..model import Bound, Span
from . import bounding_en, bounding_zh, numerals_en, numerals_zh, tokens_en
from .numeral import digits
from .reading import narrow
from .tables import bounds, either, months, rows, turned

RUN = re.compile(r"\d\d*(?:\.\d+)?")
GROUPED = re.compile(r"\d{1,3}(?:[, ]\d{3})+")
WORD = re.compile(r"[a-z]+")
LETTERED = re.compile(r"\(([a-z])\)")  # point (d), which Chinese counts: 第四项
BEFORE_NOUN = re.compile(r"[ -][a-z]")  # four points: no ordinal

Strict = Literal["any", "digits", "ordinal", "date"]


def _hints(locale: str) -> dict[str, tuple[Fraction, ...]]:
    return {r[1]: tuple(Fraction(v) for v in r[2].split()) for r in rows("hints.tsv") if r[0] == locale}


HINTS_EN, HINTS_ZH = _hints("en"), _hints("zh")
ARTICLES = frozenset(r[0] for r in rows("articles.tsv"))


@lru_cache(maxsize=512)
def evidence(texts: tuple[str, ...], locale: str, strict: Strict = "any") -> frozenset[Fraction]:
    """Return the numbers that the texts may state: to any reading, to a 1 in digits (no article answers for it), to an ordinal, to a date.

    >>> Fraction(2) in evidence(("both sides",), "en"), Fraction(3) in evidence(("三角形",), "zh")
    (True, True)
    """
    found: set[Fraction] = set()
    for text in texts:
        text = narrow(text)
        for m in RUN.finditer(text):
            found.add(digits(m[0]))
            found.update(digits(piece) for piece in m[0].split("."))
        found |= {digits(m[0].replace(" ", "")) for m in GROUPED.finditer(text)}
        found |= _english(text, strict) if locale == "en" else _chinese(text, strict)
    return frozenset(found)


def _english(text: str, strict: Strict) -> set[Fraction]:
    low = text.lower()
    found = {
        n.value
        for n in numerals_en.numerals(low)
        if strict not in ("ordinal", "date") or n.sort != "cardinal" or not BEFORE_NOUN.match(low, n.end)
    }
    if strict == "any":
        found |= {Fraction(ord(m[1]) - 96) for m in LETTERED.finditer(text)}
    if strict in ("any", "digits"):
        found |= {token.value for token in tokens_en.tokens(low)}
    for word in WORD.findall(low):
        if word in months() and (word not in ("may", "march") or word.capitalize() in text):
            found.add(Fraction(months()[word]))
        elif (word in HINTS_EN and (strict == "any" or word not in ARTICLES) and strict != "date") or word in QUARTERS:
            found.update(HINTS_EN[word])
    return found


QUARTERS = frozenset(["quarter", "noon", "midnight", "half", "decade", "decades"])
DATED = re.compile(r"\s?[月日号號年季世点點时時分代岁周月个]")  # 六月, 三季度


def _chinese(text: str, strict: Strict) -> set[Fraction]:
    found: set[Fraction] = set()
    for n in numerals_zh.numerals(text):
        if strict == "date" and n.small and not DATED.match(text, n.end):
            continue
        found.add(n.value)
        if n.value < 100:
            found |= {n.value + 1900, n.value + 2000}
    if strict != "date":
        for c in set(text) & numerals_zh.DIGIT_VALUES.keys():
            found.add(Fraction(numerals_zh.DIGIT_VALUES[c]))
    for word, values in HINTS_ZH.items():
        if word in text and not (strict == "date" and len(word) == 1 and word not in "半刻"):
            found.update(values)
    return found


NOT = {"en": bounding_en.NOT, "zh": bounding_zh.NOT}


def _bounding(locale: str) -> tuple[re.Pattern[str], dict[str, set[Bound]]]:
    """Return the pattern of all words of bound, the longest first (至多 is not 多), perhaps after a `not`, and what each states."""
    table: dict[str, set[Bound]] = {}
    for side in ("before", "after"):
        for word, bound in bounds(locale, side).items():
            if len(word) > 1 or locale == "zh":
                table.setdefault(word, set()).add(bound)
    return re.compile(rf"(?P<not>{NOT[locale]})?(?P<w>{either(table)})"), table


BOUNDING = {locale: _bounding(locale) for locale in ("en", "zh")}
MATES: dict[Bound, Bound] = {"more-than": "at-least", "at-least": "more-than", "at-most": "less-than", "less-than": "at-most"}
INSIDE = ("内", "內")  # 90日内: within, by then at the latest
OTHERS = re.compile(r"\s?[0-9０-９一二三四五六七八九十两百千]")
NEAR = 24  # characters on either side in which a word of bound may stand


def near_bounds(text: str, span: Span, locale: str) -> set[Bound]:
    """Return the bounds that words near a number state; one that stands right before another number is that one's.

    >>> sorted(near_bounds("少于全部营业额的7%", (7, 9), "zh")), near_bounds("不超过两年，另加6个月", (8, 11), "zh")
    (['at-most', 'less-than'], set())
    """
    first = max(0, span[0] - NEAR)
    window = text[first : span[1] + NEAR].lower()
    pattern, table = BOUNDING[locale]
    found: set[Bound] = set()
    for m in pattern.finditer(window):
        if not (m["w"] in bounds(locale, "before") and OTHERS.match(window, m.end()) and not span[0] <= first + m.end() + 1 <= span[1]):
            found |= {turned(b) if m["not"] else b for b in table[m["w"]]}
    if locale == "zh" and ("达" in window or text[span[1] : span[1] + 2].lstrip("之以")[:1] in INSIDE):
        found.add("at-most")
    if locale == "en" and "within " in window:
        found.add("at-most")
    return found | {MATES[b] for b in found if b in MATES}
