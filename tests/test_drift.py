"""Change texts after a sign-off: what is seen of it, how gravely, and what it makes stale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.build import collate
from pipeline.model import Change, Decisions, Glossary, Settings, SignOff, Verification
from pipeline.read import read_decisions, read_work
from pipeline.review.drift import pieces, weigh
from pipeline.review.record import set_sign_off
from pipeline.review.signing import sign, write_signed
from tests.test_command import duikan

ENGLISH = """# The council

The council has 15 members. It meets twice a year in Paris.

Members may vote. The secretariat keeps the minutes and publishes them.

The fee is EUR 20,000 a year.
"""
CHINESE = """# 理事会

理事会由15名成员组成。理事会每年在巴黎召开两次会议。

成员可以投票。秘书处负责会议记录并予以公布。

会费为每年2万欧元。
"""
LEXICAL = Settings(encoder="lexical")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    work = tmp_path / "sources" / "council"
    work.mkdir(parents=True)
    (work / "en.md").write_text(ENGLISH, encoding="utf-8")
    (work / "zh-Hans.md").write_text(CHINESE, encoding="utf-8")
    approve(work)
    return work


def approve(work: Path) -> None:
    bitext = collate(read_work(work), Glossary(), LEXICAL, Decisions())[0].bitext
    decision = sign(bitext, "reader@example.org", "2026-11-03")
    (work / "review.toml").write_text(set_sign_off("", decision), encoding="utf-8")
    (work / "signed.jsonl").write_text(write_signed(decision.texts), encoding="utf-8")


def verify(work: Path) -> Verification:
    return collate(read_work(work), Glossary(), LEXICAL, read_decisions(work / "review.toml"))[1]


def edit(work: Path, name: str, old: str, new: str) -> Verification:
    text = (work / name).read_text(encoding="utf-8")
    assert old in text
    (work / name).write_text(text.replace(old, new), encoding="utf-8")
    return verify(work)


def brief(changes: tuple[Change, ...]) -> list[tuple[str, str, list[str]]]:
    return [(c.weight, c.kind, [s.text for s in c.stale]) for c in changes]


def test_nothing_changed_nothing_said(folder: Path) -> None:
    verification = verify(folder)
    assert (verification.state, verification.changes) == ("approved", ())


@pytest.mark.parametrize(
    ("old", "new", "weight", "stale"),
    [
        ("15 members", "16 members", "number", "理事会由15名成员组成。"),
        ("twice a year", "three times a year", "number", "理事会每年在巴黎召开两次会议。"),
        ("EUR 20,000", "EUR 20.000,50", "number", "会费为每年2万欧元。"),
        ("in Paris", "in Berlin", "name", "理事会每年在巴黎召开两次会议。"),
        ("may vote", "may not vote", "negation", "成员可以投票。"),
        ("and publishes them", "and publishes them at once", "words", "秘书处负责会议记录并予以公布。"),
    ],
)
def test_a_changed_original_makes_its_sentence_stale(folder: Path, old: str, new: str, weight: str, stale: str) -> None:
    verification = edit(folder, "en.md", old, new)
    assert brief(verification.changes) == [(weight, "changed", [stale])]
    (change,) = verification.changes
    assert (change.side, change.path) == ("source", "en.md")
    assert "".join(text for kind, text in change.diff if kind != "come") == change.old
    assert change.new is not None
    assert "".join(text for kind, text in change.diff if kind != "gone") == change.new.text
    assert verification.state != "approved"
    assert any(n.kind == "sign-off" for n in verification.notices)


@pytest.mark.parametrize(
    ("old", "new"),
    [("may vote.", "may vote!"), ("members. It", "members.  It"), ("Members may", "**Members** may"), ("EUR 20,000 a", "EUR 20,000 a")],
)
def test_white_space_punctuation_and_markup_undo_nothing(folder: Path, old: str, new: str) -> None:
    verification = edit(folder, "en.md", old, new)
    assert verification.state == "approved"
    assert all(c.weight == "cosmetic" and not c.stale for c in verification.changes)
    assert not [n for n in verification.notices if n.kind == "sign-off"]


def test_numbers_come_first(folder: Path) -> None:
    edit(folder, "en.md", "The council has", "The whole council has")
    edit(folder, "en.md", "may vote.", "may vote!")
    edit(folder, "en.md", "in Paris", "in Berlin")
    verification = edit(folder, "en.md", "20,000", "30,000")
    assert [c.weight for c in verification.changes] == ["number", "name", "words", "cosmetic"]


def test_a_sentence_that_came_or_went(folder: Path) -> None:
    verification = edit(folder, "en.md", "Members may vote. ", "")
    assert brief(verification.changes) == [("words", "gone", ["成员可以投票。"])]
    verification = edit(folder, "en.md", "The fee", "Observers may speak when they are asked. The fee")
    assert ("words", "new", []) in brief(verification.changes)


def test_what_only_moved_has_not_changed(folder: Path) -> None:
    fee = "The fee is EUR 20,000 a year.\n"
    text = ENGLISH.replace(fee, "").replace("# The council\n", f"# The council\n\n{fee}")
    (folder / "en.md").write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    assert verify(folder).changes == ()


def test_a_translation_that_was_mended_is_no_longer_stale_but_not_approved(folder: Path) -> None:
    edit(folder, "en.md", "15 members", "16 members")
    verification = edit(folder, "zh-Hans.md", "15名", "16名")
    assert sorted((c.side, c.weight, c.stale) for c in verification.changes) == [("source", "number", ()), ("target", "number", ())]
    assert verification.state == "unapproved"
    approve(folder)
    assert verify(folder).state == "approved"


def test_a_change_of_the_translation_always_undoes_the_sign_off(folder: Path) -> None:
    verification = edit(folder, "zh-Hans.md", "成员可以投票。", "成员可以投票！")
    assert [(c.side, c.weight) for c in verification.changes] == [("target", "cosmetic")]
    assert verification.state == "unapproved"


def test_without_the_texts_the_hashes_still_tell(folder: Path) -> None:
    (folder / "signed.jsonl").unlink()
    assert verify(folder).state == "approved"
    verification = edit(folder, "en.md", "15 members", "16 members")
    assert [(c.weight, c.kind) for c in verification.changes] == [("unknown", "changed")]
    assert verification.state != "approved"


def test_texts_that_the_hashes_do_not_vouch_for_say_nothing(folder: Path) -> None:
    path = folder / "signed.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("15 members", "14 members"), encoding="utf-8")
    verification = verify(folder)
    assert (verification.state, verification.changes) == ("approved", ())


def test_a_second_sign_off_changes_only_the_lines_of_what_changed(folder: Path) -> None:
    before = (folder / "signed.jsonl").read_text(encoding="utf-8").splitlines()
    edit(folder, "en.md", "15 members", "16 members")
    approve(folder)
    after = (folder / "signed.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_status_shows_the_difference_and_exits_1(folder: Path) -> None:
    house = folder.parents[1]
    assert duikan("status", "--stale", "--encoder", "lexical", cwd=house).returncode == 0
    edit(folder, "en.md", "15 members", "16 members")
    run = duikan("status", "--stale", "--encoder", "lexical", cwd=house)
    assert run.returncode == 1
    assert "en.md:3: changed (a number): The council has [-15-]{+16+} members." in run.stdout
    assert "zh-Hans.md:3: 理事会由15名成员组成。" in run.stdout
    chinese = duikan("status", "--encoder", "lexical", "--lang", "zh", cwd=house)
    assert chinese.returncode == 0
    assert "en.md:3：改动（数字）：" in chinese.stdout


def test_a_broken_line_of_kept_texts_is_named(folder: Path) -> None:
    with (folder / "signed.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    run = duikan("status", "--encoder", "lexical", cwd=folder.parents[1])
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert "signed.jsonl:" in run.stderr


def test_the_report_holds_the_changes(folder: Path) -> None:
    edit(folder, "en.md", "15 members", "16 members")
    (folder.parents[1] / "duikan.toml").write_text('encoder = "lexical"\n', encoding="utf-8")
    run = duikan("build", cwd=folder.parents[1])
    assert run.returncode == 0, run.stderr
    output = folder.parents[1] / "output" / "council"
    (change,) = json.loads((output / "report.json").read_text(encoding="utf-8"))["changes"]
    assert (change["weight"], change["diff"][1:3]) == ("number", [["gone", "15"], ["come", "16"]])
    assert "审定以来，原文有 1 处改动，其中 1 处涉及数字。本译文有 1 句仍依旧文。" in (output / "zh-Hans.html").read_text(encoding="utf-8")
    index = (output.parent / "index.html").read_text(encoding="utf-8")
    assert "审定后有 1 句改动，其中 1 句涉及数字；译文 1 句待更新" in index
    (recorded,) = json.loads((output / "verification.json").read_text(encoding="utf-8"))["changes"]
    assert recorded["stale"][0]["text"] == "理事会由15名成员组成。"


@given(st.text("ab 1.,é不人", max_size=30), st.text("ab 1.,é不人", max_size=30))
def test_pieces_hold_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != "come") == old
    assert "".join(text for kind, text in found if kind != "gone") == new


@given(st.text("abc 1.,不人", max_size=30))
def test_the_same_text_has_not_changed(text: str) -> None:
    assert weigh(text, text, "en") == "cosmetic"


def test_a_sign_off_of_nothing_approves_nothing(folder: Path) -> None:
    (folder / "review.toml").write_text(set_sign_off("", SignOff("a@example.org", "2026-11-03")), encoding="utf-8")
    assert verify(folder).state != "approved"


def test_killed_between_the_texts_and_the_hashes_it_is_the_older_sign_off(folder: Path) -> None:
    edit(folder, "en.md", "15 members", "16 members")
    bitext = collate(read_work(folder), Glossary(), LEXICAL, Decisions())[0].bitext
    (folder / "signed.jsonl").write_text(write_signed(sign(bitext, "a@example.org", "2026-11-05").texts), encoding="utf-8")
    verification = verify(folder)
    assert verification.state != "approved"
    assert [c.weight for c in verification.changes] == ["unknown"]
