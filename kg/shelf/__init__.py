"""The records of a build, found by what a page for reading needs: an index of records/*.jsonl (SQLite), and `Shelf`, which asks it."""

from kg.shelf.index import FILE, rows, update, write
from kg.shelf.shelf import Headline, Quote, Ref, Shelf, ShelfError, Statement

__all__ = ["FILE", "Headline", "Quote", "Ref", "Shelf", "ShelfError", "Statement", "rows", "update", "write"]
