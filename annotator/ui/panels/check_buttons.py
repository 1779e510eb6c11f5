"""What can be done with a finding: buttons for the mouse, with their keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from annotator.model.check_choices import ALL_LABELS, Choices
from annotator.model.checks import BY_ID, Check, Finding
from annotator.ui import icons
from annotator.ui.panels.flow_layout import FlowLayout
from annotator.ui.panels.texts import number_text, said, with_key

if TYPE_CHECKING:
    from annotator.ui.keymap import Keymap


class CheckButtons(QWidget):
    """A row of buttons; `commanded` names what is wanted.

    `stranded` says that the button with the focus can do nothing more.
    """

    commanded = Signal(str)
    stranded = Signal()

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
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
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
        refusal: str,
        fixable: int | None,
        is_writable: bool,
    ) -> None:
        """Say what the buttons would do to this finding of this check, of which there are `count`.

        Without a check there is nothing to do, and no button. `refusal` says why the finding
        cannot be mended; `fixable` of the check can (None: not known).
        """
        check = BY_ID.get(check_id)
        self.setVisible(check is not None)
        if check is None:
            return
        self._show_fixes(check, count, refusal, fixable, is_writable=is_writable)
        label = finding.label if finding is not None else ""
        is_muted = finding is not None and (check_id, label) in choices.muted
        all_muted = (check_id, ALL_LABELS) in choices.muted
        is_fine = finding is not None and finding.key in choices.accepted
        words = said("Not fine after all") if is_fine else said("Is fine")
        why = said("Remember that this finding is right as it is")
        self._show("accept", words, why, is_on=finding is not None and is_writable)
        words = said("Unmute for %1") if is_muted else said("Mute for %1")
        why = said("Do not show findings of this check about this label")
        is_on = finding is not None and label != "" and is_writable
        self._show("mute", words.replace("%1", label_name or "…"), why, is_on=is_on)
        words = said("Unmute the check") if all_muted else said("Mute the check")
        why = said("Do not show findings of this check about any label")
        self._show("mute_all", words, why, is_on=is_writable)

    def _show_fixes(
        self, check: Check, count: int, refusal: str, fixable: int | None, *, is_writable: bool
    ) -> None:
        fix = said(check.fix)
        if not check.fix:
            refusal = said("This check has no fix: go there with Enter")
        why = refusal or fix
        self._show("fix", said("Fix"), why, is_on=not refusal and is_writable)
        words, why = said("Fix all"), fix
        if not count or not check.fix:
            why = said("Nothing is left to fix here") if check.fix else refusal
        elif fixable is None:
            why = said("%1, wherever there is a fix").replace("%1", fix)
        elif fixable == 0:
            why = said("None of these has a fix: go there with Enter")
        elif fixable < count:
            words = said("Fix all %1 of %2").replace("%1", number_text(fixable))
            words = words.replace("%2", number_text(count))
            why = said("%1; the others have no fix, or another annotator made them").replace("%1", fix)
        else:
            words = said("Fix all %1").replace("%1", number_text(count))
        is_on = bool(check.fix and count) and fixable != 0 and is_writable
        self._show("fix_all", words, why, is_on=is_on)

    def _show(self, name: str, words: str, why: str, *, is_on: bool) -> None:
        button = self.buttons[name]
        button.setText(with_key(words, self._keymap.first(f"checks.{name}")))
        button.setAccessibleName(words)
        button.setToolTip(f"{why[:1].upper()}{why[1:]}")
        if button.hasFocus() and not is_on:
            self.stranded.emit()  # else the focus, and the next Space, would go to the button beside it
        button.setEnabled(is_on)
