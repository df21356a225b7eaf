"""Open the review desk."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import click

from ..build import House
from ..report.text import escape
from .options import built_option, common, encoder_option, glossary_option, quiet, settings_of, sources_option, t


@click.command(
    help=t(
        "Open the review desk in the browser: read, waive, correct, edit, sign off. It listens on this machine only, at an address "
        "that nobody can guess; Ctrl-C closes it.",
        "在浏览器中打开审校台：通读、豁免、更正对齐、修改译文、审定。只在本机监听，网址含随机口令；按 Ctrl-C 关闭。",
    )
)
@click.argument("work", nargs=-1)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=None,
    help=t("Port [default: 8765, or any that is free].", "端口（默认 8765，被占用时另选）。"),
)
@click.option("--open/--no-open", "show", default=True, help=t("Open the browser.", "自动打开浏览器。"))
@sources_option
@glossary_option
@built_option
@encoder_option
@common
def serve(work: tuple[str, ...], port: int | None, show: bool, sources: Path, glossary: Path, output: Path, encoder: str | None) -> None:
    """Open the review desk."""
    from ..serve import Desk, listen
    from ..serve import serve as run

    silent = quiet()

    def tell(line: str) -> None:  # the desk's threads call it
        if not silent:
            click.echo(escape(t(f"checked: {line}", f"已检查：{line}")), err=True)

    def ready(address: str) -> None:
        click.echo(address)
        if not silent:
            click.echo(t("Ctrl-C closes the desk", "按 Ctrl-C 关闭审校台"), err=True)
        if show and has_windows(os.environ):
            webbrowser.open(address)

    with suppress(KeyboardInterrupt):  # how a desk is closed
        run(Desk(House(sources, glossary, output, settings_of(encoder)), work, tell), listen(port), ready)


def has_windows(environment: Mapping[str, str]) -> bool:
    """Tell whether a browser would open in a window; one in the terminal (lynx, w3m) would take the place of the desk.

    >>> has_windows({"WAYLAND_DISPLAY": "wayland-0"}), has_windows({"BROWSER": "firefox"})
    (True, True)
    """
    return sys.platform in ("darwin", "win32") or any(environment.get(key) for key in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
