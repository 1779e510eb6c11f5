"""Read the notation in which the sample articles are annotated.

``sample_annotations/README.txt`` describes it. A span is given by its text inside one
paragraph, so the files can be read and corrected by hand, and no offset is ever typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ELISION = " … "

FRAGMENT = re.compile(r"(?:(\d+):)?\[([^\]]+)\](?:#(\d+))?")
WORD = re.compile(r"[A-Za-z0-9_.-]+")
HEAD = re.compile(r"([A-Z]+)(?:\s+([a-z0-9_.-]+):)?\s+(?=(?:\d+:)?\[)")
TAIL = re.compile(
    r"""@(?P<entity>[a-z0-9_]+)
      | (?P<key>[a-z_]+)=(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))
      | (?P<relation>[a-z_]+)(?:\((?P<rel_attributes>[^)]*)\))?>(?P<target>[a-z0-9_.-]+)
      | //\s*(?P<note>.+)$""",
    re.VERBOSE,
)


class NotationError(Exception):
    """An annotation file says something that cannot be resolved."""


@dataclass
class Link:
    """One relation as written behind a span."""

    label: str
    target: str
    attributes: dict[str, str]


@dataclass
class Span:
    """One line of an annotation file, resolved."""

    line: int
    label: str
    name: str
    fragments: list[tuple[int, int]]
    entity: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    note: str = ""


@dataclass
class Sheet:
    """One annotation file: the settings on its head and its spans."""

    settings: dict[str, str]
    spans: list[Span]

    def add(self, span: Span) -> None:
        """Add a span; its name must be new."""
        if any(span.name == other.name for other in self.spans):
            raise NotationError(f"a span of this name stands there already: {span.name}")
        self.spans.append(span)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the bounds of the paragraphs, which blank lines part."""
    return [match.span() for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]


def occurrences(text: str, wanted: str, start: int, end: int) -> list[int]:
    """Return where ``wanted`` stands between the bounds as whole words."""
    before = r"(?<![\w])" if wanted[0].isalnum() else ""
    after = r"(?![\w\u0300-\u036f])" if wanted[-1].isalnum() else ""
    pattern = re.compile(before + re.escape(wanted) + after)
    return [match.start() for match in pattern.finditer(text, start, end)]


def locate(text: str, wanted: str, bounds: tuple[int, int], number: int) -> tuple[int, int]:
    """Return the place of one fragment; ``number`` 0 means that it must be the only one."""
    head, _, tail = wanted.partition(ELISION)
    found = occurrences(text, head, *bounds)
    if not found:
        raise NotationError(f"not in this paragraph: [{head}]")
    if number > len(found) or (number == 0 and len(found) > 1):
        raise NotationError(f"{len(found)} times in this paragraph, say which (#n): [{head}]")
    start = found[max(number, 1) - 1]
    if not tail:
        return start, start + len(head)
    ends = occurrences(text, tail, start + len(head), bounds[1])
    if len(ends) != 1:
        raise NotationError(f"the end after … stands there {len(ends)} times: [{tail}]")
    return start, ends[0] + len(tail)


def read_fragments(
    line: str, position: int, text: str, paragraph: int
) -> tuple[list[tuple[int, int]], int]:
    """Resolve the fragments of a line; return them and the position behind the last."""
    bounds = paragraphs(text)
    result = []
    while match := FRAGMENT.match(line, position):
        where = int(match.group(1) or paragraph)
        if not 1 <= where <= len(bounds):
            raise NotationError(f"no paragraph {where}")
        result.append(locate(text, match.group(2), bounds[where - 1], int(match.group(3) or 0)))
        position = match.end()
        if line[position : position + 3] != " + ":
            break
        position += 3
    return result, position


def read_span(line: str, number: int, text: str, paragraph: int) -> Span:
    """Read one logical line of an annotation file."""
    head = HEAD.match(line)
    if head is None:
        raise NotationError(f"not a span: {line[:60]}")
    fragments, position = read_fragments(line, head.end(), text, paragraph)
    edges = "-".join(str(edge) for pair in fragments for edge in pair)
    name = head.group(2) or f"{head.group(1).lower()}-{edges}"
    span = Span(number, head.group(1), name, fragments)
    while line[position:].strip():
        position += len(line[position:]) - len(line[position:].lstrip())
        match = TAIL.match(line, position)
        if match is None:
            raise NotationError(f"not understood: {line[position : position + 40]}")
        position = match.end()
        add_tail(span, match)
    return span


def add_tail(span: Span, match: re.Match[str]) -> None:
    """Add what stands behind the fragments: entity, attribute, relation or note."""
    if match["entity"]:
        span.entity = match["entity"]
    elif match["key"]:
        span.attributes[match["key"]] = match["quoted"] or match["value"] or ""
    elif match["relation"]:
        pairs = re.findall(r"([a-z_]+)=([a-z_]+)", match["rel_attributes"] or "")
        span.links.append(Link(match["relation"], match["target"], dict(pairs)))
    else:
        span.note = match["note"].strip()


def logical_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines with their number: comments dropped, indented lines joined on."""
    number, line = 0, ""
    for count, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if raw.startswith(" "):
            line += " " + raw.strip()
            continue
        if line:
            yield number, line
        number, line = count, raw.rstrip()
    if line:
        yield number, line


def read_sheet(path: Path, text: str) -> Sheet:
    """Read the annotation of one article."""
    sheet, paragraph = Sheet({}, []), 0
    for number, line in logical_lines(path):
        try:
            if match := re.match(r"== (\d+) (.+)", line):
                paragraph = int(match.group(1))
                pieces = [text[start:end] for start, end in paragraphs(text)]
                if not "".join(pieces[paragraph - 1 : paragraph]).startswith(match.group(2)):
                    raise NotationError(f"paragraph {paragraph} begins otherwise")
            elif not paragraph:
                key, _, value = line.partition(" ")
                sheet.settings[key] = value
            else:
                sheet.add(read_span(line, number, text, paragraph))
        except NotationError as error:
            raise NotationError(f"{path.name}:{number}: {error}") from None
    return sheet
