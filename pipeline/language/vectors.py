"""Keep the vectors of texts from one run to the next: one SQLite file, by model and text, that several processes may share.

It is a cache and no more: where it cannot be read or written, texts are encoded anew and nobody is troubled. The oldest vectors
go when there are too many.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

NAME = "vectors.sqlite"
LIMIT = 200_000  # vectors; of 512 numbers each, 400 MB
ASKED = 500  # keys in one question
WAIT = 5.0  # seconds that a process waits for another one's writing
TABLE = "CREATE TABLE IF NOT EXISTS vectors (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, vector BLOB NOT NULL)"


def recall(folder: Path, model: str, texts: Sequence[str]) -> dict[str, NDArray[float32]]:
    """Return the vectors that are known of these texts; `model` names the encoder and its version."""
    import numpy as np

    if not (folder / NAME).is_file():
        return {}
    keys = {_key(model, text): text for text in texts}
    wanted = list(keys)
    found: dict[str, NDArray[float32]] = {}
    with _forgiving(folder), closing(sqlite3.connect(folder / NAME, timeout=WAIT)) as store:
        for at in range(0, len(wanted), ASKED):
            some = wanted[at : at + ASKED]
            question = f"SELECT key, vector FROM vectors WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608 - marks only
            found |= {keys[key]: np.frombuffer(vector, np.float32) for key, vector in store.execute(question, some)}
    return found


def remember(folder: Path, model: str, vectors: Mapping[str, NDArray[float32]], limit: int = LIMIT) -> None:
    """Keep these vectors; where more than `limit` are kept, the oldest go."""
    rows = [(_key(model, text), vector.tobytes()) for text, vector in vectors.items()]
    with _forgiving(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(folder / NAME, timeout=WAIT)) as store, store:
            store.execute(TABLE)
            store.executemany("INSERT OR IGNORE INTO vectors (key, vector) VALUES (?, ?)", rows)
            (count,) = store.execute("SELECT max(number) - min(number) + 1 FROM vectors").fetchone()  # numbers have no gaps
            if count > limit:
                oldest = "DELETE FROM vectors WHERE number IN (SELECT number FROM vectors ORDER BY number LIMIT ?)"
                store.execute(oldest, (count - limit,))


@contextmanager
def _forgiving(folder: Path) -> Iterator[None]:
    """Do without the store where it is locked, full or may not be written; remove a file that is none, for the next run to make."""
    try:
        yield
    except (sqlite3.OperationalError, OSError):
        return
    except (sqlite3.DatabaseError, ValueError):
        with suppress(OSError):
            (folder / NAME).unlink(missing_ok=True)


def _key(model: str, text: str) -> bytes:
    return sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]
