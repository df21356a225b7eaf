"""Flatten pandoc's inlines into a flow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .flow import Flow, Piece, Style
from .mend import joined, with_breaks, with_strong, without_attributes
from .pandoc import Node
from .source import Source

RAW_BREAK = re.compile(r"<br\s*/?>\s*\Z", re.I)  # <br/>
STYLES = {
    "Strong": "strong",
    "Emph": "emphasis",
    "Strikeout": "strike",
    "Underline": "underline",
    "Superscript": "sup",
    "Subscript": "sub",
}


def flatten(inlines: Sequence[Node], source: Source | None, note: Callable[[list[Node]], int], start: int = 0) -> Flow:
    """Flatten inlines. `note` is given the blocks of each footnote and returns its number; `start` is where to look from."""
    reader = _Reader(source, note, cursor=start)
    reader.walk(inlines, (), "")
    pieces, anchors = without_attributes(reader.pieces)
    if source is not None:
        pieces = with_strong(pieces)
    return Flow(tuple(joined(with_breaks(pieces))), (*reader.anchors, *anchors))


@dataclass(slots=True)
class _Reader:
    """Walk inlines and gather pieces."""

    source: Source | None
    note: Callable[[list[Node]], int]
    pieces: list[Piece] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    cursor: int = 0

    def walk(self, inlines: Sequence[Node], styles: tuple[Style, ...], position: str) -> None:
        for node in inlines:
            self.read(node, styles, position)

    def read(self, node: Node, styles: tuple[Style, ...], position: str) -> None:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            self.add(content, styles, position)
        elif kind == "Space":
            self.add(" ", styles, position)
        elif kind in ("SoftBreak", "LineBreak"):
            self.pieces.append(Piece("\n", styles, kind="break", target="hard" if kind == "LineBreak" else ""))
        elif kind in STYLES:
            self.walk(content, (*styles, Style(STYLES[kind])), position)
        elif kind == "Span":
            self.attributes(content[0])
            self.walk(content[1], styles, _position(content[0]) or position)
        elif kind == "SmallCaps":
            self.walk(content, styles, position)
        elif kind == "Code":
            self.add(content[1], (*styles, Style("code")), _position(content[0]) or position)
        elif kind == "Link":
            self.attributes(content[0])
            self.walk(content[1], (*styles, Style("link", content[2][0])), _position(content[0]) or position)
        else:
            self.read_rare(kind, content, styles, position)

    def read_rare(self, kind: str, content: Node, styles: tuple[Style, ...], position: str) -> None:
        if kind == "Image":
            alt = "".join(p.text for p in flatten(content[1], None, lambda _: 0).pieces)
            self.pieces.append(Piece("", styles, kind="image", target=content[2][0], alt=alt))
        elif kind == "Note":
            number = self.note(content)
            if number:
                self.pieces.append(Piece("", styles, kind="note", target=str(number)))
        elif kind == "Quoted":
            opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            self.add(opening, styles, "")
            self.walk(content[1], styles, position)
            self.add(closing, styles, "")
        elif kind == "Cite":
            self.walk(content[1], styles, position)
        elif kind == "Math":
            self.add(content[1], (*styles, Style("code")), position)
        elif kind == "RawInline" and RAW_BREAK.match(content[1]):
            self.pieces.append(Piece("\n", styles, kind="break", target="hard"))

    def attributes(self, attributes: Node) -> None:
        if attributes[0]:
            self.anchors.append(attributes[0])

    def add(self, text: str, styles: tuple[Style, ...], position: str) -> None:
        found = None
        if self.source is not None:
            found = self.source.find(text, self.source.span(position), self.cursor)
            if found:
                self.cursor = found[1]
        at, until = found or (-1, -1)
        self.pieces.append(Piece(text, styles, at, until))


def _position(attributes: Node) -> str:
    return next((str(v) for k, v in attributes[2] if k == "data-pos" and v), "")
