"""The fetch, address by address: what waits in the archive is asked politely, and what it gives is kept there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from indexer.archive.fetched import Address, Fetched, Page, Role, Visit, Waiting
from indexer.article import Article
from indexer.errors import FetchFailed, FetchRefused, RobotsRefused
from indexer.fetching.address import host_of
from indexer.fetching.frontier import Frontier
from indexer.fetching.listings import Listing, listing_of
from indexer.fetching.politeness import Pace
from indexer.fetching.robots import Robots
from indexer.fetching.session import Reply, Session
from indexer.sources import identity
from indexer.sources.links import is_article_url, plain_url
from indexer.sources.reader import Unusable

FRESH = timedelta(days=1)
"""For so long a page is not asked again."""

Outcome = Literal["fetched", "unchanged", "listing", "robots", "failed", "removed", "recent"]


@dataclass(frozen=True)
class Step:
    """What became of one address. `removed` is an article that was taken down here, `recent` a page asked lately.
    `lasting` says of a failure that a later try would fail likewise."""

    address: str
    outcome: Outcome
    reason: str = ""
    lasting: bool = False


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """`limit` bounds the pages of articles that are asked (None: all), `pages` the pages of every list."""

    limit: int | None = None
    pages: int = 1


class Crawl:
    """One run over what the archive has waiting. Papers' hosts take turns, one request at a time."""

    def __init__(
        self, log: Fetched, session: Session, pace: Pace, *, now: Callable[[], datetime], bounds: Bounds | None = None
    ) -> None:
        self._log, self._session, self._pace, self._now = log, session, pace, now
        self._bounds = bounds or Bounds()
        self._robots = Robots(lambda address: session.get(address, before=self._turn))
        self._frontier = Frontier(log, pace, (), self._bounds.limit)
        self._listed: set[str] = set()

    @property
    def waiting(self) -> int:
        """How many addresses of this run are still to be asked."""
        return self._log.waiting(self._frontier.hosts())

    def steps(self, seeds: Sequence[str]) -> Iterator[Step]:
        """Asks the addresses given and all they lead to; without any, all that waits. Raises FetchRefused before
        anything is asked when one of them is none that may be."""
        plain = list(dict.fromkeys(self._checked(seed) for seed in seeds))
        self._frontier = Frontier(self._log, self._pace, [host_of(url) for url in plain], self._bounds.limit)
        yield from self._begun(plain)
        while (waiting := self._frontier.next()) is not None:
            yield self._step(waiting)

    def _checked(self, seed: str) -> str:
        self._session.check(seed)
        plain = plain_url(seed)
        if plain is None:
            raise FetchRefused(seed, "웹 쪽의 주소가 아닙니다. 피드, 사이트맵, 목록이나 기사의 주소를 쓰십시오.")
        return plain

    def _begun(self, seeds: Sequence[str]) -> Iterator[Step]:
        """Lets the addresses given wait; those that were asked lately are told."""
        addresses = [self._address(url, "page" if is_article_url(url) else "", self._bounds.pages - 1) for url in seeds]
        due = self._log.found(addresses, self._now(), self._now() - FRESH)
        yield from (Step(url, "recent") for url in seeds if url not in due)

    def _step(self, waiting: Waiting) -> Step:
        if self._log.taken_down(identity(Article(url=waiting.url))):
            return self._noted(waiting, "removed", "내린 기사라서 받지 않습니다.")
        try:
            return self._took(waiting, self._got(waiting))
        except RobotsRefused as error:
            if error.again:
                self._frontier.leave_alone(waiting, host_of(error.address))
            return self._noted(waiting, "failed" if error.again else "robots", error.reason, again=error.again)
        except FetchFailed as error:
            self._frontier.failed(waiting, error)
            return self._noted(waiting, "failed", error.reason, again=error.again, status=error.status)
        except Unusable as error:
            return self._noted(waiting, "failed", error.reason, status=200)

    def _got(self, waiting: Waiting) -> Reply:
        def permitted(address: str) -> None:
            host = host_of(address)
            if not self._frontier.belongs(host, waiting.host):
                raise FetchFailed(waiting.url, f"다른 사이트({host})로 넘깁니다. 받으려면 그 주소를 직접 쓰십시오.")
            self._robots.check(address)
            self._pace.want(host, self._robots.delay(address))
            self._turn(address)

        # A list whose further pages are wanted must be seen, changed or not.
        asked_before = waiting.role == "page" or not waiting.further
        try:
            return self._session.get(
                waiting.url,
                before=permitted,
                etag=waiting.etag if asked_before else None,
                last_modified=waiting.last_modified if asked_before else None,
            )
        finally:
            self._pace.asked(waiting.host)

    def _turn(self, address: str) -> None:
        """Waits until the host may be asked, and lets the next wait."""
        host = host_of(address)
        self._pace.wait(host)
        self._pace.asked(host)

    def _took(self, waiting: Waiting, reply: Reply) -> Step:
        if reply.status == 304:
            self._frontier.asked(waiting.host, waiting.role)
            self._log.record(*self._visits(waiting, reply, waiting.role))
            return Step(waiting.url, "listing" if waiting.role == "listing" else "unchanged")
        listing = listing_of(reply)
        role: Role = "page" if listing is None else "listing"
        self._frontier.asked(waiting.host, role)
        visits = self._visits(waiting, reply, role)
        if listing is not None:
            self._listed |= {waiting.url, visits[-1].url}
            found, strange = self._found(waiting, listing)
            self._log.record(*visits, found=found, before=self._now() - FRESH)
            return Step(waiting.url, "listing", _strangers(strange))
        page = Page(
            url=visits[-1].url,
            fetched=visits[-1].time,
            status=reply.status,
            content_type=reply.content_type,
            data=reply.data,
        )
        return Step(waiting.url, "fetched" if self._log.record(*visits, page=page) else "unchanged")

    def _found(self, waiting: Waiting, listing: Listing) -> tuple[list[Address], int]:
        """The addresses to follow, and how many lead to other papers."""
        found = [self._address(url, "page", changed=changed) for url, changed in listing.pages.items()]
        found += [self._address(url, "listing") for url in listing.listings]
        if listing.following and waiting.further > 0:
            found.append(self._address(listing.following, "listing", waiting.further - 1))
        ours = [address for address in found if self._frontier.belongs(address.host, waiting.host)]
        return [address for address in ours if address.url not in self._listed], len(found) - len(ours)

    def _visits(self, waiting: Waiting, reply: Reply, role: Role) -> list[Visit]:
        """Of the address asked, and of the one that it was redirected to."""
        now = self._now()
        urls = dict.fromkeys([waiting.url, plain_url(reply.url) or reply.url])
        unchanged = reply.status == 304
        return [
            Visit(
                url=url,
                host=host_of(url),
                time=now,
                status=reply.status,
                role=role,
                etag=reply.etag or (waiting.etag if unchanged else None),
                last_modified=reply.last_modified or (waiting.last_modified if unchanged else None),
            )
            for url in urls
        ]

    def _noted(
        self, waiting: Waiting, outcome: Outcome, reason: str, *, again: bool = False, status: int | None = None
    ) -> Step:
        visit = Visit(
            url=waiting.url,
            host=waiting.host,
            time=self._now(),
            status=status,
            role=waiting.role,
            note=reason,
            again=again,
        )
        self._log.record(visit)
        return Step(waiting.url, outcome, reason, lasting=not again)

    @staticmethod
    def _address(url: str, role: Role, further: int = 0, *, changed: datetime | None = None) -> Address:
        return Address(url=url, host=host_of(url), role=role, further=further, changed=changed)


def _strangers(count: int) -> str:
    return f"다른 사이트의 주소 {count:,}개는 받지 않습니다. 받으려면 그 주소를 직접 쓰십시오." if count else ""
