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
BRIEF = 4  # characters of a member that a comma may part from the one before
CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|does|do|did)\b|['’](?:s|re|ll) not\b|\bit['’]s\b"
)
ADVERB = re.compile(r"\W*\w+ly\W*")  # specifically
STOP = re.compile(r"[。！？!?\n]")  # ends of Chinese sentences


class Lost(NamedTuple):
    """Hold a member of the source's enumeration that the target's lacks, and where the target's stands."""

    member: Span
    enumeration: Span
    listing: Span


class Tie(NamedTuple):
    """Hold a source member's and a target member's index, and how much of the source's the target's renders."""

    source: int
    target: int
    share: float


def lost(source: str, target: str) -> list[Lost]:
    """Return the members of the source's enumerations that the target does not have.

    >>> en = "You can create, inspect, update, and delete objects."
    >>> [en[slice(*x.member)] for x in lost(en, "你可以创建、更新和删除对象。")], lost(en, "你可以创建、检视、更新和删除对象。")
    (['inspect'], [])
    """
    here = listings(source, "en")
    there = listings(target, "zh") if here else ()
    found: dict[Span, Lost] = {}
    for listing in here if there else ():
        keys = _english(source, listing)
        apart = {z.span: abs(listing.span[0] / len(source) - z.span[0] / len(target)) for z in there}
        ties, other = max(
            ((_ties(keys, target, z), z) for z in there), key=lambda t: (len(t[0]), sum(x.share for x in t[0]) - apart[t[1].span])
        )
        if len(ties) == len(keys) or len(keys) - len(ties) > max(2, len(keys) // 3):
            continue  # nothing is lost, or too much is rendered in words that the dictionary does not have
        around = _chinese(_sentence(target, other.span))
        tied = {t.source for t in ties}
        every = len(ties) == len(other.members) == len(keys) - 1
        bare = [
            n
            for n in range(len(keys))
            if n not in tied and keys[n] and (every or not keys[n] & around) and _nominal(source, listing.members[n])
        ]
        alone = len(here) == len(there) == 1
        long = len(other.members) + _comma_led(target, other)
        for n in _absent(len(keys), long, ties, bare, near=apart[other.span] < NEAR, alone=alone):
            found.setdefault(listing.members[n], Lost(listing.members[n], listing.span, other.span))
    return list(found.values())


def _absent(size: int, other: int, ties: list[Tie], bare: list[int], *, near: bool, alone: bool) -> list[int]:
    """Return the bare members that the target's enumeration is too short for."""
    inner = [n for n in bare if 0 < n < size - 1]
    if len(ties) > 1:
        first, last = min(t.source for t in ties), max(t.source for t in ties)
        short = (last - first) - (max(t.target for t in ties) - min(t.target for t in ties))
        between = [n for n in bare if first < n < last]
        if between and len(between) <= short:
            return between
    counted = size - other == 1 and (size - len(ties) <= 2 if ties else alone)
    every = size > other == len(ties) > 1
    return inner[:1] if near and (counted or every) else []


def _ties(keys: list[frozenset[str]], text: str, other: Listing) -> list[Tie]:
    """Tie members that render each other, the surest first, each once."""
    members = [_chinese(text[a:b]) for a, b in other.members]
    likely = [Tie(n, k, len(own & had) / len(own)) for n, own in enumerate(keys) for k, had in enumerate(members) if own & had]
    found: list[Tie] = []
    for tie in sorted(likely, key=lambda t: (-t.share, abs(t.source - t.target), t.source, t.target)):
        if all(tie.source != t.source and tie.target != t.target for t in found):
            found.append(tie)
    return sorted(found)


def _nominal(text: str, span: Span) -> bool:
    """Tell whether a member may be one: no clause (the signal is sent), no adverb between commas, nothing said twice (uh, uh)."""
    return (
        not CLAUSE.search(text, *span) and not ADVERB.fullmatch(text, *span) and text.lower().count(text[slice(*span)].strip().lower()) == 1
    )


def _comma_led(text: str, listing: Listing) -> bool:
    """Tell whether a member may stand before the enumeration of two: 创建，修改或删除 has three."""
    (start, end), *rest = listing.members
    return len(rest) == 1 and end - start <= BRIEF and text[:start].endswith(("，", ",")) and text[end] != "、"


def _sentence(text: str, span: Span) -> str:
    start = max((m.end() for m in STOP.finditer(text, 0, span[0])), default=0)
    end = STOP.search(text, span[1])
    return text[start : end.start() if end else len(text)]


def _english(text: str, listing: Listing) -> list[frozenset[str]]:
    """Return what each member says that no other does, or all that it says where it says nothing of its own."""
    found = []
    for n, (start, end) in enumerate(listing.members):
        words = text[start:end].split()
        words = words[-FIRST:] if n == 0 else words[:LAST] if n == len(listing.members) - 1 else words
        found.append(frozenset(_plain(k) for k in load().of_english(" ".join(words))))
    return [own.difference(*(k for m, k in enumerate(found) if m != n)) or own for n, own in enumerate(found)]


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
