"""Begin: a house from two files, a build that watches, messages when the system refuses."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from pipeline.read import read_work
from pipeline.said import trouble
from tests.test_command import ROOT, duikan

ENGLISH = "# The Council's fee\n\nMembers pay EUR 20 000 a year.\n"
CHINESE = "# 理事会会费\n\n成员每年缴纳2万欧元。\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "original.md").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "译文.md").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "terms.csv").write_text("id,en,zh-Hans,status\na,fee,会费,preferred\n", encoding="utf-8")
    return tmp_path


def test_init_makes_a_work_of_two_files_and_a_glossary(files: Path) -> None:
    run = duikan("init", "house", "original.md", "译文.md", "--glossary", "terms", cwd=files)
    assert run.returncode == 0, run.stderr
    folder = files / "house" / "sources" / "the-council-s-fee"
    work = read_work(folder)
    assert (work.title.en, work.title.zh) == ("The Council's fee", "理事会会费")
    assert [o.document.path for o in work.originals] == ["original.md"]
    assert work.originals[0].sha256 == work.originals[0].document.sha256
    assert (folder / "译文.md").read_text(encoding="utf-8") == CHINESE
    assert "会费" in (files / "house" / "glossary" / "terms.csv").read_text(encoding="utf-8")
    (files / "house" / "duikan.toml").write_text('encoder = "lexical"\n', encoding="utf-8")
    built = duikan("build", "--strict", cwd=files / "house")
    assert built.returncode == 0, built.stderr + built.stdout
    again = duikan("init", "house", "original.md", "译文.md", cwd=files)
    assert (again.returncode, len(again.stderr.splitlines())) == (2, 1)


def test_decisions_find_the_work_whatever_its_translation_is_called(files: Path) -> None:
    (files / "译文.md").write_text(CHINESE.replace("2万", "2亿"), encoding="utf-8")
    assert duikan("init", "house", "original.md", "译文.md", "--name", "fee", cwd=files).returncode == 0
    house, texts = files / "house", ("sources/fee/original.md", "sources/fee/译文.md")
    assert duikan("check", *texts, "--encoder", "lexical", "--format", "docx", "-o", "a.docx", cwd=house).returncode == 1
    run = duikan("decisions", "import", "a.docx", "--encoder", "lexical", cwd=house)
    assert (run.returncode, run.stderr) == (0, "")


def test_files_of_one_name_stay_apart(files: Path) -> None:
    (files / "b").mkdir()
    (files / "b" / "original.md").write_text(ENGLISH.replace("fee", "seat"), encoding="utf-8")
    assert duikan("init", "house", "original.md", "b/original.md", "译文.md", "--name", "fees", cwd=files).returncode == 0
    assert [o.document.path for o in read_work(files / "house" / "sources" / "fees").originals] == ["original.md", "original-2.md"]


@pytest.mark.parametrize(
    "arguments",
    [["original.md"], ["original.md", "nowhere.md"], ["original.md", "译文.md", "--name", "../a"], ["a.md", "b.md", "--glossary", "none"]],
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(files: Path, arguments: list[str]) -> None:
    run = duikan("init", "house", *arguments, cwd=files)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1), run.stderr
    assert not (files / "house").exists()


# ---- build --watch


class Watched:
    """Run `build --watch` and read its lines as they come."""

    def __init__(self, house: Path) -> None:
        known = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "build", "--watch", "--jobs", "1"],
            cwd=house, env=known, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, part: str) -> list[str]:
        """Return the lines up to the first that holds `part`."""
        seen: list[str] = []
        while not (seen and part in seen[-1]):
            try:
                seen.append(self.lines.get(timeout=120))
            except Empty:
                pytest.fail(f"no line with {part!r} in {seen}")
        return seen


@pytest.fixture
def watched(files: Path) -> Iterator[tuple[Path, Watched]]:
    house = files / "house"
    assert duikan("init", house, "original.md", "译文.md", "--name", "fee", cwd=files).returncode == 0
    (house / "duikan.toml").write_text('encoder = "lexical"\n', encoding="utf-8")
    run = Watched(house)
    yield house, run
    run.process.kill()
    run.process.wait()


def test_watch_builds_what_changes_and_ends_cleanly(watched: tuple[Path, Watched]) -> None:
    house, run = watched
    run.until("waiting for changes")
    text = house / "sources" / "fee" / "译文.md"
    text.write_text(CHINESE.replace("2万", "2亿"), encoding="utf-8")
    assert "fee: 1 critical" in run.until("fee: ")[-1]
    (house / "sources" / "fee" / "work.toml").write_text("title = \n", encoding="utf-8")
    assert "work.toml:1" in run.until("work.toml")[-1]
    assert run.process.poll() is None
    run.process.send_signal(signal.SIGINT)
    assert run.until("stopped")[-1] == "stopped"
    assert run.process.wait(30) == 0


def test_what_is_saved_while_the_first_build_runs_is_built_too(watched: tuple[Path, Watched]) -> None:
    house, run = watched
    while run.process.poll() is None and not (house / "output").exists():
        time.sleep(0.01)
    (house / "sources" / "fee" / "译文.md").write_text(CHINESE.replace("2万", "2亿"), encoding="utf-8")
    assert "fee: 1 critical" in run.until("fee: 1 critical")[-1]


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ([], "请指明命令"),
        (["sign-off"], "缺少参数 WORK"),
        (["waive", "x", "--kind", "meant"], "参数 --kind 的值有误：可选：false-alarm、intended、accepted"),
        (["check", "a", "b", "--fail-on"], "选项 --fail-on 须带一个值"),
        (["check", "a", "b", "--fial-on", "major"], "没有选项 --fial-on"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(tmp_path: Path, call: list[str], line: str) -> None:
    run = duikan("--lang", "zh", *call, cwd=tmp_path)
    assert (run.returncode, run.stderr.split("；")[0]) == (2, f"duikan: {line}")


# ---- what the system refuses


@pytest.mark.parametrize(
    ("error", "en", "zh"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a.pdf"), "a.pdf: the disk is full", "a.pdf：磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied"), "no permission", "没有权限"),
        (OSError(9999, "Odd thing"), "Odd thing", "系统错误（Odd thing）"),
        (MemoryError(), "not enough memory", "内存不足"),
        (ValueError("odd"), "ValueError: odd", "ValueError：odd"),
    ],
)
def test_the_system_is_quoted_in_both_languages(error: BaseException, en: str, zh: str) -> None:
    assert (trouble(error).en, trouble(error).zh) == (en, zh)


def test_a_folder_that_cannot_be_written_is_named(files: Path) -> None:
    (files / "blocked").write_text("a file, no folder", encoding="utf-8")
    run = duikan("check", "original.md", "译文.md", "--encoder", "lexical", "-o", "blocked/a.txt", "--lang", "zh", cwd=files)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert "路径中有一段不是文件夹" in run.stderr or "已存在" in run.stderr
