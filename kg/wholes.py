"""Which body the name of one of its parts begins with: 安徽医科大学第一附属医院 belongs to 安徽医科大学."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.lexicon import Lexicon, load
from kg.text.choice import choice

CAMPUS = "(?:（[\u4e00-\u9fff]{2,6}）)?"


def whole_of(name: str, lexicon: Lexicon) -> str:
    """The longest head of a name that names the body it is a part of, or ""; `parts` of ontology/suffixes.yaml says what parts a body has."""
    return _whole(name, str(lexicon.root))


@lru_cache(maxsize=8192)
def _whole(name: str, root: str) -> str:
    heads = (m[1] for form in _forms(root) if (m := form.fullmatch(name)))
    return max(heads, key=len, default="")


@lru_cache(maxsize=4)
def _forms(root: str) -> tuple[re.Pattern[str], ...]:
    head, rest = "[\u4e00-\u9fff（）]+", "(?!有限|股份|集团|常务委|附属[中小幼])[\u4e00-\u9fff与]{0,16}"
    groups = load(root).words["suffixes"]["parts"]
    return tuple(re.compile(f"({head}(?:{choice(g['whole'])}){CAMPUS}){rest}(?:{choice(g['part'])})") for g in groups)
