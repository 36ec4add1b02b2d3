"""Where a cluster is, and who we are there. Knows nothing of opensearch-py, which only some have."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cluster, and the alias of the index there. `user` and `password`, or `api_key`, are never shown. `authorities`
    is a file with the certificates that are trusted, "" for those of the system."""

    url: str
    name: str = "gisa"
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    authorities: str = ""
    shards: int = 1

    @property
    def shown(self) -> str:
        """The address as it may be read by anybody: without a password that stands in it."""
        return ",".join(map(_without_user, self.urls))

    @property
    def urls(self) -> list[str]:
        """The nodes: several stand with commas between them."""
        return [part.strip() for part in self.url.split(",") if part.strip()]


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
