"""A page for readers: the articles with their marks, in one HTML file that needs nothing else.

No script, no pictures, nothing from elsewhere: the style sheet stands in the page. Marks can be reached
with the keyboard; what is said of them is also in a list beside the text. A large corpus
becomes a folder with an index.
"""

from __future__ import annotations

from annotator.formats.format import Format
from annotator.formats.reading_page_writing import NOTES, PAGES, write

FORMAT = Format(
    name="reading-page",
    title="Page for readers (HTML)",
    extensions=(".html",),
    description="One self-contained page, or a folder of pages, with all articles and their marks.",
    loss="It is for reading: nothing can be imported from it again.",
    write=write,
    write_options=(PAGES, NOTES),
)
