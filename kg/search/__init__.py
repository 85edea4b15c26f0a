"""Full-text search over names and sentences: `write` leaves search.db beside a build's graph, `find` asks it.

SQLite's FTS5 with a text of our own making. It indexes each pair of neighbouring characters, so that every part of a sentence is found, however
short and however a dictionary would cut it; the words of jieba are there too, so that sentences in which the query is a word come first.
"""

from kg.search.find import Found, Passage, SearchError, Thing, find
from kg.search.index import FILE, rows, update, write
from kg.search.show import FORMATS, render

__all__ = ["FILE", "FORMATS", "Found", "Passage", "SearchError", "Thing", "find", "render", "rows", "update", "write"]
