"""Test that the quick looks at a text miss nothing that the patterns behind them would find."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import modality, negation, quantifiers
from pipeline.language import usage
from pipeline.language.signs import Cue, Signs, spelt_in
from pipeline.language.tables import lower
from pipeline.model import Kind, Segment

WORDS = Path(__file__).parents[1] / "pipeline" / "checks" / "words"
CUES = [negation.SAID_EN, *modality.EN.values(), *(rule.said for rule in quantifiers.RULES)]
RULES = [(WORDS / name, rule) for name in ("numerals.tsv", "punctuation.tsv") for rule in usage.rules(WORDS / name)]


@given(st.lists(st.text("欧盟法国与。", min_size=1, max_size=2)), st.text("欧盟法国与。的"))
def test_every_beginning_is_found_where_it_stands(beginnings: list[str], text: str) -> None:
    wanted = [at for at in range(len(text)) if any(text.startswith(b, at) for b in beginnings)]
    assert list(Signs(beginnings).places(text)) == wanted


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.pattern.pattern[:30])
def test_a_form_has_one_of_its_words(cue: Cue) -> None:
    @settings(max_examples=60)
    @given(st.from_regex(cue.pattern), st.sampled_from(["", " to ", ", not "]))
    def check(text: str, more: str) -> None:
        said = lower(text + more)
        segments = [Segment("1", "en", said)]
        assert cue.any_in(segments, spelt_in(segments)) == bool(cue.pattern.search(said))

    check()


@pytest.mark.parametrize(("table", "rule"), RULES, ids=lambda x: x.pattern.pattern[:20] if isinstance(x, usage.Rule) else x.stem)
def test_what_breaks_a_rule_has_one_of_its_signs(table: Path, rule: usage.Rule) -> None:
    kind = Kind(rule.kinds[0]) if rule.kinds else Kind.PARAGRAPH

    @settings(max_examples=40)
    @given(st.from_regex(rule.pattern, alphabet=st.characters(codec="utf-8", exclude_characters="\n\r")))
    def check(text: str) -> None:
        if rule.pattern.search(text):
            assert rule in usage._likely(table, kind, text)

    check()
