"""Show a build on the terminal: its progress while it works, and the table that it ends with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from .build import Summary
from .model import Bilingual, Language, Verification
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


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show works as they are done; yields the function to call with a work's name."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda work: None if quiet else console.print(escape(work), style="dim", highlight=False)
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("…", total=None)
        yield lambda work: bar.update(task, advance=1, description=escape(work))


def table(summaries: Sequence[Summary], output: Path | None, language: Language, *, files: bool = True) -> None:
    """Print how each work ended: segments, beads, open issues by severity, files; last the index page of `output`."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 160
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for n, head in enumerate(HEADS if files else HEADS[:-1]):
        shown.add_column(head.text(language), justify="right" if 0 < n < 8 else "left", overflow="fold")
    for s in summaries:
        if s.error.en:
            shown.add_row(escape(s.work), *["–"] * 7, STATES[s.state].text(language))
            continue
        neutral, minor, major, critical = s.issues
        counts = [
            str(s.segments),
            str(s.beads),
            _count(critical, "bold red"),
            _count(major, "red"),
            _count(minor, "yellow"),
            str(neutral),
            str(s.waived),
        ]
        unchanged = "" if s.fresh else Bilingual(" (unchanged)", "（无改动）").text(language)
        made = [" ".join(s.files) + unchanged] if files else []
        shown.add_row(escape(s.work), *counts, STATES[s.state].text(language), *made)
    console.print(shown)
    if output is not None:
        console.print(escape(str(output / "index.html")))


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
