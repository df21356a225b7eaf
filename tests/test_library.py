"""Set works beside each other: what two render in two ways is told once, in the later one, and a build knows whom a change concerns."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import cache, library
from pipeline.build import House, build
from pipeline.model import Settings
from tests.test_build import tree

TOML = '[[original]]\npath = "en.md"\n[translation]\npath = "zh-Hans.md"\n[[edition]]\nlocale = "zh-Hans"\nformats = ["html"]\n'
WORKS = {
    "a": (
        "# Notes on {0}\n\nThe board shall publish its accounts by 1 May 2024.\n\nKorea joined.\n\nIt wants trustworthy AI.\n",
        "# {0}札记\n\n理事会应在2024年5月1日前公布账目。\n\n韩国加入。\n\n其目标是可信赖的人工智能。\n",
    ),
    "b": (
        "# Guide to {0}\n\nIt is short.\n\nThe board shall publish its accounts by 3 May 2025.\n\nKorea spoke.\n",
        "# {0}指南\n\n篇幅不长。\n\n董事会须于2025年5月3日以前公开账目。\n\n南韩发言。\n",
    ),
    "c": (
        "# Report of {0}\n\nIt is about trustworthy AI.\n\nNothing else is shared.\n",
        "# {0}报告\n\n主题是值得信赖的人工智能。\n\n别无相同之处。\n",
    ),
    "d": ("# Words of {0}\n\nA fourth text stands alone.\n", "# {0}的话\n\n第四篇文章独立存在。\n"),
}
TERMS = "id,en,zh-Hans,status\ntrust,trustworthy AI,值得信赖的人工智能 | 可信赖的人工智能,preferred\nrocket,rocket,火箭,preferred\n"


@pytest.fixture
def house(tmp_path: Path) -> House:
    for name, (en, zh) in WORKS.items():
        folder = tmp_path / "sources" / name
        folder.mkdir(parents=True)
        (folder / "work.toml").write_text(TOML, encoding="utf-8")
        (folder / "en.md").write_text(en.format(name.upper()), encoding="utf-8")
        (folder / "zh-Hans.md").write_text(zh.format(name.upper()), encoding="utf-8")
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "terms.csv").write_text(TERMS, encoding="utf-8")
    return House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))


def across(house: House) -> set[tuple[str, str, str, str]]:
    """Return what is told across works: the work that is told, the check, the severity, and where the other stands."""
    found = set()
    for work in sorted(p.name for p in house.sources.iterdir()):
        report = json.loads((house.output / work / "report.json").read_text(encoding="utf-8"))
        for issue in report["issues"]:
            far = [f"{p['path']}:{p['line']}" for p in issue["related"] if p["path"].startswith("../")]
            found |= {(work, issue["check"], issue["severity"], ",".join(far))} if far else set()
    return found


TOLD = {
    ("b", "same-source-different-target", "minor", "../a/zh-Hans.md:3"),
    ("b", "name-forms", "neutral", "../a/zh-Hans.md:5"),
    ("c", "same-source-different-target", "neutral", "../a/zh-Hans.md:7"),
}


def test_each_pair_is_told_once_in_the_later_work(house: House) -> None:
    build(house)
    assert across(house) == TOLD
    assert not {s.work for s in build(house) if s.fresh}


def test_the_report_leads_to_the_other_work(house: House) -> None:
    build(house)
    page = (house.output / "b" / "report.html").read_text(encoding="utf-8")
    assert '<a href="../a/report.html">../a/zh-Hans.md:3</a>' in page
    assert '<a href="../a/report.html">../a/zh-Hans.md:5</a>' in page


def test_the_number_of_processes_and_the_order_of_building_have_no_say(house: House) -> None:
    build(house)
    one = tree(house.output)
    shutil.rmtree(house.output)
    build(house, jobs=2)
    assert tree(house.output) == one
    shutil.rmtree(house.output)
    for work in ("c", "b", "a", "d"):
        build(house, [work])
    build(house)
    assert tree(house.output) == one


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def of(name: str, old: str, new: str) -> Callable[[House], None]:
    return lambda house: change((house.glossary if name.endswith(".csv") else house.sources) / name, old, new)


def new_work(house: House) -> None:
    shutil.copytree(house.sources / "a", house.sources / "0")
    change(house.sources / "0" / "zh-Hans.md", "应在", "须在")


CHANGES: dict[str, tuple[Callable[[House], object], set[str]]] = {
    "a sentence that another work shares": (of("a/zh-Hans.md", "理事会应在", "董事会应在"), {"a", "b"}),
    "now both are alike": (of("b/zh-Hans.md", "董事会须于2025年5月3日以前公开账目", "理事会应在2025年5月3日前公布账目"), {"b"}),
    "a name that another work shares": (of("a/zh-Hans.md", "韩国加入", "南韩加入"), {"a", "b"}),
    "a term that another work shares": (of("a/zh-Hans.md", "可信赖的", "值得信赖的"), {"a", "c"}),
    "a sentence that no other work shares": (of("b/zh-Hans.md", "篇幅不长", "篇幅很短"), {"b"}),
    "the later one": (of("c/zh-Hans.md", "别无相同", "并无相同"), {"c"}),
    "a line more before what is shared": (of("a/zh-Hans.md", "# A札记", "# A札记\n"), {"a", "b", "c"}),
    "the same sentence in English is another": (of("a/en.md", "its accounts", "all accounts"), {"a", "b"}),
    "a term that no work holds": (of("terms.csv", "火箭", "火箭弹"), set()),
    "the term": (of("terms.csv", " | 可信赖的人工智能", ""), {"a", "c"}),
    "a work goes": (lambda house: shutil.rmtree(house.sources / "a"), {"b", "c"}),
    "a work comes": (new_work, {"0", "a", "b", "c"}),
    "a work is broken": (lambda house: (house.sources / "a" / "zh-Hans.md").write_bytes(b"\xff\xfe\xff"), {"a", "b", "c"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_concerns_only_works_that_share_it(house: House, name: str) -> None:
    build(house)
    act, wanted = CHANGES[name]
    act(house)
    summaries = build(house)
    clean = replace(house, output=house.output.with_name("clean"))
    again = build(clean)
    assert [replace(s, fresh=True) for s in summaries] == list(again)
    assert {s.work for s in summaries if s.fresh} == wanted
    for summary in again:
        assert summary.error.en or tree(house.output / summary.work) == tree(clean.output / summary.work)


def test_what_is_decided_in_one_work_holds(house: House) -> None:
    build(house)
    issues = json.loads((house.output / "b" / "report.json").read_text(encoding="utf-8"))["issues"]
    [issue] = [i for i in issues if i["check"] == "same-source-different-target"]
    assert issue["message"]["zh"].startswith("同一原文在作品 a 中译作“")
    waiver = f'[[waiver]]\nissue = "{issue["id"]}"\nkind = "intended"\nreason = "another board"\n'
    (house.sources / "b" / "review.toml").write_text(waiver, encoding="utf-8")
    for act in (None, CHANGES["a line more before what is shared"][0]):
        if act:
            act(house)
        build(house)
        issues = json.loads((house.output / "b" / "report.json").read_text(encoding="utf-8"))["issues"]
        assert [i["status"] for i in issues if i["id"] == issue["id"]] == ["waived"]


@pytest.mark.parametrize("lost", ["kept/checks", "kept", "library.json"])
def test_words_that_are_lost_are_said_once_more(house: House, lost: str) -> None:
    build(house)
    one = across(house)
    path = house.output / ".cache" / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    change(house.sources / "b" / "zh-Hans.md", "篇幅不长", "篇幅很短")
    build(house)
    assert across(house) == one


def test_a_record_holds_digests_only(house: House) -> None:
    build(house)
    record, holds = cache.recall(house, house.sources / "a", cache.common(house))
    assert holds
    assert record is not None
    assert len(record.says) < 400
    assert record.says.isascii()
    assert record.told == library.seal(()) == ""
    assert [s.work for s in library.told(house, "b")] == ["a", "a"]
