"""Compare tables: rows, columns, and the column in which a cell stands.

>>> on("| State | Votes |\\n|---|---|\\n| France | 2 |", "| 国家 | 票数 |\\n|---|---|\\n| 法国 | 2 |")
>>> on("| State | Votes |\\n|---|---|\\n| France | 2 |\\n| Japan | 3 |", "| 国家 | 票数 |\\n|---|---|\\n| 法国 | 2 |")
tables (major): the table has 2 rows and 2 columns; the source's has 3 rows and 2 columns

Does not compare the cells' values, but for two figures of a row that changed places: that is for `numbers` and its like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

FIGURE = re.compile(r"[\d.,%\s-]*\d[\d.,%\s-]*")  # 1,200; 7 %


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
        yield from _exchanged([c for c in cells if c[2].group == partner])
        for bead, source, target in cells:
            if target.group == partner and _swapped(source, target, cells):
                message = Bilingual(
                    f"stands in column {target.index[-1]}; in the source in column {source.index[-1]}",
                    f"此单元格在第{target.index[-1]}列，原文在第{source.index[-1]}列",
                )
                yield Finding(message, Place.whole(source), Place.whole(target), bead=bead)


def _exchanged(cells: list[tuple[Bead, Segment, Segment]]) -> Iterator[Finding]:
    """Yield cells of one row whose figures changed places: 7 | 1 as 1 | 7; one by one each figure stands in its row."""
    figures = [(b, s, t) for b, s, t in cells if len(s.index) == 2 and s.index == t.index and FIGURE.fullmatch(s.text + t.text)]
    for (bead, source, target), (_, other, there) in combinations(figures, 2):
        if source.index[0] == other.index[0] and source.text == there.text != target.text == other.text:
            message = Bilingual(
                f"{target.text} and {there.text} have changed places; the source has {source.text} and {other.text}",
                f"“{target.text}”与“{there.text}”互换了位置；原文依次为{source.text}、{other.text}",
            )
            yield Finding(message, Place.whole(source), Place.whole(target), source.text, related=(Place.whole(there),), bead=bead)


def _swapped(source: Segment, target: Segment, cells: Iterable[tuple[Bead, Segment, Segment]]) -> bool:
    """Tell whether two cells of a row changed places; one cell alone in another column is a doubt of the aligner's."""
    here, there = source.index, target.index
    return here[-1:] != there[-1:] and any(s.index == there and t.index == here for _, s, t in cells)


def _size(segments: Iterable[Segment], group: str) -> tuple[int, int]:
    indexes = [s.index for s in segments if s.group == group and s.kind is Kind.CELL and len(s.index) == 2]
    return len({i[0] for i in indexes}), len({i[1] for i in indexes})


def _said(size: tuple[int, int]) -> str:
    return f"{size[0]} row{'s' * (size[0] != 1)} and {size[1]} column{'s' * (size[1] != 1)}"
