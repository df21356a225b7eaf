"""Test that passages which two originals share are found, in time that grows with their length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from pipeline.align import twins
from pipeline.align.sides import Reader
from pipeline.language import lexicon
from pipeline.model import Bead, Segment

SAME = "The council met in Paris and adopted its report."
NUMBERED = "The council met for {n} days in 2020 and adopted report {n}."


def beads(line: str, count: int) -> list[Bead]:
    """Return so many tied lines of one original, and the same lines of another one alone."""
    en = [Segment(f"s{n}", f"en{side}.md", line.format(n=n), block=f"b{n}", line=n + 1) for side in (0, 1) for n in range(count)]
    zh = [Segment(f"s{n}", "zh.md", f"第{n}句。", block=f"b{n}", line=n + 1) for n in range(count)]
    return [Bead("", (s,), (t,)) for s, t in zip(en[:count], zh, strict=True)] + [Bead("", (s,), ()) for s in en[count:]]


@pytest.mark.parametrize("line", [SAME, NUMBERED])
def test_work_grows_with_the_sentences_that_repeat(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []  # pairs of sentences

    def counting(real: Any) -> Any:
        def counted(segment: Segment, keys: frozenset[str], near: Sequence[int], hosts: Sequence[Any]) -> Any:
            compared.append(len(near))
            return real(segment, keys, near, hosts)

        return counted

    for name in ("_sharing", "_stating"):
        monkeypatch.setattr(twins, name, counting(getattr(twins, name)))
    work = []
    for count in (50, 100, 200):
        compared.clear()
        found = twins.with_twins(beads(line, count), Reader(None, lexicon.load()))
        assert len(found) == count
        assert all(twin.text == bead.source[0].text for bead in found for twin in bead.twins)
        assert sum(len(bead.twins) for bead in found) == count
        work.append(sum(compared))
    assert work[2] <= 2.1 * work[1] <= 4.5 * work[0]
