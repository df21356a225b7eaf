"""Kill builds and desks at random moments: no file is half written, nothing is left lying, nothing that was told is lost.

`DUIKAN_KILLS` says how many times; `DUIKAN_SEED` draws other moments.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from pipeline.build import House, build
from pipeline.read import read_decisions
from pipeline.settings import read_settings
from tests.desks import house as desk_house
from tests.library import write_library
from tests.test_build import tree
from tests.test_faults import ROOT, command, wait_for, workers

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
    draw, killed = random.Random(SEED), 0
    lasts = dict.fromkeys((True, False), finish(tmp_path))  # seconds that a build takes, from nothing and from what is kept
    for number in range(1, KILLS + 1):
        turn(tmp_path)
        sources = tree(tmp_path / "sources")
        anew = draw.random() < 0.5  # all is to be made anew, or what was made before is found again
        if anew:
            shutil.rmtree(tmp_path / "output" / ".cache", ignore_errors=True)
        after = draw.uniform(0, lasts[anew])
        running = kill(tmp_path, after, all_at_once=draw.random() < 0.5)
        lasts[anew] = 1.05 * lasts[anew] if running else after  # machines are quicker at times, and slower
        killed += running
        assert tree(tmp_path / "sources") == sources
        for name, content in made(tmp_path / "output").items():
            if name in expected[0] and name != "index.html":  # an index may stand between: some works old, others new
                assert content in (expected[0][name], expected[1][name]), f"{name} is half written"
            elif name == "index.html":
                assert content.rstrip().endswith(b"</html>")
        finish(tmp_path)
        assert tree(tmp_path / "output") == expected[number % 2], f"after {number} builds that were killed"
    print(f"{killed} of {KILLS} builds were killed while they ran")
    assert killed > KILLS / 2


# ---------------------------------------------------------------- the desk


@dataclass(frozen=True)
class Stand:
    """Hold what an editor was told is written: waivers as (issue, reason), and the translation."""

    waivers: frozenset[tuple[str, str]]
    text: str

    def waive(self, issue: str, reason: str) -> Stand:
        return replace(self.unwaive(issue), waivers=self.unwaive(issue).waivers | {(issue, reason)})

    def unwaive(self, issue: str) -> Stand:
        return replace(self, waivers=frozenset(w for w in self.waivers if w[0] != issue))

    def turned(self) -> Stand:
        old, new = SEATS if SEATS[0] in self.text else reversed(SEATS)
        return replace(self, text=self.text.replace(old, new))


SEATS = ("理事会设12个席位。", "理事会共设12个席位。")


def stand(work: Path) -> Stand:
    """Read how a work stands; what is no TOML, or holds half a waiver, is told by an error."""
    decisions = read_decisions(work / "review.toml")
    return Stand(frozenset((w.issue, w.reason) for w in decisions.waivers), (work / "zh-Hans.md").read_text(encoding="utf-8"))


def open_desk(folder: Path) -> tuple[subprocess.Popen[str], str]:
    """Open the desk as a process of its own; return it with its address."""
    line = [sys.executable, "-m", "pipeline", "serve", "fees", "--no-open", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(line, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def ask(address: str, what: str, **values: object) -> dict[str, Any]:
    """Ask the desk as its page does; raises OSError or HTTPException where no answer comes."""
    host = address.split("/")[2]
    headers = {"Origin": f"http://{host}", "Content-Type": "application/json"}
    body = json.dumps(values).encode() if values else None
    with urlopen(Request(f"{address}fees/{what}", body, headers), timeout=300) as answer:
        told = json.loads(answer.read())
    assert isinstance(told, dict)
    return told


def decide(address: str, now: Stand, draw: random.Random, issues: list[str]) -> tuple[Stand, Callable[[str], dict[str, Any]]]:
    """Draw something that an editor does; return how the work then stands, and what asks for it upon a version."""
    issue, by = draw.choice(issues), "editor@example.org"
    if draw.random() < 0.4:
        segment = {"segment": "zh-Hans.md#p5", "was": next(s for s in SEATS if s in now.text)}
        wanted = now.turned()
        text = next(s for s in SEATS if s in wanted.text)
        return wanted, lambda seen: ask(address, "edit", seen=seen, text=text, **segment)
    if issue in dict(now.waivers):
        return now.unwaive(issue), lambda seen: ask(address, "unwaive", seen=seen, by=by, issues=[issue])
    reason = f"第 {draw.randrange(10**6)} 条理由：“……”"
    return now.waive(issue, reason), lambda seen: ask(address, "waive", seen=seen, by=by, issues=[issue], kind="accepted", reason=reason)


@pytest.mark.slow
def test_a_desk_killed_at_any_moment(tmp_path: Path) -> None:
    house = desk_house(tmp_path)
    (tmp_path / "duikan.toml").write_text('encoder = "lexical"\n', encoding="utf-8")
    work, draw, cut = house.sources / "fees", random.Random(SEED), 0
    told, lasts = stand(work), 0.06  # seconds that an answer takes
    for number in range(1, KILLS + 1):
        process, address = open_desk(tmp_path)
        try:
            assert unfinished(work) == [], "what the last one left is taken away"
            with urlopen(f"{address}fees/report.html", timeout=300) as page:
                issues = re.findall(r'id="i-([0-9a-f]{8})"', page.read().decode())
            assert len(issues) == 2
            seen = ask(address, "state")["version"]
            for _ in range(draw.randrange(4)):
                told, act = decide(address, told, draw, issues)
                seen = act(seen)["version"]
            wanted, act = decide(address, told, draw, issues)
            after = draw.uniform(0, lasts)
            timer = threading.Timer(after, process.kill)
            timer.start()
            try:
                act(seen)
                told, lasts = wanted, max(after, 0.002)
            except (OSError, HTTPException):
                cut, lasts = cut + 1, 1.1 * lasts
            timer.join()
        finally:
            process.kill()
            process.communicate(timeout=300)
        found = stand(work)
        assert found in (told, wanted), f"after {number} desks that were killed"
        told = found
        assert not any(s.error.en for s in build(house))
        assert made(house.output) == from_nothing(tmp_path)
    print(f"{cut} of {KILLS} desks were killed before they had answered")
    assert cut > KILLS / 4
