"""THE INDEX PATH: files → articles or rejections → archive → tokens → engine."""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, groupby, tee
from random import shuffle

from indexer.analysis.gate import Refused, admit, clean
from indexer.analysis.interface import Analyser
from indexer.analysis.plain import printed, why_undone
from indexer.analysis.terms import field_terms
from indexer.analysis.tokens import TokenColumns, pack
from indexer.archive import Archive, Origin, Outcome, Stored
from indexer.article import VALUE_FIELDS, Article, Found, Rejected
from indexer.engines.interface import Engine, EngineWriter, IndexDocument
from indexer.engines.turns import await_turn, first_try
from indexer.errors import IndexBusy
from indexer.sources import SourceFile, identity

BATCH = 200
"""Articles acknowledged together: one transaction, so one wait for the disk."""

CATCH_UP = 200
"""Articles read back from the archive together; fewer where they are long (`Archive.changed`), which bounds memory."""

SETTLED, SETTLED_TEXT = 100, 1_000_000
"""Articles whose tokens are stored and whose stories are found together, and their characters: fewer long ones."""

Fields = Mapping[str, TokenColumns]
"""The tokens of an article's texts by field; only those that have any text."""

Progress = Callable[[int], None]
"""Told how many more things are done."""

Withdrawn = Callable[[Stored, str], bool]
"""Takes back an article that cannot be analysed, for that reason; False for one that has to stay."""


@dataclass
class Summary:
    """What became of everything that was read: read = added + updated + unchanged + rejected."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    seconds: float = 0.0
    pending: int = 0
    """Articles that are archived and not found yet: left to whoever is writing the index, or to the next run."""

    @property
    def read(self) -> int:
        """How many things were read, articles or not."""
        return self.added + self.updated + self.unchanged + self.rejected

    @property
    def accepted(self) -> int:
        """How many of them the archive holds now."""
        return self.added + self.updated + self.unchanged

    def withdraw(self, kind: str) -> None:
        """Counts what was counted as added or updated, here or by another process, among the rejected instead."""
        setattr(self, kind, max(0, getattr(self, kind) - 1))
        self.rejected += 1


def add(
    files: Iterable[SourceFile],
    *,
    archive: Archive,
    engine: Engine,
    analyser: Analyser,
    restore: bool = False,
    progress: Progress = lambda _: None,
    on_rejected: Callable[[Rejected], None] = lambda _: None,
    on_renewed: Progress = lambda _: None,
    patience: float = 0.0,
    on_busy: Callable[[IndexBusy], None] = lambda _: None,
) -> Summary:
    """Takes in what files hold, archives what is new, and indexes everything the index does not hold yet.

    An article is safe as soon as its batch is archived: if this is interrupted, the next run indexes the rest.
    With `restore`, articles that were taken down come back. `on_renewed` is told how many articles are analysed again
    because the analyser's user words changed, if any.
    A text that the analyser cannot do is rejected (`interface.Unanalysed`).
    Raises IndexBusy before reading anything while another writer is at work. With `patience`, and an archive that
    computers share, archives and analyses meanwhile (`on_busy` is told), and then waits so many seconds for its turn,
    or for the other to index that, too, who goes along the same log.
    """
    started = time.perf_counter()
    summary, begun = Summary(), 0

    def archived() -> Iterator[None]:
        for batch in _batches(files):
            for refused in _archive(batch, archive, summary, restore=restore):
                on_rejected(refused)
            yield
            progress(len(batch))

    def withdrawn(stored: Stored, reason: str) -> bool:
        if stored.version_id <= begun:  # an earlier run acknowledged it
            return False
        taken = archive.withdraw(stored, reason)
        if taken is None:  # by another process, or taken down
            return True
        refused, another = taken
        summary.withdraw("updated" if another else "added")
        on_rejected(refused)
        return True

    steps = archived()
    with ExitStack() as stack:
        writer = first_try(stack, engine, on_busy if patience and archive.shared else None)
        begun = archive.last_version()
        if writer is None:
            deque(steps, maxlen=0)
            ahead = _ahead(archive, engine, analyser)
            writer = await_turn(stack, engine, patience, _reached(archive, engine), ahead)
        if writer is None:
            summary.pending = archive.pending(engine.index_id)
        else:
            _renew(archive, analyser, on_renewed)
            _index(archive, writer, analyser, steps, withdrawn=withdrawn)
    summary.seconds = time.perf_counter() - started
    return summary


def _reached(archive: Archive, engine: Engine) -> Callable[[], bool]:
    """Whether the index has come as far as the archive is now; less where what came last was taken back."""
    end = archive.last_change()
    return lambda: archive.position(engine.index_id) >= min(end, archive.last_change())


def _ahead(archive: Archive, engine: Engine, analyser: Analyser) -> Callable[[], bool]:
    """Analyses some of what the writer has not come to, and says whether there was any. In no order: the writer comes
    from the front, and others who wait take other parts. What cannot be analysed is left to the writer."""
    starts = list(range(archive.position(engine.index_id), archive.last_change(), CATCH_UP))
    shuffle(starts)

    def some() -> bool:
        while starts:
            start, reached = starts.pop(), archive.position(engine.index_id)
            waiting = archive.changed(start, analyser.version, CATCH_UP) if start >= reached else []
            if lacking := [stored for stored in waiting if stored.tokens is None]:
                fresh = _analysed(lacking, analyser, lambda _stored, _reason: True)
                archive.store_tokens(analyser.version, [(stored.version_id, pack(fields)) for stored, fields in fresh])
                return True
        return False

    # Two with different user words would drop each other's tokens: only who has the archive's takes part.
    return some if archive.words() == dict(analyser.words) else lambda: False


def rebuild(
    *,
    archive: Archive,
    engine: Engine,
    analyser: Analyser,
    progress: Progress = lambda _: None,
    on_renewed: Progress = lambda _: None,
) -> int:
    """A new index from the archive, in place of the old one; how many articles it holds. Stored tokens are used: the
    analyser is called only for articles that it, in this version and with these user words, has not been over."""
    with engine.writer(afresh=True) as writer:
        _renew(archive, analyser, on_renewed)
        _index(archive, writer, analyser, (), progress)
    return engine.count()


def _batches(files: Iterable[SourceFile]) -> Iterator[list[tuple[Origin, Found | Rejected]]]:
    batch: list[tuple[Origin, Found | Rejected]] = []
    for file in files:
        origin = Origin(file.place, file.sha256, file.kind)
        for item in file.items:
            batch.append((origin, item))
            if len(batch) >= BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _archive(
    batch: Sequence[tuple[Origin, Found | Rejected]], archive: Archive, summary: Summary, *, restore: bool
) -> list[Rejected]:
    """Stores a batch and counts it; gives what was rejected by the reader, the gate or the archive."""
    found: list[tuple[Origin, Found]] = []
    refused: list[tuple[Origin, Rejected]] = []
    for origin, item in batch:
        taken = _admitted(origin, item) if isinstance(item, Found) else item
        if isinstance(taken, Found):
            found.append((origin, taken))
        else:
            refused.append((origin, taken))
    for (origin, item), outcome in zip(found, archive.store(found, restore=restore), strict=True):
        if outcome.kind in ("clash", "removed"):
            refused.append((origin, _kept_out(origin, item, outcome)))
        else:
            setattr(summary, outcome.kind, getattr(summary, outcome.kind) + 1)
    refused = [(origin, _storable(item)) for origin, item in refused]
    archive.reject(refused)
    summary.rejected += len(refused)
    return [item for _, item in refused]


def _kept_out(origin: Origin, found: Found, outcome: Outcome) -> Rejected:
    if outcome.kind == "removed":
        reason = f"내린 기사입니다({outcome.removed}). 다시 실으려면 `./gisa add --restore`로 넣으십시오"
        # Not a word of it is kept: no excerpt.
        return Rejected(path=origin.path, line=found.line, reason=reason)
    reason = f"‘{found.article.id}’는 다른 신문({outcome.clash})의 기사가 이미 쓰는 id입니다. id를 바꾸어 넣으십시오"
    return _rejected(origin, found, reason)


def _admitted(origin: Origin, found: Found) -> Found | Rejected:
    try:
        article = admit(found.article)
    except Refused as error:
        return _rejected(origin, found, str(error))
    named = bool(article.id)
    if not named:
        article = dataclasses.replace(article, id=identity(article))
    return Found(article=article, line=found.line, named=named)


def _rejected(origin: Origin, found: Found, reason: str) -> Rejected:
    excerpt = (found.article.title or found.article.body)[:500]
    return Rejected(path=origin.path, line=found.line, reason=reason, excerpt=excerpt)


def _storable(item: Rejected) -> Rejected:
    # What was wrong may be the very characters that no database takes, and the reason quotes them.
    return dataclasses.replace(item, reason=clean(item.reason), excerpt=clean(item.excerpt))


def _renew(archive: Archive, analyser: Analyser, on_renewed: Progress) -> None:
    # As the writer, because two with different user words would drop each other's tokens.
    if renewed := archive.renew(analyser.words):
        on_renewed(renewed)


def _index(
    archive: Archive,
    writer: EngineWriter,
    analyser: Analyser,
    archived: Iterable[None],
    progress: Progress = lambda _: None,
    withdrawn: Withdrawn = lambda _stored, _reason: False,
) -> None:
    """Brings an index up to the archive, and on with every step of `archived`, after which the archive holds more."""
    position = archive.position(writer.index_id)

    def commit() -> None:
        writer.commit()
        archive.set_position(writer.index_id, position)

    while True:
        changes = _changes(archive, position, analyser.version, archived)
        for stored, fields, story in _settled(_analysed(changes, analyser, withdrawn), archive, analyser.version):
            writer.put(_document(stored.article, fields, story))
            position = stored.change_id
            if writer.full:
                commit()
            progress(1)
        commit()
        if not archive.pending(writer.index_id):
            break
        archived = ()  # an earlier version of what was taken back last comes after all others
    if archive.shared:
        _forget_removed(archive, writer)


def _forget_removed(archive: Archive, writer: EngineWriter) -> None:
    """Takes out what another computer has taken down: that is no change of the log, and it may have been put in here
    after it was."""
    stones = archive.tombstones()
    for stone in stones:
        writer.delete(stone.article_id)
    if stones:
        writer.commit()


def _settled(
    analysed: Iterable[tuple[Stored, Fields]], archive: Archive, analyser: str
) -> Iterator[tuple[Stored, Fields, int]]:
    """Each article with its tokens, which the archive has now, and its story. Of what is settled together, one article
    is given whenever another one comes: the analyser would stand still while many are put into the index."""
    waiting: list[tuple[Stored, Fields]] = []
    ready: deque[tuple[Stored, Fields, int]] = deque()
    size = 0

    def settle() -> None:
        stories = archive.settle(analyser, waiting)
        ready.extend((stored, fields, stories[stored.version_id]) for stored, fields in waiting)
        waiting.clear()

    for stored, fields in analysed:
        waiting.append((stored, fields))
        size += len(stored.article.body)
        if ready:
            yield ready.popleft()
        if len(waiting) >= SETTLED or size >= SETTLED_TEXT:
            settle()
            size = 0
    settle()
    yield from ready


def _changes(archive: Archive, position: int, analyser: str, archived: Iterable[None]) -> Iterator[Stored]:
    """Every article that changed after `position`, then those of each step of `archived`. Read a few at a time."""
    for _ in chain([None], archived):
        while changed := archive.changed(position, analyser, CATCH_UP):
            yield from changed
            position = changed[-1].change_id
        position = min(position, archive.last_change())  # which is less where the last ones were taken back


def _analysed(changes: Iterable[Stored], analyser: Analyser, withdrawn: Withdrawn) -> Iterator[tuple[Stored, Fields]]:
    """Each article with the tokens of its texts, stored or new, but for those that are taken back.

    The analyser reads ahead: while one article is being put into the index, Kiwi is busy with the next ones, and for
    these the next batch is read and archived. Without this both cores would wait for each other at every batch.
    """
    for new, group in groupby(changes, key=lambda stored: stored.tokens is None):
        if new:
            here, ahead = tee(group)
            fresh = analyser.columns(text for stored in ahead for text in stored.article.texts.values())
            for stored in here:
                fields = {name: next(fresh) for name in stored.article.texts}
                reason = why_undone(fields)
                if not reason:
                    yield stored, fields
                elif not withdrawn(stored, reason):
                    yield stored, {name: printed(columns) for name, columns in fields.items()}
        else:
            for stored in group:
                yield stored, stored.columns()


def _document(article: Article, fields: Fields, story: int) -> IndexDocument:
    return IndexDocument(
        id=article.id,
        terms={name: field_terms(columns) for name, columns in fields.items()},
        values={name: values for name in VALUE_FIELDS if (values := article.values(name))},
        published=article.published,
        story=story,
    )
