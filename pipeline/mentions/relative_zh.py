"""Find relative dates in Chinese: 昨天, 去年, 次年, 明年九月, 下周五, 上个月."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numerals_zh import evaluate
from .reading import Reading
from .relative import step, table, told
from .tables import either

WEEKDAYS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "日": "7", "天": "7", "末": "6"}
# what every relative date holds: a quick look, which passes over all but the first characters
RELATIVE = re.compile(
    r"[周週期拜前昨今当當同明次翌后後去来來上下本这這元新圣聖]"
    r"(?:(?<=[周週期拜])[一二三四五六日天末]|(?<=[前昨今当當同明次翌后後去来來])[天日年月]|(?<=[前后])一[天日年]"
    r"|(?<=[上下本这這])[一上下]?\s?[个個]?\s?[周週月季星礼禮年春夏秋冬]|(?<=元)旦|(?<=新)年|(?<=[圣聖])[诞誕])"
)
# 周五一名: a weekday, not five weeks and one
WEEKDAY = re.compile(r"(?<![一二三四五六七八九十两几\d每])(?:周|週|星期|礼拜|禮拜)(?P<d>[一二三四五六日天末])(?![个個條条月])")
MONTH_OR_DAY = r"(?:第?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:个?月(?:份)?|[日号號]))"


def _part(word: str, text: str, start: int, end: int) -> bool:
    """Tell whether what reads like a day is part of other words: 目前日本, 不同年份."""
    before, after = table("zh", "before"), table("zh", "after")
    return (start > 0 and text[start - 1] in before.get(word[0], "")) or (end < len(text) and text[end] in after.get(word[-1], ""))


def _pattern() -> re.Pattern[str]:
    day, steps, unit, season = (either(table("zh", part)) for part in ("day", "step", "unit", "season"))
    week = r"(?:周|週|星期|礼拜|禮拜)"
    return re.compile(
        rf"(?P<day>{day})(?:\s?的?{MONTH_OR_DAY}(?![时期])|\s?的?(?P<s>{season}))?"
        rf"|(?<![以如之线晚早基版日样根资成文原剧标])(?P<step>{steps})\s?[个個]?\s?"
        rf"(?:{week}(?P<d>[一二三四五六日天末])|(?P<s2>{season})|(?P<u>{unit})(?![期边转围知岁刊报全密详经球饼薪台末长長]))"
    )


PATTERN = _pattern()


def relative_zh(text: str) -> Iterator[Reading]:
    """Yield the relative dates of a Chinese text.

    >>> [r.mention.value for r in relative_zh("昨天、去年、次年和下周五，明年九月")]
    ['-P1D', '-P1Y', '+P1Y', '+P1W-5', '+P1Y-09', 'XXXX-WXX-5']
    """
    beginnings = [found.start() for found in RELATIVE.finditer(text)]
    if not beginnings:
        return
    for m in (m for at in beginnings if (m := PATTERN.match(text, at))):
        if m["day"]:
            if _part(m["day"], text, *m.span("day")):
                continue
            value = table("zh", "day")[m["day"]]
            if m["n"] or m["s"]:
                value = _within(value, m)
        else:
            many = int(table("zh", "step")[m["step"]])
            if m["d"]:
                value = step(many, "1W", WEEKDAYS[m["d"]])
            elif m["s2"]:
                value = step(many, "1Y", table("zh", "season")[m["s2"]])
            else:
                value = step(many, table("zh", "unit")[m["u"]])
        if value:
            yield told(m.start(), m.end(), value)
    for m in WEEKDAY.finditer(text):
        yield told(m.start(), m.end(), f"XXXX-WXX-{WEEKDAYS[m['d']]}")


def _within(value: str, m: re.Match[str]) -> str:
    """Add the month, the day or the season that follows: 明年九月, 本月十日, 今年夏天."""
    if m["s"]:
        return f"{value}-{table('zh', 'season')[m['s']]}" if value.endswith("Y") else ""
    n = int(evaluate(m["n"])[0] or 0)
    fits = value.endswith("Y" if "月" in m[0][len(m["day"]) :] else "M")
    return f"{value}-{n:02d}" if fits and 1 <= n <= 31 else ""
