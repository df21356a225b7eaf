"""See a document as the blocks that its segments make: a paragraph, a heading, a list item, a table cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ..model import Document, Kind, Segment, join


@dataclass(frozen=True, slots=True)
class Block:
    """Hold the segments of one block in order. `document` is the number of its original, -1 for the translation."""

    document: int
    segments: tuple[Segment, ...]
    text: str

    @property
    def kind(self) -> Kind:
        """Return what the block is; segments of one block are of one kind."""
        return self.segments[0].kind


def blocks(document: Document, number: int, left_out: frozenset[tuple[str, str]]) -> list[Block]:
    """Return the document's blocks in reading order, without front matter and the segments (path, id) that are left out."""
    free = (s for s in document.segments if s.kind is not Kind.FRONT and (s.path, s.id) not in left_out)
    return [_block(number, group, document.locale) for _, group in groupby(free, key=lambda s: (s.block or s.id, s.kind))]


def _block(number: int, group: Iterable[Segment], locale: str) -> Block:
    segments = tuple(group)
    return Block(number, segments, join(segments, locale))
