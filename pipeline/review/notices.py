"""Tell what concerns a work as a whole: originals that drifted, licences, waivers and sign-offs that no longer fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import Bilingual, Change, Collation, ConfirmedBead, Notice, NoticeKind, Original, Waiver, Work
from .waivers import Ruling

# A translation is an adaptation: a no-derivatives licence forbids to publish it, share-alike binds its licence.
NO_DERIVATIVES = re.compile(r"\bND\b|no[ -]?deriv", re.IGNORECASE)  # "CC BY-ND 4.0", "NoDerivatives"
SHARE_ALIKE = re.compile(r"\bSA\b|share[ -]?alike|\bGFDL\b|\bA?GPL\b", re.IGNORECASE)  # "CC BY-SA 3.0", "ShareAlike"

# What is wrong with a waiver, in both languages.
LAPSED = ("has lapsed, because a text has changed: decide anew or remove it", "已失效，因为文本已改动：请重新决定或删除该项")
UNUSED = ("fits no issue: correct its id or remove it", "没有对应的问题：请改正编号或删除该项")
SINGLE = ('does not hold yet: a second person agrees with second = "..."', '尚未生效：须由第二人署名（second = "..."）')


def notices(collation: Collation, ruling: Ruling, since: Sequence[Change], *, broken: bool) -> tuple[Notice, ...]:
    """Return the notices in a fixed order: drift, licences, confirmed beads, waivers, sign-off, baseline, checks switched off.

    `since` is what changed since the sign-off; `broken` is true where that no longer holds.
    """
    work = collation.work
    old = sum(i.status == "baseline" for i in ruling.issues)
    return (
        *(_of_originals(work) if work is not None else ()),
        *(_dropped(b) for b in collation.bitext.dropped),
        *(_waived(w, *LAPSED) for w in ruling.lapsed),
        *(_waived(w, *UNUSED) for w in ruling.unused),
        *(_waived(w, *SINGLE) for w in ruling.single),
        *((_stale(since),) if broken else ()),
        *((_baseline(old),) if old else ()),
        *(_off(name) for name in sorted(collation.settings.off)),
    )


def _of_originals(work: Work) -> Iterator[Notice]:
    for original in work.originals:
        if original.sha256 and original.sha256.lower() != original.document.sha256.lower():
            yield _drift(original)
    # Two bare files have no licence to state; a work that says anything of where its texts come from should name it.
    for original in work.originals:
        if any((work.publisher, work.date, original.url, original.retrieved, original.sha256, original.licence, original.attribution)):
            yield from _licence(original)


def _drift(original: Original) -> Notice:
    path = original.document.path
    return Notice(
        "drift",
        Bilingual(
            f"{path} is not the file that work.toml records (sha256 differs): compare it with the translation and record it anew",
            f"{path} 与 work.toml 记录的文件不同（sha256 不符）：请重新核对译文，并更新记录",
        ),
    )


def _licence(original: Original) -> Iterator[Notice]:
    path, licence = original.document.path, original.licence
    if not licence:
        yield Notice(
            "licence",
            Bilingual(
                f"{path} names no licence: find out whether a translation may be published, and write it into work.toml",
                f"{path} 未注明许可：请确认是否允许发表译文，并写入 work.toml",
            ),
        )
    if NO_DERIVATIVES.search(licence):
        yield Notice(
            "licence",
            Bilingual(
                f"{path} is under {licence}, which allows no derivatives: ask for permission before you publish a translation",
                f"{path} 的许可为 {licence}，不允许演绎：发表译文前须取得授权",
            ),
        )
    elif SHARE_ALIKE.search(licence):
        yield Notice(
            "licence",
            Bilingual(
                f"{path} is under {licence}: publish the translation under the same licence",
                f"{path} 的许可为 {licence}：译文须以相同许可发表",
            ),
        )


def _dropped(bead: ConfirmedBead) -> Notice:
    names = ", ".join((*bead.source, *bead.target))
    return _noted(
        "bead",
        bead.line,
        f"the confirmed bead of {names} no longer holds, because its text has changed, is gone or is tied elsewhere: "
        "confirm it anew or remove it",
        f"{names} 的人工对齐已失效，因为文本已改动、已删除或另有对齐：请重新确认或删除该项",
    )


def _waived(waiver: Waiver, en: str, zh: str) -> Notice:
    return _noted("waiver", waiver.line, f"the waiver of {waiver.issue} {en}", f"对问题 {waiver.issue} 的豁免{zh}")


def _noted(kind: NoticeKind, line: int, en: str, zh: str) -> Notice:
    """Return a notice of something that stands in `review.toml`; `line` is 0 where that is not known."""
    at = f"review.toml:{line}" if line else "review.toml"
    return Notice(kind, Bilingual(f"{at}: {en}", f"{at}：{zh}"))


def _stale(since: Sequence[Change]) -> Notice:
    number = len([c for c in since if not (c.side == "source" and c.weight == "cosmetic")])
    if not number:
        return Notice(
            "sign-off",
            Bilingual(
                "the sign-off no longer holds: passages that were approved are gone",
                "审定已失效：审定时的部分文本已不存在",
            ),
        )
    values = sum(c.weight == "number" for c in since)
    stale = sum(len(c.stale) for c in since)
    said = "1 passage is not as it was approved" if number == 1 else f"{number} passages are not as they were approved"
    old = "1 translated sentence renders" if stale == 1 else f"{stale} translated sentences render"
    more = (f", {values} with other numbers" if values else "") + (f"; {old} the old wording" if stale else "")
    more_zh = (f"，其中 {values} 处数字有变" if values else "") + (f"；{stale} 句译文仍为旧文" if stale else "")
    return Notice(
        "sign-off",
        Bilingual(
            f"the sign-off no longer holds: {said}{more}",
            f"审定已失效：有 {number} 处文本与审定时不同{more_zh}",
        ),
    )


def _baseline(number: int) -> Notice:
    return Notice(
        "baseline",
        Bilingual(
            f"{number} issues stand in the baseline: they were there when the work was taken over, and are not counted",
            f"基线中有 {number} 条问题：接手时已存在，不计入",
        ),
    )


def _off(name: str) -> Notice:
    return Notice("off", Bilingual(f"the check {name} is switched off", f"检查项 {name} 已关闭"))
