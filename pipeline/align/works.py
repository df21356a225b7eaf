"""Align a work: find where each passage comes from, then tie blocks, then the sentences inside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..language import lexicon
from ..language.encoder import load
from ..model import Bead, Bitext, ConfirmedBead, Decisions, Document, Glossary, Kind, Segment, Settings, Work, digest, join
from .blocks import Block, blocks
from .monotone import link
from .order import moved, origins
from .rough import likeness
from .sides import Reader
from .twins import with_twins

VAST = 2500  # blocks from which a work of one original is searched in its order only
Key = tuple[str, str]  # a segment's path and id


@dataclass(frozen=True, slots=True)
class Run:
    """Hold a passage of the translation and the passage of one original that it renders, each in its order."""

    source: tuple[Block, ...]
    target: tuple[Block, ...]


def align_work(work: Work, glossary: Glossary, settings: Settings, decisions: Decisions) -> Bitext:
    """Return the work's documents with the beads that tie them; every segment stands in exactly one."""
    reader = Reader(load(settings.encoder), lexicon.load(glossary))
    originals, translation = [o.document for o in work.originals], work.translation.document
    fixed = confirmed_beads(originals, translation, decisions.beads)
    taken = frozenset((s.path, s.id) for bead in fixed for s in (*bead.source, *bead.target))
    sources = [b for n, document in enumerate(originals) for b in blocks(document, n, taken)]
    targets = blocks(translation, -1, taken)
    found = [bead for run in runs(sources, targets, reader) for bead in _tie(run, reader)]
    front = [
        Bead("", () if document is translation else (s,), (s,) if document is translation else ())
        for document in (*originals, translation)
        for s in document.segments
        if s.kind is Kind.FRONT and (s.path, s.id) not in taken
    ]
    found = with_twins(apart(found), reader)
    beads = moved(_in_order([*fixed, *found, *front], originals, translation), originals)
    return Bitext(tuple(originals), translation, _named(beads, translation.locale))


def confirmed_beads(originals: Sequence[Document], translation: Document, decided: Sequence[ConfirmedBead]) -> list[Bead]:
    """Return the beads that people tied, without those whose segments are no longer there or are tied twice.

    A reference `path#id` names a segment or a whole block.
    """
    where: dict[str, list[Segment]] = {}
    for document in (*originals, translation):
        for s in document.segments:
            for name in dict.fromkeys((s.id, s.block)):
                where.setdefault(f"{document.path}#{name}", []).append(s)
    used: set[Key] = set()
    found = []
    for each in decided:
        sides = [[s for name in names for s in where.get(name, ())] for names in (each.source, each.target)]
        known = all(name in where for name in (*each.source, *each.target))
        keys = [(s.path, s.id) for side in sides for s in side]
        if known and keys and len(set(keys)) == len(keys) and not used.intersection(keys):
            used.update(keys)
            found.append(Bead("", tuple(sides[0]), tuple(sides[1]), 1.0, "confirmed"))
    return found


def runs(sources: Sequence[Block], targets: Sequence[Block], reader: Reader) -> list[Run]:
    """Cut the translation into passages that each follow one original; every block is in exactly one."""
    if not sources or not targets:
        return [Run(tuple(sources), tuple(targets))]
    if len({b.document for b in sources}) == 1 and max(len(sources), len(targets)) > VAST:
        return [Run(tuple(sources), tuple(targets))]
    alike = likeness([b.text for b in sources], [b.text for b in targets], reader).T
    kinds = [np.array([b.kind.value for b in side]) for side in (targets, sources)]
    same = kinds[0][:, None] == kinds[1]
    origin = origins(np.where(same, alike, -1.0).astype(np.float32), [b.document for b in sources])
    passage = _passages(targets, origin, sources)
    owner = _owners(sources, {at: n for n, at in zip(passage, origin, strict=True) if at is not None})
    return [
        Run(
            tuple(b for b, n in zip(sources, owner, strict=True) if n == number),
            tuple(b for b, n in zip(targets, passage, strict=True) if n == number),
        )
        for number in sorted({*passage, *owner})
    ]


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


def _tie(run: Run, reader: Reader) -> list[Bead]:
    kinds = [b.kind.value for b in run.source], [b.kind.value for b in run.target]
    out = []
    for left, right, score in link([b.text for b in run.source], [b.text for b in run.target], reader, kinds, "paragraphs"):
        source = [s for n in left for s in run.source[n].segments]
        target = [s for n in right for s in run.target[n].segments]
        if not source or not target or len(source) == len(target) == 1:
            out.append(Bead("", tuple(source), tuple(target), score))
            continue
        for inner_left, inner_right, inner in link([s.text for s in source], [s.text for s in target], reader, level="sentences"):
            out.append(Bead("", tuple(source[n] for n in inner_left), tuple(target[n] for n in inner_right), score * inner))
    return out


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
