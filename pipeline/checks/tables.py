"""Compare tables: rows, columns, and the column in which a cell stands.

>>> on("| State | Votes |\\n|---|---|\\n| France | 2 |", "| 国家 | 票数 |\\n|---|---|\\n| 法国 | 2 |")
>>> on("| State | Votes |\\n|---|---|\\n| France | 2 |\\n| Japan | 3 |", "| 国家 | 票数 |\\n|---|---|\\n| 法国 | 2 |")
tables (major): the table has 2 rows and 2 columns; the source's has 3 rows and 2 columns; missing: “Japan | 3”

Does not compare the cells' values, but for two figures of a row that changed places: that is for `numbers` and its like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from ..language.grids import Pair, pairs
from ..model import Bead, Bilingual, Collation, Finding, Place, Segment, Severity
from . import check

FIGURE = re.compile(r"[\d.,%\s-]*\d[\d.,%\s-]*")  # 1,200; 7 %
MOST = 3  # rows that a message quotes


@check(type="formatting", mqm="design/layout", severity=Severity.MAJOR, whole=True)
def tables(collation: Collation) -> Iterator[Finding]:
    """Yield tables of another size, with what they lost or gained, then cells that moved to another column."""
    for pair in pairs(collation.bitext):
        if pair.was != pair.now:
            yield _resized(pair)
            continue
        cells = [c for c in pair.ties if c[2].group == pair.target[1]]
        yield from _exchanged(cells)
        for bead, source, target in cells:
            if _swapped(source, target, pair.ties):
                message = Bilingual(
                    f"stands in column {target.index[-1]}; in the source in column {source.index[-1]}",
                    f"此单元格在第{target.index[-1]}列，原文在第{source.index[-1]}列",
                )
                yield Finding(message, Place.whole(source), Place.whole(target), bead=bead)


def _resized(pair: Pair) -> Finding:
    """Return the finding of a table of another size; what stands on one side only is quoted."""
    bead, source, target = pair.ties[0]
    lost, added = _lines(pair.lost), _lines(pair.added)
    en = f"the table has {_said(pair.now)}; the source's has {_said(pair.was)}"
    zh = f"此表{pair.now[0]}行{pair.now[1]}列，原文为{pair.was[0]}行{pair.was[1]}列"
    if lost:
        en, zh = f"{en}; missing: {lost}", f"{zh}；缺少：{lost}"
    if added:
        en, zh = f"{en}; added: {added}", f"{zh}；多出：{added}"
    first, there = (pair.lost or (source,))[0], (pair.added or (target,))[0]
    rest = (*pair.lost[1:], *pair.added[1:])
    return Finding(Bilingual(en, zh), Place.whole(first), Place.whole(there), related=tuple(map(Place.whole, rest)), bead=bead)


def _lines(cells: Sequence[Segment]) -> str:
    """Return cells as they stand, row by row: “2022 | 19 | 5”."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.index[0] if cell.index else 0, []).append(cell.text)
    lines = [f"“{' | '.join(row)}”" for row in rows.values()]
    return " ".join(lines[:MOST]) + (" …" if len(lines) > MOST else "")


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


def _said(size: tuple[int, int]) -> str:
    return f"{size[0]} row{'s' * (size[0] != 1)} and {size[1]} column{'s' * (size[1] != 1)}"
