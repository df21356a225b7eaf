"""Make the editions of a work, each once: what was made before and shows the same is left, or taken, as it is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import stamps
from .model import Bilingual, Collation, Document, Edition, SourceError, Verification, Work
from .store import Kept

Made = tuple[str, bytes | None]  # a file's name and content; None: it is there already
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """Make the editions of one collation. `folder` is where those of the last build stand; `kept` is what other builds left."""

    collation: Collation
    verification: Verification
    kept: Kept
    folder: Path

    def make(self, edition: Edition) -> Iterator[Made]:
        """Yield an edition's files: none of them anew where all that they show is as it was, or another process made them."""
        key = self._key(edition)
        if names := self._standing(key):
            yield from ((name, None) for name in names)
            return
        files: Files = self.kept.take("publish", _ahead(key)) or tuple(render_edition(self.collation, self.verification, edition))
        self.kept.put("publish", key, tuple((name, hashlib.sha256(content).hexdigest()) for name, content in files))
        yield from files

    def make_ahead(self, edition: Edition) -> None:
        """Make an edition's files for the process that will write them, which takes them from where results are kept."""
        self.kept.put("publish", _ahead(self._key(edition)), tuple(render_edition(self.collation, self.verification, edition)))

    def stands(self, edition: Edition) -> bool:
        """Tell whether an edition need not be made."""
        return bool(self._standing(self._key(edition)))

    def _standing(self, key: str) -> tuple[str, ...]:
        """Return the names of an edition's files where they stand as this key made them, or none."""
        made: tuple[tuple[str, str], ...] = self.kept.recall("publish", key) or ()
        if all((self.folder / name).is_file() and stamps.sha256(self.folder / name) == sha256 for name, sha256 in made):
            return tuple(name for name, _ in made)
        return ()

    def _key(self, edition: Edition) -> str:
        """Return what an edition depends on."""
        work, bitext, kept = self.collation.work, self.collation.bitext, self.kept
        assert work is not None
        ties = [(b.id, b.score, b.status, b.moved, *([s.id for s in side] for side in (b.source, b.target, b.twins))) for b in bitext.beads]
        words = kept.concepts if edition.locale != bitext.translation.locale else ""
        return repr((bare(replace(work, editions=())), ties, self.verification, edition, words, kept.files, kept.fonts))


def _ahead(key: str) -> str:
    return f"ahead {key}"


def bare(work: Work) -> Work:
    """Return a work without its texts: the digests of their files say as much."""

    def without_text(document: Document) -> Document:
        return replace(document, segments=(), html="")

    originals = tuple(replace(o, document=without_text(o.document)) for o in work.originals)
    translation = replace(work.translation, document=without_text(work.translation.document))
    return replace(work, folder=Path(), originals=originals, translation=translation)


def render_edition(collation: Collation, verification: Verification, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an edition; SourceError where it cannot be published."""
    from .publish import publish
    from .publish.readings import render_readings

    recheck(collation, edition)
    if "Hant" in edition.locale and edition.layout == "single":
        yield f"conversion-{edition.locale}.html", render_readings(collation, edition.locale).encode()
    yield from publish(collation, verification, edition)


def recheck(collation: Collation, edition: Edition) -> None:
    """Read the numbers, dates and names of a converted edition again: one that loses any does not publish.

    Raises SourceError at the first passage that states less after conversion than before.
    """
    from .mentions import mentions
    from .publish import convert

    glossary, written = collation.glossary, collation.bitext.translation.locale
    if edition.locale == written:
        return
    renderings = {c.id: c.texts(edition.locale) for c in glossary.concepts}
    for segment in collation.bitext.translation.segments:
        text = convert(segment.text, edition.locale, glossary)
        kept = Counter((m.kind, m.value, m.unit) for m in mentions(text, edition.locale, glossary))
        for mention in mentions(segment.text, written, glossary):
            said = segment.text[slice(*mention.span)]
            if mention.kind == "name":
                lost = any(renderings.get(str(mention.value), ())) and not any(r in text for r in renderings[str(mention.value)])
                lost = lost and convert(said, edition.locale, glossary) not in text
            else:
                key = (mention.kind, mention.value, mention.unit)
                kept[key] -= 1
                lost = kept[key] < 0
            if lost:
                raise SourceError(
                    segment.path,
                    Bilingual(f"converting to {edition.locale} loses “{said}”: {text}", f"转换为 {edition.locale} 后丢失“{said}”：{text}"),
                    Bilingual("give its regional wording in the glossary", "请在术语表中补充该地区的写法"),
                    segment.line,
                )
