"""Where the per-page half runs: in this process, or in a pool of processes on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def run(function: Callable[[A], B], items: Sequence[A], *, jobs: int = 0) -> Iterator[B]:
    """The function's results in the order of the items, whatever the number of processes; jobs 0 means one per core.

    The function must be picklable (a module's function, or functools.partial of one). Few items run in this process, since a
    new process spends about a second on loading the model.
    """
    workers = min(jobs or os.cpu_count() or 1, len(items))
    if workers <= 1 or (jobs == 0 and len(items) < 4 * workers):
        yield from map(function, items)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(function, items, chunksize=1)
