"""Pages to articles: wraps undone, headlines and bylines found, every character kept."""

from __future__ import annotations

from kg.articles.build import split
from kg.articles.jumps import link, tied

__all__ = ["link", "split", "tied"]
