"""RTF: the text of a document, paragraph by paragraph."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Article, Format, Reading
from annotator.formats.kit.plain_articles import plain_article
from annotator.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_PICTURE = re.compile(r"[0-9a-fA-F\r\n]{1000,}")
_INSTRUCTION = re.compile(r"(\\fldinst\s*\{)", re.IGNORECASE)
_FONT = re.compile(r"(?<!\\)(?=\\f\d)")
_FONTS = re.compile(r"\{[^{}]*\\fonttbl")
_MOST_FONTS, _LONGEST_FONTS = 2_000, 200_000
_SAID = {
    "title": re.compile(r"\{\\title\b ?([^{}]{0,500})\}"),
    "author": re.compile(r"\{\\author\b ?([^{}]{0,500})\}"),
}
_ENCODINGS = {"10000": "mac_roman", "65001": "utf-8", "0": "cp1252", "708": "cp1256", "28591": "cp1252"}


def read(path: Path, reading: Reading) -> Iterator[Article]:
    """The one article of an RTF document."""
    content = files.read_binary(path)
    if not content.lstrip().startswith(b"{\\rtf"):
        raise FormatError(f"{path} is no RTF document.", "Save it as RTF again, or as .docx or text.")
    encoding = reading.encoding or _encoding(content)
    try:
        markup = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        markup, encoding = content.decode("latin-1"), "cp1252"
    text = _plain(markup, encoding, path).strip("\n")
    said = {key: _said(pattern, markup, encoding, path) for key, pattern in _SAID.items()}
    title = said.pop("title")
    source = Source(files.shown_name(path), content, encoding, f"striprtf {version('striprtf')}")
    yield plain_article(text, path, reading, title=title, metadata=said, source=source)


def _encoding(content: bytes) -> str:
    """The code page that the document names, which holds for bytes beyond ASCII."""
    found = _CODE_PAGE.search(content[:4_096])
    number = found[1].decode("ascii") if found else "1252"
    name = _ENCODINGS.get(number, f"cp{number}")
    try:
        b"a".decode(name)
    except LookupError:
        return "cp1252"
    return name


def _plain(markup: str, encoding: str, path: Path) -> str:
    from striprtf.striprtf import rtf_to_text

    markup = _PICTURE.sub(lambda one: "" if markup.startswith("}", one.end()) else one[0], markup)
    # Line ends mean nothing here: they keep the library's patterns from searching far and wide,
    # and the addresses of links from being put into the text.
    markup = _FONT.sub("\n", _INSTRUCTION.sub("\\1\n", markup))
    _check_fonts(markup, path)
    try:
        found = rtf_to_text(  # type: ignore[no-untyped-call]
            markup, encoding=encoding, errors="replace"
        )
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise FormatError(
            f"{path} is no RTF document that can be read ({error}).", "Save it again, as .docx or text."
        ) from None
    return (
        str(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
    )


def _check_fonts(markup: str, path: Path) -> None:
    begin = _FONTS.search(markup)
    if begin is None:
        return
    depth = 0
    for end in range(begin.start(), min(len(markup), begin.start() + _LONGEST_FONTS)):
        depth += (markup[end] == "{") - (markup[end] == "}")
        if depth == 0:
            break
    fonts = markup[begin.start() : end + 1]
    if (depth and len(markup) > len(fonts) + begin.start()) or fonts.count("\\fcharset") > _MOST_FONTS:
        raise FormatError(f"{path}: its list of fonts never ends.", "Save it again, as .docx or text.")


def _said(pattern: re.Pattern[str], markup: str, encoding: str, path: Path) -> str:
    found = pattern.search(markup[:100_000])
    return _plain(f"{{\\rtf1 {found[1]}}}", encoding, path).strip() if found else ""


FORMAT = Format(
    name="rtf",
    title="RTF",
    extensions=(".rtf",),
    description="One article a file; pictures, headers and footnotes stay out.",
    read=read,
)
