"""Read word lists: UTF-8 text, one entry a line, columns divided by tabs, `#` begins a comment line."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return a table's rows in order, without comments and empty lines; cells are stripped."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines if line.strip() and not line.startswith("#"))


@cache
def words(path: Path) -> frozenset[str]:
    """Return the first column of a table as a set."""
    return frozenset(row[0] for row in rows(path))
