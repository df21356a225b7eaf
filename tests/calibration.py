"""Say how far the beads' scores are from what they mean: of beads with score about p, about a share p is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.align.field import Link


def calibration(documents: Sequence[dict[str, Any]], linked: Sequence[Sequence[Link]]) -> float:
    """Return the expected calibration error over ten bins."""
    bins = [[0.0, 0.0, 0] for _ in range(10)]
    for d, links in zip(documents, linked, strict=True):
        for share, right in zip((share for *_, share in links), _right(d, links), strict=True):
            at = bins[min(9, int(share * 10))]
            at[0] += share
            at[1] += right
            at[2] += 1
    return sum(abs(said - right) for said, right, _ in bins) / max(1, sum(count for *_, count in bins))


def _right(document: dict[str, Any], links: Sequence[Link]) -> list[bool]:
    gold = {(tuple(a), tuple(b)) for a, b in document["gold"]}
    if "zgrp" not in document:
        return [(target, source) in gold for source, target, _ in links]
    blocks: list[tuple[set[int], list[int], list[int]]] = []
    for source, target, _ in links:  # beads inside one block are one
        here = {document["zgrp"][j] for j in target} | {document["egrp"][i] for i in source}
        if blocks and len(here) == 1 and blocks[-1][0] == here:
            blocks[-1][1].extend(target)
            blocks[-1][2].extend(source)
        else:
            blocks.append((here, list(target), list(source)))
    true = {n for block, t, s in blocks if (tuple(t), tuple(s)) in gold for n in [*(("t", j) for j in t), *(("s", i) for i in s)]}
    return [all(n in true for n in [*(("t", j) for j in target), *(("s", i) for i in source)]) for source, target, _ in links]
