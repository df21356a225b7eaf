"""Hold that two originals that state different values of one thing are named to the editor, and only then."""

from __future__ import annotations

import pytest

from pipeline.checks import run
from pipeline.model import Bead, Bitext, Collation, Document, Issue, Segment, Settings, Severity


def issues(first: str, second: str, zh: str) -> tuple[Issue, ...]:
    """Check one sentence that two originals state and the translation renders once."""
    a, b = Segment("1", "a.md", first, block="1"), Segment("1", "b.md", second, block="1")
    t = Segment("1", "zh-Hans.md", zh, block="1")
    originals = Document("a.md", "en", "", (a,)), Document("b.md", "en", "", (b,))
    bitext = Bitext(originals, Document("zh-Hans.md", "zh-Hans", "", (t,)), (Bead("1", (a,), (t,), twins=(b,)),))
    only = ["numbers", "dates", "units", "bounds", "references", "counts"]
    return run(Collation(bitext, settings=Settings(encoder="lexical")), only=only)


@pytest.mark.parametrize(
    ("first", "second", "zh", "check", "here", "there"),
    [
        ("It has 44 members.", "The body has 46 members.", "该机构有46个成员。", "numbers", "44", "46"),
        ("It paid EUR 2 million.", "EUR 3 million was paid.", "支付了200万欧元。", "numbers", "EUR 2 million", "EUR 3 million"),
        ("It met on 3 May 2020.", "It met on 5 May 2020.", "该机构于2020年5月3日开会。", "dates", "3 May 2020", "5 May 2020"),
    ],
)
def test_both_places_are_named_where_originals_disagree(first: str, second: str, zh: str, check: str, here: str, there: str) -> None:
    (issue,) = issues(first, second, zh)
    assert (issue.check, issue.severity) == (check, Severity.NEUTRAL)
    assert issue.source is not None
    assert issue.target is not None
    assert (issue.source.segment.path, issue.source.text) == ("a.md", here)
    assert [(p.segment.path, p.text) for p in issue.related] == [("b.md", there)]


@pytest.mark.parametrize(
    ("first", "second", "zh"),
    [
        ("It has 44 members.", "The body has forty-four members.", "该机构有44个成员。"),
        ("It has 44 members.", "Founded in 2020, it has 44 members in 5 regions.", "该机构成立于2020年，在5个地区有44个成员。"),
        ("It has 44 members.", "It has 44 members and 7 staff.", "该机构有44个成员。"),
        ("It met on 3 May 2020.", "It met in May 2020.", "该机构于2020年5月3日开会。"),
        ("It has 44 members.", "It meets in 6 rooms.", "该机构有44个成员，在6个房间开会。"),
    ],
)
def test_originals_that_agree_or_speak_of_other_things_raise_nothing(first: str, second: str, zh: str) -> None:
    assert not [i for i in issues(first, second, zh) if i.severity is Severity.NEUTRAL]


def test_a_value_that_neither_original_has_is_an_error_and_the_disagreement_is_still_named() -> None:
    found = issues("It has 44 members.", "It has 46 members.", "该机构有48个成员。")
    assert sorted(i.severity for i in found) == [Severity.NEUTRAL, Severity.MAJOR]
