"""Articles → mentions: what is named in an article, where, and of which type. See docs/architecture.md for the finders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.lexicon import Lexicon
from kg.mentions import companies, deixis, documents, events, joined, names, organs, persons, places, programmes, small_places
from kg.mentions.again import complete
from kg.mentions.candidates import Candidate, Line
from kg.mentions.choose import choose
from kg.mentions.expected import expected
from kg.mentions.extend import extended
from kg.mentions.parted import parted
from kg.mentions.scan import Hit, longest, scan
from kg.mentions.tagger import Sentence, Token, tagger
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


def find(articles: Sequence[Article], lexicon: Lexicon, settings: Settings) -> tuple[list[tuple[Mention, ...]], tuple[Problem, ...]]:
    """The mentions of each article of a page, sorted by place, without overlaps except that a meeting's name may hold other mentions."""
    tagged = lines(articles, lexicon, settings)
    return [_found(article, own, lexicon) for article, own in zip(articles, tagged, strict=True)], ()


def _found(article: Article, tagged: Sequence[tuple[Line, int]], lexicon: Lexicon) -> tuple[Mention, ...]:
    found = [
        (base, c, line)
        for line, base in tagged
        for c in extended(line, list(choose((part for finder in FINDERS for c in finder(line) for part in parted(c, line)), line.text)))
    ]
    every = complete(article.text, found, tagged, lexicon)
    every += deixis.bodies(every, tagged)
    return tuple(sorted((_mention(article, base, c) for base, c, _ in every), key=lambda m: (m.span, m.type)))


def lines(articles: Sequence[Article], lexicon: Lexicon, settings: Settings) -> list[list[tuple[Line, int]]]:
    """The parts of each article as tagged lines, with their offsets in its text."""
    parts = [(article, part, article.text[part.start : part.end]) for article in articles for part in article.parts]
    cut = [(sentences(text), scan(text, lexicon)) for _, _, text in parts]
    asked = [
        sentence
        for (article, _, text), (spans, hits) in zip(parts, cut, strict=True)
        for sentence in _asked(article, text, spans, hits, lexicon)
    ]
    tagged = iter(tagger(lexicon, settings).tag(asked))
    found: dict[str, list[tuple[Line, int]]] = {article.id: [] for article in articles}
    for (article, part, text), (spans, hits) in zip(parts, cut, strict=True):
        if tokens := tuple(_tokens(text, spans, tagged)):
            line = Line(text, tokens, hits, lexicon, part.role, article.locality, article.authors, article.published)
            found[article.id].append((line, part.start))
    return list(found.values())


def _asked(
    article: Article, text: str, spans: Iterable[tuple[int, int]], hits: Mapping[str, list[Hit]], lexicon: Lexicon
) -> Iterator[Sentence]:
    """The sentences of a line as the tagger reads them."""
    lists = [longest(hits.get(kind, ())) for kind in ("gazetteer", "posts")]
    for start, end in spans:
        named, held = ([(s - start, e - start, word) for s, e, word in words if start <= s and e <= end] for words in lists)
        yield start, text[start:end], expected(text[start:end], named, held, lexicon, article.locality, article.published)


def _tokens(text: str, spans: Iterable[tuple[int, int]], tagged: Iterator[tuple[Token, ...]]) -> Iterator[Token]:
    """The tokens of a line: those of its sentences in turn, what stands between sentences as punctuation."""
    at = 0
    for start, end in spans:
        if start > at:
            yield Token(at, start, "w")
        yield from next(tagged)
        at = end
    if at < len(text):
        yield Token(at, len(text), "w")


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
