"""Find English dates and write them as EDTF (ISO 8601-2): `15 June 2020`, `3-4 July 2024`, `the 1990s`, `Q3 2024`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..language.signs import spelt as words_of
from ..model import Span
from .dates_digits import digital
from .numerals_en import numerals
from .periods_en import YEAR, periods
from .reading import Reading, lower, reading
from .tables import either, months
from .tokens_en import cardinals, ordinals, standing

DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
TO = r"\s*(?:[-\u2013\u2014~]|to|until|till|through|and)\s*(?:the\s+)?"


def _num(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _patterns() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]:
    """Return the patterns of dates, the most specific first, each with what writes its EDTF."""
    mon = either(m for m in months())
    of_year = rf"(?:,?\s*(?:of\s+|in\s+)?(?P<y>{YEAR})(?!\d|,\d))?"
    ignore = re.IGNORECASE
    return (
        # 3-4 July 2024
        (re.compile(rf"\b(?P<a>{DAY}){TO}(?P<b>{DAY})\s+(?:of\s+)?(?P<m>{mon})\b\.?{of_year}", ignore), _days),
        # July 3-4, 2024
        (re.compile(rf"\b(?P<m>{mon})\b\.?\s*(?P<a>{DAY}){TO}(?P<b>{DAY})(?![\w/:]){of_year}", ignore), _days),
        # 15 June 2020, 15th of June, 22/Jan/2019
        (
            re.compile(
                rf"(?<![\d.,:/])\b(?P<d>{DAY})(?:\s+day)?[\s/-]*(?:of\s+)?(?P<m>{mon})\b(?!\s+\d{{1,2}}\b(?!:))\.?(?:,?[\s/-]*(?:of\s+|in\s+)?(?P<y>{YEAR})(?!\d|,\d))?",
                ignore,
            ),
            _day,
        ),
        # June 15, 2020, Sep-23-2020
        (
            re.compile(
                rf"\b(?P<m>{mon})\.?(?:\s+|-|(?<=[a-z]))(?:the\s+)?(?P<d>{DAY})(?![\w:%]|[.,]\d)(?:\s?,?[\s-]*(?:of\s+|in\s+)?(?P<y>{YEAR})(?!\d|,\d))?",
                ignore,
            ),
            _day,
        ),
        # 2019-aug-1, 2020/23/Sep
        (re.compile(rf"\b(?P<y>{YEAR})[-/](?P<m>{mon})[-/](?P<d>{DAY})\b", ignore), _day),
        (re.compile(rf"\b(?P<y>{YEAR})[-/](?P<d>{DAY})[-/](?P<m>{mon})\b", ignore), _day),
        # June to July 2024, Jan-Feb 2017
        (re.compile(rf"\b(?P<m>{mon})\b\.?{TO}(?P<m2>{mon})\b\.?,?\s+(?:of\s+)?(?P<y>{YEAR})(?!\d|,\d)", ignore), _months),
        # July 2024, Dec-2018, April of 2017
        (re.compile(rf"\b(?P<m>{mon})\b\.?(?:,?\s+|-)(?:of\s+|in\s+)?(?:the year\s+)?(?P<y>{YEAR})(?!\d|,\d)", ignore), _month),
    )


def _spelt_dates() -> re.Pattern[str]:
    """Return the pattern of dates with a day or a year in words: the fourth of July 1995, 13 Sept nineteen seventy two."""
    day = r"(?:(?:twenty|thirty)[ -])?(?:" + either([*ordinals(), *cardinals()]) + r")"
    nth = r"(?:(?:twenty|thirty)[ -])?(?:" + either(ordinals()) + r")"
    year = r"(?:nineteen|twenty|two thousand)(?:[ -](?:and )?(?:" + either(cardinals()) + r")){1,2}"
    mon = either(months())
    return re.compile(
        rf"\b(?:(?P<d>{day}|\d{{1,2}})\s+(?:of\s+)?)?(?P<m>{mon})\b\.?(?:\s+(?:the\s+)?(?P<e>{nth})\b)?(?:,?\s+(?:of\s+|in\s+)?(?P<y>{YEAR}|{year}|\d\d(?=\s*$))\b)?",
        re.IGNORECASE,
    )


def _spelt(m: re.Match[str]) -> str | None:
    day, year = m["d"] or m["e"], m["y"]
    if (not day and not year) or (day and day.isdigit() and not (year and year[0].isalpha())):
        return None
    y = f"19{year}" if year and len(year) == 2 else year if year and year.isdigit() else str(_value(year)) if year else None
    if not day:
        return _iso(y, months()[m["m"].lower()]) if (year and not year.isdigit()) or (year and len(year) == 2) else None
    return _iso(y, months()[m["m"].lower()], _value(day))


def _value(text: str) -> int:
    return int(next((n.value for n in numerals(text.lower())), 0))


def _iso(y: str | None, m: int, d: int | None = None) -> str | None:
    if not 1 <= m <= 12 or (d is not None and not 1 <= d <= 31):
        return None
    head = f"{y or 'XXXX'}-{m:02d}"
    return head if d is None else f"{head}-{d:02d}"


def _days(m: re.Match[str]) -> str | None:
    month = months()[m["m"].lower()]
    return f"{_iso(m['y'], month, _num(m['a']))}/{_iso(m['y'], month, _num(m['b']))}"


def _day(m: re.Match[str]) -> str | None:
    return _iso(m["y"], months()[m["m"].lower()], _num(m["d"]))


def _months(m: re.Match[str]) -> str | None:
    return f"{_iso(m['y'], months()[m['m'].lower()])}/{_iso(m['y'], months()[m['m2'].lower()])}"


def _month(m: re.Match[str]) -> str | None:
    return _iso(m["y"], months()[m["m"].lower()])


PATTERNS, SPELT = _patterns(), _spelt_dates()
NUMBERS = frozenset((*ordinals(), *cardinals(), *(w + "s" for w in ordinals())))
REACH = 60  # characters on either side of a month in which its day and its year stand
SHORT_YEAR = re.compile(r"\s\d\d\s*$")  # july 95
MAY = re.compile(r"May\b|MAY\b|\d[a-z]{0,2}[\s.-](?:of )?may\b|\bmay,?\s\d")  # the month, not the verb: 15th of may, may 2020
LONE_MONTH = re.compile(r"\b(January|February|April|June|July|August|September|October|November|December)\b")
MARCH_MAY = re.compile(r"\b(?:in|of|by|since|until|last|this|next|late|early|mid)[\s-](March|May)\b(?! \d)")


def dates(text: str, spelt: frozenset[str] | None = None, figures: bool = True) -> Iterator[Reading]:
    """Yield the dates of a text; they may overlap, the longest of those counts.

    `spelt` are its words in lower case, and `figures` tells whether it may have digits.

    >>> [r.mention.value for r in dates("on 15 June 2020 and in July 2024")]
    ['2020-06-15', '2020-06', '2024-07', 'XXXX-06', 'XXXX-07', '2024']
    """
    spelt = words_of(text) if spelt is None else spelt
    named = spelt.intersection(months())
    if named and (named != {"may"} or MAY.search(text)):
        worded = not spelt.isdisjoint(NUMBERS)
        for start, end in _windows(text, named):
            yield from _named(text, start, end, worded)
    if figures:
        yield from digital(text)
    yield from periods(text, spelt, figures)


def _windows(text: str, named: frozenset[str]) -> list[Span]:
    """Return the stretches of a text around the months it names, in which a date with a month can stand."""
    low = lower(text)
    found: list[Span] = []
    for at in sorted(at for name in named for at in standing(low, name)):
        start, end = max(0, at - REACH), text.find(" ", at + REACH)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end if 0 <= end < at + 2 * REACH else min(len(text), at + 2 * REACH)))
    return found


def _named(text: str, start: int, end: int, worded: bool) -> Iterator[Reading]:
    """Yield dates with the name of a month in a stretch; `worded` tells whether words of number stand in the text."""
    for pattern, write in PATTERNS:
        for m in pattern.finditer(text, start, end):
            value = write(m)
            if value and not (m["m"].islower() and m["m"] in ("may", "march", "mar", "sun", "dec") and not m["y"]):
                yield reading("date", m.start(), m.end(), value)
    for m in SPELT.finditer(text, start, end) if worded or SHORT_YEAR.search(text, start, end) else ():
        if value := _spelt(m):
            yield reading("date", m.start(), m.end(), value)
    for m in LONE_MONTH.finditer(text, start, end):
        yield reading("date", m.start(), m.end(), f"XXXX-{months()[m[1].lower()]:02d}")
    for m in MARCH_MAY.finditer(text, start, end):
        yield reading("date", m.start(1), m.end(1), f"XXXX-{months()[m[1].lower()]:02d}")
