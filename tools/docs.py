#!/usr/bin/env python3
"""Are the documents true? Checks every Markdown page of the project; --write makes the generated parts of the pages anew.

usage, from the project root:  python tools/docs.py [--write]

Checked are: links and pictures, command lines in ```sh blocks (commands, options, choices, saved queries, make targets), SPARQL, paths in
backticks, absolute paths, generated parts, and additions to the ontology (they load, and the examples of their rules hold).

A generated part stands between <!-- made: NAME --> and <!-- end -->. NAME is a key of TABLES, "questions" (the saved queries with their answers),
or "run [LINES] kg …": that command and what it prints, run in a folder with data/, output/ (the graph of the sample pages) and my-ontology/ (a
copy of ontology/ with the page's additions).

An addition is a fenced block whose info string names its file: ```yaml my-ontology/organs.yaml. YAML is merged into the file (mappings by key,
lists end to end), any other text is put at the end of it; a file that is not there is made.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import chdir
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pyoxigraph as ox
import yaml
from click.testing import CliRunner

from kg import evaluate, examples, lexicon
from kg.cli import cli
from kg.export import WRITERS
from kg.lexicon import Lexicon, LexiconError
from kg.rdf import iris, query
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("*.md", "docs/**/*.md", "bench/*.md", "data/**/*.md", "output/README.md")
FENCE = re.compile(r"^```(\w*) ?([^\n`]*)\n(.*?)^```$", re.M | re.S)
MADE = re.compile(r"^<!-- made: ([^\n]+?) -->\n(.*?)^<!-- end -->$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)|<img [^>]*src=\"([^\"]+)\"")
PATH = re.compile(r"`((?:kg|ontology|data|docs|tests|tools|bench)/[^`\s]*)`")
SHELL_PATH = re.compile(r"(?:kg|ontology|data|docs|tests|tools|bench)/.+")
ABSOLUTE = re.compile(r"(?<![\w/.:<~…-])(?:/(?:home|root|work|tmp|usr|var|opt|mnt|Users)/|[A-Z]:\\)")
COMMENT = re.compile(r"(?m)(?:^|\s)#[^'\"\n]*$")
SAMPLE, OWN = "output", "my-ontology"
ROWS = 8  # lines of the answer to a saved query, head and rule among them


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the language and file of its info string, its text, and the line of the page on which the text begins."""

    language: str
    file: str
    text: str
    line: int


@dataclass(frozen=True)
class Document:
    """A Markdown page with the workshop in which its commands run."""

    path: Path
    text: str
    workshop: Workshop

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The fenced blocks in order."""
        return tuple(Block(m[1], m[2].strip(), m[3], self.line(m.start()) + 1) for m in FENCE.finditer(self.text))

    @cached_property
    def prose(self) -> str:
        """The text with its fenced blocks emptied; lines keep their numbers."""
        return FENCE.sub(lambda m: "\n" * m[0].count("\n"), self.text)

    @cached_property
    def additions(self) -> tuple[Block, ...]:
        """The blocks that add to the ontology."""
        return tuple(b for b in self.blocks if b.file.startswith(f"{OWN}/"))

    @cached_property
    def queries(self) -> frozenset[str]:
        """The names of the saved queries that it adds."""
        return frozenset(Path(b.file).stem for b in self.additions if b.file.endswith(".rq"))

    def line(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return self.text.count("\n", 0, offset) + 1


class Workshop:
    """A folder in which the commands of a page run; the sample graph is built there once, when first needed."""

    def __init__(self, folder: Path, sample: Path | None = None) -> None:
        """`sample` is a folder with the graph of data/pages that stands already."""
        self.folder = folder
        (folder / "data").symlink_to(ROOT / "data")
        if sample:
            (folder / SAMPLE).symlink_to(sample)

    def run(self, arguments: Iterable[str]) -> str:
        """What a `kg` command prints. Raises RuntimeError when it cannot do its work."""
        words = list(arguments)
        if SAMPLE in (word.rstrip("/") for word in words) and not (self.folder / SAMPLE).exists():
            self.run(["build", "data/pages", "-o", f"./{SAMPLE}", "--no-validate"])
        with chdir(self.folder):
            found = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(cli, words)
        if found.exit_code > 1 or (found.exception and not isinstance(found.exception, SystemExit)):
            raise RuntimeError(f"kg {' '.join(words)}: {found.exception or found.stderr}")
        return found.stdout

    def ontology(self, additions: Iterable[Block]) -> Path:
        """my-ontology/, a copy of ontology/ with some additions. Raises ValueError for one that does not fit its file."""
        shutil.rmtree(self.folder / OWN, ignore_errors=True)
        shutil.copytree(lexicon.default_root(), self.folder / OWN)
        for block in additions:
            add(block, self.folder / block.file)
        return self.folder / OWN


def add(block: Block, file: Path) -> None:
    """Put an addition into its file."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if block.language == "yaml" and before:
        merged = merge(yaml.safe_load(before), yaml.safe_load(block.text), block.file)
        file.write_text(yaml.safe_dump(merged, allow_unicode=True, sort_keys=False), encoding="utf-8")
    else:
        file.write_text(before + block.text, encoding="utf-8")


def merge(old: Any, new: Any, where: str) -> Any:
    """Mappings merged by key, lists end to end; anything else can only be added where nothing stands."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: merge(old[key], value, f"{where}: {key}") if key in old else value for key, value in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *new]
    raise ValueError(f"{where} stands there already")


# ---- what is checked ------------------------------------------------------------------------------------------------


def links(page: Document) -> Iterator[tuple[int, str]]:
    """Relative links and pictures lead to a file, and to a heading of it."""
    for match in LINK.finditer(page.prose):
        target = match[1] or match[2]
        if re.match("[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = page.path.parent / name if name else page.path
        if not file.exists():
            yield page.line(match.start()), f"there is no {target}"
        elif anchor and anchor not in anchors(file.read_text(encoding="utf-8")):
            yield page.line(match.start()), f"{name or 'this page'} has no heading #{anchor}"


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings."""
    return {re.sub(r"[^\w\- ]", "", m[1].strip().lower()).replace(" ", "-") for m in re.finditer(r"^#+ (.+)$", FENCE.sub("", text), re.M)}


def paths(page: Document) -> Iterator[tuple[int, str]]:
    """Paths in backticks are there, and no path is one of somebody's machine."""
    for match in PATH.finditer(page.prose):
        if not any(ROOT.glob(match[1].rstrip("/"))):
            yield page.line(match.start()), f"there is no {match[1]}"
    for match in ABSOLUTE.finditer(page.text):
        yield page.line(match.start()), f"an absolute path: {page.text[match.start() :].split()[0]}"


def shell(page: Document) -> Iterator[tuple[int, str]]:
    """Command lines name commands, options, targets and files that are there."""
    for block in (b for b in page.blocks if b.language == "sh"):
        try:
            for words in commands(block.text):
                yield from ((block.line, f"{' '.join(words[:2])}: {fault}") for fault in command_faults(words, page.queries))
        except ValueError as error:
            yield block.line, f"not a command line: {error}"


def commands(text: str) -> Iterator[list[str]]:
    """The commands of a shell block as words: a line, a side of a pipe or of && each; variables set before it left out."""
    text = COMMENT.sub("", text.replace("\\\n", " "))
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>\n")
    lexer.whitespace, lexer.commenters, lexer.whitespace_split = " \t", "", True
    found: list[str] = []
    for word in (*lexer, "\n"):
        if set(word) <= set("|&;<>\n"):
            if found:
                yield found
            found = []
        elif found or not re.match(r"\w+=", word):
            found.append(word)


def command_faults(words: list[str], queries: Collection[str] = ()) -> Iterator[str]:
    """What is wrong with one command; `queries` are saved ones that a page adds."""
    program, *arguments = words
    if Path(program).name == "kg":
        yield from kg_faults(arguments, queries)
    elif program == "make":
        targets = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"))
        yield from (f"the Makefile has no target {a}" for a in arguments if a not in targets and not a.startswith("-"))
    else:
        yield from (f"there is no {a}" for a in arguments if SHELL_PATH.fullmatch(a) and not any(ROOT.glob(a.rstrip("/"))))


def kg_faults(arguments: list[str], queries: Collection[str] = ()) -> Iterator[str]:
    """What `kg` would say to some arguments, files and folders apart."""
    if not arguments or arguments[0] in ("-h", "--help", "--version"):
        return
    command = cli.commands.get(arguments[0])
    if command is None:
        yield f"there is no command {arguments[0]}"
        return
    context = click.Context(command, info_name=command.name)
    try:
        given, left, _ = command.make_parser(context).parse_args(arguments[1:])
        if left:
            yield f"does not take {' '.join(left)}"
        for parameter in command.params:
            value = given.get(parameter.name or "")
            if isinstance(value, str) and not isinstance(parameter.type, click.Path):
                parameter.type_cast_value(context, value)
            if parameter.required and not (isinstance(value, str | tuple) and value) and not given.get("help"):
                yield f"lacks {parameter.name}"
    except click.ClickException as error:
        yield error.format_message()
        return
    if command.name == "export" and given.get("format") not in (None, *WRITERS):
        yield f"there is no format {given.get('format')}"
    if command.name == "query" and isinstance(text := given.get("text"), str):
        yield from query_faults(text, queries)


def query_faults(text: str, queries: Collection[str] = ()) -> Iterator[str]:
    """What is wrong with a query, or with the name of a saved one."""
    terms = lexicon.load()
    if not re.search(r"\s", text):
        if text not in {*query.saved(terms.root), *queries} and not text.endswith(".rq"):
            yield f"there is no saved query {text}"
        return
    try:
        query.query(ox.Store(), text, iris.prefixes(terms, Settings()))
    except query.QueryError as error:
        yield str(error)


def sparql(page: Document) -> Iterator[tuple[int, str]]:
    """SPARQL blocks parse with the project's prefixes."""
    for block in page.blocks:
        if block.language == "sparql":
            yield from ((block.line, fault) for fault in query_faults(block.text))


def additions(page: Document) -> Iterator[tuple[int, str]]:
    """The ontology takes the page's additions, and their rules read their own examples."""
    if not page.additions:
        return
    line = page.additions[0].line
    try:
        terms = lexicon.load(page.workshop.ontology(page.additions))
    except (LexiconError, ValueError, yaml.YAMLError) as error:
        yield line, str(error)
        return
    for problem in examples.run(new_rules(terms), Settings()):
        yield line, problem.message


def new_rules(terms: Lexicon) -> Lexicon:
    """A lexicon with only those rules that the ontology of the project does not have."""
    known = {rule.id for rule in lexicon.load().rules}
    return replace(terms, rules=tuple(rule for rule in terms.rules if rule.id not in known))


def generated(page: Document) -> Iterator[tuple[int, str]]:
    """Generated parts are what they would be if they were made now."""
    if not MADE.search(page.text):
        return
    try:
        fresh = made(page)
    except (RuntimeError, ValueError) as error:
        yield 1, str(error)
        return
    for old, new in zip(MADE.finditer(page.text), MADE.finditer(fresh), strict=True):
        if old[0] != new[0]:
            yield page.line(old.start()), f"{old[1]}: out of date; run: make docs"


CHECKS: tuple[Callable[[Document], Iterator[tuple[int, str]]], ...] = (links, paths, shell, sparql, additions, generated)


# ---- what is generated ----------------------------------------------------------------------------------------------


def made(page: Document) -> str:
    """The page's text with its generated parts made anew. Raises RuntimeError, ValueError."""
    if page.additions:
        page.workshop.ontology(page.additions)
    parts = {m[1]: part(m[1], page.workshop) for m in MADE.finditer(page.text)}
    return MADE.sub(lambda m: f"<!-- made: {m[1]} -->\n{parts[m[1]]}\n<!-- end -->", page.text)


def part(name: str, workshop: Workshop) -> str:
    """One generated part."""
    run = re.fullmatch(r"run (?:(\d+) )?(kg .+)", name)
    if name == "questions":
        return questions(workshop)
    if not run:
        if name not in TABLES:
            raise ValueError(f"nothing makes {name!r}; there are {', '.join(TABLES)}, questions and run")
        return TABLES[name]()
    return ran(run[2], workshop, int(run[1] or sys.maxsize))


def ran(command: str, workshop: Workshop, most: int) -> str:
    """A command and the first lines that it prints."""
    lines = [line.rstrip() for line in workshop.run(shlex.split(command)[1:]).rstrip().splitlines()]
    shown = lines[:most] + ["…"] * (len(lines) > most)
    return f"```sh\n{command}\n```\n```text\n" + "\n".join(shown) + "\n```"


def questions(workshop: Workshop) -> str:
    """Every saved query: its titles, what its parameters mean, and its example with the first rows of the answer."""
    parts = []
    for one in query.saved(lexicon.default_root()).values():
        command = " ".join(("kg", "query", SAMPLE, one.name, *(f'"{word}"' if " " in word else word for word in one.example)))
        about = one.about.removeprefix(one.about.partition(": ")[0] + ": ") if one.example else one.about
        takes = f"With {', '.join(f'`{name}`' for name in one.parameters)}: " if one.parameters else ""
        text = "\n\n".join(filter(None, (f"### {one.name}", f"{one.title_en}. {one.title_zh}。", takes + about)))
        parts.append(f"{text}\n\n{ran(command, workshop, ROWS)}")
    return "\n\n".join(parts)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    cells = [list(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]])


def command_table() -> str:
    """Every subcommand with its arguments and the first sentence of its help."""
    rows = []
    for name, command in cli.commands.items():
        words = [metavar(p, command) for p in command.params if isinstance(p, click.Argument)]
        words += [f"{p.opts[-1]} {p.metavar}" for p in command.params if isinstance(p, click.Option) and p.required]
        first = re.split(r"(?<=[.])\s", " ".join((command.help or "").split()))[0]
        rows.append((f"`{' '.join(('kg', name, *words))}`", first))
    return table(("command", "what it does"), rows)


def metavar(argument: click.Argument, command: click.Command) -> str:
    """How a usage line names an argument, in brackets when it may be left out."""
    word = argument.make_metavar(click.Context(command))
    return word if argument.required or word.startswith("[") else f"[{word}]"


def figure_table(file: str = "data/gold/floors.json") -> str:
    """The floors of a file: a row for each figure, a column for each gold file (or form of the frozen pages)."""
    floors: Mapping[str, Mapping[str, float]] = evaluate.read_floors(ROOT / file)
    names = sorted({figure for each in floors.values() for figure in each})
    rows = [(f"`{name}`", *(f"{each[name]:.3f}" if name in each else "" for each in floors.values())) for name in names]
    return table(("figure", *floors), rows) if floors else "*Nothing is measured yet.*"


def results() -> Mapping[str, Any]:
    """What bench/ablation.py has measured."""
    found: Mapping[str, Any] = json.loads((ROOT / "bench" / "ablation.json").read_text(encoding="utf-8"))
    return found


def baseline_table() -> str:
    """The figures of zhitu and the baselines: a row for each figure, a column for each system and set."""
    systems = results()["systems"]
    sets = list(systems["zhitu"])
    rows = ((f"`{figure}`", *(f"{systems[s][key][figure]:.3f}" for key in sets for s in systems)) for figure in systems["zhitu"][sets[0]])
    return table(("figure", *(f"{name}, {key}" for key in sets for name in systems)), rows)


def ablation_table() -> str:
    """What each figure loses without a part, in hundredths: a row for each part, a column for each figure and set."""
    found = results()
    whole = found["systems"]["zhitu"]
    columns = [(key, figure) for key in whole for figure in next(iter(found["without"].values()))[key]]
    rows = [("*nothing*", *(f"{100 * whole[key][figure]:.2f}" for key, figure in columns))]
    for name, figures in found["without"].items():
        changes = (100 * (figures[key][figure] - whole[key][figure]) for key, figure in columns)
        rows.append((name, *(f"{change:+.2f}".replace("-", "−") if round(change, 2) else "·" for change in changes)))
    return table(("without", *(f"{figure.removesuffix('.all')}, {key}" for key, figure in columns)), rows)


def query_table() -> str:
    """The saved queries."""
    saved = query.saved(lexicon.default_root())
    return table(("name", "asks", ""), ((f"`{s.name}`", s.title_en, s.title_zh) for s in saved.values()))


def format_table() -> str:
    """The output formats."""
    return table(
        ("format", "file", "for"), ((f"`{n}`", f"`{w.suffix}`" if w.suffix else "a folder", w.purpose) for n, w in WRITERS.items())
    )


def rule_table() -> str:
    """The relation rules, each with its first example."""
    rows = ((f"`{r.id}`", ", ".join(f"`{c['predicate']}`" for c in r.claims), str(r.examples[0]["text"])) for r in lexicon.load().rules)
    return table(("rule", "says", "reads, for example"), rows)


def layer_list() -> str:
    """The layers of the import contract, the highest first."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]
    return "```text\n" + "\n".join(layer.replace("kg.", "") for layer in contract["layers"]) + "\n```"


TABLES: Mapping[str, Callable[[], str]] = {
    "ablation": ablation_table,
    "baselines": baseline_table,
    "commands": command_table,
    "figures": figure_table,
    "frozen figures": partial(figure_table, "tests/press/floors.json"),
    "frozen articles": partial(figure_table, "data/frozen/gold/floors.json"),
    "formats": format_table,
    "layers": layer_list,
    "queries": query_table,
    "rules": rule_table,
}


# ---- the command ----------------------------------------------------------------------------------------------------


def documents(workshop: Workshop, root: Path = ROOT) -> Iterator[Document]:
    """The pages of the project, by path."""
    for path in sorted({path for pattern in PAGES for path in root.glob(pattern) if not path.is_symlink()}):
        yield Document(path, path.read_text(encoding="utf-8"), workshop)


def faults(page: Document, checks: Iterable[Callable[[Document], Iterator[tuple[int, str]]]] = CHECKS) -> list[str]:
    """What is wrong with a page, as FILE:LINE: message, in the order of its lines."""
    name = os.path.relpath(page.path, ROOT)
    return [f"{name}:{line}: {fault}" for line, fault in sorted({found for check in checks for found in check(page)})]


def main() -> int:
    """Entry point; the exit code is 1 when something is wrong."""
    parser = argparse.ArgumentParser(description="Check the documents.")
    parser.add_argument("--write", action="store_true", help="make the generated parts anew")
    write = parser.parse_args().write
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for page in documents(Workshop(Path(folder))):
            if write:
                page.path.write_text(made(page), encoding="utf-8", newline="\n")
            wrong += faults(page, [check for check in CHECKS if not (write and check is generated)])
    print("\n".join(wrong) or "the documents are sound", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
