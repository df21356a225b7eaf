"""Check whole policy documents and print every issue of major severity or above with both texts: `python -m tests.bench_documents`.

The documents are `bench/documents/*/en.md` and `zh-Hans.md` of $DUIKAN_BENCH. They are good published translations, so an issue
is a false alarm or a true error that a reader must judge; the last line gives the rate per 1,000 segments.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from pipeline.align import align
from pipeline.checks import run
from pipeline.model import Collation, Decisions, Issue, Place, Settings, Severity
from pipeline.read import read_files, read_glossary
from tests.support import BENCH

DOCUMENTS = BENCH / "bench" / "documents"
GLOSSARY = Path(__file__).resolve().parents[1] / "glossary"


def main(least: Severity = Severity.MAJOR) -> int:
    """Print the issues and the rate; return 0, or 1 where the documents are not there."""
    folders = sorted(p.parent for p in DOCUMENTS.glob("*/en.md")) if DOCUMENTS.is_dir() else []
    if not folders:
        print(f"{DOCUMENTS}: no documents here; set DUIKAN_BENCH", file=sys.stderr)
        return 1
    segments, by_check = 0, Counter[tuple[str, str]]()
    for folder in folders:
        count, issues = _check(folder)
        segments += count
        by_check.update((i.check, str(i.severity)) for i in issues)
        grave = [i for i in issues if i.severity >= least]
        print(f"\n## {folder.name}: {count} segments, {len(grave)} issues")
        for issue in grave:
            _show(issue)
    print()
    for (check, severity), number in sorted(by_check.items()):
        print(f"{check:32s} {severity:9s} {number}")
    total = sum(n for (_, s), n in by_check.items() if s in ("major", "critical"))
    print(f"{total} issues of major or above in {segments} segments of the originals: {1000 * total / segments:.1f} per 1,000")
    return 0


def _check(folder: Path) -> tuple[int, tuple[Issue, ...]]:
    work = read_files([folder / "en.md"], folder / "zh-Hans.md")
    glossary, settings = read_glossary(GLOSSARY), Settings()
    bitext = align(work, glossary, settings, Decisions())
    return len(work.originals[0].document.segments), run(Collation(bitext, glossary, settings, work))


def _show(issue: Issue) -> None:
    place = issue.target or issue.source
    line = place.segment.line if place else 0
    print(f"{line}: {issue.check} ({issue.severity}): {issue.message.en}")
    for name, side in (("en", issue.source), ("zh", issue.target)):
        if side:
            print(f"    {name} {_marked(side)}")


def _marked(place: Place) -> str:
    text = place.segment.text
    return f"{text[: place.start]}⟦{place.text}⟧{text[place.end :]}"


if __name__ == "__main__":
    sys.exit(main(Severity[sys.argv[1].upper()] if len(sys.argv) > 1 else Severity.MAJOR))
