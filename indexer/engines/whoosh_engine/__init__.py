"""The engine on one machine: a Whoosh 2.7.4 index, read as arrays. ADR 0003 says what is Whoosh's and what ours."""

from indexer.engines.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
