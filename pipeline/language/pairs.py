"""Cut a bead into couples of sentences, so that a rule can compare like with like and point at the place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from ..model import Bead, Place, Segment
from .memo import by_identity
from .sentences import split


class Side(NamedTuple):
    """Hold sentences of one language that stand together, as one text that knows where each stretch came from."""

    sentences: tuple[Place, ...]
    joint: str

    @property
    def text(self) -> str:
        """Return the sentences as one text."""
        if len(self.sentences) == 1:
            return self.sentences[0].text
        return self.joint.join([s.text for s in self.sentences])

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Return where `text[start:end]` stands; a stretch over several segments is cut at the end of its first."""
        stop = len(self.text) if end is None else end
        at = 0
        for n, sentence in enumerate(self.sentences):
            size = sentence.end - sentence.start
            if start < at + size or n == len(self.sentences) - 1:
                first = sentence.start + start - at
                last = self._reach(n, at, stop)
                return Place(sentence.segment, first, max(first, last))
            at += size + len(self.joint)
        raise IndexError(start)

    def _reach(self, n: int, at: int, stop: int) -> int:
        segment, last = self.sentences[n].segment, 0
        for sentence in self.sentences[n:]:
            if sentence.segment is not segment:
                break
            last = min(sentence.start + stop - at, sentence.end)
            at += sentence.end - sentence.start + len(self.joint)
            if at >= stop:
                break
        return last


class Couple(NamedTuple):
    """Hold sentences of the source and those of the translation that stand in their place.

    `loose` is true where the two sides have unequal numbers of sentences and are coupled as a whole.
    """

    bead: Bead
    source: Side
    target: Side
    loose: bool = False


_split = lru_cache(maxsize=20_000)(split)


def sentences(segments: Sequence[Segment]) -> tuple[Place, ...]:
    """Return the sentences of some segments, in order."""
    return _of(segments[0]) if len(segments) == 1 else tuple(chain.from_iterable(map(_of, segments)))


@by_identity
def _of(segment: Segment) -> tuple[Place, ...]:
    return tuple([Place(segment, start, end) for start, end in _split(segment.text, "")])


@by_identity
def couples(bead: Bead) -> tuple[Couple, ...]:
    """Return the bead's sentences two by two, or as one loose couple; nothing for a bead with an empty side."""
    source, target = sentences(bead.source), sentences(bead.target)
    if not source or not target:
        return ()
    if len(source) == len(target):
        return tuple([Couple(bead, Side((s,), " "), Side((t,), "")) for s, t in zip(source, target, strict=True)])
    return (Couple(bead, Side(source, " "), Side(target, ""), loose=True),)
