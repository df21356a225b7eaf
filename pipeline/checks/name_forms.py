"""Tell where one name stands in two forms: 大韩民国 and 韩国, 经济合作与发展组织 and 经合组织.

Both forms may be right: the original may use both, for a treaty's sake or after a first mention. An editor decides, and needs to
see what the original has in each place. So the issue is for information, once a name.

>>> on("Korea joined. Korea spoke.", "韩国加入。韩国发言。")
>>> on("The Republic of Korea joined.\\n\\nThen Korea spoke.", "大韩民国加入。\\n\\n随后韩国发言。")
name-forms (neutral): 大韩民国 ("Republic of Korea") and 韩国 ("Korea") name the same

Does not see names that neither CLDR, the tables nor the glossary holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..mentions.names import Sighting, Strength, sightings
from ..model import Bead, Bilingual, Collation, Finding, Place, Segment, Severity
from . import check


@check(type="inconsistency", mqm="style/inconsistent-style", severity=Severity.NEUTRAL, whole=True)
def name_forms(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each name that the translation writes in several Chinese forms."""
    forms: dict[str, dict[str, tuple[Bead, Place]]] = {}
    for bead in collation.bitext.beads:
        for segment in bead.target:
            for seen in _named(segment, "zh", collation):
                place = Place(segment, *seen.span)
                if not place.text.isascii():
                    forms.setdefault(seen.ids[0], {}).setdefault(place.text, (bead, place))
    for identity, places in forms.items():
        if len(places) > 1:
            yield _finding(collation, identity, list(places.values()))


def _named(segment: Segment, locale: str, collation: Collation) -> list[Sighting]:
    return [s for s in sightings(segment.text, locale, collation.glossary) if s.strength is Strength.NAME and len(s.ids) == 1]


def _finding(collation: Collation, identity: str, places: list[tuple[Bead, Place]]) -> Finding:
    sources = [_source(collation, bead, identity) for bead, _ in places]
    english = [f' ("{s.text}")' if s else "" for s in sources]
    chinese = [f"（“{s.text}”）" if s else "" for s in sources]
    message = Bilingual(
        " and ".join(p.text + e for (_, p), e in zip(places, english, strict=True)) + " name the same",
        "、".join(f"“{p.text}”{c}" for (_, p), c in zip(places, chinese, strict=True)) + "指称相同",
    )
    bead, place = places[1]
    return Finding(message, sources[1], place, related=tuple(p for n, (_, p) in enumerate(places) if n != 1), bead=bead)


def _source(collation: Collation, bead: Bead, identity: str) -> Place | None:
    """Return how the bead's source writes the name, among its own segments and its twins."""
    for segment in (*bead.source, *bead.twins):
        for seen in sightings(segment.text, "en", collation.glossary):
            if identity in seen.ids and seen.strength is Strength.NAME:
                return Place(segment, *seen.span)
    return None
