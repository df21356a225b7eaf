"""Remember what was made of a thing, by its identity: many checks ask the same of one segment, bead or passage."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
KEPT = 2000  # things of which each function remembers what it made


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
