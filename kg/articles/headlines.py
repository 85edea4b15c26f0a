"""Which display lines are whose headline: all of a page's headlines and articles are matched at once."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.articles.words import HAN

# What an article opens with says most about its headline; features without a dateline come to the point later.
_LEAD, _SLOW_LEAD, _CHAIN = 130, 220, 1200
_SEGMENT = re.compile(rf"[{HAN}0-9A-Za-z]+")
# Two paragraphs further apart than this do not show that what stands between them is one article.
WINDOW = 400
# Short texts share a run of characters by chance.
_SHORT = 60
# The texts of a page or two: each is asked for several times.
_TEXTS = 256
# A connected group of more headlines than this is matched greedily: no real page has it.
_EXACT = 120


@dataclass(frozen=True, slots=True)
class Body:
    """What a text offers to a headline: the bigrams of its opening and of the whole; `own` are those of the piece alone."""

    lead: frozenset[str]
    whole: frozenset[str]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """A display line's bigrams in order, as a set, and what they weigh together."""

    grams: tuple[str, ...]
    known: frozenset[str]
    total: float


class Lexis:
    """The bigrams of a page's pieces, rarer ones weighing more."""

    def __init__(self, texts: Sequence[tuple[str, bool, bool]]) -> None:
        """`texts` are (text of a piece without its dateline, whether it had one, whether the next piece may be its next section).

        Pieces without a dateline count as one document with the one before.
        """
        self.bodies = [_body(texts, i) for i in range(len(texts))]
        groups: list[set[str]] = []
        for body, (_, dateline, _) in zip(self.bodies, texts, strict=True):
            if dateline or not groups:
                groups.append(set())
            groups[-1] |= body.own
        self.df: dict[str, int] = {}
        for group in groups:
            for gram in group:
                self.df[gram] = self.df.get(gram, 0) + 1
        self._weights = [math.log(1 + (len(groups) + 1) / (df + 0.5)) for df in range(len(groups) + 1)]
        self._masses = [self._mass(body.own) for body in self.bodies]
        self._characters = [frozenset(text) for text, _, _ in texts]
        self._rarity = _rarity(self._characters)

    def line(self, text: str) -> Words:
        """A display line ready to be compared."""
        grams = tuple(part[i : i + 2] for part in _SEGMENT.findall(text) for i in range(len(part) - 1))
        known = frozenset(gram for gram in grams if gram in self.df)
        return Words(grams, known, sum(self._weight(gram) for gram in grams))

    def similarity(self, line: Words, body: int) -> float:
        """How much of a display line the body's opening (and its whole) says, from 0 to 1."""
        found = self.bodies[body]
        return self._similarity(line, found.lead, found.whole)

    def shared(self, line: Words, pieces: Sequence[int]) -> float:
        """The share of a display line's bigrams, by weight, that some pieces have between them."""
        return (
            self._mass(line.known.intersection(*[frozenset().union(*(self.bodies[p].own for p in pieces))])) / line.total
            if line.total
            else 0.0
        )

    def touched(self, text: str, pieces: Sequence[int]) -> float:
        """The share of a line's characters, rare ones weighing more, that some pieces have between them."""
        theirs = frozenset().union(*(self._characters[p] for p in pieces))
        wanted = {char: self._rarity.get(char, 0.0) for char in text}
        total = sum(wanted.values())
        return sum(weight for char, weight in wanted.items() if char in theirs) / total if total else 0.0

    def answers(self, text: str, lines: Sequence[Words], least: float) -> bool:
        """Whether the text of a paragraph says that much of one of the lines."""
        if not lines:
            return False
        opening, whole = _bigrams(text[:_LEAD]), _bigrams(text)
        return any(self._similarity(line, opening, whole) >= least for line in lines)

    def _similarity(self, line: Words, opening: frozenset[str], text: frozenset[str]) -> float:
        whole = line.known & text
        if not whole or not line.total:
            return 0.0
        lead = whole & opening
        run = best = 0
        for gram in line.grams if lead else ():
            run = run + 1 if gram in lead else 0
            best = max(best, run)
        said, led = self._mass(whole), self._mass(lead)
        return 0.5 * min(1.0, led / line.total) + 0.25 * min(1.0, said / line.total) + 0.25 * min(1.0, best / 5)

    def cohesion(self, piece: int, others: Sequence[int]) -> float:
        """How much of a piece's vocabulary the others share; texts of one article reach 0.008 and more, of two mostly less."""
        mass = self._masses[piece]
        if not mass or not others:
            return 0.0
        theirs = frozenset().union(*(self.bodies[other].own for other in others))
        shared = self._mass(self.bodies[piece].own & theirs)
        return float(shared / mass / max(1, len(theirs)) ** 0.3)

    def said(self, gram: str) -> bool:
        """Whether some body says the two characters in a row."""
        return gram in self.df

    def _mass(self, grams: frozenset[str]) -> float:
        return sum(self._weights[self.df[gram]] for gram in grams)

    def _weight(self, gram: str) -> float:
        return self._weights[self.df.get(gram, 0)]


def _rarity(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """What a Han character weighs: more, the fewer of the texts have it."""
    df: dict[str, int] = {}
    for text in texts:
        for char in text:
            df[char] = df.get(char, 0) + 1
    return {char: math.log((len(texts) + 1) / count) for char, count in df.items() if _SEGMENT.match(char)}


def _body(texts: Sequence[tuple[str, bool, bool]], i: int) -> Body:
    """A piece without a dateline speaks through its next sections too."""
    text, dateline, _ = texts[i]
    own = whole = _bigrams(text)
    if not dateline:
        more, k = text, i
        while len(more) < _CHAIN and texts[k][2]:
            k += 1
            more += texts[k][0]
        text, whole = more, whole if k == i else _bigrams(more)
    return Body(_bigrams(text[: _LEAD if dateline else _SLOW_LEAD]), whole, own)


@lru_cache(maxsize=_TEXTS)
def _bigrams(text: str) -> frozenset[str]:
    return frozenset(part[i : i + 2] for part in _SEGMENT.findall(text) for i in range(len(part) - 1))


def crossings(texts: Sequence[str], starts: Sequence[bool], lengths: Sequence[int]) -> list[float]:
    """For each paragraph, what the bigrams weigh that are said shortly before it and again in it or shortly after.

    A start among `starts` forgets what was said before it; `lengths` are the offsets of the paragraphs.
    """
    said = [_bigrams(text) for text in texts]
    df: dict[str, int] = {}
    for grams in said:
        for gram in grams:
            df[gram] = df.get(gram, 0) + 1
    weights = [0.0, *(math.log((len(texts) + 1) / count) for count in range(1, len(texts) + 1))]
    steps = [0.0] * (len(texts) + 1)
    last: dict[str, int] = {}
    for j, grams in enumerate(said):
        if starts[j]:
            last = {}
        first = j
        while first > 0 and lengths[j] - lengths[first - 1] <= WINDOW:
            first -= 1
        reach: dict[int, int] = {}
        for gram in grams:
            if df[gram] > 1:
                before = last.get(gram)
                if before is not None:
                    if before not in reach:
                        k = j
                        while k > before and lengths[k] - lengths[before + 1] > WINDOW:
                            k -= 1
                        reach[before] = k
                    low, high = max(before + 1, first), reach[before]
                    if low <= high:
                        steps[low] += weights[df[gram]]
                        steps[high + 1] -= weights[df[gram]]
                last[gram] = j
    crossing, found = 0.0, []
    for step in steps[:-1]:
        crossing += step
        found.append(crossing)
    return found


def shares(texts: Mapping[int, str]) -> dict[int, list[tuple[float, int]]]:
    """For each text, how much of it (or of the other, when that is shorter) are runs of three characters that only the two have."""
    found: dict[int, list[tuple[float, int]]] = {key: [] for key in texts}
    runs = {key: frozenset(part[i : i + 3] for part in _SEGMENT.findall(text) for i in range(len(part) - 2)) for key, text in texts.items()}
    holders: dict[str, list[int]] = {}
    for key, own in runs.items():
        for run in own:
            holders.setdefault(run, []).append(key)
    both: dict[tuple[int, int], int] = {}
    for keys in holders.values():
        if len(keys) == 2:
            both[keys[0], keys[1]] = both.get((keys[0], keys[1]), 0) + 1
    for (one, other), count in both.items():
        share = count / (_SHORT + min(len(runs[one]), len(runs[other])))
        found[one].append((share, other))
        found[other].append((share, one))
    return found


def turns(lines: Sequence[Words], texts: Sequence[str], starts: Sequence[bool]) -> list[tuple[float, float]]:
    """For each paragraph, how much more of some display line it says (with the text shortly after it) than the text before it does,
    and how much of some line both say. A start among `starts` forgets what was said before it.
    """
    wanted: dict[str, list[int]] = {}
    for k, line in enumerate(lines):
        for gram in line.known:
            wanted.setdefault(gram, []).append(k)
    keys = wanted.keys()
    said = [_bigrams(text) & keys for text in texts]
    found: list[tuple[float, float]] = []
    for i, start in enumerate(starts):
        before = frozenset() if start else _around(said, texts, starts, i - 1, -1)
        after = _around(said, texts, starts, i, 1)
        both, fresh = _most(before & after, wanted, lines), _most(after - before, wanted, lines)
        found.append((fresh, both))
    return found


def _around(said: Sequence[frozenset[str]], texts: Sequence[str], starts: Sequence[bool], i: int, step: int) -> frozenset[str]:
    """The bigrams of a paragraph and of those beyond it, up to a start, within the window."""
    grams, size = said[i] if 0 <= i < len(said) else frozenset(), 0
    while 0 <= i < len(said) and size < WINDOW:
        grams, size = grams | said[i], size + len(texts[i])
        if (step < 0 and starts[i]) or (step > 0 and i + 1 < len(said) and starts[i + 1]):
            break
        i += step
    return grams


def _most(grams: Collection[str], wanted: Mapping[str, Sequence[int]], lines: Sequence[Words]) -> float:
    """The largest share of a line that some bigrams make."""
    counts: dict[int, int] = {}
    for gram in grams:
        for k in wanted[gram]:
            counts[k] = counts.get(k, 0) + 1
    return max((count / max(4, len(lines[k].grams)) for k, count in counts.items()), default=0.0)


def match(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Pair rows with columns so that the sum of the (positive) weights is greatest; rows and columns may stay alone."""
    pairs: dict[int, int] = {}
    for rows in _components(weights):
        part = {key: weight for key, weight in weights.items() if key[0] in rows}
        pairs.update(_greedy(part) if len(rows) > _EXACT else _hungarian(part))
    return pairs


def _components(weights: Mapping[tuple[int, int], float]) -> list[frozenset[int]]:
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row, column in sorted(weights):
        parent[root(("row", row))] = root(("column", column))
    groups: dict[tuple[str, int], set[int]] = {}
    for row, _ in sorted(weights):
        groups.setdefault(root(("row", row)), set()).add(row)
    return [frozenset(rows) for rows in groups.values()]


def _greedy(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for (row, column), _ in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if row not in pairs and column not in taken:
            pairs[row] = column
            taken.add(column)
    return pairs


def _hungarian(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """The assignment problem by shortest augmenting paths; each row gets a column of its own of weight 0, to stay alone in."""
    rows = sorted({row for row, _ in weights})
    columns = sorted({column for _, column in weights})
    m = len(columns) + len(rows)
    cost = [[-weights.get((row, column), 0.0) for column in columns] + [0.0] * len(rows) for row in rows]
    left, right = [0.0] * (len(rows) + 1), [0.0] * (m + 1)
    owner, way = [0] * (m + 1), [0] * (m + 1)
    for i in range(1, len(rows) + 1):
        owner[0], j0 = i, 0
        least, used = [math.inf] * (m + 1), [False] * (m + 1)
        while owner[j0]:
            used[j0] = True
            i0, delta, j1 = owner[j0], math.inf, 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                current = cost[i0 - 1][j - 1] - left[i0] - right[j]
                if current < least[j]:
                    least[j], way[j] = current, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    left[owner[j]] += delta
                    right[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
        while j0:
            owner[j0] = owner[way[j0]]
            j0 = way[j0]
    return {
        rows[owner[j] - 1]: columns[j - 1]
        for j in range(1, len(columns) + 1)
        if owner[j] and (rows[owner[j] - 1], columns[j - 1]) in weights
    }
