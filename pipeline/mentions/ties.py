"""Tie the members of an English enumeration to those of a Chinese one by what the dictionary says they may render."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ..language.cedict import headwords
from ..language.lexicon import HAN, load
from ..language.stems import stem
from ..language.tables import rows
from .listing import Listing
from .tables import either

WORDS = Path(__file__).parent / "words"
FIRST, LAST = 4, 5  # words of the first and the last member that belong to it; the rest leads in or out
LEAST = 0.3  # the share of a dictionary gloss that a word must make up to be its rendering
FAINT = 0.15  # the same where a word is looked for that may be said in passing
WHOLE = 1.0  # the same for a part of a word
WEAK = 0.1  # the share of a tie by a part of a word
# Endings of stems: accountabil(ity), transparenc(y), fairnes(s), innovativ(e), autonomou(s), safet(y), operational, environmental,
# psychological, financial, regional, economic; and what they become.
QUALITIES = (
    *(("abil", "abl"), ("ibil", "ibl"), ("nc", "nt"), ("nes", ""), ("ativ", ""), ("ou", ""), ("fet", "f")),
    *(("ational", ""), ("mental", ""), ("ical", ""), ("ial", ""), ("al", ""), ("ic", "")),
)
PLURALS = {"women": "woman", "men": "man", "children": "child", "people": "person", "criteria": "criter", "feet": "foot", "lives": "life"}
NOUNS = tuple(noun for noun, _ in QUALITIES)
BRIEF = 4  # characters of a run whose single characters are words: 师生
# What keeps the work in step with the length of an enumeration.
LONGER = 6  # how many times the members of one the other may have and still render it
AGAIN = 12  # members of an enumeration that say the same and are considered for one: those that stand nearest


class Tie(NamedTuple):
    """Hold a source member's and a target member's index, and how much of the source's the target's renders."""

    source: int
    target: int
    share: float


def wording(text: str, listing: Listing, n: int) -> str:
    """Return a member without what leads into the first and out of the last."""
    found = text[slice(*listing.members[n])].split()
    return " ".join(found[-FIRST:] if n == 0 else found[:LAST] if n == len(listing.members) - 1 else found)


def tie(keys: list[frozenset[str]], text: str, other: Listing) -> list[Tie]:
    """Tie members that render each other, the surest first, each once."""
    if len(other.members) > LONGER * max(len(keys), LAST):
        return []
    members = _members(text, other)
    likely = [Tie(n, k, len(keys[n] & members[k]) / len(keys[n])) for n, k in _meeting(keys, members)]
    found: list[Tie] = []
    sources, targets = set[int](), set[int]()
    for each in sorted(likely, key=lambda t: (-t.share, abs(t.source - t.target), t.source, t.target)):
        if each.source not in sources and each.target not in targets:
            found.append(each)
            sources.add(each.source)
            targets.add(each.target)
    if found and len(found) < min(len(members), len(keys)):
        rest = [(m, own) for m, own in enumerate(keys) if m not in sources]
        parts = _where(within(text, other), (own for _, own in rest))
        for n, k in [(m, k) for m, own in rest for key in sorted(own.intersection(parts)) for k in _around(parts[key], m)]:
            if n not in sources and k not in targets:
                found.append(Tie(n, k, WEAK))
                sources.add(n)
                targets.add(k)
    return sorted(found)


@lru_cache(maxsize=64)
def _members(text: str, listing: Listing) -> list[frozenset[str]]:
    """Return what each member of a Chinese enumeration says."""
    return [chinese(text[a:b]) for a, b in listing.members]


def _meeting(keys: list[frozenset[str]], members: list[frozenset[str]]) -> Iterable[tuple[int, int]]:
    """Return which members of two enumerations share something, by their numbers."""
    if len(members) <= AGAIN:
        return [(n, k) for n, own in enumerate(keys) for k, said in enumerate(members) if not own.isdisjoint(said)]
    where = _where(members, keys)
    return {(n, k) for n, own in enumerate(keys) for key in own if key in where for k in _around(where[key], n)}


def _where(members: Iterable[frozenset[str]], keys: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    """Return which members say each of the keys."""
    where = defaultdict[str, list[int]](list)
    asked = frozenset[str]().union(*keys)
    for k, said in enumerate(members):
        for key in asked & said:
            where[key].append(k)
    return where


def _around(members: Sequence[int], n: int) -> Sequence[int]:
    """Return those of the members, which stand in order, that stand nearest to the n-th place."""
    if len(members) <= AGAIN:
        return members
    middle = bisect_left(members, n)
    return members[max(0, min(middle, len(members) - AGAIN // 2) - AGAIN // 2) :][:AGAIN]


def english(text: str, listing: Listing) -> list[frozenset[str]]:
    """Return what each member says that no other does, or all that it says where it says nothing of its own."""
    found = [_english(wording(text, listing, n)) for n in range(len(listing.members))]
    once, again = set[str](), set[str]()
    for own in found:
        again |= once & own
        once |= own
    return [own - again or own for own in found] if again else found


@lru_cache(maxsize=20_000)
def _english(text: str) -> frozenset[str]:
    return frozenset(map(_plain, load().of_english(text)))


def english_keys(word: str) -> frozenset[str]:
    """Return what an English word says, in the keys of `rendered`."""
    return _english(word)


def rendering(word: str) -> tuple[str, ...]:
    """Return what one Chinese word may say, in the same keys."""
    return (word, *_roots(word, FAINT))


@lru_cache(maxsize=20_000)
def chinese(text: str) -> frozenset[str]:
    """Return what a Chinese text says, in the dictionary's keys and the English stems that may render them."""
    return frozenset(_phrases(text)).union(*[_said(key, LEAST) for key in load().of_chinese(text)])


@lru_cache(maxsize=256)
def stated(text: str) -> dict[str, float]:
    """Return how often an English text says what, in the keys of `english`."""
    found = defaultdict[str, float](float)
    for key, times in load().of_english(text).items():
        found[_plain(key)] += times
    return found


@lru_cache(maxsize=256)
def rendered(text: str) -> dict[str, float]:
    """Return how often a Chinese text may say what, in the keys of `english`."""
    found = defaultdict[str, float](float)
    for key, times in load().of_chinese(text).items():
        for each in _said(key, FAINT):
            found[each] += times
    for key in chain(_phrases(text), *(keys for word, keys in _two_in_one() if word in text)):
        found[key] += 1
    return found


@lru_cache(maxsize=64)
def within(text: str, listing: Listing) -> list[frozenset[str]]:
    """Return what the parts of each member's words say: 师生 are teachers and students, 成本效益 costs and benefits."""
    return [frozenset[str]().union(*map(_parts, HAN.findall(text, start, end))) for start, end in listing.members]


@lru_cache(maxsize=64)
def anywhere_within(text: str, listing: Listing) -> frozenset[str]:
    """Return what the parts of any member's words say."""
    return frozenset[str]().union(*within(text, listing))


@lru_cache(maxsize=20_000)
def _parts(run: str) -> frozenset[str]:
    """Return what the parts of a run of Han characters say."""
    words = headwords().inside(run, 1 if len(run) <= BRIEF else 2, BRIEF)
    return frozenset(chain(*[_roots(word, WHOLE) for word in words], *(keys for word, keys in _two_in_one() if word in run)))


@cache
def _two_in_one() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the words that name two members at once, with what English calls those."""
    table = rows(WORDS / "two-in-one.tsv")
    return tuple((word, frozenset(map(_plain, load().of_english(english)))) for word, english in table)


@lru_cache(maxsize=50_000)
def _said(key: str, least: float) -> frozenset[str]:
    """Return what a key of a Chinese text says: itself, and of a word the roots that may render it."""
    return frozenset([_plain(key), *(_roots(key, least) if key[0] not in "@#" else ())])


@lru_cache(maxsize=50_000)
def _roots(word: str, least: float) -> tuple[str, ...]:
    """Return the roots of the stems that may render a word, of those that make up that share of a gloss at least."""
    return (*map(root, headwords().stems(word, least)), *_renderings().get(word, ()))


def _phrases(text: str) -> list[str]:
    """Return the roots of what the words of a text render that are no headwords: 标识符 is an identifier."""
    if not _rendering().search(text):
        return []
    return [r for word, roots in _renderings().items() if word in text and headwords().stems(word) == () for r in roots]


@cache
def _rendering() -> re.Pattern[str]:
    return re.compile(either(_renderings()))


@cache
def _renderings() -> dict[str, tuple[str, ...]]:
    """Return what dictionaries lack: the roots of the English words that a Chinese word renders."""
    return {word: tuple(_plain(k) for k in load().of_english(english) if k[0] != "@") for word, english in rows(WORDS / "renderings.tsv")}


@lru_cache(maxsize=20_000)
def _plain(key: str) -> str:
    return root("@" + stem(key[1:].removesuffix("s")) if key.startswith("@") else key)


@lru_cache(maxsize=50_000)
def root(stem: str) -> str:
    """Return what nouns of quality and their adjectives have in common: lists name the one where dictionaries give the other.

    >>> root(stem("transparency")) == root(stem("transparent")), root(stem("accountability")) == root(stem("accountable"))
    (True, True)
    >>> root(stem("losses")) == root(stem("loss"))
    True
    """
    if stem.endswith("ss"):
        stem = stem[:-1]
    if stem.endswith(NOUNS):
        for noun, adjective in QUALITIES:
            if stem.endswith(noun) and len(stem) > len(noun) + 2:
                return stem.removesuffix(noun) + adjective
    return PLURALS.get(stem, stem)


_rendering(), _two_in_one()  # the dictionary is read when what ties members is, and not with the first enumeration
