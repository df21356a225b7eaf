"""Name passages that stand in another order than in their original.

To move a section or an item can be right: a list sorted by the Chinese names, a definition put first. Someone should have meant it.
One issue a passage, however many sentences it has; it is neutral, and asks for a look and no more.

>>> on("# Fees\\n\\nMembers pay 20,000 euros.\\n\\n# Data\\n\\nRecords are deleted after 30 days.",
...    "# 会费\\n\\n成员缴纳2万欧元。\\n\\n# 数据\\n\\n记录在30天后删除。")
>>> on("# Fees\\n\\nMembers pay 20,000 euros a year.\\n\\n# Data\\n\\nRecords are deleted after 30 days.",
...    "# 数据\\n\\n记录在30天后删除。\\n\\n# 会费\\n\\n成员每年缴纳2万欧元。")
moved (neutral): “数据” and 1 more segment stand elsewhere in the source, after “Members pay 20,000 euros a year.”

Does not catch sentences in another order inside one paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..language.extent import LONGEST
from ..model import Bead, Bilingual, Collation, Finding, Place, Segment, Severity
from . import check


@check(type="other", mqm="style/organizational-style", severity=Severity.NEUTRAL, whole=True)
def moved(collation: Collation) -> Iterator[Finding]:
    """Yield one finding for each passage whose beads stand in a row on both sides but elsewhere than in the original."""
    before = {
        (b.path, b.id): a for document in collation.bitext.originals for a, b in pairwise((None, *document.segments)) if b is not None
    }
    for passage in _passages(collation.bitext.beads, before):
        source, target = passage[0].source[0], passage[0].target[0]
        where = before.get((source.path, source.id))
        words, more = _short(target.text), sum(len(b.target) for b in passage) - 1
        count = (f" and {more} more {'segment' if more == 1 else 'segments'}", f"等{more + 1}段") if more else ("", "")
        place = (f"after “{_short(where.text)}”", f"位于“{_short(where.text)}”之后") if where else ("at its beginning", "位于开头")
        message = Bilingual(
            f"“{words}”{count[0]} {'stand' if more else 'stands'} elsewhere in the source, {place[0]}",
            f"“{words}”{count[1]}的位置与原文不同：原文中{place[1]}",
        )
        rest = tuple(Place.whole(t) for b in passage for t in b.target)[1:]
        yield Finding(message, Place.whole(source), Place.whole(target), related=rest, bead=passage[0])


def _passages(beads: Sequence[Bead], before: dict[tuple[str, str], Segment | None]) -> Iterator[list[Bead]]:
    """Yield the moved beads in rows: each follows the one before it on both sides."""
    row: list[Bead] = []
    for bead in beads:
        if not bead.target:
            continue
        ahead = before.get((bead.source[0].path, bead.source[0].id)) if bead.source else None
        follows = bool(row) and ahead is not None and (ahead.path, ahead.id) == (row[-1].source[-1].path, row[-1].source[-1].id)
        if row and not (bead.moved and follows):
            yield row
            row = []
        if bead.moved:
            row.append(bead)
    if row:
        yield row


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"
