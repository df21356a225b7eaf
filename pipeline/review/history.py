"""Keep how a work stood: one row a day in `history.csv` beside its `review.toml`, so that git holds it and a build need not.

A row is written by a person's act (a sign-off, `duikan status --record`), never by a build: the same input gives the same output.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ..model import Severity, Standing, Verification

HEAD = ("date", "version", "critical", "major", "minor", "neutral", "waived", "mqm", "calibrated", "gbt19682")


def standing(verification: Verification, version: str, date: str) -> Standing:
    """Return how a work stands, as of that date (ISO 8601)."""
    neutral, minor, major, critical = (verification.count(s) for s in Severity)
    waived = sum(i.status == "waived" for i in verification.issues)
    scores = verification.scores
    return Standing(date, version, (neutral, minor, major, critical), waived, scores.mqm, scores.calibrated, scores.gbt19682)


def with_day(history: Sequence[Standing], day: Standing) -> tuple[Standing, ...]:
    """Return the history with that day, in place of what it held of the same day."""
    return tuple(sorted([*(s for s in history if s.date != day.date), day], key=lambda s: s.date))


def write_history(history: Sequence[Standing]) -> str:
    """Return the text of `history.csv`.

    >>> print(write_history([Standing("2026-11-03", "1.0", (1, 2, 0, 0), 3, 99.8, 98.0, 0.0004)]), end="")
    date,version,critical,major,minor,neutral,waived,mqm,calibrated,gbt19682
    2026-11-03,1.0,0,0,2,1,3,99.8,98.0,0.0004
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(HEAD)
    for s in history:
        table.writerow([s.date, s.version, *reversed(s.issues), s.waived, s.mqm, s.calibrated, f"{s.gbt19682:g}"])
    return out.getvalue()
