"""Test what the lexicon knows of words and numbers."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.language import cedict, lexicon
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


@pytest.fixture
def dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a dictionary of three entries, and a cache of its own."""
    data = tmp_path / "cedict.gz"
    _write(
        data, "組織 组织 [zu3 zhi1] /to organize/organization/\n組 组 [zu3] /surname Zu/group/\n全體會議 全体会议 [x] /general assembly/\n"
    )
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cedict, "_data", lambda: data)
    cedict.headwords.cache_clear()
    yield data
    cedict.headwords.cache_clear()


def _write(path: Path, entries: str) -> None:
    path.write_bytes(gzip.compress(entries.encode()))
    cedict.headwords.cache_clear()


def _kept(dictionary: Path) -> list[Path]:
    return sorted((dictionary.parent / "cache").rglob("cedict-*"))


def _said(known: cedict.Headwords) -> list[object]:
    words = ("组织", "組織", "组", "全体会议", "全体", "议", "")
    return [*map(known.knows, words), *map(known.glosses, words), known.cut("全体会议组织组"), list(known.inside("组织组", 1, 4))]


def test_the_dictionary_is_kept_and_says_the_same(dictionary: Path) -> None:
    made = _said(cedict.headwords())
    assert (("assemb", 0.5), ("general", 0.5)) in made
    assert ("全体会议", "组织", "组") in made
    assert len(_kept(dictionary)) == 2  # the words in traditional characters apart
    cedict.headwords.cache_clear()
    assert _said(cedict.headwords()) == made
    (dictionary.parent / "cache").rename(dictionary.parent / "old")
    (dictionary.parent / "cache").touch()  # nothing can be kept there
    cedict.headwords.cache_clear()
    assert _said(cedict.headwords()) == made


def test_a_spoilt_or_stale_dictionary_is_made_anew(dictionary: Path) -> None:
    made = _said(cedict.headwords())
    for kept in _kept(dictionary):
        whole = kept.read_bytes()
        for broken in (b"", b"abc", whole[:-9], whole[:50] + b"?" + whole[51:]):
            kept.write_bytes(broken)
            cedict.headwords.cache_clear()
            assert _said(cedict.headwords()) == made
            assert kept.read_bytes() == whole
    old = _kept(dictionary)
    _write(dictionary, "會 会 [hui4] /meeting/\n")
    assert cedict.headwords().glosses("会") == (("meet", 1.0),)
    assert not cedict.headwords().knows("组织")
    fresh = set(_kept(dictionary)) - {*old}
    assert fresh
    for kept in old:
        os.utime(kept, (0, 0))
    _write(dictionary, "會 会 [hui4] /a meeting/gathering/\n")
    assert cedict.headwords().knows("会")
    assert fresh <= set(_kept(dictionary))
    assert not {*old} & set(_kept(dictionary))


def test_a_character_that_the_tables_use_for_themselves_is_no_word() -> None:
    assert cedict.headwords().cut("\0一") == ("\0", "一")
    assert not cedict.headwords().knows("\0")
