"""Build small works to publish, without reading or aligning: the rooms before are not what these tests are about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.model import (
    Bead,
    Bilingual,
    Bitext,
    Collation,
    Document,
    Issue,
    Kind,
    Original,
    Place,
    Revision,
    Scores,
    Segment,
    Severity,
    SignOff,
    State,
    Translation,
    Unchecked,
    Verification,
    Work,
    digest,
)

FRONT = '<p id="f1">政策研究报告</p><p id="f2">中文翻译版 · 仅供参考，以英文原文为准</p>'
NOTE = '<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>'
NOTES = (
    '<section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr/><ol><li id="fn1">'
    '<p>注文在页脚。<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>'
)


def collation(html: str, folder: Path, date: str = "2026-11-01") -> Collation:
    """Return a collation whose translation is this HTML under a title and front lines; its English is one sentence."""
    page = f'<h1 id="t">人工智能的治理</h1>{FRONT}{html}'
    front = (
        Segment("f1", "zh-Hans.md", "政策研究报告", Kind.FRONT, block="f1"),
        Segment("f2", "zh-Hans.md", "中文翻译版 · 仅供参考，以英文原文为准", Kind.FRONT, block="f2"),
    )
    target = Segment("p1", "zh-Hans.md", "经济合作与发展组织通过了建议。", block="p1", line=9)
    source = Segment("p1", "en.md", "The OECD adopted the Recommendation.", block="p1", line=3)
    zh = Document("zh-Hans.md", "zh-Hans", "a" * 64, (*front, target), page)
    en = Document("en.md", "en", "b" * 64, (source,), '<h1 id="t">Governing AI</h1><p id="p1">The OECD adopted the Recommendation.</p>')
    original = Original(en, "Governing AI", "https://example.org/ai", "2026-10-01", licence="CC BY 4.0", attribution="OECD")
    work = Work(
        "governing-ai",
        folder,
        Bilingual("Governing AI", "人工智能的治理"),
        (original,),
        Translation(zh, "编辑部", "1.1", (Revision("1.1", "2026-11-01", "改正一处数字"),)),
        publisher="数字政策研究所",
        date=date,
    )
    bead = Bead(digest(source.text, target.text), (source,), (target,))
    return Collation(Bitext((en,), zh, (bead,)), work=work)


def verification(one: Collation, state: State = "unapproved") -> Verification:
    """Return a verification with one open minor issue, one waived major one and one passage without check."""
    bead = one.bitext.beads[0]
    minor = Issue(
        "00000001", "terms", "terminology", "terminology", Severity.MINOR, Bilingual("m", "m"), target=Place.whole(bead.target[0])
    )
    major = replace(minor, id="00000002", severity=Severity.MAJOR, status="waived", reason="原文如此")
    return Verification(
        (minor, major),
        (Unchecked(Bilingual("no original", "没有对应的原文"), Place.whole(bead.target[0])),),
        (("en.md", 1.0), ("zh-Hans.md", 0.5)),
        Scores(98.0, 6, 15, 0.0),
        state,
        SignOff("审校", "2026-11-03") if state == "approved" else None,
    )
