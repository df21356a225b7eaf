"""Bring a text of the translation into the script and words of an edition's region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml.etree import _Element as Element

from ..model import Collation, Edition, Work
from .body import Body
from .conversion import convert

KEPT = {"code", "pre", "kbd", "samp", "script", "style"}
ATTRIBUTES = ("alt", "title")


def converter(collation: Collation, edition: Edition) -> Callable[[str], str]:
    """Return the function that converts a wording; text that stands in the edition's locale already is kept."""
    written = collation.bitext.translation.locale
    if edition.locale == written or not written.startswith("zh-Hans"):
        return str
    return lambda text: convert(text, edition.locale, collation.glossary)


def convert_tree(tree: Element, to: Callable[[str], str]) -> None:
    """Convert the text of a tree in place; code, and what is marked as another language, stays as it is."""
    if to is str:
        return
    for element in tree.iter():
        if element.text and not _is_kept(element):
            element.text = to(element.text)
        if element.tail and (parent := element.getparent()) is not None and not _is_kept(parent) and element is not tree:
            element.tail = to(element.tail)
        for name in ATTRIBUTES:
            if value := element.get(name):
                element.set(name, to(value))


def _is_kept(element: Element) -> bool:
    return any(e.tag in KEPT or not (e.get("lang") or "zh").startswith("zh") for e in (element, *element.iterancestors()))


def convert_work(work: Work, to: Callable[[str], str]) -> Work:
    """Convert what the cover and the colophon say of a work in Chinese; titles and terms of the originals stay."""
    if to is str:
        return work
    translation = work.translation
    revisions = tuple(replace(r, note=to(r.note)) for r in translation.revisions)
    return replace(
        work,
        title=replace(work.title, zh=to(work.title.zh)),
        publisher=to(work.publisher),
        disclaimer=to(work.disclaimer),
        translation=replace(translation, translator=to(translation.translator), revisions=revisions),
    )


def convert_body(body: Body, to: Callable[[str], str]) -> Body:
    """Convert a text with its title, front lines and headings."""
    if to is str:
        return body
    convert_tree(body.tree, to)
    headings = tuple(replace(heading, text=to(heading.text)) for heading in body.headings)
    return Body(to(body.title), tuple(to(line) for line in body.front), headings, body.tree)
