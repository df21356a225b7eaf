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
from .field import Level, Link, link_units, small
from .kinds import Kinds
from .sides import Reader, parts_of, side
from .words import Marks

PARAGRAPHS = 0.12  # share of units with several sentences from which they are paragraphs
ASKED = 2000  # units of a side that are asked
STACK = 256  # units of a side that are searched side by side


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
    texts, tail = _parted(Texts(source, target, kinds, marks))
    return [*_link(texts, reader, level), *tail]


def link_sentences(those: Sequence[Texts], reader: Reader) -> list[list[Link]]:
    """Return the beads of many short texts of sentences, as `link` does of each; texts of one shape are searched side by side.

    All of them have marks, or none has.
    """
    parted = [_parted(texts) for texts in those]
    found: dict[int, list[Link]] = {}
    shapes: dict[tuple[tuple[int, ...], ...], list[int]] = {}
    for n, (texts, _) in enumerate(parted):
        if not texts.source or not texts.target or texts.kinds is not None or not small(len(texts.source), len(texts.target)):
            found[n] = _link(texts, reader, "sentences")
        else:
            sizes = (tuple(len(parts_of(unit, locale)) for unit in own) for own, locale in ((texts.source, "en"), (texts.target, "zh")))
            shapes.setdefault(tuple(sizes), []).append(n)
    for row in shapes.values():
        step = max(1, STACK // len(parted[row[0]][0].source))
        for first in range(0, len(row), step):
            stack = row[first : first + step]
            found |= zip(stack, _stacked([parted[n][0] for n in stack], reader), strict=True)
    return [[*found[n], *tail] for n, (_, tail) in enumerate(parted)]


def _stacked(those: Sequence[Texts], reader: Reader) -> list[list[Link]]:
    source = side([unit for texts in those for unit in texts.source], "en", reader, len(those))
    target = side([unit for texts in those for unit in texts.target], "zh", reader, len(those))
    marked = [texts.marks for texts in those if texts.marks is not None]
    left, right = ([own for marks in marked for own in marks[n]] for n in (0, 1))
    return link_units(source, target, reader, "sentences", None, (left, right) if marked else None)


def _parted(texts: Texts) -> tuple[Texts, list[Link]]:
    """Tie at once what texts end in, in the same words as they stand: an address, a formula, code; return what stands before."""
    n, m = len(texts.source), len(texts.target)
    tail: list[Link] = []
    while (
        n and m and texts.source[n - 1] == texts.target[m - 1] and (texts.kinds is None or texts.kinds[0][n - 1] == texts.kinds[1][m - 1])
    ):
        n, m = n - 1, m - 1
        tail.append(((n,), (m,), 1.0))
    return texts.part((0, n), (0, m)), tail[::-1]


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
    return link_units(*sides, reader, level, texts.kinds, texts.marks)[0]


def _alone(texts: Texts) -> list[Link]:
    return [((i,), (), 1.0) for i in range(len(texts.source))] + [((), (j,), 1.0) for j in range(len(texts.target))]


def level_of(source: Sequence[str], target: Sequence[str]) -> Level:
    """Tell whether the units are sentences or paragraphs."""
    several = [len(split(text, locale)) > 1 for side, locale in ((source, "en"), (target, "zh")) for text in side[:ASKED]]
    return "paragraphs" if sum(several) >= PARAGRAPHS * len(several) else "sentences"
