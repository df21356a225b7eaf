"""Terms: inflection, longest match, words inside other words, scope and locale."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.termbase import termbase
from pipeline.language.terms import finder, stands
from pipeline.model import Bilingual, Concept, Document, Glossary, Term, Translation, Work


def work(identity: str, publisher: str = "") -> Work:
    return Work(identity, Path(), Bilingual("", ""), (), Translation(Document("zh", "zh-Hans", "", ())), publisher=publisher)


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("policy", "Policies and POLICY", ["Policies", "POLICY"]),
        ("working group", "The working groups' aims; a working-group", ["working groups", "working-group"]),
        ("code of conduct", "Codes of conduct", ["Codes of conduct"]),
        ("AI", "AI, ai, AIs, PAID", ["AI", "AIs"]),
        ("Plenary", "the Plenary, a plenary", ["Plenary"]),
        ("govern", "governing, governed, governs, government", ["governing", "governed", "governs"]),
        ("government", "governments, governmental", ["governments"]),
        ("use case", "The use, case closed", []),
    ],
)
def test_english(term: str, text: str, found: list[str]) -> None:
    assert [f.text for f in finder("en", [(term, "x")]).find(text)] == found


def test_verbal_forms_are_marked() -> None:
    assert [f.verbal for f in finder("en", [("govern", "x")]).find("governs, governing")] == [False, True]


def test_longest_wins() -> None:
    tool = finder("en", [("AI", "ai"), ("AI system", "system"), ("AI system impact", "impact")])
    assert [f.keys for f in tool.find("AI systems and AI, AI system impacts")] == [("system",), ("ai",), ("impact",)]
    tool = finder("zh-Hans", [("人工智能", "ai"), ("人工智能系统", "system")])
    assert [f.keys for f in tool.find("人工智能系统与人工智能")] == [("system",), ("ai",)]


@pytest.mark.parametrize(
    ("text", "word", "free"),
    [
        ("布鲁塞尔", "鲁塞", False),
        ("工程序列", "程序", False),
        ("试卷", "卷", False),
        ("数据卷已挂载", "卷", True),
        ("大数据有帮助", "数据", True),
        ("世界贸易组织", "贸易", True),
        ("该AI系统", "AI", True),
        ("OpenAI系统", "AI", False),
    ],
)
def test_never_inside_another_word(text: str, word: str, free: bool) -> None:
    at = text.index(word)
    assert stands(text, at, at + len(word)) is free


def test_scope_and_locale() -> None:
    concepts = (
        Concept("a", (Term("en", "Council"), Term("zh-Hans", "理事会")), scope="one | Example Press"),
        Concept("b", (Term("en", "data"), Term("zh-Hans", "数据"), Term("zh-Hans-SG", "资料"), Term("zh-Hans", "讯息", "forbidden"))),
    )
    glossary = Glossary(concepts)
    bases = [termbase(glossary, "zh-Hans", w) for w in (work("one"), work("two", "Example Press"), work("two"))]
    assert [bool(b and b.source("The Council")) for b in bases] == [True, True, False]
    base = termbase(glossary, "zh-Hans-SG", work("two"))
    assert base is not None
    assert base.accepted("b") == ("资料",)
    assert bases[2] is not None
    assert bases[2].disapproved("b") == {"讯息": "forbidden"}
    assert termbase(Glossary(), "zh-Hans") is None


@given(st.text(alphabet="数据治理大的工程序列AI b", max_size=30))
def test_found_terms_are_in_order(text: str) -> None:
    found = finder("zh-Hans", [("数据", "a"), ("数据治理", "b"), ("程序", "c"), ("AI", "d")]).find(text)
    assert all(text[f.start : f.end] == f.text for f in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))
