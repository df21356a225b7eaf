"""Find bold words of the source that the translation prints plain.

Bold in policy texts marks defined terms and the heads of list items. Translations that keep little of it are left alone, and so
are italics: Chinese emphasises otherwise (dots, or another face).

>>> on("- **Data** counts\\n- **Work** pays\\n- **Law** holds", "- **数据**重要\\n- **工作**有偿\\n- **法律**有效")
>>> on("- **Data** counts\\n- **Work** pays\\n- **Law** holds", "- **数据**重要\\n- 工作有偿\\n- **法律**有效")
emphasis (minor): “Work” is bold in the source; nothing is bold here

Does not compare which of several words are bold, nor bold that the translation adds.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

KEPT = 0.6  # share of the source's bold passages that the translation must print bold before the others count as lost
FEWEST = 2  # bold passages kept that show a habit


@check(type="formatting", mqm="design/markup", severity=Severity.MINOR, whole=True)
def emphasis(collation: Collation) -> Iterator[Finding]:
    """Yield beads whose source has bold words and whose translation has none, where the translation keeps bold as a rule."""
    bold = [(bead, place) for bead in collation.bitext.beads if bead.target for place in _bold(bead.source)[:1]]
    plain = [(bead, place) for bead, place in bold if not _bold(bead.target)]
    kept = len(bold) - len(plain)
    if kept < FEWEST or kept < KEPT * len(bold):
        return
    for bead, place in plain:
        if _split(bead, collation):
            continue
        message = Bilingual(f"“{place.text}” is bold in the source; nothing is bold here", f"原文 “{place.text}” 为粗体，此处没有粗体")
        yield Finding(message, place, Place.whole(bead.target[0]), bead=bead)


def _bold(segments: tuple[Segment, ...]) -> list[Place]:
    return [
        Place(s, m.start, m.end)
        for s in segments
        if s.kind not in (Kind.HEADING, Kind.CODE, Kind.CELL)
        for m in s.marks
        if m.kind == "strong" and m.end > m.start
    ]


def _split(bead: Bead, collation: Collation) -> bool:
    """Tell whether another sentence of the same paragraph is bold in the translation: the bold moved with the word order."""
    blocks = {(t.path, t.block) for t in bead.target}
    others = tuple(s for s in collation.bitext.translation.segments if (s.path, s.block) in blocks)
    return bool(_bold(others))
