"""Hold that reading grows with the text and no faster: four times as long a text must not take far more than four times as long."""

from __future__ import annotations

import random
import time

import pytest

from pipeline.mentions import chinese, english
from pipeline.mentions.identifiers import identifiers

from .test_mentions import LONG, SCRAPS_LIST

MORE = [
    *[
        "the ",
        "last ",
        "week of ",
        "Articles 1, 2, ",
        "and 3, ",
        "第一、",
        "二、",
        "paragraph 1 of ",
        "between 1 and ",
        "100 to ",
        "一年",
        "每一年",
    ],
    *[
        "前一",
        "一般 ",
        "1.111.",
        "1 000 ",
        "A1.",
        "COM(1) ",
        "1/2/",
        "2024/1",
        "10^",
        "的1次方",
        "one in ",
        "2024 01 ",
        "couple of ",
        "14:00 UTC ",
        "half past one ",
        "twice a day ",
        "not be less than 5 ",
        "不得低于5",
        "北京时间9时",
        "每月两次",
        "本周",
    ],
]
SHORT, LONGER = 4_000, 16_000  # characters
FASTER = 8  # linear growth gives 4, quadratic 16
NOISE = 0.03  # seconds below which a time says nothing


def _seconds(read: object, text: str) -> float:
    """Return the least processor time of two readings."""
    assert callable(read)
    times = []
    for _ in range(2):
        identifiers.cache_clear()
        start = time.process_time()
        read(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.slow
def test_reading_is_linear() -> None:
    scraps = [*LONG, *SCRAPS_LIST, *MORE]
    pick = random.Random(7)
    pairs = [a + b for a, b in (pick.sample(scraps, 2) for _ in range(120))]
    for scrap in (*MORE, *pairs):
        for read in (english.read, chinese.read):
            short, longer = (_seconds(read, scrap * (size // len(scrap) + 1)) for size in (SHORT, LONGER))
            assert longer < NOISE or longer / short < FASTER, (read.__module__, scrap, short, longer)
