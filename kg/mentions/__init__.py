"""Article → mentions: what is named in an article, where, and of which type. See docs/architecture.md for the finders."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.lexicon import Lexicon
from kg.mentions import companies, deixis, documents, events, joined, names, organs, persons, places, programmes, small_places
from kg.mentions.again import complete
from kg.mentions.candidates import Candidate, Line
from kg.mentions.choose import choose
from kg.mentions.expected import expected
from kg.mentions.tagger import Token, tagger
from kg.model import Article, Mention, Problem, Span
from kg.settings import Settings
from kg.text.sentences import sentences

Finder = Callable[[Line], Iterator[Candidate]]
FINDERS: tuple[Finder, ...] = (
    documents.find,
    organs.find,
    deixis.find,
    places.find,
    small_places.find,
    persons.find,
    names.find,
    joined.find,
    companies.find,
    programmes.find,
    events.find,
)


def find(article: Article, lexicon: Lexicon, settings: Settings) -> tuple[tuple[Mention, ...], tuple[Problem, ...]]:
    """The mentions of an article, sorted by place, without overlaps except that a meeting's name may hold other mentions."""
    tagged = list(lines(article, lexicon, settings))
    found = [(base, c, line) for line, base in tagged for c in choose((c for finder in FINDERS for c in finder(line)), line.text)]
    every = complete(article.text, found, tagged, lexicon)
    every += deixis.bodies(every, tagged)
    return tuple(sorted((_mention(article, base, c) for base, c, _ in every), key=lambda m: (m.span, m.type))), ()


def lines(article: Article, lexicon: Lexicon, settings: Settings) -> Iterator[tuple[Line, int]]:
    """The parts of an article as tagged lines, with their offsets in its text."""
    tag = tagger(lexicon, settings).tag
    for part in article.parts:
        text = article.text[part.start : part.end]
        tokens: list[Token] = []
        at = 0
        for start, end in sentences(text):
            if start > at:
                tokens.append(Token(at, start, "w"))
            sentence = text[start:end]
            tokens += [
                Token(t[0] + start, t[1] + start, t[2], t[3])
                for t in tag(sentence, expected(sentence, lexicon, article.locality, article.published))
            ]
            at = end
        if at < len(text):
            tokens.append(Token(at, len(text), "w"))
        if tokens:
            yield Line(text, tuple(tokens), lexicon, part.role, article.locality, article.authors, article.published), part.start


def _mention(article: Article, base: int, c: Candidate) -> Mention:
    start, end = base + c.start, base + c.end
    return Mention(
        id=f"{article.id}-{start}-{end}{'-event' if c.type == 'EVT' else ''}",
        span=Span(article.id, start, end),
        surface=article.text[start:end],
        type=c.type,
        rule=c.rule,
        normal=c.normal or article.text[start:end],
        hint=dict(sorted(c.hint.items())),
        confidence=c.confidence,
    )
