"""Pages to articles: wraps undone, headlines and bylines found, every character kept."""

from __future__ import annotations

from kg.articles.build import split

__all__ = ["split"]
