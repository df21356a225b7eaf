"""Decide: waive an issue, sign a work off, take a work over as it is, bring decisions in from a spreadsheet or Word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial, reduce
from pathlib import Path
from typing import get_args

import click

from ..decide import approve, bead_of, replace_text, rewrite, sign_off_of, today, waiver_for, waiver_of, who
from ..model import Baseline, Bilingual, Issue, SourceError, Waiver, WaiverKind
from ..report.text import escape
from .options import collated, common, encoder_option, glossary_option, quiet, settings_of, sources_option, t

by_option = click.option("--by", default="", help=t("Who decides [default: git's user.email].", "由谁决定（默认取 git 的 user.email）。"))


@click.command(
    help=t(
        "Let an issue stand, and say why. ISSUE is the id that the report shows; the decision is written to review.toml.",
        "豁免一条问题并说明理由。ISSUE 为报告中的编号；决定写入 review.toml。",
    )
)
@click.argument("issue")
@click.option("--kind", type=click.Choice(get_args(WaiverKind)), help=t("Why it may stand.", "豁免的性质。"))
@click.option("--reason", default="", help=t("The reason, in a sentence.", "理由，一句话。"))
@click.option(
    "--second", default="", help=t("A second person who agrees, as the house may ask.", "第二署名人（按项目设置，严重问题须两人署名）。")
)
@click.option("--work", default="", help=t("Look in this work only.", "只在此作品中查找。"))
@by_option
@sources_option
@glossary_option
@encoder_option
@common
def waive(
    issue: str, kind: WaiverKind | None, reason: str, second: str, work: str, by: str, sources: Path, glossary: Path, encoder: str | None
) -> None:
    """Waive an issue."""
    from ..read import read_decisions
    from ..review.record import add_waiver
    from ..review.waivers import agreed

    for folder, _, verification in collated(sources, glossary, encoder, work):
        found = next((i for i in verification.issues if issue in (i.id, *i.former)), None)
        if found is None:
            continue
        known = waiver_for(found, read_decisions(folder / "review.toml"))
        decided = _waiver(found, known, kind, reason, second, by or who(folder))
        _write(folder, partial(add_waiver, waiver=decided))
        limit = settings_of().second
        if limit is not None and found.severity >= limit and not agreed(decided):
            click.echo(
                t(
                    f"it does not hold yet: a second person agrees with duikan waive {issue} --second NAME",
                    f"尚未生效：须由第二人署名，命令为 duikan waive {issue} --second 姓名",
                ),
                err=True,
            )
        return
    raise SourceError(
        sources,
        Bilingual(f"no work has an issue {issue}", f"没有作品含有编号为 {issue} 的问题"),
        Bilingual("take the id from the newest report", "请使用最新报告中的编号"),
    )


def _waiver(issue: Issue, known: Waiver | None, kind: WaiverKind | None, reason: str, second: str, by: str) -> Waiver:
    """Return the waiver as the call words it; a second person's name alone is added to the one that stands already."""
    if known is not None and second and not (kind or reason):
        return replace(waiver_of(issue, known.kind, known.reason, known.by, second), date=known.date)
    if not reason.strip():
        raise click.UsageError(t("a waiver needs a reason: --reason", "豁免须写明理由：--reason"))
    if kind is None:
        kinds = "|".join(get_args(WaiverKind))
        raise click.UsageError(t(f"a waiver needs a kind: --kind {kinds}", f"豁免须说明性质：--kind {kinds}"))
    return waiver_of(issue, kind, reason, by, second)


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
    for folder, collation, verification in collated(sources, glossary, encoder, work):
        decision = sign_off_of(collation, verification, by or who(folder))
        edition = collation.work.translation.version if collation.work else ""
        _tell(approve(folder, decision, verification, edition))


@click.command(
    help=t(
        "Take a work over as it is: the issues that are open now go into the baseline, and only new ones count.",
        "按现状接手作品：现有未决问题记入基线，此后只计新问题。",
    )
)
@click.argument("work", required=False, default="")
@click.option("--clear", is_flag=True, help=t("Remove the baseline: everything counts again.", "清除基线：所有问题重新计入。"))
@by_option
@sources_option
@glossary_option
@encoder_option
@common
def baseline(work: str, clear: bool, by: str, sources: Path, glossary: Path, encoder: str | None) -> None:
    """Set a baseline."""
    from ..review.record import set_baseline

    for folder, _, verification in collated(sources, glossary, encoder, work):
        old = [] if clear else [i.id for i in verification.issues if i.status in ("open", "lapsed", "baseline")]
        decided = Baseline(by or who(folder), today(), tuple(sorted(old)))
        _write(folder, partial(set_baseline, baseline=decided))
        if not quiet():
            click.echo(t(f"  {len(old)} issues in the baseline", f"  基线中有 {len(old)} 条问题"))


@click.group(help=t("Bring in decisions that were made elsewhere.", "导入在别处作出的决定。"))
@common
def decisions() -> None:
    """Hold the commands on decisions."""


@decisions.command(
    name="import",
    help=t(
        "Take back a spreadsheet (decisions and reasons) or a Word document (replies, accepted changes) that check wrote, "
        "or the decisions that a report exported (TOML).",
        "收回由 check 生成的电子表格（决定与理由）或 Word 文档（批复与已接受的修订），或由报告页导出的决定（TOML）。",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--work", default="", help=t("Write to this work [default: the one the file names].", "写入此作品（默认取文件所记作品）。"))
@by_option
@sources_option
@glossary_option
@encoder_option
@common
def import_decisions(file: Path, work: str, by: str, sources: Path, glossary: Path, encoder: str | None) -> None:
    """Take decisions back."""
    from ..importing import amended_text, dated, same_decision
    from ..read import read_decisions, read_returned
    from ..review.record import set_beads

    returned = read_returned(file)
    if not (work or returned.work):
        raise SourceError(
            file,
            Bilingual("it does not say of which work it is", "未注明所属作品"),
            Bilingual("name the work with --work", "请用 --work 指明作品"),
        )
    for folder, collation, verification in collated(sources, glossary, encoder, work or returned.work):
        amended = amended_text(file, returned, collation)
        issues = {i: issue for issue in verification.issues for i in (*issue.former, issue.id)}
        known = {w.issue: w for w in read_decisions(folder / "review.toml").waivers}
        wanted = [dated(w, issues.get(w.issue), known.get(w.issue), by or who(folder)) for w in returned.waivers]
        fresh = [w for w in wanted if not same_decision(w, known.get(w.issue))]
        if fresh:
            _write(folder, partial(_with_waivers, waivers=fresh))
        if returned.beads:
            tied = [bead_of(collation.bitext, b.source, b.target, b.by or by or who(folder), b.date) for b in returned.beads]
            _write(folder, partial(set_beads, beads=tied))
        if amended is not None:
            _tell(replace_text(folder, collation.bitext.translation.path, partial(_instead, after=amended)))
        unknown = [w.issue for w in returned.waivers if w.issue not in issues]
        _tell_import(len(fresh), len(wanted) - len(fresh), unknown, returned.loose)


def _with_waivers(text: str, waivers: Sequence[Waiver]) -> str:
    from ..review.record import add_waiver

    return reduce(add_waiver, waivers, text)


def _instead(_: str, after: str) -> str:
    return after


def _tell_import(fresh: int, same: int, unknown: Sequence[str], loose: Sequence[str]) -> None:
    if not quiet():
        click.echo(t(f"{fresh} decisions taken, {same} were known already", f"收回 {fresh} 项决定，另 {same} 项此前已有"))
    for issue in unknown:
        said = t(
            "fits no issue that is found now; it is kept and shown as lapsed or unused", "与现有问题均不对应；已保留，显示为失效或未用"
        )
        click.echo(f"{issue}: {said}", err=True)
    for reply in loose:
        click.echo(t("a reply that decides nothing: ", "未作决定的批复：") + escape(reply[:200]), err=True)


def _write(folder: Path, change: Callable[[str], str]) -> None:
    _tell(rewrite(folder, change))


def _tell(path: Path) -> None:
    if not quiet():
        click.echo(escape(str(path)))
