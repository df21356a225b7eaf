"""Turn a file into pandoc's tree, in a process of its own with bounds on time and memory.

The tree is pandoc's JSON (pandoc-types 1.23): every format gives the same few dozen kinds of blocks and inlines, raw HTML stays
apart from text, and no format's reader has to be trusted with what it lets through, since whatever is written later is written
from these nodes. `--sandbox` keeps pandoc from files and network.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

from ..model import Bilingual, SourceError

# As it stands commonmark_x curls quotes, makes 10~20人，30~40人 a subscript, US$20 和 S$30 mathematics, :smile: a picture.
MARKDOWN = "commonmark_x-smart-subscript-superscript-tex_math_dollars-emoji+sourcepos"
SECONDS = 120
MEMORY = "1500m"
MAX_DEPTH = 200

Node = Any  # {"t": name, "c": content}, as pandoc-types defines it


@dataclass(frozen=True, slots=True)
class Tree:
    """Hold a parsed text: its blocks, and its title where the format keeps it apart (DOCX, ODT)."""

    blocks: list[Node]
    title: list[Node]


def parse(content: bytes, reader: str, path: Path | str) -> Tree:
    """Parse bytes with one of pandoc's readers; SourceError where it fails, hangs or grows too large."""
    command = [_program(), "-f", reader, "-t", "json", "--sandbox", "--preserve-tabs", "+RTS", f"-M{MEMORY}", "-RTS"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise _failed(path, f"took more than {SECONDS} seconds", f"超过 {SECONDS} 秒") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _failed(path, said[0] if said else f"status {done.returncode}", said[0] if said else f"状态码 {done.returncode}")
    try:
        tree = json.loads(done.stdout)
    except RecursionError as error:
        raise _failed(path, "nested too deeply", "嵌套过深") from error
    title = tree["meta"].get("title", {})
    return Tree(tree["blocks"], title["c"] if title.get("t") == "MetaInlines" else [])


@cache
def _program() -> str:
    return str(pypandoc.get_pandoc_path())


def _failed(path: Path | str, why: str, why_zh: str) -> SourceError:
    return SourceError(
        path,
        Bilingual(f"pandoc cannot read it: {why}", f"pandoc 无法读取：{why_zh}"),
        Bilingual("save the file anew, or in another format", "请重新保存，或另存为其他格式"),
    )
