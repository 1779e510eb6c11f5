"""PDF: the text in reading order as PDFium finds it, line by line and page after page.

Words that were parted at the end of a line are joined (PDFium marks them with U+FFFE). A PDF
of scanned pages has no text; this is said, and nothing is recognised.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import files, web_page
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit import dates
from annotator.formats.kit.options import yes_or_no
from annotator.formats.kit.plain_articles import plain_article
from annotator.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST_PAGES = 20_000
JOIN_LINES = yes_or_no(
    "join-lines",
    "Join the lines of a paragraph",
    explanation="A PDF does not say where paragraphs end: a line that ends a sentence well before the"
    " right edge is taken for the last.",
)
_ONE_AT_A_TIME = Lock()
_PARTED = re.compile("\ufffe\r?\n?")
_ENDS_SENTENCE = re.compile(r"[.!?:…。！？]['\"”’»)\]]*$")
_NUL = re.compile("[\0\ufffe\uffff]")
_PASSWORD = 4


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of a PDF."""
    content = files.read_binary(path)
    with _ONE_AT_A_TIME:  # PDFium is not made for several threads
        pages, said = _pages(content, path)
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise FormatError(
            f"{path} has no text: its {len(pages):,} pages are pictures, as of a scanned paper.",
            "Run a text recognition (OCR) over it first, and import what that makes.",
        )
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (" …" if len(empty) > 10 else "")
        reading.remark(
            f"{files.shown_name(path)}: no text on page {shown}; nothing was recognised there."
        )
    text = "\n".join(page for page in pages if page.strip())
    if reading.is_on(JOIN_LINES):
        text = _in_paragraphs(text)
    metadata = {
        "author": said.get("Author", ""),
        "created": dates.normalised(said.get("CreationDate", "")),
    }
    source = Source(files.shown_name(path), content, "", f"pypdfium2 {version('pypdfium2')}")
    title = _title(said, text)
    yield plain_article(text, path, reading, title=title, metadata=metadata, source=source)


def _pages(content: bytes, path: Path) -> tuple[list[str], Mapping[str, str]]:
    """The text of each page, and what the file says of itself."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(path, error) from None
    try:
        if len(document) > MOST_PAGES:
            raise FormatError(
                f"{path} has more than {MOST_PAGES:,} pages.", "Cut it into several files."
            )
        pages: list[str] = []
        length = 0
        for number in range(len(document)):
            pages.append(_text_of_page(document, number, path))
            length += len(pages[-1])
            if length > files.LARGEST_ARTICLE:
                raise FormatError(
                    f"{path}: the text has more than {files.LARGEST_ARTICLE:,} characters."
                )
        return pages, document.get_metadata_dict()
    finally:
        document.close()


def _text_of_page(document: Any, number: int, path: Path) -> str:
    import pypdfium2

    try:
        page = document[number]
        words = page.get_textpage()
        found: str = words.get_text_range()
        words.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise FormatError(
            f"{path}, page {number + 1:,}: it cannot be read ({error}).", "Save the PDF again."
        ) from None
    text = _PARTED.sub("", found).replace("\r\n", "\n").replace("\r", "\n")
    return _NUL.sub("", text.encode("utf-8", "ignore").decode("utf-8"))


def _unreadable(path: Path, error: Any) -> FormatError:
    if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
        return FormatError(
            f"{path} is locked with a password.",
            "Open it in a viewer with the password, print it into a new PDF, and import that.",
        )
    return FormatError(f"{path} is no PDF that can be read ({error}).", "Save it as PDF again.")


def _title(said: Mapping[str, str], text: str) -> str:
    """The title that the file gives, if it is one that stands in the text; many are file names."""
    letters = web_page.bare(said.get("Title", ""))
    return said["Title"] if letters and letters in web_page.bare(text[:5_000]) else ""


def _in_paragraphs(text: str) -> str:
    """Lines joined by spaces; a short line that ends a sentence, or an empty one, ends a paragraph."""
    lines = [line.strip() for line in text.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    usual = widths[len(widths) * 3 // 4] if widths else 0
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        if not line or (len(line) < 0.8 * usual and _ENDS_SENTENCE.search(line)):
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)


FORMAT = Format(
    name="pdf",
    title="PDF",
    extensions=(".pdf",),
    description="One article a file: its text, line by line; scanned pages have none.",
    read=read,
    read_options=(JOIN_LINES,),
)
