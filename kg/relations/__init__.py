"""Claims → relations: what sentences say of spans becomes statements about entities; what the gazetteers know is added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.curation import Decision
from kg.lexicon import Lexicon
from kg.model import Claim, Problem, Reading, Relation, Resolution, Term, digest
from kg.relations.background import background
from kg.relations.curated import Rejections, curated
from kg.relations.distinct import PROJECT, SYMMETRIC, distinct
from kg.relations.tenures import HELD, LEFT, Members, by_term, day
from kg.rows import HERE, Groups, Space
from kg.settings import Settings

POST = "post"  # what holding a post and leaving it have in common
DENIED = "not"
LITERAL = frozenset(("formerly", "observation", "discussed", "said", "numbered", "reached", *PROJECT))


Key = tuple[str, ...]
"""What makes two claims one statement: subject, predicate, object, and the qualifiers that make it another one."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim lifted to entities: the key of its relation, and the day of its paper."""

    key: Key
    claim: Claim
    published: str = ""

    @property
    def group(self) -> Key:
        """The key under which claims meet: that of the relation, and one for holding a post and for leaving it, which part it into terms."""
        return (self.key[0], POST, *self.key[2:]) if _in_post(self.key) else self.key


Papers = tuple[tuple[str, bool], ...]
"""The days of papers, sorted, each with whether what they say is said as a fact."""


@dataclass(frozen=True, slots=True)
class Told:
    """A relation, whether something states it as a fact (a gazetteer, or one of its claims), and the papers of its claims."""

    relation: Relation
    asserted: bool
    papers: Papers = ()


def merge(
    readings: Iterable[Reading],
    resolution: Resolution,
    lexicon: Lexicon,
    settings: Settings,
    decisions: Sequence[Decision] = (),
    space: Space = HERE,
) -> tuple[Iterable[Told], tuple[Problem, ...]]:
    """Relations by id, with the facts that people have added and without what they have rejected; to be read once. Claims whose terms no entity
    answers to are dropped; types must fit the predicate's. Facts that people add need all relations at once."""
    rejections = Rejections(decisions, resolution.moved)
    told = _told(_grouped(readings, resolution, lexicon, space, rejections), resolution, lexicon, space)
    unused = rejections.problems({entity.id for entity in resolution.entities} if rejections else (), lexicon)
    if not any(decision.kind == "fact" for decision in decisions):
        return told, unused
    rows = list(told)
    known = {one.relation.id: one for one in rows}
    found, problems = curated(tuple(one.relation for one in rows), decisions, resolution, lexicon)
    before = ((one, known.get(one.id, Told(one, False))) for one in found)
    return (Told(one, bool(one.source) or was.asserted, was.papers) for one, was in before), (*unused, *problems)


def _grouped(readings: Iterable[Reading], resolution: Resolution, lexicon: Lexicon, space: Space, rejections: Rejections) -> Groups[Said]:
    """The claims of articles that nobody has rejected, by what they state."""
    types = space.table(str, ((entity.id, entity.type) for entity in resolution.entities))
    groups: Groups[Said] = space.groups(Said)
    for reading in readings:
        published = {a.id: a.published for a in reading.articles}
        for claim in reading.claims:
            one = lifted(claim, published[claim.evidence.article], resolution, types, lexicon)
            if one and not rejections.have(one.key, claim):
                groups.add("\x1f".join(one.group), 0, one)
    return groups


def _told(groups: Groups[Said], resolution: Resolution, lexicon: Lexicon, space: Space) -> Iterator[Told]:
    """What articles state, gazetteers, or both."""
    found: Groups[Told] = space.groups(Told)
    for _, group in groups:
        said = {one.claim.id: (one.published, one.claim.fact) for one in group}
        for relation in stated(group, lexicon):
            papers = tuple(sorted({said[id] for id in relation.claims}))
            found.add(relation.id, 0, Told(relation, any(fact for _, fact in papers), papers))
    for known in background(resolution.entities, lexicon):
        found.add(known.id, 1, Told(known, True))
    for _, (first, *more) in found:
        yield _also(first, more[-1].relation) if more and first.papers else (first, *more)[-1]


def _also(told: Told, known: Relation) -> Told:
    """A relation that articles state, and a gazetteer as well."""
    return Told(replace(told.relation, source=known.source, confidence=known.confidence), True, told.papers)


def lifted(claim: Claim, published: str, resolution: Resolution, types: Mapping[str, str], lexicon: Lexicon) -> Said | None:
    """A claim with its ends as entities; None when no entity answers to one of them or its type (by id) does not fit the predicate's.

    `resolution` need have no more than the links and implied terms of the claim's article.
    """
    ends = _ends(claim, resolution)
    if not ends or not _fits(claim.predicate, ends, types, lexicon):
        return None
    subject, object_ = sorted(ends) if claim.predicate in SYMMETRIC else ends
    apart = (DENIED,) if claim.predicate in (HELD, LEFT) and not claim.fact else ()  # no term in a post has it
    return Said((subject, claim.predicate, object_, *distinct(claim.predicate, claim.qualifiers), *apart), claim, published)


def stated(group: Iterable[Said], lexicon: Lexicon) -> Iterator[Relation]:
    """The relations of the claims of one group, whatever their order: one, or one for each term in a post and for its end."""
    members: dict[Key, list[tuple[Claim, str]]] = defaultdict(list)
    for said in group:
        members[said.key].append((said.claim, said.published))
    if not all(map(_in_post, members)):
        return (_relation(key, found, lexicon) for key, found in members.items())
    return (_tenure(_relation(key, found, lexicon), found, times) for key, found, times in by_term(members))


def _in_post(key: Key) -> bool:
    return key[1] in (HELD, LEFT) and key[-1] != DENIED


def _ends(claim: Claim, resolution: Resolution) -> tuple[str, str] | None:
    subject = _entity(claim.subject, claim, resolution)
    object_ = claim.object.value if claim.object.kind == "literal" else _entity(claim.object, claim, resolution)
    return (subject, object_) if subject and object_ and subject != object_ else None


def _entity(term: Term, claim: Claim, resolution: Resolution) -> str:
    if term.kind == "mention":
        return resolution.links.get(term.value, "")
    return resolution.implied.get((claim.evidence.article, term.value), "")


def _fits(predicate: str, ends: tuple[str, str], types: Mapping[str, str], lexicon: Lexicon) -> bool:
    info = lexicon.predicates[predicate]
    subject, object_ = types.get(ends[0]), types.get(ends[1])
    good_subject = subject in info.subject or (predicate == "within" and subject == "ORG")
    good_object = "literal" in info.object if predicate in LITERAL else object_ in info.object
    return good_subject and good_object


def _relation(key: tuple[str, ...], members: Sequence[tuple[Claim, str]], lexicon: Lexicon) -> Relation:
    subject, predicate, object_ = key[:3]
    claims = sorted({c.id: c for c, _ in members}.values(), key=lambda c: (c.evidence.article, c.evidence.start, c.evidence.end, c.id))
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
