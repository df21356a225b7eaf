"""Compare notes: that every note of the source has its mark at the same passage, and at the same sentence.

>>> on("France signed.[^1] Japan waited.\\n\\n[^1]: In Paris.", "法国签署。[^1]日本等待。\\n\\n[^1]: 在巴黎。")
>>> on("France signed.[^1] Japan waited.\\n\\n[^1]: In Paris.", "法国签署。日本等待。\\n\\n注：在巴黎。")
footnotes (major): the note “In Paris.” and its mark are lost

Does not compare what the notes say: their texts are aligned and checked like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

LONGEST = 60  # characters of a note that a message quotes
NEAR = 2  # beads on either side to which a mark may move with the word order


@check(type="markup", mqm="design/markup", severity=Severity.MAJOR, whole=True)
def footnotes(collation: Collation) -> Iterator[Finding]:
    """Yield passages that have more notes in the source than in the translation, or fewer."""
    beads = collation.bitext.beads
    gone = {(s.path, s.block): s for b in reversed(beads) if not b.target for s in b.source if s.kind is Kind.NOTE}
    for n, bead in enumerate(beads):
        if not bead.source or not bead.target:
            continue
        was, now = _notes(bead.source), _notes(bead.target)
        near = beads[max(0, n - NEAR) : n + NEAR + 1]
        balance = sum(len(_notes(b.source)) - len(_notes(b.target)) for b in near)
        if len(was) > len(now) and balance > 0:
            message, place = Bilingual("the mark of a note is lost", "缺少注释标记"), was[len(now)]
            if note := gone.get(_marks(bead.source)[len(now)]):  # with its mark it has gone from the text itself
                words = note.text if len(note.text) <= LONGEST else note.text[:LONGEST].rstrip() + "…"
                message = Bilingual(f"the note “{words}” and its mark are lost", f"缺少注释“{words}”及其标记")
                place = Place.whole(note)
            yield Finding(message, place, Place.whole(bead.target[-1]), bead=bead)
        elif len(was) > len(now) and balance == 0 and _alone(bead) and (there := _elsewhere(near, bead)):
            message = Bilingual("the mark of this note stands at another sentence of the translation", "此注释的标记在译文中移到了另一句")
            place = Place.whole(bead.target[-1])
            yield Finding(message, was[len(now)], place, severity=Severity.MINOR, related=(there,), bead=bead)
        elif len(now) > len(was) and balance < 0:
            message = Bilingual("a note that the source has not", "原文此处没有注释")
            yield _added(bead, now[len(was)], message)


def _alone(bead: Bead) -> bool:
    """Tell whether one sentence renders one."""
    return len(bead.source) == len(bead.target) == 1


def _elsewhere(near: Sequence[Bead], bead: Bead) -> Place | None:
    """Return the mark that stands, near a bead that lacks it, at a sentence of the same paragraph whose source has none."""
    for other in near:
        marks = _notes(other.target)
        if _alone(other) and other is not bead and len(marks) > len(_notes(other.source)) and other.source[0].block == bead.source[0].block:
            return marks[-1]
    return None


def _added(bead: Bead, place: Place, message: Bilingual) -> Finding:
    return Finding(message, Place.whole(bead.source[-1]), place, severity=Severity.NEUTRAL, bead=bead)


def _marks(segments: Sequence[Segment]) -> list[tuple[str, str]]:
    """Return the notes that are marked in segments, each as its document's path and its block."""
    return [(s.path, m.target) for s in segments for m in s.marks if m.kind == "note"]


def _notes(segments: Sequence[Segment]) -> list[Place]:
    return [Place(s, m.start, m.end) for s in segments for m in s.marks if m.kind == "note"]
