"""Make things: the works of a house, a new house, a machine that can build."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..build import House, Summary
from ..build import build as build_house
from ..report.text import escape
from .options import LANGUAGE, built_option, common, glossary_option, quiet, settings_of, sources_option, t


@click.command(
    help=t("Build works: reports and editions (all works, or those named).", "构建作品：报告与各版本（全部作品，或指明的作品）。")
)
@click.argument("work", nargs=-1)
@sources_option
@glossary_option
@built_option
@click.option(
    "--jobs", "-j", type=click.IntRange(1), default=None, help=t("Processes at once [default: one a core].", "并行进程数（默认每核一个）。")
)
@click.option("--strict", is_flag=True, help=t("Exit 1 when a major or critical issue is open.", "有重大或严重问题未决时退出状态为 1。"))
@common
def build(work: tuple[str, ...], sources: Path, glossary: Path, output: Path, jobs: int | None, strict: bool) -> None:
    """Build works."""
    from ..terminal import progress, table

    house = House(sources, glossary, output, settings_of())
    with progress(quiet()) as tell:
        summaries = build_house(house, work, jobs or os.cpu_count() or 1, tell)
    if not quiet():
        table(summaries, output, LANGUAGE)
    _end_of_build(summaries, strict, output)


def _end_of_build(summaries: Sequence[Summary], strict: bool, output: Path) -> None:
    broken = [s for s in summaries if s.error.en]
    for summary in broken:
        click.echo(f"duikan: {escape(summary.error.text(LANGUAGE))}", err=True)
    if broken:
        names = [s.work for s in broken]
        stays = any((output / name).is_dir() for name in names)
        kept = t("; the last good output stays", "；上一次的输出保持不变") if stays else ""
        click.echo("duikan: " + escape(t(f"not built: {', '.join(names)}", f"未能构建：{'、'.join(names)}") + kept), err=True)
        sys.exit(2)
    if strict and any(s.issues[2] or s.issues[3] for s in summaries):
        sys.exit(1)


@click.command(
    help=t("Start a house in a folder: a work to fill in, a glossary, a Makefile.", "在文件夹中新建项目：待填写的作品、术语表。")
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@common
def init(folder: Path) -> None:
    """Start a house."""
    from ..start import start

    for path in start(folder):
        if not quiet():
            click.echo(escape(str(path)))


@click.command(help=t("Say what is missing on this machine.", "检查本机缺少什么。"))
@common
def doctor() -> None:
    """Examine the machine."""
    from ..doctor import examine

    symptoms = list(examine())
    for symptom in symptoms:
        if not symptom.well or not quiet():
            click.echo(
                f"{'ok ' if symptom.well else '-- '} {symptom.what.text(LANGUAGE)}"
                + ("" if symptom.well else f": {symptom.remedy.text(LANGUAGE)}")
            )
    if not all(s.well for s in symptoms):
        sys.exit(2)
