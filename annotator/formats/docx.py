"""Word documents: paragraphs joined by a blank line, rows of tables with tabs between the cells.

Tracked insertions are text, tracked deletions are not. Headers, footers, footnotes, comments
and pictures stay out.
"""

from __future__ import annotations

import re
import zipfile
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import archives, safe_xml
from annotator.formats.kit.plain_articles import plain_article
from annotator.formats.kit.safe_xml import local_name
from annotator.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_LARGEST = 50_000_000
_SAID: Mapping[str, str] = {
    "title": "title",
    "creator": "author",
    "language": "language",
    "subject": "description",
    "keywords": "keywords",
    "created": "created",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ADDED = re.compile(
    r"<a href=\"[^\"]*\">|</a>"
    r"|----(?:media/[^-\n]*|Image alt text[^\n]*?|(?:footnote|endnote)\d*)----(?:>[^<\n]*<)?"
)
_LIST_SIGN = re.compile(r"\t*(?:--|\w{1,8}\)|\w{1,8}\.)\t")
_DAMAGES = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    SyntaxError,
    zipfile.BadZipFile,
)


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of a Word document."""
    content = files.read_binary(path)
    said = _checked(path, content)
    rows = _rows(path, content)
    title = said.pop("title", "")
    source = Source(files.shown_name(path), content, "", f"docx2python {version('docx2python')}")
    yield plain_article("\n\n".join(rows), path, reading, title=title, metadata=said, source=source)


def _checked(path: Path, content: bytes) -> dict[str, str]:
    """What the document says of itself, once it is sure that it has no password and no entities."""
    if content.startswith(_OLD_OFFICE):
        raise FormatError(
            f"{path} is an old Word file, or one that is locked with a password.",
            "Open it in a word processor and save it as .docx without a password.",
        )
    with archives.opened(path) as archive:
        names = archive.namelist()
        if "word/document.xml" not in names and "[Content_Types].xml" not in names:
            raise FormatError(f"{path} is no Word document.", "Save it as .docx again.")
        said: dict[str, str] = {}
        for name in names:
            if name.endswith((".xml", ".rels")):
                member = archives.read_member(archive, name, path, limit=_LARGEST)
                root = safe_xml.parse(member, f"{path}: {name}")
                if name == "docProps/core.xml":
                    said = {
                        _SAID[key]: one.text or "" for one in root if (key := local_name(one)) in _SAID
                    }
        return said


def _rows(path: Path, content: bytes) -> list[str]:
    """Paragraphs, and rows of tables, in order."""
    from docx2python import docx2python
    from lxml import etree

    try:
        with docx2python(BytesIO(content)) as document:
            rows = [text for table in document.body_pars for row in table for text in _row(row)]
    except (*_DAMAGES, etree.LxmlError) as error:
        raise FormatError(
            f"{path} is no Word document that can be read{_why(error)}.",
            "Open it in a word processor and save it as .docx again.",
        ) from None
    return [row for row in rows if row.strip()]


def _why(error: Exception) -> str:
    """What the library says, where it is more than the name of something missing."""
    return "" if isinstance(error, KeyError) else f" ({type(error).__name__}: {error})"


def _row(row: Sequence[Sequence[Any]]) -> Iterator[str]:
    """The paragraphs of what is no table; a table's row as one line, with tabs between cells."""
    cells = [[_paragraph(one) for one in cell] for cell in row]
    is_table = any("tc" in one.lineage for cell in row for one in cell)
    if not is_table:
        yield from (text for cell in cells for text in cell)
    else:
        yield "\t".join("\n".join(text for text in cell if text) for cell in cells)


def _paragraph(paragraph: Any) -> str:
    text = "".join(run.text for run in paragraph.runs)
    if paragraph.list_position[0] is not None:
        text = _LIST_SIGN.sub("", text, count=1) if _LIST_SIGN.match(text) else text
    return _ADDED.sub("", text).strip(" \n\t")


FORMAT = Format(
    name="docx",
    title="Word document",
    extensions=(".docx", ".docm"),
    description="One article a file; tracked deletions, notes, headers and pictures stay out.",
    read=read,
)
