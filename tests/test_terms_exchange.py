"""Try the glossary's own commands: exchange without loss, faults found, hostile files refused, candidates proposed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.__main__ import main
from pipeline.commands.terminology import terms
from pipeline.model import Bead, Bitext, Concept, Document, Glossary, Segment, SourceError, Status, Term
from pipeline.read import read_glossary
from pipeline.terms import canonical, from_csv, from_tbx, from_utx, lint, to_csv, to_tbx, to_utx
from pipeline.terms.extract import candidates
from pipeline.terms.table import KINDS, LOCALES, STATUSES
from pipeline.terms.tbx import CORE, MODULES, Style
from pipeline.terms.utx import held
from tests.support import HEADER

HOUSE = Path(__file__).parents[1] / "glossary"
LETTERS = st.text(st.sampled_from("abcXYZ 012-_'\"<>&,;/#=人工智能数据治理體灣é"), min_size=1, max_size=12)
TEXT = LETTERS.map(lambda s: " ".join(s.split())).filter(bool)
SAID = st.just("") | TEXT
TERM = st.builds(Term, st.sampled_from(LOCALES), TEXT, st.sampled_from(STATUSES), SAID, SAID)
CONCEPT = st.builds(
    Concept, TEXT, st.lists(TERM, min_size=1, max_size=8).map(tuple), st.sampled_from(KINDS), st.just("") | TEXT, st.just("") | TEXT
)
STYLES: tuple[Style, ...] = ("dca", "dct")
GLOSSARY = st.lists(CONCEPT, min_size=1, max_size=5, unique_by=lambda c: c.id).map(lambda cs: canonical(Glossary(tuple(cs))))


@given(GLOSSARY, st.sampled_from(STYLES))
def test_tbx_loses_nothing(glossary: Glossary, style: Style) -> None:
    assert from_tbx(to_tbx(glossary, style).encode(), "x.tbx") == (glossary, ())


@given(GLOSSARY)
def test_csv_loses_nothing(glossary: Glossary) -> None:
    assert canonical(from_csv(to_csv(glossary), "x.csv")) == glossary


@given(GLOSSARY)
def test_utx_keeps_what_it_can_hold(glossary: Glossary) -> None:
    small = held(glossary)
    text, left = to_utx(glossary)
    if small.concepts:
        assert from_utx(text, "x.utx") == (small, ())
    assert bool(left) or small == glossary


@pytest.mark.parametrize("style", ["dca", "dct"])
def test_the_house_glossary_goes_out_and_comes_back(style: str, tmp_path: Path) -> None:
    """Through the commands: exported, imported into a folder, and read as the house reads it."""
    exported = tmp_path / "house.tbx"
    run = CliRunner()
    assert run.invoke(terms, ["export", "--glossary", str(HOUSE), "--style", style, "-o", str(exported)]).exit_code == 0
    assert run.invoke(terms, ["import", str(exported), "-o", str(tmp_path)]).exit_code == 0
    assert canonical(read_glossary(tmp_path)) == canonical(read_glossary(HOUSE))
    for name in ("terms.csv", "names.csv"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (HOUSE / name).read_text(encoding="utf-8")


def test_import_prints_and_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,en,zh-Hans,status\na,node,节点,\n", encoding="utf-8")
    shown = CliRunner().invoke(terms, ["import", str(path)])
    assert (shown.exit_code, shown.output.splitlines()[1]) == (0, "a,node,节点,,,,preferred,,")
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


def test_tbx_says_what_the_standard_says() -> None:
    glossary = Glossary((Concept("ai act", (Term("en", "AI Act"), Term("zh-Hans", "人工智能法", "forbidden")), "title", "w", "n"),))
    dca, dct = (etree.fromstring(to_tbx(glossary, style).encode()) for style in STYLES)
    for root, style in zip((dca, dct), STYLES, strict=True):
        assert (root.tag, root.get("type"), root.get("style")) == (f"{{{CORE}}}tbx", "TBX-Basic", style)
        assert root.find(f".//{{{CORE}}}conceptEntry").get("id") == "ai_x20_act"  # type: ignore[union-attr]
    assert [e.text for e in dca.iter(f"{{{CORE}}}termNote")] == ["preferredTerm-admn-sts", "deprecatedTerm-admn-sts"]
    assert [e.text for e in dct.iter(f"{{{MODULES['min']}}}administrativeStatus")] == ["preferredTerm-admn-sts", "deprecatedTerm-admn-sts"]
    assert [e.text for e in dct.iter(f"{{{MODULES['basic']}}}projectSubset")] == ["w", "w"]
    for root in (dca, dct):
        last = list(root.iter(f"{{{CORE}}}termSec"))[-1]  # what the dialect's grammar asks: term, term notes, the rest
        assert [e.get("type") or etree.QName(e).localname for e in last] == ["term", "administrativeStatus", "projectSubset", "note"]


GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "tbx-basic.rng")))


@given(GLOSSARY, st.sampled_from(STYLES))
def test_tbx_keeps_to_the_grammar(glossary: Glossary, style: Style) -> None:
    assert GRAMMAR.validate(etree.fromstring(to_tbx(glossary, style).encode())), GRAMMAR.error_log


@pytest.mark.parametrize("style", STYLES)
def test_the_house_keeps_to_the_grammar(style: Style) -> None:
    text = to_tbx(read_glossary(HOUSE), style)
    assert GRAMMAR.validate(etree.fromstring(text.encode())), GRAMMAR.error_log
    assert not GRAMMAR.validate(etree.fromstring(text.replace("preferredTerm-admn-sts", "preferred", 1).encode()))


def test_reads_tbx_of_other_programs() -> None:
    """Version 2, groups, language tags with regions, no status, no id, a definition; Japanese is left out and named."""
    text = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX"><text><body>
    <termEntry><descrip type="subjectField">finance</descrip><descripGrp><descrip type="definition">a thing</descrip></descripGrp>
    <langSet xml:lang="en-US"><tig><term>bond</term></tig><ntig><termGrp><term>note</term>
      <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termGrp></ntig></langSet>
    <langSet xml:lang="zh-CN"><tig><term>债券</term></tig><tig><term>债</term></tig></langSet>
    <langSet xml:lang="ja"><tig><term>債券</term></tig></langSet></termEntry></body></text></martif>"""
    glossary, left = from_tbx(text.encode(), "x.tbx")
    wanted: list[tuple[str, str, Status]] = [
        ("en", "bond", "preferred"),
        ("zh-Hans", "债券", "preferred"),
        ("zh-Hans", "债", "admitted"),
        ("en", "note", "deprecated"),
    ]
    assert [(t.locale, t.text, t.status) for t in glossary.concepts[0].terms] == wanted
    assert glossary.concepts[0].note == "a thing; finance"
    assert [m.en for m in left] == ["left out: 1 terms in ja"]


def test_says_what_it_leaves_out_of_tbx_and_keeps_notes_where_they_stand() -> None:
    text = f"""<tbx xmlns="{CORE}" style="dca" type="TBX-Basic"><text><body><conceptEntry id="c1">
    <langSec xml:lang="en">
      <descripGrp><descrip type="definition">A &lt;thing&gt; &amp; more</descrip><admin type="source">S</admin></descripGrp>
      <termSec><term>risk</term><termNote type="partOfSpeech">noun</termNote></termSec></langSec>
    <langSec xml:lang="zh-Hans"><termSec><term>风险</term></termSec><termSec><term>危险</term>
      <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote><note>old</note></termSec></langSec>
    </conceptEntry></body></text></tbx>"""
    glossary, left = from_tbx(text.encode(), "x.tbx")
    concept = glossary.concepts[0]
    assert concept.note == "A <thing> & more"
    assert [(t.text, t.status, t.note) for t in concept.terms if t.note] == [("危险", "deprecated", "old")]
    assert [m.en for m in left] == ["left out: 1 of partOfSpeech", "left out: 1 of source"]
    assert canonical(from_tbx(to_tbx(glossary).encode(), "y.tbx")[0]) == glossary


def test_utx_without_concepts_joins_what_renders_one_word() -> None:
    text = (
        "#UTX 1.11; en-US/zh-CN\n#src\ttgt\tsrc:pos\ttgt:term status\tcomment\n"
        "risk\t风险\tnoun\tapproved\t\nrisk\t危险\tnoun\tforbidden\tdo not\n"
    )
    (concept,) = from_utx(text, "x.utx")[0].concepts
    assert [(t.text, t.status, t.note) for t in concept.terms] == [
        ("risk", "preferred", ""),
        ("风险", "preferred", ""),
        ("危险", "forbidden", "do not"),
    ]


ENTRY = (
    "<tbx><text><body><conceptEntry id='a'><langSec xml:lang='en'><termSec><term>{}</term></termSec>"
    "</langSec></conceptEntry></body></text></tbx>"
)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not XML"),
        (b"<tbx", "not XML"),
        (b"\xff\xfe\x00", "not XML"),
        (b"<html/>", "no TBX"),
        (b"<tbx/>", "no terms"),
        (b'<!DOCTYPE tbx [<!ENTITY a "b">]>' + ENTRY.format("&a;").encode(), "entities"),
        (
            ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE tbx [<!ENTITY a SYSTEM "x">]>' + ENTRY.format("&a;")).encode("utf-16"),
            "entities",
        ),
        (ENTRY.format("a|b").encode(), "holds"),
        (b"<tbx>" + b"<a>" * 500 + b"</a>" * 500 + b"</tbx>", "not XML"),
    ],
)
def test_refuses_hostile_tbx(content: bytes, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        from_tbx(content, "x.tbx")


@pytest.mark.parametrize(
    "text", ["", "src\ttgt\n", "#UTX 1.20; ja/en\n#src\ttgt\na\tb\n", "#UTX 1.20; en/zh-CN\na\tb\n", "#UTX 1.20; en/zh\n#src\ttgt\n"]
)
def test_refuses_what_is_no_utx(text: str) -> None:
    with pytest.raises(SourceError):
        from_utx(text, "x.utx")


def test_says_what_utx_cannot_hold() -> None:
    glossary = Glossary(
        (
            Concept("a", (Term("en", "a"), Term("zh-Hant-TW", "甲")), "country"),
            Concept("b", (Term("en", "b"), Term("zh-Hans", "乙", "deprecated"))),
        )
    )
    assert [m.en.split(" ", 3)[:3] for m in to_utx(glossary)[1]] == [
        ["UTX", "cannot", "hold"],
        ["UTX", "cannot", "hold"],
        ["UTX", "says", "forbidden"],
        ["UTX", "says", "only"],
    ]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("a,node,节点,,,,preferred,,\nb,node,结点,,,,preferred,,", ['minor "node" is 节点']),
        ("a,node,节点,,,,preferred,x,\nb,node,结点,,,,preferred,y,", []),
        ("a,WHO,世卫组织,,,,preferred,,\nb,who,谁,,,,preferred,,", []),
        ("a,node,节点,,,,preferred,,\nb,knot,节点,,,,preferred,,", ["minor 节点 (zh-Hans) is preferred for a too"]),
        (
            "a,node,节点,,,,preferred,,\nb,knot,绳结,,,,preferred,,\nb,,节点,,,,forbidden,,",
            ["minor 节点 (zh-Hans) is forbidden here, but a prefers"],
        ),
        ("a,node,节点,,,,preferred,,\nb,knot,绳结,,,,preferred,,\nb,,节点,,,,deprecated,,", []),  # told only where knot is said
        (
            "a,node | knot,节点,,,,preferred,,\nb,knot,节点 | 绳结,,,,preferred,x,\nb,,节点,,,,deprecated,,",
            ["minor 节点 (zh-Hans) is deprecated here, but b accepts", "neutral 节点 (zh-Hans) is deprecated here, but a prefers"],
        ),
        ("a,node,节点 | 结点,,,,preferred,,\na,,结点,,,,deprecated,,", ["minor 结点 (zh-Hans) is deprecated here, but a accepts"]),
        ("a,data,数据,,,,preferred,,\nb,data governance,资料治理,,,,preferred,,", ['neutral "data governance" (资料治理) holds "data"']),
        ("a,data,数据,,,,preferred,,\nb,data governance,数据治理,,,,preferred,,", []),
        ("a,data,數據,,資料,,preferred,,", ["minor traditional 數據 in zh-Hans"]),
        ("a,data,数据,,数据,,preferred,,", ["minor simplified 数据 in zh-Hant-TW"]),
        ("a,secretariat,秘书处,,秘書處,秘書處,preferred,,", []),
        ("a,data,,,資料,,preferred,,", ["minor no zh-Hans"]),
        ("a,data ,数据,,,,preferred,,", ["minor spaces around the cell en"]),
        ("a,AI  data,数据,,,,preferred,,", ["minor a doubled or invisible space in en"]),
        ("a,data,ＡＩ数据,,,,preferred,,", ["minor full-width ＡＩ in zh-Hans"]),
        ("a,data,数据 | | 资料,,,,preferred,,", ["minor an empty variant in zh-Hans"]),
        ("a,data,数据 | 数据,,,,preferred,,", ["minor 数据 stands twice"]),
        ("a,policy,政策,,,,preferred,,\nb,policies,方针,,,,preferred,,", ['minor "policies" is 政策']),
        ("a,policy,政策,,,,preferred,,\nb,police,警察,,,,preferred,,", []),
        ("a,,旧词,,,,deprecated,,", ["minor a has no accepted wording"]),
    ],
)
def test_lint(rows: str, wanted: list[str]) -> None:
    found = [f"{f.severity} {f.message.en}" for f in lint([("terms.csv", f"{HEADER}\n{rows}\n")])]
    assert len(found) == len(wanted), found
    assert all(f.startswith(w) for f, w in zip(found, wanted, strict=True)), found


def test_lint_command_ends_with_one_on_warnings_only(tmp_path: Path) -> None:
    def status(rows: str) -> tuple[int, str]:
        (tmp_path / "terms.csv").write_text(f"{HEADER}\n{rows}\n", encoding="utf-8")
        ended = CliRunner().invoke(terms, ["lint", "--glossary", str(tmp_path)])
        return ended.exit_code, ended.output

    assert status("a,data,数据,,,,preferred,,") == (0, "")
    assert status("a,data,数据,,,,preferred,,\nb,data governance,资料治理,,,,preferred,,")[0] == 0
    code, output = status("a,data ,数据,,,,preferred,,")
    assert code == 1
    assert output == f"{tmp_path}/terms.csv:2: warning: spaces around the cell en\n"


def test_lint_command_of_a_house_without_glossary_ends_with_two(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["terms", "lint", "--glossary", str(tmp_path / "none")]).exit_code == 2


def _bitext(*pairs: tuple[str, str]) -> Bitext:
    beads = tuple(Bead(str(n), (Segment(f"p{n}", "en.md", en),), (Segment(f"p{n}", "zh-Hans.md", zh),)) for n, (en, zh) in enumerate(pairs))
    source = Document("en.md", "en", "", tuple(b.source[0] for b in beads))
    return Bitext((source,), Document("zh-Hans.md", "zh-Hans", "", tuple(b.target[0] for b in beads)), beads)


def test_extract_proposes_names_and_phrases_and_leaves_out_known_terms() -> None:
    bitext = _bitext(
        ("The Steering Group adopts the work plan.", "指导小组通过工作计划。"),
        ("The Steering Group meets twice to discuss data governance.", "指导小组召开两次会议，讨论数据治理。"),
        ("Good data governance needs a work plan.", "良好的数据治理需要工作计划。"),
        ("Members vote.", "成员表决。"),
    )
    found = {c.english: (c.chinese, c.count, c.together, len(c.examples)) for c in candidates(bitext, Glossary())}
    assert found == {"Steering Group": ("指导小组", 2, 2, 2), "work plan": ("工作计划", 2, 2, 2), "data governance": ("数据治理", 2, 2, 2)}
    known = Glossary((Concept("dg", (Term("en", "data governance"), Term("zh-Hans", "数据治理"))),))
    assert "data governance" not in {c.english for c in candidates(bitext, known)}


def test_extract_proposes_what_the_texts_set_side_by_side_though_it_stands_once() -> None:
    bitext = _bitext(
        ("It covers safety, explainability, content provenance and trust.", "涵盖安全、可解释性、内容来源和信任。"),
        ("The AI systems are tested.", "人工智能系统经过测试。"),
        ("Testers like AI systems.", "测试人员喜欢人工智能系统。"),
        ("It stops spam, collecting data, Singapore and more.", "它阻止垃圾邮件、收集数据、新加坡和其他。"),
    )
    found = {c.english: c.chinese for c in candidates(bitext, Glossary())}
    assert found == {"explainability": "可解释性", "content provenance": "内容来源", "AI systems": "人工智能系统"}


def test_extract_command_writes_csv(tmp_path: Path) -> None:
    en, zh, out = tmp_path / "en.md", tmp_path / "zh-Hans.md", tmp_path / "out.csv"
    en.write_text("The Steering Group meets.\n\nThe Steering Group votes.\n", encoding="utf-8")
    zh.write_text("指导小组开会。\n\n指导小组表决。\n", encoding="utf-8")
    ended = CliRunner().invoke(terms, ["extract", str(en), str(zh), "--encoder", "lexical", "--glossary", str(tmp_path), "-o", str(out)])
    assert ended.exit_code == 0, ended.output
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("Steering Group,指导小组,2,2,1.00,The Steering Group meets.")


def test_canonical_is_what_the_reader_returns() -> None:
    """The house's own files are written in the order that `canonical` gives."""
    house = read_glossary(HOUSE)
    assert {(c.id, frozenset(c.terms)) for c in canonical(house).concepts} == {(c.id, frozenset(c.terms)) for c in house.concepts}
    assert canonical(canonical(house)) == canonical(house)


@pytest.mark.parametrize("row", [",node,节点,preferred", "a,,,preferred", "a,node,节点,approved", 'a,"node,节点,preferred'])
def test_refuses_broken_csv(row: str) -> None:
    with pytest.raises(SourceError, match=r"x\.csv"):
        from_csv(f"id,en,zh-Hans,status\n{row}\n", "x.csv")


def test_group_without_command_shows_its_help() -> None:
    ended = CliRunner().invoke(main, ["terms"])
    assert ended.exit_code == 2
    assert "extract" in ended.output
    assert "\\n" not in ended.output
