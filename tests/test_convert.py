"""Convert between scripts and regions: the right words, whole words only, nothing lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.tables import rows
from pipeline.model import Concept, Glossary, Segment, Term
from pipeline.publish import convert
from pipeline.publish.characters import cut
from pipeline.publish.conversion import LOCALES, convert_parts, pieces
from pipeline.publish.readings import readings
from pipeline.publish.vocabulary import WORDS
from tests.bench_convert import PROTECT, protected, risky, score, sentences

HERE = Path(__file__).parent


@pytest.mark.parametrize(("source", "locale", "result"), rows(HERE / "conversions.tsv"))
def test_conversion(source: str, locale: str, result: str) -> None:
    assert convert(source, locale) == result


def test_sentences_are_converted_as_they_were_read() -> None:
    assert [line for _, _, wrong in score(sentences()).values() for line in wrong] == []


@given(st.lists(st.text("他说“反复”。算法<a1数据库软件”的\n", max_size=6), max_size=6), st.sampled_from(LOCALES))
def test_parts_together_are_the_whole(parts: list[str], locale: str) -> None:
    assert "".join(convert_parts(parts, locale)) == convert("".join(parts), locale)
    assert len(convert_parts(parts, locale)) == len(parts)


@pytest.mark.parametrize(
    ("parts", "result"),
    [
        (["“", "隐私", "”优先"], ["「", "隱私", "」優先"]),
        (["软", "件和", "算", "法"], ["軟", "體和", "演算法", ""]),
        (["", "重", "复", ""], ["", "重", "複", ""]),
    ],
)
def test_parts_are_converted_by_what_stands_beside_them(parts: list[str], result: list[str]) -> None:
    assert convert_parts(parts, "zh-Hant-TW") == result


def test_the_glossary_comes_first() -> None:
    concept = Concept("steering-group", (Term("zh-Hans", "指导小组"), Term("zh-Hant-TW", "督導小組")))
    assert convert("指导小组开会", "zh-Hant-TW", Glossary((concept,))) == "督導小組開會"
    assert convert("指导小组开会", "zh-Hant-HK", Glossary((concept,))) == "指導小組開會"


def test_a_short_name_stays_short_and_no_preferred_term_is_lost() -> None:
    asean = Concept(
        "asean",
        (Term("zh-Hans", "东南亚国家联盟"), Term("zh-Hans", "东盟"), Term("zh-Hant-TW", "東南亞國家協會"), Term("zh-Hant-TW", "東協")),
    )
    clear = Concept("clear", (Term("zh-Hans", "可解释性"), Term("zh-Hant-TW", "可解釋性")))
    other = Concept("other", (Term("zh-Hans", "可解读性"), Term("zh-Hans", "可解释性"), Term("zh-Hant-TW", "可解讀性")))
    glossary = Glossary((asean, clear, other))
    assert convert("东盟和东南亚国家联盟的可解释性", "zh-Hant-TW", glossary) == "東協和東南亞國家協會的可解釋性"


def test_an_unknown_locale_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-Klingon"):
        convert("甲", "zh-Klingon")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80), st.sampled_from(LOCALES))
def test_what_is_not_chinese_stays(text: str, locale: str) -> None:
    plain = "".join(c for c in text if not "\u2e80" <= c <= "\uffff" and ord(c) < 0x20000 and c not in "“”‘’")
    assert convert(plain, locale) == plain


@given(st.text(alphabet="的数据集成本法律程序发后里干系制面准伙了展示如何组织", max_size=40))
def test_cutting_loses_nothing(text: str) -> None:
    assert "".join(cut(text, {})) == text


@pytest.mark.parametrize("name", ["regional.tsv", "characters.tsv"])
def test_a_word_stands_once_in_its_table(name: str) -> None:
    known = Counter(row[0] for row in rows(WORDS / name))
    assert [word for word, n in known.items() if n > 1] == []


@pytest.mark.parametrize("rows_", [pytest.param("protect", marks=pytest.mark.skipif(not PROTECT.is_file(), reason="no such table")), "own"])
def test_risky_conversions(rows_: str) -> None:
    """At least 97 % of what stock conversion gets wrong in sense, words and characters, and 90 % of what it leaves."""
    for kind, (right, total, _) in score(protected() if rows_ == "protect" else risky()).items():
        assert right / total >= (0.9 if kind == "missed" else 0.97), kind


def test_words_that_could_be_read_two_ways_are_listed_with_their_context() -> None:
    text = "发展后的系统，合作伙伴的干预"
    found = readings((Segment("p1", "zh-Hans.md", text, line=3),), "zh-Hant-TW", Glossary())
    assert {(r.word, r.converted) for r in found} == {
        ("发展", "發展"),
        ("后", "後"),
        ("系统", "系統"),
        ("合作伙伴", "合作夥伴"),
        ("干预", "干預"),
    }
    assert found[0].word == "后", "a character that stands alone is most doubtful"
    assert (found[0].examples[0].place, found[0].examples[0].before) == ("zh-Hans.md:3", "发展")


@given(st.text(alphabet="的数据集成本《》法律程序abc ，“”发后", max_size=40), st.sampled_from(LOCALES))
def test_pieces_make_up_the_text(text: str, locale: str) -> None:
    assert "".join(word for word, _ in pieces(text, locale)) == text
