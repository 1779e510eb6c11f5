"""Which formats need packages that are not installed with the program itself."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.formats.format import Format

MODULES = {
    "html": ("trafilatura", "lxml_html_clean"),
    "parquet": ("pyarrow",),
    "spacy": ("spacy",),
    "warc": ("warcio",),
}
"""The modules that an extra brings; plug-ins see to their own."""


def is_missing(format_: Format) -> bool:
    """Whether a package that the format needs is not installed."""
    return any(find_spec(module) is None for module in MODULES.get(format_.extra, ()))


def command(format_: Format) -> str:
    """What installs the packages that the format needs; "" for one that needs none."""
    return f"pip install 'annotator[{format_.extra}]'" if format_.extra else ""
