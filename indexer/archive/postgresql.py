"""What is PostgreSQL's own (ADR 0032): its URL, the lock of its writers, how it forgets, what its errors mean."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError

from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveFull

DRIVER = "postgresql+psycopg"

NAMES = ("postgresql", "postgres", DRIVER)
"""How a URL may begin."""

LOCK = 0x67697361
"""The advisory lock of who writes, in this database."""

_SESSION = "SET lock_timeout = {}; SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10"
"""A writer waits so many milliseconds for another. A computer that is gone is noticed: else its lock would stay."""

_CONNECTING = {"connect_timeout": "10", "client_encoding": "utf8", "application_name": "gisa", "keepalives_idle": "30"}

_FORM = "postgresql://사용자:비밀번호@서버/데이터베이스"

_HOLD = 0.2
"""Seconds between two looks at who still reads what was taken down."""

_OLDER = (
    "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_xmin IS NOT NULL"
    " AND (datname = current_database() OR datname IS NULL) AND age(backend_xmin) >= age('{}'::xid)"
)
"""Who sees the database as it was before that transaction: VACUUM keeps for them what was deleted since."""


def url_of(given: str) -> str:
    """What GISA_ARCHIVE_URL says, as SQLAlchemy has it. Raises ArchiveError, without a word of a password."""
    remedy = f"GISA_ARCHIVE_URL에 {_FORM} 꼴로 적으십시오. 비밀번호의 @ : / % 같은 글자는 %40처럼 적습니다"
    try:
        url = make_url(given.strip())
    except (SQLAlchemyError, ValueError):
        raise ArchiveError(f"보관소의 주소를 읽을 수 없습니다. {remedy}.") from None
    if url.drivername not in NAMES:
        raise ArchiveError(f"보관소의 주소가 PostgreSQL의 것이 아닙니다. {remedy}.")
    if not url.database or "@" in f"{url.host}{url.database}" or "/" in url.database:
        raise ArchiveError(f"보관소의 주소에서 서버와 데이터베이스를 알 수 없습니다. {remedy}.")
    return url.set(drivername=DRIVER).render_as_string(hide_password=False)


def is_its(url: str) -> bool:
    """Whether it is a URL of PostgreSQL."""
    return url.startswith("postgres")


def shown(url: str) -> str:
    """A URL for messages: neither user nor password, nor what else stands in it."""
    if not is_its(url):
        return url
    known = make_url(url)
    port = f":{known.port}" if known.port else ""
    return f"postgresql://{known.host or ''}{port}/{known.database}"


def engine_of(url: str, wait_ms: int) -> Engine:
    """The engine for a URL of `url_of`. Readers see one moment, as they do in SQLite."""
    known = make_url(url)
    connecting = {name: value for name, value in _CONNECTING.items() if name not in known.query}
    try:
        engine = create_engine(known, pool_pre_ping=True, isolation_level="REPEATABLE READ", connect_args=connecting)
    except ImportError as error:
        raise ArchiveError(
            "PostgreSQL을 쓰는 데에 필요한 psycopg가 없습니다. `./gisa`로 실행하면 설치합니다. 손으로 하려면: "
            "`.venv/bin/pip install --require-hashes --requirement requirements-postgresql.lock`."
        ) from error

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("SHOW server_encoding")
        (encoding,) = cursor.fetchone() or ("",)
        cursor.execute(_SESSION.format(wait_ms))
        cursor.close()
        connection.commit()
        if encoding != "UTF8":
            connection.close()
            raise _not_every_letter(encoding)

    event.listen(engine, "connect", prepare)
    return engine


def _not_every_letter(encoding: str) -> ArchiveError:
    remedy = "`CREATE DATABASE 이름 ENCODING 'UTF8' TEMPLATE template0`으로 만든 것을 쓰십시오"
    return ArchiveError(f"데이터베이스의 글자 부호가 UTF8이 아니라 {encoding}입니다. {remedy}.")


READING = {"postgresql_readonly": True}
"""The execution options of a connection that only reads."""

WRITING = {"isolation_level": "READ COMMITTED"}
"""Those of one that writes: once it has the lock, it sees what others have written before."""


def lock(connection: Connection) -> None:
    """Waits until no other transaction writes; until this one ends, none will.

    It has all of a transaction, because numbers have to be seen in their order: an index that has read change N must
    never find a smaller one that comes later (`changed`)."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def insert_numbers(connection: Connection, table: str, rows: Sequence[Mapping[str, int]]) -> None:
    """Many short rows by one statement, an array a column: one by one they take most of a batch's time."""
    names = list(rows[0])
    arrays = tuple([row[name] for row in rows] for name in names)
    every = ", ".join("%s::bigint[]" for _ in names)
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(names)}) SELECT * FROM unnest({every})", arrays)


def erase(engine: Engine, tables: str, wait_ms: int, traces: str) -> None:
    """Writes those tables anew without what was deleted. Raises ArchiveBusy while others read what was."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        now = connection.exec_driver_sql("SELECT mod(pg_current_xact_id()::text::bigint, 4294967296)").scalar()
        until = time.monotonic() + wait_ms / 1000
        while connection.exec_driver_sql(_OLDER.format(now)).scalar():
            if time.monotonic() > until:
                raise ArchiveBusy(f"{traces}: 다른 접속이 옛 기록을 읽고 있습니다")
            time.sleep(_HOLD)
        try:
            connection.exec_driver_sql(f"SET lock_timeout = {wait_ms}")
            connection.exec_driver_sql(f"VACUUM (FULL) {tables}")
        except SQLAlchemyError as error:
            if _state(getattr(error, "orig", None)) == "55P03":
                raise ArchiveBusy(f"{traces}: 다른 접속이 보관소를 읽고 있습니다") from error
            raise
        finally:
            connection.invalidate()  # it waits otherwise than the others do


_STATES = {
    "28": "사용자나 비밀번호가 맞지 않습니다. GISA_ARCHIVE_URL의 사용자와 비밀번호를 확인하십시오",
    "3D000": "그런 데이터베이스가 없습니다. `createdb`로 만들거나 GISA_ARCHIVE_URL의 이름을 확인하십시오",
    "42501": "이 사용자에게 권한이 없습니다. 데이터베이스의 주인이 되게 하거나 권한을 주십시오",
    "25006": "서버가 읽기만 받습니다. 복제본이 아니라 주 서버를 GISA_ARCHIVE_URL에 적으십시오",
    "53300": "서버에 더 접속할 수 없습니다. max_connections를 늘리거나 다른 프로그램을 멈추십시오",
    "55P03": "다른 작업이 오래 쓰고 있습니다(locked). 그 일이 끝난 뒤 같은 명령을 다시 하십시오",
    "57": "서버가 멈추었거나 멈추고 있습니다. 서버가 뜬 뒤 같은 명령을 다시 하십시오. 이미 보관한 기사는 그대로입니다",
    "08": "서버와 끊어졌습니다. 서버와 망을 확인하고 같은 명령을 다시 하십시오. 이미 보관한 기사는 그대로입니다",
}
"""What the first letters of an SQLSTATE mean, and what to do."""

_WORDS = (
    (r"authentication failed|no password supplied|fe_sendauth|role \"[^\"]*\" does not exist", "28"),
    (r"database \"[^\"]*\" does not exist", "3D000"),
    (r"too many clients|remaining connection slots", "53300"),
    (r"is (starting up|shutting down)|terminating connection", "57"),
    (r"server closed|connection is closed|connection is lost|EOF detected|consuming input failed", "08"),
)
"""The same in words: what fails before there is a session has no SQLSTATE."""

_ELSEWHERE = (
    (
        r"resolve host|translate host name|Name or service",
        "그런 서버가 없습니다. GISA_ARCHIVE_URL의 이름을 확인하십시오",
    ),
    (
        r"refused|timeout|timed out|unreachable|No route",
        "서버에 닿지 않습니다. 떠 있는지, 주소와 포트, 방화벽을 확인하십시오",
    ),
    (r"pg_hba", "서버가 이 컴퓨터를 받지 않습니다. 서버의 pg_hba.conf를 확인하십시오"),
    (r"SSL|certificate", "서버와 암호로 말할 수 없습니다. 인증서와 sslmode를 확인하십시오"),
)


def meant(place: str, error: BaseException) -> ArchiveError:
    """The error that PostgreSQL's or its driver's means."""
    said, state = " ".join(str(error).split()).rstrip(" .?"), _state(error)
    if state == "53100":
        return ArchiveFull(place, said)
    if state in ("XX001", "XX002"):
        return ArchiveDamaged(place, said)
    state = state or next((known for words, known in _WORDS if re.search(words, said)), "")
    remedies = [remedy for known, remedy in _STATES.items() if state.startswith(known)]
    remedies += [remedy for words, remedy in _ELSEWHERE if re.search(words, said)]
    remedy = remedies[0] if remedies else "서버의 기록을 확인하십시오"
    return ArchiveError(f"보관소를 쓸 수 없습니다: {place}: {said}. {remedy}.")


def _state(error: BaseException | None) -> str:
    return str(getattr(error, "sqlstate", None) or "")
