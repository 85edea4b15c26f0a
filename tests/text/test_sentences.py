"""Where sentences stand in an article."""

from __future__ import annotations

from kg.model import Article, Origin, Part
from kg.text.sentences import around, of_article


def test_the_sentences_of_an_article_stand_in_its_parts() -> None:
    parts = (Part("title", 0, 4), Part("paragraph", 5, 16))
    article = Article("a", "p", 1, "市委开会\n陈立到会。周文海发言。", parts, Origin())
    assert [(part.role, article.text[start:end]) for part, start, end in of_article(article)] == [
        ("title", "市委开会"),
        ("paragraph", "陈立到会。"),
        ("paragraph", "周文海发言。"),
    ]
    assert around(article, 11) == (10, 16)
    assert around(article, 4) is None
