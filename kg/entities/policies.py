"""Which document or programme a mention means: later short forms (《意见》), quotes and remarks aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.model import Article, Mention

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
                whole = longer[-1].normal
                yield mention, whole, _anchor(whole, anchor, lexicon), f"short title: 《{title}》 of 《{whole}》"
                continue
            full.append(mention)
            yield mention, title, _anchor(title, anchor, lexicon), "title"
        else:
            name = mention.hint.get("full", title)
            scope = "" if mention.hint.get("scope") == "national" else _anchor(name, anchor, lexicon)
            yield mention, name, scope, "name"


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
