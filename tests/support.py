"""Run checks on small texts, as doctests and cases need it, and find the shared benchmark data."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.checks import checks, pair, run
from pipeline.model import Bilingual, Bitext, Collation, Decisions, Glossary, Issue, Original, Settings, Translation, Work

BENCH = Path(os.environ.get("DUIKAN_BENCH", Path(__file__).resolve().parents[2] / "shared"))
HEADER = "id,en,zh-Hans,zh-Hans-SG,zh-Hant-TW,zh-Hant-HK,status,scope,note"


def issues_of(check: str, en: str, zh: str, folder: Path, terms: str = "", names: str = "", locale: str = "") -> tuple[Issue, ...]:
    """Run one check: on documents written as Markdown where it needs whole documents or has several lines, else on a loose pair.

    `terms` and `names` are rows of glossary files without their header. A `locale` is that of the translation, as a document.
    """
    glossary = Glossary()
    if terms or names:
        glossary = _glossary(folder, terms, names)
    settings = Settings(encoder="lexical")
    work: Work | None = None
    if checks()[check].whole or "\n" in en or locale:
        from pipeline.align import align
        from pipeline.read import read_markdown

        original = Original(read_markdown(en, "en.md", "en"))
        work = Work("case", folder, Bilingual("", ""), (original,), Translation(read_markdown(zh, "zh.md", locale or "zh-Hans")))
        bitext: Bitext = align(work, glossary, settings, Decisions())
    else:
        bitext = pair(en, zh)
    return run(Collation(bitext, glossary, settings, work), only=[check])


def _glossary(folder: Path, terms: str, names: str) -> Glossary:
    from pipeline.read import read_glossary

    (folder / "terms.csv").write_text(f"{HEADER}\n{terms}\n", encoding="utf-8")
    (folder / "names.csv").write_text(f"{HEADER.replace(',en,', ',kind,en,', 1)}\n{names}\n", encoding="utf-8")
    return read_glossary(folder)
