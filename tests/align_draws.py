"""Read the shared sets of the aligner, and draw texts from them whose units are dropped, merged and joined at random."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pipeline.align.field import Level

from .support import BENCH

DATA = BENCH / "bench" / "alignment"
PARAGRAPHS = ((0.01, 0.03), (0.03, 0.08), (0.06, 0.08), (0.06, 0.08))  # dropped, merged; of each side
SENTENCES = ((0.0, 0.0), (0.005, 0.03), (0.02, 0.1), (0.04, 0.2))  # dropped, joined; of each side
ROUNDS: dict[Level, dict[str, int]] = {  # rounds of all rates; there are fewer policy documents
    "paragraphs": {"policy": 3, "tech": 1},
    "sentences": {"policy": 4, "tech": 3},
}
CODE = 0.02  # share of blocks before which one side alone shows a line of code
SIGNS = (*"()[]{}:;=/|#<>_-.,$", "->", "-->", "::", "()", "[]", "[ ", " ]")  # what stands between the words of code and diagrams
LATIN = re.compile(r"[A-Za-z]+")
SWAPPED = 0.015  # share of sentences that change places with the next
PARAGRAPH, SMALL = (1, 4), (2, 8)  # spans of the pieces that some texts of sentences, of paragraphs are cut into
MERGED = 80, 1  # how often two, and three, paragraphs are merged
CUT = 1 / 3  # share of the texts that are cut: of paragraphs, besides the whole text
Span = tuple[int, int]  # how many units of either side


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


def known(drawn: Draw) -> dict[str, Any]:
    """Return a text as the shared sets have them: both sides and the true beads."""
    gold: list[tuple[list[int], list[int]]] = []
    i = j = 0
    for (a, b), _ in drawn.spans:
        gold.append((list(range(j, j + b)), list(range(i, i + a))))
        i, j = i + a, j + b
    return {"en": drawn.source, "zh": drawn.target, "gold": gold}


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
    """Drop sentences, join neighbours by a comma, or swap them; a block whose sides have as many sentences holds them one to one.

    Between blocks one side alone may show a line of code or of a diagram, bare of Latin words where the whole side is.
    """
    out = Draw([], [], [], drop)
    bare = not LATIN.search("".join(document["zh"]))
    for right, left in document["gold"]:
        if draw.random() < CODE:
            line, here = _code(document["en"], draw), draw.random() < 0.5
            (out.source if here else out.target).append(LATIN.sub("", line) if bare and not here else line)
            out.spans.append(((1, 0) if here else (0, 1), False))
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


def _code(sentences: Sequence[str], draw: random.Random) -> str:
    """Make a line of code or of a diagram from words of a text."""
    words, count = LATIN.findall(draw.choice(sentences)) or ["x"], draw.randint(2, 12)
    parts = [f"{draw.choice(words)}{draw.choice(SIGNS)}{draw.randrange(10) if draw.random() < 0.3 else ''}" for _ in range(count)]
    return draw.choice(("", " ")).join(parts)


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
