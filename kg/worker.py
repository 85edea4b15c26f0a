"""A process of its own for work on files that may crash, hang or eat memory: a fault there costs one answer, never the build.

`main` is the other side: it reads pickled requests (module, function, arguments) from its standard input and
writes pickled answers to its standard output, both with their length in front.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import pickle
import queue
import struct
import subprocess
import sys
import threading
from typing import IO, Any

# A worker that takes more address space than this is stopped by the system; a broadsheet page needs a tenth of it.
MEMORY = 4 << 30
_HEAD = struct.Struct(">Q")


class WorkerError(RuntimeError):
    """No answer: the worker crashed, ran out of time or memory, or the function raised; the message says which."""


class LateError(WorkerError):
    """The function took longer than it may; the process was killed."""


class Worker:
    """One process, started when first asked and again after a fault."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    @property
    def running(self) -> bool:
        """Whether the process is there, with whatever it has loaded so far."""
        return self._process is not None and self._process.poll() is None

    def ask(self, module: str, function: str, *args: Any, seconds: float) -> Any:
        """What `module.function(*args)` returns in the other process. Raises WorkerError; LateError is one, too."""
        process = self._started()
        assert process.stdin is not None
        try:
            _send(process.stdin, pickle.dumps((module, function, args)))
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            raise LateError(f"took more than {seconds:g} seconds") from None
        except OSError:
            answer = None
        if answer is None:
            code = process.wait()
            self.stop()
            raise WorkerError(f"crashed its process (exit code {code})")
        good, result = pickle.loads(answer)
        if not good:
            raise WorkerError(str(result))
        return result

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"from {__name__} import main; main()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._answers = queue.SimpleQueue()
            threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        return self._process


def _listen(pipe: IO[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        while (data := _receive(pipe)) is not None:
            answers.put(data)
    answers.put(None)


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_HEAD.pack(len(data)) + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (size,) = _HEAD.unpack(head)
    data = pipe.read(size)
    return data if len(data) == size else None


WORKER = Worker()
atexit.register(WORKER.stop)


def main() -> None:
    """Answer requests until there are no more; whatever libraries print goes to standard error."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    while (data := _receive(sys.stdin.buffer)) is not None:
        module, function, args = pickle.loads(data)
        try:
            answer = (True, getattr(importlib.import_module(module), function)(*args))
        except MemoryError:
            answer = (False, f"needs more than {MEMORY >> 30} GB of memory")
        except Exception as error:
            answer = (False, f"{type(error).__name__}: {error}")
        _send(answers, pickle.dumps(answer))
