"""Which document or programme a mention means: later short forms (《意见》), quotes and remarks aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.model import Article, Mention

LAND = "中华人民共和国"
# Titles of laws; what ends so and is none (办法, 工作法) stays out.
LAW = re.compile("[\u4e00-\u9fff]{1,20}(?<![办方做作说疗执司立普手想看书用])(?:法|法典)")
REMARK = re.compile(r"[（(][^（）()]*[）)]$")


def identify(article: Article, mentions: Sequence[Mention], anchor: str, lexicon: Lexicon) -> Iterator[tuple[Mention, str, str, str]]:
    """(mention, name, anchor, reason) of each mention; a short title means the nearest longer one before it that ends so."""
    full: list[Mention] = []
    for mention in mentions:
        title = mention.normal
        if mention.surface.startswith("《"):
            short = _short(title)
            longer = [m for m in full if stem(m.normal).endswith(stem(title)) and stem(m.normal) != stem(title)] if short else []
            if longer:
                whole = national_law(longer[-1].normal, lexicon)
                yield mention, whole, _anchor(whole, anchor, lexicon), f"short title: 《{title}》 of 《{whole}》"
                continue
            full.append(mention)
            name = national_law(title, lexicon)
            yield mention, name, _anchor(name, anchor, lexicon), "title"
        else:
            name = national_law(mention.hint.get("full", title), lexicon)
            scope = "" if mention.hint.get("scope") == "national" else _anchor(name, anchor, lexicon)
            yield mention, name, scope, "name"


def national_law(title: str, lexicon: Lexicon) -> str:
    """The full name of a law of the land: 民法典 → 中华人民共和国民法典; any other title as it is."""
    named = any(title[:i] in lexicon.place_names for i in range(2, 10))
    return f"{LAND}{title}" if LAW.fullmatch(title) and not title.startswith(LAND) and not named else title


def stem(title: str) -> str:
    """A title without the remark in brackets at its end: 某条例（草案） → 某条例."""
    return REMARK.sub("", title)


def _short(title: str) -> bool:
    return len(stem(title)) <= 8


def _anchor(title: str, anchor: str, lexicon: Lexicon) -> str:
    """No anchor where the title names its place or country, or is a law of the land; the paper's prefecture otherwise."""
    if re.search("中共中央|国务院|中国|中华人民共和国|全国", title) or re.fullmatch("[\u4e00-\u9fff]{2,12}法", title):
        return ""
    return "" if any(title[:i].removeprefix("中共") in lexicon.place_names for i in range(2, 14)) else anchor
