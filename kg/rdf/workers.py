"""Questions to a store in processes that may be killed: the engine knows no time limit, and a hostile query can crash or fill it.

A task is a function of the store that can be pickled: an object of `kg.rdf.answers`, or any function of a module with `functools.partial`.

    with Pool(Path("output"), size=1) as pool:
        answer = pool.run(Query("ASK { ?s ?p ?o }", prefixes), seconds=30)
"""

from __future__ import annotations

import queue
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import pyoxigraph as ox

from kg import builds
from kg.rdf.query import QueryError
from kg.rdf.store import StoreError, open_store
from kg.worker import LateError, Worker, WorkerError

__all__ = ["LateError", "Pool", "RefusedError", "Task", "WorkerError"]

OPENING = 600  # seconds for a store: a database opens at once, a large file is read into memory

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class RefusedError(ValueError):
    """What is asked for may be sound, but goes beyond a limit; the message says which and what to do."""


class Task(Protocol[T_co]):
    """A function of a store that can be pickled, as can what it returns."""

    def __call__(self, store: ox.Store, /) -> T_co: ...


class Pool:
    """Processes that have a store open, each for one question at a time. `run` may be called from many threads: they wait for a free one.

    `source` is what `open_store` takes. A newer build is answered from as soon as it is there. With `writable`, it is the folder of a
    database of its own, made when missing, and there is one process, as a database has one writer.
    """

    def __init__(self, source: Path, *, size: int = 2, writable: bool = False) -> None:
        self._source, self._writable = source, writable
        self.size = 1 if writable else size
        self._workers = [Worker() for _ in range(self.size)]
        self._idle: queue.LifoQueue[tuple[Worker, Path | None]] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put((worker, None))

    def run(self, task: Task[T], *, seconds: float = 30) -> T:
        """What a task returns for the store. Its process is killed after so many seconds, and another one takes its place. That it has to open
        the store first does not count.

        Raises LateError, WorkerError when the process crashed, and what the task raises of QueryError, RefusedError and StoreError.
        """
        worker, opened = self._idle.get()
        build = None
        try:
            build = None if self._writable else builds.current(self._source)
            if build != opened:
                worker.stop()  # a process keeps the build that it has opened: for another build, another process
            if not worker.running:
                _given(worker.ask(__name__, "opened", self._source, self._writable, seconds=OPENING))
            return cast(T, _given(worker.ask(__name__, "work", self._source, self._writable, seconds, task, seconds=seconds)))
        finally:
            self._idle.put((worker, build))

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.stop()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _given(answer: tuple[bool, Any]) -> Any:
    """What `opened` and `work` give; raises the error that they met."""
    good, result = answer
    if not good:
        raise result
    return result


# ---- in the other process -------------------------------------------------------------------------------------------

_stores: dict[Path, ox.Store] = {}


def opened(source: Path, writable: bool) -> tuple[bool, object]:
    """True when the store is open, or False and the error: what `Pool.run` asks of a new process."""
    try:
        _store(source, writable)
    except StoreError as error:
        return False, error
    return True, None


def work(source: Path, writable: bool, seconds: float, task: Callable[[ox.Store], object]) -> tuple[bool, object]:
    """True and what a task returns, or False and the error that it raised: what `Pool.run` asks of its process."""
    _alarm(int(seconds) + 5)
    try:
        return True, task(_store(source, writable))
    except (QueryError, RefusedError, StoreError) as error:
        return False, error
    finally:
        _alarm(0)


def _store(source: Path, writable: bool) -> ox.Store:
    if source not in _stores:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that a person sees
        _stores[source] = _writable_store(source) if writable else open_store(source)
    return _stores[source]


def _alarm(seconds: int) -> None:
    """The system kills this process then, should whoever wanted the answer be gone; not where there are no alarms (Windows)."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _writable_store(folder: Path) -> ox.Store:
    try:
        return ox.Store(str(folder))
    except OSError as error:
        raise StoreError(f"{folder}: cannot be opened for writing ({error}); is another server running on it?") from error
