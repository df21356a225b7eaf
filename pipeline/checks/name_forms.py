"""Tell where one name stands in two forms: 大韩民国 and 韩国, 经济合作与发展组织 and 经合组织.

Both forms may be right: the original may use both, for a treaty's sake or after a first mention. An editor decides, and needs to
see what the original has in each place. So the issue is for information, once a name. A short form that the text itself sets in
brackets after the full one raises nothing. A name that the text glosses, 巴贝奇（Babbage）, and then writes with another character is a
slip, and minor. In a build, what one English form became is also compared with the other works: of two that differ, the later one in
order of names is told.

>>> on("Korea joined. Korea spoke.", "韩国加入。韩国发言。")
>>> on("The Republic of Korea joined.\\n\\nThen Korea spoke.", "大韩民国加入。\\n\\n随后韩国发言。")
name-forms (neutral): 大韩民国 ("Republic of Korea") and 韩国 ("Korea") name the same

>>> on("The Organisation for Economic Co-operation and Development (OECD) met.\\n\\nThe OECD spoke.",
...     "经济合作与发展组织（经合组织，OECD）举行会议。\\n\\n经合组织发言。")
>>> on("Led by Charles Babbage.\\n\\nIn May, Babbage resigned.", "由查尔斯·巴贝奇（Charles Babbage）主持。\\n\\n五月，巴贝其辞职。")
name-forms (minor): "Babbage" is 巴贝其 here and 巴贝奇 elsewhere

Does not see names that neither CLDR, the tables, the glossary nor a gloss in the text holds; sees other works only in a build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.sayings import otherwise
from ..mentions.glosses import declared
from ..mentions.names import sightings
from ..mentions.slips import otherwise as otherwise_glossed
from ..mentions.wordings import Sighting, Strength
from ..model import Bead, Bilingual, Collation, Finding, Place, Saying, Segment, Severity
from . import check

GLOSS = re.compile(r"[\s*_》”」]*[（(](?:以下)?(?:简称|下称|又称)?[:：\s“”「」*_]*")  # stands between a name and its short form in brackets


NAME_OF_CHECK = "name-forms"


def _says(collation: Collation) -> Iterator[Saying]:
    """Yield in which Chinese form each English form of a name is rendered, where a bead has one of each."""
    for bead in collation.bitext.beads:
        if not (bead.source and bead.target):
            continue
        english, chinese = (_only(side, locale, collation) for side, locale in ((bead.source, "en"), (bead.target, "zh")))
        for identity, target in chinese.items():
            source = english.get(identity)
            if source and target and not target.text.isascii():
                key = f"{identity} {source.text.casefold().removeprefix('the ')}"
                yield Saying(NAME_OF_CHECK, key, target.text, source, target, bead.id)


def _only(segments: tuple[Segment, ...], locale: str, collation: Collation) -> dict[str, Place | None]:
    """Return the names in segments by identity, each in the one form that it has there; None where it has several."""
    found: dict[str, Place | None] = {}
    for segment in segments:
        for seen in sightings(segment.text, locale, collation.glossary):
            for identity in seen.ids if seen.strength is Strength.NAME else ():
                place = Place(segment, *seen.span)
                first = found.setdefault(identity, place)
                if first is not None and first.text != place.text:
                    found[identity] = None
    return found


@check(type="inconsistency", mqm="style/inconsistent-style", severity=Severity.NEUTRAL, whole=True, says=_says)
def name_forms(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each name that the translation writes in several Chinese forms."""
    forms: dict[str, dict[str, tuple[Bead, Place]]] = {}
    glossed: set[tuple[str, str]] = set()
    for bead in collation.bitext.beads:
        for segment in bead.target:
            before: Sighting | None = None
            for seen in _named(segment, "zh", collation):
                place = Place(segment, *seen.span)
                if before and before.ids[0] == seen.ids[0] and GLOSS.fullmatch(segment.text, before.span[1], seen.span[0]):
                    glossed.add((seen.ids[0], place.text))
                before = seen
                if not place.text.isascii():
                    forms.setdefault(seen.ids[0], {}).setdefault(place.text, (bead, place))
    for identity, places in forms.items():
        left = [found for wording, found in places.items() if (identity, wording) not in glossed]
        if len(left) > 1:
            yield _finding(collation, identity, left)
    yield from _glossed(collation)
    beads = {b.id: b for b in collation.bitext.beads}
    for own, other in otherwise(_says(collation), collation.elsewhere, NAME_OF_CHECK) if collation.elsewhere else ():
        said, here, there = own.source.text, own.target.text, other.target.text
        zh = f"“{said}”在作品 {other.work} 中作“{there}”，此处作“{here}”"
        message = Bilingual(f'"{said}" is {there} in work {other.work}, {here} here', zh)
        yield Finding(message, own.source, own.target, related=(other.target,), bead=beads.get(own.bead))


def _glossed(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each name that the translation glosses and then writes otherwise, but for what the tables name."""
    own = declared(collation.bitext.beads)
    told = set[tuple[str, str]]()
    for bead, source, here, first in otherwise_glossed(collation.bitext.beads, own) if own else ():
        if any(s.span[0] < here.end and here.start < s.span[1] for s in _named(here.segment, "zh", collation)):
            continue
        if (here.text, first.text) in told:
            continue
        told.add((here.text, first.text))
        message = Bilingual(
            f'"{source.text}" is {here.text} here and {first.text} elsewhere', f"“{source.text}”此处作“{here.text}”，别处作“{first.text}”"
        )
        said = source if source.segment.path != here.segment.path else None
        yield Finding(message, said, here, related=(first,), severity=Severity.MINOR, bead=bead)


def _named(segment: Segment, locale: str, collation: Collation) -> list[Sighting]:
    return [s for s in sightings(segment.text, locale, collation.glossary) if s.strength is Strength.NAME and len(s.ids) == 1]


def _finding(collation: Collation, identity: str, places: list[tuple[Bead, Place]]) -> Finding:
    sources = [_source(collation, bead, identity) for bead, _ in places]
    said = [s.text if s else "" for s in sources]
    alone = said[0] if len(set(said)) == 1 else ""  # the original has one form only: it is said once
    english = ["" if alone or not s else f' ("{s}")' for s in said]
    chinese = ["" if alone or not s else f"（原文“{s}”）" for s in said]
    message = Bilingual(
        " and ".join(p.text + e for (_, p), e in zip(places, english, strict=True))
        + (f' both render "{alone}"' if alone else " name the same"),
        (f"“{alone}”译名不一：" if alone else "同一名称写法不一：")
        + "、".join(f"“{p.text}”{c}" for (_, p), c in zip(places, chinese, strict=True)),
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
