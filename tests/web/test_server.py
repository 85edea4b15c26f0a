"""`kg serve` as a person runs it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from scenes import ROOT
from serving import asker


def started(*arguments: object, **environment: str) -> tuple[subprocess.Popen[str], list[str], str]:
    """`kg serve` in a process of its own, what it said before its address, and its address."""
    command = [sys.executable, "-m", "kg", "serve", *map(str, arguments), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said: list[str] = []
    for line in process.stderr:
        if line.startswith("http"):
            return process, said, line.strip().rstrip("/")
        said.append(line)
    raise AssertionError(said)


def test_it_serves_the_sample_and_ends_with_its_processes(demo: Path) -> None:
    process, said, address = started(demo / "output")
    try:
        ask = asker(address)
        assert said == []
        assert "沭阳" in ask("GET", "/queries/posts").text
        assert ask("GET", "/sparql?query=ASK%7B%3Fs%20a%20kg%3APerson%7D").text == '{"head":{},"boolean":true}'
        assert "<dd>66</dd>" in ask("GET", "/").text
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(20)
    assert code in (0, 130)
    assert process.stderr
    assert "Traceback" not in process.stderr.read()  # at its end all its processes are gone: they hold it, too


def test_others_may_read_only_when_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<http://e/a> <http://e/b> 1 .")
    process, said, address = started(tmp_path, "--host", "0.0.0.0")
    try:
        assert ["warning" in line for line in said] == [True]
        assert asker(address.replace("0.0.0.0", "127.0.0.1"))("GET", "/sparql", Host="name.example").status == 200
    finally:
        process.kill()
        process.wait()


def test_a_writable_server_shows_its_token_or_takes_yours(tmp_path: Path) -> None:
    for given, shown in (({}, 1), ({"KG_TOKEN": "geheim"}, 0)):
        process, said, address = started(tmp_path, "--writable", "--empty", **given)
        try:
            assert len([line for line in said if line.startswith("token for updates: ")]) == shown
            token = said[0].split()[-1] if shown else "geheim"
            headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {token}"}
            assert asker(address)("POST", "/sparql", b"CLEAR ALL", **headers).status == 204
        finally:
            process.terminate()
            process.wait()
    assert (tmp_path / "scratch").is_dir()


@pytest.mark.parametrize(("arguments", "said"), [(("--empty",), "--writable"), ((), "no graph here")])
def test_a_call_that_cannot_be_carried_out_says_why(
    kg_process: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = kg_process("serve", tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_an_address_that_is_taken_is_named(kg_process: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<http://e/a> <http://e/b> 1 .")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = kg_process("serve", tmp_path, "--port", taken.getsockname()[1])
    assert done.returncode == 2
    assert "in use" in done.stderr.decode()
