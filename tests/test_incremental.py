"""Change each input in turn: what is built again is as a clean build would have it, and nothing else is built."""

from __future__ import annotations

import base64
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import cache, stamps, store
from pipeline.build import House, build, collate
from pipeline.mentions.bearing import bears, texts_of, traces
from pipeline.model import Concept, Decisions, Glossary, Limits, Settings, Severity, Term
from pipeline.publish import convert
from pipeline.read import read_glossary, read_work
from tests.test_build import tree

WORK = """\
title = {{ en = "{0}", zh-Hans = "作品" }}
date = 2026-01-01
[[original]]
path = "en.md"
[translation]
path = "zh-Hans.md"
[[edition]]
locale = "zh-Hans"
formats = ["html"]
theme = "theme.css"
[[edition]]
locale = "zh-Hant-TW"
formats = ["html"]
"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OTHER = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
ENGLISH = "# {0}\n\nThe {1} has 15 members and meets twice a year.\n\n![map](map.png)\n"
CHINESE = "# 标题\n\n{0}由15名成员组成，每年召开两次会议。\n\n![图](map.png)\n"
TERMS = """\
id,en,zh-Hans,zh-Hant-TW,status
council,council,理事会,理事會,preferred
agency,agency,机构,,preferred
rocket,rocket,火箭,,preferred
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    for name, en, zh in (("a", "council", "理事会"), ("b", "agency", "机构")):
        folder = tmp_path / "sources" / name
        folder.mkdir(parents=True)
        (folder / "work.toml").write_text(WORK.format(name.upper()), encoding="utf-8")
        (folder / "en.md").write_text(ENGLISH.format(name.upper(), en), encoding="utf-8")
        (folder / "zh-Hans.md").write_text(CHINESE.format(zh), encoding="utf-8")
        (folder / "theme.css").write_text("p { color: #123456 }", encoding="utf-8")
        (folder / "map.png").write_bytes(base64.b64decode(PIXEL))
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "terms.csv").write_text(TERMS, encoding="utf-8")
    return House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def built(house: House) -> set[str]:
    """Build, compare with a clean build byte for byte, and return the names of the works that were not left alone."""
    summaries = build(house)
    clean = replace(house, output=house.output.with_name("clean"))
    shutil.rmtree(clean.output, ignore_errors=True)
    again = build(clean)
    assert [replace(s, fresh=True) for s in summaries] == list(again)
    assert tree(house.output) == tree(clean.output)
    return {s.work for s in summaries if s.fresh}


def of(name: str, act: Callable[[Path], object]) -> Callable[[House], House]:
    """Act on a file of the work `a`, or of the glossary."""

    def apply(house: House) -> House:
        act((house.glossary if name.endswith(".csv") else house.sources / "a") / name)
        return house

    return apply


def settings(**choices: object) -> Callable[[House], House]:
    return lambda house: replace(house, settings=replace(house.settings, **choices))  # type: ignore[arg-type]


CHANGES: dict[str, tuple[Callable[[House], House], set[str]]] = {
    "touch": (of("en.md", lambda p: p.touch()), set()),
    "write the same": (of("en.md", lambda p: p.write_bytes(p.read_bytes())), set()),
    "original": (of("en.md", lambda p: change(p, "15", "16")), {"a"}),
    "translation": (of("zh-Hans.md", lambda p: change(p, "两次", "三次")), {"a"}),
    "same size and time": (of("zh-Hans.md", lambda p: _change_unseen(p)), {"a"}),
    "work.toml": (of("work.toml", lambda p: change(p, "2026-01-01", "2026-02-02")), {"a"}),
    "theme": (of("theme.css", lambda p: change(p, "123456", "654321")), {"a"}),
    "image": (of("map.png", lambda p: p.write_bytes(base64.b64decode(OTHER))), {"a"}),
    "decision": (
        of("review.toml", lambda p: p.write_text('[[waiver]]\nissue = "00000000"\nkind = "intended"\nreason = "so"\n', encoding="utf-8")),
        {"a"},
    ),
    "a term that one work holds": (of("terms.csv", lambda p: change(p, "council,理事会,理事會", "council,委员会,委員會")), {"a"}),
    "a term that no work holds": (of("terms.csv", lambda p: change(p, "火箭", "火箭弹")), set()),
    "a new term": (of("terms.csv", lambda p: change(p, "rocket,rocket", "m,members,会员,,preferred\nrocket,rocket")), {"a", "b"}),
    "a term goes": (of("terms.csv", lambda p: change(p, "agency,agency,机构,,preferred\n", "")), {"b"}),
    "a name": (
        of("names.csv", lambda p: p.write_text("id,kind,en,zh-Hans,status\nx,organisation,Council,议会,preferred\n", encoding="utf-8")),
        {"a"},
    ),
    "a note that shows nowhere": (of("terms.csv", lambda p: change(p, "status\n", "status\n\n")), set()),
    "a check off": (settings(off=("spacing",)), {"a", "b"}),
    "a severity": (settings(severities=(("terms", Severity.CRITICAL),)), {"a", "b"}),
}


def _change_unseen(path: Path) -> None:
    """Change a file as one would to deceive `make`: same size, same time."""
    status = path.stat()
    change(path, "两次", "三次")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("rest", [False, True], ids=["at once", "later"])
def test_what_changed_is_built_as_a_clean_build_has_it(house: House, name: str, rest: bool) -> None:
    build(house)
    if rest:  # long enough that stamps are trusted
        time.sleep(0.1)
        build(house)
    act, wanted = CHANGES[name]
    assert built(act(house)) == wanted


def test_stamps_are_trusted_only_after_a_rest(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    build(house)
    time.sleep(0.1)
    build(house)
    read: list[Path] = []
    real = stamps.sha256

    def note(path: Path) -> str:
        read.append(path)
        return real(path)

    monkeypatch.setattr(stamps, "sha256", note)
    assert not {s.work for s in build(house) if s.fresh}
    assert {p.name for p in read} <= {"terms.csv", "index.html"}
    future = time.time() + 1000
    os.utime(house.sources / "a" / "en.md", (future, future))
    for _ in range(2):
        read.clear()
        build(house)
        assert house.sources / "a" / "en.md" in read, "a file from the future is read each time"


@pytest.mark.parametrize("what", ["everything", "records", "results", "spoilt", "half", "foreign"])
def test_the_cache_may_be_lost_or_spoilt(house: House, what: str) -> None:
    build(house)
    folder = house.output / ".cache"
    if what == "everything":
        shutil.rmtree(folder)
    elif what == "records":
        shutil.rmtree(folder / "works")
    elif what == "results":
        shutil.rmtree(folder / "kept")
    for path in folder.rglob("*"):
        if path.is_file() and what in ("spoilt", "half", "foreign"):
            content = path.read_bytes()
            path.write_bytes({"spoilt": content[:-9] + b"x" * 9, "half": content[: len(content) // 2], "foreign": b"\x80\x04}."}[what])
    change(house.sources / "b" / "zh-Hans.md", "两次", "三次")
    assert "b" in built(house)


def test_a_folder_that_grew_too_large_stops_no_other_work(house: House) -> None:
    build(house)
    few = replace(house, settings=replace(house.settings, limits=Limits(files=8)))
    assert [bool(s.error.en) for s in build(few)] == [False, False]
    for n in range(8):
        (house.sources / "a" / f"{n}.txt").write_text("")
    change(house.sources / "b" / "zh-Hans.md", "15", "16")
    first, second = build(few)
    assert "limits.files" in first.error.en
    assert second.fresh
    assert not second.error.en


def test_the_next_build_need_not_read_what_has_rested(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0]  # of a file that was written just now nothing can be said
    monkeypatch.setattr("pipeline.build.RESTING", 0)
    monkeypatch.setattr("time.time_ns", lambda: clock[0])
    build(house, tell=lambda *_: clock.append(clock.pop() + 2**62))
    now = cache.common(house)
    monkeypatch.setattr(stamps, "sha256", lambda path: pytest.fail(f"{path} was read"))
    assert cache.recall(house, house.sources / "a", now)[1]


def test_a_work_that_is_gone_leaves_nothing(house: House) -> None:
    build(house)
    shutil.rmtree(house.sources / "b")
    assert built(house) == set()
    assert not (house.output / "b").exists()


def test_a_part_of_the_house_keeps_the_others_on_the_index(house: House) -> None:
    build(house)
    change(house.sources / "a" / "zh-Hans.md", "两次", "三次")
    build(house, ["a"])
    assert "b/report.html" in (house.output / "index.html").read_text(encoding="utf-8")
    assert built(house) == set()


def test_other_code_builds_all_again_and_other_code_of_a_stage_that_stage_only(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    build(house)
    made: list[str] = []
    real = store.Store.keep
    monkeypatch.setattr(store.Store, "put", lambda self, stage, key, value: made.append(stage))
    monkeypatch.setattr(store, "everything", lambda: "other")
    known = {stage: store.version(stage) for stage in ("read", "align", "checks", "publish")}
    monkeypatch.setattr(store, "version", lambda *rooms: "other" if rooms == ("checks",) else known.get(rooms[0], "") if rooms else "")
    assert real is store.Store.keep
    assert {s.work for s in build(house) if s.fresh} == {"a", "b"}
    assert set(made) == {"checks"}


def test_versions_follow_the_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    code = dict(store._code())
    assert "model.py" in code
    assert "read/pandoc.lua" in code
    before = {room: store.version(room) for room in ("read", "align", "checks")}
    for path, touched in (("model.py", {"read", "align", "checks"}), ("read/pandoc.lua", {"read"}), ("serve.py", set())):
        monkeypatch.setattr(store, "_code", lambda path=path: tuple(sorted({**code, path: "other"}.items())))
        store.version.cache_clear()
        assert {room for room in before if store.version(room) != before[room]} == touched
    monkeypatch.undo()
    store.version.cache_clear()


def test_the_cache_is_bounded(house: House) -> None:
    build(house)
    store.trim(house.output / ".cache", 10_000)
    kept = [p for p in (house.output / ".cache").rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in kept) <= 10_000
    change(house.sources / "a" / "en.md", "15", "16")
    assert "a" in built(house)


def test_nothing_but_nouns_is_read_back(tmp_path: Path) -> None:
    own = store.Store(tmp_path)
    own.put("x", "k", Concept("a", (Term("en", "b"),)))
    assert own.recall("x", "k") == Concept("a", (Term("en", "b"),))
    own.put("x", "k", os.system)
    assert own.recall("x", "k") is None


def test_the_glossary_is_compared_concept_by_concept(house: House) -> None:
    results = cache.kept(house)
    one, two, three = (Concept(i, (Term("en", i),)) for i in ("one", "two", "three"))
    results.put("glossary", "x", Glossary((one, two)))
    results.put("glossary", "y", Glossary((replace(one, line=9), three)))
    results.put("glossary", "z", Glossary((two, one)))
    assert cache.changed_concepts(house.output, "x", "y") == (two, three)
    assert cache.changed_concepts(house.output, "x", "z") is None
    assert cache.changed_concepts(house.output, "x", "lost") is None


def _samples() -> list[Path]:
    own = Path(__file__).parents[1] / "sources"
    return sorted(p for p in own.iterdir() if p.is_dir())


@pytest.mark.parametrize("folder", _samples(), ids=lambda p: p.name)
def test_a_term_that_a_work_does_not_hold_has_no_say_in_it(folder: Path) -> None:
    """A work is keyed by the concepts that bear on it: with those alone all must be as with the whole glossary."""
    glossary = read_glossary(Path(__file__).parents[1] / "glossary")
    work = read_work(folder)
    left = traces(texts_of(work))
    part = Glossary(tuple(c for c in glossary.concepts if bears(c, left)))
    assert 0 < len(part.concepts) < len(glossary.concepts)
    whole, alone = (collate(work, g, Settings(encoder="lexical"), Decisions()) for g in (glossary, part))
    assert alone[0].bitext == whole[0].bitext
    assert alone[1] == whole[1]
    for locale in ("zh-Hant-TW", "zh-Hant-HK", "zh-Hans-SG"):
        for segment in work.translation.document.segments:
            assert convert(segment.text, locale, part) == convert(segment.text, locale, glossary)
