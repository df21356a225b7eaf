"""Find English dates and write them as EDTF (ISO 8601-2): `15 June 2020`, `3-4 July 2024`, `the 1990s`, `Q3 2024`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from .numerals_en import numerals
from .reading import Reading, reading
from .tables import either, months
from .tokens_en import cardinals, ordinals

YEAR = r"(?:1\d{3}|2[01]\d{2})"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
TO = r"\s*(?:[-\u2013\u2014~]|to|until|till|through|and)\s*(?:the\s+)?"


def _num(text: str) -> int:
    return int(re.sub(r"\D", "", text))


@cache
def patterns() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]:
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


@cache
def spelt_dates() -> re.Pattern[str]:
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
DECADE = re.compile(r"(?<![\w.,])(?P<y>(?:1\d|2[01])\d0)\s?['\u2019]?s\b(?!\.\d)", re.IGNORECASE)  # 1990s
SHORT_DECADE = re.compile(r"(?<!\w)['\u2019](?P<d>[2-9])0s\b")  # the '90s
CENTURY = re.compile(
    r"(?:\b(?P<n>\d{1,2})(?:st|nd|rd|th)|\b(?P<w>[a-z]+(?:-[a-z]+)?))[\s-]+(?:century|centuries)\b", re.IGNORECASE
)  # the 21st century
QUARTER = re.compile(
    rf"\b(?:Q(?P<q>[1-4])(?:\s?(?:of\s+|in\s+)?(?:FY\s?)?[\s-]?(?P<y>{YEAR}))?|(?P<y2>{YEAR})[\s-]?Q(?P<q2>[1-4])"
    rf"|(?P<w>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]quarter(?:\s+(?:of|in)\s+(?:the year\s+|fiscal\s+)?(?P<y3>{YEAR}))?)\b",
    re.IGNORECASE,
)  # Q3 2024, third quarter of 2024
HALF = re.compile(
    rf"\b(?:(?P<w>first|second|1st|2nd)\s+half\s+of\s+(?:the year\s+)?(?:(?P<y>{YEAR})|the year|this year)"
    rf"|H(?P<h>[12])\s?-?\s?(?P<y2>{YEAR})|(?P<y3>{YEAR})[\s-]?H(?P<h2>[12]))\b",
    re.IGNORECASE,
)  # first half of 2024, H1 2024
QUARTERS = re.compile(rf"\bfirst (?P<n>two|three|[23]) quarters(?: (?:of|in) (?:the year )?(?P<y>{YEAR}))?\b", re.IGNORECASE)
_NTH = r"\d{1,2}(?:st|nd|rd|th)|(?:(?:twenty|thirty)[ -])?[a-z]+(?:st|nd|rd|th)"
# second week of 2021, first week of January 2015, week 3 of 2027
WEEK = re.compile(
    rf"\b(?:(?:the )?(?P<n>{_NTH}) week of (?:(?P<m>[a-z]{{3,9}})\.?,? )?(?P<y>{YEAR})|(?:the )?week (?P<k>\d{{1,2}}) (?:of|in) (?P<y2>{YEAR}))\b",
    re.IGNORECASE,
)
LAST_WEEK = re.compile(rf"\blast week of (?:(?P<m>[a-z]{{3,9}})\.?,? )?(?P<y>{YEAR})\b", re.IGNORECASE)  # last week of 2019
# the fifteenth day of the month, Tuesday the 11th
NTH_DAY = re.compile(
    rf"\bthe (?P<n>{_NTH}) day of (?:the|each|every|that) month\b|(?<=day)(?:,? the )(?P<n2>{_NTH})\b(?! (?:of|day))", re.IGNORECASE
)
YEARS = re.compile(
    rf"(?<![\w.,/$€£¥-])(?P<a>{YEAR})(?:\s?[-\u2013\u2014~/]\s?|\s+(?:to|until|till|through|and)\s+)(?P<b>{YEAR}|\d\d)(?![\w/-]|[.,]\d)"
)  # 2014-2018
ABOUT_YEAR = re.compile(rf"\b(?:mid|early|late)[\s-](?P<y>{YEAR})(?!\w)", re.IGNORECASE)  # mid-2024
FISCAL = re.compile(
    rf"\b(?:FY|CY|SY|fiscal\s+(?:year\s+)?|financial\s+year\s+|school\s+year\s+|academic\s+year\s+)\s?-?(?P<y>{YEAR}|\d\d)(?!\d)",
    re.IGNORECASE,
)  # FY2023
_LEADS = (
    r"[Ii]n|of|[Bb]y|[Ss]ince|until|till|[Ff]rom|to|[Dd]uring|years?|before|after|between|and|around|through|throughout|for|spring|summer"
    r"|autumn|fall|winter|end|ending|ended|dated|circa|the|late|early|than|or"
)
# in 2019
PLAIN_YEAR = re.compile(
    rf"(?P<p>\b(?:{_LEADS})\s{{1,3}}|^|[(\[,;:=]\s?)?(?<![\w.,/$€£¥#-])(?P<y>{YEAR})(?![\w%/]|[.,:]\d|-\w)(?P<n>\s+[a-z]+)?"
)
# 6 pm, 7.55am, 15:30
CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d)(?::[0-5]\d)?)?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?<![\d:.])(?P<h2>[01]?\d|2[0-4]):(?P<m2>[0-5]\d)(?![\d:])",
    re.IGNORECASE,
)
MAY = re.compile(r"May\b|MAY\b|\d[a-z]{0,2}[\s.-](?:of )?may\b|\bmay,?\s\d")  # the month, not the verb: 15th of may, may 2020
LONE_MONTH = re.compile(r"\b(January|February|April|June|July|August|September|October|November|December)\b")
MARCH_MAY = re.compile(r"\b(?:in|of|by|since|until|last|this|next|late|early|mid)[\s-](March|May)\b(?! \d)")
ORDINAL_YEARS = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4"}
NOT_AFTER_YEAR = frozenset(
    [
        "people",
        "members",
        "countries",
        "experts",
        "users",
        "companies",
        "words",
        "men",
        "women",
        "children",
        "euros",
        "dollars",
        "pounds",
        "pods",
        "nodes",
        "jobs",
        "workers",
        "students",
        "words",
        "years",
        "days",
        "hours",
        "minutes",
        "seconds",
        "tons",
        "miles",
        "metres",
        "meters",
        "km",
        "kilometres",
        "kilometers",
        "times",
        "points",
    ]
)


def dates(text: str, spelt: set[str] | None = None) -> Iterator[Reading]:
    """Yield the dates of a text; they may overlap, the longest of those counts. `spelt` are its words in lower case.

    >>> [r.mention.value for r in dates("on 15 June 2020 and in July 2024")]
    ['2020-06-15', '2020-06', '2024-07', 'XXXX-06', 'XXXX-07', '2024']
    """
    spelt = set(re.findall(r"[a-z]+", text.lower())) if spelt is None else spelt
    named = spelt.intersection(months())
    if named and (named != {"may"} or MAY.search(text)):
        yield from _named(text)
    yield from digital(text)
    yield from _spans(text, spelt)


def _named(text: str) -> Iterator[Reading]:
    """Yield dates with the name of a month."""
    for pattern, write in patterns():
        for m in pattern.finditer(text):
            value = write(m)
            if value and not (m["m"].islower() and m["m"] in ("may", "march", "mar", "sun", "dec") and not m["y"]):
                yield reading("date", m.start(), m.end(), value)
    for m in spelt_dates().finditer(text):
        if value := _spelt(m):
            yield reading("date", m.start(), m.end(), value)
    for m in LONE_MONTH.finditer(text):
        yield reading("date", m.start(), m.end(), f"XXXX-{months()[m[1].lower()]:02d}")
    for m in MARCH_MAY.finditer(text):
        yield reading("date", m.start(1), m.end(1), f"XXXX-{months()[m[1].lower()]:02d}")


def digital(text: str) -> Iterator[Reading]:
    """Yield dates and times in digits alone; Chinese texts have them too."""
    figures = " ".join(FIGURES.findall(text))
    if JOINED.search(figures):
        for m in ISO.finditer(text):
            yield reading("date", m.start(), m.end(), f"{m['y']}-{int(m['m']):02d}-{int(m['d']):02d}")
        for m in ISO_MONTH.finditer(text):
            yield reading("date", m.start(), m.end(), f"{m['y']}-{m['m']}")
        for m in MONTH_YEAR.finditer(text):
            yield reading("date", m.start(), m.end(), f"{m['y']}-{m['m']}")
        yield from _slashed(text)
    for m in SPACED.finditer(text) if " 0" in figures or " 1" in figures else ():
        yield reading("date", m.start(), m.end(), f"{m['y']}-{m['m']}-{m['d']}")
    if not (":" in figures or "m" in figures or "M" in figures):
        return
    for m in CLOCK.finditer(text):
        hour = int(m["h"] or m["h2"])
        if m["half"]:
            hour = hour % 12 + (12 if m["half"] in "pP" else 0)
        yield reading("date", m.start(), m.end(), f"T{hour:02d}:{m['m'] or m['m2'] or '00'}")


def _slashed(text: str) -> Iterator[Reading]:
    """Yield dates with strokes; where either number may be the month, the first is, and a year of two digits is not read."""
    for m in SLASHED_SPAN.finditer(text):
        start, end = (f"{m['y']}-{int(m[a]):02d}-{int(m[b]):02d}" for a, b in (("m", "d"), ("m2", "d2")))
        yield reading("date", m.start(), m.end(), f"{start}/{end}")
    for m in (*SLASHED.finditer(text), *SHORT_YEAR.finditer(text)):
        a, b = int(m["a"]), int(m["b"])
        month, day = (b, a) if a > 12 else (a, b)
        if month <= 12 and (len(m["y"]) == 4 or day > 12):
            year = m["y"] if len(m["y"]) == 4 else f"{19 if int(m['y']) >= 30 else 20}{m['y']}"
            yield reading("date", m.start(), m.end(), f"{year}-{month:02d}-{day:02d}")


def _spans(text: str, spelt: set[str]) -> Iterator[Reading]:
    """Yield years, decades, centuries, quarters and halves."""
    if "quarter" in spelt or "Q" in text or "q" in spelt:
        for m in QUARTER.finditer(text):
            q = m["q"] or m["q2"] or ORDINAL_YEARS[m["w"].lower()]
            yield reading("date", m.start(), m.end(), f"{m['y'] or m['y2'] or m['y3'] or 'XXXX'}-{32 + int(q)}")
    if "quarters" in spelt:
        for m in QUARTERS.finditer(text):
            n, year = int(m["n"]) if m["n"].isdigit() else cardinals()[m["n"].lower()], m["y"] or "XXXX"
            yield reading("date", m.start(), m.end(), f"{year}-33/{year}-{32 + n}")
    if "week" in spelt:
        for m in WEEK.finditer(text):
            n = int(m["k"] or re.sub(r"\D", "", m["n"]) or 0) or _ordinal(m["n"].lower())
            if 1 <= n <= 53:
                month = f"{months().get(m['m'].lower(), 0):02d}-" if m["m"] else ""
                yield reading("date", m.start(), m.end(), f"{m['y'] or m['y2']}-{month}W{n:02d}")
        for m in LAST_WEEK.finditer(text):
            month = months().get(m["m"].lower(), 0) if m["m"] else 0
            if month or not m["m"]:
                yield reading("date", m.start(), m.end(), last_week(int(m["y"]), month))
    if "month" in spelt or "day" in "".join(spelt):
        for m in NTH_DAY.finditer(text):
            nth = m["n"] or m["n2"]
            if n := _num(nth) if nth[0].isdigit() else _ordinal(nth.lower().replace(" ", "-")):
                yield reading("date", m.start() if m["n"] else m.start("n2"), m.end(), f"XXXX-XX-{n:02d}")
    if "half" in spelt or "H1" in text or "H2" in text or "h1" in text or "h2" in text:
        for m in HALF.finditer(text):
            h = m["h"] or m["h2"] or ORDINAL_YEARS[m["w"].lower()]
            yield reading("date", m.start(), m.end(), f"{m['y'] or m['y2'] or m['y3'] or 'XXXX'}-{39 + int(h)}")
    if "century" in spelt or "centuries" in spelt:
        for m in CENTURY.finditer(text):
            if n := int(m["n"]) if m["n"] else _ordinal(m["w"].lower()):
                yield reading("date", m.start(), m.end(), f"{n - 1:02d}XX")
    if DIGIT_RUN.search(text):
        yield from _years(text)


DIGIT_RUN = re.compile(r"\d\d\d\d|['\u2019]\d0s|[FCfc][Yy]\s?\d")
FIGURES = re.compile(r"\d[\d:./-]*(?:\s?[apAP]\.?[mM])?")  # all that a date or time in digits can be made of: 2020-06-15, 7.55am
JOINED = re.compile(r"\d\d?[-/.]\d\d?[-/.]\d|\d{4}-0|\d[-/](?:19|20)\d\d")


def _ordinal(word: str) -> int:
    head, _, tail = word.rpartition("-")
    return ordinals().get(tail, 0) + {"twenty": 20, "thirty": 30}.get(head, 0)


def last_week(year: int, month: int = 0) -> str:
    """Write the last week of a year, after ISO 8601, or of a month.

    >>> last_week(2020), last_week(2016, 12)
    ('2020-W53', '2016-12-W05')
    """
    if not month:
        return f"{year}-W{date(year, 12, 28).isocalendar()[1]:02d}"
    return f"{year}-{month:02d}-W{(monthrange(year, month)[1] + date(year, month, 1).weekday() + 6) // 7:02d}"


def _years(text: str) -> Iterator[Reading]:
    for m in DECADE.finditer(text):
        yield reading("date", m.start(), m.end(), f"{m['y'][:3]}X")
    for m in SHORT_DECADE.finditer(text):
        yield reading("date", m.start(), m.end(), f"19{m['d']}X")
    for m in ABOUT_YEAR.finditer(text):
        yield reading("date", m.start(), m.end(), f"{m['y']}~")
    for m in FISCAL.finditer(text):
        y = m["y"] if len(m["y"]) == 4 else f"20{m['y']}"
        yield reading("date", m.start(), m.end(), y)
    for m in YEARS.finditer(text):
        b = m["b"] if len(m["b"]) == 4 else m["a"][:2] + m["b"]
        if int(b) > int(m["a"]):
            yield reading("date", m.start(), m.end(), f"{m['a']}/{b}")
    for m in PLAIN_YEAR.finditer(text):
        follower = (m["n"] or "").strip()
        if (m["p"] is not None and follower not in NOT_AFTER_YEAR) or (1900 <= int(m["y"]) <= 2099 and not follower):
            yield reading("date", m.start("y"), m.end("y"), m["y"])
