"""Compare enumerations member by member: which member of the source's the target's does not have.

Members are tied by what the dictionary says they may render. A member is lost where nothing near renders it and the target's
enumeration is shorter by it: between two members that are both rendered, or by the count of the whole. A sentence encoder, where
there is one, judges what the dictionary leaves open: a member that is like some word of the target's sentence is rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..language.gaps import Encode, Loader
from ..language.lexicon import HAN, load, stem
from ..model import Span
from .listing import ZH_AND, Listing, joined, listings

FIRST, LAST = 4, 5  # words of the first and the last member that belong to it; the rest leads in or out
LEAST = 0.3  # the share of a dictionary gloss that a word must make up to be its rendering
NEAR = 0.3  # how far apart, in shares of the texts, two enumerations may begin that are tied by one member only
BRIEF = 4  # characters of a member that a comma may part from the one before
CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|does|do|did)\b|['’](?:s|re|ll) not\b|\bit['’]s\b"
)
ADVERB = re.compile(r"\W*\w+ly\W*|.*\b(?:such as|including|like)\W*")  # specifically; instruments such as
GOES_ON = re.compile(r"[）)]?[，,]\s*(?:以及|及|和|或)")  # a last member after a comma: 甲、乙，以及丙的丁
MARKS = re.compile(r"[、，。；：:;,.（）()“”\"《》！？\s]+")
RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")  # 数据 | API
JOINTS = ZH_AND | {"而", "并且", "的"}
RENDERED, UNLIKE = 0.65, 0.5  # likeness from which a member is rendered, and below which one may be lost that the dictionary leaves open
INNER_BRIEF, LAST_BRIEF = 6, 3  # words of a member that is judged by its likeness
NAME = re.compile(r"(?:[A-Z][\w’'.-]+ ?)+")  # Orrin Hatch: an encoder knows no sounds
VERBATIM = re.compile(r"[A-Za-z][A-Za-z0-9]+")  # kubeadm
BRIEF_MEMBER = 8  # characters of a member that renders one of the source's and no more
STOP = re.compile(r"[。！？!?\n]")  # ends of Chinese sentences
# What keeps the work of a passage in step with its length, however many enumerations it has and however long they are.
AROUND = 24  # enumerations that one is compared with: those that begin nearest
LONGER = 6  # how many times the members of one the other may have and still render it
AGAIN = 12  # members of an enumeration that say the same and are considered for one: those that stand nearest


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


def lost(source: str, target: str, loader: Loader = None) -> list[Lost]:
    """Return the members of the source's enumerations that the target does not have; `loader` loads an encoder when it is needed.

    >>> en = "You can create, inspect, update, and delete objects."
    >>> [en[slice(*x.member)] for x in lost(en, "你可以创建、更新和删除对象。")], lost(en, "你可以创建、检视、更新和删除对象。")
    (['inspect'], [])
    """
    here = listings(source, "en")
    there = listings(target, "zh") if here else ()
    begins = [z.span[0] for z in there]
    found: dict[Span, Lost] = {}
    matched = [
        (listing, *_counterpart(source, target, listing, _nearest(begins, listing.span[0] / len(source) * len(target), there)))
        for listing in here
        if there
    ]
    for number, (listing, keys, ties, other) in enumerate(matched):
        near = matched[max(0, number - AROUND) : number + AROUND]
        rivals = (t for one, _, t, o in near if o is other and (one.span[0] >= listing.span[1] or one.span[1] <= listing.span[0]))
        if len(ties) == len(keys) or any(len(t) > max(1, len(ties)) for t in rivals):
            continue  # all is there, or the target's enumeration is another's
        pair = _Pair(
            source, target, listing, other, keys, ties, _apart(source, target, listing, other) < NEAR, len(here) == len(there) == 1
        )
        absent = pair.absent() if not listing.flat else []
        encode = loader() if loader and (absent or pair.doubtful()) else None
        for n in pair.unlike(absent, encode) if encode else absent:
            if listing.flat and found:
                break  # a row says nothing more than its parts
            found.setdefault(listing.members[n], Lost(listing.members[n], listing.span, other.span))
    return list(found.values())


def _counterpart(source: str, target: str, listing: Listing, there: Sequence[Listing]) -> tuple[list[frozenset[str]], list[Tie], Listing]:
    """Return what the members of an enumeration say, and the target's enumeration that says most of it, with what ties the two."""
    keys = _english(source, listing)
    apart = {z.span: _apart(source, target, listing, z) for z in there}
    ties, other = max(
        ((_ties(keys, target, z), z) for z in there), key=lambda t: (len(t[0]), sum(x.share for x in t[0]) - apart[t[1].span])
    )
    return keys, ties, other


def _apart(source: str, target: str, one: Listing, other: Listing) -> float:
    """Return how far apart two enumerations begin, in shares of the texts."""
    return abs(one.span[0] / len(source) - other.span[0] / len(target))


class _Pair(NamedTuple):
    """Hold an enumeration of the source and the one of the target that says most of it."""

    source: str
    target: str
    here: Listing
    there: Listing
    keys: list[frozenset[str]]
    ties: list[Tie]
    near: bool
    alone: bool

    @property
    def tied(self) -> set[int]:
        """Return the members that the dictionary ties."""
        return {t.source for t in self.ties}

    @property
    def size(self) -> int:
        """Return how many members the target's enumeration has."""
        return len(self.there.members) + _comma_led(self.target, self.there) + bool(GOES_ON.match(self.target, self.there.span[1]))

    def short(self) -> int:
        """Return how many members fewer the target has between the first and the last that are tied."""
        if len(self.ties) < 2:
            return 0
        sources, targets = [t.source for t in self.ties], [t.target for t in self.ties]
        return (max(sources) - min(sources)) - (max(targets) - min(targets))

    def absent(self) -> list[int]:
        """Return the members that nothing near renders, as far as the dictionary knows, where the target is too short for them."""
        if len(self.keys) - len(self.ties) > max(2, len(self.keys) // 3):
            return []  # too much is rendered in words that the dictionary does not have
        around = _chinese(_sentence(self.target, self.there.span))
        last, tied = len(self.keys) - 1, len(self.ties)
        every = tied == len(self.there.members) == last
        bare = [n for n, own in enumerate(self.keys) if own and self._untied(n) and (every or not own & around)]
        between = [n for n in bare if tied > 1 and min(self.tied) < n < max(self.tied)]
        if between and len(between) <= self.short():
            return between
        counted = self.size == last and (last - tied <= 1 if tied else self.alone)
        inner = [n for n in bare if 0 < n < last or (every and n == last and self._brief(n, last=True))]
        return inner[:1] if self.near and (counted or (self.size <= last and self.size == tied > 1)) else []

    def _untied(self, n: int) -> bool:
        return n not in self.tied and _nominal(self.source, self.here.members[n])

    def doubtful(self) -> list[int]:
        """Return the members that the dictionary cannot tie, where the target's enumeration is shorter than the source's."""
        last = len(self.keys) - 1
        fewer = not self.here.flat and self.near and self.size == last and (self.ties or self.alone)
        between = range(min(self.tied) + 1, max(self.tied)) if self.short() > 0 else ()
        return [n for n in range(1, last + 1) if (fewer or n in between) and self._untied(n) and self._brief(n, last=n == last)]

    def _brief(self, n: int, *, last: bool) -> bool:
        words = _words(self.source, self.here, n)
        return len(words.split()) <= (LAST_BRIEF if last else INNER_BRIEF) and not NAME.fullmatch(words)

    def unlike(self, absent: list[int], encode: Encode) -> list[int]:
        """Return the members that the encoder finds like nothing in the target's sentence: no more than are short."""
        kept = [n for n in absent if self._as_written(n)]
        whole, rest = _sentence(self.target, self.there.span), _sentence(self._untied_text(), self.there.span)
        ranked = sorted(
            (alike, n)
            for asked, text, limit in (
                (set(absent) - set(kept), rest, RENDERED),
                (set(self.doubtful()) - set(absent), whole, UNLIKE),
            )
            for n, alike in self._likenesses(sorted(asked), text, encode)
            if alike < limit
        )
        most = max(1, len(self.keys) - self.size, self.short()) - len(kept)
        return sorted([*kept, *(n for _, n in ranked[: max(0, most)])])

    def _likenesses(self, members: list[int], text: str, encode: Encode) -> list[tuple[int, float]]:
        """Return how alike each member is to the stretch of a text that is most like it."""
        stretches = _stretches(text)
        if not members or not stretches:
            return [(n, 0.0) for n in members]
        words = [_words(self.source, self.here, n) for n in members]
        shouted = self.source[slice(*self.here.span)].isupper()  # TORT among capitals is a word, OECD elsewhere is none
        vectors = encode([*(w.lower() if w.isupper() and (" " in w or shouted) else w for w in words), *stretches])
        alike = (vectors[: len(members)] @ vectors[len(members) :].T).max(axis=1)
        return [(n, float(a)) for n, a in zip(members, alike, strict=True)]

    def _as_written(self, n: int) -> bool:
        """Tell whether a member is of a kind that the target keeps as it is written, and is not there: a number, or Latin among Latin."""
        if any(key.startswith("#") for key in self.keys[n]):
            return True
        own = _words(self.source, self.here, n)
        seen = {w.lower() for w in VERBATIM.findall(self.target)}
        if len(own.split()) > 2 or not seen.isdisjoint(w.lower() for w in VERBATIM.findall(own)):
            return False
        said = self.source[slice(*self.here.span)]
        kept = [w for t in self.ties for w in VERBATIM.findall(self.target[slice(*self.there.members[t.target])]) if w in said]
        return any(w.islower() == own.islower() for w in kept)

    def _untied_text(self) -> str:
        """Return the target with the members that are tied hidden: what renders one member renders no other."""
        text = self.target
        for tie in self.ties:
            start, end = self.there.members[tie.target]
            if end - start <= BRIEF_MEMBER:
                text = text[:start] + " " * (end - start) + text[end:]
        return text


def _nearest(begins: Sequence[int], at: float, listings: Sequence[Listing]) -> Sequence[Listing]:
    """Return the enumerations that begin nearest to an offset; they stand in the order of the text."""
    middle = bisect_left(begins, at)
    return listings[max(0, min(middle, len(begins) - AROUND // 2) - AROUND // 2) :][:AROUND]


def _ties(keys: list[frozenset[str]], text: str, other: Listing) -> list[Tie]:
    """Tie members that render each other, the surest first, each once."""
    if len(other.members) > LONGER * max(len(keys), LAST):
        return []
    members, where = _members(text, other)
    pairs = {(n, k) for n, own in enumerate(keys) for key in own for k in _around(where.get(key, ()), n)}
    likely = [Tie(n, k, len(keys[n] & members[k]) / len(keys[n])) for n, k in pairs]
    found: list[Tie] = []
    sources, targets = set[int](), set[int]()
    for tie in sorted(likely, key=lambda t: (-t.share, abs(t.source - t.target), t.source, t.target)):
        if tie.source not in sources and tie.target not in targets:
            found.append(tie)
            sources.add(tie.source)
            targets.add(tie.target)
    return sorted(found)


@lru_cache(maxsize=64)
def _members(text: str, listing: Listing) -> tuple[list[frozenset[str]], dict[str, list[int]]]:
    """Return what each member of a Chinese enumeration says, and which members say it."""
    members = [_chinese(text[a:b]) for a, b in listing.members]
    where = defaultdict[str, list[int]](list)
    for k, said in enumerate(members):
        for key in said:
            where[key].append(k)
    return members, where


def _around(members: Sequence[int], n: int) -> Sequence[int]:
    """Return those of the members, which stand in order, that stand nearest to the n-th place."""
    middle = bisect_left(members, n)
    return members[max(0, min(middle, len(members) - AGAIN // 2) - AGAIN // 2) :][:AGAIN]


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


def _words(text: str, listing: Listing, n: int) -> str:
    """Return a member without what leads into the first and out of the last."""
    words = text[slice(*listing.members[n])].split()
    return " ".join(words[-FIRST:] if n == 0 else words[:LAST] if n == len(listing.members) - 1 else words)


def _stretches(text: str) -> list[str]:
    """Return the stretches of a Chinese sentence that may render a member: between marks and conjunctions, words and pairs of words."""
    found: dict[str, None] = {}
    for piece in filter(None, MARKS.split(text)):
        words = [w for run in RUNS.findall(piece) for w in (joined(run) if HAN.match(run) else [run])]
        parts = [""]
        for word in words:
            parts = [*parts, ""] if word in JOINTS else [*parts[:-1], parts[-1] + word]
        found |= dict.fromkeys([piece, *parts, *(w for w in words if len(w) > 1), *(a + b for a, b in pairwise(words))])
    return [f for f in found if f]


def _english(text: str, listing: Listing) -> list[frozenset[str]]:
    """Return what each member says that no other does, or all that it says where it says nothing of its own."""
    found = [frozenset(_plain(k) for k in load().of_english(_words(text, listing, n))) for n in range(len(listing.members))]
    members = Counter(key for own in found for key in own)
    return [frozenset(key for key in own if members[key] == 1) or own for own in found]


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
