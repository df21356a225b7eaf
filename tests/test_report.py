"""Write reports: JSON after its schema, lines for the terminal, the page and the index as text."""

from __future__ import annotations

import json as standard_json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser
from markupsafe import Markup

from pipeline.checks import pair, run_pairs
from pipeline.model import Bilingual, Collation, Decisions, Glossary, Issue, Mark, Place, Run, Segment, Settings, Severity, Waiver
from pipeline.report import html, index, json, text
from pipeline.report.marking import Spot, change, difference, marked
from pipeline.report.phrases import FILE, phrases
from pipeline.report.position import line_of
from pipeline.review import review
from tests.samples import PAGES, long_sample, work_sample

SCHEMA = standard_json.loads((Path(json.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))
VALIDATE = jsonschema.Draft202012Validator(SCHEMA)
TAG = re.compile(r"<[^>]*>")


def issue(segment: Segment, start: int, end: int, severity: Severity = Severity.MAJOR, id_: str = "8c1f0a52") -> Issue:
    return Issue(id_, "numbers", "numbers", "", severity, Bilingual("wrong", "有误"), target=Place(segment, start, end))


# ---- JSON


def test_the_schema_is_one_and_samples_fit_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for collation, verification in (work_sample(), long_sample(200, 50)):
        VALIDATE.validate(standard_json.loads(json.render(collation, verification)))


def test_json_says_where_and_what() -> None:
    report = standard_json.loads(json.render(*work_sample()))
    found = next(i for i in report["issues"] if i["severity"] == "critical")
    assert found["target"]["path"] == "zh-Hans.md"
    assert found["target"]["text"][slice(*found["target"]["span"])] == "2亿欧元"
    assert found["source"]["text"][slice(*found["source"]["span"])] == "EUR 20,000"
    assert found["suggestion"] == "2万欧元"
    assert {i["check"]: i["target"] for i in report["issues"]}["omission"] is None
    assert [i["status"] for i in report["issues"]].count("waived") == 1
    assert [(u["why"], u["source"] is None, u["target"] is None) for u in report["unchecked"]] == [
        ("no translation", False, True),
        ("no original", True, False),
        ("doubtful alignment", True, False),
    ]
    assert report["coverage"].keys() == {"en.md", "zh-Hans.md"}


@pytest.mark.parametrize("loose", [True, False])
def test_pairs_carry_their_id_in_place_of_path_and_line(loose: bool) -> None:
    pairs = [("a1", "It has 15 members.", "它有15个成员。"), ("a2", "Good morning.", "Good morning.")]
    collation, issues = run_pairs(pairs, Glossary(), Settings(encoder="lexical"), loose)
    target = collation.bitext.beads[1].target[0]
    report = standard_json.loads(json.render(collation, review(collation, [*issues, issue(target, 0, 4)], Decisions())))
    VALIDATE.validate(report)
    assert {i["target"]["segment"] for i in report["issues"] if i["target"]} == {"a2"}
    assert all("path" not in i["target"] for i in report["issues"] if i["target"])
    assert report["beads"][0]["source"][0] == {"segment": "a1", "text": "It has 15 members."}


@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30))
def test_json_holds_any_text(en: str, zh: str) -> None:
    collation = Collation(pair(en, zh))
    rendered = json.render(collation, review(collation, [issue(collation.bitext.beads[0].target[0], 0, len(zh))], Decisions()))
    VALIDATE.validate(standard_json.loads(rendered.encode("utf-8")))


# ---- terminal


def test_text_has_a_line_an_issue_and_a_summary() -> None:
    lines = text.render(*work_sample(), "en").splitlines()
    assert lines[3].startswith("zh-Hans.md:13: numbers (critical): EUR 20,000 is rendered 2亿欧元")
    assert lines[5] == ""
    assert lines[6] == "open issues: 1 critical, 3 major, 1 neutral, 1 waived"
    assert "civil society" not in "\n".join(lines[:5])


def test_text_in_chinese() -> None:
    lines = text.render(*work_sample(), "zh").splitlines()
    assert lines[3] == "zh-Hans.md:13: numbers（严重）：“EUR 20,000”译作“2亿欧元”（200,000,000），应为2万欧元"
    assert "状态：草稿 · 有未决问题" in lines


def test_text_without_issue_and_summary_is_empty() -> None:
    collation = Collation(pair("Good morning.", "早上好。"))
    verification = review(collation, [], Decisions())
    assert text.render(collation, verification, "en", summary=False) == ""
    assert text.render(collation, verification, "en").startswith("open issues: none")


def test_text_names_lapsed_waivers_and_pairs() -> None:
    collation = Collation(pair("a", "共16人。", "a7"))
    found = issue(collation.bitext.beads[0].target[0], 1, 3)
    verification = review(collation, [found], Decisions((Waiver("00000000", "intended", "so", check="numbers", text="共有16人。"),)))
    assert text.render(collation, verification).splitlines()[0] == "a7: numbers (major): wrong [waiver lapsed]"


@given(st.text(st.characters(), max_size=30))
def test_text_never_drives_the_terminal(hostile: str) -> None:
    collation = Collation(pair("a", "共16人。"))
    found = replace(issue(collation.bitext.beads[0].target[0], 1, 3), message=Bilingual(hostile + ".", hostile + "。"))
    first = text.render(collation, review(collation, [found], Decisions()), "en", summary=False)
    assert first.count("\n") == 1
    assert text.escape(first[:-1]) == first[:-1]


def test_a_place_has_the_line_on_which_it_begins() -> None:
    runs = (Run(0, 4, 0, 4, 7, 1), Run(4, 5, 4, 5, 7, 5), Run(5, 9, 5, 9, 8, 1))
    segment = Segment("z1", "zh.md", "共有\u3000\u3000 16人。", line=7, runs=runs)
    assert [line_of(Place(segment, at, at + 1)) for at in (0, 4, 6)] == [7, 7, 8]


# ---- marks


PRINTED = st.text(st.characters(exclude_categories=["C"]), max_size=20)


@given(st.data())
def test_marking_keeps_the_text(data: st.DataObject) -> None:
    """Whatever spots and marks there are: the text is all there, and each issue's marks hold its words."""
    body = data.draw(PRINTED)
    span = st.tuples(st.integers(0, len(body)), st.integers(0, len(body))).map(sorted)
    segment = Segment("z1", "zh.md", body, marks=tuple(Mark("strong", a, b) for a, b in data.draw(st.lists(span, max_size=2))))
    spots = [Spot(issue(segment, a, b, id_=f"{n:08x}"), a, b) for n, (a, b) in enumerate(data.draw(st.lists(span, max_size=3)))]
    tree = parser.fragment_fromstring(f"<p>.{marked(segment, spots)}</p>")
    assert "".join(tree.itertext()) == "." + body
    for spot in spots:
        own = ["".join(m.itertext()) for m in tree.iter("mark") if spot.issue.id in (m.get("data-i") or "")]
        assert "".join(own) == body[spot.start : spot.end]


def test_the_page_shows_control_characters_and_is_utf_8() -> None:
    collation = Collation(pair("a", "a\x00b\x1bc\ud800d"))
    page = html.render(collation, review(collation, [], Decisions())).encode("utf-8").decode()
    assert "a␀b␛c?d" in page


def test_an_empty_span_is_a_caret() -> None:
    segment = Segment("z1", "zh.md", "共16人。")
    assert '<mark class="major caret" data-i="8c1f0a52"></mark>人' in str(marked(segment, [Spot(issue(segment, 3, 3), 3, 3)]))


def test_settled_issues_and_evidence_are_quiet() -> None:
    segment = Segment("z1", "zh.md", "共16人。")
    found = issue(segment, 1, 3)
    assert 'class="quiet"' in str(marked(segment, [Spot(replace(found, status="waived"), 1, 3)]))
    assert 'class="quiet"' in str(marked(segment, [Spot(found, 1, 3, related=True)]))
    assert 'class="major"' in str(marked(segment, [Spot(replace(found, status="lapsed"), 1, 3)]))


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    rendered = str(difference(old, new))
    before = re.sub(r"<ins>.*?</ins>", "", rendered, flags=re.DOTALL)
    after = re.sub(r"<del>.*?</del>", "", rendered, flags=re.DOTALL)
    assert Markup(TAG.sub("", before)).unescape() == old
    assert Markup(TAG.sub("", after)).unescape() == new


def test_a_change_shows_some_text_around_it() -> None:
    segment = Segment("z1", "zh.md", "每个成员每年向秘书处缴纳2亿欧元，于年初一次付清。")
    assert str(change(Place(segment, 12, 16), "2万欧元", 4)) == "…书处缴纳2<del>亿</del><ins>万</ins>欧元，于年初…"


# ---- page


def of(element: Any, name: str) -> list[Any]:
    """Return the elements inside that have the class."""
    return list(element.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"))


def test_the_page_holds_both_texts_whole_and_every_issue() -> None:
    collation, verification = work_sample()
    page = parser.document_fromstring(html.render(collation, verification, PAGES))
    shown = {e.text_content() for e in of(page, "seg")}
    for document in (*collation.bitext.originals, collation.bitext.translation):
        assert {s.text for s in document.segments} <= shown
    assert sorted(e.get("id") for e in of(page, "issue")) == sorted(f"i-{i.id}" for i in verification.issues)
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    links = [e.get("href") or "" for e in page.iter("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_the_page_fetches_nothing_and_runs_only_its_own_script() -> None:
    page = parser.document_fromstring(html.render(*work_sample(), PAGES))
    assert not [e for e in page.iter("img", "link", "iframe", "object", "embed") if e.get("src") or e.get("href")]
    assert all((e.get("href") or "#").startswith("#") for e in page.iter("a"))
    policy = next(e.get("content") or "" for e in page.iter("meta") if e.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "]]><!--"])
def test_the_page_takes_texts_as_texts(hostile: str) -> None:
    collation = Collation(pair(hostile, hostile, hostile))
    found = replace(
        issue(collation.bitext.beads[0].target[0], 0, 4),
        check=hostile,
        type=hostile,
        message=Bilingual(hostile, hostile),
        suggestion=hostile,
    )
    verification = review(collation, [found], Decisions((Waiver(found.id, "intended", hostile),)))
    page = parser.document_fromstring(html.render(collation, verification, {hostile: Bilingual(hostile, hostile)}))
    assert len(list(page.iter("script"))) == 1
    assert not list(page.iter("img"))
    assert hostile in next(iter(of(page, "seg"))).text_content()


def test_the_page_is_the_same_each_time() -> None:
    assert html.render(*work_sample(), PAGES) == html.render(*work_sample(), PAGES)


def test_the_page_stands_alone_without_work_or_issue() -> None:
    collation = Collation(pair("Good morning.", "早上好。"))
    page = parser.document_fromstring(html.render(collation, review(collation, [], Decisions())))
    assert of(page, "clear")
    assert not of(page, "issue")


def test_an_issue_without_a_place_stands_on_top() -> None:
    collation, _ = work_sample()
    found = Issue("8c1f0a52", "headings", "markup", "", Severity.MINOR, Bilingual("wrong", "有误"))
    page = parser.document_fromstring(html.render(collation, review(collation, [found], Decisions())))
    assert [e.get("id") for e in of(of(page, "loose")[0], "issue")] == ["i-8c1f0a52"]


def test_every_phrase_says_something_in_both_languages_once() -> None:
    rows = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert len(phrases()) == len(rows) - 1
    assert all(p.en and p.zh for p in phrases().values())


# ---- index


def entry(**changes: object) -> SimpleNamespace:
    values = {
        "work": "gpai", "title": Bilingual("GPAI", "全球伙伴关系"), "state": "draft", "segments": 12, "issues": (1, 2, 3, 4), "waived": 1,
        "files": ("report.html", "report.json", "verification.json", "zh-Hans.html", "zh-Hans.pdf"), "error": Bilingual("", ""),
        "drift": (3, 1, 2), "history": (("2026-11-03", 90.0), ("2026-11-05", 96.5), ("", 94.0)),
    }  # fmt: skip
    return SimpleNamespace(**{**values, **changes})


def test_the_index_links_to_what_there_is() -> None:
    page = parser.document_fromstring(index.render([entry(), entry(work="二 & 三", files=("report.html",))]))
    links = {e.get("href") for e in page.iter("a")}
    assert {"gpai/report.html", "gpai/zh-Hans.html", "gpai/zh-Hans.pdf", "gpai/report.json", "gpai/verification.json"} <= links
    assert "%E4%BA%8C%20%26%20%E4%B8%89/report.html" in links


def test_the_index_tells_drift_and_history() -> None:
    page = parser.document_fromstring(index.render([entry(), entry(drift=(0, 0, 0), history=(("", 94.0),))]))
    (drift,) = of(page, "drift")
    assert "其中 1 句涉及数字；译文 2 句待更新" in drift.text_content()
    (spark,) = of(page, "spark")
    assert "2026-11-03 90.0, 2026-11-05 96.5, now 94.0" in spark.get("aria-label")


def test_the_index_counts_and_names_failures() -> None:
    page = parser.document_fromstring(
        index.render([entry(), entry(work="b", state="", files=(), error=Bilingual("en.md: bad", "en.md：有误"))])
    )
    assert "4" in of(page, "critical")[1].text_content()
    assert "en.md: bad" in of(page, "error")[0].text_content()
    assert not page.xpath("//*[@id='b']//a")
