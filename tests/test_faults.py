"""Let things go wrong while works are built: each gets one clear line, the others are built, nothing is left half written."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import build as building
from pipeline.build import House, Summary, build
from pipeline.crew import Lost, places, run
from pipeline.model import Limits, Settings, Work
from pipeline.settings import read_settings
from tests.library import write_library
from tests.test_build import tree

ROOT = Path(__file__).parents[1]


@pytest.fixture
def house(tmp_path: Path) -> House:
    write_library(tmp_path, 4)
    return House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))


def clean(house: House) -> dict[str, bytes]:
    """Return what a build from nothing makes."""
    other = replace(house, output=house.output.with_name("clean"))
    shutil.rmtree(other.output, ignore_errors=True)
    assert not any(s.error.en for s in build(other))
    return tree(other.output)


def failed(summaries: tuple[Summary, ...]) -> dict[str, str]:
    return {s.work: s.error.en for s in summaries if s.error.en}


# ---------------------------------------------------------------- processes


def trouble(number: int) -> int:
    """Do what the number says: die, sleep for ever, need too much memory, or return its square."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        time.sleep(600)
    if number == 7:
        try:
            bytearray(2**34)
        except MemoryError:
            return -1
    return number * number


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_process_that_dies_or_hangs_takes_one_thing_with_it(jobs: int) -> None:
    with places(jobs, Limits(work_memory=8000)) as where:
        found = dict(run(trouble, range(9), where, seconds=3))
    assert {n: end for n, end in found.items() if not isinstance(end, Lost)} == {0: 0, 1: 1, 2: 4, 4: 16, 6: 36, 7: -1, 8: 64}
    said = {n: end.problem.en for n, end in found.items() if isinstance(end, Lost)}
    assert "killed" in said[3]
    assert "more than 3 seconds" in said[5]


def command(folder: Path, *options: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "pipeline", "build", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        line,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it, and hand that on
    )


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, and theirs."""
    own = [int(n) for f in Path(f"/proc/{pid}/task").glob("*/children") for n in f.read_text().split()]
    return [*own, *(n for each in own for n in children(each))]


def workers(pid: int) -> Iterator[int]:
    for each in children(pid):
        if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes():
            yield each


def wait_for(condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_a_worker_killed_from_outside(tmp_path: Path) -> None:
    write_library(tmp_path, 12)
    process = command(tmp_path, "--jobs", "2")
    wait_for(lambda: list((tmp_path / "output").glob("w*/report.html")))
    os.kill(next(workers(process.pid)), signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 2
    lost = [line for line in said.splitlines() if "killed" in line]
    assert len(lost) == 1
    name = lost[0].split("sources/")[1].split(":")[0]
    assert said.splitlines()[-1] == f"duikan: not built: {name}"
    assert len(list((tmp_path / "output").glob("w*/report.html"))) >= 11  # it may have been killed with its files just written
    again = command(tmp_path, "--jobs", "2")
    again.communicate(timeout=120)
    assert again.returncode == 0
    own = House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", read_settings(tmp_path))
    assert tree(own.output) == clean(own)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_stops_at_once_and_leaves_no_process(tmp_path: Path, asked: signal.Signals) -> None:
    write_library(tmp_path, 30)
    process = command(tmp_path, "--jobs", "2")
    wait_for(lambda: list((tmp_path / "output").glob("w*/report.html")))
    own = children(process.pid)
    assert own
    began = time.monotonic()
    if asked is signal.SIGINT:  # Ctrl-C reaches all that the terminal holds; SIGTERM only who is named
        os.killpg(process.pid, asked)
    else:
        process.send_signal(asked)
    _, said = process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert process.returncode == 128 + asked
    assert said.splitlines()[-1].startswith("duikan: stopped")
    assert "Traceback" not in said
    wait_for(lambda: not any(_lives(pid) for pid in own), 10)


def _lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_workers_end_with_the_first_process(tmp_path: Path) -> None:
    write_library(tmp_path, 30)
    process = command(tmp_path, "--jobs", "2")
    wait_for(lambda: list((tmp_path / "output").glob("w*/report.html")))
    own = children(process.pid)
    process.kill()
    process.communicate()
    wait_for(lambda: not any(_lives(pid) for pid in own), 20)


# ---------------------------------------------------------------- disks


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_a_pandoc_that_lost_its_owner_does_not_run_on(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]\n", encoding="utf-8")
    read = "from pathlib import Path; from pipeline.model import Limits; from pipeline.read import read_document\n"
    read += "from pipeline.read.bounds import bounded\nwith bounded(Limits(seconds=1)): read_document(Path('en.md'), 'en')"
    owner = subprocess.Popen([sys.executable, "-c", read], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    wait_for(lambda: children(owner.pid))
    pandoc = children(owner.pid)[0]
    time.sleep(0.5)  # until it is in the text
    owner.kill()
    owner.wait()
    wait_for(lambda: not Path(f"/proc/{pandoc}").exists(), 300)


def test_a_disk_that_is_full_leaves_the_last_good_files(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    build(house)
    last = tree(house.output / "w000001")
    for work in ("w000001", "w000002"):
        path = house.sources / work / "zh-Hans.md"
        path.write_text(path.read_text(encoding="utf-8").replace("安全", "保安"), encoding="utf-8")
    real = tempfile.mkstemp

    def full(*args: object, **kwargs: object) -> tuple[int, str]:
        if "w000001" in str(kwargs.get("dir")) and str(kwargs.get("prefix")).startswith(".verification"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **kwargs)  # type: ignore[call-overload,no-any-return]

    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "mkstemp", full)
        said = failed(build(house))
    assert list(said) == ["w000001"]
    assert "the disk is full; make room" in said["w000001"]
    assert tree(house.output / "w000001") == last
    assert not failed(build(house))
    assert tree(house.output) == clean(house)


def test_no_file_may_grow_large(tmp_path: Path) -> None:
    """The kernel refuses to write on: what a full disk does, without filling one."""
    write_library(tmp_path, 2)
    script = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); "
    script += "sys.argv = ['duikan', 'build', '--jobs', '1']; runpy.run_module('pipeline', run_name='__main__')"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count("no file may grow so large here") == 2
    assert done.stderr.splitlines()[-1] == "duikan: not built: w000000, w000001"
    assert not list((tmp_path / "output").glob("w*/*"))


@pytest.mark.parametrize(("code", "said"), [(errno.EROFS, "read-only"), (errno.EACCES, "no permission")])
def test_an_output_that_cannot_be_written(house: House, monkeypatch: pytest.MonkeyPatch, code: int, said: str) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    summaries = build(house)
    assert set(failed(summaries)) == {*(f"w{n:06}" for n in range(4)), "index.html"}
    assert all(said in line for line in failed(summaries).values())


def test_a_small_disk(tmp_path: Path) -> None:
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(tmp_path)], capture_output=True).returncode:
        pytest.skip("needs the right to mount")
    try:
        write_library(tmp_path, 4)
        house = House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))
        said = failed(build(house))
        assert said
        assert all("the disk is full" in line for line in said.values())
        assert all(p.read_bytes().rstrip().endswith(b"</html>") for p in house.output.glob("w*/report.html"))
        assert not list(house.output.glob("w*/.*"))
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


# ---------------------------------------------------------------- what changes meanwhile, what is missing


def test_a_file_that_changes_while_it_is_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import read

    real, path = read.read_work, house.sources / "w000002" / "en.md"

    def restless(folder: Path) -> Work:
        work = real(folder)
        if folder.name == "w000002":
            path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        return work

    with monkeypatch.context() as patch:
        patch.setattr(read, "read_work", restless)
        said = failed(build(house))
    assert list(said) == ["w000002"]
    assert "changed while it was read; build again" in said["w000002"]
    assert not failed(build(house))
    assert tree(house.output) == clean(house)


def test_a_font_that_is_missing_stops_what_needs_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.publish import pdf

    path = house.sources / "w000003" / "work.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('["html"]', '["html", "pdf"]'), encoding="utf-8")
    monkeypatch.setattr("pipeline.publish.fonts.check_fonts", lambda: ["Noto Serif CJK Bold"])
    assert pdf
    said = failed(build(house))
    assert list(said) == ["w000003"]
    assert "font not found (Noto Serif CJK Bold)" in said["w000003"]


def test_memory_that_a_work_may_not_have(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object) -> str:
        raise MemoryError

    monkeypatch.setattr(building, "render_reports", greedy)
    said = failed(build(house))
    assert len(said) == 4
    assert "raise limits.work_memory" in said["w000000"]


def test_two_builds_at_once(tmp_path: Path) -> None:
    write_library(tmp_path, 8)
    both = [command(tmp_path, "--jobs", "1") for _ in range(2)]
    ends = [(p.communicate(timeout=240)[1], p.returncode) for p in both]
    assert [code for _, code in ends] == [0, 0], ends
    house = House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", read_settings(tmp_path))
    assert tree(house.output) == clean(house)
    assert not any(s.fresh for s in build(house))
