"""Give both ends of a range the scale, and the currency, that only one of them says: 3 to 5 million euros, EUR 3–5 billion, 3至5亿元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from .reading import Reading
from .tables import durations
from .tokens_en import scales

# what stands between the ends: 3 to 5 | 3–5 | between 3 and 5 | 3至5 | 两到三
TO_EN = re.compile(r"\s?(?:to|or|[-\u2013\u2014~])\s?(?:[$\u20ac\u00a3]\s?)?", re.IGNORECASE)
AND_EN = re.compile(r"\s(?:and)\s", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s+(?:\w{1,3}[$]?\s?)?$", re.IGNORECASE)
TO_ZH = re.compile(r"\s?(?:至|到|或|[-\u2013\u2014~～－])+\s?")
SCALE_EN = re.compile(r"(?:thousand|million|billion|trillion|\d\s?(?:bn|mn?|tn|k)\b)", re.IGNORECASE)
SCALE_ZH = re.compile(r"万亿|[万萬亿億]")
LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
HANZI = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "万亿": 10**12}


def spread(text: str, found: Sequence[Reading], locale: str) -> tuple[Reading, ...]:
    """Return the readings of a text with the ends of its ranges made alike.

    >>> from .english import read
    >>> [(int(r.mention.value), r.unit) for r in spread("", read("between 3 and 5 million euros"), "en")]
    [(3000000, 'EUR'), (5000000, 'EUR')]
    """
    spreading = list(found)
    for n in range(len(spreading) - 1):
        a, b = spreading[n], spreading[n + 1]
        scale = _scale(text, b, locale) if _amount(a) and _amount(b) else 0
        if scale and _range(text, a, b, locale) and (not a.unit or not b.unit or a.unit == b.unit):
            spreading[n], spreading[n + 1] = _alike(a, b, 1 if _scale(text, a, locale) else scale)
    return tuple(spreading)


def _amount(r: Reading) -> bool:
    return r.mention.kind in ("quantity", "duration") and not r.unit.startswith("per-") and r.unit != "times"


def _range(text: str, a: Reading, b: Reading, locale: str) -> bool:
    end, start = a.mention.span[1], b.mention.span[0]
    if start - end > 6:
        return False
    if locale != "en":
        return TO_ZH.fullmatch(text, end, start) is not None
    if TO_EN.fullmatch(text, end, start):
        return True
    return (
        AND_EN.fullmatch(text, end, start) is not None
        and BETWEEN.search(text, max(0, a.mention.span[0] - 16), a.mention.span[0]) is not None
    )


def _alike(a: Reading, b: Reading, scale: int) -> tuple[Reading, Reading]:
    """Give the first end the scale of the second where it is then the smaller, and each end the other's unit."""
    value, other = a.mention.value, b.mention.value
    assert isinstance(value, Fraction)
    assert isinstance(other, Fraction)
    if value >= other / scale:
        return a, b
    unit, codes = (b.unit, b.codes) if b.unit else (a.unit, a.codes)
    return _with(a, value * scale, unit, codes), _with(b, other, unit, codes)


def _scale(text: str, r: Reading, locale: str) -> int:
    said = text[slice(*r.mention.span)]
    m = (SCALE_EN if locale == "en" else SCALE_ZH).search(said)
    if m is None:
        return 0
    if locale != "en":
        return HANZI[m[0]]
    word = m[0].lower().lstrip("0123456789").strip()
    return LETTERS[word] if word in LETTERS else scales()[word]


def _with(r: Reading, value: Fraction, unit: str, codes: frozenset[str]) -> Reading:
    kind = "duration" if unit in durations() else r.mention.kind
    return r._replace(mention=replace(r.mention, kind=kind, value=value, unit=unit), codes=codes)
