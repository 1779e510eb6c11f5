"""A label's guideline as people read it: hover text, and a popover that goes with the next key."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from annotator.ui import theme

if TYPE_CHECKING:
    from annotator.model.codebook import Label

_WIDTH = 420
_MARKED = re.compile(r"\[([^\[\]]+)\]")
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Guideline", text)


def guideline_html(label: Label) -> str:
    """Definition, what to include and exclude, good and bad examples, in the present theme."""
    colours = theme.current()
    parts = [f"<p style='margin:0 0 4px 0'><b>{escape(label.name)}</b></p>"]
    if label.definition:
        parts.append(f"<p style='margin:0 0 8px 0'>{escape(label.definition)}</p>")
    for heading, lines, sign, colour in (
        (_tr("Include"), label.include, "✓", colours.ok),
        (_tr("Exclude"), label.exclude, "✗", colours.error),
        (_tr("Good examples"), label.examples, "✓", colours.ok),
        (_tr("Bad examples"), label.bad_examples, "✗", colours.error),
    ):
        if lines:
            rows = "".join(_row(line, sign, colour) for line in lines)
            head = f"<p style='margin:4px 0 1px 0; color:{colours.muted}'>{escape(heading)}</p>"
            parts.append(f"{head}<table cellspacing='0' cellpadding='1'>{rows}</table>")
    return "".join(parts)


def _row(line: str, sign: str, colour: str) -> str:
    words = _MARKED.sub(r"<b>\1</b>", escape(line))
    return f"<tr><td style='color:{colour}'>{sign}&nbsp;</td><td>{words}</td></tr>"


class GuidelinePopover(QFrame):
    """The guideline of one label beside a place; the next key, click or Esc closes it.

    The key itself still does what it does; only Esc is used up.
    """

    def __init__(self, label: Label, parent: QWidget, *, above: str = "") -> None:
        """`above` is a sentence that stands over the guideline."""
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("guideline_popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        colours = theme.current()
        self.setStyleSheet(
            f"#guideline_popover {{ background: {colours.raised}; border: 1px solid {colours.edge}; }}"
        )
        words = QLabel()
        words.setObjectName("guideline_words")
        words.setTextFormat(Qt.TextFormat.RichText)
        words.setWordWrap(True)
        words.setFixedWidth(_WIDTH)
        head = f"<p style='margin:0 0 8px 0'>{escape(above)}</p>" if above else ""
        words.setText(head + guideline_html(label))
        self.setAccessibleName(label.name)
        self.setAccessibleDescription(label.definition)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(words)

    def show_at(self, place: QPoint) -> None:
        """Show it with its upper left corner here (global), moved so that all can be seen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = min(place.x(), room.right() - self.width() - 4)
        top = min(place.y(), room.bottom() - self.height() - 4)
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close at the next key or click; use up Esc."""
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.WindowDeactivate, QEvent.Type.Wheel):
            self.close()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            if event.key() not in _MODIFIERS:
                self.close()
            return event.key() == Qt.Key.Key_Escape
        return False


def show_guideline(label: Label, parent: QWidget, place: QPoint, *, above: str = "") -> None:
    """Show the guideline of a label at this place (global)."""
    for former in parent.findChildren(GuidelinePopover):
        former.close()
    GuidelinePopover(label, parent, above=above).show_at(place)
