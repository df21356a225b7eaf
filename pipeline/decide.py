"""Write what a person decided into a work's `review.toml`: the one way there, from the shell and from the desk.

A file that people write is locked while it is read and changed, checked before and after, and replaced whole: whoever is
killed meanwhile leaves the old file or the new one. `version` tells whether the work is still what the person saw.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from .model import (
    Bilingual,
    Bitext,
    Collation,
    ConfirmedBead,
    Decisions,
    Issue,
    Segment,
    Severity,
    SignOff,
    SourceError,
    Verification,
    Waiver,
    WaiverKind,
    join,
    seal,
)
from .read import parse_decisions, read_decisions
from .read.decisions import HISTORY, SIGNED
from .read.files import MARK, decode
from .review import sign
from .review.history import standing, with_day, write_history
from .review.record import set_sign_off
from .review.signing import write_signed
from .writing import write_whole

REVIEW = "review.toml"
DECISIONS = (REVIEW, SIGNED, HISTORY)  # the files of a work that hold decisions and no text


class ChangedError(SourceError):
    """Tell that a file is no longer what the person saw, and that nothing was written."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path,
            Bilingual("the work was changed meanwhile, nothing was written", "作品在此期间已被改动，未写入任何内容"),
            Bilingual("look at the newest state and decide again", "请查看最新状态后重新决定"),
        )


def today() -> str:
    """Return the date that a decision carries: ISO 8601, of this machine's calendar."""
    return date.today().isoformat()


def who(folder: Path) -> str:
    """Return the person who decides: git's `user.email` for that folder, empty where git knows nobody."""
    try:
        run = subprocess.run(["git", "config", "user.email"], cwd=folder, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip()


def waiver_of(issue: Issue, kind: WaiverKind, reason: str, by: str, second: str = "") -> Waiver:
    """Return the waiver of an issue, dated today, with the words by which it is known again once a text has changed."""
    place = issue.target or issue.source
    words = (place.text or place.segment.text) if place else ""
    return Waiver(issue.id, kind, reason.strip(), by, today(), 0, issue.check, words, second.strip())


def name_of(segment: Segment) -> str:
    """Return how a decision names a segment: `zh-Hans.md#p9`."""
    return f"{segment.path}#{segment.id}"


def bead_of(bitext: Bitext, source: Sequence[str], target: Sequence[str], by: str, day: str = "") -> ConfirmedBead:
    """Return the bead of the segments so named, sealed with what they say, so that it lapses when they say something else.

    Raises SourceError where there is no such segment.
    """
    known = {name_of(s): s for d in (*bitext.originals, bitext.translation) for s in d.segments}
    for name in (*source, *target):
        if name not in known:
            problem = Bilingual(f"there is no segment {name}", f"没有句段 {name}")
            raise SourceError(REVIEW, problem, Bilingual("take it from the newest report", "请使用最新报告中的名称"))
    said = join([known[n] for n in source], "en"), join([known[n] for n in target], bitext.translation.locale)
    return ConfirmedBead(tuple(source), tuple(target), by, date=day or today(), hash=seal(*said))


def waiver_for(issue: Issue, known: Decisions) -> Waiver | None:
    """Return the waiver that stands already for an issue, under its present id or one it had."""
    return next((w for w in known.waivers if w.issue in (issue.id, *issue.former)), None)


def sign_off_of(collation: Collation, verification: Verification, by: str) -> SignOff:
    """Return the approval of a work as it stands, dated today.

    Raises SourceError while a major or critical issue is open.
    """
    still = [i for i in verification.issues if i.unsettled and i.severity >= Severity.MAJOR]
    if still:
        ids = " ".join(i.id for i in still)
        raise SourceError(
            collation.work.folder if collation.work else "",
            Bilingual(f"{len(still)} major or critical issues are open", f"有 {len(still)} 条重大或严重问题未决"),
            Bilingual(f"mend or waive them first: {ids}", f"请先改正或豁免：{ids}"),
        )
    if not by:
        raise SourceError(
            collation.work.folder if collation.work else "",
            Bilingual("nobody is named who approves", "未指明审定人"),
            Bilingual("name a person with --by, or set git's user.email", "请用 --by 指明，或设置 git 的 user.email"),
        )
    return sign(collation.bitext, by, today())


def approve(folder: Path, decision: SignOff, verification: Verification, edition: str = "", seen: str | None = None) -> Path:
    """Write a sign-off: its hashes to `review.toml`, the texts that it saw beside it, and how the work stands today.

    `edition` is the translation's version as the history names it. The texts come first: whoever is killed in between leaves
    an older sign-off whose texts are in part unknown, never a new one with other texts.
    """
    replace_text(folder, SIGNED, lambda _: write_signed(decision.texts), seen)
    record_standing(folder, verification, edition)
    return rewrite(folder, lambda text: set_sign_off(text, decision))


def record_standing(folder: Path, verification: Verification, edition: str = "") -> Path:
    """Write how a work stands today into its `history.csv`: one row a day."""
    day = standing(verification, edition, today())
    return replace_text(folder, HISTORY, lambda _: write_history(with_day(read_decisions(folder / REVIEW).history, day)))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a work's folder for oneself among all processes that decide; it waits for its turn and leaves no file behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def version(folder: Path, but: Collection[str] = ()) -> str:
    """Return a digest of the files of a folder, those named in `but` and hidden ones left out; of no folder, that of none."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if str(name) not in but and path.is_file() and not any(part.startswith(".") for part in name.parts):
            digest.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:16]


def rewrite(folder: Path, change: Callable[[str], str], seen: str | None = None) -> Path:
    """Read, change and write the decisions of the work in that folder, as `replace_text` does; return the file's path.

    `change` is given the text with line feeds and without a byte order mark; both stay in the file as they were. What is
    wrong in the file is said before anything is written.
    """
    path = folder / REVIEW

    def checked(text: str) -> str:
        body = text.removeprefix(MARK)
        parse_decisions(body, path)
        windows = "\r\n" in body
        after = change(body.replace("\r\n", "\n"))
        parse_decisions(after, path)
        return text[: len(text) - len(body)] + (after.replace("\n", "\r\n") if windows else after)

    return replace_text(folder, REVIEW, checked, seen)


def replace_text(folder: Path, name: str, change: Callable[[str], str], seen: str | None = None) -> Path:
    """Read, change and write a text file of the work in that folder, its characters as they are; return its path.

    `seen` is the `version` of the folder that the person saw; None where it does not matter. Raises SourceError for what
    cannot be read, ChangedError where the folder is not as the person saw it; then nothing is written.
    """
    with locked(folder):
        if seen is not None and version(folder) != seen:
            raise ChangedError(folder)
        path = (folder / name).resolve()
        before = decode(path.read_bytes(), folder / name) if path.is_file() else ""
        after = change(before)
        if after != before:
            mode = path.stat().st_mode if path.is_file() else 0o644
            write_whole(path, after.encode())
            path.chmod(mode & 0o777)
    return folder / name
