"""Find dates that are told from the day of writing or from another date: last year, next Friday, 去年, 次年, 下周五.

EDTF has no form for them. They are written as the step to them: `+P1Y`, so many days (D), weeks (W), months (M), quarters (Q) or
years (Y) on or back; `+P0Y` is this year, or the same year; `+P1W-5` the next week's Friday, `+P1Y-09` the next year's September,
`+P0Y-22` this summer (EDTF's season). The step is kept as it is said: nobody but the reader knows the day. A weekday alone is
`XXXX-WXX-3`, as ISO 8601 writes a Wednesday of some week.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .numerals_zh import evaluate
from .reading import PAIRED, STRONG, Reading, reading
from .tables import either, months, rows

VALUE = re.compile(r"[+-]P(\d+)([DWMQY])(?:-(\d+))?")  # +P1W-5
STEPS = {"this": 0, "last": -1, "next": 1}
WEEKDAYS_ZH = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 6}


@cache
def _table(locale: str, part: str) -> dict[str, str]:
    return {w: r[2] for r in rows("relative.tsv") if r[0] == locale and r[1] == part for w in r[3].split("|")}


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the last words, in lower case, of days, of steps, and of what a step leads to."""
    last = lambda *parts: frozenset(w.split()[-1] for part in parts for w in _table("en", part))  # noqa: E731
    return last("day", "weekday"), last("step", "far"), last("unit", "season")


def any_in(spelt: set[str]) -> bool:
    """Tell whether words in lower case may make a relative date; most texts have none, and this is a quick look."""
    days, steps, units = _words()
    return not days.isdisjoint(spelt) or not (steps.isdisjoint(spelt) or units.isdisjoint(spelt))


@cache
def _english() -> re.Pattern[str]:
    day, step, far = (either(_table("en", part)) for part in ("day", "step", "far"))
    unit, season, month = either(_table("en", "unit")), either(_table("en", "season")), either(months())
    sort = r"(?:school|calendar|fiscal|financial|academic|working)\s"
    return re.compile(
        rf"\b(?:(?P<day>{day})|(?:the\s)?(?P<u2>{unit})\s(?P<far>{far})"
        rf"|(?:(?:earlier|later)\s)?(?:the\s)?(?P<step>{step})\s(?:{sort})?(?:(?P<u>{unit})(?:\s(?P<d2>[a-z]+day))?|(?P<d>[a-z]+day|weekend)|(?P<s>{season}))"
        rf"|(?P<d3>[a-z]+day)\sof\s(?P<step2>{step})\sweek|(?:(?P<m>{month})|(?:the\s)?(?P<n>\d{{1,2}})(?:st|nd|rd|th)\smonth),?\s(?:of\s)?(?P<step3>{step})\s(?:{sort})?year)\b(?!\sof\b|-old|['\u2019]s\seve\b|\s\d{{4}}\b)",
        re.IGNORECASE,
    )


def relative_en(text: str, spelt: set[str]) -> Iterator[Reading]:
    """Yield the relative dates of an English text; `spelt` are its words in lower case.

    >>> [r.mention.value for r in relative_en("yesterday, last year and next Friday", {"yesterday"})]
    ['-P1D', '-P1Y', '+P1W-5']
    """
    if not any_in(spelt):
        return
    for m in _english().finditer(text):
        if value := _value_en({k: v.lower() for k, v in m.groupdict().items() if v}):
            yield reading("date", m.start(), m.end(), value, strength=STRONG if named_part(value) else PAIRED)
    for m in _weekday().finditer(text):
        yield reading("date", m.start(), m.end(), f"XXXX-WXX-{_table('en', 'weekday')[m[0].lower()]}", strength=PAIRED)


@cache
def _weekday() -> re.Pattern[str]:
    """Return the pattern of weekdays that are no part of a name: on Friday, but not Good Friday or the Sunday Times."""
    days = "|".join(w.capitalize() if w.endswith("day") else f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in _table("en", "weekday"))
    months_named = "|".join(m.capitalize() for m in months() if m.isalpha())
    return re.compile(
        rf"(?<!Good )(?<!Black )(?<!Ash )(?<!Palm )(?<!Holy )(?<!Super )(?<!Cyber )(?<!Bloody )\b(?:{days})\b(?! (?!{months_named})[A-Z])"
    )


def _value_en(said: dict[str, str]) -> str:
    if "day" in said:
        return _table("en", "day")[said["day"]]
    units, days = _table("en", "unit"), _table("en", "weekday")
    if "far" in said:
        return _step(int(_table("en", "far")[said["far"]]), units[said["u2"]])
    step = STEPS[_table("en", "step")[said.get("step") or said.get("step2") or said["step3"]]]
    if "step3" in said:
        month = months()[said["m"]] if "m" in said else int(said["n"])
        return _step(step, "1Y", month) if month <= 12 else ""
    if weekday := said.get("d") or said.get("d2") or said.get("d3"):
        return _step(step, "1W", int(days[weekday])) if weekday in days and said.get("u", "week") == "week" else ""
    if "s" in said:
        return _step(step, "1Y", int(_table("en", "season")[said["s"]]))
    if said["u"] == "day" and said["step"] == "last":
        return ""  # the last day of the month
    return _step(step, units[said["u"]])


def _step(step: int, unit: str, part: int = 0) -> str:
    """Write so many units on or back, and a part of the one that is met there."""
    many = abs(step) * int(unit[:-1])
    return f"{'-' if step < 0 else '+'}P{many}{unit[-1]}" + (f"-{part:02d}" if part and unit[-1] == "Y" else f"-{part}" if part else "")


# 周五一名: a weekday, not five weeks and one
WEEKDAY = re.compile(r"(?<![一二三四五六七八九十两几\d每])(?:周|週|星期|礼拜|禮拜)(?P<d>[一二三四五六日天])(?![个個條条月])")
MONTH_OR_DAY = r"(?:第?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:个?月(?:份)?|[日号號]))"


# Characters before and behind which the same two characters are parts of other words: 目前日本, 不同年份, 以下周期.
BEFORE = {
    "前": "目之此以提先年天日前", "后": "之以此今先前最年天日", "同": "不相共如合", "次": "每此首本多屡历两一二三四五六七八九十0123456789",
    "本": "基版日样根资成文原剧标", "上": "以如之线晚早", "下": "以如之线时", "来": "未近以", "去": "过", "今": "如", "明": "声说证表透文黎光", "当": "相恰正适",
}  # fmt: skip
AFTER = {
    "年": "代轻龄终会纪级检薪货鉴", "月": "经球饼薪台", "日": "本期志常程报子渐益语元方均", "天": "气空然线", "周": "期边转围知岁刊报全密详", "週": "期邊轉圍知刊報",
}  # fmt: skip


def _words_zh() -> str:
    """Return a pattern of the whole dates, each but where it is part of other words."""
    table = _table("zh", "day")
    return "|".join(
        (f"(?<![{BEFORE[w[0]]}])" if w[0] in BEFORE else "") + w + (f"(?![{AFTER[w[-1]]}])" if w[-1] in AFTER else "")
        for w in sorted(table, key=lambda w: (-len(w), w))
    )


@cache
def _chinese() -> re.Pattern[str]:
    step, unit, season = (either(_table("zh", part)) for part in ("step", "unit", "season"))
    week = r"(?:周|週|星期|礼拜|禮拜)"
    return re.compile(
        rf"(?P<day>{_words_zh()})(?:\s?的?{MONTH_OR_DAY}(?![时期])|\s?的?(?P<s>{season}))?"
        rf"|(?<![以如之线晚早基版日样根资成文原剧标])(?P<step>{step})\s?[个個]?\s?"
        rf"(?:{week}(?P<d>[一二三四五六日天末])|(?P<s2>{season})|(?P<u>{unit})(?![期边转围知岁刊报全密详经球饼薪台末长長]))"
    )


def relative_zh(text: str) -> Iterator[Reading]:
    """Yield the relative dates of a Chinese text.

    >>> [r.mention.value for r in relative_zh("昨天、去年、次年和下周五，明年九月")]
    ['-P1D', '-P1Y', '+P1Y', '+P1W-5', '+P1Y-09']
    """
    for m in _chinese().finditer(text):
        if m["day"]:
            value = _table("zh", "day")[m["day"]]
            if m["n"] or m["s"]:
                value = _within(value, m)
        else:
            step = int(_table("zh", "step")[m["step"]])
            if m["d"]:
                value = _step(step, "1W", WEEKDAYS_ZH[m["d"]])
            elif m["s2"]:
                value = _step(step, "1Y", int(_table("zh", "season")[m["s2"]]))
            else:
                value = _step(step, _table("zh", "unit")[m["u"]])
        if value:
            yield reading("date", m.start(), m.end(), value, strength=STRONG if named_part(value) else PAIRED)
    for m in WEEKDAY.finditer(text):
        yield reading("date", m.start(), m.end(), f"XXXX-WXX-{WEEKDAYS_ZH[m['d']]}", strength=PAIRED)


def _within(value: str, m: re.Match[str]) -> str:
    """Add the month, the day or the season that follows: 明年九月, 本月十日, 今年夏天."""
    if m["s"]:
        return f"{value}-{_table('zh', 'season')[m['s']]}" if value.endswith("Y") else ""
    n = int(evaluate(m["n"])[0] or 0)
    fits = value.endswith("Y" if "月" in m[0][len(m["day"]) :] else "M")
    return f"{value}-{n:02d}" if fits and 1 <= n <= 31 else ""


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
