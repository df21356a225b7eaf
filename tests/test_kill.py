"""Kill builds at random moments: no file is half written, and the next build makes what a build from nothing makes.

`DUIKAN_KILLS` says how many times; `DUIKAN_SEED` draws other moments.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from pipeline.build import House, build
from pipeline.settings import read_settings
from tests.library import write_library
from tests.test_build import tree
from tests.test_faults import command, wait_for, workers

KILLS = int(os.environ.get("DUIKAN_KILLS", "60"))
SEED = int(os.environ.get("DUIKAN_SEED", "1"))
WORKS = 4


def turn(folder: Path) -> None:
    """Change what all works say, or change it back."""
    for path in (folder / "sources").glob("*/zh-Hans.md"):
        text = path.read_text(encoding="utf-8")
        old, new = ("理事会", "委员会议") if "理事会" in text else ("委员会议", "理事会")
        path.write_text(text.replace(old, new), encoding="utf-8")


def made(folder: Path) -> dict[str, bytes]:
    """Return what readers of the output see; a file that was never finished has a hidden name."""
    return {name: content for name, content in tree(folder).items() if not Path(name).name.startswith(".")}


def unfinished(folder: Path) -> list[Path]:
    return [p for p in folder.rglob(".*") if p.is_file() and ".cache" not in p.parts]


def from_nothing(folder: Path) -> dict[str, bytes]:
    """Return what a build makes where there was none before."""
    house = House(folder / "sources", folder / "glossary", folder / "clean", read_settings(folder))
    shutil.rmtree(house.output, ignore_errors=True)
    assert not any(s.error.en for s in build(house))
    return tree(house.output)


def finish(folder: Path) -> float:
    """Build to the end; return the seconds that it took."""
    began = time.monotonic()
    process = command(folder, "--jobs", "2")
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return time.monotonic() - began


def kill(folder: Path, after: float, *, all_at_once: bool) -> bool:
    """Kill a build so many seconds after it began, its workers with it or not; tell whether it was still running."""
    process = command(folder, "--jobs", "2")
    time.sleep(after)
    running = process.poll() is None
    left = list(workers(process.pid)) if running else []
    if running:
        os.killpg(process.pid, signal.SIGKILL) if all_at_once else process.kill()
    process.communicate(timeout=60)
    wait_for(lambda: not any(_lives(pid) for pid in left))
    return running


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    write_library(tmp_path, WORKS)
    expected = []
    for _ in range(2):
        expected.append(from_nothing(tmp_path))
        turn(tmp_path)
    assert expected[0] != expected[1]
    longest, draw, killed = finish(tmp_path), random.Random(SEED), 0
    for number in range(1, KILLS + 1):
        turn(tmp_path)
        sources = tree(tmp_path / "sources")
        if draw.random() < 0.5:  # all is to be made anew, or what was made before is found again
            shutil.rmtree(tmp_path / "output" / ".cache", ignore_errors=True)
        killed += kill(tmp_path, draw.uniform(0, longest), all_at_once=draw.random() < 0.5)
        assert tree(tmp_path / "sources") == sources
        for name, content in made(tmp_path / "output").items():
            if name in expected[0] and name != "index.html":  # an index may stand between: some works old, others new
                assert content in (expected[0][name], expected[1][name]), f"{name} is half written"
            elif name == "index.html":
                assert content.rstrip().endswith(b"</html>")
        finish(tmp_path)
        assert made(tmp_path / "output") == expected[number % 2], f"after {number} builds that were killed"
    for path in unfinished(tmp_path / "output"):
        os.utime(path, (0, 0))  # nobody writes it any more
    turn(tmp_path)
    finish(tmp_path)
    assert unfinished(tmp_path / "output") == []
    print(f"{killed} of {KILLS} builds were killed while they ran")
    assert killed > KILLS / 2
