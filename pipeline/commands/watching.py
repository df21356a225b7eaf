"""Build again whenever a text, a decision, the glossary or a setting changes, until the person has enough."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from ..build import House, Summary, build
from ..model import Severity, SourceError
from ..report.phrases import phrase
from ..report.text import escape
from ..said import trouble
from .options import LANGUAGE, quiet, settings_of, t

QUIET = 300  # milliseconds without a change after which what changed is built: an editor writes a file in several steps
ROUND = 500  # milliseconds after which the watch speaks though nothing changed
SETTINGS = ("duikan.toml", "pyproject.toml")


def keep_building(works: Sequence[str], sources: Path, glossary: Path, output: Path, jobs: int) -> None:
    """Build, then wait for changes and build what changed; one line a work and build. Ctrl-C ends it with status 0.

    The watch begins before the first build: what is saved while that runs is a change as well.
    """
    from watchfiles import watch

    stop = threading.Event()
    former = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        places = [p for p in (sources, glossary, *(Path(name) for name in SETTINGS)) if p.exists()]
        changes = watch(
            *places,
            watch_filter=_Matters(output),
            step=QUIET,
            debounce=10 * QUIET,
            stop_event=stop,
            raise_interrupt=False,
            rust_timeout=ROUND,
            yield_on_timeout=True,
        )
        began = False
        for changed in changes:
            if changed or not began:
                build_once(works, sources, glossary, output, jobs)
            if not began and not quiet():
                click.echo(t("waiting for changes; Ctrl-C ends", "等待改动；按 Ctrl-C 结束"))
            began = True
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    if not quiet():
        click.echo(t("stopped", "已结束"))


def build_once(works: Sequence[str], sources: Path, glossary: Path, output: Path, jobs: int) -> None:
    """Build what changed and print a line a work that was built; what is broken is told, and ends nothing."""
    try:
        summaries = build(House(sources, glossary, output, settings_of()), works, jobs)
    except SourceError as error:
        _say(escape(error.text(LANGUAGE)))
    except OSError as error:
        _say(escape(trouble(error).text(LANGUAGE)))
    else:
        for summary in summaries:
            if summary.fresh or summary.error.en:
                _say(_line(summary))


def _line(summary: Summary) -> str:
    if summary.error.en:
        return escape(summary.error.text(LANGUAGE))
    counts = [f"{n} {phrase(str(s), LANGUAGE)}" for s, n in zip(reversed(Severity), reversed(summary.issues), strict=True) if n]
    joint, colon = t(", ", "，"), t(": ", "：")
    return escape(summary.work) + colon + (joint.join(counts) or phrase("all-clear", LANGUAGE))


def _say(line: str) -> None:
    click.echo(f"{datetime.now():%H:%M:%S} {line}")


class _Matters:
    """Tell whether a changed path can change what is built: not what is hidden, an editor's own file, or output."""

    def __init__(self, output: Path) -> None:
        self.output = output.resolve()

    def __call__(self, _: object, path: str) -> bool:
        place = Path(path)
        return not (
            place.name.startswith((".", "~", "#")) or place.name.endswith(("~", ".swp", ".tmp")) or place.is_relative_to(self.output)
        )
