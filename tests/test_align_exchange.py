"""Test the formats in which beads leave: what is written reads again, and XML stays well-formed whatever the text."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.model import Bead, Bitext, Document, Segment, digest
from pipeline.report import beads, tmx, tsv, xliff

XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"


def bitext(pairs: list[tuple[str, str]]) -> Bitext:
    made = []
    for n, (en, zh) in enumerate(pairs):
        source = (Segment(f"s{n}", "en.md", en),) if en else ()
        target = (Segment(f"s{n}", "zh.md", zh),) if zh else ()
        made.append(Bead(digest(en, zh), source, target, 0.5))
    sources = tuple(s for b in made for s in b.source)
    targets = tuple(s for b in made for s in b.target)
    return Bitext((Document("en.md", "en", "", sources),), Document("zh.md", "zh-Hans", "", targets), tuple(made))


TEXTS = st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=5)


@given(TEXTS)
def test_tsv_has_one_line_a_bead(pairs: list[tuple[str, str]]) -> None:
    lines = tsv.render(bitext(pairs)).splitlines()
    assert len(lines) == len(pairs) + 1
    assert {line.count("\t") for line in lines} == {8}


@given(TEXTS)
def test_xml_is_well_formed(pairs: list[tuple[str, str]]) -> None:
    made = bitext(pairs)
    assert len(etree.fromstring(tmx.render(made).encode()).findall("body/tu")) == len(pairs)
    units = etree.fromstring(xliff.render(made).encode()).findall(f"{XLIFF}file/{XLIFF}unit")
    assert len(units) == len({u.get("id") for u in units}) == len(pairs)


def test_texts_come_through() -> None:
    made = bitext([("A & B < C", "甲和乙"), ("Dropped.", ""), ("", "多出。")])
    tree = etree.fromstring(tmx.render(made).encode())
    assert [s.text for s in tree.iter("seg")] == ["A & B < C", "甲和乙", "Dropped.", "多出。"]
    sources = [s.text for s in etree.fromstring(xliff.render(made).encode()).iter(f"{XLIFF}source")]
    assert sources == ["A & B < C", "Dropped.", None]
    loaded = json.loads(beads.render(made))
    assert [[s["text"] for s in b["source"]] for b in loaded["beads"]] == [["A & B < C"], ["Dropped."], []]


@pytest.mark.parametrize("render", [tsv.render, beads.render, tmx.render, xliff.render])
def test_no_beads_make_a_valid_file(render: Callable[[Bitext], str]) -> None:
    assert render(bitext([])).endswith("\n")
