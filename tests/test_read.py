"""Hold how documents are read: what becomes a segment, what does not, and what HTML is made."""

from __future__ import annotations

import re
from pathlib import Path

import pypandoc
import pytest
from lxml import html as lxml_html

from pipeline.fix import edits_of
from pipeline.model import Kind, Mark, Place, Segment, SourceError
from pipeline.read import read_document, read_files, read_lines, read_markdown
from tests.support import BENCH


def texts(text: str, locale: str = "en") -> list[str]:
    return [s.text for s in read_markdown(text, "a.md", locale).segments]


def only(text: str) -> Segment:
    (segment,) = read_markdown(text, "a.md", "en").segments
    return segment


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# T {: #t .x }\n{: datetime='2024' }\n\na\n{: .b }\n\n{: .c }", ["T", "a"]),
        ("`{: .x }` stays", ["{: .x } stays"]),
        ("a\n\n<div class='x'>raw</div>\n\n<!-- no -->\n\nb <!-- no --><span title='x'>c</span>", ["a", "b c"]),
        ("---\ntitle: x\ntags: [a]\n---\n\nText", ["Text"]),
        ("Text\n\n---\n\nMore", ["Text", "More"]),
        ("a\n\n\\\n\nb", ["a", "\\", "b"]),
        ("Done.[^1] Next.\n\n[^1]: The note.", ["Done.", "Next.", "The note."]),
    ],
)
def test_only_text_is_text(markdown: str, expected: list[str]) -> None:
    assert texts(markdown) == expected


def test_ids_are_stable_and_tell_the_kind() -> None:
    document = read_markdown("# A\n\nOne. Two.\n\n- x\n- y\n  1. z\n\n| a |\n|---|\n| b |\n\n    code\n", "a.md", "en")
    assert [(s.id, s.block, str(s.kind)) for s in document.segments] == [
        ("h1", "h1", "heading"),
        ("p1", "p1", "paragraph"),
        ("p1.2", "p1", "paragraph"),
        ("i1", "i1", "item"),
        ("i2", "i2", "item"),
        ("i3", "i3", "item"),
        ("c1", "c1", "cell"),
        ("c2", "c2", "cell"),
        ("k1", "k1", "code"),
    ]
    assert [(s.group, s.index, s.label, s.level) for s in document.segments[3:8]] == [
        ("l1", (1,), "-", 1),
        ("l1", (2,), "-", 1),
        ("l1", (2, 1), "1.", 2),
        ("t1", (1, 1), "", 0),
        ("t1", (2, 1), "", 0),
    ]


def test_every_block_is_in_the_html() -> None:
    document = read_markdown(
        "# A\n\nOne.\n\n- x\n\n  y\n\n1. z\n\n| a | b |\n|---|---|\n| c | |\n\nNote.[^1]\n\n[^1]: n\n\n    m", "a.md", "en"
    )
    ids = [e.get("id") for e in lxml_html.fragment_fromstring(document.html, create_parent="div").iter() if e.get("id")]
    assert {s.block for s in document.segments} <= set(ids)
    assert len(ids) == len(set(ids))


def test_sections_and_levels() -> None:
    found = read_markdown("# A\n\na\n\n## B\n\nb\n\n### C\n\n## D\n\nd", "a.md", "en").segments
    assert [(s.text, s.section, s.level) for s in found] == [
        ("A", "", 1),
        ("a", "h1", 0),
        ("B", "h1", 2),
        ("b", "h2", 0),
        ("C", "h2", 3),
        ("D", "h1", 2),
        ("d", "h4", 0),
    ]


def test_marks() -> None:
    segment = only("**b** *e* ~~s~~ `c` [l](https://x.org) ![alt](i.png)")
    assert segment.text.strip() == "b e s c l"
    assert [(m.kind, segment.text[m.start : m.end], m.target) for m in segment.marks] == [
        ("strong", "b", ""),
        ("emphasis", "e", ""),
        ("strike", "s", ""),
        ("code", "c", ""),
        ("link", "l", "https://x.org"),
        ("image", "", "i.png"),
    ]


RUBY = "本书名为<ruby>对勘<rt>duì kān</rt></ruby>，意为<ruby>校<rp>(</rp><rt>jiào</rt><rp>)</rp>对<rt>duì</rt></ruby>。"


def test_a_reading_stands_over_its_word_and_is_no_text(tmp_path: Path) -> None:
    page = tmp_path / "zh-Hans.html"
    page.write_text(f"<main><p>{RUBY}</p></main>", encoding="utf-8")
    attributes = '本书名为[对勘]{ruby="duì kān"}，意为[校]{ruby="jiào"}[对]{ruby="duì"}。'
    texts = [read_markdown(text, "zh-Hans.md", "zh-Hans") for text in (RUBY, attributes)]
    for document in (*texts, read_document(page, "zh-Hans")):
        (segment,) = document.segments
        assert segment.text == "本书名为对勘，意为校对。"
        assert segment.marks == (Mark("ruby", 4, 6, "duì kān"), Mark("ruby", 9, 10, "jiào"), Mark("ruby", 10, 11, "duì"))
        assert "<ruby>对勘<rt>duì kān</rt></ruby>，" in document.html


def test_an_edit_leaves_the_reading(tmp_path: Path) -> None:
    (segment,) = read_markdown(RUBY, "zh-Hans.md", "zh-Hans").segments
    text = RUBY
    for at, until, new in edits_of(Place(segment, 0, 8), "本书称为对勘，解"):
        text = text[:at] + new + text[until:]
    assert text == RUBY.replace("名为", "称为").replace("意", "解")


@pytest.mark.parametrize(
    "text", ["<ruby>没有结束。", "没有开始<rt>zì</rt></ruby>。", "<ruby><rt></rt></ruby>空的。", "<ruby>甲<ruby>乙<rt>yǐ</ruby>丙。"]
)
def test_broken_ruby_loses_no_text(text: str) -> None:
    document = read_markdown(text, "zh-Hans.md", "zh-Hans")
    for character in "没有甲乙丙空的":
        assert (character in document.segments[0].text) == (character in text)


def test_notes_come_last_and_their_calls_are_marks() -> None:
    found = read_markdown("Alpha.[^b] Beta.[^a]\n\n[^a]: First. Second.\n[^b]: Other.\n\n# End", "a.md", "en").segments
    assert [(s.id, s.text, str(s.kind)) for s in found][-3:] == [
        ("n1", "Other.", "note"),
        ("n2", "First.", "note"),
        ("n2.2", "Second.", "note"),
    ]
    assert [(s.text, [(m.kind, m.start, m.target) for m in s.marks]) for s in found[:2]] == [
        ("Alpha.", [("note", 6, "n1")]),
        ("Beta.", [("note", 5, "n2")]),
    ]


def test_labels_of_numbered_lists() -> None:
    found = read_markdown("3) c\n4) d\n\ntext\n\n(a) x\n(b) y\n\ntext\n\niv. z\n", "a.md", "en").segments
    assert [s.label for s in found if s.kind is Kind.ITEM] == ["3)", "4)", "(a)", "(b)", "iv."]
    assert '<ol start="3">' in read_markdown("3) c", "a.md", "en").html


def test_links_inside_lead_to_the_new_ids() -> None:
    html = read_markdown(
        "[go](#service) [no](#gone)\n\n## The Service {: #service }\n\n## Second part\n\n[s](#second-part)", "a.md", "en"
    ).html
    assert '<a href="#h1">go</a>' in html
    assert "gone" not in html
    assert '<a href="#h2">s</a>' in html


@pytest.mark.parametrize(
    "attack",
    [
        "[x](javascript:alert)",
        "[x](JaVa&Tab;script:alert)",
        "[x](data:text/html,x)",
        "[x](file:///etc/passwd)",
        "![x](https://evil.example/x.png)",
        "![x](../../x.png)",
        "![x](%2e%2e/x.png)",
        "![x](file:///x.png)",
        "![x](//evil.example/x.png)",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:x'>y</a>",
        "`<script>`",
        'a"><script>',
        '![" onerror=x](a.png)',
        '[x](#"onclick=x)',
    ],
)
def test_html_holds_only_what_a_text_needs(attack: str) -> None:
    html = read_markdown(f"begin\n\n{attack}\n\nend {attack}", "a.md", "en").html
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iter():
        assert element.tag in {"div", "p", "a", "img", "code", "span", "pre"}
        assert set(element.attrib) <= {"id", "href", "src", "alt"}
        assert re.match(r"https?:|mailto:|#|$", element.get("href", ""))
        assert re.match(r"[\w./-]*\Z", element.get("src", ""))


# ---------------------------------------------------------------- front matter

FRONT = """


# 全球伙伴关系与新加坡

经济合作与发展组织 (OECD) / 全球伙伴关系 (GP)

2020 年成立

中文翻译版 · 仅供参考，以英文原文为准

原文来源: <https://example.org/a> 及 [https://example.org/b\\\\_c](https://example.org/b_c)

## 概述

短的一段

---
"""


def test_front_lines_of_a_translation() -> None:
    found = read_markdown(FRONT, "zh-Hans.md", "zh-Hans").segments
    assert [str(s.kind) for s in found] == ["heading", *["front"] * 4, "heading", "paragraph"]
    assert found[0].line == 4


def test_front_ends_with_the_first_sentence() -> None:
    found = read_markdown("# 题\n\n某机构\n\n这是正文的第一句话。\n\n另一行\n\n## 节", "zh-Hans.md", "zh-Hans").segments
    assert [str(s.kind) for s in found] == ["heading", "front", "paragraph", "paragraph", "heading"]


def test_an_original_has_no_front() -> None:
    assert [str(s.kind) for s in read_markdown("# T\n\nShort line\n\n## S", "en.md", "en").segments] == ["heading", "paragraph", "heading"]


# ---------------------------------------------------------------- other formats

MARKDOWN = """# Title

One. **Two** parts.

- first
- second

| a | b |
|---|---|
| c | d |

Last.[^1]

[^1]: A note.
"""


@pytest.mark.parametrize("suffix", ["docx", "odt", "epub", "mediawiki", "html"])
def test_formats_agree(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"en.{suffix}"
    pypandoc.convert_text(MARKDOWN, suffix, "markdown", outputfile=str(path))
    document = read_document(path, "en", path.name)
    found = [(str(s.kind), s.text) for s in document.segments if s.kind is not Kind.NOTE and s.text not in ("A note.", "A note. ↩︎")]
    assert found == [(str(s.kind), s.text) for s in read_markdown(MARKDOWN, "a.md", "en").segments if s.kind is not Kind.NOTE]
    assert not any(s.runs for s in document.segments)
    assert [s.line for s in document.segments[:4]] == [1, 2, 2, 3]


def test_word_title_is_a_heading_above_the_others(tmp_path: Path) -> None:
    path = tmp_path / "en.docx"
    pypandoc.convert_text("---\ntitle: The title\n---\n\n# One\n\ntext", "docx", "markdown", outputfile=str(path))
    assert [(s.text, s.level) for s in read_document(path, "en").segments][:2] == [("The title", 1), ("One", 2)]


PAGE = """<!DOCTYPE html><html><head><title>T</title><style>p{}</style><script>x()</script></head><body>
<header><a href="/">Logo</a></header><nav><ul><li>Menu</li></ul></nav>
<main><header><h1>Heading</h1></header><p>Text <script>y()</script>here.</p><form><input value="q"><button>Go</button></form>
<aside>Related</aside><p hidden>secret</p><p>Caf&eacute; &lt;b&gt;</p><!-- c --><footer>Share</footer></main>
<footer>Imprint</footer></body></html>"""


def test_a_web_page_is_its_main_content(tmp_path: Path) -> None:
    path = tmp_path / "en.html"
    path.write_text(PAGE, encoding="utf-8")
    assert [s.text for s in read_document(path, "en").segments] == ["Heading", "Text here.", "Café <b>"]


def test_a_page_without_main_is_its_body_without_chrome(tmp_path: Path) -> None:
    path = tmp_path / "en.html"
    path.write_text(PAGE.replace("<main>", "<div>").replace("</main>", "</div>"), encoding="utf-8")
    assert [s.text for s in read_document(path, "en").segments] == ["Heading", "Text here.", "Café <b>"]


def test_a_page_may_declare_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "zh-Hans.html"
    path.write_bytes('<meta charset="gb2312"><p>早上好</p>'.encode("gb18030"))
    assert [s.text for s in read_document(path, "zh-Hans").segments] == ["早上好"]


def test_lines_are_segments(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One. Two.\n\n# *Three*\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("一。二。\n三\n", encoding="utf-8")
    work = read_lines([tmp_path / "a.txt"], tmp_path / "b.txt")
    assert [(s.text, s.line) for s in work.originals[0].document.segments] == [("One. Two.", 1), ("# *Three*", 3)]
    assert [s.text for s in work.translation.document.segments] == ["一。二。", "三"]


def test_loose_files_tell_their_locale(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# One", encoding="utf-8")
    (tmp_path / "guide.zh-TW.md").write_text("# 一", encoding="utf-8")
    (tmp_path / "b.md").write_text("# 一", encoding="utf-8")
    work = read_files([tmp_path / "a.md"], tmp_path / "guide.zh-TW.md")
    assert (work.translation.document.locale, work.originals[0].document.locale, work.title.en) == ("zh-Hant-TW", "en", "One")
    assert read_files([tmp_path / "a.md"], tmp_path / "b.md").translation.document.locale == "zh-Hans"


@pytest.mark.skipif(not (BENCH / "seed").is_dir(), reason="the seed is not here")
def test_shared_text() -> None:
    (path,) = sorted((BENCH / "seed").glob("*.txt"))
    document = read_document(path, "zh-Hans", translation=True)
    front = [s.text for s in document.segments if s.kind is Kind.FRONT]
    assert len(front) == 4
    assert front[1] == "2020 年成立"
    assert sum(s.kind is Kind.ITEM and s.label == "-" for s in document.segments) == 8
    assert any('读作"gee-pay"' in s.text for s in document.segments)
    assert document.html.count("<hr>") == 6


def test_a_column_keeps_its_alignment() -> None:
    html = read_markdown("| a | b | c |\n|---|--:|:-:|\n| 1 | 2 | 3 |\n", "en.md", "en").html
    assert '<td id="c4">1</td>' in html
    assert 'class="align-right">2</td>' in html
    assert 'class="align-center">3</td>' in html


@pytest.mark.parametrize(
    "text", ["a[^1]\n\n[^1]: x[^1]\n", "a[^n]\n\n[^n]: x[^m]\n\n[^m]: y[^N]\n", "- a[^1]\n\n- [^1]: x\n\n  more[^1]\n"]
)
def test_a_footnote_that_leads_to_itself_is_refused_at_once(text: str) -> None:
    with pytest.raises(SourceError, match="leads to itself"):
        read_markdown(text, "en.md", "en")


@pytest.mark.parametrize("text", ["a[^1]\n\n[^1]: x `[^1]`\n", "a\n\n```\n[^1]: x[^1]\n```\n", "a[^1]\n\n[^1]: x\n\nnext[^1]\n"])
def test_a_mark_in_code_or_behind_a_note_is_none_of_its_own(text: str) -> None:
    assert read_markdown(text, "en.md", "en").segments
