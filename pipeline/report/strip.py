"""Draw the overview strip: the document from left to right, unsettled issues stacked where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Issue, Severity
from .view import Page, Row

BINS = 120
# Width and height of the drawing in its own units; the page stretches it.
WIDTH, HEIGHT = 1200, 48
LEAST = 4  # the fullest bin fills the height; but a few issues are drawn as few


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one stack's share of a severity: where it is drawn, what it counts, and the first such issue's anchor."""

    severity: str
    x: float
    y: float
    width: float
    height: float
    count: int
    anchor: str


def bars(page: Page) -> tuple[Bar, ...]:
    """Return the bars of the strip, gravest at the bottom of each stack."""
    rows = [row for chunk in page.chunks for row in chunk.rows]
    number = min(BINS, len(rows))
    bins = [_issues(rows[at * len(rows) // number : (at + 1) * len(rows) // number]) for at in range(number)]
    unit = HEIGHT / max([LEAST, *map(len, bins)])
    return tuple(bar for at, issues in enumerate(bins) for bar in _stack(issues, at * WIDTH / number, WIDTH / number, unit))


def ticks(page: Page) -> tuple[float, ...]:
    """Return where sections begin."""
    return tuple(round(s.row * WIDTH / page.rows, 1) for s in page.sections) if page.rows else ()


def _issues(rows: Sequence[Row]) -> list[Issue]:
    return [c.issue for row in rows for c in row.cards if c.issue.unsettled]


def _stack(issues: Sequence[Issue], x: float, width: float, unit: float) -> Iterator[Bar]:
    counts = Counter(i.severity for i in issues)
    y = float(HEIGHT)
    for severity in sorted(Severity, reverse=True):
        if count := counts[severity]:
            y -= unit * count
            first = next(i for i in issues if i.severity is severity)
            size = (round(max(width - 1.5, 1), 2), round(unit * count, 2))
            yield Bar(str(severity), round(x, 2), round(y, 2), *size, count, first.id)
