"""Find where two originals that say the same state another value; the translation can follow only one of them.

Nobody but an editor can tell which is right, so it is for information. What one original states and the other leaves out is
no disagreement: both must have one value left over, of one kind and unit, and a bare number must count the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from . import readings
from .compare import leftovers
from .difference import At, Difference, Texts
from .reading import STRONG
from .same import equal

NOUNS = re.compile(r"[A-Za-z]{3,}")
REACH = 40  # characters after a bare number in which the noun stands that it counts
# after a number these name nothing
IDLE = re.compile(r"and|are|for|from|has|have|its?|new|now|not|our|that|the|their|them|this|was|were|which|who|will|with")


@lru_cache(maxsize=512)
def disagreements(source: Texts, twins: Texts, target: Texts) -> tuple[Difference, ...]:
    """Return what the source and its twins state differently; twins are counted on from the source's texts.

    >>> [d.what for d in disagreements(("It has 44 members.",), ("There are 46 members now.",), ("共有44个成员。",))]
    ['disagreed']
    >>> disagreements(("It has 44 members.",), ("Its 3 bodies serve 44 members.",), ("共有44个成员。",))
    ()
    """
    return tuple(_disagreements(source, twins, target))


def _disagreements(source: Texts, twins: Texts, target: Texts) -> Iterator[Difference]:
    ours, theirs = leftovers(source, twins)
    rendered = [(n, r) for n, text in enumerate(target) for r in readings(text, "zh")]
    for a in ours:
        b = next((b for b in theirs if _rivals(a, source, b, twins)), None)
        if b is not None:
            theirs.remove(b)
            follows = next((t for t in rendered if equal(a[1], t[1]) or equal(b[1], t[1])), None)
            yield Difference("disagreed", a, follows, (b[0] + len(source), b[1]))


def _rivals(a: At, source: Texts, b: At, twins: Texts) -> bool:
    """Tell whether two readings claim to be the same thing's value."""
    x, y = a[1].mention, b[1].mention
    if x.kind != y.kind or x.kind in ("name", "reference") or a[1].unit != b[1].unit or STRONG not in (a[1].strength, b[1].strength):
        return False
    if x.kind == "date":
        return len(str(x.value).split("-")) == len(str(y.value).split("-"))
    return bool(_nouns(source[a[0]], x.span[1]) & _nouns(twins[b[0]], y.span[1])) if not a[1].unit else True


def _nouns(text: str, at: int) -> set[str]:
    words = (w.lower() for w in NOUNS.findall(text[at : at + REACH])[:3])
    return {w.rstrip("s") for w in words if not IDLE.fullmatch(w)}
