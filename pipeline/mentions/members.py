"""Compare enumerations member by member: which member of the source's the target's does not have.

Members are tied by what the dictionary says they may render. A member is lost where nothing near renders it and the target's
enumeration is shorter by it: between two members that are both rendered, or by the count of the whole. A sentence encoder, where
there is one, judges what the dictionary leaves open: a member that is like some word of the target's sentence is rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..language.gaps import Encode, Loader
from ..language.stems import STOP_EN
from ..model import Span
from .listing import LISTED, Listing, listings
from .stretches import NAME, nominal, sentence, stretches
from .tables import months
from .ties import Tie, anywhere_within, chinese, english, rendered, stated, tie, wording

NEAR = 0.3  # how far apart, in shares of the texts, two enumerations may begin that are tied by one member only
BRIEF = 4  # characters of a member that a comma may part from the one before
GOES_ON = re.compile(r"[）)]?[，,]\s*(?:以及|及|和|或|并(?!非))")  # a last member after a comma: 甲、乙，以及丙的丁
FIRM = 0.15  # the share of a member that a tie renders by which places in a row of joints are counted
MARGIN = 0.05  # how much more like another member a stretch is that belongs to it
RENDERED, UNLIKE = 0.65, 0.5  # likeness from which a member is rendered, and below which one may be lost that the dictionary leaves open
INNER_BRIEF, LAST_BRIEF = 6, 3  # words of a member that is judged by its likeness
BRIEF_WORDS = 3  # words of a member of which it is certain that nothing else says it
REST, KIND = re.compile(r"\W*(?:any |all |the )?other\b"), re.compile(r"等[\u3400-\u9fff]{2}")  # and other vehicles: 等交通工具
DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]) | {m.capitalize() for m in months()}
VERBATIM = re.compile(r"[A-Za-z][A-Za-z0-9]+")  # kubeadm
BRIEF_MEMBER = 8  # characters of a member that renders one of the source's and no more
# What keeps the work of a passage in step with its length, however many enumerations it has and however long they are.
AROUND = 24  # enumerations that one is compared with: those that begin nearest


class Lost(NamedTuple):
    """Hold a member of the source's enumeration that the target's lacks, and where the target's stands.

    It is `sure` where all other members are tied one to one and nothing in the sentence renders it.
    """

    member: Span
    enumeration: Span
    listing: Span
    sure: bool


def lost(source: str, target: str, loader: Loader = None) -> list[Lost]:
    """Return the members of the source's enumerations that the target does not have; `loader` loads an encoder when it is needed.

    >>> en = "You can create, inspect, update, and delete objects."
    >>> [en[slice(*x.member)] for x in lost(en, "你可以创建、更新和删除对象。")], lost(en, "你可以创建、检视、更新和删除对象。")
    (['inspect'], [])
    """
    here = listings(source, "en") if LISTED.search(target) else ()
    telling = here if loader else [listing for listing in here if not listing.flat]  # only an encoder knows what a row lacks
    there = listings(target, "zh") if telling else ()
    found: dict[Span, Lost] = {}
    for pair in _pairs(source, target, here, there) if there else ():
        listing, other = pair.here, pair.there
        absent = pair.absent() if not listing.flat else []
        encode = loader() if loader and (absent or pair.doubtful()) else None
        for n in pair.unlike(absent, encode) if encode else absent:
            if listing.flat and found:
                break  # a row says nothing more than its parts
            found.setdefault(listing.members[n], Lost(listing.members[n], listing.span, other.span, n in absent and pair.paired))
    return list(found.values())


def _pairs(source: str, target: str, here: Sequence[Listing], there: Sequence[Listing]) -> list[_Pair]:
    """Pair each enumeration of the source that is not all there with the one of the target that says most of it, the surest first.

    The target's enumeration renders one of the source's, and rows that overlap it; another that would have it takes its next best.
    """
    begins = [z.span[0] for z in there]
    keys = [english(source, listing) for listing in here]
    best = [
        _candidates(keys[n], source, target, listing, _nearest(begins, listing.span[0] / len(source) * len(target), there))
        for n, listing in enumerate(here)
    ]
    places = _places(source, target, here, there)
    taken: dict[Span, list[Listing]] = defaultdict(list)
    found: list[tuple[int, _Pair]] = []
    for n in sorted(range(len(here)), key=lambda n: (*(-x for x in best[n][0][0]), n)):
        for (tied, _), ties, other in best[n]:
            if any(_aside(rival, here[n]) for rival in taken[other.span]):
                continue
            if tied > 1:
                taken[other.span].append(here[n])
            if tied < len(keys[n]):
                alone = (here[n].span, other.span) in places
                near = alone or _apart(source, target, here[n], other) < NEAR
                found.append((n, _Pair(source, target, here[n], other, keys[n], ties, near, alone)))
            break
    return [pair for _, pair in sorted(found, key=lambda x: x[0])]


def _places(source: str, target: str, here: Sequence[Listing], there: Sequence[Listing]) -> set[tuple[Span, Span]]:
    """Return the enumerations that have the same place among equally many, or among those that fill brackets."""
    plain = [x for x in here if not x.flat]
    enclosed = [x for x in plain if _enclosed(source, x)], [x for x in there if _enclosed(target, x)]
    return {
        (one.span, other.span)
        for mine, others in ((plain, there), enclosed)
        if len(mine) == len(others)
        for one, other in zip(mine, others, strict=True)
    }


def _enclosed(text: str, listing: Listing) -> bool:
    start, end = listing.span
    return text[max(0, start - 2) : start].rstrip().endswith(("(", "（")) and text[end : end + 2].lstrip().startswith((")", "）"))


def _candidates(
    keys: list[frozenset[str]], source: str, target: str, listing: Listing, there: Sequence[Listing]
) -> list[tuple[tuple[int, float], list[Tie], Listing]]:
    """Return the target's enumerations that may render one, the likeliest first: how many members are tied, and how surely."""
    found = []
    for other in there:
        ties = tie(keys, target, other)
        found.append(((len(ties), sum(t.share for t in ties) - _apart(source, target, listing, other)), ties, other))
    return sorted(found, key=lambda x: x[0], reverse=True)


def _aside(one: Listing, other: Listing) -> bool:
    return one.span[0] >= other.span[1] or one.span[1] <= other.span[0]


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
    def paired(self) -> bool:
        """Tell whether all members but one are tied to all of the target's, in the same order."""
        targets = [t.target for t in self.ties]
        return len(targets) == self.size == len(self.keys) - 1 > 1 and targets == sorted(targets)

    @property
    def size(self) -> int:
        """Return how many members the target's enumeration has."""
        return len(self.there.members) + _comma_led(self.target, self.there) + bool(GOES_ON.match(self.target, self.there.span[1]))

    @property
    def _firm(self) -> list[Tie]:
        """Return the ties by which places are counted: in a row of joints, whatever each joins, a word in common says nothing."""
        return [t for t in self.ties if not self.here.flat or t.share >= FIRM]

    def short(self) -> int:
        """Return how many members fewer the target has between the first and the last that are tied."""
        ties = self._firm
        if len(ties) < 2:
            return 0
        sources, targets = [t.source for t in ties], [t.target for t in ties]
        return (max(sources) - min(sources)) - (max(targets) - min(targets))

    def squeezed(self) -> list[int]:
        """Return the members for which there is no room: between two that are tied the target has fewer, and nothing says them."""
        found = list[int]()
        for a, b in pairwise(self._in_order()):
            members = list(range(a.source + 1, b.source))
            room = b.target - a.target - 1
            lost = [n for n in members if self._short(n) and self._unsaid(n)] if len(members) > room >= 0 else []
            if lost and (room == 0 or len(lost) <= len(members) - room):
                found += lost
        return found

    def _in_order(self) -> list[Tie]:
        """Return the firm ties, without faint ones that cross both their neighbours."""
        ties = self._firm
        before, after = [None, *ties][:-1], [*ties, None][1:]
        return [
            t
            for one, t, two in zip(before, ties, after, strict=True)
            if t.share >= FIRM or not ((one and one.target > t.target) or (two and two.target < t.target))
        ]

    def _unsaid(self, n: int) -> bool:
        """Tell whether the target's sentence says less of what a member says than the source does."""
        own = self.keys[n]
        if not own or not self._member(n):
            return False
        here, there = stated(self.source), rendered(sentence(self.target, self.there.span))
        return 2 * sum(there.get(key, 0) >= max(here.get(key, 0), 1) for key in own) < len(own)

    def absent(self) -> list[int]:
        """Return the members that nothing near renders, as far as the dictionary knows, where the target is too short for them."""
        if self._rest() and len(self.keys) - self.size <= 1:
            return []
        squeezed = self.squeezed()
        if len(self.keys) - len(self.ties) > max(2, len(self.keys) // 3):
            return squeezed if self.near else []  # too much is rendered in words that the dictionary does not have
        last, tied, short = len(self.keys) - 1, len(self.ties), self.short()
        counted = self.size == last and (last - tied <= 1 if tied else self.alone)
        lacking = self.near and (counted or (self.size <= last and self.size == tied > 1))
        if short < 1 and not lacking and not squeezed:
            return []
        every = tied == len(self.there.members) == last
        inside = range(min(self.tied) + 1, max(self.tied)) if tied > 1 and short > 0 else range(0)
        bare = [n for n in range(last + 1) if n in inside or (lacking and (0 < n < last or (every and n == last)))]
        bare = [n for n in bare if self.keys[n] and self._untied(n) and (self._unsaid(n) if every else self._unmet(n))]
        between = [n for n in bare if n in inside]
        if between and len(between) <= short:
            return between
        if squeezed:
            return squeezed
        inner = [n for n in bare if 0 < n < last or (every and n == last and self._brief(n, last=True))]
        return inner[:1] if lacking else []

    def _rest(self) -> bool:
        """Tell whether the last member is the rest of a kind, which Chinese joins to the one before: 船舶、飞机等交通工具."""
        last = self.target[slice(*self.there.members[-1])]
        return REST.match(self.source, *self.here.members[-1]) is not None and KIND.search(last) is not None

    def _unmet(self, n: int) -> bool:
        """Tell whether the target's sentence has nothing of what a member says."""
        return self.keys[n].isdisjoint(chinese(sentence(self.target, self.there.span)))

    def _untied(self, n: int) -> bool:
        own = n not in self.tied and self._member(n)
        return own and self.keys[n].isdisjoint(anywhere_within(self.target, self.there))

    def _member(self, n: int) -> bool:
        """Tell whether a member may be one, or is an adverb among others: lawfully, fairly and in a transparent manner."""
        if nominal(self.source, self.here, n):
            return True
        words = [self.source[slice(*span)].split() for span in self.here.members]
        beside = [words[k] for k in (n - 1, n + 1) if 0 <= k < len(words)]
        return len(beside) == 2 and all(w and (w[-1].endswith("ly") or w[-1] == "manner") for w in (words[n], *beside))

    def doubtful(self) -> list[int]:
        """Return the members that the dictionary cannot tie, where the target's enumeration is shorter than the source's."""
        last = len(self.keys) - 1
        fewer = not self.here.flat and self.near and self.size == last and (self.ties or self.alone)
        between = range(min(self.tied) + 1, max(self.tied)) if self.short() > 0 else self.squeezed()
        return [n for n in range(1, last + 1) if (fewer or n in between) and self._untied(n) and self._brief(n, last=n == last)]

    def _short(self, n: int) -> bool:
        """Tell whether a member has so few words that nothing else says it: `inspect`, `the date of manufacture`."""
        words = wording(self.source, self.here, n).split()
        return len(words) <= BRIEF_WORDS or (len(words) == BRIEF_WORDS + 1 and sum(w.lower() not in STOP_EN for w in words) < BRIEF_WORDS)

    def _brief(self, n: int, *, last: bool) -> bool:
        words = wording(self.source, self.here, n)
        return len(words.split()) <= (LAST_BRIEF if last else INNER_BRIEF) and not NAME.fullmatch(words)

    def unlike(self, absent: list[int], encode: Encode) -> list[int]:
        """Return the members that the encoder finds like nothing in the target's sentence: no more than are short."""
        kept = [n for n in absent if self._as_written(n)]
        whole, rest = sentence(self.target, self.there.span), sentence(self._untied_text(), self.there.span)
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
        """Return how alike each member is to the stretch of a text that is most like it and not more like another member."""
        import numpy as np

        parts = stretches(text)
        if not members or not parts:
            return [(n, 0.0) for n in members]
        words = [wording(self.source, self.here, n) for n in range(len(self.keys))]
        shouted = self.source[slice(*self.here.span)].isupper()  # TORT among capitals is a word, OECD elsewhere is none
        vectors = encode([*(w.lower() if w.isupper() and (" " in w or shouted) else w for w in words), *parts])
        alike = vectors[: len(words)] @ vectors[len(words) :].T
        found = []
        for n in members:
            others = np.delete(alike, n, axis=0).max(axis=0)
            found.append((n, float(np.where(others > alike[n] + MARGIN, 0.0, alike[n]).max())))
        return found

    def _as_written(self, n: int) -> bool:
        """Tell whether a member is of a kind of which no other word renders it, and is not there: a number, a day, or Latin among Latin."""
        if any(key.startswith("#") for key in self.keys[n]):
            return True
        own = wording(self.source, self.here, n)
        if not DAYS.isdisjoint(own.split()) and self._unsaid(n):
            return True  # Friday is like Saturday, and no rendering of it
        others = " ".join(wording(self.source, self.here, k) for k in range(len(self.keys)) if k != n).lower()
        seen = {w.lower() for w in VERBATIM.findall(self.target)} | set(VERBATIM.findall(others))
        words = {w.lower() for w in VERBATIM.findall(own)} - set(VERBATIM.findall(others))
        if len(own.split()) > 2 or not words or not seen.isdisjoint(words):
            return False
        said = self.source[slice(*self.here.span)]
        kept = [w for t in self.ties for w in VERBATIM.findall(self.target[slice(*self.there.members[t.target])]) if w in said]
        return any(w.islower() == own.islower() for w in kept)

    def _untied_text(self) -> str:
        """Return the target with the members that are tied hidden: what renders one member renders no other."""
        text = self.target
        for each in self.ties:
            start, end = self.there.members[each.target]
            if end - start <= BRIEF_MEMBER:
                text = text[:start] + " " * (end - start) + text[end:]
        return text


def _nearest(begins: Sequence[int], at: float, listings: Sequence[Listing]) -> Sequence[Listing]:
    """Return the enumerations that begin nearest to an offset; they stand in the order of the text."""
    middle = bisect_left(begins, at)
    return listings[max(0, min(middle, len(begins) - AROUND // 2) - AROUND // 2) :][:AROUND]


def _comma_led(text: str, listing: Listing) -> bool:
    """Tell whether a member may stand before the enumeration of two: 创建，修改或删除 has three."""
    (start, end), *rest = listing.members
    return len(rest) == 1 and end - start <= BRIEF and text[:start].endswith(("，", ",")) and text[end] != "、"
