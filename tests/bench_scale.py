"""Measure builds of large libraries: `python -m tests.bench_scale --works 2000`.

The works share no sentence, so nothing is gained by remembering one. Memory is what all processes of the build hold together,
shared pages counted once (PSS), looked at twice a second.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from pipeline.crew import calculate_alone
from tests.library import EVERY, RARE, write_library

ROOT = Path(__file__).parents[1]
LOOK = 0.5  # seconds between two looks at the memory
T = TypeVar("T")


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    try:
        own = [int(n) for f in Path(f"/proc/{pid}/task").glob("*/children") for n in f.read_text().split()]
    except OSError:
        return []
    return [pid, *(n for each in own for n in family(each))]


def held(pid: int) -> float:
    """Return the MB that a process and its children hold."""
    total = 0
    for each in family(pid):
        try:
            rows = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / 1024


def build(house: Path, jobs: int = 2) -> float:
    """Build a house and return the seconds: nothing else takes the processors meanwhile."""
    began = time.monotonic()
    _ended(_begun(house, jobs).wait())
    return time.monotonic() - began


def weighed(house: Path) -> tuple[float, float]:
    """Build a house; return the seconds, and the most MB that were held."""
    began, most = time.monotonic(), 0.0
    process = _begun(house, 2)
    while process.poll() is None:
        most = max(most, held(process.pid))
        threading.Event().wait(LOOK)
    _ended(process.returncode)
    return time.monotonic() - began, most


def _begun(house: Path, jobs: int) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "pipeline", "build", "--quiet", "--jobs", str(jobs)]
    return subprocess.Popen(line, cwd=house, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())})


def _ended(status: int) -> None:
    if status:
        raise SystemExit(f"the build ended with {status}")


def encode(folders: list[Path], warm: bool) -> int:
    """Do what no build with the default encoder can do without: pandoc's reading, and a vector for every segment.

    With a pandoc that stays from text to text (`warm`), as the build has it, or with pypandoc, which starts one for each.
    """
    import pypandoc

    from pipeline.language.encoder import load
    from pipeline.read.pandoc import MARKDOWN, parse
    from tests.library import sentences

    encoder = load("use")
    assert encoder is not None
    for folder in folders:
        for path in (folder / "en.md", folder / "zh-Hans.md"):
            _ = parse(path.read_bytes(), MARKDOWN, path) if warm else pypandoc.convert_file(path, "json", format=MARKDOWN)
        encoder([text for pair in sentences(int(folder.name[1:])) for text in pair])
    return len(folders)


def show(what: str, seconds: float, more: str = "") -> None:
    print(f"{what:62} {seconds:8.2f} s  {more}", flush=True)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=250)
    parser.add_argument("--encoder-works", type=int, default=0, help="with the default encoder [default: a tenth]")
    asked = parser.parse_args()
    works, root = asked.works, Path(tempfile.mkdtemp(prefix="scale"))
    try:
        measure_stages(root / "stages", 40)
        measure(root, works)
        measure_encoder(root / "encoder", asked.encoder_works or max(20, works // 10))
    finally:
        shutil.rmtree(root, ignore_errors=True)


def spent() -> float:
    """Return the seconds of processor time of this process and of those that it started and that still run (pandoc)."""
    ticks = 0
    for each in family(os.getpid())[1:]:
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def measure_stages(house: Path, works: int) -> None:
    """Measure what each stage of a work costs, in this process, after a work that loads what is loaded once."""
    from pipeline.align import align
    from pipeline.build import render_reports
    from pipeline.checks import run
    from pipeline.editions import render_edition
    from pipeline.model import Collation, Decisions, Settings
    from pipeline.read import read_glossary, read_work
    from pipeline.review import review

    write_library(house, works + 1)
    glossary, settings, decisions = read_glossary(house / "glossary"), Settings(encoder="lexical"), Decisions()
    costs: dict[str, float] = {}

    def timed(stage: str, make: Callable[[], T]) -> T:
        began = spent()
        result = make()
        costs[stage] = costs.get(stage, 0.0) + spent() - began
        return result

    for n, folder in enumerate(sorted((house / "sources").iterdir())):
        if n == 1:
            costs.clear()
        work = timed("read, pandoc included", partial(read_work, folder))
        collation = Collation(timed("align", partial(align, work, glossary, settings, decisions)), glossary, settings, work)
        issues = timed("check", partial(run, collation))
        verification = timed("set decisions against the issues", partial(review, collation, issues, decisions))
        timed("reports and record", partial(_all, partial(render_reports, collation, verification)))
        timed("edition (HTML)", partial(_all, partial(render_edition, collation, verification, work.editions[0])))
    for stage, seconds in costs.items():
        print(f"  {stage:60} {1000 * seconds / works:8.1f} ms of processor time a work", flush=True)
    print(f"  {'all stages':60} {1000 * sum(costs.values()) / works:8.1f} ms", flush=True)


def _all(make: Callable[[], Iterator[object]]) -> None:
    for _ in make():
        pass


def measure(root: Path, works: int) -> None:
    """Measure the lexical encoder."""
    small, house = root / "small", root / "house"
    write_library(small, max(works // 8, 10))
    seconds = build(small)
    show(f"{max(works // 8, 10)} works, first build", seconds, f"{1000 * seconds / max(works // 8, 10):.0f} ms a work")
    write_library(house, works)
    seconds, most = weighed(house)
    show(f"{works} works, first build, two jobs", seconds, f"{1000 * seconds / works:.0f} ms a work, at most {most:.0f} MB in all")
    show("second build, nothing changed", build(house))
    show("third build, nothing changed", build(house))
    change(house / "sources" / f"w{works // 2:06}" / "zh-Hans.md", "报告", "汇报") if works > 1 else None
    show("one translation changed", build(house))
    change(house / "glossary" / "terms.csv", RARE[1], "量子退火法")
    show(f"one glossary term changed, used in {1 + (works - 1) // EVERY} works", build(house))
    shutil.rmtree(house / "output")
    part = root / "part"
    write_library(part, max(works // 8, 10))
    times = []
    for jobs in (1, 2):
        shutil.rmtree(part / "output", ignore_errors=True)
        times.append(build(part, jobs))
    show(f"{max(works // 8, 10)} works, one job", times[0], f"{times[0] / times[1]:.2f} times that of two")


def measure_encoder(house: Path, works: int) -> None:
    """Measure the default encoder against what it cannot do without."""
    write_library(house, works, "use")
    folders = sorted((house / "sources").iterdir())
    alone = {}
    for warm, which in ((False, "pypandoc"), (True, "a pandoc that stays")):
        began = time.monotonic()
        with ProcessPoolExecutor(2, get_context("spawn"), calculate_alone) as pool:
            assert sum(pool.map(partial(encode, warm=warm), [folders[::2], folders[1::2]])) == works
        alone[which] = time.monotonic() - began
        show(f"{works} works, encoding and {which} alone, two jobs", alone[which])
    seconds = build(house)
    times = " and ".join(f"{seconds / each:.2f}" for each in alone.values())
    show(f"{works} works, first build with the default encoder", seconds, f"{times} times those")


if __name__ == "__main__":
    main()
