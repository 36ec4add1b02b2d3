"""OpenSearch nodes on the loopback of this computer, each a process of its own, for as long as a test needs them."""

from __future__ import annotations

import http.client
import json
import os
import pwd
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from tests.services.artifacts import distribution, java
from tests.services.scratch import scratch

Setting: TypeAlias = "str | int | bool | list[str]"
Settings: TypeAlias = Mapping[str, Setting]

LOOPBACK = "127.0.0.1"
HEAP = 512
"""Megabytes: enough for some 10,000 articles."""

READY = 180.0
"""Seconds that a node may take to answer, on a machine that is busy with other tests."""

STOP = 30.0
"""Seconds that it may take to end when it is asked to."""

PORTS = range(20_000, 30_000)
"""Below what systems give to whoever asks for any port, so that a node which is down finds its own free again."""

JVM = (
    "-Xss1m -Dfile.encoding=UTF-8 "
    "-Djava.security.manager=allow -Djava.awt.headless=true -Djna.nosys=true -Djava.locale.providers=SPI,COMPAT "
    "-Dio.netty.noUnsafe=true -Dio.netty.noKeySetOptimization=true -Dio.netty.recycler.maxCapacityPerThread=0 "
    "-Dio.netty.allocator.numDirectArenas=0 -Dlog4j.shutdownHookEnabled=false -Dlog4j2.disable.jmx=true "
    "-Dopensearch.networkaddress.cache.ttl=60 -Dopensearch.networkaddress.cache.negative.ttl=10 "
    "-Dopensearch.distribution.type=zip -Dopensearch.bundled_jdk=false "
    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory"
).split()
"""What bin/opensearch gives; it starts Java three times before to find that out, of which each takes a second."""

STEADY = ("-XX:+UseG1GC", "-XX:G1ReservePercent=25", "-XX:InitiatingHeapOccupancyPercent=30")
HASTY = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Without the second compiler and threads that clear memory a node is up after 3 seconds of processor instead of 15,
and slower once it is warm."""

LOGGING = """status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


class Broken(AssertionError):
    """A node that does not come, with the end of its log."""


@dataclass(kw_only=True)
class Node:
    """One server: its own settings, data and log in a folder that outlives its process."""

    name: str
    folder: Path
    port: int
    transport: int
    heap: int
    settings: Settings
    hasty: bool = True
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process, f"{self.name} was never started"
        return self._process.pid

    def start(self) -> None:
        """Begins; `await_green` says when it answers. From the main thread: the node ends with the thread it is of."""
        assert not self.running, f"{self.name} is running"
        self._write_settings()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_nobody(), *self._command()],
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop(self) -> None:
        """Ends as an operator would have it, and at once if it does not."""
        if self._process and self.running:
            self._process.terminate()
            try:
                self._process.wait(STOP)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait(STOP)

    def restart(self) -> None:
        """The same node again, on its data and at its address; waits until it answers."""
        self.stop()
        self.start()
        self.await_green()

    def ask(self, method: str, path: str, body: object = None, *, patience: float = 60.0) -> tuple[int, Any]:
        """Status and JSON of one answer; OSError while nothing listens."""
        sent = None if body is None else json.dumps(body)
        with closing(http.client.HTTPConnection(LOOPBACK, self.port, timeout=patience)) as connection:
            connection.request(method, path, body=sent, headers={"Content-Type": "application/json"} if sent else {})
            answer = connection.getresponse()
            read = answer.read()
        return answer.status, json.loads(read) if read else None

    def await_green(self, nodes: int = 1) -> None:
        """Waits until it sees so many nodes and all copies of all data on them."""
        deadline = time.monotonic() + READY
        wanted = f"/_cluster/health?wait_for_nodes=>={nodes}&wait_for_status=green&timeout=5s"
        while time.monotonic() < deadline:
            if not self.running:
                raise Broken(f"{self.name} has ended:\n{self.tail()}")
            try:
                status, health = self.ask("GET", wanted)
                if status == http.client.OK and not health["timed_out"]:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise Broken(f"{self.name} does not become green:\n{self.tail()}")

    def tail(self, size: int = 4_000) -> str:
        """The end of its log."""
        return self._log.read_text("utf-8", errors="replace")[-size:]

    @property
    def _log(self) -> Path:
        return self.folder / "node.log"

    def _command(self) -> list[str]:
        home, heap = distribution(), [f"-Xms{self.heap}m", f"-Xmx{self.heap}m", *(HASTY if self.hasty else STEADY)]
        paths = [f"-Dopensearch.path.home={home}", f"-Dopensearch.path.conf={self.folder / 'config'}"]
        temporary = f"-Djava.io.tmpdir={self.folder / 'tmp'}"
        start = ["-cp", f"{home}/lib/*", "org.opensearch.bootstrap.OpenSearch"]
        return [str(java()), *heap, *JVM, temporary, *paths, *start]

    def _write_settings(self) -> None:
        folders = [self.folder / name for name in ("config", "data", "logs", "tmp")]
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        own: Settings = {
            "node.name": self.name,
            "network.host": LOOPBACK,
            "http.port": self.port,
            "transport.port": self.transport,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            # The disk of whoever runs the tests may be all but full.
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        # JSON is YAML.
        (self.folder / "config/opensearch.yml").write_text(json.dumps({**own, **self.settings}), "utf-8")
        (self.folder / "config/log4j2.properties").write_text(LOGGING, "utf-8")
        for path in (self.folder, *folders):
            _give_to_nobody(path)


@dataclass(frozen=True)
class Cluster:
    """Nodes that know each other."""

    nodes: tuple[Node, ...]

    @property
    def urls(self) -> tuple[str, ...]:
        """Where they answer."""
        return tuple(node.url for node in self.nodes)

    @property
    def alive(self) -> tuple[Node, ...]:
        """Those that run."""
        return tuple(node for node in self.nodes if node.running)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """What the first that runs answers."""
        return self.alive[0].ask(method, path, body)

    def start(self) -> None:
        """Starts those that are down, and waits until all are together."""
        for node in self.nodes:
            if not node.running:
                node.start()
        self.await_green()

    def await_green(self) -> None:
        """Waits until those that run have all copies of all data."""
        self.alive[0].await_green(len(self.alive))


@contextmanager
def cluster(
    size: int = 3, *, heap: int = HEAP, settings: Settings | None = None, hasty: bool = True
) -> Iterator[Cluster]:
    """So many nodes, together and green; `heap` megabytes each; not `hasty` where it is measured. Raises
    artifacts.Missing where there can be none."""
    distribution()
    with scratch("gisa-opensearch-", durable=not hasty) as folder:
        folder.chmod(0o755)
        made = _made(folder, size, heap=heap, settings=settings or {}, hasty=hasty)
        try:
            made.start()
            yield made
        finally:
            for node in made.nodes:
                node.stop()


def _made(folder: Path, size: int, *, heap: int, settings: Settings, hasty: bool) -> Cluster:
    names = [f"node-{number}" for number in range(1, size + 1)]
    ports = _free_ports(2 * size)
    shared = _together(folder.name, names, ports[size:]) | dict(settings)
    return Cluster(
        tuple(
            Node(name=name, folder=folder / name, port=port, transport=inner, heap=heap, settings=shared, hasty=hasty)
            for name, port, inner in zip(names, ports[:size], ports[size:], strict=True)
        )
    )


@contextmanager
def node(*, heap: int = HEAP, settings: Settings | None = None, hasty: bool = True) -> Iterator[Node]:
    """One node, green."""
    with cluster(1, heap=heap, settings=settings, hasty=hasty) as made:
        yield made.nodes[0]


def _together(name: str, nodes: list[str], transports: list[int]) -> dict[str, Setting]:
    """How nodes find each other."""
    if len(nodes) == 1:
        return {"cluster.name": name, "discovery.type": "single-node"}
    seeds = [f"{LOOPBACK}:{port}" for port in transports]
    return {"cluster.name": name, "discovery.seed_hosts": seeds, "cluster.initial_cluster_manager_nodes": nodes}


def _free_ports(count: int) -> list[int]:
    found: list[int] = []
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as trying:
            try:
                trying.bind((LOOPBACK, port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise Broken("no ports are free")


def _as_nobody() -> list[str]:
    """What makes the process end with this one, and nobody's if it would be root's, which OpenSearch refuses."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig=KILL", "--"] if setpriv else []
    assert setpriv, "root needs setpriv of util-linux to start a server as nobody"
    nobody = pwd.getpwnam("nobody")
    return [setpriv, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--pdeathsig=KILL", "--"]


def _give_to_nobody(path: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
