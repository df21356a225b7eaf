"""Compare what is found in the sample works with what a person has read and accepted (`make accept` writes it anew)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.build import collate
from pipeline.model import Settings
from pipeline.read import read_decisions, read_glossary, read_work
from pipeline.report import text

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
WORKS = sorted(p for p in (ROOT / "sources").iterdir() if p.is_dir())


@pytest.mark.parametrize("folder", WORKS, ids=lambda p: p.name)
def test_what_is_found_is_what_was_accepted(folder: Path) -> None:
    work = read_work(folder)
    found = collate(work, read_glossary(ROOT / "glossary"), Settings(), read_decisions(folder / "review.toml"))
    report = text.render(*found, "en") + "\n" + text.render(*found, "zh")
    path = GOLDEN / f"{folder.name}.txt"
    if os.environ.get("DUIKAN_ACCEPT"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(report, encoding="utf-8")
    assert path.is_file(), "run make accept and read what it wrote"
    assert report == path.read_text(encoding="utf-8")
