"""Which body the name of one of its parts begins with: 安徽医科大学第一附属医院 belongs to 安徽医科大学."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from kg.text.choice import choice

CAMPUS = "(?:（[\u4e00-\u9fff]{2,6}）)?"


def whole_of(name: str, words: Mapping[str, Any]) -> str:
    """The longest head of a name that names the body it is a part of, or "".

    `words` are those of ontology/suffixes.yaml: `parts` says what parts a body of each kind has.
    """
    heads = (m[1] for form in _forms(_frozen(words["parts"])) if (m := form.fullmatch(name)))
    return max(heads, key=len, default="")


def _frozen(parts: Sequence[Mapping[str, Sequence[str]]]) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((tuple(group["whole"]), tuple(group["part"])) for group in parts)


@lru_cache(maxsize=4)
def _forms(parts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(
            f"([\u4e00-\u9fff（）]+(?:{choice(whole)}){CAMPUS})(?!有限|股份|集团|常务委|附属[中小幼])[\u4e00-\u9fff与]{{0,16}}(?:{choice(part)})"
        )
        for whole, part in parts
    )
