"""Turn a file into pandoc's tree, in a process of its own with bounds on time and memory.

The tree is pandoc's JSON (pandoc-types 1.23): every format gives the same few dozen kinds of blocks and inlines, raw HTML stays
apart from text, and no format's reader has to be trusted with what it lets through, since whatever is written later is written
from these nodes. pandoc's sandbox keeps its readers from files and network.

Starting pandoc takes longer than reading a short text. One process therefore reads many texts, one after the other
(`pandoc.lua`), until a text breaks it, a large one has swollen it, or Python ends.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

from ..model import Bilingual, Limits, SourceError
from .bounds import MB, limits

# As it stands commonmark_x curls quotes, makes 10~20人，30~40人 a subscript, US$20 和 S$30 mathematics, :smile: a picture.
MARKDOWN = "commonmark_x-smart-subscript-superscript-tex_math_dollars-emoji+sourcepos"
SCRIPT = Path(__file__).with_suffix(".lua")
# The bounds of the kernel, set by a shell since a system without one of them must still read.
BOUNDED = 'ulimit -v "$1" 2>/dev/null; ulimit -t "$2"; ulimit -c 0; shift 2; exec "$@"'
LARGE = MB  # a text of this size leaves a process that is not worth keeping
MOST = 500  # texts that one process reads
KEPT = 4  # processes that wait for the next text
MAX_TREE = 512 * MB  # of JSON

Node = Any  # {"t": name, "c": content}, as pandoc-types defines it


@dataclass(frozen=True, slots=True)
class Tree:
    """Hold a parsed text: its blocks, and its title where the format keeps it apart (DOCX, ODT)."""

    blocks: list[Node]
    title: list[Node]


@dataclass(slots=True)
class Process:
    """Hold a running pandoc, how many texts it may still read, and the seconds that it has read for.

    `owner` tells a forked child that it is not its own. One that is left alone in the middle of a text, because its owner was
    killed, ends by the kernel's bound on its time.
    """

    bounds: Limits
    left: int = MOST
    spent: float = 0.0
    owner: int = field(default_factory=os.getpid)
    errors: IO[bytes] = field(default_factory=tempfile.TemporaryFile)  # a pipe that nobody empties would stop it
    popen: subprocess.Popen[bytes] = field(init=False)
    overdue: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        memory = self.bounds.memory
        # the address space holds the heap twice while it is copied, and the program
        command = [
            "sh",
            "-c",
            BOUNDED,
            "sh",
            str((2 * memory + 600) * 1024),
            str(2 * self.bounds.seconds + 10),
            _program(),
            "lua",
            str(SCRIPT),
        ]
        command += ["+RTS", f"-M{memory}m", "-RTS"]
        self.popen = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)

    def ask(self, content: bytes, reader: str) -> tuple[bool, bytes]:
        """Return whether the text could be read, and the tree or what is wrong; EOFError where the process has died."""
        into, out = _pipe(self.popen.stdin), _pipe(self.popen.stdout)
        watch, began = threading.Timer(self.bounds.seconds, self._late), time.monotonic()
        watch.start()
        try:
            into.write(f"{reader} {len(content)}\n".encode() + content)
            into.flush()
            head = out.readline()
            if not head.strip():
                raise EOFError
            length = int(head)
            answer = out.read(min(abs(length), MAX_TREE))
        except (OSError, ValueError) as error:
            raise EOFError from error
        finally:
            watch.cancel()
            self.left -= 1
            self.spent += time.monotonic() - began
        if len(answer) < abs(length):
            raise EOFError
        return length >= 0, answer

    def _late(self) -> None:
        self.overdue = True
        self.popen.kill()

    def stop(self) -> str:
        """End the process and return the first line of what it said last."""
        if self.owner != os.getpid():
            return ""
        self.popen.kill()
        with contextlib.suppress(OSError):  # what it has not read yet
            _pipe(self.popen.stdin).close()
        _pipe(self.popen.stdout).close()
        self.popen.wait()
        self.errors.seek(0)
        said = self.errors.read(10_000).decode("utf-8", "replace").strip().splitlines()
        self.errors.close()
        return said[0].removeprefix("pandoc: ") if said else ""


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


_idle: list[Process] = []  # one for each text that is read at a time: a desk reads in several threads


def parse(content: bytes, reader: str, path: Path | str) -> Tree:
    """Parse bytes with one of pandoc's readers; SourceError where it fails, hangs or grows too large."""
    process = _process()
    try:
        well, answer = process.ask(content, reader)
    except EOFError:
        overdue, said, seconds = process.overdue, process.stop(), process.bounds.seconds
        if overdue:
            raise _failed(path, f"took more than {seconds} seconds", f"超过 {seconds} 秒") from None
        raise _failed(path, said or "it needs too much memory", said or "所需内存过多") from None
    except BaseException:  # stopped by a person in the middle: what would come next is the answer to this
        process.stop()
        raise
    if process.left > 0 and process.spent < process.bounds.seconds and len(content) < LARGE and len(_idle) < KEPT:
        _idle.append(process)
    else:
        process.stop()
    if not well:
        said = (answer.decode("utf-8", "replace").strip().splitlines() or ["?"])[0]
        raise _failed(path, said, said)
    collects = gc.isenabled()
    gc.disable()  # a tree has no circles, and looking for them while a large one grows takes ten times as long
    try:
        tree = json.loads(answer)
    except RecursionError as error:
        raise _failed(path, "nested too deeply", "嵌套过深") from error
    finally:
        if collects:
            gc.enable()
    title = tree["meta"].get("title", {})
    return Tree(tree["blocks"], title["c"] if title.get("t") == "MetaInlines" else [])


def _process() -> Process:
    """Return a running pandoc that has the bounds of now."""
    while True:
        try:
            process = _idle.pop()
        except IndexError:
            return Process(limits())
        if process.owner == os.getpid() and process.bounds == limits() and process.popen.poll() is None:
            return process
        process.stop()


@atexit.register
def _stop_all() -> None:
    while _idle:
        _idle.pop().stop()


@cache
def _program() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def _failed(path: Path | str, why: str, why_zh: str) -> SourceError:
    return SourceError(
        path,
        Bilingual(f"pandoc cannot read it: {why}", f"pandoc 无法读取：{why_zh}"),
        Bilingual("save the file anew, or in another format", "请重新保存，或另存为其他格式"),
    )
