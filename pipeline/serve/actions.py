"""Do what an editor asks of a work: waive, take back, look again, tie anew, edit, sign off.

Each takes the desk, the work's name and what was asked, and returns what to say. `seen` in a request is the version of the
work that the editor looked at; upon another one nothing is written (`ChangedError`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast, get_args

from ..decide import ChangedError, approve, replace_text, rewrite, sign_off_of, waiver_of
from ..fix import reworded
from ..model import Bilingual, Issue, SourceError, WaiverKind
from ..review.record import add_waiver, drop_waivers, set_beads
from .asked import Asked, MalformedError
from .beads import rearranged
from .desk import Desk, State

Action = Callable[[Desk, str, Asked], Bilingual]


def waive(desk: Desk, work: str, asked: Asked) -> Bilingual:
    """Let issues stand, with one kind and reason for all of them."""
    kind, reason = asked.string("kind"), asked.string("reason").strip()
    if kind not in get_args(WaiverKind):
        raise MalformedError("kind is none of ours")
    if not reason:
        raise SourceError(
            "", Bilingual("a waiver needs a reason", "豁免须写明理由"), Bilingual("say why it may stand", "请说明为何可以保留")
        )
    second = asked.string("second", 200, "")
    state = desk.state(work)
    waivers = [waiver_of(i, cast(WaiverKind, kind), reason, _by(desk, asked), second) for i in _issues(state, asked)]

    def change(text: str) -> str:
        for waiver in waivers:
            text = add_waiver(text, waiver)
        return text

    rewrite(desk.works[work].folder, change, asked.string("seen"))
    if waits := [w for w in waivers if _waits(desk, work, w.issue)]:
        return Bilingual(
            f"{len(waits)} wait for a second person's name before they hold", f"已写入；其中 {len(waits)} 条须由第二人署名后生效"
        )
    n = len(waivers)
    return Bilingual(f"{n} issues waived" if n > 1 else "waived", f"已豁免 {n} 条" if n > 1 else "已豁免")


def unwaive(desk: Desk, work: str, asked: Asked) -> Bilingual:
    """Take waivers back."""
    ids = {name for i in _issues(desk.state(work), asked) for name in (i.id, *i.former)}
    rewrite(desk.works[work].folder, partial(drop_waivers, issues=ids), asked.string("seen"))
    return Bilingual("the waiver is taken back", "已撤销豁免")


def fixed(desk: Desk, work: str, asked: Asked) -> Bilingual:
    """Look whether an issue that somebody mended is really gone: the files are read again and checked."""
    (issue,) = asked.strings("issues")
    known = desk.known(work, issue)
    if known is None:
        raise MalformedError("there never was such an issue")
    found = desk.state(work).verification.issues
    if any(i.id == issue for i in found):
        return Bilingual("still there: the text has not changed", "问题仍在：文本没有改动")
    heir = next((i for i in found if i.check == known.check and i.unsettled and _same_place(i, known)), None)
    if heir is not None:
        return Bilingual(f"changed, but still wrong: {heir.message.en}", f"已改动，但仍有问题：{heir.message.zh}")
    return Bilingual("gone: the check finds it no more", "已消除：检查项不再报告此问题")


def tie(desk: Desk, work: str, asked: Asked) -> Bilingual:
    """Confirm or correct beads: those that were, in the shape that they should have (merged, split, moved)."""
    state = desk.state(work)
    beads = rearranged(state.collation.bitext, asked.strings("was"), asked.beads("now"), _by(desk, asked))
    rewrite(desk.works[work].folder, partial(set_beads, beads=beads), asked.string("seen"))
    return Bilingual("the alignment is confirmed", "对齐已确认")


def edit(desk: Desk, work: str, asked: Asked) -> Bilingual:
    """Put another wording into a segment of the translation, and say what became of the issues."""
    state = desk.state(work)
    _write_segment(desk, work, state, asked.string("segment"), asked.string("was", 20_000), asked.string("text", 20_000), asked)
    return _difference(state, desk.state(work))


def accept(desk: Desk, work: str, asked: Asked) -> Bilingual:
    """Put a suggestion into the translation as it stands."""
    state = desk.state(work)
    (issue,) = _issues(state, asked)
    place = issue.target
    if place is None or issue.suggestion is None:
        raise SourceError("", Bilingual("there is no suggestion", "没有建议"), Bilingual("edit the sentence", "请直接编辑该句"))
    text = place.segment.text[: place.start] + issue.suggestion + place.segment.text[place.end :]
    _write_segment(desk, work, state, f"{place.segment.path}#{place.segment.id}", place.segment.text, text, asked)
    return _difference(state, desk.state(work))


def sign_off(desk: Desk, work: str, asked: Asked) -> Bilingual:
    """Approve the work as it stands."""
    state = desk.state(work)
    decision = sign_off_of(state.collation, state.verification, _by(desk, asked))
    edition = state.collation.work.translation.version if state.collation.work else ""
    approve(desk.works[work].folder, decision, state.verification, edition, asked.string("seen"))
    return Bilingual("signed off", "已审定")


ACTIONS: Mapping[str, Action] = {
    "waive": waive,
    "unwaive": unwaive,
    "fixed": fixed,
    "tie": tie,
    "edit": edit,
    "accept": accept,
    "sign-off": sign_off,
}


def _waits(desk: Desk, work: str, issue: str) -> bool:
    return any(i.id == issue and i.unsettled for i in desk.state(work).verification.issues)


def _by(desk: Desk, asked: Asked) -> str:
    return desk.by or asked.string("by", 200, "").strip()


def _issues(state: State, asked: Asked) -> list[Issue]:
    known = {i.id: i for i in state.verification.issues}
    wanted = asked.strings("issues")
    if not known.keys() >= set(wanted):
        raise ChangedError(state.collation.work.folder if state.collation.work else "")
    return [known[i] for i in wanted]


def _same_place(a: Issue, b: Issue) -> bool:
    """Tell whether two issues mark the same passage, in its old and its new wording."""
    return any(
        p is not None and q is not None and (p.segment.text == q.segment.text or p.segment.id == q.segment.id)
        for p, q in ((a.source, b.source), (a.target, b.target))
    )


def _write_segment(desk: Desk, work: str, state: State, name: str, was: str, text: str, asked: Asked) -> None:
    document = state.collation.bitext.translation
    segment = next((s for s in document.segments if f"{s.path}#{s.id}" == name), None)
    if segment is None or segment.text != was:
        raise ChangedError(desk.works[work].folder / document.path)
    words = " ".join(text.split("\n")).strip()
    if not words:
        raise SourceError(
            document.path,
            Bilingual("a sentence cannot be emptied here", "此处不能清空句子"),
            Bilingual("take it out in the file; the desk will notice", "请在文件中删除，审校台会自动更新"),
            segment.line,
        )
    change = partial(reworded, path=document.path, locale=document.locale, wanted={segment.id: words})
    replace_text(desk.works[work].folder, document.path, change, asked.string("seen"))


def _difference(before: State, after: State) -> Bilingual:
    old, new = ({i.id: i for i in s.verification.issues if i.unsettled} for s in (before, after))
    gone, come = len(old.keys() - new.keys()), len(new.keys() - old.keys())
    took = f"{after.seconds:.1f}"
    return Bilingual(
        f"saved and checked again in {took} s: {gone} gone, {come} new", f"已保存并重新检查（{took} 秒）：消除 {gone} 条，新增 {come} 条"
    )
