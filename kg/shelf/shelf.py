"""What a page for reading needs, of the records of one build: an entity with what is said of it, an article with its claims, a page with its lines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, TypeVar

from kg import builds, records
from kg.graph.folder import FOLDER
from kg.model import Article, Claim, Entity, Page, Problem, Reading, Relation
from kg.shelf.index import FILE, FORMAT
from kg.text.sentences import around

R = TypeVar("R")
FILES: dict[type, str] = {Page: "pages", Article: "articles", Claim: "claims", Entity: "entities", Relation: "relations"}
CONTAINED = ("within", "part_of")
"""The relations that make ladders: from a thing to what it is in."""
MET = ("attended", "chaired")
HIGHEST = 12  # steps of a ladder; a group in a village is eight below the country


CONFIRMED = "SELECT DISTINCT claim FROM rests WHERE relation IN (SELECT id FROM relations WHERE decided)"
"""The claims of what a person has said to be so."""


class ShelfError(ValueError):
    """There is nothing to read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity as far as a link shows it; `path` is the end of its IRI, `count` how often it was found where it was counted."""

    id: str
    path: str
    name: str
    type: str
    subtype: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Headline:
    """An article as far as a list shows it; `count` as in Ref."""

    id: str
    path: str
    title: str
    newspaper: str
    date: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim with its sentence: `marks` are (start, end, entity id) in the sentence's `text`, `lines` those of the page ("12-14")."""

    claim: Claim
    article: Headline
    page: str
    source: str
    lines: str
    text: str
    marks: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that mentions an entity, at [start, …) of its article; `marks` as in Quote."""

    article: Headline
    start: int
    text: str
    marks: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """How much rests on an entity."""

    mentions: int
    articles: int
    relations: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation seen from one of its ends: `other` is the entity at the other one, None where a literal stands.

    `begins` and `ends` are the first and the last day on which it is known to hold; `of` claims, `quotes` are the first.
    """

    relation: Relation
    forward: bool
    other: Ref | None
    begins: str
    ends: str
    asserted: bool
    quotes: tuple[Quote, ...]


class Shelf:
    """The records of one build. Raises ShelfError when it has no index; records that are damaged raise RecordError."""

    def __init__(self, build: Path) -> None:
        path = build / FILE
        if not path.is_file():
            raise ShelfError("this graph has no pages for reading; build it again with this release")
        self._source = build / FOLDER
        self._files: dict[type, BinaryIO] = {}
        self.db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        if self.db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            self.db.close()
            raise ShelfError("this graph has been built by another release; build it again with this one")
        self.db.execute("PRAGMA mmap_size = 1000000000")  # pages come from the memory that all readers share, not by a call each

    @classmethod
    def of(cls, folder: Path) -> Shelf:
        """The shelf of the current build of an output folder. Raises ShelfError."""
        return cls(builds.current(folder))

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.db.close()
        for file in self._files.values():
            file.close()

    def record(self, cls: type[R], at: int, size: int) -> R:
        """The record at a place of the file of its kind."""
        if cls not in self._files:
            self._files[cls] = (self._source / f"{FILES[cls]}.jsonl").open("rb")
        file = self._files[cls]
        file.seek(at)
        return records.loads(cls, file.read(size).decode("utf-8"))

    def _one(self, cls: type[R], where: str, *values: object) -> R | None:
        row = self.db.execute(f"SELECT at, size FROM {FILES[cls]} WHERE {where}", values).fetchone()
        return self.record(cls, *row) if row else None

    # --- what is here -------------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """How many there are: pages, articles, claims, problems, and entities by type."""
        found = {name: self.db.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in ("pages", "articles", "claims", "problems")}
        return found | dict(self.db.execute("SELECT type, COUNT(*) FROM entities GROUP BY type ORDER BY type"))

    def number_of_relations(self) -> int:
        """How many relations there are, literal ones included."""
        found: int = self.db.execute("SELECT COUNT(*) FROM relations").fetchone()[0]
        return found

    def number_of_mentions(self) -> int:
        """How many mentions mean an entity."""
        found: int = self.db.execute("SELECT COUNT(*) FROM mentions").fetchone()[0]
        return found

    def period(self) -> tuple[str, str]:
        """The first and the last day of a paper, "" where no article has a date."""
        first, last = self.db.execute("SELECT MIN(date), MAX(date) FROM articles WHERE date <> ''").fetchone()
        return first or "", last or ""

    def ends(self, relations: Iterable[str]) -> list[str]:
        """The entities at the ends of relations."""
        order = "SELECT subject, object FROM relations WHERE id = ?"
        return [end for id in relations for end in self.db.execute(order, (id,)).fetchone() or ()]

    def newest(self, limit: int, offset: int = 0) -> list[Headline]:
        """Articles, the newest first."""
        return self._headlines("articles a ORDER BY a.date DESC, a.id LIMIT ? OFFSET ?", limit, offset)

    def most_mentioned(self, type: str, limit: int) -> list[Ref]:
        """The entities of a type that most mentions mean."""
        rest = "WHERE type = ? AND mentions > 0 ORDER BY mentions DESC, id LIMIT ?"
        return [Ref(*row) for row in self.db.execute(f"SELECT id, path, name, type, subtype, mentions FROM entities {rest}", (type, limit))]

    def problems(self, limit: int, offset: int = 0) -> list[Problem]:
        """What went wrong or is odd, errors first."""
        order = "ORDER BY severity = 'error' DESC, severity = 'warning' DESC, rowid LIMIT ? OFFSET ?"
        rows = self.db.execute(f"SELECT stage, code, severity, message, place, hint, claims FROM problems {order}", (limit, offset))
        return [Problem(stage, code, severity, message, where, hint, tuple(claims.split())) for stage, code, severity, message, where, hint, claims in rows]

    # --- entities -----------------------------------------------------------------------------------------------------

    def entity(self, path: str) -> Entity | None:
        """The entity at the end of an IRI."""
        return self._one(Entity, "path = ?", path)

    def entities(self, ids: Iterable[str]) -> list[Entity]:
        """Entities by id, those that there are, in the order of their ids."""
        order = "SELECT at, size FROM entities WHERE id = ?"
        rows = (self.db.execute(order, (id,)).fetchone() for id in sorted(set(ids)))
        return [self.record(Entity, *row) for row in rows if row]

    def refs(self, ids: Iterable[str]) -> dict[str, Ref]:
        """Entities by id, those that there are."""
        wanted = tuple(dict.fromkeys(ids))
        marks = ", ".join("?" * len(wanted))
        rows = self.db.execute(f"SELECT id, path, name, type, subtype, mentions FROM entities WHERE id IN ({marks})", wanted)
        return {row[0]: Ref(*row) for row in rows}

    def groups(self, id: str) -> list[tuple[str, bool, int]]:
        """(predicate, whether the entity is its subject, how many relations)."""
        rows = self.db.execute(
            "SELECT predicate, 1, COUNT(*) FROM relations WHERE subject = ?1 GROUP BY predicate "
            "UNION ALL SELECT predicate, 0, COUNT(*) FROM relations WHERE object = ?1 AND NOT literal GROUP BY predicate",
            (id,),
        )
        return sorted((predicate, bool(forward), count) for predicate, forward, count in rows)

    def statements(
        self, id: str, predicate: str, *, forward: bool = True, limit: int = 20, offset: int = 0, quotes: int = 3
    ) -> list[Statement]:
        """The relations of an entity with a predicate, the latest first, with their first quotes."""
        side, rest = ("subject", "") if forward else ("object", "AND NOT literal")
        rows = self.db.execute(
            f"SELECT subject, object, literal, begins, ends, asserted, at, size FROM relations WHERE {side} = ? AND predicate = ? {rest} "
            "ORDER BY begins DESC, id LIMIT ? OFFSET ?",
            (id, predicate, limit, offset),
        ).fetchall()
        others = self.refs(obj if forward else subject for subject, obj, literal, *_ in rows if not literal)
        found = []
        for subject, obj, _, begins, ends, asserted, at, size in rows:
            relation = self.record(Relation, at, size)
            other = others.get(obj if forward else subject) if not relation.literal else None
            found.append(Statement(relation, forward, other, begins, ends, bool(asserted), self.quotes(relation, quotes)))
        return found

    def said(self, subject: str, predicate: str, obj: str, **qualifiers: str) -> list[Relation]:
        """The relations with these ends that say no less than the qualifiers."""
        where = "WHERE subject = ? AND predicate = ? AND object = ? ORDER BY id"
        found = (self.record(Relation, *row) for row in self.db.execute(f"SELECT at, size FROM relations {where}", (subject, predicate, obj)).fetchall())
        return [relation for relation in found if qualifiers.items() <= relation.qualifiers.items()]

    def quotes(self, relation: Relation, limit: int) -> tuple[Quote, ...]:
        """The first claims of a relation, with their sentences."""
        ends = (relation.subject,) if relation.literal else (relation.subject, relation.object)
        return tuple(self._quotes(relation.claims[:limit], ends))

    def _quotes(self, claims: Sequence[str], ends: Sequence[str]) -> Iterator[Quote]:
        for id in claims:
            row = self.db.execute(
                'SELECT c.at, c.size, c.lines, c.begin, c."end", a.id, a.path, a.title, a.newspaper, a.date, p.path, p.source, a.at, a.size '
                "FROM claims c JOIN articles a ON a.id = c.article JOIN pages p ON p.id = a.page WHERE c.id = ?",
                (id,),
            ).fetchone()
            at, size, lines, begin, end, *headline, page, source, text_at, text_size = row
            text = self.record(Article, text_at, text_size).text[begin:end]
            marks = tuple((s - begin, e - begin, entity) for s, e, entity in self._mentioned(headline[0], begin, end) if entity in ends)
            yield Quote(self.record(Claim, at, size), Headline(*headline), page, source, lines, text, marks)

    def _mentioned(self, article: str, begin: int, end: int) -> list[tuple[int, int, str]]:
        """The mentions in an interval of an article, in order, longer ones before those inside them."""
        within = 'WHERE article = ? AND begin >= ? AND "end" <= ? ORDER BY begin, "end" DESC, entity'
        return self.db.execute(f'SELECT begin, "end", entity FROM mentions {within}', (article, begin, end)).fetchall()

    def above(self, id: str) -> list[Ref]:
        """The ladder of an entity: what it is in, and what that is in, the highest first."""
        found: list[str] = []
        while len(found) < HIGHEST and (row := self.db.execute(
            "SELECT object FROM relations WHERE subject = ? AND predicate IN (?, ?) AND asserted ORDER BY predicate, id", (id, *CONTAINED)
        ).fetchone()):  # fmt: skip
            id = row[0]
            if id in found:
                break
            found.append(id)
        known = self.refs(found)
        return [known[each] for each in reversed(found) if each in known]

    def below(self, id: str, limit: int) -> list[Ref]:
        """What is in an entity, one step down, the most mentioned first."""
        rows = self.db.execute(
            "SELECT DISTINCT e.id, e.path, e.name, e.type, e.subtype, e.mentions FROM relations r JOIN entities e ON e.id = r.subject "
            "WHERE r.object = ? AND r.predicate IN (?, ?) AND r.asserted ORDER BY e.mentions DESC, e.id LIMIT ?",
            (id, *CONTAINED, limit),
        )
        return [Ref(*row) for row in rows]

    def articles_of(self, id: str, limit: int, offset: int = 0) -> list[Headline]:
        """The articles that mention an entity, the newest first, with how often."""
        return self._headlines(
            "(SELECT article, COUNT(*) AS n FROM mentions WHERE entity = ? GROUP BY article) m JOIN articles a ON a.id = m.article "
            "ORDER BY a.date DESC, a.id LIMIT ? OFFSET ?",
            id, limit, offset, count="m.n",
        )  # fmt: skip

    def number_of_articles(self, id: str) -> int:
        """How many articles mention an entity."""
        row = self.db.execute("SELECT articles FROM entities WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else 0

    def met_with(self, id: str, limit: int) -> list[Ref]:
        """Who was at the meetings where a person was, with the number of these."""
        rows = self.db.execute(
            "SELECT e.id, e.path, e.name, e.type, e.subtype, COUNT(DISTINCT o.object) AS n FROM relations m "
            "JOIN relations o ON o.object = m.object AND o.predicate IN (?2, ?3) AND o.subject <> ?1 AND o.asserted "
            "JOIN entities e ON e.id = o.subject WHERE m.subject = ?1 AND m.predicate IN (?2, ?3) AND m.asserted "
            "GROUP BY e.id ORDER BY n DESC, e.id LIMIT ?4",
            (id, *MET, limit),
        )
        return [Ref(*row) for row in rows]

    def chain(self, id: str, limit: int = 40) -> list[tuple[int, Ref, list[Ref]]]:
        """What a policy rests on, itself, and what rests on it: (step from the highest, policy, who issued it)."""
        steps = {id: 0}
        for sign, one, other in ((-1, "subject", "object"), (1, "object", "subject")):
            found = self.db.execute(
                "WITH RECURSIVE chain(id, step) AS (VALUES (?, 0) UNION "
                f"SELECT r.{other}, step + 1 FROM chain JOIN relations r ON r.{one} = chain.id WHERE r.predicate = 'based_on' AND r.asserted AND step < 3) "
                "SELECT id, MIN(step) FROM chain GROUP BY id ORDER BY 2, 1 LIMIT ?",
                (id, limit),
            )
            steps = {**{policy: sign * step for policy, step in found}, **steps}
        refs, first = self.refs(steps), min(steps.values())
        ordered = sorted((step - first, policy) for policy, step in steps.items() if policy in refs)
        return [(step, refs[policy], self._issuers(policy)) for step, policy in ordered]

    def _issuers(self, policy: str) -> list[Ref]:
        rows = self.db.execute("SELECT subject FROM relations WHERE object = ? AND predicate = 'issued' AND asserted ORDER BY subject LIMIT 6", (policy,))
        return list(self.refs(row[0] for row in rows).values())

    # --- what a person may have to decide -----------------------------------------------------------------------------

    def known(self, id: str) -> Entity | None:
        """An entity by its id, or a place by its code."""
        return self._one(Entity, "id = ?", id) or self._one(Entity, "id = ?", f"place/{id}")

    def doubtful(self, limit: int, offset: int = 0) -> list[Entity]:
        """The entities of which the resolver left something in doubt, by id."""
        rows = self.db.execute("SELECT at, size FROM entities WHERE doubtful ORDER BY id LIMIT ? OFFSET ?", (limit, offset)).fetchall()
        return [self.record(Entity, *row) for row in rows]

    def number_of_doubts(self) -> int:
        """How many entities `doubtful` has."""
        found: int = self.db.execute("SELECT COUNT(*) FROM entities WHERE doubtful").fetchone()[0]
        return found

    def weight(self, id: str, articles: Sequence[str] = ()) -> Weight:
        """How much would go elsewhere with an entity: everything, or only what these articles say."""
        either = "(r.subject = ?1 OR (r.object = ?1 AND NOT r.literal))"
        if not articles:
            mentions, count = self.db.execute("SELECT mentions, articles FROM entities WHERE id = ?", (id,)).fetchone() or (0, 0)
            return Weight(mentions, count, self.db.execute(f"SELECT COUNT(*) FROM relations r WHERE {either}", (id,)).fetchone()[0])
        some = f"article IN ({', '.join('?' * len(articles))})"
        mentions, count = self.db.execute(f"SELECT COUNT(*), COUNT(DISTINCT article) FROM mentions WHERE entity = ? AND {some}", (id, *articles)).fetchone()
        said = f"SELECT COUNT(DISTINCT r.id) FROM relations r JOIN rests ON rests.relation = r.id JOIN claims ON claims.id = rests.claim WHERE {either} AND {some}"
        return Weight(mentions, count, self.db.execute(said, (id, *articles)).fetchone()[0])

    def passages(self, id: str, limit: int) -> list[Passage]:
        """The first sentences that mention an entity, one of each article."""
        rows = self.db.execute(
            'SELECT MIN(m.begin), m."end", a.at, a.size, a.id, a.path, a.title, a.newspaper, a.date FROM mentions m JOIN articles a ON a.id = m.article '
            "WHERE m.entity = ? GROUP BY a.id ORDER BY a.date DESC, a.id LIMIT ?",
            (id, limit),
        ).fetchall()
        found = []
        for begin, end, at, size, *headline in rows:
            article = self.record(Article, at, size)
            start, stop = around(article, begin) or (begin, end)
            found.append(Passage(Headline(*headline), start, article.text[start:stop], ((begin - start, end - start, id),)))
        return found

    def unsure(self, limit: int, offset: int = 0) -> list[tuple[Quote, Relation]]:
        """The claims of the lowest confidence that nobody has confirmed, with what they support."""
        rows = self.db.execute(
            f"SELECT c.id, r.at, r.size FROM (SELECT id, confidence FROM claims WHERE id NOT IN ({CONFIRMED}) ORDER BY confidence, id LIMIT ? OFFSET ?) c "
            "JOIN rests ON rests.claim = c.id JOIN relations r ON r.id = rests.relation ORDER BY c.confidence, c.id, r.id",
            (limit, offset),
        ).fetchall()
        return self._supporting(rows)

    def said_by(self, claims: Sequence[str]) -> list[tuple[Quote, Relation]]:
        """Claims with what they support."""
        where = f"WHERE rests.claim IN ({', '.join('?' * len(claims))}) ORDER BY rests.claim, r.id"
        return self._supporting(
            self.db.execute(f"SELECT rests.claim, r.at, r.size FROM rests JOIN relations r ON r.id = rests.relation {where}", tuple(claims)).fetchall()
        )

    def _supporting(self, rows: Iterable[Sequence[Any]]) -> list[tuple[Quote, Relation]]:
        found = []
        for claim, *place in rows:
            relation = self.record(Relation, *place)
            found.append((next(self._quotes((claim,), (relation.subject, relation.object))), relation))
        return found

    def number_of_unsure(self) -> int:
        """How many claims `unsure` has."""
        found: int = self.db.execute(f"SELECT (SELECT COUNT(*) FROM claims) - COUNT(*) FROM ({CONFIRMED})").fetchone()[0]
        return found

    # --- articles and pages -------------------------------------------------------------------------------------------

    def article(self, path: str) -> Article | None:
        """The article at the end of an IRI."""
        return self._one(Article, "path = ?", path)

    def headline(self, id: str) -> Headline | None:
        """An article by id, as far as a list shows it."""
        return next(iter(self._headlines("articles a WHERE a.id = ?", id)), None)

    def page_of(self, article: Article) -> Ref:
        """The page of an article: its path, and its file as the name."""
        row = self.db.execute("SELECT id, path, source, 'page' FROM pages WHERE id = ?", (article.page,)).fetchone()
        return Ref(*row)

    def beside(self, article: Article) -> tuple[Headline | None, Headline | None]:
        """The articles before and after one on its page."""
        before = self._headlines("articles a WHERE a.page = ? AND a.position < ? ORDER BY a.position DESC LIMIT 1", article.page, article.order)
        after = self._headlines("articles a WHERE a.page = ? AND a.position > ? ORDER BY a.position LIMIT 1", article.page, article.order)
        return next(iter(before), None), next(iter(after), None)

    def mentions_in(self, article: Article) -> list[tuple[int, int, str]]:
        """(start, end, entity id) of all mentions of an article that mean an entity, in order, longer ones before those inside them."""
        return self._mentioned(article.id, 0, len(article.text))

    def said_in(self, article: Article) -> list[tuple[Claim, Relation, str]]:
        """The claims of an article in the order of its text, each with the relation it supports and its lines on the page."""
        rows = self.db.execute(
            "SELECT c.at, c.size, r.at, r.size, c.lines FROM claims c JOIN rests ON rests.claim = c.id JOIN relations r ON r.id = rests.relation "
            'WHERE c.article = ? ORDER BY c.begin, c."end", c.id, r.id',
            (article.id,),
        ).fetchall()
        return [(self.record(Claim, *row[:2]), self.record(Relation, *row[2:4]), row[4]) for row in rows]

    def place_of(self, claim: str) -> tuple[str, int] | None:
        """The path of the article that makes a claim, and where its sentence begins; the claim by the end of its id or IRI."""
        row = self.db.execute("SELECT a.path, c.begin FROM claims c JOIN articles a ON a.id = c.article WHERE c.id = ?", (claim,)).fetchone()
        return (row[0], row[1]) if row else None

    def reading(self, path: str) -> Reading | None:
        """The page at the end of an IRI with its articles and what belongs to none."""
        page = self._one(Page, "path = ?", path)
        if page is None:
            return None
        articles = self.db.execute("SELECT at, size FROM articles WHERE page = ? ORDER BY position", (page.id,)).fetchall()
        furniture = self.db.execute('SELECT begin, "end", role FROM furniture WHERE page = ? ORDER BY rowid', (page.id,)).fetchall()
        return Reading(page, tuple(self.record(Article, *place) for place in articles), furniture=tuple(furniture))

    def _headlines(self, rest: str, *values: object, count: str = "0") -> list[Headline]:
        rows = self.db.execute(f"SELECT a.id, a.path, a.title, a.newspaper, a.date, {count} FROM {rest}", values)
        return [Headline(*row) for row in rows]
