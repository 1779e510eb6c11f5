"""What can be done with a finding: buttons for the mouse, with their keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from annotator.model.check_choices import ALL_LABELS, Choices
from annotator.model.checks import BY_ID, Finding
from annotator.ui import icons
from annotator.ui.panels.flow_layout import FlowLayout
from annotator.ui.panels.texts import number_text, said


class CheckButtons(QWidget):
    """A row of buttons; `commanded` names what is wanted."""

    commanded = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = FlowLayout(spacing=6)
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.buttons: dict[str, QPushButton] = {}
        for name in ("fix", "fix_all", "accept", "mute", "mute_all"):
            button = self.buttons[name] = QPushButton()
            button.setObjectName(f"checks_{name}")
            button.setAutoDefault(False)
            button.setProperty("role", "small")
            button.clicked.connect(partial(self.commanded.emit, name))
            row.add(button)
        self.buttons["fix"].setIcon(icons.icon("check"))

    def show_state(
        self,
        check_id: str,
        finding: Finding | None,
        choices: Choices,
        count: int,
        *,
        label_name: str,
        can_fix: bool,
        is_writable: bool,
    ) -> None:
        """Say what the buttons would do to this finding of this check, of which there are `count`."""
        check = BY_ID.get(check_id)
        if check is None:
            return
        fix = said(check.fix)
        label = finding.label if finding is not None else ""
        is_muted = finding is not None and (check_id, label) in choices.muted
        all_muted = (check_id, ALL_LABELS) in choices.muted
        is_fine = finding is not None and finding.key in choices.accepted
        self._show("fix", said("Fix"), "F", fix, is_on=can_fix and is_writable)
        words = said("Fix all %1").replace("%1", number_text(count)) if count else said("Fix all")
        self._show("fix_all", words, "Shift+F", fix, is_on=bool(check.fix and count) and is_writable)
        words = said("Not fine after all") if is_fine else said("Is fine")
        why = said("Remember that this finding is right as it is")
        self._show("accept", words, "A", why, is_on=finding is not None and is_writable)
        words = said("Unmute for %1") if is_muted else said("Mute for %1")
        why = said("Do not show findings of this check about this label")
        is_on = finding is not None and label != "" and is_writable
        self._show("mute", words.replace("%1", label_name or "…"), "M", why, is_on=is_on)
        words = said("Unmute the check") if all_muted else said("Mute the check")
        why = said("Do not show findings of this check about any label")
        self._show("mute_all", words, "Shift+M", why, is_on=is_writable)

    def _show(self, name: str, words: str, key: str, why: str, *, is_on: bool) -> None:
        button = self.buttons[name]
        button.setText(f"{words} ({key})")
        button.setAccessibleName(words)
        button.setToolTip(f"{why[:1].upper()}{why[1:]}")
        button.setEnabled(is_on)
