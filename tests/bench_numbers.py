"""Score the reading of values: `python -m tests.bench_numbers`.

Two yardsticks, both read from $DUIKAN_BENCH: phrases in the register of policy documents (`policy.tsv`, by its own script), and
the cases of Recognizers-Text (Microsoft, MIT) for numbers, percentages, ordinals, currency, units and dates. A case is right
when every value that it states is among the mentions and, for amounts, no other amount is. Cases that rest on another idea of
what a mention is (a relative date, a unit without a number, 一 as an article) are listed with the reason in
`recognizers-disputed.tsv`; the figure without them stands beside the raw one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from pipeline.mentions import mentions
from pipeline.mentions.numeral import Numeral
from pipeline.mentions.numerals_en import numerals as english
from pipeline.mentions.numerals_zh import numerals as chinese
from pipeline.mentions.reading import narrow
from pipeline.mentions.tables import units
from pipeline.model import Mention

from .support import BENCH

GROUPS = (  # files that one target names together, the target
    (("NumberModel.zh", "PercentModel.zh", "OrdinalModel.zh"), 95),
    (("NumberModel.en", "PercentModel.en", "OrdinalModel.en"), 92),
    (("CurrencyModel.zh", "DimensionModel.zh"), 90),
    (("CurrencyModel.en", "DimensionModel.en"), 85),
    (("DateTimeModel.zh",), 88),
    (("DateTimeModel.en",), 88),
)
DISPUTED = Path(__file__).parent / "recognizers-disputed.tsv"


def disputed() -> list[tuple[str, str, re.Pattern[str]]]:
    """Return the rules by which cases are disputed: the files' prefix, the reason, what stands in the words."""
    lines = DISPUTED.read_text(encoding="utf-8").splitlines()
    rules = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(name, reason, re.compile(pattern)) for name, reason, pattern in rules]


def disputes(name: str, case: dict[str, object], rules: list[tuple[str, str, re.Pattern[str]]]) -> str:
    """Return why a case that is wrong is disputed, or nothing.

    A rule for dates and ordinals must fit the very words that the case wants read, and every wanted value that is not stated must
    be disputed; a rule for amounts may look at the words around them.
    """
    results = case["results"]
    assert isinstance(results, list)
    if not (name.startswith(("DateTime", "Ordinal")) and results):
        return next((why for prefix, why, at in rules if name.startswith(prefix) and at.search(str(case["input"]))), "")
    if name.startswith("DateTime"):
        found = mentions(str(case["input"]), "en" if name.endswith("en") else "zh-Hans")
        results = [r for r in results if not _dated(r, found)]
    else:
        results = [r for r in results if not str(r["Resolution"]["value"]).isdigit()]
    reasons = [next((why for prefix, why, at in rules if name.startswith(prefix) and at.search(r["Text"])), "") for r in results]
    return reasons[0] if reasons and all(reasons) else ""


def near(a: float, b: float) -> bool:
    """Tell whether two values are equal as far as the specification writes them out."""
    return abs(a - b) <= 1e-6 * max(1.0, abs(b)) if abs(b) >= 1e-3 else abs(a - b) <= 1e-6 * abs(b)


def same(got: Iterable[float], want: Iterable[float]) -> bool:
    """Tell whether two bags of values are equal."""
    left = list(got)
    for w in want:
        hit = next((g for g in left if near(g, w)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def right(name: str, case: dict[str, object], locale: str) -> bool:
    """Tell whether a case is wholly right."""
    text = str(case["input"])
    results = case["results"]
    assert isinstance(results, list)
    found = mentions(text, locale)
    if name.startswith("DateTime"):
        return all(_dated(r, found) for r in results)
    if name.startswith("Number"):
        if not results:
            return not [m for m in found if m.kind == "quantity" and not m.unit]
        return same((float(n.value) for n in _numerals(text, locale)), (float(r["Resolution"]["value"]) for r in results))
    if name.startswith("Ordinal"):
        return same(
            (float(m.value) for m in found if m.kind == "ordinal" and isinstance(m.value, Fraction)),
            (float(r["Resolution"]["value"]) if str(r["Resolution"]["value"]).isdigit() else float("nan") for r in results),
        )
    if name.startswith("Percent"):
        wanted = [float(str(r["Resolution"]["value"]).rstrip("%")) for r in results if str(r["Resolution"].get("value"))[-1] == "%"]
        return same((float(m.value) for m in found if m.unit in ("%", "percentage-point") and isinstance(m.value, Fraction)), wanted)
    return _measured(name, results, found)


def _numerals(text: str, locale: str) -> list[Numeral]:
    """Return the numerals of a text: what NumberModel asks for is below mentions, which judge what a numeral counts."""
    return [n for n in (english(text) if locale == "en" else chinese(narrow(text))) if n.sort != "ordinal"]


def _measured(name: str, results: list[dict[str, dict[str, str]]], found: list[Mention]) -> bool:
    wanted = [float(r["Resolution"]["value"]) for r in results if r["Resolution"].get("value")]
    money = name.startswith("Currency")
    own = [m for m in found if isinstance(m.value, Fraction) and m.unit and (m.unit.isupper() and len(m.unit) == 3) is money]
    if not money:
        own = [m for m in own if m.unit in units() and m.kind != "duration"]
    return same((float(Fraction(m.value)) for m in own), wanted)


RANGE = re.compile(r"\(([^,]+),([^,]+)(?:,[^,]+)?\)")


def _dated(result: dict[str, object], found: list[Mention]) -> bool:
    resolution = result["Resolution"]
    assert isinstance(resolution, dict)
    timexes = [str(v.get("timex", "")) for v in resolution["values"]]
    return any(_states(timex, found) for timex in timexes)


DURATION = re.compile(
    r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
PARTS = ("year", "month", "week", "day", "hour", "minute", "second")


def _states(timex: str, found: list[Mention]) -> bool:
    """Tell whether the mentions state a TIMEX value: the same date, both ends of a range, or the same duration."""
    if m := RANGE.fullmatch(timex):
        both = f"{m[1]}/{m[2]}"
        dates = [str(x.value).rstrip("~") for x in found if x.kind == "date"]
        return any(_covers(d, m[1], m[2]) for d in dates) or both in dates or all(any(_end(d, e) for d in dates) for e in (m[1], m[2]))
    if timex.startswith("P"):
        m = DURATION.fullmatch(timex)
        wanted = [(Fraction(n), unit) for n, unit in zip(m.groups(), PARTS, strict=True) if n] if m else []
        return bool(wanted) and all(any(_lasts(x, n, unit) for x in found) for n, unit in wanted)
    return any(str(x.value).rstrip("~") == timex for x in found if x.kind == "date")


def _end(date: str, end: str) -> bool:
    return date == end or (date == end[:7] and end.endswith("-01")) or (date == end[:4] and end.endswith("-01-01"))


def _covers(date: str, start: str, until: str) -> bool:
    """Tell whether a decade, a half or a quarter, or a range in coarser terms, is the range from start until (exclusive)."""
    if date.endswith("X") and date[:3].isdigit():
        return start == f"{date[:3]}0-01-01"
    if date.endswith("XX") and date[:2].isdigit():
        return start == f"{date[:2]}00-01-01"
    head, _, part = date.partition("-")
    if part.isdigit() and 33 <= int(part) <= 41:
        month = 1 + 3 * (int(part) - 33) if int(part) <= 36 else 1 + 6 * (int(part) - 40)
        return start == f"{head}-{month:02d}-01" or (head == "XXXX" and start[5:] == f"{month:02d}-01")
    if "/" in date:
        a, b = date.split("/")
        return _end(a, start) and (
            _end(b, until) or b[:7] == until[:7] or until.startswith(str(int(b[:4]) + 1) if b[:4].isdigit() else "?")
        )
    return False


def _lasts(m: Mention, value: Fraction, unit: str) -> bool:
    if m.kind != "duration" or not isinstance(m.value, Fraction):
        return False
    have, want = units().get(m.unit), units()[unit]
    return (m.value == value and m.unit == unit) or bool(
        have and have.factor and want.factor and have.dimension == want.dimension and m.value * have.factor == value * want.factor
    )


def recognizers(folder: Path, show: bool) -> bool:
    """Score the specifications, print each group's figure, raw and without disputed cases; return whether all targets are met."""
    rules = disputed()
    good = True
    for names, target in GROUPS:
        total = hits = argued = 0
        counted: Counter[str] = Counter()
        for name in names:
            for case in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")):
                total += 1
                if right(name, case, "en" if name.endswith("en") else "zh-Hans"):
                    hits += 1
                elif reason := disputes(name, case, rules):
                    argued += 1
                    counted[reason] += 1
                    if show:
                        print("disputed", name, case["input"], reason, sep=" | ")
                elif show:
                    print("wrong", name, case["input"], [(r["Text"], r.get("Resolution")) for r in case["results"]], sep=" | ")
        share = 100 * hits / max(1, total - argued)
        good &= share >= target
        print(f"{' + '.join(names)}: {hits}/{total} = {100 * hits / total:.1f} %; without {argued} disputed {share:.1f} %; target {target}")
        for reason, n in sorted(counted.items()):
            print(f"    {n} disputed: {reason}")
    return good


def main(arguments: list[str]) -> int:
    """Run both; `--show` prints every case that is wrong and not disputed."""
    folder = BENCH / "bench" / "numbers"
    if not folder.is_dir():
        print(f"skipped: {folder} is not there")
        return 0
    policy = subprocess.run([sys.executable, str(folder / "score.py"), str(folder / "policy.tsv"), "0.97", "0.97"], check=False).returncode
    return int(not recognizers(folder, "--show" in arguments)) or policy


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
