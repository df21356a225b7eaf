"""Read the Chinese words before or behind an amount that bound it: 超过500, 不得低于500, 500以上."""

from __future__ import annotations

import re

from ..model import Bound
from .tables import bounds, either, turned

BEHIND = "了为有过达在"  # may stand between a word of bound and its number
NOT = "不得|不应当|不应|不能|不会|不可|不宜|不该|不许|不必|没有|未曾|未|不"  # 不得低于 is at least
REACH = 10  # characters before an amount in which the words stand that bound it
Look = tuple[re.Pattern[str], frozenset[str]]  # a pattern, and the characters of which one must stand where it is tried


def _before() -> Look:
    table = bounds("zh", "before")
    plain = either(w for w in table if w[0] not in "不未没约大")
    pattern = rf"(?:(?P<not>{NOT})(?={plain}))?(?P<w>{either(table)})\s?(?:[{BEHIND}]|达到)?\s?$"
    return re.compile(pattern), frozenset([w[-1] for w in table] + [*BEHIND, "到"])


def _after() -> Look:
    table = bounds("zh", "after")
    return re.compile(rf"\s?(?P<w>{either(table)})(?<!多(?=[数數边邊方元样樣国國]))"), frozenset(
        c for w in table for c in (w[0].lower(), w[0].upper())
    )


BEFORE, BEFORE_ENDS = _before()
AFTER, AFTER_FIRSTS = _after()
WITHIN = re.compile(rf"(?P<not>{NOT})?(?P<w>{either(w for w in bounds('zh', 'before') if len(w) > 1)})")  # 不超过


def bound_before(text: str, at: int) -> tuple[Bound, int]:
    """Read the words that bound what begins at a place, and where they begin; `exact` and the place itself where there are none.

    >>> bound_before("不得低于500", 4), bound_before("超过500", 2), bound_before("有500", 1)
    (('at-least', 0), ('more-than', 0), ('exact', 1))
    """
    left = text[max(0, at - REACH) : at]
    tail = left.rstrip()[-1:]
    if not tail or tail not in BEFORE_ENDS or not (m := BEFORE.search(left)):
        return "exact", at
    bound = bounds("zh", "before")[m["w"]]
    return turned(bound) if m["not"] else bound, at - (len(left) - m.start())


def bound_behind(text: str, at: int) -> tuple[Bound, int]:
    """Read the words that bound what ends at a place, and where they end.

    >>> bound_behind("500以上", 3), bound_behind("500人", 3)
    (('at-least', 5), ('exact', 3))
    """
    if text[at : at + 2].lstrip()[:1] in AFTER_FIRSTS and (m := AFTER.match(text, at)):
        return bounds("zh", "after")[m["w"]], m.end()
    return "exact", at


def bound_within(text: str, start: int, end: int) -> Bound:
    """Read the word of bound that stands anywhere in a stretch: 最多 in 每年最多召开两次.

    >>> bound_within("每年最多召开两次", 0, 8)
    'at-most'
    """
    m = WITHIN.search(text, start, end)
    return "exact" if m is None else turned(bounds("zh", "before")[m["w"]]) if m["not"] else bounds("zh", "before")[m["w"]]
