"""Test what the lexicon knows of words and numbers."""

from __future__ import annotations

import pytest

from pipeline.language import lexicon
from pipeline.model import Concept, Glossary, Term


@pytest.mark.parametrize(
    ("english", "chinese", "key"),
    [
        ("EUR 20,000", "2万欧元", "#20000"),
        ("EUR 20 000", "两万欧元", "#20000"),
        ("3.5 million people", "350万人", "#3500000"),
        ("in June", "6月", "#6"),
        ("twenty years", "二十年", "#20"),
        ("the OECD", "OECD成员", "@oecd"),
    ],
)
def test_both_languages_meet_in_one_key(english: str, chinese: str, key: str) -> None:
    known = lexicon.load()
    assert key in known.of_english(english)
    assert key in known.of_chinese(chinese)


def test_a_small_may_is_no_month() -> None:
    assert "#5" not in lexicon.load().of_english("you may go")
    assert "#5" in lexicon.load().of_english("in May")


def test_words_are_few_and_whole() -> None:
    known = lexicon.load()
    assert "".join(known.cut("数据保护条例适用于所有成员国")) == "数据保护条例适用于所有成员国"
    assert "數據" in known.cut("數據保護")
    assert any(stem == "data" for stem, _ in known.renders("数据"))


def test_a_houses_terms_are_evidence() -> None:
    glossary = Glossary((Concept("plenary", (Term("en", "Plenary"), Term("zh-Hans", "全体会议"))),))
    known = lexicon.load(glossary)
    assert "&plenary" in known.of_english("The Plenary meets.")
    assert "&plenary" in known.of_chinese("全体会议召开。")
    assert "&plenary" not in lexicon.load().of_english("The Plenary meets.")


def test_a_houses_terms_are_whole_words() -> None:
    glossary = Glossary(
        (Concept("law", (Term("en", "law"), Term("zh-Hans", "法律"))), Concept("au", (Term("en", "AU"), Term("zh-Hans", "非盟"))))
    )
    known = lexicon.load(glossary)
    assert "&law" in known.of_english("Two laws apply.")
    assert not {"&law", "&au"} & known.of_english("A flaw in the lawn, because of the author.").keys()


def test_any_numeral_is_read() -> None:
    for text in ("万", "亿万", "十", "零", "二〇二四", "千万", "一二三十百"):
        assert lexicon.load().of_chinese(text) is not None
