"""Tie the lines under a translation's title to those under its originals': who issued the text, when, under what number.

Most front matter no original has: a disclaimer, the sources. It is no part of the body, and is not looked for there. Where an
original has lines of its own under its title, and they were tied to nothing, they may be what the translation's front lines render.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ..model import Bead, Document, Kind, Segment
from .monotone import link
from .rough import likeness
from .sides import Reader

AKIN = 0.3  # likeness from which a line may render another: disclaimers and addresses are below


def with_heads(beads: Sequence[Bead], originals: Sequence[Document], lines: Sequence[Segment], reader: Reader) -> list[Bead]:
    """Return the beads with the front lines of the translation, each tied to the line that it renders or alone."""
    alone = {(s.path, s.id) for bead in beads if not bead.target and len(bead.source) == 1 for s in bead.source}
    found: list[Bead] = []
    rest = list(lines)
    for document in originals:
        head = [s for s in _head(document) if (s.path, s.id) in alone]
        tied = list(_tied(head, rest, reader)) if head and rest else []
        found += tied
        rest = [s for s in rest if all(s not in bead.target for bead in tied)]
    gone = {(s.path, s.id) for bead in found for s in bead.source}
    kept = (bead for bead in beads if bead.target or not all((s.path, s.id) in gone for s in bead.source))
    return [*kept, *found, *(Bead("", (), (s,)) for s in rest)]


def _head(document: Document) -> list[Segment]:
    """Return the paragraphs that follow a document's first heading directly."""
    segments = iter(document.segments)
    for s in segments:
        if s.kind is Kind.HEADING:
            return list(takewhile(lambda after: after.kind is Kind.PARAGRAPH, segments))
    return []


def _tied(head: Sequence[Segment], lines: Sequence[Segment], reader: Reader) -> Iterator[Bead]:
    texts = [s.text for s in head], [s.text for s in lines]
    alike = likeness(*texts, reader)
    for left, right, score in link(*texts, reader, level="sentences"):
        if left and right and alike[left[0] : left[-1] + 1, right[0] : right[-1] + 1].max() >= AKIN:
            yield Bead("", tuple(head[n] for n in left), tuple(lines[n] for n in right), score)
