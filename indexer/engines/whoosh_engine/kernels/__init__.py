"""Compiled loops over the arrays of segments. A kernel calls only kernels of its own file and those of
`indexer.compiled`, which says why.

Names that come again: `spelling` and `ends` are byte strings one after the other (the i-th is
`spelling[ends[i - 1] : ends[i]]`); `documents` are document numbers, ascending, each once; `frequencies` how often a
term stands in each of them; places are (documents, ends, positions): in `documents[i]` the positions
`positions[ends[i - 1] : ends[i]]`, ascending, each once.
"""
