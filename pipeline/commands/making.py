"""Make things: the works of a house, snapshots of their originals, a new house, a machine that can build."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..build import CACHE_SIZE, House, Summary
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
@click.option("--watch", is_flag=True, help=t("Build again what changes, until Ctrl-C.", "持续监视，改动后即重新构建，按 Ctrl-C 结束。"))
@click.option(
    "--cluster",
    metavar="ADDRESS",
    default="",
    help=t("Build on the Dask cluster whose scheduler has this address.", "在此地址的 Dask 集群上构建。"),
)
@click.option(
    "--cache-size",
    metavar="MB",
    type=click.IntRange(1),
    default=CACHE_SIZE,
    show_default=True,
    help=t("Most that the cache may hold.", "缓存大小上限（MB）。"),
)
@click.option("--strict", is_flag=True, help=t("Exit 1 when a major or critical issue is open.", "有重大或严重问题未决时退出状态为 1。"))
@common
def build(
    work: tuple[str, ...],
    sources: Path,
    glossary: Path,
    output: Path,
    jobs: int | None,
    cluster: str,
    cache_size: int,
    strict: bool,
    watch: bool,
) -> None:
    """Build works."""
    from ..terminal import progress, table

    if watch:
        from .watching import keep_building

        keep_building(work, sources, glossary, output, jobs or os.cpu_count() or 1)
        return
    house = House(sources, glossary, output, settings_of())
    with progress(quiet(), LANGUAGE) as tell:
        summaries = build_house(house, work, jobs or os.cpu_count() or 1, tell, cluster, cache_size)
    if not quiet():
        table(summaries, output, LANGUAGE)
    _end_of_build(summaries, strict, output)


def _end_of_build(summaries: Sequence[Summary], strict: bool, output: Path) -> None:
    broken = [s for s in summaries if s.error.en]
    for summary in broken:
        click.echo(f"duikan: {escape(summary.error.text(LANGUAGE))}", err=True)
    if broken:
        names = [s.work for s in broken]
        stays = any((output / name / "report.html").is_file() for name in names)
        kept = t("; the last good output stays", "；上一次的输出保持不变") if stays else ""
        click.echo("duikan: " + escape(t(f"not built: {', '.join(names)}", f"未能构建：{'、'.join(names)}") + kept), err=True)
        sys.exit(2)
    if strict and any(s.issues[2] or s.issues[3] for s in summaries):
        sys.exit(1)


@click.command(
    help=t(
        "Start a house in a folder: a work to fill in and a glossary; or a work of the FILES, the translation last.",
        "在文件夹中新建项目：待填写的作品与术语表；也可用给出的文件建立作品，译文放在最后。",
    )
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--name", default="", help=t("Name of the work's folder [default: from the title].", "作品文件夹名称（默认取自标题）。"))
@click.option(
    "--glossary",
    type=click.Path(path_type=Path, file_okay=False),
    help=t("Take over the tables of this folder.", "沿用此文件夹中的术语表。"),
)
@common
def init(folder: Path, files: tuple[Path, ...], name: str, glossary: Path | None) -> None:
    """Start a house."""
    from ..start import start

    if len(files) == 1:
        raise click.UsageError(t("give at least two files, the translation last", "请至少给出两份文件，译文放在最后"))
    if name and not re.fullmatch(r"[\w-]+", name):
        raise click.UsageError(t("a work's name holds letters, digits and hyphens", "作品名称只含文字、数字与连字符"))
    for path in start(folder, files, glossary, name):
        if not quiet():
            click.echo(escape(str(path)))
    if not quiet():
        click.echo(t(f"next: cd {folder} && duikan build", f"下一步：cd {folder} && duikan build"))


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


@click.command(
    help=t(
        "Take snapshots of a work's originals from their addresses in work.toml, and note date and digest there.",
        "按 work.toml 中的网址抓取原文快照，并记下日期与摘要。",
    )
)
@click.argument("work")
@click.option("--allow-private", is_flag=True, help=t("Also from this machine and private networks.", "也可访问本机与内部网络。"))
@sources_option
@common
def fetch(work: str, allow_private: bool, sources: Path) -> None:
    """Fetch originals."""
    from ..build import folders
    from ..fetch import fetch_work

    [folder] = folders(sources, [work])
    for path, snapshot in fetch_work(folder, settings_of().limits, allow_private):
        if not quiet():
            click.echo(escape(f"{path}: " + t(" -> ", " → ").join(snapshot.way)))
