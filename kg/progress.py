"""How far a build is: a bar of pages on a terminal, and at the end a line of what took how long. Elsewhere nothing is said."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text


class Rate(ProgressColumn):
    """Pages a second."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.unit = unit

    def render(self, task: Task) -> Text:
        """The speed so far, once there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} {self.unit}" if speed else "", style="progress.data.speed")


@contextmanager
def shown(console: Console, *, chinese: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A function to be told (pages done, pages in all, name of the page); draws to a terminal, and is silent where there is none."""
    reading, writing = ("读版", "归并、写出") if chinese else ("reading", "joining and writing")
    rate = Rate("版/秒" if chinese else "pages/s")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeElapsedColumn(), TimeRemainingColumn())
    began = read = time.perf_counter()
    pages = 0
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(reading, total=None)

        def told(done: int, total: int, _: str) -> None:
            nonlocal pages, read
            pages, read = done, time.perf_counter()
            bar.update(task, completed=done, total=total, description=writing if done == total else reading)

        yield told
    if console.is_terminal:
        seconds = (read - began, time.perf_counter() - read)
        line = "读 {} 版 {:.1f} 秒，归并、写出 {:.1f} 秒" if chinese else "read {} pages in {:.1f} s, joined and wrote in {:.1f} s"
        console.print(line.format(f"{pages:,}", *seconds), highlight=False)
