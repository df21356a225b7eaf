"""Members of enumerations beside a sentence encoder: what it may excuse, and what it may not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from pipeline.mentions.members import lost


def _all_alike(texts: Sequence[str]) -> Any:
    """Encode every text as the same: whatever is asked, something in the sentence is like it."""
    return np.ones((len(texts), 1), dtype=np.float32)


@pytest.mark.parametrize(
    ("en", "zh", "members"),
    [
        ("You can create, inspect, update, and delete objects.", "你可以创建、更新和删除对象。", []),
        (
            "They avoided it on Saturday morning, Friday afternoon and Sunday night.",
            "他们在周六上午和周日晚上避开了它。",
            ["Friday afternoon"],
        ),
        ("The desk is open on Monday, Tuesday and Friday.", "服务台周一和周五开放。", ["Tuesday"]),
        ("The desk is open on Monday, Tuesday and Friday.", "服务台周一、周二和周五开放。", []),
    ],
)
def test_an_encoder_excuses_no_lost_day(en: str, zh: str, members: list[str]) -> None:
    assert [en[slice(*x.member)] for x in lost(en, zh, lambda: _all_alike)] == members
