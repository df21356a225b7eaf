"""Flatten pandoc's inlines into a flow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from . import ruby
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
        tagged = self.source is None or self.source.tagged
        for base, over in ruby.parts(inlines) if tagged else ((inlines, ()),):
            own = (*styles, Style("ruby", plain(over))) if over else styles
            for words, group in groupby(base, _is_word):
                nodes = list(group)
                if not (words and self.verbatim(nodes, own)):
                    for node in nodes:
                        self.read(node, own, position)

    def verbatim(self, words: list[Node], styles: tuple[Style, ...]) -> bool:
        """Add words and the spaces between them at once, if the file holds them just so; most of a text is read this way."""
        if self.source is None or len(words) == 1:
            return False
        first, last = (self.source.span(_position(words[n]["c"][0])) for n in (0, -1))
        text = "".join(word["c"][1][0].get("c", " ") for word in words)
        if not first or not last or first[0] < self.cursor or not self.source.holds(text, (first[0], last[1])):
            return False
        self.cursor = last[1]
        self.pieces.append(Piece(text, styles, first[0], last[1]))
        return True

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
            over = _attribute(content[0], "ruby")
            self.walk(content[1], (*styles, Style("ruby", over)) if over else styles, _position(content[0]) or position)
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
            self.pieces.append(Piece("", styles, kind="image", target=content[2][0], alt=plain(content[1])))
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


def _is_word(node: Node) -> bool:
    """Tell whether a node is a word or a space in the span that says where it stands."""
    if node["t"] != "Span":
        return False
    attributes, content = node["c"]
    return len(content) == 1 and content[0]["t"] in ("Str", "Space") and not attributes[0]


def plain(inlines: Sequence[Node]) -> str:
    """Return the text of inlines alone."""
    return flatten(inlines, None, lambda _: 0).text.strip()


def _position(attributes: Node) -> str:
    return _attribute(attributes, "data-pos")


def _attribute(attributes: Node, name: str) -> str:
    return next((str(v) for k, v in attributes[2] if k == name and v), "")
