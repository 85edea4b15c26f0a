"""Every rule of ontology/patterns does what its own examples promise; a rule that does not is named."""

from __future__ import annotations

from dataclasses import replace

import laws
import pytest
from scenes import LEXICON, extract

from kg import examples
from kg.claims import patterns
from kg.claims.patterns import PatternError, expand
from kg.lexicon import Lexicon, Rule
from kg.settings import Settings

RULES = {rule.id: rule for rule in LEXICON.rules}
MOVED = Rule(
    "odd.moved", "{who:PER}搬到了{where:LOC}", ({"predicate": "visited", "subject": "who", "object": "where"},),
    ({"text": "陈立搬到了离石区。", "expect": [["visited", "陈立", "离石区"]]},), ("陈立没有搬到吕梁市。",), "patterns/odd.yaml:3",
)  # fmt: skip


def with_rule(rule: Rule) -> Lexicon:
    return replace(LEXICON, rules=examples.alone(rule, LEXICON))


@pytest.mark.parametrize("id", RULES)
def test_a_rule_reads_its_examples_and_not_its_counter_examples(id: str, settings: Settings) -> None:
    assert [p.message for p in examples.run(with_rule(RULES[id]), settings)] == []


def test_a_new_rule_is_only_data(settings: Settings) -> None:
    assert examples.run(with_rule(MOVED), settings) == ()


WRONG = {
    "an example that is not read": (
        replace(MOVED, pattern="{who:PER}飞到了{where:LOC}"),
        "does not read visited → 陈立 → 离石区 in: 陈立搬到了离石区。",
    ),
    "more than is promised": (
        replace(MOVED, examples=({"text": "陈立搬到了离石区。", "expect": []},)),
        "reads visited → 陈立 → 离石区 besides what",
    ),
    "a counter-example that is read": (replace(MOVED, never=("陈立搬到了吕梁市。",)), "although it should not in: 陈立搬到了吕梁市。"),
}


@pytest.mark.parametrize(("rule", "message"), WRONG.values(), ids=WRONG)
def test_a_rule_that_breaks_its_promise_is_named(rule: Rule, message: str, settings: Settings) -> None:
    problems = examples.run(with_rule(rule), settings)
    assert [(p.where, p.severity) for p in problems] == [("patterns/odd.yaml:3", "error")]
    assert message in problems[0].message
    assert "odd.moved" in problems[0].message


@pytest.mark.parametrize("pattern", ["{who:PER}(搬到了", "{who:PRE}搬到了{where:LOC}", "{who:PER}{who:PER}"])
def test_a_pattern_that_does_not_compile_is_named_with_its_file(pattern: str, settings: Settings) -> None:
    with pytest.raises(PatternError, match=r"patterns/odd\.yaml:3: rule odd\.moved"):
        examples.run(with_rule(replace(MOVED, pattern=pattern)), settings)


def test_macros_and_fields_become_groups() -> None:
    text, types = expand("<go>{who:PER|ORG*}到(?P<where>东|西)", {"go": "先后"})
    assert text.startswith("(?:先后)(?P<who>")
    assert types == {"who": ("PER", "ORG")}


def test_every_field_that_a_rule_claims_is_in_its_pattern() -> None:
    for compiled in patterns.compiled(LEXICON):
        known = set(compiled.regex.groupindex)
        for claim in compiled.rule.claims:
            for name in (claim["subject"], claim["object"]):
                assert name.startswith("@") or name.startswith("literal:") or name.removeprefix("text:") in known, (
                    f"{compiled.rule.where}: {name}"
                )
            assert claim.get("when", "said") in {"said", "decided", *known}, f"{compiled.rule.where}: {claim['when']}"


@pytest.mark.parametrize("page", range(0, len(laws.FILES), 6))
def test_a_rule_that_is_not_tried_for_want_of_a_mention_would_claim_nothing(page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = laws.pages()[page]
    monkeypatch.setattr(patterns, "_possible", lambda lexicon, _: patterns.compiled(lexicon))
    assert [c for a in whole.articles for c in laws.claimed(whole, a)] == list(whole.claims)


def test_claims_carry_the_rule_that_made_them() -> None:
    claims = extract("[市委/ORG]书记[陈立/PER]深入[廉桥镇/LOC]调研防汛工作。")
    assert {c.rule for c in claims} <= {*RULES, "post.chain"}
    assert all(0 < c.confidence <= 1 for c in claims)
