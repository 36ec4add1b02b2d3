"""Texts that break out of something somewhere: HTML, attributes, addresses, templates, XML, headers, tables, citations.

Made systematically, so that no place and no way of writing a sign is forgotten; at least 500 of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

SCRIPT = "alert(1)"
TAGS = ("script", "img", "svg", "iframe", "object", "embed", "base", "meta", "link", "style", "form", "input", "math",
        "template", "noscript", "textarea", "title", "xmp", "plaintext", "video", "details", "a", "b", "body", "html",
        "head", "table", "select", "option", "button", "mark", "template")  # fmt: skip
HANDLERS = ("onerror", "onload", "onfocus", "onclick", "ontoggle", "onmouseover", "onanimationstart", "onpointerenter")
CLOSERS = ("</title>", "</textarea>", "</script>", "</style>", "</template>", "</noscript>", "</svg>", "</text>",
           "</mark>", "</a>", "</option>", "</select>", "</pre>", "</td></tr></table>", "</body></html>", "-->",
           "]]>", "--!>")  # fmt: skip
QUOTES = ('"', "'", "`", "\u2033", "\uff02", "\u201c", "&quot;", "&#34;", "&#x22;", '\\"', "%22", "\\u0022")
ANGLES = (("<", ">"), ("&lt;", "&gt;"), ("&#60;", "&#62;"), ("&#x3c;", "&#x3E;"), ("&#0000060", "&#0000062"),
          ("%3C", "%3E"), ("\\x3c", "\\x3e"), ("\\u003c", "\\u003e"), ("\uff1c", "\uff1e"), ("\u2039", "\u203a"),
          ("\u02c2", "\u02c3"), ("\u227a", "\u227b"), ("\u3008", "\u3009"), ("+ADw-", "+AD4-"),
          ("\u00c0\u00bc", "\u00c0\u00be"), ("&LT;", "&GT;"), ("<\u0000", ">"), ("<\u200b", ">"))  # fmt: skip
SCHEMES = ("javascript:", "JaVaScRiPt:", " javascript:", "java\tscript:", "java\nscript:", "\u0001javascript:",
           "javascript&colon;", "javascript&#58;", "&#106;avascript:", "vbscript:", "data:text/html,",
           "data:text/html;base64,", "data:image/svg+xml,", "file:///etc/passwd#", "blob:", "view-source:",
           "//evil.example/", "\\\\evil.example\\", "/\\evil.example/", "https:evil.example", "http://[::1", "ftp://a/",
           "mailto:a@evil.example?", "https://evil.example@", "https://evil.example/\" onclick=\"")  # fmt: skip
TEMPLATES = ("{{ 7 * 7 }}", "{% raw %}", "{# a #}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{config}}", "{{''.__class__}}",
             "%(name)s", "%s%s%n", "{0}", "{n}", "{count!r}", "{0.__class__}", "$(id)", "`id`", "{{{a}}}", "[[7*7]]",
             "*{7*7}", "@(7*7)", "{%", "%}", "{{", "}}", "%", "%%", "{", "}")  # fmt: skip
XML = ("<![CDATA[a]]>", "]]>", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "&b;", "&amp;amp;", "&", "&&",
       "<?xml version='1.0'?>", "<?php echo 1 ?>", "<!-- a", "-- >", "--", "<a:b xmlns:a='c'/>", "&#0;", "&#xD800;",
       "&#x1F;", "&nbsp;", "&lt", "&apos;", "<!ELEMENT a ANY>", "<xi:include href='/etc/passwd'/>")  # fmt: skip
FORMULAS = tuple(sign + body for sign in ("=", "+", "-", "@", "\t=", "\r=", "|", "\uff1d", " =", "'=", "\n=")
                 for body in ("1+1", "HYPERLINK(\"http://evil.example\")", "cmd|' /C calc'!A0"))  # fmt: skip
CITING = ("}", "{", "{}}", "\\", "\\\\", "@article{a,", "title = {b}}", "%", "#", "$", "~", "^", "_", "\\input{/a}",
          "\\write18{a}", "\nER  - ", "\r\nTY  - JOUR", "\nAU  - x", "ER  -", "\n\nTY  - NEWS", "\u2028ER  - ",
          "\x0bER  - ", "\x85ER  - ", ",\"a\":1", "\"}]", "\\u0000", "\",\n\"b")  # fmt: skip
HEADERS = ("\r\nSet-Cookie: a=b", "\nLocation: //evil.example", "\r\n\r\n<b>", "%0d%0aX: y", "\u560a\u560dX: y",
           "\u2028X: y", "; filename=evil.exe", "\"; filename=\"evil.html", "\x0b\x0c", "a\rb")  # fmt: skip
LETTERS = ("\u202e뒤집힌 글", "\u202a\u202b\u202c\u202d", "\u2066\u2067\u2068\u2069", "\u200b\u200c\u200d", "\ufeff",
           "\u0000", "a\u0000b", "\u0001\u0008\u001b[31m", "\u007f\u0080\u009f", "\ufffe\uffff", "\U000e0001",
           "\U0001f468\u200d\U0001f469", "\ud83d", "\udc00가", "ᄀ" * 40, "가" + "\u0301" * 60, "\ufdfa" * 9,
           "ﬁ" * 8, "\u2028\u2029", "\u0085", "\u3164\u115f\u1160", "\u00ad" * 9, "İıſK")  # fmt: skip
QUERIES = ("\"", "((((", "))))", "-", "NOT NOT NOT", "OR OR", "a* b~2 c", "제목:", "날짜:>=", "=\"<b>\"", "\"<b>\"~10",
           "문장(<b>)", "제목:<b>", "기자:\"<b>\"", "<b>*", "<b>~1", "<b> NEAR/3 <i>", "날짜:<b>", "?&=#", "&amp=1",
           "#fragment", "?q=x", "../../etc/passwd", "..%2f..", "%00", "%c0%af", "a&q=b", "a;b", "a+b", "/", "\\", "//",
           "_", "__proto__", "constructor", "null", "undefined", "NaN", "true")  # fmt: skip


def payloads() -> tuple[str, ...]:
    """All of them, each once, in an order that stays."""
    return tuple(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    for tag, (opening, closing) in zip(TAGS, itertools.cycle(ANGLES), strict=False):
        yield f"<{tag}>{SCRIPT}</{tag}>"
        yield f"<{tag} src=x {HANDLERS[len(tag) % len(HANDLERS)]}={SCRIPT}>"
        yield f"<{tag.upper()}/{HANDLERS[-1]}='{SCRIPT}'//"
        yield f"{opening}{tag}{closing}{SCRIPT}"
    for quote, handler in itertools.product(QUOTES, HANDLERS):
        yield f"{quote} {handler}={quote}{SCRIPT}"
    yield from (f"{quote}><b>{SCRIPT}</b>" for quote in QUOTES)
    for closer in CLOSERS:
        yield closer
        yield f"{closer}<svg onload={SCRIPT}>"
    yield from (f"{a}b{z}{SCRIPT}{a}/b{z}" for a, z in ANGLES)
    yield from (f"{a}img src=x onerror={SCRIPT}{z}" for a, z in ANGLES)
    yield from (scheme + body for scheme in SCHEMES for body in (SCRIPT, "<b>"))
    yield from (*TEMPLATES, *XML, *FORMULAS, *CITING, *HEADERS, *LETTERS, *QUERIES)
    yield from (f"<b>{one}</b>" for one in (*TEMPLATES, *CITING))
