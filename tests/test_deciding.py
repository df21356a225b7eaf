"""Decide from the shell: what is written, what holds, what lapses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model import SignOff, Waiver
from pipeline.read import read_decisions
from pipeline.review.record import add_waiver, set_sign_off
from tests.test_command import duikan

FLAGS = ("--encoder", "lexical")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    work = tmp_path / "sources" / "fee"
    work.mkdir(parents=True)
    (work / "en.md").write_text("# Fee\n\nMembers pay EUR 20 000 a year.\n\nThe council meets in Paris.\n", encoding="utf-8")
    (work / "zh-Hans.md").write_text("# 会费\n\n成员每年缴纳2亿欧元。\n\n理事会在巴黎开会。\n", encoding="utf-8")
    return tmp_path


def issue(house: Path) -> str:
    run = duikan("check", "sources/fee/en.md", "sources/fee/zh-Hans.md", *FLAGS, "--format", "json", cwd=house)
    return str(next(i["id"] for i in json.loads(run.stdout)["issues"] if i["severity"] == "critical"))


def test_a_waiver_holds_until_a_text_changes(house: Path) -> None:
    path = house / "sources" / "fee" / "review.toml"
    run = duikan("waive", issue(house), "--kind", "intended", "--reason", "so the treaty", "--by", "editor@example.org", *FLAGS, cwd=house)
    assert run.returncode == 0, run.stderr
    (waiver,) = read_decisions(path).waivers
    assert (waiver.kind, waiver.reason, waiver.by) == ("intended", "so the treaty", "editor@example.org")
    assert waiver.check
    assert waiver.text in "成员每年缴纳2亿欧元。"
    assert duikan("sign-off", "fee", "--by", "reader@example.org", *FLAGS, cwd=house).returncode == 0
    assert duikan("status", "--stale", *FLAGS, cwd=house).returncode == 0
    text = house / "sources" / "fee" / "zh-Hans.md"
    text.write_text(text.read_text(encoding="utf-8").replace("成员每年", "各成员每年"), encoding="utf-8")
    stale = duikan("status", "--stale", *FLAGS, cwd=house)
    assert stale.returncode == 1
    assert "zh-Hans.md:3" in stale.stdout
    refused = duikan("sign-off", "fee", *FLAGS, cwd=house)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert "major or critical" in refused.stderr


def test_an_unknown_issue_or_an_empty_reason_is_refused(house: Path) -> None:
    for arguments in (["00000000", "--reason", "so"], [issue(house), "--reason", "  "]):
        run = duikan("waive", *arguments, "--kind", "accepted", *FLAGS, cwd=house)
        assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert not (house / "sources" / "fee" / "review.toml").exists()


def test_a_broken_file_of_decisions_stays_as_it_is(house: Path) -> None:
    path = house / "sources" / "fee" / "review.toml"
    path.write_text("[[waiver]\nissue =\n", encoding="utf-8")
    run = duikan("waive", "00000000", "--kind", "accepted", "--reason", "so", *FLAGS, cwd=house)
    assert run.returncode == 2
    assert "review.toml:1" in run.stderr
    assert path.read_text(encoding="utf-8") == "[[waiver]\nissue =\n"


def test_decisions_are_written_in_order_and_comments_stay() -> None:
    text = "# read by two\n" + add_waiver("", Waiver("b0000000", "intended", "two", date="2026-11-02"))
    text = add_waiver(text, Waiver("a0000000", "accepted", "one"))
    text = add_waiver(text, Waiver("b0000000", "false-alarm", "again"))
    text = set_sign_off(text, SignOff("a@example.org", "2026-11-03", (("2", "b"), ("1", "a"))))
    assert text == set_sign_off(text, SignOff("a@example.org", "2026-11-03", (("2", "b"), ("1", "a"))))
    assert text.startswith("# read by two\n")
    assert [line for line in text.splitlines() if line.startswith(("issue", "reason"))] == [
        'issue = "a0000000"',
        'reason = "one"',
        'issue = "b0000000"',
        'reason = "again"',
    ]


def test_diff_names_new_and_gone(house: Path) -> None:
    for name in ("old", "new"):
        duikan("check", "sources/fee/en.md", "sources/fee/zh-Hans.md", *FLAGS, "--format", "json", "-o", f"{name}.json", cwd=house)
        (house / "sources" / "fee" / "zh-Hans.md").write_text("# 会费\n\n成员每年缴纳2万欧元。\n\n理事会在柏林开会。\n", encoding="utf-8")
    run = duikan("diff", "old.json", "new.json", "--lang", "en", cwd=house)
    assert any(line.startswith("gone ") and "2亿欧元" in line for line in run.stdout.splitlines())
    assert run.returncode == 0
    assert duikan("diff", "old.json", "sources/fee/en.md", cwd=house).returncode == 2
