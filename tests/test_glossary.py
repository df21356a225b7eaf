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


EVERY = [(name, row) for name in ("terms.csv", "names.csv") for row in _rows(name)]
PREFERRED = {row["id"]: row for _, row in EVERY if row["status"] == "preferred"}
DISCOURAGED = [row for _, row in EVERY if row["status"] != "preferred"]


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
    ids = Counter(row["id"] for _, row in EVERY if row["status"] == "preferred")
    assert [i for i, n in ids.items() if n > 1] == []


def test_names_have_a_known_kind() -> None:
    assert {r["kind"] for r in _rows("names.csv")} <= {"organisation", "person", "place", "title", "acronym", "country"}


def test_preferred_rows_have_every_script() -> None:
    assert [r["id"] for r in PREFERRED.values() if not all(r[c] for c in ("en", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK"))] == []


def test_discouraged_rows_belong_to_a_preferred_one_and_have_no_english() -> None:
    assert {r["status"] for r in DISCOURAGED} == {"deprecated", "forbidden"}
    assert [r["id"] for r in DISCOURAGED if r["en"] or r["id"] not in PREFERRED or not any(r[c] for c in LOCALES)] == []


def test_nothing_is_accepted_and_discouraged_at_once() -> None:
    both = [
        (row["id"], locale, w)
        for row in DISCOURAGED
        for locale in LOCALES
        for w in _wordings(row[locale])
        if w in _wordings(PREFERRED[row["id"]][locale] or PREFERRED[row["id"]]["zh-Hans"])
    ]
    assert both == []


@pytest.mark.parametrize("locale", ["en", *LOCALES])
def test_cells_are_tidy(locale: str) -> None:
    """No empty wording, none twice, no space around one, no marks that belong to the sentence."""
    for _, row in EVERY:
        wordings = _wordings(row[locale])
        assert row[locale] == " | ".join(wordings), row["id"]
        assert all(wordings), row["id"]
        assert len(set(wordings)) == len(wordings), row["id"]
        assert not set(row[locale]) & set("《》，。；／/") - set("/" if row["id"].startswith("iso-") else ""), row["id"]


@pytest.mark.parametrize("locale", LOCALES)
def test_cells_are_in_their_script(locale: str) -> None:
    assert [(row["id"], sorted(wrong)) for _, row in EVERY if (wrong := _other_script(row[locale], locale))] == []


def test_script_test_sees_the_other_script() -> None:
    assert _other_script("數據", "zh-Hans") == {"數", "據"}
    assert _other_script("数据治理", "zh-Hant-TW") == {"数"}


def test_english_wordings_name_one_concept() -> None:
    """One English wording in two rows would be checked against both."""
    seen = sorted((w.casefold(), r["id"]) for _, r in EVERY for w in _wordings(r["en"]))
    assert [(a, b) for a, b in pairwise(seen) if a[0] == b[0]] == []


def test_glossary_reads() -> None:
    from pipeline.read import read_glossary

    concepts = {c.id: c for c in read_glossary(ROOT).concepts}
    assert set(concepts) == set(PREFERRED)
    assert concepts["oecd"].kind == "organisation"
    assert concepts["oecd"].texts("zh-Hant-TW")[0] == "經濟合作暨發展組織"
    assert concepts["steering-group"].texts("zh-Hans", "deprecated") == ("督导小组",)
