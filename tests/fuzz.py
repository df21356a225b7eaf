"""Feed the readers what nobody would write: `python -m tests.fuzz --minutes 30`.

Every target gets, in turn and until the time is up, texts that Hypothesis draws from good samples, from the alphabet that the
format lives on, and from all of Unicode, cut and mixed. What a target may do: return, or raise SourceError. Any other error, five
seconds of processor time without an end (thirty on the clock: a program that it waits for may hang, and a machine may be busy),
or more memory than allowed is a find; it is printed with the input that shows it, and the exit is 1.
"""

from __future__ import annotations

import argparse
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pipeline.checks import check_pairs
from pipeline.mentions import mentions
from pipeline.model import SourceError
from pipeline.read import read_decisions, read_document, read_glossary, read_pairs, read_work
from pipeline.terms import from_csv, from_tbx, from_utx

SECONDS = 5  # of processor time
CLOCK = 30
MEMORY = 4 * 2**30
ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sources" / "gpai-singapore"


class Hang(BaseException):
    """Tell that a target did not end in time."""


def _sample(path: Path, most: int = 4000) -> str:
    return path.read_text(encoding="utf-8", errors="replace")[:most] if path.is_file() else "x"


def _file(name: str, read: Callable[[Path], object]) -> Callable[[str], object]:
    """Make a target of what reads a file of that name."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))

    def target(text: str) -> object:
        path = folder / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return read(path)

    return target


def _work(path: Path) -> object:
    for name in ("en.md", "zh-Hans.md"):
        if not (path.parent / name).exists():
            (path.parent / name).write_text("# A\n\nb\n", encoding="utf-8")
    return read_work(path.parent)


TMX = (
    '<tmx version="1.4"><header/><body><tu tuid="1"><tuv xml:lang="en"><seg>a</seg></tuv>'
    '<tuv xml:lang="zh"><seg>甲</seg></tuv></tu></body></tmx>'
)
XLIFF = (
    '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="zh"><file id="f"><unit id="u"><segment>'
    "<source>a</source><target>甲</target></segment></unit></file></xliff>"
)
TBX = (
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c">'
    '<langSec xml:lang="en"><termSec><term>a</term></termSec></langSec></conceptEntry></body></text></tbx>'
)
# name -> what is fed, a sample, and the letters that the format lives on
TARGETS: dict[str, tuple[Callable[[str], object], str, str]] = {
    "markdown": (_file("en.md", lambda p: read_document(p, "en")), _sample(SAMPLES / "zh-Hans.md"), "#*_`[]()!|-+>~:<&;\\\n\t 1.a甲^"),
    "html": (_file("en.html", lambda p: read_document(p, "en")), _sample(SAMPLES / "en-observatory.html"), "<>/=\"'&;# apdivtablerh1\n甲"),
    "wiki": (_file("en.wiki", lambda p: read_document(p, "en")), "== A ==\n* [[b|c]] '''d''' {{e}}\n{|\n|-\n| f\n|}", "={}[]|'*#:;<>\n a"),
    "mentions-en": (
        lambda t: mentions(t, "en"),
        "more than EUR 20,000 by 15 June 2020, Article 21(3)(b), 7 %",
        "0123456789.,%/-–()$€ andofthmilonpercJuy",
    ),
    "mentions-zh": (
        lambda t: mentions(t, "zh-Hans"),
        "2020年6月15日至少2万欧元，第二十一条第三款，百分之七",
        "零〇一二三十百千万亿年月日第条款项多约至个半元％0123.,，",
    ),
    "checks": (lambda t: check_pairs([(t[::2], t[1::2])], encoder=None), "The 15 members 十五个成员", "“”（）()，。,. 一二12年月 aTnot不"),
    "review.toml": (
        _file("review.toml", read_decisions),
        '[[waiver]]\nissue = "8c1f0a52"\nkind = "intended"\nreason = "a"\n',
        "[]=\"'\n.# 12a{},",
    ),
    "work.toml": (_file("work.toml", _work), _sample(SAMPLES / "work.toml"), "[]=\"'\n.# 12a{},-:T"),
    "glossary": (
        _file("terms.csv", lambda p: read_glossary(p.parent)),
        "id,en,zh-Hans,status\nai,AI | b,人工智能,preferred\n",
        ',"\n| aid甲;',
    ),
    "csv": (lambda t: from_csv(t, "a.csv"), "id,en,zh-Hans,status\nai,AI,人工智能,preferred\n", ',"\n| aid甲;'),
    "utx": (lambda t: from_utx(t, "a.utx"), "#UTX 1.20; en/zh\n#src\ttgt\nai\t人工智能\n", "#\t\n;/ aenzh甲"),
    "tbx": (lambda t: from_tbx(t.encode("utf-8", "surrogatepass"), "a.tbx"), TBX, "<>/=\"'&; a![]-"),
    "tmx": (_file("a.tmx", read_pairs), TMX, "<>/=\"'&; a![]-"),
    "xliff": (_file("a.xliff", read_pairs), XLIFF, "<>/=\"'&; a![]-"),
    "jsonl": (_file("a.jsonl", read_pairs), '{"id": "1", "en": "a", "zh": "甲"}\n', '{}[]":,\\u\n 1ae'),
    "tsv": (_file("a.tsv", read_pairs), "1\ta\t甲\n", '\t\n" a甲'),
}


def inputs(sample: str, letters: str) -> st.SearchStrategy[str]:
    """Draw texts: pieces of the sample, of the format's letters, of anything, in any order and number."""
    pieces = st.tuples(st.integers(0, len(sample)), st.integers(0, 300)).map(lambda s: sample[s[0] : s[0] + s[1]])
    own = st.text(st.sampled_from(letters), max_size=60)
    many = st.tuples(st.text(st.sampled_from(letters), min_size=1, max_size=4), st.integers(1, 400)).map(lambda s: s[0] * s[1])
    return st.lists(st.one_of(pieces, own, many, st.text(max_size=20)), min_size=1, max_size=12).map("".join)


def attempt(target: Callable[[str], object], text: str) -> BaseException | None:
    """Run a target on a text and return what it should not have raised."""
    _timers(SECONDS, CLOCK)
    try:
        target(text)
    except SourceError:
        return None
    except (Exception, Hang) as error:
        return error
    finally:
        _timers(0, 0)
    return None


def _timers(seconds: float, clock: float) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, clock)


def fuzz(name: str, seconds: float, number: int) -> tuple[int, list[str]]:
    """Feed one target for so many seconds; return how many texts it was fed, and what was found."""
    target, sample, letters = TARGETS[name]
    fed, found, end = 0, list[str](), time.monotonic() + seconds
    while time.monotonic() < end and not found:
        number += 1
        count, wrong = _round(target, inputs(sample, letters), number, end)
        fed += count
        for text, error in wrong:
            where = traceback.extract_tb(error.__traceback__)[-1]
            said = f"{type(error).__name__}: {str(error)[:200]} ({where.filename}:{where.lineno})"
            found.append(f"{name}: {said}\n  input of {len(text)} characters: {text[:2000]!r}")
    return fed, found


def _round(
    target: Callable[[str], object], texts: st.SearchStrategy[str], number: int, end: float
) -> tuple[int, list[tuple[str, BaseException]]]:
    """Feed a target up to a hundred texts; return how many, and the first that it choked on."""
    fed, wrong = 0, list[tuple[str, BaseException]]()

    @seed(number)
    @settings(max_examples=100, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(texts)
    def one(text: str) -> None:
        nonlocal fed
        if wrong or time.monotonic() > end:
            return
        fed += 1
        if (error := attempt(target, text)) is not None:
            wrong.append((text, error))

    one()
    return fed, wrong


def _late(number: int, _: FrameType | None) -> None:
    raise Hang(f"took more than {SECONDS if number == signal.SIGPROF else CLOCK} seconds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="for all targets together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="only these")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, _late)
    names = asked.targets or list(TARGETS)
    finds: list[str] = []
    for name in names:
        began = time.monotonic()
        fed, found = fuzz(name, asked.minutes * 60 / len(names), asked.seed * 1_000_000)
        finds += found
        print(f"{name:12} {fed:7} inputs in {time.monotonic() - began:5.0f} s: {'a find' if found else 'nothing'}", flush=True)
    print("\n".join(finds))
    sys.exit(bool(finds))


if __name__ == "__main__":
    main()
