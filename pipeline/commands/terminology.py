"""Look after the glossary: lint it, export and import it, propose terms from a bitext."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from ..model import Bilingual, Decisions, Glossary, Severity, SourceError
from ..report.text import escape
from .options import LANGUAGE, common, encoder_option, give, glossary_option, output_file, quiet, settings_of, t

FORMATS = {".tbx": "tbx", ".xml": "tbx", ".utx": "utx", ".csv": "csv", ".tsv": "utx"}
FILES = ("terms.csv", "names.csv")
GRADES = {Severity.NEUTRAL: ("note", "提示"), Severity.MINOR: ("warning", "警告")}

format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(["tbx", "utx", "csv"]),
    help=t("Format [default: by the file's name, else tbx].", "格式（默认依文件名，否则为 tbx）。"),
)
only_option = click.option(
    "--only", type=click.Choice(["terms", "names"]), help=t("Only terms, or only names.", "仅术语（terms）或仅名称（names）。")
)


@click.group(help=t("Look after the glossary: lint, export, import, extract.", "维护术语表：查错、导出、导入、提取。"))
@common
def terms() -> None:
    """Hold the commands of the glossary."""


@terms.command(
    help=t(
        "Find conflicts, overlaps and slips in terms.csv and names.csv. Exit 1 when there is a warning.",
        "检查 terms.csv 与 names.csv 中的冲突、重叠与笔误。有警告时退出状态为 1。",
    )
)
@glossary_option
@common
def lint(glossary: Path) -> None:
    """Find faults in the glossary."""
    from ..read import read_glossary
    from ..read.files import read_text
    from ..terms import lint as faults_of

    read_glossary(glossary)  # says what is broken before anything else is said
    paths = [glossary / name for name in FILES if (glossary / name).exists()]
    if not paths:
        raise SourceError(
            glossary,
            Bilingual("there is no terms.csv or names.csv", "没有 terms.csv 或 names.csv"),
            Bilingual("name the folder with --glossary", "请用 --glossary 指明文件夹"),
        )
    faults = faults_of((str(path), read_text(path)) for path in paths)
    for fault in faults:
        if fault.severity > Severity.NEUTRAL or not quiet():
            grade = t(*GRADES[fault.severity])
            click.echo(f"{escape(fault.path)}:{fault.line}: {grade}: {escape(fault.message.text(LANGUAGE))}")
    if any(f.severity > Severity.NEUTRAL for f in faults):
        sys.exit(1)


@terms.command(
    name="export",
    help=t(
        "Write the glossary as TBX v3 (ISO 30042:2019, TBX-Basic), UTX 1.20 or one CSV. What the format cannot hold is said.",
        "将术语表写成 TBX v3（ISO 30042:2019，TBX-Basic）、UTX 1.20 或单个 CSV；格式无法容纳的内容会逐一说明。",
    ),
)
@format_option
@click.option("--style", type=click.Choice(["dca", "dct"]), default="dca", show_default=True, help=t("Style of TBX.", "TBX 的样式。"))
@click.option("--locale", default="zh-Hans", show_default=True, help=t("Chinese locale of UTX, which holds one.", "UTX 收入的中文地区。"))
@only_option
@output_file
@glossary_option
@common
def export(format_: str | None, style: str, locale: str, only: str | None, output: Path | None, glossary: Path) -> None:
    """Write the glossary in a format of exchange."""
    from ..read import read_glossary
    from ..terms import to_csv, to_tbx, to_utx
    from ..terms.table import LOCALES

    concepts = _chosen(read_glossary(glossary), only)
    chosen = format_ or FORMATS.get(output.suffix.lower() if output else "", "tbx")
    if chosen == "tbx":
        give(to_tbx(concepts, "dct" if style == "dct" else "dca"), output)
    elif chosen == "csv":
        give(to_csv(concepts), output)
    else:
        if locale not in LOCALES[1:]:
            raise click.UsageError(t(f"--locale is one of {', '.join(LOCALES[1:])}", f"--locale 可选：{'、'.join(LOCALES[1:])}"))
        text, left = to_utx(concepts, locale)
        give(text, output)
        _tell(left)


@terms.command(
    name="import",
    help=t(
        "Read TBX, UTX or CSV and print it as the glossary's CSV, or write it with -o: a file, or a folder for terms.csv and "
        "names.csv. The glossary itself is never touched unless -o names it.",
        "读入 TBX、UTX 或 CSV，按术语表的 CSV 格式输出；-o 可指定文件，或存放 terms.csv 与 names.csv 的文件夹。"
        "除非 -o 指明，否则不改动术语表。",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@format_option
@only_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help=t("Write to this file or folder.", "写入此文件或文件夹。"))
@common
def import_(file: Path, format_: str | None, only: str | None, output: Path | None) -> None:
    """Read a glossary in a format of exchange."""
    from ..terms import to_csv

    glossary, left = _read(file, format_ or FORMATS.get(file.suffix.lower(), "tbx"))
    glossary = _chosen(glossary, only)
    if output is not None and output.is_dir():
        for name in FILES:
            part = _chosen(glossary, name.removesuffix(".csv"))
            if part.concepts:
                give(to_csv(part), output / name)
    else:
        give(to_csv(glossary), output)
    _tell(left)


def _read(path: Path, format_: str) -> tuple[Glossary, tuple[Bilingual, ...]]:
    from ..read.files import decode, read_bytes
    from ..terms import from_csv, from_tbx, from_utx

    content = read_bytes(path, text=True)
    if format_ == "tbx":
        return from_tbx(content, str(path))
    text = decode(content, path)
    return (from_csv(text, str(path)), ()) if format_ == "csv" else from_utx(text, str(path))


def _chosen(glossary: Glossary, only: str | None) -> Glossary:
    if only is None:
        return glossary
    return Glossary(tuple(c for c in glossary.concepts if (c.kind == "term") == (only == "terms")))


def _tell(left: Iterable[Bilingual]) -> None:
    for line in left:
        click.echo(escape(line.text(LANGUAGE)), err=True)


@terms.command(
    help=t(
        "Propose terms: English names and phrases that recur, with the Chinese that recurs beside them, as CSV with examples. "
        "Known terms are left out.",
        "提取候选术语：反复出现的英文名称与短语，及与之相伴的中文，附例句，输出为 CSV；术语表已有的不列。",
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@output_file
@glossary_option
@encoder_option
@common
def extract(files: tuple[Path, ...], output: Path | None, glossary: Path, encoder: str | None) -> None:
    """Propose terms from a bitext."""
    from ..align import align
    from ..read import read_files, read_glossary
    from ..terms.extract import candidates, to_csv

    if len(files) < 2:
        raise click.UsageError(t("give at least two files, the translation last", "请至少给出两份文件，译文放在最后"))
    concepts = read_glossary(glossary)
    bitext = align(read_files(files[:-1], files[-1]), concepts, settings_of(encoder), Decisions())
    give(to_csv(candidates(bitext, concepts)), output)
