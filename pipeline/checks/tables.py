"""Compare tables: rows, columns, and the column in which a cell stands.

>>> on("| State | Votes |\\n|---|---|\\n| France | 2 |", "| 国家 | 票数 |\\n|---|---|\\n| 法国 | 2 |")
>>> on("| State | Votes |\\n|---|---|\\n| France | 2 |\\n| Japan | 3 |", "| 国家 | 票数 |\\n|---|---|\\n| 法国 | 2 |")
tables (major): the table has 2 rows and 2 columns; the source's has 3 rows and 2 columns

Does not compare the cells' values: that is for `numbers` and its like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check


@check(type="formatting", mqm="design/layout", severity=Severity.MAJOR, whole=True)
def tables(collation: Collation) -> Iterator[Finding]:
    """Yield tables of another size, then cells that moved to another column."""
    ties: dict[tuple[str, str], list[tuple[Bead, Segment, Segment]]] = {}
    for bead in collation.bitext.beads:
        if bead.source and bead.target and bead.source[0].kind is bead.target[0].kind is Kind.CELL:
            source = bead.source[0]
            ties.setdefault((source.path, source.group), []).append((bead, source, bead.target[0]))
    for (path, group), cells in sorted(ties.items()):
        partner = Counter(t.group for _, _, t in cells).most_common(1)[0][0]
        original = next(d for d in collation.bitext.originals if d.path == path)
        was, now = _size(original.segments, group), _size(collation.bitext.translation.segments, partner)
        bead, source, target = cells[0]
        if was != now:
            message = Bilingual(
                f"the table has {_said(now)}; the source's has {_said(was)}",
                f"此表{now[0]}行{now[1]}列，原文为{was[0]}行{was[1]}列",
            )
            yield Finding(message, Place.whole(source), Place.whole(target), bead=bead)
            continue
        for bead, source, target in cells:
            if target.group == partner and _swapped(source, target, cells):
                message = Bilingual(
                    f"stands in column {target.index[-1]}; in the source in column {source.index[-1]}",
                    f"此单元格在第{target.index[-1]}列，原文在第{source.index[-1]}列",
                )
                yield Finding(message, Place.whole(source), Place.whole(target), bead=bead)


def _swapped(source: Segment, target: Segment, cells: Iterable[tuple[Bead, Segment, Segment]]) -> bool:
    """Tell whether two cells of a row changed places; one cell alone in another column is a doubt of the aligner's."""
    here, there = source.index, target.index
    return here[-1:] != there[-1:] and any(s.index == there and t.index == here for _, s, t in cells)


def _size(segments: Iterable[Segment], group: str) -> tuple[int, int]:
    indexes = [s.index for s in segments if s.group == group and s.kind is Kind.CELL and len(s.index) == 2]
    return len({i[0] for i in indexes}), len({i[1] for i in indexes})


def _said(size: tuple[int, int]) -> str:
    return f"{size[0]} row{'s' * (size[0] != 1)} and {size[1]} column{'s' * (size[1] != 1)}"
