"""Bring a text of the translation into the script and words of an edition's region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from ..model import Collation, Edition, Glossary, Work
from .body import Body
from .conversion import convert_parts

KEPT = {"code", "pre", "kbd", "samp", "script", "style"}
ATTRIBUTES = ("alt", "title")
# Elements that stand within a line: words and quotations go on through them. A note's number and a reading are no part of it.
INLINE = {"a", "b", "del", "em", "i", "ins", "q", "rb", "ruby", "s", "small", "span", "strong", "sub", "sup", "u", "code", "kbd", "samp"}
HIDDEN = "\ufffc"  # stands for what is kept, such as code


@dataclass(frozen=True, slots=True)
class Converter:
    """Convert wordings for an edition; without a locale, leave them as they are written."""

    locale: str
    glossary: Glossary

    def __call__(self, text: str) -> str:
        """Return one wording converted."""
        return self.parts([text])[0]

    def parts(self, texts: Sequence[str]) -> list[str]:
        """Return the parts of one wording converted."""
        return convert_parts(texts, self.locale, self.glossary) if self.locale else list(texts)


def converter(collation: Collation, edition: Edition) -> Converter:
    """Return what converts a wording; text that stands in the edition's locale already is kept."""
    written = collation.bitext.translation.locale
    stays = edition.locale == written or not written.startswith("zh-Hans")
    return Converter("" if stays else edition.locale, collation.glossary)


Place = tuple[Element, str]  # an element, and which of its texts: `text` or `tail`


def convert_tree(tree: Element, to: Converter) -> None:
    """Convert the text of a tree in place, line by line; code, and what is marked as another language, stays as it is."""
    if not to.locale:
        return
    lines: list[list[Place]] = []
    _gather(tree, [], lines)
    for line in lines:
        kept = [_is_kept(e if name == "text" else e.getparent()) for e, name in line]
        texts = [HIDDEN if stays else str(getattr(e, name)) for (e, name), stays in zip(line, kept, strict=True)]
        for (element, name), stays, text in zip(line, kept, to.parts(texts), strict=True):
            if not stays:
                setattr(element, name, text)
    for element in tree.iter():
        for name in ATTRIBUTES:
            if value := element.get(name):
                element.set(name, to(value))


def _gather(element: Element, line: list[Place], lines: list[list[Place]]) -> None:
    """Gather the places of the texts that make one line each, in order."""
    if element.tag not in INLINE or element.get("role") == "doc-noteref":
        line = []
        lines.append(line)
    if element.text:
        line.append((element, "text"))
    for child in element:
        _gather(child, line, lines)
        if child.tail:
            line.append((child, "tail"))


def _is_kept(element: Element | None) -> bool:
    return element is not None and any(
        e.tag in KEPT or not (e.get("lang") or "zh").startswith("zh") for e in (element, *element.iterancestors())
    )


def convert_work(work: Work, to: Converter) -> Work:
    """Convert what the cover and the colophon say of a work in Chinese; titles and terms of the originals stay."""
    if not to.locale:
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


def convert_body(body: Body, to: Converter) -> Body:
    """Convert a text with its title, front lines and headings."""
    if not to.locale:
        return body
    convert_tree(body.tree, to)
    headings = tuple(replace(heading, text=to(heading.text)) for heading in body.headings)
    return Body(to(body.title), tuple(to(line) for line in body.front), headings, body.tree)
