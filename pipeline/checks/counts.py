"""Find a stated count that does not fit what follows: "three conditions:" and two list items, 44个成员国 and 43 names.

A reader counts, and adds up. The count and the list are translated apart, so one may change without the other; an item lost in a
long list of names is hardly seen, nor a digit in a table whose last row says 合计. Each language is held against itself, and where
both enumerate, the one's count against the other's; both places are named.

>>> on("The three conditions:\\n\\n- one\\n- two\\n- three", "以下三项条件：\\n\\n- 甲\\n- 乙\\n- 丙")
>>> on("The three conditions:\\n\\n- one\\n- two\\n- three", "以下三项条件：\\n\\n- 甲\\n- 乙")
counts (major): "三" is stated; 2 follow

>>> on("It has three pillars: safety, security and trust.", "它有三大支柱：安全与信任。")
counts (major): "三" is stated; 2 follow, and 3 in the original

Does not catch a count that stands far from its list, nor a total of percentages, which round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from ..mentions import Reading, readings
from ..mentions.announced import announced
from ..mentions.enumerations import enumerations
from ..mentions.report import visible
from ..mentions.totals import Sum, wrong_totals
from ..model import Bead, Bilingual, Bitext, Collation, Document, Finding, Kind, Place, Segment, Severity
from . import check

LEADS = re.compile(r"[：:]\s*$")  # three conditions:
FOLLOWING = re.compile(r"\b(?:following|below)\b|以下|下列|如下", re.IGNORECASE)
ANNOUNCES = ("：", ":", "（", "(", "——", "即", "分别")  # what a list in the same sentence begins with
BRACKETED = re.compile(r"[（(]\s?(\d{1,3})\s?(?:个|名|项|条|国)?\s?[）)]\s*$")  # Current members (44)
LEAST = 3  # members of a list that a count in the same sentence announces
NEAR = 5  # an enumeration that differs from the count by more than a fifth counts something else


class Stated(NamedTuple):
    """Hold a stated count, how many things follow it, and where they stand."""

    at: Place
    value: int
    number: int
    places: tuple[Place, ...]


@check(type="numbers", mqm="accuracy/mistranslation", severity=Severity.MAJOR)
def counts(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each count that its list contradicts, each total that its rows do, and counts at odds across languages."""
    bitext = collation.bitext
    if bitext.whole:
        yield from _of_documents(bitext)
    for bead in bitext.beads:
        if len(bead.source) == len(bead.target) == 1 and any(map(bead.target[0].text.__contains__, ANNOUNCES)):
            yield from _fallen_short(bead.source[0], bead.target[0], bead)


def _of_documents(bitext: Bitext) -> Iterator[Finding]:
    where = {id(s): b for b in bitext.beads for s in (*b.source, *b.target, *b.twins)}
    fitting: dict[int, Stated] = {}
    for document in (*bitext.originals, bitext.translation):
        target = document is bitext.translation
        for stated in _stated(document):
            if stated.value == stated.number:
                fitting.setdefault(id(stated.at.segment), stated)
            else:
                yield _finding(stated, target, where.get(id(stated.at.segment)))
        for wrong in wrong_totals(document.segments, document.locale):
            yield _wrong_total(wrong, target, where.get(id(wrong.stated.segment)))
    for bead in bitext.beads:
        here = [f for s in (*bead.source, *bead.twins) if (f := fitting.get(id(s)))]
        there = [f for s in bead.target if (f := fitting.get(id(s)))]
        if here and there and not {f.value for f in here} & {f.value for f in there}:
            yield _at_odds(here[0], there[0], bead)


def _fallen_short(source: Segment, target: Segment, bead: Bead) -> Iterator[Finding]:
    """Find a count that both sides state, and that only the original's list in the same sentence fits."""
    here = {_whole(r): r for r in readings(visible(source), "en") if _is_count(r)}
    for r in readings(visible(target), "zh") if here else ():
        n = _whole(r) if _is_count(r) else 0
        if n < LEAST or n not in here:
            continue
        ours = announced(source.text, "en", here[n].mention.span[1])
        theirs = announced(target.text, "zh", r.mention.span[1]) if ours and n in ours[1] else None
        if ours and theirs and n not in theirs[1] and all(_near(n, m) for m in theirs[1]):
            said, number = target.text[slice(*r.mention.span)], min(theirs[1])
            message = Bilingual(
                f'"{said}" is stated; {number} follow, and {n} in the original', f"文中称“{said}”，其后实为 {number} 项，原文列出 {n} 项"
            )
            yield Finding(message, Place(source, *ours[0]), Place(target, r.mention.span[0], theirs[0][1]), bead=bead)


def _stated(document: Document) -> Iterator[Stated]:
    segments = document.segments
    for n, segment in enumerate(segments):
        heading = segment.kind is Kind.HEADING
        stated = [r for r in readings(segment.text, document.locale) if _is_count(r) and (heading or not _is_marker(segment.text, r))]
        if not stated:
            continue
        after = _list_after(segments, n)
        if after and (LEADS.search(segment.text) or FOLLOWING.search(segment.text)):
            count = stated[-1]
            yield Stated(_place(segment, count), _whole(count), len(after), tuple(Place.whole(s) for s in after))
            continue
        yield from _enumerated(segments, n, stated, document.locale)


def _whole(r: Reading) -> int:
    return int(Fraction(r.mention.value))


def _is_marker(text: str, r: Reading) -> bool:
    """Tell whether a number only marks a point of a list: (5)."""
    start, end = r.mention.span
    return text[end : end + 1] in (")", "）") and text[start:end].isdigit()


def _is_count(r: Reading) -> bool:
    m = r.mention
    return (
        m.kind == "quantity"
        and not m.unit
        and m.bound == "exact"
        and isinstance(m.value, Fraction)
        and m.value.denominator == 1
        and 2 <= m.value.numerator <= 300
    )


def _place(segment: Segment, r: Reading) -> Place:
    return Place(segment, *r.mention.span)


def _list_after(segments: Sequence[Segment], n: int) -> list[Segment]:
    """Return the first segments of the top items of the list that follows a segment."""
    rest = segments[n + 1 :]
    if not rest or not rest[0].group or rest[0].kind is not Kind.ITEM or segments[n].group == rest[0].group:
        return []
    items: dict[tuple[int, ...], Segment] = {}
    for s in rest:
        if s.group != rest[0].group:
            break
        if len(s.index) == len(rest[0].index):
            items.setdefault(s.index, s)
    return list(items.values())


def _enumerated(segments: Sequence[Segment], n: int, stated: list[Reading], locale: str) -> Iterator[Stated]:
    """Tie a count to the enumeration in its own segment, or in the next one where a heading or a colon announces it."""
    segment = segments[n]
    announced = (segment.kind is Kind.HEADING and BRACKETED.search(segment.text)) or LEADS.search(segment.text)
    places = [segment, *(segments[n + 1 : n + 2])]
    for where in places:
        if where is not segment and not announced and not _same_noun(segment, where):
            continue
        for found in enumerations(where.text, locale):
            number = len(found.items)
            count = next((r for r in reversed(stated) if _near(_whole(r), number)), None)
            if found.open or count is None or number < 4:
                continue
            if where is segment and found.span[0] < count.mention.span[0]:
                continue
            yield Stated(_place(segment, count), _whole(count), number, (Place(where, *found.span),))
            return


def _same_noun(a: Segment, b: Segment) -> bool:
    return a.block == b.block and (("成员" in a.text and "成员" in b.text) or ("members" in a.text and "members" in b.text))


def _near(count: int, number: int) -> bool:
    return abs(count - number) <= max(1, count // NEAR)


def _finding(stated: Stated, target: bool, bead: Bead | None) -> Finding:
    count, number = stated.at, stated.number
    message = Bilingual(f'"{count.text}" is stated; {number} follow', f"文中称“{count.text}”，其后实为 {number} 项")
    return _placed(message, count, stated.places, target, bead)


def _wrong_total(wrong: Sum, target: bool, bead: Bead | None) -> Finding:
    come = f"{int(wrong.sum):,}" if wrong.sum.denominator == 1 else f"{float(wrong.sum):,}"
    text = wrong.stated.text
    message = Bilingual(f'the total is "{text}"; the rows above or below come to {come}', f"合计为“{text}”，各行之和为 {come}")
    return _placed(message, wrong.stated, wrong.cells, target, bead)


def _placed(message: Bilingual, at: Place, related: tuple[Place, ...], target: bool, bead: Bead | None) -> Finding:
    severity = None if target else Severity.MINOR
    return Finding(message, None if target else at, at if target else None, related=related, severity=severity, bead=bead)


def _at_odds(here: Stated, there: Stated, bead: Bead) -> Finding:
    message = Bilingual(
        f'"{there.at.text}" is stated and {there.number} follow; the original has "{here.at.text}" and {here.number}',
        f"译文称“{there.at.text}”并列出 {there.number} 项；原文称“{here.at.text}”并列出 {here.number} 项",
    )
    return Finding(message, here.at, there.at, related=(*here.places, *there.places), bead=bead)
