"""Local news of invented people in real places, any amount from a seed, with its truth; and how well a build resolves them.

    python bench/corpus.py make FOLDER [--articles 10000] [--seed 1] [--form dumps|jsonl|parquet] [--papers 0]
    python bench/corpus.py score OUTPUT TRUTH [--examples 0] [--json]

A page depends on the seed and its number alone, and pages are written as they are made. The words are in corpus.yaml.
"""

from __future__ import annotations

import argparse
import datetime as dt
import heapq
import json
import re
import sys
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from kg import builds, gazetteer
from kg import lexicon as lexicons
from kg.evaluate.clusters import Clustering, grouping
from kg.graph.folder import FOLDER
from kg.lexicon import Division, Lexicon
from kg.text.yaml import load as load_yaml

FIRST, DAYS = dt.date(2014, 1, 1), 3652
LENGTH = (150, 780)  # an article goes on until it has so many characters, so that none has many more than 850
COMMON = 200  # names that many parents choose: one new person in eight bears one of them, three in ten of those though somebody near does
ROWS = 1000  # of a Parquet row group
_SLOT = re.compile(r"\{([^{}]+)\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")


# ---- places, seats and the people in them ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; the id is NAME/PREFECTURE/NUMBER."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Seat:
    """An office: the official name of its body, how papers write the body and the office, and its title."""

    key: str
    place: str
    organ: str
    body: str
    said: str
    title: str


@dataclass
class Terms:
    """Who held a seat from which day on, in order of days."""

    days: list[int] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    def on(self, day: int) -> Person:
        """The holder on a day."""
        return self.people[bisect_right(self.days, day) - 1]


@dataclass(frozen=True, slots=True)
class Handover:
    """On a day one person follows another in a seat."""

    day: int
    seat: Seat
    before: Person
    after: Person


class Prefecture:
    """A prefecture in its ten years: seats and who held them, reporters, people of its counties."""

    def __init__(self, place: Division, counties: list[Division], words: dict[str, Any], lexicon: Lexicon, seed: int) -> None:
        self.place, self.counties, self.words = place, counties, words
        self.chance = Random(f"{seed}/{place.code}")
        self.common = _names(Random(f"{seed}/names"), words, lexicon, COMMON)
        self.lexicon, self.taken, self.number = lexicon, set[str](), 0
        self.seats = {(p.code, seat.key): seat for p in (place, *counties) for seat in seats(p, words, lexicon)}
        self.terms = {key: Terms([0], [self.born()]) for key in self.seats}
        self.handovers: list[Handover] = []
        self._live()
        self.reporters = [self.born() for _ in range(16)]
        self.villagers = {county.code: [self.born() for _ in range(40)] for county in counties}

    def born(self) -> Person:
        """A new person; seldom with a name that somebody of the prefecture bears already."""
        while True:
            name = self.chance.choice(self.common) if self.chance.random() < 1 / 8 else _names(self.chance, self.words, self.lexicon, 1)[0]
            if name not in self.taken or self.chance.random() < 0.3:
                break
        self.taken.add(name)
        self.number += 1
        return Person(f"{name}/{self.place.code}/{self.number}", name)

    def _live(self) -> None:
        """Let terms of two to six years end one after another; one successor in five comes from an office in a county, which falls free."""
        due = [(self.chance.randrange(30, 2000), key) for key in self.seats]
        heapq.heapify(due)
        while due:
            day, key = heapq.heappop(due)
            terms = self.terms[key]
            if day >= DAYS or day <= terms.days[-1]:
                continue
            after = self.born()
            if key[0] == self.place.code and self.chance.random() < 0.2:
                left = self.chance.choice([each for each in self.seats if each[0] != self.place.code])
                if self.terms[left].days[-1] < day - 365 and self.terms[left].people[-1].name != terms.people[-1].name:
                    self._follow(left, day, after)
                    after = self.terms[left].people[-2]
            self._follow(key, day, after)
            heapq.heappush(due, (day + self.chance.randrange(730, 2190), key))
        self.handovers.sort(key=lambda handover: (handover.day, handover.seat.place, handover.seat.key))

    def _follow(self, key: tuple[str, str], day: int, person: Person) -> None:
        terms = self.terms[key]
        self.handovers.append(Handover(day, self.seats[key], terms.people[-1], person))
        terms.days.append(day)
        terms.people.append(person)


def seats(place: Division, words: dict[str, Any], lexicon: Lexicon) -> Iterator[Seat]:
    """The offices of a prefecture or county."""
    wide, word = place.level == "prefecture", place.name[-1]
    body = word if wide else place.name
    departments = {name: {"organ": name, "body": "{X}" + name, "post": "局长"} for name in words["departments"]}
    for key, of in {**words["seats"], **departments}.items():
        title = of["post"].replace("{w}", word)
        short = body + word if of["organ"] == "party" and not wide and len(place.name) == 2 else body
        written = of["body"].replace("{X}", short)
        said = (title if wide else place.name + title) if of.get("bare") else written + title
        organ = lexicon.organs[of["organ"]].name(place.name, (*place.shorts, place.name)[0], place.level)
        yield Seat(key, place.code, organ, written, said, title)


def _names(chance: Random, words: dict[str, Any], lexicon: Lexicon, number: int) -> list[str]:
    """Names of people: surnames as frequent as their place in the list says, one or two characters behind them."""
    surnames = _surnames(lexicon)
    return [
        surnames[int(len(surnames) * chance.random() ** 2)] + "".join(chance.sample(words["given"], 1 if chance.random() < 0.2 else 2))
        for _ in range(number)
    ]


@lru_cache(maxsize=1)
def _surnames(lexicon: Lexicon) -> list[str]:
    lines = (lexicon.root / "surnames.txt").read_text(encoding="utf-8").splitlines()
    return [name for line in lines if not line.startswith("#") for name in line.split()][:180]


class World:
    """All prefectures that have a newspaper; each is made when its paper is first printed."""

    def __init__(self, seed: int, papers: int) -> None:
        self.seed, self.lexicon = seed, lexicons.load()
        self.words = load_yaml((Path(__file__).with_suffix(".yaml")).read_text(encoding="utf-8"))
        counties: dict[str, list[Division]] = defaultdict(list)
        for division in self.lexicon.divisions.values():
            if division.level == "county" and not division.until and len(division.name) <= 4:
                counties[division.parent].append(division)
        places = [d for d in self.lexicon.divisions.values() if d.level == "prefecture" and not d.until and d.name[-1] in "市州"]
        places = [d for d in places if len(counties[d.code]) > 3 and d.shorts and self.lexicon.locate(f"{d.shorts[0]}") == d.code]
        self.places = Random(f"{seed}/papers").sample(places, min(papers, len(places)))
        self.counties = counties
        self.towns: dict[str, list[str]] = defaultdict(list)
        for name, codes in gazetteer.towns(self.lexicon).items():
            for code in codes:
                self.towns[code[:6]].append(name)
        self.known: dict[str, Prefecture] = {}

    def prefecture(self, place: Division) -> Prefecture:
        """The ten years of a prefecture."""
        if place.code not in self.known:
            self.known[place.code] = Prefecture(place, self.counties[place.code], self.words, self.lexicon, self.seed)
        return self.known[place.code]


# ---- articles and pages ------------------------------------------------------------------------------------------------


@dataclass
class Told:
    """An article: its words and what is true of it. `people` by surface; `organs` by surface; `posts` as (person, title, organ)."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    organs: dict[str, str] = field(default_factory=dict)
    posts: set[tuple[str, str, str]] = field(default_factory=set)
    byline: str = ""


class Writer:
    """Writes one article of a prefecture on a day."""

    def __init__(self, world: World, prefecture: Prefecture, day: int, chance: Random) -> None:
        self.world, self.prefecture, self.day, self.chance, self.told = world, prefecture, day, chance, Told()
        self.county = chance.choice(prefecture.counties)
        self.town = chance.choice(world.towns[self.county.code] or [self.county.name])
        self.departments = chance.sample(world.words["departments"], 3)
        self.villagers = chance.sample(prefecture.villagers[self.county.code], 2)
        recent = [h for h in prefecture.handovers if day - 30 <= h.day <= day]
        self.handover = chance.choice(recent) if recent else None
        words = world.words
        self.plain: dict[str, str] = {
            "P": prefecture.place.name,
            "p": prefecture.place.shorts[0],
            "w": prefecture.place.name[-1],
            "C": self.county.name,
            "T": self.town,
            "topic": chance.choice(words["topics"]),
            "product": chance.choice(words["products"]),
            "co": prefecture.place.shorts[0] + chance.choice(words["company_names"]) + chance.choice(words["companies"]),
        }
        date = FIRST + dt.timedelta(day - chance.randrange(1, 4))
        self.plain |= {"day": f"{date.month}月{date.day}日", "year": str(date.year + 3)}
        self.plain["doc"] = self.filled(chance.choice(words["documents"]))

    def write(self) -> Told:
        """The article."""
        words, told = self.world.words, self.told
        template = self.chance.choice([each for each in words["articles"] if self.handover or "needs" not in each])
        told.byline = self.filled(self.chance.choice(words["datelines"]))
        told.paragraphs = [text for text in (self.filled(self._chosen(each)) for each in template["text"]) if text]
        told.paragraphs[0] = told.byline + told.paragraphs[0]
        length = self.chance.randrange(*LENGTH)
        for sentence in self.chance.sample(words["more"], len(words["more"])):
            if sum(map(len, told.paragraphs)) >= length:
                break
            said = self.filled(sentence)
            if self.chance.random() < 0.5:
                told.paragraphs[-1] += said
            else:
                told.paragraphs.append(said)
        told.title = self.filled(self.chance.choice(template["title"]))
        return told

    def _chosen(self, paragraph: str) -> str:
        """A paragraph with or without its optional sentences, which begin with ?."""
        sentences = re.findall(r"[^。]+(?:。”?|$)”?", paragraph)
        return "".join(s.removeprefix("?") for s in sentences if s[0] != "?" or self.chance.random() < 0.5)

    def filled(self, text: str) -> str:
        """A text with wordings chosen and slots filled."""
        text = _CHOICE.sub(lambda match: self.chance.choice(match[1].split("|")), text)
        return _SLOT.sub(lambda match: self._slot(match[1]), text)

    def _slot(self, slot: str) -> str:
        if slot[0] in "@#":
            return self._office(slot[0] == "@", *slot[1:].partition(".")[::2])
        if slot in ("in", "out", "seat") and self.handover:
            return self._handover(self.handover, slot)
        if slot in ("reporter", "correspondent"):
            return self._named(self.chance.choice(self.prefecture.reporters[:8] if slot == "reporter" else self.prefecture.reporters[8:]))
        if slot.startswith("村民"):
            return self._named(self.villagers[int(slot[-1]) - 1])
        return self._figure(slot) if slot in "nkmg" else self.plain[slot] if "{" not in self.plain[slot] else self.filled(self.plain[slot])

    def _figure(self, slot: str) -> str:
        chance = self.chance
        if slot == "n":
            return f"{chance.randrange(10, 900) / 10:g}"
        return {"k": str(chance.randrange(120, 9000)), "m": str(chance.randrange(3, 99)), "g": f"{chance.randrange(11, 129) / 10:g}"}[slot]

    def _office(self, wide: bool, name: str, part: str) -> str:
        name = self.departments[int(name[1]) - 1] if name[0] == "局" else name
        key = (self.prefecture.place.code if wide else self.county.code, name)
        seat, person = self.prefecture.seats[key], self.prefecture.terms[key].on(self.day)
        if part == "organ":
            self.told.organs[seat.body] = seat.organ
            return seat.body
        if part == "name":
            return self._named(person)
        self.told.posts.add((person.id, seat.title, seat.organ))
        if seat.said.startswith(seat.body):
            self.told.organs[seat.body] = seat.organ
        return seat.said + self._named(person)

    def _handover(self, handover: Handover, slot: str) -> str:
        if slot == "seat":
            return handover.seat.said
        self.told.posts.add((handover.after.id, handover.seat.title, handover.seat.organ))
        return self._named(handover.after if slot == "in" else handover.before)

    def _named(self, person: Person) -> str:
        if self.told.people.setdefault(person.name, person) != person:
            raise Clash
        return person.name


class Clash(Exception):
    """Two people of one name, or two bodies of one short form, would stand on a page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page: its number, paper, day, edition and articles."""

    number: int
    paper: str
    date: dt.date
    edition: str
    articles: tuple[Told, ...]


def sheets(articles: int, seed: int, papers: int = 0) -> Iterator[Sheet]:
    """Pages with so many articles in all, in the order of their days over ten years."""
    world = World(seed, papers or max(3, min(300, articles // 200)))
    made = number = 0
    while made < articles:
        number += 1
        chance = Random(f"{seed}/page/{number}")
        day = 30 + made * (DAYS - 30) // articles
        place = chance.choice(world.places)
        wanted = min(chance.randrange(4, 10), articles - made)
        told = _page(world, world.prefecture(place), day, wanted, chance)
        made += wanted
        edition = f"{chance.randrange(1, 9):02}"
        yield Sheet(number, f"{place.shorts[0]}日报", FIRST + dt.timedelta(day), edition, tuple(told))


def _page(world: World, prefecture: Prefecture, day: int, wanted: int, chance: Random) -> list[Told]:
    """Articles among which one surface means one person or body, so that truth needs no offsets."""
    found: list[Told] = []
    meant: dict[str, Any] = {}
    while len(found) < wanted:
        try:
            told = Writer(world, prefecture, day, chance).write()
        except Clash:
            continue
        said = {**told.people, **told.organs}
        if all(meant.get(surface, what) == what for surface, what in said.items()):
            meant |= said
            found.append(told)
    return found


# ---- files -------------------------------------------------------------------------------------------------------------


def make(folder: Path, articles: int, seed: int, form: str, papers: int = 0) -> int:
    """Write pages and truth.jsonl under a folder; the number of characters. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    characters = 0
    with (folder / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as truth, FORMS[form](folder / "pages") as out:
        for sheet in sheets(articles, seed, papers):
            for page, told in zip(out.write(sheet), sheet.articles, strict=True):
                truth.write(json.dumps(_truth(page, sheet, told), ensure_ascii=False) + "\n")
                characters += len(told.title) + sum(map(len, told.paragraphs))
    return characters


def _truth(page: str, sheet: Sheet, told: Told) -> dict[str, Any]:
    day = sheet.date.isoformat()
    return {
        "page": page,
        "newspaper": sheet.paper,
        "date": day,
        "title": told.title,
        "people": [{"entity": person.id, "surface": surface} for surface, person in sorted(told.people.items())],
        "organs": [{"name": name, "surface": surface} for surface, name in sorted(told.organs.items())],
        "posts": [{"person": person, "title": title, "organ": organ, "day": day} for person, title, organ in sorted(told.posts)],
    }


class Dumps:
    """A text file and a sidecar for each page, a folder for each thousand of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Dumps:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, sheet: Sheet) -> list[str]:
        """Write a page; the name of its file for each of its articles."""
        path = self.folder / f"{sheet.number // 1000:04}" / f"{sheet.number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(sheet), encoding="utf-8", newline="\n")
        sidecar = f'newspaper = "{sheet.paper}"\ndate = {sheet.date}\nedition = "{sheet.edition}"\n'
        path.with_suffix(".toml").write_text(sidecar, encoding="utf-8", newline="\n")
        return [path.name] * len(sheet.articles)


def dump(sheet: Sheet) -> str:
    """A page as PDF readers give it: narrow lines, blank ones between them."""
    chance, date = Random(f"{sheet.number}/{sheet.paper}"), sheet.date
    lines = [f"{date.year} 年 {date.month} 月 {date.day} 日 星期{'一二三四五六日'[date.weekday()]}"]
    for told in sheet.articles:
        width = chance.randrange(16, 25)
        lines += [told.title, *(line for text in told.paragraphs for line in _wrapped("　　" + text, width))]
    return "\n\n".join(lines) + "\n"


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of a width; marks that may not begin a line hang over, figures stay whole."""
    pieces = re.findall(r"(?:[0-9.%]+|.)[，。；：、？！”》）]*", text)
    line = ""
    for piece in pieces:
        if line and len(line) + len(piece) > width:
            yield line
            line = ""
        line += piece
    yield line


class Lines:
    """An article a line, in articles.jsonl."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = (folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n")
        self.count = 0

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, sheet: Sheet) -> list[str]:
        """Write the rows of a page; their names."""
        names = []
        for row in rows(sheet):
            self.count += 1
            self.file.write(json.dumps(row, ensure_ascii=False) + "\n")
            names.append(f"articles.jsonl#row={self.count}")
        return names


class Columns:
    """An article a row, in articles.parquet (extra `parquet`)."""

    def __init__(self, folder: Path) -> None:
        import pyarrow
        import pyarrow.parquet

        folder.mkdir(parents=True, exist_ok=True)
        self.schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
        self.file = pyarrow.parquet.ParquetWriter(folder / "articles.parquet", self.schema)
        self.table: Callable[..., Any] = pyarrow.Table.from_pylist
        self.rows: list[dict[str, str]] = []
        self.count = 0

    def __enter__(self) -> Columns:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self.file.close()

    def write(self, sheet: Sheet) -> list[str]:
        """Write the rows of a page; their names."""
        names = []
        for row in rows(sheet):
            self.count += 1
            self.rows.append(row)
            names.append(f"articles.parquet#row={self.count}")
        if len(self.rows) >= ROWS:
            self._flush()
        return names

    def _flush(self) -> None:
        if self.rows:
            self.file.write_table(self.table(self.rows, schema=self.schema))
        self.rows = []


COLUMNS = ("title", "body", "date", "newspaper", "edition")
FORMS: dict[str, Callable[[Path], Any]] = {"dumps": Dumps, "jsonl": Lines, "parquet": Columns}


def rows(sheet: Sheet) -> Iterator[dict[str, str]]:
    """The articles of a page as rows of a table."""
    for told in sheet.articles:
        values = (told.title, "\n".join(told.paragraphs), sheet.date.isoformat(), sheet.paper, sheet.edition)
        yield dict(zip(COLUMNS, values, strict=True))


# ---- scores ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """How well a build groups the mentions of a kind that truth knows, and how many of those that it should know were found."""

    kind: str
    found: int
    known: int
    clusters: Clustering
    mixed: tuple[str, ...] = ()  # entities that hold several people or bodies
    torn: tuple[str, ...] = ()  # people or bodies with several entities


def score(output: Path, truth: Path) -> list[Score]:
    """Scores of people, of people who have namesakes in the country and in one prefecture, and of bodies.

    Raises OSError, and ValueError for lines that are no JSON.
    """
    meant = _meant(truth)
    records = builds.held(output) / FOLDER
    pages = {row["id"]: Path(row["source"]).name for row in _lines(records / "pages.jsonl")}
    articles = {row["id"]: pages[row["page"]] for row in _lines(records / "articles.jsonl")}
    bearers: dict[str, tuple[str, str]] = {}
    seen: set[tuple[str, str, str]] = set()
    for row in _lines(records / "mentions.jsonl"):
        page = articles[row["span"]["article"] if isinstance(row["span"], dict) else row["span"][0]]
        key = (page, row["type"], row["surface"])
        if key in meant:
            bearers[row["id"]] = (row["type"], meant[key])
            seen.add(key)
    both: dict[str, Counter[tuple[str, str]]] = {"PER": Counter(), "ORG": Counter()}
    for row in _lines(records / "entities.jsonl"):
        for mention in row.get("mentions", ()):
            if mention in bearers:
                kind, bearer = bearers[mention]
                both[kind][bearer, row["id"]] += 1
    known, found = Counter(kind for _, kind, _ in meant), Counter(kind for _, kind, _ in seen)
    people = {bearer for (_, kind, _), bearer in meant.items() if kind == "PER"}
    names, local = Counter(_name(bearer) for bearer in people), Counter(_name(bearer, 2) for bearer in people)
    alike = {bearer for bearer in people if names[_name(bearer)] > 1}
    near = {bearer for bearer in people if local[_name(bearer, 2)] > 1}
    scores = [_score("people", both["PER"], found["PER"], known["PER"])]
    for title, chosen in (("people with namesakes", alike), ("… in their prefecture", near)):
        scores.append(_score(title, Counter({pair: n for pair, n in both["PER"].items() if pair[0] in chosen})))
    return [*scores, _score("bodies", both["ORG"], found["ORG"], known["ORG"])]


def _score(kind: str, both: Counter[tuple[str, str]], found: int = 0, known: int = 0) -> Score:
    entities, bearers = defaultdict(set), defaultdict(set)
    for bearer, entity in both:
        entities[bearer].add(entity)
        bearers[entity].add(bearer)
    mixed = tuple(sorted(f"{entity}: {', '.join(sorted(some))}" for entity, some in bearers.items() if len(some) > 1))
    torn = tuple(sorted(f"{bearer}: {', '.join(sorted(some))}" for bearer, some in entities.items() if len(some) > 1))
    return Score(kind, found, known, grouping(both), mixed, torn)


def _meant(truth: Path) -> dict[tuple[str, str, str], str]:
    """Who or what a surface means on a page, by type."""
    found: dict[tuple[str, str, str], str] = {}
    for row in _lines(truth):
        found.update({(row["page"], "PER", each["surface"]): each["entity"] for each in row["people"]})
        found.update({(row["page"], "ORG", each["surface"]): each["name"] for each in row["organs"]})
    return found


def _name(bearer: str, parts: int = 1) -> str:
    return "/".join(bearer.split("/")[:parts])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def figures(one: Score) -> dict[str, float]:
    """The figures of a score by name."""
    c = one.clusters
    b3 = {"mentions": c.mentions, "b3_precision": c.precision, "b3_recall": c.recall, "b3_f": c.f}
    return b3 | {"pair_precision": c.pairs.precision, "pair_recall": c.pairs.recall, "found": one.found / one.known if one.known else 1.0}


def report(scores: Iterable[Score], examples: int = 0) -> Iterator[str]:
    """The scores as a table, and some entities that are mixed or torn."""
    yield f"{'':24}{'mentions':>10}{'B³ P':>8}{'R':>8}{'F':>8}{'pairs P':>9}{'R':>8}{'found':>8}"
    for each in scores:
        c = each.clusters
        pairs = c.pairs
        row = f"{each.kind:24}{c.mentions:10,}{c.precision:8.4f}{c.recall:8.4f}{c.f:8.4f}{pairs.precision:9.4f}{pairs.recall:8.4f}"
        yield row + (f"{each.found / each.known:8.3f}" if each.known else "")
        for what, some in (("mixed", each.mixed), ("torn", each.torn)):
            yield from (f"    {what}: {one}" for one in some[:examples])


def main() -> None:
    """Make a corpus, or score a build of one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    maker = commands.add_parser("make", help="write pages and truth.jsonl")
    maker.add_argument("folder", type=Path)
    maker.add_argument("--articles", type=int, default=10_000)
    maker.add_argument("--seed", type=int, default=1)
    maker.add_argument("--form", choices=FORMS, default="dumps")
    maker.add_argument("--papers", type=int, default=0, help="newspapers, one a prefecture; 0: one for 200 articles, 3 to 300")
    scorer = commands.add_parser("score", help="compare a build with truth.jsonl")
    scorer.add_argument("output", type=Path)
    scorer.add_argument("truth", type=Path)
    scorer.add_argument("--examples", type=int, default=0, help="show so many mixed and torn entities of each kind")
    scorer.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    if given.command == "score" and given.json:
        print(json.dumps({each.kind: figures(each) for each in score(given.output, given.truth)}, ensure_ascii=False))
        return
    if given.command == "score":
        print(*report(score(given.output, given.truth), given.examples), sep="\n")
        return
    start = time.monotonic()
    characters = make(given.folder, given.articles, given.seed, given.form, given.papers)
    seconds = time.monotonic() - start
    print(
        f"{given.articles:,} articles, {characters:,} characters in {seconds:.1f} s: {given.articles / seconds:,.0f} a second",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
