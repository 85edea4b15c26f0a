"""Loads ontology/: types, predicates, prefixes, gazetteers, organs, posts, suffixes, cues and patterns; lists every fault with file and line.

Whatever a journalist could correct is a file there. `load` reads all of it once; a `Lexicon` is never changed afterwards.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from kg.text.choice import choice
from kg.text.yaml import load as load_yaml

COUNTRY = "100000"
# Level words from the longest, so that 自治区 is not read as 区 and 街道 not as 道.
LEVEL_WORDS = (
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "民族乡",
    "地区",
    "街道",
    "苏木",
    "社区",
    "嘎查",
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "镇",
    "乡",
    "村",
    "国",
)
BUREAUS = ("局", "厅", "委")
CHANGES = ("became", "renamed", "merged", "split")
POINT = re.compile(r"(\d{6})\t(-?\d{1,3}(?:\.\d+)?)\t(-?\d{1,3}(?:\.\d+)?)\t(\d*)")  # a line of coordinates.tsv
RANKS = {"country": 0, "province": 1, "prefecture": 2, "county": 3}


class LexiconError(ValueError):
    """Faults of the ontology folder. `faults` holds one line each: FILE:LINE: what is wrong and what to do."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """An entity type or subtype: its class in ontology/kg.ttl, standard classes beside it, IRI kind, labels and colour."""

    key: str
    type: str
    cls: str
    also: tuple[str, ...]
    kind: str
    label_zh: str
    label_en: str
    color: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation: its property as a CURIE, whether RDF states it from object to subject (`reverse`), types and labels."""

    key: str
    iri: str
    reverse: bool
    subject: tuple[str, ...]
    object: tuple[str, ...]
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division with its GB/T 2260 code; `parent` is the code of the division above it.

    Of one that exists no longer, `until` is when it ended ("2015", "2011-08"), `change` how (became, renamed, merged, split) and
    `successors` the codes of what stands in its place; of today's all three are empty.
    """

    code: str
    name: str
    shorts: tuple[str, ...]
    level: str
    parent: str
    until: str = ""
    change: str = ""
    successors: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The level word its name ends in: 吕梁市 → 市."""
        return level_word(self.name)

    def existed(self, date: str) -> bool:
        """Whether a former division was still there on a date ("2010-03-01"); in the year or month of the change it no longer was."""
        return bool(date) and date[: len(self.until)] < self.until


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a table come from: the source with its version, the day or year they show, the source's licence."""

    source: str
    valid: str
    licence: str


@dataclass(frozen=True, slots=True)
class PlaceExample:
    """What a name in a text means in the paper of a home on a date: codes, more than one where it stays doubtful, none where it is no unit."""

    text: str
    home: str
    date: str
    name: str
    means: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Organ:
    """A kind of organ that exists at many places. `official` is keyed by level ("" for all others); {P} and {p} stand for the place."""

    key: str
    official: Mapping[str, str]
    cls: str
    parent: str = ""
    levels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def name(self, place: str, short: str, level: str = "") -> str:
        """The official name of this organ at a place, e.g. ("吕梁市", "吕梁", "prefecture") → 中共吕梁市委员会."""
        return (self.official.get(level) or self.official[""]).replace("{P}", place).replace("{p}", short)


@dataclass(frozen=True, slots=True)
class OrganForm:
    """How papers write an organ: `before` + place (slot X, P, p or "" for none) + `tail`."""

    before: str
    slot: str
    tail: str
    organ: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post's head: the organ and level that it implies where no organ is named (市长 → government, 市), both may be empty."""

    head: str
    organ: str
    level: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation pattern from ontology/patterns: see docs/extending.md for the notation.

    `facts`: it reads facts only, and keeps silent where a paragraph says what a meeting or a leader demands. `needs`: the rules without
    which its examples mean nothing, since it goes on from what they read.
    """

    id: str
    pattern: str
    claims: tuple[Mapping[str, Any], ...]
    examples: tuple[Mapping[str, Any], ...]
    never: tuple[str, ...]
    where: str
    confidence: float = 0.9
    unless: str = ""
    facts: bool = False
    note: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything that ontology/ says, indexed for the stages; two are equal only when they are one object, so caches may key on it."""

    root: Path
    types: Mapping[str, TypeInfo]
    predicates: Mapping[str, Predicate]
    prefixes: Mapping[str, str]
    divisions: Mapping[str, Division]  # today's and, by codes of their own, former ones
    organs: Mapping[str, Organ]
    forms: tuple[OrganForm, ...]
    bare: Mapping[str, str]
    national: Mapping[str, tuple[str, str]]  # form -> (official name, subtype)
    levels: Mapping[str, tuple[str, ...]]
    posts: Mapping[str, Post]
    words: Mapping[
        str, Any
    ]  # the remaining word lists by file stem: organs, posts, suffixes, documents, deixis, programmes, events, policies …
    newspapers: Mapping[str, str]
    surnames: frozenset[str]
    given_names: frozenset[str]
    programmes: Mapping[str, tuple[str, str]]  # form -> (name, scope)
    rules: tuple[Rule, ...]
    macros: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)  # the file of a table → where it comes from
    places: tuple[PlaceExample, ...] = ()  # what names of places mean, as examples
    units: Mapping[str, tuple[str, Decimal]] = field(default_factory=dict)  # unit → (base unit, factor)
    former: tuple[Division, ...] = ()  # divisions and names that are no more, those with the code of a division of today too

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of all files of the ontology."""
        return fingerprint(self.root)

    @cached_property
    def place_names(self) -> dict[str, tuple[str, ...]]:
        """Every full and short name of a division → the codes that bear it today or, where none does, bore it, sorted."""
        today = _by_name(d for d in self.divisions.values() if not d.until)
        return dict(sorted({**_by_name(self.former), **today}.items()))

    @cached_property
    def former_names(self) -> dict[str, tuple[Division, ...]]:
        """Every full and short name of a former division → the former divisions that bore it."""
        found: dict[str, list[Division]] = defaultdict(list)
        for division in self.former:
            for name in {division.name, *division.shorts}:
                found[name].append(division)
        return {name: tuple(bearers) for name, bearers in sorted(found.items())}

    @cached_property
    def full_names(self) -> frozenset[str]:
        """The full names of divisions (柳林县, not 柳林), former ones too (静海县)."""
        return frozenset(d.name for d in (*self.divisions.values(), *self.former))

    def codes(self, name: str, date: str = "") -> tuple[str, ...]:
        """The codes of the divisions that a name means on a date, sorted; without a date those that bear it today, else those that did.

        What was still there on the date counts, and its successors do not: 静海 is 静海县 in 2010 and 静海区 in 2020.
        """
        former = self.former_names.get(name, ())
        today = {code for code in self.place_names.get(name, ()) if not self.divisions[code].until}
        then = [d for d in former if d.existed(date)]
        if not then and not today:
            last = max((d.until for d in former), default="")
            return tuple(sorted({d.code for d in former if d.until == last}))
        return tuple(sorted({*today, *(d.code for d in then)} - {code for d in then for code in self._later(d, name)}))

    def _later(self, former: Division, name: str) -> set[str]:
        """The divisions that bear a former one's name only after it: its successors, and the city that a 地区 became around the old city."""
        if former.change == "merged":  # those were there beside it
            return set()
        around = (d.code for code in former.successors for d in self.ladder(code)[1:] if d.name == former.name == name)
        return {*former.successors, *around} - {former.code}

    @cached_property
    def _today(self) -> dict[str, str]:
        """The code of a former division that became, as a whole, another of its rank → that one's code today."""
        found: dict[str, str] = {}
        for start in (d for d in self.divisions.values() if d.until):
            last = start
            while last.change == "became" and self.divisions[last.successors[0]].level == start.level:
                last = self.divisions[last.successors[0]]
            found[start.code] = last.code
        return found

    def today(self, code: str) -> str:
        """The code of today for a division that only changed its code, name or kind (吕梁地区 → 吕梁市); else the code itself."""
        return self._today.get(code, code)

    def ladder(self, code: str) -> tuple[Division, ...]:
        """A division and everything above it up to the province, nearest first; empty for an unknown code."""
        chain: list[Division] = []
        while code and code != COUNTRY and code in self.divisions:
            chain.append(self.divisions[code])
            code = self.divisions[code].parent
        return tuple(chain)

    def around(self, codes: Iterable[str]) -> set[str]:
        """Some divisions with all above them, and all that succeeded them until today with all above those."""
        found: set[str] = set()
        waiting = list(codes)
        while waiting:
            new = {d.code for d in self.ladder(waiting.pop())} - found
            found |= new
            waiting += [successor for code in new for successor in self.divisions[code].successors]
        return found

    @lru_cache(maxsize=10_000)  # noqa: B019 -- lexica are few and stay
    def prefecture(self, code: str) -> str:
        """The code of the prefecture that a place lies in, today's (吕梁市 for one in 吕梁地区); a district's municipality (北京市)
        is its prefecture; else itself."""
        chain = self.ladder(code)
        if chain and chain[-1].word == "市":
            return chain[-1].code
        return self.today(next((d.code for d in chain if d.level == "prefecture"), chain[0].code if chain else ""))

    def within(self, inner: str, outer: str) -> bool:
        """Whether a division is another one or lies inside it."""
        return any(d.code == outer or self.today(d.code) == self.today(outer) for d in self.ladder(inner))

    @lru_cache(maxsize=10_000)  # noqa: B019 -- a page asks for the same names again and again
    def locate(self, name: str, home: str = "", date: str = "") -> str:
        """The code of the division a name means to a reader in `home` on a date, or "" when it is unknown or stays ambiguous.

        Nearest first: the home and what lies above it, what lies in the home, in its prefecture, in its province; a name
        that only one division bears needs no home; among divisions of different rank without a home in common the highest wins.
        """
        codes = self.codes(name, date)
        if len(codes) <= 1:
            return codes[0] if codes else ""
        above = [d.code for d in self.ladder(home)]
        for outer in above:
            if outer in codes:
                return outer
            inside = [c for c in codes if self.within(c, outer)]
            if inside:
                return inside[0] if len(inside) == 1 else self._highest(inside)
        return self._highest(list(codes))

    def _highest(self, codes: list[str]) -> str:
        ranked = sorted(codes, key=lambda c: RANKS[self.divisions[c].level])
        first, second = (RANKS[self.divisions[c].level] for c in ranked[:2])
        return ranked[0] if first < second else ""

    @cached_property
    def _tails(self) -> dict[str, tuple[OrganForm, ...]]:
        found: dict[str, list[OrganForm]] = defaultdict(list)
        for form in self.forms:
            if form.slot in ("X", "P"):
                found[form.tail].append(form)
        return {tail: tuple(forms) for tail, forms in found.items()}

    def organs_at(self, text: str) -> list[tuple[str, str]]:
        """(organ key, division code) of each organ of a row of full names at the start of a text: 中共吕梁市委 吕梁市人民政府关于…."""
        found: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            end, organ, code = self.organ_from(text, at)
            if not end:
                break
            found.append((organ, code))
            at = end
            while at < len(text) and text[at] in " 、\u3000和":
                at += 1
        return found

    def organ_from(self, text: str, start: int) -> tuple[int, str, str]:
        """(end, organ key, division code) of the longest full name of an organ at an offset; (0, "", "") where there is none."""
        best = (0, "", "")
        for before in ("", "中共", "共青团", "政协", "国家税务总局"):
            at = start + len(before)
            if not text.startswith(before, start):
                continue
            for place in (text[at : at + n] for n in range(15, 1, -1)):
                if place in self.full_names:
                    behind = at + len(place)
                    for end in range(min(len(text), behind + 14), behind, -1):
                        forms = [f for f in self._tails.get(text[behind:end], ()) if f.before == before]
                        if forms and end > best[0]:
                            best = (end, forms[0].organ, self.locate(place))
                    break
        return best

    def head(self, title: str) -> str:
        """The head of a post's title: 常务副市长 → 市长; "" when the lexicon knows none."""
        return next((title[i:] for i in range(len(title)) if title[i:] in self.posts), "")

    def capacity(self, title: str) -> str:
        """How a title's bearer holds the post: "deputy" (常务副市长), "acting" (代市长), "former" (原市长), or "" for in full."""
        before = title.removesuffix(self.head(title))
        capacities = self.words["posts"]["capacities"]
        return next((key for key, words in capacities.items() if any(word in before for word in words)), "")

    def outcome(self, words: str) -> str:
        """What became of a document or a matter of an agenda, by the longest word that says so (审议并原则通过 is 原则通过), or ""."""
        given = enumerate(self.words["meetings"]["outcomes"].items())
        found = [(len(word), weight, kind) for weight, (kind, heard) in given for word in heard if word in words]
        return max(found)[2] if found else ""

    def weight(self, words: str) -> int:
        """How much an outcome weighs beside others: the place of its kind in ontology/meetings.yaml; an unknown one less than all."""
        kind = self.outcome(words)
        return [*self.words["meetings"]["outcomes"]].index(kind) if kind else -1

    def meeting_kind(self, name: str) -> str:
        """The kind of a meeting or activity by the last words of its name (全市项目推进会议 is a 推进会), or "" when they say too little."""
        found = [(match.start(), kind) for pattern, kind in self._kinds if (match := pattern.search(name))]
        ending = self._endings.search(name)
        return min(found, key=lambda one: one[0])[1] if found else ending.group() if ending else ""

    @cached_property
    def _kinds(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        kinds: dict[str, Sequence[str]] = self.words["meetings"]["kinds"]
        return tuple((re.compile(f"(?:{choice(endings)})$".replace("\\*", ".*")), kind) for kind, endings in kinds.items())

    @cached_property
    def _endings(self) -> re.Pattern[str]:
        events, kindless = self.words["events"], self.words["meetings"]["kindless"]
        return re.compile(f"(?:{choice(word for word in (*events['meeting'], *events['activity']) if word not in kindless)})$")

    def ambiguous(self, name: str) -> bool:
        """Whether more than one division bears this full name (朝阳区, 鼓楼区)."""
        return sum(self.divisions[c].name == name for c in self.place_names.get(name, ())) > 1


def _by_name(divisions: Iterable[Division]) -> dict[str, tuple[str, ...]]:
    """Every full and short name of some divisions → the codes that bear it, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for division in divisions:
        for name in (division.name, *division.shorts):
            found[name].add(division.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def level_word(name: str) -> str:
    """The level word that a place's name ends in (信义镇 → 镇, 广西壮族自治区 → 自治区), or ""."""
    if not name.endswith(LEVEL_WORDS):
        return ""
    return next((w for w in LEVEL_WORDS if name.endswith(w) and len(name) > len(w)), "")


def same_level(word: str, level: str) -> bool:
    """Whether a level word in a text can mean a place of that level word: 州 means 自治州, 区 a district or an autonomous region."""
    return word == level or (len(word) == 1 and level.endswith(word) and level not in ("地区", "社区"))


def fingerprint(root: Path) -> str:
    """The SHA-256 of the files of an ontology folder, with their names."""
    found = hashlib.sha256()
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        found.update(f"{file.relative_to(root).as_posix()}\x1f{hashlib.sha256(file.read_bytes()).hexdigest()}\x1e".encode())
    return found.hexdigest()


def default_root() -> Path:
    """The ontology folder that ships with zhitu: beside the package in a checkout, inside it in a wheel."""
    beside = Path(__file__).resolve().parent.parent / "ontology"
    return beside if beside.is_dir() else Path(str(resources.files("kg") / "ontology"))


def load(path: Path | str | None = None) -> Lexicon:
    """Read and check an ontology folder (the shipped one by default). Raises LexiconError with every fault found."""
    return _load(Path(path) if path else default_root())


@lru_cache(maxsize=4)
def _load(root: Path) -> Lexicon:
    return _Loader(root).load()


class _Loader:
    """Reads the files one by one and collects faults, so that a user sees all of them at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[str] = []
        self.declared: set[str] = set()  # types and organs that stand in a file, sound or not: no fault follows from another

    def load(self) -> Lexicon:
        if not self.root.is_dir():
            raise LexiconError([f"{self.root}: there is no such ontology folder"])
        types = self.types()
        words = {name: self.sections(f"{name}.yaml") for name in WORD_FILES}
        organs, forms, bare, national = self.organs(words["organs"], types)
        rules, macros = self.rules()
        divisions = self.divisions()
        former = self.former(divisions)
        lexicon = Lexicon(
            root=self.root,
            types=types,
            predicates=self.predicates(types),
            prefixes=self.prefixes(),
            divisions={**{d.code: d for d in former}, **divisions},
            newspapers=self.newspapers(divisions),
            organs=organs,
            forms=forms,
            bare=bare,
            national=national,
            levels={k: self.names("organs.yaml", k, v) for k, v in self.mapping("organs.yaml", words["organs"], "levels").items()},
            posts=self.posts(words["posts"], organs),
            words=words,
            units=self.units(words["units"]),
            surnames=frozenset(w for line in self.lines("surnames.txt") for w in line.split()),
            given_names=frozenset(w for line in self.lines("given_names.txt") for w in line.split()),
            programmes=self.programmes(),
            rules=rules,
            macros=macros,
            sources=self.sources(),
            places=self.places(),
            former=former,
        )
        self.references(lexicon)
        self.complete()
        self.corrections()
        self.coordinates()
        if self.faults:
            raise LexiconError(list(dict.fromkeys(self.faults)))
        return lexicon

    def complete(self) -> None:
        """Files that later rooms read by themselves (page words, shapes) are there; gazetteers, rules and queries may be others."""
        for path in sorted(default_root().rglob("*.*")):
            name = path.relative_to(default_root())
            if name.parts[0] not in ("gazetteers", "patterns", "queries") and not (self.root / name).is_file():
                self.text(name.as_posix())

    def units(self, data: Mapping[str, Any]) -> dict[str, tuple[str, Decimal]]:
        """Units with their base units and factors, which are positive decimals."""
        found: dict[str, tuple[str, Decimal]] = {}
        for unit, row in self.mapping("units.yaml", data, "units").items():
            try:
                name, factor = row
                found[unit] = str(name), Decimal(factor)
            except (ValueError, TypeError, InvalidOperation):
                self.fault(self.at("units.yaml", unit), f'{unit}: write [base unit, "factor"]')
            else:
                if not (found[unit][1].is_finite() and found[unit][1] > 0):
                    self.fault(self.at("units.yaml", unit), f"{unit}: the factor must be above zero")
        return found

    def references(self, lexicon: Lexicon) -> None:
        """What one file says of another: predicates of rules, prefixes of CURIEs."""
        for rule in lexicon.rules if lexicon.predicates else ():
            for claim in rule.claims:
                if claim["predicate"] not in lexicon.predicates:
                    self.fault(rule.where, f"rule {rule.id}: predicate {claim['predicate']!r} is not in predicates.tsv")
        curies = [("predicates.tsv", p.key, p.iri) for p in lexicon.predicates.values()]
        for info in lexicon.types.values():
            above = () if info.key == info.type else lexicon.types[info.type].also
            curies += [("types.yaml", info.key, curie) for curie in info.also if curie not in above]
        for name, key, curie in curies if lexicon.prefixes else ():
            if curie.partition(":")[0] not in lexicon.prefixes:
                self.fault(self.at(name, key), f"{key}: the prefix of {curie!r} is not in prefixes.tsv")

    def fault(self, where: str, message: str) -> None:
        self.faults.append(f"{where}: {message}")

    def text(self, name: str) -> str:
        try:
            return (self.root / name).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.fault(f"{name}:{line}", "not UTF-8; save it as UTF-8")
        except OSError as error:
            self.fault(name, f"cannot be read ({error.strerror}); restore it from the zhitu distribution")
        return ""

    def lines(self, name: str) -> Iterator[str]:
        return (line for line in self.text(name).splitlines() if line.strip() and not line.startswith("#"))

    def yaml(self, name: str) -> dict[str, Any]:
        try:
            value = load_yaml(self.text(name)) or {}
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.fault(f"{name}:{line}", f"not valid YAML: {error.problem}")
            return {}
        except yaml.reader.ReaderError as error:
            line = self.text(name).count("\n", 0, error.position) + 1
            self.fault(f"{name}:{line}", f"not valid YAML: the character U+{error.character:04X} may not stand here")
            return {}
        if not isinstance(value, dict):
            self.fault(f"{name}:1", "should be a mapping of keys to values")
            return {}
        return value

    def sections(self, name: str) -> dict[str, Any]:
        """A file of word lists; of another ontology folder than ours it must have the sections that ours has."""
        found = self.yaml(name)
        shipped = default_root()
        if found and self.root.resolve() != shipped.resolve():
            for section in re.findall(r"(?m)^(\w+):", (shipped / name).read_text(encoding="utf-8")):
                if section not in found:
                    self.fault(f"{name}:1", f"the section {section!r} is missing; it may be empty")
        return found

    def at(self, name: str, key: object) -> str:
        """FILE:LINE of a key of a YAML file or of a row of a table, for a fault."""
        match = re.search(rf"(?m)^[ \t]*(?:- )?[\"']?{re.escape(str(key))}[\"']?[ \t]*(?::|\t)", self.text(name))
        return f"{name}:{self.text(name).count(chr(10), 0, match.start()) + 1 if match else 1}"

    def mapping(self, name: str, data: Mapping[str, Any], section: str) -> dict[str, Any]:
        """A section of a YAML file that maps keys to values; empty when it is missing."""
        value = data.get(section) or {}
        if not isinstance(value, dict):
            self.fault(self.at(name, section), f"{section} should be a mapping of keys to values")
            return {}
        return value

    def blocks(self, name: str, data: Mapping[str, Any], section: str, *needs: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The blocks of a section by key; one that is no mapping or lacks something is a fault."""
        for key, block in self.mapping(name, data, section).items():
            if not isinstance(block, dict):
                self.fault(self.at(name, key), f"{section} {key} should be a mapping of keys to values")
            elif missing := [need for need in needs if not block.get(need)]:
                self.fault(self.at(name, key), f"{section} {key} lacks {', '.join(missing)}")
            else:
                yield str(key), block

    def names(self, name: str, key: object, value: object) -> tuple[str, ...]:
        """A list of words; a single word without [ ] would be taken apart into characters."""
        if value is not None and not isinstance(value, list):
            self.fault(self.at(name, key), f"{key} should be a list: [{value}]")
            return ()
        return tuple(map(str, value or ()))

    def table(self, name: str, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The rows of a TSV with a header, as ("FILE:LINE", row); rows with missing cells are faults."""
        numbered = [(n, line) for n, line in enumerate(self.text(name).splitlines(), 1) if line.strip() and not line.startswith("#")]
        if not numbered:
            if (self.root / name).is_file():
                self.fault(f"{name}:1", f"has no header; it should be {' '.join(columns)}, with tabs between them")
            return
        header = numbered[0][1].split("\t")
        missing = [c for c in columns if c not in header]
        if missing:
            self.fault(f"{name}:{numbered[0][0]}", f"the header lacks the columns {', '.join(missing)}")
            return
        for number, line in numbered[1:]:
            cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
            if len(cells) > len(header):
                self.fault(f"{name}:{number}", f"{len(cells)} cells, but the header has {len(header)}")
                continue
            yield f"{name}:{number}", dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))

    def types(self) -> dict[str, TypeInfo]:
        data, found = self.yaml("types.yaml"), {}
        labels = ("label_zh", "label_en")
        for key, block in self.blocks("types.yaml", data, "types", "class", "kind", "color", *labels):
            also = self.names("types.yaml", key, block.get("also"))
            found[key] = TypeInfo(key, key, block["class"], also, block["kind"], block["label_zh"], block["label_en"], block["color"])
        for key, block in self.blocks("types.yaml", data, "subtypes", "type", *labels):
            above = found.get(block["type"])
            if above is None:
                self.fault(self.at("types.yaml", key), f"subtype {key}: its type must be one of {', '.join(data['types'])}")
                continue
            also = (*above.also, *self.names("types.yaml", key, block.get("also")))
            found[key] = TypeInfo(
                key, above.type, key, also, above.kind, block["label_zh"], block["label_en"], block.get("color", above.color)
            )
        self.declared |= {str(k) for section in ("types", "subtypes") for k in self.mapping("types.yaml", data, section)}
        return found

    def predicates(self, types: Mapping[str, TypeInfo]) -> dict[str, Predicate]:
        found = {}
        for where, row in self.table("predicates.tsv", ("key", "iri", "reverse", "subject", "object", "label_zh", "label_en")):
            subject, object_ = (tuple(re.split(r"[\s|,/]+", row[c].strip())) for c in ("subject", "object"))
            for name in (*subject, *object_):
                if types and name not in ("literal", "article", *types, *self.declared):
                    self.fault(where, f"unknown type {name!r}")
            if row["key"] in found:
                self.fault(where, f"predicate {row['key']} stands twice")
            reverse = row["reverse"].lower() in ("true", "yes", "1")
            found[row["key"]] = Predicate(row["key"], row["iri"], reverse, subject, object_, row["label_zh"], row["label_en"])
        return found

    def prefixes(self) -> dict[str, str]:
        return {row["prefix"]: row["iri"] for _, row in self.table("prefixes.tsv", ("prefix", "iri"))}

    def divisions(self) -> dict[str, Division]:
        found: dict[str, Division] = {}
        rows: dict[str, str] = {}
        for where, row in self.table("gazetteers/divisions.tsv", ("code", "name", "short", "level", "parent")):
            if row["code"] in found:
                self.fault(where, f"code {row['code']} stands twice")
            if row["level"] not in RANKS or not re.fullmatch(r"\d{6}", row["code"]):
                self.fault(where, f"needs a six-digit code and a level of {', '.join(RANKS)}")
                continue
            if not row["name"]:
                self.fault(where, f"{row['code']} has no name")
            found[row["code"]] = Division(row["code"], row["name"], tuple(row["short"].split()), row["level"], row["parent"])
            rows[row["code"]] = where
        for division in found.values():
            above = found.get(division.parent)
            if above is None and (division.parent or division.level != "country"):
                self.fault(rows[division.code], f"{division.name}: its parent {division.parent or '(none)'} is not in the table")
            elif above and RANKS[above.level] >= RANKS[division.level]:
                self.fault(
                    rows[division.code], f"{division.name} ({division.level}): its parent {above.name} is a {above.level} too, or lower"
                )
        return found

    def newspapers(self, divisions: Mapping[str, Division]) -> dict[str, str]:
        codes = {division.name: code for code, division in divisions.items()}
        found = {}
        for where, row in self.table("gazetteers/newspapers.tsv", ("name", "place")):
            if row["place"] not in codes:
                self.fault(where, f"{row['place']!r} is no division's full name")
            found[row["name"]] = codes.get(row["place"], "")
        return found

    def former(self, divisions: Mapping[str, Division]) -> tuple[Division, ...]:
        """The rows of gazetteers/divisions_former.tsv; none when the ontology folder has no such table."""
        name, found, rows = "gazetteers/divisions_former.tsv", [], []
        columns = ("code", "name", "short", "level", "parent", "until", "change", "successors")
        for where, row in self.table(name, columns) if (self.root / name).is_file() else ():
            if row["level"] not in ("prefecture", "county") or not re.fullmatch(r"\d{6}", row["code"]) or not row["name"]:
                self.fault(where, "needs a six-digit code, a name and a level, prefecture or county")
                continue
            if row["change"] not in CHANGES or not re.fullmatch(r"\d{4}(?:-\d\d)?", row["until"]):
                self.fault(where, f"{row['name']}: needs a change of {', '.join(CHANGES)} and until as 2015 or 2011-08")
                continue
            shorts, successors = tuple(row["short"].split()), tuple(row["successors"].split())
            found.append(Division(row["code"], row["name"], shorts, row["level"], row["parent"], row["until"], row["change"], successors))
            rows.append(where)
        known = {*divisions, *(d.code for d in found)}
        for division, where in zip(found, rows, strict=True):
            missing = [code for code in (division.parent, *division.successors) if code not in known]
            if missing or not division.successors:
                self.fault(where, f"{division.name}: no division has the code {', '.join(missing) or '(none)'} of its parent or successor")
            if (division.change == "renamed") != (division.code in divisions) or (
                division.change == "renamed" and division.successors != (division.code,)
            ):
                self.fault(where, f"{division.name}: renamed means that the code stays, and only then is it in divisions.tsv too")
        return tuple(found)

    def sources(self) -> dict[str, Source]:
        """The rows of gazetteers/sources.tsv by file; none when the ontology folder has no such table."""
        name, found = "gazetteers/sources.tsv", {}
        for where, row in self.table(name, ("file", "source", "valid", "licence")) if (self.root / name).is_file() else ():
            if not all(row.values()) or not re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", row["valid"]):
                self.fault(where, f"{row['file']}: needs a source, a day or year (2023-06-30) and a licence")
            found[row["file"]] = Source(row["source"], row["valid"], row["licence"])
        return found

    def places(self) -> tuple[PlaceExample, ...]:
        """The rows of gazetteers/examples.tsv; none when the ontology folder has no such table."""
        name, found = "gazetteers/examples.tsv", []
        for where, row in self.table(name, ("text", "home", "date", "name", "means")) if (self.root / name).is_file() else ():
            means = () if row["means"] == "-" else tuple(row["means"].split("|"))
            if row["name"] not in row["text"] or not all(re.fullmatch(r"\d{6}(?:\d{6})?", code) for code in means):
                self.fault(where, "needs a name that stands in the text and codes of 6 or 12 digits with | between them, or -")
            found.append(PlaceExample(row["text"], row["home"], row["date"], row["name"], means, where))
        return tuple(found)

    def corrections(self) -> None:
        """Whether gazetteers/villages.tsv, which kg.gazetteer reads, is a code of twelve digits, a tab and a name or nothing in each line."""
        name = "gazetteers/villages.tsv"
        for number, line in enumerate(self.text(name).splitlines() if (self.root / name).is_file() else (), 1):
            if line.strip() and not line.startswith("#") and not re.fullmatch(r"\d{12}\t\S*", line):
                self.fault(f"{name}:{number}", "needs a code of twelve digits, a tab and a name, or no name to take the village away")

    def coordinates(self) -> None:
        """Whether gazetteers/coordinates.tsv, which kg.gazetteer reads, has a division and a point on earth in each line, and no division twice."""
        name, seen = "gazetteers/coordinates.tsv", set()
        for number, line in enumerate(self.text(name).splitlines() if (self.root / name).is_file() else (), 1):
            row = POINT.fullmatch(line)
            if row is None and line.strip() and not line.startswith(("#", "code\t")):
                self.fault(f"{name}:{number}", "needs a code of six digits, degrees north, degrees east, and the number of a place in GeoNames or nothing")
            elif row and (abs(float(row[2])) > 90 or abs(float(row[3])) > 180):
                self.fault(f"{name}:{number}", "latitudes go from -90 to 90 degrees, longitudes from -180 to 180")
            elif row and row[1] in seen:
                self.fault(f"{name}:{number}", f"{row[1]} has a line already")
            seen.add(row[1] if row else "")

    def programmes(self) -> dict[str, tuple[str, str]]:
        found = {}
        for _, row in self.table("gazetteers/programmes.tsv", ("name", "forms", "scope")):
            for form in {row["name"], *filter(None, row["forms"].split("|"))}:
                found[form] = (row["name"], row["scope"])
        return found

    def posts(self, data: Mapping[str, Any], organs: Mapping[str, Organ]) -> dict[str, Post]:
        found: dict[str, Post] = {}
        for key, heads in self.mapping("posts.yaml", data, "heads").items():
            organ, _, level = "" if key == "general" else key.partition("@")[0], "", key.partition("@")[2]
            if organ and organ not in organs and organ not in self.declared:
                self.fault(self.at("posts.yaml", key), f"heads {key}: there is no organ {organ!r} in organs.yaml")
            found.update({head: Post(head, organ, level) for head in self.names("posts.yaml", key, heads)})
        return found

    def organs(
        self, data: Mapping[str, Any], types: Mapping[str, TypeInfo]
    ) -> tuple[dict[str, Organ], tuple[OrganForm, ...], dict[str, str], dict[str, tuple[str, str]]]:
        organs: dict[str, Organ] = {}
        forms: list[OrganForm] = []
        bare: dict[str, str] = {}
        words = partial(self.names, "organs.yaml")
        self.declared |= set(self.mapping("organs.yaml", data, "roots"))
        for key, block in self.blocks("organs.yaml", data, "roots", "official", "class"):
            official = {"": block["official"], "province": block.get("province", ""), "prefecture": block.get("prefecture", "")}
            organs[key] = Organ(
                key, official, block["class"], block.get("parent", ""), words(key, block.get("levels")), words(key, block.get("aliases"))
            )
            forms += [_form(text, key) for text in words(key, block.get("forms"))]
            bare.update(dict.fromkeys(words(key, block.get("bare")), key))
        for name, block in self.blocks("organs.yaml", data, "party_offices"):
            key, written = f"party_{name}", words(name, block.get("forms"))
            official = block.get("official", f"中共{{P}}委{name}")
            organs[key] = Organ(
                key, {"": official, "province": f"中共{{P}}委{block['province']}" if "province" in block else ""}, "PartyOrgan", "party"
            )
            for form in dict.fromkeys([name, *written]):
                forms += [_form(f"{lead}{form}", key) for lead in ("{X}委", "中共{X}委", "{X}党委")]
            forms += [_form("{X}" + form, key) for form in words(name, block.get("direct"))]
            bare.update(dict.fromkeys(words(name, block.get("bare")), key))
        classes = {
            name: cls for cls, names in self.mapping("organs.yaml", data, "department_classes").items() for name in words(cls, names)
        }
        independent = set(words("independent", data.get("independent")))
        for name, given in self.mapping("organs.yaml", data, "departments").items():
            shorts = words(name, given)
            organs[name] = Organ(
                name, {"": "{P}" + name}, classes.get(name, "GovernmentOrgan"), "" if name in independent else "government"
            )
            for form in dict.fromkeys([name, *shorts]):
                tails = dict.fromkeys([form, re.sub("局$", "厅", form)])
                forms += [_form("{X}" + tail, name) for tail in tails]
                forms += [_form("{p}" + tail, name) for tail in tails if tail.endswith(BUREAUS)]  # 绥化农委, 河南教育厅
        national = {}
        for name, block in self.blocks("organs.yaml", data, "national", "forms", "class"):
            national.update(dict.fromkeys(block["forms"], (name, block["class"])))
        for organ in organs.values():
            if types and organ.cls not in types and organ.cls not in self.declared:
                self.fault(self.at("organs.yaml", organ.key), f"{organ.key}: class {organ.cls!r} is not in types.yaml")
            if organ.parent and organ.parent not in organs and organ.parent not in self.declared:
                self.fault(self.at("organs.yaml", organ.key), f"{organ.key}: parent {organ.parent!r} is not an organ")
        return organs, tuple(forms), bare, national

    def rules(self) -> tuple[tuple[Rule, ...], dict[str, str]]:
        rules: list[Rule] = []
        macros: dict[str, str] = {}
        seen: dict[str, str] = {}
        paths = sorted((self.root / "patterns").glob("*.yaml"))
        if not paths:
            self.fault("patterns", "there are no rules here (*.yaml); restore them from the zhitu distribution")
        for path in paths:
            name = f"patterns/{path.name}"
            data = self.yaml(name)
            macros.update({str(k): str(v) for k, v in self.mapping(name, data, "macros").items()})
            lines: dict[str, list[int]] = defaultdict(list)
            for match in re.finditer(r"(?m)^\s*-\s*id:\s*(\S+)", self.text(name)):
                lines[match[1]].append(self.text(name)[: match.start(1)].count("\n") + 1)
            blocks = data.get("rules") or []
            if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
                self.fault(self.at(name, "rules"), "rules should be a list of mappings, each with an id")
                continue
            for block in blocks:
                numbers = lines.get(str(block.get("id"))) or [1]
                where = f"{name}:{numbers.pop(0) if len(numbers) > 1 else numbers[0]}"
                if fault := _rule_fault(block):
                    self.fault(where, f"rule {block.get('id', '?')} {fault}")
                    continue
                if block["id"] in seen:
                    self.fault(where, f"rule {block['id']} stands already at {seen[block['id']]}")
                seen[block["id"]] = where
                rules.append(
                    Rule(
                        block["id"],
                        block["pattern"],
                        tuple(block["claims"]),
                        tuple(block["examples"]),
                        tuple(block.get("never", ())),
                        where,
                        float(block.get("confidence", 0.9)),
                        block.get("unless", ""),
                        bool(block.get("facts", False)),
                        block.get("note", ""),
                        tuple(block.get("needs", ())),
                    )
                )
        return tuple(rules), macros


WORD_FILES = (
    *("organs", "posts", "suffixes", "documents", "deixis", "programmes", "events"),
    *("indicators", "units", "projects", "cues", "meetings", "policies"),
)


def _rule_fault(block: Mapping[str, Any]) -> str:
    """What is wrong with the block of a rule, or ""."""
    if missing := [k for k in ("id", "pattern", "claims", "examples") if not block.get(k)]:
        return f"lacks {', '.join(missing)}"
    if not isinstance(block["claims"], list) or not all(
        isinstance(c, dict) and {"predicate", "subject", "object"} <= c.keys() for c in block["claims"]
    ):
        return "claims should be a list of {predicate, subject, object}"
    if not isinstance(block["examples"], list) or not all(isinstance(e, dict) and "text" in e for e in block["examples"]):
        return "examples should be a list of {text, expect}"
    if not isinstance(block.get("never", []), list):
        return "never should be a list of sentences"
    if not isinstance(block.get("confidence", 0.9), int | float) or not 0 <= block.get("confidence", 0.9) <= 1:
        return "confidence should be a number from 0 to 1"
    return ""


def _form(text: str, organ: str) -> OrganForm:
    match = re.fullmatch(r"(.*?)\{([XPp])\}(.*)", text)
    return OrganForm(match[1], match[2], match[3], organ) if match else OrganForm("", "", text, organ)
