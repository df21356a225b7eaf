"""Read and write a glossary's CSV: terms and names in one table with a `kind`, or either alone as the house keeps them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import get_args

from ..model import Bilingual, Concept, Glossary, SourceError, Status, Term

LOCALES = ("en", "zh-Hans", "zh-Hans-SG", "zh-Hant-TW", "zh-Hant-HK")
STATUSES: tuple[Status, ...] = get_args(Status)
COLUMNS = ("id", "kind", *LOCALES, "status", "scope", "note")
NAMES = ("country", "organisation", "person", "place", "title", "acronym")
KINDS = ("term", *NAMES)
BETWEEN = " | "
BESIDE = "; "  # between notes that stand in one cell


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row of a glossary file as it is written: cells by column, not stripped."""

    path: str
    line: int
    cells: dict[str, str]

    def cell(self, column: str) -> str:
        """Return a cell without the spaces around it, empty where the row has none."""
        return self.cells.get(column, "").strip()

    def variants(self, locale: str) -> tuple[str, ...]:
        """Return the wordings of a cell, in order."""
        return tuple(v.strip() for v in self.cells.get(locale, "").split("|") if v.strip())

    @property
    def status(self) -> Status:
        """Return the row's status; an empty or unknown one is preferred."""
        return next((s for s in STATUSES if s == self.cell("status")), "preferred")

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return its terms: of a preferred row the first variant of a cell is preferred and the others are admitted.

        >>> [(t.text, t.status) for t in Row("x.csv", 2, {"en": "node | nodes"}).terms]
        [('node', 'preferred'), ('nodes', 'admitted')]
        """
        status = self.status
        return tuple(
            Term(locale, text, "admitted" if status == "preferred" and n else status)
            for locale in LOCALES
            for n, text in enumerate(self.variants(locale))
        )


def rows(text: str, path: str, needed: Sequence[str] = ("id", "en"), known: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a glossary's CSV, header and empty rows left out.

    Raises SourceError where it is none, lacks a `needed` column, or has one that is not `known` (any may stand there where
    none is given).
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    found: list[Row] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(path, header, needed, known)
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if len(cells) > len(header):
                raise SourceError(
                    path,
                    Bilingual(f"{len(cells)} cells, but {len(header)} columns", f"有 {len(cells)} 个单元格，但只有 {len(header)} 列"),
                    Bilingual("put a cell that holds a comma into quotation marks", "含逗号的单元格请加引号"),
                    line,
                )
            if any(c.strip() for c in cells):
                found.append(Row(path, line, dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        raise SourceError(
            path,
            Bilingual(f"not CSV: {error}", f"不是有效的 CSV：{error}"),
            Bilingual("close the quotation marks of the cell", "请检查单元格的引号是否成对"),
            reader.line_num,
        ) from error
    return found


def _check_header(path: str, header: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> None:
    if missing := [c for c in needed if c not in header]:
        begin = ",".join(known or COLUMNS)
        problem = Bilingual(f"the column {missing[0]} is missing", f"缺少 {missing[0]} 列")
        raise SourceError(path, problem, Bilingual(f"begin the file with {begin}", f"首行应为 {begin}"), 1)
    for column in header if known else ():
        if header.count(column) > 1:
            problem = Bilingual(f"the column {column} stands there twice", f"{column} 列重复")
        elif column not in known:
            problem = Bilingual(f"unknown column {column or '(no name)'}", f"未知的列 {column or '（无名称）'}")
        else:
            continue
        raise SourceError(path, problem, Bilingual(f"columns are {', '.join(known)}", f"可用的列：{'、'.join(known)}"), 1)


def concepts(table: Iterable[Row]) -> tuple[Concept, ...]:
    """Return the concepts that the rows make; rows of the same id join, and a row without a kind is a term.

    A concept stands at the line of its preferred row. Raises SourceError for a row without an id or a term, and for an unknown
    status or kind.
    """
    found: dict[str, list[Row]] = {}
    for row in table:
        _one_of(row, "status", STATUSES)
        _one_of(row, "kind", KINDS)
        if not row.cell("id"):
            raise _wrong(row, Bilingual("the row has no id", "该行没有 id"), Bilingual("give it one", "请填写 id"))
        if not row.terms:
            raise _wrong(row, Bilingual("the row has no term", "该行没有术语"), Bilingual("give one or remove the row", "请填写或删除"))
        found.setdefault(row.cell("id"), []).append(row)
    return tuple(_concept(id, rows) for id, rows in found.items())


def _concept(id: str, rows: Sequence[Row]) -> Concept:
    """Return the concept of some rows: its scope and note are those of the preferred row, what the others say is their terms' own."""
    head = next((row for row in rows if row.status == "preferred"), rows[0])
    scope, note = head.cell("scope"), head.cell("note")
    terms: list[Term] = []
    for row in rows:
        own = "" if row is head or row.cell("scope") == scope else row.cell("scope")
        terms += [replace(term, scope=own, note="" if row is head else row.cell("note")) for term in row.terms]
    return Concept(id, tuple(terms), rows[0].cell("kind") or "term", scope, note, head.path, head.line)


def _one_of(row: Row, column: str, known: Sequence[str]) -> str:
    value = row.cell(column)
    if value and value not in known:
        problem = Bilingual(f"unknown {column} {value}", f"未知的 {column}：{value}")
        raise _wrong(row, problem, Bilingual(f"use one of {', '.join(known)}", f"请使用：{'、'.join(known)}"))
    return value


def _wrong(row: Row, problem: Bilingual, remedy: Bilingual) -> SourceError:
    return SourceError(row.path, problem, remedy, row.line)


def from_csv(text: str, path: str) -> Glossary:
    """Read a glossary from one CSV file; SourceError as `rows` and `concepts` raise it.

    >>> [c.texts("zh-Hans") for c in from_csv("id,en,zh-Hans,status\\nai,AI,人工智能 | AI,preferred\\n", "x.csv").concepts]
    [('人工智能', 'AI')]
    """
    return Glossary(concepts(rows(text, path)))


def to_csv(glossary: Glossary) -> str:
    """Write a glossary as CSV; the column `kind` stands only where there are names.

    What stands alone is a `terms.csv`; names alone are a `names.csv`.
    """
    named = any(c.kind != "term" for c in glossary.concepts)
    columns = [c for c in COLUMNS if named or c != "kind"]
    out = StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for concept in canonical(glossary).concepts:
        head = {"scope": concept.scope, "note": concept.note}
        for n, (status, terms) in enumerate(_by_row(concept)):
            cells = {locale: BETWEEN.join(t.text for t in terms if t.locale == locale) for locale in LOCALES}
            said = head if n == 0 else {"scope": terms[0].scope, "note": terms[0].note}
            writer.writerow({"id": concept.id, "kind": concept.kind, "status": status, **cells, **said})
    return out.getvalue()


def canonical(glossary: Glossary) -> Glossary:
    """Return the same glossary with the terms of each concept in the order of the CSV's rows, and no places of files.

    Two glossaries say the same when these are equal. Of two preferred terms in one locale the second becomes admitted; the terms
    of a row have its scope and note, those of the first row the concept's.
    """
    return Glossary(tuple(map(_canonical, glossary.concepts)))


def _canonical(concept: Concept) -> Concept:
    scope, note, terms = concept.scope, concept.note, list[Term]()
    for n, (_, row) in enumerate(_by_row(concept)):
        own, said = next((t.scope for t in row if t.scope), ""), BESIDE.join(dict.fromkeys(t.note for t in row if t.note))
        if n == 0:
            scope, note, own, said = scope or own, BESIDE.join(filter(None, (note, said))), "", ""
        terms += [replace(t, scope="" if own == scope else own, note=said) for t in row]
    return replace(concept, terms=tuple(terms), scope=scope, note=note, path="", line=0)


def _by_row(concept: Concept) -> Iterator[tuple[Status, list[Term]]]:
    """Yield the rows that a concept needs: admitted wordings stand beside the preferred one of their locale."""
    led = {t.locale for t in concept.terms if t.status == "preferred"}
    for status in STATUSES:
        found: list[Term] = []
        for locale in LOCALES:
            mine = list({(t.text, t.status): t for t in reversed(concept.terms) if t.locale == locale}.values())[::-1]
            if status == "preferred":
                found += _led(
                    [t for t in mine if t.status == "preferred"], [t for t in mine if t.status == "admitted"] if locale in led else []
                )
            elif status != "admitted" or locale not in led:
                found += [t for t in mine if t.status == status]
        if found:
            yield status, found


def _led(preferred: list[Term], admitted: list[Term]) -> list[Term]:
    seen = {preferred[0].text} if preferred else set()
    rest = [replace(t, status="admitted") for t in preferred[1:]] + admitted
    return preferred[:1] + [t for t in dict.fromkeys(rest) if t.text not in seen]


def locale_of_tag(tag: str) -> str:
    """Return the locale of this house that a BCP 47 tag falls to, or nothing.

    >>> [locale_of_tag(t) for t in ("en-GB", "zh-CN", "zh", "zh-TW", "zh_Hant_HK", "zh-SG", "ja")]
    ['en', 'zh-Hans', 'zh-Hans', 'zh-Hant-TW', 'zh-Hant-HK', 'zh-Hans-SG', '']
    """
    language, *rest = tag.lower().replace("_", "-").split("-")
    if language != "zh":
        return "en" if language == "en" else ""
    if "hk" in rest or "mo" in rest:
        return "zh-Hant-HK"
    if "tw" in rest or "hant" in rest:
        return "zh-Hant-TW"
    return "zh-Hans-SG" if "sg" in rest else "zh-Hans"


def checked(concepts: Iterable[Concept], path: str) -> Glossary:
    """Return concepts that came from another format as a glossary that CSV can hold, ids made unique.

    Raises SourceError for a term with `|`, which divides variants in a cell, and where there is no concept at all.
    """
    found: dict[str, Concept] = {}
    seen: Counter[str] = Counter()
    for concept in concepts:
        for term in concept.terms:
            if "|" in term.text:
                raise SourceError(
                    path,
                    Bilingual(f"the term {term.text!r} holds |", f"术语“{term.text}”含有 |"),
                    Bilingual("write it with another sign: | divides variants", "请改用其他符号：| 用于分隔并列译法"),
                    concept.line or None,
                )
        base = name = concept.id.strip() or "concept"
        while name in found:
            seen[base] += 1
            name = f"{base}-{seen[base] + 1}"
        found[name] = replace(concept, id=name)
    if not found:
        raise SourceError(
            path, Bilingual("there are no terms in it", "其中没有术语"), Bilingual("check file and languages", "请检查文件及其语言")
        )
    return canonical(Glossary(tuple(found.values())))
