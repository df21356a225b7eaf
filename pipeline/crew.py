"""Run a task on many things, in processes of this machine or on a cluster, and lose no more than one thing when a process dies.

Each process is a `concurrent.futures` executor of one worker, so that it is known which thing a dying or hanging process had
in hand; it stays warm from one thing to the next, and a new one takes its place when it has grown too large. A Dask client gives
an executor of the same kind for the whole cluster; Dask itself moves the things of a lost machine to another.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import active_children, connection, get_context, parent_process
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .model import Bilingual, Limits, SourceError

T = TypeVar("T")
R = TypeVar("R")
MB = 2**20
SWOLLEN = 600  # MB that a process may hold between two things; above, a new one takes its place
LOOK = 0.5  # seconds between two looks at the clock

KILLED = Bilingual("the process that built it was killed, perhaps for want of memory", "构建进程被系统终止，可能是内存不足")
AGAIN = Bilingual("build again with fewer --jobs, or look at what makes it so large", "请减少 --jobs 后重新构建，或检查其内容为何过大")
RAISE = Bilingual("split the work, or raise limits.work_seconds", "请拆分作品，或调高 limits.work_seconds")


@dataclass(frozen=True, slots=True)
class Lost:
    """Tell that a thing was lost with the process that had it in hand, and what to do."""

    problem: Bilingual
    remedy: Bilingual


class Place(Protocol):
    """Be where tasks run: so many things at a time."""

    room: int

    def submit(self, task: Callable[[T], R], thing: T) -> Future[tuple[R, int]]:
        """Begin a task; its result comes with the MB that its process holds."""

    def settle(self, size: int) -> None:
        """Take note of a process's size after a task, or (-1) that it died."""

    def kill(self) -> None:
        """Stop at once what runs here."""


@dataclass(slots=True)
class Process:
    """Be one process of this machine."""

    bounds: Limits
    room: int = 1
    executor: ProcessPoolExecutor | None = None
    pid: Future[int] | None = None

    def submit(self, task: Callable[[T], R], thing: T) -> Future[tuple[R, int]]:
        """Begin a task, in the process that is there or in a new one."""
        if self.executor is None:
            self.executor = ProcessPoolExecutor(1, get_context("spawn"), _begin, (self.bounds.work_memory,))
            self.pid = self.executor.submit(os.getpid)
        return self.executor.submit(_measured, task, thing)

    def settle(self, size: int) -> None:
        """Let a process go that died or grew too large."""
        if self.executor is not None and not 0 <= size < SWOLLEN:
            self.executor.shutdown(wait=False)
            self.executor = self.pid = None

    def kill(self) -> None:
        """Kill the process."""
        if self.executor is None or self.pid is None:
            return
        try:
            own = [self.pid.result(timeout=0)]
        except Exception:  # it has not said its number yet: it is still starting, as all may be
            own = [p.pid for p in active_children() if p.pid]
        for pid in own:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)


@dataclass(slots=True)
class Cluster:
    """Be a Dask cluster: as many things at a time as keep all its workers busy."""

    client: Any
    executor: Executor = field(init=False)
    room: int = field(init=False)

    def __post_init__(self) -> None:
        self.executor = self.client.get_executor(pure=False, retries=2)
        self.room = 2 * max(1, sum(self.client.nthreads().values()))

    def submit(self, task: Callable[[T], R], thing: T) -> Future[tuple[R, int]]:
        """Begin a task on some worker."""
        return self.executor.submit(_measured, task, thing)

    def settle(self, size: int) -> None:
        """Leave memory to Dask's own limits."""

    def kill(self) -> None:
        """Take back what has not ended."""
        self.executor.shutdown(wait=False)
        self.client.close()


@contextlib.contextmanager
def places(jobs: int, bounds: Limits, cluster: str = "") -> Iterator[list[Place]]:
    """Give the places where tasks run; nothing runs there any more when the context ends, however it ends."""
    found: list[Place] = [Cluster(_client(cluster))] if cluster else [Process(bounds) for _ in range(jobs)]
    try:
        yield found
        for place in found:
            place.settle(-1)
    finally:
        for place in found:
            place.kill()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise SourceError(
            f"--cluster {address}",
            Bilingual("the library dask.distributed is not installed", "没有安装 dask.distributed 库"),
            Bilingual("run pip install 'duikan[cluster]'", "请运行 pip install 'duikan[cluster]'"),
        ) from None
    try:
        make: Any = Client  # it has no types
        client = make(address, timeout=10, set_as_default=False)
        client.wait_for_workers(1, timeout=30)
    except (OSError, ValueError, TimeoutError) as error:
        raise SourceError(
            f"--cluster {address}",
            Bilingual(f"no cluster answers there ({type(error).__name__})", f"该地址没有集群应答（{type(error).__name__}）"),
            Bilingual(
                "start dask scheduler and dask worker, and give the scheduler's address",
                "请启动 dask scheduler 与 dask worker，并给出调度器地址",
            ),
        ) from None
    return client


@dataclass(slots=True)
class Hand:
    """Hold what runs: which thing, where, until when it must have ended."""

    index: int
    place: Place
    until: float
    overdue: bool = False


def run(task: Callable[[T], R], things: Sequence[T], where: Sequence[Place], seconds: float) -> Iterator[tuple[int, R | Lost]]:
    """Yield the result of the task for each thing, with the thing's number, as they come in.

    A thing whose process dies, or that takes more than `seconds` on this machine, yields `Lost`.
    """
    waiting = deque(range(len(things)))
    busy: dict[Future[tuple[R, int]], Hand] = {}
    free = [place for place in where for _ in range(place.room)]
    while waiting or busy:
        while waiting and free:
            place, index = free.pop(), waiting.popleft()
            until = float("inf") if isinstance(place, Cluster) else time.monotonic() + seconds
            busy[place.submit(task, things[index])] = Hand(index, place, until)
        done, _ = wait(busy, timeout=LOOK, return_when=FIRST_COMPLETED)
        for future in done:
            hand = busy.pop(future)
            free.append(hand.place)
            end: R | Lost = _result(future, hand, seconds)
            yield hand.index, end
        for hand in busy.values():
            if time.monotonic() > hand.until and not hand.overdue:
                hand.overdue = True
                hand.place.kill()


def _result(future: Future[tuple[R, int]], hand: Hand, seconds: float) -> R | Lost:
    try:
        result, size = future.result()
    except Exception as error:  # the process died, or Dask gave the thing up
        hand.place.settle(-1)
        if hand.overdue:
            return Lost(Bilingual(f"took more than {seconds:g} seconds", f"超过 {seconds:g} 秒"), RAISE)
        if type(error).__name__ in ("BrokenProcessPool", "KilledWorker"):
            return Lost(KILLED, AGAIN)
        return Lost(Bilingual(f"{type(error).__name__}: {error}", f"{type(error).__name__}：{error}"), AGAIN)
    hand.place.settle(size)
    return result


# ---------------------------------------------------------------- inside a process


def _measured(task: Callable[[T], R], thing: T) -> tuple[R, int]:
    return task(thing), _size()


def _size() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // MB
    except OSError:  # only Linux tells what a process holds now; elsewhere, what it held at most
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // MB if peak > 2**30 else peak // 1024


def _begin(memory: int) -> None:
    """Leave interrupts to the first process, bound the memory, and end when the first process ends.

    What a work is read into are large trees without circles: looking for circles in them again and again took a tenth of the time.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(200_000, 10, 100)
    calculate_alone()
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory * MB, resource.getrlimit(resource.RLIMIT_AS)[1]))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def calculate_alone() -> None:
    """Let NumPy's libraries, which are not loaded yet, take one thread: those of several processes would wait for each other.

    On two cores two processes with two threads each encoded sentences at a third to a tenth of the pace.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
