"""Draw how a work's score went: a line the height of a word, with its last value in figures."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from .phrases import label

WIDTH, HEIGHT, EDGE = 96, 20, 3  # pixels
LEAST = 5.0  # points that the height spans at least, so that a tenth of a point draws no cliff


def chart(history: Sequence[tuple[str, float]]) -> Markup:
    """Return the scores (day, 0 to 100) as a small SVG that says them to a reader who cannot see it; nothing for fewer than two.

    >>> print(chart([("2026-11-03", 90.0), ("", 98.0)]))  # doctest: +ELLIPSIS
    <svg class="spark" ...points="3,17 93,3"/>...<b>98.0</b>
    """
    if len(history) < 2:
        return Markup("")
    low = min(score for _, score in history)
    top = min(100.0, max(low + LEAST, *(score for _, score in history)))
    low = min(low, top - LEAST)
    step = (WIDTH - 2 * EDGE) / (len(history) - 1)
    points = [(EDGE + n * step, HEIGHT - EDGE - (score - low) / (top - low) * (HEIGHT - 2 * EDGE)) for n, (_, score) in enumerate(history)]
    days = ", ".join(f"{day or label('today').en} {score:.1f}" for day, score in history)
    days_zh = "，".join(f"{day or label('today').zh} {score:.1f}" for day, score in history)
    words = f"{label('history').zh.format(days=days_zh)} {label('history').en.format(days=days)}"
    line = " ".join(f"{x:.4g},{y:.4g}" for x, y in points)
    return Markup(
        '<svg class="spark" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-label="{words}"><title>{words}</title>'
        '<polyline fill="none" stroke="currentColor" stroke-width="1.5" points="{line}"/>'
        '<circle cx="{x:.4g}" cy="{y:.4g}" r="2" fill="currentColor"/></svg> <b>{last:.1f}</b>'
    ).format(w=WIDTH, h=HEIGHT, words=words, line=line, x=points[-1][0], y=points[-1][1], last=history[-1][1])
