"""Read what comes back from people who decide elsewhere: a spreadsheet's rows, a Word document's replies, a report's TOML.

Nothing of it is trusted: a row without a reason, a kind that is none, a paragraph that went or came is told with its place, and
nothing is taken then, so that nothing is lost.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from ..language.decisions import ABOUT, COLUMNS, SHEET, kind_of
from ..model import Bilingual, Returned, SourceError, Waiver
from .decisions import parse_decisions
from .files import check_archive, read_bytes, read_text
from .replies import read_docx

HEX = re.compile(r"[0-9a-f]{8}\Z")

__all__ = ["read_returned"]


def read_returned(path: Path) -> Returned:
    """Read a file of decisions (XLSX, DOCX, TOML); SourceError names the sheet and row, the paragraph or the line that is wrong."""
    kind = path.suffix.lower()
    if kind == ".toml":
        decided = parse_decisions(read_text(path), path)
        return Returned(
            path.stem.removesuffix("-decisions") if path.stem.endswith("-decisions") else "", decided.waivers, beads=decided.beads
        )
    if kind not in (".xlsx", ".docx"):
        raise SourceError(
            path,
            Bilingual("decisions come from XLSX, DOCX or TOML", "只能从 XLSX、DOCX 或 TOML 导入决定"),
            Bilingual(
                "name a file that duikan check --format xlsx or docx made, or one that a report exported",
                "请指定 duikan check --format xlsx 或 docx 生成的文件，或由报告页导出的文件",
            ),
        )
    content = read_bytes(path)
    check_archive(content, path, "xl/workbook.xml" if kind == ".xlsx" else "word/document.xml")
    return _read_xlsx(content, path) if kind == ".xlsx" else read_docx(content, path)


def _read_xlsx(content: bytes, path: Path) -> Returned:
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = {sheet.title: [[_text(v) for v in row] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    except Exception as error:  # openpyxl raises whatever a strange file brings about
        raise SourceError(
            path,
            Bilingual(f"this is no spreadsheet that can be read ({type(error).__name__})", f"无法读取此电子表格（{type(error).__name__}）"),
            Bilingual("save it as XLSX again", "请重新另存为 XLSX"),
        ) from error
    name = SHEET if SHEET in sheets else next((t for t, rows in sheets.items() if _head(rows) is not None), "")
    head = _head(sheets.get(name, []))
    if head is None:
        raise SourceError(
            path,
            Bilingual(
                f"no sheet has the columns {COLUMNS['id']} and {COLUMNS['kind']}", f"没有含“{COLUMNS['id']}”“{COLUMNS['kind']}”两列的工作表"
            ),
            Bilingual("keep the first row as it was written", "请保留原有的首行"),
        )
    number, columns = head
    work = next((row[1] for row in sheets.get(ABOUT, []) if len(row) > 1 and row[0] == "work"), "")
    waivers: dict[str, Waiver] = {}
    for n, row in enumerate(sheets[name][number + 1 :], number + 2):
        cells = {key: row[at] if at < len(row) else "" for key, at in columns.items()}
        waiver = _waiver(cells, _Place(path, name, n))
        if waiver is None:
            continue
        if waiver.issue in waivers and waivers[waiver.issue] != waiver:
            raise _Place(path, name, n).wrong(f"{waiver.issue} is decided twice", f"{waiver.issue} 有两个决定", "keep one", "请保留一个")
        waivers[waiver.issue] = waiver
    return Returned(work, tuple(waivers.values()))


def _head(rows: list[list[str]]) -> tuple[int, dict[str, int]] | None:
    """Return the number of the row of heads, and where each column stands; None where no row has them."""
    keys = {name.casefold(): key for key, name in COLUMNS.items()}
    for n, row in enumerate(rows[:20]):
        columns = {keys[cell.casefold()]: at for at, cell in enumerate(row) if cell.casefold() in keys}
        if {"id", "kind", "reason"} <= columns.keys():
            return n, columns
    return None


class _Place:
    """Say where in a spreadsheet something is wrong."""

    def __init__(self, path: Path, sheet: str, row: int) -> None:
        self.path, self.sheet, self.row = path, sheet, row

    def wrong(self, problem: str, problem_zh: str, remedy: str, remedy_zh: str) -> SourceError:
        """Return the error that names the sheet and the row."""
        return SourceError(
            self.path,
            Bilingual(f"sheet {self.sheet}, row {self.row}: {problem}", f"工作表“{self.sheet}”第 {self.row} 行：{problem_zh}"),
            Bilingual(remedy, remedy_zh),
        )


def _waiver(cells: dict[str, str], place: _Place) -> Waiver | None:
    issue, word, reason = (cells.get(key, "").strip() for key in ("id", "kind", "reason"))
    if not word and not reason:
        return None
    if not HEX.match(issue):
        raise place.wrong(
            f"{issue[:20] or 'nothing'} is no issue's id",
            f"“{issue[:20]}”不是问题编号",
            "take the row from a new report",
            "请从新报告中取该行",
        )
    if not word:
        raise place.wrong("there is a reason and no decision", "有理由而无决定", "choose a decision", "请选择决定")
    kind = kind_of(word)
    if kind is None:
        raise place.wrong(f"{word[:40]} is no decision", f"“{word[:40]}”不是决定", "choose one from the list", "请从列表中选择")
    if not reason:
        raise place.wrong("there is a decision and no reason", "有决定而无理由", "write the reason", "请写明理由")
    known = {key: cells.get(key, "").strip() for key in ("by", "check", "second")}
    return Waiver(issue, kind, reason, known["by"], "", 0, known["check"], cells.get("text", ""), known["second"])


def _text(value: Any) -> str:
    return "" if value is None else str(value)
