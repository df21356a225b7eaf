"""Hold mentions against the TIMEX values of Recognizers-Text, which reckons every date from the day on which a case is read.

Mentions state what the text says and no more: a step from an unnamed day (`-P1Y`), a duration, a date without its year. So a value
counts as stated where it follows from what is stated and the day of reading: last year and 7 November 2016 are 2015, in two weeks
is a duration of two weeks from that day, a range is stated by any two of its start, its end and its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from pipeline.mentions.relative import VALUE
from pipeline.mentions.tables import units
from pipeline.model import Mention

RANGE = re.compile(r"\(([^,]+),([^,]+)(?:,([^,]+))?\)")
DURATION = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)B?D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
PARTS = ("year", "month", "week", "day", "hour", "minute", "second")
SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}


def states(timex: str, found: Sequence[Mention], today: date | None) -> bool:
    """Tell whether the mentions state a TIMEX value, read on a day."""
    if m := RANGE.fullmatch(timex):
        return _states_range(m[1], m[2], m[3] or "", found, today)
    if timex.startswith("P"):
        return _lasts(timex, found)
    timex = timex.removeprefix("SY").removeprefix("FY")
    said = {t for x in found if x.kind == "date" for t in _timexes(str(x.value), today)}
    return timex in said or any(_completes(s, timex) for s in said) or timex in set(_reckoned(found, said, today))


def _timexes(value: str, today: date | None) -> Iterator[str]:
    """Yield a date as TIMEX writes it; a step is taken from today."""
    value = value.rstrip("~")
    if today and value.startswith("XXXX-WXX-"):
        monday = today - timedelta(today.weekday())
        days = [monday + timedelta(7 * n + int(value[-1]) - 1) for n in (-1, 0, 1)]
        yield from (*map(str, days), *(f"{d.isocalendar()[0]}-W{d.isocalendar()[1]:02d}-WE" for d in days if d.weekday() == 5))
    m = VALUE.fullmatch(value)
    if m is None or today is None:
        yield value
        return
    n, unit, part = int(m[1]) * (-1 if value[0] == "-" else 1), m[2], m[3]
    if unit == "D":
        yield str(today + timedelta(n))
    elif unit == "W":
        monday = today - timedelta(today.weekday()) + timedelta(7 * n)
        yield str(monday + timedelta(int(part) - 1)) if part else f"{monday.isocalendar()[0]}-W{monday.isocalendar()[1]:02d}"
    elif unit == "Y":
        yield f"{today.year + n}" + (f"-{SEASONS.get(part, part)}" if part else "")
        if n and not n % 10:
            yield f"{(today.year + n) // 10}X"  # the next decade
    else:
        start = _months(
            date(today.year, today.month if unit == "M" else 3 * ((today.month - 1) // 3) + 1, 1), n * (1 if unit == "M" else 3)
        )
        yield str(start)[:7] + (f"-{part}" if part else "") if unit == "M" else f"{start.year}-{33 + (start.month - 1) // 3}"


def _months(day: date, n: int) -> date:
    at = day.year * 12 + day.month - 1 + n
    year, month = divmod(at, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(1)).day
    return date(year, month + 1, min(day.day, last))


def _completes(said: str, timex: str) -> bool:
    """Tell whether a date whose year or month is not told may be the value."""
    return "X" in said and len(said) == len(timex) and all(a in ("X", b) for a, b in zip(said, timex, strict=True))


def _reckoned(found: Sequence[Mention], said: set[str], today: date | None) -> Iterator[str]:
    """Yield the days that lie as far from a stated day, or from today, as the stated durations together."""
    spans = [
        (int(x.value) * MONTHS.get(x.unit, 0), int(x.value) * DAYS.get(x.unit, 0))
        for x in found
        if x.kind == "duration" and isinstance(x.value, Fraction) and x.value.denominator == 1
    ]
    said = {s.replace("XXXX", str(today.year + n)) if today else s for s in said for n in (0, 1)}
    starts = [*(d for s in said if (d := _day(s) or _day(f"{s}-01-01"))), *([today] if today else [])]
    for months, days in {*spans, (sum(m for m, _ in spans), sum(d for _, d in spans))} if spans else ():
        for start in starts:
            for sign in (1, -1):
                day = str(_months(start, sign * months) + timedelta(sign * days))
                yield from (day, day[:4]) if not days else (day,)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _states_range(start: str, until: str, length: str, found: Sequence[Mention], today: date | None) -> bool:
    said = [t for x in found if x.kind == "date" for t in _timexes(str(x.value), today)]
    if f"{start}/{until}" in said or any(_covers(d, start, until) for d in said):
        return True
    known = [*said, *_own(today)]
    ends = any(_starts(d, start) for d in known), any(_starts(d, until) or _ends(d, until) for d in known)
    return all(ends) or (any(ends) and _lasts(length, found))


def _own(today: date | None) -> Iterator[str]:
    """Yield what lies at hand on a day: it, the next, and the first days of its week, month, quarter and year and of those that follow."""
    if today is None:
        return
    monday = today - timedelta(today.weekday())
    yield from (str(today), str(today + timedelta(1)), str(monday), str(monday + timedelta(7)))
    for length in (1, 3, 12):
        first = date(today.year, (today.month - 1) // length * length + 1, 1)
        yield from (str(first), str(_months(first, length)))


def _starts(said: str, day: str) -> bool:
    """Tell whether a date begins on a day."""
    if "X" in said and len(said) == len(day):
        return all(a in ("X", b) for a, b in zip(said, day, strict=True))
    return said == day or (said == day[:7] and day.endswith("-01")) or (said == day[:4] and day.endswith("-01-01"))


def _ends(said: str, until: str) -> bool:
    """Tell whether a date ends before a day."""
    day = _day(until)
    return day is not None and day.day == 1 and str(day - timedelta(1)).startswith(said) and (len(said) == 7 or day.month == 1)


def _covers(said: str, start: str, until: str) -> bool:
    """Tell whether a decade, a half or a quarter, or a range in coarser terms, is the range from start until (exclusive)."""
    if said.endswith("X") and said[:3].isdigit():
        return start == f"{said[:3]}0-01-01"
    if said.endswith("XX") and said[:2].isdigit():
        return start == f"{said[:2]}00-01-01"
    head, _, part = said.partition("-")
    if part.isdigit() and 33 <= int(part) <= 41:
        month = 1 + 3 * (int(part) - 33) if int(part) <= 36 else 1 + 6 * (int(part) - 40)
        return start == f"{head}-{month:02d}-01" or (head == "XXXX" and start[5:] == f"{month:02d}-01")
    if "/" in said:
        a, b = said.split("/")
        return _starts(a, start) and (_starts(b, until) or _ends(b, until) or b[:7] == until[:7])
    return False


def _lasts(timex: str, found: Sequence[Mention]) -> bool:
    """Tell whether the mentions state every part of a duration."""
    m = DURATION.fullmatch(timex)
    wanted = [(Fraction(n), unit) for n, unit in zip(m.groups(), PARTS, strict=True) if n] if m else []
    return bool(wanted) and all(any(_measures(x, n, unit) for x in found) for n, unit in wanted)


def _measures(m: Mention, value: Fraction, unit: str) -> bool:
    if m.kind != "duration" or not isinstance(m.value, Fraction):
        return False
    have, want = units().get(m.unit), units()[unit]
    if m.value == value and (m.unit == unit or (m.unit, unit) == ("night", "day")):
        return True
    return bool(have and have.factor and want.factor and have.dimension == want.dimension and m.value * have.factor == value * want.factor)
