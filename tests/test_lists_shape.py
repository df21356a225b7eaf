"""A list whose items are more or fewer than the source's, where the aligner ties two items to one."""

from __future__ import annotations

import pytest

from pipeline.checks import run
from pipeline.model import Bead, Bitext, Collation, Document, Glossary, Kind, Segment, Settings


def items(path: str, *texts: str) -> tuple[Segment, ...]:
    return tuple(Segment(f"i{n}", path, text, kind=Kind.ITEM, block=f"i{n}", group="l1", level=1) for n, text in enumerate(texts))


@pytest.mark.parametrize(("zh", "told"), [(("陆图",), ["2 list items of the source are 1 here"]), (("陆图", "照片"), [])])
def test_items_tied_together(zh: tuple[str, ...], told: list[str]) -> None:
    source, target = items("en.md", "Land maps", "Photographs"), items("zh-Hans.md", *zh)
    bitext = Bitext((Document("en.md", "en", "", source),), Document("zh-Hans.md", "zh-Hans", "", target), (Bead("1", source, target),))
    assert [i.message.en for i in run(Collation(bitext, Glossary(), Settings(encoder="lexical")), ["lists-shape"])] == told
