"""Write the translation as a Word document with each open issue as a comment at its words; a suggestion is a tracked change.

Whoever edits it accepts or rejects the changes and replies to the comments ("误报：理由"); `duikan decisions import` brings both
back. Every paragraph carries a bookmark with its number among the blocks of the translation, by which it is known again.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from ..language.decisions import AUTHOR
from ..model import Collation, Issue, Kind, Place, Segment, Verification, join
from .archive import settled
from .phrases import label
from .xml import UNSPEAKABLE

FONT, LATIN = "宋体", "Times New Roman"
PROMPT = "请回复“误报：理由”“有意为之：理由”或“接受：理由”。 Reply “false alarm: reason”, “intended: reason” or “accepted: reason”."
UNDATED = datetime(1980, 1, 1)
STYLES = {Kind.CAPTION: "Caption", Kind.FRONT: "Subtitle"}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Hold where a comment stands in a block's text; `change` is what its words should read, where that is not in dispute."""

    start: int
    end: int
    number: int
    change: str | None = None


def render(collation: Collation, verification: Verification) -> bytes:
    """Return the document; what is settled is left out."""
    word = docx.Document()
    _prepare(word, collation)
    segments = collation.bitext.translation.segments
    anchors = _anchors(word, collation, [i for i in verification.issues if i.unsettled])
    blocks = [tuple(g) for _, g in groupby(segments, key=lambda s: s.block or s.id)]
    for table, group in groupby(enumerate(blocks), key=lambda b: b[1][0].group if b[1][0].kind is Kind.CELL else ""):
        if table:
            _table(word, list(group), anchors, collation.bitext.translation.locale)
            continue
        for number, block in group:
            _fill(word.add_paragraph(style=_style(block[0])), number, block, anchors, collation.bitext.translation.locale)
    out = io.BytesIO()
    word.save(out)
    return settled(out.getvalue())


def _prepare(word: Word, collation: Collation) -> None:
    """Set the fonts, and write of which work and text this is, so that it is known when it comes back."""
    fonts = word.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    for name, face in (("w:eastAsia", FONT), ("w:ascii", LATIN), ("w:hAnsi", LATIN)):
        fonts.set(qn(name), face)
    for style in ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Title", "Subtitle"):
        word.styles[style].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
    about, work, translation = word.core_properties, collation.work, collation.bitext.translation
    about.author, about.title, about.created, about.modified = AUTHOR, _said(work.title.zh if work else ""), UNDATED, UNDATED
    about.last_modified_by, about.comments, about.revision = AUTHOR, "", 1
    about.keywords = f"duikan work={work.id if work else ''} sha256={translation.sha256}"


def _style(segment: Segment) -> str:
    if segment.kind is Kind.HEADING:
        return f"Heading {min(max(segment.level, 1), 4)}"
    if segment.kind is Kind.ITEM:
        depth = min(max(segment.level, 1), 3)
        name = "List Number" if re.search(r"\w", segment.label) else "List Bullet"
        return name if depth == 1 else f"{name} {depth}"
    return STYLES.get(segment.kind, "Normal")


def _table(word: Word, cells: Sequence[tuple[int, tuple[Segment, ...]]], anchors: dict[Key, list[Anchor]], locale: str) -> None:
    at = {number: block[0].index if len(block[0].index) == 2 else (n + 1, 1) for n, (number, block) in enumerate(cells)}
    table = word.add_table(max(row for row, _ in at.values()), max(column for _, column in at.values()))
    table.style = "Table Grid"
    used: set[tuple[int, int]] = set()
    for number, block in cells:
        row, column = at[number]
        cell = table.cell(row - 1, column - 1)
        paragraph = cell.add_paragraph() if (row, column) in used else cell.paragraphs[0]
        used.add((row, column))
        _fill(paragraph, number, block, anchors, locale)


# ---------------------------------------------------------------- comments


def _anchors(word: Word, collation: Collation, issues: Sequence[Issue]) -> dict[Key, list[Anchor]]:
    """Make the comments and return where they stand, by segment; of changes that overlap only the first is put in."""
    found: dict[Key, list[Anchor]] = defaultdict(list)
    for issue in issues:
        place = issue.target or _near(issue, collation)
        if place is None:
            continue
        key = (place.segment.path, place.segment.id)
        change = issue.suggestion if issue.target is not None else None
        free = change is not None and not any(a.change is not None and a.start < place.end and place.start < a.end for a in found[key])
        comment = word.comments.add_comment(author=AUTHOR, initials="对勘")
        del comment._comment_elm.attrib[qn("w:date")]
        for n, line in enumerate(_lines(issue)):
            (comment.paragraphs[0] if not n else comment.add_paragraph()).add_run(_said(line))
        found[key].append(Anchor(place.start, place.end, comment.comment_id, change if free and place.end > place.start else None))
    return found


def _lines(issue: Issue) -> Iterator[str]:
    yield f"[{issue.id}] {label(str(issue.severity)).zh} {issue.severity} · {issue.check}"
    yield issue.message.zh
    yield issue.message.en
    if issue.source is not None:
        yield f"原文 Source: {issue.source.segment.text}"
    if issue.suggestion is not None:
        yield f"建议 Suggestion: {issue.suggestion}"
    yield PROMPT


def _near(issue: Issue, collation: Collation) -> Place | None:
    """Return the end of the text after which something is missing; the beginning of the document where nothing is before it."""
    before: Segment | None = None
    for bead in collation.bitext.beads:
        if issue.source is not None and any(s is issue.source.segment for s in (*bead.source, *bead.twins)):
            break
        before = bead.target[-1] if bead.target else before
    if issue.source is None or before is None:
        first = next(iter(collation.bitext.translation.segments), None)
        return Place(first, 0, 0) if first else None
    return Place(before, len(before.text), len(before.text))


# ---------------------------------------------------------------- paragraphs


def _fill(paragraph: Paragraph, number: int, block: Sequence[Segment], anchors: dict[Key, list[Anchor]], locale: str) -> None:
    """Write a block's text, cut where a comment, a change or a mark begins or ends."""
    text, base = join(block, locale), 0
    here: list[Anchor] = []
    bold: list[tuple[int, int, str]] = []
    for n, segment in enumerate(block):
        base = len(join(block[: n + 1], locale)) - len(segment.text)
        here += [Anchor(base + a.start, base + a.end, a.number, a.change) for a in anchors.get((segment.path, segment.id), ())]
        bold += [(base + m.start, base + m.end, m.kind) for m in segment.marks if m.kind in ("strong", "emphasis")]
    edges = {0, len(text), *(x for a in here for x in (a.start, a.end)), *(x for a, b, _ in bold for x in (a, b))}
    out = paragraph._p
    out.append(_element("w:bookmarkStart", {"w:id": str(number), "w:name": f"duikan_{number}"}))
    _comments(out, here, 0)
    for start, end in pairwise(sorted(edges)):
        kinds = {kind for a, b, kind in bold if a <= start and end <= b}
        change = next((a for a in here if a.change is not None and a.start <= start and end <= a.end), None)
        out.append(
            _run(text[start:end], kinds) if change is None else _tracked("w:del", change, [_run(text[start:end], kinds, "w:delText")])
        )
        if change is not None and end == change.end:
            out.append(_tracked("w:ins", change, [_run(change.change or "", kinds)]))
        _comments(out, here, end)
    out.append(_element("w:bookmarkEnd", {"w:id": str(number)}))


def _comments(out: Any, anchors: Sequence[Anchor], at: int) -> None:
    """End the comments that end here, then begin those that begin here."""
    for anchor in anchors:
        if anchor.end == at and anchor.start < at:
            _close(out, anchor)
    for anchor in anchors:
        if anchor.start == at:
            out.append(_element("w:commentRangeStart", {"w:id": str(anchor.number)}))
            if anchor.end == at:
                _close(out, anchor)


def _close(out: Any, anchor: Anchor) -> None:
    out.append(_element("w:commentRangeEnd", {"w:id": str(anchor.number)}))
    run = OxmlElement("w:r")
    run.append(_element("w:commentReference", {"w:id": str(anchor.number)}))
    out.append(run)


def _run(text: str, kinds: set[str], tag: str = "w:t") -> Any:
    run = OxmlElement("w:r")
    if kinds:
        look = OxmlElement("w:rPr")
        if "strong" in kinds:
            look.append(OxmlElement("w:b"))
        if "emphasis" in kinds:
            look.append(_element("w:em", {"w:val": "dot"}))
        run.append(look)
    said = OxmlElement(tag)
    said.text = _said(text)
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(said)
    return run


def _tracked(tag: str, anchor: Anchor, runs: Sequence[Any]) -> Any:
    element = _element(tag, {"w:id": str(100_000 + 2 * anchor.number + (tag == "w:ins")), "w:author": AUTHOR})
    for run in runs:
        element.append(run)
    return element


def _element(tag: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element


def _said(text: str) -> str:
    return UNSPEAKABLE.sub("\ufffd", text)
