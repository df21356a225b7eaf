"""Read an edition's stylesheet: the stock one, or the theme that a house puts in its place."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

from ..model import Bilingual, Edition, SourceError, Work
from .resources import local_file
from .templates import FOLDER

STOCK = '@import "edition.css";'  # what a theme begins with that only changes the stock stylesheet
DEPTH = 32  # rules in rules


def stylesheet(work: Work, edition: Edition) -> str:
    """Return the stock stylesheet, or the theme that replaces it.

    A theme that only changes colours or fonts begins with `@import "edition.css";`, which puts the stock one there.
    """
    stock = (FOLDER / "edition.css").read_text(encoding="utf-8")
    if not edition.theme:
        return stock
    path = local_file(work.folder, edition.theme, f"{work.id}/work.toml")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Bilingual(f"not UTF-8: byte {error.object[error.start]:#04x}", f"不是 UTF-8：字节 {error.object[error.start]:#04x}")
        raise SourceError(path, problem, Bilingual("save the file as UTF-8", "请另存为 UTF-8")) from None
    check_stylesheet(text, path)
    return text.replace(STOCK, stock, 1).replace("</", "<\\/")


def check_stylesheet(text: str, path: Path) -> None:
    """Raise SourceError with the line where a stylesheet is broken, or would load what is not in it."""
    import tinycss2  # type: ignore[import-untyped]

    try:
        top = tinycss2.parse_stylesheet(text.replace(STOCK, ""), skip_comments=True, skip_whitespace=True)
    except RecursionError:
        raise _nested(path, 1) from None
    nodes = deque((node, 0) for node in top)
    while nodes:
        node, depth = nodes.popleft()
        if depth > DEPTH:
            raise _nested(path, node.source_line)
        if (loaded := _loaded(node)) is not None:
            raise SourceError(
                path,
                Bilingual(f"the theme loads {loaded[:80]}", f"主题会载入 {loaded[:80]}"),
                Bilingual(
                    "an edition is one file: put it in as a data: address, or leave it out", "各版本都是单一文件：请改为 data: 地址，或删去"
                ),
                node.source_line,
            )
        if node.type == "error":
            raise SourceError(
                path,
                Bilingual(f"not valid CSS: {node.message}", f"不是有效的 CSS：{node.message}"),
                Bilingual("correct that line", "请改正该行"),
                node.source_line,
            )
        inner = []
        if getattr(node, "content", None) and node.type in ("qualified-rule", "at-rule"):
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        elif node.type in ("declaration", "function"):
            inner = [n for n in (node.value if node.type == "declaration" else node.arguments) if n.type in ("url", "function")]
        nodes.extend((each, depth + 1) for each in inner)


def _nested(path: Path, line: int) -> SourceError:
    return SourceError(path, Bilingual("nested too deeply", "嵌套过深"), Bilingual("flatten its rules", "请减少规则的嵌套层数"), line)


def _loaded(node: Any) -> str | None:
    """Return the address that a node of a stylesheet loads, if it is not inside the stylesheet itself."""
    if node.type == "at-rule" and node.lower_at_keyword == "import":
        return "".join(token.serialize() for token in node.prelude).strip()
    if node.type == "function" and node.lower_name in ("url", "image-set", "src"):
        address = "".join(str(token.value) for token in node.arguments if token.type == "string")
        return None if address.startswith(("data:", "#")) else address
    if node.type == "url":
        return None if node.value.startswith(("data:", "#")) else str(node.value)
    return None
