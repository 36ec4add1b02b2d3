"""Two hundred clients that send slowly, not at all, too much, or take nothing, until the standard input is closed.

    python -m tests.reliability.badly_behaved PORT

Who is let go of by the server comes back.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time
from collections.abc import Callable

HEAD = b"Host: gisa.example\r\n"
OVER = threading.Event()


def silent(connection: socket.socket) -> None:
    """Says nothing."""
    _rest(connection)


def trickling(connection: socket.socket) -> None:
    """A byte of a question a second."""
    for letter in b"GET /search?q=" + b"a" * 100_000:
        connection.sendall(bytes([letter]))
        if OVER.wait(1.0):
            return


def half_a_body(connection: socket.socket) -> None:
    """Announces a draft and sends the beginning of it."""
    connection.sendall(b"POST /draft HTTP/1.1\r\n" + HEAD + b"Content-Length: 9000\r\n\r\ntext=")
    _rest(connection)


def half_a_header(connection: socket.socket) -> None:
    """Stops in the middle of a header."""
    connection.sendall(b"GET / HTTP/1.1\r\nHost: gisa.exa")
    _rest(connection)


def long_header(connection: socket.socket) -> None:
    """A header of a megabyte."""
    connection.sendall(b"GET / HTTP/1.1\r\n" + HEAD + b"Cookie: " + b"a" * 1_000_000)
    _read(connection)


def long_body(connection: socket.socket) -> None:
    """Forty megabytes that are not announced."""
    connection.sendall(b"POST /draft HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(40):
        connection.sendall(b"100000\r\n" + b"a" * 0x100000 + b"\r\n")
        if OVER.wait(0.3):
            return
    _read(connection)


def announced_body(connection: socket.socket) -> None:
    """A terabyte that is announced."""
    connection.sendall(b"POST /export HTTP/1.1\r\n" + HEAD + b"Content-Length: 1000000000000\r\n\r\n")
    _read(connection)


def deaf(connection: socket.socket) -> None:
    """Asks for everything and takes nothing."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    connection.sendall(b"GET /export.jsonl HTTP/1.1\r\n" + HEAD + b"\r\n")
    OVER.wait(600)


def sipping(connection: socket.socket) -> None:
    """Asks for everything and takes a byte a second."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    connection.sendall(b"GET /export.csv HTTP/1.1\r\n" + HEAD + b"\r\n")
    while connection.recv(1) and not OVER.wait(1.0):
        pass


def vanishing(connection: socket.socket) -> None:
    """Asks, and breaks the connection off before the answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sendall(b"GET /search HTTP/1.1\r\n" + HEAD + b"\r\n")


def half_closed(connection: socket.socket) -> None:
    """Asks, and says that nothing more will come."""
    connection.sendall(b"GET /coverage HTTP/1.1\r\n" + HEAD + b"\r\n")
    connection.shutdown(socket.SHUT_WR)
    _read(connection)


def garbage(connection: socket.socket) -> None:
    """What is no HTTP."""
    connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 100)
    _rest(connection)


KINDS: tuple[tuple[int, float, Callable[[socket.socket], None]], ...] = (
    (40, 0.5, silent),
    (40, 0.5, trickling),
    (20, 0.5, half_a_body),
    (20, 0.5, half_a_header),
    (10, 2.0, long_header),
    (5, 2.0, long_body),
    (10, 1.0, announced_body),
    (20, 1.0, deaf),
    (10, 1.0, sipping),
    (10, 2.0, vanishing),
    (5, 2.0, half_closed),
    (10, 1.0, garbage),
)
"""How many, the seconds that each rests between two connections, and what it does."""


def _rest(connection: socket.socket) -> None:
    """Waits for the server to end the connection."""
    connection.settimeout(1.0)
    while not OVER.is_set():
        try:
            if not connection.recv(4096):
                return
        except TimeoutError:
            pass


def _read(connection: socket.socket) -> None:
    connection.settimeout(30)
    while connection.recv(65_536) and not OVER.is_set():
        pass


def _behave(port: int, rest: float, act: Callable[[socket.socket], None]) -> None:
    while not OVER.is_set():
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                act(connection)
        except OSError:
            pass  # it was let go of
        OVER.wait(rest)


def main() -> None:
    """Behaves badly until told to end."""
    for count, rest, act in KINDS:
        for _ in range(count):
            threading.Thread(target=_behave, args=(int(sys.argv[1]), rest, act), daemon=True).start()
    time.sleep(2.0)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.stdin.read()
    OVER.set()


if __name__ == "__main__":
    main()
