"""Break the structure of small documents in one place: one error is one issue, and the unbroken twin has none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import collate
from pipeline.model import Decisions, Glossary, Issue, Settings
from pipeline.read import read_files

FILES = sorted((Path(__file__).parent / "structure").glob("*.toml"))
PAIRS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
CASES = [pytest.param(name, case, id=f"{name}: {case['what']}") for name, pair in PAIRS.items() for case in pair["case"]]


def found(folder: Path, en: str, zh: str) -> tuple[Issue, ...]:
    (folder / "en.md").write_text(en, encoding="utf-8")
    (folder / "zh-Hans.md").write_text(zh, encoding="utf-8")
    work = read_files([folder / "en.md"], folder / "zh-Hans.md")
    return collate(work, Glossary(), Settings(), Decisions())[1].issues


@pytest.mark.parametrize("name", PAIRS)
def test_the_whole_twin_raises_nothing(name: str, tmp_path: Path) -> None:
    assert [(i.check, i.message.en) for i in found(tmp_path, PAIRS[name]["en"], PAIRS[name]["zh"])] == []


@pytest.mark.parametrize(("name", "case"), CASES)
def test_one_error_is_one_issue(name: str, case: dict[str, Any], tmp_path: Path) -> None:
    zh = PAIRS[name]["zh"]
    assert zh.count(case["old"]) == 1
    issues = found(tmp_path, PAIRS[name]["en"], zh.replace(case["old"], case["new"]))
    assert [[i.check, str(i.severity)] for i in issues] == case["issues"], [i.message.en for i in issues]
