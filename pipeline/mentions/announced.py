"""Count the members of the list that a stated number announces: `three pillars: A, B and C`, 三大支柱：甲、乙和丙."""

from __future__ import annotations

import re

from ..model import Span
from .listing import listings

# what stands between a count and its list
LEADS_EN = re.compile(
    r"[^.;:()!?\n]{0,80}?(?::|\s?\(|\s?[\u2014\u2013]\s?|\s-\s|,? namely,?|,? that is,?)"
    r"(?P<list>\s?(?:(?!\s-\s)[^.:()!?\u2014\u2013\n]){3,400})"
)
LEADS_ZH = re.compile(r"[^。；：:（）()！？\n]{0,40}?(?:[：:（(]|——|，?即|，?分别[是为])(?P<list>[^。：:（）()！？—\n]{2,200})")
NUMBERED = re.compile(r"[;；]")
OPEN = re.compile(r"等|例如|比如|诸如|\b(?:e\.g|such as|including|for example|etc)\b", re.IGNORECASE)


def announced(text: str, locale: str, at: int) -> tuple[Span, frozenset[int]] | None:
    """Return where the list stands that the count ending at a place announces, and how many members it may have.

    >>> announced("three pillars: safety, security and trust", "en", 5)
    ((14, 41), frozenset({3}))
    >>> announced("三大支柱：安全和信任", "zh", 1)
    ((5, 10), frozenset({2}))
    """
    m = (LEADS_EN if locale == "en" else LEADS_ZH).match(text, at)
    if m is None or OPEN.search(m["list"]):
        return None
    start, said = m.start("list"), m["list"]
    if pieces := len(NUMBERED.findall(said)):
        numbers = frozenset({pieces + 1})
    else:
        first, last = len(said) - len(said.lstrip()), len(said.rstrip()) - 1
        numbers = frozenset(len(one.members) for one in listings(said, locale) if one.span[0] <= first and one.span[1] >= last)
    return ((start, start + len(said)), numbers) if numbers else None
