"""What stands at the names of documents: their numbers (吕政办发〔2021〕12号), the text that a draft becomes, the documents they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg import titles
from kg.lexicon import Lexicon, load
from kg.model import Article, Mention, Term
from kg.text.choice import choice

Said = tuple[str, Term, Term, str, float, Mention]  # predicate, subject, object, rule, confidence, and the mention where it stands

# A number as printed, 吕政办发〔2021〕12号, and as recognised, with a letter for a bracket or a zero: 吕政办发C2O21〕12号.
NUMBER = re.compile(
    "(?P<word>[\u4e00-\u9fff]{1,12}?)(?:字?第)?[〔【［〖\\[{（(C](?P<year>(?:19|2[0Oo])[0-9Ool]{2})[〕】］〗\\]}）)J](?:第|字)*(?P<number>[0-9Ool]{1,4})号"
)
FIGURES = str.maketrans("Ool", "001")
BEFORE = re.compile("[（(](?:[^（）()《》]{0,12}[，,、：:；;])?")  # between a title and its number
BEHIND = re.compile("(?:文件|文)?(?:印发的?|下发的?|发布的?|的)?")  # between a number and its title


def said(article: Article, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Said]:
    """What documents' titles and numbers say, one after another."""
    documents = [m for m in mentions if m.type == "POL" and m.surface.startswith("《")]
    for mention in documents:
        subject = Term("mention", mention.id)
        final = titles.final(mention.normal, lexicon)
        if final:
            yield "draft_of", subject, _document(final), "name.draft", 0.95, mention
        for base in titles.bases(mention.normal, lexicon):
            yield "based_on", subject, _document(base), "name.base", 0.9, mention
    yield from _numbers(article, documents, lexicon)


def _document(title: str) -> Term:
    """A document that only another's title names."""
    return Term("implied", f"policy:{title}")


def _numbers(article: Article, documents: Sequence[Mention], lexicon: Lexicon) -> Iterator[Said]:
    """The number in brackets behind a title, or the one before it."""
    for match in NUMBER.finditer(article.text) if documents else ():
        before = next((m for m in reversed(documents) if m.span.end <= match.start()), None)
        behind = next((m for m in documents if m.span.start >= match.end()), None)
        word = _strip(str(lexicon.root)).sub("", match["word"])
        number = f"{word}〔{match['year'].translate(FIGURES)}〕{match['number'].translate(FIGURES).lstrip('0')}号"
        if before and word and BEFORE.fullmatch(article.text, before.span.end, match.start()):
            yield "numbered", Term("mention", before.id), Term("literal", number), "name.number", 0.95, before
        elif behind and word and BEHIND.fullmatch(article.text, match.end(), behind.span.start):
            yield "numbered", Term("mention", behind.id), Term("literal", number), "name.number", 0.9, behind


@lru_cache(maxsize=4)
def _strip(root: str) -> re.Pattern[str]:
    """What goes before a number up to the last word that is no part of it."""
    return re.compile(f"^.*(?:{choice(load(root).words['policies']['before_number'])})")
