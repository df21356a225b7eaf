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
from datetime import date
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
from .timex import states

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
        results = [r for r in results if not _dated(case, r, found)]
    else:
        results = [r for r in results if str(r["Resolution"]["value"]).startswith("current")]
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
        return all(_dated(case, r, found) for r in results)
    if name.startswith("Number"):
        if not results:
            return not [m for m in found if m.kind == "quantity" and not m.unit]
        wanted = [float(r["Resolution"]["value"]) for r in results]
        amounts = (float(m.value) for m in found if m.kind == "quantity" and isinstance(m.value, Fraction))
        return same((float(n.value) for n in _numerals(text, locale)), wanted) or same(amounts, wanted)
    if name.startswith("Ordinal"):
        return same(
            (float(m.value) for m in found if m.kind == "ordinal" and isinstance(m.value, Fraction)),
            (_rank(str(r["Resolution"]["value"])) for r in results),
        )
    if name.startswith("Percent"):
        wanted = [float(str(r["Resolution"]["value"]).rstrip("%")) for r in results if str(r["Resolution"].get("value"))[-1] == "%"]
        return same((float(m.value) for m in found if m.unit in ("%", "percentage-point") and isinstance(m.value, Fraction)), wanted)
    return _measured(name, results, found)


def _rank(value: str) -> float:
    """Return a rank as mentions state it: `3`, or `end-1` as -2; one that is reckoned from the current place is none."""
    if value.startswith("end"):
        return float(value.removeprefix("end")) - 1
    return float(value) if value.isdigit() else float("nan")


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


def _dated(case: dict[str, object], result: dict[str, object], found: list[Mention]) -> bool:
    resolution, context = result["Resolution"], case.get("context")
    assert isinstance(resolution, dict)
    today = date.fromisoformat(str(context["ReferenceDateTime"])[:10]) if isinstance(context, dict) else None
    return any(states(str(v.get("timex", "")), found, today) for v in resolution["values"])


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
