"""Say within which limits files are read now, and where texts that were read before are kept.

Both hold for all that happens inside `bounded`: they concern every reader, and none of them decides anything by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..model import Document, Limits

MB = 2**20
Keep = Callable[[str, Callable[[], Document]], Document]  # (key, make) -> what was made under that key, now or before


DEFAULT = Limits()


def _anew(_: str, make: Callable[[], Document]) -> Document:
    return make()


_limits: ContextVar[Limits] = ContextVar("limits", default=DEFAULT)
_keep: ContextVar[Keep] = ContextVar("keep", default=_anew)


def limits() -> Limits:
    """Return the limits that hold now."""
    return _limits.get()


def keep(key: str, make: Callable[[], Document]) -> Document:
    """Return the document of that key, made now where it is not kept."""
    return _keep.get()(key, make)


@contextmanager
def bounded(limits: Limits, keep: Keep = _anew) -> Iterator[None]:
    """Read within these limits, and keep what is read."""
    tokens = _limits.set(limits), _keep.set(keep)
    try:
        yield
    finally:
        _limits.reset(tokens[0])
        _keep.reset(tokens[1])
