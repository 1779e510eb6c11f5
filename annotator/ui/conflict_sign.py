"""How many conflicts are to be decided, as a button of the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from annotator.ui import icons, theme
from annotator.ui.words import counted

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from annotator.ui.session import Session

_SIGN = 16


class ConflictSign(QToolButton):
    """Hidden while nothing is to be decided; a click shows the conflicts."""

    def __init__(self, session: Session, show_conflicts: QAction) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("status_conflicts")
        self.setAutoRaise(True)
        self.setIconSize(QSize(_SIGN, _SIGN))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip(self.tr("Conflicts: what people did at once and differently, and what waits"))
        self.clicked.connect(lambda: show_conflicts.trigger())
        for signal in (session.opened, session.closed, session.edited):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how many there are now."""
        project = self._session.project
        count = project.undecided_count() if project is not None else 0
        self.setVisible(count > 0)
        self.setIcon(icons.icon("warning", theme.current().warning))
        self.setText(counted(count, "%n to decide", "%n to decide"))
        self.setAccessibleName(self.text())
