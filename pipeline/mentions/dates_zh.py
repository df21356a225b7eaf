"""Find Chinese dates and write them as EDTF (ISO 8601-2): `2020年6月15日`, `二〇二〇年六月`, `上世纪九十年代`, `2024年上半年`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .dates_digits import digital
from .numerals_zh import evaluate
from .reading import Reading, reading
from .tables import either, eras

_H = "〇零○一二三四五六七八九"
_ERA = either(eras("zh"))
_YEAR = rf"(?:\d{{4}}|[{_H}]{{4}}|两千零?[一二三四五六七八九十]{{1,3}})"
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3}|正|元)"
_TO = r"\s*(?:至|到|[-\u2013\u2014~～\u2010－])+\s*"
# 2024年7月3日至4日 | 2020年6月15日 | 2024年7月 | 7月3日
DATE = re.compile(
    rf"(?:(?:(?P<era>{_ERA})\s?(?P<n>\d{{1,3}}|[一二三四五六七八九十元百]{{1,4}})|(?P<y>{_YEAR}|(?<!\d)\d{{2}}(?=\s?年\s?\d{{1,2}}\s?月)))\s?年\s?(?:的\s?)?)?"
    rf"(?<![个個几数岁日每个\d.])(?P<m>{_N})\s?月(?:\s?份)?(?!球|亮|饼|刊|票|薪|租|经|度)(?:\s?初?(?P<d>{_N})\s?[日号號](?!本|元|圆|报|常|程|志|语|期)|(?<=月)(?P<d2>初[一二三四五六七八九十]))?"
    rf"(?:{_TO}(?:(?P<y2>{_YEAR})\s?年\s?)?(?:(?P<m2>{_N})\s?月)?\s?(?:(?P<e>{_N})\s?[日号號])?(?<=[月日号號]))?"
)
YEARS = re.compile(rf"(?<![\d.])(?P<a>{_YEAR})\s?年?(?:{_TO}|和|与|[/／])(?P<b>{_YEAR}|\d\d)\s?[财財学學]?年(?!代|级|间|龄)")  # 2014-2018年
YEAR = re.compile(
    rf"(?:(?P<era>{_ERA}|公元前|西元前)\s?(?P<n>\d{{1,4}}|[一二三四五六七八九十元百]{{1,4}})|(?<![\d.])(?P<y>{_YEAR}|0\d))\s?[财財学學]?年(?!代|级|龄|前|来|之久|的历史|以?[后内](?=[，。]))(?:度)?(?P<part>上半年|下半年|前半年|后半年|第?[一二三四1-4]季度?|[中初底末](?![国期级学小央等华]))?"
)  # 2024年上半年
DECADE = re.compile(
    rf"(?:(?P<c>上|本|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?(?:个)?世纪)?\s?(?P<d>\d{{2,4}}|[二三四五六七八九]十|[{_H}]{{4}})\s?年代"
)  # 上世纪九十年代
# 20世纪七八十年代, 20世纪70至90年代: the first of two decades
DECADE_PAIR = re.compile(
    r"(?:(?P<c>上|本|\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:个)?世纪)?\s?(?:(?P<a>[二三四五六七八九])(?=[三四五六七八九]十年代)"
    r"|(?P<d>\d0|[二三四五六七八九]十)(?:年代)?(?=\s?(?:、|和|与|及|至|到|[-\u2013~～])\s?(?:\d0|[二三四五六七八九]十)\s?年代))"
)
CENTURY = re.compile(
    r"(?<![上下本这每整半个])(?:(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s?世[纪紀])(?!\s?(?:\d|[二三四五六七八九]十)\d?\s?年代)"
)  # 21世纪
PART = re.compile(
    r"(?P<w>上半年|下半年|前半年|后半年|(?:第\s?)?(?P<q>[一二三四1-4])\s?季度|第\s?(?P<q3>[一二三四1-4])\s?季|Q(?P<q2>[1-4])(?!\d))"
)  # 第三季度
QUARTERS = re.compile(rf"(?:(?P<y>{_YEAR})\s?年的?)?前(?P<q>[二两三23])个?季度")  # 2024年前三季度
WEEK = re.compile(
    rf"(?<![\d.])(?P<y>{_YEAR})\s?年的?第\s?(?P<n>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?(?:周|週|个星期)"
)  # 2021年的第二周
DAY = re.compile(
    r"(?=[\d一二三四五六七八九十])(?<![\d.月至到~～第满滿逾近约達达每隔-])(?<!少[于於])(?<![超][过過])(?<![多低高短长][于於])(?<!至少)(?<![至最]多)(?<!最[长短])(?<!为期)(?<!提前)(?P<d>\d{1,2}|[一二三四五六七八九十]{2,3})\s?(?:日(?![本元圆报常程志语期内起夜后前均]|以|之)|[号號](?=[，。的在举召上下晚早中发]|$))"
)  # 15日
CLOCK = re.compile(
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|午后|夜里|当晚|晚)?\s?(?P<h>\d{1,2}|十[一二]?|[一二三四五六七八九两])\s?(?:[点點时時](?!间|候|代|刻|分|期|段|差|效|常|尚|光|击|评|赞|名)(?:\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})\s?分|(?P<x>半)|(?P<k>[一三])刻)?)"
)  # 下午三点半
TOLD = re.compile(r"[\d一二三四五六七八九十两]\s?[点點时時]")  # what every such time holds
LATE = frozenset(["下午", "傍晚", "晚上", "晚间", "午后", "当晚", "晚"])


def _dated(m: re.Match[str]) -> str | None:
    """Return the year that a match names, by itself or in an era."""
    if not m["era"]:
        return _year(m["y"])
    n = 1 if m["n"] == "元" else int(m["n"]) if m["n"].isdigit() else int(evaluate(m["n"])[0] or 0)
    if m["era"] in eras("zh"):
        return str(eras("zh")[m["era"]] + n - 1)
    return f"-{n - 1:04d}" if n > 1 else "0000"


def _year(text: str) -> str | None:
    if text.isdigit():
        if len(text) == 2:
            return ("20" if int(text) < 50 else "19") + text
        return text if 1000 <= int(text) <= 2199 else None
    n = int(evaluate(text)[0] or 0)
    return str(n) if 1000 <= n <= 2199 else None


def small(text: str) -> int:
    """Read a day or month: digits or hanzi; 正 and 元 are the first month."""
    if text.isdigit():
        return int(text)
    if text == "两":
        return 2
    if text in "正元":
        return 1
    return int(evaluate(text.replace("初", ""))[0] or 0)


def dates(text: str) -> Iterator[Reading]:
    """Yield the dates of a text; they may overlap, the earlier ones are the more specific.

    >>> [r.mention.value for r in dates("2020年6月15日，上世纪九十年代")]
    ['2020-06-15', '199X', '2020']
    """
    if "月" in text:
        for m in DATE.finditer(text):
            value = _full(m)
            if value:
                yield reading("date", m.start(), m.end(), value)
    if ":" in text or "-" in text or "/" in text:
        yield from digital(text)
    if "年" in text or "季" in text or "世" in text or "Q" in text:
        yield from _spans(text)
    if "日" in text or "号" in text:
        for m in DAY.finditer(text):
            if 1 <= small(m["d"]) <= 31:
                yield reading("date", m.start(), m.end(), f"XXXX-XX-{small(m['d']):02d}")
    if ("点" in text or "时" in text) and TOLD.search(text):
        yield from _clock(text)


def _full(m: re.Match[str]) -> str | None:
    year = _dated(m) if m["y"] or m["era"] else "XXXX"
    month = small(m["m"])
    if year is None or not 1 <= month <= 12:
        return None
    day = m["d"] or m["d2"]
    head = f"{year}-{month:02d}" + (f"-{small(day):02d}" if day and small(day) <= 31 else "")
    if not (m["e"] or m["m2"]):
        return head
    year2 = _year(m["y2"]) if m["y2"] else year
    month2 = small(m["m2"]) if m["m2"] else month
    if not 1 <= month2 <= 12:
        return head
    return f"{head}/{year2}-{month2:02d}" + (f"-{small(m['e']):02d}" if m["e"] else "")


def _spans(text: str) -> Iterator[Reading]:
    """Yield years, decades, centuries, quarters and halves."""
    years, decades = "年" in text, "年代" in text
    for m in YEARS.finditer(text) if years else ():
        a = _year(m["a"])
        b = _year(m["b"] if len(m["b"]) == 4 or not m["b"].isdigit() else (a or "20")[:2] + m["b"])
        if a and b and int(a) < int(b):
            yield reading("date", m.start(), m.end(), f"{a}/{b}")
    for m in DECADE.finditer(text) if decades else ():
        if value := _decade(m["c"], m["d"]):
            yield reading("date", m.start(), m.end(), value)
    for m in DECADE_PAIR.finditer(text) if decades else ():
        if value := _decade(m["c"], m["d"] or m["a"] + "十"):
            yield reading("date", m.start(), m.end(), value)
    for m in CENTURY.finditer(text) if "世" in text else ():
        n = small(m["n"])
        if 1 < n <= 30:
            yield reading("date", m.start(), m.end(), f"{n - 1:02d}XX")
    for m in YEAR.finditer(text) if years else ():
        if year := _dated(m):
            yield reading("date", m.start(), m.end(), _with_part(year, m["part"]))
    for m in QUARTERS.finditer(text) if "季度" in text else ():
        year = (_year(m["y"]) if m["y"] else None) or "XXXX"
        yield reading("date", m.start(), m.end(), f"{year}-33/{year}-{32 + small(m['q'])}")
    for m in WEEK.finditer(text) if years and "第" in text else ():
        if (year := _year(m["y"])) and 1 <= small(m["n"]) <= 53:
            yield reading("date", m.start(), m.end(), f"{year}-W{small(m['n']):02d}")
    for m in PART.finditer(text) if "半年" in text or "季" in text or "Q" in text else ():
        q = m["q"] or m["q2"] or m["q3"]
        yield reading("date", m.start(), m.end(), f"XXXX-{32 + small(q) if q else 40 + (m['w'][0] in '下后')}")


def _with_part(year: str, part: str | None) -> str:
    if not part:
        return year
    if "半年" in part:
        return f"{year}-{40 + (part[0] in '下后')}"
    if "季" in part:
        return f"{year}-{32 + small(part.strip('第季度'))}"
    return f"{year}~"


def _decade(century: str | None, text: str) -> str | None:
    n = int(text) if text.isdigit() else int(evaluate(text)[0] or 0)
    if n >= 1000:
        return f"{n // 10}X" if not century else None
    if century is None:
        return f"19{n // 10}X" if 20 <= n <= 90 else None
    head = {"上": 19, "本": 20}.get(century) or small(century) - 1
    return f"{head:02d}{n // 10}X" if n < 100 else None


def _clock(text: str) -> Iterator[Reading]:
    for m in CLOCK.finditer(text):
        if (
            not m["half"]
            and not (m["m"] or m["x"] or m["k"])
            and not (m["h"].isdigit() and (m[0][-1] in "点點" or text[m.start() - 1 : m.start()] in tuple("日号號间間")))
        ):
            continue
        hour = small(m["h"])
        if hour > 24:
            continue
        sure = hour > 12 or m["h"][0] == "0" or (m["half"] or "夜里") != "夜里"
        if hour < 12 and (m["half"] in LATE or (m["half"] == "中午" and hour < 6)):
            hour += 12
        minute = small(m["m"]) if m["m"] else 30 if m["x"] else 15 * (1 if m["k"] == "一" else 3) if m["k"] else 0
        yield reading("date", m.start(), m.end(), f"T{hour:02d}:{minute:02d}", hours=24 if sure else 12)
