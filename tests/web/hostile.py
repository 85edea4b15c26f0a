"""A build in which everything that a newspaper can say is hostile."""

from __future__ import annotations

from pathlib import Path

from kg import output
from kg.graph import assemble
from kg.model import Article, Claim, Entity, Mention, Origin, Page, Part, Problem, Reading, Relation, Resolution, Span, Term
from kg.settings import Settings

PAYLOADS = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)", '" autofocus onfocus="alert(1)', "<a href='javascript:alert(1)'>x</a>", "javascript:alert(1)", "]]><b>",
    "<!-- --><b>", "{{ 7*7 }}{% raw %}", "&lt;b&gt;&amp;", "</title><style>*{display:none}</style>", "</textarea><b>", "\u202e倒\u2066写\u202d", "\u2028\u2029\ufeff",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>", "%3Cscript%3E", "\\u003cscript\\u003e", "=HYPERLINK(1)", "@SUM(1)",
    "长" * 100_000,
)  # fmt: skip


def write(folder: Path) -> None:
    """The build: an article, a person, an organ and a policy for each payload, each the name and the text of everything."""
    readings, entities, relations, links = [], [], [], {}
    for number, text in enumerate(PAYLOADS):
        id, other = f"person/h{number}", f"org/h{number}"
        parts = (Part("title", 0, len(text)), Part("paragraph", len(text) + 1, 2 * len(text) + 1))
        article = Article(f"a{number}", f"p{number}", 1, f"{text}\n{text}", parts, Origin(((0, 0, len(text)),)), title=text)
        mention = Mention(f"m{number}", Span(article.id, 0, len(text)), text, "PER", text, text)
        claim = Claim(f"c{number}", "holds_post", Term("mention", mention.id), Term("literal", text), Span(article.id, 0, len(text)), text)
        readings.append(Reading(Page(article.page, text, "text", text, newspaper=text, edition=text), (article,), (mention,), (claim,)))
        entities.append(Entity(f"policy/h{number}", "POL", text))
        relations.append(Relation(f"b{number}", f"policy/h{number}", "based_on", f"policy/h{number - 1 if number else 1}", source=text))
        entities += [Entity(id, "PER", text, aliases=(text,), mentions=(mention.id,), reasons=(text,)), Entity(other, "ORG", text, facts={"level": text})]
        relations += [
            Relation(f"r{number}", id, "holds_post", other, claims=(claim.id,), qualifiers={"title": text, "observed": "2021"}),
            Relation(f"l{number}", other, "formerly", text, literal=True, source=text),
            Relation(f"o{number}", other, "observation", text, literal=True, claims=(claim.id,), qualifiers={"value": text, "unit": text, "period": text}),
        ]
        links[mention.id] = id
    problems = tuple(Problem("stage", text, "warning", text, text, text) for text in PAYLOADS)
    graph = assemble(readings, Resolution(tuple(entities), links, {}), relations, problems)
    output.write(graph, folder, Settings(validate=False))
