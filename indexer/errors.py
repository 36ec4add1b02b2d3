"""Every error that leaves a package of ours. Messages are Korean: what is wrong, where, and what to do next.

Foreign exceptions (whoosh, sqlalchemy, OSError on a source) are turned into one of these at the border.
"""

from __future__ import annotations

from pathlib import Path


class GisaError(Exception):
    """The root. `exit_code` is what the command line ends with (sysexits.h where it has a number)."""

    exit_code = 1

    @property
    def for_readers(self) -> str:
        """The message for a reader of the web pages, who cannot repair anything and need not see where files are."""
        return str(self)


class InvalidRequest(GisaError):
    """The user's query or an option cannot be served. `parameter` names the option, `code` is for programs."""

    exit_code = 2

    def __init__(self, message: str, *, parameter: str, code: str = "invalid") -> None:
        super().__init__(message)
        self.parameter = parameter
        self.code = code


class NotFound(GisaError):
    """No article of that id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"‘{article_id}’라는 기사가 없습니다. 주소나 번호를 확인하거나 검색으로 찾아보십시오.")
        self.article_id = article_id


class TakenDown(NotFound):
    """The article of that id was taken down."""

    def __init__(self, article_id: str, why: str) -> None:
        GisaError.__init__(self, f"‘{article_id}’ 기사는 내렸습니다({why}).")
        self.article_id = article_id


class NoSuchVersion(NotFound):
    """The article has no version of that number."""

    def __init__(self, article_id: str, number: int, held: int) -> None:
        GisaError.__init__(self, f"‘{article_id}’ 기사에 {number}판이 없습니다. 1판부터 {held}판까지 있습니다.")
        self.article_id = article_id


class UnreadableSource(GisaError):
    """A file cannot be read at all, or one place in it cannot: becomes a `Rejected`, the run goes on."""

    exit_code = 66  # EX_NOINPUT

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class FetchFailed(GisaError):
    """A page could not be fetched. `status` is the server's answer if it gave one, `again` says that a later try may do
    better, `wait` how many seconds the server wants to be left alone."""

    exit_code = 69  # EX_UNAVAILABLE

    def __init__(
        self, address: str, reason: str, *, status: int | None = None, again: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(f"{address}: {reason}")
        self.address, self.reason, self.status, self.again, self.wait = address, reason, status, again, wait


class FetchRefused(FetchFailed):
    """An address that is never asked: not the web, or somebody's own network."""

    exit_code = 2


class RobotsRefused(FetchFailed):
    """The paper's robots.txt does not allow it; with `again`, it could not be read, so nothing is allowed for now."""


class UnreadableDictionary(GisaError):
    """A file of user words has something in it that is none. `line` counts from 1; None is the whole file."""

    exit_code = 78  # EX_CONFIG
    for_readers = "낱말을 분석할 수 없습니다. 운영하는 사람에게 알려 주십시오."

    def __init__(self, path: Path, line: int | None, reason: str, remedy: str) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {reason}. {remedy}.")
        self.path, self.line = path, line


class Misconfigured(GisaError):
    """A variable of the environment has a value that is none of its own."""

    exit_code = 78  # EX_CONFIG

    def __init__(self, variable: str, value: str, remedy: str) -> None:
        super().__init__(f"환경변수 {variable}: ‘{value}’. {remedy}.")


class AnalyserFailed(GisaError):
    """The morphological analyser cannot be started. Nothing is lost: what is archived is indexed by the next run."""

    exit_code = 70  # EX_SOFTWARE

    def __init__(self, reason: str) -> None:
        remedy = "메모리(1.5 GB)와 설치를 확인하고 같은 명령을 다시 하십시오. 이미 보관한 기사는 그대로입니다."
        super().__init__(f"형태소 분석기가 뜨지 않습니다: {reason}. {remedy}")


MAKE_ROOM = "빈 곳을 만든 뒤 같은 명령을 다시 하십시오. 이미 보관한 기사는 그대로 있고, 찾는 것도 그대로 됩니다."


class ArchiveError(GisaError):
    """The archive (SQL) cannot be opened, read or written."""

    exit_code = 74  # EX_IOERR
    for_readers = "기사를 꺼낼 수 없습니다. 운영하는 사람에게 알려 주십시오."


class ArchiveDamaged(ArchiveError):
    """The disk gave back something else than was written. `place` is an article, or the file."""

    def __init__(self, place: str, reason: str) -> None:
        remedy = "디스크를 확인하고, `./gisa check`로 나머지를 본 뒤 `./gisa restore`로 성한 백업을 되살리십시오"
        super().__init__(f"보관소가 상했습니다: {place}: {reason}. {remedy}.")


class ArchiveFull(ArchiveError):
    """There is no room on the disk. What was acknowledged is there."""

    exit_code = 73  # EX_CANTCREAT

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"디스크에 빈 곳이 없어 보관소에 쓰지 못했습니다: {place}: {reason}. {MAKE_ROOM}")


class ArchiveBusy(ArchiveError):
    """Somebody goes on reading or writing while the archive's files are to be written anew."""

    exit_code = 75  # EX_TEMPFAIL

    def __init__(self, cause: str) -> None:
        super().__init__(f"{cause}. `./gisa serve`나 다른 명령을 멈춘 뒤 같은 명령을 다시 하십시오.")


class DamagedBackup(GisaError):
    """A backup is not what was written, or cannot be put where it was asked for. Nothing was changed."""

    exit_code = 74  # EX_IOERR

    def __init__(self, place: Path, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


class ExportFailed(GisaError):
    """A file that was to be exported cannot be written."""

    exit_code = 74  # EX_IOERR
    for_readers = "내보낼 파일을 만들 수 없습니다. 운영하는 사람에게 알려 주십시오."

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}. 디스크의 빈 곳과 권한을 확인하십시오.")


class IndexFailure(GisaError):
    """The root of what can be wrong with an index. The archive is untouched by any of these."""

    exit_code = 74  # EX_IOERR
    for_readers = "색인을 쓸 수 없습니다. 기사는 그대로 있으니 운영하는 사람에게 알려 주십시오."


class IndexFull(IndexFailure):
    """There is no room on the disk. The index is what it was before."""

    exit_code = 73  # EX_CANTCREAT

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"남은 저장 공간이 없어 색인을 쓰지 못했습니다: {path}: {reason}. {MAKE_ROOM}")


class IndexMissing(IndexFailure):
    """There is no index yet."""

    for_readers = "아직 찾을 수 있는 기사가 없습니다. 기사를 넣고 있으면 곧 보입니다."

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"색인이 없습니다: {path}. `./gisa add 파일…`로 기사를 넣거나 `./gisa rebuild`로 만드십시오.")


class IndexAway(IndexFailure):
    """The index is on a cluster that does not answer now: a later try may do better."""

    exit_code = 69  # EX_UNAVAILABLE


class IndexDamaged(IndexFailure):
    """A file of the index is missing, cut short, or of another format."""

    def __init__(self, path: Path | str, reason: str) -> None:
        remedy = "`./gisa rebuild`로 다시 만드십시오. 보관된 기사는 그대로입니다."
        super().__init__(f"색인을 읽을 수 없습니다: {path}: {reason}. {remedy}")


class IndexBusy(IndexFailure):
    """Another process is writing: the `cause`."""

    exit_code = 75  # EX_TEMPFAIL

    def __init__(self, path: Path | str, holder: str = "") -> None:
        who = f"{holder}이(가)" if holder else "다른 프로그램이"
        self.cause = f"{who} 색인을 쓰고 있습니다: {path}"
        super().__init__(f"{self.cause}. 그 일이 끝난 뒤 다시 하십시오.")


class IndexTaken(IndexBusy):
    """Another has become the writer, because this one could not say for so long that it still was."""

    def __init__(self, place: Path | str, holder: str = "") -> None:
        who = f"{holder}이(가)" if holder else "다른 프로그램이"
        reason = f"이 프로그램이 오래 말이 없어(멈췄거나 연결이 끊겨) {who} 쓰는 차례를 넘겨받았습니다"
        remedy = "더 쓰지 않고 그만둡니다. 보관한 기사는 그대로이니 그 일이 끝난 뒤 같은 명령을 다시 하십시오"
        self.cause = f"색인 {place}: {reason}"
        IndexFailure.__init__(self, f"{self.cause}. {remedy}.")
