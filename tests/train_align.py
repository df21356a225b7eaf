"""Train the weights of the aligner's field: `python -m tests.train_align [HALF] [FILE]`; needs $DUIKAN_BENCH, takes some minutes.

Two sets of weights, one for units that are paragraphs and one for units that are sentences, each with the encoder and
without. They are those that make the true beads most likely (L2 penalty, L-BFGS). Trained on every second document of the
shared sets, in order of the ids, with units dropped, merged and joined at random at several rates; the other half of the
documents shows whether it carries over (`tests/bench_align.py` prints both), and HALF 1 trains on that one instead. Last, the
weights of paragraphs are scaled so that scores mean what they say in the same half.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.align.features import GROUPS, KINDS, SIZE, Table, scores
from pipeline.align.field import FILE, ONE, USUAL, Level, Weights, offset, read_off, table_of
from pipeline.align.merges import add_halves
from pipeline.align.monotone import level_of
from pipeline.align.search import LONGEST, NEVER, PAD, TYPES, Band, Floats, Integers, log_sum, posteriors
from pipeline.align.sides import Reader, Side, side
from pipeline.language import lexicon
from pipeline.language.encoder import load

from .calibration import calibration
from .support import BENCH

DATA = BENCH / "bench" / "alignment"
PARAGRAPHS = ((0.01, 0.03), (0.03, 0.08), (0.06, 0.08), (0.06, 0.08))  # dropped, merged; of each side
SENTENCES = ((0.0, 0.0), (0.005, 0.03), (0.02, 0.1), (0.04, 0.2))  # dropped, joined; of each side
ROUNDS: dict[Level, dict[str, int]] = {  # rounds of all rates; there are fewer policy documents
    "paragraphs": {"policy": 3, "tech": 1},
    "sentences": {"policy": 2, "tech": 1},
}
SWAPPED = 0.015  # share of sentences that change places with the next
PARAGRAPH, SMALL = (1, 4), (2, 8)  # spans of the pieces that some texts of sentences, of paragraphs are cut into
MERGED = 80, 1  # how often two, and three, paragraphs are merged
CUT = 1 / 3  # share of the texts that are cut: of paragraphs, besides the whole text
PENALTY = 0.5
SHARPER = tuple(n / 10 for n in range(8, 21))  # what the weights of paragraphs may be multiplied by: the penalty makes them small
RARE = 0.002  # share of dropped units that stands for none
CELLS = 8000  # diagonals of the texts of one batch, together
Span = tuple[int, int]  # how many units of either side
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draw:
    """Hold a perturbed text: both sides, and in order the spans whose beads are known; an open span holds any."""

    source: list[str]
    target: list[str]
    spans: list[tuple[Span, bool]]
    rate: float


def perturb(blocks: Sequence[tuple[str, str]], draw: random.Random, drop: float, merge: float) -> Draw:
    """Drop units and merge two or three neighbours of either side at these rates."""
    out = Draw([], [], [], drop)
    n = 0
    while n < len(blocks):
        chance = draw.random()
        count = 1
        if 2 * drop <= chance < 2 * drop + 2 * merge:
            count = min(len(blocks) - n, draw.choices((2, 3), MERGED)[0])
        en, zh = ([pair[side] for pair in blocks[n : n + count]] for side in (0, 1))
        if chance < drop:
            zh = []
        elif chance < 2 * drop:
            en = []
        elif count > 1 and chance < 2 * drop + merge:
            zh = ["".join(zh)]
        elif count > 1:
            en = [" ".join(en)]
        out.source.extend(en)
        out.target.extend(zh)
        out.spans.append(((len(en), len(zh)), False))
        n += count
    return out


def perturb_sentences(document: dict[str, Any], draw: random.Random, drop: float, joined: float) -> Draw:
    """Drop sentences, join neighbours by a comma, or swap them; a block whose sides have as many sentences holds them one to one."""
    out = Draw([], [], [], drop)
    for right, left in document["gold"]:
        en, zh = [document["en"][i] for i in left], [document["zh"][j] for j in right]
        if len(en) != len(zh):
            out.source.extend(en)
            out.target.extend(zh)
            out.spans.append(((len(en), len(zh)), True))
            continue
        part = _joined(list(zip(en, zh, strict=True)), draw, drop, joined)
        out.source.extend(part.source)
        out.target.extend(part.target)
        out.spans.extend(part.spans)
    return out


def _joined(pairs: Sequence[tuple[str, str]], draw: random.Random, drop: float, joined: float) -> Draw:
    out = Draw([], [], [], drop)
    n = 0
    while n < len(pairs):
        chance, count = draw.random(), 1
        if 2 * drop <= chance < 2 * drop + 2 * joined:
            count = min(len(pairs) - n, draw.choice((2, 2, 2, 3)))
        elif chance > 1 - SWAPPED:
            count = min(len(pairs) - n, 2)
        en, zh = ([pair[side] for pair in pairs[n : n + count]] for side in (0, 1))
        if chance < drop:
            zh = []
        elif chance < 2 * drop:
            en = []
        elif count > 1 and chance > 1 - SWAPPED:
            zh.reverse()
        elif count > 1 and chance < 2 * drop + joined:
            zh = ["，".join([*(s.rstrip("。；;.") for s in zh[:-1]), zh[-1]])]
        elif count > 1:
            en = [", ".join([*(s.rstrip(".;") for s in en[:-1]), en[-1]])]
        out.source.extend(en)
        out.target.extend(zh)
        out.spans.append(((len(en), len(zh)), False))
        n += count
    return out


# ---------------------------------------------------------------- the field


@dataclass(frozen=True, slots=True)
class Example:
    """Hold the beads of a text with what is known of the true ones: `may` marks those that are possible, flattened."""

    table: Table
    sides: tuple[Side, Side]
    may: NDArray[np.bool_]
    settled: bool
    offset: Floats  # what the rate of dropped units adds to each type's score


def example(drawn: Draw, reader: Reader, level: Level) -> Example | None:
    """Describe a text's beads; None where the band holds no true way. Of sentences, the rate of dropped ones is told."""
    if not drawn.source or not drawn.target:
        return None
    both = side(drawn.source, "en", reader), side(drawn.target, "zh", reader)
    table = table_of(*both, reader.lexicon, level)
    band = table.band
    may = np.zeros((len(TYPES), *band.rows.shape), np.bool_)
    i = j = 0
    for (a, b), inner in drawn.spans:
        for t, (x, y) in enumerate(TYPES):
            if (x, y) == (a, b) or inner:
                for k in range(i + x, i + a + 1):
                    for v in range(j + y, j + b + 1):
                        if 0 <= k - band.first[k + v] < band.width:
                            may[t, k + v, k - band.first[k + v]] = True
        i, j = i + a, j + b
    belief, _ = posteriors(band, np.where(may, 0, NEVER).astype(np.float32)[None])
    settled = not any(inner for _, inner in drawn.spans)
    rate = max(drawn.rate, RARE) if level == "sentences" else USUAL
    return Example(table, both, may.reshape(len(TYPES), -1), settled, offset(rate)) if belief[0, 0] else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold texts of like length side by side, so that one numpy operation does one diagonal of all of them.

    `features[t]` (cells, SIZE) of the beads of type t, and `places[t]` where they stand in a flattened array of the batch's
    `shape` (diagonals, types, texts, width); `starts` is as in `Band`; `ends` is where each text's last cell stands in the
    flattened table of diagonals.
    """

    features: tuple[Floats, ...]
    places: tuple[Integers, ...]
    shape: tuple[int, int, int, int]
    starts: Integers
    begins: Integers
    ends: Integers
    may: NDArray[np.bool_]
    settled: bool
    offsets: Floats


def batch(examples: Sequence[Example]) -> Batch:
    """Lay texts side by side."""
    width = examples[0].table.band.width
    wide, count = width + 2 * PAD, len(examples)
    sizes = [e.table.band.n + e.table.band.m + 1 for e in examples]
    shape = max(sizes), len(TYPES), count, width
    starts = np.zeros(shape[:3], np.int64)
    places: list[list[Integers]] = [[] for _ in TYPES]
    may = np.zeros(shape, np.bool_)
    begins, ends = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for b, (e, size) in enumerate(zip(examples, sizes, strict=True)):
        band = e.table.band
        own = np.arange(size)
        for t, (x, y) in enumerate(TYPES):
            before = own - x - y
            shift = np.clip(band.first - band.first[np.maximum(before, 0)] - x, -PAD, PAD)
            starts[:size, t, b] = ((before + LONGEST) * count + b) * wide + PAD + shift
            s, cell = np.divmod(e.table.places[t], width)
            places[t].append(((s * shape[1] + t) * count + b) * width + cell)
        may[:size, :, b] = e.may.reshape(len(TYPES), size, width).transpose(1, 0, 2)
        begins[b] = (LONGEST * count + b) * wide + PAD - band.first[0]
        ends[b] = ((size - 1 + LONGEST) * count + b) * wide + PAD + band.n - band.first[-1]
    offsets = np.stack([e.offset for e in examples], axis=1)[:, :, None]
    features = tuple(np.concatenate([e.table.values[t][0] for e in examples]) for t in range(len(TYPES)))
    return Batch(features, tuple(map(np.concatenate, places)), shape, starts, begins, ends, may, all(e.settled for e in examples), offsets)


def expected(each: Batch, weights: Floats, known: bool = False) -> tuple[float, Vector]:
    """Return the logarithm of the sum over all ways (those that may be true, where `known`), and their expected features."""
    size, _, count, width = each.shape
    values = np.full(each.shape, NEVER, np.float64)
    flat = values.reshape(-1)
    for t, places in enumerate(each.places):
        flat[places] = each.features[t] @ weights[GROUPS[t]]
    values += each.offsets
    if known:
        values[~each.may] = NEVER
    forward = np.full((size + LONGEST, count, width + 2 * PAD), NEVER, np.float64)
    table, cells = forward.reshape(-1), np.arange(width)
    table[each.begins] = 0.0
    for s in range(1, size):
        values[s] = np.maximum(table[each.starts[s][..., None] + cells] + values[s], NEVER)
        forward[s + LONGEST, :, PAD : PAD + width] = log_sum(values[s])
    total = float(table[each.ends].sum())
    passing = np.zeros_like(forward)  # of each cell, the share of the ways that pass it
    shares = passing.reshape(-1)
    shares[each.ends] = 1.0
    for s in range(size - 1, 0, -1):
        here = passing[s + LONGEST, :, PAD : PAD + width]
        values[s] = np.exp(values[s] - forward[s + LONGEST, :, PAD : PAD + width]) * here
        for t in range(len(TYPES)):
            shares[each.starts[s, t][:, None] + cells] += values[s, t]
    slope = np.zeros((KINDS, SIZE))
    for t, places in enumerate(each.places):
        slope[GROUPS[t]] += flat[places].astype(np.float32) @ each.features[t]
    return total, slope


def fit(examples: Sequence[Example]) -> Floats:
    """Return the weights that make the true beads most likely."""
    units = sum(len(e.sides[0].texts) + len(e.sides[1].texts) for e in examples) / 2
    batches = []
    for settled in (True, False):
        row = sorted((e for e in examples if e.settled is settled), key=lambda e: e.table.band.n + e.table.band.m)
        while row:
            count = max(1, CELLS // (row[-1].table.band.n + row[-1].table.band.m + 1))
            batches.append(batch(row[-count:]))
            del row[-count:]
    zero = np.zeros((KINDS, SIZE), np.float32)
    seen = [expected(b, zero, known=True)[1] if b.settled else None for b in batches]

    def objective(flat: Vector) -> tuple[float, Vector]:
        weights = flat.reshape(KINDS, SIZE)
        loss, slope = 0.0, np.zeros((KINDS, SIZE))
        for each, sure in zip(batches, seen, strict=True):
            total, found = expected(each, weights.astype(np.float32))
            reached, true = (float((sure * weights).sum()), sure) if sure is not None else expected(each, weights.astype(np.float32), True)
            loss += total - reached
            slope += found - true
        return (loss + PENALTY / 2 * float((flat**2).sum())) / units, (slope + PENALTY * weights).ravel() / units

    return np.asarray(minimise(objective, np.zeros(KINDS * SIZE)).reshape(KINDS, SIZE), np.float32)


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
        done = abs(value - new_value) < 2e-6
        x, value, slope = new, new_value, new_slope
        if done:
            break
    return x


# ---------------------------------------------------------------- the sets


def read(name: str) -> list[dict[str, Any]]:
    """Read a shared set."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def chosen(documents: Sequence[dict[str, Any]], half: int) -> list[dict[str, Any]]:
    """Return every second document of each set, in order of the ids."""
    ordered = sorted(documents, key=lambda d: (d["set"], d["id"]))
    return [d for _, group in groupby(ordered, key=lambda d: d["set"]) for n, d in enumerate(group) if n % 2 == half]


def draws(level: Level, half: int) -> list[Draw]:
    """Return the perturbed texts that weights for that level are trained on; always the same ones. Some are cut small."""
    draw = random.Random(20)
    out = []
    blocks = read("blocks")
    if level == "paragraphs":
        for d in chosen(blocks, half):
            for drop, merge in PARAGRAPHS * ROUNDS[level][d["set"]]:
                drawn = perturb([(en, zh) for en, zh in d["blocks"]], draw, drop, merge)
                out += [drawn, *cut(drawn, draw, SMALL)] if draw.random() < CUT else [drawn]
        return out
    mine = {d["id"] for d in chosen(blocks, half)}
    for kind, rounds in ROUNDS[level].items():
        for d in read(f"{kind}_sentences"):
            for drop, joined in SENTENCES * rounds if d["id"] in mine else ():
                drawn = perturb_sentences(d, draw, drop, joined)
                out += cut(drawn, draw, PARAGRAPH) if draw.random() < CUT else [drawn]
    return out


def cut(drawn: Draw, draw: random.Random, size: Span) -> list[Draw]:
    """Cut a text into pieces of so many spans, as a paragraph is searched for its sentences."""
    out = []
    i = j = n = 0
    while n < len(drawn.spans):
        spans = drawn.spans[n : n + draw.randint(*size)]
        a, b = sum(span[0] for span, _ in spans), sum(span[1] for span, _ in spans)
        out.append(Draw(drawn.source[i : i + a], drawn.target[j : j + b], spans, drawn.rate))
        i, j, n = i + a, j + b, n + len(spans)
    return out


def train(level: Level, half: int, reader: Reader) -> Weights:
    """Train on the perturbed texts of that half of the documents."""
    examples = [e for drawn in draws(level, half) if (e := example(drawn, reader, level)) is not None]
    first = final = fit(examples)
    if level == "sentences":
        return Weights(first, first)
    if reader.encoder is not None:
        for e in examples:
            add_halves(e.table, *e.sides, posteriors(e.table.band, scores(e.table, first))[1][0], reader.encoder)
        final = fit(examples)
    return sharpened(Weights(first, final), half, reader)


def sharpened(weights: Weights, half: int, reader: Reader) -> Weights:
    """Scale the final weights so that the scores mean what they say for paragraphs of that half, as they stand; no bead changes."""
    mine = {d["id"] for d in chosen(read("blocks"), half)}
    errors = np.zeros(len(SHARPER))
    for kind in ROUNDS["paragraphs"]:
        documents = [d for d in read(f"{kind}_paragraphs") if d["id"] in mine and level_of(d["en"], d["zh"]) == "paragraphs"]
        scored = [_scored(d, weights, reader) for d in documents]
        for n, factor in enumerate(SHARPER):
            errors[n] += calibration(documents, [read_off(band, factor * values, ONE, False)[0] for band, values in scored])
    return Weights(weights.first, np.asarray(weights.final * SHARPER[int(errors.argmin())], np.float32))


def _scored(document: dict[str, Any], weights: Weights, reader: Reader) -> tuple[Band, Floats]:
    both = side(document["en"], "en", reader), side(document["zh"], "zh", reader)
    table = table_of(*both, reader.lexicon, "paragraphs")
    if reader.encoder is not None:
        add_halves(table, *both, posteriors(table.band, scores(table, weights.first))[1][0], reader.encoder)
    return table.band, scores(table, weights.final)


def _laid_out(out: dict[str, Any]) -> str:
    """Return the file's text, each list of numbers on one line."""
    text = json.dumps(out, ensure_ascii=False, indent=1)
    return re.sub(r"\[[-\d.,\s]+\]", lambda found: re.sub(r"\s+", " ", found[0]).replace("[ ", "[").replace(" ]", "]"), text) + "\n"


def main(half: int, path: Path) -> None:
    """Train all weights and write them."""
    out: dict[str, Any] = {
        "trained on": f"documents of half {half} of the shared sets (tests/train_align.py), perturbed at random",
        "documents": [d["id"] for d in chosen(read("blocks"), half)],
        "rates": {"paragraphs": PARAGRAPHS, "sentences": SENTENCES, "two to three merged": MERGED, "texts cut": CUT},
    }
    for name in ("use", "lexical"):
        reader = Reader(load(name), lexicon.load())
        out[name] = {}
        for level in ("sentences", "paragraphs"):
            weights = train(level, half, reader)
            out[name][level] = {
                "first": weights.first.astype(float).round(4).tolist(),
                "final": weights.final.astype(float).round(4).tolist(),
            }
            print(name, level, flush=True)
            path.write_text(_laid_out(out), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0, Path(sys.argv[2]) if len(sys.argv) > 2 else FILE)
