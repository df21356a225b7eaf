"""Hold a block's text as a flow: stretches of plain text, each with its styles and its place in the file.

A flow is cut into sentences, written as HTML, and turned into a segment's text, marks and runs, all from the same stretches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from ..model import Mark, MarkKind, Run, Span
from .address import image_address, link_address
from .source import Source

TAGS = {"strong": "strong", "emphasis": "em", "strike": "del", "underline": "u", "code": "code", "sup": "sup", "sub": "sub", "ruby": "ruby"}
MARKS: dict[str, MarkKind] = {
    "strong": "strong",
    "emphasis": "emphasis",
    "strike": "strike",
    "underline": "underline",
    "code": "code",
    "link": "link",
    "ruby": "ruby",
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
    return Piece(piece.text[start:end], piece.styles, *place, piece.kind, piece.target, piece.alt)


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
    if style.kind == "ruby":
        return f"<rt>{escape(style.target)}</rt></ruby>"
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
