"""Files that are missing, cut short or filled with something else: one error that says what to do, never an answer."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine import WhooshEngine
from indexer.engines.whoosh_engine.folder import RULES
from indexer.errors import IndexDamaged, IndexFailure
from indexer.query.plan import Every
from tests.contract.building import document, found, ids, put, search, without_fsync, word

REMEDY = r"`\./gisa rebuild`"


@pytest.fixture(autouse=True)
def _left_open() -> Iterator[None]:
    yield
    gc.collect()


pytestmark = [
    # Whoosh leaves a table of contents open that it cannot read; the file is closed when the error is forgotten.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an index of two segments, with something in every column."""
    without_fsync(monkeypatch)
    engine = WhooshEngine(tmp_path)
    named = {"press": "옥천신문", "section": "사회", "region": "옥천", "reporter": "김용구"}
    for each in "ab":
        put(
            engine,
            document(
                each, "산불 진화 " * 9, title="산불", subtitle="진화", caption="현장", published="2019-03-27", **named
            ),
            document(each * 2, "산불 복구", published="2019-03-28"),
        )
    engine.close()
    return tmp_path


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def scribble(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes(b"<!doctype html>\n" * (size // 16) + b"x" * (size % 16))


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def files(root: Path, pattern: str) -> list[Path]:
    """The files of the current index that match."""
    return sorted((root / (root / "current").read_text()).glob(pattern))


def assert_damaged(root: Path) -> None:
    """Whatever is asked, by an engine that has just been opened."""
    engine = WhooshEngine(root)
    for _ in range(2):
        with pytest.raises(IndexDamaged, match=REMEDY) as caught:
            search(engine, word("산불", "복구"))
        assert str(root) in str(caught.value)
    engine.close()


def assert_rebuilt(root: Path) -> None:
    """As `./gisa rebuild` does it."""
    engine = WhooshEngine(root)
    put(engine, document("r", "산불"), afresh=True)
    assert found(engine, word("산불")) == "r"
    engine.close()


@pytest.mark.parametrize("harm", [truncate, halve, empty, zero, scribble, Path.unlink])
def test_a_damaged_table_of_contents_is_told(root: Path, harm: Callable[[Path], object]) -> None:
    [toc] = files(root, "*.toc")
    harm(toc)
    assert_damaged(root)
    with pytest.raises(IndexDamaged, match=REMEDY), WhooshEngine(root).writer():
        pass
    assert_rebuilt(root)


@pytest.mark.parametrize("harm", [truncate, halve, empty, lengthen, Path.unlink])
def test_any_file_of_a_segment_that_is_missing_or_of_another_size_is_told(
    root: Path, harm: Callable[[Path], object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = tmp_path_factory.mktemp("kept") / "index"
    shutil.copytree(root, kept)
    names = [path.name for path in files(root, "MAIN_*")]
    assert len(names) == 2 * (2 + 4 + 4 + 3 + 1)  # terms and postings, lengths, values, key day time, Whoosh's own
    for name in names:
        harm(files(root, name)[0])
        assert_damaged(root)
        shutil.rmtree(root)
        shutil.copytree(kept, root)
    assert found(WhooshEngine(root), word("진화")) == "ab"


@pytest.mark.parametrize("harm", [zero, scribble])
@pytest.mark.parametrize("pattern", ["*.trm", "*.pst"])
def test_terms_or_postings_overwritten_in_place_are_told(
    root: Path, pattern: str, harm: Callable[[Path], object]
) -> None:
    for path in files(root, pattern):
        harm(path)
    assert_damaged(root)
    assert_rebuilt(root)


def test_damage_that_the_writer_meets_is_told_and_changes_nothing(root: Path) -> None:
    path = files(root, "*.trm")[0]
    whole = path.read_bytes()
    scribble(path)
    engine = WhooshEngine(root)
    with pytest.raises(IndexDamaged, match=REMEDY):
        put(engine, document("c", "산불"))
    path.write_bytes(whole)
    assert sorted(ids(engine, Every())) == ["a", "aa", "b", "bb"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00garbage", b"\0" * 40, b"../..", f"{RULES}nowhere".encode(), "색인".encode()]
)
def test_a_pointer_to_nowhere_is_told_and_a_rebuild_mends_it(root: Path, content: bytes) -> None:
    (root / "current").write_bytes(content)
    assert_damaged(root)
    assert_rebuilt(root)


def test_a_folder_in_the_pointers_place_is_told(root: Path) -> None:
    (root / "current").unlink()
    (root / "current").mkdir()
    assert_damaged(root)


def test_an_index_folder_that_was_removed_under_an_open_engine_is_told(root: Path) -> None:
    engine = WhooshEngine(root)
    assert found(engine, word("현장")) == "ab"
    shutil.rmtree(root / engine.index_id)
    with pytest.raises(IndexDamaged, match=REMEDY):
        search(engine)
    put(engine, document("c"), afresh=True)
    assert found(engine) == "c"
    engine.close()


def test_a_pointer_that_was_removed_begins_a_new_index(root: Path) -> None:
    old = (root / "current").read_text()
    (root / "current").unlink()
    engine = WhooshEngine(root)
    put(engine, document("c"))
    assert engine.index_id != old
    assert found(engine) == "c"


def test_too_many_open_files_are_no_damage(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(24, "Too many open files")

    engine = WhooshEngine(root)
    with monkeypatch.context() as patch:
        patch.setattr("indexer.engines.whoosh_engine.snapshot._Files.open_file", refuse)
        with pytest.raises(IndexFailure, match="Too many open files") as caught:
            search(engine)
    assert not isinstance(caught.value, IndexDamaged)
    assert found(engine, word("현장")) == "ab"
    engine.close()
