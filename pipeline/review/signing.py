"""Say what a sign-off vouches for: the hash of every bead, and beside the hashes the texts themselves.

The hashes prove that a text is the one that was read. To show what changed in it the old text is needed too: `signed.jsonl`
beside `review.toml` keeps it, one bead a line in the order of the originals, so that a later sign-off changes only the lines of
what changed. A line whose hash `review.toml` does not know says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from ..model import Bead, Bitext, Kind, Segment, SignedBead, SignOff, join


def fingerprint(bead: Bead) -> str:
    """Return the hash of both texts of a bead, as a sign-off records it: 64 hexadecimal digits of SHA-256."""
    return _hash(join(bead.source, "en"), join(bead.target, "zh"))


def sign(bitext: Bitext, by: str, date: str) -> SignOff:
    """Return the sign-off of a bitext as it now is; passages for which no translation is due are left out."""
    beads = [b for b in bitext.beads if due(b)]
    order = {(s.path, s.id): n for n, s in enumerate(s for d in bitext.originals for s in d.segments)}
    at, keys = -1, {}
    for n, bead in enumerate(beads):
        at = min((order[s.path, s.id] for s in bead.source), default=at)
        keys[n] = (at, bool(bead.source) and not bead.target, n)
    texts = tuple(_signed(beads[n]) for n in sorted(keys, key=lambda n: keys[n]))
    return SignOff(by, date, tuple(sorted((b.id, fingerprint(b)) for b in beads)), texts)


def due(bead: Bead) -> bool:
    """Tell whether a sign-off speaks of a bead: not where an original needs no translation."""
    return bool(bead.target) or any(s.expected and s.kind is not Kind.FRONT for s in bead.source)


def stale_beads(bitext: Bitext, sign_off: SignOff | None) -> tuple[Bead, ...]:
    """Return the beads that were not signed off as they now are, in order. Without a sign-off, none."""
    if sign_off is None:
        return ()
    known = set(sign_off.beads)
    return tuple(b for b in bitext.beads if due(b) and (b.id, fingerprint(b)) not in known)


def gone(bitext: Bitext, sign_off: SignOff) -> int:
    """Return how many of the beads that were signed off are no longer there."""
    return len(set(sign_off.beads) - {(b.id, fingerprint(b)) for b in bitext.beads})


def kept(sign_off: SignOff) -> tuple[SignedBead, ...]:
    """Return the texts that the hashes vouch for."""
    known = {value for _, value in sign_off.beads}
    return tuple(t for t in sign_off.texts if hash_of(t) in known)


def hash_of(signed: SignedBead) -> str:
    """Return the hash of texts that were kept; it is the fingerprint of the bead they came from."""
    return _hash(" ".join(text for _, text in signed.source), "".join(signed.target))


def write_signed(texts: Iterable[SignedBead]) -> str:
    """Return the lines of `signed.jsonl`.

    >>> print(write_signed([SignedBead("3f2a", (("en.md", "Good morning."),), ("早上好。",))]), end="")
    {"bead": "3f2a", "source": [["en.md", "Good morning."]], "target": ["早上好。"]}
    """
    return "".join(json.dumps(_line(t), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n" for t in texts)


def _line(signed: SignedBead) -> dict[str, object]:
    twins = {"twins": [list(t) for t in signed.twins]} if signed.twins else {}
    return {"bead": signed.id, "source": [list(s) for s in signed.source], **twins, "target": list(signed.target)}


def _signed(bead: Bead) -> SignedBead:
    return SignedBead(bead.id, _pairs(bead.source), tuple(s.text for s in bead.target), _pairs(bead.twins))


def _pairs(segments: Iterable[Segment]) -> tuple[tuple[str, str], ...]:
    return tuple((s.path, s.text) for s in segments)


def _hash(source: str, target: str) -> str:
    return sha256("\x1f".join((source, target)).encode("utf-8", "surrogatepass")).hexdigest()
