"""Write a glossary as UTX 1.20 (Universal Terminology eXchange, AAMT), tab-separated, and read it back.

UTX is a list of pairs: it holds English and one Chinese locale, the status of the Chinese wording, the concept's id, one
comment and a customer (our scope). It cannot hold the other locales, disapproved English wordings, the kind of a name (only that
it is a proper noun), the difference between deprecated and forbidden (both are forbidden), or a concept without one of its two
sides. `held` is what remains of a glossary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from ..model import Bilingual, Concept, Glossary, SourceError, Status, Term
from .table import BESIDE, canonical, checked, locale_of_tag

COLUMNS = ("src", "tgt", "src:pos", "term status", "concept ID", "customer", "comment")
SAID: dict[Status, str] = {"preferred": "approved", "admitted": "non-standard", "deprecated": "forbidden", "forbidden": "forbidden"}
HEARD: dict[str, Status] = {
    "approved": "preferred",
    "provisional": "admitted",
    "non-standard": "admitted",
    "forbidden": "forbidden",
    "rejected": "forbidden",
    "obsolete": "deprecated",
}


def held(glossary: Glossary, locale: str = "zh-Hans") -> Glossary:
    """Return what UTX can hold of a glossary for one Chinese locale."""
    found = []
    for concept in canonical(glossary).concepts:
        english, chinese = dict.fromkeys(concept.texts("en")), [t for t in concept.terms if t.locale == locale]
        if english and chinese:
            terms = [Term("en", text, "admitted" if n else "preferred") for n, text in enumerate(english)]
            seen: dict[str, Term] = {}
            for term in chinese:
                seen.setdefault(term.text, replace(term, status="forbidden") if term.status == "deprecated" else term)
            first, *rest = seen.values()
            note = BESIDE.join(dict.fromkeys(filter(None, (concept.note, first.note))))  # the first pair speaks for the concept
            found.append(replace(concept, terms=(*terms, replace(first, scope="", note=""), *rest), note=note, kind="term"))
    return canonical(Glossary(tuple(found)))


def to_utx(glossary: Glossary, locale: str = "zh-Hans") -> tuple[str, tuple[Bilingual, ...]]:
    """Return the glossary as UTX for English and one Chinese locale, and what it could not hold."""
    lines = [f"#UTX 1.20; en/{locale}; dictionary ID: duikan", "#" + "\t".join(COLUMNS)]
    kinds = {c.id: c.kind for c in glossary.concepts}
    small = held(glossary, locale)
    for concept in small.concepts:
        pos = "noun" if kinds[concept.id] == "term" else "properNoun"
        for n, (source, term) in enumerate(_pairs(concept, locale)):
            comment = term.note if n else concept.note
            cells = (source, term.text, pos, SAID[term.status], concept.id, (term.scope if n else "") or concept.scope, comment)
            lines.append("\t".join(map(_cell, cells)))
    return "\n".join(lines) + "\n", tuple(_left(glossary, small, locale))


def _pairs(concept: Concept, locale: str) -> Iterator[tuple[str, Term]]:
    """Yield pairs that name every wording: side by side, the shorter side's first wording beside what is left of the longer."""
    english = concept.texts("en")
    chinese = [t for t in concept.terms if t.locale == locale]
    for source, target in zip_longest(english, chinese):
        term = target or chinese[0]
        yield source or english[0], term


def _cell(text: str) -> str:
    return " ".join(text.split())


def _left(glossary: Glossary, small: Glossary, locale: str) -> Iterator[Bilingual]:
    whole = canonical(glossary)
    if n := len(whole.concepts) - len(small.concepts):
        yield Bilingual(f"UTX cannot hold {n} concepts without English or {locale}", f"UTX 无法收入 {n} 个缺少英文或 {locale} 的概念")
    if n := sum(t.locale not in ("en", locale) for c in whole.concepts for t in c.terms):
        yield Bilingual(f"UTX cannot hold {n} terms of other locales", f"UTX 无法收入其他地区的 {n} 条术语")
    if n := sum(t.status == "deprecated" for c in whole.concepts for t in c.terms if t.locale == locale):
        yield Bilingual(f"UTX says forbidden of {n} deprecated terms", f"{n} 条不推荐的术语在 UTX 中记为禁用")
    if n := sum(t.locale == "en" and t.status in ("deprecated", "forbidden") for c in whole.concepts for t in c.terms):
        yield Bilingual(f"UTX cannot hold {n} disapproved English wordings", f"UTX 无法收入 {n} 条不推荐或禁用的英文说法")
    if n := sum(bool(t.scope or t.note) for c in whole.concepts for t in c.terms):
        yield Bilingual(
            f"UTX holds scopes and notes of {n} wordings as far as it has a line for each", f"{n} 条说法各自的范围与注释，UTX 只能逐行收入"
        )
    if n := sum(c.kind != "term" for c in whole.concepts):
        yield Bilingual(f"UTX says only “proper noun” of {n} names, not their kind", f"UTX 只能记 {n} 个名称为专有名词，不能记类别")


def from_utx(text: str, path: str) -> tuple[Glossary, tuple[Bilingual, ...]]:
    """Return the glossary that a UTX file holds (any version from 1.00), and what was left out.

    Raises SourceError where the header or its two languages are missing.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not lines[0].upper().startswith("#UTX"):
        raise _wrong(path, "this is no UTX: the first line does not begin with #UTX", "这不是 UTX：首行不以 #UTX 开头", 1)
    locale = _locale(lines[0], path)
    start = next((n for n, line in enumerate(lines) if line.lower().startswith(("#src\t", "#term:"))), -1)
    if start < 0:
        raise _wrong(path, "the line of columns (#src, tgt, ...) is missing", "缺少列名行（#src、tgt……）", 1)
    columns = [_column(c, n) for n, c in enumerate(lines[start][1:].split("\t"))]
    concepts: dict[str, Concept] = {}
    heads: dict[tuple[str, str], str] = {}  # the concept of a pair that names none: that of its English word
    for n, line in enumerate(lines[start + 1 :], start + 2):
        cells = dict(zip(columns, (c.strip() for c in line.split("\t")), strict=False))
        if cells.get("src") and cells.get("tgt"):
            key = cells.get("concept id") or heads.setdefault((cells["src"], cells.get("src:pos", "")), f"utx-{n}")
            concepts[key] = _joined(concepts.get(key, Concept(key, (), line=n)), cells, locale)
    return checked(concepts.values(), path), ()


def _joined(concept: Concept, cells: dict[str, str], locale: str) -> Concept:
    """Add a pair to its concept; a wording that the concept has already is not added again."""
    english = Term("en", cells["src"], "admitted" if concept.texts("en") else "preferred")
    heard = HEARD.get(cells.get("term status", "").lower(), "admitted" if concept.texts(locale) else "preferred")
    scope, said = cells.get("customer", ""), cells.get("comment", "")
    known = {(t.locale, t.text) for t in concept.terms}
    first = not concept.terms
    chinese = Term(locale, cells["tgt"], heard, "" if first else scope, "" if first else said)
    terms = tuple(t for t in (english, chinese) if (t.locale, t.text) not in known)
    return replace(concept, terms=concept.terms + terms, scope=scope if first else concept.scope, note=said if first else concept.note)


def _locale(header: str, path: str) -> str:
    pair = header.split(";")[1].strip().split("/") if ";" in header else []
    locale = locale_of_tag(pair[1].strip()) if len(pair) == 2 else ""
    if len(pair) != 2 or locale_of_tag(pair[0].strip()) != "en" or not locale.startswith("zh"):
        raise _wrong(path, "the header does not say en/zh-Hans or the like", "首行没有写明 en/zh-Hans 之类的语言对", 1)
    return locale


def _column(name: str, n: int) -> str:
    """Return a column's name in small letters; `term:en` and `term:zh` are source and target."""
    low = name.strip().lower()
    if low in ("tgt:term status", "src:term status"):
        return low.removeprefix("tgt:")
    return ("src", "tgt")[n] if low.startswith("term:") and n < 2 else low


def _wrong(path: str, en: str, zh: str, line: int) -> SourceError:
    return SourceError(path, Bilingual(en, zh), Bilingual("begin the file as UTX 1.20 does", "请按 UTX 1.20 的格式书写首行"), line)
