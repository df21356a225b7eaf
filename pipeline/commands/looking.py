"""Look back: say what is open and what has changed, compare two reports, hold a publication against its sources."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from ..build import summarise
from ..decide import record_standing
from ..model import Bilingual, Change, Collation, Severity, SourceError, Verification
from ..report.phrases import phrase
from ..report.text import escape
from .options import (
    LANGUAGE,
    SEVERITIES,
    collated,
    common,
    encoder_option,
    give,
    glossary_option,
    output_file,
    quiet,
    sources_option,
    t,
)


@click.command(
    help=t(
        "Say what is open in each work, what has changed since it was signed off, and how far each check was right.",
        "列出各作品的未决问题、审定之后的变动，以及各检查项的准确率。",
    )
)
@click.argument("work", required=False, default="")
@click.option("--stale", is_flag=True, help=t("Exit 1 when something changed since a sign-off.", "审定之后有变动时退出状态为 1。"))
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help=t("Exit 1 when an issue of this severity is open.", "有此级别以上问题未决时退出状态为 1。"),
)
@click.option("--record", is_flag=True, help=t("Keep today's scores in history.csv.", "将今日的得分记入 history.csv。"))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "github", "markdown", "sarif"]),
    default="text",
    show_default=True,
    help=t("Form of the output; with decisions applied, and paths as seen from here.", "输出格式；已计入各项决定，路径以当前文件夹为准。"),
)
@output_file
@sources_option
@glossary_option
@encoder_option
@common
def status(
    work: str,
    stale: bool,
    fail_on: str | None,
    record: bool,
    format_: str,
    output: Path | None,
    sources: Path,
    glossary: Path,
    encoder: str | None,
) -> None:
    """Say what is open."""
    found = list(collated(sources, glossary, encoder, work))
    if record:
        for folder, collation, verification in found:
            record_standing(folder, verification, collation.work.translation.version if collation.work else "")
    if format_ == "text":
        give(_told(found), output) if output else _tell(found)
    else:
        give(_reports(format_, found), output)
    verifications = [v for _, _, v in found]
    if stale and any(n.kind in ("drift", "sign-off") for v in verifications for n in v.notices):
        sys.exit(1)
    if fail_on and any(i.unsettled and i.severity >= Severity[fail_on.upper()] for v in verifications for i in v.issues):
        sys.exit(1)


Found = tuple[Path, Collation, Verification]


def _tell(found: Sequence[Found]) -> None:
    """Print the table of works, what changed, and how far each check was right."""
    from ..terminal import precision_table, table

    if not quiet():
        table([summarise(c, v, ()) for _, c, v in found], None, LANGUAGE, files=False)
    click.echo(_told(found), nl=False)
    if not quiet():
        precision_table([v for _, _, v in found], LANGUAGE)


def _told(found: Sequence[Found]) -> str:
    return "".join(f"{line}\n" for folder, _, v in found for line in _changes(folder.name, v))


def _reports(format_: str, found: Sequence[Found]) -> str:
    """Return all works' reports as one, with paths as seen from the folder that the call was made in."""
    from ..checks import pages
    from ..report import github, markdown, sarif

    if format_ == "sarif":
        return sarif.log([sarif.run(c, v, pages(), f"{folder.as_posix()}/") for folder, c, v in found])
    if format_ == "github":
        return "".join(github.render(c, v, f"{folder.as_posix()}/") for folder, c, v in found)
    return "\n".join(markdown.render(c, v) for _, c, v in found)


def _changes(name: str, verification: Verification) -> Iterable[str]:
    """Yield lines on what concerns a work as a whole and on every change, each with what it makes stale."""
    for notice in verification.notices:
        if notice.kind in ("drift", "sign-off", "waiver"):
            yield f"{escape(name)}: {escape(notice.message.text(LANGUAGE))}"
    for change in verification.changes:
        yield _change_line(change)
        for segment in change.stale:
            yield "    " + t("stale: ", "译文未更新：") + escape(f"{segment.path}:{segment.line}: {segment.text}")


def _change_line(change: Change) -> str:
    at = f"{change.path}:{change.new.line}" if change.new else change.path
    weight, kind = phrase(f"weight-{change.weight}", LANGUAGE), phrase(f"change-{change.kind}", LANGUAGE)
    return t("  {}: {} ({}): {}", "  {}：{}（{}）：{}").format(escape(at), kind, weight, _worded(change))


def _worded(change: Change) -> str:
    if change.weight == "unknown" and change.new:
        return escape(change.new.text)
    marks = {"same": "{}", "gone": "[-{}-]", "come": "{{+{}+}}"}
    return "".join(marks[kind].format(escape(text)) for kind, text in change.diff)


@click.command(
    help=t("Compare two JSON reports: which issues are new, which are gone.", "比较两份 JSON 报告：哪些问题是新增的，哪些已消失。")
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@common
def diff(old: Path, new: Path) -> None:
    """Compare two reports."""
    before, after = _issues_of(old), _issues_of(new)
    same = {i["id"]: key for key, i in before.items()}
    kept = {key: was for key, i in after.items() if (was := next((same[n] for n in (key, *i.get("former", ())) if n in same), None))}
    fresh = [i for key, i in after.items() if key not in kept]
    over = [i for key, i in before.items() if key not in kept.values()]
    for label, issues in ((t("new", "新增"), fresh), (t("gone", "消失"), over)):
        for issue in sorted(issues, key=lambda i: (_line(i), i["id"])):
            click.echo(f"{label} {escape(_line(issue))}")
    if not quiet():
        counts = (len(fresh), len(over), len(kept))
        click.echo(t("{} new, {} gone, {} the same", "新增 {} 条，消失 {} 条，不变 {} 条").format(*counts))


def _issues_of(path: Path) -> dict[str, dict[str, Any]]:
    """Read a report that fits its schema; SourceError says where it does not."""
    from ..read.json import read_json
    from ..report.json import SCHEMA_FILE

    report = read_json(
        path, SCHEMA_FILE, Bilingual("this is no JSON report", "这不是 JSON 报告"), Bilingual("name a report.json", "请指定 report.json")
    )
    return {i["id"]: i for i in report["issues"]}


def _line(issue: dict[str, Any]) -> str:
    """Return one line for an issue of a JSON report: `path:line: check (severity): message`."""
    place = issue["target"] or issue["source"]
    at = f"{place['path']}:{place['line']}" if place and "path" in place else (place or {}).get("segment", "-")
    severity = phrase(issue["severity"], LANGUAGE)
    brackets = t(" ({}): ", "（{}）：").format(severity)
    return f"{at}: {issue['check']}{brackets}{issue['message'][LANGUAGE]} [{issue['id']}]"


@click.command(
    help=t(
        "Read the verification that a published PDF carries, and say whether the sources on disk are still those.",
        "读取 PDF 中附带的核对记录，说明磁盘上的原文、译文与术语表是否仍与之相符。",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@sources_option
@glossary_option
@common
def verify(file: Path, sources: Path, glossary: Path) -> None:
    """Hold a publication against its sources."""
    from ..publish.record import SCHEMA_FILE, glossary_hash, glossary_of
    from ..read import read_glossary, read_work
    from ..read.attachment import read_attachment
    from ..read.files import sha256_of
    from ..read.json import parse_json

    name = "verification.json"
    problem, remedy = Bilingual(f"its {name} is none", f"其中的 {name} 无效"), Bilingual("publish it anew", "请重新出版")
    record = parse_json(file, read_attachment(file, name), SCHEMA_FILE, problem, remedy)
    work = record["work"]
    folder = sources / work
    if not folder.is_dir():
        raise SourceError(
            folder,
            Bilingual(f"{file.name} was made from the work {work}, which is not here", f"{file.name} 出自作品 {work}，此处没有该作品"),
            Bilingual("name the folder of works with --sources", "请用 --sources 指明作品所在的文件夹"),
        )
    states = [(d["path"], d["sha256"], sha256_of(folder / d["path"])) for d in (*record["originals"], record["translation"])]
    concepts = read_glossary(glossary)
    if all(now for _, _, now in states):  # without its texts nobody can say which terms matter to it
        own = glossary_of(read_work(folder), concepts)
        states.append((str(glossary), record["glossary"]["sha256"], glossary_hash(own)))
    if not quiet():
        click.echo(_headline(record))
    _tell_states(states)


def _headline(record: dict[str, Any]) -> str:
    title = record["title"]["zh" if LANGUAGE == "zh" else "en"] or record["work"]
    sign_off = record["sign_off"]
    by = t(" by {by}, {date}", "（{by}，{date}）").format(**sign_off) if sign_off and record["state"] == "approved" else ""
    return escape(f"{title} {record['version']}".strip() + t(": ", "：") + phrase(record["state"], LANGUAGE) + by)


def _tell_states(states: Sequence[tuple[str, str, str]]) -> None:
    for path, then, now in states:
        if then == now:
            if not quiet():
                click.echo(escape(f"{t('same', '相符')}    {path}"))
        else:
            said = t("changed", "已改动") if now else t("missing", "缺失")
            click.echo(escape(f"{said} {path}"))
    if any(then != now for _, then, now in states):
        sys.exit(1)
