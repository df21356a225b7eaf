"""Write a report as a spreadsheet: one row an issue, with columns in which to decide; `duikan decisions import` takes it back.

Texts are strangers' and are written as text, never as formulas: a cell that begins with `=` stays what it is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Color, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from .. import __version__
from ..language.decisions import ABOUT, COLUMNS, SHEET, offered
from ..model import Collation, Issue, Place, Severity, Verification, Waiver, WaiverKind
from .archive import settled
from .phrases import label
from .text import where
from .xml import UNSPEAKABLE

WIDTHS = {"source": 48, "target": 48, "message": 40, "message-en": 40, "suggestion": 20, "reason": 32, "kind": 20, "place": 20, "text": 16}
FILLS = {Severity.CRITICAL: "F4C7C3", Severity.MAJOR: "FCE0C8", Severity.MINOR: "FFF4CC", Severity.NEUTRAL: "EEEEEE"}
ASKED = "DFF0E0"  # the columns that wait for an answer
LONGEST = 32_000  # characters; a cell holds 32,767
UNDATED = datetime(1980, 1, 1)  # the same input gives the same bytes


def render(collation: Collation, verification: Verification) -> bytes:
    """Return the workbook: the issues, and a sheet that says what they are of and how to decide."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.created, book.properties.modified = f"Duikan {__version__}", UNDATED, UNDATED
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows = "landscape", 0, "1:1"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for n, key in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = WIDTHS.get(key, 14)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(verification.issues) + 1}"
    sheet.append([_head(sheet, key) for key in COLUMNS])
    written = {w.issue: w for w in reversed(verification.waivers)}
    for n, issue in enumerate(verification.issues, 2):
        sheet.row_dimensions[n].height = _height(issue)
        waiver = next((written[i] for i in (issue.id, *issue.former) if i in written), None)
        sheet.append(_row(sheet, issue, waiver))
    _offer(sheet, len(verification.issues) + 1)
    _about(book.create_sheet(ABOUT), collation, verification)
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _head(sheet: Any, key: str) -> Any:
    cell = WriteOnlyCell(sheet, COLUMNS[key])
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    if key in ("kind", "reason", "by", "second"):
        cell.fill = PatternFill("solid", fgColor=ASKED)
    return cell


def _row(sheet: Any, issue: Issue, waiver: Waiver | None) -> list[Any]:
    place = issue.target or issue.source
    values: dict[str, Any] = {
        "id": issue.id,
        "severity": label(str(issue.severity)).zh + f" {issue.severity}",
        "check": issue.check,
        "status": label(issue.status).zh + f" {issue.status}",
        "place": where(place),
        "source": _marked(issue.source),
        "target": _marked(issue.target),
        "message": issue.message.zh,
        "message-en": issue.message.en,
        "suggestion": issue.suggestion or "",
        "kind": offered(waiver.kind) if waiver else "",
        "reason": waiver.reason if waiver else "",
        "by": waiver.by if waiver else "",
        "second": waiver.second if waiver else "",
        "text": place.text if place else "",
    }
    return [_cell(sheet, key, values[key], issue.severity) for key in COLUMNS]


def _height(issue: Issue) -> float:
    """Return how high a row must be for its longest cell, in points; spreadsheets do not measure cells of several styles."""
    texts = {"message": issue.message.zh, "message-en": issue.message.en, "suggestion": issue.suggestion or ""}
    for key, place in (("source", issue.source), ("target", issue.target)):
        texts[key] = place.segment.text if place else ""
    lines = max(sum(1 if c.isascii() else 2 for c in text) // (WIDTHS[key] - 4) + 1 for key, text in texts.items())
    return min(lines, 20) * 15.0


def _cell(sheet: Any, key: str, value: Any, severity: Severity) -> Any:
    said: Any = value if isinstance(value, CellRichText) else _said(value)
    cell = WriteOnlyCell(sheet, said)
    if isinstance(value, str):
        cell.data_type = "s"  # never "f": what begins with = is text
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if key == "severity":
        cell.fill = PatternFill("solid", fgColor=FILLS[severity])
    return cell


def _marked(place: Place | None) -> Any:
    """Return a segment's text with the marked words in bold red."""
    if place is None:
        return ""
    text = place.segment.text
    parts = [_said(text[: place.start]), _said(text[place.start : place.end]), _said(text[place.end :])]
    if not parts[1] or place.end > LONGEST:
        return text
    red = TextBlock(InlineFont(b=True, color=Color("00C00000")), parts[1])
    return CellRichText(*([parts[0]] if parts[0] else []), red, *([parts[2]] if parts[2] else []))


def _said(text: str) -> str:
    return UNSPEAKABLE.sub("\ufffd", text)[:LONGEST]


def _offer(sheet: Any, last: int) -> None:
    """Let the decision be chosen from a list; other words are refused by the spreadsheet as by the import."""
    kinds: Sequence[WaiverKind] = get_args(WaiverKind)
    column = get_column_letter(list(COLUMNS).index("kind") + 1)
    choice = DataValidation(type="list", formula1='"' + ",".join(offered(k) for k in kinds) + '"', allow_blank=True)
    choice.error, choice.errorTitle = "请从列表中选择 Choose from the list", "决定 Decision"
    choice.add(f"{column}2:{column}{max(last, 2)}")
    sheet.data_validations.append(choice)


def _about(sheet: Any, collation: Collation, verification: Verification) -> None:
    """Write what the sheet is of, and how to decide; the import reads the work's name here."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
    scores = verification.scores
    bitext = collation.bitext
    lines = [
        ("work", collation.work.id if collation.work else ""),
        ("duikan", __version__),
        *((d.path, d.sha256) for d in (*bitext.originals, bitext.translation)),
        ("状态 State", f"{label(verification.state).zh} / {label(verification.state).en}"),
        ("MQM", f"{scores.mqm:.2f} raw, {scores.calibrated:.2f} calibrated ({scores.threshold:g} passes)"),
        ("GB/T 19682", f"{scores.gbt19682 * 1000:.2f}‰"),
        ("", "得分依据自动检查结果，不是人工评价。Scores count automatic findings; they are no human evaluation."),
        ("", "在绿色列中选择决定并写明理由，存盘后执行 duikan decisions import 本文件。"),
        ("", "Decide in the green columns, each with a reason, save, and run: duikan decisions import FILE"),
    ]
    for pair in lines:
        cells = [WriteOnlyCell(sheet, _said(v)) for v in pair]
        for cell in cells:
            cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)
