"""Correct: put safe corrections of Chinese usage into Markdown sources."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..build import folders
from ..model import Issue, Settings, SourceError
from ..report.text import escape
from ..writing import write_whole
from .options import LANGUAGE, common, quiet, settings_of, sources_option, t

if TYPE_CHECKING:
    from ..fix import Fixed


@click.command(
    help=t(
        "Put the safe corrections of Chinese usage into Markdown files: half-width marks, quotes, numerals. Name works or files; "
        "without a name, all works. Code, links, addresses and English sentences stay as they are, and so do waived issues.",
        "把可安全改正的用字用标点问题（半角标点、引号、数字等）直接改入 Markdown 文件。可指定作品或文件；不指定则为全部作品。"
        "代码、链接、网址、英文句子与已豁免的问题保持不变。",
    )
)
@click.argument("name", nargs=-1, metavar="[WORK|FILE]...")
@click.option("--diff", is_flag=True, help=t("Show what would change, and write nothing.", "只显示改动，不写入文件。"))
@sources_option
@common
def fix(name: tuple[str, ...], diff: bool, sources: Path) -> None:
    """Correct works or files."""
    from ..fix import fix as correct

    settings, wrong = settings_of(), False
    for path, locale, waived in _texts(name, sources):
        try:
            fixed = correct(path, locale, settings, waived) if locale else _work(path, settings)
        except SourceError as error:
            wrong = True
            click.echo(f"duikan: {escape(error.text(LANGUAGE))}", err=True)
            continue
        _tell(fixed, diff)
        if fixed.after != fixed.before and not diff:
            target = fixed.path.resolve()
            mode = target.stat().st_mode
            write_whole(target, fixed.after.encode())
            target.chmod(mode)
    if wrong:
        sys.exit(2)


def _texts(names: tuple[str, ...], sources: Path) -> Iterator[tuple[Path, str, frozenset[str]]]:
    """Yield what the names mean: a file with its locale (zh where its name tells none), or a work's folder with none."""
    from ..read.locales import locale_of, says_script

    works: list[str] = []
    for name in names:
        path = Path(name)
        if path.is_file() or (path.suffix and not (sources / name).is_dir()):
            yield path, locale_of(path) if says_script(path) or locale_of(path) == "en" else "zh", frozenset()
        else:
            works.append(path.name if path.is_dir() and path.resolve().parent == sources.resolve() else name)
    if works or not names:
        for folder in folders(sources, works):
            yield folder, "", frozenset()


def _work(folder: Path, settings: Settings) -> Fixed:
    from ..fix import fix as correct
    from ..read import read_decisions, read_work

    document = read_work(folder).translation.document
    waived = frozenset(w.issue for w in read_decisions(folder / "review.toml").waivers)
    return correct(folder / document.path, document.locale, settings, waived)


def _tell(fixed: Fixed, diff: bool) -> None:
    """Show the difference, or count the corrections; corrections that were refused are always named."""
    name = escape(str(fixed.path))
    if diff:
        before, after = fixed.before.splitlines(keepends=True), fixed.after.splitlines(keepends=True)
        for line in unified_diff(before, after, name, name):
            click.echo(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n", nl=False)
    elif fixed.applied and not quiet():
        click.echo(f"{name}: " + t(f"{len(fixed.applied)} corrected", f"改正 {len(fixed.applied)} 处"))
    for issue in fixed.refused:
        why = t("not corrected, since it would change more than text", "未改正，因为会改动文字以外的结构")
        click.echo(f"{name}:{_line(issue)}: {issue.check}: {escape(issue.message.text(LANGUAGE))}; {why}", err=True)


def _line(issue: Issue) -> int:
    """Return the line on which an issue's place begins."""
    assert issue.target is not None
    place = issue.target
    return next((r.line for r in place.segment.runs if r.start <= place.start < r.end), place.segment.line)
