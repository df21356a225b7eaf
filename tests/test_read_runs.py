"""Hold that every stretch of a segment's text stands in the file where its run says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model import Document, Run, Segment
from pipeline.read import read_markdown
from pipeline.read.source import spelled
from tests.support import BENCH


def verbatim(document: Document) -> Iterator[tuple[Segment, Run]]:
    for segment in document.segments:
        for run in segment.runs:
            if run.until - run.at == run.end - run.start:
                yield segment, run


def assert_true_runs(text: str, document: Document) -> None:
    """Check every run: in order, verbatim or spelled, line and column right."""
    lines = text.replace("\r\n", "\n").split("\n")
    for segment in document.segments:
        end = 0
        for run in segment.runs:
            assert end <= run.start < run.end <= len(segment.text)
            end = run.end
            shown, written = segment.text[run.start : run.end], text[run.at : run.until]
            if run.until - run.at == run.end - run.start:
                assert written == shown
            else:
                assert shown == " " or spelled(written) == shown, (written, shown)
            assert lines[run.line - 1][run.column - 1 :][: len(written.split("\n")[0].rstrip("\r"))] == written.split("\n")[0].rstrip("\r")


def assert_only_that_changes(text: str, document: Document, segment: Segment, run: Run, new: str) -> None:
    """Replace a run in the file, read again, and compare all segments."""
    changed = read_markdown(text[: run.at] + new + text[run.until :], document.path, document.locale)
    wanted = [s.text[: run.start] + new + s.text[run.end :] if s is segment else s.text for s in document.segments]
    assert [s.text for s in changed.segments] == wanted


CASES = {
    "escape": ("a\\_b c", "a_b c"),
    "double escape": ("[x\\\\_y](http://a.b/c_d)", "x\\_y"),
    "entity": ("Q &amp; A &#169; &copy;", "Q & A © ©"),
    "strong": ("有**15个成员**之一", "有15个成员之一"),
    "nested": ("a ***b** c* d", "a b c d"),
    "han break": ("中文\n换行", "中文换行"),
    "latin break": ("one\ntwo", "one two"),
    "mixed break": ("中文\nOECD", "中文 OECD"),
    "hard break": ("one  \ntwo\\\nthree", "one two three"),
    "html break": ("one<br>two", "one two"),
    "tab": ("a\tb\tc d", "a b c d"),
    "spaces": ("a   b", "a b"),
    "byte order mark": ("\ufeffa b", "a b"),
    "carriage returns": ("one\r\ntwo **x**", "one two x"),
    "quote": ("> one\n> two", "one two"),
    "item": ("- one\n  two", "one two"),
    "tilde": ("10~20人，30~40人", "10~20人，30~40人"),
    "dollar": ("US$20 和 S$30", "US$20 和 S$30"),
    "straight quotes": ('读作"gee-pay"', '读作"gee-pay"'),
    "dashes and dots": ("a -- b --- c ...", "a -- b --- c ..."),
    "smile": (":smile:", ":smile:"),
    "address": ("<https://a.b/c_d> http://e.f/g", "https://a.b/c_d http://e.f/g"),
    "code": ("run `a  b` or ``x`y``", "run a  b or x`y"),
    "strike": ("~~old~~ new", "old new"),
    "heading": ("## A `b` {: #c }", "A b"),
    "caret": ("10^2^ and H~2~O", "10^2^ and H~2~O"),
    "repeated": ("-a- -a- -a-", "-a- -a- -a-"),
    "astral": ("𠮷野家 😀 **x**", "𠮷野家 😀 x"),
    "strong before Chinese": ("甲**（付费订阅）**乙", "甲（付费订阅）乙"),
    "asterisks": ("a \\*\\*甲，\\*\\*乙 `**甲，**乙` 2**3", "a **甲，**乙 **甲，**乙 2**3"),
    "image": ("see ![alt *x*](a.png) here", "see here"),
}


@pytest.mark.parametrize("name", CASES)
def test_runs(name: str) -> None:
    text, wanted = CASES[name]
    document = read_markdown(text, "a.md", "en")
    assert [" ".join(s.text.split()) if name == "image" else s.text for s in document.segments] == [wanted]
    assert_true_runs(text, document)
    assert document.segments[0].runs, "something is placed"


def test_strong_beside_chinese_is_strong() -> None:
    """CommonMark leaves these asterisks, because a letter follows the second pair and a punctuation mark precedes it."""
    document = read_markdown("**订阅将续订。**我们收费。", "a.md", "zh-Hans")
    assert [(s.text, [m.kind for m in s.marks]) for s in document.segments] == [("订阅将续订。", ["strong"]), ("我们收费。", [])]
    assert "<strong>订阅将续订。</strong>我们收费。" in document.html


DOCUMENT = """\
\ufeff# Title *em* "x"\r
\r
Para `c` \\_e\\_ &amp; <https://x.org/a_b> 10~20人，30~40人 -- ...\r
soft 中文\r
换行 **粗**体\r
\r
- **bold**: item\r
  more\r
  1. nested [link \\\\_t](http://a.b/c_d)[^1]\r
\r
> quote\r
> more\r
\r
| a | b |\r
|---|--:|\r
| c \\| d | **e** f |\r
\r
```\r
code here\r
  x\r
```\r
\r
[^1]: note body **b**.\r
"""


def test_document_with_everything() -> None:
    document = read_markdown(DOCUMENT, "a.md", "en")
    assert_true_runs(DOCUMENT, document)
    placed = sum(r.end - r.start for s in document.segments for r in s.runs)
    assert placed >= sum(len(s.text) for s in document.segments) - 4, "only a line end or two stand nowhere"
    assert [(s.text, s.line) for s in document.segments if s.kind == "cell"] == [("a", 14), ("b", 14), ("c | d", 16), ("e f", 16)]


def test_replacing_a_run_changes_its_segment_only() -> None:
    document = read_markdown(DOCUMENT, "a.md", "en")
    for segment, run in verbatim(document):
        stretch = segment.text[run.start : run.end]
        if segment.kind != "code" and stretch.isalnum():
            assert_only_that_changes(DOCUMENT, document, segment, run, "Q" + stretch[1:] + "7")


INLINE = st.sampled_from(
    [
        "word",
        "中文",
        "，",
        " ",
        "\n",
        "**b**",
        "*e*",
        "`c d`",
        "\\_",
        "\\\\",
        "&amp;",
        "~",
        "$",
        "-",
        ".",
        "3.5",
        '"',
        "[l](http://a.b)",
        "<http://c.d/e>",
        "\t",
        "  ",
        "!",
        "|",
        "_",
        "*",
        "^",
        "🙂",
        "é",
        "{: .x}",
        "<br>",
        "<b>",
        "</b>",
        "<!-- c -->",
        "~~s~~",
        "http://f.g/h_i",
        ":",
        "(",
        "）",
        "'",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(INLINE, min_size=1, max_size=14).map("".join), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_runs_are_true_of_anything(blocks: list[str], end: str, mark: bool) -> None:
    prefixes = ["", "- ", "> ", "## ", "1. ", "| a |\n|---|\n| ", "", "\t- "]
    text = "\n\n".join(p + b for p, b in zip(prefixes, blocks, strict=False)).replace("\n", end)
    text = "begin" + end + end + text
    text = "\ufeff" + text if mark else text
    assert_true_runs(text, read_markdown(text, "a.md", "en"))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(INLINE, min_size=1, max_size=14).map("".join), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_any_word_can_be_replaced(blocks: list[str], random: object) -> None:
    text = "\n\n".join(["begin", *blocks])
    document = read_markdown(text, "a.md", "en")
    assert_true_runs(text, document)
    words = [(s, r) for s, r in verbatim(document) if s.text[r.start : r.end] in ("word", "b", "e", "s") and s.kind != "code"]
    for segment, run in words[:4]:
        assert_only_that_changes(text, document, segment, run, "other")


@pytest.mark.skipif(not (BENCH / "bench" / "documents").is_dir(), reason="the benchmark documents are not here")
def test_runs_of_real_documents() -> None:
    paths = sorted((BENCH / "bench" / "documents").glob("*/*.md"))
    assert paths
    for path in paths[:6]:
        text = path.read_bytes().decode()
        document = read_markdown(text, path.name, "zh-Hans" if "zh" in path.name else "en")
        assert_true_runs(text, document)
        size = sum(len(s.text) for s in document.segments)
        assert sum(r.end - r.start for s in document.segments for r in s.runs) >= 0.995 * size
