"""Read the names that a text states: countries, international bodies, and what the glossary names.

A country has many names: CLDR's (through Babel, in English, simplified and traditional Chinese), official, former and regional
ones, and words that only point to it: German, 德语, Beijing. `names` returns what is named; `sightings` also what is pointed to,
which a check takes as evidence that the other side's name is rendered. The tables stand in `words/names-*`. CLDR names every
code of ISO 3166-1 in all four locales, and a long form holds the short one, so that no other table of countries is needed.

>>> [(m.value, m.span) for m in names("Korea and the U.S. met in Berlin.", "en", None)]
[('KR', (0, 5)), ('US', (14, 18))]
>>> [m.value for m in names("印度尼西亚与印度洋沿岸的发展中国家", "zh-Hans", None)]
['ID']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import babel

from ..language import kept
from ..language.script import regional
from ..language.tables import rows
from ..language.termbase import wordings
from ..model import Concept, Glossary, Mention
from .wordings import FOLD, HINTED, Entry, Index, Sighting, Strength

WORDS = Path(__file__).parent / "words"
CLDR = {"en": ("en",), "zh": ("zh_Hans", "zh_Hant", "zh_Hant_HK")}
NOT_NAMED = {"ZZ", "XA", "XB", "QO", "EZ", "UN"}  # CLDR's codes for no place, pseudo places and bodies that the table of bodies names

ADDRESS = re.compile(
    r"https?://[^\s<>\"'`)\]）】》，。；、！？“”]+|\]\([^()\s]*\)|`[^`\n]+`"
)  # https://example.org/China, ](/docs/US), `US`
JOINT = re.compile(r"(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])")  # Mozilla|基金会: a space may stand there
FOLDED = tuple((chr(code), other) for code, other in FOLD.items())


def names(text: str, locale: str, glossary: Glossary | None) -> list[Mention]:
    """Return the names that the text states, in order, without overlap.

    `value` is ISO 3166-1 alpha-2 for CLDR's territories, `EU` for the European Union, the glossary concept's id for what only
    the glossary names, else the id of the table of bodies (`OECD`, `G7`). Adjectives, languages and capitals are no names.
    """
    return [Mention("name", s.span, s.ids[0]) for s in sightings(text, locale, glossary) if s.strength is Strength.NAME]


def sightings(text: str, locale: str, glossary: Glossary | None) -> tuple[Sighting, ...]:
    """Return all that the text names or points to, in order, without overlap."""
    return _sightings(text, "zh" if locale.startswith("zh") else "en", _key(glossary))


def label(identity: str, locale: str, glossary: Glossary | None = None) -> str:
    """Return the usual name of a concept in English or Chinese, or its id where there is none.

    >>> label("FR", "zh-Hans"), label("G7", "en"), label("IT", "zh-Hant-TW"), label("UN", "zh-Hant-HK")
    ('法国', 'G7', '義大利', '聯合國')
    """
    chinese, country = locale.startswith("zh"), identity in _codes()
    for concept in glossary.concepts if glossary else ():
        meant = concept.id == identity and (not country or concept.kind == "country")
        if meant and (texts := wordings(concept, locale) if chinese else concept.texts("en")):
            return texts[0]
    usual = _labels("zh" if chinese else "en").get(identity, identity)
    if not locale.startswith("zh-Hant"):
        return usual
    return _cldr("zh_Hant_HK" if locale == "zh-Hant-HK" else "zh_Hant")[identity] if country else regional(usual, locale)[0]


def same_names(concept: Concept) -> tuple[str, ...]:
    """Return the tables' wordings of what a concept of the glossary names: those of its id and of bodies that share a wording.

    >>> from pipeline.model import Term
    >>> "Organisation for Economic Co-operation and Development" in same_names(Concept("o", (Term("en", "OECD"),), "organisation"))
    True
    """
    by_text, by_id = _wordings()
    identities = {concept.id, *(i for t in concept.terms for i in by_text.get(t.text, ()))}
    return tuple(dict.fromkeys(text for i in sorted(identities) for text in by_id.get(i, ())))


@cache
def _wordings() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the tables both ways: wording -> ids, id -> wordings."""
    by_text: dict[str, tuple[str, ...]] = {}
    by_id: dict[str, tuple[str, ...]] = {}
    for text, ids, _, _ in (*_tables("en"), *_tables("zh")):
        by_text[text] = (*by_text.get(text, ()), *ids)
        for identity in ids:
            by_id[identity] = (*by_id.get(identity, ()), text)
    return by_text, by_id


def fold(text: str) -> str:
    """Return the text with apostrophes, spaces and brackets as the tables write them; every offset stays."""
    for sign, other in FOLDED:
        if sign in text:
            text = text.replace(sign, other)
    return text


_glossaries: dict[int, tuple[Concept, ...]] = {}
KEPT = 16  # glossaries remembered at a time: a run has one


def _key(glossary: Glossary | None) -> int:
    """Return a number for a glossary by identity: hashing a thousand concepts at every call would cost more than reading."""
    if glossary is None or not glossary.concepts:
        return 0
    concepts = glossary.concepts
    if id(concepts) not in _glossaries:
        if len(_glossaries) >= KEPT:
            _glossaries.clear()
            _sightings.cache_clear()
            _index.cache_clear()
            _renamed.cache_clear()
        _glossaries[id(concepts)] = concepts
    return id(concepts)


@lru_cache(maxsize=20_000)
def _sightings(text: str, language: str, key: int) -> tuple[Sighting, ...]:
    index = _index(language, key)
    if not index.likely(text):
        return ()
    bare = fold(text)
    if "://" in bare or "](" in bare or "`" in bare:
        bare = fold(ADDRESS.sub(lambda m: " " * len(m[0]), text))
    return tuple(index.find(bare))


@lru_cache(maxsize=2 * KEPT)
def _index(language: str, key: int) -> Index:
    tables = _tables(language)
    own = list(_of_glossary(_glossaries[key], language)) if key else []
    renamed = _renamed(key)
    sure = {text for text, _, strength, _ in own if strength is Strength.NAME}  # what a house names, no doubt of the tables unsays
    merged = own + [_beside(entry, renamed, sure) for entry in tables]
    return Index(merged, language)


def _beside(entry: Entry, renamed: dict[str, str], sure: set[str]) -> Entry:
    """Return an entry of the tables as it stands beside a house's own: with its ids, and in doubt of what the house is sure of."""
    text, ids, strength, kind = entry
    if strength is Strength.HINT and text in sure:
        return text, tuple(HINTED + i for i in ids), Strength.WEAK, kind
    return text, tuple(renamed.get(i, i) for i in ids) if kind == "body" else ids, strength, kind


@lru_cache(maxsize=KEPT)
def _renamed(key: int) -> dict[str, str]:
    """Return the ids of bodies in the tables whose place a concept of the glossary takes, since it shares a wording."""
    bodies = {
        text: ids[0] for text, ids, strength, kind in (*_tables("en"), *_tables("zh")) if kind == "body" and strength is Strength.NAME
    }
    concepts = _glossaries[key] if key else ()
    return {bodies[t.text]: c.id for c in reversed(concepts) if c.kind != "term" for t in c.terms if t.text in bodies}


def _of_glossary(concepts: tuple[Concept, ...], language: str) -> Iterator[Entry]:
    both = {text: ids for text, ids, strength, kind in (*_tables("en"), *_tables("zh")) if kind == "country" and strength is Strength.NAME}
    inside = _index(language, 0)
    for concept in concepts:
        if concept.kind == "term":
            continue
        known = next((both[t.text] for t in concept.terms if t.text in both), None)
        for term in concept.terms:
            if term.locale.startswith(language) and term.text not in both:
                seen = [s for s in inside.find(term.text.translate(FOLD)) if s.kind in ("country", "body", "part")]
                parts = (HINTED * (s.kind == "part") + i for s in seen for i in s.ids)
                ids = known or tuple(dict.fromkeys((concept.id, *parts)))  # UN Security Council points to the UN
                kind = "country" if known else concept.kind
                yield term.text, ids, Strength.NAME, kind
                if language == "zh" and JOINT.search(term.text):
                    yield JOINT.sub(" ", term.text), ids, Strength.NAME, kind
            elif language == "zh" and term.locale == "en" and len(term.text) > 3:  # an address may keep San Francisco as it is
                yield term.text, known or (concept.id,), Strength.WEAK, concept.kind


@cache
def _tables(language: str) -> tuple[Entry, ...]:
    found = [*_territories(language), *_countries(language), *_international(language), *_states(language), *_cities(language)]
    named = {text for text, _, _, _ in found}  # French Guiana is a territory and no shield
    found += [shield for shield in _shields(language) if shield[0] not in named]
    if language == "zh":  # EU, OECD, U.S. may stand in Chinese as they are
        latin = [e for e in _tables("en") if e[2] is Strength.NAME and (e[0].isupper() or "." in e[0])]
        found += [(text, ids, Strength.WEAK, kind) for text, ids, _, kind in latin]
    return tuple(found)


@cache
def _cldr(locale: str) -> dict[str, str]:
    """Return CLDR's names of territories by their codes; Babel reads all of a locale for them."""
    path = kept.place(f"territories-{locale}", babel.__version__)
    return kept.table(path, lambda: {str(code): str(name) for code, name in babel.Locale.parse(locale).territories.items()})


@cache
def _zones(locale: str) -> dict[str, str]:
    """Return CLDR's names of the cities that time zones are called after, by zone."""
    path = kept.place(f"cities-{locale}", babel.__version__)
    return kept.table(path, lambda: dict(_named_zones(locale)))


def _named_zones(locale: str) -> Iterator[tuple[str, str]]:
    known = babel.Locale.parse(locale).time_zones
    for zone in sorted(babel.core.get_global("zone_territories")):
        area, _, last = zone.rpartition("/")
        city = known.get(zone, {}).get("city") or (last.replace("_", " ") if locale == "en" else "")
        if city and area and area.split("/")[0] not in ("Antarctica", "Etc"):
            yield str(zone), str(city)


def _cities(language: str) -> Iterator[Entry]:
    """Yield cities of the world: they point to themselves and to their state, and raise nothing alone."""
    states = babel.core.get_global("zone_territories")
    unsure = {row[0] for row in rows(WORDS / "names-unsure.txt")}
    named = {text for text, _, _, kind in (*_territories(language), *_countries(language)) if kind == "country"}
    for locale in CLDR[language]:
        for zone, city in _zones(locale).items():
            if city not in named and city not in unsure:
                yield city, (zone, str(states[zone])), Strength.WEAK, "place"


def _territories(language: str) -> Iterator[Entry]:
    for locale in CLDR[language]:
        for code, text in sorted(_cldr(locale).items()):
            if len(code) != 2 or code in NOT_NAMED:
                continue
            for form in {text, text.replace("&", "and"), text.replace("St.", "Saint"), text.replace("St.", "Saint").replace("&", "and")}:
                yield form, (code,), Strength.NAME, "country"
                if language == "en" and len(form) > 4:
                    yield form.upper(), (code,), Strength.NAME, "country"


def _countries(language: str) -> Iterator[Entry]:
    columns = (1, 2, 5) if language == "en" else (3, 4, 6)
    for row in rows(WORDS / "names-countries.tsv"):
        cells = [*row, *[""] * 7]
        for column, strength, kind in zip(
            columns, (Strength.NAME, Strength.WEAK, Strength.WEAK), ("country", "country", "capital"), strict=True
        ):
            for form in filter(None, (f.strip() for f in cells[column].split("|"))):
                text, _, other = form.partition("/")
                doubtful = text.startswith("~") or (language == "zh" and column == 4)
                yield text.lstrip("~"), (row[0], *filter(None, [other])), Strength.HINT if doubtful else strength, kind


def _international(language: str) -> Iterator[Entry]:
    for row in rows(WORDS / "names-bodies.tsv"):
        for form in (f.strip() for f in row[1 if language == "en" else 2].split("|")):
            text, _, other = form.partition("/")
            strength = Strength.HINT if text.startswith("~") else Strength.NAME
            yield text.lstrip("~"), (row[0], *filter(None, [other])), strength, "body"


def _states(language: str) -> Iterator[Entry]:
    """Yield the parts of states: they hint at their country."""
    for row in rows(WORDS / "names-parts.tsv"):
        for form in (f.strip() for f in row[1 if language == "en" else 2].split("|")):
            yield form, (row[0],), Strength.HINT, "part"


def _shields(language: str) -> Iterator[Entry]:
    for row in rows(WORDS / "names-shields.txt"):
        if language == "zh" or row[0][0] < "\u3400":
            yield row[0], (), Strength.HINT, "shield"


@cache
def _codes() -> frozenset[str]:
    """Return the ids that mean countries and territories, whatever a house's own list gives them to."""
    return frozenset(code for code in _cldr("en") if len(code) == 2 and code not in NOT_NAMED)


@cache
def _labels(language: str) -> dict[str, str]:
    first = {row[0]: row[1 if language == "en" else 2].split("|")[0] for row in rows(WORDS / "names-bodies.tsv")}
    found = {identity: text.partition("/")[0].strip() for identity, text in first.items()}
    locale = "en" if language == "en" else "zh_Hans"
    return _zones(locale) | found | _cldr(locale)


for language in CLDR:
    _index(language, 0)  # the tables are read when what looks names up is, and not with the first text
