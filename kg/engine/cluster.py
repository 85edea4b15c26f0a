"""The joining half on Spark: the functions of the stages over the rows of one key, in group-bys; nowhere is the whole graph.

Rows have a kind, a key, a place among the rows of the key, and a pickled record. A step takes all rows of a key, in order, and gives rows with
other keys (docs/architecture.md, "Joining by key"); rows of a key that is named often are passed on one by one, but held together. What is
left is a folder for bulk loaders: N-Quads in parts which one after the other are the graph.nq of a local build, byte for byte, and the tables of
`kg export --to parquet` in parts.
"""

from __future__ import annotations

import gzip
import os
import pickle
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import networkx as nx
import pyoxigraph as ox

from kg import articles, lexicon
from kg.engine.cache import Read
from kg.engine.spark import LOST, EngineError, ended, session
from kg.entities import entity, namesakes
from kg.entities.identify import Identity, identify
from kg.entities.links import linked
from kg.entities.people import Verdict, block, compared, moved, moves
from kg.export import parquet, tables
from kg.export.nquads import named
from kg.export.ntriples import line
from kg.graph import assemble, contradictions, refinements
from kg.lexicon import Lexicon
from kg.model import Article, Entity, Mention, Origin, Page, Reading, Relation, Resolution, Span, digest
from kg.rdf import description
from kg.rdf.convert import Converter
from kg.rdf.inputs import Inputs
from kg.rdf.iris import Names
from kg.rdf.terms import Triple, Vocabulary
from kg.relations import Said, lifted, stated
from kg.relations.background import background
from kg.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

PARTS = 16  # at least, of the articles' graphs, by the first digits of their ids: loaders read a file a core
ROWS = 500  # of a batch between Java and Python
KEPT = 500  # readings of a file on their way to Spark
PAGES = 2_000  # of a task of the joining half, some 100 MB of rows
SCHEMA = "kind string, key binary, place binary, value binary"
GRAPHS = ("background", "resolution", "contradictions", "refinements", "build")
JUDGED = ("holds_post", "attended", "chaired", "visited", "located_at", "within", "observation")
"""What contradictions and refinements are looked for in."""
TABLES = {"nodes": tables.NODE, "edges": tables.EDGE, "claims": tables.CLAIM, "mentions": tables.MENTION}
Row = tuple[str, str, str, Any]
"""Kind, key, place among the rows of the key, record."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An identity, its page and its place there, and what is written where its mention stands."""

    page: str
    place: str
    identity: Identity
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """An entity as a page speaks of it, and what of the page means it: (article, mention, implied term)."""

    entity: Entity
    meant: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """An entity, those of its names that no article writes, and its mentions with their articles."""

    entity: Entity
    unwritten: frozenset[str]
    stands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A claim lifted to entities, its page, and its sentence."""

    page: str
    said: Said
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """A relation with the claims that make it."""

    relation: Relation
    claims: tuple[Lifted, ...] = ()

    @property
    def asserted(self) -> bool:
        """Whether a gazetteer or a claim states it as a fact."""
        return bool(self.relation.source) or any(one.said.claim.fact for one in self.claims)


@dataclass(frozen=True, slots=True)
class Known:
    """What `Converter.background` asks of the inputs of a graph."""

    entities: Mapping[str, Entity]
    spoken_of: frozenset[str]
    known: Sequence[Relation]
    unwritten: Mapping[str, frozenset[str]]

    def written(self, entity: Entity, alias: str) -> bool:
        """Whether any article writes a name of an entity."""
        return alias not in self.unwritten.get(entity.id, ())


def write(reads: Iterable[Read], target: Path, settings: Settings, *, parts: int = 0) -> dict[str, int]:
    """Join what was read, and leave graph-*.nq.gz and tables in parts in `target`, which is replaced; returns how much of what there is.

    `target` must be a folder that all workers see. Raises EngineError when the session is lost.
    """
    staging = target.with_name(f"{target.name}.part")
    shutil.rmtree(staging, ignore_errors=True)
    (staging / "read").mkdir(parents=True)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    with session(settings.master) as spark:
        pages = _stored(reads, staging / "read")
        try:
            _Joining(spark, settings, staging, pages, parts).run()
        except (PySparkException, Py4JError) as error:
            if ended(spark):
                raise EngineError(LOST) from error
            raise
        found = {name: _counted(staging, name) for name in TABLES}
    shutil.rmtree(staging / "read")
    shutil.rmtree(target, ignore_errors=True)
    os.replace(staging, target)
    return {"pages": pages, **found}


class _Joining:
    """The steps of the joining half, each on the rows that another left."""

    def __init__(self, spark: SparkSession, settings: Settings, folder: Path, pages: int, parts: int) -> None:
        self.spark, self.folder = spark, folder
        self.parts = parts or max(PARTS, pages // PAGES + 1)
        self.settings = replace(settings, ontology=_absolute(settings.ontology), links=_absolute(settings.links))
        self.lexicon = lexicon.load(settings.ontology or None)
        self.names, self.terms = Names(settings.base, settings.iris), Vocabulary(self.lexicon.prefixes)
        self.partitions = max(2 * spark.sparkContext.defaultParallelism, pages // PAGES + 1)
        self.held: list[DataFrame] = []

    def run(self) -> None:
        settings = self.settings
        pages = self.hold(self.grouped(self.spark.read.schema(SCHEMA).parquet((self.folder / "read").absolute().as_uri()), _once))
        tied = self.ties(pages)
        meant = self.hold(self.each(pages, partial(_identified, settings=settings, tied=tied)))
        joined = self.grouped(_of(meant, "block"), partial(_joined, settings=settings))
        entities = self.hold(self.grouped(_of(meant, "meant", "wish").union(joined), _entities))
        shapes = self.hold(self.grouped(_of(entities, "namesakes"), _named))
        if settings.links:
            shapes = self.hold(self.each(shapes, partial(_linked, path=settings.links), whole=True))
        owned = pages.union(_of(entities, "own"))
        claims = self.grouped(owned, partial(_lifted, settings=settings, tied=tied))
        relations = self.hold(self.grouped(claims, partial(_related, settings=settings)))
        light = self.entities(shapes)
        known = self.rows(("relation", one.id, "", Told(one)) for one in background(list(light.values()), self.lexicon))
        told = self.hold(self.grouped(_of(relations, "relation").union(known), partial(_merged, settings=settings, parts=self.parts)))
        graphs = self.hold(self.grouped(owned.union(_of(relations, "page")), partial(_graphs, settings=settings, tied=tied, parts=self.parts)))
        spoken = _of(graphs, "spoken").dropDuplicates(["key"])
        described = self.hold(self.grouped(shapes.union(spoken).union(_of(told, "literal")), partial(_described, settings=settings, parts=self.parts)))
        lines = self.ends(light, told, described, graphs)
        rows = _of(graphs, "graph").union(_of(described, "line")).union(_of(graphs, "line")).union(lines)
        self.grouped(rows, partial(_statements, folder=self.folder.absolute())).count()
        found = _of(graphs, "table").union(_of(told, "table")).union(_of(described, "table"))
        self.grouped(found, partial(_table, folder=self.folder.absolute())).count()
        for held in self.held:
            held.unpersist()

    # --- steps of the driver ------------------------------------------------------------------------------------------

    def ties(self, pages: DataFrame) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Which article goes on where another began, and the titles of these: of the few that say so."""
        few = [record for *_, record in self.collect(self.each(pages, _jumping))]
        before = articles.link((page, found) for page, found in sorted(few, key=lambda pair: pair[0].id))
        titles = {article.id: article.title for _, found in few for article in found}
        return before, {id: titles[id] for id in before.values()}

    def entities(self, shapes: DataFrame) -> dict[str, Entity]:
        """All entities by id, without what their mentions are: what the gazetteers add to is looked up in all of them."""
        return {record.id: record for *_, record in sorted(self.collect(self.each(shapes, _light)), key=itemgetter(1))}

    def ends(self, light: Mapping[str, Entity], told: DataFrame, described: DataFrame, graphs: DataFrame) -> DataFrame:
        """The lines of the graphs that follow from all articles, made here, but for those of the resolution."""
        given = self.known(light, told, described)
        found = self.judged(light, told)
        writer = Converter(self.lexicon, self.settings, mentions=True)
        made = {
            "background": list(dict.fromkeys(writer.background(given))),  # type: ignore[arg-type]
            "contradictions": list(writer.contradictions(contradictions.find(found, self.lexicon))),
            "refinements": list(writer.refinements(refinements.find(found, self.lexicon))),
        }
        counts = self.counts(graphs, made)
        made["build"] = list(description.triples(counts, {}, self.names, self.terms, self.lexicon))
        return self.rows(row for name, triples in made.items() for row in _lines(name, triples, self.names, self.parts))

    def known(self, light: Mapping[str, Entity], told: DataFrame, described: DataFrame) -> Known:
        shapes = [record for *_, record in self.collect(_of(described, "background"))]
        relations = sorted((record.relation for *_, record in self.collect(_of(told, "known"))), key=lambda one: one.id)
        alone = {shape.entity.id for shape in shapes}
        entities = {**{id: replace(one, gazetteer="") for id, one in light.items()}, **{shape.entity.id: shape.entity for shape in shapes}}
        spoken = frozenset(id for id in light if id not in alone)
        return Known(dict(sorted(entities.items())), spoken, relations, {shape.entity.id: shape.unwritten for shape in shapes})

    def judged(self, light: Mapping[str, Entity], told: DataFrame) -> nx.MultiDiGraph[str]:
        """A graph of what contradictions and refinements are looked for in."""
        found: list[Told] = [record for *_, record in self.collect(_of(told, "judged"))]
        claims = [one for said in found for one in said.claims]
        reading = Reading(Page("", "", "", ""), tuple(_stubs(claims)), claims=tuple({one.said.claim.id: one.said.claim for one in claims}.values()))
        relations = sorted((said.relation for said in found), key=lambda one: one.id)
        return assemble([reading], Resolution(tuple(light.values()), {}, {}), relations, ())

    def counts(self, graphs: DataFrame, made: Mapping[str, Sequence[Triple]]) -> dict[ox.NamedNode, int]:
        """What a build says of how much is in it: each member once, in whatever graphs it stands."""
        census = description.Census(self.terms)
        here = self.rows(row for triples in made.values() for row in _members(census, triples))
        rows = _of(graphs, "member").union(_of(here, "member")).select("key").distinct()
        found = census.counts()
        for row in rows.selectExpr("substring_index(cast(key as string), ' ', 1) AS cls").groupBy("cls").count().collect():
            found[ox.NamedNode(row["cls"])] = row["count"]
        for _, cls, _, number in (*self.collect(_of(graphs, "number")), *self.collect(_of(here, "number"))):
            found[ox.NamedNode(cls)] += number
        return found

    # --- rows ---------------------------------------------------------------------------------------------------------

    def grouped(self, rows: DataFrame, function: Callable[[str, Iterator[Any]], Iterable[Row]]) -> DataFrame:
        """What a function gives for each key and its records, in order."""
        ordered = rows.repartition(self.partitions, "key").sortWithinPartitions("key", "place")
        return ordered.mapInArrow(partial(_by_key, function=function), SCHEMA)

    def each(self, rows: DataFrame, function: Callable[[Any], Iterable[Row]], *, whole: bool = False) -> DataFrame:
        """What a function gives for each record, or for the records of a whole batch."""
        return rows.mapInArrow(partial(_by_record, function=function, whole=whole), SCHEMA)

    def hold(self, rows: DataFrame) -> DataFrame:
        """Rows that are read several times, on the workers' disks; those of a lost worker are made again.

        They are made at once: in a row of steps that are not, each has a Python process of its own for each core, with its own word lists.
        """
        from pyspark import StorageLevel

        self.held.append(rows.persist(StorageLevel.DISK_ONLY))
        rows.count()
        return rows

    def rows(self, rows: Iterable[Row]) -> DataFrame:
        """Rows that are made here."""
        import pyarrow as pa

        return self.spark.createDataFrame(pa.Table.from_batches(list(_packed(rows)), _schema()))

    def collect(self, rows: DataFrame) -> list[Row]:
        """Rows, brought here."""
        return [row for batch in rows.toArrow().to_batches() for row in _unpacked(batch)]


# --- what the workers do ----------------------------------------------------------------------------------------------

Ties = tuple[Mapping[str, str], Mapping[str, str]]


def _once(key: str, records: Iterator[Reading]) -> Iterator[Row]:
    """The page of the first source, of those that are the same."""
    yield "page", key, "", next(records)


def _jumping(reading: Reading) -> Iterator[Row]:
    found = [_bare(article) for article in reading.articles if article.goes_on or article.came_from]
    if found:
        yield "jump", reading.page.id, "", (replace(reading.page, body="", layout=None, marks=()), found)


def _identified(reading: Reading, *, settings: Settings, tied: Ties) -> Iterator[Row]:
    page = reading.page.id
    written = {mention.id: (mention.surface, mention.normal) for mention in reading.mentions}
    for number, one in enumerate(identify(articles.tied(reading, *tied), _lexicon(settings))):
        found, compared_by = Meant(page, f"{page} {number:08}", one, written.get(one.mention, ())), block(one)
        if compared_by:
            yield "block", "\x1f".join(compared_by), found.place, found
        else:
            yield "meant", one.key, found.place, found
    for code in {article.locality for article in reading.articles if article.locality}:
        yield "wish", f"place/{code}", page, page


def _joined(_: str, records: Iterator[Meant], *, settings: Settings) -> Iterator[Row]:
    """The rows of a block of people under the keys that they have after it, and what is said of pairs of them."""
    rows, terms = list(records), _lexicon(settings)
    targets = moves([row.identity for row in rows], terms)
    found = [replace(row, identity=moved(row.identity, targets.get(row.identity.key))) for row in rows]
    for row in found:
        yield "meant", row.identity.key, row.place, row
    for verdict in compared([row.identity for row in found], terms):
        for key in verdict.keys:
            yield "meant", key, "", verdict


def _entities(key: str, records: Iterator[Meant | Verdict | str]) -> Iterator[Row]:
    """An entity, and what each page that means it or is about it has to know of it."""
    rows, verdicts, wishes = list[Meant](), list[Verdict](), set[str]()
    for record in records:
        if isinstance(record, Meant):
            rows.append(record)
        elif isinstance(record, Verdict):
            verdicts.append(record)
        else:
            wishes.add(record)
    if not rows:
        return
    one = entity(key, [row.identity for row in rows], verdicts)
    written = {name for row in rows for name in row.written}
    stands = tuple((row.identity.mention, row.identity.article) for row in rows if row.identity.mention)
    yield "namesakes", f"{one.type}\x1f{one.name}", key, Shape(one, frozenset(one.aliases) - written, stands)
    alone = replace(one, mentions=(), maybe=(), reasons=())
    own: dict[str, list[Meant]] = {page: [] for page in sorted(wishes)}
    for row in rows:
        own.setdefault(row.page, []).append(row)
    for page, here in own.items():
        names = {name for row in here for name in row.written}
        known = replace(alone, aliases=tuple(alias for alias in one.aliases if alias in names or alias not in written))
        yield "own", page, f"own {key}", Own(known, tuple((row.identity.article, row.identity.mention, row.identity.term) for row in here))


def _named(_: str, records: Iterator[Shape]) -> Iterator[Row]:
    shapes = list(records)
    for shape, one in zip(shapes, namesakes([shape.entity for shape in shapes]), strict=True):
        yield "shape", one.id, "", replace(shape, entity=one)


def _linked(shapes: Sequence[Shape], *, path: str) -> Iterator[Row]:
    found, _ = linked([shape.entity for shape in shapes], Path(path))
    for shape, one in zip(shapes, found, strict=True):
        yield "shape", one.id, "", replace(shape, entity=one)


def _light(shape: Shape) -> Iterator[Row]:
    yield "light", shape.entity.id, "", replace(shape.entity, aliases=(), mentions=(), homonyms=(), maybe=(), reasons=(), same_as=())


def _lifted(_: str, records: Iterator[Reading | Own], *, settings: Settings, tied: Ties) -> Iterator[Row]:
    reading, resolution = _resolved(records, tied)
    texts = {article.id: article for article in reading.articles}
    types = {one.id: one.type for one in resolution.entities}
    for claim in reading.claims:
        article, span = texts[claim.evidence.article], claim.evidence
        if said := lifted(claim, article.published, resolution, types, _lexicon(settings)):
            yield "claim", "\x1f".join(said.group), claim.id, Lifted(reading.page.id, said, article.text[span.start : span.end])


def _resolved(records: Iterator[Reading | Own], tied: Ties) -> tuple[Reading, Resolution]:
    """A page, and what is meant on it."""
    reading, found = None, list[Own]()
    for record in records:
        if isinstance(record, Own):
            found.append(record)
        else:
            reading = articles.tied(record, *tied)
    assert reading is not None  # every row of an entity comes from a page
    links = {mention: own.entity.id for own in found for _, mention, _ in own.meant if mention}
    implied = {(article, term): own.entity.id for own in found for article, _, term in own.meant if term}
    return reading, Resolution(tuple(own.entity for own in found), links, implied)


def _related(_: str, records: Iterator[Lifted], *, settings: Settings) -> Iterator[Row]:
    """The relations of a group of claims, with all of them and, for each page, with its own."""
    made = {one.said.claim.id: one for one in records}
    for relation in stated((one.said for one in made.values()), _lexicon(settings)):
        claims = tuple(made[id] for id in relation.claims)
        yield "relation", relation.id, "", Told(relation, claims)
        own: dict[str, list[str]] = defaultdict(list)
        for one in claims:
            own[one.page].append(one.said.claim.id)
        for page, ids in own.items():
            yield "page", page, f"relation {relation.id}", replace(relation, claims=tuple(ids))


def _merged(_: str, records: Iterator[Told], *, settings: Settings, parts: int) -> Iterator[Row]:
    """A relation that articles state, gazetteers, or both; and what is made of it."""
    rows = list(records)
    said = next((row for row in rows if row.claims), None)
    known = next((row.relation for row in rows if not row.claims), None)
    told = said or rows[0]
    if said and known:
        told = replace(said, relation=replace(said.relation, source=known.source, confidence=known.confidence))
    relation = told.relation
    if relation.source:
        yield "known", relation.id, "", Told(relation)
    if relation.predicate in JUDGED:
        yield "judged", relation.id, "", told
    if relation.literal and told.asserted:
        yield "literal", relation.subject, f"literal {relation.id}", relation
    if not relation.literal and told.asserted:
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_edge(relation.subject, relation.object, key=relation.id, record=relation)
        graph.graph.update(claims={one.said.claim.id: one.said.claim for one in told.claims}, articles={one.id: one for one in _stubs(told.claims)})
        place = "\x1f".join((relation.subject, relation.predicate, relation.object, relation.id))
        yield "table", _file("edges", _part_of(relation.subject, parts)), place, tables.edges(graph, _lexicon(settings), "full")


def _graphs(_: str, records: Iterator[Reading | Own | Relation], *, settings: Settings, tied: Ties, parts: int) -> Iterator[Row]:
    """The named graphs of a page's articles, what the build says of the page, what is counted in them, and their rows of tables."""
    found, relations = list[Reading | Own](), list[Relation]()
    for record in records:
        if isinstance(record, Relation):
            relations.append(record)
        else:
            found.append(record)
    reading, resolution = _resolved(iter(found), tied)
    terms = _lexicon(settings)
    graph = assemble([reading], resolution, sorted(relations, key=lambda one: one.id), ())
    ids = sorted(article.id for article in reading.articles)
    for id, (chunk, text) in zip(ids, islice(named(graph, lexicon=terms, settings=settings, profile="full"), len(ids)), strict=True):
        yield "graph", _file("graph", _part(id, parts)), id, text
        yield from ((("member", f"{cls} {iri}", "", None)) for cls, iris in chunk.count.members.items() for iri in iris)
        yield from (("number", cls, "", number) for cls, number in chunk.count.numbers.items())
    yield from (("spoken", id, "spoken", None) for id in Inputs(graph).spoken_of)
    names, words = Names(settings.base, settings.iris), Vocabulary(terms.prefixes)
    yield from _lines("build", description.triples({}, {reading.page.id: reading.page}, names, words, terms), names, parts)
    page = f"{reading.page.id}"
    yield "table", _file("mentions", _part(page, parts)), page, tables.mentions(graph)
    yield "table", _file("claims", _part(page, parts)), page, tables.claims(graph, "full")


def _described(id: str, records: Iterator[Shape | Relation | None], *, settings: Settings, parts: int) -> Iterator[Row]:
    """What is said of one entity over all articles, and its row of the table."""
    rows = list(records)
    shape = next((row for row in rows if isinstance(row, Shape)), None)
    if shape is None:
        return
    one, terms, names = shape.entity, _lexicon(settings), Names(settings.base, settings.iris)
    if one.gazetteer or not any(row is None for row in rows):
        yield "background", id, "", replace(shape, entity=replace(one, mentions=(), homonyms=(), maybe=(), reasons=()), stands=())
    yield from _lines("resolution", Converter(terms, settings, mentions=True).resolution([one]), names, parts)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node(id, record=one)
    stubs = {mention: Mention(mention, Span(article, 0, 0), "", "", "", "") for mention, article in shape.stands}
    graph.graph.update(literals=[row for row in rows if isinstance(row, Relation)], mentions=stubs)
    yield "table", _file("nodes", _part_of(id, parts)), id, tables.nodes(graph, terms, settings)


def _statements(file: str, records: Iterator[bytes], *, folder: Path) -> Iterator[Row]:
    """Write a part of the statements: what comes twice, once. The same bytes at each try, and whole or not at all."""
    with _replaced(folder / f"{file}.nq.gz") as path, path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as zipped:
        for text, _ in groupby(records):
            zipped.write(text)
    yield "file", file, "", None


def _table(file: str, records: Iterator[list[tables.Row]], *, folder: Path) -> Iterator[Row]:
    """Write a part of a table."""
    with _replaced(folder / f"{file}.parquet") as path:
        parquet.table(path, TABLES[file.partition("-")[0]], [row for rows in records for row in rows])
    yield "file", file, "", None


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """A new file, which takes the place of `path` when all is written: two workers may be at the same one."""
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


# --- small things -----------------------------------------------------------------------------------------------------


def _absolute(path: str) -> str:
    """The same for workers, who stand in other folders."""
    return str(Path(path).absolute()) if path else ""


@lru_cache(maxsize=1)
def _terms(ontology: str) -> Lexicon:
    return lexicon.load(ontology or None)


def _lexicon(settings: Settings) -> Lexicon:
    return _terms(settings.ontology)


def _file(name: str, part: int) -> str:
    return f"{name}-{part:04}"


def _part(id: str, parts: int) -> int:
    """The part of a page or an article: ids are digests, so that they spread evenly, and parts are stretches of them."""
    return int(id[:8], 16) * parts >> 32


def _part_of(entity: str, parts: int) -> int:
    return _part(digest(entity), parts)


def _lines(graph: str, triples: Iterable[Triple], names: Names, parts: int) -> Iterator[Row]:
    """The statements of a named graph that follows those of the articles."""
    node, file = names.iri("graph", graph), _file("graph", parts + GRAPHS.index(graph))
    for triple in triples:
        text = line(*triple, node)
        yield "line", file, text, text.encode()


def _members(census: description.Census, triples: Iterable[Triple]) -> Iterator[Row]:
    count = census.count(triples)
    yield from (("member", f"{cls} {iri}", "", None) for cls, iris in count.members.items() for iri in iris)
    yield from (("number", cls, "", number) for cls, number in count.numbers.items())


def _bare(article: Article) -> Article:
    return replace(article, text="", parts=(), origin=Origin())


def _stubs(claims: Iterable[Lifted]) -> Iterator[Article]:
    """Articles of which nothing is known but their day and the sentences of some claims, where they stand."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    days: dict[str, str] = {}
    for one in claims:
        span = one.said.claim.evidence
        days[span.article] = one.said.published
        found[span.article][span.start] = max(found[span.article].get(span.start, ""), one.sentence, key=len)
    for id, sentences in found.items():
        text = ""
        for start, sentence in sorted(sentences.items()):
            text = f"{text[:start]:{start}}{sentence}{text[start + len(sentence) :]}"
        yield Article(id, "", 1, text, (), Origin(), published=days[id])


def _stored(reads: Iterable[Read], folder: Path) -> int:
    """Put readings into files of rows, some hundred in each; returns how many there are."""
    from pyarrow import parquet as files

    rows = (("page", reading.page.id, reading.page.source, reading) for readings, _ in reads for reading in readings)
    written = 0
    for number, batch in enumerate(_packed(rows, KEPT)):
        import pyarrow as pa

        files.write_table(pa.Table.from_batches([batch]), folder / f"{number:06}.parquet", compression="zstd")
        written += batch.num_rows
    return written


def _counted(folder: Path, table: str) -> int:
    from pyarrow import parquet as files

    return sum(files.read_metadata(path).num_rows for path in folder.glob(f"{table}-*.parquet"))


def _of(rows: DataFrame, *kinds: str) -> DataFrame:
    return rows.where(rows["kind"].isin(*kinds))


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("kind", pa.string()), ("key", pa.binary()), ("place", pa.binary()), ("value", pa.binary())])


def _packed(rows: Iterable[Row], size: int = ROWS) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    rest = iter(rows)
    while some := list(islice(rest, size)):
        kinds, keys, places, records = zip(*some, strict=True)
        columns = [
            pa.array(kinds, pa.string()),
            *(pa.array([text.encode("utf-8", "surrogatepass") for text in texts], pa.binary()) for texts in (keys, places)),
            pa.array([pickle.dumps(record, pickle.HIGHEST_PROTOCOL) for record in records], pa.binary()),
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=_schema())


def _unpacked(batch: pa.RecordBatch) -> Iterator[Row]:
    kinds, keys, places, records = (batch.column(name).to_pylist() for name in ("kind", "key", "place", "value"))
    for kind, key, place, record in zip(kinds, keys, places, records, strict=True):
        yield kind, *(text.decode("utf-8", "surrogatepass") for text in (key, place)), pickle.loads(record)


def _by_key(batches: Iterable[pa.RecordBatch], *, function: Callable[[str, Iterator[Any]], Iterable[Row]]) -> Iterator[pa.RecordBatch]:
    rows = (row for batch in batches for row in _unpacked(batch))
    return _packed(row for key, same in groupby(rows, key=itemgetter(1)) for row in function(key, map(itemgetter(3), same)))


def _by_record(batches: Iterable[pa.RecordBatch], *, function: Callable[[Any], Iterable[Row]], whole: bool) -> Iterator[pa.RecordBatch]:
    if whole:
        return _packed(row for batch in batches for row in function([record for *_, record in _unpacked(batch)]))
    return _packed(row for batch in batches for *_, record in _unpacked(batch) for row in function(record))
