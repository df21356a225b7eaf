"""Date what is published by the work, never by the clock: the same sources give the same bytes on any day."""

from __future__ import annotations

import re
from datetime import UTC, datetime

DATE = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")  # 2026-11-01, 2026-11, 2026
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)  # the first date that every container can write


def moment(date: str) -> datetime | None:
    """Return the start of a day, month or year in UTC; None for no date or none that the calendar knows.

    >>> moment("2026-11").isoformat(), moment("")
    ('2026-11-01T00:00:00+00:00', None)
    """
    match = DATE.match(date)
    try:
        return datetime(int(match[1]), int(match[2] or 1), int(match[3] or 1), tzinfo=UTC) if match else None
    except ValueError:
        return None
