"""Runs the application: which store, how many processes, on which address."""

from __future__ import annotations

import dataclasses
import ipaddress
import secrets
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import uvicorn

from kg.rdf.answers import Query
from kg.rdf.store import StoreError, open_store
from kg.rdf.workers import Pool
from kg.web.app import application
from kg.web.service import LOCAL, Options

SCRATCH = "scratch"


def serve(
    folder: Path, options: Options, *, host: str = "127.0.0.1", port: int = 8890, processes: int = 2, empty: bool = False,
    say: Callable[[str], None] = print,
) -> None:  # fmt: skip
    """Answer until somebody stops it. `empty`: a scratch store that is not there yet begins without the build's graph.

    Raises StoreError when there is no graph, OSError when the address is taken.
    """
    source = scratch(folder, empty=empty) if options.writable else folder
    if (options.writable or options.curation) and not options.token:
        options = dataclasses.replace(options, token=secrets.token_urlsafe(24))
        say(f"token for {'updates' if options.writable else 'decisions'}: {options.token}")
    if not loopback(host):
        options = dataclasses.replace(options, hosts=("*",))
        say(f"warning: everybody who reaches {host} can read this graph")
    with Pool(source, size=processes, writable=options.writable) as pool:
        pool.run(Query("ASK {}"))  # whether there is a graph is said now, and not to the first who asks
        config = uvicorn.Config(application(pool, options), log_level="warning", proxy_headers=False, server_header=False)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family, backlog=config.backlog) as listener:
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else the body of an answer waits 40 ms for the client's word
            say(f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/")
            uvicorn.Server(config).run([listener])


def loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOCAL


def scratch(folder: Path, *, empty: bool = False) -> Path:
    """OUTPUT/scratch, the database that updates change: a copy of the current build when it is made, or empty.

    No build reads or changes it, and it changes no build. To begin anew, delete it.
    """
    path = folder / SCRATCH
    if path.is_dir():
        return path
    part = path.with_name(f"{SCRATCH}.part")
    shutil.rmtree(part, ignore_errors=True)
    if not folder.is_dir():
        raise StoreError(f"{folder}: no such folder")
    store = ox.Store(str(part))
    if not empty:
        store.bulk_extend(open_store(folder))
    store.flush()
    del store  # a database is open in one process at a time
    part.rename(path)
    return path
