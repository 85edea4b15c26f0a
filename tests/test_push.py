"""A build sent to real servers: what they hold afterwards is the build, however often and however interrupted it was sent."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import push as pushing
from kg.push import Access, PushError, graphs, push

Kg = Callable[..., tuple[int, str, str]]
OXIGRAPH = shutil.which("oxigraph", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
VIRTUOSO = shutil.which("virtuoso-t")
COUNT = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
FOREIGN = "https://example.org/theirs"
INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
"""


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, ready: str) -> Iterator[None]:
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(ready, timeout=5).read()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "log").read_text(errors="replace")[-2000:]
                    time.sleep(0.25)
            yield
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Access]]:
    """(Graph Store endpoint, query endpoint, access) of a server of its own on the loopback."""
    folder, port = tmp_path_factory.mktemp(request.param), free()
    home = f"http://127.0.0.1:{port}"
    ask = "?" + urllib.parse.urlencode({"query": "ASK {}"})
    if request.param == "oxigraph":
        if OXIGRAPH is None:
            pytest.skip("no oxigraph server here (pip install oxigraph): pushing to it is NOT tested")
        with running([OXIGRAPH, "serve", "--location", "data", "--bind", f"127.0.0.1:{port}"], folder, f"{home}/query{ask}"):
            yield f"{home}/store", f"{home}/query", Access()
        return
    if VIRTUOSO is None:
        pytest.skip("no virtuoso-t here (apt-get install virtuoso-opensource): pushing to it is NOT tested")
    (folder / "virtuoso.ini").write_text(INI.format(sql=free(), http=port))
    with running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], folder, f"{home}/sparql{ask}"):
        yield f"{home}/sparql-graph-crud-auth", f"{home}/sparql", Access(user="dba", password="dba")


@pytest.fixture
def build(builds: Path, tmp_path: Path) -> Path:
    """A folder with the N-Quads of a build, which a test may change."""
    shutil.copy(builds / "one" / "graph.nq", tmp_path / "graph.nq")
    return tmp_path


def held(endpoint: str) -> dict[str, int]:
    """Graph → number of its triples, of all graphs of ours and of the foreign one."""
    request = urllib.request.Request(
        f"{endpoint}?{urllib.parse.urlencode({'query': COUNT})}", headers={"Accept": "application/sparql-results+json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        rows = ox.parse_query_results(answer.read(), format=ox.QueryResultsFormat.JSON)
    found = {row["g"].value: int(row["n"].value) for row in rows}
    return {name: count for name, count in found.items() if "zhitu" in name or name == FOREIGN}


def counts(folder: Path) -> dict[str, int]:
    return {name: body.count(b"\n") for name, body in graphs(folder / "graph.nq")}


def without_first_article(folder: Path) -> str:
    """Take the first named graph out of a build; its name."""
    lines = (folder / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    name = lines[0].split()[-2]
    (folder / "graph.nq").write_text("".join(line for line in lines if line.split()[-2] != name), encoding="utf-8")
    return name[1:-1]


def test_a_server_holds_the_build_and_what_was_there_before(server: tuple[str, str, Access], build: Path) -> None:
    url, query, access = server
    foreign = pushing.Server(url, access)
    foreign.put(FOREIGN, b"<urn:s> <urn:p> <urn:o> .\n")
    everything = counts(build)
    assert set(push(build, url, access, dry_run=True).sent) == set(everything)
    assert set(push(build, url, access).sent) == set(everything)
    assert held(query) == everything | {FOREIGN: 1}
    again = push(build, url, access)
    assert (again.sent, set(again.kept)) == ((), set(everything))
    assert set(push(build, url, access, restart=True).sent) == set(everything)
    assert held(query) == everything | {FOREIGN: 1}
    gone = without_first_article(build)
    less = push(build, url, access)
    assert (less.sent, less.deleted) == ((), (gone,))
    assert held(query) == counts(build) | {FOREIGN: 1}
    assert push(build, url, access).deleted == ()


def test_the_server_asks_who_is_there(server: tuple[str, str, Access], build: Path) -> None:
    url, _, access = server
    if not access.user:
        pytest.skip("this server lets everybody in")
    with pytest.raises(PushError, match="401"):
        push(build, url, Access(user="dba", password="wrong"))


class Moody(BaseHTTPRequestHandler):
    """A server that answers with the codes of a list in turn, then with 201; it remembers what was asked of it."""

    codes: list[int] = []
    asked: list[tuple[str, str, str, int]] = []

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append((self.command, self.path, self.headers.get("Authorization", ""), len(body)))
        code = self.codes.pop(0) if self.codes else 201
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_DELETE = do_PUT

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def moody(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    Moody.codes, Moody.asked = [], []
    monkeypatch.setattr(pushing, "WAITS", (0.0, 0.0))
    with ThreadingHTTPServer(("127.0.0.1", 0), Moody) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/store"
        server.shutdown()


def test_a_busy_server_is_asked_again(moody: str, build: Path) -> None:
    Moody.codes = [503, 500]
    assert set(push(build, moody).sent) == set(counts(build))
    assert len(Moody.asked) == len(counts(build)) + 2


def test_what_broke_off_goes_on_where_it_was(moody: str, build: Path) -> None:
    Moody.codes = [201, 201, 503, 503, 503]
    with pytest.raises(PushError, match="503"):
        push(build, moody)
    done = push(build, moody)
    assert len(done.kept) == 2
    assert set(done.kept) | set(done.sent) == set(counts(build))


@pytest.mark.parametrize("code", [400, 403, 302])
def test_a_refusal_is_not_repeated(code: int, moody: str, build: Path) -> None:
    Moody.codes = [code]
    with pytest.raises(PushError, match=f"{code}"):
        push(build, moody)
    assert len(Moody.asked) == 1


def test_a_graph_that_is_gone_there_too_is_no_fault(moody: str, build: Path) -> None:
    push(build, moody)
    gone = without_first_article(build)
    Moody.codes = [404]
    assert push(build, moody).deleted == (gone,)


def test_the_token_comes_from_the_environment_and_stands_in_no_file(
    moody: str, build: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_PUSH_TOKEN", "secret")
    code, said, _ = kg("push", build, moody, "--dry-run")
    assert (code, Moody.asked) == (0, [])
    assert said.startswith("put\thttp")
    assert kg("push", build, moody)[0] == 0
    assert {ask[2] for ask in Moody.asked} == {"Bearer secret"}
    assert "secret" not in (build / "pushed.json").read_text(encoding="utf-8")


def test_no_server_is_said_so(build: Path, kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "WAITS", ())
    code, _, talk = kg("push", build, f"http://127.0.0.1:{free()}/store")
    assert code == 2
    assert "no answer" in talk
    assert kg("push", build, "fuseki")[0] == 2
