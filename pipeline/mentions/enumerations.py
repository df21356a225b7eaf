"""Count what a text enumerates: `A, B and C` and `甲、乙和丙` are three."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Span


class Enumeration(NamedTuple):
    """Hold where an enumeration stands, its items' spans, and whether it says that it is not complete (等, such as)."""

    span: Span
    items: tuple[Span, ...]
    open: bool


ZH_ITEMS = re.compile(r"[^、，。；：:！？\n]{1,40}(?:、[^、，。；：:！？\n]{1,40})+")  # 澳大利亚、加拿大和欧盟
ZH_LAST = re.compile(r"(?<=[^一二三四五六七八九十])(?:以及|和|及|与|或)(?=[^、]{1,20}$)")
ZH_LEAD = re.compile(r"^.{0,30}?(?:包括|分别是|分别为|即|有|是|为|由|来自|涵盖)")  # 创始成员包括甲
ZH_OPEN = re.compile(r"(?:包括但不限于|例如|比如|诸如|譬如|如下列|如|其中包括)")
EN_ITEMS = re.compile(r"[^,;:.!?\n()]{1,60}(?:, [^,;:.!?\n()]{1,60}){2,}")  # Australia, Canada, and the European Union
EN_LAST = re.compile(r",? (?:and|or) (?=[^,]{1,50}$)")
EN_OPEN = re.compile(r"\b(?:including|include|includes|such as|for example|e\.g|among others|etc)\b", re.IGNORECASE)


def enumerations(text: str, locale: str) -> list[Enumeration]:
    """Return the enumerations of a text that name at least three items.

    >>> [len(e.items) for e in enumerations("成员包括：澳大利亚、加拿大、法国和欧盟。", "zh")]
    [4]
    >>> [len(e.items) for e in enumerations("They were Australia, Canada, France and the European Union.", "en")]
    [4]
    """
    return _chinese(text) if locale.startswith("zh") else _english(text)


def _split(start: int, body: str, mark: str, last: re.Pattern[str]) -> list[Span]:
    items: list[Span] = []
    at = 0
    for piece in body.split(mark):
        items.append((start + at, start + at + len(piece)))
        at += len(piece) + len(mark)
    tail_start, tail_end = items[-1]
    if m := last.search(body, tail_start - start):
        items[-1:] = [(tail_start, start + m.start()), (start + m.end(), tail_end)]
    return [i for i in items if i[1] > i[0]]


def _chinese(text: str) -> list[Enumeration]:
    found = []
    for m in ZH_ITEMS.finditer(text):
        items = _split(m.start(), m[0], "、", ZH_LAST)
        vague = (
            m[0].rstrip().endswith("等")
            or "等" in text[items[-1][0] : items[-1][1]]
            or bool(ZH_OPEN.search(text[max(0, m.start() - 8) : items[0][1]]))
        )
        if len(items) >= 3:
            found.append(Enumeration(m.span(), tuple(items), vague))
    return found


def _english(text: str) -> list[Enumeration]:
    found = []
    for m in EN_ITEMS.finditer(text):
        items = _split(m.start(), m[0], ", ", EN_LAST)
        items = [(a + 4, b) if text.startswith(("and ", "or "), a) else (a, b) for a, b in items]
        if len(items) >= 3:
            found.append(Enumeration(m.span(), tuple(items), bool(EN_OPEN.search(text[max(0, m.start() - 20) : items[0][1]]))))
    return found
