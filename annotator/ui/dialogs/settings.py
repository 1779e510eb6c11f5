"""Settings: what is chosen holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFontComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import keys, theme
from annotator.ui.dialogs.fields import close_button, explanation, form
from annotator.ui.dialogs.fitting import fit
from annotator.ui.dialogs.key_editor import KeyEditor
from annotator.ui.dialogs.key_import import ask_to_export, ask_to_import
from annotator.ui.dialogs.settings_person import PersonFields
from annotator.ui.key_choices import KeyChoices
from annotator.ui.settings import LARGEST_TEXT, LINE_WIDTHS, SMALLEST_TEXT, Reading, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.model.codebook import Codebook

TABS = ("general", "reading", "keys", "labels")
_MARGIN = 2 * theme.STEP


class SettingsDialog(QDialog):
    """Four tabs: general, reading, keys, and the labels' keys of the open codebook."""

    def __init__(self, settings: Settings, codebook: Codebook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        fit(self, 640, 560)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("settings_tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(GeneralTab(settings), self.tr("General"))
        self._tabs.addTab(ReadingTab(settings), self.tr("Reading"))
        self._tabs.addTab(KeysTab(settings, codebook), self.tr("Keys"))
        self._tabs.addTab(LabelKeysTab(settings, codebook), self.tr("Keys of labels"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.STEP, theme.STEP, theme.STEP, theme.STEP)
        column.setSpacing(theme.STEP)
        column.addWidget(self._tabs)
        column.addWidget(close_button(self))

    def show_tab(self, name: str) -> None:
        """Turn to a tab: general, reading, keys or labels."""
        self._tabs.setCurrentIndex(TABS.index(name))


class GeneralTab(QWidget):
    """Colours, who annotates, and the key bar."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._theme = QComboBox()
        self._theme.setObjectName("theme")
        for choice, name in self._themes().items():
            self._theme.addItem(name, choice)
        self._theme.setCurrentIndex(max(0, self._theme.findData(settings.theme)))
        self._theme.currentIndexChanged.connect(self._choose_theme)
        key_bar = QCheckBox(self.tr("Show the keys that help below the page"))
        key_bar.setObjectName("key_bar_shown")
        key_bar.setChecked(settings.is_key_bar_visible)
        key_bar.toggled.connect(lambda shown: setattr(settings, "is_key_bar_visible", shown))
        rows = form()
        rows.addRow(self.tr("Colours"), self._theme)
        PersonFields(settings, self).add_to(rows)
        rows.addRow(self.tr("Key bar"), key_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addLayout(rows)
        column.addStretch(1)

    def _themes(self) -> dict[str, str]:
        return {
            theme.SYSTEM: self.tr("As the system"),
            theme.LIGHT.name: self.tr("Light"),
            theme.DARK.name: self.tr("Dark"),
            theme.HIGH_CONTRAST_LIGHT.name: self.tr("High contrast, light"),
            theme.HIGH_CONTRAST_DARK.name: self.tr("High contrast, dark"),
        }

    def _choose_theme(self) -> None:
        self._settings.theme = self._theme.currentData()


class ReadingTab(QWidget):
    """Font, size and width of the page, with a sample."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        reading = settings.reading
        self._make_font(reading)
        self._make_width(reading)
        self._sample = QLabel(
            self.tr(
                "“We have waited eleven years for this bridge,” said the ferryman, "
                "and went back to work."
            )
        )
        self._sample.setObjectName("reading_sample")
        self._sample.setWordWrap(True)
        self._lay_out()
        for button in (self._usual_font, self._whole_width):
            button.toggled.connect(self._choose)
        self._font.currentFontChanged.connect(self._choose)
        self._points.valueChanged.connect(self._choose)
        self._width.valueChanged.connect(self._choose)
        self._refresh(reading)

    def _make_font(self, reading: Reading) -> None:
        self._usual_font = QCheckBox(self.tr("The usual reading font"))
        self._usual_font.setObjectName("usual_font")
        self._usual_font.setChecked(not reading.font_family)
        self._font = QFontComboBox()
        self._font.setObjectName("reading_font")
        self._font.setAccessibleName(self.tr("Font"))
        if reading.font_family:
            self._font.setCurrentFont(QFont(reading.font_family))
        self._points = QDoubleSpinBox()
        self._points.setObjectName("reading_points")
        self._points.setRange(SMALLEST_TEXT, LARGEST_TEXT)
        self._points.setSingleStep(0.5)
        self._points.setDecimals(1)
        self._points.setSuffix(self.tr(" pt"))
        self._points.setValue(reading.points)

    def _make_width(self, reading: Reading) -> None:
        self._whole_width = QCheckBox(self.tr("As wide as the window"))
        self._whole_width.setObjectName("whole_width")
        self._whole_width.setChecked(reading.line_width == 0)
        self._width = QSpinBox()
        self._width.setObjectName("line_width")
        self._width.setAccessibleName(self.tr("Length of a line"))
        self._width.setRange(*LINE_WIDTHS[1:])
        self._width.setSuffix(self.tr(" characters"))
        self._width.setValue(reading.line_width or Reading().line_width)

    def _lay_out(self) -> None:
        rows = form()
        rows.addRow(self.tr("Font"), self._usual_font)
        rows.addRow("", self._font)
        rows.addRow(self.tr("Size"), self._points)
        rows.addRow(self.tr("Length of a line"), self._whole_width)
        rows.addRow("", self._width)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(3 * theme.STEP)
        column.addLayout(rows)
        column.addWidget(self._sample)
        column.addStretch(1)

    def _choose(self) -> None:
        family = "" if self._usual_font.isChecked() else self._font.currentFont().family()
        width = 0 if self._whole_width.isChecked() else self._width.value()
        reading = Reading(family, self._points.value(), width)
        self._settings.reading = reading
        self._refresh(reading)

    def _refresh(self, reading: Reading) -> None:
        self._font.setEnabled(bool(reading.font_family))
        self._width.setEnabled(reading.line_width > 0)
        self._sample.setFont(reading_font(reading))


class KeysTab(QWidget):
    """The keys of all commands, and the file that the user's own ones travel in."""

    def __init__(self, settings: Settings, codebook: Codebook) -> None:
        super().__init__()
        self._settings = settings
        self._codebook = codebook
        self._editor = KeyEditor("keys")
        self._editor.chosen.connect(self._choose)
        self._error = explanation("")
        self._error.setObjectName("keys_file_error")
        self._error.setProperty("role", "error")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, theme.STEP)
        column.addWidget(self._editor)
        column.addLayout(self._file_buttons())
        column.addWidget(self._error)
        settings.changed.connect(self._refresh)
        self._refresh()

    def _file_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(explanation(self.tr("Your own keys as a file, those of labels too:")), 1)
        for name, text, function in (
            ("keys_import", self.tr("Import…"), self._import),
            ("keys_export", self.tr("Export…"), self._export),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(function)
            row.addWidget(button)
        return row

    def _import(self) -> None:
        ask_to_import(self, self._settings, self._codebook, self._show_error)

    def _export(self) -> None:
        ask_to_export(self, self._settings, self._show_error)

    def _show_error(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def _refresh(self) -> None:
        own = keys.bindings(self._settings.keys)
        self._editor.set_bindings(own, KeyChoices.of(self._settings).bindings(self._codebook))

    def _choose(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        KeyChoices.of(self._settings).with_keys(self._codebook, chosen).store(self._settings)


class LabelKeysTab(QWidget):
    """The keys of the labels of the open project's codebook."""

    def __init__(self, settings: Settings, codebook: Codebook) -> None:
        super().__init__()
        self._settings = settings
        self._codebook = codebook
        self._editor = KeyEditor("label_keys", allows_several=False)
        self._editor.chosen.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, theme.STEP)
        column.setSpacing(theme.STEP)
        if codebook.labels:
            text = self.tr("Keys for “{name}”. They are yours; the codebook keeps its own.")
            column.addWidget(explanation(text.format(name=codebook.name)))
            column.addWidget(self._editor)
        else:
            column.addWidget(explanation(self.tr("Open a project to choose keys for its labels.")))
            column.addStretch(1)
            self._editor.hide()
        settings.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        chosen = self._settings.label_keys(keys.codebook_id(self._codebook))
        own = keys.label_bindings(self._codebook, chosen)
        self._editor.set_bindings(own, KeyChoices.of(self._settings).bindings(self._codebook))

    def _choose(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        KeyChoices.of(self._settings).with_keys(self._codebook, chosen).store(self._settings)


def reading_font(reading: Reading) -> QFont:
    """The font of the page for these choices."""
    font = QFont([reading.font_family] if reading.font_family else list(theme.READING_FONTS))
    font.setPointSizeF(reading.points)
    return font
