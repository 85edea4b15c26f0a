"""Claims → relations: what sentences say of spans becomes statements about entities; what the gazetteers know is added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.curation import Decision
from kg.lexicon import Lexicon
from kg.model import Claim, Entity, Problem, Reading, Relation, Resolution, Term, digest
from kg.relations.background import background
from kg.relations.curated import curated
from kg.relations.tenures import HELD, LEFT, Members, by_term, day
from kg.settings import Settings

SYMMETRIC = frozenset(("cooperates_with",))
PROJECT = ("project_at", "invests", "owns_project")
LITERAL = frozenset(("formerly", "observation", "discussed", "said", "numbered", "reached", *PROJECT))
DISTINCT = {
    HELD: ("title",),
    LEFT: ("title",),
    "observation": ("value", "unit", "period", "approximator", "status"),
    "handled": ("state",),
    **dict.fromkeys(PROJECT, ("home",)),
}
"""Qualifiers that make two statements different; the others are gathered."""


def merge(
    readings: Sequence[Reading], resolution: Resolution, lexicon: Lexicon, settings: Settings, decisions: Sequence[Decision] = ()
) -> tuple[tuple[Relation, ...], tuple[Problem, ...]]:
    """Relations sorted by id, with the facts that people have added. Claims whose terms no entity answers to are dropped; types must fit the predicate's."""
    entities = {e.id: e for e in resolution.entities}
    groups: dict[tuple[str, ...], list[tuple[Claim, str]]] = defaultdict(list)
    for reading in readings:
        published = {a.id: a.published for a in reading.articles}
        for claim in reading.claims:
            ends = _ends(claim, resolution)
            if ends and _fits(claim.predicate, ends, entities, lexicon):
                subject, object_ = sorted(ends) if claim.predicate in SYMMETRIC else ends
                distinct = tuple(claim.qualifiers.get(q, "") for q in DISTINCT.get(claim.predicate, ()))
                apart = ("not",) if claim.predicate in (HELD, LEFT) and not claim.fact else ()  # no term in a post has it
                groups[subject, claim.predicate, object_, *distinct, *apart].append((claim, published[claim.evidence.article]))
    posts = {key: members for key, members in groups.items() if key[1] in (HELD, LEFT) and key[-1] != "not"}
    stated = [_relation(key, members, lexicon) for key, members in groups.items() if key not in posts]
    stated += [_tenure(_relation(key, members, lexicon), members, times) for key, members, times in by_term(posts)]
    found = {r.id: r for r in stated}
    for known in background(resolution.entities, lexicon):
        both = found.get(known.id)
        found[known.id] = replace(both, source=known.source, confidence=known.confidence) if both else known
    return curated(tuple(found.values()), decisions, resolution, lexicon)


def _ends(claim: Claim, resolution: Resolution) -> tuple[str, str] | None:
    subject = _entity(claim.subject, claim, resolution)
    object_ = claim.object.value if claim.object.kind == "literal" else _entity(claim.object, claim, resolution)
    return (subject, object_) if subject and object_ and subject != object_ else None


def _entity(term: Term, claim: Claim, resolution: Resolution) -> str:
    if term.kind == "mention":
        return resolution.links.get(term.value, "")
    return resolution.implied.get((claim.evidence.article, term.value), "")


def _fits(predicate: str, ends: tuple[str, str], entities: Mapping[str, Entity], lexicon: Lexicon) -> bool:
    info = lexicon.predicates[predicate]
    subject, object_ = entities.get(ends[0]), entities.get(ends[1])
    good_subject = subject is not None and (subject.type in info.subject or (predicate == "within" and subject.type == "ORG"))
    good_object = "literal" in info.object if predicate in LITERAL else object_ is not None and object_.type in info.object
    return good_subject and good_object


def _relation(key: tuple[str, ...], members: Sequence[tuple[Claim, str]], lexicon: Lexicon) -> Relation:
    subject, predicate, object_ = key[:3]
    claims = sorted({c.id: c for c, _ in members}.values(), key=lambda c: (c.evidence, c.id))
    said = [c for c in claims if c.fact] or claims  # what is done says more than what was planned
    doubt = 1.0
    for claim in said:
        doubt *= 1 - claim.confidence
    qualifiers = _gathered(said, lexicon)
    days = sorted((c.when for c in said if c.when), key=len)  # a day says more than a period
    if days and predicate not in (HELD, LEFT):
        qualifiers["when"] = days[0]
    return Relation(
        f"r{digest(*key)}",
        subject,
        predicate,
        object_,
        predicate in LITERAL,
        tuple(c.id for c in claims),
        "",
        dict(sorted(qualifiers.items())),
        confidence=round(1 - doubt, 4),
    )


def _gathered(claims: Sequence[Claim], lexicon: Lexicon) -> dict[str, str]:
    """The qualifiers of a relation: every role that its claims tell of, the weightiest outcome, of others what is said last."""
    found = {name: value for claim in claims for name, value in claim.qualifiers.items()}
    told = {name: [c.qualifiers[name] for c in claims if name in c.qualifiers] for name in ("role", "outcome")}
    if told["role"]:
        heard = {role for roles in told["role"] for role in roles.split()}
        found["role"] = " ".join(role for role in lexicon.words["meetings"]["roles"] if role in heard)
    if told["outcome"]:
        found["outcome"] = max(told["outcome"], key=lambda words: (lexicon.weight(words), words))
    return found


def _tenure(relation: Relation, members: Members, times: Mapping[str, str]) -> Relation:
    """A relation of one term in a post: when it was seen, since and until when; the id of a later term is its own."""
    observed = sorted({day(member) for member in members if day(member)}) if relation.predicate == HELD else []
    said = {key: value for key, value in relation.qualifiers.items() if key != "act"}
    said |= {key: value for key, value in (("observed", " ".join(observed)), ("term", times["term"])) if value}
    id = f"r{digest(relation.id, times['term'])}" if times["term"] else relation.id
    return replace(relation, id=id, qualifiers=dict(sorted(said.items())), since=times["since"], until=times["until"])
