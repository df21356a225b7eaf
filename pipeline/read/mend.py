"""Mend what pandoc leaves in a flow: kramdown's attributes, asterisks beside Chinese, line breaks, split stretches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..model import Span
from .flow import Flow, Piece, Style

# A line break between these needs no space: Han, kana, full-width forms and punctuation.
WIDE = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003fffd“”‘’…—]"
)
HAN = re.compile(r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd]")
ATTRIBUTES = re.compile(r"[ \t\n]*\{:[^{}]{0,500}\}")  # kramdown: {: .class #id }
ATTRIBUTE_ID = re.compile(r"#([^\s#.}]+)")  # the id in it
STRONG = re.compile(r"\*\*(?=[^\s*])([^*]{1,2000})(?<=[^\s*])\*\*")  # **……。**我们


def without_attributes(pieces: list[Piece]) -> tuple[list[Piece], list[str]]:
    """Drop kramdown's attribute lists, which pandoc does not know, and return the ids that they give."""
    whole = Flow(tuple(pieces))
    text = whole.text
    if "{:" not in text:
        return pieces, []
    anchors: list[str] = []
    code = b"".join((b"\1" if any(s.kind == "code" for s in p.styles) else b"\0") * len(p.text) for p in whole.pieces)
    spans: list[Span] = []
    start = 0
    for found in ATTRIBUTES.finditer(text):
        if not any(code[found.start() : found.end()]):
            anchors += ATTRIBUTE_ID.findall(found[0])
            spans.append((start, found.start()))
            start = found.end()
    spans.append((start, len(text)))
    return [piece for part in whole.parts([s for s in spans if s[0] < s[1]]) for piece in part.pieces], anchors


def with_strong(pieces: list[Piece]) -> list[Piece]:
    """Make strong what `**` encloses beside Chinese, where CommonMark does not.

    In `**……。**我们` the second `**` stands between a punctuation mark and a letter, which only languages with word spaces
    understand as an opening. Writers mean strong text, and readers should not see asterisks.
    """
    whole = Flow(tuple(pieces))
    text = whole.text
    if "**" not in text:
        return pieces
    owners = [p for p in pieces for _ in p.text]
    spans: list[Span] = []
    inner: set[int] = set()
    start = 0
    for found in STRONG.finditer(text):
        if _is_strong(text, found, owners):
            spans += [(start, found.start()), found.span(1)]
            inner.add(len(spans) - 1)
            start = found.end()
    spans.append((start, len(text)))
    kept = [n for n, span in enumerate(spans) if span[0] < span[1]]
    result: list[Piece] = []
    for n, part in zip(kept, whole.parts([spans[n] for n in kept]), strict=True):
        style = (Style("strong"),) if n in inner else ()
        result += [replace(p, styles=(*style, *p.styles)) for p in part.pieces]
    return result


def _is_strong(text: str, found: re.Match[str], owners: list[Piece]) -> bool:
    """Say whether two `**` were left in the text by CommonMark's rule: both bare, one of them beside Chinese."""
    a, b, c, d = found.start(), found.start(1), found.end(1), found.end()
    bare = all(not owners[n].styles and owners[n].until - owners[n].at == len(owners[n].text) for n in (a, a + 1, c, c + 1))
    beside = text[max(a - 1, 0) : a] + text[b] + text[c - 1] + text[d : d + 1]
    return bare and bool(WIDE.search(beside)) and not any(s.kind in ("strong", "code") for n in range(b, c) for s in owners[n].styles)


def with_breaks(pieces: list[Piece]) -> Iterator[Piece]:
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


def joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join neighbours that continue each other in the text, the file and the styles."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not _continues(run[-1], piece):
            yield _one(run)
            run = []
        run.append(piece)
    if run:
        yield _one(run)


def _continues(last: Piece, piece: Piece) -> bool:
    return (
        last.kind == piece.kind == "text"
        and last.styles == piece.styles
        and last.until == piece.at
        and last.at >= 0
        and last.until - last.at == len(last.text)
        and piece.until - piece.at == len(piece.text)
    )


def _one(run: list[Piece]) -> Piece:
    return run[0] if len(run) == 1 else replace(run[0], text="".join(p.text for p in run), until=run[-1].until)
