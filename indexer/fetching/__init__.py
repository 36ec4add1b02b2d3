"""Fetching: the pages of papers over the web, politely → raw pages in the archive → the index path.

    crawl = Crawl(archive.fetched, Session("gisa/1.0 (+…)"), Pace(), now=…)
    fetch(crawl, ["https://garamilbo.example/rss/allArticle.xml"], archive=archive, take_in=…, now=…)

`session` is the only door to the web, `robots` and `politeness` say what may be asked and when, `frontier` what is
asked next, `listings` what an answer is, and `run` hands it to the index path.
"""

from indexer.fetching.crawl import Bounds, Crawl, Step
from indexer.fetching.politeness import Pace
from indexer.fetching.run import Fetching, fetch, reread
from indexer.fetching.session import Session

__all__ = ["Bounds", "Crawl", "Fetching", "Pace", "Session", "Step", "fetch", "reread"]
