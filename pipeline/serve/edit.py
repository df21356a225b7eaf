"""Put another wording into a segment of a Markdown file, and nothing else.

The words go through `Segment.runs` to the characters of the file that they change, so that `**`, links, notes and line ends
stay. Then the file is read again: where anything but these words differs, the edit is refused and the editor told where to
make it by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..fix import SUFFIXES, Edit, edits_of, holds
from ..model import Bilingual, Document, Place, Segment, SourceError

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")  # what a backslash can escape in Markdown: * _ [ ] # | and the like


def edited(content: str, document: Document, segment: Segment, wanted: str) -> str:
    """Return the file's text in which that segment reads as wanted; line breaks in what is wanted become spaces.

    Raises SourceError with the line where the file is no Markdown, the new text is empty, or markup stands in the way.
    """
    if Path(document.path).suffix.lower() not in SUFFIXES:
        raise SourceError(
            document.path,
            Bilingual("only Markdown can be edited here", "此处只能编辑 Markdown 文件"),
            Bilingual("edit it in its own program; the desk will notice", "请在原程序中修改，审校台会自动更新"),
        )
    text = " ".join(wanted.split("\n")).strip()
    if not text:
        raise _refused(segment, "a sentence cannot be emptied here", "此处不能清空句子")
    if text == segment.text:
        return content
    edits = edits_of(Place.whole(segment), text)
    for written in (edits, _escaped(edits)):
        after = _applied(content, written)
        if edits and holds(content, after, document, {segment.id: text}):
            return after
    raise _refused(segment, "the new wording meets markup, so the change cannot be made here", "新的文字与标记相连，无法在此修改")


def _applied(content: str, edits: list[Edit]) -> str:
    for at, until, words in sorted(edits, reverse=True):
        content = content[:at] + words + content[until:]
    return content


def _escaped(edits: list[Edit]) -> list[Edit]:
    return [(at, until, PUNCTUATION.sub(r"\\\g<0>", words)) for at, until, words in edits]


def _refused(segment: Segment, en: str, zh: str) -> SourceError:
    return SourceError(
        segment.path,
        Bilingual(en, zh),
        Bilingual("edit that line in the file; the desk will notice", "请在文件中修改该行，审校台会自动更新"),
        segment.line,
    )
