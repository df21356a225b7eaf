"""Read what people decided of a work: its `review.toml`, and beside it what was signed off and how the work stood before."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from ..model import Baseline, Bilingual, ConfirmedBead, Decisions, SignedBead, SignOff, SourceError, Standing, Waiver, WaiverKind
from .files import demand_own, read_text
from .toml import Table, parse_toml

SIGNED, HISTORY = "signed.jsonl", "history.csv"


def read_decisions(path: Path) -> Decisions:
    """Read a review file; one that is not there, or holds nothing but comments, holds no decisions.

    The texts of a sign-off stand beside it in `signed.jsonl`, the history in `history.csv`. Raises SourceError with the line of
    what is wrong.
    """
    for each in (path, path.with_name(SIGNED), path.with_name(HISTORY)):
        demand_own(each)
    decisions = _decisions(path)
    if decisions.sign_off is not None:
        decisions = replace(decisions, sign_off=replace(decisions.sign_off, texts=_signed(path.with_name(SIGNED))))
    return replace(decisions, history=_history(path.with_name(HISTORY)))


def _decisions(path: Path) -> Decisions:
    if not path.exists() and not path.is_symlink():
        return Decisions()
    if path.is_file() and path.stat().st_size == 0:
        return Decisions()
    return parse_decisions(read_text(path), path)


def parse_decisions(text: str, path: Path) -> Decisions:
    """Return the decisions that the text of a review file holds; SourceError with the line of what is wrong."""
    table = parse_toml(text, path)
    table.only("waiver", "bead", "sign-off", "baseline")
    waivers = tuple(_waiver(t) for t in table.tables("waiver"))
    beads = tuple(_bead(t) for t in table.tables("bead"))
    sign_off = _sign_off(table.table("sign-off")) if "sign-off" in table.values else None
    baseline = _baseline(table.table("baseline")) if "baseline" in table.values else None
    return Decisions(waivers, beads, sign_off, baseline)


def _waiver(table: Table) -> Waiver:
    table.only("issue", "kind", "reason", "by", "second", "date", "check", "text")
    kinds: tuple[str, ...] = get_args(WaiverKind)
    issue = table.string("issue", None)
    if "kind" not in table.values:
        raise table.fail(
            "", Bilingual("kind is missing", "缺少 kind"), Bilingual(f"add one of {', '.join(kinds)}", f"请填写：{'、'.join(kinds)}")
        )
    kind = cast(WaiverKind, table.one_of("kind", kinds, ""))
    reason = table.string("reason", None)
    return Waiver(
        issue,
        kind,
        reason,
        table.string("by"),
        table.date("date"),
        table.line("issue"),
        table.string("check"),
        table.string("text"),
        table.string("second"),
    )


def _bead(table: Table) -> ConfirmedBead:
    table.only("source", "target", "by", "date", "hash")
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
    line = table.line("source" if "source" in table.values else "target")
    return ConfirmedBead(source, target, table.string("by"), line, table.date("date"), table.string("hash"))


def _sign_off(table: Table) -> SignOff:
    table.only("by", "date", "beads")
    beads = table.table("beads")
    return SignOff(table.string("by", None), table.date("date"), tuple(sorted((key, beads.string(key)) for key in beads.values)))


def _baseline(table: Table) -> Baseline:
    table.only("by", "date", "issues")
    return Baseline(table.string("by"), table.date("date"), table.strings("issues"))


def _signed(path: Path) -> tuple[SignedBead, ...]:
    """Read the texts that were signed off; a file that is not there holds none."""
    if not path.is_file() or path.stat().st_size == 0:
        return ()
    found = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            sides = [tuple((str(p), str(t)) for p, t in row.get(key, [])) for key in ("source", "twins")]
            found.append(SignedBead(str(row["bead"]), sides[0], tuple(str(t) for t in row["target"]), sides[1]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise SourceError(
                path,
                Bilingual("this line holds no texts of a bead", "这一行不是对齐组的文本"),
                Bilingual("take the file from git again, or remove the line", "请从 git 恢复此文件，或删除该行"),
                number,
            ) from error
    return tuple(found)


def _history(path: Path) -> tuple[Standing, ...]:
    """Read how the work stood before; a file that is not there tells nothing."""
    if not path.is_file() or path.stat().st_size == 0:
        return ()
    rows = csv.DictReader(read_text(path).splitlines())
    found = []
    for row in rows:
        try:
            issues = (int(row["neutral"]), int(row["minor"]), int(row["major"]), int(row["critical"]))
            scores = (float(row["mqm"]), float(row["calibrated"]), float(row["gbt19682"]))
            found.append(Standing(row["date"], row["version"], issues, int(row["waived"]), *scores))
        except (KeyError, TypeError, ValueError) as error:
            raise SourceError(
                path,
                Bilingual("this line does not say how the work stood on a day", "这一行不是某日的状态记录"),
                Bilingual("take the file from git again, or remove the line", "请从 git 恢复此文件，或删除该行"),
                rows.line_num,
            ) from error
    return tuple(sorted(found, key=lambda s: s.date))
