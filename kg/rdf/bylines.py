"""Bylines as RDF: who wrote an article, as what, for which outlet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.model import Article, Claim, Entity, Mention, Relation
from kg.rdf.iris import Names
from kg.rdf.terms import Triple, Vocabulary, chinese

STAFF = "记者"  # whom an outlet calls so works for it; a 通讯员 does not


def triples(
    article: Article,
    authors: Iterable[str],
    mentions: Mapping[str, Sequence[Mention]],
    stated: Iterable[tuple[Relation, Sequence[Claim]]],
    entities: Mapping[str, Entity],
    names: Names,
    t: Vocabulary,
) -> Iterator[Triple]:
    """A kg:Byline for each author of an article; `mentions` are the author's in it, `stated` its relations with their claims."""
    outlets: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for relation, claims in stated:
        if relation.predicate == "wrote_for":
            outlets[relation.subject].update((relation.object, claim.qualifiers.get("role", "")) for claim in claims if claim.fact)
    for author in authors:
        person, node = names.entity(author), names.iri("byline", entities[author].name, hidden=(article.id, author))
        yield node, t["rdf:type"], t["kg:Byline"]
        yield node, t["kg:inArticle"], names.iri("article", article.id)
        yield node, t["kg:author"], person
        roles = {role for _, role in outlets[author]} | {m.hint["byline"] for m in mentions.get(author, ()) if "byline" in m.hint}
        for role in sorted(filter(None, roles)):
            yield node, t["kg:role"], chinese(role)
        for outlet, role in sorted(outlets[author]):
            yield node, t["kg:outlet"], names.entity(outlet)
            if role == STAFF:
                yield person, t["schema:worksFor"], names.entity(outlet)
