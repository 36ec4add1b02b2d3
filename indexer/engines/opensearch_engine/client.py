"""The only door to opensearch-py: where the cluster is, what it is asked, and which of our errors its answers are."""

from __future__ import annotations

import copy
import json
import logging
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    ImproperlyConfigured,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as Unreachable

from indexer.engines.opensearch_engine.place import Place
from indexer.errors import IndexAway, IndexFailure, IndexMissing, InvalidRequest

LEAST_VERSION = (2, 12)
"""The first that knows all we ask for."""

WAIT = 60
"""Seconds that one request may take before it is made of another node."""

AGAIN = 5
"""How often a request is made again that a node did not answer."""

BUSY = (429, 502, 503, 504)

CONNECTIONS = 32
"""Kept open to each node: as many threads may search at once."""

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

PATIENCE, FIRST_PAUSE, LONGEST_PAUSE = 900.0, 0.5, 15.0
"""Seconds for which a writer waits for a cluster that is away, and between its tries."""


class Client:
    """Requests of one cluster. Safe for many threads. Raises the IndexFailure errors."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._patience = 0.0
        self._before: Callable[[], None] = lambda: None
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # what goes wrong is said by our errors, once
        options: dict[str, Any] = {"timeout": WAIT, "max_retries": AGAIN}
        options["pool_maxsize"] = CONNECTIONS
        options |= {"retry_on_timeout": True, "retry_on_status": BUSY}
        if place.user:
            # By hand: the library knows Latin letters only, and an error of it would show the password.
            known = b64encode(f"{place.user}:{place.password}".encode()).decode()
            options["headers"] = {"Authorization": f"Basic {known}"}
        if place.api_key:
            options["headers"] = {"Authorization": f"ApiKey {place.api_key}"}
        if place.authorities:
            options["ca_certs"] = place.authorities
        with self._errors():
            self._cluster = OpenSearch(place.urls, **options)

    def ask(self, method: str, path: str, body: object = None, **params: Any) -> dict[str, Any]:
        """One request; `body` is made JSON, a list a line each; bytes are lines of it already."""
        lines = b"".join(map(line, body)) if isinstance(body, list) else body
        until, pause = time.monotonic() + self._patience, FIRST_PAUSE
        while True:
            try:
                self._before()
                return self._ask(method, path, lines, params)
            except IndexAway:
                if time.monotonic() >= until:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _ask(self, method: str, path: str, body: object, params: Mapping[str, Any]) -> dict[str, Any]:
        with self._errors():
            perform = self._cluster.transport.perform_request
            found: dict[str, Any] = perform(method, path, params=dict(params), body=body)
        self._check_whole(found)
        return found

    def _check_whole(self, found: Mapping[str, Any]) -> None:
        """Raises IndexAway where shards did not answer, or could not take all that they were sent: a count of what is
        left would be no count."""
        counted = "hits" in found or "count" in found
        busy = found.get("errors") is True and any(
            result.get("status") in BUSY and result["error"].get("type") != "cluster_block_exception"
            for item in found["items"]
            for result in item.values()
        )
        if busy or (counted and found.get("_shards", {}).get("failed")):
            raise self._away("일부가 답하지 않습니다", "클러스터의 상태를 확인하고 다시 하십시오")

    def patient(self, before: Callable[[], None]) -> Client:
        """The same for a writer, who would rather wait for a cluster that is away than begin again. `before` every try
        it is asked whether it may still be made: somebody else may have become the writer while this one waited."""
        waiting = copy.copy(self)
        waiting._patience, waiting._before = PATIENCE, before
        return waiting

    def raise_error(self, answer: Mapping[str, Any]) -> None:
        """Raises the error that one of several answers is, if it is one."""
        if "error" in answer:
            raise self._refused(TransportError(answer.get("status", 500), "", answer))
        self._check_whole(answer)

    def close(self) -> None:
        """Closes the connections."""
        self._cluster.close()

    def check_version(self) -> None:
        """Raises IndexFailure for a server that is none of ours, or too old."""
        version = self.ask("GET", "/").get("version", {})
        number = tuple(int(part) for part in str(version.get("number", "0")).split(".")[:2] if part.isdigit())
        if version.get("distribution") != "opensearch" or number < LEAST_VERSION:
            least = ".".join(map(str, LEAST_VERSION))
            kind = version.get("distribution", "elasticsearch")
            reason = f"{kind} {version.get('number', '')}입니다"
            raise self._failure(reason, f"오픈서치 {least}판이나 그 뒤의 것으로 여십시오")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OpenSearchException as error:
            raise self._meant(error) from error

    def _meant(self, error: OpenSearchException) -> Exception:
        match error:
            case AuthenticationException() | AuthorizationException() if "block_exception" not in str(error.error):
                remedy = "GISA_OPENSEARCH_USER와 GISA_OPENSEARCH_PASSWORD(또는 GISA_OPENSEARCH_API_KEY)를 확인하십시오"
                return self._failure("사용자나 비밀번호를 받아들이지 않습니다", remedy)
            case SSLError():
                remedy = "서버의 인증서를 믿을 수 있게 GISA_OPENSEARCH_CA에 인증 기관의 파일을 적으십시오"
                return self._failure("인증서를 믿을 수 없습니다", remedy)
            case ConnectionTimeout():
                return self._away(f"{WAIT}초 안에 답하지 않습니다", "클러스터의 상태를 확인하고 다시 하십시오")
            case Unreachable():
                return self._away("닿을 수 없습니다", "클러스터가 떠 있는지, 주소가 맞는지 확인하십시오")
            case ImproperlyConfigured():
                return self._failure(
                    "주소를 읽을 수 없습니다", "GISA_OPENSEARCH_URL을 https://호스트:9200처럼 적으십시오"
                )
            case NotFoundError():
                return IndexMissing(self.place.shown)
            case TransportError():
                return self._refused(error)
        return self._failure(type(error).__name__, "클러스터의 상태를 확인하고 다시 하십시오")

    def _refused(self, error: TransportError) -> Exception:
        reason = said(error.info if isinstance(error.info, Mapping) else {}) or str(error.error)
        if "read-only-allow-delete" in reason or "disk usage exceeded" in reason:
            return self._failure(
                "디스크가 차서 쓰기를 막았습니다", "클러스터에 빈 곳을 만든 뒤 같은 명령을 다시 하십시오"
            )
        if "index_create_block" in reason:
            return self._failure(
                "새 색인을 만들지 못하게 막혀 있습니다(디스크가 거의 찼거나 관리자가 막았습니다)",
                "클러스터에 빈 곳을 만들거나 cluster.blocks.create_index를 푼 뒤 같은 명령을 다시 하십시오",
            )
        if "maxClauseCount" in reason or "too_many" in reason:
            message = "낱말이 너무 많은 물음입니다. 낱말을 줄여 다시 찾으십시오."
            return InvalidRequest(message, parameter="q", code="query_too_large")
        if error.status_code in BUSY:
            return self._away(f"바빠서 답하지 못합니다({error.status_code})", "잠시 뒤 같은 명령을 다시 하십시오")
        return self._failure(reason, "클러스터의 상태를 확인하십시오")

    def _away(self, reason: str, remedy: str) -> IndexFailure:
        return IndexAway(str(self._failure(reason, remedy)))

    def _failure(self, reason: str, remedy: str) -> IndexFailure:
        return IndexFailure(f"오픈서치 {self.place.shown}: {reason}. {remedy}. 보관된 기사는 그대로입니다.")


def line(value: Mapping[str, Any]) -> bytes:
    """A line of a request that has many."""
    return _encoded(value).encode() + b"\n"


def said(info: Mapping[str, Any]) -> str:
    """The innermost reason of an answer that is an error."""
    found = info.get("error", info)
    if not isinstance(found, Mapping):
        return str(found)
    shards = found.get("failed_shards") or [{}]
    cause = shards[0].get("reason") or found.get("caused_by") or (found.get("root_cause") or [{}])[0]
    kind, reason = cause.get("type") or found.get("type", ""), cause.get("reason") or found.get("reason", "")
    return f"{kind}: {reason}"
