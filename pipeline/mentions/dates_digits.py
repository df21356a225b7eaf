"""Find dates and times in digits alone, which English and Chinese texts share: 2020-06-15, 6/15/2020, 06-2020, 7.55am, 15:30."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numeral import at_digits
from .reading import Reading, reading

FIGURES = re.compile(r"\d[\d:./-]*(?:\s?[apAP]\.?[mM])?")  # all that a date or time in digits can be made of: 2020-06-15, 7.55am
JOINED = re.compile(r"\d\d?[-/.]\d\d?[-/.]\d|\d{4}-0|\d[-/](?:19|20)\d\d")
ISO = re.compile(
    r"(?<![\d.])(?<!\d-)(?P<y>(?:1[5-9]|20|21)\d\d)(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])(?!\d|-\d)"
)  # 2020-06-15
ISO_MONTH = re.compile(r"(?<![\d./-])(?P<y>(?:1[5-9]|20|21)\d\d)-(?P<m>0[1-9])(?![\d-])")  # 2020-06
SPACED = re.compile(r"(?<![\d.,-])(?P<y>(?:19|20)\d\d) (?P<m>0[1-9]|1[0-2]) (?P<d>0[1-9]|[12]\d|3[01])(?![.,]?\d| \d)")  # 2016 10 16
MONTH_YEAR = re.compile(r"(?<![\w./-])(?P<m>0[1-9]|1[0-2])[-/](?P<y>(?:19|20)\d\d)(?![\w/-])")  # 06-2020
# 5/1-5/7, 2020 | 10/1-11/2/2017: month and day
SLASHED_SPAN = re.compile(
    r"(?<![\d./-])(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])\s?[-\u2013]\s?(?P<m2>0?[1-9]|1[0-2])/(?P<d2>0?[1-9]|[12]\d|3[01])(?:/|,?\s)(?P<y>(?:19|20)\d\d)(?![\d/])"
)
SHORT_YEAR = re.compile(r"(?<![\d./-])(?P<a>0?[1-9]|[12]\d|3[01])/(?P<b>0?[1-9]|[12]\d|3[01])/(?P<y>\d\d)(?![\d/])")  # 03/18/40
SLASHED = re.compile(
    r"(?<![\d./])(?P<a>0?[1-9]|[12]\d|3[01])(?P<s>[/-])(?P<b>0?[1-9]|[12]\d|3[01])(?P=s)(?P<y>(?:19|20)\d\d)(?![\d/])"
)  # 6/15/2020
# 6 pm, 7.55am, 15:30
CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d)(?::[0-5]\d)?)?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?<![\d:.])(?P<h2>[01]?\d|2[0-4]):(?P<m2>[0-5]\d)(?![\d:])",
    re.IGNORECASE,
)


def digital(text: str) -> Iterator[Reading]:
    """Yield dates and times in digits alone; Chinese texts have them too."""
    figures = " ".join(FIGURES.findall(text))
    if not figures:
        return
    if JOINED.search(figures):
        for m in at_digits(ISO, text):
            yield reading("date", m.start(), m.end(), f"{m['y']}-{int(m['m']):02d}-{int(m['d']):02d}")
        for m in at_digits(ISO_MONTH, text):
            yield reading("date", m.start(), m.end(), f"{m['y']}-{m['m']}")
        for m in at_digits(MONTH_YEAR, text):
            yield reading("date", m.start(), m.end(), f"{m['y']}-{m['m']}")
        yield from _slashed(text)
    for m in at_digits(SPACED, text) if " 0" in figures or " 1" in figures else ():
        yield reading("date", m.start(), m.end(), f"{m['y']}-{m['m']}-{m['d']}")
    if not (":" in figures or "m" in figures or "M" in figures):
        return
    for m in at_digits(CLOCK, text):
        said = m["h"] or m["h2"]
        hour = int(said)
        if m["half"]:
            hour = hour % 12 + (12 if m["half"] in "pP" else 0)
        hours = 12 if not m["half"] and 1 <= hour <= 12 and said[0] != "0" else 24
        yield reading("date", m.start(), m.end(), f"T{hour:02d}:{m['m'] or m['m2'] or '00'}", hours=hours)


def _slashed(text: str) -> Iterator[Reading]:
    """Yield dates with strokes; where either number may be the month, the first is, and a year of two digits is not read."""
    for m in at_digits(SLASHED_SPAN, text):
        start, end = (f"{m['y']}-{int(m[a]):02d}-{int(m[b]):02d}" for a, b in (("m", "d"), ("m2", "d2")))
        yield reading("date", m.start(), m.end(), f"{start}/{end}")
    for m in (*at_digits(SLASHED, text), *at_digits(SHORT_YEAR, text)):
        a, b = int(m["a"]), int(m["b"])
        month, day = (b, a) if a > 12 else (a, b)
        if month <= 12 and (len(m["y"]) == 4 or day > 12):
            year = m["y"] if len(m["y"]) == 4 else f"{19 if int(m['y']) >= 30 else 20}{m['y']}"
            yield reading("date", m.start(), m.end(), f"{year}-{month:02d}-{day:02d}")
