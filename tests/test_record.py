"""Write decisions: what stands in the file stays, what is written can be read, whoever is killed leaves no half file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.decide import ChangedError, rewrite, version
from pipeline.model import ConfirmedBead, SignOff, SourceError, Waiver
from pipeline.read import parse_decisions, read_decisions
from pipeline.review.record import add_waiver, drop_waivers, set_beads, set_sign_off

ROOT = Path(__file__).parents[1]
WRITTEN = '''# house rules: see the handbook

[[waiver]]   # the first
issue = "aaaa"
kind = "intended"  # not false-alarm
reason = """
[[waiver]]
is a header only outside of a string"""

# what the ministry wrote about cccc
[[waiver]]
issue = "cccc"
kind = "accepted"
reason = "so"

# tied by hand
[[bead]]
source = ["en.md#p1"]
target = []
'''
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)
WAIVERS = st.lists(
    st.builds(Waiver, st.text("0123456789abcdef", min_size=8, max_size=8), st.sampled_from(["intended", "accepted"]), TEXTS, TEXTS),
    unique_by=lambda w: w.issue,
    max_size=8,
)


def test_what_stands_in_the_file_stays() -> None:
    text = add_waiver(WRITTEN, Waiver("bbbb", "accepted", 'one "and" two'))
    put_in = '[[waiver]]\nissue = "bbbb"\nkind = "accepted"\nreason = "one \\"and\\" two"\n\n'
    before, after = text.split(put_in)
    assert before + after == WRITTEN
    assert after.startswith("# what the ministry wrote about cccc\n[[waiver]]")
    assert drop_waivers(text, ["bbbb"]) == WRITTEN


def test_a_decision_taken_back_takes_its_own_comment_along_and_no_other() -> None:
    text = drop_waivers(WRITTEN, ["cccc"])
    assert "ministry" not in text
    assert "# tied by hand\n[[bead]]" in text
    assert "# house rules" in drop_waivers(text, ["aaaa"])


def test_a_decision_taken_anew_stays_at_its_place() -> None:
    text = add_waiver(WRITTEN, Waiver("cccc", "intended", "anew"))
    assert text == WRITTEN.replace('"accepted"', '"intended"').replace('reason = "so"', 'reason = "anew"')


def test_beads_take_the_place_of_those_whose_segments_they_tie() -> None:
    text = set_beads(WRITTEN, [ConfirmedBead(("en.md#p1", "en.md#p2"), ("zh.md#p10",)), ConfirmedBead((), ("zh.md#p9",))])
    found = parse_decisions(text, Path("review.toml")).beads
    assert [(b.source, b.target) for b in found] == [((), ("zh.md#p9",)), (("en.md#p1", "en.md#p2"), ("zh.md#p10",))]
    assert text.index("[[waiver]]") < text.index("[[bead]]")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WAIVERS)
def test_what_is_written_is_read_in_order_whatever_it_says(waivers: list[Waiver]) -> None:
    text = WRITTEN
    for waiver in waivers:
        text = add_waiver(text, waiver)
    text = set_sign_off(text, SignOff("a@example.org", "2026-11-03", (("1", "x"),)))
    read = parse_decisions(text, Path("review.toml"))
    ids = [w.issue for w in read.waivers]
    assert ids == sorted(ids)
    assert {(w.issue, w.kind, w.reason, w.by) for w in read.waivers if len(w.issue) == 8} == {
        (w.issue, w.kind, w.reason, w.by) for w in waivers
    }
    assert read.sign_off == SignOff("a@example.org", "2026-11-03", (("1", "x"),))
    assert drop_waivers(text, [w.issue for w in waivers]).split("[sign-off]")[0].rstrip() == WRITTEN.rstrip()


def test_waivers_that_are_no_tables_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    path.write_text('waiver = [{ issue = "a", kind = "intended", reason = "so" }]\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"write each as a table under \[\[waiver\]\]"):
        rewrite(tmp_path, partial(add_waiver, waiver=Waiver("b", "intended", "so")))
    assert path.read_text(encoding="utf-8").startswith("waiver = [")


def test_line_ends_and_byte_order_mark_stay(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode())
    rewrite(tmp_path, partial(add_waiver, waiver=Waiver("bbbb", "accepted", "so")))
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf# house rules")
    assert written.count(b"\n") == written.count(b"\r\n") > WRITTEN.count("\n")


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    seen = version(tmp_path)
    rewrite(tmp_path, partial(add_waiver, waiver=Waiver("aaaa", "intended", "first")), seen)
    with pytest.raises(ChangedError):
        rewrite(tmp_path, partial(add_waiver, waiver=Waiver("aaaa", "accepted", "second")), seen)
    assert [w.reason for w in read_decisions(path).waivers] == ["first"]


MANY = """
import sys
from functools import partial
from pathlib import Path
from pipeline.decide import rewrite
from pipeline.model import Waiver
from pipeline.review.record import add_waiver
for n in range(int(sys.argv[3])):
    rewrite(Path(sys.argv[1]).parent, partial(add_waiver, waiver=Waiver(f"{sys.argv[2]}{n:04}", "intended", "so")))
"""


def _writer(path: Path, name: str, number: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", MANY, str(path), name, str(number)], cwd=ROOT)


def test_two_processes_lose_none_of_their_decisions(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    for process in [_writer(path, name, 20) for name in "ab"]:
        assert process.wait(60) == 0
    assert len(read_decisions(path).waivers) == 40
    assert [p.name for p in tmp_path.iterdir()] == ["review.toml"]


def test_killed_while_writing_it_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    for round_ in range(3):
        process = _writer(path, f"{round_}", 100000)
        known = path.stat().st_mtime_ns if path.exists() else 0
        while not path.exists() or path.stat().st_mtime_ns == known:
            time.sleep(0.005)
        time.sleep(0.03 * round_)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        assert [w.issue for w in read_decisions(path).waivers if w.issue.startswith(str(round_))]
