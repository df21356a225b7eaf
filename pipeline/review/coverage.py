"""Say how much of each document was checked against its other side, and what was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Bead, Bilingual, Bitext, Kind, Place, Segment, Unchecked

# Below this confidence of the aligner a bead may tie sentences that do not render each other.
DOUBTFUL = 0.5
NO_ORIGINAL = Bilingual("no original", "没有对应的原文")
NO_TRANSLATION = Bilingual("no translation", "没有对应的译文")
DOUBT = Bilingual("doubtful alignment", "对齐存疑")
PICTURE = Bilingual("picture", "图片")
CODE = Bilingual("code", "代码")

Key = tuple[str, str]


def coverage(bitext: Bitext) -> tuple[tuple[str, float], ...]:
    """Return, per document path, the share of its characters that stand in a bead with two sides.

    What needs no other side is left out of the account: passages outside an original's scope, and front matter. A document
    that has nothing else counts as covered.
    """
    paired = {_key(s) for bead in bitext.beads if bead.source and bead.target for s in _segments(bead)}
    result = []
    for document in (*bitext.originals, bitext.translation):
        due = [s for s in document.segments if _due(s)]
        total = sum(len(s.text) for s in due)
        covered = sum(len(s.text) for s in due if _key(s) in paired)
        result.append((document.path, round(covered / total, 4) if total else 1.0))
    return tuple(result)


def unchecked(bitext: Bitext) -> tuple[Unchecked, ...]:
    """Name the passages that nothing was checked against, in the order of the beads."""
    return tuple(u for bead in bitext.beads for u in _unchecked(bead))


def _unchecked(bead: Bead) -> Iterator[Unchecked]:
    if not bead.source:
        yield from _wholes(NO_ORIGINAL, bead.target)
    elif not bead.target:
        yield from _wholes(NO_TRANSLATION, bead.source)
    elif bead.status == "computed" and bead.score < DOUBTFUL:
        yield from _wholes(DOUBT, bead.target)
    for segment in bead.target:
        yield from (Unchecked(PICTURE, Place(segment, m.start, m.end)) for m in segment.marks if m.kind == "image")
        if segment.kind is Kind.CODE and bead.source:
            yield Unchecked(CODE, Place.whole(segment))


def _wholes(why: Bilingual, segments: Iterable[Segment]) -> Iterator[Unchecked]:
    return (Unchecked(why, Place.whole(s)) for s in segments if _due(s))


def _segments(bead: Bead) -> tuple[Segment, ...]:
    return (*bead.source, *bead.twins, *bead.target)


def _due(segment: Segment) -> bool:
    return segment.expected and segment.kind is not Kind.FRONT


def _key(segment: Segment) -> Key:
    return segment.path, segment.id
