"""Where the per-page half runs: in this process, in a pool of processes on this machine, or on Spark (`kg.engine.spark`)."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from time import monotonic
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")
ALONE = 2.0  # seconds: a new process spends more than one of them on loading word lists and model, in which some fifteen pages are read
AHEAD = 64  # items of each process that are under way or wait to be taken: a scan takes as long as fifty dumps, and a reading is some 100 kB


class WorkerError(ValueError):
    """A process of the pool died; the message says what to do."""


def run(function: Callable[[A], B], items: Sequence[A], *, jobs: int = 0) -> Iterator[B]:
    """The function's results in the order of the items, whatever the number of processes; jobs 0 means one per core.

    The function must be picklable (a module's function, or functools.partial of one). With jobs 0, what a few seconds suffice for
    is done in this process. Who is slow to take the results holds up the processes, so that only some wait in memory. Raises WorkerError when a
    process is killed, and what the function raises.
    """
    workers, done = jobs or _cores(), 0
    until = monotonic() + (0 if jobs else ALONE)
    while done < len(items) and (min(workers, len(items) - done) == 1 or monotonic() < until):
        yield function(items[done])
        done += 1
    if done < len(items):
        workers = min(workers, len(items) - done)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            try:
                yield from ahead(lambda item: pool.submit(function, item), items[done:], AHEAD * workers)
            except BrokenProcessPool as error:
                raise WorkerError("a process that read pages was killed, for want of memory perhaps; build again, with fewer --jobs: it goes on here") from error


def ahead(submit: Callable[[A], Future[B]], items: Iterable[A], room: int) -> Iterator[B]:
    """The results of what is submitted for each item, in their order; at most `room` of them are under way or wait to be taken."""
    waiting: deque[Future[B]] = deque()
    try:
        for item in items:
            if len(waiting) >= room:
                yield waiting.popleft().result()
            waiting.append(submit(item))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
