"""Runs every pattern's own examples and counter-examples: is what ontology/patterns promises true?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.claims import patterns
from kg.lexicon import Lexicon, Rule
from kg.model import Claim, Problem, Reading, Term
from kg.pipeline import read_text
from kg.settings import Settings


def run(lexicon: Lexicon, settings: Settings) -> tuple[Problem, ...]:
    """A problem for each example that a rule does not read as it promises, and each counter-example that it reads.

    An example is {text, expect: [[predicate, subject, object], …]}; subject and object are surfaces, a literal, or place:home.
    Raises PatternError for a pattern that does not compile.
    """
    patterns.compiled(lexicon)
    return tuple(problem for rule in lexicon.rules for problem in _check(rule, replace(lexicon, rules=(rule,)), settings))


def _check(rule: Rule, lexicon: Lexicon, settings: Settings) -> Iterator[Problem]:
    for example in rule.examples:
        reading = read_text(str(example["text"]), lexicon, settings)
        said = {_plain(claim, reading) for claim in reading.claims if claim.rule == rule.id}
        wanted = {tuple(map(str, triple)) for triple in example.get("expect", ())}
        for missing in sorted(wanted - said):
            yield _problem(rule, f"does not read {' → '.join(missing)} in: {example['text']}")
        for extra in sorted(said - wanted):
            yield _problem(rule, f"reads {' → '.join(extra)} besides what it promises in: {example['text']}")
    for text in rule.never:
        reading = read_text(text, lexicon, settings)
        for claim in reading.claims:
            if claim.rule == rule.id:
                yield _problem(rule, f"reads {' → '.join(_plain(claim, reading))} although it should not in: {text}")


def _plain(claim: Claim, reading: Reading) -> tuple[str, ...]:
    surfaces = {m.id: m.surface for m in reading.mentions}

    def name(term: Term) -> str:
        return surfaces.get(term.value, term.value) if term.kind == "mention" else term.value

    return claim.predicate, name(claim.subject), name(claim.object)


def _problem(rule: Rule, message: str) -> Problem:
    return Problem("check", "example", "error", f"rule {rule.id} {message}", rule.where, "correct the pattern or the example")
