"""What pure functions gave for what they were given: nothing is kept here; `kg.engine.memo` keeps it beside a build."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Memo:
    """Remembers nothing: every result is made."""

    def recall(self, kind: str, given: object, cls: type[T], make: Callable[[], T]) -> T:
        """What `make` gives, whose result depends on `given`, the software and the ontology alone; `kind` names the function, `cls` is its type.

        Both must be records, or what JSON holds.
        """
        return make()

    def spare(self) -> None:
        """Nothing is to be forgotten this time: a step that would have asked for what it needs again was left out."""


NOTHING = Memo()
