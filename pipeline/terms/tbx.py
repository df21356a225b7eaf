"""Write a glossary as TBX v3 (ISO 30042:2019, dialect TBX-Basic) in either style, and read TBX back.

DCA names a data category in an attribute (`<termNote type="administrativeStatus">`), DCT in an element (`<min:administrativeStatus>`);
which element carries which category, and at which level it may stand, is as the TBX-Basic dialect defines it. What the house
says and TBX-Basic has no category for is said so that it comes back: a name's kind as the subject field, the scope as the
project subset, and `forbidden` as a deprecated term with that word as its note. The reader takes TBX v2 (`martif`) too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Literal

from lxml import etree
from lxml.etree import _Element as Element

from ..model import Bilingual, Concept, Glossary, SourceError, Status, Term
from .table import KINDS, LOCALES, canonical, checked, locale_of_tag

Style = Literal["dca", "dct"]
CORE = "urn:iso:std:iso:30042:ed-2"
MODULES = {"min": "http://www.tbxinfo.net/ns/min", "basic": "http://www.tbxinfo.net/ns/basic"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CATEGORIES = {  # name -> its element in DCA, its module in DCT
    "subjectField": ("descrip", "min"),
    "projectSubset": ("admin", "basic"),
    "administrativeStatus": ("termNote", "min"),
}
SAID: dict[Status, str] = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
    "forbidden": "deprecatedTerm-admn-sts",
}
HEARD: dict[str, Status] = {
    "preferredTerm": "preferred",
    "admittedTerm": "admitted",
    "deprecatedTerm": "deprecated",
    "supersededTerm": "deprecated",
}
FORBIDDEN = "forbidden"
SUBSETS = ("projectSubset", "customerSubset")
KNOWN = (*CATEGORIES, *SUBSETS, "note", "definition", "normativeAuthorization")  # what is read; the rest is said to be left out
TERMS = ("termSec", "tig", "ntig")
UNSPEAKABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
NO_NAME = re.compile(r"^[^A-Za-z\u4e00-\u9fff]|[^A-Za-z0-9.\u4e00-\u9fff-]")  # what an XML id cannot hold, and our own sign _
ESCAPED = re.compile(r"_x([0-9a-f]{1,6})_")  # _x20_


def to_tbx(glossary: Glossary, style: Style = "dca") -> str:
    """Return the glossary as a TBX-Basic document."""
    spaces = "".join(f' xmlns:{k}="{v}"' for k, v in MODULES.items()) if style == "dct" else ""
    root = etree.fromstring(f'<tbx xmlns="{CORE}"{spaces} type="TBX-Basic" style="{style}" xml:lang="en"/>')
    described = _under(_under(_under(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    _under(described, "p").text = "Written by Duikan from its glossary"
    body = _under(_under(root, "text"), "body")
    for concept in canonical(glossary).concepts:
        _concept(body, concept, style)
    etree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"


def _concept(body: Element, concept: Concept, style: Style) -> None:
    entry = _under(body, "conceptEntry", {"id": to_name(concept.id)})
    if concept.kind != "term":
        _category(entry, "subjectField", concept.kind, style)
    if concept.note:
        _under(entry, "note").text = _speakable(concept.note)
    for locale in LOCALES:
        terms = [t for t in concept.terms if t.locale == locale]
        section = _under(entry, "langSec", {LANG: locale}) if terms else None
        for term in terms:
            assert section is not None
            one = _under(section, "termSec")
            _under(one, "term").text = _speakable(term.text)
            _category(one, "administrativeStatus", SAID[term.status], style)
            if scope := term.scope or concept.scope:  # early versions of the dialect know it of terms only, later ones of concepts too
                _category(one, "projectSubset", scope, style)
            if term.status == "forbidden":
                _under(one, "note").text = FORBIDDEN
            if term.note:
                _under(one, "note").text = _speakable(term.note)


def _category(parent: Element, name: str, value: str, style: Style) -> None:
    carrier, module = CATEGORIES[name]
    if style == "dca":
        _under(parent, carrier, {"type": name}).text = _speakable(value)
    else:
        etree.SubElement(parent, f"{{{MODULES[module]}}}{name}").text = _speakable(value)


def _under(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    return etree.SubElement(parent, f"{{{CORE}}}{name}", attributes or {})


def _speakable(text: str) -> str:
    return UNSPEAKABLE.sub("\ufffd", text)


def to_name(identity: str) -> str:
    """Return an id as XML can hold it; `from_name` returns what it was.

    >>> to_name("ai act"), from_name(to_name("1_x20_")), to_name("欧盟")
    ('ai_x20_act', '1_x20_', '欧盟')
    """
    return NO_NAME.sub(lambda m: f"_x{ord(m[0]):x}_", identity)


def from_name(name: str) -> str:
    """Return the id that `to_name` wrote."""
    return ESCAPED.sub(lambda m: _character(m) or m[0], name)


def _character(m: re.Match[str]) -> str:
    """Return the character of an escape, where it is one that an id may hold."""
    code = int(m[1], 16)
    return chr(code) if code <= 0x10FFFF and chr(code).isprintable() else ""


# ---------------------------------------------------------------- reading


def from_tbx(content: bytes, path: str) -> tuple[Glossary, tuple[Bilingual, ...]]:
    """Return the glossary that a TBX document holds, and what was left out of it: terms in other languages.

    Raises SourceError for what is no XML, no TBX, declares entities, or holds no term.
    """
    other: Counter[str] = Counter()
    entries = list(_all(_root(content, path), "conceptEntry", "termEntry"))
    concepts = (_read(n, e, other) for n, e in enumerate(entries, 1))
    glossary = checked((c for c in concepts if c.terms), path)
    left = [Bilingual(f"left out: {n} terms in {tag}", f"未收入：{n} 条 {tag} 术语") for tag, n in sorted(other.items())]
    unknown = Counter(name for e in entries for part in e.iter() for name, _ in _categories(part) if name not in KNOWN)
    left += [Bilingual(f"left out: {n} of {name}", f"未收入：{n} 处 {name}") for name, n in sorted(unknown.items())]
    return glossary, tuple(left)


def _root(content: bytes, path: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.parse(BytesIO(content), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(
            path,
            Bilingual(f"not XML: {error.msg}", f"不是有效的 XML：{error.msg}"),
            Bilingual("export the file again", "请重新导出"),
            error.lineno or None,
        ) from error
    dtd: Any = tree.docinfo.internalDTD  # lxml's stubs do not know its entities
    if dtd is not None and next(iter(dtd.entities()), None) is not None:
        raise SourceError(
            path,
            Bilingual("it declares XML entities", "文件声明了 XML 实体"),
            Bilingual("export it without a document type of its own", "请导出不含自定义 DOCTYPE 的文件"),
        )
    root = tree.getroot()
    if _name(root) not in ("tbx", "martif"):
        raise SourceError(
            path,
            Bilingual(f"this is no TBX: it begins with <{_name(root)}>", f"这不是 TBX：根元素为 <{_name(root)}>"),
            Bilingual("name the format with --format", "请用 --format 指明格式"),
        )
    return root


def _read(n: int, entry: Element, other: Counter[str]) -> Concept:
    said = dict(_said(entry))
    subject = said.get("subjectField", "")
    kind = subject if subject in KINDS else "term"
    notes = [text for name, text in _said(entry) if name in ("note", "definition")]
    if subject and kind == "term":
        notes.append(subject)
    terms: list[Term] = []
    for section in _all(entry, "langSec", "langSet"):
        tag = section.get(LANG) or section.get("lang") or ""
        found = list(_terms(section, locale_of_tag(tag)))
        if locale_of_tag(tag):
            terms += found
            notes += [text for name, text in _said(section) if name in ("note", "definition")]
        else:
            other[tag] += len(found)
    scope = " | ".join(dict.fromkeys(v for name, v in said.items() if name in SUBSETS))
    return Concept(
        from_name(entry.get("id") or f"c{n}"),
        tuple(terms),
        kind,
        scope,
        "; ".join(dict.fromkeys(notes)),
        line=entry.sourceline if isinstance(entry.sourceline, int) else 0,
    )


def _terms(section: Element, locale: str) -> Iterator[Term]:
    """Yield the terms of a language; where no status is given, the first is preferred and the others are admitted."""
    for n, one in enumerate(_all(section, *TERMS)):
        text = next((_text(t) for t in _all(one, "term")), "")
        if text:
            said = list(_said(one))
            stated = next((v for name, v in said if name in ("administrativeStatus", "normativeAuthorization")), "")
            status = HEARD.get(stated.removesuffix("-admn-sts"), "admitted" if n else "preferred")
            banned = status == "deprecated" and ("note", FORBIDDEN) in said
            scope = " | ".join(dict.fromkeys(v for name, v in said if name in SUBSETS))
            note = "; ".join(v for name, v in said if name in ("note", "definition") and not (banned and v == FORBIDDEN))
            yield Term(locale, text, "forbidden" if banned else status, scope, note)


def _said(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the data categories that stand at an element itself, alone or in a group: name and value."""
    for child in element:
        if _name(child) in ("adminGrp", "descripGrp", "termNoteGrp", "termGrp"):
            yield from _said(child)
        elif _name(child) not in ("ref", "xref", "date"):
            yield from _categories(child)


def _categories(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the data category that an element is, if it is one."""
    if _name(element) in ("admin", "descrip", "termNote", "ref", "xref"):
        yield element.get("type") or _name(element), _text(element)
    elif not len(element) and _name(element) not in ("term", "date", "termGrp"):
        yield _name(element), _text(element)


def _all(element: Element, *names: str) -> Iterable[Element]:
    return (e for e in element.iter() if _name(e) in names)


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    return " ".join("".join(str(t) for t in element.itertext()).split())
