"""Take back what people decided elsewhere: match it with what is found now, and lead changed words back to the translation."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from .decide import today
from .fix import amend
from .model import Bilingual, Collation, Issue, Returned, Segment, SourceError, Waiver, join


def dated(waiver: Waiver, issue: Issue | None, known: Waiver | None, by: str) -> Waiver:
    """Return a decision that came from elsewhere as `review.toml` holds it: its person and day, and the words of its issue.

    What it does not say itself is taken from the waiver that is known already, else it is `by` and today.
    """
    place = (issue.target or issue.source) if issue else None
    words = (place.text or place.segment.text) if place else (known.text if known else waiver.text)
    who_ = waiver.by or (known.by if known else by)
    day = known.date if known and same_decision(waiver, known) else waiver.date or today()
    second = waiver.second or (known.second if known else "")
    check = issue.check if issue else waiver.check or (known.check if known else "")
    return Waiver(issue.id if issue else waiver.issue, waiver.kind, waiver.reason, who_, day, 0, check, words, second)


def same_decision(waiver: Waiver, known: Waiver | None) -> bool:
    """Tell whether two waivers of an issue say the same."""
    return known is not None and all(getattr(waiver, k) in (getattr(known, k), "") for k in ("kind", "reason", "by", "second"))


def amended_text(path: Path, returned: Returned, collation: Collation) -> str | None:
    """Return the translation's file as it reads with the changes that came back in a document; None where there are none.

    Raises SourceError where the translation is no longer the one that the document was made from.
    """
    document, work = collation.bitext.translation, collation.work
    blocks = [tuple(g) for _, g in groupby(document.segments, key=lambda s: s.block or s.id)]
    if returned.blocks and returned.sha256 != document.sha256:
        raise SourceError(
            path,
            Bilingual(f"{document.path} was changed since this document was made", f"生成此文档之后 {document.path} 已有改动"),
            Bilingual("make the document anew, and take the decisions over", "请重新生成文档，再转入批改"),
        )
    if returned.blocks and {n for n, _ in returned.blocks} != set(range(len(blocks))):
        gone = min(set(range(len(blocks))) - {n for n, _ in returned.blocks}, default=0)
        said = join(blocks[gone], document.locale)[:30]
        raise SourceError(
            path,
            Bilingual(f"a paragraph is gone: {said}", f"缺少一段：{said}"),
            Bilingual("take paragraphs out in the source itself", "删除段落请直接改源文件"),
        )
    wanted: dict[str, str] = {}
    for number, text in returned.blocks:
        wanted |= _parted(blocks[number], text, document.locale)
    if not wanted or work is None:
        return None
    return amend(work.folder / document.path, document.locale, wanted).after


def _parted(block: tuple[Segment, ...], text: str, locale: str) -> dict[str, str]:
    """Return the segments of a block that read otherwise in its new text, by id: each change falls to the segment it stands in."""
    old = join(block, locale)
    if text == old:
        return {}
    joint = "" if locale.startswith("zh") else " "
    starts = [len(joint.join(s.text for s in block[:n])) + (len(joint) if n else 0) for n in range(len(block))]
    said = dict.fromkeys(range(len(block)), "")
    for tag, a, b, c, d in SequenceMatcher(None, old, text, autojunk=False).get_opcodes():
        at = max(n for n, start in enumerate(starts) if start <= (a if tag != "insert" else max(a - 1, 0)))
        if tag != "equal":
            said[at] += text[c:d]
        for i in range(a, b):
            owner = max(n for n, start in enumerate(starts) if start <= i)
            said[owner] += old[i] if tag == "equal" else ""
    return {s.id: said[n].removesuffix(joint) if joint else said[n] for n, s in enumerate(block) if said[n] != s.text}
