"""Compare enumerations member by member: which member of the source's the target's does not have.

Members are tied by what the dictionary says they may render. A member is lost where nothing near renders it and the target's
enumeration is shorter by it: between two members that are both rendered, or by the count of the whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..language.lexicon import load, stem
from ..model import Span
from .listing import Listing, listings

FIRST, LAST = 4, 5  # words of the first and the last member that belong to it; the rest leads in or out
LEAST = 0.3  # the share of a dictionary gloss that a word must make up to be its rendering
NEAR = 0.3  # how far apart, in shares of the texts, two enumerations may begin that are tied by one member only
STOP = re.compile(r"[。！？!?\n]")  # ends of Chinese sentences


class Lost(NamedTuple):
    """Hold a member of the source's enumeration that the target's lacks, and where the target's stands."""

    member: Span
    enumeration: Span
    listing: Span


class Tie(NamedTuple):
    """Hold a source member's and a target member's index."""

    source: int
    target: int


def lost(source: str, target: str) -> list[Lost]:
    """Return the members of the source's enumerations that the target does not have.

    >>> en = "You can create, inspect, update, and delete objects."
    >>> [en[slice(*x.member)] for x in lost(en, "你可以创建、更新和删除对象。")], lost(en, "你可以创建、检视、更新和删除对象。")
    (['inspect'], [])
    """
    there = listings(target, "zh")
    if not there:
        return []
    found: dict[Span, Lost] = {}
    for listing in listings(source, "en"):
        keys = _english(source, listing)
        ties, other = max(((_ties(keys, target, z), z) for z in there), key=lambda t: (len(t[0]), -_apart(source, target, listing, t[1])))
        if len(ties) == len(keys):
            continue
        around = _chinese(_sentence(target, other.span))
        bare = [n for n in range(len(keys)) if n not in {t.source for t in ties} and _own(keys, n) and not _own(keys, n) & around]
        for n in _absent(keys, ties, other, bare, _apart(source, target, listing, other) < NEAR):
            found.setdefault(listing.members[n], Lost(listing.members[n], listing.span, other.span))
    return list(found.values())


def _absent(keys: list[frozenset[str]], ties: list[Tie], other: Listing, bare: list[int], near: bool) -> list[int]:
    """Return the bare members that the target's enumeration is too short for."""
    if not ties:
        return []
    first, last = min(t.source for t in ties), max(t.source for t in ties)
    short = (last - first) - (max(t.target for t in ties) - min(t.target for t in ties))
    between = [n for n in bare if first < n < last]
    if len(ties) > 1 and between and len(between) <= short:
        return between
    inner = [n for n in bare if 0 < n < len(keys) - 1]
    if near and len(keys) - len(other.members) == 1 and inner and len(keys) - len(ties) <= 2:
        return inner[:1]
    return []


def _ties(keys: list[frozenset[str]], text: str, other: Listing) -> list[Tie]:
    """Tie each source member to the target member that renders most of it, each target member once."""
    members = [_chinese(text[a:b]) for a, b in other.members]
    found: list[Tie] = []
    free = set(range(len(members)))
    for n, own in enumerate(keys):
        best = max(((len(own & members[k]), -k) for k in free), default=(0, 0))
        if best[0]:
            found.append(Tie(n, -best[1]))
            free.discard(-best[1])
    return found


def _own(keys: list[frozenset[str]], n: int) -> frozenset[str]:
    """Return what only this member says, or all of it where it says nothing of its own."""
    return keys[n].difference(*(k for m, k in enumerate(keys) if m != n))


def _apart(source: str, target: str, one: Listing, other: Listing) -> float:
    return abs(one.span[0] / len(source) - other.span[0] / len(target))


def _sentence(text: str, span: Span) -> str:
    start = max((m.end() for m in STOP.finditer(text, 0, span[0])), default=0)
    end = STOP.search(text, span[1])
    return text[start : end.start() if end else len(text)]


def _english(text: str, listing: Listing) -> list[frozenset[str]]:
    found = []
    for n, (start, end) in enumerate(listing.members):
        words = text[start:end].split()
        words = words[-FIRST:] if n == 0 else words[:LAST] if n == len(listing.members) - 1 else words
        found.append(frozenset(_plain(k) for k in load().of_english(" ".join(words))))
    return found


@lru_cache(maxsize=20_000)
def _chinese(text: str) -> frozenset[str]:
    found = set()
    for key in load().of_chinese(text):
        found.add(_plain(key))
        if key[0] not in "@#":
            found.update(s for s, share in load().renders(key) if share >= LEAST)
    return frozenset(found)


def _plain(key: str) -> str:
    return "@" + stem(key[1:]) if key.startswith("@") else key
