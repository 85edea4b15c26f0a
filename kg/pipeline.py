"""The story of a build: pages → articles → mentions → claims, then entities → relations → graph. The only file that knows the order."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import networkx as nx

from kg import articles, claims, curation, engine, entities, lexicon, mentions, pages, relations
from kg.engine import spark
from kg.graph import assemble, contradictions, stored
from kg.lexicon import Lexicon
from kg.locality import locate
from kg.memo import NOTHING, Memo
from kg.model import Article, Claim, Mention, Origin, Page, Part, Problem, Reading, digest
from kg.pages import infer
from kg.pages.certainty import certainty
from kg.rows import HERE, Groups, Space
from kg.settings import Settings
from kg.text.width import fold

Progress = Callable[[int, int, str], None]
Read = tuple[tuple[Reading, ...], tuple[Problem, ...]]
"""The readings of a source, and what was wrong with it."""
PAGES = 200  # readings in memory while they are sorted on disk, some 70 MB
ENGINE = "engine"  # the stage of problems that are not the page's


def build(paths: Iterable[Path | str], settings: Settings, *, progress: Progress | None = None) -> nx.MultiDiGraph:
    """The graph of all pages in files, folders and archives ("-": standard input); what went wrong is in `graph.graph["problems"]`.

    Raises LexiconError before the first page when ontology/ is faulty. `kg.archive.build` does the same and keeps what it read.
    """
    terms = lexicon.load(settings.ontology or None)
    named = [Path(p) for p in paths]
    with pages.opened(named, settings) as (sources, faults):
        problems = [*faults, *nothing(named, sources, faults)]
        return join_all(read_all(sources, settings, progress=progress), problems, terms, settings)


def nothing(named: Sequence[Path], sources: Sequence[pages.Source], faults: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problem that there is nothing to read where the user said, if so."""
    if sources or faults:
        return ()
    where, hint = ", ".join(map(str, named)), "name files or folders that hold them; see docs/formats.md for what can be read"
    return (Problem("pages", "no-pages", "error", "no page was found", where, hint),)


def read_all(sources: Sequence[pages.Source], settings: Settings, *, progress: Progress | None = None) -> Iterator[Read]:
    """What `read` leaves of each source, in their order, from as many processes as the settings say, or from Spark."""
    results = _spread(sources, settings) if settings.engine == "spark" else engine.run(partial(read, settings=settings), sources, jobs=settings.jobs)
    for done, (source, result) in enumerate(zip(sources, results, strict=True), 1):
        yield result
        if progress:
            progress(done, len(sources), source.name)


def _spread(sources: Sequence[pages.Source], settings: Settings) -> Iterator[Read]:
    """What `read` leaves of each source on the workers of Spark, which see the files under the same paths, but start in other folders."""
    ontology = str(Path(settings.ontology).absolute()) if settings.ontology else ""
    there = [(replace(source, path=source.path.absolute()), source.path.exists()) for source in sources]
    function = partial(_read_there, settings=replace(settings, ontology=ontology))
    return spark.run(function, there, failed=lambda item, why: unread(item[0], why), master=settings.master, ontology=ontology)


def _read_there(item: tuple[pages.Source, bool], settings: Settings) -> Read:
    """`read` for a source and whether its file is seen where the build was begun."""
    source, seen = item
    if seen and not source.path.exists():
        raise FileNotFoundError(f"{socket.gethostname()} does not see {source.path}: put it where all workers see it under that path")
    return read(source, settings)


def unread(source: pages.Source, why: str) -> Read:
    """What is left of a source on which a worker failed: the problem. It is tried again by the next build."""
    return (), (Problem(ENGINE, "failed", "error", f"not read: {why}", source.name, "build again, or try it alone with --engine local"),)


def join_all(
    reads: Iterable[Read], problems: Iterable[Problem], terms: Lexicon, settings: Settings, memo: Memo = NOTHING, space: Space = HERE
) -> nx.MultiDiGraph:
    """`join` for what `read` leaves of several sources."""
    found = list(problems)

    def readings() -> Iterator[Reading]:
        for some, odd in reads:
            found.extend((*odd, *(problem for reading in some for problem in reading.problems)))
            yield from some

    return join(readings(), found, terms, settings, memo, space)


def read(file: pages.Source | Path, settings: Settings) -> Read:
    """The reading half of the pages of a file (or of a part of it), and what was wrong with the file."""
    terms = lexicon.load(settings.ontology or None)
    given = {key: getattr(settings, key) for key in ("newspaper", "date", "edition", "home") if getattr(settings, key)}
    found, problems = pages.read(file, settings=settings, overrides=given)
    return tuple(read_page(page, terms, settings) for page in found), problems


def read_page(page: Page, terms: Lexicon, settings: Settings) -> Reading:
    """Page → articles → mentions → claims: everything that needs no other page."""
    page = infer.infer(page, terms)
    found, furniture, problems = articles.split(page, terms, settings)
    page, found, unplaced = locate(page, found, terms)
    return _read_articles(Reading(page, found, furniture=furniture, problems=(*problems, *unplaced)), terms, settings)


def read_text(text: str, terms: Lexicon, settings: Settings) -> Reading:
    """A few sentences as an article of their own, read where they stand: what `kg try` and the patterns' examples show."""
    page = Page(
        id=digest(text),
        source="text",
        format="text",
        body=text,
        published=settings.date,
        newspaper=settings.newspaper,
        edition=settings.edition,
        meta={"home": settings.home} if settings.home else {},
    )
    article = Article(
        id=f"{page.id}-1",
        page=page.id,
        order=1,
        text=text,
        parts=(Part("paragraph", 0, len(text)),),
        origin=Origin(((0, 0, len(text)),)),
        published=settings.date,
    )
    page, found, problems = locate(page, (article,), terms)
    return _read_articles(Reading(page, found, problems=problems), terms, settings)


def _read_articles(reading: Reading, terms: Lexicon, settings: Settings) -> Reading:
    all_mentions: list[Mention] = []
    all_claims: list[Claim] = []
    plain = {article.id: replace(article, text=fold(article.text)) for article in reading.articles}
    found, odd = mentions.find(tuple(plain.values()), terms, settings)
    all_problems = [*reading.problems, *odd]
    sure = certainty(reading.page)
    for article, named in zip(reading.articles, found, strict=True):
        said, strange = claims.extract(plain[article.id], named, terms, settings)
        printed = [replace(m, surface=article.text[m.span.start : m.span.end]) for m in named]
        if sure is None:
            all_mentions += printed
            all_claims += said
        else:  # recognised characters may be wrong ones
            all_mentions += (replace(m, confidence=m.confidence * sure(article.origin, m.span.start, m.span.end)) for m in printed)
            all_claims += (replace(c, confidence=c.confidence * sure(article.origin, c.evidence.start, c.evidence.end)) for c in said)
        all_problems += strange
    return replace(reading, mentions=tuple(all_mentions), claims=tuple(all_claims), problems=tuple(all_problems))


def join(
    readings: Iterable[Reading], problems: Collection[Problem], terms: Lexicon, settings: Settings, memo: Memo = NOTHING, space: Space = HERE
) -> nx.MultiDiGraph:
    """Mentions → entities, claims → relations, and the graph: the half that needs all pages. Pages that are the same are taken once.

    What people have decided (`settings.curation`) is replayed over what is found. `memo` may know what was found in an article before; `space`
    says whether all of it is in memory or on disk.
    """
    ordered = _ordered(readings, space)
    decisions, faults = curation.read(Path(settings.curation)) if settings.curation else ((), ())
    resolution, odd = entities.resolve(ordered, terms, settings, decisions, memo, space)
    told, strange = relations.merge(ordered, resolution, terms, settings, decisions, space)
    if space.disk:
        graph: nx.MultiDiGraph = stored.assemble(ordered, resolution, told)
    else:
        graph = assemble(list(ordered), resolution, [one.relation for one in told], ())
    against = contradictions.problems(graph, contradictions.find(graph, terms))
    found = sorted({*problems, *faults, *odd, *strange, *against}, key=lambda p: (p.where, p.stage, p.code, p.message))
    graph.graph["problems"] = tuple(found)
    return graph


class _Tied(Collection[Reading]):
    """Readings on disk with each article that goes on from another page (上接第1版) tied to its beginning there."""

    def __init__(self, pages: Collection[Reading], before: Mapping[str, str], titles: Mapping[str, str]) -> None:
        self._pages, self._ties = pages, (before, titles)

    def __iter__(self) -> Iterator[Reading]:
        return (articles.tied(reading, *self._ties) for reading in self._pages)

    def __len__(self) -> int:
        return len(self._pages)

    def __contains__(self, reading: object) -> bool:
        return any(reading == one for one in self)


def _ordered(readings: Iterable[Reading], space: Space) -> Collection[Reading]:
    """The readings by page, each page once, by its first source; their articles tied to those that they go on from."""
    groups: Groups[Reading] = space.groups(Reading, PAGES)
    for reading in readings:
        groups.add(reading.page.id, 0, reading)
    pages = space.table(Reading, ((id, min(same, key=lambda reading: reading.page.source)) for id, same in groups)).values()
    before = articles.link((reading.page, reading.articles) for reading in pages)
    first = set(before.values())
    titles = {article.id: article.title for reading in pages for article in reading.articles if article.id in first}
    tied = _Tied(pages, before, titles)
    return tied if space.disk else list(tied)
