"""Set decisions against issues: waivers, sign-off, coverage, scores, notices."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import pair
from pipeline.model import (
    Bead,
    Bilingual,
    Bitext,
    Collation,
    Decisions,
    Document,
    Issue,
    Kind,
    Mark,
    Original,
    Place,
    Scoring,
    Segment,
    Settings,
    Severity,
    SignOff,
    Verification,
    Waiver,
    digest,
)
from pipeline.review import fingerprint, review
from pipeline.review.scores import error_class
from tests.samples import work_sample

EN, ZH = "The council has 15 members.", "理事会有16名成员。"


def found(zh: str = ZH, severity: Severity = Severity.MAJOR, type_: str = "numbers", word: str = "16") -> tuple[Collation, Issue]:
    bitext = pair(EN, zh)
    target = bitext.beads[0].target[0]
    place = Place(target, target.text.index(word), target.text.index(word) + len(word))
    issue = Issue(digest("numbers", EN, zh, word), "numbers", type_, "", severity, Bilingual("wrong", "有误"), target=place)
    return Collation(bitext), issue


def approve(collation: Collation) -> SignOff:
    return SignOff("editor", "2026-11-03", tuple((b.id, fingerprint(b)) for b in collation.bitext.beads))


def messages(verification: Verification) -> str:
    return "\n".join(n.message.en for n in verification.notices)


def test_a_waiver_settles_its_issue_and_gives_its_reason() -> None:
    collation, issue = found()
    verification = review(collation, [issue], Decisions((Waiver(issue.id, "intended", "so"),)))
    assert [(i.status, i.reason) for i in verification.issues] == [("waived", "so")]
    assert (verification.state, verification.lapsed, verification.unused) == ("unapproved", (), ())
    assert verification.count(Severity.MAJOR) == 0
    assert verification.count(Severity.MAJOR, "waived") == 1


def test_a_waiver_that_fits_nothing_is_unused_and_said_with_its_line() -> None:
    collation, issue = found()
    waiver = Waiver("00000000", "intended", "so", line=7)
    verification = review(collation, [issue], Decisions((waiver,)))
    assert (verification.unused, verification.lapsed) == ((waiver,), ())
    assert verification.issues[0].status == "open"
    assert "review.toml:7: the waiver of 00000000 fits no issue" in messages(verification)


def test_the_second_of_two_waivers_for_one_issue_is_unused() -> None:
    collation, issue = found()
    first, second = Waiver(issue.id, "intended", "first"), Waiver(issue.id, "accepted", "second")
    verification = review(collation, [issue], Decisions((first, second)))
    assert (verification.issues[0].reason, verification.unused) == ("first", (second,))


def test_a_waiver_lapses_when_its_text_changes_and_the_issue_is_open_again() -> None:
    _, old = found()
    collation, new = found("理事会现有16名成员。")
    assert old.id != new.id
    waiver = Waiver(old.id, "intended", "so", check="numbers", text=ZH)
    verification = review(collation, [new], Decisions((waiver,)))
    assert [(i.status, i.reason) for i in verification.issues] == [("lapsed", "so")]
    assert (verification.lapsed, verification.unused) == ((waiver,), ())
    assert verification.state == "draft"
    assert verification.count(Severity.MAJOR) == 1
    assert "has lapsed" in messages(verification)


def test_a_waiver_lapses_when_the_issue_went_with_the_text_but_not_when_the_text_stands() -> None:
    collation, _ = found("理事会有15名成员。", word="15")
    gone = Waiver("00000000", "intended", "so", check="numbers", text="委员会每年开会一次。")
    stands = Waiver("00000001", "intended", "so", check="numbers", text="理事会有15名成员")
    verification = review(collation, [], Decisions((gone, stands)))
    assert (verification.lapsed, verification.unused) == ((gone,), (stands,))


@pytest.mark.parametrize(("check", "text"), [("terms", ZH), ("numbers", "会费以欧元缴纳，每年一次，由秘书处收取。")])
def test_a_lapsed_waiver_does_not_speak_for_another_check_or_passage(check: str, text: str) -> None:
    collation, issue = found("理事会现有16名成员。")
    verification = review(collation, [issue], Decisions((Waiver("00000000", "intended", "so", check=check, text=text),)))
    assert verification.issues[0].status == "open"


@pytest.mark.parametrize(
    ("severity", "state"),
    [(Severity.CRITICAL, "draft"), (Severity.MAJOR, "draft"), (Severity.MINOR, "unapproved"), (Severity.NEUTRAL, "unapproved")],
)
def test_a_major_issue_keeps_the_work_a_draft(severity: Severity, state: str) -> None:
    collation, issue = found(severity=severity)
    assert review(collation, [issue], Decisions()).state == state


def test_a_sign_off_holds_for_the_texts_it_saw() -> None:
    collation, issue = found()
    sign_off = approve(collation)
    assert review(collation, [], Decisions(sign_off=sign_off)).state == "approved"
    assert review(collation, [issue], Decisions(sign_off=sign_off)).state == "draft"
    changed, _ = found("理事会现有16名成员。")
    verification = review(changed, [], Decisions(sign_off=sign_off))
    assert (verification.state, verification.sign_off) == ("unapproved", sign_off)
    assert "the sign-off no longer holds" in messages(verification)


def test_a_sign_off_without_hashes_approves_nothing() -> None:
    collation, _ = found()
    assert review(collation, [], Decisions(sign_off=SignOff("editor", "2026-11-03"))).state == "unapproved"


def bitext(*rows: tuple[str, str], **first: object) -> Bitext:
    """Return a bitext of rows (English, Chinese); `first` changes the first bead."""
    beads = []
    for n, (en, zh) in enumerate(rows):
        source = (Segment(f"e{n}", "en.md", en),) if en else ()
        target = (Segment(f"z{n}", "zh.md", zh),) if zh else ()
        beads.append(Bead(str(n), source, target))
    beads[0] = replace(beads[0], **first)  # type: ignore[arg-type]
    source_segments = tuple(s for b in beads for s in (*b.source, *b.twins) if s.path == "en.md")
    target_segments = tuple(s for b in beads for s in b.target)
    return Bitext((Document("en.md", "en", "", source_segments),), Document("zh.md", "zh-Hans", "", target_segments), tuple(beads))


def test_coverage_is_the_share_of_characters_with_another_side() -> None:
    verification = review(Collation(bitext(("abc", "甲"), ("d", ""), ("", "乙"))), [], Decisions())
    assert verification.coverage == (("en.md", 0.75), ("zh.md", 0.5))
    assert [(u.why.en, u.place.text) for u in verification.unchecked] == [("no translation", "d"), ("no original", "乙")]


def test_what_needs_no_other_side_does_not_count() -> None:
    outside = replace(Segment("e9", "en.md", "long and out of scope"), expected=False)
    front = Segment("z9", "zh.md", "中文翻译版", Kind.FRONT)
    plain = bitext(("abc", "甲"))
    both = Bitext(
        (replace(plain.originals[0], segments=(*plain.originals[0].segments, outside)),),
        replace(plain.translation, segments=(*plain.translation.segments, front)),
        (*plain.beads, Bead("8", (outside,), ()), Bead("9", (), (front,))),
    )
    verification = review(Collation(both), [], Decisions())
    assert (verification.coverage, verification.unchecked) == ((("en.md", 1.0), ("zh.md", 1.0)), ())
    assert verification.scores.words == 1


def test_a_twin_is_covered() -> None:
    twin = Segment("e9", "en.md", "abcdef")
    assert review(Collation(bitext(("abc", "甲"), twins=(twin,))), [], Decisions()).coverage[0] == ("en.md", 1.0)


@pytest.mark.parametrize(
    ("score", "status", "said"), [(0.49, "computed", ["doubtful alignment"]), (0.5, "computed", []), (0.1, "confirmed", [])]
)
def test_a_doubtful_bead_is_not_counted_as_checked(score: float, status: str, said: list[str]) -> None:
    verification = review(Collation(bitext(("abc", "甲"), score=score, status=status)), [], Decisions())
    assert [u.why.en for u in verification.unchecked] == said


def test_a_picture_is_not_checked() -> None:
    target = Segment("z0", "zh.md", "图1", marks=(Mark("image", 0, 2),))
    verification = review(Collation(bitext(("Figure 1", "图1"), target=(target,))), [], Decisions())
    assert [(u.why.en, u.place.text) for u in verification.unchecked] == [("picture", "图1")]


def test_the_calibrated_score_is_the_threshold_where_the_penalty_is_just_tolerable() -> None:
    collation, issue = found()
    scoring = Scoring(tolerance=1000, threshold=90)
    verification = review(replace(collation, settings=Settings(scoring=scoring)), [issue], Decisions())  # 5 points in 5 words
    scores = verification.scores
    assert (scores.per_words, scores.per_characters) == (1000.0, 500.0)
    assert (scores.calibrated, scores.passed) == (90.0, True)
    assert review(collation, [issue], Decisions()).scores.passed is False


def test_an_error_that_comes_again_counts_once_in_the_error_rate() -> None:
    collation, issue = found()
    again = replace(issue, id="00000001")
    once, twice = (review(collation, issues, Decisions()).scores for issues in ([issue], [issue, again]))
    assert once.gbt19682 == twice.gbt19682
    assert once.mqm > twice.mqm


def test_scores_weigh_open_issues_only() -> None:
    collation, issue = found()
    errors = [replace(issue, id=str(n), severity=s) for n, s in enumerate(Severity)]
    verification = review(collation, errors, Decisions((Waiver("2", "accepted", "so"),)))  # the major one
    scores = verification.scores
    assert (scores.words, scores.characters) == (5, 10)
    assert scores.mqm == pytest.approx(100 - 100 * (1 + 25) / 5)
    assert scores.gbt19682 == pytest.approx((1 + 3) / 10, abs=1e-6)


@pytest.mark.parametrize(
    ("type_", "severity", "class_"),
    [
        ("numbers", Severity.CRITICAL, 1),
        ("omission", Severity.MAJOR, 1),
        ("mistranslation", Severity.MINOR, 2),
        ("terminology", Severity.MAJOR, 3),
        ("typographical", Severity.MINOR, 4),
    ],
)
def test_errors_have_their_class_in_the_standard(type_: str, severity: Severity, class_: int) -> None:
    _, issue = found(severity=severity, type_=type_)
    assert error_class(issue) == class_


def test_an_empty_work_scores_without_dividing_by_nothing() -> None:
    empty = Bitext((Document("en", "en", "", ()),), Document("zh", "zh-Hans", "", ()), ())
    verification = review(Collation(empty), [], Decisions())
    assert (verification.scores.mqm, verification.scores.gbt19682) == (100.0, 0.0)
    assert verification.coverage == (("en", 1.0), ("zh", 1.0))


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("CC BY 4.0", None),
        ("Public domain", None),
        ("CC BY-SA 4.0", "under the same licence"),
        ("GFDL-1.3", "under the same licence"),
        ("CC BY-NC-ND 4.0", "no derivatives"),
        ("Creative Commons Attribution-NoDerivatives", "no derivatives"),
        ("", "names no licence"),
        ("Standard terms", None),
    ],
)
def test_licences_are_named_where_they_bind(licence: str, said: str | None) -> None:
    collation, _ = work_sample()
    assert collation.work is not None
    original = replace(collation.work.originals[0], licence=licence, sha256="")
    work = replace(collation.work, originals=(original,))
    text = messages(review(replace(collation, work=work, settings=Settings()), [], Decisions()))
    assert (said in text) if said else text == ""


def test_bare_files_are_not_asked_for_a_licence() -> None:
    collation, _ = work_sample(Settings())
    assert collation.work is not None
    bare = replace(collation.work, originals=(Original(collation.work.originals[0].document, title="About GPAI"),))
    assert messages(review(replace(collation, work=bare), [], Decisions())) == ""


def test_an_original_that_is_not_the_recorded_one_is_named() -> None:
    collation, verification = work_sample()
    assert "en.md is not the file that work.toml records" in messages(verification)
    assert collation.work is not None
    same = replace(collation.work.originals[0], sha256=collation.work.originals[0].document.sha256.upper())
    work = replace(collation.work, originals=(same,))
    assert "records" not in messages(review(replace(collation, work=work), [], Decisions()))


def test_a_check_switched_off_is_named() -> None:
    assert "the check spacing is switched off" in messages(work_sample(Settings(off=("spacing",)))[1])
    assert "switched off" not in messages(work_sample(Settings())[1])


@given(st.text(max_size=20), st.text(max_size=20), st.lists(st.text("0123456789abcdef", min_size=8, max_size=8), max_size=4))
def test_nothing_is_lost(en: str, zh: str, ids: list[str]) -> None:
    """Every issue comes back once, in order; every waiver waives, has lapsed or is unused."""
    collation = Collation(pair(en, zh))
    issues = [Issue(i, "numbers", "numbers", "", Severity.MINOR, Bilingual("a", "b")) for i in dict.fromkeys(ids[:2])]
    waivers = tuple(Waiver(i, "intended", "so", check="numbers", text=zh) for i in ids)
    verification = review(collation, issues, Decisions(waivers))
    assert [i.id for i in verification.issues] == [i.id for i in issues]
    waived = sum(i.status == "waived" for i in verification.issues)
    assert waived + len(verification.lapsed) + len(verification.unused) == len(waivers)
