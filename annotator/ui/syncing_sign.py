"""How syncing with a server stands, as a button of the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from annotator.ui import icons, theme
from annotator.ui.syncing_state import clock
from annotator.ui.words import counted

if TYPE_CHECKING:
    from annotator.ui.syncing_rounds import SyncRounds

_SIGN = 16


class SyncSign(QToolButton):
    """Says when the project was synced last, what waits, and that one is offline, which is normal."""

    def __init__(self, rounds: SyncRounds) -> None:
        super().__init__()
        self._rounds = rounds
        self.setObjectName("status_syncing")
        self.setAutoRaise(True)
        self.setIconSize(QSize(_SIGN, _SIGN))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAccessibleDescription(self.tr("Shows the server"))
        rounds.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state as it now is."""
        address, state = self._rounds.address, self._rounds.state
        self.setVisible(address is not None)
        if address is None:
            return
        is_bad = state.error is not None and not state.is_offline
        colours = theme.current()
        icon, colour = ("warning", colours.warning) if is_bad else ("server", colours.muted)
        self.setIcon(icons.icon(icon, colour))
        self.setText(self._words())
        self.setAccessibleName(self.text())
        lines = [address.name]
        if state.error is not None:
            lines += [state.error.message, state.error.hint]
        if state.conflicts:
            conflicts = state.conflicts
            lines.append(counted(conflicts, "%n difference to look at", "%n differences to look at"))
        self.setToolTip("\n".join(lines))

    def _words(self) -> str:
        state = self._rounds.state
        if state.wants_password:
            words = [self.tr("Not synced: password needed")]
        elif state.is_offline:
            words = [self.tr("Offline")]
        elif state.error is not None:
            words = [self.tr("Not synced: problem")]
        elif state.synced_at:
            words = [self.tr("Synced {time}").format(time=clock(state.synced_at))]
        else:
            words = [self.tr("Syncing…") if state.is_busy else self.tr("Not synced yet")]
        if state.waiting:
            words.append(counted(state.waiting, "%n waiting", "%n waiting"))
        return " · ".join(words)
