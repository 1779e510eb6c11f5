"""About Annotator: what it is, which version, whose work it stands on."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator import __version__
from annotator.ui import icons, theme
from annotator.ui.dialogs.fields import close_button


class About(QDialog):
    """Name, version, licence and the versions that a question about it should name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About Annotator"))
        sign = QLabel()
        sign.setPixmap(icons.application_icon().pixmap(QSize(64, 64)))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        name = QLabel("Annotator")
        name.setProperty("role", "title")
        what = QLabel(
            self.tr(
                "Highlight entities, quotes and claims in news articles. Every label is in "
                "one SQLite file the moment it is made, and nothing is ever sent anywhere."
            )
        )
        what.setWordWrap(True)
        what.setMinimumWidth(360)
        versions = QLabel(self.versions())
        versions.setObjectName("versions")
        versions.setProperty("role", "muted")
        flag = Qt.TextInteractionFlag
        versions.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        licence = QLabel(self.tr("Free software under the Apache License, Version 2.0."))
        licence.setWordWrap(True)

        words = QVBoxLayout()
        words.setSpacing(theme.STEP)
        for label in (name, what, versions, licence):
            words.addWidget(label)
        upper = QHBoxLayout()
        upper.setSpacing(2 * theme.STEP)
        upper.addWidget(sign)
        upper.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * theme.STEP, 3 * theme.STEP, 3 * theme.STEP, 2 * theme.STEP)
        column.setSpacing(2 * theme.STEP)
        column.addLayout(upper, 1)
        column.addWidget(close_button(self))

    def versions(self) -> str:
        """The versions of the program and of what it runs on."""
        return self.tr("Version {version} · Python {python} · Qt {qt}").format(
            version=__version__, python=platform.python_version(), qt=PySide6.__version__
        )
