"""Writing the page for readers: one page, or an index and a page for each article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.errors import FormatError
from annotator.formats.kit.file_names import UniqueNames
from annotator.formats.kit.options import Choice, Option, yes_or_no
from annotator.formats.reading_page_article import ArticlePage
from annotator.formats.reading_page_marks import shown, unshown
from annotator.formats.reading_page_style import classes, style
from annotator.formats.writing import new_file, new_folder
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.model.codebook import Label
    from annotator.model.values import Document

ONE, EACH = "one", "each"
PAGES = Option(
    "pages",
    "Pages",
    ONE,
    (
        Choice(ONE, "one page with all articles"),
        Choice(EACH, "a folder with an index and a page for each article"),
    ),
)
NOTES = yes_or_no("notes", "Notes of the annotators are to be read", is_on=True)
LARGEST = 60_000_000
"""How many bytes one page may have: more makes browsers slow."""
NOT_SHOWN = "a page cannot show control characters"
_END = "</main>\n</body>\n</html>\n"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write one page to a file, or a folder of pages."""
    if writing.value(PAGES) == EACH:
        _write_folder(corpus, path, writing)
        return
    writer = _Pages(corpus, writing)
    size = 0
    with new_file(path, overwrites=writing.overwrites) as file:
        for part in writer.whole():
            content = part.encode("utf-8")
            size += len(content)
            if size > LARGEST:
                raise FormatError(
                    f"{path} would have more than {LARGEST:,} bytes, too many for one page.",
                    "Choose a page for each article (pages=each), or export fewer articles.",
                )
            file.write(content)


def _write_folder(corpus: Corpus, folder: Path, writing: Writing) -> None:
    writer = _Pages(corpus, writing)
    documents = corpus.documents()
    names = UniqueNames()
    names.new("index")
    files = [f"{names.new(one.title, otherwise='article')}.html" for one in documents]
    with new_folder(folder, overwrites=writing.overwrites) as temporary:
        for number, (name, record) in enumerate(zip(files, corpus.records(), strict=True), 1):
            writing.step(number - 1, len(documents), record.document.title)
            page = writer.page_of(record, number)
            (temporary / name).write_bytes(page.encode("utf-8"))
        index = "".join(writer.index(documents, files))
        (temporary / "index.html").write_bytes(index.encode("utf-8"))
        writing.step(len(documents), len(documents), "")


class _Pages:
    """Makes the pages of one project."""

    def __init__(self, corpus: Corpus, writing: Writing) -> None:
        self._corpus = corpus
        self._writing = writing
        self._title = corpus.project_name.title or "Annotated articles"
        codebook = corpus.codebook()
        self._labels: list[Label] = list(codebook.labels.values())
        self._layers = {id_: one.name for id_, one in codebook.layers.items()}
        self._articles = ArticlePage(corpus, self._labels, has_notes=writing.is_on(NOTES))

    def whole(self) -> Iterator[str]:
        """The one page, part by part."""
        documents = self._corpus.documents()
        links = [f"#a{number}" for number in range(1, len(documents) + 1)]
        yield from self._head(self._title)
        yield from self._top(self._title, counted(len(documents), "article"))
        yield from self._contents(documents, links)
        yield "<main>\n"
        for number, record in enumerate(self._corpus.records(), 1):
            self._writing.step(number - 1, len(documents), record.document.title)
            yield self._article(record, number)
        yield _END
        self._writing.step(len(documents), len(documents), "")

    def page_of(self, record: Record, number: int) -> str:
        """The page of one article."""
        title = record.document.title or f"Article {number}"
        parts = [*self._head(f"{title} – {self._title}"), *self._top(self._title, "", back=True)]
        return "".join([*parts, "<main>\n", self._article(record, number), _END])

    def index(self, documents: Sequence[Document], files: Sequence[str]) -> Iterator[str]:
        """The page that leads to all others."""
        yield from self._head(self._title)
        said = counted(len(documents), "article")
        yield f"<header>\n<h1>{shown(self._title)}</h1>\n<p class=quiet>{said}</p>\n</header>\n"
        yield from self._contents(documents, files, is_open=True)
        yield "</body>\n</html>\n"

    def _article(self, record: Record, number: int) -> str:
        losses = self._writing.losses
        losses.begin(record.document.id, record.document.title)
        if lost := unshown(record.text):
            losses.add("characters", "changed", NOT_SHOWN, number=lost)
        return self._articles.html(record, number)

    def _head(self, title: str) -> Iterator[str]:
        yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{shown(_POLICY)}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield f"<title>{shown(title)}</title>\n<style>\n{style(self._labels)}\n</style>\n"
        yield "</head>\n<body>\n"

    def _top(self, title: str, said: str, *, back: bool = False) -> Iterator[str]:
        """Title and legend; the boxes of the legend hide and show labels."""
        yield f"<header>\n<h1>{shown(title)}</h1>\n"
        yield f"<p class=quiet>{shown(said)}</p>\n" if said else ""
        yield '<p class=quiet><a href="index.html">All articles</a></p>\n' if back else ""
        yield '</header>\n<nav class=legend aria-label="Labels">\n'
        for layer, some in self._by_layer().items():
            name = self._layers.get(layer, layer) or "Labels"
            yield f'<p role=group aria-label="{shown(name)}"><span class=quiet>{shown(name)}</span>\n'
            for number, label in some:
                hint = f' title="{shown(label.definition)}"' if label.definition else ""
                yield (
                    f'<label{hint}><input type=checkbox id="t{number}" checked> '
                    f'<mark class="{classes(label, number)}">{shown(label.name)}</mark></label>\n'
                )
            yield "</p>\n"
        yield "<label class=tools><input type=checkbox id=lists checked> "
        yield "Lists beside the texts</label>\n</nav>\n"

    def _by_layer(self) -> dict[str, list[tuple[int, Label]]]:
        found: dict[str, list[tuple[int, Label]]] = {layer: [] for layer in self._layers}
        for number, label in enumerate(self._labels):
            found.setdefault(label.layer, []).append((number, label))
        return {layer: some for layer, some in found.items() if some}

    def _contents(
        self, documents: Sequence[Document], links: Sequence[str], *, is_open: bool = False
    ) -> Iterator[str]:
        yield f'<nav class=contents aria-label="Articles">\n<details{" open" if is_open else ""}>\n'
        yield "<summary>Contents</summary>\n<ol>\n"
        for number, (document, link) in enumerate(zip(documents, links, strict=True), 1):
            title = _one_line(document.title) or f"Article {number}"
            yield f'<li><a href="{link}">{shown(title)}</a></li>\n'
        yield "</ol>\n</details>\n</nav>\n"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
