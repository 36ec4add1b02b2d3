"""The web server: waitress, told who may wait for whom.

lanes     a probe is answered while every search is at work, and exports, which can take minutes, leave searches theirs
patience  who sends or takes too slowly is let go of, and who has waited longest without asking makes room
leaving   told to stop, it answers what was asked, and then ends
"""

from __future__ import annotations

import re
import select
import sys
import threading
import time
from contextlib import suppress
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from webui.headers import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = {"search": 3, "export": 2, "probe": 1}
"""Of each lane. Python runs one at a time: a fourth search would answer nobody sooner, and all others later."""

TURN = 0.001
"""Seconds after which Python lets another thread go on, a fifth of the usual: a probe waits for its turn several times.
Shorter turns cost searches more than they give probes."""

AT_ONCE = "/healthz"
"""Answered by the thread that listens: it has nothing to look for, and waits for half as many turns."""

PROBES = (AT_ONCE, "/readyz")
_LONG = re.compile(r"(?:/en)?/(?:export|kwic\.).*")

MOST_CONNECTIONS = 500
"""Connections open at once. One more makes room by ending the one that has been without a question for longest."""

MOST_FILES = 4096
"""Files that the server asks the system to let it open: connections, what waits for them, and the index."""

SILENT = 60
"""Seconds that a connection is kept open on which nothing is asked."""

PATIENCE = 20
"""Seconds in which a question must have arrived, and an answer must have been taken, or so many bytes of it:"""

ENOUGH = 100_000
"""Five thousand a second."""

LOOKING = 1.0
"""Seconds after which it is looked who is too slow."""

LEAVING = 8.0
"""Seconds after which questions that are still being answered are given up; who stops the program mostly waits ten."""

LINGERING = 1.5
"""Of these, those in which a connection that is open may still ask: its question may be on its way."""


class Server:
    """Listens when made. Raises OSError where it cannot."""

    def __init__(self, application: WSGIApplication, *, host: str, port: int, **adjustments: Any) -> None:
        settings = Adjustments(
            host=host,
            port=port,
            # Room is made before it is full; where nothing can be, the system keeps who comes waiting.
            connection_limit=MOST_CONNECTIONS + 8,
            log_socket_errors=False,
            **adjustments,
        )
        _allow_files()
        self._map: dict[int, Any] = {}
        self._lanes = Lanes()
        self._listeners = [
            Listener(application, self._map, dispatcher=self._lanes, adj=settings, sockinfo=place)
            for place in settings.listen
        ]
        self._stopping = False

    @property
    def port(self) -> int:
        """Where it listens: of port 0, the one that the system gave."""
        return int(self._listeners[0].effective_port)

    def run(self) -> None:
        """Answers until `stop`, and then what was asked before."""
        sys.setswitchinterval(TURN)
        self._lanes.listening = threading.get_ident()
        while not self._stopping:
            self._turn(1.0)
        self._leave()

    def stop(self) -> None:
        """Ends `run`; from any thread, or a signal's handler."""
        self._stopping = True
        for listener in self._listeners:
            listener.pull_trigger()

    def close(self) -> None:
        """Ends everything at once."""
        self._lanes.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def _turn(self, seconds: float) -> None:
        for listener in self._listeners:
            listener.let_go()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _leave(self) -> None:
        for listener in self._listeners:
            listener.leave()
        started = time.monotonic()
        while (spent := time.monotonic() - started) < LEAVING:
            channels = [channel for listener in self._listeners for channel in listener.active_channels.values()]
            if not channels:
                break
            if spent > LINGERING:
                for channel in filter(lambda each: each.asks_nothing, channels):
                    channel.handle_close()
            self._turn(0.1)


class Lanes:
    """A dispatcher of several, each with threads of its own: waitress hands it every question, as a channel."""

    def __init__(self) -> None:
        self.listening = 0  # the thread that does
        self._lanes = {name: ThreadedTaskDispatcher() for name in THREADS}
        for name, lane in self._lanes.items():
            lane.set_thread_count(THREADS[name])

    def add_task(self, channel: Channel) -> None:
        """Puts it in line."""
        path = getattr(channel.requests[0], "path", "")
        if path == AT_ONCE and threading.get_ident() == self.listening:
            channel.at_once = True
        else:
            self._lanes[lane_of(path)].add_task(channel)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> None:  # noqa: FBT001, FBT002  # waitress's
        """Ends the threads; those still at work after so many seconds end with the process."""
        for lane in self._lanes.values():
            lane.shutdown(cancel_pending, timeout / len(self._lanes))


def lane_of(path: str) -> str:
    """Which of THREADS answers a path."""
    if path in PROBES:
        return "probe"
    return "export" if _LONG.fullmatch(path) else "search"


class Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    """An answer. The last one on a connection says so when the server leaves."""

    def build_response_header(self) -> bytes:
        """See WSGITask."""
        if self.channel.server.leaving:
            self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header


class Refusal(ErrorTask):  # type: ignore[misc]
    """What no page is asked for, no HTTP, too long or broken off: a plain text of waitress, with the headers of all
    other answers. Nobody keeps it."""

    def execute(self) -> None:
        """See ErrorTask."""
        self.response_headers.extend([*HEADERS.items(), ("Cache-Control", "no-store")])
        super().execute()


class Pace:
    """Whether enough bytes move. What was moved quickly is no credit: the system takes megabytes at once."""

    def __init__(self) -> None:
        self.moved = 0
        self._before, self._since = 0, 0.0

    def rest(self) -> None:
        """Nothing has to move now."""
        self._since = 0.0

    def too_slow(self, now: float) -> bool:
        """Whether too little has moved, to be asked while something should."""
        if not self._since or (now - self._since > PATIENCE and self.moved - self._before >= ENOUGH):
            self._since, self._before = now, self.moved
        return now - self._since > PATIENCE


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection, and how fast it is."""

    task_class = Task
    error_task_class = Refusal

    def __init__(self, *given: Any, **named: Any) -> None:
        self.at_once = False
        self._coming, self._going = Pace(), Pace()
        super().__init__(*given, **named)

    @property
    def asks_nothing(self) -> bool:
        """Whether nothing is asked, or not yet wholly, and nothing is on its way back."""
        return not self.requests and not self.total_outbufs_len

    def received(self, data: bytes) -> bool:
        """See HTTPChannel."""
        if self.request is None:
            self._coming.rest()
        self._coming.moved += len(data)
        taken = bool(super().received(data))
        while self.at_once:  # not in the middle of it: there it holds the lock that an answer needs
            self.at_once = False
            self.service()
        return taken

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002  # waitress's
        """See HTTPChannel."""
        sent = int(super().send(data, do_close) or 0)
        self._going.moved += sent
        return sent

    def too_slow(self, now: float) -> bool:
        """Whether who is at the other end sends, takes or asks too little. To be asked about once a second."""
        if self.total_outbufs_len:
            return self._going.too_slow(now)
        self._going.rest()
        if self.requests:
            return False
        if self.request is not None:
            return self._coming.too_slow(now)
        return bool(now - self.last_activity > SILENT)


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """One address, and the connections made to it."""

    channel_class = Channel
    leaving = False

    _looked = 0.0

    def maintenance(self, now: float) -> None:
        """See BaseWSGIServer. Nothing: it is called in the middle of a turn, see `let_go`."""

    def let_go(self) -> None:
        """Ends the connections of who is too slow and, where there are too many, of who has asked nothing for longest.

        Between turns: one that is closed while the system is asked about it is a number that the system gives to the
        next connection, and what is then said of the old one would end the new one.
        """
        now = time.time()
        if now - self._looked >= LOOKING:
            self._looked = now
            for channel in [each for each in self.active_channels.values() if each.too_slow(now)]:
                channel.handle_close()  # what only marks it waits until something can be sent: for ever
        if (over := len(self.active_channels) - MOST_CONNECTIONS) > 0:
            idle = (channel for channel in self.active_channels.values() if channel.asks_nothing)
            for channel in nsmallest(over, idle, key=lambda each: each.last_activity):
                channel.handle_close()

    def leave(self) -> None:
        """Takes in who is at the door, and closes it. What is asked from now on is the connection's last."""
        self.leaving = True
        door = select.poll()
        door.register(self.socket, select.POLLIN)
        for _ in range(self.adj.backlog):
            if not door.poll(0):
                break
            self.handle_accept()
        self.accepting = False
        self.del_channel()
        self.socket.close()


def _allow_files() -> None:
    try:
        import resource
    except ImportError:  # no Unix
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # fewer connections, then
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
