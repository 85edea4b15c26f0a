"""The `kg` command: thin, one library call for each subcommand. Results on stdout, talk on stderr."""

from __future__ import annotations

import functools
import gc
import json
import locale
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import networkx as nx
from rich.console import Console
from rich.table import Table

from kg import __version__, lexicon, progress, settings
from kg.lexicon import Lexicon, LexiconError
from kg.model import Problem
from kg.settings import Settings, SettingsError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg import review as reviews
    from kg import scoring
    from kg.rdf.query import Saved

NOTHING, TROUBLE = 1, 2
"""Exit codes beside 0: the answer is empty or something was wrong with an input; the call itself could not be carried out."""
SHOWN = 20  # problems that a build tells, beside its errors

EPILOG = {
    "query": "Exit code: 0 rows were found (ASK: true), 1 none were (ASK: false), 2 the query is faulty or there is no graph.",
    "remove": "Exit code: 0 it is done, 1 something is wrong with a page that is left, 2 there is nothing of that name.",
    "push": "Exit code: 0 the server has the build, 2 it refused or did not answer (push again to go on).",
    "verify": "Exit code: 0 nothing is wrong, 1 something is, 2 there is no such graph or page.",
    "diff": "Exit code: 0 the two say the same, 1 they do not, 2 there are no two builds.",
    "build": "Exit code: 0 all pages were read, 1 some were not (the others are all in the graph), 2 the call itself was faulty.",
}


def main() -> None:
    """Entry point: UTF-8 whatever the locale says, faults in plain words, exit code 2."""
    gc.set_threshold(50_000)  # word lists are many objects that all stay: by default, loading them is searched for waste for 0.2 s
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    out = sys.stdout
    arguments = [os.fsencode(a).decode("utf-8", "replace") for a in sys.argv[1:]]
    try:
        code = cli.main(arguments, prog_name="kg", standalone_mode=False)  # click hands back the code of an Exit here
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(TROUBLE)
    except click.Abort:
        sys.exit(130)
    except SystemExit as stop:  # click ends so, with another stdout, when the reader of a pipe (head) has seen enough
        sys.exit(stop.code if sys.stdout is out else 0)
    except BrokenPipeError:  # the same at our own hands
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (LexiconError, SettingsError, LookupError, OSError, ValueError) as error:
        known = (
            isinstance(error, LexiconError | SettingsError | OSError)
            or type(error) is LookupError
            or error.__class__.__module__.startswith("kg.")
        )
        if not known:
            raise
        click.echo(f"kg: {error}", err=True)
        sys.exit(TROUBLE)


def talk(text: str) -> None:
    """A line for the person at the terminal, never part of the result."""
    click.echo(text, err=True)


def chinese(options: Settings) -> bool:
    """Whether messages are in Chinese: as set, else as the locale is."""
    if options.language != "auto":
        return options.language == "zh"
    return next(
        (v for v in (os.environ.get(n, "") for n in ("LC_ALL", "LC_MESSAGES", "LANG")) if v), locale.getlocale()[0] or ""
    ).startswith("zh")


OPTIONS = (
    click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings in TOML (default: kg.toml here, if there)."),
    click.option(
        "--ontology", type=click.Path(exists=True, file_okay=False), help="Another ontology folder than the one that ships with zhitu."
    ),
    click.option("--language", type=click.Choice(("auto", "zh", "en")), help="Language of messages (default: as the locale)."),
)
METADATA = (
    click.option("--newspaper", help="Name of the newspaper (吕梁日报); beats sidecars."),
    click.option("--date", help="Day of publication (2021-08-19) or only the year."),
    click.option("--edition", help="Edition of the page (01)."),
    click.option("--home", help="Home place of the paper: a name (吕梁市) or a six-digit code (141100)."),
    click.option("--tagger", type=click.Choice(("lac", "jieba")), help="Tagger: lac (better) or jieba (fallback)."),
)
INPUT = (
    click.option("--jobs", type=click.IntRange(0), help="Processes for reading; 0 = one per core. The result is the same for any number."),
    click.option("--columns", metavar="PART=NAME,…", help="Which column of a table holds what: body=content,title=headline."),
    click.option("--stdin-as", metavar="NAME.ENDING", help="What comes on standard input (pages.csv); default: recognised."),
)
ENGINE = (
    click.option("--engine", type=click.Choice(("local", "spark")), help="Where pages are read: processes here, or Spark (docs/scale.md)."),
    click.option("--master", metavar="URL", help="Spark's master: local[2], spark://HOST:7077, yarn … (default: as Spark is configured)."),
)
VALIDATOR = click.option(
    "--validator", type=click.Choice(("fast", "reference")), help="Who checks the shapes: our own engine (default) or pySHACL, slowly."
)
JOINED = (
    click.option("--validate/--no-validate", default=None, help="Check the result against the SHACL shapes (default: yes)."),
    VALIDATOR,
    click.option("--curation", metavar="FILE", help="Decisions of people to replay (default: curation.yaml here, if there)."),
    click.option("--links", metavar="FILE", help="Table of Wikidata items by code or id (CSV with the columns code or id, and item)."),
)
FOLDER = click.argument("folder", metavar="OUTPUT", type=click.Path(exists=True, file_okay=False, path_type=Path))


def options(*more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that every subcommand has, and `more`; the function gets a Settings object for them."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def command(*args: Any, config: Path | None, **given: Any) -> Any:
            names = [
                n
                for n in (
                    *("ontology", "language", "newspaper", "date", "edition", "home", "tagger", "jobs", "engine", "master", "validate", "iris", "base"),
                    *("columns", "stdin_as", "curation", "links", "validator"),
                )
                if n in given
            ]
            chosen = settings.load(config, **{n: given.pop(n) for n in names})
            return function(*args, options=chosen, **given)

        for option in reversed((*more, *OPTIONS)):
            command = option(command)
        return command

    return decorate


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="zhitu")
def cli() -> None:
    """zhitu 知图: from Chinese newspaper pages to a knowledge graph one can trust.

    \b
    从报纸版面到可信的知识图谱：
      kg build PAGES… -o output/      build the graph of files or folders    建图
      kg add output/ PAGES…           add pages to it, kg remove takes out   增删
      kg diff output/                 what came, went or ended               比较
      kg verify output/ PAGES…        is it what the pages say, to a letter  核对
      kg query output/ 'SELECT …'     ask it with SPARQL                     查询
      kg find 养犬                    find words in names and sentences      检索
      kg draw output/                 one interactive HTML file              绘图
      kg explain output/ 孙大军        who is this, and who says so           溯源
      kg export output/ --to turtle   RDF, GraphML, CSV …                    导出
      kg serve output/                pages in the browser, SPARQL           浏览
      kg push output/ URL             send it to another SPARQL store        推送
      kg problems output/             what contradicts what, what went wrong 查错
      kg review output/               what is in doubt, for you to decide    审校
      kg try "市委书记孙大军主持会议"   what one sentence says, and why        试读
    """


@cli.command(epilog=EPILOG["build"])
@click.argument("pages", nargs=-1, required=True, metavar="PAGES…", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", default="output", show_default=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the graph."
)
@options(
    *METADATA,
    *JOINED,
    *INPUT,
    *ENGINE,
    click.option("--bulk", is_flag=True, help="With --engine spark: join there, too, and leave only OUTPUT/bulk, for the loaders of other stores."),
    click.option("--show-pages", is_flag=True, help="Also write OUTPUT/pages.html: the pages with their articles coloured."),
)
def build(pages: tuple[Path, ...], output: Path, bulk: bool, show_pages: bool, options: Settings) -> None:
    """Read newspaper pages (files, folders or archives; - for standard input) and build their graph.

    Read are text dumps, PDF and scans, saved web pages, DOCX, EPUB, tables (CSV, TSV, JSON, Parquet), and ZIP or tar archives of these.
    Leaves graph.ttl, graph.nq, graph.html and records/*.jsonl in OUTPUT. Metadata of a page NAME.txt may stand beside it in
    NAME.toml (newspaper, date, edition, home, url), or for a folder in _default.toml.
    """
    from kg import archive

    if bulk:
        _bulk(pages, output, options)
        return
    with _progress(options) as told:
        graph = archive.build(pages, output, options, progress=told)
    if show_pages:
        from kg.export import pages_html

        pages_html.write(pages_html.readings(graph), output / "pages.html", settings=options)
    _done(graph, output, options)


def _bulk(pages: tuple[Path, ...], output: Path, options: Settings) -> None:
    """What `kg build --bulk` does."""
    from kg import archive

    if options.engine != "spark":
        raise click.UsageError(f"--bulk needs --engine spark; of a build that is there: kg export {output} --to bulk")
    with _progress(options) as told:
        counts, problems = archive.bulk(pages, output, options, progress=told)
    for line in _told(problems, output, chinese(options)):
        talk(line)
    click.echo(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    click.echo(output / archive.BULK)
    if any(problem.severity == "error" for problem in problems):
        raise click.exceptions.Exit(NOTHING)


@cli.command(epilog=EPILOG["build"])
@FOLDER
@click.argument("pages", nargs=-1, required=True, metavar="PAGES…", type=click.Path(path_type=Path))
@options(*METADATA, *JOINED, *INPUT, *ENGINE)
def add(folder: Path, pages: tuple[Path, ...], options: Settings) -> None:
    """Add pages to the build in OUTPUT. What was read before is not read again; the result is that of `kg build` with all pages."""
    from kg import archive

    with _progress(options) as told:
        graph = archive.add(folder, pages, options, progress=told)
    _done(graph, folder, options)


@cli.command(epilog=EPILOG["remove"])
@FOLDER
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@options(*JOINED)
def remove(folder: Path, names: tuple[str, ...], options: Settings) -> None:
    """Take files, pages or articles out of the build in OUTPUT, by name or id. The result is that of `kg build` without them."""
    from kg import archive

    _done(archive.remove(folder, names, options), folder, options)


@cli.command(epilog=EPILOG["diff"])
@click.argument("one", metavar="A", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("other", metavar="[B]", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The difference as JSON.")
@options()
def diff(one: Path, other: Path | None, as_json: bool, options: Settings) -> None:
    """Which facts came, went or ended from build A to build B; of one folder alone, from its build before to its current one."""
    from kg import builds
    from kg import diff as differences
    from kg.graph.folder import load

    before = one if other else builds.previous(one)
    if before is None:
        raise click.ClickException(f"{one}: there is no build before the current one; name two folders")
    found = differences.diff(load(before), load(other or one))
    if as_json:
        click.echo(json.dumps(differences.as_json(found), ensure_ascii=False, indent=1))
    else:
        terms, language = lexicon.load(options.ontology or None), "zh" if chinese(options) else "en"
        click.echo("\n".join(differences.lines(found, terms, language=language)))
    if found:
        raise click.exceptions.Exit(NOTHING)


def _progress(options: Settings) -> AbstractContextManager[Callable[[int, int, str], None]]:
    return progress.shown(Console(stderr=True), chinese=chinese(options))


def _line(problem: Problem) -> str:
    hint = f" → {problem.hint}" if problem.hint else ""
    return f"{problem.severity}: {problem.where}: {problem.message} [{problem.stage}/{problem.code}]{hint}"


def _told(problems: Sequence[Problem], output: Path, zh: bool) -> Iterator[str]:
    """All errors and the first of the rest, and how many more there are: an archive has thousands of doubtful figures."""
    rest = [problem for problem in problems if problem.severity != "error"]
    shown = set(rest[:SHOWN])
    yield from (_line(problem) for problem in problems if problem.severity == "error" or problem in shown)
    if (more := len(rest) - SHOWN) > 0:
        yield f"另有 {more:,} 条；全部见：kg problems {output}" if zh else f"and {more:,} more; all of them: kg problems {output}"


def _done(graph: nx.MultiDiGraph, output: Path, options: Settings) -> None:
    """The end of a build: its summary, and an exit code that tells of errors."""
    problems = graph.graph["problems"]
    _summary(graph, problems, output, options)
    if any(p.severity == "error" for p in problems):
        raise click.exceptions.Exit(NOTHING)


def _summary(graph: nx.MultiDiGraph, problems: tuple[Problem, ...], output: Path, options: Settings) -> None:
    """The table at the end of a build, on stdout; problems one a line on stderr."""
    from kg.graph import asserted

    terms, zh = lexicon.load(options.ontology or None), chinese(options)
    table = Table("", "数量" if zh else "count", title="知图 zhitu" if zh else "zhitu")
    table.columns[1].justify = "right"
    for key, name in (
        ("pages", "版面" if zh else "pages"),
        ("articles", "文章" if zh else "articles"),
        ("mentions", "提及" if zh else "mentions"),
    ):
        table.add_row(name, f"{len(graph.graph[key]):,}")
    kinds = Counter(e.type for _, e in graph.nodes(data="record"))
    for key in ("PER", "ORG", "LOC", "POL", "EVT"):
        table.add_row(f"  {terms.types[key].label_zh if zh else terms.types[key].label_en}", f"{kinds[key]:,}")
    said = Counter(relation.predicate for relation in asserted(graph))
    table.add_row("关系" if zh else "relations", f"{sum(said.values()):,}")
    for key, count in sorted(said.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(f"  {terms.predicates[key].label_zh if zh else terms.predicates[key].label_en}", f"{count:,}")
    table.add_row("问题" if zh else "problems", f"{len(problems):,}")
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 80).print(table)
    for line in _told(problems, output, zh):
        talk(line)
    for name in ("graph.ttl", "graph.html", "pages.html"):
        if (output / name).is_file():
            click.echo(output / name)


@cli.command(epilog=EPILOG["query"])
@FOLDER
@click.argument("text", metavar="QUERY", required=False)
@click.option(
    "-f",
    "--format",
    type=click.Choice(("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "jsonld", "rdfxml")),
    default="table",
    show_default=True,
    help="Form of the answer; the last four are for CONSTRUCT and DESCRIBE.",
)
@click.option(
    "--with", "values", multiple=True, metavar="NAME=VALUE", help='Another value for a VALUES ?NAME { "…" } of the query (posts_on).'
)
@click.option("--find", "words", metavar="WORDS", help="Fill the VALUES ?found { } of the query with what kg find finds.")
@click.option("--explain", "explained", is_flag=True, help="Do not ask: say what each part matches, and what makes the query slow or empty.")
@click.option("--limit", type=click.IntRange(1), help="At most so many rows (or triples).")
@click.option("--timeout", "seconds", type=click.FloatRange(0, min_open=True), help="Give up after so many seconds; exit code 2.")
@options()
def query(
    folder: Path, text: str | None, format: str, values: tuple[str, ...], words: str | None, explained: bool, limit: int | None,
    seconds: float | None, options: Settings,
) -> None:  # fmt: skip
    """Ask the graph with SPARQL: a query, a .rq file, or the name of a saved query; without QUERY, list the saved ones.

    All prefixes of the project (kg:, schema:, org:, skos:, prov: … and person:, place:, event: …) are declared already.
    GRAPH ?article { … } asks one article.
    """
    from kg import search
    from kg.rdf import iris
    from kg.rdf import query as sparql

    terms = lexicon.load(options.ontology or None)
    saved = sparql.saved(terms.root)
    if text is None:
        for name, one in saved.items():
            click.echo(f"{name}\t{one.title_zh if chinese(options) else one.title_en}")
        return
    text = sparql.given(_query_text(text, saved), _pairs(values))
    if words is not None:
        text = sparql.joined(text, search.find(folder, words, limit=None).iris)
    prefixes = iris.prefixes(terms, options)
    if explained:
        from kg.rdf.plan import plan

        click.echo(_answered(functools.partial(plan, text=text, prefixes=prefixes), folder, seconds), nl=False)
        return
    result = _answered(functools.partial(sparql.query, text=text, prefixes=prefixes, limit=limit), folder, seconds)
    click.echo(sparql.render(result, format, prefixes), nl=False)
    if result.more:
        talk(f"只列出前 {limit} 行" if chinese(options) else f"the first {limit} rows; there are more")
    if not result.rows and not result.answer:
        raise click.exceptions.Exit(NOTHING)


def _answered(task: Callable[[ox.Store], Any], folder: Path, seconds: float | None) -> Any:
    """What a task returns for the store of a folder; with `seconds`, in a process that is killed then.

    The engine does not listen while it works, so Ctrl-C ends this process at once: nothing is written that could be left half done.
    """
    from kg.rdf.store import open_store
    from kg.rdf.workers import Pool, WorkerError

    if seconds is not None:
        try:
            with Pool(folder, size=1) as pool:
                return pool.run(task, seconds=seconds)
        except WorkerError as error:
            raise click.ClickException(f"the query {error}; --explain says what it asks for") from error
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return task(open_store(folder))
    finally:
        signal.signal(signal.SIGINT, before)


def _query_text(text: str, saved: Mapping[str, Saved]) -> str:
    """The SPARQL that is meant by itself, the name of a saved query, or that of a .rq file."""
    if text in saved:
        return saved[text].text
    if text.endswith(".rq"):
        return Path(text).read_text(encoding="utf-8-sig")
    if text.isidentifier():
        raise click.BadParameter(f"there is no saved query {text}; there are {', '.join(saved)}", param_hint="QUERY")
    return text


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE, several times, as a mapping."""
    wrong = next((value for value in values if "=" not in value), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong} is not NAME=VALUE", param_hint="--with")
    return {name: value for name, _, value in (pair.partition("=") for pair in values)}


@cli.command(epilog="Exit code: 0 something was found, 1 nothing was, 2 there is nothing to search.")
@click.argument("words")
@click.argument("folder", metavar="[OUTPUT]", default="output", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--type", type=click.Choice(("PER", "ORG", "LOC", "POL", "EVT")), help="Only entities of a type, and sentences that mention one."
)
@click.option("--newspaper", "paper", default="", help="Only what newspapers say whose name holds this.")
@click.option("--since", default="", metavar="DATE", help="Only articles of this day, month or year and later (2021-08).")
@click.option("--until", default="", metavar="DATE", help="Only articles of this day, month or year and earlier.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many entities and so many sentences.")
@click.option("-f", "--format", type=click.Choice(("table", "csv", "json")), default="table", show_default=True, help="Form of the answer.")
@options()
def find(
    words: str, folder: Path, type: str | None, paper: str, since: str, until: str, limit: int, format: str, options: Settings
) -> None:  # fmt: skip
    """Find words in names and sentences: entities first, then sentences with the words marked «so».

    Several words, in one argument, must all be there; "words in quotation marks" must stand as they are. Any part of a name or sentence is found.
    """
    from kg import search
    from kg.rdf import iris

    found = search.find(folder, words, type=type or "", newspaper=paper, since=since, until=until, limit=limit)
    click.echo(search.render(found, format, iris.prefixes(lexicon.load(options.ontology or None), options)), nl=False)
    shown = f"{len(found.things)}/{found.all_things}", f"{len(found.passages)}/{found.all_passages}"
    talk("实体 {}，句子 {}".format(*shown) if chinese(options) else "{} entities, {} sentences".format(*shown))
    if not found.all_things and not found.all_passages:
        raise click.exceptions.Exit(NOTHING)


@cli.command()
@FOLDER
@click.option("--around", metavar="NAME", help="Open on what lies within two steps of an entity (name, alias, code or id).")
@click.option("--limit", type=click.IntRange(1), help="Draw at most so many entities at first; the file holds all.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (default: OUTPUT/graph.html, or NAME.html there).",
)
@options()
def draw(folder: Path, around: str | None, limit: int | None, output: Path | None, options: Settings) -> None:
    """Draw the graph as one interactive HTML file that needs no network."""
    from kg.export import html
    from kg.graph.folder import load

    path = output or folder / (f"{around.replace('/', '-')}.html" if around else "graph.html")
    more = {} if limit is None else {"limit": limit}
    html.write(load(folder), path, lexicon=lexicon.load(options.ontology or None), settings=options, around=around, **more)
    click.echo(path)


@cli.command()
@FOLDER
@click.option(
    "--to", "format", required=True, metavar="FORMAT", help="turtle, nquads, bulk, ntriples, trig, jsonld, rdfxml, graphml, gexf, csv, cypher, neo4j, parquet or html."
)
@click.option("--profile", type=click.Choice(("full", "core")), default="full", show_default=True, help="core leaves out mentions.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File (or folder for csv) to write (default: in OUTPUT).")
@options()
def export(folder: Path, format: str, profile: str, output: Path | None, options: Settings) -> None:
    """Write the graph in another format."""
    from kg import export as writers
    from kg.graph.folder import load

    if format not in writers.WRITERS:
        raise click.BadParameter(f"{format} is none of {', '.join(writers.WRITERS)}", param_hint="--to")
    name = "graph-core" if profile == "core" else "graph"
    path = output or folder / (f"{name}{writers.WRITERS[format].suffix}" if writers.WRITERS[format].suffix else f"{name}-{format}")
    writers.write(load(folder), path, format=format, lexicon=lexicon.load(options.ontology or None), settings=options, profile=profile)  # type: ignore[arg-type]
    click.echo(path)


@cli.command(epilog=EPILOG["verify"])
@click.argument("graph", metavar="GRAPH", type=click.Path(exists=True, path_type=Path))
@click.argument("pages", nargs=-1, metavar="[PAGES…]", type=click.Path(exists=True, path_type=Path))
@options(*INPUT[1:])
def verify(graph: Path, pages: tuple[Path, ...], options: Settings) -> None:
    """Check a graph (Turtle, N-Quads, TriG or N-Triples), or a build's folder: shapes and laws, counts, hashes, every quote in its article.

    With PAGES, the files that it was made of, every quoted character is compared with the page's. What is wrong is told one a line: the subject,
    the article, the offset, what was expected and what is there.
    """
    from kg.verify import verify as verified

    found = verified(graph, lexicon.load(options.ontology or None), options, pages)
    for problem in found.problems:
        click.echo(_line(problem))
    talk(
        f"{found.triples:,} 条三元组，{found.quotes:,} 处引文，对照 {found.pages:,} 个版面：{len(found.problems):,} 个问题"
        if chinese(options)
        else f"{found.triples:,} triples, {found.quotes:,} quotes, {found.pages:,} pages compared: {len(found.problems):,} problems"
    )
    if any(problem.severity == "error" for problem in found.problems):
        raise click.exceptions.Exit(NOTHING)


@cli.command(epilog=EPILOG["push"])
@FOLDER
@click.argument("url", metavar="URL")
@click.option("--restart", is_flag=True, help="Send every graph again, also those that the server has acknowledged.")
@click.option("--dry-run", is_flag=True, help="Only say what would be sent and deleted.")
@options()
def push(folder: Path, url: str, restart: bool, dry_run: bool, options: Settings) -> None:
    """Send the build in OUTPUT to a server: URL is its SPARQL Graph Store endpoint (Fuseki, GraphDB, Virtuoso, QLever, Oxigraph).

    Each named graph replaces that of its name there; graphs that were sent before and are gone from the build are deleted, others are left alone.
    What broke off goes on. A token is taken from KG_PUSH_TOKEN, a user from KG_PUSH_USER and KG_PUSH_PASSWORD.
    """
    from kg import push as pushing

    done = pushing.push(
        folder, url, pushing.Access.from_environment(), restart=restart, dry_run=dry_run, told=lambda *what: click.echo("\t".join(what))
    )
    talk(
        f"发送 {len(done.sent)} 个图，已有 {len(done.kept)} 个，删除 {len(done.deleted)} 个"
        if chinese(options)
        else f"{len(done.sent)} graphs sent, {len(done.kept)} there already, {len(done.deleted)} deleted"
    )


@cli.command()
@FOLDER
@click.argument("name")
@options()
def explain(folder: Path, name: str, options: Settings) -> None:
    """Who or what is NAME, which statements are made of it, by which sentences on which lines of which page."""
    from kg.explain import explain as text_of
    from kg.explain import find
    from kg.graph.folder import load

    graph, terms = load(folder), lexicon.load(options.ontology or None)
    language = "zh" if chinese(options) else "en"
    click.echo("\n".join(text_of(graph, node, terms, language=language) for node in find(graph, name)), nl=False)


@cli.command()
@FOLDER
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Check the shapes anew; a SHACL report as Turtle goes here.")
@options(VALIDATOR)
def problems(folder: Path, report: Path | None, options: Settings) -> None:
    """What went wrong or is odd in a build: contradictions with both sentences and their page lines, then all other problems.

    With --report, what breaks shapes or laws goes to a file as an sh:ValidationReport instead.
    """
    from kg.graph import contradictions
    from kg.graph.folder import load

    if report:
        from kg.rdf import report as reports

        broken = reports.write(folder / "graph.nq", report, lexicon.load(options.ontology or None), validator=options.validator)
        talk(f"{broken:,} 处违规" if chinese(options) else f"{broken:,} violations")
        click.echo(report)
        return
    graph, language = load(folder), "zh" if chinese(options) else "en"
    found = contradictions.find(graph, lexicon.load(options.ontology or None))
    others = [problem for problem in graph.graph["problems"] if problem.stage != contradictions.STAGE]
    for one in found:
        click.echo(contradictions.text(graph, one, language=language))
    for problem in others:
        click.echo(_line(problem))
    talk(
        f"{len(found)} 处矛盾，{len(others)} 个其他问题"
        if language == "zh"
        else f"{len(found)} contradictions, {len(others)} other problems"
    )


@cli.command()
@FOLDER
@click.option("--ask", is_flag=True, help="Ask about each doubt and write the answers to the file of decisions.")
@options(click.option("--curation", metavar="FILE", help="File of decisions (default: curation.yaml here; made when missing)."))
def review(folder: Path, ask: bool, options: Settings) -> None:
    """What the resolver left in doubt: people of one name, towns and villages of one name. With --ask, you decide.

    A decision is an item of curation.yaml, which may be edited by hand; the next kg build replays it. Decisions that
    changed nothing in the build are listed at the end.
    """
    from kg import review as reviews
    from kg.graph.folder import load

    graph, language = load(folder), "zh" if chinese(options) else "en"
    found = reviews.doubts(graph, lexicon.load(options.ontology or None))
    for number, doubt in enumerate(found, 1):
        click.echo(f"{number}/{len(found)}  {reviews.text(doubt, language=language)}")
        if ask and not _decide(doubt, Path(options.curation or settings.CURATION), language):
            break
    for line in reviews.unused(graph):
        talk(line)
    talk(f"{len(found)} 处存疑" if language == "zh" else f"{len(found)} in doubt")


def _decide(doubt: reviews.Doubt, path: Path, language: str) -> bool:
    """Ask about a doubt and write down the answer; False to ask no more."""
    from kg import curation
    from kg import review as reviews

    words = {
        "zh": "编号：即此者；d：都不是；x：删去；回车：以后再说；q：结束",
        "en": "number: this one; d: none; x: drop; Enter: later; q: quit",
    }
    while True:
        answer = click.prompt(words[language], default="", show_default=False, err=True).strip().lower()
        if answer in ("", "q"):
            return answer == ""
        try:
            kind, ids = reviews.decided(doubt, answer)
        except ValueError as error:
            talk(str(error))
            continue
        decision = curation.append(path, kind, ids)
        talk(decision.where)
        return True


@cli.command(name="try")
@click.argument("text")
@click.option("--near", is_flag=True, help="Also the rules that nearly read it, and why they did not.")
@options(*METADATA)
def try_(text: str, near: bool, options: Settings) -> None:
    """Read one sentence: its mentions, what they mean, its claims, and the rule behind each."""
    from kg.trial import trial

    nearly = ("zh" if chinese(options) else "en") if near else ""
    said, problems = trial(text, lexicon.load(options.ontology or None), options, nearly=nearly)
    click.echo(said, nl=False)
    for problem in problems:
        talk(_line(problem))


@cli.command()
@options(METADATA[-1])
def check(options: Settings) -> None:
    """Is ontology/ sound? Loads every file and runs every pattern's own examples and counter-examples."""
    from kg import examples

    terms = lexicon.load(options.ontology or None)
    problems = examples.run(terms, options)
    for problem in problems:
        click.echo(f"{problem.where}: {problem.message}")
    talk(f"{len(terms.rules)} rules, {examples.count(terms)} examples, {len(problems)} problems")
    if problems:
        raise click.exceptions.Exit(NOTHING)


@cli.command(name="pages")
@click.argument("files", nargs=-1, required=True, metavar="FILES…", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", default="pages.html", show_default=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write."
)
@options(*METADATA[:-1])
def pages_(files: tuple[Path, ...], output: Path, options: Settings) -> None:
    """Show pages with their articles coloured, in one HTML file that needs no network, to check how they were split.

    The file takes no graph and no model. Exits with 1 when a page could not be read.
    """
    from kg import scoring
    from kg.export import pages_html
    from kg.pages import opened

    with opened(files, options) as (sources, faults):
        readings, problems = scoring.split(sources, options)
    for problem in (*faults, *problems):
        talk(_line(problem))
    if not readings:
        raise click.ClickException("no page was found; name files or folders that hold them")
    pages_html.write(readings, output, settings=options)
    click.echo(output)
    if any(problem.severity == "error" for problem in (*faults, *problems)):
        raise click.exceptions.Exit(NOTHING)


@cli.command()
@FOLDER
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; any other than this machine's own lets others read.")
@click.option("--port", type=click.IntRange(0, 65535), default=8890, show_default=True)
@click.option("--timeout", type=click.FloatRange(min=0.1), default=30, show_default=True, help="Seconds after which a query is stopped.")
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="At most so many rows or triples in an answer.")
@click.option("--bytes", "size", type=click.IntRange(1), default=64_000_000, show_default=True, help="At most so many bytes in an answer.")
@click.option("--body", type=click.IntRange(1), default=10_000_000, show_default=True, help="At most so many bytes in a request.")
@click.option("--processes", type=click.IntRange(1), default=os.cpu_count() or 2, help="Queries at a time (default: one per core).")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="A web site whose pages may ask from a browser; * for all (default: none).")
@click.option("--writable", is_flag=True, help="Serve OUTPUT/scratch, a copy of the build, and take updates with the token.")
@click.option("--empty", is_flag=True, help="With --writable: a new scratch store begins empty.")
@click.option("--review", is_flag=True, help="Let whoever has the token decide what is in doubt; decisions go to the file of --curation.")
@click.option("--token", envvar="KG_TOKEN", help="Token for updates and decisions (default: a new one, shown at the start; or set KG_TOKEN).")
@options(click.option("--curation", metavar="FILE", help="File of decisions (default: curation.yaml here; made when missing)."))
def serve(
    folder: Path, host: str, port: int, timeout: float, rows: int, size: int, body: int, processes: int, cors: tuple[str, ...],
    writable: bool, empty: bool, review: bool, token: str | None, options: Settings,
) -> None:  # fmt: skip
    """Show a graph in the browser, and answer SPARQL over HTTP: the endpoint is http://127.0.0.1:8890/sparql, whole graphs are under /graphs.

    Only this machine reaches it, and it only reads, unless you say otherwise. Stop it with Ctrl-C.
    """
    from kg.rdf import iris
    from kg.rdf import query as sparql
    from kg.rdf.answers import Limits
    from kg.web.server import serve as run
    from kg.web.service import Options

    if empty and not writable:
        raise click.UsageError("--empty goes with --writable")
    terms = lexicon.load(options.ontology or None)
    served = Options(
        prefixes=iris.prefixes(terms, options), saved=sparql.saved(terms.root), seconds=timeout, limits=Limits(rows, size), max_body=body,
        writable=writable, token=token or "", origins=cors, folder=folder if folder.is_dir() else None, base=options.base, language=options.language,
        lexicon=terms, curation=Path(options.curation or settings.CURATION) if review else None,
    )  # fmt: skip
    run(folder, served, host=host, port=port, processes=processes, empty=empty, say=talk)


@cli.command(name="eval")
@click.argument("gold", required=False, type=click.Path(exists=True, path_type=Path))
@click.argument("pages", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--pages", "splitting", is_flag=True, help="Score only the splitting of pages into articles; GOLD is a truth or a folder of them."
)
@click.option(
    "--time", "time_", is_flag=True, help="Score only dates and other expressions of time; GOLD is a table, or a folder of specifications."
)
@click.option("--errors", type=click.IntRange(0), default=0, help="Show so many errors with their sentences.")
@click.option("--by-article", is_flag=True, help="A line for each article.")
@click.option("--by", multiple=True, type=click.Choice(("kind", "province")), help="A line for each kind of article, or each province.")
@click.option("--baselines", is_flag=True, help="Also run LAC and jieba as they come, and show them beside zhitu.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@click.option("--floors", type=click.Path(dir_okay=False, path_type=Path), help="File of floors (default: floors.json beside GOLD).")
@click.option("--raise-floors", is_flag=True, help="Write figures that are higher than their floors as the new floors.")
@click.option("--lower-floors", is_flag=True, help="Write all figures as floors, lower ones too.")
@options(METADATA[-1])
def eval_(
    gold: Path | None, pages: tuple[Path, ...], splitting: bool, time_: bool, errors: int, by_article: bool, by: tuple[str, ...], baselines: bool,
    as_json: bool, floors: Path | None, raise_floors: bool, lower_floors: bool, options: Settings,
) -> None:  # fmt: skip
    """Score the extractor against gold: the sample pages that ship with zhitu, or GOLD (JSON) and the PAGES it describes.

    With --pages only the splitting of pages into articles is scored, which needs no model: --pages [TRUTH] [PAGES]…
    With --time only expressions of time in sentences: --time [TABLE], or --time FOLDER of Recognizers-Text specifications.
    Exits with 1 when a figure falls below its floor (data/gold/floors.json for the shipped gold).
    """
    from kg import evaluate, scoring

    groups = (*(("article",) if by_article else ()), *dict.fromkeys(by))
    if time_ and (splitting or pages or groups or baselines):
        raise click.UsageError("--time goes with no pages and no other kind of score")
    if splitting and (groups or baselines):
        raise click.UsageError("--by-article, --by and --baselines are not for --pages, which has a line for each page")
    if not splitting and not time_ and gold and gold.is_dir():
        raise click.UsageError("a folder as GOLD is for --pages and --time")
    language = "zh" if chinese(options) else "en"
    report: scoring.Report | scoring.PageReport | scoring.TimeReport
    if time_:
        report = scoring.run_time(gold, floors=floors)
        _show_times(report, language, errors, as_json=as_json)
    elif splitting:
        report = scoring.run_pages(gold, pages, options, floors=floors)
        _show_pages(report, language, errors, as_json=as_json)
    else:
        terms = lexicon.load(options.ontology or None)
        report = scoring.run(gold, pages, terms, options, floors=floors, compare=baselines)
        _show_scores(report, terms, language, errors, groups, as_json=as_json)
    if raise_floors or lower_floors:
        scoring.write_floors(report, lower=lower_floors)
    elif report.shortfalls:
        click.echo(evaluate.shortfall_lines(report.shortfalls, language=language), nl=False, err=True)
        raise click.exceptions.Exit(NOTHING)


def _show_times(report: scoring.TimeReport, language: str, errors: int, *, as_json: bool) -> None:
    from kg.evaluate import times

    if as_json:
        click.echo(json.dumps(times.as_json(report.sets, report.specs), ensure_ascii=False, indent=1))
        return
    click.echo(times.table(report.sets, report.specs, language=language), nl=False)
    for name, scores in report.sets.items():
        for fault in () if name == times.FROZEN else scores.faults[:errors]:
            click.echo(times.fault_text(fault, language=language), err=True)


def _show_pages(report: scoring.PageReport, language: str, errors: int, *, as_json: bool) -> None:
    from kg import page_scores

    for problem in report.problems:
        talk(_line(problem))
    if as_json:
        click.echo(json.dumps(page_scores.as_json(report.scores, errors), ensure_ascii=False, indent=1))
        return
    click.echo(page_scores.table(report.scores, language=language), nl=False)
    click.echo(page_scores.fault_lines(report.scores.total.faults[:errors], language=language), nl=False, err=True)


def _show_scores(report: scoring.Report, terms: Lexicon, language: str, errors: int, by: Iterable[str], *, as_json: bool) -> None:
    from kg import evaluate

    if as_json:
        others = {name: evaluate.as_json(each) for name, each in report.baselines.items()}
        found = evaluate.as_json(report.scores, by=by, errors=errors) | ({"baselines": others} if others else {})
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(evaluate.table(report.scores, terms, language=language, by=by), nl=False)
    if report.baselines:
        click.echo("\n" + evaluate.comparison({"zhitu": report.scores, **report.baselines}, terms, language=language), nl=False)
    click.echo(evaluate.fault_lines(report.scores.faults[:errors], terms, language=language), nl=False, err=True)
