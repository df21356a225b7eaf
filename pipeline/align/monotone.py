"""Tie the units of one text to those of its translation, both in their order.

Sentences and paragraphs are told apart. Sentences of a good translation follow each other one to one, and likeness beyond
that of their neighbours finds them best; paragraphs are weighed by the field (`field.py`), which sees omissions inside merges.
Long texts are first cut where both sides surely agree (`coarse.py`), so that time and memory grow with their length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..language.sentences import split
from ..model import Span
from .coarse import LONG, cuts
from .field import Level, Link, link_units
from .kinds import Kinds
from .sides import Reader, side
from .words import Marks

PARAGRAPHS = 0.12  # share of units with several sentences from which they are paragraphs
ASKED = 2000  # units of a side that are asked


@dataclass(frozen=True, slots=True)
class Texts:
    """Hold the units of both sides, with their kinds and marks where they are known."""

    source: Sequence[str]
    target: Sequence[str]
    kinds: Kinds | None = None
    marks: Marks | None = None

    def part(self, source: Span, target: Span) -> Texts:
        """Return some units of either side."""
        left, right = slice(*source), slice(*target)
        kinds = None if self.kinds is None else (self.kinds[0][left], self.kinds[1][right])
        marks = None if self.marks is None else (self.marks[0][left], self.marks[1][right])
        return Texts(self.source[left], self.target[right], kinds, marks)


def link(
    source: Sequence[str],
    target: Sequence[str],
    reader: Reader,
    kinds: Kinds | None = None,
    level: Level | None = None,
    marks: Marks | None = None,
) -> list[Link]:
    """Return beads as indexes of both sides with their probability, in order. Beads do not mix units of unlike `kinds`."""
    texts, n, m = Texts(source, target, kinds, marks), len(source), len(target)
    tail: list[Link] = []  # texts that end in the same words, as they stand, are tied there at once: an address, a formula, code
    while n and m and source[n - 1] == target[m - 1] and (kinds is None or kinds[0][n - 1] == kinds[1][m - 1]):
        n, m = n - 1, m - 1
        tail.append(((n,), (m,), 1.0))
    return [*_link(texts.part((0, n), (0, m)), reader, level), *reversed(tail)]


def _link(texts: Texts, reader: Reader, level: Level | None) -> list[Link]:
    if not texts.source or not texts.target:
        return _alone(texts)
    level = level or level_of(texts.source, texts.target)
    corners = [(0, 0), (len(texts.source), len(texts.target))]
    if max(corners[1]) > LONG:
        corners = cuts(texts.source, texts.target, reader)
    out: list[Link] = []
    for (i, j), (k, v) in pairwise(corners):
        inside = _piece(texts.part((i, k), (j, v)), reader, level)
        out += [(tuple(i + x for x in left), tuple(j + y for y in right), score) for left, right, score in inside]
    return out


def _piece(texts: Texts, reader: Reader, level: Level) -> list[Link]:
    if not texts.source or not texts.target:
        return _alone(texts)
    sides = side(texts.source, "en", reader), side(texts.target, "zh", reader)
    return link_units(*sides, reader, level, texts.kinds, texts.marks)


def _alone(texts: Texts) -> list[Link]:
    return [((i,), (), 1.0) for i in range(len(texts.source))] + [((), (j,), 1.0) for j in range(len(texts.target))]


def level_of(source: Sequence[str], target: Sequence[str]) -> Level:
    """Tell whether the units are sentences or paragraphs."""
    several = [len(split(text, locale)) > 1 for side, locale in ((source, "en"), (target, "zh")) for text in side[:ASKED]]
    return "paragraphs" if sum(several) >= PARAGRAPHS * len(several) else "sentences"
