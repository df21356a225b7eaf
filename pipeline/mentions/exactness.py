"""Find values that both sides state and bound otherwise: `more than 500`, 不到500."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..model import Bound, Span
from .difference import At, Difference, Texts
from .evidence import NEAR, near_bounds
from .reading import STRONG, Reading
from .tables import turned

COUNTED = re.compile(r"[人名个位家项次种](?:以上|以下|以内)$")  # 800人以上: with a noun between it is as loose as above
EMPHATIC = ("as many as", "as much as", "as high as", "as tall as", "as few as")
EMPHATIC_ZH = ("高达", "多达", "长达", "高達", "多達", "長達", "上限为", "上限是", "上限為")


def bounded_otherwise(tied: list[tuple[At, At]], here: list[At], source: Texts, target: Texts) -> Iterator[Difference]:
    """Find tied values whose bounds differ; words that bound count from anywhere near the number."""
    for a, b in tied:
        x, y = a[1].mention, b[1].mention
        if far := _negated(a, b, source, target):
            if _turned(*far):
                yield Difference("bound", (a[0], _bound(a[1], far[0])), (b[0], _bound(b[1], far[1])))
            continue
        if x.kind == y.kind == "duration" and _delayed(source[a[0]], x.span, target[b[0]], y.span):
            yield Difference("bound", (a[0], _bound(a[1], "at-most")), b)
        if x.bound == y.bound or x.kind not in ("quantity", "duration"):
            continue
        if x.kind == "duration" and _ahead_alike(source[a[0]], a[1], target[b[0]], b[1]):
            continue
        if x.unit == y.unit and x.value != y.value:
            continue  # a dozen, 十几
        if a[1].strength < STRONG and not _turned(x.bound, y.bound):
            continue  # more than half, 半数以上
        explicit = {x.bound, y.bound} in ({"more-than", "at-least"}, {"less-than", "at-most"}) and a[1].unit == b[1].unit
        explicit &= not COUNTED.search(target[b[0]], *y.span)
        apart = explicit or _turned(x.bound, y.bound)  # each bound stands at its number, and nothing near answers for it
        if not apart and (x.bound in near_bounds(target[b[0]], y.span, "zh") or y.bound in near_bounds(source[a[0]], x.span, "en")):
            continue
        if any(s.mention.bound == y.bound and s.mention.value == x.value for (_, s), _ in tied):
            continue
        if y.bound == "about" and isinstance(x.value, Fraction) and any(s.mention.value == x.value + 1 for n, s in here if n == a[0]):
            continue  # two or three, 两三个
        if (y.bound == "exact" and _loose(source[a[0]], a[1])) or (x.bound == "exact" and target[b[0]].startswith(EMPHATIC_ZH, y.span[0])):
            continue
        yield Difference("bound", a, b)


NO_EN = re.compile(r"\b(?:no|not|never|nor|neither|nobody|none|cannot)\b[^.;:]{0,80}$", re.IGNORECASE)
NO_ZH = re.compile(r"(?:不[得应能可准许会]|无权|禁止|严禁|未)[^。；：，]{0,20}$")
SAID_NO = re.compile(r"no[tr]?\b|never|cannot|[不未没](?![满滿足到])", re.IGNORECASE)  # 未满 is no negation of another bound


def _negated(a: At, b: At, source: Texts, target: Texts) -> tuple[Bound, Bound] | None:
    """Return the bounds of two sides where one `not` stands far off and the other at its bound: no one may hold more than, 不得超过."""
    x, y = a[1].mention, b[1].mention
    if "exact" in (x.bound, y.bound):
        return None
    here, there = source[a[0]], target[b[0]]
    near = SAID_NO.match(here, *x.span) is not None, SAID_NO.match(there, *y.span) is not None
    if near == (False, True) and NO_EN.search(here, max(0, x.span[0] - 100), x.span[0]):
        return turned(x.bound), y.bound
    if near == (True, False) and NO_ZH.search(there, max(0, y.span[0] - 30), y.span[0]):
        return x.bound, turned(y.bound)
    return None


BY_EN = re.compile(r"\b(?P<way>by|to)\s$", re.IGNORECASE)
CHANGES_EN = re.compile(
    r"\b(?:ris|ros|grow|grew|increas|climb|jump|soar|rais|expand|fall|fell|drop|declin|decreas|cut|reduc|shrink|shrank|lower|plung|slip|eas|dip)\w*\b"
    r"[^.;:]{0,60}$",
    re.IGNORECASE,
)
# 降至75%, 减少到75% | 减少75%, 增长了20%
BY_ZH = re.compile(
    r"(?:(?:增|升|涨|降|跌|减|扩|提|缩|落|漲|減|擴|縮)[^，。；、\d]{0,4}?(?P<to>[到至为為])|(?:增长|增加|上升|上涨|下降|下跌|减少|降低|缩减|提高)了?(?P<by>))$"
)


def by_or_to(tied: list[tuple[At, At]], source: Texts, target: Texts) -> Iterator[Difference]:
    """Find shares by which something changed and that became those to which it changed, or the other way round: 减少到75%."""
    for a, b in tied:
        x, y = a[1].mention, b[1].mention
        if x.unit != "%" or y.unit != "%":
            continue
        here, there = source[a[0]], target[b[0]]
        en, zh = BY_EN.search(here, max(0, x.span[0] - 4), x.span[0]), BY_ZH.search(there, max(0, y.span[0] - 8), y.span[0])
        if en and zh and (en["way"].lower() == "to") == (zh["to"] is None) and CHANGES_EN.search(here, max(0, x.span[0] - 90), en.start()):
            yield Difference("changed", (a[0], _wider(a[1], en.start())), (b[0], _wider(b[1], zh.start())))


def _wider(r: Reading, start: int) -> Reading:
    return r._replace(mention=replace(r.mention, span=(start, r.mention.span[1])))


AHEAD_EN = re.compile(r"\s(?:before|prior to|ahead of|in advance|beforehand)\b", re.IGNORECASE)
LATEST_EN = ("no later than", "not later than")
LATEST_ZH = re.compile(r"[至最]迟|最晚|不[迟晚]于|[至最]遲|不[遲晚]於")


def _ahead_alike(source: str, x: Reading, target: str, y: Reading) -> bool:
    """Tell whether both sides put something at least so long before an event: no later than 30 days before, 至少提前30天."""
    here, there = x.mention.span, y.mention.span
    late = source[here[0] : here[1]].lower().startswith(LATEST_EN) and AHEAD_EN.match(source, here[1])
    around = target[max(0, there[0] - NEAR) : there[1] + 1]
    late_zh = LATEST_ZH.search(around) and "前" in around
    if not late and not late_zh:
        return False
    bound: Bound = "at-least" if late else x.mention.bound
    other: Bound = "at-least" if late_zh else y.mention.bound
    return bound == other or (other == "exact" and bound in near_bounds(target, there, "zh"))


WITHIN = re.compile(r"\bwithin\s(?:a period of\s|the (?:next|first|following)\s)?$", re.IGNORECASE)
LATER = re.compile(r"[之以]?后(?![的，]?[一二三四五六七八九十\d\s]{1,6}[天日周个年小])")
INSIDE = re.compile(r"[内內]|期间|不迟于|不晚于|之前|以前")


def _delayed(source: str, here: Span, target: str, there: Span) -> bool:
    """Tell whether a time within which something happens became one after which it does: within 72 hours, 72小时后."""
    return bool(
        LATER.match(target, there[1])
        and WITHIN.search(source, max(0, here[0] - 30), here[0])
        and not INSIDE.search(target, there[1], there[1] + NEAR)
    )


def _bound(r: Reading, bound: Bound) -> Reading:
    return r._replace(mention=replace(r.mention, bound=bound))


def _turned(a: Bound, b: Bound) -> bool:
    """Tell whether two bounds stand on different sides of a number."""
    above = ("more-than", "at-least")
    return "exact" not in (a, b) and "about" not in (a, b) and (a in above) != (b in above)


def _loose(text: str, r: Reading) -> bool:
    """Tell whether what looks like a bound only stresses the number (as many as 300) or means during (over 24 hours)."""
    start, end = r.mention.span
    said = text[start:end].lower()
    return said.startswith(EMPHATIC) or (r.mention.kind == "duration" and said.startswith("over"))
