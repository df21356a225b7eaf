"""Find in which of its accepted wordings each concept of the glossary stands in a translation.

A wording counts where it is a word: not inside a longer wording of this or another concept (假信息 in 虚假信息), and of a word and
what is derived from it (透明, 透明度) one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Bead, Collation, Place, Segment
from .termbase import termbase
from .terms import HAN, stands


@dataclass(frozen=True, slots=True)
class Rendering:
    """Hold a concept that the originals state: where they do first, its accepted wordings, and where those stand first."""

    concept: str
    bead: Bead
    source: Place
    accepted: tuple[str, ...]
    places: dict[str, Place]

    def root(self, wording: str) -> str:
        """Return the shortest accepted wording of which a wording is a form: 透明 for 透明度."""
        return min((w for w in self.accepted if family(w, wording)), key=lambda w: (len(w), w))


def renderings(collation: Collation, beads: Sequence[Bead], least: int = 1) -> Iterator[Rendering]:
    """Yield the concepts with several accepted wordings of which at least so many stand in the translation."""
    base = termbase(collation.glossary, collation.bitext.translation.locale, collation.work)
    if base is None:
        return
    stated = {k: (b, s, f) for b in reversed(beads) for s in b.source for f in base.source(s.text) for k in f.keys}
    segments = collation.bitext.translation.segments
    whole = "\n".join(s.text for s in segments)
    every = {w for key in stated for w in base.accepted(key) if w in whole}
    for key in sorted(stated):
        accepted = base.accepted(key)
        wordings = [w for w in accepted if w in every and HAN.match(w)]
        places: dict[str, Place] = {}
        for wording in wordings if len(accepted) > 1 and len(wordings) >= least else ():
            place = _first(segments, wording, sorted(w for w in every if wording in w and wording != w))
            if place is not None and not any(family(wording, w) for w in places):
                places[wording] = place
        if len(places) >= max(least, 1):
            bead, segment, found = stated[key]
            yield Rendering(key, bead, Place(segment, found.start, found.end), accepted, places)


def family(one: str, other: str) -> bool:
    """Tell whether one wording is the other with something more.

    >>> family("透明", "透明度"), family("可信的", "值得信赖")
    (True, False)
    """
    one, other = one.replace("的", ""), other.replace("的", "")
    return one in other or other in one


def _first(segments: Sequence[Segment], wording: str, longer: Sequence[str]) -> Place | None:
    """Return where a wording first stands as a word, and not inside a longer wording of this or another concept."""
    for segment in segments:
        if wording not in segment.text:
            continue
        text = segment.text
        for other in sorted(longer, key=len, reverse=True):
            text = text.replace(other, "\ufffc" * len(other))
        at = text.find(wording)
        if at >= 0 and stands(text, at, at + len(wording)):
            return Place(segment, at, at + len(wording))
    return None
