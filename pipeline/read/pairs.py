"""Read pairs that are aligned already: JSON lines, the JSON of `duikan align`, tab-separated values, TMX, XLIFF."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from ..model import Bilingual, SourceError
from .bounds import MB, limits
from .files import MARK, decode, read_bytes

Pair = tuple[str, str, str]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SILENT = frozenset(("bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sc", "ec", "cp"))  # inline elements that hold native code, not text


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Read a bitext file as (id, English, Chinese); SourceError where it is none or a pair is broken."""
    readers: dict[str, Callable[[bytes, Path], Iterator[Pair]]] = {
        ".jsonl": _jsonl,
        ".json": _json,
        ".tsv": _tsv,
        ".tmx": _tmx,
        ".xlf": _xliff,
        ".xliff": _xliff,
    }
    reader = readers.get(path.suffix.lower())
    if path.is_file() and reader is None:
        known = ", ".join(readers)
        raise SourceError(
            path,
            Bilingual(f"unknown format {path.suffix or '(no suffix)'}", f"未知格式 {path.suffix or '（无后缀）'}"),
            Bilingual(f"use one of {known}", f"请使用：{known}"),
        )
    content = read_bytes(path)
    assert reader is not None
    pairs = tuple(reader(content, path))
    if not pairs:
        raise SourceError(path, Bilingual("there are no pairs in it", "其中没有句对"), Bilingual("check the file", "请检查文件"))
    return pairs


def _jsonl(content: bytes, path: Path) -> Iterator[Pair]:
    for n, line in enumerate(decode(content, path).removeprefix(MARK).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceError(
                path, Bilingual(f"not JSON: {error}", f"不是有效的 JSON：{error}"), Bilingual("correct this line", "请更正这一行"), n
            ) from error
        if not isinstance(row, dict) or not isinstance(row.get("en"), str) or not isinstance(row.get("zh"), str):
            raise SourceError(
                path,
                Bilingual("the line does not hold the strings en and zh", "该行没有 en 与 zh 两个字符串"),
                Bilingual('write {"id": "1", "en": "...", "zh": "..."}', '请写成 {"id": "1", "en": "...", "zh": "..."}'),
                n,
            )
        key = row.get("id", n)
        yield (str(key) if isinstance(key, (str, int)) else str(n)), row["en"], row["zh"]


def _json(content: bytes, path: Path) -> Iterator[Pair]:
    """Read the beads that `duikan align --format json` or a report holds; a side's segments are one text."""
    problem = Bilingual("this holds no beads", "其中没有对齐结果")
    remedy = Bilingual("make it with duikan align --format json", "请用 duikan align --format json 生成")
    text = decode(content, path).removeprefix(MARK)
    try:
        beads = json.loads(text)["beads"]
        for bead in beads:
            sides = [[str(s["text"]) for s in bead[side]] for side in ("source", "target")]
            yield str(bead["id"]), " ".join(sides[0]), "".join(sides[1])
    except json.JSONDecodeError as error:
        broken = Bilingual(f"not JSON: {error.msg}", f"不是有效的 JSON：{error.msg}")
        raise SourceError(path, broken, Bilingual("correct this line", "请更正这一行"), error.lineno) from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise SourceError(path, problem, remedy) from error


def _tsv(content: bytes, path: Path) -> Iterator[Pair]:
    """Read two columns (English, Chinese) or three (id first); a first line that names them is skipped."""
    rows = csv.reader(StringIO(decode(content, path).removeprefix(MARK), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    csv.field_size_limit(limits().file * MB)
    order = (0, 1, 2)
    for n, row in enumerate(rows, 1):
        lowered = [cell.strip().lower() for cell in row]
        if n == 1 and {"en", "zh"} <= set(lowered):
            order = (lowered.index("id") if "id" in lowered else -1, lowered.index("en"), lowered.index("zh"))
            continue
        if n == 1 and len(row) == 2:
            order = (-1, 0, 1)
        if not any(lowered):
            continue
        if len(row) <= max(order):
            raise SourceError(
                path,
                Bilingual(f"{len(row)} cells where {max(order) + 1} belong", f"只有 {len(row)} 个单元格，应为 {max(order) + 1} 个"),
                Bilingual("separate id, English and Chinese by tabs", "请用制表符分隔编号、英文、中文"),
                n,
            )
        yield (row[order[0]].strip() if order[0] >= 0 else "") or str(n), row[order[1]], row[order[2]]


def _tmx(content: bytes, path: Path) -> Iterator[Pair]:
    """Read TMX 1.4: a unit's English and Chinese variants; a unit that lacks one has an empty text there."""
    for n, unit in enumerate(_elements(content, path, "tu", "tmx"), 1):
        texts = {"en": "", "zh": ""}
        for variant in _children(unit, "tuv"):
            language = (variant.get(LANG) or variant.get("lang") or "").lower()[:2]
            segment = next(_children(variant, "seg"), None)
            if language in texts and segment is not None:
                texts[language] = _text(segment)
        if texts["en"] or texts["zh"]:
            yield unit.get("tuid") or str(n), texts["en"], texts["zh"]


def _xliff(content: bytes, path: Path) -> Iterator[Pair]:
    """Read XLIFF 1.2 (`trans-unit`) and 2.x (`unit` with `segment`s)."""
    root = _root(content, path, "xliff")
    chinese_first = _is_chinese(root.get("srcLang") or next((f.get("source-language") or "" for f in _all(root, "file")), ""))
    for n, unit in enumerate(_all(root, "trans-unit", "unit"), 1):
        key = unit.get("resname") or unit.get("id") or str(n)
        segments = list(_all(unit, "segment")) if _name(unit) == "unit" else [unit]
        for m, segment in enumerate(segments, 1):
            source, target = (next(_children(segment, side), None) for side in ("source", "target"))
            texts = [_text(e) if e is not None else "" for e in (source, target)]
            en, zh = reversed(texts) if chinese_first else texts
            yield (segment.get("id") if len(segments) > 1 and segment.get("id") else key if m == 1 else f"{key}.{m}") or key, en, zh


def _is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")


def _elements(content: bytes, path: Path, name: str, root: str) -> Iterator[Element]:
    return _all(_root(content, path, root), name)


def _root(content: bytes, path: Path, wanted: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.parse(BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise SourceError(
            path, Bilingual(f"not XML: {error.msg}", f"不是有效的 XML：{error.msg}"), Bilingual("export the file again", "请重新导出"), line
        ) from error
    root = tree.getroot()
    if b"<!ENTITY" in content:
        raise SourceError(
            path,
            Bilingual("it declares XML entities", "文件声明了 XML 实体"),
            Bilingual("export it without a document type of its own", "请导出不含自定义 DOCTYPE 的文件"),
        )
    if _name(root) != wanted:
        raise SourceError(
            path,
            Bilingual(f"this is no {wanted.upper()}: it begins with <{_name(root)}>", f"这不是 {wanted.upper()}：根元素为 <{_name(root)}>"),
            Bilingual("name the file after its format", "请使文件后缀与格式一致"),
        )
    return root


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(element: Element, *names: str) -> Iterator[Element]:
    return (e for e in element.iter() if _name(e) in names)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (e for e in element if _name(e) == name)


def _text(element: Element) -> str:
    """Return the text of a segment without the native code in its inline elements."""
    parts = [element.text or ""]
    for child in element:
        if _name(child) not in SILENT:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
