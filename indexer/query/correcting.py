"""What a typed query may have meant besides: every correction changes the tree, is said, and can be undone (ADR 0011).

Phrases in quotes, prefixes and the like are asked for as they are typed; only plain words are read forgivingly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.analysis import hanja
from indexer.analysis.jamo import is_initials
from indexer.article import VALUE_FIELDS
from indexer.korean import josa
from indexer.query import tree
from indexer.query.forgiving import keyboard, numbers
from indexer.query.result import Notice

Occurs = Callable[[str], bool]
"""Whether a word, as typed, is in any article."""


@dataclass
class Correction:
    """One walk over the tree of a query `text`; `notices` say what was done."""

    text: str
    occurs: Occurs
    notices: list[Notice] = field(default_factory=list)

    def of(self, node: tree.Tree) -> tree.Tree:
        """The tree with every plain word as it may have been meant."""
        match node:
            case tree.Word():
                return self._word(node)
            case tree.And():
                children = tuple(map(self.of, self._numbers_joined(node.children)))
                return tree.And(children) if len(children) > 1 else children[0]
            case tree.Or() | tree.SameSentence():
                return replace(node, children=tuple(map(self.of, node.children)))
            case tree.Not():
                return replace(node, child=self.of(node.child))
            case tree.InField() if node.field not in VALUE_FIELDS:
                return replace(node, child=self.of(node.child))
            case _:
                return node

    def _word(self, node: tree.Word) -> tree.Tree:
        return self._other_keyboard(node) or self._number(node.text) or self._hanja(node) or node

    def _other_keyboard(self, node: tree.Word) -> tree.Tree | None:
        doubtful = len(node.text) < 2 or is_initials(node.text)  # ㄱㅅㅌㄱ are initials
        meant = None if doubtful else keyboard.korean(node.text) or keyboard.latin(node.text)
        # What is meant is asked first: nearly always it is nowhere, which is seen sooner than where a word is.
        if not meant or not self.occurs(meant) or self.occurs(node.text):
            return None
        self._say(
            "keyboard",
            f"‘{node.text}’{josa(node.text, '을/를')} 다른 자판으로 읽어 ‘{meant}’{josa(meant, '으로/로')} 찾았습니다",
        )
        return tree.Word(meant)

    def _number(self, written: str) -> tree.Tree | None:
        others = [form for form in numbers.forms(written) if self.occurs(form)]
        typed = "".join(written.split())
        if not others:
            return tree.Word(typed) if typed != written else None
        shown = ", ".join(f"‘{form}’" for form in others)
        self._say(
            "number", f"‘{written}’{josa(written, '을/를')} {shown}{josa(others[-1], '으로/로')} 쓴 기사도 찾았습니다"
        )
        return tree.Or((tree.Word(typed), *map(tree.Word, others)))

    def _hanja(self, node: tree.Word) -> tree.Tree | None:
        read = hanja.reading(node.text)
        if not read:
            return None
        self._say("hanja", f"‘{node.text}’{josa(read, '을/를')} ‘{read}’{josa(read, '으로/로')}도 찾았습니다")
        return tree.Or((node, tree.Word(read)))

    def _numbers_joined(self, children: Sequence[tree.Tree]) -> Iterator[tree.Tree]:
        """The children, but 1만5천 and 원 side by side as one word, since they are one number."""
        waiting: tree.Tree | None = None
        for child in children:
            if isinstance(waiting, tree.Word) and isinstance(child, tree.Word):
                both = f"{waiting.text} {child.text}"
                if (0, len(both)) in numbers.spans(both):
                    yield tree.Word(both)
                    waiting = None
                    continue
            if waiting is not None:
                yield waiting
            waiting = child
        if waiting is not None:
            yield waiting

    def _say(self, kind: str, message: str) -> None:
        self.notices.append(Notice(kind, message, self.text, as_typed=True))
