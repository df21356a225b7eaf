"""Read a house's glossary: `terms.csv` and `names.csv`, as a linguist writes them in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..model import Bilingual, Concept, Glossary, SourceError, Status
from ..terms.table import COLUMNS, NAMES, Row, concepts, rows
from .files import read_text


def read_glossary(folder: Path) -> Glossary:
    """Read both files of a glossary folder; a file that is not there is empty.

    Variants in a cell are separated by ` | `, the first is preferred, the others admitted. Rows of the same id and another
    status join the concept. Raises SourceError with the line of what is wrong.
    """
    found: dict[str, Concept] = {}
    for name in ("terms.csv", "names.csv"):
        path = folder / name
        if path.exists() or path.is_symlink():
            for concept in concepts(_rows(path, named=name == "names.csv")):
                if other := found.get(concept.id):
                    raise _doubled(concept.path, concept.line, concept.id, f"{Path(other.path).name}:{other.line}")
                found[concept.id] = concept
    return Glossary(tuple(found.values()))


def _rows(path: Path, named: bool) -> Iterator[Row]:
    """Yield the rows of one of the house's own files: they have the columns that they should, and no two say the same of one id."""
    columns = tuple(c for c in COLUMNS if named or c != "kind")
    needed = ("id", "en", "zh-Hans", "status") + (("kind",) if named else ())
    seen: dict[tuple[str, Status], int] = {}
    for row in rows(read_text(path), str(path), needed, columns):
        if named and row.cell("kind") in ("", "term"):
            raise SourceError(
                path,
                Bilingual(f"unknown kind {row.cell('kind') or '(empty)'}", f"未知的 kind：{row.cell('kind') or '（空）'}"),
                Bilingual(f"use one of {', '.join(NAMES)}", f"请使用：{'、'.join(NAMES)}"),
                row.line,
            )
        first = seen.setdefault((row.cell("id"), row.status), row.line)
        if first != row.line and row.cell("id"):
            raise _doubled(str(path), row.line, row.cell("id"), str(first))
        yield row


def _doubled(path: str, line: int, id: str, first: str) -> SourceError:
    return SourceError(
        path,
        Bilingual(f"the id {id} is used already in line {first}", f"id {id} 已在第 {first} 行使用"),
        Bilingual("give one of the two another id or status", "请为其中一行改用其他 id 或 status"),
        line,
    )
