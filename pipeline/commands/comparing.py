"""Compare texts: check a translation, align it, explain the checks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from ..model import Collation, Decisions, Glossary, Settings, Severity, Verification
from .options import LANGUAGE, SEVERITIES, common, encoder_option, give, glossary_option, output_file, quiet, settings_of, t


@click.command(
    help=t(
        "Check a translation against its originals: any two or more files, the translation last. No project is needed.",
        "检查译文与原文是否相符：两份或更多文件，译文放在最后；无需建立项目。",
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--bitext",
    type=click.Path(path_type=Path),
    help=t("Check pairs that are aligned already: JSONL, JSON, TSV, TMX, XLIFF.", "检查已对齐的句对：JSONL、JSON、TSV、TMX、XLIFF。"),
)
@click.option(
    "--pairs",
    is_flag=True,
    help=t("Take every pair of --bitext by itself, not as one document.", "将 --bitext 的每一对各自检查，不视为同一文档。"),
)
@glossary_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "html", "sarif", "junit", "github", "markdown", "xlsx", "xliff", "docx"]),
    default="text",
    show_default=True,
    help=t("Form of the report.", "报告格式。"),
)
@output_file
@encoder_option
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="major",
    show_default=True,
    help=t("Exit 1 from this severity on.", "达到此级别即以状态 1 退出。"),
)
@common
def check(
    files: tuple[Path, ...],
    bitext: Path | None,
    pairs: bool,
    glossary: Path,
    format_: str,
    output: Path | None,
    encoder: str | None,
    fail_on: str,
) -> None:
    """Check files."""
    from ..read import read_glossary

    settings = settings_of(encoder)
    if bitext is not None and files:
        raise click.UsageError(t("give either files or --bitext, not both", "文件与 --bitext 只能给出一种"))
    if bitext is not None:
        collation, verification = _check_bitext(bitext, read_glossary(glossary), settings, pairs)
    else:
        collation, verification = _check_files(files, read_glossary(glossary), settings)
    give(_report(format_, collation, verification), output)
    if any(i.unsettled and i.severity >= Severity[fail_on.upper()] for i in verification.issues):
        sys.exit(1)


def _check_files(files: Sequence[Path], glossary: Glossary, settings: Settings) -> tuple[Collation, Verification]:
    from ..build import collate
    from ..read import read_files

    if len(files) < 2:
        raise click.UsageError(t("give at least two files, the translation last", "请至少给出两份文件，译文放在最后"))
    return collate(read_files(files[:-1], files[-1]), glossary, settings, Decisions())


def _check_bitext(path: Path, glossary: Glossary, settings: Settings, loose: bool) -> tuple[Collation, Verification]:
    from ..checks import run_pairs
    from ..read import read_pairs
    from ..review import review

    collation, issues = run_pairs(read_pairs(path), glossary, settings, loose)
    return collation, review(collation, issues, Decisions())


def _report(format_: str, collation: Collation, verification: Verification) -> str | bytes:
    from ..checks import pages
    from ..report import github, html, json, junit, markdown, sarif, text, xliff

    if format_ == "html":
        return html.render(collation, verification, pages())
    if format_ == "sarif":
        return sarif.render(collation, verification, pages())
    if format_ in ("xlsx", "docx"):
        return office(format_, collation, verification)
    if format_ == "xliff":
        return xliff.render(collation.bitext, verification.issues)
    writers: dict[str, Callable[[Collation, Verification], str]] = {
        "json": json.render,
        "junit": junit.render,
        "github": github.render,
        "markdown": markdown.render,
    }
    if format_ in writers:
        return writers[format_](collation, verification)
    return text.render(collation, verification, LANGUAGE, summary=not quiet())


def office(format_: str, collation: Collation, verification: Verification) -> bytes:
    """Return a report as a spreadsheet or a Word document; their libraries are loaded only here."""
    if format_ == "xlsx":
        from ..report import xlsx

        return xlsx.render(collation, verification)
    from ..report import docx

    return docx.render(collation, verification)


@click.command(help=t("Align a translation with its originals and print the beads.", "将译文与原文对齐，输出对齐结果。"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lines", is_flag=True, help=t("Take each line as one segment.", "每行视为一个句段。"))
@encoder_option
@glossary_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["tsv", "json", "tmx", "xliff"]),
    default="tsv",
    show_default=True,
    help=t("Form of the output.", "输出格式。"),
)
@output_file
@common
def align(files: tuple[Path, ...], lines: bool, encoder: str | None, glossary: Path, format_: str, output: Path | None) -> None:
    """Align files."""
    from ..align import align as align_work
    from ..read import read_files, read_glossary, read_lines
    from ..report import beads, tmx, tsv, xliff

    if len(files) < 2:
        raise click.UsageError(t("give at least two files, the translation last", "请至少给出两份文件，译文放在最后"))
    work = (read_lines if lines else read_files)(files[:-1], files[-1])
    bitext = align_work(work, read_glossary(glossary), settings_of(encoder), Decisions())
    give({"tsv": tsv, "json": beads, "tmx": tmx, "xliff": xliff}[format_].render(bitext), output)


@click.command(
    help=t(
        "Explain a check: what it finds, why it matters, examples. Without a name: list all.",
        "说明某项检查：查什么、为何重要、示例；不给名称则列出全部。",
    )
)
@click.argument("name", metavar="[CHECK]", required=False)
@common
def explain(name: str | None) -> None:
    """Explain a check."""
    from ..checks import checks

    known = checks()
    if name is None:
        width = max(map(len, known))
        for each in known.values():
            click.echo(f"{each.name:{width}}  {each.severity!s:8}  {t(each.page, each.page_zh).splitlines()[0]}")
    elif name in known:
        each = known[name]
        click.echo(f"{each.name} ({each.severity}; ITS {each.type}; MQM {each.mqm})\n\n{t(each.page, each.page_zh)}")
    else:
        raise click.UsageError(
            t(f"there is no check {name!r}; duikan explain lists them", f"没有检查项“{name}”；duikan explain 可列出全部")
        )
