"""Find front matter that a published translation owes its reader: a disclaimer, the originals' addresses, the date of its statements.

A reader must know that this is a translation, which text binds, where that text is, and as of when 截至目前 is true.

>>> on("# A\\n\\nTo date it has ten members.", "# 甲\\n\\n中文翻译版，仅供参考，以英文原文为准。\\n\\n截至2026年10月，它有十个成员。")
>>> on("# A\\n\\nTo date it has ten members.", "# 甲\\n\\n中文翻译版，仅供参考，以英文原文为准。\\n\\n截至目前，它有十个成员。")
disclaimer (minor): 截至目前: as of which date? The work states none

Does not judge whether the disclaimer suits the original's licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.mask import ADDRESS
from ..model import Bilingual, Collation, Finding, Kind, Place, Segment, Severity, Work
from . import check

BINDING = re.compile(
    r"(?:仅|只)供参考|仅作参考|以(?:英文|英语|原文)[^。；]{0,12}为准|原文为准|非(?:正式|官方)(?:的)?(?:中文)?(?:译文|翻译|译本)|中文翻译版|译本"
    r"|(?:不一致|歧义|出入|抵触|冲突)[^。；]{0,12}(?:英文|英语|原文)[^。；]{0,8}为准"
)
# As of now, whenever that is: 截至目前. A date between (截至2026年10月) states it.
UNDATED = re.compile(
    r"(?:截至|截止|直至|直到|到|至)(?:目前|今日|今天|现时|现在|本文发布时)(?:为止)?|迄今(?:为止)?|至今(?:为止)?(?=[，,已共仅只未])"
)
DATED = re.compile(r"(?:19|20)\d\d\s*年|[（(](?:19|20)\d\d[-/.]\d|[二〇○零一九]{4}年")
EDGE = 6  # segments at either end in which a disclaimer is looked for
SCHEME = re.compile(r"^https?://(?:www\.)?|/$")


@check(type="non-conformance", mqm="style/organizational-style", severity=Severity.MINOR, whole=True, simplified=True)
def disclaimer(collation: Collation) -> Iterator[Finding]:
    """Yield what the front matter of the translation lacks."""
    segments = collation.bitext.translation.segments
    if not segments or collation.work is None:
        return
    front = [s for s in segments if s.kind is Kind.FRONT]
    yield from _binding(collation.work, segments, front)
    yield from _addresses(collation.work, segments, front)
    dated = collation.work.date or any(DATED.search(s.text) and UNDATED.search(s.text) is None for s in front)
    for segment in segments if not dated else ():
        for m in UNDATED.finditer(segment.text):
            message = Bilingual(f"{m[0]}: as of which date? The work states none", f"“{m[0]}”：未注明截至何时")
            yield Finding(message, None, Place(segment, *m.span()))
            return


def _binding(work: Work, segments: tuple[Segment, ...], front: list[Segment]) -> Iterator[Finding]:
    """Yield the lack of a disclaimer: in the text, and in what is printed with it."""
    near = (*front, *segments[:EDGE], *segments[-EDGE:])
    if not work.disclaimer and not any(BINDING.search(s.text) for s in near):
        message = Bilingual("no disclaimer says that this is a translation and which text binds", "没有声明本文为译文、以何种文本为准")
        yield Finding(message, None, Place.whole(segments[0]))


def _addresses(work: Work, segments: tuple[Segment, ...], front: list[Segment]) -> Iterator[Finding]:
    """Yield addresses of originals that the front matter leaves out, where it gives any."""
    given = {_key(a) for s in front for a in (*(m.target for m in s.marks), *ADDRESS.findall(s.text)) if "://" in a}
    for original in work.originals:
        if not original.url and not given and any(other.url for other in work.originals):
            path = original.document.path
            message = Bilingual(f"no address of the original {path} is given", f"未给出原文 {path} 的网址")
            yield Finding(message, None, Place.whole(front[-1] if front else segments[0]))
        if given and original.url and _key(original.url) not in given:
            message = Bilingual(f"the front matter does not give the address {original.url}", f"卷首未列出原文网址 {original.url}")
            yield Finding(message, None, Place.whole(front[-1] if front else segments[0]))


def _key(address: str) -> str:
    return SCHEME.sub("", SCHEME.sub("", address.replace("\\", ""))).lower()
