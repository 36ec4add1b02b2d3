"""Golden rankings: what searches over data/samples answer, in order, to be read as a diff when ranking changes.

`rankings.txt` has a query a line, and under it the first hits. To add a query, write its line and update:

    python -m tests.golden.update

Whether a change is for the better is for `gisa evaluate` and its judgements to say; here it is seen.
"""
