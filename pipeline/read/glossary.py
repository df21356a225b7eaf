"""Read a house's glossary: `terms.csv` and `names.csv`, as a linguist writes them in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import TypeVar, get_args

from ..model import Bilingual, Concept, Glossary, SourceError, Status, Term
from .files import read_text

LOCALES = ("en", "zh-Hans", "zh-Hans-SG", "zh-Hant-TW", "zh-Hant-HK")
KINDS = ("country", "organisation", "person", "place", "title", "acronym")
STATUSES: tuple[Status, ...] = get_args(Status)
COLUMNS = ("id", "kind", *LOCALES, "status", "scope", "note")
VARIANT = "|"
T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row of a glossary file."""

    id: str
    kind: str
    status: Status
    terms: tuple[Term, ...]
    scope: str
    note: str
    line: int


def read_glossary(folder: Path) -> Glossary:
    """Read both files of a glossary folder; a file that is not there is empty.

    Variants in a cell are separated by ` | `, the first is preferred, the others admitted. Rows of the same id and another
    status join the concept. Raises SourceError with the line of what is wrong.
    """
    concepts: dict[str, Concept] = {}
    for name in ("terms.csv", "names.csv"):
        path = folder / name
        if path.exists() or path.is_symlink():
            for concept in _read(path, named=name == "names.csv"):
                if other := concepts.get(concept.id):
                    raise _doubled(path, concept.line, concept.id, f"{Path(other.path).name}:{other.line}")
                concepts[concept.id] = concept
    return Glossary(tuple(concepts.values()))


def _read(path: Path, named: bool) -> list[Concept]:
    found: dict[str, Concept] = {}
    seen: dict[tuple[str, Status], int] = {}
    for row in _rows(path, named):
        if first := seen.get((row.id, row.status)):
            raise _doubled(path, row.line, row.id, str(first))
        seen[row.id, row.status] = row.line
        if old := found.get(row.id):
            lead = replace(old, line=row.line) if row.status == "preferred" else old
            found[row.id] = replace(
                lead, terms=(*old.terms, *row.terms), scope=old.scope or row.scope, note="; ".join(filter(None, (old.note, row.note)))
            )
        else:
            found[row.id] = Concept(row.id, row.terms, row.kind, row.scope, row.note, str(path), row.line)
    return list(found.values())


def _rows(path: Path, named: bool) -> Iterator[Row]:
    reader = csv.reader(StringIO(read_text(path), newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(path, header, named)
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield _row(path, line, header, cells, named)
    except csv.Error as error:
        raise SourceError(
            path,
            Bilingual(f"not CSV: {error}", f"不是有效的 CSV：{error}"),
            Bilingual("close the quotation marks of the cell", "请检查单元格的引号是否成对"),
            reader.line_num,
        ) from error


def _check_header(path: Path, header: list[str], named: bool) -> None:
    needed = ["id", "en", "zh-Hans", "status"] + (["kind"] if named else [])
    if missing := [c for c in needed if c not in header]:
        raise SourceError(
            path,
            Bilingual(f"the column {missing[0]} is missing", f"缺少 {missing[0]} 列"),
            Bilingual(f"begin the file with {','.join(_columns(named))}", f"首行应为 {','.join(_columns(named))}"),
            1,
        )
    for column in header:
        if column not in COLUMNS or header.count(column) > 1:
            twice = header.count(column) > 1
            raise SourceError(
                path,
                Bilingual(
                    f"the column {column} stands there twice" if twice else f"unknown column {column or '(no name)'}",
                    f"{column} 列重复" if twice else f"未知的列 {column or '（无名称）'}",
                ),
                Bilingual(f"columns are {', '.join(_columns(named))}", f"可用的列：{'、'.join(_columns(named))}"),
                1,
            )


def _columns(named: bool) -> list[str]:
    return [c for c in COLUMNS if named or c != "kind"]


def _row(path: Path, line: int, header: list[str], cells: list[str], named: bool) -> Row:
    if len(cells) > len(header):
        raise SourceError(
            path,
            Bilingual(f"{len(cells)} cells, but {len(header)} columns", f"有 {len(cells)} 个单元格，但只有 {len(header)} 列"),
            Bilingual("put a cell that holds a comma into quotation marks", "含逗号的单元格请加引号"),
            line,
        )
    row = dict(zip(header, (c.strip() for c in cells), strict=False))
    status = _one_of(path, line, "status", row.get("status", "") or "preferred", STATUSES)
    kind = _one_of(path, line, "kind", row.get("kind", ""), KINDS) if named else "term"
    if not row.get("id"):
        raise SourceError(path, Bilingual("the row has no id", "该行没有 id"), Bilingual("give it one", "请填写 id"), line)
    terms = tuple(t for locale in LOCALES for t in _terms(locale, row.get(locale, ""), status))
    if not terms:
        raise SourceError(
            path, Bilingual("the row has no term", "该行没有术语"), Bilingual("give one or remove the row", "请填写或删除"), line
        )
    return Row(row["id"], kind, status, terms, row.get("scope", ""), row.get("note", ""), line)


def _terms(locale: str, cell: str, status: Status) -> Iterator[Term]:
    """Read the variants of a cell: of a preferred row the first is preferred and the others are admitted.

    >>> [(t.text, t.status) for t in _terms("en", "node | nodes", "preferred")]
    [('node', 'preferred'), ('nodes', 'admitted')]
    """
    for n, variant in enumerate(v.strip() for v in cell.split(VARIANT) if v.strip()):
        yield Term(locale, variant, "admitted" if status == "preferred" and n else status)


def _one_of(path: Path, line: int, column: str, value: str, known: tuple[T, ...]) -> T:
    for each in known:
        if value == each:
            return each
    raise SourceError(
        path,
        Bilingual(f"unknown {column} {value or '(empty)'}", f"未知的 {column}：{value or '（空）'}"),
        Bilingual(f"use one of {', '.join(known)}", f"请使用：{'、'.join(known)}"),
        line,
    )


def _doubled(path: Path, line: int, id: str, first: str) -> SourceError:
    return SourceError(
        path,
        Bilingual(f"the id {id} is used already in line {first}", f"id {id} 已在第 {first} 行使用"),
        Bilingual("give one of the two another id or status", "请为其中一行改用其他 id 或 status"),
        line,
    )
