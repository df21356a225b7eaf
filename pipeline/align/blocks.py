"""See a document as the blocks that its segments make: a paragraph, a heading, a list item, a table cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..model import Document, Kind, Segment, digest, join

Key = tuple[str, str]  # a segment's path and id
FREE = -1


@dataclass(frozen=True, slots=True)
class Block:
    """Hold the segments of one block in order. `document` is the number of its original, -1 for the translation.

    `anchor` is the number of the confirmed bead that its segments belong to: a block of which a person tied a part is three,
    what stands before it, the part, and what stands after it. `marks` are what its place and markup say.
    """

    document: int
    segments: tuple[Segment, ...]
    text: str
    anchor: int = FREE
    marks: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Return what the block is; segments of one block are of one kind."""
        return self.segments[0].kind

    @property
    def single(self) -> bool:
        """Tell whether this is one block, and no union of several."""
        return self.segments[0].block == self.segments[-1].block


def blocks(document: Document, number: int, anchors: Mapping[Key, int]) -> list[Block]:
    """Return the document's blocks in reading order, without front matter; `anchors` says which bead a segment is tied by."""
    body = (s for s in document.segments if s.kind is not Kind.FRONT or (s.path, s.id) in anchors)
    return [
        _block(number, group, document.locale, anchor)
        for (_, _, anchor), group in groupby(body, key=lambda s: (s.block or s.id, s.kind, anchors.get((s.path, s.id), FREE)))
    ]


def _block(number: int, group: Iterable[Segment], locale: str, anchor: int) -> Block:
    segments = tuple(group)
    return Block(number, segments, join(segments, locale), anchor, marks(segments))


def union(those: Sequence[Block]) -> Block:
    """Return blocks of one document that follow each other as one, of the first one's kind."""
    first, *rest = those
    if not rest:
        return first
    segments = tuple(s for b in those for s in b.segments)
    return Block(first.document, segments, "\n".join(b.text for b in those), first.anchor, tuple(m for b in those for m in b.marks))


def marks(segments: Iterable[Segment]) -> tuple[str, ...]:
    """Return what both languages show alike beside the words: numbers of headings, clauses, rows and notes, links, pictures, code.

    >>> from ..model import Mark
    >>> marks([Segment("i1", "en.md", "See there.", Kind.ITEM, label="(a)", marks=(Mark("link", 4, 9, "https://oecd.ai/en"),))])
    ('=item:a', '=link:oecd.ai', '=link:en')
    """
    found: dict[str, None] = {}
    for s in segments:
        if s.kind is Kind.CELL:
            found[f"=cell:{','.join(map(str, s.index))}"] = None
            found[f"=column:{s.index[-1] if s.index else 0}"] = None
        elif label := s.label.strip("()（）[].、．:： ").casefold():
            found[f"={s.kind.value}:{label}"] = None
        if s.kind is Kind.HEADING:
            found[f"=level:{s.level}"] = None
        elif s.kind is Kind.CODE:
            found[f"=code:{digest(s.text)}"] = None
        for mark in s.marks:
            if mark.kind in ("link", "image", "note") and mark.target:
                found |= {f"={mark.kind}:{part}": None for part in _address(mark.target)}
    return tuple(found)


def _address(target: str) -> list[str]:
    """Return what a page's editions in two languages may share of an address: its host, and its last part."""
    path = target.split("#")[0].split("?")[0].rstrip("/").casefold() or target
    host, _, rest = path.partition("://")[2].removeprefix("www.").partition("/")
    return [part for part in (host, (rest if host else path).rsplit("/", 1)[-1]) if part]
