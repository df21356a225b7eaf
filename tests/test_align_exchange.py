"""Test the formats in which beads leave: what is written reads again, and XML stays well-formed whatever the text."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff2 import Xliff2File

from pipeline.model import Bead, Bitext, Document, Segment, SourceError, digest
from pipeline.read import read_pairs
from pipeline.report import beads, tmx, tsv, xliff

SCHEMAS = Path(__file__).parent / "schemas"
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
    assert len(units) == len({u.get("id") for u in units}) == max(1, len(pairs))


@cache
def document_type() -> etree.DTD:
    return etree.DTD(str(SCHEMAS / "tmx14.dtd"))


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "xliff21.xsd")))


@given(TEXTS)
def test_memories_and_xliff_are_valid(pairs: list[tuple[str, str]]) -> None:
    made = bitext([pair for pair in pairs if any(pair)])
    document_type().assertValid(etree.fromstring(tmx.render(made).encode()))
    schema().assertValid(etree.fromstring(xliff.render(made).encode()))


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        (tmx, ("<seg>One.</seg>", "")),
        (tmx, ("<seg>", "<seg><b/>")),
        (tmx, (' segtype="block"', "")),
        (xliff, ("<source>", "<sauce/><source>")),
        (xliff, ('state="translated"', 'state="done"')),
        (xliff, (' srcLang="en"', "")),
    ],
)
def test_the_schemas_refuse_what_is_wrong(kind: ModuleType, broken: tuple[str, str]) -> None:
    written = kind.render(bitext([("One.", "一。")]))
    assert written.count(broken[0])
    tree = etree.fromstring(written.replace(*broken).encode())
    assert not (document_type() if kind is tmx else schema()).validate(tree)


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)


@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=5))
def test_translate_toolkit_reads_what_we_write_and_we_read_what_it_writes(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("exchange")
    memory = tmxfile.parsestring(tmx.render(bitext(pairs)).encode())  # type: ignore[no-untyped-call]
    assert [(str(u.source), str(u.target)) for u in memory.units] == pairs
    (folder / "memory.tmx").write_bytes(bytes(memory))
    assert [pair[1:] for pair in read_pairs(folder / "memory.tmx")] == pairs
    units = Xliff2File.parsestring(xliff.render(bitext(pairs)).encode())  # type: ignore[no-untyped-call]
    assert [(str(u.source), str(u.target)) for u in units.units] == pairs
    (folder / "beads.xlf").write_bytes(bytes(units))
    assert [pair[1:] for pair in read_pairs(folder / "beads.xlf")] == pairs


@given(TEXTS.filter(lambda pairs: any(any(pair) for pair in pairs)))
def test_beads_as_json_are_read_again(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("exchange") / "beads.json"
    path.write_text(beads.render(bitext(pairs)), encoding="utf-8")
    speakable = [tuple(text.encode("utf-8", "replace").decode() for text in pair) for pair in pairs]
    assert [pair[1:] for pair in read_pairs(path)] == speakable


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ('{"beads":\n [,', 2, "not JSON"),
        ("[]", None, "holds no beads"),
        ('{"beads": [{"id": "1", "source": ["x"], "target": []}]}', None, "holds no beads"),
        ('{"beads": []}', None, "no pairs"),
    ],
)
def test_broken_json_is_told_in_one_line(tmp_path: Path, content: str, line: int | None, said: str) -> None:
    path = tmp_path / "beads.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=said) as told:
        read_pairs(path)
    assert told.value.line == line


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
