"""동네기사 (gisa): a search engine over Korean local news. ARCHITECTURE.md is the map."""

__version__ = "0.1.0"
