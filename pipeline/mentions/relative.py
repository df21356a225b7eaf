"""Say dates that are told from the day of writing or from another date: last year, next Friday, 去年, 次年, 下周五.

EDTF has no form for them. They are written as the step to them: `+P1Y`, so many days (D), weeks (W), months (M), quarters (Q) or
years (Y) on or back; `+P0Y` is this year, or the same year; `+P1W-5` the next week's Friday, `+P1Y-09` the next year's September,
`+P0Y-22` this summer (EDTF's season). The step is kept as it is said: nobody but the reader knows the day. A weekday alone is
`XXXX-WXX-3`, as ISO 8601 writes a Wednesday of some week.
"""

from __future__ import annotations

import re
from functools import cache

from .reading import PAIRED, STRONG, Reading, reading
from .tables import rows, words

VALUE = re.compile(r"[+-]P(\d+)([DWMQY])(?:-(\d+))?")  # +P1W-5


@cache
def table(locale: str, part: str) -> dict[str, str]:
    """Return the words of one part of relative dates in a language, each with its value."""
    return {w: r[2] for r in rows("relative.tsv") if r[0] == locale and r[1] == part for w in words(r[3])}


def step(many: int, unit: str, part: str = "") -> str:
    """Write a step: how many units on or back, and a part of the one that is met there.

    >>> step(-1, "1Y", "05"), step(1, "10Y")
    ('-P1Y-05', '+P10Y')
    """
    return f"{'-' if many < 0 else '+'}P{abs(many) * int(unit[:-1])}{unit[-1]}" + (f"-{part}" if part else "")


def told(start: int, end: int, value: str) -> Reading:
    """Make the reading of a relative date; the month or the day that it names must be met, all else only fits or does not."""
    return reading("date", start, end, value, strength=STRONG if named_part(value) else PAIRED)


def is_relative(value: str) -> bool:
    """Tell whether a date is a step from another one.

    >>> is_relative("+P1Y"), is_relative("2020"), is_relative("-0221")
    (True, False, False)
    """
    return value[1:2] == "P"


def of_week(value: str) -> str:
    """Return the weekday that a date names by its number, or nothing.

    >>> of_week("+P1W-5"), of_week("XXXX-WXX-3"), of_week("2020-06-15")
    ('5', '3', '')
    """
    return value[-1] if "W-" in value or value.startswith("XXXX-WXX-") else ""


def may_be(step: str, date: str) -> bool:
    """Tell whether a step may lead to a date: it is as fine, and what the step names of it is the same.

    >>> may_be("-P1Y", "2017"), may_be("-P1D", "2017"), may_be("-P1Y-05", "2017-05"), may_be("-P1Y-05", "XXXX-08")
    (True, False, True, False)
    """
    m = VALUE.fullmatch(step)
    if m is None or date.startswith("T"):
        return False
    pieces = date.rstrip("~").split("/")[0].split("-")
    fine = 1 if m[2] == "Y" and not m[3] else 3 if m[2] in "DW" or (m[2] == "M" and m[3]) else 2
    return len(pieces) == fine and (m[3] is None or m[2] == "W" or pieces[-1] == m[3])


def named_part(value: str) -> int:
    """Return the month or the day that a step names, or 0; a season is none.

    >>> named_part("-P1Y-05"), named_part("-P1Y"), named_part("+P1W-5")
    (5, 0, 0)
    """
    m = VALUE.fullmatch(value)
    return int(m[3]) if m and m[3] and m[2] != "W" and not (m[2] == "Y" and int(m[3]) > 12) else 0


UNITS = {"D": ("day", "天"), "W": ("week", "周"), "M": ("month", "个月"), "Q": ("quarter", "个季度"), "Y": ("year", "年")}
SAME_ZH = {"D": "当天", "W": "本周", "M": "当月", "Q": "本季度", "Y": "当年"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SEASONS = {"21": ("spring", "春季"), "22": ("summer", "夏季"), "23": ("autumn", "秋季"), "24": ("winter", "冬季")}


def spoken(value: str, language: str) -> str:
    """Say a step or a weekday as a reader knows it.

    >>> spoken("-P1Y-05", "en"), spoken("+P1W-5", "zh"), spoken("XXXX-WXX-3", "en"), spoken("2020", "en")
    ('1 year earlier, month 5', '后1周星期五', 'Wednesday', '2020')
    """
    zh = language == "zh"
    m = VALUE.fullmatch(value)
    if m is None:
        return _weekday(value[-1], zh) if of_week(value) else _time(value) if value[0] == "T" else value
    n, (unit, unit_zh) = int(m[1]), UNITS[m[2]]
    if zh:
        whole = f"{'前' if value[0] == '-' else '后'}{n}{unit_zh}" if n else SAME_ZH[m[2]]
    else:
        whole = f"{n} {unit}{'s' if n > 1 else ''} {'earlier' if value[0] == '-' else 'later'}" if n else f"the same {unit}"
    if m[3] is None:
        return whole
    if m[2] == "W":
        part = _weekday(m[3], zh)
    elif m[3] in SEASONS and m[2] == "Y":
        part = SEASONS[m[3]][zh]
    else:
        part = f"{int(m[3])}{'月' if m[2] == 'Y' else '日'}" if zh else f"{'month' if m[2] == 'Y' else 'day'} {int(m[3])}"
    return whole + ("" if zh else ", ") + part


def _time(value: str) -> str:
    """Say a time of day: `T14:00+08:00` is 14:00 (UTC+8)."""
    zone = value[6:].replace("Z", "+00:00")
    hours = f"{zone[0]}{int(zone[1:3])}{zone[3:] if zone[4:] != '00' else ''}" if zone else ""
    return value[1:6] + (f" (UTC{hours if hours != '+0' else ''})" if zone else "")


def _weekday(number: str, zh: bool) -> str:
    return "星期" + "一二三四五六日"[int(number) - 1] if zh else WEEKDAYS[int(number) - 1]
