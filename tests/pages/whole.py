"""What the tests of the readers share: a file read down to its articles, and the law that no character is lost on the way."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kg import articles, lexicon, pages
from kg.articles.lines import is_blank
from kg.model import Article, Page, Problem
from kg.settings import Settings

TERMS = lexicon.load()


def read(file: Path | pages.Source, settings: Settings | None = None) -> tuple[list[Page], list[list[Article]], list[Problem]]:
    """Pages, the articles of each, and problems; every character of every page is looked for."""
    found, problems = pages.read(file, settings=settings or Settings())
    return list(found), [split(page) for page in found], list(problems)


def split(page: Page) -> list[Article]:
    """The articles of a page. Every character that is not blank stands in one part or one stretch of furniture."""
    found, furniture, _ = articles.split(page, TERMS, Settings())
    places: Counter[int] = Counter()
    for article in found:
        for offset, char in enumerate(article.text):
            place = article.origin.at(offset)
            assert page.body[place] == char if place is not None else char == "\n"
            places.update([place] if place is not None else [])
    for start, end, _ in furniture:
        places.update(range(start, end))
    assert [i for i, char in enumerate(page.body) if not is_blank(char) and places[i] != 1] == []
    return list(found)


def parts(article: Article, *roles: str) -> list[str]:
    """The texts of an article's parts of some roles."""
    return [article.text[part.start : part.end] for part in article.parts if part.role in roles]
