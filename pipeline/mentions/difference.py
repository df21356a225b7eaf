"""Name what two texts that render each other state differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .reading import Reading

What = Literal["changed", "missing", "invented", "unit", "bound", "disagreed"]
At = tuple[int, Reading]  # the index of a text and a reading in it
Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold one difference: what it is, and the reading on either side with the index of its text; None where there is none.

    Where two originals disagree, `twin` is what the second one states, and the target is the reading that follows either.
    """

    what: What
    source: At | None
    target: At | None
    twin: At | None = None
