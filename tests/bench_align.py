"""Measure the aligner on the shared data: `python -m tests.bench_align [WHAT ...]`; needs $DUIKAN_BENCH, takes some ten minutes.

WHAT names a set (policy_sentences, policy_paragraphs, tech_paragraphs, tech_sentences), or is `lexical`, `drops`, `files`,
`speed` or `memory`. Each figure has its 90 % bootstrap interval over documents, and the counts that it rests on. All
parameters were chosen on one half of the documents (`train_align.py`): the other half, printed below each set, tells what
carries over. The calibration error is over ten bins, of all beads; in sets of sentences the gold knows blocks only, and a bead
is right where those of its block are.
"""

from __future__ import annotations

import importlib.util
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.align import align
from pipeline.align.field import Link
from pipeline.align.monotone import link
from pipeline.align.sides import Reader
from pipeline.language import encoder, lexicon
from pipeline.language.sentences import split
from pipeline.model import Decisions, Glossary, Settings
from pipeline.read import read_lines

from .align_draws import DATA, chosen, known, perturb, read
from .calibration import calibration
from .support import BENCH

SETS = ("policy_sentences", "policy_paragraphs", "tech_paragraphs", "tech_sentences")
TARGETS = {
    "policy_sentences": "≥ .995 / 1.000",
    "policy_paragraphs": "≥ .975 / .994; ≥ .92 / .90",
    "tech_paragraphs": "≥ .985 / .996; ≥ .95 / .90",
    "tech_sentences": "≥ .992 / .999",
    "policy drops": "one-sided ≥ .80 / .88",
    "tech drops": "one-sided ≥ .75 / .85",
    "policy_sentences lexical": "≥ .975",
    "policy_paragraphs lexical": "≥ .945",
    "tech_sentences lexical": "≥ .985",
}
SEEDS = 20
DRAWS = 300
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


def interval(evaluate: Callable[[list[int]], float | None], size: int) -> str:
    draw = random.Random(3)
    found = sorted(x for _ in range(DRAWS) if (x := evaluate([draw.randrange(size) for _ in range(size)])) is not None)
    return f"[{found[len(found) // 20]:.3f}-{found[-1 - len(found) // 20]:.3f}]" if found else ""


def report(title: str, documents: Sequence[Doc], linked: Sequence[Sequence[Link]], target: str = "") -> None:
    """Print the figures of some documents: strict and lax F1, one-sided beads' precision and recall, calibration."""
    score = scorer()
    made: list[Beads] = [[(list(t), list(s)) for s, t, _ in links] for links in linked]
    parts = []
    for label, key in (("strict", "Fs"), ("lax", "Fl"), ("one-sided P", "nullP"), ("R", "nullR")):
        if "zgrp" in documents[0] and key.startswith("null"):
            continue  # the gold of these sets has none

        def figure(rows: list[int], key: str = key) -> float | None:
            value = score.evaluate([documents[n] for n in rows], [made[n] for n in rows])[key]
            return None if value is None else float(value)

        value = figure(list(range(len(documents))))
        if value is not None:
            parts.append(f"{label} {value:.3f} {interval(figure, len(documents))}")
    beads = sum(len(d["gold"]) for d in documents)
    gold = sum(not (a and b) for d in documents for a, b in d["gold"])
    said = sum(not (a and b) for each in made for a, b in each)
    counts = f"{len(documents)} documents, {beads} beads" + (
        f", {gold} one-sided, {said} said" if gold or "zgrp" not in documents[0] else ""
    )
    error = calibration(documents, linked)
    print(f"{title:40} {' · '.join(parts)} · calibration {error:.3f} · {counts}{f'   target {target}' if target else ''}", flush=True)


def halves(title: str, documents: Sequence[Doc], linked: Sequence[Sequence[Link]], target: str) -> None:
    """Print the figures of all documents, then of those that chose no parameter."""
    report(title, documents, linked, target)
    seen = {d["id"] for d in chosen(read("blocks"), 0)}
    rows = [n for n, d in enumerate(documents) if d["id"] not in seen]
    report("  the half that chose no parameter", [documents[n] for n in rows], [linked[n] for n in rows])


def measure(name: str, reader: Reader) -> None:
    documents = read(name)
    label = name if reader.encoder else f"{name} lexical"
    halves(label, documents, [link(d["en"], d["zh"], reader) for d in documents], TARGETS.get(label, ""))


def dropped(kind: str, reader: Reader) -> None:
    """Drop 1 % of the blocks on either side, merge 8 % of the neighbours, and align: all draws pooled."""
    documents = []
    for seed in range(SEEDS):
        for d in (d for d in read("blocks") if d["set"] == kind):
            drawn = perturb([(en, zh) for en, zh in d["blocks"]], random.Random(f"{seed} {d['id']}"), 0.01, 0.08)
            documents.append({"id": d["id"], **known(drawn)})
    halves(
        f"{kind}, 1 % dropped, {SEEDS} seeds",
        documents,
        [link(d["en"], d["zh"], reader) for d in documents],
        TARGETS[f"{kind} drops"],
    )


def files(name: str) -> None:
    """Align the set as files of lines, the way `duikan align --lines` does: with moves and several originals in mind."""
    documents, linked = read(name), []
    for d in documents:
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / each for each in ("en.txt", "zh-Hans.txt")]
            for path, lines in zip(paths, (d["en"], d["zh"]), strict=True):
                path.write_text("".join(" ".join(line.split()) + "\n" for line in lines), encoding="utf-8")
            work = read_lines(paths[:1], paths[1])
            place = {
                (s.path, s.id): n for side in (work.originals[0].document, work.translation.document) for n, s in enumerate(side.segments)
            }
            bitext = align(work, Glossary(), Settings(), Decisions())
        beads: list[Link] = []
        for b in bitext.beads:
            source, target = (tuple(sorted(place[s.path, s.id] for s in side)) for side in (b.source, b.target))
            beads.append((source, target, b.score))
        linked.append(beads)
    report(f"{name}, as files", documents, linked)


def _same(encode: encoder.Encode) -> encoder.Encode:
    return encode


def speed() -> None:
    """Compare with the time that the encoder takes for the same sentences, document by document in turn.

    Each encoder begins with a dictionary of which nothing was looked up yet, and keeps it from one document to the next, as a
    build does; no vector is kept.
    """
    documents = read("policy_sentences") + read("tech_paragraphs")
    count = 0
    for name in ("use", "lexical"):
        lexicon.load.cache_clear()
        start = time.perf_counter()
        reader = Reader(encoder.load(name), lexicon.load())
        link(["Warm."], ["热。"], reader)
        begun = time.perf_counter() - start
        took = alone = 0.0
        for d in documents:
            if isinstance(reader.encoder, encoder.Remembering):
                encode = reader.encoder.start() if reader.encoder.encode is None else reader.encoder.encode
                plain = encoder.Remembering("use", partial(_same, encode), reader.encoder.dimensions)
                texts = [t[a:b] for side, locale in ((d["en"], "en"), (d["zh"], "zh")) for t in side for a, b in split(t, locale)]
                count += len(texts)
                start = time.perf_counter()
                plain(texts)
                alone += time.perf_counter() - start
                reader.encoder.known.clear()
            start = time.perf_counter()
            link(d["en"], d["zh"], reader)
            took += time.perf_counter() - start
        line = f"speed, {name}: {took:.2f} s for {count} sentences after {begun:.2f} s of start"
        if alone:
            print(f"{line}; {took / alone:.2f} times the encoder alone ({alone:.2f} s)   target ≤ 1.5 times, ≤ 2.5 s start", flush=True)
        else:
            print(f"{line}; {1000 * took / count:.2f} s per 1,000   target ≤ 0.25 s per 1,000, ≤ 1 s start", flush=True)


def long_text(count: int) -> tuple[list[str], list[str]]:
    """Return a text of that many sentences, both sides together: the sentence sets in turn, no sentence twice."""
    source: list[str] = []
    target: list[str] = []
    documents = read("policy_sentences") + read("tech_sentences")
    for turn in range(count):
        for d in documents:
            for right, left in d["gold"]:
                source += [f"{d['en'][i]} ({turn})" if turn else d["en"][i] for i in left]
                target += [f"{d['zh'][j]}（{turn}）" if turn else d["zh"][j] for j in right]
                if len(source) + len(target) >= count:
                    return source, target
    return source, target


def most_memory() -> int:
    """Return the most MB that this process has held; what `getrusage` says of a child holds its parent's too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def memory(name: str, count: int) -> None:
    """Align a long text in this process and print what it took."""
    reader = Reader(encoder.load(name), lexicon.load())
    source, target = long_text(count)
    start = time.perf_counter()
    link(source, target, reader)
    took, peak = time.perf_counter() - start, most_memory()
    limit = "≤ 500 MB" if count <= 3000 else "≤ 1200 MB"
    print(f"memory, {name}: {peak} MB at most, {took:.1f} s for {count} sentences, both sides together   target {limit}", flush=True)


def main(wanted: Sequence[str]) -> None:
    if not DATA.is_dir():
        print(f"bench-align: skipped, no data in {BENCH}")
        return
    if wanted[:1] == ["memory"] and len(wanted) == 3:
        memory(wanted[1], int(wanted[2]))
        return
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; about ten minutes and 2 GB")
    use, lexical = (Reader(encoder.load(name), lexicon.load()) for name in ("use", "lexical"))
    for each in SETS:
        if not wanted or each in wanted:
            measure(each, use)
    for kind in ("policy", "tech"):
        if not wanted or "drops" in wanted:
            dropped(kind, use)
    for each in SETS:
        if not wanted or "lexical" in wanted or each in wanted:
            measure(each, lexical)
        if not wanted or "files" in wanted:
            files(each)
    if not wanted or "speed" in wanted:
        speed()
    for name, count in (("use", 3000), ("use", 40_000), ("lexical", 3000), ("lexical", 40_000)):
        if not wanted or "memory" in wanted:
            subprocess.run([sys.executable, "-m", "tests.bench_align", "memory", name, str(count)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
