"""The index on a cluster of OpenSearch, for archives that one machine does not hold (ADR 0033).

Nothing of it is imported before it is used: opensearch-py is there only where somebody wants it.
"""
