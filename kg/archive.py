"""A build in its folder: made of pages, added to, taken from. The same pages make the same bytes, whatever the way to them.

What was read of a file is kept (`kg.engine.cache`), so each of these reads only what is new, joins all, and publishes the result whole
(`kg.builds`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

import networkx as nx

from kg import builds, curation, lexicon, output, pages, pipeline, records
from kg.builds import HOME
from kg.engine import cache, memo
from kg.engine.cache import Readings
from kg.entities.links import linked
from kg.graph import folder as folders
from kg.model import Problem, Reading, digest
from kg.pages import Source
from kg.pipeline import Progress, Read
from kg.rows import DISK, HERE
from kg.settings import Settings

MANIFEST, READINGS, MEMO, BULK = "manifest.json", "readings.db", "memo.db", "bulk"
LARGE = 8_000_000  # bytes of kept readings, of some 2,300 articles: what is joined of more than these lies on disk
JOINING = ("base", "iris", "validate")
"""Settings on which the joining half and the writers depend."""
WRITING = ("base", "iris")
"""Those of them on which statements depend."""


class ArchiveError(ValueError):
    """What was asked cannot be done with this folder; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file (or a part of one) in a build, and the key of what was read of it."""

    name: str
    key: str
    part: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build is made of; two builds with one manifest are the same.

    `without` are ids of pages and articles that were taken out, `problems` what was wrong before a file could be read, `files` the digests of
    other files that count: the decisions of people, the table of links.
    """

    software: str
    settings: Mapping[str, str]
    members: tuple[Member, ...]
    without: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The name of the build."""
        return digest(records.dumps(self), length=16)


def build(paths: Iterable[Path | str], folder: Path, settings: Settings, *, progress: Progress | None = None) -> nx.MultiDiGraph:
    """Make the graph of some pages the current build of a folder; returns it. Raises LexiconError, BusyError, OSError.

    Pages that were read before are not read again; when nothing at all has changed, nothing is written.
    """
    lexicon.load(settings.ontology or None)
    named = [Path(path) for path in paths]
    with builds.writing(folder), _readings(folder) as kept, pages.opened(named, settings) as (sources, faults):
        problems = (*faults, *pipeline.nothing(named, sources, faults))
        members = _read(sources, kept, settings, progress)
        return _made(_manifest(members, problems, settings), folder, kept, settings)


def bulk(paths: Iterable[Path | str], folder: Path, settings: Settings, *, progress: Progress | None = None) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Read and join pages on Spark, and leave FOLDER/bulk for the bulk loaders of other stores (`kg.engine.cluster`); the build of the folder stays.

    Returns how much of what there is, and what was wrong with the pages. Raises LexiconError, BusyError, EngineError, ArchiveError, OSError.
    """
    from kg.engine import cluster, spark

    lexicon.load(settings.ontology or None)
    if settings.curation and curation.read(Path(settings.curation)) != ((), ()):
        raise ArchiveError(f"{settings.curation}: decisions of people need all identities at once; take --curation '' or build without --bulk")
    named = [Path(path) for path in paths]
    with builds.writing(folder), _readings(folder) as kept, pages.opened(named, settings) as (sources, faults), spark.session(settings.master):
        problems = [*faults, *pipeline.nothing(named, sources, faults)]
        members = _read(sources, kept, settings, progress)
        problems += linked((), Path(settings.links))[1] if settings.links else ()
        found = cluster.write(_told(_kept(members, kept), problems), folder / BULK, settings)
        kept.keep({member.key for member in members})
    return found, tuple(sorted(set(problems), key=lambda p: (p.where, p.stage, p.code, p.message)))


def _told(reads: Iterable[Read], problems: list[Problem]) -> Iterator[Read]:
    """Readings as they come, their problems put to the others."""
    for readings, odd in reads:
        problems += (*odd, *(problem for reading in readings for problem in reading.problems))
        yield readings, odd


def add(folder: Path, paths: Iterable[Path | str], settings: Settings, *, progress: Progress | None = None) -> nx.MultiDiGraph:
    """Add pages to the build of a folder; a file that is in it already is read anew if it has changed. Raises ArchiveError, and as `build`."""
    named = [Path(path) for path in paths]
    with builds.writing(folder), _readings(folder) as kept, pages.opened(named, settings) as (sources, faults):
        before = _opened(folder, settings)
        new = _read(sources, kept, settings, progress)
        problems = (*faults, *pipeline.nothing(named, sources, faults))
        known = {(member.name, member.part) for member in new}
        members = (*(member for member in before.members if (member.name, member.part) not in known), *new)
        found = _manifest(members, (*before.problems, *problems), settings)
        return _made(replace(found, without=before.without), folder, kept, settings)


def remove(folder: Path, names: Sequence[str], settings: Settings) -> nx.MultiDiGraph:
    """Take files, pages or articles out of the build of a folder, by their names or ids. Raises ArchiveError for a name that is not in it."""
    with builds.writing(folder), _readings(folder) as kept:
        before = _opened(folder, settings)
        files = {member.name for member in before.members}
        rest = set(names) - files
        left = tuple(member for member in before.members if member.name not in names)
        inside = _ids(left, kept) if rest else {}
        unknown = sorted(rest - inside.keys())
        if unknown:
            near = get_close_matches(unknown[0], sorted({*files, *inside}), 3, 0.5)
            raise ArchiveError(
                f"{folder}: no file, page or article {unknown[0]} is in this build" + (f"; near it are {', '.join(near)}" if near else "")
            )
        without = {*before.without, *(inside[name] for name in rest)} & set(inside.values())
        found = _manifest(left, before.problems, settings)
        return _made(replace(found, without=tuple(sorted(without))), folder, kept, settings)


def manifest(folder: Path) -> Manifest | None:
    """What the current build of a folder is made of; None when there is no build."""
    path = builds.current(folder) / MANIFEST
    return records.loads(Manifest, path.read_text(encoding="utf-8")) if path.is_file() else None


# --- steps ------------------------------------------------------------------------------------------------------------


def _readings(folder: Path) -> AbstractContextManager[Readings]:
    return cache.opened(folder / HOME / READINGS)


def _opened(folder: Path, settings: Settings) -> Manifest:
    """The manifest of a folder's build, if more can be joined to it."""
    found = manifest(folder)
    if found is None:
        raise ArchiveError(f"{folder}: there is no build here; make one with: kg build PAGES -o {folder}")
    if found.software != cache.software(settings.ontology):
        raise ArchiveError(f"{folder}: other rules or another release of zhitu made this build; make it again with: kg build PAGES -o {folder}")
    for name, value in found.settings.items():
        if value != _joining(settings)[name]:
            raise ArchiveError(f"{folder}: this build was made with {name} = {value}, not {_joining(settings)[name]}; make it again with kg build")
    return found


def _manifest(members: Iterable[Member], problems: Iterable[Problem], settings: Settings) -> Manifest:
    files = {name: cache.content(Path(path)) for name, path in (("curation", settings.curation), ("links", settings.links)) if path}
    ordered = tuple(sorted(set(members), key=lambda member: (member.name, member.part)))
    return Manifest(cache.software(settings.ontology), _joining(settings), ordered, (), tuple(dict.fromkeys(problems)), files)


def _joining(settings: Settings) -> dict[str, str]:
    return {name: str(getattr(settings, name)) for name in JOINING}


def _read(sources: Sequence[Source], kept: Readings, settings: Settings, progress: Progress | None) -> tuple[Member, ...]:
    """Read the sources that were not read before, each kept as soon as it is read. One that a worker failed on has another key, so that it is
    read by the next build."""
    keys = cache.keys(sources, settings)
    missing = [(source, key) for source, key in zip(sources, keys, strict=True) if key not in kept]
    found = pipeline.read_all([source for source, _ in missing], settings, progress=progress)
    failed: dict[str, str] = {}
    for (_, key), read in zip(missing, found, strict=True):
        if any(problem.stage == pipeline.ENGINE for problem in read[1]):
            failed[key] = f"{key}-{pipeline.ENGINE}"
        kept.put(failed.get(key, key), read)
    return tuple(Member(source.name, failed.get(key, key), source.part or ()) for source, key in zip(sources, keys, strict=True))


def _made(found: Manifest, folder: Path, kept: Readings, settings: Settings) -> nx.MultiDiGraph:
    """Join what a manifest names, write it, publish it; or take the build that is there when it is the same."""
    now = manifest(folder)
    if now and now.id == found.id:
        return folders.load(folder)
    terms = lexicon.load(settings.ontology or None)
    before = builds.current(folder) if now and _alike(now, found) else None
    with memo.opened(folder / HOME / MEMO, found.software) as known, _no_cycles():
        reads, space = _without(_kept(found.members, kept), found.without), DISK if kept.size(member.key for member in found.members) > LARGE else HERE
        graph = pipeline.join_all(reads, found.problems, terms, settings, known, space)
        staging = builds.staged(folder, found.id)
        graph.graph["problems"] = output.write(graph, staging, settings, before=before, sound=before is not None and _sound(before), memo=known)
        (staging / MANIFEST).write_text(records.dumps(found) + "\n", encoding="utf-8")
        known.keep()
    builds.publish(folder, staging)
    kept.keep({member.key for member in found.members})
    return graph


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Python does not look for cycles of objects here: there are none among records, and looking at all of them again and again takes a sixth of the time."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def _alike(one: Manifest, other: Manifest) -> bool:
    """Whether what was made of records in one build would be made of them in another."""
    return one.software == other.software and all(one.settings.get(name) == other.settings.get(name) for name in WRITING)


def _sound(build: Path) -> bool:
    """Whether a build was validated, and nothing was found."""
    try:
        made = records.loads(Manifest, (build / MANIFEST).read_text(encoding="utf-8"))
        return made.settings.get("validate") == str(True) and not any(p.stage == "rdf" for p in records.read(Problem, folders.file(build, "problems")))
    except (OSError, records.RecordError):
        return False


def _kept(members: Iterable[Member], kept: Readings) -> Iterator[Read]:
    for member in members:
        read = kept.get(member.key)
        if read is None:
            raise ArchiveError(f"{member.name}: what was read of it is gone; make the build again with kg build")
        yield read


def _without(reads: Iterable[Read], without: Sequence[str]) -> Iterator[Read]:
    """Readings without the pages and articles of some ids."""
    gone = set(without)
    for readings, problems in reads:
        if not gone:
            yield readings, problems
            continue
        yield tuple(_less(reading, gone) for reading in readings if reading.page.id not in gone), problems


def _less(reading: Reading, gone: set[str]) -> Reading:
    if gone.isdisjoint(article.id for article in reading.articles):
        return reading
    return replace(
        reading,
        articles=tuple(article for article in reading.articles if article.id not in gone),
        mentions=tuple(mention for mention in reading.mentions if mention.span.article not in gone),
        claims=tuple(claim for claim in reading.claims if claim.evidence.article not in gone),
    )


def _ids(members: Iterable[Member], kept: Readings) -> dict[str, str]:
    """Pages by their source and id, articles by their id → the id."""
    found: dict[str, str] = {}
    for readings, _ in _kept(members, kept):
        for reading in readings:
            found |= {reading.page.id: reading.page.id, reading.page.source: reading.page.id}
            found |= {article.id: article.id for article in reading.articles}
    return found
