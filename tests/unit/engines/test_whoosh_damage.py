"""Files that are missing, cut short or filled with something else: one error that says what to do, never an answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh_engine import WhooshEngine, merging
from indexer.engines.whoosh_engine.folder import RULES
from indexer.errors import IndexDamaged, IndexFailure
from indexer.query.plan import Every
from tests.contract.building import delete, document, found, ids, put, search, without_fsync, word

REMEDY = r"`\./gisa rebuild`"


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
            document(each * 2, f"산불 복구 {each}", published="2019-03-28"),
            document(each * 3),
            document(each * 4),
        )
    delete(engine, "bbb")
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


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def files(root: Path, pattern: str) -> list[Path]:
    """The files of the current index that match."""
    return sorted((root / (root / "current").read_text()).glob(pattern))


def assert_damaged(root: Path) -> str:
    """Whatever is asked, by an engine that has just been opened; what it says."""
    engine = WhooshEngine(root)
    for _ in range(2):
        with pytest.raises(IndexDamaged, match=REMEDY) as caught:
            search(engine, word("산불", "복구"))
        assert str(root) in str(caught.value)
    engine.close()
    return str(caught.value)


def assert_rebuilt(root: Path) -> None:
    """As `./gisa rebuild` does it."""
    engine = WhooshEngine(root)
    put(engine, document("r", "산불"), afresh=True)
    assert found(engine, word("산불")) == "r"
    engine.close()


@pytest.fixture
def kept(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole folder."""
    return shutil.copytree(root, tmp_path_factory.mktemp("kept") / "index")


def restore(root: Path, kept: Path) -> None:
    shutil.rmtree(root)
    shutil.copytree(kept, root)


EVERY_FILE = 2 * 2 + 1 + 2
"""Two files a segment, the deleted documents of one, the manifest and Whoosh's table of contents."""


@pytest.mark.parametrize("harm", [truncate, halve, empty, zero, scribble, lengthen, Path.unlink])
def test_any_file_that_is_missing_or_has_other_contents_is_told_by_name(
    root: Path, kept: Path, harm: Callable[[Path], object]
) -> None:
    names = [path.name for path in files(root, "*")]
    assert len(names) == EVERY_FILE
    for name in names:
        harm(files(root, name)[0])
        said = assert_damaged(root)
        assert name in said or name.endswith(".manifest"), said  # without a manifest there is no commit to speak of
        restore(root, kept)
    assert found(WhooshEngine(root), word("진화")) == "ab"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_told(root: Path, kept: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files(root, "*")))
    flip(path, data.draw(st.integers(0, path.stat().st_size * 8 - 1)))
    try:
        assert path.name in assert_damaged(root)
    finally:
        restore(root, kept)


def test_two_files_that_changed_places_are_told(root: Path, kept: Path) -> None:
    for ending in ("documents", "terms"):
        one, other = files(root, f"*.{ending}")
        one.rename(root / "aside")
        other.rename(one)
        (root / "aside").rename(other)
        assert ending in assert_damaged(root)
        restore(root, kept)


def test_damage_is_mended_by_a_rebuild(root: Path) -> None:
    for path in files(root, "*"):
        scribble(path)
    assert_damaged(root)
    with pytest.raises(IndexDamaged, match=REMEDY), WhooshEngine(root).writer():
        pass
    assert_rebuilt(root)


def test_damage_that_a_merge_meets_is_told_and_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "TIER", 2)
    path = files(root, "*.terms")[0]
    whole = path.read_bytes()
    flip(path, len(whole) * 4)
    engine = WhooshEngine(root)
    with pytest.raises(IndexDamaged, match=REMEDY):
        put(engine, document("c", "산불"))
    path.write_bytes(whole)
    assert sorted(ids(engine, Every())) == [
        "a",
        "aa",
        "aaa",
        "aaaa",
        "b",
        "bb",
        "bbbb",
        "c",
    ]  # committed before it was merged


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
        patch.setattr("mmap.mmap", refuse)
        with pytest.raises(IndexFailure, match="Too many open files") as caught:
            search(engine)
    assert not isinstance(caught.value, IndexDamaged)
    assert found(engine, word("현장")) == "ab"
    engine.close()
