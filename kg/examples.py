"""Runs the examples of ontology/: what every pattern promises to read and not to read, and what names of places mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.claims import patterns
from kg.entities.identify import identify
from kg.lexicon import Lexicon, PlaceExample, Rule
from kg.model import Claim, Problem, Reading, Term
from kg.pipeline import read_text
from kg.settings import Settings
from kg.text import numerals, units


def run(lexicon: Lexicon, settings: Settings) -> tuple[Problem, ...]:
    """A problem for each example that a rule does not read as it promises, each counter-example that it reads, each place that means another,
    each sentence of cues.yaml whose claims are marked otherwise.

    An example is {text, expect: [[predicate, subject, object], …]}; subject and object are surfaces, a literal, or place:home.
    Raises PatternError for a pattern that does not compile.
    """
    patterns.compiled(lexicon)
    read = (problem for rule in lexicon.rules for problem in _check(rule, replace(lexicon, rules=alone(rule, lexicon)), settings))
    places = (problem for example in lexicon.places for problem in _place(example, lexicon, settings))
    modal = (problem for example in lexicon.words["cues"]["modal"] for problem in _modal(example, lexicon, settings))
    return (*read, *places, *modal, *_units(lexicon))


def alone(rule: Rule, lexicon: Lexicon) -> tuple[Rule, ...]:
    """A rule before those that its examples need."""
    return (rule, *(other for other in lexicon.rules if other.id in rule.needs))


def count(lexicon: Lexicon) -> int:
    """How many examples `run` runs."""
    listed = (lexicon.places, lexicon.words["cues"]["modal"], lexicon.words["units"]["examples"])
    return sum(len(r.examples) + len(r.never) for r in lexicon.rules) + sum(map(len, listed))


def _modal(example: Mapping[str, str], lexicon: Lexicon, settings: Settings) -> Iterator[Problem]:
    """A problem when a sentence of cues.yaml claims something with another mark than it promises."""
    claims = [c for c in read_text(example["text"], lexicon, settings).claims if c.predicate not in ("holds_post", "within", "part_of")]
    odd = {"negated" if claim.negated else claim.modality for claim in claims} - {example["mark"]}
    if odd:
        message = f"a claim is marked {min(odd)!r}, not {example['mark']!r}, in: {example['text']}"
        yield Problem("check", "example", "error", message, "cues.yaml", "correct the words or the example")


def _units(lexicon: Lexicon) -> Iterator[Problem]:
    """A problem for each example of a unit (118万平方米 = 1180000 平方米) that comes out otherwise."""
    for text in lexicon.words["units"]["examples"]:
        left, _, right = text.partition(" = ")
        quantity = numerals.parse(left)
        value, unit = units.base(quantity.value, quantity.unit, lexicon.units) if quantity else (None, "")
        found = f"{value.normalize():f} {unit}" if value is not None else "no quantity"
        if found != right:
            yield Problem("check", "example", "error", f"{left} is {found}, not {right}", "units.yaml", "correct the table or the example")


def _place(example: PlaceExample, lexicon: Lexicon, settings: Settings) -> Iterator[Problem]:
    """A problem when the first mention of an example's name does not mean what it promises."""
    reading = read_text(example.text, lexicon, replace(settings, home=example.home, date=example.date))
    wanted = {m.id for m in reading.mentions if m.type == "LOC" and m.normal == example.name}
    found = next((i for i in identify(reading, lexicon) if i.mention in wanted), None)
    means = tuple(found.facts["candidates"].split() if "candidates" in found.facts else filter(None, [found.code])) if found else ()
    if means != example.means:
        message = (
            f"{example.name} means {' or '.join(means) or 'nothing'}, not {' or '.join(example.means) or 'nothing'}, in: {example.text}"
        )
        yield Problem("check", "example", "error", message, example.where, "correct the table or the example")


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
