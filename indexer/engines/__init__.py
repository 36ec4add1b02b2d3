"""Engines rank and count; each passes the one contract suite in tests/contract. They return nothing to display."""
