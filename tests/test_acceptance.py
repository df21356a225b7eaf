"""Check and build the shared text, with errors planted in it one at a time. Needs the shared data."""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import House, build, collate
from pipeline.model import Decisions, Issue, Settings, Severity
from pipeline.read import read_files, read_glossary
from tests.support import BENCH

TEXTS = BENCH / "acceptance" / "gpai-singapore"
GLOSSARY = Path(__file__).parents[1] / "glossary"
pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"no acceptance texts in {BENCH}")


def planted() -> list[dict[str, Any]]:
    path = TEXTS / "planted.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["planted"] if path.is_file() else []


def check(translation: Path) -> tuple[Issue, ...]:
    work = read_files(sorted(TEXTS.glob("en-*.md")), translation)
    return collate(work, read_glossary(GLOSSARY), Settings(), Decisions())[1].issues


@pytest.fixture(scope="module")
def before() -> tuple[Issue, ...]:
    return check(TEXTS / "zh-Hans.md")


def near(issues: tuple[Issue, ...], line: int, types: list[str]) -> Counter[tuple[str, str]]:
    return Counter(
        (i.check, i.type)
        for i in issues
        if i.severity >= Severity.MINOR and i.type in types and (i.target is None or abs(i.target.segment.line - line) <= 2)
    )


@pytest.mark.parametrize("error", planted(), ids=lambda e: e["id"])
def test_a_planted_error_is_found(error: dict[str, Any], before: tuple[Issue, ...], tmp_path: Path) -> None:
    text = (TEXTS / "zh-Hans.md").read_text(encoding="utf-8")
    line = text[: text.index(error["find"])].count("\n") + 1
    changed = tmp_path / "zh-Hans.md"
    changed.write_text(text.replace(error["find"], error["replace"], 1), encoding="utf-8")
    assert near(check(changed), line, error["types"]) - near(before, line, error["types"])


def test_the_shared_text_builds(tmp_path: Path) -> None:
    shutil.copytree(TEXTS, tmp_path / "sources" / "gpai-singapore", ignore=shutil.ignore_patterns("planted.toml"))
    (summary,) = build(House(tmp_path / "sources", GLOSSARY, tmp_path / "output", Settings()))
    assert not summary.error.en
    assert {"report.html", "report.json", "zh-Hans.html", "zh-Hans.pdf"} <= set(summary.files)
