"""Build small houses: what is written, what is kept, and what happens to broken works."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import build as building
from pipeline import cache, crew, editions
from pipeline.build import House, Summary, build
from pipeline.model import Collation, Edition, Settings, SourceError, Verification
from pipeline.start import start
from pipeline.writing import sweep, write_whole

ENGLISH = "# Council\n\nThe council has 15 members and meets twice a year.\n"
CHINESE = "# 理事会\n\n理事会由15名成员组成，每年召开两次会议。\n"


@pytest.fixture
def house(tmp_path: Path) -> House:
    work = tmp_path / "sources" / "council"
    work.mkdir(parents=True)
    (work / "en.md").write_text(ENGLISH, encoding="utf-8")
    (work / "zh-Hans.md").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "glossary").mkdir()
    return House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))


def only(summaries: tuple[Summary, ...]) -> Summary:
    assert len(summaries) == 1
    return summaries[0]


def tree(folder: Path) -> dict[str, bytes]:
    """Return what was made: every file but the cache's own."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and ".cache" not in p.parts}


def test_a_folder_of_two_files_builds(house: House) -> None:
    summary = only(build(house))
    assert not summary.error.en
    assert set(summary.files) == {"report.html", "report.json", "verification.json", "zh-Hans.html", "zh-Hans.pdf"}
    folder = house.output / "council"
    assert {p.name for p in folder.iterdir()} == set(summary.files)
    assert (folder / "zh-Hans.pdf").read_bytes().startswith(b"%PDF-")
    assert "council/report.html" in (house.output / "index.html").read_text(encoding="utf-8")


def test_a_wrong_number_is_reported(house: House) -> None:
    text = CHINESE.replace("15", "16")
    (house.sources / "council" / "zh-Hans.md").write_text(text, encoding="utf-8")
    summary = only(build(house))
    assert summary.state == "draft"
    report = json.loads((house.output / "council" / "report.json").read_text(encoding="utf-8"))
    found = [i for i in report["issues"] if i["type"] == "numbers" and i["severity"] in ("major", "critical")]
    assert len(found) == 1
    assert (found[0]["target"]["line"], found[0]["target"]["text"][slice(*found[0]["target"]["span"])]) == (3, "16")


def test_nothing_is_done_twice(house: House) -> None:
    first = only(build(house))
    times = {p: house.output.joinpath(p).stat().st_mtime_ns for p in tree(house.output)}
    again = only(build(house))
    assert (first.fresh, again.fresh) == (True, False)
    assert replace(again, fresh=True) == first
    assert {p: house.output.joinpath(p).stat().st_mtime_ns for p in tree(house.output)} == times


def _touch(house: House) -> None:
    (house.sources / "council" / "en.md").touch()


def _edit(house: House) -> None:
    (house.sources / "council" / "zh-Hans.md").write_text(CHINESE.replace("两次", "三次"), encoding="utf-8")


def _waive(house: House) -> None:
    (house.sources / "council" / "review.toml").write_text(
        '[[waiver]]\nissue = "00000000"\nkind = "intended"\nreason = "so"\n', encoding="utf-8"
    )


def _add_term(house: House) -> None:
    (house.glossary / "terms.csv").write_text("id,en,zh-Hans,status\ncouncil,council,委员会,preferred\n", encoding="utf-8")


def _lose_output(house: House) -> None:
    (house.output / "council" / "zh-Hans.html").unlink()


def _spoil_output(house: House) -> None:
    (house.output / "council" / "report.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "fresh"),
    [(_touch, False), (_edit, True), (_waive, True), (_add_term, True), (_lose_output, True), (_spoil_output, True)],
)
def test_what_changed_is_built_anew_and_like_a_clean_build(house: House, change: object, fresh: bool) -> None:
    build(house)
    assert callable(change)
    change(house)
    assert only(build(house)).fresh is fresh
    built = tree(house.output)
    shutil.rmtree(house.output)
    build(house)
    assert tree(house.output) == built


def test_a_broken_work_does_not_stop_the_others_and_keeps_its_last_output(house: House) -> None:
    build(house)
    last = tree(house.output / "council")
    other = house.sources / "second"
    shutil.copytree(house.sources / "council", other)
    (house.sources / "council" / "zh-Hans.md").write_bytes("理事会".encode() + b"\xff\xfe")
    broken, good = build(house)
    assert (broken.work, good.work) == ("council", "second")
    assert "zh-Hans.md" in broken.error.en
    assert "zh-Hans.md" in broken.error.zh
    assert not good.error.en
    assert tree(house.output / "council") == last
    assert not [p for p in house.output.rglob(".*.*") if p.is_file() and ".cache" not in p.parts]


def test_jobs_make_no_difference(house: House) -> None:
    shutil.copytree(house.sources / "council", house.sources / "second")
    build(house, jobs=1)
    one = tree(house.output)
    shutil.rmtree(house.output)
    build(house, jobs=2)
    assert tree(house.output) == one


EDITIONS = '[[edition]]\nlocale = "zh-Hans"\n[[edition]]\nlocale = "zh-Hant-TW"\n[[edition]]\nlocale = "zh-Hans"\nlayout = "parallel"\n'


def test_editions_made_side_by_side_are_those_of_one_process(house: House) -> None:
    (house.sources / "council" / "work.toml").write_text(EDITIONS, encoding="utf-8")
    build(house)
    one = tree(house.output)
    shutil.rmtree(house.output)
    build(house, jobs=3)
    assert tree(house.output) == one
    assert not build(house, jobs=3)[0].fresh


def test_an_edition_that_was_made_ahead_is_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    (house.sources / "council" / "work.toml").write_text(EDITIONS, encoding="utf-8")
    task = building.Task(house, house.sources / "council", cache.common(house))
    assert building.prepare(task) == (0, 1, 2)
    building.make_ahead((task, 1))
    made, render = list[str](), editions.render_edition

    def note(collation: Collation, verification: Verification, edition: Edition) -> Iterator[tuple[str, bytes]]:
        made.append(edition.name)
        return render(collation, verification, edition)

    monkeypatch.setattr(editions, "render_edition", note)
    assert not building.build_work(task).error.en
    assert made == ["zh-Hans", "en+zh-Hans"]
    assert not [p for p in (house.output / ".cache" / "kept" / "publish").rglob("*") if p.is_file() and p.stat().st_size > 5000]
    assert building.prepare(task) == ()


@dataclass
class Dying:
    """Be a process that dies of every edition."""

    room: int = 2

    def submit(self, task: Callable[[Any], Any], thing: Any) -> Future[tuple[Any, int]]:
        future = Future[tuple[Any, int]]()
        if task is building.make_ahead:
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result((task(thing), 1))
        return future

    def settle(self, size: int) -> None:
        pass

    def kill(self) -> None:
        pass


def test_an_edition_that_kills_its_process_breaks_its_work_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(house.sources / "council", house.sources / "web")
    (house.sources / "web" / "work.toml").write_text('[[edition]]\nlocale = "zh-Hans"\nformats = ["html"]\n', encoding="utf-8")
    monkeypatch.setattr(crew, "places", lambda *_: nullcontext([Dying()]))
    council, web = build(house, jobs=2)
    assert "killed" in council.error.en
    assert not web.error.en


@pytest.mark.parametrize(("names", "said"), [(["nowhere"], "no such work"), ([], "no works")])
def test_a_broken_house_says_so(house: House, names: list[str], said: str) -> None:
    shutil.rmtree(house.sources / "council")
    with pytest.raises(SourceError, match=said):
        build(house, names)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def fail(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("pipeline.writing.os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"new")
    assert tree(tmp_path) == {"a.txt": b"old"}


def test_what_a_dying_process_left_is_taken_away_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    left, own, living = (tmp_path / f".review.toml.{name}" for name in ("a1b2c3d4.duikan", "mine", "e5f6a7b8.duikan"))
    for path in (left, own, living):
        path.write_text("half")
    with living.open() as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        write_whole(tmp_path / "review.toml", b"whole")
        assert tree(tmp_path) == {"review.toml": b"whole", own.name: b"half", living.name: b"half"}
    write_whole(tmp_path / "other.toml", b"")  # leaves what belongs to another file
    assert living.exists()
    sweep(tmp_path)
    assert tree(tmp_path) == {"review.toml": b"whole", "other.toml": b"", own.name: b"half"}


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError) as caught:
        write_whole(tmp_path / "file" / "a.txt", b"")
    assert caught.value.filename == str(tmp_path / "file" / "a.txt")


def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_whole(tmp_path / "pipe", b"said")
    assert os.read(reader, 9) == b"said"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_a_new_house_builds_without_an_open_issue_of_weight(tmp_path: Path) -> None:
    start(tmp_path / "house")
    root = tmp_path / "house"
    summary = only(build(House(root / "sources", root / "glossary", root / "output", Settings(encoder="lexical"))))
    assert not summary.error.en
    assert summary.issues[2:] == (0, 0)
    with pytest.raises(SourceError, match="there already"):
        start(root)
