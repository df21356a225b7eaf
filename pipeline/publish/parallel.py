"""Lay both texts side by side, bead by bead, as a table: English left, Chinese right.

Rows stand in the order of the translation. A passage without a counterpart has an empty cell beside it. The translation's
headings stay headings, so that contents and bookmarks are those of the Chinese text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import html as lxml_html

from ..model import Bead, Collation, Kind, Mark, Segment
from .body import Body, Heading, read_body

TAGS = {"strong": "strong", "emphasis": "em", "code": "code", "underline": "u", "strike": "s"}
WEB = re.compile(r"^(?:https?|mailto):[^\s\"<>]+$")  # https://example.org/a
SKIPPED = (Kind.FRONT,)


def parallel_body(collation: Collation, disclaimer: str) -> Body:
    """Return the text of a parallel edition; title and front lines are those of the single one."""
    single = read_body(collation.bitext.translation, disclaimer)
    title = next((s.id for s in collation.bitext.translation.segments if s.kind is Kind.HEADING and s.level == 1), "")
    beads = [b for b in collation.bitext.beads if _is_shown(b, title)]
    levels = sorted({s.level for b in beads for s in b.target if s.kind is Kind.HEADING})
    headings: list[Heading] = []
    rows = []
    for bead in beads:
        heading = next((s for s in bead.target if s.kind is Kind.HEADING), None)
        if heading is not None:
            key = f"duikan-{bead.id}"
            headings.append(Heading(key, levels.index(heading.level) + 1, heading.text))
            rows.append(_heading_row(bead, key, levels.index(heading.level) + 2))
        else:
            rows.append(_row(bead))
    table = f'<table class="pairs"><tbody>{"".join(rows)}</tbody></table>'
    return Body(single.title, single.front, tuple(headings), lxml_html.fragment_fromstring(table, create_parent="div"))


def _is_shown(bead: Bead, title: str) -> bool:
    if any(s.id == title or s.kind in SKIPPED for s in bead.target):
        return False
    return bool(bead.target) or any(s.expected for s in bead.source)


def _heading_row(bead: Bead, key: str, level: int) -> str:
    tag = f"h{min(level, 6)}"
    chinese = f'<{tag} id="{key}">{_text(bead.target, "")}</{tag}>'
    return f'<tr class="heading level-{level - 1}"><td lang="en"><p>{_text(bead.source, " ")}</p></td><td>{chinese}</td></tr>'


def _row(bead: Bead) -> str:
    kinds = {s.kind for s in (*bead.source, *bead.target)}
    name = next((k.value for k in (Kind.NOTE, Kind.ITEM, Kind.CELL, Kind.CAPTION) if k in kinds), "paragraph")
    return f'<tr class="{name}"><td lang="en">{_cell(bead.source, " ")}</td><td>{_cell(bead.target, "")}</td></tr>'


def _cell(segments: Sequence[Segment], joint: str) -> str:
    text = _text(segments, joint)
    return f"<p>{text}</p>" if text else ""


def _text(segments: Sequence[Segment], joint: str) -> str:
    return joint.join(_labelled(s) for s in segments)


def _labelled(segment: Segment) -> str:
    label = segment.label.strip()
    return f"{_escaped(label)} {marked(segment)}" if label and label not in "-*+•" else marked(segment)


def marked(segment: Segment) -> str:
    """Return a segment's text as HTML with its marks.

    >>> marked(Segment("s", "en.md", "See AI & law", marks=(Mark("strong", 4, 6),)))
    'See <strong>AI</strong> &amp; law'
    """
    return "".join(_pieces(segment.text, [m for m in segment.marks if m.start < m.end and (m.kind in TAGS or m.kind == "link")]))


def _pieces(text: str, marks: list[Mark]) -> Iterator[str]:
    """Yield escaped stretches and tags; where marks cross, tags are closed and opened again so that they nest."""
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    for start, end in pairwise(edges):
        around = [m for m in marks if m.start <= start and end <= m.end]
        opened = [_tags(m) for m in around]
        yield "".join(o for o, _ in opened) + _escaped(text[start:end]) + "".join(c for _, c in reversed(opened))


def _tags(mark: Mark) -> tuple[str, str]:
    if mark.kind == "link":
        return (f'<a href="{_escaped(mark.target)}">', "</a>") if WEB.match(mark.target) else ("", "")
    return f"<{TAGS[mark.kind]}>", f"</{TAGS[mark.kind]}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
