"""Fetch snapshots from a server on this machine: what is taken, what is refused, what is noted."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline import fetch as fetching
from pipeline.fetch import fetch, fetch_work
from pipeline.model import Limits, SourceError
from pipeline.read import read_work

ARTICLE = "".join(f"<p>The council has {n} members, who meet in Paris twice a year and report to the assembly.</p>" for n in range(20, 30))
PAGE = "<html><head><title>About</title></head><body>"
PAGE += f"<nav>Menu Home</nav><main><h1>About</h1>{ARTICLE}</main><footer>Imprint</footer></body></html>"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/gbk": (
        200,
        {"Content-Type": "text/html"},
        f"<meta charset=gb2312>{PAGE.replace('Menu', '菜单').replace('Paris', '巴黎')}".encode("gbk"),
    ),
    "/moved": (301, {"Location": "/moved-again"}, b""),
    "/moved-again": (302, {"Location": "page"}, b""),
    "/circle": (302, {"Location": "/circle"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-inside": (302, {"Location": "http://10.0.0.1/"}, b""),
    "/gone": (404, {"Content-Type": "text/html"}, b"gone"),
    "/program": (200, {"Content-Type": "application/x-msdownload"}, b"MZ"),
    "/untyped": (200, {}, b"?"),
    "/large": (200, {"Content-Type": "text/plain"}, b"a" * (3 * 2**20)),
    "/bomb": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, gzip.compress(b"a" * (64 * 2**20))),
    "/plain": (200, {"Content-Type": "text/plain; charset=iso-8859-1"}, "café".encode("cp1252")),
    "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4"),
    "/empty": (200, {"Content-Type": "text/html"}, b"<html><body></body></html>"),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.1)
            return
        status, headers, content = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    own = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=own.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{own.server_port}"
    own.shutdown()


def said(url: str, private: bool = True, limits: Limits = Limits(file=1)) -> str:  # noqa: B008
    with pytest.raises(SourceError) as caught:
        fetch(url, limits, private)
    assert caught.value.problem.zh
    assert caught.value.remedy.en
    return caught.value.problem.en


def test_an_answer_and_the_way_to_it(server: str) -> None:
    found = fetch(f"{server}/moved", Limits(), private=True)
    assert (found.type, found.charset, found.content) == ("text/html", "utf-8", PAGE.encode())
    assert found.way == (f"{server}/moved", f"{server}/moved-again", f"{server}/page")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/circle", "more than 5 redirects"),
        ("/to-file", "only http and https"),
        ("/gone", "answers 404"),
        ("/program", "application/x-msdownload, which cannot be read"),
        ("/untyped", "not said"),
        ("/large", "larger than 1 MB"),
        ("/bomb", "larger than 1 MB"),
    ],
)
def test_what_is_not_taken(server: str, path: str, problem: str) -> None:
    assert problem in said(server + path)


def test_time_is_bounded(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    began = time.monotonic()
    assert "took more than 0.3 seconds" in said(f"{server}/slow")
    assert time.monotonic() - began < 5


def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SILENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "no answer within" in said(f"http://127.0.0.1:{silent.getsockname()[1]}/")


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http://u:p@a.example/", "http:///x", "http://a.example:0/", "javascript:1"]
)
def test_only_web_addresses(url: str) -> None:
    assert said(url, private=True)


PRIVATE = ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"]
PRIVATE_6 = ["::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::", "2002:7f00:1::"]


@pytest.mark.parametrize("address", [*PRIVATE, *PRIVATE_6])
def test_private_addresses_are_refused(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    assert "of this machine or of a private network" in said(f"http://{host}/", private=False)


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://localhost/"])
def test_other_writings_of_this_machine_are_refused(url: str) -> None:
    problem = said(url, private=False)
    assert "private network" in problem or "cannot be resolved" in problem


def test_a_name_that_changes_its_mind(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name resolves to a public address first and to this machine the next time: it is asked once, and what it said holds."""
    answers = iter(["127.0.0.1"] * 9)
    asked: list[str] = []

    def resolve(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "203.0.113.7" if len(asked) == 1 else next(answers)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected: list[str] = []

    def connect(address: tuple[str, int], *args: object, **kwargs: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr("ipaddress.IPv4Address.is_global", property(lambda self: str(self) == "203.0.113.7"))
    assert "cannot be reached" in said("http://rebinding.example/", private=False)
    assert (asked, connected) == (["rebinding.example"], ["203.0.113.7"])


def test_one_private_address_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("1.1.1.1", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: both)
    assert "private network" in said("http://two.example/", private=False)


def test_a_redirect_inside_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fetching._address
    monkeypatch.setattr(fetching, "_address", lambda host, port, private: real(host, port, host == "127.0.0.1"))
    assert "private network" in said(f"{server}/to-inside", private=False)


# ---------------------------------------------------------------- a work

TOML = """\
# about this work
title = { en = "About", zh-Hans = "关于" }   # as published

[[original]]
path = "en.html"     # the snapshot
url = "URL"
licence = "CC BY 4.0"  # printed

[translation]
path = "zh-Hans.md"
"""


def work(folder: Path, url: str, **changes: str) -> Path:
    own = folder / "about"
    own.mkdir()
    text = TOML.replace("URL", url)
    for old, new in changes.items():
        text = text.replace(old, new)
    (own / "work.toml").write_text(text, encoding="utf-8")
    (own / "zh-Hans.md").write_text("# 关于\n\n理事会有20名成员。\n", encoding="utf-8")
    return own


def take(folder: Path) -> None:
    assert list(fetch_work(folder, Limits(), private=True, today=date(2026, 11, 2)))


def test_what_is_noted_and_what_is_kept(server: str, tmp_path: Path) -> None:
    folder = work(tmp_path, f"{server}/moved")
    take(folder)
    text = (folder / "work.toml").read_text(encoding="utf-8")
    for comment in ("# about this work", "# as published", "# the snapshot", "# printed"):
        assert comment in text
    assert "retrieved = 2026-11-02" in text
    original = read_work(folder).originals[0]
    assert original.sha256 == hashlib.sha256((folder / "en.html").read_bytes()).hexdigest() == original.document.sha256
    texts = [s.text for s in original.document.segments]
    assert any("20 members" in t for t in texts)
    assert not any("Menu" in t for t in texts)
    assert f'redirects = ["{server}/moved-again", "{server}/page"]' in text
    take(folder)
    assert (folder / "work.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("path", "needle"), [("/gbk", "巴黎"), ("/plain", "café")])
def test_characters_are_read_as_they_were_meant(server: str, tmp_path: Path, path: str, needle: str) -> None:
    folder = work(tmp_path, server + path, **{"en.html": "en.md"})
    take(folder)
    assert needle in (folder / "en.md").read_text(encoding="utf-8")


def test_an_xpath_chooses(server: str, tmp_path: Path) -> None:
    folder = work(tmp_path, f"{server}/page", **{"# the snapshot": "\nxpath = \"//p[contains(., '23 members')]\""})
    take(folder)
    assert [s.text for s in read_work(folder).originals[0].document.segments if "members" in s.text] == [
        "The council has 23 members, who meet in Paris twice a year and report to the assembly."
    ]


@pytest.mark.parametrize(
    ("url", "changes", "problem"),
    [
        ("/pdf", {}, "not what .html says"),
        ("/empty", {}, "no text was found"),
        ("/page", {"en.html": "../en.html"}, "no file in the work's folder"),
        ("/page", {"# the snapshot": '\nxpath = "//["'}, "is wrong"),
        ("/page", {"# the snapshot": '\nxpath = "//video"'}, "finds nothing"),
        ("/page", {"url =": "note ="}, "no original has a url"),
    ],
)
def test_what_cannot_be_kept(server: str, tmp_path: Path, url: str, changes: dict[str, str], problem: str) -> None:
    folder = work(tmp_path, server + url, **changes)
    before = (folder / "work.toml").read_bytes()
    with pytest.raises(SourceError) as caught:
        take(folder)
    assert problem in caught.value.problem.en
    assert (folder / "work.toml").read_bytes() == before
    assert not (folder / "en.html").exists()
