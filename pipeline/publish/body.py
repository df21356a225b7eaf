"""Turn a document's HTML into what an edition prints: title, front lines, headings, notes and body.

The tree is lxml's. Block ids stay as they are, since links, reports and the parallel view point at them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import html as lxml_html
from lxml.etree import _Element as Element

from ..model import Document, Kind

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
RULE_NEIGHBOURS = {*HEADINGS, "section"}
SHORT_LIST, SHORT_LIST_TEXT = 6, 160  # items and characters of a list that is not parted by a page
KEPT = {"code", "pre", "a", "style", "rt"}
ENGLISH = re.compile(r"[A-Z][A-Za-z]*(?:[ '’-]+[A-Za-z&][A-Za-z]*){2,}")  # Model AI Governance Framework
SHORT_CELL = 10  # characters that a cell may hold in a column that is not broken


@dataclass(frozen=True, slots=True)
class Heading:
    """Hold one line of the contents; `level` counts from 1."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """Hold a text ready for a template: `title` and `front` stand on the cover, `tree` is all the rest."""

    title: str
    front: tuple[str, ...]
    headings: tuple[Heading, ...]
    tree: Element

    @property
    def html(self) -> str:
        """Return the tree's content as HTML."""
        return inner(self.tree)


def read_body(document: Document, disclaimer: str = "") -> Body:
    """Take the title and the front lines out of the text and note its headings.

    A front line that repeats the disclaimer is dropped, since cover and foot print it.
    """
    tree = lxml_html.fragment_fromstring(document.html, create_parent="div")
    title = _take_title(tree)
    blocks = dict.fromkeys(s.block for s in document.segments if s.kind is Kind.FRONT)
    lines = [text for block in blocks for text in _take_block(tree, block)]
    _drop_rules(tree)
    _drop_empty(tree)
    _frame_figures(tree)
    _keep_lists(tree)
    _size_tables(tree)
    return Body(title, tuple(x for x in lines if _key(x) != _key(disclaimer)), tuple(_headings(tree)), tree)


def inner(tree: Element) -> str:
    """Return what stands inside an element as HTML."""
    return _escaped(tree.text or "") + "".join(_serialised(child) for child in tree)


def text_of(element: Element) -> str:
    """Return an element's text with white space folded."""
    return " ".join("".join(strings(element)).split())


def strings(element: Element) -> list[str]:
    """Return the stretches of text in an element, in order; readings over words are none."""
    if element.find(".//rt") is None:
        return [str(x) for x in element.itertext()]
    return [str(x) for x in cast(list[object], element.xpath(".//text()[not(ancestor::rt)]"))]


def find(tree: Element, path: str) -> list[Element]:
    """Return the elements that an XPath selects."""
    return cast(list[Element], tree.xpath(path))


def footnotes(body: Body) -> Body:
    """Move the notes from the end of the text to where they are called, as CSS `float: footnote` wants them.

    A note that is called twice stands at its first call; later calls link to it.
    """
    tree = copy.deepcopy(body.tree)
    section = next(iter(find(tree, ".//section[@role='doc-endnotes']")), None)
    if section is None:
        return body
    notes = {str(item.get("id")): item for item in section.iter("li") if item.get("id")}
    placed: set[str] = set()
    for call in find(tree, ".//a[@role='doc-noteref']"):
        key = (call.get("href") or "").removeprefix("#")
        note = notes.get(key)
        if note is None or section in call.iterancestors():
            continue
        if key not in placed:
            placed.add(key)
            _replace(call, _note(note, key))
    drop(section)
    return Body(body.title, body.front, body.headings, tree)


def _note(item: Element, key: str) -> Element:
    """Build the inline element of a note: its paragraphs as spans, since a paragraph may not hold paragraphs."""
    note: Element = lxml_html.Element("span", {"class": "footnote", "id": key})
    for link in find(item, ".//a[@role='doc-backlink']"):
        drop(link)
    for child in item:
        part = copy.deepcopy(child)
        part.tail = None
        if part.tag == "p":
            part.tag = "span"
            part.set("class", "footnote-part")
            _trim_end(part)
        note.append(part)
    if not len(note):
        note.text = text_of(item)
    return note


def _trim_end(element: Element) -> None:
    """Drop the space that stood before the link back."""
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() or None
    else:
        element.text = (element.text or "").rstrip()


def _take_title(tree: Element) -> str:
    first = next((e for e in tree.iter(*HEADINGS)), None)
    if first is None or first.tag != "h1":
        return ""
    text = text_of(first)
    drop(first)
    return text


def _take_block(tree: Element, block: str) -> Iterator[str]:
    for element in [e for e in tree.iter() if e.get("id") == block]:
        yield from (text for line in _lines(element) if (text := " ".join(line.split())))
        drop(element)


def _lines(element: Element) -> list[str]:
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join("\n" + t if t.startswith("\n") else t.replace("\n", " ") for t in strings(element)).split("\n")


def _drop_rules(tree: Element) -> None:
    """Drop a rule beside a heading, at the start or at the end: space and type already part the sections there."""
    for rule in list(tree.iter("hr")):
        before, after = rule.getprevious(), rule.getnext()
        if before is None or after is None or before.tag in RULE_NEIGHBOURS or after.tag in RULE_NEIGHBOURS:
            drop(rule)


def _drop_empty(tree: Element) -> None:
    """Drop headings and links without content: they say nothing and PDF/UA forbids them."""
    for element in list(tree.iter("a", *HEADINGS)):
        if not text_of(element) and element.find(".//img") is None:
            drop(element)
    for element in list(tree.iter("p", "section")):
        if not text_of(element) and not len(element):
            drop(element)


def _keep_lists(tree: Element) -> None:
    """Mark the lists that a page should hold whole, and the paragraphs that lead to a list or table and stay with it."""
    for each in tree.iter("ul", "ol", "table"):
        before = each.getprevious()
        if before is not None and before.tag == "p":
            _add_class(before, "lead")
        if each.tag != "table" and len(each) <= SHORT_LIST and len(text_of(each)) <= SHORT_LIST_TEXT:
            _add_class(each, "whole")


def _add_class(element: Element, name: str) -> None:
    element.set("class", " ".join(filter(None, (element.get("class"), name))))


def _frame_figures(tree: Element) -> None:
    """Make a figure of a paragraph that holds one image and nothing else; its alternative text is its caption."""
    for paragraph in list(tree.iter("p")):
        if len(paragraph) != 1 or paragraph[0].tag != "img" or text_of(paragraph):
            continue
        paragraph.tag = "figure"
        if alt := (paragraph[0].get("alt") or "").strip():
            caption = lxml_html.Element("figcaption", {"aria-hidden": "true"})
            caption.text = alt
            paragraph.append(caption)


def _size_tables(tree: Element) -> None:
    """Let the content set the widths of columns, and keep a column of short cells on one line each.

    Chinese may break after any character, so a browser would give such a column one character's width.
    """
    for table in tree.iter("table"):
        for group in list(table.iter("colgroup")):
            drop(group)
        rows = [list(row.iter("td", "th")) for row in table.iter("tr")]
        if any(cell.get("colspan") for row in rows for cell in row):
            continue
        for column in range(min((len(row) for row in rows), default=0)):
            cells = [row[column] for row in rows]
            if all(len(text_of(cell)) <= SHORT_CELL for cell in cells):
                for cell in cells:
                    _add_class(cell, "short")


def mark_english(tree: Element) -> None:
    """Mark English of several words in the running text as English, so that it is read aloud as such (WCAG 2.2, 3.1.2)."""
    for element in [e for e in tree.iter() if isinstance(e.tag, str)]:
        if any(e.tag in KEPT or e.get("lang") for e in (element, *element.iterancestors())):
            continue
        _mark_stretches(element)


def _mark_stretches(element: Element) -> None:
    """Mark what is English in an element's text and after its children."""
    for after in [None, *element]:
        text = (element.text if after is None else after.tail) or ""
        found = list(ENGLISH.finditer(text))
        if not found:
            continue
        position = 0 if after is None else element.index(after) + 1
        ends = [*(m.start() for m in found[1:]), len(text)]
        if after is None:
            element.text = text[: found[0].start()]
        else:
            after.tail = text[: found[0].start()]
        for offset, (match, end) in enumerate(zip(found, ends, strict=True)):
            span = lxml_html.Element("span", {"lang": "en"})
            span.text, span.tail = match[0], text[match.end() : end]
            element.insert(position + offset, span)


def _headings(tree: Element) -> Iterator[Heading]:
    found = list(tree.iter(*HEADINGS))
    levels = sorted({int(e.tag[1]) for e in found})
    for n, element in enumerate(found, 1):
        if not element.get("id"):
            element.set("id", f"duikan-heading-{n}")
        yield Heading(str(element.get("id")), levels.index(int(element.tag[1])) + 1, _plain(element))


def label_headings(tree: Element) -> None:
    """Give a heading with readings over its words the words alone, for the running head and the bookmark."""
    for element in {e for rt in tree.iter("rt") for e in rt.iterancestors(*HEADINGS)}:
        element.set("data-text", _plain(element))


def _plain(element: Element) -> str:
    """Return a heading's text without the numbers of its notes."""
    own = copy.deepcopy(element)
    for call in find(own, ".//a[@role='doc-noteref']"):
        drop(call)
    return text_of(own)


def drop(element: Element) -> None:
    """Remove an element and keep the text that follows it."""
    _replace(element, None)


def _replace(element: Element, other: Element | None) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    element.tail = None
    if other is not None:
        other.tail = tail
        parent.replace(element, other)
        return
    parent.remove(element)
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _serialised(element: Element) -> str:
    return str(lxml_html.tostring(element, encoding="unicode"))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _key(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
