"""How sharing stands, as a button of the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt
from PySide6.QtWidgets import QToolButton

from annotator.ui import icons, theme
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.ui.sharing_rounds import SharingRounds

_SIGN = 16


class SharingSign(QToolButton):
    """Says when the project was shared last, what waits, and what is wrong; hidden without a folder."""

    def __init__(self, rounds: SharingRounds) -> None:
        super().__init__()
        self._rounds = rounds
        self.setObjectName("status_sharing")
        self.setAutoRaise(True)
        self.setIconSize(QSize(_SIGN, _SIGN))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAccessibleDescription(self.tr("Shows the shared folder"))
        rounds.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state as it now is."""
        folder, state = self._rounds.folder, self._rounds.state
        self.setVisible(folder is not None)
        if folder is None:
            return
        bad = [one for one in state.problems if one.kind == "unreadable"]
        colours = theme.current()
        if state.error is not None or bad:
            self.setIcon(icons.icon("warning", colours.warning))
        else:
            self.setIcon(icons.icon("share"))
        self.setText(self._words(len(bad)))
        self.setAccessibleName(self.text())
        lines = [str(folder)]
        if state.error is not None:
            lines += [state.error.message, state.error.hint]
        lines += [one.reason for one in bad]
        self.setToolTip("\n".join(lines))

    def _words(self, bad: int) -> str:
        state = self._rounds.state
        if state.error is not None:
            return self.tr("Not shared: problem")
        if not state.shared_at:
            return self.tr("Sharing…")
        moment = QDateTime.fromSecsSinceEpoch(int(state.shared_at)).time()
        clock = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        words = [self.tr("Shared {time}").format(time=clock)]
        if state.waiting:
            words.append(counted(state.waiting, "%n waiting", "%n waiting"))
        if state.conflicts:
            words.append(counted(state.conflicts, "%n difference", "%n differences"))
        if bad:
            words.append(counted(bad, "%n problem", "%n problems"))
        return " · ".join(words)
