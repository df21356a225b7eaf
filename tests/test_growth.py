"""Hold that the work of checks and reports grows with a text and no faster, whatever was put together to make it grow.

What is counted are the steps of the interpreter, not seconds: the same run gives the same number on any machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from pipeline.checks import MOST, check_pairs, run_pairs
from pipeline.mentions.members import lost
from pipeline.model import Bilingual, Glossary, Issue, Mark, Place, Segment, Settings, Severity
from pipeline.report.its import annotated
from pipeline.report.marking import Spot, marked

SHORT, FASTER = 40, 6  # four times as much: linear growth gives 4, quadratic 16


def steps(run: Callable[[], object]) -> int:
    """Count the steps that the interpreter takes in a call."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


def grows(make: Callable[[int], Callable[[], object]]) -> float:
    """Return how many times the steps are for four times the size."""
    make(SHORT // 4)()  # what is loaded once
    return steps(make(4 * SHORT)) / steps(make(SHORT))


LISTS = {
    "one row": ("France, Japan and ", "法国、日本和"),
    "one long list": ("apples, ", "苹果、"),
    "many lists": ("apples, pears and plums; ", "苹果、梨和李子；"),
    "many sentences": ("We buy apples, pears, and plums. ", "我们购买苹果和梨。"),
    "many against one": ("We buy apples, pears, and plums. ", "苹果、梨、李子、"),
    "one against many": ("apples, pears, plums, ", "我们购买苹果、梨和李子。"),
}


@pytest.mark.parametrize("name", LISTS)
def test_comparing_enumerations(name: str) -> None:
    en, zh = LISTS[name]
    assert grows(lambda n: lambda: lost(en * n, zh * n)) < FASTER


def spots(n: int) -> list[Spot]:
    return [Spot(Issue(f"{k}", "numbers", "numbers", "", Severity.MAJOR, Bilingual("", "")), k, k + k % 3) for k in range(n)]


def test_marking_issues() -> None:
    def make(n: int) -> Callable[[], object]:
        segment = Segment("a", "zh.md", "（" * n, marks=tuple(Mark("strong", k, k + 1) for k in range(n)))
        return lambda: marked(segment, spots(n))

    assert grows(make) < FASTER


def test_marking_issues_that_hold_each_other() -> None:
    def make(n: int) -> Callable[[], object]:
        text, inside = nested(n)
        return lambda: marked(text, inside)

    assert grows(make) < FASTER
    assert len(marked(*nested(160))) < FASTER * len(marked(*nested(40)))


def nested(n: int) -> tuple[Segment, list[Spot]]:
    return Segment("a", "zh.md", "（" * 2 * n), [replace(s, start=k, end=2 * n - k) for k, s in enumerate(spots(n))]


def test_annotating_issues_that_hold_each_other() -> None:
    def make(n: int) -> Callable[[], object]:
        text, inside = nested(n)
        marks = {(text.path, text.id): [(Place(text, s.start, s.end), s.issue) for s in inside]}
        return lambda: annotated((text,), "zh-Hans", marks)

    assert grows(make) < FASTER


def test_counting_tells_growth() -> None:
    def square(n: int) -> Callable[[], object]:
        return lambda: [a * b for a in range(n) for b in range(n)]

    assert grows(square) > FASTER


def test_checking_one_segment_of_nothing_but_mistakes() -> None:
    def make(n: int) -> Callable[[], object]:
        return lambda: check_pairs([("“‘" * n, "甲,乙(" * n)], encoder=None)

    assert grows(make) < FASTER


def test_a_check_says_only_so_much_of_one_segment_and_how_much_more_there_is() -> None:
    of = [i for i in check_pairs([("a", "甲,乙" * 500)], encoder=None)[0] if i.check == "punctuation"]
    assert len(of) == MOST
    last = max(of, key=lambda i: i.target.start if i.target else 0)
    assert f"and {500 - MOST} more here" in last.message.en
    assert f"此处另有{500 - MOST}处" in last.message.zh
    assert not any("more here" in i.message.en for i in of if i is not last)


def test_loose_pairs() -> None:
    def make(n: int) -> Callable[[], object]:
        pairs = [(str(k), f"Members shall report within {k % 5 + 2} days.", f"成员应在{k % 5 + 2}天内报告。") for k in range(n)]
        return lambda: run_pairs(pairs, Glossary(), Settings(encoder="lexical"), loose=True)

    assert grows(make) < FASTER
