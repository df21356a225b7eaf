"""Align a work: find where each passage comes from, then tie blocks, then the sentences inside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..language import lexicon
from ..language.encoder import load
from ..model import Bead, Bitext, Decisions, Document, Glossary, Kind, Segment, Settings, Span, Work, digest, join
from .blocks import FREE, Block, Key, blocks, marks, union
from .confirmed import confirmed_beads
from .field import Level
from .heads import with_heads
from .languages import check_languages
from .monotone import Texts, link, link_sentences
from .order import moved, origins
from .rough import likeness
from .sides import Reader
from .twins import with_twins
from .words import Marks

VAST = 2500  # blocks that are looked for one by one, wherever they may come from


@dataclass(frozen=True, slots=True)
class Run:
    """Hold a passage of the translation and the passage of one original that it renders, each in its order."""

    source: tuple[Block, ...]
    target: tuple[Block, ...]


def align_work(work: Work, glossary: Glossary, settings: Settings, decisions: Decisions) -> Bitext:
    """Return the work's documents with the beads that tie them; every segment stands in exactly one.

    Raises SourceError where a text is not in the language that it should be in.
    """
    originals, translation = [o.document for o in work.originals], work.translation.document
    check_languages(originals, translation)
    reader = Reader(load(settings.encoder), lexicon.load(glossary))
    fixed, dropped = confirmed_beads(originals, translation, decisions.beads)
    anchors = {(s.path, s.id): n for n, bead in enumerate(fixed) for s in (*bead.source, *bead.target)}
    lone = {n for n, bead in enumerate(fixed) if not (bead.source and bead.target)}
    sources = [b for n, d in enumerate(originals) for b in blocks(d, n, anchors) if b.anchor not in lone]
    targets = [b for b in blocks(translation, -1, anchors) if b.anchor not in lone]
    level: Level | None = None if all(b.kind is Kind.PARAGRAPH and len(b.segments) == 1 for b in (*sources, *targets)) else "paragraphs"
    found = tied([piece for run in runs(sources, targets, reader) for piece in between(run)], reader, level)
    front = [s for s in translation.segments if s.kind is Kind.FRONT and (s.path, s.id) not in anchors]
    found = with_twins(with_heads(apart(found), originals, front, reader), reader)
    beads = moved(_in_order([*fixed, *found], originals, translation), originals)
    return Bitext(tuple(originals), translation, _named(beads, translation.locale), dropped=dropped)


def runs(sources: Sequence[Block], targets: Sequence[Block], reader: Reader) -> list[Run]:
    """Cut the translation into passages that each follow one original; every block is in exactly one.

    In a vast work, blocks that stand together are looked for together.
    """
    if not sources or not targets:
        return [Run(tuple(sources), tuple(targets))]
    size = -(-max(len(sources), len(targets)) // VAST)
    left, right = grouped(sources, size), grouped(targets, size)
    passage, owner = _placed([union(g) for g in left], [union(g) for g in right], reader)
    return [
        Run(
            tuple(b for group, n in zip(left, owner, strict=True) if n == number for b in group),
            tuple(b for group, n in zip(right, passage, strict=True) if n == number for b in group),
        )
        for number in sorted({*passage, *owner})
    ]


def grouped(those: Sequence[Block], size: int) -> list[list[Block]]:
    """Put up to `size` blocks that follow each other into one group; a heading and a block that a person tied begin a new one."""
    out: list[list[Block]] = []
    for block in those:
        last = out[-1] if out else []
        joins = last and len(last) < size and block.kind is not Kind.HEADING and block.document == last[0].document
        if joins and block.anchor == last[0].anchor == FREE:
            last.append(block)
        else:
            out.append([block])
    return out


def _placed(sources: Sequence[Block], targets: Sequence[Block], reader: Reader) -> tuple[list[int], list[int]]:
    """Return for each target block the number of its passage, and for each source block that of the passage that it goes with."""
    alike = likeness([b.text for b in sources], [b.text for b in targets], reader, _marks(sources, targets)).T
    kinds = [np.array([b.kind.value if b.single else "" for b in side]) for side in (targets, sources)]
    anchors = [np.array([b.anchor for b in side]) for side in (targets, sources)]
    alike_kinds = (kinds[0][:, None] == kinds[1]) | (kinds[0][:, None] == "") | (kinds[1] == "")
    may = alike_kinds & (anchors[0][:, None] == anchors[1])
    confirmed = (anchors[0][:, None] == anchors[1]) & (anchors[1] != FREE)
    origin = origins(np.where(confirmed, 1.0, np.where(may, alike, -1.0)).astype(np.float32), [b.document for b in sources])
    passage = _passages(targets, origin, sources)
    claimed = {at: n for n, at in zip(passage, origin, strict=True) if at is not None}
    tied = {t.anchor: n for t, n in zip(targets, passage, strict=True) if t.anchor != FREE}
    return passage, _owners(sources, claimed | {n: tied[b.anchor] for n, b in enumerate(sources) if b.anchor != FREE})


def _passages(targets: Sequence[Block], origin: Sequence[int | None], sources: Sequence[Block]) -> list[int]:
    """Number the passages: a new one begins where the translation goes back, or to another original, with its headings."""
    passage: list[int] = []
    last: int | None = None
    for at in origin:
        new = at is not None and last is not None and (at < last or sources[at].document != sources[last].document)
        passage.append((passage[-1] if passage else 0) + new)
        if new:
            back = len(passage) - 2
            while back >= 0 and origin[back] is None and targets[back].kind is Kind.HEADING:
                passage[back] = passage[-1]
                back -= 1
        last = last if at is None else at
    return passage


def _owners(sources: Sequence[Block], claimed: dict[int, int]) -> list[int]:
    """Give each source block to the passage that claims it, and the others to that of the block before (or after) them."""
    owner: list[int | None] = [claimed.get(n) for n in range(len(sources))]
    for n in range(len(sources) - 2, -1, -1):  # a heading goes with what stands under it
        if owner[n] is None and sources[n].kind is Kind.HEADING and sources[n].document == sources[n + 1].document:
            owner[n] = owner[n + 1]
    for order in (range(len(sources)), range(len(sources) - 1, -1, -1)):
        near: int | None = None
        document = None
        for n in order:
            if sources[n].document != document:
                near, document = None, sources[n].document
            if owner[n] is None:
                owner[n] = near
            near = owner[n]
    return [-1 - sources[n].document if number is None else number for n, number in enumerate(owner)]


def apart(beads: Sequence[Bead]) -> list[Bead]:
    """Part headings that were tied although nothing under the one is tied to anything under the other, both having text."""
    under: dict[Key, set[Key]] = {}  # what the segments under a heading are tied to
    for bead in beads:
        for mine, other in ((bead.source, bead.target), (bead.target, bead.source)):
            for s in mine:
                if s.section and s.kind is not Kind.FRONT:
                    found = under.setdefault((s.path, s.section), set())
                    found.update((o.path, o.section) for o in other)
    out: list[Bead] = []
    for bead in beads:
        if bead.source and bead.target and bead.source[0].kind is Kind.HEADING:
            texts = [under.get((s.path, s.id)) for s in (*bead.source, *bead.target)]
            headings = {(s.path, s.id) for s in bead.target}
            if None not in texts and not any(headings & (found or set()) for found in texts):
                out += [replace(bead, target=()), replace(bead, source=())]
                continue
        out.append(bead)
    return out


def between(run: Run) -> Iterator[Run]:
    """Yield what stands before, between and after the blocks that people tied: nothing else may cross them.

    One that stands across an earlier one, as a moved passage may, parts nothing; its blocks are only left out.
    """
    i = j = 0
    for anchor in dict.fromkeys(b.anchor for b in run.target if b.anchor != FREE):
        left, right = ([n for n, b in enumerate(side) if b.anchor == anchor] for side in (run.source, run.target))
        if left and left[0] >= i and right[0] >= j:
            yield _free(run, (i, left[0]), (j, right[0]))
            i, j = left[-1] + 1, right[-1] + 1
    yield _free(run, (i, len(run.source)), (j, len(run.target)))


def _free(run: Run, source: Span, target: Span) -> Run:
    left, right = run.source[slice(*source)], run.target[slice(*target)]
    return Run(tuple(b for b in left if b.anchor == FREE), tuple(b for b in right if b.anchor == FREE))


def _marks(source: Sequence[Block], target: Sequence[Block]) -> Marks:
    return [b.marks for b in source], [b.marks for b in target]


def tied(those: Sequence[Run], reader: Reader, level: Level | None) -> list[Bead]:
    """Tie the blocks of each run, then the sentences inside the blocks that were tied; those of all runs together."""
    pairs = [pair for run in those for pair in _blocks_tied(run, reader, level)]
    inner = [n for n, (source, target, _, whole) in enumerate(pairs) if source and target and not whole]
    texts = [Texts([s.text for s in pairs[n][0]], [s.text for s in pairs[n][1]], None, _marks_inside(*pairs[n][:2])) for n in inner]
    inside = dict(zip(inner, link_sentences(texts, reader), strict=True))
    out = []
    for n, (source, target, score, _) in enumerate(pairs):
        if n not in inside:
            out.append(Bead("", source, target, score))
        for left, right, share in inside.get(n, ()):
            out.append(Bead("", tuple(source[k] for k in left), tuple(target[k] for k in right), score * share))
    return out


def _blocks_tied(run: Run, reader: Reader, level: Level | None) -> Iterator[tuple[tuple[Segment, ...], tuple[Segment, ...], float, bool]]:
    """Yield the segments of the run's blocks that were tied, how surely, and whether each block is one segment."""
    kinds = [b.kind.value for b in run.source], [b.kind.value for b in run.target]
    texts = [b.text for b in run.source], [b.text for b in run.target]
    for left, right, score in link(*texts, reader, kinds, level, _marks(run.source, run.target)):
        source = tuple(s for n in left for s in run.source[n].segments)
        target = tuple(s for n in right for s in run.target[n].segments)
        yield source, target, score, (len(source), len(target)) == (len(left), len(right))


def _marks_inside(source: Sequence[Segment], target: Sequence[Segment]) -> Marks:
    return [marks([s]) for s in source], [marks([s]) for s in target]


def _in_order(beads: Sequence[Bead], originals: Sequence[Document], translation: Document) -> list[Bead]:
    """Sort by the translation; a bead without a target follows that of the text before it in its original."""
    place: dict[Key, float] = {(s.path, s.id): float(n) for n, s in enumerate(translation.segments)}
    tied: dict[Key, float] = {}
    for bead in beads:
        for s in bead.source:
            if bead.target:
                tied[s.path, s.id] = max(place[t.path, t.id] for t in bead.target)
    for document in originals:
        at = min((tied[s.path, s.id] for s in document.segments if (s.path, s.id) in tied), default=float(len(place))) - 0.5
        for s in document.segments:
            at = tied.get((s.path, s.id), at)
            place[s.path, s.id] = at
    rank = {(s.path, s.id): n for n, s in enumerate(s for d in originals for s in d.segments)}

    def key(bead: Bead) -> tuple[float, int, int]:
        if bead.target:
            return (min(place[s.path, s.id] for s in bead.target), 0, 0)
        return (place[bead.source[0].path, bead.source[0].id], 1, rank[bead.source[0].path, bead.source[0].id])

    return sorted(beads, key=key)


def _named(beads: Sequence[Bead], locale: str) -> tuple[Bead, ...]:
    """Give ids that depend on the texts and the rank among equals only."""
    seen: Counter[tuple[str, str]] = Counter()
    out = []
    for bead in beads:
        texts = join(bead.source, "en"), join(bead.target, locale)
        out.append(replace(bead, id=digest(*texts, rank=seen[texts])))
        seen[texts] += 1
    return tuple(out)
