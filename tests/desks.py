"""Open a review desk on a small house, for tests that ask it or look at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.build import House
from pipeline.model import Settings
from pipeline.serve import Desk, listen, server

ENGLISH = """# Fees

Members pay EUR 20 000 a year.

The council meets in Paris.

The secretariat keeps the **accounts**, and publishes 15 reports.

Each member has one vote. Decisions need a majority.

The council has 12 seats.
"""
CHINESE = """# 会费

成员每年缴纳2亿欧元。

理事会在巴黎开会。

秘书处负责**账目**，并发布16份报告。

每个成员有一票。决定须经多数通过。

理事会设12个席位。
"""
TOKEN = "token"


def house(folder: Path) -> House:
    """Write a house with one work, `fees`, whose translation has two wrong numbers."""
    work = folder / "sources" / "fees"
    work.mkdir(parents=True)
    (work / "en.md").write_text(ENGLISH, encoding="utf-8")
    (work / "zh-Hans.md").write_text(CHINESE, encoding="utf-8")
    (folder / "glossary").mkdir()
    (folder / "output").mkdir()
    return House(folder / "sources", folder / "glossary", folder / "output", Settings(encoder="lexical"))


def desk(folder: Path, by: str = "editor@example.org") -> Desk:
    """Return the desk of such a house, at which that person sits."""
    made = Desk(house(folder))
    made.by = by
    return made


@contextmanager
def opened(made: Desk) -> Iterator[str]:
    """Serve a desk on a free port; yields its address."""
    socket = listen(0)
    running = server(made, socket, TOKEN)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{socket.getsockname()[1]}/{TOKEN}/"
    running.should_exit = True
    thread.join(10)
