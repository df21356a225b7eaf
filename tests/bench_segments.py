"""Score the checks on stated values alone: `python -m tests.bench_segments`.

Reads pairs from $DUIKAN_BENCH, plants counted as the benchmark's own script counts them: a planted error is found when its pair
raises, at major or above, more issues of some check than its clean pair does. An alarm is a clean pair with an issue at minor or
above. Some clean pairs hold true errors; `segments-true-errors.tsv` quotes them, and the figure without them stands beside the raw one.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pipeline.checks import check_pairs
from pipeline.model import Issue, Severity

from .support import BENCH

CHECKS = ("numbers", "dates", "units", "bounds", "references", "counts")
TARGETS = {  # at major or above, per cent
    "number_digit": 98.0,
    "date": 98.0,
    "scale_wan_yi": 98.0,
    "percent": 96.0,
    "currency": 96.0,
    "ordinal": 96.0,
    "number_hanzi": 94.0,
    "unit": 90.0,
}
ALARMS = {"tech": 8.0, "news": 15.0}  # per 1,000 clean pairs
SPEED = 8000  # pairs a second on one core
MOST = 5  # true errors that may be listed, per 1,000 pairs of a set
TRUE_ERRORS = Path(__file__).parent / "segments-true-errors.tsv"
Row = dict[str, str]


def true_errors(rows: dict[str, Row]) -> set[str]:
    """Return the ids of the pairs listed, after a look that the quoted words stand in them and that they are not too many."""
    found: set[str] = set()
    for line in TRUE_ERRORS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, en, zh, _ = line.split("\t")
            if key in rows:
                assert en in rows[key]["en"], f"{TRUE_ERRORS}: {key} does not hold {en}"
                assert zh in rows[key]["zh"], f"{TRUE_ERRORS}: {key} does not hold {zh}"
                found.add(key)
    for name, listed in Counter(rows[key]["set"] for key in found).items():
        number = sum(r["set"] == name and r["cls"] == "clean" for r in rows.values())
        assert listed * 1000 <= MOST * number, f"{TRUE_ERRORS}: more than {MOST} in 1,000 of {name}"
    return found


def kinds(issues: Iterable[Issue]) -> Counter[tuple[str, str]]:
    """Count the grave issues by check and type."""
    return Counter((i.check, i.type) for i in issues if i.severity >= Severity.MAJOR)


def found(rows: dict[str, Row], issues: dict[str, list[Issue]]) -> bool:
    """Print how many planted errors of each class are found; return whether the targets are met."""
    planted: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for key, row in rows.items():
        if row["cls"] in TARGETS:
            planted[row["cls"]] += 1
            hits[row["cls"]] += bool(kinds(issues[key]) - kinds(issues[row["base"]]))
    good = True
    for name, target in TARGETS.items():
        share = 100 * hits[name] / max(1, planted[name])
        good &= share >= target or (planted[name] < 50 and planted[name] - hits[name] <= 2)
        print(f"{name:14s} {hits[name]:4d}/{planted[name]:<4d} {share:6.1f} %  target {target}")
    return good


def alarms(rows: dict[str, Row], issues: dict[str, list[Issue]]) -> bool:
    """Print the alarms on clean pairs, raw and without true errors; return whether the raw figures are low enough."""
    true = true_errors(rows)
    good = True
    for name, limit in ALARMS.items():
        clean = [key for key, row in rows.items() if row["set"] == name and row["cls"] == "clean"]
        raised = [key for key in clean if any(i.severity >= Severity.MINOR for i in issues[key])]
        raw, left = (1000 * n / max(1, len(clean)) for n in (len(raised), len(set(raised) - true)))
        good &= raw <= limit
        print(f"alarms {name}: {raw:.1f} per 1,000 clean pairs; without {len(set(raised) & true)} true errors {left:.1f}; limit {limit:g}")
    return good


def speed(rows: dict[str, Row]) -> bool:
    """Print how many distinct clean pairs a second one process checks, its word tables read; return whether that is enough."""
    pairs = sorted({(row["en"], row["zh"]) for row in rows.values() if row["cls"] == "clean"})
    check_pairs([("It met on 3 May 2020.", "2020年5月3日开会。")], encoder=None, only=CHECKS)
    start = time.process_time()
    check_pairs(pairs, encoder=None, only=CHECKS)
    rate = len(pairs) / (time.process_time() - start)
    print(f"{rate:,.0f} pairs/s, {len(pairs)} distinct clean pairs; target {SPEED:,}")
    return rate >= SPEED


def main() -> int:
    """Print all figures; return 1 where a target is missed."""
    path = BENCH / "bench" / "segments" / "open.jsonl"
    if not path.is_file():
        print(f"skipped: {path} is not there")
        return 0
    rows: dict[str, Row] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["id"]] = row
    fast = speed(rows)
    results = check_pairs([(row["en"], row["zh"]) for row in rows.values()], encoder=None, only=CHECKS)
    issues = dict(zip(rows, results, strict=True))
    print(f"checks: {', '.join(CHECKS)}; planted errors at major or above")
    return int(not all([found(rows, issues), alarms(rows, issues), fast]))


if __name__ == "__main__":
    sys.exit(main())
