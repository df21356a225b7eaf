"""Find the segments of the beads that people confirmed, and leave out the beads that no longer hold.

A reference `path#id` names a segment; that of a block's first segment is the block's too, and means the block unless the bead
names its other segments or its hash says otherwise. Where ids have shifted because text was put in before, the hash finds the
segments again by what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from ..model import Bead, ConfirmedBead, Document, Segment, digest, join, seal

LONGEST = 12  # segments of one side that are looked for by what they say


def confirmed_beads(
    originals: Sequence[Document], translation: Document, decided: Sequence[ConfirmedBead]
) -> tuple[list[Bead], tuple[ConfirmedBead, ...]]:
    """Return the beads that people tied and that still hold, and the others: changed, gone, or tied twice."""
    documents = {d.path: d for d in (*originals, translation)}
    used: set[tuple[str, str]] = set()
    held, dropped = [], []
    for each in decided:
        sides = _sides(each, documents, translation)
        keys = [(s.path, s.id) for side in sides or () for s in side]
        if sides is None or not keys or used.intersection(keys) or not _on_their_sides(sides, translation):
            dropped.append(each)
            continue
        used.update(keys)
        held.append(Bead("", *sides, 1.0, "confirmed"))
    return held, tuple(dropped)


def _on_their_sides(sides: tuple[tuple[Segment, ...], tuple[Segment, ...]], translation: Document) -> bool:
    source, target = sides
    return all(s.path != translation.path for s in source) and all(s.path == translation.path for s in target)


def _sides(
    bead: ConfirmedBead, documents: dict[str, Document], translation: Document
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]] | None:
    """Return the bead's segments, source and target; None where they are not there or say something else."""
    named = [list(_named(names, documents)) for names in (bead.source, bead.target)]
    if not bead.hash:
        return (named[0][0], named[1][0]) if all(named) else None
    for source, target in product(*named):
        if seal(join(source, "en"), join(target, translation.locale)) == bead.hash:
            return source, target
    wanted = bead.hash.partition("-")
    found = [
        _said(names, key, documents, locale)
        for names, key, locale in ((bead.source, wanted[0], "en"), (bead.target, wanted[2], translation.locale))
    ]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _named(names: Sequence[str], documents: dict[str, Document]) -> Iterator[tuple[Segment, ...]]:
    """Yield what the names may mean, likeliest first; nothing where one of them is not there."""
    blocks: list[list[Segment]] = []
    singles: list[list[Segment]] = []
    for name in names:
        path, _, key = name.rpartition("#")
        segments = documents[path].segments if path in documents else ()
        singles.append([s for s in segments if s.id == key])
        blocks.append([s for s in segments if s.block == key] or singles[-1])
    if all(singles):
        alone = tuple(s for part in singles for s in part)
        whole = tuple(s for part in blocks for s in part)
        yield from (whole, alone) if len({s.id for s in whole}) == len(whole) and len(whole) != len(alone) else (alone,)
    elif all(blocks):
        yield tuple(s for part in blocks for s in part)


def _said(names: Sequence[str], key: str, documents: dict[str, Document], locale: str) -> tuple[Segment, ...] | None:
    """Return the one row of segments in the named documents that says what the hash remembers; None where none or several do."""
    if not names:
        return ()
    found = []
    for path in dict.fromkeys(name.rpartition("#")[0] for name in names):
        segments = documents[path].segments if path in documents else ()
        for size in range(1, LONGEST + 1):
            for n in range(len(segments) - size + 1):
                row = segments[n : n + size]
                if digest(join(row, locale)) == key:
                    found.append(row)
    return found[0] if len(found) == 1 else None
