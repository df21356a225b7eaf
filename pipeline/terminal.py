"""Show a build on the terminal: its progress while it works, and the table that it ends with."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from .house import Summary
from .model import Bilingual, Language, Verification
from .report.text import escape as plain
from .review.precision import precision

STATES = {
    "draft": Bilingual("draft, issues open", "草稿 · 有未决问题"),
    "unapproved": Bilingual("not approved yet", "未经审定"),
    "approved": Bilingual("approved", "已审定"),
    "": Bilingual("not built", "未能构建"),
}
HEADS = (
    Bilingual("work", "作品"),
    Bilingual("segments", "句段"),
    Bilingual("beads", "对齐组"),
    Bilingual("critical", "严重"),
    Bilingual("major", "重大"),
    Bilingual("minor", "轻微"),
    Bilingual("neutral", "提示"),
    Bilingual("waived", "豁免"),
    Bilingual("state", "状态"),
    Bilingual("files", "文件"),
)


PRECISION_HEADS = (
    Bilingual("check", "检查项"),
    Bilingual("decided", "已裁定"),
    Bilingual("false alarms", "误报"),
    Bilingual("precision", "准确率"),
)
PRECISION_NOTE = Bilingual(
    "of the issues that people waived; those that were mended are not counted, so that a check is better than its figure",
    "只计已豁免的问题；已改正的不留记录、未计入，故实际准确率高于此数",
)

ROWS = 60  # works that a table shows; of a larger library, those that were built


@contextmanager
def progress(quiet: bool, language: Language) -> Iterator[Callable[[str, int, int], None]]:
    """Show works as they are done, how many a second and how long it will take; yields what to call with each."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda work, done, total: None if quiet else print(f"{done}/{total} {plain(work)}", file=sys.stderr, flush=True)
        return
    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(compact=True))
    with Progress(*columns, TextColumn("{task.description}"), console=console, transient=True) as bar:
        task, unit = bar.add_task("", total=None, rate=""), Bilingual("works/s", "部/秒").text(language)
        began = time.monotonic()

        def tell(work: str, done: int, total: int) -> None:
            rate = done / max(time.monotonic() - began, 0.001)
            bar.update(task, completed=done, total=total, rate=f"{rate:.1f} {unit}", description=escape(plain(work)))

        yield tell


def table(summaries: Sequence[Summary], output: Path | None, language: Language, *, files: bool = True) -> None:
    """Print how each work ended: segments, beads, open issues by severity, files; last the index page of `output`."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 160
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for n, head in enumerate(HEADS if files else HEADS[:-1]):
        shown.add_column(head.text(language), justify="right" if 0 < n < 8 else "left", overflow="fold")
    rows = summaries if len(summaries) <= ROWS else [s for s in summaries if s.fresh or s.error.en]
    for s in rows[:ROWS]:
        shown.add_row(*_row(s, language)[: None if files else -1])
    if rows:
        console.print(shown)
    if len(summaries) > ROWS:
        console.print(_totals(summaries, language))
    if output is not None:
        console.print(escape(str(output / "index.html")))


def _row(s: Summary, language: Language) -> list[str]:
    name, state = escape(plain(s.work)), STATES[s.state].text(language)
    if s.error.en:
        return [name, *["–"] * 7, state, ""]
    neutral, minor, major, critical = s.issues
    counts = [_count(critical, "bold red"), _count(major, "red"), _count(minor, "yellow"), str(neutral), str(s.waived)]
    unchanged = "" if s.fresh else Bilingual(" (unchanged)", "（无改动）").text(language)
    return [name, str(s.segments), str(s.beads), *counts, state, " ".join(s.files) + unchanged]


def _totals(summaries: Sequence[Summary], language: Language) -> str:
    """Say in one line how a large library stands: its table would scroll away."""
    broken = sum(bool(s.error.en) for s in summaries)
    built = sum(s.fresh for s in summaries) - broken
    major, critical = (sum(s.issues[n] for s in summaries) for n in (2, 3))
    return Bilingual(
        f"{len(summaries)} works: {built} built, {len(summaries) - built - broken} unchanged, {broken} not built; "
        f"open: {critical} critical, {major} major",
        f"共 {len(summaries)} 部作品：构建 {built} 部，无改动 {len(summaries) - built - broken} 部，未能构建 {broken} 部；"
        f"未决：严重 {critical} 条，重大 {major} 条",
    ).text(language)


def precision_table(verifications: Iterable[Verification], language: Language) -> None:
    """Print how far each check was right on this house's own work, as far as people decided; nothing where nobody did."""
    figures = precision(verifications)
    if not figures:
        return
    console = Console(highlight=False)
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for n, head in enumerate(PRECISION_HEADS):
        shown.add_column(head.text(language), justify="right" if n else "left")
    for each in figures:
        shown.add_row(escape(each.check), str(each.decided), str(each.decided - each.right), f"{each.share:.0%}")
    console.print()
    console.print(shown)
    console.print(PRECISION_NOTE.text(language), style="dim")


def _count(number: int, style: str) -> str:
    return f"[{style}]{number}[/]" if number else "0"
