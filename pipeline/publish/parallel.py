"""Lay both texts side by side, bead by bead, as a table: English left, Chinese right.

Rows stand in the order of the translation. A passage without a counterpart has an empty cell beside it. The translation's
headings stay headings, so that contents and bookmarks are those of the Chinese text. Its tables stay tables, over the whole
width, with the English above the Chinese in each cell; figures stand where they stand in the translation.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import html as lxml_html
from lxml.etree import _Element as Element

from ..model import Bead, Collation, Kind, Mark, Segment
from .body import Body, Heading, read_body, text_of

TAGS = {"strong": "strong", "emphasis": "em", "code": "code", "underline": "u", "strike": "s", "ruby": "ruby"}
WEB = re.compile(r"^(?:https?|mailto):[^\s\"<>]+$")  # https://example.org/a
SKIPPED = (Kind.FRONT,)
HEAD = '<thead><tr><th scope="col" lang="en">English</th><th scope="col">中文</th></tr></thead>'


def parallel_body(collation: Collation, disclaimer: str) -> Body:
    """Return the text of a parallel edition; title and front lines are those of the single one."""
    single = read_body(collation.bitext.translation, disclaimer)
    title = next((s.id for s in collation.bitext.translation.segments if s.kind is Kind.HEADING and s.level == 1), "")
    beads = [b for b in collation.bitext.beads if _is_shown(b, title)]
    levels = sorted({s.level for b in beads for s in b.target if s.kind is Kind.HEADING})
    tables, figures = _tables(single.tree), _figures(single.tree)
    headings: list[Heading] = []
    parts: list[str] = [*figures.pop("", [])]
    for n, bead in enumerate(beads):
        block = bead.target[-1].block if bead.target else ""
        heading = next((s for s in bead.target if s.kind is Kind.HEADING), None)
        table = tables.get(block)
        if table is not None:
            if table.get("class") != "both":
                parts.append(_both(table, beads))
        elif heading is not None:
            key = f"duikan-{bead.id}"
            headings.append(Heading(key, levels.index(heading.level) + 1, heading.text))
            parts.append(_heading_row(bead, key, levels.index(heading.level) + 2))
        else:
            parts.append(_row(bead))
        if block and not any(s.block == block for b in beads[n + 1 : n + 2] for s in b.target):
            parts += figures.pop(block, [])
    parts += [figure for rest in figures.values() for figure in rest]
    html = "".join(_assembled(parts))
    return Body(single.title, single.front, tuple(headings), lxml_html.fragment_fromstring(html, create_parent="div"))


def _assembled(parts: list[str]) -> Iterator[str]:
    """Yield rows inside tables of their own, and what stands between them."""
    inside = False
    for part in parts:
        is_row = part.startswith("<tr")
        if is_row != inside:
            yield f'<table class="pairs">{HEAD}<tbody>' if is_row else "</tbody></table>"
            inside = is_row
        yield part
    if inside:
        yield "</tbody></table>"


def _tables(tree: Element) -> dict[str, Element]:
    """Return the outermost table of each block that stands in one."""
    found: dict[str, Element] = {}
    for table in tree.iter("table"):
        for element in table.iter():
            if element.get("id"):
                found.setdefault(str(element.get("id")), table)
    return found


def _figures(tree: Element) -> dict[str, list[str]]:
    """Return the figures outside tables, by the block that stands before them."""
    found: dict[str, list[str]] = {}
    before = ""
    for element in tree.iter():
        if element.tag == "figure":
            figure = copy.deepcopy(element)
            figure.tail = None
            for inner in figure.iter():
                if inner.get("id"):
                    del inner.attrib["id"]
            found.setdefault(before, []).append(str(lxml_html.tostring(figure, encoding="unicode")))
        elif element.get("id") and not any(e.tag == "figure" for e in element.iterancestors()):
            before = str(element.get("id"))
    return found


def _both(table: Element, beads: Sequence[Bead]) -> str:
    """Return a table with the English above the Chinese in each cell; the table itself is marked as done."""
    english: dict[str, list[Segment]] = {}
    for bead in beads:
        for block in dict.fromkeys(s.block for s in bead.target[:1]):
            english.setdefault(block, []).extend(bead.source)
    for element in [e for e in table.iter() if str(e.get("id")) in english]:
        cell = next((e for e in (element, *element.iterancestors()) if e.tag in ("td", "th", "caption")), element)
        text = _text(english[str(element.get("id"))], " ")
        if not text or text == _escaped(text_of(cell)):
            continue
        original = lxml_html.fromstring(f'<span lang="en" class="original">{text}</span>')
        original.tail, cell.text = cell.text, None
        cell.insert(0, original)
    table.set("class", "both")
    copied = copy.deepcopy(table)
    copied.tail = None
    return str(lxml_html.tostring(copied, encoding="unicode"))


def _is_shown(bead: Bead, title: str) -> bool:
    if any(s.id == title or s.kind in SKIPPED for s in bead.target):
        return False
    return bool(bead.target) or any(s.expected for s in bead.source)


def _heading_row(bead: Bead, key: str, level: int) -> str:
    tag = f"h{min(level, 6)}"
    chinese = f'<{tag} id="{key}">{_text(bead.target, "")}</{tag}>'
    english = f'<td lang="en"><p>{_text(bead.source, " ")}</p></td>'
    return f'<tr class="heading level-{level - 1}" id="bead-{bead.id}">{english}<td>{chinese}</td></tr>'


def _row(bead: Bead) -> str:
    kinds = {s.kind for s in (*bead.source, *bead.target)}
    name = next((k.value for k in (Kind.NOTE, Kind.ITEM, Kind.CELL, Kind.CAPTION) if k in kinds), "paragraph")
    return f'<tr class="{name}" id="bead-{bead.id}"><td lang="en">{_cell(bead.source, " ")}</td><td>{_cell(bead.target, "")}</td></tr>'


def _cell(segments: Sequence[Segment], joint: str) -> str:
    text = _text(segments, joint)
    return f"<p>{text}</p>" if text else ""


def _text(segments: Sequence[Segment], joint: str) -> str:
    return joint.join(_labelled(s) for s in segments)


def _labelled(segment: Segment) -> str:
    label = segment.label.strip()
    if label and label in "-*+•":
        return f'<span class="dot">•</span>{marked(segment)}'
    if label and segment.kind is Kind.NOTE:
        return f'<span class="number">{_escaped(label)}</span> {marked(segment)}'
    return f"{_escaped(label)} {marked(segment)}" if label else marked(segment)


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
    reading = f"<rt>{_escaped(mark.target)}</rt>" if mark.kind == "ruby" else ""
    return f"<{TAGS[mark.kind]}>", f"{reading}</{TAGS[mark.kind]}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
