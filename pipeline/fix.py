"""Put safe corrections of Chinese usage into a Markdown file, and nothing else.

What may be corrected is what the checks of usage mark `safe`: a form that the standard gives, between Chinese characters. Each
correction goes through `Segment.runs` to the characters of the file that it changes, so that `**`, escapes, tables, line ends
and everything between stay as they are. Then the file is read again: where pandoc sees anything but other words in the same
places, the corrections that brought it about are refused and the others stay.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from .checks import run
from .language.length import HAN
from .language.script import written_in
from .language.usage import ENGLISH
from .model import Bead, Bilingual, Bitext, Collation, Document, Issue, Place, Run, Segment, Settings, SourceError, digest
from .read import read_markdown
from .read.files import decode, read_bytes
from .read.pandoc import MARKDOWN, Node, parse

SUFFIXES = (".md", ".markdown")
CHECKS = ("numerals", "punctuation", "quotes", "spacing")
ROUNDS = 10  # one correction may make room for another: 、。 after a mark was removed
WORDS = ("Str", "Space", "SoftBreak")  # pandoc's nodes that are text
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")  # what a backslash can escape in Markdown: * _ [ ] # | and the like
# Other readers of Markdown that people print with: to them too a corrected file is the same but for its words.
ALSO = ("markdown-smart", "gfm")
# Lines that draw a table by its columns, in which no character may grow wider: +-----+-----+, ----- -----.
DRAWN = re.compile(r"[ \t]{0,3}(?:\+[-=:+]{3,}\+|:?-{2,}:?(?:[ \t]+:?-{2,}:?)+)[ \t]*\r?\Z")
Edit = tuple[int, int, str]  # characters of the file [at:until] and what stands there afterwards


@dataclass(frozen=True, slots=True)
class Fixed:
    """Hold a file's text before and after; `refused` are safe corrections that would have changed more than text."""

    path: Path
    before: str
    after: str
    applied: tuple[Issue, ...] = ()
    refused: tuple[Issue, ...] = ()


def fix(path: Path, locale: str, settings: Settings, waived: frozenset[str] = frozenset()) -> Fixed:
    """Return the text of a Markdown file with its safe corrections; issues in `waived` are left. Writes nothing.

    `locale` is `zh` where only the text itself can tell which Chinese it is.

    Raises SourceError for a file that is no Markdown or holds no Chinese by its locale.
    """
    if path.is_file() and path.suffix.lower() not in SUFFIXES:
        raise SourceError(
            path,
            Bilingual("only Markdown can be corrected in place", "只能就地改正 Markdown 文件"),
            Bilingual("correct it in its own program, after the report", "请依报告在原程序中改正"),
        )
    if not locale.startswith("zh"):
        raise SourceError(
            path,
            Bilingual("this is an original; only Chinese is corrected", "这是原文，只改正中文"),
            Bilingual("name the translation", "请指定译文"),
        )
    before = text = decode(read_bytes(path), path)
    locale = written_in(text) if locale == "zh" else locale
    applied: list[Issue] = []
    refused: list[Issue] = []
    for _ in range(ROUNDS):
        document = read_markdown(text, str(path), locale)
        drawn = _drawn(text)
        issues = [i for i in safe_issues(document, settings) if i.id not in waived and not _in_any(i, drawn)]
        kept = _settled(text, document, (), tuple(issues)) if issues else ()
        done = {i.id for i in kept}
        refused = [i for i in issues if i.id not in done]
        if not kept:
            break
        applied += kept
        text = _changed(text, kept)
    return Fixed(path, before, text, tuple(applied), tuple(refused))


def safe_issues(document: Document, settings: Settings) -> list[Issue]:
    """Return the issues of usage whose corrections are safe and can be led back to characters of the file, none overlapping.

    The rules of punctuation, numerals and spaces are those of simplified Chinese; a traditional text is corrected in its quotes only.
    """
    beads = tuple(Bead(digest(s.id, s.text), (), (s,)) for s in document.segments)
    only = ("quotes",) if document.locale.startswith("zh-Hant") else CHECKS
    found: list[Issue] = []
    taken: set[int] = set()
    for issue in run(Collation(Bitext((), document, beads), settings=settings), only, sys.maxsize):
        if not issue.safe or issue.target is None or issue.suggestion is None or not _in_chinese(issue.target, issue.suggestion):
            continue
        edits = edits_of(issue.target, issue.suggestion)
        touched = {n for at, until, _ in edits for n in range(at, max(until, at + 1))}
        if edits and not touched & taken:
            taken |= touched
            found.append(issue)
    return found


def _drawn(text: str) -> list[tuple[int, int]]:
    """Return where a text has tables that are drawn by columns, each with the lines around it up to an empty one."""
    found: list[tuple[int, int]] = []
    start, drawn, at = 0, False, 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            drawn = drawn or bool(DRAWN.match(line))
        else:
            if drawn:
                found.append((start, at))
            start, drawn = at + len(line) + 1, False
        at += len(line) + 1
    return found


def _in_any(issue: Issue, stretches: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a correction changes the file within one of the stretches."""
    if not stretches or issue.target is None or issue.suggestion is None:
        return False
    return any(start <= at < end for at, _, _ in edits_of(issue.target, issue.suggestion) for start, end in stretches)


def _in_chinese(place: Place, suggestion: str) -> bool:
    """Tell whether a change is of Chinese: not in a link, and no Latin word on both sides or an English sentence around it."""
    text = place.segment.text
    for start, end, _ in _changes(place, suggestion):
        for mark in place.segment.marks:
            if mark.kind in ("link", "image", "code") and mark.start < max(end, start + 1) and start < mark.end:
                return False
    before, after = text[: place.start].rstrip()[-1:], text[place.end :].lstrip()[:1]
    if place.end > place.start + 1 and all(c.isascii() and c.isalpha() for c in (before, after)):
        return False
    return not (ENGLISH.search(text) and len(HAN.findall(text)) * 2 < sum(c.isascii() and c.isalpha() for c in text) // 3)


def _changes(place: Place, suggestion: str) -> list[tuple[int, int, str]]:
    """Return the least changes of a segment's text that make a place read as suggested."""
    matcher = SequenceMatcher(None, place.text, suggestion, autojunk=False)
    return [(place.start + a, place.start + b, suggestion[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def edits_of(place: Place, suggestion: str) -> list[Edit]:
    """Return the least changes of the file that make a place read as suggested; none where they cannot be placed.

    A character that stands for more in the file (an escape, an entity) is replaced as a whole; a line break stays.

    >>> segment = Segment("p1", "zh-Hans.md", "说,好", runs=(Run(0, 1, 0, 1, 1, 1), Run(1, 3, 3, 5, 1, 4)))
    >>> edits_of(Place(segment, 1, 2), "，")
    [(3, 4, '，')]
    """
    edits: list[Edit] = []
    for start, end, words in _changes(place, suggestion):
        at_start = start == place.start
        made = _replaced(place.segment, start, end, words) if end > start else _inserted(place.segment, start, words, at_start)
        if made is None:
            return []
        edits += made
    return edits


def _replaced(segment: Segment, start: int, end: int, words: str) -> list[Edit] | None:
    """Put words in the place of characters: the first stretch of the file takes them, the others go."""
    edits: list[Edit] = []
    for run_ in segment.runs:
        a, b = max(run_.start, start), min(run_.end, end)
        if a >= b:
            continue
        if _verbatim(run_):
            edits.append((run_.at + a - run_.start, run_.at + b - run_.start, ""))
        elif (a, b) == (run_.start, run_.end):
            edits.append((run_.at, run_.until, ""))
        else:
            return None
    return [(*edits[0][:2], words), *edits[1:]] if edits else None


def _inserted(segment: Segment, at: int, words: str, at_start: bool) -> list[Edit] | None:
    """Put words between two characters: beside the one before, or at the start of a place beside the one after."""
    for run_ in segment.runs:
        if not at_start and run_.start < at <= run_.end and (_verbatim(run_) or at == run_.end):
            spot = run_.until if at == run_.end else run_.at + at - run_.start
            return [(spot, spot, words)]
        if at_start and run_.start <= at < run_.end and (_verbatim(run_) or at == run_.start):
            spot = run_.at + at - run_.start
            return [(spot, spot, words)]
    return None


def _verbatim(run_: Run) -> bool:
    return run_.end - run_.start == run_.until - run_.at


def _changed(text: str, issues: Sequence[Issue]) -> str:
    return _spliced(text, [e for i in issues if i.target and i.suggestion is not None for e in edits_of(i.target, i.suggestion)])


def _spliced(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    past = 0
    for at, until, words in sorted(edits):
        pieces += (text[past:at], words)
        past = until
    return "".join((*pieces, text[past:]))


def _settled(text: str, document: Document, kept: tuple[Issue, ...], rest: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """Return those of the issues whose corrections together change nothing but text; halves a set that does more."""
    if _same(text, document, (*kept, *rest)):
        return (*kept, *rest)
    if len(rest) < 2:
        return kept
    half = len(rest) // 2
    return _settled(text, document, _settled(text, document, kept, rest[:half]), rest[half:])


def _same(text: str, document: Document, issues: Sequence[Issue]) -> bool:
    """Tell whether the corrected file has the same structure and exactly the words that the corrections say."""
    if not issues:
        return True
    wanted: dict[str, str] = {}
    texts = {s.id: s.text for s in document.segments}
    for issue in sorted(issues, key=lambda i: i.target.start if i.target else 0, reverse=True):
        assert issue.target is not None
        key = issue.target.segment.id
        now = wanted.get(key, texts[key])
        wanted[key] = now[: issue.target.start] + (issue.suggestion or "") + now[issue.target.end :]
    return holds(text, _changed(text, issues), document, wanted)


def holds(before: str, after: str, document: Document, wanted: Mapping[str, str]) -> bool:
    """Tell whether a Markdown text has kept its structure, and its words but for those of the segments named in `wanted`."""
    if skeleton(before, document.path) != skeleton(after, document.path):
        return False
    found = read_markdown(after, document.path, document.locale)
    return _bare(wanted.get(s.id, s.text) for s in document.segments) == _bare(s.text for s in found.segments)


def _bare(texts: object) -> str:
    """Return texts as one, without spaces: a line break in the file may or may not be one."""
    assert hasattr(texts, "__iter__")
    return "".join("".join(str(t).split()) for t in texts)


def amend(path: Path, locale: str, wanted: Mapping[str, str]) -> Fixed:
    """Return the text of a Markdown file with those segments (by id) reading as people want them. Writes nothing.

    Raises SourceError where it is no Markdown, or where the words cannot be put in without changing more than words.
    """
    before = decode(read_bytes(path), path) if path.suffix.lower() in SUFFIXES else ""
    return Fixed(path, before, reworded(before, str(path), locale, wanted))


def reworded(before: str, path: str, locale: str, wanted: Mapping[str, str]) -> str:
    """Return a Markdown text in which those segments (by id) read as wanted, and nothing else differs.

    What would be markup in the new words is escaped. Raises SourceError with the line, as `amend` does.
    """
    if Path(path).suffix.lower() not in SUFFIXES:
        raise SourceError(
            path,
            Bilingual("only Markdown can be corrected in place", "只能就地改正 Markdown 文件"),
            Bilingual("make the changes in its own program", "请在原程序中修改"),
        )
    document = read_markdown(before, path, locale)
    edits: list[Edit] = []
    for segment in document.segments:
        words = wanted.get(segment.id, segment.text)
        made = edits_of(Place.whole(segment), words) if words != segment.text else []
        if words != segment.text and not made:
            raise _stuck(path, segment)
        edits += made
    for written in (edits, [(at, until, PUNCTUATION.sub(r"\\\g<0>", words)) for at, until, words in edits]):
        after = _spliced(before, written)
        if holds(before, after, document, wanted):
            return after
    raise _stuck(path, next(s for s in document.segments if s.id in wanted))


def _stuck(path: Path | str, segment: Segment) -> SourceError:
    return SourceError(
        path,
        Bilingual(f"the new words cannot be put in by themselves: {segment.text[:40]}", f"无法只替换文字：{segment.text[:40]}"),
        Bilingual("change this passage in the file", "请在文件中修改此处"),
        segment.line,
    )


def skeleton(text: str, path: Path | str) -> str:
    """Return what pandoc sees in a Markdown text besides its words: every block, mark, address, code and identifier.

    >>> skeleton("甲,**乙**", "a.md") == skeleton("甲，**丙 丁**", "a.md"), skeleton("甲,乙", "a.md") == skeleton("甲,*乙*", "a.md")
    (True, False)
    """
    trees = [parse(text.encode("utf-8", "replace"), reader, path) for reader in (MARKDOWN.removesuffix("+sourcepos"), *ALSO)]
    return json.dumps([[_wordless(tree.blocks), _wordless(tree.title)] for tree in trees], ensure_ascii=False)


def _wordless(node: Node) -> Node:
    if isinstance(node, dict):
        return {key: _wordless(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    bare: list[Node] = []
    for each in node:
        if isinstance(each, dict) and each.get("t") in WORDS:
            if not bare or bare[-1] != "text":
                bare.append("text")
        else:
            bare.append(_wordless(each))
    return bare
