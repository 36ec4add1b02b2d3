"""HTML pages of articles: parsed once, read by the rule that fits, adapted in one place.

page → body (which rule, which paragraphs) → head and facts (what is said around it) → article
"""

from __future__ import annotations

from indexer.sources.html.reader import HtmlReader

__all__ = ["HtmlReader"]
