"""Tell which segments of an original the translation is expected to cover."""

from __future__ import annotations

from dataclasses import replace

from ..model import Bilingual, Document, Kind, Segment
from .toml import Table


def within(document: Document, scope: tuple[str, ...], excerpt: bool, table: Table) -> Document:
    """Mark what lies outside the `scope` as not expected; of an excerpt, nothing is expected.

    A heading of the scope covers itself, its text and its subheadings. A heading that the document lacks is a SourceError.
    """
    if excerpt:
        return replace(document, segments=tuple(replace(s, expected=False) for s in document.segments))
    if not scope:
        return document
    wanted = {_key(s): s for s in scope}
    headings = {_key(s.text) for s in document.segments if s.kind is Kind.HEADING}
    for key, heading in wanted.items():
        if key not in headings:
            raise table.fail(
                "scope",
                Bilingual(f"{document.path} has no heading “{heading}”", f"{document.path} 中没有标题“{heading}”"),
                Bilingual("write the heading as the document has it", "请按文件中的标题书写"),
            )
    return replace(document, segments=tuple(_covered(document.segments, set(wanted))))


def _covered(segments: tuple[Segment, ...], wanted: set[str]) -> list[Segment]:
    """Walk in order; a note is expected where its call stands in what is covered."""
    level = 0  # of the covering heading; 0 is outside
    called: set[str] = set()
    result = []
    for segment in segments:
        if segment.kind is Kind.NOTE:
            result.append(replace(segment, expected=f"n{segment.index[0]}" in called))
            continue
        if segment.kind is Kind.HEADING and (not level or segment.level <= level):
            level = segment.level if _key(segment.text) in wanted else 0
        if level:
            called |= {m.target for m in segment.marks if m.kind == "note"}
        result.append(replace(segment, expected=bool(level)))
    return result


def _key(heading: str) -> str:
    return "".join(heading.split()).casefold()
