"""A text with its spans as nested elements: what crosses is cut, so that every element closes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.model.values import Span

_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DEEPEST = 6
"""How many marks over each other get room of their own below the line."""


def shown(text: str) -> str:
    """The text as HTML shows it: its signs escaped, control characters as U+FFFD."""
    return escape(_UNSHOWN.sub("\ufffd", text), quote=True)


def unshown(text: str) -> int:
    """How many characters of the text HTML cannot show."""
    return len(_UNSHOWN.findall(text))


@dataclass(slots=True)
class Said:
    """What stands at a mark: its class, its id and that of its line in the list, its explanation."""

    css: str
    name: str
    line: str
    tip: str


@dataclass(slots=True)
class _Node:
    """One element: a stretch of one span, what lies in it, and how many marks deep that is."""

    span: Span | None
    parts: list[_Node | str] = field(default_factory=list)
    height: int = 0


def marked(text: str, spans: Sequence[Span], said: Mapping[str, Said]) -> str:
    """The text as HTML, with a `mark` for each stretch; the first of a span can be focused."""
    written: list[str] = []
    seen: set[str] = set()
    waiting: list[_Node | str] = [*reversed(_tree(text, spans).parts)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            written.append(part)
            continue
        written.append(_opening(part, said, seen))
        waiting.append("</mark>")
        waiting += reversed(part.parts)
    return "".join(written)


def _tree(text: str, spans: Sequence[Span]) -> _Node:
    begins: dict[int, list[tuple[int, Span]]] = {}
    edges = {0, len(text)}
    for span in spans:
        for start, end in span.fragments:
            begins.setdefault(start, []).append((end, span))
            edges |= {start, end}
    root = _Node(None)
    stack: list[tuple[int, _Node]] = [(len(text) + 1, root)]
    before = 0
    for at in sorted(edges):
        if before < at:
            stack[-1][1].parts.append(shown(text[before:at]))
        _close(stack, at)
        for end, span in sorted(begins.get(at, ()), key=lambda one: (-one[0], one[1].id)):
            _open(stack, end, span)
        before = at
    return root


def _open(stack: list[tuple[int, _Node]], end: int, span: Span | None) -> None:
    node = _Node(span)
    stack[-1][1].parts.append(node)
    stack.append((end, node))


def _close(stack: list[tuple[int, _Node]], at: int) -> None:
    """Close what ends here; what lies in it and goes on is opened again beside it."""
    ended = [index for index, (end, _) in enumerate(stack) if end == at]
    if not ended:
        return
    again = [(end, node) for end, node in stack[ended[0] :] if end != at]
    for index in range(len(stack) - 1, ended[0] - 1, -1):
        outer = stack[index - 1][1]
        outer.height = max(outer.height, 1 + stack[index][1].height)
    del stack[ended[0] :]
    for end, node in again:
        _open(stack, end, node.span)


def _opening(node: _Node, said: Mapping[str, Said], seen: set[str]) -> str:
    assert node.span is not None
    one = said[node.span.id]
    depth = min(node.height, DEEPEST)
    css = f"{one.css} d{depth}" if depth else one.css
    reach = ""
    if node.span.id not in seen:
        seen.add(node.span.id)
        reach = f' id="{one.name}" tabindex="0" aria-describedby="{one.line}"'
    return f'<mark class="{css}"{reach} data-tip="{one.tip}">'
