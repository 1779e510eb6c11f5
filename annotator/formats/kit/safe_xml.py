"""XML from strangers and for strangers: no entities, no network, no control characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from annotator.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_SUPERSETS_OF_ASCII = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5(hkscs)?|shift_jis|cp932|euc_(jp|kr)"
)
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<!DOCTYPE", re.DOTALL | re.IGNORECASE
)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_HINT = "Nothing was imported from this file."


def parse(content: bytes, name: str | Path, *, is_huge: bool = False) -> Any:
    """The root element of an XML document; entities and external references are refused.

    `is_huge` lifts lxml's limit on the length of a text, for formats whose text stands in
    one attribute; the size of the file bounds it then. At most 2,048 elements may stand inside
    each other (256 without `is_huge`), which libxml2 sees to.
    """
    from lxml import etree

    content = _checked(content, str(name))
    parser = etree.XMLParser(
        encoding="utf-8" if content.startswith(codecs.BOM_UTF8) else None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=is_huge,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise FormatError(
            f"{name}{line}: this is not XML that can be read ({error.msg}).", _HINT
        ) from None
    except (ValueError, LookupError) as error:
        raise _unreadable(str(name), str(error)) from None
    if root is None:
        raise FormatError(f"{name} holds no XML element.", _HINT)
    return root


Flat: TypeAlias = tuple[str, Mapping[str, str], Sequence[tuple[str, str]]]
"""An element right below the root: its name as `namespace}name`, its attributes, and the names and
texts of its children. (A plain tuple, since there are many.)"""


def flat(content: bytes, name: str | Path) -> tuple[str, list[Flat]]:
    """The root's name and the elements below it, for files that are wide and not deep.

    It is more than twice as fast as `parse`, and refuses what that refuses.
    """
    from xml.parsers import expat

    content = _checked(content, str(name))
    collector = _Collector()
    parser = expat.ParserCreate(
        encoding="utf-8" if content.startswith(codecs.BOM_UTF8) else None, namespace_separator="}"
    )
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise FormatError(
            f"{name}, line {error.lineno}: this is not XML that can be read ({said}).", _HINT
        ) from None
    except (ValueError, LookupError) as error:
        raise _unreadable(str(name), str(error)) from None
    return collector.root, collector.found


class _Collector:
    """Gathers what expat comes across on the first two levels below the root."""

    def __init__(self) -> None:
        self.root = ""
        self.found: list[Flat] = []
        self._depth = 0
        self._said: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        depth = self._depth = self._depth + 1
        if depth == 2:
            self.found.append((tag, attributes, ()))
        elif depth == 1:
            self.root = tag
        else:
            self._said = []

    def text(self, said: str) -> None:
        """Characters come."""
        if self._depth == 3:
            self._said.append(said)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._depth == 3:
            name, attributes, children = self.found[-1]
            if not isinstance(children, list):
                children = []
                self.found[-1] = (name, attributes, children)
            children.append((tag, "".join(self._said)))
        self._depth -= 1


def _checked(content: bytes, name: str) -> bytes:
    """The document in an encoding that hides nothing, once it is certain that it has no entities."""
    content = _in_ascii(content, name)
    if _PROLOG.match(content) and _ENTITY.search(content):
        raise FormatError(f"{name} declares entities of its own, which are not read.", _HINT)
    return content


def _in_ascii(content: bytes, name: str) -> bytes:
    """The document in an encoding whose signs are those of ASCII, so that all can be seen.

    UTF-16 and UTF-32 become UTF-8 with a byte order mark, which overrules what is declared;
    encodings that can hide signs (UTF-7, EBCDIC) are refused.
    """
    encoding = next((one for mark, one in _BOMS if content.startswith(mark)), "")
    encoding = encoding or next((one for start, one in _STARTS if content.startswith(start)), "")
    if encoding.startswith(("utf-16", "utf-32")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            raise _unreadable(name, f"byte {error.start + 1:,} is not {encoding.upper()}") from None
        return codecs.BOM_UTF8 + text.removeprefix("\ufeff").encode("utf-8", "replace")
    declared = _DECLARED.match(content.removeprefix(codecs.BOM_UTF8))
    if declared and not encoding and not _is_plain(declared.group(1).decode()):
        raise _unreadable(name, f"its encoding “{declared.group(1).decode()}” is not supported")
    return content


def _is_plain(encoding: str) -> bool:
    try:
        known = codecs.lookup(encoding).name
    except LookupError:
        return False
    return _SUPERSETS_OF_ASCII.fullmatch(known) is not None


def _unreadable(place: str, problem: str) -> FormatError:
    return FormatError(f"{place}: this is not XML that can be read ({problem}).", _HINT)


def local_name(element: Any) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def writable(text: str) -> tuple[str, int]:
    """The text with a space for each character that XML cannot hold, and how many there were."""
    return _UNWRITABLE.subn(" ", text)


_IN_ATTRIBUTES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def attribute(text: str) -> str:
    """The text as it stands between the quotes of an attribute; white space survives."""
    return text.translate(_IN_ATTRIBUTES)


def write(root: Any) -> bytes:
    """The document as UTF-8 with its declaration."""
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
