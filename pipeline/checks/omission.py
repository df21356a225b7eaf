"""Find what the originals say and the translation leaves out: sections, paragraphs, items, cells, notes, sentences.

A section left out is one issue. Passages outside an original's scope are not expected, and what another original says as well
is covered by its twin. Inside a paragraph the sentence encoder tells which sentence has no rendering; without an encoder the
shared words do.

>>> on("It met in May. The next meeting is in June.", "会议于5月召开。下次会议在6月。")
>>> on("The council has ten members. The secretariat is financed by annual contributions.", "理事会有十名成员。")
omission (major): “The secretariat is financed by annual contributions.” seems to be missing
>>> on("If you have any questions or concerns, write to us.", "如有任何疑问，请来信。")
omission (minor): "concerns" of "questions or concerns" seems to be missing

Inside a sentence it tells a clause that is lost where the translation is too short and has next to none of its words.

>>> on("Members shall pay their annual dues, and the secretariat shall publish a list of them.", "成员应缴纳年费。")
omission (minor): “and the secretariat shall publish a list of them.” seems to be missing

Does not catch a lost word or short clause that leaves its sentence standing, unless it is a name, a number or an item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language import clauses, gaps
from ..language.encoder import load, loader
from ..language.extent import Passage, passages, retitled
from ..language.grids import resized
from ..language.length import usual, weight
from ..language.pairs import sentences
from ..mentions.couples import halved
from ..mentions.names import sightings
from ..mentions.wordings import Strength
from ..model import Bead, Bilingual, Collation, Finding, Glossary, Kind, Place, Segment, Severity
from . import check

LIKELY, SURE = 1.5, 3.0  # log odds from which a sentence inside a bead is reported, and as major
LINE, HALF = 60.0, 0.5  # letters of a line that front matter may hold, and the share of its words that must stand there
SAME = 0.6  # likeness from which a line of front matter renders a sentence
CLAUSE = 2.6  # log odds from which a clause is reported: one whole sentence in three hundred
NAMED = 0.4  # the share of a clause that is a name, from which the name says whether it is rendered
SLIGHT = 15.0  # letters: a passage below is a minor loss
IDLE = re.compile(  # what good Chinese need not say
    r"(?:please )?note(?: that)?|(?:it )?(?:should|must) be noted(?: that)?"
    r"|as (?:you|we|mentioned|noted)(?: may| already)? ?(?:know|above|earlier)?"
    r"|in other words|of course|that is(?: to say)?|please|in (?:this|that) (?:case|regard|respect)|from time to time",
    re.I,
)


@check(type="omission", mqm="accuracy/omission", severity=Severity.MAJOR)
def omission(collation: Collation) -> Iterator[Finding]:
    """Yield passages without a rendering, then what a rendered paragraph lacks: a sentence, the second of two nouns, a clause."""
    alone = {(s.path, s.id): bead for bead in collation.bitext.beads if not bead.target for s in bead.source}
    if alone:
        yield from _passages(collation, alone)
    load, own = loader(collation.settings.encoder), usual(collation.bitext)
    for bead in collation.bitext.beads:
        if bead.target and bead.source:
            terse = bead.source[0].kind is Kind.HEADING  # a good one is short in Chinese
            lost = None if terse else _sentence(bead, load, own)
            yield from [lost] if lost else _halves(bead) or ([] if terse else _clauses(bead, own, collation.glossary))


def _passages(collation: Collation, alone: dict[tuple[str, str], Bead]) -> Iterator[Finding]:
    lost = alone.keys() - retitled(collation.bitext)
    told = resized(collation.bitext) if lost and "tables" not in collation.settings.off else frozenset()
    lines = [s.text for s in collation.bitext.translation.segments if s.kind is Kind.FRONT]
    front = "\n".join(lines)

    def missing(segment: Segment) -> bool:
        if (segment.path, segment.id) not in lost or not segment.expected or segment.kind in (Kind.CODE, Kind.FRONT):
            return False
        if segment.kind is Kind.CELL and (segment.path, segment.group) in told:
            return False
        if not front or weight(segment.text) > LINE:
            return True
        return gaps.rendered(segment.text, front) < HALF and _alike(segment.text, lines, collation.settings.encoder) < SAME

    for document in collation.bitext.originals if lost else ():
        for passage in passages(document.segments, missing):
            yield _passage(passage, alone[passage.segments[0].path, passage.segments[0].id])


def _alike(text: str, lines: Sequence[str], encoder: str) -> float:
    """Return how alike a sentence is to the line of front matter that is most like it; 0 without an encoder."""
    encode = load(encoder)
    if encode is None:
        return 0.0
    vectors = encode([text, *lines])
    return float((vectors[1:] @ vectors[0]).max())


def _passage(passage: Passage, bead: Bead) -> Finding:
    name = passage.name
    message = Bilingual(f"{name.en} is missing", f"译文缺少{name.zh}")
    first, *rest = passage.segments
    slight = passage.letters < SLIGHT or (first.kind is Kind.HEADING and not rest)
    severity = Severity.MINOR if slight else Severity.MAJOR
    return Finding(message, Place.whole(first), related=tuple(map(Place.whole, rest)), severity=severity, bead=bead)


def _sentence(bead: Bead, load: gaps.Loader, own: float) -> Finding | None:
    gap = gaps.omitted(sentences(bead.source), sentences(bead.target), load, LIKELY, own)
    if gap is None:
        return None
    message = Bilingual(f"“{gap.place.text}” seems to be missing", f"译文似乎缺少这一句：“{gap.place.text}”")
    return Finding(message, gap.place, None, severity=Severity.MAJOR if gap.score >= SURE else Severity.MINOR, bead=bead)


def _halves(bead: Bead) -> list[Finding]:
    """Return the second of two nouns that the source joins, where nothing renders it."""
    if len(bead.source) != 1 or len(bead.target) != 1 or Kind.CODE in (bead.source[0].kind, bead.target[0].kind):
        return []
    source, target = bead.source[0], bead.target[0]
    found = []
    for half in halved(source.text, target.text):
        place, couple = Place(source, *half.member), source.text[slice(*half.couple)]
        message = Bilingual(f'"{place.text}" of "{couple}" seems to be missing', f"“{couple}”中的“{place.text}”似乎漏译")
        found.append(Finding(message, place, Place(target, *half.rendering), severity=Severity.MINOR, bead=bead))
    return found


def _clauses(bead: Bead, own: float, glossary: Glossary | None) -> Iterator[Finding]:
    """Yield the clauses that sentences lost; one whose name the translation has is not lost."""
    source, target = sentences(bead.source), sentences(bead.target)
    for whole, there in zip(source, target, strict=True) if len(source) == len(target) else ():
        clause = clauses.lost(whole.text, there.text, own)
        if clause is not None and clause.score >= CLAUSE:
            place = Place(whole.segment, whole.start + clause.start, whole.start + clause.end)
            if IDLE.fullmatch(place.text.strip(" ,:;")) or _named(place, there.text, glossary):
                continue
            said = place.text.strip()
            message = Bilingual(f"“{said}” seems to be missing", f"译文似乎缺少这一部分：“{said}”")
            yield Finding(message, place, there, severity=Severity.MINOR, bead=bead)


def _named(place: Place, target: str, glossary: Glossary | None) -> bool:
    """Tell whether a part of the source is little more than a name, or begins inside one, and the target has that name."""
    inside: set[str] = set()
    for seen in sightings(place.segment.text, "en", glossary):
        shared = min(seen.span[1], place.end) - max(seen.span[0], place.start)
        cut = seen.span[0] < place.start < seen.span[1]
        if seen.strength is Strength.NAME and (cut or shared > NAMED * (place.end - place.start)):
            inside.add(seen.ids[0])
    return bool(inside) and any(not inside.isdisjoint(s.ids) for s in sightings(target, "zh", glossary))
