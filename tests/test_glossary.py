"""Hold the glossary that lies in the repository to its own policy: columns, ids, scripts, no conflicts."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import opencc
import pytest

ROOT = Path(__file__).parents[1] / "glossary"
COLUMNS = ["id", "en", "zh-Hans", "zh-Hans-SG", "zh-Hant-TW", "zh-Hant-HK", "status", "scope", "note"]
LOCALES = COLUMNS[2:6]
SIMPLIFIED = ("zh-Hans", "zh-Hans-SG")

# Characters that both scripts write, which OpenCC converts in isolation.
SHARED = set("台么乾著岩游准里干后只才余征托咨群峰据裏合于周采注佣秘范")

Row = dict[str, str]


def _rows(name: str) -> list[Row]:
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _wordings(cell: str) -> list[str]:
    return [w.strip() for w in cell.split(" | ")] if cell else []


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def _other_script(text: str, locale: str) -> set[str]:
    """Return the characters that the other script writes and this one does not."""
    convert = _converter("t2s" if locale in SIMPLIFIED else "s2t").convert
    return {c for c in text if convert(c) != c and c not in SHARED}


ROWS = [pytest.param(name, row, id=f"{row['id']}-{row['status']}") for name in ("terms.csv", "names.csv") for row in _rows(name)]


@pytest.mark.parametrize(("name", "least"), [("terms.csv", 200), ("names.csv", 200)])
def test_is_large_enough(name: str, least: int) -> None:
    assert sum(r["status"] == "preferred" for r in _rows(name)) >= least


@pytest.mark.parametrize(("name", "columns"), [("terms.csv", COLUMNS), ("names.csv", ["id", "kind", *COLUMNS[1:]])])
def test_has_its_columns(name: str, columns: list[str]) -> None:
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == columns
    assert {len(r) for r in rows} == {len(columns)}


def test_ids_are_unique_across_both_files() -> None:
    ids = Counter(r["id"] for name in ("terms.csv", "names.csv") for r in _rows(name) if r["status"] == "preferred")
    assert [i for i, n in ids.items() if n > 1] == []


def test_names_have_a_known_kind() -> None:
    assert {r["kind"] for r in _rows("names.csv")} <= {"organisation", "person", "place", "title", "acronym", "country"}


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_row_is_whole(name: str, row: Row) -> None:
    """A preferred row has English and all scripts; a discouraged one has some Chinese and no English."""
    assert row["status"] in {"preferred", "deprecated", "forbidden"}
    if row["status"] == "preferred":
        assert all(row[c] for c in ("en", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK"))
    else:
        assert not row["en"]
        assert any(row[c] for c in LOCALES)
        assert row["id"] in {r["id"] for r in _rows(name) if r["status"] == "preferred"}


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_cells_are_tidy(name: str, row: Row) -> None:
    for locale in ("en", *LOCALES):
        wordings = _wordings(row[locale])
        assert all(wordings), "an empty wording"
        assert len(set(wordings)) == len(wordings), "the same wording twice"
        assert row[locale] == " | ".join(wordings), "space around a wording"


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_cells_are_in_their_script(name: str, row: Row) -> None:
    assert {(locale, c) for locale in LOCALES for c in _other_script(row[locale], locale)} == set()


def test_script_test_sees_the_other_script() -> None:
    assert _other_script("數據", "zh-Hans") == {"數", "據"}
    assert _other_script("数据治理", "zh-Hant-TW") == {"数"}


@pytest.mark.parametrize(("name", "row"), [p for p in ROWS if p.values[1]["status"] != "preferred"])
def test_nothing_is_accepted_and_discouraged_at_once(name: str, row: Row) -> None:
    accepted = next(r for r in _rows(name) if r["id"] == row["id"] and r["status"] == "preferred")
    for locale in LOCALES:
        assert not set(_wordings(accepted[locale])) & set(_wordings(row[locale])), locale


def test_english_wordings_name_one_concept() -> None:
    """One English wording in two rows would be checked against both: such a pair must differ in scope."""
    seen = sorted((w.casefold(), r["id"]) for n in ("terms.csv", "names.csv") for r in _rows(n) for w in _wordings(r["en"]))
    assert [(a, b) for a, b in pairwise(seen) if a[0] == b[0]] == []


def test_glossary_reads() -> None:
    from pipeline.read import read_glossary

    glossary = read_glossary(ROOT)
    assert len(glossary.concepts) == sum(r["status"] == "preferred" for n in ("terms.csv", "names.csv") for r in _rows(n))
    oecd = next(c for c in glossary.concepts if c.id == "oecd")
    assert oecd.kind == "organisation"
    assert oecd.texts("zh-Hant-TW")[0] == "經濟合作暨發展組織"
    steering = next(c for c in glossary.concepts if c.id == "steering-group")
    assert steering.texts("zh-Hans", "deprecated") == ("督导小组",)
