"""Read PDFs that WeasyPrint sets here: what the pages show is what is read, and no furniture of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Kind, SourceError
from pipeline.publish.fonts import use_fonts
from pipeline.read import read_document

STYLE = """
@page { size: A5; margin: 25mm 18mm; @top-center { content: "Guidance on AI · Part " counter(page); font-size: 8pt }
        @bottom-center { content: counter(page); font-size: 8pt } }
body { font: 10pt/1.4 "Noto Serif CJK SC"; text-align: justify; hyphens: manual } h1 { font-size: 20pt } h2 { font-size: 14pt }
.note { float: footnote; font-size: 7.5pt } ul, ol { padding-left: 2em } p { margin: 0 0 8pt }
::footnote-call { font-size: 6pt; vertical-align: super } ::footnote-marker { font-size: 7.5pt }
"""
LONG = " ".join(f"Members meet in month {n} and report to the assembly on the inter\u00adnational programme." for n in range(1, 13))
BODY = f"""
<h1>Aims of the council</h1>
<p>The council has 15 members.<span class="note">Fifteen, as of 2020.</span> It meets twice a year. {LONG}</p>
<p>{LONG}</p>
<h2>Duties</h2>
<ul><li>To advise the ministry on safety, and to publish what it advises within six months of the meeting at which it was decided.</li>
<li>To report.</li></ul>
<ol><li>First the report is drafted.</li><li>Then it is read.</li></ol>
<p>{LONG}</p><p>{LONG}</p>
<h2>Money</h2>
<p>Each member pays EUR 20,000 a year.</p>
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_fonts()
    import weasyprint

    path = tmp_path_factory.mktemp("pdf") / "en.pdf"
    weasyprint.HTML(string=f"<html lang=en><style>{STYLE}</style>{BODY}").write_pdf(path)
    return path


def test_blocks_are_what_they_look_like(document: Path) -> None:
    found = read_document(document, "en")
    kinds: dict[Kind, list[str]] = {}
    for segment in found.segments:
        kinds.setdefault(segment.kind, []).append(segment.text)
    assert kinds[Kind.HEADING] == ["Aims of the council", "Duties", "Money"]
    assert [s.level for s in found.segments if s.kind is Kind.HEADING] == [1, 2, 2]
    assert kinds[Kind.ITEM] == [
        "To advise the ministry on safety, and to publish what it advises within six months of the meeting at which it was decided.",
        "To report.",
        "First the report is drafted.",
        "Then it is read.",
    ]
    assert kinds[Kind.NOTE] == ["Fifteen, as of 2020."]
    paragraphs = kinds[Kind.PARAGRAPH]
    assert paragraphs[:2] == ["The council has 15 members.", "It meets twice a year."]
    assert paragraphs[-1] == "Each member pays EUR 20,000 a year."
    whole = [f"Members meet in month {n} and report to the assembly on the international programme." for n in range(1, 13)]
    assert [p for p in paragraphs if p.startswith("Members")] == whole * 4
    assert not [t for texts in kinds.values() for t in texts if "Guidance" in t or t.isdigit()]


def test_lines_count_blocks(document: Path) -> None:
    lines = [s.line for s in read_document(document, "en").segments]
    assert lines[0] == 1
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>", b"no pdf"]
)
def test_broken_files(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "en.pdf"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="PDF"):
        read_document(path, "en")


def test_a_file_that_is_cut_off(document: Path, tmp_path: Path) -> None:
    path = tmp_path / "en.pdf"
    path.write_bytes(document.read_bytes()[:3000])
    with pytest.raises(SourceError, match="PDF"):
        read_document(path, "en")
