"""Train the weights of the field over beads: `python -m pipeline.align.train BLOCKS.jsonl`.

BLOCKS holds one document a line: `id`, `set`, `blocks` (a list of [English, Chinese], all paired). Units are dropped on either
side and neighbours merged at random, at several rates, and the weights are those that make the true beads most likely (L2
penalty, L-BFGS). Only every second document of a set, in order of the ids, is used: the others show whether it carries over.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from ..language import lexicon
from ..language.encoder import load
from .features import GROUPS, SIZE, Table, add_halves, scores
from .field import FILE, Weights, table_of
from .search import TYPES, Floats, posteriors
from .sides import Reader, side

RATES = ((0.01, 0.03), (0.03, 0.08), (0.06, 0.08), (0.06, 0.08))  # dropped, merged; of each side
DRAWS = {"policy": 3, "tech": 1}  # rounds of all rates; there are fewer policy documents
PENALTY = 0.5
Beads = list[tuple[int, int]]  # how many units of either side each bead takes
Vector = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def perturb(blocks: Sequence[tuple[str, str]], draw: random.Random, drop: float, merge: float) -> tuple[list[str], list[str], Beads]:
    """Drop units and merge neighbours of either side at these rates; return both sides and the true beads."""
    source: list[str] = []
    target: list[str] = []
    beads: Beads = []
    n = 0
    while n < len(blocks):
        en, zh = blocks[n]
        chance = draw.random()
        if chance < drop:
            source.append(en)
            beads.append((1, 0))
        elif chance < 2 * drop:
            target.append(zh)
            beads.append((0, 1))
        elif chance < 2 * drop + 2 * merge and n + 1 < len(blocks):
            n += 1
            more_en, more_zh = blocks[n]
            if chance < 2 * drop + merge:
                source += [en, more_en]
                target.append(zh + more_zh)
                beads.append((2, 1))
            else:
                source.append(f"{en} {more_en}")
                target += [zh, more_zh]
                beads.append((1, 2))
        else:
            source.append(en)
            target.append(zh)
            beads.append((1, 1))
        n += 1
    return source, target, beads


def minimise(objective: Callable[[Vector], tuple[float, Vector]], start: Vector, rounds: int = 80, memory: int = 10) -> Vector:
    """Return where the objective (value and gradient) is least: limited-memory BFGS with a halving line search."""
    x = start
    value, slope = objective(x)
    steps: list[tuple[Vector, Vector]] = []
    for _ in range(rounds):
        way = slope.copy()
        kept = []
        for s, y in reversed(steps):
            factor = (s @ way) / (s @ y)
            way -= factor * y
            kept.append(factor)
        if steps:
            s, y = steps[-1]
            way *= (s @ y) / (y @ y)
        for (s, y), factor in zip(steps, reversed(kept), strict=True):
            way += s * (factor - (y @ way) / (s @ y))
        size = 1.0 if steps else min(1.0, 1 / np.abs(slope).sum())
        while True:
            new = x - size * way
            new_value, new_slope = objective(new)
            if new_value <= value - 1e-4 * size * (way @ slope) or size < 1e-6:
                break
            size /= 2
        if (new - x) @ (new_slope - slope) > 1e-12:
            steps = [*steps[1 - memory :], (new - x, new_slope - slope)]
        done = abs(value - new_value) < 1e-6
        x, value, slope = new, new_value, new_slope
        if done:
            break
    return x


def fit(tables: Sequence[Table], golds: Sequence[list[tuple[int, int]]]) -> Floats:
    """Return the weights that make the true beads (type, row of the table) most likely."""
    seen = np.zeros((3, SIZE))
    count = sum(len(gold) for gold in golds)
    for table, gold in zip(tables, golds, strict=True):
        for t, n in gold:
            seen[GROUPS[t]] += table.values[t][n]

    def objective(flat: Vector) -> tuple[float, Vector]:
        weights = flat.reshape(3, SIZE)
        loss, slope = 0.0, -seen
        for table, gold in zip(tables, golds, strict=True):
            values = scores(table, weights.astype(np.float32))
            total, shares = posteriors(table.band, values)
            laid, parts = values.reshape(len(TYPES), -1), shares.reshape(len(TYPES), -1)
            loss += total - sum(float(laid[t, table.places[t][n]]) for t, n in gold)
            for t, places in enumerate(table.places):
                slope[GROUPS[t]] += parts[t, places] @ table.values[t]
        return (loss + PENALTY / 2 * float((flat**2).sum())) / count, (slope + PENALTY * weights).ravel() / count

    return np.asarray(minimise(objective, np.zeros(3 * SIZE)).reshape(3, SIZE), np.float32)


def true_beads(table: Table, beads: Beads) -> list[tuple[int, int]] | None:
    """Return the true beads as (type, row of the table), or None where the band does not hold them."""
    i = j = 0
    out = []
    for a, b in beads:
        i, j = i + a, j + b
        t = TYPES.index((a, b))
        k = i - table.band.first[i + j]
        if not 0 <= k < table.band.width:
            return None
        out.append((t, int(np.searchsorted(table.places[t], (i + j) * table.band.width + k))))
    return out


def chosen(lines: Sequence[dict[str, Any]], half: int = 0) -> list[dict[str, Any]]:
    """Return every second document of each set, in order of the ids."""
    ordered = sorted(lines, key=lambda d: (d["set"], d["id"]))
    return [d for _, group in groupby(ordered, key=lambda d: d["set"]) for n, d in enumerate(group) if n % 2 == half]


def train(documents: Sequence[dict[str, Any]], reader: Reader) -> Weights:
    """Train on these documents, perturbed."""
    draw = random.Random(20)  # noqa: S311 - reproducible draws, no secrets
    tables, golds, sides = [], [], []
    for document in documents:
        blocks = [(en, zh) for en, zh in document["blocks"]]
        for drop, merge in RATES * DRAWS[document["set"]]:
            source, target, beads = perturb(blocks, draw, drop, merge)
            if len(source) < 3 or len(target) < 3:
                continue
            both = side(source, "en", reader), side(target, "zh", reader)
            table = table_of(*both, reader.lexicon)
            gold = true_beads(table, beads)
            if gold is not None:
                tables.append(table)
                golds.append(gold)
                sides.append(both)
    first = fit(tables, golds)
    if reader.encoder is None:
        return Weights(first, first)
    for table, both in zip(tables, sides, strict=True):
        add_halves(table, *both, posteriors(table.band, scores(table, first))[1], reader.encoder)
    return Weights(first, fit(tables, golds))


def main(path: str) -> None:
    """Train with and without the encoder and write the weights beside this file."""
    lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    documents = chosen(lines)
    out: dict[str, Any] = {
        "trained on": "every second document of a set, by id, with units dropped and merged at random",
        "documents": [d["id"] for d in documents],
        "rates": RATES,
    }
    for name in ("use", "lexical"):
        weights = train(documents, Reader(load(name), lexicon.load()))
        out[name] = {"first": weights.first.round(4).tolist(), "final": weights.final.round(4).tolist(), "null": weights.null}
    FILE.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
