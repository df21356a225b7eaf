"""Train the weights of the aligner's field: `python -m tests.train_align [HALF] [FILE]`; needs $DUIKAN_BENCH, takes some minutes.

Two sets of weights, one for units that are paragraphs and one for units that are sentences, each with the encoder and
without. They are those that make the true beads most likely (L2 penalty, L-BFGS). Trained on every second document of the
shared sets, in order of the ids, with units dropped, merged and joined at random at several rates, and with lines of code that
one side alone shows; the other half of the documents shows whether it carries over (`tests/bench_align.py` prints both), and
HALF 1 trains on that one instead. Last, the weights of paragraphs are scaled so that scores mean what they say for texts drawn
from the same half.
"""

from __future__ import annotations

import json
import random
import re
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.align.features import scores
from pipeline.align.field import FILE, ONE, Level, Weights, read_off, table_of
from pipeline.align.merges import add_halves
from pipeline.align.monotone import level_of
from pipeline.align.search import Band, Floats, posteriors
from pipeline.align.sides import Reader, side
from pipeline.language import lexicon
from pipeline.language.encoder import load

from .align_draws import CODE, CUT, MERGED, PARAGRAPHS, SENTENCES, chosen, draws, known, perturb, read
from .align_fit import example, fit
from .calibration import calibration

USUALLY, DRAWN = (0.05, 0.08), 4  # units dropped and merged in the texts that calibrate, and how often each is drawn
SHARPER = tuple(n / 10 for n in range(8, 21))  # what the weights of paragraphs may be multiplied by: the penalty makes them small


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
    """Scale the final weights so that the scores mean what they say for paragraphs of that half, drawn anew; no bead changes."""
    errors = np.zeros(len(SHARPER))
    for kind, texts in groupby(chosen(read("blocks"), half), key=lambda d: str(d["set"])):
        draw = random.Random(kind)
        pairs = [[(en, zh) for en, zh in d["blocks"]] for d in texts]
        documents = [known(perturb(blocks, draw, *USUALLY)) for blocks in pairs for _ in range(DRAWN)]
        documents = [d for d in documents if level_of(d["en"], d["zh"]) == "paragraphs"]
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
        "rates": {"paragraphs": PARAGRAPHS, "sentences": SENTENCES, "two to three merged": MERGED, "texts cut": CUT, "lines of code": CODE},
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
