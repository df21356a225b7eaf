"""Remember what was made of a thing, by its identity: many checks ask the same of one segment, bead or passage."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from ..model import Collation

K = TypeVar("K")
V = TypeVar("V")
KEPT = 2000  # things of which each function remembers what it made
PAIRS = 256  # loose pairs of which it is remembered; of whole documents, which are large, the last one


def by_identity(make: Callable[[K], V]) -> Callable[[K], V]:
    """Return a function that makes something of the same thing once, and holds the thing, so that no other gets its identity.

    >>> upper = by_identity(str.upper)
    >>> text = "not"
    >>> upper(text) is upper(text)
    True
    """
    known: dict[int, tuple[K, V]] = {}

    @wraps(make)
    def recall(thing: K) -> V:
        found = known.get(id(thing))
        if found is None:
            if len(known) >= KEPT:
                known.clear()
            found = known[id(thing)] = (thing, make(thing))
        return found[1]

    return recall


def by_collation(make: Callable[[Collation], V]) -> Callable[[Collation], V]:
    """Return the same for collations, of which several checks ask one thing after the other."""
    known: dict[int, tuple[Collation, V]] = {}

    @wraps(make)
    def recall(collation: Collation) -> V:
        found = known.get(id(collation))
        if found is None:
            if collation.bitext.whole or len(known) >= PAIRS:
                known.clear()
            found = known[id(collation)] = (collation, make(collation))
        return found[1]

    return recall
