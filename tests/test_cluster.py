"""Build on a Dask cluster of this machine: a scheduler and two workers, one of them killed in the middle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.build import House, build
from pipeline.model import Settings, SourceError
from tests.library import write_library
from tests.test_build import tree

ROOT = Path(__file__).parents[1]


def start(*line: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "5"}
    return subprocess.Popen(
        [sys.executable, "-m", *line], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address, quiet = f"tcp://127.0.0.1:{port}", ("--no-dashboard",)
    scheduler = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), *quiet)
    options = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(tmp_path), *quiet)
    workers = [start("distributed.cli.dask_worker", address, *options) for _ in range(2)]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_worker_lost_in_the_middle_changes_nothing(tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, workers = cluster
    write_library(tmp_path, 24)
    house = House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))
    done: list[str] = []

    def tell(work: str, count: int, total: int) -> None:
        done.append(work)
        if count == total // 3:
            os.kill(workers[0].pid, signal.SIGKILL)

    _wait_for_both(address)
    summaries = build(house, tell=tell, cluster=address)
    assert not [s.error.en for s in summaries if s.error.en]
    assert len(done) == 24
    assert workers[0].poll() is not None
    own = House(house.sources, house.glossary, tmp_path / "alone", house.settings)
    build(own)
    assert tree(house.output) == tree(own.output)


def _wait_for_both(address: str) -> None:
    from distributed import Client

    for _ in range(60):
        try:
            with Client(address, timeout=10, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                client.wait_for_workers(2, timeout=60)
                return
        except (OSError, TimeoutError):
            time.sleep(0.5)


def test_no_cluster_there(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    write_library(tmp_path, 1)
    house = House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))
    with pytest.raises(SourceError, match="no cluster answers there"):
        build(house, cluster="no such address")


def test_the_library_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_library(tmp_path, 1)
    monkeypatch.setitem(sys.modules, "distributed", None)
    house = House(tmp_path / "sources", tmp_path / "glossary", tmp_path / "output", Settings(encoder="lexical"))
    with pytest.raises(SourceError, match=r"pip install 'duikan\[cluster\]'"):
        build(house, cluster="tcp://127.0.0.1:1")
