"""Shape what changed since a sign-off for the page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..model import Change, Place
from .position import at_of

PIECES = {"same": Markup("{}"), "gone": Markup("<del>{}</del>"), "come": Markup("<ins>{}</ins>")}


@dataclass(frozen=True, slots=True)
class Shift:
    """Hold as it is shown what became of a sentence since the sign-off.

    `anchor` leads to the sentence, or to what rendered it; `stale` are the sentences of the translation that still render the
    old wording, as (place, anchor, text).
    """

    change: Change
    at: str
    anchor: str
    diff: Markup
    stale: tuple[tuple[str, str, str], ...]


def shift_of(change: Change, anchors: dict[tuple[str, str], str]) -> Shift:
    """Return a change as it is shown; `anchors` are the ids of segments on the page."""
    parts = [PIECES[kind].format(text) for kind, text in change.diff]
    place = Place.whole(change.new) if change.new else None
    first = change.new or (change.stale[0] if change.stale else None)
    stale = tuple((at_of(Place.whole(s)), anchors.get((s.path, s.id), ""), s.text) for s in change.stale)
    at = at_of(place) or change.path
    return Shift(change, at, anchors.get((first.path, first.id), "") if first else "", Markup("").join(parts), stale)
