"""The lives of policies in RDF: a kg:PolicyState for each thing that articles say happened to a document, and what follows for the document.

The IRI of a state names the document, the state and who brought it about, so that articles that tell of one event meet in one node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg import titles
from kg.lexicon import Lexicon, load
from kg.model import Article, Claim, Entity, Relation
from kg.rdf.iris import Names, name_of
from kg.rdf.terms import Triple, Vocabulary, chinese, integer, period, string

EVENTS = {"considered": False, "issued": False, "handled": False, "submitted_to": True, "reached": True}
"""Relations that may tell of a state, and whether the policy is their subject."""
IN_FORCE = "施行"


class Lives:
    """Writes what the relations of one graph say of policies' lives."""

    def __init__(self, entities: Mapping[str, Entity], names: Names, terms: Vocabulary, lexicon: Lexicon) -> None:
        self.entities, self.names, self.terms, self.lexicon = entities, names, terms, lexicon
        self.words = lexicon.words["policies"]

    def told(self, relation: Relation, stated: Sequence[Claim], article: Article) -> Iterator[Triple]:
        """What one article that states a relation tells of a policy: states with their days, the level of an issuer."""
        if relation.predicate not in EVENTS:
            return
        ends = (relation.subject, relation.object)
        policy, other = ends if EVENTS[relation.predicate] else ends[::-1]
        for claim in stated:
            if state := self._state(relation, claim, policy):
                yield from self._event(relation, claim, article, state, policy, "" if relation.literal else other)
        if relation.predicate == "issued":
            yield from self._level(policy, other)

    def _state(self, relation: Relation, claim: Claim, policy: str) -> str:
        """The state that a claim tells of, or "": what is put out as a draft is put out for comment."""
        if relation.predicate == "considered":
            return _of_outcome(str(self.lexicon.root), claim.qualifiers.get("outcome", ""))
        if relation.predicate == "reached":
            return relation.object
        said = claim.qualifiers.get("state", "")
        draft = relation.predicate == "issued" and said and titles.final(self.entities[policy].name, self.lexicon)
        return str(self.words["draft_issued"]) if draft else said

    def _event(self, relation: Relation, claim: Claim, article: Article, state: str, policy: str, other: str) -> Iterator[Triple]:
        t, document = self.terms, self.names.entity(policy)
        node = self.names.iri("policystate", name_of(policy), state, name_of(other))
        yield node, t["rdf:type"], t["kg:PolicyState"]
        yield node, t["kg:ofPolicy"], document
        yield node, t["kg:state"], chinese(state)
        if state in self.words["states"]:
            yield node, t["kg:stage"], integer(self.words["states"].index(state) + 1)
        if other:
            yield node, t["kg:to" if relation.predicate == "submitted_to" else "kg:by"], self.names.entity(other)
        when = claim.when or (self.entities[other].facts.get("startDate", "") if relation.predicate == "considered" else "")
        if when:
            yield node, t["kg:when"], period(when)
        if article.published:
            yield node, t["kg:observedOn"], period(article.published)
        yield node, t["prov:wasDerivedFrom"], self.names.sentence(claim.evidence)
        if claim.when and "/" not in claim.when and relation.predicate == "issued":
            yield document, t["dct:issued"], period(claim.when)
        if claim.when and "/" not in claim.when and state == IN_FORCE:
            yield document, t["kg:inForceSince"], period(claim.when)

    def _level(self, policy: str, issuer: str) -> Iterator[Triple]:
        """The level of a policy by its issuer, where its title does not say it."""
        level = self._level_of(self.entities[issuer])
        if level and "level" not in self.entities[policy].facts:
            yield self.names.entity(policy), self.terms["kg:level"], string(level)

    def _level_of(self, issuer: Entity) -> str:
        levels: Mapping[str, str] = self.words["levels"]
        code = issuer.code or issuer.facts.get("place", "").removeprefix("place/")
        if code in self.lexicon.divisions:
            return levels[self.lexicon.divisions[code].level]
        if titles.TOWN.match(issuer.name if issuer.type == "LOC" else code):
            return levels["town"]
        return levels["country"] if issuer.gazetteer == "organs.yaml" and not code else ""


@lru_cache(maxsize=1000)
def _of_outcome(root: str, outcome: str) -> str:
    """The state that the words for a meeting's outcome mean, or "" (传达学习 changes nothing)."""
    words: Mapping[str, Sequence[str]] = load(root).words["policies"]["outcomes"]
    found = next((state for state, said in words.items() if any(word in outcome for word in said)), "unchanged")
    return "" if found == "unchanged" else found
