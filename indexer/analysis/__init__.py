"""Text → tokens → terms, the same for articles and queries. Only `kiwi.py` knows Kiwi."""
