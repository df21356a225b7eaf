"""Find the way back from pandoc's positions to the characters of a Markdown file.

pandoc counts lines and columns from 1, after it has dropped the byte order mark and carriage returns, and with tabs
advancing to the next multiple of four. A run counts characters of the file as it is (decoded bytes, nothing dropped).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from html import unescape
from itertools import accumulate

POSITION = re.compile(r"(?:^|@)(\d+):(\d+)-(\d+):(\d+)")  # 4:1-8:1
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")  # &amp;
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")  # \_
LINE_END = re.compile(r"\r\n|\r|\n")
TAB_STOP = 4


class Source:
    """Hold a Markdown file's text as pandoc sees it, and the tables that lead from there to the file.

    >>> source = Source("\\ufeffa\\r\\n\\tb")
    >>> source.text, source.offset(2, 5), source.raw(3), source.place(3)
    ('a\\n\\tb', 3, 5, (2, 2))
    """

    def __init__(self, content: str) -> None:
        body = content.removeprefix("\ufeff")
        self._shift = len(content) - len(body)
        self.text = LINE_END.sub("\n", body)
        self.tagged = "<" in self.text  # without it there is no raw HTML
        self._starts = [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]
        # How many characters the file has dropped before each line.
        self._dropped = [0, *accumulate(len(m[0]) - 1 for m in LINE_END.finditer(body)), 0]

        self._columns = {n: _columns(line) for n, line in enumerate(self.text.split("\n"), 1) if "\t" in line}

    def offset(self, line: int, column: int) -> int:
        """Return the place in `text` of pandoc's line and column."""
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[line - 1], self._starts[line] - 1
        stops = self._columns.get(line)
        return min(start + column - 1, end) if stops is None else start + bisect_left(stops, column)

    def span(self, position: str) -> tuple[int, int] | None:
        """Return the place of pandoc's `data-pos` in `text`; None where it gives none."""
        found = POSITION.search(position)
        if not found:
            return None
        a, b, c, d = map(int, found.groups())
        return self.offset(a, b), self.offset(c, d)

    def raw(self, at: int) -> int:
        """Return the place in the file of a place in `text`."""
        return at + self._shift + self._dropped[bisect_right(self._starts, at) - 1]

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column of a place in `text`, both from 1, the column in characters of the file."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1 + (self._shift if line == 1 else 0)

    def holds(self, text: str, span: tuple[int, int]) -> bool:
        """Tell whether the text stands there as it is, no backslash before it."""
        return self.text[span[0] : span[1]] == text and not self.text.startswith("\\", max(span[0] - 1, 0))

    def find(self, text: str, span: tuple[int, int] | None, cursor: int) -> tuple[int, int] | None:
        """Return where a piece of text truly stands: at `span`, within it, or next after `cursor`; None where it cannot be told.

        What stands there is the text itself, or Markdown's writing of it (an escape, an entity, a run of spaces).
        """
        if span:
            at, until = max(span[0], cursor), span[1]
            if at < until and (found := self._within(text, at, until)):
                return found
        if text.strip() and self.text.startswith(text, cursor):
            return cursor, cursor + len(text)
        return None

    def _within(self, text: str, at: int, until: int) -> tuple[int, int] | None:
        written = self.text[at:until]
        if written == text:
            return self._with_escape(text, at, until)
        if text == " ":
            end = at + len(written) - len(written.lstrip(" \t"))
            return (at, end) if end > at and (end - at > 1 or written[0] == " ") else None
        if spelled(written) == text:
            return at, until
        if len(written) < 20_000 and written.count(text) == 1:
            start = at + written.index(text)
            return start, start + len(text)
        return None

    def _with_escape(self, text: str, at: int, until: int) -> tuple[int, int]:
        """Take in the backslash that pandoc counts to the piece before (it does so for `\\|` in tables)."""
        if len(text) == 1 and at and self.text[at - 1] == "\\" and ESCAPE.match(self.text, at - 1):
            run = at - len(self.text[:at].rstrip("\\")) if at < 1000 else at - len(self.text[at - 1000 : at].rstrip("\\")) - (at - 1000)
            return (at - 1, until) if run % 2 else (at, until)
        return at, until


def _columns(line: str) -> list[int]:
    """Return the column at which pandoc sees each character of a line that holds tabs.

    >>> _columns("a\\tb")
    [1, 2, 5]
    """
    columns, column = [], 1
    for character in line:
        columns.append(column)
        column += TAB_STOP - (column - 1) % TAB_STOP if character == "\t" else 1
    return columns


def spelled(written: str) -> str:
    """Return what Markdown's writing stands for.

    >>> spelled("a\\\\_b &amp; c")
    'a_b & c'
    """
    return ENTITY.sub(lambda m: unescape(m[0]), ESCAPE.sub(r"\1", written)) if "\\" in written or "&" in written else written
