"""Shape a verification for the page: rows of beads in reading order, in sections, with the cards of their issues."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from markupsafe import Markup

from ..model import Bead, Bilingual, Collation, Issue, Kind, Place, Segment, Severity, Verification
from .marking import Spot, change, marked
from .phrases import label
from .position import at_of
from .shifts import Shift, shift_of

# Below this confidence the page says how sure the aligner is.
DOUBTFUL = 0.5
# Rows of a section are laid out in chunks, so that a browser need not lay out what is not on the screen.
CHUNK = 24

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one segment as it is shown. `anchor` is its id on the page, `ref` its name in decisions (`zh-Hans.md#p9`)."""

    anchor: str
    ref: str
    path: str
    line: int
    text: Markup
    kind: str
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """Hold an issue as it is shown. `at` names its place, `anchor` leads to it; `related` are names, addresses and words."""

    issue: Issue
    type: Bilingual
    at: str
    anchor: str
    change: Markup
    related: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Hold a bead as it is shown. `first` is true where a block begins, `head` the heading's level (0: none).

    `shifts` are what changed in it since the sign-off; `stale` says that its translation renders an older original. `path` is
    the original's where it is another than in the row before.
    """

    bead: Bead
    number: int
    source: tuple[Line, ...]
    twins: tuple[Line, ...]
    target: tuple[Line, ...]
    cards: tuple[Card, ...]
    first: bool
    head: int
    path: str
    remark: Bilingual
    shifts: tuple[Shift, ...] = ()
    stale: bool = False

    @property
    def outside(self) -> bool:
        """Tell whether this is text of an original for which no translation is due."""
        return not self.bead.target and not any(s.expected for s in self.bead.source) and not self.cards


@dataclass(frozen=True, slots=True)
class Block:
    """Hold the rows of one block of text: its issues stand beside it, so that they do not tear the sentences apart."""

    rows: tuple[Row, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Return the cards of all its rows."""
        return tuple(c for r in self.rows for c in r.cards)

    @property
    def begin(self) -> int:
        """Return the number of its first row that has a card, from 1: there its cards begin."""
        return next((n for n, r in enumerate(self.rows, 1) if r.cards), 1)

    @property
    def tight(self) -> bool:
        """Tell whether it is a list item or a table cell: these stand closer together than paragraphs."""
        bead = self.rows[0].bead
        return (bead.target or bead.source)[0].kind in (Kind.ITEM, Kind.CELL)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Hold some blocks that follow each other; `height` is a guess in pixels, `outside` is true for text out of scope."""

    blocks: tuple[Block, ...]
    section: int
    height: int
    outside: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all its blocks."""
        return tuple(r for b in self.blocks for r in b.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """Hold a section's title, where it begins, and its unsettled issues by severity, gravest first."""

    number: int
    title: str
    anchor: str
    row: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Hold all that the page shows of the texts. `loose` are issues of the whole document, `shifts` what changed since the sign-off."""

    chunks: tuple[Chunk, ...]
    sections: tuple[Section, ...]
    loose: tuple[Card, ...]
    shifts: tuple[Shift, ...]
    rows: int
    anchors: dict[Key, str]

    def anchor(self, place: Place) -> str:
        """Return the id of a place's segment on the page."""
        return self.anchors.get(_key(place.segment), "texts")


def page(collation: Collation, verification: Verification) -> Page:
    """Return the rows, sections and cards of a verification."""
    beads = collation.bitext.beads
    home = {_key(s): n for n, bead in enumerate(beads) for s in (*bead.source, *bead.twins, *bead.target)}
    by_id = {bead.id: n for n, bead in reversed(list(enumerate(beads)))}
    anchors = {key: f"s{n}" for n, key in enumerate(home)}
    spots = _spots(verification.issues)
    cards: dict[int, list[Card]] = defaultdict(list)
    for issue in verification.issues:
        place = issue.target or issue.source
        row = home.get(_key(place.segment)) if place else by_id.get(issue.bead)
        cards[-1 if row is None else row].append(_card(issue, anchors))
    shifts = tuple(shift_of(c, anchors) for c in verification.changes)
    rows = list(_rows(beads, spots, anchors, cards, shifts))
    sections = tuple(_sections(rows))
    return Page(tuple(_chunks(rows, sections)), sections, tuple(cards[-1]), shifts, len(rows), anchors)


def _spots(issues: Sequence[Issue]) -> dict[Key, list[Spot]]:
    spots: dict[Key, list[Spot]] = defaultdict(list)
    for issue in issues:
        for place, related in [(issue.source, False), (issue.target, False), *((p, True) for p in issue.related)]:
            if place is not None:
                spots[_key(place.segment)].append(Spot(issue, place.start, place.end, related))
    return spots


def _rows(
    beads: Sequence[Bead],
    spots: dict[Key, list[Spot]],
    anchors: dict[Key, str],
    cards: dict[int, list[Card]],
    shifts: Sequence[Shift],
) -> Iterator[Row]:
    of_bead: dict[str, list[Shift]] = defaultdict(list)
    for shift in shifts:
        of_bead[shift.change.bead].append(shift)
    old = {_key(s) for shift in shifts for s in shift.change.stale}

    def lines(segments: Sequence[Segment]) -> tuple[Line, ...]:
        return tuple(
            Line(anchors[_key(s)], f"{s.path}#{s.id}", s.path, s.line, marked(s, spots.get(_key(s), ())), str(s.kind), s.level, _label(s))
            for s in segments
        )

    block: Key | None = None
    path = ""
    for n, bead in enumerate(beads):
        leading = (bead.target or bead.source)[0]
        here = (leading.path, leading.block or leading.id)
        head = leading.level or 1 if leading.kind is Kind.HEADING else 0
        origin = bead.source[0].path if bead.source else path
        yield Row(
            bead,
            n,
            lines(bead.source),
            lines(bead.twins),
            lines(bead.target),
            tuple(cards.get(n, ())),
            here != block,
            head,
            origin if origin != path else "",
            _remark(bead),
            tuple(of_bead.get(bead.id, ())),
            any(_key(s) in old for s in bead.target),
        )
        block, path = here, origin


def _label(segment: Segment) -> str:
    """Return what a reader sees before a segment: its own marker; a table cell's row and column."""
    if segment.kind is Kind.CELL and segment.index:
        return "·".join(map(str, segment.index))
    if segment.kind is Kind.ITEM and segment.label in ("-", "*", "+"):
        return "•"
    return segment.label


def _remark(bead: Bead) -> Bilingual:
    """Return what there is to say of the bead itself: doubtful, moved, confirmed."""
    if bead.status == "confirmed":
        return label("confirmed")
    if bead.source and bead.target and bead.score < DOUBTFUL:
        return fill("doubtful", n=str(round(bead.score * 100)))
    return label("moved") if bead.moved else Bilingual("", "")


def fill(key: str, **values: str) -> Bilingual:
    """Return a label with values in the places of its braces."""
    both = label(key)
    return Bilingual(both.en.format(**values), both.zh.format(**values))


def _card(issue: Issue, anchors: dict[Key, str]) -> Card:
    place = issue.target or issue.source
    diff = change(issue.target, issue.suggestion) if issue.target and issue.suggestion is not None else Markup("")
    related = tuple((at_of(p), _address(p, anchors), p.text) for p in issue.related)
    return Card(issue, label(issue.type), at_of(place), anchors.get(_key(place.segment), "") if place else "", diff, related)


def _address(place: Place, anchors: dict[Key, str]) -> str:
    """Return what leads to a place: on this page, or to the report of another work beside it; "" where nothing does."""
    anchor = anchors.get(_key(place.segment))
    if anchor is not None:
        return f"#{anchor}"
    up, _, rest = place.segment.path.partition("/")
    return f"../{quote(rest.partition('/')[0])}/report.html" if up == ".." else ""


def _sections(rows: Sequence[Row]) -> Iterator[Section]:
    """Yield the sections: a heading and the rows up to the next; what stands before the first heading is a section too."""
    starts = [n for n, row in enumerate(rows) if row.head and not row.outside]
    if rows and (not starts or starts[0]):
        starts.insert(0, 0)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
        bead = rows[start].bead
        title = (bead.target or bead.source)[0].text if rows[start].head and not rows[start].outside else ""
        counts = Counter(c.issue.severity for row in rows[start:end] for c in row.cards if c.issue.unsettled)
        yield Section(number, title, f"b-{rows[start].number}", start, tuple(counts[s] for s in sorted(Severity, reverse=True)))


def _chunks(rows: Sequence[Row], sections: Sequence[Section]) -> Iterator[Chunk]:
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        end = following.row if following else len(rows)
        for outside, group in groupby(rows[section.row : end], key=lambda r: r.outside):
            blocks: list[Block] = []
            for block in _blocks(list(group)):
                if not outside and sum(len(b.rows) for b in blocks) >= CHUNK:
                    yield _chunk(blocks, section, outside)
                    blocks = []
                blocks.append(block)
            yield _chunk(blocks, section, outside)


def _chunk(blocks: Sequence[Block], section: Section, outside: bool) -> Chunk:
    return Chunk(tuple(blocks), section.number, 40 if outside else sum(map(_height, blocks)), outside)


def _blocks(rows: Sequence[Row]) -> Iterator[Block]:
    starts = [n for n, row in enumerate(rows) if row.first or not n]
    yield from (Block(tuple(rows[start:end])) for start, end in zip(starts, [*starts[1:], len(rows)], strict=True))


def _height(block: Block) -> int:
    """Guess a block's height in pixels: lines of some 25 hanzi or 52 letters, cards of some 110 pixels."""
    lines = sum(
        int(max(sum(len(s.text) for s in r.bead.target) / 25, sum(len(s.text) for s in r.bead.source) / 52)) + 1 for r in block.rows
    )
    return max(lines * 29, 110 * len(block.cards)) + 16


def _key(segment: Segment) -> Key:
    return segment.path, segment.id
