"""Templates as they stand in each language: what depends on the language alone is said when they are compiled.

A page has some two hundred such texts, and a call out of a template costs more than what it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from webui.language import LANGUAGES, korean, language, say

_SAID: Mapping[str, Callable[..., str]] = {"_": say, "ko": korean, "language": language}
"""What templates call that, given constants, gives the same for everyone who reads that language."""


class Spoken(Environment):
    """Gives templates in the language that is spoken now."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._languages = {code: _OneLanguage(app, **options) for code in LANGUAGES}
        for one in self._languages.values():
            one.globals, one.filters, one.tests, one.policies = self.globals, self.filters, self.tests, self.policies

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """The template, compiled for the language; what it includes and extends is too."""
        return self._languages[language()].get_template(name, parent, globals)


class _OneLanguage(Environment):
    """Compiles templates while its language is spoken, and never else."""

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        return super()._generate(_Saying().visit(source), name, filename, defer_init)


class _Saying(NodeTransformer):
    """Puts what is said in the place of the calls that say it."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Calls of `_SAID` with constants and nothing else become what they give."""
        self.generic_visit(node)
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        constants = [given.value for given in node.args if isinstance(given, nodes.Const)]
        varying = len(constants) < len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs
        if called not in _SAID or varying:
            return node
        return nodes.Const(_SAID[called](*constants), lineno=node.lineno)
