"""Read what people decided of a work: its `review.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from ..model import Bilingual, ConfirmedBead, Decisions, SignOff, Waiver, WaiverKind
from .files import read_text
from .toml import Table, parse_toml


def read_decisions(path: Path) -> Decisions:
    """Read a review file; one that is not there, or holds nothing but comments, holds no decisions.

    Raises SourceError with the line of what is wrong.
    """
    if not path.exists() and not path.is_symlink():
        return Decisions()
    if path.is_file() and path.stat().st_size == 0:
        return Decisions()
    return parse_decisions(read_text(path), path)


def parse_decisions(text: str, path: Path) -> Decisions:
    """Return the decisions that the text of a review file holds; SourceError with the line of what is wrong."""
    table = parse_toml(text, path)
    table.only("waiver", "bead", "sign-off")
    waivers = tuple(_waiver(t) for t in table.tables("waiver"))
    beads = tuple(_bead(t) for t in table.tables("bead"))
    sign_off = _sign_off(table.table("sign-off")) if "sign-off" in table.values else None
    return Decisions(waivers, beads, sign_off)


def _waiver(table: Table) -> Waiver:
    table.only("issue", "kind", "reason", "by", "date", "check", "text")
    kinds: tuple[str, ...] = get_args(WaiverKind)
    issue = table.string("issue", None)
    if "kind" not in table.values:
        raise table.fail(
            "", Bilingual("kind is missing", "缺少 kind"), Bilingual(f"add one of {', '.join(kinds)}", f"请填写：{'、'.join(kinds)}")
        )
    kind = cast(WaiverKind, table.one_of("kind", kinds, ""))
    reason = table.string("reason", None)
    return Waiver(
        issue, kind, reason, table.string("by"), table.date("date"), table.line("issue"), table.string("check"), table.string("text")
    )


def _bead(table: Table) -> ConfirmedBead:
    table.only("source", "target", "by", "date")
    source, target = table.strings("source"), table.strings("target")
    for key, values in (("source", source), ("target", target)):
        for value in values:
            if not all(value.rpartition("#")[::2]):
                raise table.fail(
                    key,
                    Bilingual(f"{value} names no segment", f"{value} 没有指明句段"),
                    Bilingual("write path#id, such as en.md#p12", "请写成“路径#编号”，如 en.md#p12"),
                )
    if not source and not target:
        raise table.fail(
            "",
            Bilingual("the bead is empty", "对齐单元为空"),
            Bilingual("name source and target, or remove it", "请填写 source 与 target，或删除"),
        )
    return ConfirmedBead(source, target, table.string("by"), table.line("source" if "source" in table.values else "target"))


def _sign_off(table: Table) -> SignOff:
    table.only("by", "date", "beads")
    beads = table.table("beads")
    return SignOff(table.string("by", None), table.date("date"), tuple(sorted((key, beads.string(key)) for key in beads.values)))
