"""Hold what the checks on stated values say of pairs in the register of policy documents, right ones and wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks import check_pairs

CHECKS = ("numbers", "dates", "units", "bounds", "references", "counts")
PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "stated-pairs.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("en", "zh", "issues"), PAIRS, ids=[f"{en} | {zh}" for en, zh, _ in PAIRS])
def test_pair(en: str, zh: str, issues: str) -> None:
    found = check_pairs([(en, zh)], encoder=None, only=CHECKS)[0]
    assert sorted(f"{i.check}:{i.severity}" for i in found) == sorted(issues.split()), [i.message.en for i in found]
