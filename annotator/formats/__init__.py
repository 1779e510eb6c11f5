"""File formats: one file each, listed here; further ones come as plug-ins.

To add a format, write a module that ends in `FORMAT = Format(...)` and add it to
`BUILT_IN`. A package of its own names the same object as an entry point of the group
`annotator.formats`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats import files
from annotator.formats.format import Format

if TYPE_CHECKING:
    from pathlib import Path

BUILT_IN = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "annotator": "jsonl",
    "mhtml": "mhtml",
    "pdf": "pdf",
    "docx": "docx",
    "odt": "odt",
    "rtf": "rtf",
    "epub": "epub",
    "warc": "warc",
    "csv": "csv",
    "huggingface": "hugging_face",
    "parquet": "parquet",
    "xlsx": "xlsx",
    "brat": "brat",
    "attribution-events": "attribution_events",
    "litbank": "litbank",
    "bdoc": "bdoc",
    "w3c": "w3c",
    "conll": "conll",
    "conllu": "conllu",
    "gliner": "gliner",
    "gliner2": "gliner2",
    "spacy": "spacy_docs",
    "prodigy": "prodigy",
    "label-studio": "label_studio",
    "doccano": "doccano",
    "cas-json": "cas_json",
    "cas-xmi": "cas_xmi",
    "webanno-tsv": "webanno_tsv",
    "refi-codebook": "refi_codebook",
    "refi-qda": "refi_project",
    "tei": "tei",
    "claim-review": "claim_review",
    "reading-page": "reading_page",
    "newsml-g2": "newsml",
    "ninjs": "ninjs",
    "feed": "feeds",
    "table": "article_table",  # whatever no other format recognises
}
"""The formats by name, and their modules; of those that recognise a file the first reads it."""
GROUP = "annotator.formats"


@dataclass(frozen=True, slots=True)
class BrokenPlugin:
    """A plug-in that could not be loaded, and what went wrong."""

    name: str
    problem: str


@cache
def _built_in() -> tuple[Format, ...]:
    """The formats of these modules, which are loaded when somebody first asks."""
    return tuple(map(_loaded, BUILT_IN.values()))


def _loaded(module: str) -> Format:
    found: Format = import_module(f"{__name__}.{module}").FORMAT
    return found


@cache
def _plugins() -> tuple[tuple[Format, ...], tuple[BrokenPlugin, ...]]:
    found: list[Format] = []
    broken: list[BrokenPlugin] = []
    for point in entry_points(group=GROUP):
        loaded = _load(point)
        if isinstance(loaded, Format):
            found.append(loaded)
        else:
            broken.append(loaded)
    return tuple(found), tuple(broken)


def _load(point: EntryPoint) -> Format | BrokenPlugin:
    try:
        loaded = point.load()
    except Exception as error:  # noqa: BLE001 - whatever a stranger's module raises is reported
        return BrokenPlugin(point.name, f"{type(error).__name__}: {error}")
    if not isinstance(loaded, Format):
        return BrokenPlugin(point.name, f"{point.value} is no Format")
    if any(loaded.name == known.name for known in _built_in()):
        return BrokenPlugin(point.name, f"there is a format called {loaded.name} already")
    return loaded


def formats() -> tuple[Format, ...]:
    """All formats, the built-in ones first."""
    return _built_in() + _plugins()[0]


def broken_plugins() -> tuple[BrokenPlugin, ...]:
    """The plug-ins that could not be loaded; to be shown wherever formats are listed."""
    return _plugins()[1]


def named(name: str) -> Format:
    """The format with this name; of the built-in ones only this is loaded."""
    if name.casefold() in BUILT_IN:
        return _loaded(BUILT_IN[name.casefold()])
    for one in formats():
        if one.name == name.casefold():
            return one
    known = ", ".join(one.name for one in formats())
    raise FormatError(f"There is no format “{name}”.", f"The formats are: {known}.{_broken_note()}")


SNIFFED = 65_536
"""How many bytes of a file are looked at to tell its format."""


def of_file(path: Path) -> Format | None:
    """The format that a file is read as: by its ending, and its beginning if several share it.

    None for an ending that nobody reads, and where several share it and none recognises the file.
    """
    name = path.name.casefold()
    fitting = [one for one in formats() if one.reads and name.endswith(one.extensions)]
    if not any(one.recognises for one in fitting):
        return fitting[0] if fitting else None
    try:
        with path.open("rb") as file:
            start = file.read(SNIFFED)
    except OSError as error:
        raise files.unreadable(path, error) from None
    known = (one for one in fitting if one.recognises is not None and one.recognises(start))
    is_only = len(fitting) == 1 and not name.endswith(".zip")  # which may hold files of any kind
    only = fitting[0] if is_only else None
    return next(known, None) or next((one for one in fitting if one.recognises is None), only)


def of_folder(folder: Path) -> Format | None:
    """The format in which a folder is one corpus, if it is one."""
    return next((one for one in formats() if one.claims is not None and one.claims(folder)), None)


def readable_endings() -> tuple[str, ...]:
    """The endings of all files that can be imported."""
    return tuple(ending for one in formats() if one.reads for ending in one.extensions)


def _broken_note() -> str:
    return "".join(f" The plug-in {one.name} is broken: {one.problem}." for one in broken_plugins())
