"""The bigrams of a lexicon, as arrays: which terms have two given letters side by side (see kernels.heads)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh_engine.kernels import heads

Array = npt.NDArray[Any]


def bigram_arrays(spelling: Array, ends: Array) -> dict[str, Array]:
    """`bigrams`, ascending; the terms of bigram i are `bigram_terms[bigram_starts[i] : bigram_starts[i + 1]]`."""
    pairs = np.unique(heads.bigrams(spelling, ends))
    keys = (pairs >> np.uint64(32)).astype(np.uint32)
    fresh = np.flatnonzero(np.diff(keys, prepend=keys[:1] + np.uint32(1))) if len(keys) else np.empty(0, np.int64)
    return {
        "bigrams": keys[fresh],
        "bigram_starts": np.append(fresh, len(keys)).astype(np.uint32),
        "bigram_terms": pairs.astype(np.uint32),
    }
