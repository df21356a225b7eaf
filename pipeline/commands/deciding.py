"""Decide and look back: waive an issue, sign a work off, say what is open, compare two reports."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import get_args

import click

from ..build import Summary, collate, folders, summarise
from ..decide import rewrite, sign_off_of, waiver_of, who
from ..model import Bilingual, Collation, SourceError, Verification, WaiverKind
from ..report.text import escape
from .options import LANGUAGE, common, encoder_option, glossary_option, quiet, settings_of, sources_option, t

by_option = click.option("--by", default="", help=t("Who decides [default: git's user.email].", "由谁决定（默认取 git 的 user.email）。"))


@click.command(
    help=t(
        "Let an issue stand, and say why. ISSUE is the id that the report shows; the decision is written to review.toml.",
        "豁免一条问题并说明理由。ISSUE 为报告中的编号；决定写入 review.toml。",
    )
)
@click.argument("issue")
@click.option("--kind", type=click.Choice(get_args(WaiverKind)), required=True, help=t("Why it may stand.", "豁免的性质。"))
@click.option("--reason", required=True, help=t("The reason, in a sentence.", "理由，一句话。"))
@click.option("--work", default="", help=t("Look in this work only.", "只在此作品中查找。"))
@by_option
@sources_option
@glossary_option
@encoder_option
@common
def waive(issue: str, kind: WaiverKind, reason: str, work: str, by: str, sources: Path, glossary: Path, encoder: str | None) -> None:
    """Waive an issue."""
    from ..review.record import add_waiver

    if not reason.strip():
        raise click.UsageError(t("a waiver needs a reason", "豁免须写明理由"))
    for folder, _, verification in _collated(sources, glossary, encoder, work):
        found = next((i for i in verification.issues if i.id == issue), None)
        if found is not None:
            decision = waiver_of(found, kind, reason, by or who(folder))
            _write(folder, partial(add_waiver, waiver=decision))
            return
    raise SourceError(
        sources,
        Bilingual(f"no work has an issue {issue}", f"没有作品含有编号为 {issue} 的问题"),
        Bilingual("take the id from the newest report", "请使用最新报告中的编号"),
    )


@click.command(
    name="sign-off",
    help=t(
        "Approve a work: record who read it, when, and the hash of every bead. Not while a major or critical issue is open.",
        "审定作品：记录审定人、日期与每个对齐组的哈希。有重大或严重问题未决时不能审定。",
    ),
)
@click.argument("work")
@by_option
@sources_option
@glossary_option
@encoder_option
@common
def sign_off(work: str, by: str, sources: Path, glossary: Path, encoder: str | None) -> None:
    """Sign a work off."""
    from ..review.record import set_sign_off

    for folder, collation, verification in _collated(sources, glossary, encoder, work):
        decision = sign_off_of(collation, verification, by or who(folder))
        _write(folder, partial(set_sign_off, sign_off=decision))


@click.command(
    help=t(
        "Say what is open in each work, and what has changed since it was signed off.",
        "列出各作品的未决问题，以及审定之后的变动。",
    )
)
@click.argument("work", required=False, default="")
@click.option("--stale", is_flag=True, help=t("Exit 1 when something changed since a sign-off.", "审定之后有变动时退出状态为 1。"))
@sources_option
@glossary_option
@encoder_option
@common
def status(work: str, stale: bool, sources: Path, glossary: Path, encoder: str | None) -> None:
    """Say what is open."""
    from ..review import stale_beads
    from ..terminal import table

    summaries: list[Summary] = []
    changed: list[str] = []
    for _, collation, verification in _collated(sources, glossary, encoder, work):
        summaries.append(summarise(collation, verification, ()))
        for bead in stale_beads(collation.bitext, verification.sign_off):
            at = (bead.target or bead.source)[0]
            changed.append(f"{at.path}:{at.line}: " + t("changed since the sign-off: ", "审定后有变动：") + escape(at.text[:60]))
        changed += [n.message.text(LANGUAGE) for n in verification.notices if n.kind == "drift"]
    if not quiet():
        table(summaries, None, LANGUAGE)
    for line in changed:
        click.echo(line)
    if stale and changed:
        sys.exit(1)


@click.command(
    help=t("Compare two JSON reports: which issues are new, which are gone.", "比较两份 JSON 报告：哪些问题是新增的，哪些已消失。")
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@common
def diff(old: Path, new: Path) -> None:
    """Compare two reports."""
    before, after = _issues_of(old), _issues_of(new)
    for label, ids in ((t("new", "新增"), after.keys() - before.keys()), (t("gone", "消失"), before.keys() - after.keys())):
        for key in sorted(ids, key=lambda k: (_line({**before, **after}[k]), k)):
            click.echo(f"{label} {escape(_line({**before, **after}[key]))}")
    if not quiet():
        counts = (len(after.keys() - before.keys()), len(before.keys() - after.keys()), len(before.keys() & after.keys()))
        click.echo(t("{} new, {} gone, {} the same", "新增 {} 条，消失 {} 条，不变 {} 条").format(*counts))


def _collated(sources: Path, glossary: Path, encoder: str | None, work: str) -> Iterator[tuple[Path, Collation, Verification]]:
    """Collate the named work, or all, and yield each with its folder."""
    from ..read import read_decisions, read_glossary, read_work

    concepts, settings = read_glossary(glossary), settings_of(encoder)
    for folder in folders(sources, [work] if work else []):
        yield folder, *collate(read_work(folder), concepts, settings, read_decisions(folder / "review.toml"))


def _write(folder: Path, change: Callable[[str], str]) -> None:
    path = rewrite(folder, change)
    if not quiet():
        click.echo(escape(str(path)))


def _issues_of(path: Path) -> dict[str, dict[str, object]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["issues"]
        return {i["id"]: i for i in found}
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            path, Bilingual("this is no JSON report", "这不是 JSON 报告"), Bilingual("name a report.json", "请指定 report.json")
        ) from error


def _line(issue: dict[str, object]) -> str:
    """Return one line for an issue of a JSON report: `path:line: check (severity): message`."""
    place = issue.get("target") or issue.get("source")
    at = f"{place.get('path', place.get('segment'))}:{place.get('line', 0)}" if isinstance(place, dict) else "-"
    message = issue.get("message")
    text = message.get(LANGUAGE, "") if isinstance(message, dict) else ""
    return f"{at}: {issue.get('check')} ({issue.get('severity')}): {text} [{issue.get('id')}]"
