"""Ledgers: what the records say as rows: posts, meetings, policies, figures, places; chosen, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.shelf.shelf import Ref, Shelf


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `sql` gives its text, or `entity` names the table of entities whose name it shows; `sort` sorts it otherwise than by text."""

    key: str
    zh: str
    en: str
    sql: str = ""
    entity: str = ""
    sort: str = ""
    number: bool = False

    @property
    def order(self) -> str:
        """What it is sorted by."""
        return self.sort or self.sql or f"{self.entity}.name"


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of a form: `where` is the condition that its value, ?, sets; `hint` an example."""

    key: str
    zh: str
    en: str
    where: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: the tables of its rows, what a row is known by, and which rows there are; `latest` is the column that it is sorted by, last first."""

    key: str
    zh: str
    en: str
    tables: str
    row: str
    where: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    latest: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and the entity that it names, if any."""

    text: str
    ref: Ref | None = None


def _across(predicates: str, end: str, of: str) -> str:
    """The entities y at the other ends of an entity's relations."""
    other = "object" if end == "subject" else "subject"
    return f"relations x JOIN entities y ON y.id = x.{other} WHERE x.{end} = {of}.id AND x.predicate IN ({predicates}) AND x.asserted"


def _names(predicate: str, end: str, of: str) -> str:
    """The names at the other ends of an entity's relations."""
    across = _across(f"'{predicate}'", end, of)
    return f"(SELECT GROUP_CONCAT(name, '、') FROM (SELECT DISTINCT y.name AS name FROM {across} ORDER BY y.name LIMIT 6))"


def _texts(predicate: str, of: str) -> str:
    """The literals that are said of an entity."""
    said = f"SELECT DISTINCT object FROM relations WHERE subject = {of}.id AND predicate = '{predicate}' AND asserted ORDER BY begins LIMIT 6"
    return f"(SELECT GROUP_CONCAT(object, '、') FROM ({said}))"


def _some(predicates: str, end: str, of: str) -> str:
    """Whether an entity has a relation to one whose name holds a text."""
    return f"EXISTS (SELECT 1 FROM {_across(predicates, end, of)} AND instr(y.name, ?))"


def _count(predicates: str, of: str, end: str = "object", other: str = "subject") -> str:
    return f"(SELECT COUNT(DISTINCT {other}) FROM relations WHERE {end} = {of}.id AND predicate IN ({predicates}) AND asserted)"


PRESENT = "'attended', 'chaired'"
LEDGERS: dict[str, Ledger] = {ledger.key: ledger for ledger in (
    Ledger(
        "posts", "任职", "Posts",
        "relations r LEFT JOIN entities p ON p.id = r.subject LEFT JOIN entities o ON o.id = r.object", "r.id", "r.predicate = 'holds_post' AND r.asserted = 1",
        (
            Column("person", "人", "Person", entity="p"), Column("post", "职务", "Post", "r.title"), Column("organ", "机构", "Organ", entity="o"),
            Column("begins", "始见", "From", "r.begins"), Column("ends", "末见", "To", "r.ends"),
            Column("claims", "句", "Claims", "(SELECT COUNT(*) FROM rests WHERE relation = r.id)", number=True),
        ),
        (
            Filter("person", "人", "Person", "instr(p.name, ?)"), Filter("post", "职务", "Post", "instr(r.title, ?)", "书记"),
            Filter("organ", "机构", "Organ", "instr(o.name, ?)", "县委员会"),
            Filter("day", "在任日", "On the day", "?1 BETWEEN substr(r.begins, 1, length(?1)) AND r.ends || '~'", "2021-12-09"),
        ),
        "begins",
    ),
    Ledger(
        "meetings", "会议", "Meetings", "entities e", "e.id", "e.type = 'EVT'",
        (
            Column("day", "日期", "Day", "e.day"), Column("meeting", "会议", "Meeting", entity="e"),
            Column("organizer", "召集", "Organizer", _names("convened", "object", "e")), Column("place", "地点", "Place", _names("located_at", "subject", "e")),
            Column("chair", "主持", "Chair", _names("chaired", "object", "e")),
            Column("people", "到会", "People", _count(PRESENT, "e"), number=True),
            Column("agenda", "议题", "Agenda", _count("'considered', 'discussed'", "e", "subject", "object"), number=True),
        ),
        (
            Filter("meeting", "会议", "Meeting", "instr(e.name, ?)", "常委会"), Filter("person", "到会者", "Somebody there", _some(PRESENT, "object", "e")),
            Filter("other", "同时到会者", "Somebody else there", _some(PRESENT, "object", "e")),
            Filter("since", "自", "From", "e.day >= ?", "2021-08"), Filter("until", "至", "To", "e.day <> '' AND substr(e.day, 1, length(?1)) <= ?1", "2022"),
        ),
        "day",
    ),
    Ledger(
        "policies", "政策", "Policies", "entities e", "e.id", "e.type = 'POL'",
        (
            Column("policy", "文件", "Policy", entity="e"), Column("number", "文号", "Number", _texts("numbered", "e")),
            Column("issuer", "发布", "Issued by", _names("issued", "object", "e")), Column("state", "状态", "State", _texts("reached", "e")),
            Column("based", "依据", "Based on", _names("based_on", "subject", "e")), Column("basis", "为其所据", "Basis of", _names("based_on", "object", "e")),
            Column("carried", "落实", "Implemented by", _names("implements", "object", "e")),
            Column("articles", "文章", "Articles", "e.articles", number=True),
        ),
        (
            Filter("policy", "文件", "Policy", "instr(e.name, ?)", "条例"), Filter("issuer", "发布", "Issued by", _some("'issued'", "object", "e")),
            Filter("based", "依据", "Based on", _some("'based_on'", "subject", "e")), Filter("carried", "落实", "Implemented by", _some("'implements'", "object", "e")),
        ),
        "articles",
    ),
    Ledger(
        "indicators", "指标", "Indicators", "relations r LEFT JOIN entities e ON e.id = r.subject", "r.id", "r.predicate = 'observation' AND r.asserted = 1",
        (
            Column("about", "对象", "About", entity="e"), Column("indicator", "指标", "Indicator", "r.object"), Column("period", "时间", "Period", "r.begins"),
            Column("value", "数值", "Value", "r.value", sort="CAST(r.value AS REAL)", number=True), Column("unit", "单位", "Unit", "r.unit"),
        ),
        (
            Filter("about", "对象", "About", "instr(e.name, ?)", "市"), Filter("indicator", "指标", "Indicator", "instr(r.object, ?)", "增长"),
            Filter("unit", "单位", "Unit", "r.unit = ?", "%"), Filter("since", "自", "From", "r.begins >= ?", "2021"),
            Filter("until", "至", "To", "r.begins <> '' AND substr(r.begins, 1, length(?1)) <= ?1", "2022"),
        ),
        "period",
    ),
    Ledger(
        "places", "地点", "Places", "entities e", "e.id", "e.type = 'LOC' AND e.mentions > 0",
        (
            Column("place", "地点", "Place", entity="e"), Column("within", "位于", "Within", _names("within", "subject", "e")),
            Column("mentions", "提及", "Mentions", "e.mentions", number=True), Column("articles", "文章", "Articles", "e.articles", number=True),
            Column("events", "会议、活动", "Events", _count("'located_at'", "e"), number=True),
        ),
        (
            Filter("place", "地点", "Place", "instr(e.name, ?)", "县"), Filter("within", "位于", "Within", _some("'within'", "subject", "e"), "市"),
        ),
        "mentions",
    ),
)}  # fmt: skip


def rows(
    shelf: Shelf, ledger: Ledger, chosen: Mapping[str, str], *, sort: str = "", down: bool = False, limit: int, offset: int = 0
) -> Iterator[tuple[Cell, ...]]:
    """Rows that meet the filters in `chosen`, by key, sorted by a column; without one by the latest, the last first."""
    where, values = _where(ledger, chosen)
    column = next((column for column in ledger.columns if column.key == sort), None)
    if column is None:
        column, down = next(column for column in ledger.columns if column.key == ledger.latest), True
    order = f"ORDER BY {column.order} {'DESC' if down else 'ASC'}, {ledger.row}"
    found = f"SELECT {ledger.row} FROM {ledger.tables} WHERE {where} {order} LIMIT ? OFFSET ?"
    columns = (f"{c.entity}.name, {c.entity}.id, {c.entity}.path, {c.entity}.type" if c.entity else f"{c.sql}, '', '', ''" for c in ledger.columns)
    text = f"SELECT {', '.join(columns)} FROM {ledger.tables} WHERE {ledger.row} IN ({found}) {order}"
    for row in shelf.db.execute(text, (*values, limit, offset)):
        yield tuple(_cell(*row[at : at + 4]) for at in range(0, len(row), 4))


def divisions(shelf: Shelf, chosen: Mapping[str, str], *, limit: int) -> Iterator[tuple[Ref, str]]:
    """The divisions among the rows of the places that meet the filters, each with its code, the most mentioned first; `count` is of mentions."""
    places = LEDGERS["places"]
    where, values = _where(places, chosen)
    text = f"SELECT e.id, e.path, e.name, e.type, e.mentions FROM {places.tables} WHERE {where} AND e.id GLOB ? ORDER BY e.mentions DESC, e.id LIMIT ?"
    for id, path, name, type, mentions in shelf.db.execute(text, (*values, f"place/{'[0-9]' * 6}", limit)):
        yield Ref(id, path, name, type, count=mentions), id.partition("/")[2]


def count(shelf: Shelf, ledger: Ledger, chosen: Mapping[str, str]) -> int:
    """How many rows meet the filters."""
    where, values = _where(ledger, chosen)
    tables = ledger.tables if values else ledger.tables.partition(" LEFT JOIN ")[0]  # names need not be looked up to be counted
    found: int = shelf.db.execute(f"SELECT COUNT(*) FROM {tables} WHERE {where}", values).fetchone()[0]
    return found


def _where(ledger: Ledger, chosen: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    """The condition of the rows, and its values in order."""
    used = [each for each in ledger.filters if chosen.get(each.key)]
    conditions, values = [ledger.where], list[str]()
    for each in used:
        conditions.append(each.where.replace("?1", "?"))
        values += [chosen[each.key]] * conditions[-1].count("?")
    return " AND ".join(conditions), values


def _cell(text: str | int | None, id: str, path: str, type: str) -> Cell:
    shown = "" if text is None else str(text)
    return Cell(shown, Ref(id, path, shown, type) if id else None)
