"""Light, dark and high-contrast: the colours, the palette and a small style sheet.

Text on any surface has a contrast of at least 7:1, lines that carry meaning 4.5:1 and
the edges of controls 3:1 (WCAG 2.2); the tests measure it. Sizes go by steps of 8 px.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from annotator import assets

if TYPE_CHECKING:
    from collections.abc import Mapping

STEP = 8
"""Distance between things that stand side by side, in logical pixels."""
HALF_STEP = 4
READING_FONTS = ("Noto Serif", "Charter", "Georgia", "Source Serif 4", "Cambria", "DejaVu Serif")
"""The first of these that is installed is the usual font of the page."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The named colours of one theme, each `#RRGGBB`.

    `surface` lies under everything, `raised` are buttons and bars, `page` the paper and
    lists, `hover` what the pointer is over, `tint` a gentle accent behind text.
    `selection` is a chosen row, `text_selection` chosen text (in the colour `text`).
    """

    name: str
    is_dark: bool
    high_contrast: bool
    surface: str
    raised: str
    page: str
    hover: str
    tint: str
    text: str
    muted: str
    disabled: str
    divider: str
    edge: str
    line: str
    accent: str
    on_accent: str
    selection: str
    on_selection: str
    text_selection: str
    ok: str
    warning: str
    error: str

    def colour(self, name: str) -> QColor:
        """One of the colours, for painting."""
        return QColor(getattr(self, name))


LIGHT = Theme(
    name="light",
    is_dark=False,
    high_contrast=False,
    surface="#F4F4F1",
    raised="#FCFCFA",
    page="#FFFFFF",
    hover="#E7E7E2",
    tint="#DCE8F8",
    text="#161719",
    muted="#4C4F54",
    disabled="#85888C",
    divider="#D9D9D4",
    edge="#898C90",
    line="#66696E",
    accent="#194D95",
    on_accent="#FFFFFF",
    selection="#194D95",
    on_selection="#FFFFFF",
    text_selection="#BBD6F8",
    ok="#0B5739",
    warning="#743F00",
    error="#9E1128",
)
DARK = Theme(
    name="dark",
    is_dark=True,
    high_contrast=False,
    surface="#26282B",
    raised="#303336",
    page="#1E1F22",
    hover="#393D41",
    tint="#2A3A52",
    text="#F2F2F0",
    muted="#C4C8CD",
    disabled="#858A90",
    divider="#3E4246",
    edge="#7B8188",
    line="#9EA4AB",
    accent="#9DC3FA",
    on_accent="#10213A",
    selection="#2B5492",
    on_selection="#FFFFFF",
    text_selection="#28446E",
    ok="#7ADBAE",
    warning="#F5C285",
    error="#FFB0B9",
)
HIGH_CONTRAST_LIGHT = Theme(
    name="high-contrast-light",
    is_dark=False,
    high_contrast=True,
    surface="#FFFFFF",
    raised="#FFFFFF",
    page="#FFFFFF",
    hover="#E0E0E0",
    tint="#D8E6FF",
    text="#000000",
    muted="#1F1F1F",
    disabled="#6B6B6B",
    divider="#000000",
    edge="#000000",
    line="#000000",
    accent="#00348A",
    on_accent="#FFFFFF",
    selection="#00348A",
    on_selection="#FFFFFF",
    text_selection="#A9CCFF",
    ok="#004D2C",
    warning="#5C2E00",
    error="#8A0019",
)
HIGH_CONTRAST_DARK = Theme(
    name="high-contrast-dark",
    is_dark=True,
    high_contrast=True,
    surface="#000000",
    raised="#000000",
    page="#000000",
    hover="#2A2A2A",
    tint="#002B5C",
    text="#FFFFFF",
    muted="#E6E6E6",
    disabled="#9A9A9A",
    divider="#FFFFFF",
    edge="#FFFFFF",
    line="#FFFFFF",
    accent="#9CCBFF",
    on_accent="#000000",
    selection="#FFE14A",
    on_selection="#000000",
    text_selection="#0A4A9A",
    ok="#7DF0B6",
    warning="#FFC46B",
    error="#FFB3BC",
)
THEMES: Mapping[str, Theme] = {
    theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK)
}
SYSTEM = "system"
CHOICES = (SYSTEM, *THEMES)
"""What the setting may hold."""
_PROPERTY = "annotator_theme"


def current() -> Theme:
    """The theme that now holds."""
    application = QApplication.instance()
    name = application.property(_PROPERTY) if application is not None else None
    return THEMES.get(str(name), LIGHT)


def chosen(choice: str) -> Theme:
    """The theme for a setting; `system` follows the desktop's colour scheme and contrast."""
    if choice in THEMES:
        return THEMES[choice]
    hints = QGuiApplication.styleHints()
    is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
    wanted = hints.accessibility().contrastPreference()
    if wanted == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST_DARK if is_dark else HIGH_CONTRAST_LIGHT
    return DARK if is_dark else LIGHT


def apply(application: QApplication, choice: str) -> Theme:
    """Show the whole application in this theme; every widget gets a palette change if it is another."""
    hints = application.styleHints()
    if choice in THEMES:
        scheme = Qt.ColorScheme.Dark if THEMES[choice].is_dark else Qt.ColorScheme.Light
        hints.setColorScheme(scheme)
    else:
        hints.unsetColorScheme()
    theme = chosen(choice)
    colours, sheet = palette(theme), style_sheet(theme)
    is_named = application.property(_PROPERTY) == theme.name
    if is_named and application.styleSheet() == sheet and application.palette() == colours:
        return theme
    application.setProperty(_PROPERTY, theme.name)
    if application.style().name().lower() != "fusion":
        application.setStyle("Fusion")
    application.setPalette(colours)
    application.setStyleSheet(sheet)
    return theme


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's roles."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.page,
        role.AlternateBase: theme.surface,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.on_selection,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.raised,
        role.Midlight: theme.hover,
        role.Mid: theme.divider,
        role.Dark: theme.edge,
        role.Shadow: theme.line,
    }
    result = QPalette()
    for one, colour in colours.items():
        result.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        result.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.disabled))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.hover))
    result.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(theme.disabled))
    return result


def style_sheet(theme: Theme) -> str:
    """What Fusion leaves to be wished: slim scroll bars, quiet tabs, titles and buttons."""
    folder = assets.resources() / "themes"
    template = (folder / "annotator.qss").read_text(encoding="utf-8")
    template = template.replace("@signs", (folder / ("dark" if theme.is_dark else "light")).as_posix())
    for name in sorted(Theme.__dataclass_fields__, key=len, reverse=True):
        template = template.replace(f"@{name}", str(getattr(theme, name)))
    return template
