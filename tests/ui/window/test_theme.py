from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPlainTextEdit

from annotator.ui import theme
from annotator.ui.theme import THEMES, Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

ALL = [pytest.param(one, id=one.name) for one in THEMES.values()]
TEXTS = ("text", "muted", "accent", "ok", "warning", "error")
SURFACES = ("surface", "raised", "page")


def luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", ALL)
@pytest.mark.parametrize("surface", SURFACES)
def test_text_lines_and_edges_can_be_seen_on_every_surface(colours: Theme, surface: str) -> None:
    ground = colours.colour(surface)
    for name in TEXTS:
        assert contrast(colours.colour(name), ground) >= 7, name
    assert contrast(colours.colour("line"), ground) >= 4.5
    assert contrast(colours.colour("edge"), ground) >= 3


@pytest.mark.parametrize("colours", ALL)
@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("text", "hover"),
        ("text", "tint"),
        ("text", "text_selection"),
        ("on_selection", "selection"),
        ("on_accent", "accent"),
    ],
)
def test_text_on_coloured_grounds_can_be_read(colours: Theme, front: str, back: str) -> None:
    assert contrast(colours.colour(front), colours.colour(back)) >= 7


@pytest.mark.parametrize("colours", ALL)
def test_the_roles_of_the_palette_keep_the_contrast(colours: Theme) -> None:
    palette, role = theme.palette(colours), QPalette.ColorRole
    pairs = (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
    )
    for front, back in pairs:
        assert contrast(palette.color(front), palette.color(back)) >= 7, front


@pytest.mark.parametrize("colours", ALL)
def test_the_style_sheet_knows_every_colour_it_names(colours: Theme) -> None:
    assert "@" not in theme.style_sheet(colours)


def test_choosing_a_theme_changes_the_whole_application(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert theme.current() is theme.DARK
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(theme.DARK.page)
    theme.apply(qapp, "high-contrast-light")
    assert qapp.palette().color(QPalette.ColorRole.WindowText) == QColor("#000000")


def test_without_a_desktop_that_says_otherwise_the_system_is_light(qapp: QApplication) -> None:
    assert theme.apply(qapp, "system") is theme.LIGHT


@pytest.mark.parametrize("name", ["doubt_words", "doubt_reply", "relation_note", "span_note"])
def test_fields_of_several_lines_have_an_edge_where_all_grounds_are_alike(
    qapp: QApplication, qtbot: QtBot, name: str
) -> None:
    theme.apply(qapp, "high-contrast-dark")
    field = QPlainTextEdit()
    field.setObjectName(name)
    qtbot.addWidget(field)
    field.show()
    image = field.grab().toImage()
    assert contrast(image.pixelColor(image.width() // 2, 0), theme.current().colour("page")) >= 3
    theme.apply(qapp, "light")
