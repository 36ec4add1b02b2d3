"""The YAML between `---` lines above a Markdown text, read as nothing but texts, lists and mappings.

YAML's own types would make a UTC time of a Korean one and 0.0 of a version, its anchors gigabytes of a page: none is
used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.sources.decode import NEWLINE
from indexer.sources.reader import Unusable

if TYPE_CHECKING:
    from yaml.nodes import Node

LIMIT = 1 << 14
"""Characters. PyYAML takes half a second for as many; a page's front matter has some hundred."""

DEPTH_LIMIT = 20
"""Lists and mappings within each other."""

LINE_LIMIT = 100_000
"""Lines of an article: a file of nothing but newlines must not fill the memory."""

_FENCE = re.compile(r"---[ \t]*")
_CLOSED = re.compile(r"(?:---|\.\.\.)[ \t]*")
_FIX = "고쳐 다시 넣으십시오."


def insist_few_lines(text: str) -> None:
    """Raises Unusable for a text with more lines than an article can have."""
    if text.count("\n") + text.count("\r") > LINE_LIMIT:
        raise Unusable(
            f"기사 한 편으로는 줄이 너무 많습니다({LINE_LIMIT:,}줄 초과). 기사마다 한 파일로 나누어 넣으십시오."
        )


def split(text: str) -> tuple[str, str, int] | None:
    """(YAML, what stands below, the line on which that begins); None when there is no front matter.

    The YAML is returned however long it is: `parse` refuses.
    """
    lines = NEWLINE.split(text.lstrip("\ufeff"))
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[start]):
        return None
    end = next((at for at in range(start + 1, len(lines)) if _CLOSED.fullmatch(lines[at])), None)
    if end is None:
        return None
    return "\n".join(lines[start + 1 : end]), "\n".join(lines[end + 1 :]), end + 2


def parse(text: str, first_line: int = 2) -> dict[str, object]:
    """The fields. Raises Unusable, with the line in the file, for anything that is no plain mapping of texts."""
    if len(text) > LIMIT:
        raise Unusable(f"머리글이 너무 깁니다({LIMIT:,}자 초과). 본문은 둘째 ‘---’ 아래에 적으십시오.", first_line)
    import yaml

    try:
        _insist_plain(text, first_line)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except Unusable:
        raise
    except yaml.MarkedYAMLError as e:
        line = first_line + e.problem_mark.line if e.problem_mark else first_line
        raise Unusable(f"머리글의 YAML이 깨졌습니다. ‘제목: 글’처럼 한 줄에 하나씩 적고, 쌍점(:)이 든 글은 따옴표로 "
                       f"싸서 {_FIX}", line) from e  # fmt: skip
    except (yaml.YAMLError, ValueError, RecursionError) as e:
        raise Unusable(f"머리글의 YAML을 읽지 못했습니다. {_FIX}", first_line) from e
    value = _value(node, first_line, 0) if node is not None else {}
    if not isinstance(value, dict):
        raise Unusable(f"머리글에 ‘제목: 글’ 같은 필드가 없습니다. {_FIX}", first_line)
    return value


def _insist_plain(text: str, first_line: int) -> None:
    """Raises Unusable for anchors and aliases, and for depth, before a tree is made."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unusable(f"머리글에 YAML의 앵커(&)나 별칭(*)이 있어 읽지 않습니다. 글을 그대로 적어 {_FIX}", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise Unusable(f"머리글이 너무 깊이 겹쳐 있습니다(최대 {DEPTH_LIMIT}겹). 펼쳐서 {_FIX}", line)


def _value(node: Node, first_line: int, depth: int) -> object:
    """A node as text, list or dict. `_insist_plain` has bounded the depth."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        text = str(node.value)
        # `부제:` and `부제: ~` say that there is none.
        return "" if node.style is None and text in ("~", "null") else text
    if isinstance(node, yaml.SequenceNode):
        return [_value(inner, first_line, depth + 1) for inner in node.value]
    fields = dict[str, object]()
    for key, inner in node.value:
        name, line = str(key.value), first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise Unusable(f"머리글의 필드 이름은 글이어야 합니다. {_FIX}", line)
        if name in fields:
            raise Unusable(f"머리글에 ‘{name[:50]}’ 필드가 두 번 나와 어느 것이 맞는지 알 수 없습니다. {_FIX}", line)
        fields[name] = _value(inner, first_line, depth + 1)
    return fields
