"""Read what a time of day says besides hour and minute: its zone, and in English its words: half past seven, 3 o'clock, in the evening.

A time is written after ISO 8601-1 with the offset of its zone where the text names one: `T14:00`, `T14:00+08:00`, `T06:00Z`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from .reading import Reading, reading
from .tables import either, rows, words
from .tokens_en import cardinals

# half past seven, quarter to nine
PAST = re.compile(
    r"\b(?:(?:a\s)?(?P<part>half|quarter)|(?P<m>five|ten|twenty|twenty-five)(?:\sminutes)?)\s(?P<way>past|to)\s(?P<h>\d{1,2}|[a-z]+)\b(?P<o>\so['\u2019]clock)?"
    r"(?:,?\s(?:in the\s(?P<day>morning|afternoon|evening)|(?P<night>at night)|(?P<half>[ap])\.?m\b\.?))?",
    re.IGNORECASE,
)
# seven o'clock, 7 in the evening
HOUR = re.compile(
    r"\b(?P<h>\d{1,2}|[a-z]+)(?:\so['\u2019]clock(?:\s(?:in the\s(?P<day>morning|afternoon|evening)|(?P<night>at night)))?"
    r"|\sin the\s(?P<day2>morning|afternoon|evening))\b",
    re.IGNORECASE,
)
SAID = re.compile(r"\b(?:past|to|in the|o['\u2019]clock)\b", re.IGNORECASE)
OFFSET = r"(?:\s?(?P<sign>[+\-\u2212])\s?(?P<oh>\d{1,2})(?::?(?P<om>[0-5]\d))?)?"  # UTC+8
BETWEEN = re.compile(r"[\s,，(（]{0,3}")  # between a time and the zone behind it
RANGE = re.compile(r"\s?(?:[-\u2013\u2014~～至到和]|to|and|until)+\s?")  # between the ends of a range of times
AHEAD = 18  # characters between a zone and the time that follows it: 北京时间11月3日上午9时
VALUE = re.compile(r"T(\d\d):(\d\d)(Z|[+-]\d\d:\d\d)?")


class Time(NamedTuple):
    """Hold a time of day in minutes, and how many minutes its zone is ahead of UTC; None where it names none."""

    minutes: int
    ahead: int | None


@lru_cache(maxsize=1024)
def time_of(value: str) -> Time | None:
    """Read a time as it is written here.

    >>> time_of("T14:30"), time_of("T14:00+08:00"), time_of("2024")
    (Time(minutes=870, ahead=None), Time(minutes=840, ahead=480), None)
    """
    m = VALUE.fullmatch(value)
    if m is None:
        return None
    ahead = None if not m[3] else 0 if m[3] == "Z" else (1 if m[3][0] == "+" else -1) * (int(m[3][1:3]) * 60 + int(m[3][4:]))
    return Time(int(m[1]) * 60 + int(m[2]), ahead)


def times_agree(a: Reading, b: Reading) -> bool:
    """Tell whether two times are one: the same moment where both name a zone, else the same hour of the same half of the day.

    >>> def at(value: str, hours: int = 24) -> Reading: return reading("date", 0, 1, value, hours=hours)
    >>> times_agree(at("T14:00Z"), at("T22:00+08:00")), times_agree(at("T14:00"), at("T02:00")), times_agree(at("T14:00"), at("T02:00", 12))
    (True, False, True)
    """
    x, y = time_of(str(a.mention.value)), time_of(str(b.mention.value))
    if x is None or y is None:
        return False
    apart = x.minutes - y.minutes
    if x.ahead is not None and y.ahead is not None:
        apart -= x.ahead - y.ahead
    whole = 720 if 12 in (a.hours, b.hours) or x.minutes % 720 < 60 else 1440  # twelve is noon, midnight, or what is said of it
    return apart % whole == 0


def clock_en(text: str, spelt: frozenset[str]) -> Iterator[Reading]:
    """Yield the times that an English text says in words; `spelt` are its words in lower case.

    >>> [(r.mention.value, r.hours) for r in clock_en("a quarter to nine", {"a", "quarter", "to", "nine"})]
    [('T08:45', 12)]
    """
    if "past" in spelt or ("to" in spelt and not spelt.isdisjoint(("quarter", "minutes"))):
        for m in PAST.finditer(text):
            if hour := _hour(m["h"]):
                minutes = {"half": 30, "quarter": 15}[m["part"].lower()] if m["part"] else cardinals()[m["m"].lower().replace("-five", "")]
                minutes += 5 if m["m"] and m["m"].lower().endswith("-five") else 0
                if not (m["way"].lower() == "to" and (minutes == 30 or not (m["part"] or m["o"]))):
                    past = minutes if m["way"].lower() == "past" else -minutes
                    yield _told(m.start(), m.end(), hour * 60 + past, _half(m["day"], m["night"], m["half"]))
    if "clock" in spelt or not spelt.isdisjoint(("morning", "afternoon", "evening")):
        for m in HOUR.finditer(text):
            if hour := _hour(m["h"]):
                yield _told(m.start(), m.end(), hour * 60, _half(m["day"] or m["day2"], m["night"], ""))


def _hour(said: str) -> int:
    n = int(said) if said.isdigit() else cardinals().get(said.lower(), 0)
    return n if 1 <= n <= 12 else 0


def _half(day: str | None, night: str | None, half: str | None) -> str:
    """Return which half of the day is meant: a, p, or nothing."""
    if half:
        return half.lower()
    return "" if not (day or night) else "a" if (day or "").lower() == "morning" else "p"


def _told(start: int, end: int, minutes: int, half: str) -> Reading:
    minutes = minutes % 720 + (720 if half == "p" else 0)
    return reading("date", start, end, f"T{minutes // 60:02d}:{minutes % 60:02d}", hours=24 if half else 12)


ZONES = {name: r[0] for r in rows("zones.tsv") for field in r[1:] for name in words(field)}
ZONE = re.compile(rf"(?<![A-Za-z])(?P<zone>{either(ZONES)})(?![A-Za-z]){OFFSET}")  # CET, UTC+8


def zoned(text: str, found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return readings with the zone that the text names beside their times: 14:00 CET, 北京时间9时, 9 a.m. (UTC+8).

    >>> zoned("14:00 CET", (reading("date", 0, 5, "T14:00"),))[0].mention.value
    'T14:00+01:00'
    """
    at = [n for n, r in enumerate(found) if r.mention.kind == "date" and str(r.mention.value).startswith("T")]
    if not at:
        return found
    named = list(found)
    ends, starts = ([named[n].mention.span[side] for n in at] for side in (1, 0))
    for m in ZONE.finditer(text):
        before, after = bisect_right(ends, m.start()) - 1, bisect_left(starts, m.end())
        if before >= 0 and BETWEEN.fullmatch(text, ends[before], m.start()):
            _name(text, named, (at[k] for k in range(before, -1, -1)), _offset(m))
        elif after < len(at) and starts[after] - m.end() <= AHEAD:
            _name(text, named, (at[k] for k in range(after, len(at))), _offset(m))
    return tuple(named)


def _offset(m: re.Match[str]) -> str:
    if m["sign"]:
        sign = "+" if m["sign"] == "+" else "-"
        return f"{sign}{int(m['oh']):02d}:{m['om'] or '00'}"
    return ZONES[m["zone"]]


def _name(text: str, named: list[Reading], at: Iterable[int], offset: str) -> None:
    """Give the first of some times a zone, and those that a range joins to it."""
    last: Reading | None = None
    for n in at:
        one = named[n]
        value = str(one.mention.value)
        if len(value) > len("T14:00") or (last is not None and not RANGE.fullmatch(text, *_gap(one, last))):
            break
        named[n] = last = one._replace(mention=replace(one.mention, value=value + offset))


def _gap(a: Reading, b: Reading) -> tuple[int, int]:
    first, second = sorted((a.mention.span, b.mention.span))
    return first[1], second[0]
