"""Read what a page asks for: JSON whose every key is looked at before anything is done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MANY = 500  # issues or beads in one request


class MalformedError(ValueError):
    """Tell that a request is not what our page sends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold a request's values.

    >>> Asked.of(b'{"seen": "1f", "issues": ["a"]}').strings("issues")
    ('a',)
    """

    values: dict[str, Any]

    @staticmethod
    def of(body: bytes) -> Asked:
        """Parse a body; raises MalformedError where it is no JSON object."""
        try:
            values = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise MalformedError("the body is no JSON") from error
        if not isinstance(values, dict):
            raise MalformedError("the body is no JSON object")
        return Asked(values)

    def string(self, key: str, longest: int = 2000, default: str | None = None) -> str:
        """Return a string without control characters that no text holds; a key without a default must be there."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or len(value) > longest or any(ord(c) < 32 and c not in "\t\n" for c in value):
            raise MalformedError(f"{key} is no string of at most {longest} characters")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise MalformedError(f"{key} holds half a character") from error
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, none twice, at least one."""
        return _strings(self.values.get(key), key, 1)

    def beads(self, key: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Return a list of beads: objects with the lists `source` and `target`."""
        values = self.values.get(key)
        if not isinstance(values, list) or not 0 < len(values) <= MANY or not all(isinstance(v, dict) for v in values):
            raise MalformedError(f"{key} is no list of beads")
        return tuple((_strings(v.get("source"), "source", 0), _strings(v.get("target"), "target", 0)) for v in values)


def _strings(value: object, key: str, least: int) -> tuple[str, ...]:
    if not isinstance(value, list) or not least <= len(value) <= MANY:
        raise MalformedError(f"{key} is no list of {least} to {MANY} strings")
    if not all(isinstance(v, str) and len(v) <= 500 for v in value) or len(set(value)) < len(value):
        raise MalformedError(f"{key} holds something else than distinct strings")
    return tuple(value)
