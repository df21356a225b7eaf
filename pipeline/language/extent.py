"""Gather segments that stand in a row into passages: a section, a paragraph, an item, a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..model import Bilingual, Bitext, Kind, Segment
from .length import weight

NAMES = {
    Kind.HEADING: Bilingual("the heading", "标题"),
    Kind.PARAGRAPH: Bilingual("the paragraph", "段落"),
    Kind.ITEM: Bilingual("the list item", "列表项"),
    Kind.CELL: Bilingual("the table cell", "表格单元格"),
    Kind.CAPTION: Bilingual("the caption", "图表标题"),
    Kind.NOTE: Bilingual("the note", "注释"),
    Kind.CODE: Bilingual("the code", "代码"),
    Kind.FRONT: Bilingual("the front matter", "卷首信息"),
}
LONGEST = 60  # characters of a passage that a message quotes


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold segments of one document that stand in a row. `part` is true where other segments of the block stay behind."""

    segments: tuple[Segment, ...]
    part: bool = False

    @property
    def section(self) -> bool:
        """Tell whether this is a heading with what stands under it."""
        return self.segments[0].kind is Kind.HEADING and len(self.segments) > 1

    @property
    def letters(self) -> float:
        """Return the passage's length in English letters."""
        return sum(weight(s.text) for s in self.segments)

    @property
    def name(self) -> Bilingual:
        """Return what this is, with its first words: the section “Funding” (3 segments)."""
        first = self.segments[0]
        words = first.text if len(first.text) <= LONGEST else first.text[:LONGEST].rstrip() + "…"
        more = len(self.segments) - 1
        if self.section:
            return Bilingual(f"the section “{words}” ({_count(more)} under it)", f"“{words}”一节（其下{more}段文字）")
        kind = NAMES[first.kind] if not self.part else Bilingual("the sentence", "句子")
        if more and len({s.block for s in self.segments}) > 1:
            return Bilingual(f"a passage of {_count(more + 1)} from “{words}”", f"自“{words}”起的{more + 1}段文字")
        return Bilingual(f"{kind.en} “{words}”", f"{kind.zh}“{words}”")


def passages(segments: Sequence[Segment], chosen: Callable[[Segment], bool]) -> tuple[Passage, ...]:
    """Return the chosen segments as passages: a whole section is one, and so is every run inside a section.

    A section that is chosen with all its subsections is one passage; a run ends where a section begins that it does not hold.
    """
    whole = {s.block for s in segments} - {s.block for s in segments if not chosen(s)}
    found: list[Passage] = []
    run: list[Segment] = []

    def close() -> None:
        if run:
            found.append(Passage(tuple(run), part=any(s.block not in whole for s in run)))
            run.clear()

    for segment in segments:
        if not chosen(segment):
            close()
            continue
        if segment.kind is Kind.HEADING and run and not (run[0].kind is Kind.HEADING and segment.level > run[0].level):
            close()
        run.append(segment)
    close()
    return tuple(found)


def retitled(bitext: Bitext) -> frozenset[tuple[str, str]]:
    """Return the headings, as (path, id), that have no partner but head sections that are tied: they were translated freely."""
    alone = {(s.path, s.id) for b in bitext.beads if not (b.source and b.target) for s in (*b.source, *b.target) if s.kind is Kind.HEADING}
    found: set[tuple[str, str]] = set()
    for bead in bitext.beads:
        if bead.source and bead.target:
            over = {(s.path, s.section) for s in (bead.source[0], bead.target[0])}
            found |= over if over <= alone else set()
    return frozenset(found)


def _count(number: int) -> str:
    return "1 segment" if number == 1 else f"{number} segments"
