"""Pair the tables of a bitext and tell their sizes: whose rows or columns are fewer or more has lost or gained some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Bead, Bitext, Kind, Segment

Tie = tuple[Bead, Segment, Segment]
Key = tuple[str, str]  # a table: its document's path and its group


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold two tables that render each other: the cells that are tied, and both sizes in rows and columns.

    `lost` and `added` are the cells of either that have no partner.
    """

    source: Key
    target: Key
    ties: tuple[Tie, ...]
    was: tuple[int, int]
    now: tuple[int, int]
    lost: tuple[Segment, ...]
    added: tuple[Segment, ...]


def pairs(bitext: Bitext) -> list[Pair]:
    """Return the tables of the originals that the translation has too, in order."""
    ties: dict[Key, list[Tie]] = {}
    alone: dict[Key, list[Segment]] = {}
    for bead in bitext.beads:
        if bead.source and bead.target and bead.source[0].kind is bead.target[0].kind is Kind.CELL:
            source = bead.source[0]
            ties.setdefault((source.path, source.group), []).append((bead, source, bead.target[0]))
        elif not (bead.source and bead.target):
            for segment in (*bead.source, *bead.target):
                if segment.kind is Kind.CELL:
                    alone.setdefault((segment.path, segment.group), []).append(segment)
    found = []
    for (path, group), cells in sorted(ties.items()):
        partner = Counter(t.group for _, _, t in cells).most_common(1)[0][0]
        original = next(d for d in bitext.originals if d.path == path)
        was, now = _size(original.segments, group), _size(bitext.translation.segments, partner)
        other = (bitext.translation.path, partner)
        found.append(Pair((path, group), other, tuple(cells), was, now, tuple(alone.get((path, group), ())), tuple(alone.get(other, ()))))
    return found


def resized(bitext: Bitext) -> frozenset[Key]:
    """Return the tables, on both sides, whose partner has another size: what they lost or gained is told of the whole table."""
    return frozenset(key for pair in pairs(bitext) if pair.was != pair.now for key in (pair.source, pair.target))


def _size(segments: Iterable[Segment], group: str) -> tuple[int, int]:
    indexes = [s.index for s in segments if s.group == group and s.kind is Kind.CELL and len(s.index) == 2]
    return len({i[0] for i in indexes}), len({i[1] for i in indexes})
