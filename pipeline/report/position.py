"""Say where in its source file a place stands: line and column, as far as the reader knew them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ..model import Place, Run, Segment


@dataclass(frozen=True, slots=True)
class Region:
    """Hold where a place begins and ends: lines and columns from 1, the end column after the last character.

    `verbatim` is true where the source file holds exactly the place's words, so that they can be replaced.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    verbatim: bool


def line_of(place: Place) -> int:
    """Return the line of the source file on which a place begins."""
    runs = [r for r in place.segment.runs if r.start <= place.start]
    return runs[-1].line if runs else place.segment.line


def at_of(place: Place | None) -> str:
    """Return where a place stands as people write it: path and line, or its segment's id where there are no lines."""
    if place is None:
        return ""
    return f"{place.segment.path}:{line_of(place)}" if place.segment.line else place.segment.id


def region(place: Place) -> Region | None:
    """Return where a place stands in a text file; None where the format has no lines or the reader kept no runs.

    >>> segment = Segment("z1", "zh.md", "共16人", runs=(Run(0, 4, 30, 34, 7, 3),))
    >>> region(Place(segment, 1, 3))
    Region(line=7, column=4, end_line=7, end_column=6, verbatim=True)
    """
    first = _run(place.segment, place.start)
    last = _run(place.segment, max(place.end - 1, place.start))
    if first is None or last is None:
        return None
    inside = [r for r in place.segment.runs if r.start < place.end and r.end > place.start]
    verbatim = all(_same(r) for r in inside) and all(a.until == b.at for a, b in pairwise(inside))
    column = first.column + (place.start - first.start if _same(first) else 0)
    end = last.column + (place.end - last.start if _same(last) else last.until - last.at)
    return Region(first.line, column, last.line, end, verbatim and bool(inside))


def _run(segment: Segment, offset: int) -> Run | None:
    """Return the run that holds a character; after the last character, the last run."""
    found = next((r for r in segment.runs if r.start <= offset < r.end), None)
    return found or (segment.runs[-1] if segment.runs and offset >= segment.runs[-1].end else None)


def _same(run: Run) -> bool:
    return run.end - run.start == run.until - run.at
