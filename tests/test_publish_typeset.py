"""Read rendered pages back and hold the setting of Chinese lines: an upgrade of WeasyPrint must not break it silently."""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.clreq import CLOSERS, MARKS, NO_END, NO_START, OPENERS, STOPS
from pipeline.publish.fonts import check_fonts, use_fonts

pytestmark = pytest.mark.skipif(bool(check_fonts()), reason="the Noto CJK fonts are not there; run sh pipeline/prepare.sh")

EM, MEASURE, LEFT = 10.0, 200.0, 20.0
STYLE = (
    "<style>@page { size: 240pt 600pt; margin: 20pt }"
    "body { margin: 0; font: 10pt/18pt 'Noto Serif CJK SC' } :lang(zh-Hant-TW) { font-family: 'Noto Serif CJK TC' }"
    ":lang(en) { font-family: 'Noto Serif CJK KR'; text-align: left !important }"
    "p { margin: 0; text-align: justify } .note { float: footnote }"
    "::footnote-call { content: '\\2060' counter(footnote); font-size: .6em }</style>"
)
PROSE = (
    "委员会在2020年6月15日的报告中说：“凡用于公共决策的系统，都应当能够被解释、被质疑、被纠正。”这一要求后来写入了《人工智能法》"
    "（Artificial Intelligence Act, AIA）第五条第二款；截至2024年7月，已有44个国家和地区加入，会费为1.5万至6万欧元不等……其中15个创始成员——"
    "包括加拿大、法国和新加坡——每年缴纳2万欧元的会费，见“《公约》秘书处”的说明。"
)


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    chars: list[dict[str, Any]]

    @property
    def left(self) -> float:
        """Where the line begins: a trimmed opener stands half an em to the left of its ink."""
        return float(self.chars[0]["x0"]) + (EM / 2 if self.text[0] in OPENERS else 0)

    @property
    def right(self) -> float:
        return float(self.chars[-1]["x1"]) - (EM / 2 if self.text[-1] in CLOSERS + STOPS + MARKS else 0)


def _rows(html: str, lang: str = "zh-Hans") -> list[Row]:
    """Set a page and return its lines, top to bottom."""
    import pdfplumber

    use_fonts()
    import weasyprint

    from pipeline.publish.typeset import install

    install()
    content = weasyprint.HTML(string=f'<html lang="{lang}">{STYLE}<body>{html}').write_pdf()
    rows = []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        chars = [c for page in pdf.pages for c in page.chars if c["size"] > 9]
    for _, group in itertools.groupby(chars, key=lambda c: round(c["top"])):
        found = sorted(group, key=lambda c: float(c["x0"]))
        while found and found[-1]["text"] == " ":
            found.pop()
        rows.append(Row("".join(c["text"] for c in found), found))
    return rows


def _origins(row: Row) -> list[float]:
    return [float(c["x0"]) for c in row.chars]


@pytest.mark.parametrize(
    "html", [f"<p>{PROSE}</p>", f"<p>{PROSE.replace('44个国家', '<b>44个国家</b>').replace('公共', '<a href=#x>公共</a>')}</p>"]
)
def test_lines_are_flush_on_both_sides(html: str) -> None:
    rows = _rows(html)
    assert len(rows) > 7
    for row in rows[:-1]:
        assert row.right == pytest.approx(LEFT + MEASURE, abs=1), row.text
    for row in rows:
        assert row.left == pytest.approx(LEFT, abs=1), row.text
    assert rows[-1].right < LEFT + MEASURE - 1, "the last line is not stretched"


@pytest.mark.parametrize(("count", "flush"), [(18, True), (14, False)])
def test_a_line_that_would_have_holes_stays_ragged(count: int, flush: bool) -> None:
    first = _rows(f"<p>{'字' * count}RecommendationOfTheCouncil{'末' * 40}</p>")[0]
    assert first.text == "字" * count
    assert (first.right > LEFT + MEASURE - 1) == flush
    assert max(b - a for a, b in itertools.pairwise(_origins(first))) < 1.34 * EM


def test_the_text_stays_as_it_is() -> None:
    assert "".join(row.text for row in _rows(f"<p>{PROSE}</p>")).replace(" ", "") == PROSE.replace(" ", "")


def test_no_line_begins_or_ends_with_a_mark_that_may_not() -> None:
    for width in range(0, 40, 3):
        for row in _rows(f'<p style="margin-right:{width}pt">{PROSE}</p>')[:-1]:
            assert row.text[0] not in NO_START, row.text
            assert row.text[-1] not in NO_END, row.text


@pytest.mark.parametrize(("text", "distance"), [("。”", 0.5), ("》（", 0.5), ("），", 0.5), ("“《", 1.0), ("字，", 1.0), ("？”", 0.5)])
def test_marks_that_meet_share_their_blanks(text: str, distance: float) -> None:
    row = _rows(f'<p style="text-align:left">甲{text}乙</p>')[0]
    first, second = _origins(row)[1:3]
    assert second - first == pytest.approx(distance * EM - (EM / 2 if text == "“《" else 0), abs=0.2)


def test_stops_of_taiwan_keep_their_square() -> None:
    row = _rows('<p style="text-align:left">甲，「乙」。丙</p>', "zh-Hant-TW")[0]
    assert _origins(row)[2] - _origins(row)[1] == pytest.approx(EM, abs=0.2)


def test_a_gap_of_an_eighth_stands_beside_latin() -> None:
    row = _rows('<p style="text-align:left">共3项，AI好</p>')[0]
    at = {c["text"]: c for c in row.chars}
    assert at["3"]["x0"] - at["共"]["x0"] == pytest.approx(1.125 * EM, abs=0.1)
    assert at["A"]["x0"] - at["，"]["x0"] == pytest.approx(EM, abs=0.1), "no gap beside a stop"


def test_a_quote_in_running_text_does_not_end_the_line() -> None:
    rows = _rows(f'<p style="text-align:left">{"字" * 17}的“系统”与模型</p>')
    assert rows[0].text == "字" * 17 + "的“系"


def test_a_note_stays_with_its_word() -> None:
    rows = _rows(f'<p style="text-align:left">{"字" * 19}末<span class="note">注</span>。后文</p>')
    assert rows[0].text == "字" * 19
    assert rows[1].text.startswith("末")


def test_no_character_stands_alone_in_the_last_line() -> None:
    rows = _rows(f"<p>{'字' * 39}国家。</p>")
    assert [row.text for row in rows] == ["字" * 20, "字" * 19, "国家。"]
    assert rows[1].right == pytest.approx(LEFT + MEASURE, abs=1)


def test_a_space_after_a_stop_takes_no_room() -> None:
    row = _rows('<p style="text-align:left"><b>甲。</b> 乙 “丙” 丁</p>')[0]
    at = {c["text"]: float(c["x0"]) for c in row.chars}
    assert at["乙"] - at["甲"] == pytest.approx(2 * EM, abs=0.2)
    assert at["丁"] - at["丙"] == pytest.approx(2 * EM, abs=0.2)


def test_a_number_is_not_parted_from_its_scale() -> None:
    rows = _rows(f'<p style="text-align:left">{"字" * 18}1.5万元</p>')
    assert rows[1].text == "1.5万元"


def test_an_apostrophe_is_narrow() -> None:
    row = _rows('<p style="text-align:left">见Singapore’s字</p>')[0]
    at = row.text.index("’")
    assert _origins(row)[at + 1] - _origins(row)[at] < 0.4 * EM


def test_a_word_longer_than_the_line_is_broken_where_that_is_asked() -> None:
    rows = _rows(f'<p style="overflow-wrap:anywhere">{"a" * 120}字</p>')
    assert len(rows) > 2
    assert all(row.right < LEFT + MEASURE + 1 for row in rows)


def test_english_is_left_ragged() -> None:
    rows = _rows(f'<p lang="en">{"The committee adopted a recommendation. " * 6}</p>')
    assert any(row.right < LEFT + MEASURE - 2 for row in rows[:-1])


def test_a_cell_is_as_wide_as_its_text() -> None:
    """Widths that a table asks for and lines that are set must agree, or a cell breaks its last character off."""
    rows = _rows('<table style="border-spacing:0"><tr><td>共3项AI</td><td>2020年6月</td></tr></table>')
    assert len(rows) == 1


def test_a_line_that_took_one_more_piece_fits_its_nested_elements() -> None:
    """A note's text stood below its number, since the squeezed line was wider than the outer element by a hair."""
    text = "乙、甲，丙；" * 9
    for size in range(18, 32):
        rows = _rows(f"<p>一<span><span><b>{'字' * (size - 15)}{text}</b></span></span></p>")
        assert len(rows[0].text) > 15, rows[0].text


ALPHABET = "甲乙，。“”（）《》、：—…·aB1.5 %-/"


class _Ruler:
    """Measure without a font: a Chinese character is one em of ten, anything else half of one."""

    square, height, baseline, style = 10.0, 10.0, 8.0, {"font_size": 10.0, "lang": "zh-Hans"}

    def width(self, text: str) -> float:
        return sum(5.0 if c < "\u2000" else 10.0 for c in text)


@given(st.text(ALPHABET, min_size=1, max_size=60), st.integers(0, 120))
def test_lines_hold_all_of_the_text_and_fit(text: str, width: int) -> None:
    from pipeline.publish.measure import Analysis

    found = Analysis(text, _Ruler())  # type: ignore[arg-type]
    start = 0
    while start < len(text):
        end, taken = found.line(start, float(width), at_start=True, force=True)
        assert end > start
        whole = end - start == 1 or taken <= width + 1e-6
        assert whole or end in found.places or end == len(text)
        start = end
    for place in found.places:
        assert text[place] not in NO_START
        assert text[place - 1] not in NO_END
