"""Find English years and what is longer or shorter than one: the 1990s, the 21st century, Q3 2024, the second week of 2021, FY2023."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from .numeral import at_digits
from .reading import PAIRED, STRONG, Reading, reading
from .tables import counted, months
from .tokens_en import cardinals, ordinals

YEAR = r"(?:1\d{3}|2[01]\d{2})"
DECADE = re.compile(r"(?<![\w.,])(?P<y>(?:1\d|2[01])\d0)\s?['\u2019]?s\b(?!\.\d)", re.IGNORECASE)  # 1990s
SHORT_DECADE = re.compile(r"(?<!\w)['\u2019](?P<d>[2-9])0s\b")  # the '90s
DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9}
WORD_DECADE = re.compile(rf"(?<!his )(?<!her )(?<!their )\b(?:nineteen[- ])?({'|'.join(DECADES)})\b", re.IGNORECASE)  # the nineties
CENTURY = re.compile(
    r"(?:\b(?P<n>\d{1,2})(?:st|nd|rd|th)|\b(?P<w>[a-z]+(?:-[a-z]+)?))[\s-]+(?:century|centuries)\b", re.IGNORECASE
)  # the 21st century
QUARTER = re.compile(
    rf"\b(?:Q(?P<q>[1-4])(?:\s?(?:of\s+|in\s+)?(?:FY\s?)?[\s-]?(?P<y>{YEAR}))?|(?P<y2>{YEAR})[\s-]?Q(?P<q2>[1-4])"
    rf"|(?P<w>first|opening|second|third|fourth|1st|2nd|3rd|4th)[\s-]quarter(?:\s+(?:of|in)\s+(?:the year\s+|fiscal\s+)?(?P<y3>{YEAR}))?"
    rf"|(?P<end>final|last)[\s-]quarter\s+(?:of|in)\s+(?:fiscal\s+)?(?P<y4>{YEAR}))\b",
    re.IGNORECASE,
)  # Q3 2024, third quarter of 2024
HALF = re.compile(
    rf"\b(?:(?P<w>first|second|1st|2nd)(?:\s+half\s+of\s+(?:the year\s+)?(?:(?P<y>{YEAR})|the year|this year)|-half(?=\s))"
    rf"|H(?P<h>[12])\s?-?\s?(?P<y2>{YEAR})|(?<=in )H(?P<h3>[12])(?![\w-])|(?P<y3>{YEAR})[\s-]?H(?P<h2>[12]))\b",
    re.IGNORECASE,
)  # first half of 2024, H1 2024
QUARTERS = re.compile(rf"\bfirst (?P<n>two|three|[23]) quarters(?: (?:of|in) (?:the year )?(?P<y>{YEAR}))?\b", re.IGNORECASE)
DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_NTH = r"\d{1,2}(?:st|nd|rd|th)|(?:(?:twenty|thirty)[ -])?[a-z]+(?:st|nd|rd|th)"
# second week of 2021, first week of January 2015, week 3 of 2027
WEEK = re.compile(
    rf"\b(?:(?:the )?(?P<n>{_NTH}) week of (?:(?P<m>[a-z]{{3,9}})\.?,? )?(?P<y>{YEAR})"
    rf"|(?:the )?week (?P<k>\d{{1,2}}) (?:of|in) (?P<y2>{YEAR}))\b",
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
ABOUT = frozenset(["mid", "early", "late"])
ABOUT_YEAR = re.compile(rf"\b(?:mid|early|late)[\s-](?P<y>{YEAR})(?!\w)", re.IGNORECASE)  # mid-2024
FISCAL_HEADS = frozenset(["fy", "cy", "sy", "fiscal", "financial", "school", "academic"])
FISCAL = re.compile(
    rf"\b(?:FY|CY|SY|fiscal\s+(?:year\s+)?|financial\s+year\s+|school\s+year\s+|academic\s+year\s+)\s?-?(?P<y>{YEAR}|\d\d)(?!\d)",
    re.IGNORECASE,
)  # FY2023
_LEADS = (
    r"[Ii]n|of|[Bb]y|[Ss]ince|until|till|[Ff]rom|to|[Dd]uring|years?|before|after|between|and|around|through|throughout|for|spring|summer"
    r"|autumn|fall|winter|end|ending|ended|dated|circa|the|late|early|than|or"
)
# in 2019
PLAIN_YEAR = re.compile(rf"(?<![\w.,/$€£¥#-])(?P<y>{YEAR})(?![\w%/]|[.,:]\d|-\w)(?P<n>\s+[a-z]+)?")
LED = re.compile(rf"(?:\b(?:{_LEADS})\s{{1,3}}|^|[(\[,;:=]\s?)\Z")  # what shows a number behind it to be a year
LONGEST_LEAD = 13  # throughout, and spaces
ORDINAL_YEARS = {"first": "1", "opening": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4"}
DIGIT_RUN = re.compile(r"\d(?:\d\d\d|0s)")


def periods(text: str, spelt: frozenset[str], figures: bool = True) -> Iterator[Reading]:
    """Yield years, decades, centuries, quarters, halves and weeks.

    `spelt` are the words of the text in lower case, and `figures` tells whether it may have digits.

    >>> [r.mention.value for r in periods("Q3 2024 and the 1990s", {"q", "and", "the", "s"})]
    ['2024-35', '199X']
    """
    if "quarter" in spelt or "Q" in text or "q" in spelt:
        for m in QUARTER.finditer(text):
            q = "4" if m["end"] else m["q"] or m["q2"] or ORDINAL_YEARS[m["w"].lower()]
            yield reading("date", m.start(), m.end(), f"{m['y'] or m['y2'] or m['y3'] or m['y4'] or 'XXXX'}-{32 + int(q)}")
    if "quarters" in spelt:
        for m in QUARTERS.finditer(text):
            n, year = int(m["n"]) if m["n"].isdigit() else cardinals()[m["n"].lower()], m["y"] or "XXXX"
            yield reading("date", m.start(), m.end(), f"{year}-33/{year}-{32 + n}")
    if "week" in spelt:
        yield from _weeks(text)
    if "month" in spelt or not DAYS.isdisjoint(spelt):
        for m in NTH_DAY.finditer(text):
            if n := _nth(m["n"] or m["n2"]):
                yield reading("date", m.start() if m["n"] else m.start("n2"), m.end(), f"XXXX-XX-{n:02d}")
    if "half" in spelt or "H1" in text or "H2" in text or "h1" in text or "h2" in text:
        for m in HALF.finditer(text):
            h = m["h"] or m["h2"] or m["h3"] or ORDINAL_YEARS[m["w"].lower()]
            strength = PAIRED if m[0].endswith("-half") else STRONG  # a first-half goal is 上半场
            yield reading("date", m.start(), m.end(), f"{m['y'] or m['y2'] or m['y3'] or 'XXXX'}-{39 + int(h)}", strength=strength)
    if "century" in spelt or "centuries" in spelt:
        for m in CENTURY.finditer(text):
            if n := int(m["n"]) if m["n"] else _ordinal(m["w"].lower()):
                yield reading("date", m.start(), m.end(), f"{n - 1:02d}XX")
    if not spelt.isdisjoint(DECADES):
        for m in WORD_DECADE.finditer(text):
            yield reading("date", m.start(), m.end(), f"19{DECADES[m[1].lower()]}X", strength=PAIRED)
    if (figures and DIGIT_RUN.search(text)) or "fy" in spelt or "cy" in spelt:
        yield from _years(text, spelt)


def _ordinal(word: str) -> int:
    head, _, tail = word.rpartition("-")
    return ordinals().get(tail, 0) + {"twenty": 20, "thirty": 30}.get(head, 0)


def _weeks(text: str) -> Iterator[Reading]:
    for m in WEEK.finditer(text):
        n = int(m["k"]) if m["k"] else _nth(m["n"])
        if 1 <= n <= 53 and (m["m"] is None or m["m"].lower() in months()):
            month = f"{months()[m['m'].lower()]:02d}-" if m["m"] else ""
            yield reading("date", m.start(), m.end(), f"{m['y'] or m['y2']}-{month}W{n:02d}")
    for m in LAST_WEEK.finditer(text):
        if m["m"] is None or m["m"].lower() in months():
            yield reading("date", m.start(), m.end(), last_week(int(m["y"]), months()[m["m"].lower()] if m["m"] else 0))


def _nth(text: str) -> int:
    """Read an ordinal in digits or words: 21st, twenty-first; 0 where it is none."""
    return int(re.sub(r"\D", "", text)) if text[0].isdigit() else _ordinal(text.lower().replace(" ", "-"))


def last_week(year: int, month: int = 0) -> str:
    """Write the last week of a year, after ISO 8601, or of a month.

    >>> last_week(2020), last_week(2016, 12)
    ('2020-W53', '2016-12-W05')
    """
    if not month:
        return f"{year}-W{date(year, 12, 28).isocalendar()[1]:02d}"
    return f"{year}-{month:02d}-W{(monthrange(year, month)[1] + date(year, month, 1).weekday() + 6) // 7:02d}"


def _years(text: str, spelt: frozenset[str]) -> Iterator[Reading]:
    if "s" in spelt:
        for m in DECADE.finditer(text):
            yield reading("date", m.start(), m.end(), f"{m['y'][:3]}X")
        for m in SHORT_DECADE.finditer(text):
            yield reading("date", m.start(), m.end(), f"19{m['d']}X")
    if not ABOUT.isdisjoint(spelt):
        for m in ABOUT_YEAR.finditer(text):
            yield reading("date", m.start(), m.end(), f"{m['y']}~")
    if not FISCAL_HEADS.isdisjoint(spelt):
        for m in FISCAL.finditer(text):
            yield reading("date", m.start(), m.end(), m["y"] if len(m["y"]) == 4 else f"20{m['y']}")
    for m in at_digits(YEARS, text):
        b = m["b"] if len(m["b"]) == 4 else m["a"][:2] + m["b"]
        if int(b) > int(m["a"]):
            yield reading("date", m.start(), m.end(), f"{m['a']}/{b}")
    past = 0
    for m in at_digits(PLAIN_YEAR, text):
        start, follower = m.start(), (m["n"] or "").strip()
        led = LED.search(text, max(past, start - LONGEST_LEAD), start) is not None and follower not in counted()
        if led or (1900 <= int(m["y"]) <= 2099 and not follower):
            yield reading("date", start, m.end("y"), m["y"])
        past = m.end()
