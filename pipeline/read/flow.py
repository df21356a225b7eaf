"""Flatten pandoc's inlines into a flow: stretches of plain text, each with its styles and its place in the file.

A flow is cut into sentences, written as HTML, and turned into a segment's text, marks and runs, all from the same stretches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from ..model import Mark, MarkKind, Run, Span
from .address import image_address, link_address
from .pandoc import Node
from .source import Source

# A line break between these needs no space: Han, kana, full-width forms and punctuation.
WIDE = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003fffd“”‘’…—]"
)
HAN = re.compile(r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]")
ATTRIBUTES = re.compile(r"[ \t\n]*\{:[^{}]{0,500}\}")  # kramdown: {: .class #id }
ATTRIBUTE_ID = re.compile(r"#([^\s#.}]+)")  # the id in it
RAW_BREAK = re.compile(r"<br\s*/?>\s*\Z", re.I)  # <br/>

TAGS = {"strong": "strong", "emphasis": "em", "strike": "del", "underline": "u", "code": "code", "sup": "sup", "sub": "sub"}
STYLES = {
    "Strong": "strong",
    "Emph": "emphasis",
    "Strikeout": "strike",
    "Underline": "underline",
    "Superscript": "sup",
    "Subscript": "sub",
}
MARKS: dict[str, MarkKind] = {
    "strong": "strong",
    "emphasis": "emphasis",
    "strike": "strike",
    "underline": "underline",
    "code": "code",
    "link": "link",
}


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """Be one element around text. Two are the same only if they are one object: `**a****b**` is two."""

    kind: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold a stretch of text that has the same styles all along.

    `at` and `until` are its place in `Source.text`, -1 where unknown. A `break` has the text " " or none; an `image` (target,
    alternative text) and a `note` (its number) have no text.
    """

    text: str
    styles: tuple[Style, ...] = ()
    at: int = -1
    until: int = -1
    kind: Literal["text", "break", "image", "note"] = "text"
    target: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Hold the pieces of one block, and the ids by which links may call it."""

    pieces: tuple[Piece, ...]
    anchors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the plain text."""
        return "".join(p.text for p in self.pieces)

    def parts(self, spans: Sequence[Span]) -> list[Flow]:
        """Return what stands in each of the spans of the text (in order, not empty).

        Notes and images have no length: at the end of a span they belong to it, between two spans to the later one.
        """
        kept: list[list[Piece]] = [[] for _ in spans]
        first = seen = 0
        for piece in self.pieces:
            a, b = seen, seen + len(piece.text)
            seen = b
            while first < len(spans) - 1 and spans[first][1] < (a if a == b else a + 1):
                first += 1
            if a == b:
                if spans:
                    kept[first].append(piece)
                continue
            for n in range(first, len(spans)):
                start, end = spans[n]
                if start >= b:
                    break
                if end > a:
                    kept[n].append(_shortened(piece, max(start - a, 0), min(end, b) - a))
        return [Flow(tuple(pieces)) for pieces in kept]


def _shortened(piece: Piece, start: int, end: int) -> Piece:
    if start == 0 and end == len(piece.text):
        return piece
    verbatim = piece.at >= 0 and piece.until - piece.at == len(piece.text)
    place = (piece.at + start, piece.at + end) if verbatim else (-1, -1)
    return replace(piece, text=piece.text[start:end], at=place[0], until=place[1])


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
            alt = "".join(p.text for p in flow(content[1], None, lambda _: 0).pieces)
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


def flow(inlines: Sequence[Node], source: Source | None, note: Callable[[list[Node]], int], start: int = 0) -> Flow:
    """Flatten inlines. `note` is given the blocks of each footnote and returns its number; `start` is where to look from."""
    reader = _Reader(source, note, cursor=start)
    reader.walk(inlines, (), "")
    pieces = _without_attributes(reader)
    return Flow(tuple(_joined(_with_breaks(pieces))), tuple(reader.anchors))


def _without_attributes(reader: _Reader) -> list[Piece]:
    """Drop kramdown's attribute lists, which pandoc does not know, and keep the ids that they give."""
    whole = Flow(tuple(reader.pieces))
    text = whole.text
    if "{:" not in text:
        return reader.pieces
    code = b"".join((b"\1" if any(s.kind == "code" for s in p.styles) else b"\0") * len(p.text) for p in whole.pieces)
    spans: list[Span] = []
    start = 0
    for found in ATTRIBUTES.finditer(text):
        if not any(code[found.start() : found.end()]):
            reader.anchors += ATTRIBUTE_ID.findall(found[0])
            spans.append((start, found.start()))
            start = found.end()
    spans.append((start, len(text)))
    return [piece for part in whole.parts([s for s in spans if s[0] < s[1]]) for piece in part.pieces]


def _with_breaks(pieces: list[Piece]) -> Iterator[Piece]:
    """Make line breaks text: nothing between Han characters, a space elsewhere; nothing at either end."""
    places = [n for n, p in enumerate(pieces) if p.text and p.kind == "text"]
    filled = (places[0], places[-1]) if places else (0, 0)
    for n, piece in enumerate(pieces):
        if piece.kind != "break":
            yield piece
            continue
        before = next((pieces[m] for m in range(n - 1, -1, -1) if pieces[m].text), None)
        after = next((pieces[m] for m in range(n + 1, len(pieces)) if pieces[m].text), None)
        if (
            before is None
            or after is None
            or not filled[0] < n < filled[1]
            or before.kind == "break"
            or before.text[-1].isspace()
            or _run_on(before.text[-1], after.text[0])
        ):
            yield replace(piece, text="")
        else:
            known = before.until >= 0 and after.at > before.until
            yield replace(piece, text=" ", at=before.until if known else -1, until=after.at if known else -1)


def _run_on(before: str, after: str) -> bool:
    """Say whether a line broken between two characters goes on without a space: one is Han, the other Han or punctuation."""
    return bool(WIDE.match(before) and WIDE.match(after) and (HAN.match(before) or HAN.match(after)))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join neighbours that continue each other in the text, the file and the styles."""
    last: Piece | None = None
    for piece in pieces:
        if last is None:
            last = piece
        elif (
            last.kind == piece.kind == "text"
            and last.styles == piece.styles
            and last.until - last.at == len(last.text)
            and piece.until - piece.at == len(piece.text)
            and last.until == piece.at
            and last.at >= 0
        ):
            last = replace(last, text=last.text + piece.text, until=piece.until)
        else:
            yield last
            last = piece
    if last is not None:
        yield last


# ---------------------------------------------------------------- what is made of a flow


def runs(part: Flow, source: Source) -> tuple[Run, ...]:
    """Return where a flow's text stands in the file."""
    found, seen = [], 0
    for piece in part.pieces:
        a, seen = seen, seen + len(piece.text)
        if piece.at < 0 or a == seen:
            continue
        at, until = source.raw(piece.at), source.raw(piece.until)
        if until - at == len(piece.text) and source.text[piece.at : piece.until] != piece.text:
            continue  # a line end that became a space is as long as that, and no verbatim run
        line, column = source.place(piece.at)
        found.append(Run(a, seen, at, until, line, column))
    return tuple(found)


def marks(part: Flow) -> tuple[Mark, ...]:
    """Return what a flow's stretches are besides text, in order."""
    spans: dict[int, tuple[Style, int, int]] = {}
    found: list[Mark] = []
    seen = 0
    for piece in part.pieces:
        a, seen = seen, seen + len(piece.text)
        for style in piece.styles:
            start = spans[id(style)][1] if id(style) in spans else a
            spans[id(style)] = (style, start, seen)
        if piece.kind == "image":
            found.append(Mark("image", a, a, piece.target))
        elif piece.kind == "note":
            found.append(Mark("note", a, a, f"n{piece.target}"))
    found += [Mark(MARKS[s.kind], a, b, s.target) for s, a, b in spans.values() if s.kind in MARKS and a < b]
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


def html(part: Flow) -> str:
    """Write a flow as HTML: only the elements that a text needs, everything else escaped."""
    out: list[str] = []
    open_styles: list[Style] = []
    for piece in part.pieces:
        common = 0
        while common < min(len(open_styles), len(piece.styles)) and open_styles[common] is piece.styles[common]:
            common += 1
        while len(open_styles) > common:
            out.append(_closing(open_styles.pop()))
        for style in piece.styles[common:]:
            open_styles.append(style)
            out.append(_opening(style))
        out.append(_content(piece))
    while open_styles:
        out.append(_closing(open_styles.pop()))
    return "".join(out)


def _opening(style: Style) -> str:
    if style.kind != "link":
        return f"<{TAGS[style.kind]}>"
    address = link_address(style.target)
    return f'<a href="{escape(address)}">' if address else "<span>"


def _closing(style: Style) -> str:
    if style.kind != "link":
        return f"</{TAGS[style.kind]}>"
    return "</a>" if link_address(style.target) else "</span>"


def _content(piece: Piece) -> str:
    if piece.kind == "note":
        n = piece.target
        return f'<a href="#fn{n}" id="fnref{n}" class="footnote-ref" role="doc-noteref"><sup>{n}</sup></a>'
    if piece.kind == "image":
        address = image_address(piece.target)
        return f'<img src="{escape(address)}" alt="{escape(piece.alt)}">' if address else ""
    if piece.kind == "break" and piece.target == "hard":
        return "<br>"
    return escape(piece.text)
