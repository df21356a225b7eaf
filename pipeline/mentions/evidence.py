"""Gather every number that a text may be taken to state, however weakly; it never raises an issue, it only answers for one."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from . import numerals_en, numerals_zh
from .numeral import digits
from .reading import narrow
from .tables import months, rows

RUN = re.compile(r"\d+(?:\.\d+)?")
GROUPED = re.compile(r"\d{1,3}(?:[, ]\d{3})+")
WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=4096)
def evidence(texts: tuple[str, ...], locale: str) -> frozenset[Fraction]:
    """Return the numbers that the texts may state.

    >>> Fraction(2) in evidence(("both sides",), "en"), Fraction(3) in evidence(("三角形",), "zh")
    (True, True)
    """
    found: set[Fraction] = set()
    for text in texts:
        text = narrow(text)
        found |= {digits(m[0]) for m in RUN.finditer(text)}
        found |= {digits(m[0].replace(" ", "")) for m in GROUPED.finditer(text)}
        found |= _english(text) if locale == "en" else _chinese(text)
    return frozenset(found)


def _hints(locale: str) -> list[tuple[str, list[Fraction]]]:
    return [(r[1], [Fraction(v) for v in r[2].split()]) for r in rows("hints.tsv") if r[0] == locale]


_HINTS = {locale: _hints(locale) for locale in ("en", "zh")}
_EN = dict(_HINTS["en"])


def _english(text: str) -> set[Fraction]:
    low = text.lower()
    found = {n.value for n in numerals_en.numerals(low)}
    for token in numerals_en.tokens(low):
        found.add(token.value)
    for word in WORD.findall(low):
        if word in _EN:
            found.update(_EN[word])
        elif word in months():
            found.add(Fraction(months()[word]))
    return found


def _chinese(text: str) -> set[Fraction]:
    found: set[Fraction] = set()
    for n in numerals_zh.numerals(text):
        found.add(n.value)
        if n.value < 100:
            found |= {n.value + 1900, n.value + 2000}
    for c in set(text) & numerals_zh.DIGIT_VALUES.keys():
        found.add(Fraction(numerals_zh.DIGIT_VALUES[c]))
    for word, values in _HINTS["zh"]:
        if word in text:
            found.update(values)
    return found
