"""Test the aligner: its properties on any texts, its structure on small works, its quality on the shared data."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.align import align, align_segments
from pipeline.align.monotone import Texts, link, link_sentences
from pipeline.align.order import origins
from pipeline.align.search import TYPES
from pipeline.align.sides import Reader
from pipeline.language import lexicon
from pipeline.model import Bilingual, Bitext, ConfirmedBead, Decisions, Glossary, Original, Segment, Settings, Translation, Work
from pipeline.read import read_markdown
from tests.support import BENCH

LEXICAL = Settings(encoder="lexical")
PAIRS = [
    ("Singapore joined the partnership in June 2020.", "新加坡于2020年6月加入该合作伙伴关系。"),
    ("The council meets twice a year in Paris.", "理事会每年在巴黎举行两次会议。"),
    ("Members pay an annual contribution of 20,000 euros.", "成员每年缴纳2万欧元会费。"),
    ("The secretariat prepares the programme of work.", "秘书处编制工作计划。"),
    ("Experts from industry and academia take part.", "来自产业界和学术界的专家参与其中。"),
    ("Personal data must be deleted after 30 days.", "个人数据须在30天后删除。"),
    ("Courts may review the decision.", "法院可以审查该决定。"),
    ("Fishing in the lake is forbidden in winter.", "冬季禁止在湖中捕鱼。"),
]
TEXT = st.one_of(st.sampled_from([x for pair in PAIRS for x in pair]), st.text(max_size=40))


def reader() -> Reader:
    return Reader(None, lexicon.load())


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=12), st.lists(TEXT, max_size=12), st.sampled_from(["sentences", "paragraphs", None]))
def test_every_unit_stands_in_one_bead_in_order(source: list[str], target: list[str], level: str | None) -> None:
    links = link(source, target, reader(), level=level)  # type: ignore[arg-type]
    assert [i for left, _, _ in links for i in left] == list(range(len(source)))
    assert [j for _, right, _ in links for j in right] == list(range(len(target)))
    assert all(0 <= share <= 1 for *_, share in links)
    assert all((len(left), len(right)) in TYPES for left, right, _ in links)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=8), st.text(min_size=1, max_size=30))
def test_an_identical_paragraph_at_the_end_changes_nothing_before_it(pairs: list[tuple[str, str]], more: str) -> None:
    source, target = [en for en, _ in pairs], [zh for _, zh in pairs]
    before = link(source, target, reader())
    after = link([*source, more], [*target, more], reader())
    assert after == [*before, ((len(source),), (len(target),), 1.0)]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=8), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_swapping_the_sides_mirrors_the_beads(pairs: list[tuple[str, str]], no_en: set[int], no_zh: set[int]) -> None:
    source = [en for n, (en, _) in enumerate(pairs) if n not in no_en]
    target = [zh for n, (_, zh) in enumerate(pairs) if n not in no_zh]
    assert align_segments(target, source) == [(right, left) for left, right in align_segments(source, target)]


def test_segments_of_another_language_are_warned_of() -> None:
    russian = ["Совет собирается два раза в год в городе, который выбирают члены партнёрства."] * 6
    with pytest.warns(UserWarning, match="Cyrillic"):
        align_segments(russian, [PAIRS[1][1]] * 6)


def test_a_dropped_sentence_is_found() -> None:
    target = [zh for n, (_, zh) in enumerate(PAIRS) if n != 3]
    beads = align_segments([en for en, _ in PAIRS], target)
    assert ((3,), ()) in beads
    assert ((4,), (3,)) in beads


def test_an_added_sentence_is_found() -> None:
    beads = align_segments([en for n, (en, _) in enumerate(PAIRS) if n != 5], [zh for _, zh in PAIRS])
    assert ((), (5,)) in beads


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ([], []),
        (["Alone."], []),
        ([], ["独。"]),
        (["same"] * 300, ["相同"] * 280),
        (["x " * 20_000], ["文" * 20_000]),
        (["One. " * 3000], ["一。" * 3000]),
        (["same"] * 1000, ["same"] * 1000),
        (["Same line here."] * 1000, ["这里的同一行。"] * 990),
        (["", " "], ["", "　"]),
        (["a\r\nb"], ["甲\r乙", "\ud800"]),
    ],
)
def test_bad_input_is_aligned_somehow(source: list[str], target: list[str]) -> None:
    links = link(source, target, reader())
    assert [i for left, _, _ in links for i in left] == list(range(len(source)))
    assert [j for _, right, _ in links for j in right] == list(range(len(target)))


def test_a_long_text_is_cut_and_still_aligned() -> None:
    source = [f"Article {n} governs case number {n * 7}." for n in range(1500)]
    target = [f"第{n}条适用于第{n * 7}号案件。" for n in range(1500) if n % 100 != 50]
    links = {(left, right) for left, right, _ in link(source, target, reader())}
    lone = [left for left, right in links if left and not right]
    assert len(lone) == 15
    assert sum(((n + 100 * 0,), (n,)) in links for n in range(50)) == 50


def test_origins_follow_the_original_and_jump_when_it_pays() -> None:
    import numpy as np

    alike = np.full((4, 4), 0.1, np.float32)
    for target, source in enumerate((2, 3, 0, 1)):
        alike[target, source] = 0.9
    assert origins(alike, [0, 0, 1, 1]) == [2, 3, 0, 1]


# ---------------------------------------------------------------- small documents

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def small(row: list[str]) -> tuple[list[str], list[str], list[tuple[tuple[int, ...], tuple[int, ...]]]]:
    """Return a case's units and beads: `A+B C` against `A B` has A and B in one unit, and no partner for C."""
    sides = [[unit.split("+") for unit in side.split()] for side in row]
    texts = {key: (en, zh) for key, en, zh in table("align-texts.tsv")}
    source = [" ".join(texts[key][0] for key in unit) for unit in sides[0]]
    target = ["".join(texts[key][1] for key in unit) for unit in sides[1]]
    place = [{key: n for n, unit in enumerate(side) for key in unit} for side in sides]
    beads = set()
    for mine, other in ((0, 1), (1, 0)):
        for n, unit in enumerate(sides[mine]):
            partners = tuple(dict.fromkeys(place[other][key] for key in unit if key in place[other]))
            back = tuple(sorted({place[mine][key] for p in partners for key in sides[other][p]})) or (n,)
            beads.add((back, partners) if mine == 0 else (partners, back))
    return source, target, sorted(beads)


@pytest.mark.parametrize("encoder", ["use", "lexical"])
@pytest.mark.parametrize("row", table("align-small.tsv"), ids=" | ".join)
def test_small_documents_are_aligned_right(row: list[str], encoder: str) -> None:
    from pipeline.language.encoder import load

    source, target, beads = small(row)
    found = [(left, right) for left, right, _ in link(source, target, Reader(load(encoder), lexicon.load()))]
    assert sorted(found) == beads


@pytest.mark.parametrize("encoder", ["use", "lexical"])
def test_texts_side_by_side_are_tied_as_each_by_itself(encoder: str) -> None:
    from pipeline.language.encoder import load

    own = Reader(load(encoder), lexicon.load())
    rows = [row for row in table("align-small.tsv") if all(len(side.split()) < 9 for side in row)]
    texts = [Texts(source, target) for source, target, _ in map(small, rows)]
    texts += [Texts([], ["多。"]), Texts(["Same."], ["Same."]), Texts(["One. Two."], ["一。二。"]), Texts(["", "  "], ["。", ""])]
    alone = [link(each.source, each.target, own, level="sentences") for each in texts]
    for found, links in zip(link_sentences(texts, own), alone, strict=True):
        assert [bead[:2] for bead in found] == [bead[:2] for bead in links]
        assert [bead[2] for bead in found] == pytest.approx([bead[2] for bead in links], abs=1e-6)


# ---------------------------------------------------------------- works


def work(translation: str, *originals: str) -> Work:
    made = tuple(Original(read_markdown(text, f"en{n}.md", "en")) for n, text in enumerate(originals))
    return Work("w", Path(), Bilingual("", ""), made, Translation(read_markdown(translation, "zh.md", "zh-Hans")))


def tied(bitext: Bitext) -> list[tuple[str, str]]:
    return [(" ".join(s.text for s in b.source), "".join(s.text for s in b.target)) for b in bitext.beads]


def markdown(lines: list[str]) -> str:
    return "\n\n".join(lines) + "\n"


EN = markdown(["# Partnership", "## Members", *(en for en, _ in PAIRS[:4]), "## Data", *(en for en, _ in PAIRS[4:])])
ZH = markdown(["# 合作伙伴关系", "## 成员", *(zh for _, zh in PAIRS[:4]), "## 数据", *(zh for _, zh in PAIRS[4:])])


def keys(bitext: Bitext) -> list[tuple[str, str]]:
    return sorted((s.path, s.id) for b in bitext.beads for s in (*b.source, *b.twins, *b.target))


def test_a_work_is_tied_whole() -> None:
    made = work(ZH, EN)
    bitext = align(made, Glossary(), LEXICAL, Decisions())
    assert set(PAIRS) <= set(tied(bitext))
    assert keys(bitext) == sorted((s.path, s.id) for d in (*bitext.originals, bitext.translation) for s in d.segments)
    assert len({b.id for b in bitext.beads}) == len(bitext.beads)
    assert not any(b.moved for b in bitext.beads)
    assert all(len({s.kind for s in (*b.source, *b.target)}) == 1 for b in bitext.beads)


def test_a_moved_section_is_tied_where_it_stands() -> None:
    zh = markdown(["# 合作伙伴关系", "## 数据", *(zh for _, zh in PAIRS[4:]), "## 成员", *(zh for _, zh in PAIRS[:4])])
    bitext = align(work(zh, EN), Glossary(), LEXICAL, Decisions())
    assert set(PAIRS) <= set(tied(bitext))
    moved = {zh for b, (_, zh) in zip(bitext.beads, tied(bitext), strict=True) if b.moved}
    assert moved
    assert moved <= {"数据", *(zh for _, zh in PAIRS[4:])} or moved <= {"成员", *(zh for _, zh in PAIRS[:4])}


@pytest.mark.parametrize("encoder", ["use", "lexical"])
@pytest.mark.parametrize("row", table("align-moved.tsv"), ids=" | ".join)
def test_moved_units_are_tied_where_they_stand(row: list[str], encoder: str) -> None:
    texts = {key: (en, zh) for key, en, zh in table("align-texts.tsv")}
    source, target, moved = (side.split() for side in row)
    made = work(markdown([texts[key][1] for key in target]), markdown([texts[key][0] for key in source]))
    bitext = align(made, Glossary(), Settings(encoder=encoder), Decisions())

    def units(segments: tuple[Segment, ...], language: int) -> set[str]:
        return {key for key in source for s in segments if s.text in texts[key][language]}

    sides = [(units(b.source, 0), units(b.target, 1)) for b in bitext.beads]
    assert all(left == right or (left and not right) for left, right in sides)
    assert {key for left, right in sides for key in left if right} == {*source} & {*target}
    assert {key for (left, _), b in zip(sides, bitext.beads, strict=True) if b.moved for key in left} == {*moved} - {"-"}


def test_two_originals_each_give_their_passage() -> None:
    one = markdown(["# Members", *(en for en, _ in PAIRS[:4])])
    two = markdown(["# Data", PAIRS[0][0], *(en for en, _ in PAIRS[4:])])
    bitext = align(work(ZH, one, two), Glossary(), Settings(), Decisions())  # four sentences alone are too few for words only
    assert {b.source[0].path for b in bitext.beads if b.target and b.source} == {"en0.md", "en1.md"}
    assert set(PAIRS) <= set(tied(bitext))
    twins = [t.text for b in bitext.beads for t in b.twins]
    assert twins == [PAIRS[0][0]]


@pytest.mark.parametrize(("members", "covered"), [("44", True), ("45", False)])
def test_a_sentence_whose_facts_another_original_states_is_its_twin(members: str, covered: bool) -> None:
    lead = "Since July 2024 both bodies form one integrated partnership with governments, companies, scholars, unions and charities."
    tail = "the 38 members of the council and six others, which signed the founding statement, paid the yearly fee and sent experts"
    one = markdown(["# Members", f"{lead} It has 44 member countries: {tail}."])
    two = markdown(["# History", f"The integrated partnership has {members} member countries."])
    zh = (
        "2024年7月以来，两个机构与各国政府、企业、学者、工会和慈善组织结成一体化合作伙伴关系。"
        "其成员国共有44个：理事会的38个成员国，以及签署创始声明、缴纳年费并派出专家的另外六个国家。"
    )
    bitext = align(work(markdown(["# 成员", zh]), one, two), Glossary(), LEXICAL, Decisions())
    twins = [t.text for b in bitext.beads for t in b.twins]
    assert (f"The integrated partnership has {members} member countries." in twins) == covered


def test_a_left_out_paragraph_stays_alone() -> None:
    zh = ZH.replace(PAIRS[2][1] + "\n\n", "")
    bitext = align(work(zh, EN), Glossary(), LEXICAL, Decisions())
    assert (PAIRS[2][0], "") in tied(bitext)
    at = tied(bitext).index((PAIRS[2][0], ""))
    assert tied(bitext)[at - 1] == PAIRS[1]


def test_a_confirmed_bead_stays_and_a_broken_one_is_dropped() -> None:
    made = work(ZH, EN)
    source, target = made.originals[0].document.segments[2], made.translation.document.segments[3]
    kept = ConfirmedBead((f"en0.md#{source.id}",), (f"zh.md#{target.id}",))
    gone = ConfirmedBead(("en0.md#nowhere",), (f"zh.md#{target.id}",))
    bitext = align(made, Glossary(), LEXICAL, Decisions(beads=(gone, kept)))
    (bead,) = [b for b in bitext.beads if b.status == "confirmed"]
    assert (bead.source, bead.target) == ((source,), (target,))
    assert keys(bitext) == sorted((s.path, s.id) for d in (*bitext.originals, bitext.translation) for s in d.segments)


def test_ids_do_not_depend_on_place() -> None:
    first = align(work(ZH, EN), Glossary(), LEXICAL, Decisions())
    second = align(work("# 合作伙伴关系\n\n新的一段，没有原文。\n\n" + ZH.partition("\n\n")[2], EN), Glossary(), LEXICAL, Decisions())
    assert {b.id for b in first.beads if b.source and b.target} <= {b.id for b in second.beads}


@pytest.mark.skipif(not BENCH.is_dir(), reason=f"no shared data in {BENCH}")
def test_policy_sentences_are_tied_well() -> None:
    from pipeline.language import encoder
    from tests.align_draws import read
    from tests.bench_align import scorer

    documents = read("policy_sentences")[:4]
    made = [[(t, s) for s, t, _ in link(d["en"], d["zh"], Reader(encoder.load(), lexicon.load()))] for d in documents]
    assert scorer().evaluate(documents, made)["Fs"] >= 0.97
