"""A real OpenSearch out of Maven Central, assembled once.

The project publishes its server there for integration tests, with the transport alone. Scripts and analysers come as
jars beside it; the folders that make modules of them are written here.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

VERSION = "2.19.3"
JAVA = range(17, 24)
"""Versions that are tested, and no later: Java 24 has lost the security manager that OpenSearch 2 starts with."""

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
PATIENCE = 600
"""Seconds for 60 MB from Maven Central."""


class Missing(Exception):
    """What a real server would need and this computer has not: the reason to skip."""


@dataclass(frozen=True)
class Artifact:
    """One file of Maven Central, and the hash it must have."""

    group: str
    name: str
    version: str
    sha256: str
    kind: str = "jar"

    @property
    def file(self) -> str:
        """Its name."""
        return f"{self.name}-{self.version}.{self.kind}"

    @property
    def item(self) -> str:
        """The line of a POM that asks for it."""
        parts = (("groupId", self.group), ("artifactId", self.name), ("version", self.version), ("type", self.kind))
        return "<artifactItem>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts) + "</artifactItem>"


@dataclass(frozen=True)
class Module:
    """A folder of `modules/`: its plugin, whom it extends, what it may do, its jars."""

    name: str
    plugin: str
    jars: tuple[Artifact, ...]
    extends: str = ""
    policy: str = ""

    @property
    def descriptor(self) -> str:
        """plugin-descriptor.properties."""
        return (
            f"name={self.name}\ndescription={self.name}\nversion={VERSION}\nopensearch.version={VERSION}\n"
            f"java.version=11\nclassname={self.plugin}\nextended.plugins={self.extends}\n"
            "custom.foldername=\nhas.native.controller=false\n"
        )


SERVER = Artifact(
    "org.opensearch.distribution.integ-test-zip",
    "opensearch",
    VERSION,
    "760530e522de0a9f06380d4a4a43dfd83c31fa8911f41745513ce715ed5dfd03",
    "zip",
)
PLUGIN, ASM = "org.opensearch.plugin", "org.ow2.asm"
PAINLESS = (
    Artifact(PLUGIN, "lang-painless", VERSION, "b5cfd4ef2361b481f3f3c7de00032a13de8b3197681a77c5d38f51a1a8763df0"),
    Artifact(
        PLUGIN,
        "opensearch-scripting-painless-spi",
        VERSION,
        "195476e538bdd293fe6ee99d3eed121e43032f4505902e10129db7ddbd83cbbc",
    ),
    Artifact(
        "org.antlr", "antlr4-runtime", "4.13.1", "54665d2838cc66458343468efc539e454fc95b46a8a04b13c6ac43fc9be63505"
    ),
    Artifact(ASM, "asm", "9.7", "adf46d5e34940bdf148ecdd26a9ee8eea94496a72034ff7141066b3eea5c4e9d"),
    Artifact(ASM, "asm-analysis", "9.7", "7bc6bcbc21379948a0c8c467fb0f864206e5b818f6bc0b546872f5c9f941556f"),
    Artifact(ASM, "asm-commons", "9.7", "389bc247958e049fc9a0408d398c92c6d370c18035120395d4cba1d9d9304b7a"),
    Artifact(ASM, "asm-tree", "9.7", "62f4b3bc436045c1acb5c3ba2d8ec556ec3369093d7f5d06c747eb04b56d52b1"),
    Artifact(ASM, "asm-util", "9.7", "37a6414d36641973f1af104937c95d6d921b2ddb4d612c66c5a9f2b13fc14211"),
)
ANALYSIS = (
    Artifact(PLUGIN, "analysis-common", VERSION, "2e94b65f3c142644cb2581298b587a9b2449bf68c0c74d5f0bd49e8457228022"),
)
MAY_LOAD = """grant {
  permission java.lang.RuntimePermission "createClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
"""
MODULES = (
    Module("lang-painless", "org.opensearch.painless.PainlessPlugin", PAINLESS, policy=MAY_LOAD),
    Module("analysis-common", "org.opensearch.analysis.common.CommonAnalysisPlugin", ANALYSIS, extends="lang-painless"),
)
ARTIFACTS = (SERVER, *PAINLESS, *ANALYSIS)

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example.garamilbo</groupId><artifactId>servers</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId>
    <configuration><outputDirectory>{into}</outputDirectory><artifactItems>{items}</artifactItems></configuration>
  </plugin></plugins></build>
</project>
"""


@functools.cache
def java() -> Path:
    """A Java that OpenSearch runs on: JAVA_HOME's, or the PATH's."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin" if home else None)
    if not found:
        raise Missing("NO JAVA HERE, so OpenSearch is not tested: install openjdk-17-jre-headless")
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) not in JAVA:
        raise Missing(f"JAVA {JAVA[0]} TO {JAVA[-1]} IS NEEDED, so OpenSearch is not tested: {said.strip()[:80]}")
    return Path(found)


@functools.cache
def distribution() -> Path:
    """The folder of a server that can be started, readable by everyone; fetched and assembled the first time."""
    java()
    place = shelf() / f"opensearch-{VERSION}"
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix="assembling-") as aside:
            fetched = fetch(Path(aside) / "fetched")
            publish(assemble(fetched, Path(aside) / "whole"), place)
    return place


def shelf() -> Path:
    """Where it is kept from one run to the next. root's own folder is closed to nobody, who runs the server."""
    if os.geteuid() == 0:
        return Path("/var/cache/gisa")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gisa"


def fetch(into: Path) -> Path:
    """A folder with the artifacts: of Maven's own store if it has them all, else from Maven Central."""
    maven = shutil.which("mvn")
    if not maven:
        raise Missing("NO MAVEN HERE, so OpenSearch is not tested: install maven")
    into.mkdir()
    pom = into / "pom.xml"
    pom.write_text(POM.format(into=into, items="".join(artifact.item for artifact in ARTIFACTS)), "utf-8")
    command = [maven, "--batch-mode", "--quiet", "--file", str(pom), COPY]
    said = ""
    for choice in (["--offline"], []):
        run = subprocess.run([*command, *choice], capture_output=True, text=True, timeout=PATIENCE, check=False)
        if run.returncode == 0:
            return into
        said = run.stdout
    raise Missing(f"MAVEN CENTRAL IS OUT OF REACH, so OpenSearch is not tested: {said.strip()[:300]}")


def assemble(fetched: Path, home: Path) -> Path:
    """The server of the artifacts, each of which is what it was when it was tested."""
    for artifact in ARTIFACTS:
        found = hashlib.sha256((fetched / artifact.file).read_bytes()).hexdigest()
        assert found == artifact.sha256, f"{artifact.file} has another hash: {found}"
    with zipfile.ZipFile(fetched / SERVER.file) as packed:
        packed.extractall(home)
    (top,) = home.iterdir()
    for module in MODULES:
        folder = top / "modules" / module.name
        folder.mkdir()
        (folder / "plugin-descriptor.properties").write_text(module.descriptor, "utf-8")
        if module.policy:
            (folder / "plugin-security.policy").write_text(module.policy, "utf-8")
        for jar in module.jars:
            shutil.copy(fetched / jar.file, folder)
    for path in (top, *top.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return top


def publish(whole: Path, place: Path) -> None:
    """Moves it to its place, unless another process was quicker."""
    place.parent.chmod(0o755)
    try:
        whole.rename(place)
    except OSError:
        if not place.is_dir():
            raise
