"""Add up the rows of tables and hold them against the row that says what they come to.

A column is added up only where every cell is one amount of one unit. Percentages round, years and numbers of rows are names, rates
and averages have no sum; such columns are passed over. So is a row that counts on from year to year (`members in all`): only a row
whose first cell says `total` and nothing else is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from ..model import Kind, Place, Segment
from . import readings

# Total | Grand total (EUR) | 合计 | 总计（万元）
TOTAL = re.compile(
    r"\W*(?:(?:grand |overall )?(?:totals?|sum)|in total|合\s?[计計]|[总總]\s?[计計]"
    r"|共\s?[计計]|[总總][和数數])\W*(?:[（(][^()（）]*[）)])?\W*",
    re.IGNORECASE,
)
PART = re.compile(r"\W*(?:sub-?\s?totals?|小\s?[计計])\W*", re.IGNORECASE)
# headings of columns that nobody adds up
NO_SUM = re.compile(
    r"\b(?:years?|date|no|nos|number|id|code|ref|rank|rate|average|mean|median|share|ratio|age|index|score|per|cumulative|running)\b\.?|%"
    r"|年份|年度|日期|编号|編號|序号|序號|代码|代碼|排名|[比税稅利费費汇匯]率|平均|均值|中位|占比|佔比|比例|年龄|年齡|指数|指數|得分|每|累计|累計",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\b(?:number|no\.?|nos\.?)\s+of\b", re.IGNORECASE)  # number of seats
NOTHING = re.compile(r"[-\u2013\u2014\u2212/.…\s]*(?:n/?a|nil|无|無)?[-\u2013\u2014\s]*", re.IGNORECASE)  # –, n/a
AROUND = re.compile(r"[\s*()（）]*(?:ca?\.|约|約)?[\s*()（）]*")  # what may stand about the amount in a cell
DECIMALS = re.compile(r"\.(\d+)")
SCALE = re.compile(r"(?:million|billion|trillion|[万萬亿億])", re.IGNORECASE)
YEARS = range(1900, 2100)
FAR = 10  # a "total" ten times off its rows is no sum of them, unless another column of the row adds up
LONGEST = 80  # characters of a cell that is an amount or a label; what is longer is prose
Amounts = list[tuple[Place, Fraction, str]]


class Sum(NamedTuple):
    """Hold a stated total, what the cells come to, and the cells."""

    stated: Place
    sum: Fraction
    cells: tuple[Place, ...]


def wrong_totals(segments: Sequence[Segment], locale: str) -> Iterator[Sum]:
    """Yield every total of a table that its rows do not come to."""
    cells = (s for s in segments if s.kind is Kind.CELL and len(s.index) == 2)
    for _, table in groupby(cells, key=lambda s: s.group):
        rows: dict[int, dict[int, Segment]] = {}
        for cell in table:
            rows.setdefault(cell.index[0], {})[cell.index[1]] = cell
        yield from _table(rows, locale)


def _table(rows: dict[int, dict[int, Segment]], locale: str) -> Iterator[Sum]:
    order = sorted(rows)
    first = min((min(r) for r in rows.values()), default=1)
    labels = {n: rows[n][first].text[: LONGEST + 1] if first in rows[n] else "" for n in order}
    head = rows[order[0]]
    totals = [n for n in order[1:] if TOTAL.fullmatch(labels[n])]
    parts = [n for n in order[1:] if PART.fullmatch(labels[n])]
    if len(totals) != 1:
        return  # several totals divide a table in ways that only its reader sees
    body = [n for n in order[1:] if n not in totals and n not in parts]
    at = totals[0]
    if at not in (order[-1], order[1]):
        body = [n for n in body if n < at]
    columns = [c for c in sorted(rows[at]) if c != first and not _no_sum(head.get(c))]
    sums = [s for c in columns if (s := _column([rows[n].get(c) for n in body], rows[at][c], locale))]
    fitting = any(right for _, right, _ in sums)
    for found, right, near in sums:
        if not right and (near or fitting):
            yield found


def _no_sum(head: Segment | None) -> bool:
    return head is not None and bool(NO_SUM.search(COUNTED.sub("", head.text)))


def _column(cells: Sequence[Segment | None], stated: Segment, locale: str) -> tuple[Sum, bool, bool] | None:
    """Add up a column; return its sum, whether the stated total is right, and whether it is near; None where it has no sum."""
    amounts: Amounts = []
    for cell in cells:
        if cell is None or NOTHING.fullmatch(cell.text[: LONGEST + 1]):
            continue
        one = _amount(cell, locale)
        if one is None:
            return None
        amounts.append(one)
    total = _amount(stated, locale)
    if total is None or len(amounts) < 2 or len({unit for *_, unit in (*amounts, total)}) > 1:
        return None
    values = [v for _, v, _ in amounts]
    if all(v in YEARS for v in values) or total[1] in (max(values), values[-1], sum(values) / len(values)):
        return None  # years; the largest, the latest or the mean, and no sum
    come = sum(values, Fraction(0))
    slack = max(_step(p.text) for p, *_ in (*amounts, total)) * (len(amounts) + 1) / 2
    near = come != 0 and Fraction(1, FAR) <= abs(total[1] / come) <= FAR
    return Sum(total[0], come, tuple(p for p, *_ in amounts)), abs(come - total[1]) <= slack, near


def _amount(cell: Segment, locale: str) -> tuple[Place, Fraction, str] | None:
    """Return the one amount that a cell states and nothing else, in whole; None for anything else."""
    found = readings(cell.text, locale) if len(cell.text) <= LONGEST else ()
    if len(found) != 1:
        return None
    m = found[0].mention
    start, end = m.span
    if not (
        AROUND.fullmatch(cell.text[:start]) and len(cell.text) - end <= 3 and not any(c.isalnum() and c.isascii() for c in cell.text[end:])
    ):
        return None
    if m.kind == "date" and isinstance(m.value, str) and m.value.isdigit():
        return Place(cell, start, end), Fraction(int(m.value)), ""
    if m.kind not in ("quantity", "duration") or not isinstance(m.value, Fraction) or m.unit in ("%", "percentage-point", "times"):
        return None
    return Place(cell, start, end), m.value, m.unit


def _step(text: str) -> Fraction:
    """Return how far an amount may have been rounded: not at all where it is a plain whole number.

    >>> _step("1,234"), _step("12.3")
    (Fraction(0, 1), Fraction(1, 10))
    """
    m = DECIMALS.search(text)
    scale = SCALE.search(text)
    if not m and not scale:
        return Fraction(0)
    return Fraction(1, 10 ** len(m[1]) if m else 1) * (SCALES[scale[0].lower()] if scale else 1)


SCALES = {
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    **dict.fromkeys("万萬", 10**4),
    **dict.fromkeys("亿億", 10**8),
}
