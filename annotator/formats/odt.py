"""OpenDocument texts, packed or flat: paragraphs joined by a blank line, table rows with tabs.

White space is collapsed as the standard says. Deletions that were tracked, notes, comments and
pictures stay out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import archives, safe_xml
from annotator.formats.kit.plain_articles import OWN, plain_article
from annotator.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MANIFEST = "META-INF/manifest.xml"
_LARGEST = 200_000_000
_MOST_SPACES = 1_000
_BLANKS = re.compile(r"[ \t\r\n]+")
_LEFT_OUT = frozenset(
    str.split(
        "tracked-changes note annotation annotation-end forms scripts sequence-decls variable-decls "
        "user-field-decls dde-connection-decls desc title object object-ole image binary-data "
        "table-of-content alphabetical-index illustration-index bibliography ruby-text"
    )
)
_SAID = {"creator": "author", "language": "language", "description": "description", "date": "created"}


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of an OpenDocument text."""
    content = files.read_binary(path)
    text_root, meta_root = _roots(path, content)
    body = next((one for one in text_root.iter() if safe_xml.local_name(one) == "text"), None)
    if body is None:
        raise FormatError(f"{path} holds no text document.", "Spreadsheets and slides are not read.")
    paragraphs = [one for one in _blocks(body) if one]
    said = _said(meta_root)
    title = said.pop("title", "")
    source = Source(files.shown_name(path), content, "", OWN)
    yield plain_article(
        "\n\n".join(paragraphs), path, reading, title=title, metadata=said, source=source
    )


def _roots(path: Path, content: bytes) -> tuple[Any, Any]:
    """The root of the text and that of what is said of it."""
    if not content.startswith(b"PK\x03\x04"):
        root = safe_xml.parse(content, path, is_huge=True)
        return root, root
    with archives.opened(path) as archive:
        names = set(archive.namelist())

        def member(name: str) -> Any:
            found = archives.read_member(archive, name, path, limit=_LARGEST)
            return safe_xml.parse(found, f"{path}: {name}")

        manifest = member(_MANIFEST).iter() if _MANIFEST in names else ()
        if any(safe_xml.local_name(one) == "encryption-data" for one in manifest):
            raise FormatError(
                f"{path} is locked with a password.",
                "Open it in a word processor and save it without one.",
            )
        text_root = member("content.xml")
        return text_root, member("meta.xml") if "meta.xml" in names else text_root


def _blocks(root: Any) -> Iterator[str]:
    """Paragraphs, headings and table rows in order; only the outermost paragraph is one."""
    stack = [root]
    while stack:
        element = stack.pop()
        name = safe_xml.local_name(element)
        if name in ("p", "h"):
            yield _line(element)
        elif name == "table-row":
            cells = [one for one in element if safe_xml.local_name(one) == "table-cell"]
            yield "\t".join("\n".join(one for one in _blocks_of_cell(cell) if one) for cell in cells)
        elif name not in _LEFT_OUT:
            stack += reversed(element)


def _blocks_of_cell(cell: Any) -> Iterator[str]:
    for one in cell.iter():
        if safe_xml.local_name(one) in ("p", "h"):
            yield _line(one)


def _line(paragraph: Any) -> str:
    """The text of a paragraph; spaces that were typed on purpose are elements, the rest collapses."""
    pieces: list[str] = []
    for piece in _pieces(paragraph):
        is_plain = piece not in ("\n", "\t") and not piece.startswith("\0")
        pieces.append(_BLANKS.sub(" ", piece) if is_plain else piece)
    joined = re.sub(r"(?<=[ \n\t]) +", "", "".join(pieces).lstrip(" "))
    return joined.replace("\0", " ").strip(" \t\n")


def _pieces(paragraph: Any) -> Iterator[str]:
    stack: list[tuple[Any, bool]] = [(paragraph, False)]
    while stack:
        element, is_over = stack.pop()
        if not is_over:
            name = safe_xml.local_name(element)
            if name and name not in _LEFT_OUT:
                yield {"tab": "\t", "line-break": "\n"}.get(name, "")
                if name == "s":
                    yield "\0" * _spaces(element)
                yield element.text or ""
                stack.append((element, True))
                stack += [(child, False) for child in reversed(element)]
                continue
        if element is not paragraph:
            yield element.tail or ""


def _spaces(element: Any) -> int:
    said = next((value for key, value in element.attrib.items() if key.endswith("}c")), "1")
    return min(int(said), _MOST_SPACES) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _said(root: Any) -> dict[str, str]:
    """What the document says of itself."""
    meta = next((one for one in root.iter() if safe_xml.local_name(one) == "meta"), ())
    found: dict[str, str] = {}
    for one in meta:
        name, value = safe_xml.local_name(one), (one.text or "").strip()
        if name == "title" or name in _SAID:
            found.setdefault(_SAID.get(name, name), value)
        elif name == "initial-creator" and value:
            found["author"] = value
    return found


FORMAT = Format(
    name="odt",
    title="OpenDocument text",
    extensions=(".odt", ".fodt"),
    description="One article a file; tracked deletions, notes and pictures stay out.",
    read=read,
)
