"""Refuse documents that are not in the language that they should be in: their beads would be noise."""

from __future__ import annotations

from collections.abc import Sequence

from ..language.tongue import foreign
from ..model import Bilingual, Document, Kind, SourceError

LANGUAGES = {"en": Bilingual("English", "英文"), "zh": Bilingual("Chinese", "中文")}


def check_languages(originals: Sequence[Document], translation: Document) -> None:
    """Raise SourceError for the first document that is in another language, and say so where two were given the wrong way round."""
    found = [foreign((s.text for s in d.segments if s.kind is not Kind.CODE), d.locale) for d in (*originals, translation)]
    swapped = any(f and f.en == "Chinese" for f in found[:-1]) and found[-1] is not None and found[-1].en == "English"
    for document, other in zip((*originals, translation), found, strict=True):
        if other is not None:
            wanted = LANGUAGES["zh" if document.locale.startswith("zh") else "en"]
            raise SourceError(
                document.path,
                Bilingual(f"this text is in {other.en}, not in {wanted.en}", f"这份文本是{other.zh}，不是{wanted.zh}"),
                Bilingual("give the originals first, the translation last", "请先给出原文，最后给出译文")
                if swapped
                else Bilingual(
                    f"name {'the Chinese translation' if wanted.en == 'Chinese' else 'an English original'}",
                    f"请给出{'中文译文' if wanted.en == 'Chinese' else '英文原文'}",
                ),
            )
