"""Score conversion on risky strings by kind of error: what stock OpenCC gets wrong, and our own (`python -m tests.bench_convert`)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.language.tables import rows
from pipeline.publish import convert
from tests.support import BENCH

PROTECT = BENCH / "standards" / "opencc-protect.tsv"
OWN = Path(__file__).parent / "conversions-risky.tsv"
READ = OWN.with_name("conversions-read.tsv")
Row = tuple[str, str, str, tuple[str, ...]]  # kind, source, locale, right answers
Score = tuple[int, int, list[str]]  # right, total, what came out wrong


def protected() -> Iterator[Row]:
    """Yield the shared rows; stock configurations for Hong Kong ask for Hong Kong, the others for Taiwan."""
    with PROTECT.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            locale = "zh-Hant-HK" if row["config"].startswith("s2hk") else "zh-Hant-TW"
            yield row["kind"], row["source"], locale, (row["right_output"],)


def risky() -> Iterator[Row]:
    """Yield our own rows."""
    for kind, source, locale, right in rows(OWN)[1:]:
        yield kind, source, locale, tuple(right.split(" | "))


def sentences() -> Iterator[Row]:
    """Yield whole sentences, each for both regions."""
    for number, source, taiwan, hong_kong in rows(READ)[1:]:
        yield f"round {number}", source, "zh-Hant-TW", (taiwan,)
        yield f"round {number}", source, "zh-Hant-HK", (hong_kong,)


def score(found: Iterable[Row]) -> dict[str, Score]:
    """Return by kind how many rows come out right, of how many, and the others."""
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    wrong: dict[str, list[str]] = defaultdict(list)
    for kind, source, locale, answers in found:
        converted = convert(source, locale)
        total[kind] += 1
        right[kind] += converted in answers
        if converted not in answers:
            wrong[kind].append(f"{source} {locale}: {converted}, not {' or '.join(answers)}")
    return {kind: (right[kind], total[kind], wrong[kind]) for kind in total}


def main() -> None:
    """Print the scores and what came out wrong."""
    for name, table in (("opencc-protect.tsv", protected if PROTECT.is_file() else None), (OWN.name, risky), (READ.name, sentences)):
        if table is None:
            print(f"{name}: skipped, not in {BENCH}")
            continue
        for kind, (right, total, wrong) in sorted(score(table()).items()):
            print(f"{name:24}{kind:8}{right:5} of {total:4}  {right / total:7.1%}")
            for line in wrong:
                print(f"    {line}")


if __name__ == "__main__":
    main()
