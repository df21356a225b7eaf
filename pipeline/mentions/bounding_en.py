"""Read the English words before or behind an amount that bound it: `more than 500`, `may not be less than 500`, `500 or more`."""

from __future__ import annotations

import re

from ..model import Bound
from .tables import bounds, either, turned

SIGNS = ("<", ">", "~", "≈", "≥", "≤", "=")
REACH = 40  # characters before an amount in which the words stand that bound it
NOT = r"\b(?:not|never|cannot|nor|[a-z]+n['’]t)\s+(?:to\s+)?(?:be\s+|have\s+|have\s+been\s+)?(?:any\s+)?"  # not be less than
FOLLOWER = re.compile(r"[\s-]{0,2}(?:([A-Za-z]+)|(\S))")  # the word or the sign that follows an amount


def _before() -> re.Pattern[str]:
    table = bounds("en", "before")
    spelt = either(w for w in table if w[0].isalpha())
    signs = either(w for w in table if not w[0].isalpha())
    than = either(w for w in table if " than" in f" {w}" or w in COMPARING)
    comparative = either(w for w in table if w.endswith(" than"))
    return re.compile(
        rf"(?:(?:(?:{NOT})(?P<not>{than})|\bno\s+(?P<no>{comparative})|(?<![A-Za-z])(?P<w>{spelt}))"
        rf"\s+(?:about\s+|the\s+|an?\s+)?|(?P<s>{signs})\s?)$",
        re.IGNORECASE,
    )


COMPARING = frozenset(
    ["over", "above", "in excess of", "exceeding", "exceeds", "exceed", "exceeded", "under", "below", "at least", "at most"]
)


BEFORE = _before()


TAILS = frozenset(w.split()[-1] for w in bounds("en", "before"))  # the last words of all that may bound a number from before
ARTICLES = frozenset(["the", "a", "an"])  # may stand between


HEADS = frozenset(w.split()[0] for w in bounds("en", "after"))
_BEHIND = either(w for w in bounds("en", "after") if w[0].isalpha())
AFTER = re.compile(rf"\s?\+(?!\d)|[\s-](?:{_BEHIND})\b(?!\s+(?:one|an?|\d))", re.IGNORECASE)  # 500+, 500 or more


def bound_before(text: str, at: int) -> tuple[Bound, int]:
    """Read the words that bound what begins at a place, and where they begin; `exact` and the place itself where there are none.

    >>> bound_before("may not be less than 500", 21), bound_before("all 500", 4)
    (('at-least', 4), ('exact', 4))
    """
    left = text[max(0, at - REACH) : at]
    *before, tail = left.split() or [""]
    if tail.lower() in ARTICLES and before:
        tail = before[-1]
    if not (tail.lower().lstrip("(") in TAILS or tail.endswith(SIGNS)) or not (m := BEFORE.search(left)):
        return "exact", at
    table, negated = bounds("en", "before"), m["not"] or m["no"]
    bound = turned(table[negated.lower()]) if negated else table.get((m["w"] or m["s"]).lower(), "exact")
    return bound, at - (len(left) - m.start())


def bound_behind(text: str, at: int) -> tuple[Bound, int]:
    """Read the words that bound what ends at a place, and where they end.

    >>> bound_behind("500 or more", 3), bound_behind("500 members", 3)
    (('at-least', 11), ('exact', 3))
    """
    follower = FOLLOWER.match(text, at)
    if follower and (follower[1] or follower[2]).lower() in HEADS and (m := AFTER.match(text, at)):
        return bounds("en", "after").get(m[0].strip(" -").lower(), "exact"), m.end()
    return "exact", at
