"""Read a Word document that was written for review: replies to its comments, and paragraphs that read otherwise now.

A change that is still tracked is not decided: what it would put in does not count, what it would take out still stands.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from ..language.decisions import AUTHOR, ISSUE, decided
from ..model import Bilingual, Returned, SourceError, Waiver

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
KEYWORDS = re.compile(r"duikan work=(.*) sha256=([0-9a-f]*)")
BLOCK = re.compile(r"duikan_(\d+)\Z")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}


def read_docx(content: bytes, path: Path) -> Returned:
    """Return the decisions in replies, and the text of every paragraph by its number; SourceError where one went or came."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if n.startswith(("word/", "docProps/")) and n.endswith(".xml")}
    known = KEYWORDS.search(_core(parts, path))
    if known is None:
        raise SourceError(
            path,
            Bilingual("this document was not made for review", "此文档不是为审校生成的"),
            Bilingual("name a file that duikan check --format docx made", "请指定 duikan check --format docx 生成的文件"),
        )
    waivers, loose = _decisions(parts, path)
    return Returned(known[1].strip(), waivers, known[2], tuple(_paragraphs(_tree(parts, "word/document.xml", path), path)), loose)


def _core(parts: dict[str, bytes], path: Path) -> str:
    return " ".join(map(str, _tree(parts, "docProps/core.xml", path).itertext())) if "docProps/core.xml" in parts else ""


def _tree(parts: dict[str, bytes], name: str, path: Path) -> etree._Element:
    try:
        return etree.fromstring(parts[name], etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (KeyError, etree.XMLSyntaxError) as error:
        raise SourceError(
            path,
            Bilingual(f"its part {name} cannot be read", f"其中的 {name} 无法读取"),
            Bilingual("save it as DOCX again", "请重新另存为 DOCX"),
        ) from error


# ---------------------------------------------------------------- replies


def _decisions(parts: dict[str, bytes], path: Path) -> tuple[tuple[Waiver, ...], tuple[str, ...]]:
    """Return the waivers that replies word, the last one an issue counting, and the replies that decide nothing."""
    if "word/comments.xml" not in parts:
        return (), ()
    comments = list(_tree(parts, "word/comments.xml", path).iter(f"{W}comment"))
    parents = _parents(parts, path)
    ours = {_id(c): issue for c in comments if (issue := _ours(c))}
    at = {p.get(f"{W14}paraId", ""): ours[_id(c)] for c in comments if _id(c) in ours for p in c.iter(f"{W}p")}
    waivers: dict[str, Waiver] = {}
    loose: list[str] = []
    for comment in comments:
        issue, said, by = ours.get(_id(comment), ""), "\n".join(_after_prompt(_lines(comment))), ""
        if not issue:
            said, by = "\n".join(_lines(comment)), comment.get(f"{W}author", "")
            answered = [a for p in comment.iter(f"{W}p") for a in _ancestors(p.get(f"{W14}paraId", ""), parents)]
            named = ISSUE.search(said)
            issue, said = next((at[a] for a in answered if a in at), named[1] if named else ""), ISSUE.sub("", said)
        day = DATE.match(comment.get(f"{W}date", ""))
        reply = decided(said)
        if issue and reply:
            waivers[issue] = Waiver(issue, reply[0], " ".join(reply[1].split()), by, day[0] if day else "")
        elif said.strip():
            loose.append(" ".join(said.split()))
    return tuple(waivers.values()), tuple(loose)


def _ours(comment: etree._Element) -> str:
    """Return the id of the issue that one of our own comments is about; empty for other people's comments."""
    lines = _lines(comment)
    found = ISSUE.search(lines[0]) if lines and comment.get(f"{W}author") == AUTHOR else None
    return found[1] if found else ""


def _parents(parts: dict[str, bytes], path: Path) -> dict[str, str]:
    """Return, per paragraph of a comment, the paragraph of the comment that it answers."""
    if "word/commentsExtended.xml" not in parts:
        return {}
    tree = _tree(parts, "word/commentsExtended.xml", path)
    return {e.get(f"{W15}paraId", ""): e.get(f"{W15}paraIdParent", "") for e in tree.iter(f"{W15}commentEx")}


def _ancestors(key: str, parents: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    while (key := parents.get(key, "")) and key not in seen:
        seen.add(key)
        yield key


def _after_prompt(lines: list[str]) -> list[str]:
    """Return what somebody wrote below our own words in our own comment."""
    at = next((n for n, line in enumerate(lines) if line.startswith("请回复")), len(lines))
    return lines[at + 1 :]


def _lines(comment: etree._Element) -> list[str]:
    return [_text(p) for p in comment.iter(f"{W}p")]


def _id(comment: etree._Element) -> str:
    return comment.get(f"{W}id", "")


# ---------------------------------------------------------------- paragraphs


def _paragraphs(tree: etree._Element, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number and text of every paragraph; one that has none of our numbers, or two of them, is refused."""
    seen: set[int] = set()
    body = tree.find(f"{W}body")
    for n, paragraph in enumerate((body if body is not None else tree).iter(f"{W}p"), 1):
        names = [BLOCK.match(b.get(f"{W}name", "")) for b in paragraph.iter(f"{W}bookmarkStart")]
        numbers = [int(found[1]) for found in names if found]
        text = _text(paragraph)
        if (len(numbers) != 1 and (numbers or text.strip())) or set(numbers) & seen:
            raise SourceError(
                path,
                Bilingual(f"paragraph {n} was added, split or joined: {text[:30]}", f"第 {n} 段系新增、拆分或合并而成：{text[:30]}"),
                Bilingual(
                    "change paragraphs in the source itself; here only words and replies", "段落增删请直接改源文件；此处只改文字、作批复"
                ),
            )
        if numbers:
            seen.add(numbers[0])
            yield numbers[0], text


def _text(paragraph: etree._Element) -> str:
    """Return a paragraph's text as it stands: without what is only proposed, with what is only proposed to go."""
    parts = []
    for element in paragraph.iter(f"{W}t", f"{W}delText", *BREAKS):
        if not any(a.tag in (f"{W}ins", f"{W}moveTo") for a in element.iterancestors()):
            parts.append(BREAKS.get(str(element.tag), element.text or ""))
    return "".join(parts)
