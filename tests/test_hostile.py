"""Build hostile works: each ends in a clear error or a safe build; nothing outside is read, asked or written."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.hostile import CASES, SECRET, Bait, write_good

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow
CRASH = re.compile(r": \w*(?:Error|Exception|Overflow|Interrupt)\b: ")  # an error that nobody put into words
EVIL = ("script", "iframe", "object", "embed", "form", "base", "frame", "applet")


@pytest.fixture(scope="module")
def caller() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on this machine; yields the address and what was asked there."""
    server, asked = socket.create_server(("127.0.0.1", 0)), list[bytes]()

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            asked.append(connection.recv(200))
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
    server.close()


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what stands outside of the output: names, sizes, times."""
    found = (p for p in folder.rglob("*") if "output" not in p.relative_to(folder).parts[:1])
    return {str(p): (p.lstat().st_size, p.lstat().st_mtime_ns) for p in found}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, caller: tuple[str, list[bytes]]) -> tuple[Path, dict[str, str]]:
    """Build all cases in one house; return its folder, and what was said of each work that failed."""
    house = tmp_path_factory.mktemp("house")
    bait = Bait(house / "secret.txt", caller[0])
    bait.file.write_text(f"# Secret\n\n{SECRET}\n", encoding="utf-8")
    (house / "secret.png").write_text(SECRET, encoding="utf-8")
    for name, make in CASES.items():
        folder = house / "sources" / name
        write_good(folder)
        make(folder, bait)
    write_good(house / "sources" / "zz-good")
    (house / "duikan.toml").write_text('encoder = "lexical"\n[limits]\nseconds = 60\nwork_seconds = 240\n', encoding="utf-8")
    before = state(house)
    line = [sys.executable, "-m", "pipeline", "build", "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(line, cwd=house, env=environment, capture_output=True, timeout=900, check=False)
    assert done.returncode == 2
    assert state(house) == before, "nothing is written outside of the output"
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]", said + done.stdout.decode()), "no escapes"
    lines = [x for x in said.splitlines() if x.startswith("duikan: ") and not x.startswith("duikan: not built")]
    errors = {x.split("sources/")[1].split("/")[0].split(":")[0]: x for x in lines}
    assert len(errors) == len(lines), "one line each"
    return house, errors


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("name", [*CASES, "zz-good"])
def test_a_clear_error_or_a_safe_build(outcome: tuple[Path, dict[str, str]], name: str) -> None:
    house, errors = outcome
    output = house / "output" / name
    if name in errors:
        assert not CRASH.search(errors[name]), errors[name]
        assert "; " in errors[name], "it says what to do"
        assert not output.exists() or not list(output.iterdir())
        return
    assert (output / "report.html").is_file()
    for path in output.iterdir():
        assert SECRET.encode() not in path.read_bytes()
        if path.suffix == ".html":
            _safe(path)


def _safe(path: Path) -> None:
    """Make sure that a page runs, loads and sends nothing that is not its own."""
    page = lxml_html.parse(str(path)).getroot()
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in EVIL:
            own = element.tag == "script" and path.name == "report.html" and not element.get("src")
            assert own or (element.tag == "form" and not element.get("action") and path.name == "report.html"), element.tag
        for name, value in element.attrib.items():
            bare = re.sub(r"[\x00-\x20]", "", value).lower()
            assert not name.startswith("on"), (element.tag, name)
            if name in ("href", "src", "data", "action", "poster", "srcset", "xlink:href"):
                assert not bare.startswith(("javascript:", "vbscript:", "file:", "data:text")), (element.tag, name, value[:80])
            if name in ("src", "srcset", "poster") or (element.tag == "link" and name == "href"):
                assert bare.startswith("data:"), (element.tag, name, value[:80])


def test_nobody_was_asked(outcome: tuple[Path, dict[str, str]], caller: tuple[str, list[bytes]]) -> None:
    assert outcome
    assert caller[1] == []
