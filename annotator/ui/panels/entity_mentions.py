"""Where an entity is mentioned: a concordance, and mentions of its name that nobody has linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from annotator.model.entity_types import entity_types, may_have_entity
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.hit_commands import ListCommand
from annotator.ui.panels.hit_list import HitList
from annotator.ui.panels.key_tip import KeyTip
from annotator.ui.panels.texts import number_text
from annotator.ui.reader import Reader
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.model.values import Entity
    from annotator.store.project import Project
    from annotator.ui.actions import Actions
    from annotator.ui.entity_steps import EntitySteps
    from annotator.ui.session import Session
    from annotator.ui.tasks import Task

_MOST = 2_000
"""So many mentions are listed."""
_LEFT_TO_THE_MENU = ("go", "label", "delete", "reject")
"""Commands of the list that have no button here: the panel is narrow."""
_SPLIT = ListCommand("split", "Split off as a new entity", "", "mentions.split", begins_group=True)


class EntityMentions(QWidget):
    """The mentions of one entity; a key splits the chosen ones off, a button links what is unlinked.

    `counted_mentions` says how many there are.
    """

    counted_mentions = Signal(int)

    def __init__(self, session: Session, actions: Actions, steps: EntitySteps) -> None:
        super().__init__()
        self.setObjectName("entity_mentions")
        self._session = session
        self._steps = steps
        self._reader = Reader(session, self)
        self._entity: Entity | None = None
        self._unlinked: list[str] = []
        self._row = 0
        self._about = plain_label(role="muted", wraps=True)
        self._about.setObjectName("entity_mentions_about")
        self._link = QPushButton()
        self._link.setObjectName("entity_link_unlinked")
        self._link.setProperty("role", "small")
        self._link.setAutoDefault(False)
        self._link.clicked.connect(self._link_unlinked)
        self._link.hide()
        self.hits = HitList(session, actions)
        self.hits.commands.add(_SPLIT, self.split)
        self._split = QPushButton(self.tr("Split off"))
        self._split.setObjectName("entity_split")
        self._split.setAccessibleName(self.tr("Make the chosen mentions a new entity"))
        self._split.setProperty("role", "small")
        self._split.setAutoDefault(False)
        self._split.clicked.connect(self.split)
        words = self._split.accessibleName()
        KeyTip(self._split, actions.keymap, words, {_SPLIT.action: "{key}"})
        self._lay_out()
        self.hits.chosen_changed.connect(self._follow_choice)
        session.edited.connect(self._follow)
        self._follow_choice()

    def _lay_out(self) -> None:
        self.hits.button_row.insertWidget(0, self._split)
        shorter = {"choose": self.tr("Link to…"), "unlink": self.tr("Unlink")}
        for button in self.hits.findChildren(QPushButton):
            name = button.objectName().removeprefix("hits_")
            button.setText(shorter.get(name, button.text()))
            if name in _LEFT_TO_THE_MENU:
                button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._about)
        column.addWidget(self._link)
        column.addWidget(self.hits, 1)

    def enter(self) -> None:
        """Take the focus, at the first mention if none is chosen."""
        self.hits.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._mark()

    def _mark(self, *, is_all: bool = False) -> None:
        """While the keys are here, one is always chosen: where one was before, else the first."""
        last = len(self.hits.hits) - 1
        is_there = self._row <= last or (is_all and last >= 0)
        if is_there and self.hits.table.hasFocus() and not self.hits.selected_count():
            self.hits.table.choose_row(min(self._row, last))

    # ------------------------------------------------------------ showing

    def show_entity(self, entity: Entity | None) -> None:
        """Show where this one is mentioned."""
        if entity is not None and self._entity is not None and entity.id == self._entity.id:
            is_same_name = (entity.name, entity.aliases) == (self._entity.name, self._entity.aliases)
            self._entity = entity
            if is_same_name:
                return
        else:
            self._row = 0
            self.hits.clear()
        self._entity = entity
        self.reload()

    def reload(self) -> None:
        """Read the mentions anew."""
        entity = self._entity
        self._unlinked = []
        self._link.hide()
        if entity is None or self._session.project is None:
            for question in ("mentions", "unlinked"):
                self._reader.forget(question)
            self.hits.clear()
            self._about.setText("")
            return
        id_ = entity.id

        def read(project: Project, task: Task) -> tuple[int, int]:
            task.give(None)
            for batch in project.mentions(id_, limit=_MOST):
                task.give(batch)
            return project.mention_count([id_]), project.documents_of_entity(id_)

        self._reader.ask("mentions", read, self._say, given=self._take)
        self._ask_unlinked(entity)

    def _take(self, batch: object) -> None:
        if isinstance(batch, list):
            self.hits.add_hits(batch)
            self._mark()
        else:
            if self.hits.selected_count():
                self._row = max(0, self.hits.table.currentIndex().row())
            self.hits.clear()

    def _say(self, counts: tuple[int, int]) -> None:
        self._mark(is_all=True)
        mentions, documents = counts
        words = counted(mentions, "%n mention", "%n mentions")
        if mentions:
            words += " " + counted(documents, "in %n article", "in %n articles")
        if mentions > _MOST:
            words += " · " + self.tr("the first {number} are shown").format(number=number_text(_MOST))
        self._about.setText(words)
        self.counted_mentions.emit(mentions)

    def _ask_unlinked(self, entity: Entity) -> None:
        """Look for spans that say the name or an alias and point to nobody."""
        codebook = self._session.codebook
        types = entity_types(codebook)
        labels = [
            one
            for one in codebook.labels
            if may_have_entity(codebook, one)
            and (one == entity.type or one not in types or not entity.type)
        ]
        names = [entity.name, *entity.aliases]

        def look(project: Project, task: Task) -> list[str]:
            found: list[str] = []
            for batch in project.unlinked_mentions(names, labels):
                found += [span_id for span_id, _text in batch]
                task.progress(0, 0)
            return found

        self._reader.ask("unlinked", look, self._offer)

    def _offer(self, span_ids: list[str]) -> None:
        self._unlinked = span_ids
        one = self.tr("Link %n unlinked mention of this name")
        many = self.tr("Link %n unlinked mentions of this name")
        words = counted(len(span_ids), one, many)
        self._link.setText(words)
        self._link.setAccessibleName(words)
        self._link.setVisible(bool(span_ids) and self._session.is_writable)

    # ------------------------------------------------------------ acting

    def split(self) -> None:
        """Make a new entity of the chosen mentions."""
        chosen = [hit.span_id for hit in self.hits.selected() if hit.span_id]
        if self._entity is not None and chosen:
            self.hits.table.setFocus()
            self._steps.split(self._entity, chosen)

    def _link_unlinked(self) -> None:
        if self._entity is not None and self._unlinked:
            self._steps.link(self._entity, self._unlinked)

    def _follow_choice(self) -> None:
        self._split.setEnabled(self.hits.selected_count() > 0 and self._session.is_writable)

    def _follow(self, edit: Edit) -> None:
        """Read anew if mentions have come or gone, or if nobody knows what has changed."""
        entity = self._entity
        if entity is None:
            return
        is_concerned = not edit.changes or any(
            (before.entity if before else None) != (after.entity if after else None)
            and entity.id in (before.entity if before else None, after.entity if after else None)
            for before, after in edit.spans()
        )
        if is_concerned and self.isVisible():
            self.reload()
        elif is_concerned:
            self._entity = None
