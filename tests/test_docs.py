"""Build the documentation: it holds together, needs no network, and names only commands and options that there are."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.__main__ import main
from pipeline.checks import checks
from tests.test_command import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
CALL = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?duikan ([^\n#|]+)", re.M)  # a line of a shell example
NAMED = re.compile(r"`duikan ([^`\n]+)`")  # `duikan status --stale` inside a sentence


def test_the_site_builds_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    known = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "true"}
    arguments = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    run = subprocess.run(arguments, cwd=ROOT, env=known, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert {p.stem for p in (tmp_path / "site" / "checks").glob("*.html")} == set(checks())
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|img|link|iframe)[^>]*(?:src|href)=[\"']?(?:https?:)?//", text), page


def calls(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [c.strip() for c in (*CALL.findall(text), *NAMED.findall(text))]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_every_command_and_option_that_is_named_exists(path: Path) -> None:
    for call in calls(path):
        words = [w.rstrip(",.:;)") for w in shlex.split(call.split("&&")[0])]
        command: click.Command = main
        context = click.Context(main)
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            found = command.get_command(context, words.pop(0))
            assert found is not None, f"{path.name}: duikan {call}"
            command = found
        options = {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
        for word in words:
            if word.startswith("-") and len(word) > 1:
                assert word.partition("=")[0] in options, f"{path.name}: duikan {call}"
