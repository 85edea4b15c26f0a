"""Apache Spark as the engine: the same functions over partitions, on the cores of this machine or on a cluster. Needs pip install zhitu[spark] and Java.

A worker needs the same software (it is asked for its digest before the first page) and the same files under the same paths. What it gives for
one item depends on that item alone, so that a task may be tried again, elsewhere, or twice.
"""

from __future__ import annotations

import os
import pickle
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from kg.engine import ahead, cache

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

A = TypeVar("A")
B = TypeVar("B")
TASK = 16  # items of a task: some seconds of work, beside which the 0.1 s that a task costs do not matter
TASKS = 4  # of a job for each core, so that a slow one does not leave the other cores idle
WAVES = 2  # jobs under way: while the last tasks of one run, those of the next begin
NEEDED = ("pyspark", "pandas", "pyarrow")
JAVA = "Spark needs Java 17 or later (Debian: apt-get install default-jre-headless), as java on the PATH or at JAVA_HOME"
LOST = "the Spark session is lost: its Java has ended, or the cluster has ended it; what was read is kept, so begin again"
LOOPBACK = "127.0.0.1"


class EngineError(ValueError):
    """Spark cannot be started or cannot go on; the message says why and what to do."""


@contextmanager
def session(master: str = "") -> Iterator[SparkSession]:
    """The Spark session of this process, or a new one that ends with the context. Raises EngineError when something is missing.

    `master`: local[2], local-cluster[2,1,1024], spark://HOST:7077, yarn, k8s://…; "" takes what Spark's own configuration says, else local[*].
    With a local one, everything listens on the loopback interface alone.
    """
    _installed()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    builder = SparkSession.builder.appName("zhitu").config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "ERROR")
    if master:
        builder = builder.master(master)
    if not master or master.startswith("local"):
        os.environ["SPARK_LOCAL_IP"] = LOOPBACK
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        for name, value in (("driver.host", LOOPBACK), ("driver.bindAddress", LOOPBACK), ("ui.enabled", "false")):
            builder = builder.config(f"spark.{name}", value)
        if not _localhost():
            builder = builder.config("spark.python.unix.domain.socket.enabled", "true")
    try:
        started = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise EngineError(f"Spark did not start on {master or 'its default master'}: {_said(error)}; {JAVA}") from error
    try:
        yield started
    finally:
        with suppress(Py4JError, OSError):  # Java may be gone
            started.stop()


def _localhost() -> bool:
    """Whether the name is known here, by which PySpark's two halves find each other; a chroot without /etc/hosts does not know it."""
    try:
        return bool(socket.getaddrinfo("localhost", None))
    except socket.gaierror:
        return False


def _installed() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise EngineError(f"--engine spark needs {', '.join(missing)}: pip install 'zhitu[spark]'; and {JAVA}")
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(os.path.join(home, "bin", "java") if home else "java"):
        raise EngineError(f"no Java was found{f' at JAVA_HOME ({home})' if home else ''}: {JAVA}")


def run(
    function: Callable[[A], B], items: Sequence[A], *, failed: Callable[[A, str], B], master: str = "", ontology: str = ""
) -> Iterator[B]:
    """The function's results in the order of the items, as `kg.engine.run` gives them; `failed(item, why)` stands for one that cannot be had.

    That is an item for which the function raises, or on which the worker dies each time. Raises EngineError when Spark cannot be
    started, when a worker has other software than this process, and when the session is lost.
    """
    if not items:
        return
    with session(master) as spark:
        from py4j.protocol import Py4JError

        cores = max(1, spark.sparkContext.defaultParallelism)
        _same_software(spark, cores, ontology)
        size = TASK * TASKS * cores
        waves, stopped = [items[at : at + size] for at in range(0, len(items), size)], Event()
        with ThreadPoolExecutor(WAVES) as pool:
            try:
                for results in ahead(lambda wave: pool.submit(_wave, spark, function, wave, failed, stopped), waves, WAVES):
                    yield from results
            except BaseException:  # of who takes the results, too: Ctrl-C
                stopped.set()
                with suppress(Py4JError, OSError):  # Java may be gone
                    spark.sparkContext.cancelAllJobs()
                raise


def _wave(
    spark: SparkSession, function: Callable[[A], B], items: Sequence[A], failed: Callable[[A, str], B], stopped: Event
) -> list[B]:
    """The results of some items: of all at once or, where that fails, of one half after the other, until the item at fault is alone."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    tasks = [items[at : at + TASK] for at in range(0, len(items), TASK)]
    try:
        answers = _mapped(spark, partial(_answers, function=function, tasks=tasks), len(tasks))
    except (PySparkException, Py4JError) as error:
        if stopped.is_set():
            raise
        if len(items) == 1:
            return [failed(items[0], f"the worker died: {_said(error)}")]
        half = len(items) // 2
        return [*_wave(spark, function, items[:half], failed, stopped), *_wave(spark, function, items[half:], failed, stopped)]
    given = [answer for _, answer in sorted(answers, key=lambda answer: answer[0])]
    return [
        answer.result if not answer.fault else failed(item, answer.fault)
        for item, answer in zip(items, (one for value in given for one in pickle.loads(value)), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of one item: its result, or why there is none."""

    result: Any
    fault: str = ""


def _answers(number: int, *, function: Callable[[A], Any], tasks: Sequence[Sequence[A]]) -> bytes:
    """In a worker: the answers for the items of one task."""
    return pickle.dumps([_answer(function, item) for item in tasks[number]])


def _answer(function: Callable[[A], Any], item: A) -> _Answer:
    try:
        return _Answer(function(item))
    except Exception as error:  # whatever is wrong with one page, the others are read
        return _Answer(None, _said(error) or type(error).__name__)


def _mapped(spark: SparkSession, function: Callable[[int], bytes], tasks: int) -> list[tuple[int, bytes]]:
    """What a function gives for the numbers from 0, each a task of its own. Raises EngineError when the session is lost."""
    try:
        numbers = spark.range(0, tasks, 1, tasks)
        found = numbers.mapInArrow(partial(_batches, function=function), "number long, value binary").toArrow()
    except Exception as error:  # of a Java that is gone: py4j's, a refused or reset connection, an answer that ends too early
        if ended(spark):
            raise EngineError(LOST) from error
        raise
    return list(zip(found["number"].to_pylist(), found["value"].to_pylist(), strict=True))


def _batches(batches: Iterator[pa.RecordBatch], *, function: Callable[[int], bytes]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        for number in batch.column(0).to_pylist():
            yield pa.RecordBatch.from_pydict({"number": [number], "value": [function(number)]}, schema=_schema())


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("number", pa.int64()), ("value", pa.binary())])


def _same_software(spark: SparkSession, cores: int, ontology: str) -> None:
    """Raises EngineError when a worker has other software than this process: its results would be others."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        found = {value.decode() for _, value in _mapped(spark, partial(_software, ontology=ontology), cores)}
    except (PySparkException, Py4JError) as error:
        raise EngineError(f"a worker cannot run zhitu: {_said(error)}; install the same release there, with the same Python") from error
    if found != {cache.software(ontology)}:
        raise EngineError("a worker has another release of zhitu or of its libraries, or another ontology; install the same everywhere")


def _software(_: int, *, ontology: str) -> bytes:
    return cache.software(ontology).encode()


def ended(spark: SparkSession) -> bool:
    """Whether a session is over, or its Java gone."""
    try:
        return bool(spark.sparkContext._jsc.sc().isStopped())
    except Exception:  # whatever py4j raises when nobody is at the other end
        return True


def _said(error: BaseException) -> str:
    """What an error of Spark's says, in one line: of a traceback from a worker, the last."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.lstrip().startswith(("at ", "Caused by", "..."))]
    said = next((line for line in reversed(lines) if "Error" in line or "Exception" in line), lines[0] if lines else "")
    return f"{type(error).__name__}: {said}"[:500] if type(error).__module__ == "builtins" else said[:500]
