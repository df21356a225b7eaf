"""Refuse footnotes that lead to themselves: pandoc unfolds a note where its mark stands, and would never come to an end."""

from __future__ import annotations

import re
from pathlib import Path

from ..model import Bilingual, SourceError

BEGINS = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*\[\^([^\]\s]+)\]:")  # [^1]: See there.
OTHER = re.compile(r"[>#`~]|[-*+]\s|\d{1,9}[.)]\s")  # what begins another block at the margin
FENCE = re.compile(r"[ \t>]*(?:```|~~~)")  # around code
CODE = re.compile(r"`[^`\n]*`")
NOTED = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")  # there[^1]


def demand_ends(text: str, path: Path | str) -> None:
    """Raise SourceError at the first note whose text has its own mark, or that of a note that leads back to it.

    >>> demand_ends("It met.[^1]\\n\\n[^1]: In Paris.[^2]\\n\\n[^2]: In May.\\n", "en.md")
    >>> demand_ends("It met.[^1]\\n\\n[^1]: In Paris.[^2]\\n\\n[^2]: As said.[^1]\\n", "en.md")
    Traceback (most recent call last):
    pipeline.model.SourceError: en.md:3: footnote 1 leads to itself; take its mark out of the note
    """
    marks, lines = _notes(text)
    settled: set[str] = set()
    for label in marks:
        way = [(label, iter(sorted(marks[label])))]
        above = {label}
        while way:
            following = next((each for each in way[-1][1] if each in marks and each not in settled), None)
            if following is None:
                settled.add(way[-1][0])
                above.discard(way.pop()[0])
            elif following in above:
                raise SourceError(
                    path,
                    Bilingual(f"footnote {following} leads to itself", f"脚注 {following} 引用了自身"),
                    Bilingual("take its mark out of the note", "请删去注释中的该标记"),
                    lines[following],
                )
            else:
                above.add(following)
                way.append((following, iter(sorted(marks[following]))))


def _notes(text: str) -> tuple[dict[str, set[str]], dict[str, int]]:
    """Return the marks that stand in each note, by labels in small letters, and the lines on which the notes begin.

    A note ends at the next one, at another block, or at a blank line that no indented line follows.
    """
    marks: dict[str, set[str]] = {}
    lines: dict[str, int] = {}
    label, blank, fenced = "", False, False
    for number, line in enumerate(text.split("\n") if "[^" in text else (), 1):
        if FENCE.match(line):
            fenced = not fenced
        if fenced:
            continue
        if begins := BEGINS.match(line):
            label, blank = begins[1].casefold(), False
            marks.setdefault(label, set())
            lines.setdefault(label, number)
            line = line[begins.end() :]
        elif not line.strip():
            blank = True
            continue
        elif (blank and not line[0].isspace()) or OTHER.match(line):
            label = ""
        if label:
            marks[label].update(mark.casefold() for mark in NOTED.findall(CODE.sub("", line)))
    return marks, lines
