"""Ask the desk without a browser: who is let in, what is malformed, what is written, what is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from pipeline.build import find
from pipeline.decide import version
from pipeline.model import SourceError, Work
from pipeline.read import read_decisions
from pipeline.serve import Desk, listen
from pipeline.serve.app import application
from pipeline.serve.guard import LONGEST
from tests.desks import CHINESE, TOKEN, desk, house

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1:8765"
OWN = {"host": HOST, "origin": f"http://{HOST}", "content-type": "application/json"}


@pytest.fixture
def made(tmp_path: Path) -> Desk:
    return desk(tmp_path)


@pytest.fixture
def client(made: Desk) -> Iterator[TestClient]:
    with TestClient(application(made, TOKEN, [HOST]), base_url=f"http://{HOST}", follow_redirects=False) as opened:
        yield opened


def post(client: TestClient, action: str, values: Any, **headers: str) -> Any:
    body = values if isinstance(values, (bytes, str)) else json.dumps(values)
    return client.post(f"/{TOKEN}/fees/{action}", content=body, headers={**OWN, **headers})


def seen(made: Desk) -> str:
    return version(made.works["fees"].folder)


def critical(made: Desk) -> str:
    return next(i.id for i in made.state("fees").verification.issues if i.severity == 100)


def text(made: Desk) -> str:
    return (made.works["fees"].folder / "zh-Hans.md").read_text(encoding="utf-8")


# ---------------------------------------------------------------- who is let in


@pytest.mark.parametrize("path", ["/", "/fees/report.html", "/wrong/fees/report.html", f"/{TOKEN}", f"/{TOKEN}x/", "/%00/"])
def test_without_the_token_nothing_is_to_be_seen(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "欧元" not in answer.text


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "127.0.0.1:1", "example.org:8765", "127.0.0.1:8765.example.org", ""])
def test_another_host_s_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get(f"/{TOKEN}/fees/report.html", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://example.org"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost:8765"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "application/json", "content-length": str(LONGEST + 1)}, 413),
    ],
)
def test_another_site_s_page_cannot_write(client: TestClient, made: Desk, headers: dict[str, str], status: int) -> None:
    values = {"seen": seen(made), "issues": [critical(made)], "kind": "intended", "reason": "so"}
    assert post(client, "waive", values, **headers).status_code == status
    assert not (made.works["fees"].folder / "review.toml").exists()


def test_a_write_without_an_origin_is_refused(client: TestClient, made: Desk) -> None:
    headers = {k: v for k, v in OWN.items() if k != "origin"}
    answer = client.post(f"/{TOKEN}/fees/waive", content="{}", headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_methods(client: TestClient, method: str) -> None:
    assert client.request(method, f"/{TOKEN}/fees/report.html", headers=OWN).status_code == 405


def test_a_page_can_be_neither_written_to_nor_an_action_read(client: TestClient) -> None:
    assert post(client, "report.html", {}).status_code in (404, 405)
    assert client.get(f"/{TOKEN}/fees/waive").status_code == 404


def test_what_it_answers_is_kept_framed_and_sniffed_by_nobody(client: TestClient) -> None:
    for path in (f"/{TOKEN}/fees/report.html", "/wrong/", f"/{TOKEN}/nothing/report.html"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
    policy = client.get(f"/{TOKEN}/fees/report.html").headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1]


@pytest.mark.parametrize("name", ["..%2f..%2fsources%2ffees%2fen.md", "%2e%2e", ".cache", "nothing.html", "..%5cx", "%00", "a" * 5000])
def test_only_the_built_files_are_to_be_had(client: TestClient, made: Desk, name: str) -> None:
    (made.house.output / "fees").mkdir()
    (made.house.output / ".cache").mkdir()
    assert client.get(f"/{TOKEN}/fees/{name}").status_code == 404


def test_built_editions_are_shown(client: TestClient, made: Desk) -> None:
    (made.house.output / "fees").mkdir()
    (made.house.output / "fees" / "zh-Hans.html").write_text("<p>会费</p>", encoding="utf-8")
    answer = client.get(f"/{TOKEN}/fees/zh-Hans.html")
    assert (answer.status_code, answer.text) == (200, "<p>会费</p>")
    (made.house.output / "fees" / "link.html").symlink_to(made.works["fees"].folder / "en.md")
    assert client.get(f"/{TOKEN}/fees/link.html").status_code == 404


# ---------------------------------------------------------------- what is malformed


MALFORMED: list[Any] = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"\xff\xfe",
    b"[" * 20_000,
    b'{"seen": NaN}',
    {},
    {"issues": "c69cf1c5"},
    {"issues": []},
    {"issues": [1]},
    {"issues": ["a", "a"]},
    {"issues": ["a"] * 1000},
    {"issues": ["a"], "kind": "whatever", "reason": "so"},
    {"issues": ["a"], "kind": "intended", "reason": 1},
    {"issues": ["a"], "kind": "intended", "reason": "so\x07"},
    {"issues": ["a"], "kind": "intended", "reason": "x" * 3000},
    '{"issues": ["a"], "kind": "intended", "reason": "\\ud800"}',
    {"was": ["a"], "now": "b"},
    {"was": ["a"], "now": [{"source": "x", "target": []}]},
    {"segment": None, "was": "", "text": ""},
]


@pytest.mark.parametrize("action", ["waive", "unwaive", "fixed", "tie", "edit", "accept", "sign-off"])
def test_malformed_requests_are_told_so_and_write_nothing(client: TestClient, made: Desk, action: str) -> None:
    for body in MALFORMED:
        answer = post(client, action, body)
        assert answer.status_code in (400, 409, 422), body
        assert answer.json()["said"]["en"]
        assert answer.json()["said"]["zh"]
    assert sorted(p.name for p in made.works["fees"].folder.iterdir()) == ["en.md", "zh-Hans.md"]
    assert text(made) == CHINESE


def test_an_unknown_action_or_work(client: TestClient) -> None:
    assert post(client, "delete", {}).status_code == 404
    assert client.get(f"/{TOKEN}/nothing/report.html").status_code == 404


# ---------------------------------------------------------------- what is written


def test_waive_and_take_back(client: TestClient, made: Desk) -> None:
    folder, issue = made.works["fees"].folder, critical(made)
    answer = post(client, "waive", {"seen": seen(made), "issues": [issue], "kind": "intended", "reason": " so the treaty "})
    assert answer.status_code == 200, answer.text
    assert answer.json()["version"] == seen(made)
    (waiver,) = read_decisions(folder / "review.toml").waivers
    assert (waiver.issue, waiver.kind, waiver.reason, waiver.by) == (issue, "intended", "so the treaty", "editor@example.org")
    assert (waiver.check, waiver.text) == ("numbers", "2亿欧元")
    assert next(i.status for i in made.state("fees").verification.issues if i.id == issue) == "waived"
    assert post(client, "unwaive", {"seen": seen(made), "issues": [issue]}).status_code == 200
    assert read_decisions(folder / "review.toml").waivers == ()
    assert next(i.status for i in made.state("fees").verification.issues if i.id == issue) == "open"


def test_an_empty_reason_is_refused(client: TestClient, made: Desk) -> None:
    answer = post(client, "waive", {"seen": seen(made), "issues": [critical(made)], "kind": "intended", "reason": "  "})
    assert answer.status_code == 422
    assert "理由" in answer.json()["said"]["zh"]


def test_upon_an_older_state_nothing_is_written(client: TestClient, made: Desk) -> None:
    folder, old = made.works["fees"].folder, seen(made)
    one = {"seen": old, "issues": [critical(made)], "kind": "intended", "reason": "first"}
    assert post(client, "waive", one).status_code == 200
    for action, values in (
        ("waive", {**one, "reason": "second"}),
        ("unwaive", one),
        ("edit", {"seen": old, "segment": "zh-Hans.md#p3", "was": "秘书处负责账目，并发布16份报告。", "text": "秘书处"}),
        ("sign-off", {"seen": old}),
    ):
        answer = post(client, action, values)
        assert answer.status_code in (409, 422), action
    assert [w.reason for w in read_decisions(folder / "review.toml").waivers] == ["first"]
    assert text(made) == CHINESE


def test_a_file_changed_by_another_program_is_noticed(client: TestClient, made: Desk) -> None:
    old = client.get(f"/{TOKEN}/fees/state").json()
    path = made.works["fees"].folder / "en.md"
    path.write_text(path.read_text(encoding="utf-8").replace("20 000", "200 million"), encoding="utf-8")
    assert client.get(f"/{TOKEN}/fees/state").json()["stamp"] != old["stamp"]
    issue = next(i.id for i in made.state("fees").verification.issues)
    answer = post(client, "waive", {"seen": old["version"], "issues": [issue], "kind": "intended", "reason": "so"})
    assert answer.status_code == 409
    assert "改动" in answer.json()["said"]["zh"]


def test_an_edit_goes_into_the_file_and_nothing_else(client: TestClient, made: Desk) -> None:
    was, now = "秘书处负责账目，并发布16份报告。", "秘书处负责账目，并发布15份报告。"
    answer = post(client, "edit", {"seen": seen(made), "segment": "zh-Hans.md#p3", "was": was, "text": now})
    assert answer.status_code == 200, answer.text
    assert text(made) == CHINESE.replace("16份", "15份")
    assert "消除 1 条" in answer.json()["said"]["zh"]
    assert "seconds" in answer.json()


@pytest.mark.parametrize(
    ("name", "was", "wanted", "line"),
    [
        ("p3", "秘书处负责账目，并发布16份报告。", "秘书处负责*账目*与_1_[2]，并发布16份报告。", r"秘书处负责\*\*\*账目\*\*\*"),
        ("p5", "理事会设12个席位。", "1. 理事会设12个席位。", r"1\. 理事会"),
        ("p5", "理事会设12个席位。", "# 理事会设12个席位。", r"\# 理事会"),
        ("p5", "理事会设12个席位。", "理事会设12个\n席位。完。", "理事会设12个 席位。完。"),
    ],
)
def test_what_looks_like_markup_is_written_as_words(client: TestClient, made: Desk, name: str, was: str, wanted: str, line: str) -> None:
    answer = post(client, "edit", {"seen": seen(made), "segment": f"zh-Hans.md#{name}", "was": was, "text": wanted})
    joined = "".join(s.text for s in made.state("fees").collation.bitext.translation.segments)
    if answer.status_code == 200:
        assert " ".join(wanted.split("\n")) in joined
        assert "**" in text(made)
    else:  # where it cannot be done it is refused with the line, and the file stays
        assert answer.status_code == 422
        assert "zh-Hans.md:" in answer.json()["said"]["en"]
        assert text(made) == CHINESE


def test_a_sentence_is_not_emptied(client: TestClient, made: Desk) -> None:
    answer = post(client, "edit", {"seen": seen(made), "segment": "zh-Hans.md#p5", "was": "理事会设12个席位。", "text": " \n "})
    assert answer.status_code == 422
    assert "zh-Hans.md:11" in answer.json()["said"]["en"]


def test_what_is_no_markdown_is_not_edited(tmp_path: Path) -> None:
    made = desk(tmp_path)
    folder = made.works["fees"].folder
    (folder / "zh-Hans.md").rename(folder / "zh-Hans.txt")
    (folder / "zh-Hans.txt").unlink()
    (folder / "zh-Hans.html").write_text("<h1>会费</h1><p>成员每年缴纳2亿欧元。</p>", encoding="utf-8")
    segment = made.state("fees").collation.bitext.translation.segments[1]
    with TestClient(application(made, TOKEN, [HOST]), base_url=f"http://{HOST}") as client:
        answer = post(
            client,
            "edit",
            {"seen": seen(made), "segment": f"zh-Hans.html#{segment.id}", "was": segment.text, "text": "成员每年缴纳2万欧元。"},
        )
    assert answer.status_code == 422
    assert "only Markdown" in answer.json()["said"]["en"]


def test_fixed_says_whether_it_is_really_gone(client: TestClient, made: Desk) -> None:
    issue, path = critical(made), made.works["fees"].folder / "zh-Hans.md"
    assert "仍在" in post(client, "fixed", {"issues": [issue]}).json()["said"]["zh"]
    path.write_text(CHINESE.replace("2亿", "3万"), encoding="utf-8")
    assert "仍有问题" in post(client, "fixed", {"issues": [issue]}).json()["said"]["zh"]
    path.write_text(CHINESE.replace("2亿", "2万"), encoding="utf-8")
    assert "已消除" in post(client, "fixed", {"issues": [issue]}).json()["said"]["zh"]
    assert post(client, "fixed", {"issues": ["00000000"]}).status_code == 400


def beads(made: Desk) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [
        (b.id, tuple(f"{s.path}#{s.id}" for s in b.source), tuple(f"{s.path}#{s.id}" for s in b.target))
        for b in made.state("fees").collation.bitext.beads
    ]


def tie(client: TestClient, made: Desk, was: list[str], now: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> Any:
    shapes = [{"source": list(s), "target": list(t)} for s, t in now]
    return post(client, "tie", {"seen": seen(made), "was": was, "now": shapes})


def test_beads_are_merged_split_moved_and_confirmed(client: TestClient, made: Desk) -> None:
    before = beads(made)
    one, two = before[1], before[2]
    assert tie(client, made, [one[0], two[0]], [(one[1] + two[1], one[2] + two[2])]).status_code == 200
    merged = next(b for b in beads(made) if b[1] == one[1] + two[1])
    assert merged[2] == one[2] + two[2]
    assert tie(client, made, [merged[0]], [(one[1], one[2]), (two[1], two[2])]).status_code == 200
    assert beads(made)[1:3] == [one, two]
    assert tie(client, made, [one[0], two[0]], [(one[1], ()), (two[1], one[2] + two[2])]).status_code == 200
    assert {(b[1], b[2]) for b in beads(made)} >= {(one[1], ()), (two[1], one[2] + two[2])}
    written = read_decisions(made.works["fees"].folder / "review.toml").beads
    assert {(b.source, b.target, b.by) for b in written} == {
        (one[1], (), "editor@example.org"),
        (two[1], one[2] + two[2], "editor@example.org"),
    }


def test_the_first_sentence_of_a_block_can_be_tied_alone(client: TestClient, made: Desk) -> None:
    found = {b[2]: b for b in beads(made)}
    first, second = found[("zh-Hans.md#p4",)], found[("zh-Hans.md#p4.2",)]
    crossed = [(first[1], second[2]), (second[1], first[2])]
    assert tie(client, made, [first[0], second[0]], crossed).status_code == 200
    assert {(b[1], b[2]) for b in beads(made)} >= set(crossed)


def test_a_correction_loses_and_invents_no_segment(client: TestClient, made: Desk) -> None:
    one, two = beads(made)[1], beads(made)[2]
    for now in (
        [(one[1], one[2])],
        [(one[1] + two[1], one[2]), ((), two[2] + two[2])],
        [(one[2], one[1]), (two[1], two[2])],
        [(one[1], one[2]), (two[1], ("zh-Hans.md#nothing",))],
    ):
        assert tie(client, made, [one[0], two[0]], now).status_code == 400
    assert tie(client, made, ["00000000"], [(one[1], one[2])]).status_code == 409
    assert not (made.works["fees"].folder / "review.toml").exists()


def test_signing_off(client: TestClient, made: Desk) -> None:
    refused = post(client, "sign-off", {"seen": seen(made)})
    assert refused.status_code == 422
    assert "major or critical" in refused.json()["said"]["en"]
    (made.works["fees"].folder / "zh-Hans.md").write_text(CHINESE.replace("2亿", "2万").replace("16", "15"), encoding="utf-8")
    assert post(client, "sign-off", {"seen": seen(made)}).status_code == 200
    assert made.state("fees").verification.state == "approved"


def test_who_git_does_not_know_names_themselves(client: TestClient, made: Desk) -> None:
    made.by = ""
    values = {"seen": seen(made), "issues": [critical(made)], "kind": "accepted", "reason": "so", "by": "reader@example.org"}
    assert post(client, "waive", values).status_code == 200
    assert read_decisions(made.works["fees"].folder / "review.toml").waivers[0].by == "reader@example.org"


def test_broken_files_are_told_and_stay(client: TestClient, made: Desk) -> None:
    issue, path = critical(made), made.works["fees"].folder / "review.toml"
    path.write_text("[[waiver]\nissue =\n", encoding="utf-8")
    page = client.get(f"/{TOKEN}/fees/report.html")
    assert page.status_code == 500
    assert "review.toml:1" in page.text
    answer = post(client, "waive", {"seen": seen(made), "issues": [issue], "kind": "intended", "reason": "so"})
    assert answer.status_code == 422
    assert "review.toml:1" in answer.json()["said"]["zh"]
    assert path.read_text(encoding="utf-8") == "[[waiver]\nissue =\n"


def test_a_waiver_runs_no_check_again_and_an_edit_only_its_own_work(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []

    def counted(work: Work, *rest: Any, **more: Any) -> Any:
        runs.append(work.id)
        return find(work, *rest, **more)

    monkeypatch.setattr("pipeline.serve.desk.find", counted)
    with TestClient(application(made, TOKEN, [HOST]), base_url=f"http://{HOST}") as client:
        client.get(f"/{TOKEN}/fees/report.html")
        post(client, "waive", {"seen": seen(made), "issues": [critical(made)], "kind": "intended", "reason": "so"})
        client.get(f"/{TOKEN}/fees/report.html")
        assert runs == ["fees"]
        post(client, "edit", {"seen": seen(made), "segment": "zh-Hans.md#p5", "was": "理事会设12个席位。", "text": "理事会共设12个席位。"})
        assert runs == ["fees", "fees"]


def test_the_front_page_lists_the_works(made: Desk, tmp_path: Path) -> None:
    other = tmp_path / "sources" / "second"
    other.mkdir()
    (other / "en.md").write_text("# Two\n", encoding="utf-8")
    with TestClient(application(Desk(made.house), TOKEN, [HOST]), base_url=f"http://{HOST}") as client:
        page = client.get(f"/{TOKEN}/").text
    assert 'href="fees/report.html"' in page
    assert "zh-Hans.md" in page  # the second lacks a translation, and the page says so


def test_a_port_that_is_taken() -> None:
    first = listen(0)
    try:
        with pytest.raises(SourceError, match="this port is taken"):
            listen(first.getsockname()[1])
        second = listen(None)
        assert second.getsockname()[0] == "127.0.0.1"
        second.close()
    finally:
        first.close()


def test_the_command_says_where_the_desk_is_and_closes_it(tmp_path: Path) -> None:
    house(tmp_path)
    call = [sys.executable, "-m", "pipeline", "serve", "--no-open", "--encoder", "lexical", "--lang", "zh"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(call, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    assert len(address.rstrip("/").rpartition("/")[2]) >= 32
    for _ in range(200):
        with suppress(httpx2.TransportError):
            assert httpx2.get(f"{address}fees/state").status_code == 200
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "按 Ctrl-C 关闭审校台" in said
    assert "已检查：fees" in said
