"""Find passages that further originals share with the one that was translated: they are covered, not omitted.

Two sentences are twins where they are alike as wholes, or where one repeats the numbers and names of a part of the other: *The
partnership has 44 members* beside *It has 44 members, namely ...*, whose *it* the sentence before explains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..model import Bead, Kind, Segment, join
from .search import Floats
from .sides import Reader

MEANING = 0.72  # cosine of two English texts from which they may say the same
OVERLAP = 0.5  # share of the shorter text's words that the other has
STATED = 0.75  # share of a sentence's words that the other and the one before it must have where its numbers and names are there
NAME = re.compile(r"(?<=[a-z0-9,;’'”)] )(?:the )?[\W_]?([A-Z][\w’'-]+)")  # in Montreal, of the OECD


def with_twins(beads: Sequence[Bead], reader: Reader) -> list[Bead]:
    """Give unmatched source segments to the bead whose source, from another original, says the same."""
    tied = [n for n, bead in enumerate(beads) if bead.source and bead.target]
    alone = [(n, s) for n, bead in enumerate(beads) if bead.source and not bead.target for s in bead.source if s.kind is not Kind.FRONT]
    if not tied or not alone or len({beads[n].source[0].path for n in tied} | {s.path for _, s in alone}) < 2:
        return list(beads)
    texts = [join(beads[n].source, "en") for n in tied]
    alike = _alike([s.text for _, s in alone], texts, reader)
    stated = _stated([s.text for _, s in alone], texts, _before(beads, tied), reader)
    alike = np.where(alike > 0, alike, stated)
    for at, (_, segment) in enumerate(alone):
        other = [beads[n].source[0].path != segment.path and beads[n].source[0].kind is segment.kind for n in tied]
        alike[at, ~np.array(other)] = 0.0
    out: list[Bead | None] = list(beads)
    for at, (n, segment) in enumerate(alone):
        best = int(alike[at].argmax())
        if alike[at, best] > 0:
            host, lone = out[tied[best]], out[n]
            assert host is not None
            assert lone is not None
            out[tied[best]] = replace(host, twins=(*host.twins, segment))
            rest: tuple[Segment, ...] = tuple(s for s in lone.source if s is not segment)
            out[n] = replace(lone, source=rest) if rest else None
    return [bead for bead in out if bead is not None]


def _alike(some: Sequence[str], others: Sequence[str], reader: Reader) -> Floats:
    """Return how alike two English texts are, 0 where they do not say the same."""
    keys = [[frozenset(k for k in reader.lexicon.of_english(text) if k[0] not in "#@") for text in texts] for texts in (some, others)]
    overlap = np.array([[len(x & y) / max(1, min(len(x), len(y))) * (len(x & y) >= min(2, len(x))) for y in keys[1]] for x in keys[0]])
    balance = np.array([[min(len(x), len(y)) / max(1, len(x), len(y)) for y in keys[1]] for x in keys[0]])
    meaning = np.ones_like(overlap)
    if reader.encoder is not None:
        meaning = reader.encoder(list(some)) @ reader.encoder(list(others)).T
    return np.asarray(np.where((overlap >= OVERLAP) & (balance >= OVERLAP) & (meaning >= MEANING), overlap + meaning, 0.0), np.float32)


def _before(beads: Sequence[Bead], tied: Sequence[int]) -> list[str]:
    """Return for each tied bead the sentence that stands before its source in the same paragraph, empty at its beginning."""
    last: dict[tuple[str, str], str] = {}
    before: dict[tuple[str, str], str] = {}
    for s in sorted((s for bead in beads for s in bead.source), key=lambda s: (s.path, s.line, s.column)):
        before[s.path, s.id] = last.get((s.path, s.block), "")
        last[s.path, s.block] = s.text
    return [before[beads[n].source[0].path, beads[n].source[0].id] for n in tied]


def _stated(some: Sequence[str], others: Sequence[str], before: Sequence[str], reader: Reader) -> Floats:
    """Return which texts state, as a part of what they say, all numbers and names of a shorter one: 0, or the shared words."""
    keys = [[frozenset(reader.lexicon.of_english(text)) for text in texts] for texts in (others, before)]
    out = np.zeros((len(some), len(others)), np.float32)
    for at, text in enumerate(some):
        own = reader.lexicon.of_english(text)
        numbers = {k for k in own if k[0] == "#"}
        words = {k for k in own if k[0] not in "#@&"}
        names = {m[1].casefold() for m in NAME.finditer(text)}
        for n, (here, ahead) in enumerate(zip(*keys, strict=True)) if numbers else ():
            shared = len(words & (here | ahead))
            named = all(name in f"{before[n]} {others[n]}".casefold() for name in names)
            if numbers <= here and named and len(words & here) > 1 and shared >= STATED * len(words):
                out[at, n] = shared / len(words)
    return out
