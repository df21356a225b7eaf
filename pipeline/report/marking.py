"""Set marks into a segment's text: the spans of issues, and what is strong, emphasised or code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import heappop, heappush
from itertools import islice, pairwise
from typing import TypeVar

from markupsafe import Markup, escape

from ..model import Issue, Mark, Place, Segment, Span

TAGS = {"strong": "b", "emphasis": "em", "code": "code"}
# What a comparison never cuts: numbers and Latin words, as in "15", "2.5", "GPAI"; all else is compared by characters.
TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.,][0-9]+)*|.", re.DOTALL)
# Beyond this length a suggestion is shown as old and new whole: a comparison would be slow, and a patchwork to read.
LONG = 400
MOST = 12  # marks over one piece of text that are told apart


@dataclass(frozen=True, slots=True)
class Spot:
    """Say that an issue marks a stretch of a segment. `related` is true for places that are evidence only."""

    issue: Issue
    start: int
    end: int
    related: bool = False


S = TypeVar("S", Spot, Mark)


def marked(segment: Segment, spots: Sequence[Spot]) -> Markup:
    """Return the text as markup with every spot marked; spots may overlap, an empty one becomes a caret.

    >>> from pipeline.model import Bilingual, Severity
    >>> issue = Issue("8c1f", "numbers", "numbers", "", Severity.MAJOR, Bilingual("", ""))
    >>> str(marked(Segment("a", "zh.md", "共15人<"), [Spot(issue, 1, 3)]))
    '共<mark class="major" data-i="8c1f">15</mark>人&lt;'
    """
    text = segment.text
    if not spots and not segment.marks:
        return escape(text)
    marks = [m for m in segment.marks if m.kind in TAGS]
    spans = [*((s.start, s.end) for s in spots), *((m.start, m.end) for m in marks)]
    cuts = {0, len(text), *(_within(offset, text) for span in spans for offset in span)}
    edges = sorted(cuts)
    carets = defaultdict[int, list[Spot]](list)
    for spot in spots:
        if spot.start == spot.end:
            carets[spot.start].append(spot)
    parts = [_carets(carets.get(0, ()))]
    pieces = list(pairwise(edges))
    for (start, end), inside, over in zip(pieces, _covering(marks, pieces), _covering(spots, pieces), strict=True):
        piece = escape(text[start:end])
        for mark in inside:
            piece = Markup("<{0}>{1}</{0}>").format(_tag(mark.kind, text[start:end]), piece)
        parts += [_mark(over, piece, segment) if over else piece, _carets(carets.get(end, ()))]
    return Markup("").join(parts)


def _covering(stretches: Sequence[S], pieces: Sequence[Span]) -> Iterator[list[S]]:
    """Yield the stretches that cover each piece, in their own order; the pieces follow each other and none is cut by a stretch.

    Of very many that cover one piece, those are meant that begin last: whatever was put into a text, a page stays in proportion.
    """
    begin = sorted(range(len(stretches)), key=lambda n: stretches[n].start, reverse=True)
    open_: dict[int, None] = {}
    ends: list[tuple[int, int]] = []
    for start, end in pieces:
        while begin and stretches[begin[-1]].start <= start:
            n = begin.pop()
            open_[n] = None
            heappush(ends, (stretches[n].end, n))
        while ends and ends[0][0] < end:
            del open_[heappop(ends)[1]]
        yield [stretches[n] for n in sorted(islice(reversed(open_), MOST))]


def difference(old: str, new: str) -> Markup:
    """Return what a suggestion changes, as deletions and insertions.

    >>> str(difference("每年三次", "每年两次"))
    '每年<del>三</del><ins>两</ins>次'
    >>> str(difference("16个", "15个"))
    '<del>16</del><ins>15</ins>个'
    """
    if max(len(old), len(new)) > LONG:
        return Markup("<del>{}</del><ins>{}</ins>").format(old, new)
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    parts = []
    for tag, *at in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = "".join(a[at[0] : at[1]]), "".join(b[at[2] : at[3]])
        if tag == "equal":
            parts.append(escape(gone))
            continue
        parts.append(Markup("<del>{}</del>").format(gone) if gone else Markup(""))
        parts.append(Markup("<ins>{}</ins>").format(come) if come else Markup(""))
    return Markup("").join(parts)


def change(place: Place, suggestion: str, around: int = 9) -> Markup:
    """Return the suggestion for a place as a difference, with some of the text around it."""
    text = place.segment.text
    before, after = text[max(0, place.start - around) : place.start], text[place.end : place.end + around]
    head = "…" if place.start > around else ""
    tail = "…" if place.end + around < len(text) else ""
    return Markup("{}{}{}{}{}").format(head, before, difference(place.text, suggestion), after, tail)


def _tag(kind: str, text: str) -> str:
    """Return the element; Chinese is emphasised by dots under it, which would only blur Latin words: those slant."""
    return "i" if kind == "emphasis" and text.isascii() else TAGS[kind]


def _within(offset: int, text: str) -> int:
    return min(max(offset, 0), len(text))


def _mark(spots: Sequence[Spot], piece: Markup, segment: Segment) -> Markup:
    names = [_name(spots)]
    if all(s.end - s.start >= len(segment.text) for s in spots):
        names.append("all")
    return Markup('<mark class="{}" data-i="{}">{}</mark>').format(" ".join(names), _ids(spots), piece)


def _carets(here: Sequence[Spot]) -> Markup:
    return Markup('<mark class="{} caret" data-i="{}"></mark>').format(_name(here), _ids(here)) if here else Markup("")


def _name(spots: Sequence[Spot]) -> str:
    """Return the gravest severity among them; settled issues and mere evidence are quiet."""
    loud = [s.issue.severity for s in spots if s.issue.unsettled and not s.related]
    return str(max(loud)) if loud else "quiet"


def _ids(spots: Sequence[Spot]) -> str:
    return " ".join(dict.fromkeys(s.issue.id for s in spots))
