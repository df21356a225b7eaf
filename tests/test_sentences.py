"""Hold where sentences end, in both languages."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.sentences import split

# "|" marks where the sentences part.
ENGLISH = [
    "One ends here.| Two follows!| Three?",
    "It grew by 2.5 percent, i.e. less than in v1.2.3 of 2020.| Then it fell.",
    "See https://example.org/a.b?c=d. |It is long.".replace(". |", ".| "),
    "Dr. Lee met Mr. Tan at St. John.| They spoke.",
    "As set out in Art. 5 and No. 7, pp. 3-4, it applies.| No. |It does not.".replace(". |It", ".| It"),
    "The U.S. Government agreed.| It paid.",
    "He lives in the U.S.| The city is small.",
    "Costs, fees, etc. are due.| Interest, etc.| These are too.",
    "J. R. Smith signed.| K. Lee did not.",
    "See Annex A.| The list is there.",
    "Members (see Art. 3. It is short.) may vote.| (Observers may not.)| They listen.",
    '"Why?" he asked.| "Because."| They left.',
    "They call it the “Terms.”| You accept them.",
    "He said, “Go home. Rest.”| They went.",
    "1. Scope of this act",
    "1.2. Scope.| It is wide.",
    "IV. Duties of members.| They are many.",
    "(a) The first.| (b) The second.",
    "Wait... and see.| Well... |Nobody came.".replace("... |", "...| "),
    "We use Yahoo! and others.| iPhone owners too.",
    "It ended.[1]| A new one began.²| More.",
    "It met on 3 Jan. 2020 at 5 p.m. in Paris.| On Sept. 4 it met again.",
    "Acme Inc. owns it.| Acme Inc.| The owner pays.",
    "First paragraph\n\n|Second paragraph",
    "It was fun! “",
    "They asked Sens. Lee and Tan.| Both agreed.",
]
CHINESE = [
    "第一句。|第二句！|第三句？|第四句",
    "甲方负责；乙方协助；双方共担。|另有约定的除外。",
    "依本条（见第3条。）后办理。|（从略。）|完。",
    "他说：“我来了。你呢？”|然后走了。",
    "“来吗？”他问。|没人答。",
    "为回答“谁来做？”的问题，设立小组。|小组三人。",
    "《谁在说话？》一书出版。|作者不详。",
    "好……那么走吧……。|再见。",
    "增长3.5%，版本1.2.3。|见 https://example.org/a.b。|完。",
    "GPAI（Global Partnership. A body.）成立。|见 OECD. |下文。".replace(". |", ".| "),
    "由 Google Inc. 的团队与 U.S. 政府制定。|完。",
    "1. 适用范围",
    "一、总则。|二、分则。",
    "真的？！|是的。”|后来呢",
    "他写道：「完了。」|众人散去。",
    "等等，即A. B. 史密斯所言。|完。",
]


def marked(text: str, locale: str) -> str:
    spans = split(text, locale)
    return "|".join(text[a:b] for a, b in spans)


@pytest.mark.parametrize("case", ENGLISH)
def test_english(case: str) -> None:
    text = case.replace("|", "")
    assert marked(text, "en") == "|".join(part.strip() for part in case.split("|"))


@pytest.mark.parametrize("case", CHINESE)
def test_chinese(case: str) -> None:
    text = case.replace("|", "")
    assert marked(text, "zh-Hans") == "|".join(part.strip() for part in case.split("|"))


def test_nothing_is_no_sentence() -> None:
    assert split("", "en") == split(" \n\t　", "zh-Hans") == ()


PIECES = st.sampled_from(
    [
        *"。！？；，.!?…()（）“”\"'「」[]1aA中 \n\u0301\ufe0f\u200d👍",
        "Mr.",
        "e.g.",
        "……",
        "U.S.",
        " The ",
        "https://a.b/c.",
        "[1]",
        "说",
        "\U0001f3fd",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60), st.sampled_from(["en", "zh-Hans"]))
def test_spans_cover_the_text(text: str, locale: str) -> None:
    spans = split(text, locale)
    end = 0
    covered: set[int] = set()
    for a, b in spans:
        assert end <= a < b <= len(text)
        assert text[a:b] == text[a:b].strip()
        end = b
        covered.update(range(a, b))
        assert a == 0 or not unicodedata.category(text[a]).startswith("M") or text[a - 1].isspace() or not spans.index((a, b))
    assert all(c.isspace() for n, c in enumerate(text) if n not in covered)


@pytest.mark.parametrize("piece", ["（", "“", "a.", "。", "(a. ", "[1]", "。[1", '"', "A. ", "!", "\u0301", "[("])
def test_long_text_ends_soon(piece: str) -> None:
    """A quadratic rule would not come to an end on these."""
    text = piece * 100_000
    spans = split(text, "zh-Hans")
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text.rstrip())
