"""Train the weights of `pipeline/language/clauses.py`: `python -m tests.train_clauses`; needs $DUIKAN_BENCH.

From sentences of the policies (`alignment`) and of the clean pairs (`segments`: technical documentation and news) a clause
between commas is taken out of the Chinese. Half of the pairs fit a logistic regression; the other half shows how many broken
sentences it finds, and how many whole ones it suspects.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator

import numpy as np

from pipeline.language.clauses import Signs, signs
from pipeline.language.sentences import split

from .support import BENCH

CLAUSE = re.compile(r"^[^，。；：]{6,40}，|，[^，。；：]{6,40}(?=[，。；])")
LARGEST = 0.6  # share of a sentence that a clause may make up
SHARES = (0.003, 0.006, 0.01)  # of whole sentences that are suspected


def couples() -> Iterator[tuple[str, str, str]]:
    """Yield (set, English sentence, Chinese sentence)."""
    pairs = [
        ("policy", " ".join(d["en"][i] for i in source), "".join(d["zh"][j] for j in target))
        for d in map(json.loads, (BENCH / "bench" / "alignment" / "policy_sentences.jsonl").read_text(encoding="utf-8").splitlines())
        for target, source in d["gold"]
    ]
    rows = map(json.loads, (BENCH / "bench" / "segments" / "open.jsonl").read_text(encoding="utf-8").splitlines())
    pairs += [(row["set"], row["en"], row["zh"]) for row in rows if row["cls"] == "clean"]
    for name, en, zh in dict.fromkeys(pairs):
        source, target = ([text[a:b] for a, b in split(text, locale)] for text, locale in ((en, "en"), (zh, "zh")))
        if len(source) == len(target):
            yield from ((name, one, other) for one, other in zip(source, target, strict=True))


def shortened(zh: str, draw: random.Random) -> str | None:
    """Return a sentence without one of its clauses, None where it has none to lose."""
    found = [m for m in CLAUSE.finditer(zh) if len(m[0]) < LARGEST * len(zh)]
    if not found:
        return None
    m = draw.choice(found)
    return zh[: m.start()] + zh[m.end() :]


def fit(values: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """Return the weights that make the truth most likely (Newton's method, a slight L2 penalty)."""
    weights = np.zeros(values.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (lost - likely) - 0.1 * weights
        curve = (values * (likely * (1 - likely))[:, None]).T @ values + 0.1 * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    draw = random.Random(3)
    found: list[tuple[int, str, bool, Signs | None]] = []
    for n, (name, en, zh) in enumerate(dict.fromkeys(couples())):
        for broken, text in enumerate((zh, shortened(zh, draw))):
            if text is not None:
                seen = signs(en, text)
                found.append((n % 2, name, bool(broken), seen[1] if seen else None))
    measure(found)


def measure(found: list[tuple[int, str, bool, Signs | None]]) -> None:
    """Fit the weights on one half, and print what they find in the other."""
    known = [(broken, values) for half, _, broken, values in found if half == 0 and values]
    weights = fit(np.array([values for _, values in known]), np.array([broken for broken, _ in known], float))
    print("weights", ", ".join(f"{w:.2f}" for w in weights))
    score = [float(np.dot(values, weights)) if values else -99.0 for *_, values in found]
    rest = [(name, broken, s) for (half, name, broken, _), s in zip(found, score, strict=True) if half == 1]
    whole = sorted((s for _, broken, s in rest if not broken), reverse=True)
    for share in SHARES:
        limit = whole[int(share * len(whole))]
        print(f"log odds {limit:5.2f}: {100 * share:.1f} % of whole sentences suspected", end="")
        for name in sorted({name for name, *_ in rest}):
            hits = [s > limit for own, broken, s in rest if own == name and broken]
            false = [s > limit for own, broken, s in rest if own == name and not broken]
            print(f"; {name}: {sum(hits)} of {len(hits)} broken ones, {sum(false)} of {len(false)} whole", end="")
        print()


if __name__ == "__main__":
    main()
