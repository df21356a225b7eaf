"""Hold the sample works to what they promise: known keys, true hashes, both languages, no wrong marks in the Chinese."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import opencc
import pytest

ROOT = Path(__file__).parents[1] / "sources"
WORKS = sorted(p.parent for p in ROOT.glob("*/work.toml"))
TAGS = re.compile(r"<[^>]*>")  # "<p>" of the HTML original
ADDRESS = re.compile(r"<?https?://[^\s)>]+>?|\]\([^)]*\)")  # "](https://…)"
HALF_WIDTH = re.compile(r"[一-鿿][,;:!?]|[,;:!?][一-鿿]|[\"'()][一-鿿]|[一-鿿][\"'()]")  # "好,他"

pytestmark = pytest.mark.parametrize("folder", WORKS, ids=[p.name for p in WORKS])


def _work(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "work.toml").read_text(encoding="utf-8"))


def _chinese(folder: Path) -> str:
    return (folder / "zh-Hans.md").read_text(encoding="utf-8")


def test_hashes_are_those_of_the_files(folder: Path) -> None:
    for original in _work(folder)["original"]:
        assert original["sha256"] == hashlib.sha256((folder / original["path"]).read_bytes()).hexdigest(), original["path"]


def test_originals_say_where_they_come_from(folder: Path) -> None:
    for original in _work(folder)["original"]:
        assert original["url"].startswith("https://")
        assert original["licence"]
        assert original["attribution"]


def test_is_as_long_as_a_sample_should_be(folder: Path) -> None:
    words = sum(len(TAGS.sub(" ", (folder / o["path"]).read_text(encoding="utf-8")).split()) for o in _work(folder)["original"])
    assert 600 <= words <= 1200


@pytest.mark.parametrize("mark", ["\n| ", "\n[^1]: ", "\n- ", "\n1. ", "](https://", "\n## "])
def test_shows_what_texts_are_made_of(folder: Path, mark: str) -> None:
    assert mark in _chinese(folder)


def test_notes_are_called_and_written(folder: Path) -> None:
    text = _chinese(folder)
    written = re.findall(r"^\[\^(\w+)\]:", text, re.M)
    called = re.findall(r"\[\^(\w+)\](?!:)", text)
    assert called == written


def test_chinese_is_simplified(folder: Path) -> None:
    text = _chinese(folder)
    assert opencc.OpenCC("t2s").convert(text) == text


def test_chinese_has_chinese_marks(folder: Path) -> None:
    assert HALF_WIDTH.findall(ADDRESS.sub("", _chinese(folder))) == []


def test_carries_its_disclaimer(folder: Path) -> None:
    assert _work(folder)["disclaimer"] in _chinese(folder)


def test_versions_are_in_order(folder: Path) -> None:
    translation = _work(folder)["translation"]
    revisions = translation["revision"]
    assert revisions[-1]["version"] == translation["version"]
    assert [r["date"] for r in revisions] == sorted(r["date"] for r in revisions)
