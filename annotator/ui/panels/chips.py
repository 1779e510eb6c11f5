"""The codebook's labels as chips: their key, their mark, and their guideline on hovering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.model.values import CODEBOOK_KINDS
from annotator.ui.guideline import guideline_html, show_guideline
from annotator.ui.panels.colours import LabelColours, label_colours
from annotator.ui.panels.flow_layout import FlowLayout
from annotator.ui.panels.lines import draw_line
from annotator.ui.panels.marks import paint_mark
from annotator.ui.panels.texts import key_text, short_name

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.model.codebook import Label
    from annotator.ui.actions import Actions
    from annotator.ui.session import Session

_PADDING = 9
_KEY_GAP = 7
_WIDEST_NAME = 150
_MOST_ROWS = 2


class LabelChips(QWidget):
    """All labels in rows, a small gap between layers; one tab stop, then arrow keys.

    `page_requested` comes after a label that was chosen by key, and on Esc.
    """

    page_requested = Signal()

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("chips")
        self.setAccessibleName(self.tr("Labels"))
        self._session = session
        self._actions = actions
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout()
        self._flow.setContentsMargins(16, 4, 16, 8)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        session.opened.connect(self.refresh)
        session.closed.connect(self.refresh)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._press_focused)
        session.document_opened.connect(self._enable)
        self.refresh()

    def refresh(self) -> None:
        """Make the chips anew: after the labels or their keys have changed."""
        self._flow.clear()
        self._chips = {}
        layer = None
        for label in self._session.codebook.labels.values():
            chip = Chip(label, self._key_of(label))
            chip.clicked.connect(self._trigger)
            chip.step_requested.connect(self._step)
            chip.page_requested.connect(self.page_requested)
            self._flow.add(chip, gap_before=layer is not None and label.layer != layer)
            self._chips[label.id] = chip
            layer = label.layer
            chip.show()
        self._press_focused()
        self._enable()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the chips show their keys alone, so that the text keeps its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = _MOST_ROWS * (self.width() - 60)
        is_compact = sum(chip.full_width() + 6 for chip in self._chips.values()) > room
        for chip in self._chips.values():
            chip.set_compact(is_compact)

    def _key_of(self, label: Label) -> str:
        action = self._actions.labels.get(label.id)
        return key_text(action.shortcut()) if action is not None else key_text(label.hotkey)

    def _follow(self, edit: Edit) -> None:
        if edit.writes(*CODEBOOK_KINDS):
            self.refresh()
        else:
            self._press_focused()

    def _enable(self) -> None:
        is_enabled = self._session.document is not None and self._session.is_writable
        for chip in self._chips.values():
            chip.setEnabled(is_enabled)

    def _press_focused(self) -> None:
        focus = self._session.focus
        pressed = focus.label if focus is not None else ""
        for label_id, chip in self._chips.items():
            if chip.isChecked() != (label_id == pressed):
                chip.setChecked(label_id == pressed)
        first = pressed or next(iter(self._chips), "")
        for label_id, chip in self._chips.items():
            is_stop = label_id == first
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_stop else Qt.FocusPolicy.NoFocus)

    def _trigger(self) -> None:
        chip = self.sender()
        assert isinstance(chip, Chip)
        self._press_focused()
        action = self._actions.labels.get(chip.label.id)
        if action is not None:
            action.trigger()

    def _step(self, step: int) -> None:
        chips = list(self._chips.values())
        chip = self.sender()
        assert isinstance(chip, Chip)
        index = chips.index(chip) + step
        if 0 <= index < len(chips):
            chips[index].setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chips[index].setFocus(Qt.FocusReason.TabFocusReason)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class Chip(QAbstractButton):
    """One label: its key, its short name and its mark; pressed while its span is focused."""

    step_requested = Signal(int)
    page_requested = Signal()

    def __init__(self, label: Label, key: str) -> None:
        super().__init__()
        self.label = label
        self._key = key
        self._name = short_name(label.name)
        self._is_compact = False
        self._full_width = 0
        self.setText(self._name)
        self.setObjectName(f"chip:{label.id}")
        self.setAccessibleName(f"{label.name}, {key}" if key else label.name)
        self.setAccessibleDescription(label.definition)
        self.setToolTip(guideline_html(label))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def full_width(self) -> int:
        """The width with key and name, both bold so that pressing moves nothing."""
        if not self._full_width:
            metrics = QFontMetrics(self._bold())
            key = metrics.horizontalAdvance(self._key) + _KEY_GAP if self._key else 0
            name = min(metrics.horizontalAdvance(self._name), _WIDEST_NAME)
            self._full_width = key + name + 2 + 2 * _PADDING
        return self._full_width

    def set_compact(self, is_compact: bool) -> None:
        """Show the key alone, where there is one; the hover text still says the name."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the key and the name, or for the key alone."""
        metrics = QFontMetrics(self._bold())
        width = self.full_width()
        if self._is_compact and self._key:
            width = metrics.horizontalAdvance(self._key) + 2 * _PADDING + 2
        return QSize(width, metrics.height() + 10)

    def minimumSizeHint(self) -> QSize:
        """A chip is never squeezed."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the neighbours, Enter and Space press, ? shows the guideline."""
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step:
            self.step_requested.emit(-step if is_mirrored else step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
            self.page_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.page_requested.emit()
        elif event.key() == Qt.Key.Key_Question:
            show_guideline(self.label, self, self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A new font asks for other room."""
        if event.type() == QEvent.Type.FontChange:
            self._full_width = 0
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark, the key and the name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        colours = label_colours(self.label)
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        ink = self._paint_body(painter, body, colours)
        self._paint_ring(painter, body, colours)
        self._paint_words(painter, ink)

    def _paint_body(self, painter: QPainter, body: QRectF, colours: LabelColours) -> QColor:
        """Paint the mark; returns the colour in which words are readable on it."""
        style = self.label.style
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if style == "fill":
            paint_mark(painter, body, style, colours)
            return colours.text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line if self.isChecked() else colours.fill)
        if style != "box" or self.isChecked():
            painter.drawRoundedRect(body, 3, 3)
        if not self.isChecked():
            paint_mark(painter, body, style, colours, is_mirrored=is_mirrored)
        return colours.tag_text if self.isChecked() else self.palette().color(QPalette.ColorRole.Text)

    def _paint_ring(self, painter: QPainter, body: QRectF, colours: LabelColours) -> None:
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.isDown():
            painter.setPen(QPen(ink, 2))
            painter.drawRoundedRect(body, 4, 4)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(QPen(colours.line, 1.5))
            painter.drawRoundedRect(body, 4, 4)
        if self.hasFocus():
            pen = QPen(self.palette().color(QPalette.ColorRole.Highlight), 2)
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawRoundedRect(body, 4, 4)

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        area = self.rect().adjusted(_PADDING, 0, -_PADDING, -2)
        bold = self._bold()
        metrics = QFontMetrics(bold)
        key_width = metrics.horizontalAdvance(self._key)
        painter.setPen(ink)
        painter.setFont(bold)
        direction = self.layoutDirection()
        draw_line(painter, area, self._key, direction)
        if self._is_compact and self._key:
            return
        used = key_width + _KEY_GAP if self._key else 0
        rest = QRect(area)
        if direction == Qt.LayoutDirection.RightToLeft:
            rest.setRight(area.right() - used)
        else:
            rest.setLeft(area.left() + used)
        if not self.isChecked():
            painter.setFont(self.font())
        draw_line(painter, rest, self._name, direction)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font
