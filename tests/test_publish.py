"""Publish small works and read the editions back."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from lxml import html as lxml_html

from pipeline.build import collate
from pipeline.model import Bead, Collation, Decisions, Edition, Glossary, Kind, Limits, Segment, Settings, SourceError, State, digest
from pipeline.publish import publish
from pipeline.publish.body import find, text_of
from pipeline.publish.fonts import check_fonts
from pipeline.publish.page import render_page
from pipeline.publish.record import render
from pipeline.read import read_work
from tests.hostile import picture
from tests.publishing import NOTE, NOTES, collation, verification

TEXT = f'<h2 id="h1">总则</h2><hr/><p id="p1">经济合作与发展组织通过了建议。{NOTE}</p><h2 id="h2">定义</h2><p id="p2">第二段。</p>{NOTES}'
HANS = Edition("zh-Hans")
needs_fonts = pytest.mark.skipif(bool(check_fonts()), reason="the Noto CJK fonts are not there; run sh pipeline/prepare.sh")


def _pages(content: bytes) -> list[str]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return ["".join(c["text"] for c in page.chars) for page in pdf.pages]


def _pdf(html: str, folder: Path, state: State = "unapproved") -> bytes:
    one = collation(html, folder)
    return dict(publish(one, verification(one, state), replace(HANS, formats=("pdf",))))["zh-Hans.pdf"]


def test_import_is_light() -> None:
    """A check of two files must not wait for the typesetter."""
    code = "import sys, pipeline.publish; sys.exit('weasyprint' in sys.modules or 'jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 0


def test_record_fits_its_schema_and_is_the_same_twice(tmp_path: Path) -> None:
    one = collation(TEXT, tmp_path)
    schema = json.loads((Path(__file__).parents[1] / "pipeline/publish/verification.schema.json").read_text(encoding="utf-8"))
    text = render(one, verification(one, "approved"))
    Draft202012Validator(schema).validate(json.loads(text))
    assert text == render(one, verification(one, "approved"))
    assert json.loads(text)["issues"]["waived"]["major"] == 1


def test_html_is_one_accessible_page(tmp_path: Path) -> None:
    one = collation(TEXT, tmp_path)
    tree = lxml_html.document_fromstring(render_page(one, verification(one), HANS, "screen"))
    assert tree.get("lang") == "zh-Hans"
    assert [text_of(h) for h in tree.iter("h1")] == ["人工智能的治理"]
    assert len(list(tree.iter("main"))) == 1
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {href[1:] for a in tree.iter("a") if (href := str(a.get("href"))).startswith("#")} <= set(ids)
    assert not [e for e in tree.iter("link", "script", "img") if e.get("src") or e.get("href")]
    assert find(tree, "//*[@class='original-title']")[0].get("lang") == "en"


def test_front_lines_stand_on_the_cover_once(tmp_path: Path) -> None:
    one = collation(TEXT, tmp_path)
    page = render_page(one, verification(one), HANS, "screen")
    assert page.count(">政策研究报告<") == 1
    assert page.count(">中文翻译版 · 仅供参考，以英文原文为准<") == 1


def test_texts_are_escaped(tmp_path: Path) -> None:
    one = collation(TEXT, tmp_path)
    assert one.work is not None
    bad = replace(one, work=replace(one.work, publisher="<script>alert(1)</script>", title=replace(one.work.title, en='"><img src=x>')))
    page = render_page(bad, verification(bad), HANS, "screen")
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("state", "said"), [("draft", "草稿 · 有未决问题"), ("unapproved", "未经审定"), ("approved", "已审定 · 审校 · 2026-11-03")]
)
def test_state_stands_on_cover_and_foot(state: State, said: str, tmp_path: Path) -> None:
    one = collation(TEXT, tmp_path)
    tree = lxml_html.document_fromstring(render_page(one, verification(one, state), HANS, "print"))
    cover = find(tree, "//header")[0]
    assert said in text_of(cover)
    assert cover.get("data-state") == said


@needs_fonts
def test_pdf_has_cover_contents_note_and_colophon(tmp_path: Path) -> None:
    pages = _pages(_pdf(TEXT, tmp_path))
    cover, contents, text, colophon = pages
    assert "人工智能的治理" in cover
    assert "未经审定" in cover
    assert "总则" in contents
    assert "定义" in contents
    assert contents.replace(" ", "").replace(".", "").count("3") >= 2, "both chapters begin on page 3"
    assert "注文在页脚。" in text
    assert text.index("第二段") < text.index("注文在页脚"), "the note stands below the text"
    assert "未经审定" in text.rsplit("以英文原文为准")[-1], "the running foot says the state"
    assert "b" * 64 in colophon
    assert "https://example.org/ai" in colophon
    assert "CC BY 4.0" in colophon


@needs_fonts
def test_pdf_does_not_depend_on_clock_or_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _pdf(TEXT, tmp_path)
    monkeypatch.setenv("TZ", "Asia/Singapore")
    assert _pdf(TEXT, tmp_path) == first


LISTS = (
    '<h2 id="h1">总则</h2><ol><li id="a"><p id="a1">甲</p><p id="a2">甲二</p></li><li id="b">乙<ul><li id="c">丙</li></ul></li></ol>'
    "<table><thead><tr><th>类别</th><th>日期</th></tr></thead><tbody><tr><td>高</td><td>2026年</td></tr></tbody></table>"
    f'<p id="p1">见<a href="https://example.org/">网站</a>。{NOTE}</p><p id="i"><img src="map.png" alt="图一"/></p>{NOTES}'
)
BUILD = """
import sys
import zlib
from pathlib import Path
from dataclasses import replace
from pipeline.model import Edition
from pipeline.publish import publish
from tests.hostile import picture
from tests.publishing import collation, verification
folder = Path(sys.argv[1])
one = collation(sys.argv[2], folder)
for name, content in publish(one, verification(one), Edition("zh-Hans", formats=("html", "pdf"))):
    (folder / name).write_bytes(content)
"""


def _image(folder: Path) -> None:
    from PIL import Image

    folder.mkdir(exist_ok=True)
    Image.new("RGB", (40, 20), "#1d4560").save(folder / "map.png")


@needs_fonts
def test_same_sources_same_bytes(tmp_path: Path) -> None:
    """Folder, time zone, locale and hash seed have no say."""
    found = []
    for n, zone in enumerate(("UTC", "Asia/Singapore")):
        folder = tmp_path / f"place-{n}"
        _image(folder)
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(n), "LC_ALL": ("C.UTF-8", "C")[n]}
        command = [sys.executable, "-c", BUILD, str(folder), LISTS]
        subprocess.run(command, check=True, cwd=Path(__file__).parents[1], env=environment)
        found.append([(folder / name).read_bytes() for name in ("zh-Hans.html", "zh-Hans.pdf")])
    assert found[0] == found[1]
    assert b"/CreationDate (D:20261101000000" in found[0][1] or b"2026-11-01T00:00:00" in found[0][1]


@needs_fonts
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_pdf_passes_an_independent_validator(profile: str, tmp_path: Path) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    _image(tmp_path)
    report = page.validate_pdf_bytes(_pdf(LISTS, tmp_path), profile=profile)
    assert not [f"{f.rule_id}: {f.message}" for f in report.failures]


@needs_fonts
def test_pdf_carries_its_verification(tmp_path: Path) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    one = collation(TEXT, tmp_path)
    document = pypdfium2.PdfDocument(_pdf(TEXT, tmp_path))
    (attachment,) = [document.get_attachment(n) for n in range(document.count_attachments())]
    assert attachment.get_name() == "verification.json"
    assert bytes(attachment.get_data()).decode("utf-8") == render(one, verification(one))
    assert document.get_metadata_value("Title") == "人工智能的治理"
    assert document.get_metadata_value("CreationDate").startswith("D:20261101")


@needs_fonts
def test_a_character_without_a_glyph_stops_the_build(tmp_path: Path) -> None:
    one = collation('<p id="p1">罕见字𪚥与𰻝。</p>', tmp_path)
    assert one.work is not None
    segment = Segment("p1", "zh-Hans.md", "罕见字𪚥与𰻝。", block="p1", line=9)
    document = replace(one.work.translation.document, segments=(segment,))
    one = replace(one, work=replace(one.work, translation=replace(one.work.translation, document=document)))
    with pytest.raises(SourceError, match=r"zh-Hans\.md:9: no font has the character . \(U\+[0-9A-F]{5}\)"):
        dict(publish(one, verification(one), replace(HANS, formats=("pdf",))))


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.png", "//example.org/a.png", "../secret.png", "%2e%2e/secret.png", "link.png", "absent.png", "/etc/passwd"],
)
def test_images_outside_the_folder_are_refused(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    one = collation(f'<p id="p1"><img src="{address}" alt="图"/></p>', folder)
    for medium in ("screen", "print"):
        with pytest.raises(SourceError, match="image"):
            render_page(one, verification(one), HANS, medium)


def test_an_image_of_the_folder_is_embedded_with_its_caption(tmp_path: Path) -> None:
    _image(tmp_path)
    one = collation('<p id="p1"><img src="map.png" alt="图一 结构"/></p>', tmp_path)
    page = render_page(one, verification(one), HANS, "screen")
    assert 'src="data:image/png;base64,iVBORw' in page
    assert '<figcaption aria-hidden="true">图一 结构</figcaption>' in page


@pytest.mark.parametrize(
    ("size", "limits", "said"),
    [
        ((8, 8), Limits(picture=0), "is larger than 0 MB; make it smaller, or raise limits.picture"),
        ((1200, 1000), Limits(pixels=1), "is larger than 1,000,000 pixels; make it smaller, or raise limits.pixels"),
        ((50_000, 50_000), Limits(), "is larger than 100,000,000 pixels"),
    ],
)
def test_an_image_has_a_size_to_keep_to(size: tuple[int, int], limits: Limits, said: str, tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(picture(*size))
    plain = collation('<p id="p1"><img src="map.png" alt="图"/></p>', tmp_path)
    with pytest.raises(SourceError, match=said):
        render_page(replace(plain, settings=replace(plain.settings, limits=limits)), verification(plain), HANS, "screen")
    if size[0] < 50_000:
        assert render_page(plain, verification(plain), HANS, "screen")


@pytest.mark.parametrize("name", ["map.png", "map.svg", "map.jpg"])
def test_a_damaged_image_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"<svg><path")
    one = collation(f'<p id="p1"><img src="{name}" alt="图"/></p>', tmp_path)
    with pytest.raises(SourceError, match=rf"zh-Hans\.md: image {name} is damaged"):
        render_page(one, verification(one), HANS, "screen")


@pytest.mark.parametrize(
    "css",
    [
        "p { color: red }\n@import url(https://example.org/a.css);",
        "p {\nbackground: url('https://example.org/a.png') }",
        "@media print {\np { background: url(//example.org/a.png) } }",
        "@font-face {\nfont-family: X; src: url(font.woff2) }",
    ],
)
def test_a_theme_that_loads_something_is_named_with_its_line(css: str, tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text(css, encoding="utf-8")
    one = collation(TEXT, tmp_path)
    with pytest.raises(SourceError, match=r"own\.css:2: the theme loads"):
        render_page(one, verification(one), replace(HANS, theme="own.css"), "screen")


@needs_fonts
def test_rare_characters_are_set_and_pictures_in_the_text_are_named(tmp_path: Path) -> None:
    assert any("𠮷" in page for page in _pages(_pdf('<h2 id="h1">总则</h2><p id="p1">𠮷野与㐂。</p>', tmp_path)))
    one = collation('<p id="p1">好🎉</p>', tmp_path)
    with pytest.raises(SourceError, match=r"no font has the character 🎉 \(U\+1F389\)"):
        dict(publish(one, verification(one), replace(HANS, formats=("pdf",))))


def test_a_theme_replaces_or_extends_the_stylesheet(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text('@import "edition.css";\n:root { --accent: #7a1f1f; }', encoding="utf-8")
    one = collation(TEXT, tmp_path)
    page = render_page(one, verification(one), replace(HANS, theme="own.css"), "screen")
    assert "#7a1f1f" in page
    assert ".colophon" in page


@pytest.mark.parametrize("css", ["@media print {" * 40 + "p{color:red}", "@media print {" * 3000])
def test_rules_in_rules_without_end_are_refused(css: str, tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text(css, encoding="utf-8")
    one = collation(TEXT, tmp_path)
    with pytest.raises(SourceError, match=r"own\.css:1: nested too deeply"):
        render_page(one, verification(one), replace(HANS, theme="own.css"), "screen")


def test_a_theme_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("/* 红色 */", encoding="gb18030")
    one = collation(TEXT, tmp_path)
    with pytest.raises(SourceError, match=r"own\.css: not UTF-8"):
        render_page(one, verification(one), replace(HANS, theme="own.css"), "screen")


def test_a_broken_theme_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("p { color: red; }\nh1 { color }\n", encoding="utf-8")
    one = collation(TEXT, tmp_path)
    with pytest.raises(SourceError, match=r"own\.css:2: not valid CSS"):
        render_page(one, verification(one), replace(HANS, theme="own.css"), "screen")


@needs_fonts
def test_no_stream_ends_in_a_carriage_return() -> None:
    import pydyf  # type: ignore[import-untyped]

    from pipeline.publish import conformance

    assert conformance.VARIANT == "pdf/a-3a"
    ended = [pydyf.Stream([b"%d" % n], compress=True).data for n in range(10990, 12000)]
    assert not [data for data in ended if data.endswith(b"\r\nendstream")]
    assert [n for n in range(10990, 12000) if zlib.compress(b"%d" % n, 9).endswith(b"\r")], "some would"


PAIRED = Edition("zh-Hans", "parallel")


def test_a_parallel_page_has_each_bead_in_a_row(tmp_path: Path) -> None:
    one = collation(TEXT, tmp_path)
    tree = lxml_html.document_fromstring(render_page(one, verification(one), PAIRED, "screen"))
    (row,) = find(tree, "//table[@class='pairs']/tbody/tr")
    assert [(cell.get("lang"), text_of(cell)) for cell in row] == [
        ("en", "The OECD adopted the Recommendation."),
        (None, "经济合作与发展组织通过了建议。"),
    ]


def test_an_edition_of_another_region_is_converted_but_for_its_originals(tmp_path: Path) -> None:
    one = collation(f'{TEXT}<p id="c"><code>数据</code></p>', tmp_path)
    page = render_page(one, verification(one), Edition("zh-Hant-TW"), "screen")
    assert '<html lang="zh-Hant-TW"' in page
    assert "人工智慧的治理" in page
    assert "經濟合作" in page
    assert "来源" not in page
    assert "<code>数据</code>" in page
    assert "The OECD" not in page


@needs_fonts
@pytest.mark.parametrize("edition", [Edition("zh-Hant-HK"), PAIRED, Edition("zh-Hans-SG", "parallel")])
def test_every_edition_is_valid(edition: Edition, tmp_path: Path) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    _image(tmp_path)
    one = collation(LISTS, tmp_path)
    ((name, content),) = publish(one, verification(one), replace(edition, formats=("pdf",)))
    assert name == f"{edition.name}.pdf"
    assert all(page.is_pdf_compliant_bytes(content, profile=profile) for profile in ("ua1", "3a"))


@needs_fonts
def test_emphasised_chinese_has_a_dot_under_each_character(tmp_path: Path) -> None:
    import pdfplumber

    content = _pdf('<h2 id="h1">总则</h2><p id="p1">应当<em>特别，注意</em>本节 <em lang="en">Governing</em>。</p>', tmp_path)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[2]
        dots = [(c["x0"] + c["x1"]) / 2 for c in page.curves]
        characters = [(c["x0"] + c["x1"]) / 2 for c in page.chars if c["text"] in "特别注意"]
    assert dots == pytest.approx(characters, abs=0.5)


@needs_fonts
def test_a_long_heading_and_a_long_table_are_set(tmp_path: Path) -> None:
    import pdfplumber

    rows = "".join(f'<tr><td id="r{n}">第{n}行</td><td>内容</td></tr>' for n in range(400))
    table = f"<table><thead><tr><th>编号</th><th>说明</th></tr></thead><tbody>{rows}</tbody></table>"
    content = _pdf(f'<h2 id="h1">{"总则与定义" * 100}</h2>{table}', tmp_path)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        texts = ["".join(c["text"] for c in page.chars) for page in pdf.pages]
        assert all(c["x1"] < page.width - 40 for page in pdf.pages for c in page.chars)
    holding = [text for text in texts if "第200行" in text or "第300行" in text]
    assert len(holding) == 2
    assert all("编号" in text for text in holding), "the head is repeated"


@needs_fonts
@pytest.mark.slow
def test_a_table_of_ten_thousand_rows_is_set(tmp_path: Path) -> None:
    rows = "".join(f'<tr><td id="r{n}">第{n}行</td><td>内容</td></tr>' for n in range(10_000))
    content = _pdf(f'<h2 id="h1">总则</h2><table><thead><tr><th>编号</th><th>说明</th></tr></thead><tbody>{rows}</tbody></table>', tmp_path)
    assert "第9999行" in "".join(_pages(content)[-8:])


@needs_fonts
def test_a_long_chapter_is_cut_in_the_running_head(tmp_path: Path) -> None:
    import pdfplumber

    content = _pdf(f'<h2 id="h1">{"总则" * 60}</h2><p id="p1">正文。</p>', tmp_path)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[2]
        head = [c for c in page.chars if c["top"] < 70 and c["text"] in "总则"]
        assert 20 < len(head) < 40
        assert max(c["x1"] for c in head) < page.width / 2


def test_colophon_tells_a_translation_from_an_adaptation(tmp_path: Path) -> None:
    """Licences ask that changes are said (CC BY 4.0, 3(a)(1)(B))."""
    one = collation(TEXT, tmp_path)
    assert one.work is not None
    assert "译自下列英文原文。" in render_page(one, verification(one), HANS, "screen")
    parts = replace(one, work=replace(one.work, originals=(replace(one.work.originals[0], excerpt=True),)))
    assert "编译自下列英文原文的有关部分。" in render_page(parts, verification(parts), HANS, "screen")


def test_english_of_several_words_is_marked_as_english(tmp_path: Path) -> None:
    text = (
        "见《示范框架》（Model AI Governance Framework）和 <a>Guide on AI Governance</a>，AI Verify，见 <em>Global Partnership on AI</em>。"
    )
    one = collation(f'<h2 id="h1">总则</h2><p id="p1">{text}</p>', tmp_path)
    tree = lxml_html.document_fromstring(render_page(one, verification(one), HANS, "screen"))
    found = [text_of(e) for e in find(tree, "//main//*[@lang='en']")]
    assert found == ["Model AI Governance Framework", "Global Partnership on AI"]
    assert "（Model AI Governance Framework）和 Guide" in text_of(find(tree, "//p[@id='p1']")[0])


def _with_table(folder: Path) -> Collation:
    """Return a collation whose text has a table of two cells, a figure after it, and beads for the cells."""
    table = '<table><thead><tr><th id="c1">类别</th></tr></thead><tbody><tr><td id="c2">高风险</td></tr></tbody></table>'
    one = collation(f'{table}<p id="p1">经济合作与发展组织通过了建议。</p><p id="p2"><img src="map.png" alt="图一"/></p>', folder)
    beads = []
    for n, (en, zh) in enumerate([("Category", "类别"), ("High risk", "高风险")], 1):
        source = Segment(f"c{n}", "en.md", en, Kind.CELL, block=f"c{n}", group="t", index=(n, 1))
        target = Segment(f"c{n}", "zh-Hans.md", zh, Kind.CELL, block=f"c{n}", group="t", index=(n, 1))
        beads.append(Bead(digest(en, zh), (source,), (target,)))
    return replace(one, bitext=replace(one.bitext, beads=(*beads, *one.bitext.beads)))


def test_a_parallel_page_keeps_tables_and_figures(tmp_path: Path) -> None:
    _image(tmp_path)
    one = _with_table(tmp_path)
    tree = lxml_html.document_fromstring(render_page(one, verification(one), PAIRED, "screen"))
    (table,) = find(tree, "//table[@class='both']")
    assert [text_of(cell) for cell in table.iter("th", "td")] == ["Category类别", "High risk高风险"]
    assert [e.get("lang") for e in table.iter("span")] == ["en", "en"]
    order = [e.get("class") or e.tag for e in find(tree, "//main//table | //main//figure")]
    assert order == ["both", "pairs", "figure"]


@needs_fonts
def test_margins_are_artifacts_and_header_cells_say_what_they_head(tmp_path: Path) -> None:
    outloud = pytest.importorskip("outloud", reason="outloud is not installed")
    _image(tmp_path)
    (tmp_path / "a.pdf").write_bytes(_pdf(LISTS, tmp_path))
    assert [(f.rule, f.message) for f in outloud.check(str(tmp_path / "a.pdf")).findings if f.severity != "info"] == []


@pytest.mark.parametrize("layout", ["single", "parallel"])
def test_words_and_quotes_go_on_through_the_elements_of_a_line(layout: Literal["single", "parallel"], tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text("# Title\n\n## Collate\n\nHe said “**good**”, repeatedly.\n", encoding="utf-8")
    text = "# 标题\n\n## <ruby>对勘<rt>duì</rt></ruby>法\n\n他重**复**说：“**好**<ruby>头<rt>tou</rt>发<rt>fa</rt></ruby>”。`信息`\n"
    (tmp_path / "zh-Hans.md").write_text(text, encoding="utf-8")
    (tmp_path / "work.toml").write_text('[[original]]\npath = "en.md"\n[translation]\npath = "zh-Hans.md"\n', encoding="utf-8")
    one, found = collate(read_work(tmp_path), Glossary(), Settings(encoder="lexical"), Decisions())
    page = render_page(one, found, Edition("zh-Hant-TW", layout), "print")
    assert "他重<strong>複</strong>說：「<strong>好</strong><ruby>頭<rt>tou</rt></ruby><ruby>髮<rt>fa</rt></ruby>」。" in page
    assert "<code>信息</code>" in page
    assert 'data-text="對勘法"' in page


@needs_fonts
def test_a_reading_stands_above_its_word(tmp_path: Path) -> None:
    import pdfplumber

    content = _pdf('<h2 id="h1">总则</h2><p id="p1">本书名为<ruby>对勘<rt>duìkān</rt></ruby>，意为校对。</p>', tmp_path)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        chars = [c for c in pdf.pages[2].chars if c["top"] > 100]
    second = next(c for c in chars if c["text"] == "勘" and c["size"] > 10)
    base = min((c for c in chars if c["text"] == "对"), key=lambda c: abs(c["x1"] - second["x0"]))
    above = [c for c in chars if c["text"] in "duìkān" and c["size"] < 0.6 * base["size"]]
    assert "".join(c["text"] for c in above) == "duìkān"
    assert all(base["top"] - base["size"] < c["top"] < base["top"] for c in above)
    assert second["x0"] == pytest.approx(base["x1"], abs=1)
