"""Find what the translation says and no original does: sections, paragraphs, items, sentences.

A whole section that no original has is one minor issue: it may be the translator's own text, and then its source should be
named. A sentence slipped into a translated paragraph is major: the reader takes it for the original's word. Front matter
and code are never additions.

>>> on("The working group meets twice a year.", "工作组每年召开两次会议。")
>>> on("The working group meets twice a year.", "工作组每年召开两次会议。首都的火车站明年将全面翻修。")
addition (minor): “首都的火车站明年将全面翻修。” has no source

Does not catch added words inside a sentence that has a source.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import gaps
from ..language.encoder import loader
from ..language.extent import Passage, passages, retitled
from ..language.grids import resized
from ..language.length import usual
from ..language.pairs import sentences
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

LIKELY, SURE = 0.5, 3.0  # log odds from which a sentence inside a bead is reported, and as major


@check(type="addition", mqm="accuracy/addition", severity=Severity.MAJOR)
def addition(collation: Collation) -> Iterator[Finding]:
    """Yield passages without a source, then sentences added inside a paragraph that has one."""
    alone = {(s.path, s.id): bead for bead in collation.bitext.beads if not (bead.source or bead.twins) for s in bead.target}
    if alone:
        yield from _passages(collation, alone)
    load, whole, own = loader(collation.settings.encoder), collation.bitext.whole, usual(collation.bitext)
    for bead in collation.bitext.beads:
        if bead.target and bead.source and (found := _inside(bead, load, whole, own)):
            yield found


def _passages(collation: Collation, alone: dict[tuple[str, str], Bead]) -> Iterator[Finding]:
    own = alone.keys() - retitled(collation.bitext)
    told = resized(collation.bitext) if own and "tables" not in collation.settings.off else frozenset()

    def extra(segment: Segment) -> bool:
        if segment.kind in (Kind.CODE, Kind.FRONT) or (segment.kind is Kind.CELL and (segment.path, segment.group) in told):
            return False
        return (segment.path, segment.id) in own

    for passage in passages(collation.bitext.translation.segments, extra) if own else ():
        yield _passage(passage, alone[passage.segments[0].path, passage.segments[0].id])


def _passage(passage: Passage, bead: Bead) -> Finding:
    name = passage.name
    message = Bilingual(f"{name.en} has no source", f"{name.zh}没有对应的原文")
    first, *rest = passage.segments
    lone = first.kind is Kind.HEADING and not rest
    severity = Severity.MAJOR if passage.part else Severity.NEUTRAL if lone else Severity.MINOR
    return Finding(message, None, Place.whole(first), related=tuple(map(Place.whole, rest)), severity=severity, bead=bead)


def _inside(bead: Bead, load: gaps.Loader, whole: bool, own: float) -> Finding | None:
    gap = gaps.added(sentences(bead.source + bead.twins), sentences(bead.target), load, LIKELY, own, tails=not whole)
    if gap is None:
        return None
    message = Bilingual(f"“{gap.place.text}” has no source", f"“{gap.place.text}”没有对应的原文")
    return Finding(message, None, gap.place, severity=Severity.MAJOR if gap.score >= SURE else Severity.MINOR, bead=bead)
