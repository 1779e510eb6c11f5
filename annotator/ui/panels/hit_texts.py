"""What the cells of a concordance say."""

from __future__ import annotations

from enum import IntEnum
from html import escape
from typing import TYPE_CHECKING

from annotator.model import hit as hits
from annotator.ui.panels.texts import SEPARATOR, origin_text, said, short_name

if TYPE_CHECKING:
    from annotator.model.hit import Hit
    from annotator.ui.session import Session

_MORE_CONTEXT = 240
_MOST = 2_000


class Column(IntEnum):
    """What stands side by side."""

    MARK = 0
    ARTICLE = 1
    LEFT = 2
    PLACE = 3
    LABEL = 4
    ANNOTATOR = 5
    ORIGIN = 6


class HitTexts:
    """The wordings of hits, in the reader's language and the names of the project."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[str, str] = {}

    def forget_names(self) -> None:
        """Read the annotators' names anew when they are next wanted."""
        self._names = {}

    def text(self, hit: Hit, column: Column) -> str:
        """What a cell says."""
        if column == Column.ARTICLE:
            return hit.title
        if column == Column.LEFT:
            return one_line(hit.left)
        if column == Column.PLACE:
            return one_line(hit.text)
        if column == Column.LABEL:
            return self.label_name(hit)
        if column == Column.ANNOTATOR:
            return self.annotator_name(hit.annotator)
        return origin_text(hit.origin) if column == Column.ORIGIN and hit.origin else ""

    def label_name(self, hit: Hit) -> str:
        """The name of the hit's label; empty for words."""
        return short_name(self._session.codebook.label(hit.label).name) if hit.label else ""

    def annotator_name(self, annotator_id: str) -> str:
        """The name of an annotator; empty for none."""
        if annotator_id and not self._names and self._session.project is not None:
            self._names = {one.id: one.name for one in self._session.project.annotators()}
        return self._names.get(annotator_id, "")

    def moved(self, former: Hit, start: int, end: int) -> Hit:
        """The hit at `[start, end)`, in code points, with what stands there."""
        project = self._session.project
        if project is None:
            return former
        return hits.hit(former.document_id, former.title, project.text(former.document_id), start, end)

    def spoken(self, hit: Hit) -> str:
        """A whole row in words."""
        words = one_line(f"{hit.left}{hit.text}{hit.right}")
        return SEPARATOR.join(part for part in (words, self.label_name(hit), hit.title) if part)

    def tool_tip(self, hit: Hit) -> str:
        """The place with more of its text than the row has room for, as markup."""
        left, right = hit.left, hit.right
        project = self._session.project
        if project is not None and hit.end > hit.start:
            text = project.text(hit.document_id)
            left = text[max(0, hit.start - _MORE_CONTEXT) : hit.start]
            right = text[hit.end : hit.end + _MORE_CONTEXT]
        words = f"{escape(left)}<b>{escape(hit.text[:_MOST])}</b>{escape(right)}"
        facts = (self.label_name(hit), self.annotator_name(hit.annotator))
        origin = origin_text(hit.origin) if hit.origin else ""
        below = SEPARATOR.join(escape(part) for part in (*facts, origin) if part)
        title = f"<p><b>{escape(hit.title)}</b></p>" if hit.title else ""
        return title + f"<p>{words}</p>" + (f"<p>{below}</p>" if below else "")


def column_names() -> dict[Column, str]:
    """The titles of the columns in the reader's language."""
    return {
        Column.ARTICLE: said("Article"),
        Column.LEFT: said("Before"),
        Column.PLACE: said("Found, and what follows"),
        Column.LABEL: said("Label"),
        Column.ANNOTATOR: said("Annotator"),
        Column.ORIGIN: said("How it came"),
    }


def key_of(hit: Hit) -> tuple[str, int, int]:
    """The place of a hit, whether it is labelled or not."""
    return (hit.document_id, hit.start, hit.end)


def one_line(text: str) -> str:
    """The text with every stretch of white space as one blank."""
    return " ".join(text.split())
