"""Turn what an editor did to the alignment (merge, split, move) into confirmed beads."""

from __future__ import annotations

from collections.abc import Sequence

from ..decide import ChangedError, bead_of, name_of
from ..model import Bitext, ConfirmedBead
from .asked import MalformedError

Names = tuple[str, ...]


def rearranged(bitext: Bitext, was: Sequence[str], now: Sequence[tuple[Names, Names]], by: str) -> list[ConfirmedBead]:
    """Return the beads that shall stand in the place of those with the ids `was`; segments are named `path#id`.

    Every segment of the old beads stands in exactly one of the new ones, on its own side, in the order of its document: a
    correction loses nothing. Raises ChangedError where a bead is no longer there, MalformedError for any other arrangement.
    """
    known = {b.id: b for b in bitext.beads}
    if not known.keys() >= set(was):
        raise ChangedError(bitext.translation.path)
    order = {name_of(s): n for n, s in enumerate(s for d in (*bitext.originals, bitext.translation) for s in d.segments)}
    for side, wanted in (("source", [n for source, _ in now for n in source]), ("target", [n for _, target in now for n in target])):
        held = [name_of(s) for bead in was for s in getattr(known[bead], side)]
        if sorted(wanted) != sorted(held):
            raise MalformedError(f"the new beads do not hold the {side} of the old ones")
    beads = [bead_of(bitext, sorted(s, key=order.__getitem__), sorted(t, key=order.__getitem__), by) for s, t in now if s or t]
    return sorted(beads, key=lambda b: min(order[n] for n in (b.target or b.source)))
