"""Which document or programme a mention means: later short forms (《意见》), quotes and remarks aside.

A draft and the document that it becomes are two entities, and `kg:draftOf` (a claim of the draft's title) leads from one to the other:
papers name them apart, and a draft may never become anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg import titles
from kg.lexicon import Lexicon
from kg.model import Mention


def identify(
    mentions: Sequence[Mention], anchor: str, issuers: Mapping[str, str], lexicon: Lexicon
) -> Iterator[tuple[Mention, str, str, str]]:
    """(mention, name, anchor, reason) of each mention; a short title means the nearest longer one before it that ends so.

    `anchor` is the paper's own place, `issuers` has the places of those titles whose issuer the article tells: what the State Council
    issues is one document in every paper.
    """
    full: list[Mention] = []
    whole_names = {
        m.normal: m.hint["full"] for m in mentions if "full" in m.hint
    }  # 非遗进校园 is “非遗进校园”活动 where an article has both
    for mention in mentions:
        title = mention.normal
        if not mention.surface.startswith("《"):
            name = titles.national_law(whole_names.get(title, title), lexicon)
            yield mention, name, "" if mention.hint.get("scope") == "national" else scope(name, anchor, lexicon), "name"
            continue
        longer = _longer(title, full)
        whole = longer[-1].normal if longer else title
        name = titles.national_law(whole, lexicon)
        reason = f"short title: 《{title}》 of 《{name}》" if longer else "title"
        yield mention, name, scope(name, issuers.get(whole, anchor), lexicon), reason
        if not longer:
            full.append(mention)


def _longer(title: str, full: Sequence[Mention]) -> list[Mention]:
    """The longer titles before a short one that end so."""
    end = titles.stem(title)
    return [m for m in full if titles.stem(m.normal).endswith(end) and titles.stem(m.normal) != end] if titles.short(title) else []


def facts(title: str, lexicon: Lexicon) -> Mapping[str, str]:
    """What a title alone says of its document: its kind and its level, as far as it does."""
    said = {"documentKind": titles.kind(title, lexicon), "level": titles.level(title, lexicon)}
    return {name: value for name, value in said.items() if value}


def scope(title: str, anchor: str, lexicon: Lexicon) -> str:
    """No anchor where the title names its place or country, or is a law of the land; the given place otherwise."""
    national = re.search("中共中央|国务院|中国|中华人民共和国|全国", title) or titles.LAW.fullmatch(title)
    _, placed = titles.place(title.removeprefix("中共"), lexicon)
    return "" if national or placed or title in lexicon.words["documents"]["laws"] else anchor
