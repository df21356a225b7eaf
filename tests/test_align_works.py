"""Test what the aligner makes of whole works: confirmed beads, structure, moves, passages left out, several originals, languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.align import align
from pipeline.checks import run
from pipeline.model import (
    Bitext,
    Collation,
    ConfirmedBead,
    Decisions,
    Glossary,
    Kind,
    Segment,
    SourceError,
    join,
    seal,
)
from pipeline.read import read_decisions
from pipeline.review import review
from pipeline.review.record import set_beads
from tests.test_align import LEXICAL, PAIRS, keys, markdown, tied, work

NOTHING = Decisions()


def aligned(zh: str, *originals: str, decisions: Decisions = NOTHING) -> Bitext:
    return align(work(zh, *originals), Glossary(), LEXICAL, decisions)


def name(segment: Segment) -> str:
    return f"{segment.path}#{segment.id}"


def confirm(source: list[Segment], target: list[Segment], sealed: bool = True) -> ConfirmedBead:
    hashed = seal(join(source, "en"), join(target, "zh-Hans")) if sealed else ""
    return ConfirmedBead(tuple(map(name, source)), tuple(map(name, target)), "editor@example.org", 3, "", hashed)


def issues(zh: str, *originals: str, check: str) -> list[tuple[str, str]]:
    made = work(zh, *originals)
    bitext = align(made, Glossary(), LEXICAL, Decisions())
    return [(i.check, i.message.en) for i in run(Collation(bitext, Glossary(), LEXICAL, made), (check,))]


EN = markdown(["# Partnership", "## Members", *(en for en, _ in PAIRS[:4]), "## Data", *(en for en, _ in PAIRS[4:])])
ZH = markdown(["# 合作伙伴关系", "## 成员", *(zh for _, zh in PAIRS[:4]), "## 数据", *(zh for _, zh in PAIRS[4:])])


# ---------------------------------------------------------------- confirmed beads


def sides(bitext: Bitext) -> tuple[list[Segment], list[Segment]]:
    return [s for d in bitext.originals for s in d.segments], list(bitext.translation.segments)


def test_nothing_crosses_a_confirmed_bead() -> None:
    """A confirmed bead that is wrong pushes its neighbours aside: what stands before it is not tied to what stands after it."""
    en, zh = " ".join(en for en, _ in PAIRS[:5]), "".join(zh for _, zh in PAIRS[:5])
    source, target = sides(aligned(zh, en))
    assert len(source) == len(target) == 5
    bitext = aligned(zh, en, decisions=Decisions(beads=(confirm([source[1]], [target[3]]),)))
    (held,) = [b for b in bitext.beads if b.status == "confirmed"]
    assert (held.source, held.target, held.score) == ((source[1],), (target[3],), 1.0)
    for bead in bitext.beads:
        for s in bead.source:
            for t in bead.target:
                assert (source.index(s) <= 1, source.index(s) >= 1) == (target.index(t) <= 3, target.index(t) >= 3)
    assert not bitext.dropped
    assert keys(bitext) == sorted((s.path, s.id) for d in (*bitext.originals, bitext.translation) for s in d.segments)


def test_a_confirmed_bead_of_one_sentence_parts_its_paragraph() -> None:
    en, zh = " ".join(en for en, _ in PAIRS[:4]), "".join(zh for _, zh in PAIRS[:4])
    source, target = sides(aligned(zh, en))
    bitext = aligned(zh, en, decisions=Decisions(beads=(confirm([source[1]], [target[1]]),)))
    assert [b.source for b in bitext.beads if b.status == "confirmed"] == [(source[1],)]
    assert tied(bitext) == PAIRS[:4]


def test_a_confirmed_omission_stays_one() -> None:
    source, target = sides(aligned(ZH, EN))
    bitext = aligned(ZH, EN, decisions=Decisions(beads=(confirm([source[2]], []),)))
    (held,) = [b for b in bitext.beads if b.status == "confirmed"]
    assert (held.source, held.target) == ((source[2],), ())
    assert [b.target for b in bitext.beads if not b.source] == [(target[2],)]


def test_a_confirmed_move_is_kept() -> None:
    source, target = sides(aligned(ZH, EN))
    bitext = aligned(ZH, EN, decisions=Decisions(beads=(confirm([source[-1]], [target[2]]),)))
    assert [(b.source, b.target) for b in bitext.beads if b.status == "confirmed"] == [((source[-1],), (target[2],))]
    assert set(PAIRS[1:-1]) <= set(tied(bitext))


def test_a_confirmed_bead_is_found_again_when_text_is_put_in_before_it() -> None:
    source, target = sides(aligned(ZH, EN))
    kept = confirm([source[3]], [target[3]])
    longer = ZH.replace("## 成员", "## 新的一节\n\n这里补充了一段说明。\n\n## 成员")
    bitext = aligned(longer, EN, decisions=Decisions(beads=(kept,)))
    (held,) = [b for b in bitext.beads if b.status == "confirmed"]
    assert (held.source[0].text, held.target[0].text) == PAIRS[1]
    assert name(held.target[0]) != kept.target[0]
    assert not bitext.dropped


@pytest.mark.parametrize("change", [("两次", "三次"), ("理事会每年在巴黎举行两次会议。\n\n", "")])
def test_a_confirmed_bead_whose_text_changed_is_dropped_and_reported(change: tuple[str, str]) -> None:
    source, target = sides(aligned(ZH, EN))
    kept = confirm([source[3]], [target[3]])
    made = work(ZH.replace(*change), EN)
    bitext = align(made, Glossary(), LEXICAL, Decisions(beads=(kept,)))
    assert bitext.dropped == (kept,)
    assert not [b for b in bitext.beads if b.status == "confirmed"]
    notices = review(Collation(bitext, Glossary(), LEXICAL, made), (), Decisions(beads=(kept,))).notices
    said = [n.message for n in notices if n.kind == "bead"]
    assert len(said) == 1
    assert said[0].en.startswith("review.toml:3: the confirmed bead of en0.md#")
    assert "已失效" in said[0].zh


def test_two_confirmed_beads_of_one_segment_are_not_both_kept() -> None:
    source, target = sides(aligned(ZH, EN))
    first, second = confirm([source[2]], [target[2]]), confirm([source[2]], [target[3]])
    bitext = aligned(ZH, EN, decisions=Decisions(beads=(first, second)))
    assert bitext.dropped == (second,)


def test_confirmed_beads_come_through_the_file(tmp_path: Path) -> None:
    source, target = sides(aligned(ZH, EN))
    path = tmp_path / "review.toml"
    path.write_text(set_beads("", [confirm([source[2]], [target[2]]), confirm([source[3]], [])]), encoding="utf-8")
    decisions = read_decisions(path)
    bitext = aligned(ZH, EN, decisions=decisions)
    assert sum(b.status == "confirmed" for b in bitext.beads) == 2
    path.write_text(path.read_text(encoding="utf-8").replace('hash = "', 'hash = "x'), encoding="utf-8")
    assert aligned(ZH, EN, decisions=read_decisions(path)).dropped == read_decisions(path).beads


# ---------------------------------------------------------------- structure


def test_beads_do_not_mix_kinds_and_a_lone_heading_eats_no_paragraph() -> None:
    zh = markdown(["# 合作伙伴关系", *(zh for _, zh in PAIRS[:4]), "## 数据", *(zh for _, zh in PAIRS[4:])])
    bitext = aligned(zh, EN)
    assert all(len({s.kind for s in (*b.source, *b.target)}) == 1 for b in bitext.beads)
    assert [s.text for b in bitext.beads if not b.target for s in b.source] == ["Members"]
    assert set(PAIRS) <= set(tied(bitext))
    assert issues(zh, EN, check="omission") == [("omission", "the heading “Members” is missing")]


def test_headings_are_never_joined() -> None:
    bitext = aligned(markdown(["# 甲", "## 乙", "正文。"]), markdown(["# One", "Text."]))
    assert all(len(b.source) <= 1 and len(b.target) <= 1 for b in bitext.beads if any(s.kind is Kind.HEADING for s in b.target))


def test_labels_and_links_tie_what_words_cannot() -> None:
    """Items whose words say nothing to the lexicon are tied by their addresses, clauses by their numbers."""
    sites = ["https://oecd.ai/en/wonk", "https://unesco.org/x", "https://gov.sg/y", "https://g7.gc.ca/z"]
    en = "".join(f"Zyx [qwerty]({site}).\n\n" for site in sites)
    zh = "".join(f"呜呼[噫嘻]({site.replace('/en/', '/zh/')})。\n\n" for site in sites if "unesco" not in site)
    bitext = aligned(zh, en)
    assert [s.marks[0].target for b in bitext.beads if not b.target for s in b.source] == [sites[1]]
    en = "(a) Foo baz.\n\n(b) Bar qux.\n\n(c) Quux.\n"
    assert [b.source[0].label for b in aligned("(b) 噫嘻。\n\n(c) 嗟夫。\n", en).beads if b.target] == ["(b)", "(c)"]


def test_cells_stand_where_their_rows_say() -> None:
    en = "| a | b |\n|---|---|\n| 15 | 15 |\n| 15 | 20 |\n| 15 | 15 |\n"
    bitext = aligned(en, en.replace("a", "A"))
    for bead in bitext.beads:
        assert [s.index for s in bead.source] == [t.index for t in bead.target]


def test_notes_are_tied_to_notes() -> None:
    en = "It has members[^1] and rules[^2].\n\n[^1]: As of 2024.\n[^2]: See Article 5.\n"
    zh = "它有成员[^1]和规则[^2]。\n\n[^1]: 截至2024年。\n[^2]: 见第五条。\n"
    assert {("As of 2024.", "截至2024年。"), ("See Article 5.", "见第五条。")} <= set(tied(aligned(zh, en)))


# ---------------------------------------------------------------- passages left out, added, moved; several originals


def test_a_section_left_out_is_one_omission_with_its_extent() -> None:
    zh = markdown(["# 合作伙伴关系", "## 成员", *(zh for _, zh in PAIRS[:4])])
    assert issues(zh, EN, check="omission") == [("omission", "the section “Data” (4 segments under it) is missing")]


def test_what_lies_outside_the_scope_is_no_omission() -> None:
    zh = markdown(["# 合作伙伴关系", "## 成员", *(zh for _, zh in PAIRS[:4])])
    made = work(zh, EN)
    (original,) = made.originals
    inside = tuple(
        replace(s, expected=s.section != original.document.segments[6].id and n != 6) for n, s in enumerate(original.document.segments)
    )
    made = replace(made, originals=(replace(original, document=replace(original.document, segments=inside)),))
    bitext = align(made, Glossary(), LEXICAL, Decisions())
    assert not run(Collation(bitext, Glossary(), LEXICAL, made), ("omission",))


def test_a_passage_without_an_original_is_an_addition() -> None:
    zh = ZH.replace("## 数据", "会场设有停车场，欢迎市民参观雕塑展览。\n\n## 数据")
    assert [check for check, _ in issues(zh, EN, check="addition")] == ["addition"]
    assert set(PAIRS) <= set(tied(aligned(zh, EN)))


def test_moved_items_are_tied_and_named() -> None:
    en = markdown(["# List", *(f"- {en}" for en, _ in PAIRS)])
    order = [7, 0, 1, 2, 3, 4, 5, 6]
    zh = markdown(["# 清单", *(f"- {PAIRS[n][1]}" for n in order)])
    bitext = aligned(zh, en)
    assert set(PAIRS) <= set(tied(bitext))
    assert [b.target[0].text for b in bitext.beads if b.moved] == [PAIRS[7][1]]
    assert len(issues(zh, en, check="moved")) == 1


def test_the_glossary_is_evidence() -> None:
    from pipeline.model import Concept, Term

    concept = Concept("frobnicator", (Term("en", "frobnicator"), Term("zh-Hans", "弗罗布机")))
    made = work("弗罗布机如何如何云云。\n\n别的东西云云如何如何。", "Zzz qqq frobnicator.\n\nZzz qqq wibble.\n\nZzz qqq wobble.")
    bitext = align(made, Glossary((concept,)), LEXICAL, Decisions())
    assert ("Zzz qqq frobnicator.", "弗罗布机如何如何云云。") in tied(bitext)


# ---------------------------------------------------------------- languages

FRENCH = "Le conseil se réunit deux fois par an dans une ville qui est choisie par les membres du partenariat. "
RUSSIAN = "Совет собирается два раза в год в городе, который выбирают члены партнёрства. "
JAPANESE = "理事会は年に二回、パートナーシップのメンバーが選んだ都市で開催されます。"
ENGLISH, CHINESE = "The council meets twice a year in a city that the members choose. ", "理事会每年在成员选定的城市举行两次会议。"


@pytest.mark.parametrize(
    ("en", "zh", "said"),
    [
        (FRENCH, CHINESE, "en0.md: this text is in French, not in English; name an English original"),
        (RUSSIAN, CHINESE, "en0.md: this text is in a language in Cyrillic letters, not in English; name an English original"),
        (ENGLISH, JAPANESE, "zh.md: this text is in Japanese, not in Chinese; name the Chinese translation"),
        (ENGLISH, ENGLISH, "zh.md: this text is in English, not in Chinese; name the Chinese translation"),
        (ENGLISH, FRENCH, "zh.md: this text is in French, not in Chinese; name the Chinese translation"),
        (CHINESE, ENGLISH, "en0.md: this text is in Chinese, not in English; give the originals first, the translation last"),
    ],
)
def test_another_language_is_refused_in_one_line(en: str, zh: str, said: str) -> None:
    with pytest.raises(SourceError) as told:
        aligned(zh * 12, en * 12)
    assert told.value.text("en") == said
    assert "文" in told.value.text("zh")


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        (ENGLISH, CHINESE),
        (ENGLISH + "`kubectl apply -f x.yaml` " * 4, CHINESE + "`kubectl apply -f x.yaml` " * 4),
        ("France, Japan, Korea, Mexico, Singapore, Slovenia. ", "法国、日本、韩国、墨西哥、新加坡、斯洛文尼亚。"),
        (ENGLISH + "“C'est la vie”, said Marie. ", CHINESE + "“C'est la vie”，玛丽说。"),
    ],
)
def test_english_and_chinese_pass(en: str, zh: str) -> None:
    assert aligned(zh * 12, en * 12).beads


# ---------------------------------------------------------------- size


def test_a_vast_work_is_looked_for_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two originals, the second one first in the translation, in groups of four blocks."""
    monkeypatch.setattr("pipeline.align.works.VAST", 30)
    articles = [
        (f"Article {n} governs case number {n * 7} of year {1900 + n}.", f"第{n}条适用于{1900 + n}年第{n * 7}号案件。") for n in range(100)
    ]
    one, two = (markdown([f"# Part {k}", *(en for en, _ in articles[k * 50 : k * 50 + 50])]) for k in (0, 1))
    zh = markdown([line for k in (1, 0) for line in (f"# 第{k}部分", *(zh for _, zh in articles[k * 50 : k * 50 + 50]))])
    bitext = aligned(zh, one, two)
    assert len(set(articles) & set(tied(bitext))) >= 97
    assert {b.source[0].path for b in bitext.beads[:40] if b.source} == {"en1.md"}


@pytest.mark.slow
def test_twenty_thousand_sentences_align() -> None:
    source = markdown([f"Article {n} governs case number {n * 7} of year {1900 + n % 100}." for n in range(20_000)])
    target = markdown([f"第{n}条适用于{1900 + n % 100}年第{n * 7}号案件。" for n in range(20_000) if n % 1000 != 500])
    bitext = aligned(target, source)
    assert sum(not b.target for b in bitext.beads) == 20


def test_a_line_under_the_title_is_tied_to_the_one_that_it_renders_and_a_disclaimer_to_none() -> None:
    en = "# Guide\n\n*Issued by the Office of Procurement, 14 March 2025*\n\n## Scope\n\nIt applies to all public bodies.\n"
    zh = "# 指南\n\n中文翻译版 · 仅供参考，以英文原文为准\n\n*采购办公室，2025年3月4日发布*\n\n## 范围\n\n适用于所有公共机构。\n"
    bitext = aligned(zh, en)
    found = {join(b.target, "zh"): join(b.source, "en") for b in bitext.beads}
    assert found["采购办公室，2025年3月4日发布"] == "Issued by the Office of Procurement, 14 March 2025"
    assert found["中文翻译版 · 仅供参考，以英文原文为准"] == ""
    issues = run(Collation(bitext, Glossary(), LEXICAL))
    assert [(i.check, str(i.severity)) for i in issues if i.check in ("dates", "omission", "addition")] == [("dates", "critical")]


def test_a_line_under_the_title_that_nothing_renders_is_missing() -> None:
    en = "# Guide\n\n*Adopted on 22 May 2019*\n\n## Scope\n\nIt applies to all public bodies.\n"
    zh = "# 指南\n\n中文翻译版 · 仅供参考，以英文原文为准\n\n## 范围\n\n适用于所有公共机构。\n"
    bitext = aligned(zh, en)
    assert [join(b.source, "en") for b in bitext.beads if not b.target] == ["Adopted on 22 May 2019"]
