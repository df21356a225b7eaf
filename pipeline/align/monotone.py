"""Tie the units of one text to those of its translation, both in their order.

Sentences and paragraphs are told apart. Sentences of a good translation follow each other one to one, and likeness beyond
that of their neighbours finds them best; paragraphs are weighed by the field (`field.py`), which sees omissions inside merges.
Long texts are first cut where both sides surely agree (`coarse.py`), so that time and memory grow with their length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

import numpy as np

from .coarse import LONG, cuts
from .features import Kinds, compare
from .field import Link, first_scores, link_units, read_off
from .search import whole
from .sides import Reader, Side, side

Level = Literal["sentences", "paragraphs"]
PARAGRAPHS = 0.12  # share of units with several sentences from which they are paragraphs
SENTENCES = {True: (-0.1, 0.02), False: (-0.2, 0.08)}  # with and without an encoder: what a lone unit scores, what a merge costs
SHARPNESS = 14.0  # turns the plain search's scores into logarithms of odds; chosen by eye, not calibrated


def link(
    source: Sequence[str], target: Sequence[str], reader: Reader, kinds: Kinds | None = None, level: Level | None = None
) -> list[Link]:
    """Return beads as indexes of both sides with their probability, in order. Beads do not mix units of unlike `kinds`."""
    last = 0  # texts that end in the same words, as they stand, are tied there at once: an address, a formula, code
    while last < min(len(source), len(target)) and source[-1 - last] == target[-1 - last]:
        last += 1
    n, m = len(source) - last, len(target) - last
    if kinds is not None:
        kinds = kinds[0][:n], kinds[1][:m]
    tail: list[Link] = [((n + k,), (m + k,), 1.0) for k in range(last)]
    return [*_link(source[:n], target[:m], reader, kinds, level), *tail]


def _link(source: Sequence[str], target: Sequence[str], reader: Reader, kinds: Kinds | None, level: Level | None) -> list[Link]:
    if not source or not target:
        return [((i,), (), 1.0) for i in range(len(source))] + [((), (j,), 1.0) for j in range(len(target))]
    if level is None:
        plain = replace(reader, encoder=None)
        level = level_of(side(source, "en", plain), side(target, "zh", plain))
    corners = [(0, 0), (len(source), len(target))]
    if max(len(source), len(target)) > LONG:
        corners = cuts(source, target, reader)
    out: list[Link] = []
    for (i, j), (k, v) in pairwise(corners):
        part = None if kinds is None else (kinds[0][i:k], kinds[1][j:v])
        inside = _piece(source[i:k], target[j:v], reader, part, level)
        out += [(tuple(i + x for x in left), tuple(j + y for y in right), score) for left, right, score in inside]
    return out


def _piece(source: Sequence[str], target: Sequence[str], reader: Reader, kinds: Kinds | None, level: Level) -> list[Link]:
    if not source or not target:
        return [((i,), (), 1.0) for i in range(len(source))] + [((), (j,), 1.0) for j in range(len(target))]
    sides = side(source, "en", reader), side(target, "zh", reader)
    return link_units(*sides, reader, kinds) if level == "paragraphs" else link_sentences(*sides, reader, kinds)


def level_of(source: Side, target: Side) -> Level:
    """Tell whether the units are sentences or paragraphs."""
    several = sum(int((np.bincount(s.owner) > 1).sum()) for s in (source, target))
    return "paragraphs" if several >= PARAGRAPHS * (len(source.texts) + len(target.texts)) else "sentences"


def link_sentences(source: Side, target: Side, reader: Reader, kinds: Kinds | None = None) -> list[Link]:
    """Return the beads of the plain search."""
    likeness, _ = compare(source, target, reader.lexicon)
    lengths = source.bytes, target.bytes * np.float32(source.bytes.sum() / target.bytes.sum())
    band = whole(len(source.texts), len(target.texts))
    skip, merge = SENTENCES[reader.encoder is not None]
    return read_off(band, first_scores(band, likeness, lengths, kinds, skip, merge) * np.float32(SHARPNESS))
