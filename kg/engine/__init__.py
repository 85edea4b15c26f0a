"""Where the per-page half runs: in this process, or in a pool of processes on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import monotonic
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")
ALONE = 2.0  # seconds: a new process spends more than one of them on loading word lists and model, in which some fifteen pages are read


def run(function: Callable[[A], B], items: Sequence[A], *, jobs: int = 0) -> Iterator[B]:
    """The function's results in the order of the items, whatever the number of processes; jobs 0 means one per core.

    The function must be picklable (a module's function, or functools.partial of one). With jobs 0, what a few seconds suffice for
    is done in this process.
    """
    workers, done = jobs or _cores(), 0
    until = monotonic() + (0 if jobs else ALONE)
    while done < len(items) and (min(workers, len(items) - done) == 1 or monotonic() < until):
        yield function(items[done])
        done += 1
    if done < len(items):
        with ProcessPoolExecutor(min(workers, len(items) - done), mp_context=get_context("spawn")) as pool:
            yield from pool.map(function, items[done:], chunksize=1)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
