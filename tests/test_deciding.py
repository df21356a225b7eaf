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


def test_a_critical_issue_may_want_a_second_person(house: Path) -> None:
    (house / "duikan.toml").write_text('[review]\nsecond = "critical"\n', encoding="utf-8")
    key = issue(house)
    call = ("waive", key, "--kind", "intended", "--reason", "so the treaty", "--by", "a@example.org", *FLAGS)
    run = duikan(*call, cwd=house)
    assert (run.returncode, "second person" in run.stderr) == (0, True)
    assert duikan("sign-off", "fee", "--by", "a@example.org", *FLAGS, cwd=house).returncode == 2
    assert "second person" in duikan("status", *FLAGS, cwd=house).stdout
    assert duikan("waive", key, "--second", "A@example.org", *FLAGS, cwd=house).stderr, "the same person twice is one person"
    assert duikan("waive", key, "--second", "b@example.org", *FLAGS, cwd=house).stderr == ""
    (waiver,) = read_decisions(house / "sources" / "fee" / "review.toml").waivers
    assert (waiver.by, waiver.second, waiver.reason) == ("a@example.org", "b@example.org", "so the treaty")
    assert duikan("sign-off", "fee", "--by", "a@example.org", *FLAGS, cwd=house).returncode == 0


def test_a_baseline_leaves_only_new_issues(house: Path) -> None:
    path = house / "sources" / "fee" / "review.toml"
    path.write_text("# ours\n", encoding="utf-8")
    assert duikan("baseline", "fee", "--by", "a@example.org", *FLAGS, cwd=house).returncode == 0
    assert issue(house) in read_decisions(path).baseline.issues  # type: ignore[union-attr]
    assert path.read_text(encoding="utf-8").startswith("# ours\n")
    assert duikan("build", "--strict", cwd=house).returncode == 0
    report = json.loads((house / "output" / "fee" / "report.json").read_text(encoding="utf-8"))
    assert {i["status"] for i in report["issues"] if i["id"] == issue(house)} == {"baseline"}
    text = house / "sources" / "fee" / "zh-Hans.md"
    text.write_text(text.read_text(encoding="utf-8").replace("在巴黎开会", "在巴黎开了3次会"), encoding="utf-8")
    assert duikan("build", "--strict", cwd=house).returncode == 1
    assert duikan("baseline", "fee", "--clear", *FLAGS, cwd=house).returncode == 0
    assert read_decisions(path).baseline is None


def test_status_tells_how_far_each_check_was_right(house: Path) -> None:
    lines = "".join(
        f'[[waiver]]\nissue = "{n:08x}"\ncheck = "{check}"\nkind = "{kind}"\nreason = "so"\n\n'
        for n, (check, kind) in enumerate(
            [("names", "false-alarm"), ("names", "intended"), ("names", "accepted"), ("terms", "false-alarm")]
        )
    )
    (house / "sources" / "fee" / "review.toml").write_text(lines, encoding="utf-8")
    table = [line.split() for line in duikan("status", *FLAGS, cwd=house).stdout.splitlines()]
    assert ["names", "3", "1", "67%"] in table
    assert ["terms", "1", "1", "0%"] in table


def test_history_is_kept_by_people_one_row_a_day(house: Path) -> None:
    path = house / "sources" / "fee" / "history.csv"
    assert duikan("status", *FLAGS, cwd=house).returncode == 0
    assert not path.exists()
    for _ in range(2):
        assert duikan("status", "--record", *FLAGS, cwd=house).returncode == 0
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2
    (day,) = read_decisions(house / "sources" / "fee" / "review.toml").history
    assert day.issues[3] == 1
    path.write_text(path.read_text(encoding="utf-8") + "2026-11-04,x\n", encoding="utf-8")
    run = duikan("status", *FLAGS, cwd=house)
    assert (run.returncode, "history.csv:3" in run.stderr) == (2, True)


def test_a_renamed_check_keeps_its_decisions(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import checks
    from pipeline.build import collate
    from pipeline.model import Baseline, Decisions, Glossary, Settings
    from pipeline.read import read_work

    def ids(decisions: Decisions) -> dict[str, str]:
        work = read_work(house / "sources" / "fee")
        return {i.id: i.status for i in collate(work, Glossary(), Settings(encoder="lexical"), decisions)[1].issues if i.check == "numbers"}

    (old,) = ids(Decisions())
    (name,) = [n for n in checks.checks() if n == "numbers"]
    monkeypatch.setattr(checks, "renamed", lambda: {"numbers-before": name})
    (now,) = ids(Decisions())
    assert old == now
    work = read_work(house / "sources" / "fee")
    (found,) = [i for i in collate(work, Glossary(), Settings(encoder="lexical"), Decisions())[1].issues if i.check == "numbers"]
    (former,) = found.former
    assert ids(Decisions((Waiver(former, "intended", "so"),))) == {now: "waived"}
    assert ids(Decisions(baseline=Baseline(issues=(former,)))) == {now: "baseline"}
    settings = checks.with_present_names(Settings(off=("numbers-before",)))
    assert settings.off == ("numbers",)


def test_diff_names_new_and_gone(house: Path) -> None:
    for name in ("old", "new"):
        duikan("check", "sources/fee/en.md", "sources/fee/zh-Hans.md", *FLAGS, "--format", "json", "-o", f"{name}.json", cwd=house)
        (house / "sources" / "fee" / "zh-Hans.md").write_text("# 会费\n\n成员每年缴纳2万欧元。\n\n理事会在柏林开会。\n", encoding="utf-8")
    run = duikan("diff", "old.json", "new.json", "--lang", "en", cwd=house)
    assert any(line.startswith("gone ") and "2亿欧元" in line for line in run.stdout.splitlines())
    assert run.returncode == 0
    assert duikan("diff", "old.json", "sources/fee/en.md", cwd=house).returncode == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [("[]", "content"), ('{"issues": []}', "required"), ("{\n}}", ":2"), ('{"duikan": 1}', "")],
)
def test_diff_refuses_what_is_no_report(house: Path, content: str, said: str) -> None:
    (house / "a.json").write_text(content, encoding="utf-8")
    run = duikan("diff", "a.json", "a.json", cwd=house)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert "a.json" in run.stderr
    assert said in run.stderr


def test_diff_says_where_a_report_is_wrong(house: Path) -> None:
    run = duikan("check", "sources/fee/en.md", "sources/fee/zh-Hans.md", *FLAGS, "--format", "json", "-o", "a.json", cwd=house)
    assert run.returncode == 1
    report = json.loads((house / "a.json").read_text(encoding="utf-8"))
    report["issues"][0]["severity"] = "dire"
    (house / "a.json").write_text(json.dumps(report), encoding="utf-8")
    assert "issues[0].severity" in duikan("diff", "a.json", "a.json", cwd=house).stderr


def test_verify_holds_a_pdf_against_its_sources(house: Path) -> None:
    (house / "glossary").mkdir()
    (house / "glossary" / "terms.csv").write_text("id,en,zh-Hans,status\na,fee,会费,preferred\n", encoding="utf-8")
    assert duikan("build", cwd=house).returncode == 0
    pdf = house / "output" / "fee" / "zh-Hans.pdf"
    run = duikan("verify", pdf, cwd=house)
    assert run.returncode == 0, run.stderr
    assert [line.split()[0] for line in run.stdout.splitlines()[1:]] == ["same"] * 3
    (house / "sources" / "fee" / "en.md").write_text("# Fee\n\nMembers pay EUR 30 000 a year.\n", encoding="utf-8")
    (house / "glossary" / "terms.csv").unlink()
    run = duikan("verify", pdf, "--lang", "zh", cwd=house)
    assert run.returncode == 1
    assert [line.split()[0] for line in run.stdout.splitlines()[1:]] == ["已改动", "相符", "已改动"]
    for bad in ("sources/fee/en.md", "nowhere.pdf"):
        assert duikan("verify", bad, cwd=house).returncode == 2
    run = duikan("verify", pdf, "--sources", "elsewhere", cwd=house)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)


def test_what_a_report_exported_is_taken_back(house: Path) -> None:
    exported = house / "fee-decisions.toml"
    exported.write_text(
        f'[[waiver]]\nissue = "{issue(house)}"\nkind = "accepted"\nreason = "so"\nby = "reader@example.org"\ndate = 2026-11-02\n\n'
        '[[bead]]\nsource = ["en.md#p2"]\ntarget = ["zh-Hans.md#p2"]\nby = "reader@example.org"\ndate = 2026-11-02\n',
        encoding="utf-8",
    )
    run = duikan("decisions", "import", "fee-decisions.toml", *FLAGS, cwd=house)
    assert run.returncode == 0, run.stderr
    read = read_decisions(house / "sources" / "fee" / "review.toml")
    assert [(w.kind, w.reason, w.by, w.date) for w in read.waivers] == [("accepted", "so", "reader@example.org", "2026-11-02")]
    assert [(b.source, b.target, b.date, len(b.hash)) for b in read.beads] == [(("en.md#p2",), ("zh-Hans.md#p2",), "2026-11-02", 17)]
    exported.write_text('[[bead]]\nsource = ["en.md#p99"]\ntarget = []\n', encoding="utf-8")
    refused = duikan("decisions", "import", "fee-decisions.toml", *FLAGS, cwd=house)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert "en.md#p99" in refused.stderr
