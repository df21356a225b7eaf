"""Read word lists: UTF-8 text, one entry a line, columns divided by tabs, `#` begins a comment line."""

from __future__ import annotations

from collections.abc import Iterable
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


def union(patterns: Iterable[str]) -> str:
    """Join regular expressions into one that finds what any of them finds, and fails fast where none does.

    Alternatives that begin with a word boundary share it. Match against text in small letters rather than ignoring case: an
    engine passes over literal beginnings that do not fit, but not where case is free.

    >>> union([r"\\bnot|\\bno (?:doubt|wonder)", r"n't"])
    "\\\\b(?:not|no (?:doubt|wonder))|n't"
    """
    every = [each for pattern in patterns for each in _alternatives(pattern)]
    bounded = [each.removeprefix(r"\b") for each in every if each.startswith(r"\b")]
    others = [each for each in every if not each.startswith(r"\b")]
    return "|".join([*([rf"\b(?:{'|'.join(bounded)})"] if bounded else []), *others])


def _alternatives(pattern: str) -> list[str]:
    """Cut a regular expression at the bars that stand outside brackets."""
    found, depth, escaped = [""], 0, False
    for c in pattern:
        if not escaped:
            depth += (c in "([") - (c in ")]")
        if c == "|" and not depth and not escaped:
            found.append("")
        else:
            found[-1] += c
        escaped = c == "\\" and not escaped
    return found


def lower(text: str) -> str:
    """Return the text in small letters, each character by one, so that offsets stay.

    >>> lower("NOT İ")
    'not İ'
    """
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
