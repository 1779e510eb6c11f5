"""First steps: four things to try, which tick themselves off when they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from annotator.model.extent import Extent
from annotator.ui import icons, keys, theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QShowEvent

    from annotator.model.change import Edit
    from annotator.model.codebook import Label
    from annotator.ui.session import Session
    from annotator.ui.settings import Settings

STEPS = ("open", "name", "quote", "export")
_CLOSED = "closed"


class FirstSteps(QObject):
    """Knows which steps are done: it watches the session and remembers in the settings."""

    changed = Signal()

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session)
        self._session = session
        self._settings = settings
        session.document_opened.connect(lambda _document_id: self.tick("open"))
        session.edited.connect(self._look_at)
        session.opened.connect(self.changed)

    @property
    def done(self) -> frozenset[str]:
        """The ids of the steps that are done."""
        return frozenset(self._settings.checklist)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to show: all done, or the list was closed."""
        return _CLOSED in self.done or self.next_step is None

    @property
    def next_step(self) -> str | None:
        """The id of the first step that is not done and that this project's codebook allows."""
        return next((step for step in STEPS if step not in self.done and self._is_possible(step)), None)

    def _is_possible(self, step_id: str) -> bool:
        wanted = {"name": Extent.NAME, "quote": Extent.QUOTATION}.get(step_id)
        if wanted is None or self._session.project is None:
            return True
        codebook = self._session.codebook
        found = [label.id for label in codebook.labels.values() if label.extent is wanted]
        return any(step_id == "name" or codebook.relation_types_from(label) for label in found)

    def tick(self, step_id: str) -> None:
        """This step is done."""
        if step_id not in self.done:
            self._settings.checklist = [*self._settings.checklist, step_id]
            self.changed.emit()

    def close_list(self) -> None:
        """Show the list no more."""
        self.tick(_CLOSED)

    def title(self, step_id: str) -> str:
        """What a step is about."""
        titles = {
            "open": self.tr("Open an article"),
            "name": self.tr("Label a name"),
            "quote": self.tr("Mark a quote and its speaker"),
            "export": self.tr("Take your work elsewhere"),
        }
        return titles[step_id]

    def way(self, step_id: str) -> str:
        """How a step is done, with the keys that now hold."""
        held = {one.id: keys.readable(one.keys[0]) for one in self._bindings() if one.keys}
        if step_id == "open":
            return self._way_to_an_article(held)
        ways = {
            "name": self.tr("Click a name in the text and press {name}."),
            "quote": self.tr("Click inside a quotation, press {quote}, then {speaker} and Enter."),
            "export": self.tr("Press {export} to export it."),
        }
        return ways[step_id].format(
            name=held.get(self._label(Extent.NAME), "1"),
            quote=held.get(self._label(Extent.QUOTATION), "Q"),
            speaker=held.get("relation.speaker", "S"),
            export=held.get("project.export", ""),
        )

    def _way_to_an_article(self, held: Mapping[str, str]) -> str:
        project = self._session.project
        if project is not None and not project.has_documents:
            text = self.tr("Drop articles onto the window, or press {key} to import some.")
            return text.format(key=held.get("project.import", ""))
        text = self.tr("Click one in the list of articles, or press {key}.")
        return text.format(key=held.get("document.next", ""))

    def _bindings(self) -> list[keys.Binding]:
        codebook = self._session.codebook
        chosen = self._settings.label_keys(keys.codebook_id(codebook))
        return [*keys.bindings(self._settings.keys), *keys.label_bindings(codebook, chosen)]

    def _label(self, extent: Extent) -> str:
        labels: Mapping[str, Label] = self._session.codebook.labels
        found = next((label.id for label in labels.values() if label.extent == extent), "")
        return f"label:{found}"

    def _look_at(self, edit: Edit) -> None:
        if edit.undoes is not None:
            return
        for before, after in edit.spans():
            if before is None and after is not None:
                label = self._session.codebook.label(after.label)
                if label.extent == Extent.NAME:
                    self.tick("name")
        if any(before is None for before, _after in edit.relations()):
            self.tick("quote")


class Checklist(QFrame):
    """All steps one below the other, for the start page."""

    def __init__(self, first_steps: FirstSteps) -> None:
        super().__init__()
        self._first_steps = first_steps
        self.setObjectName("checklist")
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("First steps"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.STEP, theme.STEP + 4, 2 * theme.STEP, theme.STEP + 4)
        column.setSpacing(theme.STEP)
        heading = QLabel(self.tr("First steps"))
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        self._rows: dict[str, tuple[QLabel, QLabel]] = {}
        for step in STEPS:
            sign, text = QLabel(), QLabel()
            sign.setFixedWidth(20)
            row = QHBoxLayout()
            row.setSpacing(theme.STEP)
            row.addWidget(sign)
            row.addWidget(text, 1)
            column.addLayout(row)
            self._rows[step] = (sign, text)
        first_steps.changed.connect(self._refresh)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """The signs take their colour from the theme of the moment."""
        self._refresh()
        super().showEvent(event)

    def _refresh(self) -> None:
        colours = theme.current()
        for step, (sign, text) in self._rows.items():
            is_done = step in self._first_steps.done
            name, colour = ("check-circle", colours.ok) if is_done else ("circle", colours.line)
            sign.setPixmap(icons.icon(name, colour).pixmap(QSize(18, 18)))
            title = self._first_steps.title(step)
            text.setText(title)
            state = self.tr("done") if is_done else self.tr("to do")
            text.setAccessibleName(f"{title}: {state}")


class StepBar(QFrame):
    """The next step in one line, above the page."""

    def __init__(self, first_steps: FirstSteps) -> None:
        super().__init__()
        self._first_steps = first_steps
        self.setObjectName("step_bar")
        self.setAccessibleName(self.tr("First steps"))
        self.setProperty("role", "message")
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._text = QLabel()
        self._text.setObjectName("next_step")
        self._text.setWordWrap(True)
        close = QToolButton()
        close.setObjectName("close_steps")
        close.setIcon(icons.icon("close"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Show the first steps no more"))
        close.setAccessibleName(close.toolTip())
        close.clicked.connect(first_steps.close_list)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.STEP, theme.HALF_STEP, theme.STEP, theme.HALF_STEP)
        row.setSpacing(theme.STEP)
        row.addWidget(self._count)
        row.addWidget(self._text, 1)
        row.addWidget(close)
        first_steps.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        step = self._first_steps.next_step
        self.setVisible(step is not None and not self._first_steps.is_over)
        if step is not None:
            count = self.tr("First steps, {number} of {total}:")
            self._count.setText(count.format(number=STEPS.index(step) + 1, total=len(STEPS)))
            self._text.setText(self._first_steps.way(step))
