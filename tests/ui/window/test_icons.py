from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter

from annotator import assets
from annotator.ui import icons, theme
from annotator.ui.action_table import ACTIONS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def colours_in(image: QImage) -> set[str]:
    """The colours of all pixels that are fully painted."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", icons.names())
def test_all_icons_are_of_one_family(name: str) -> None:
    source = (assets.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source
    assert 'stroke="currentColor"' in source
    assert 'stroke-linecap="round"' in source
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", source)


def test_every_icon_that_a_command_names_is_there() -> None:
    assert {spec.icon for spec in ACTIONS if spec.icon} <= set(icons.names())


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_an_icon_follows_the_theme_of_the_moment(qapp: QApplication, choice: str) -> None:
    icon = icons.icon("check")
    colours = theme.apply(qapp, choice)
    assert colours_in(icon.pixmap(QSize(48, 48)).toImage()) == {colours.text.lower()}
    disabled = icon.pixmap(QSize(48, 48), QIcon.Mode.Disabled).toImage()
    assert colours_in(disabled) == {colours.disabled.lower()}


def test_an_icon_is_as_fine_as_the_screen(qapp: QApplication) -> None:
    pixmap = icons.icon("flag").pixmap(QSize(20, 20), 2.5)
    assert (pixmap.width(), pixmap.height()) == (50, 50)


def test_copies_of_an_icon_outlive_the_original(qapp: QApplication) -> None:
    copies = [QIcon(icons.icon("pen")) for _ in range(50)]
    for copy in copies:
        copy.addPixmap(icons.icon("pen").pixmap(QSize(8, 8)))
    assert all(not copy.pixmap(QSize(16, 16)).isNull() for copy in copies)


def test_an_icon_can_be_painted_in_any_colour(qapp: QApplication) -> None:
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.draw(painter, "circle", QRectF(0, 0, 24, 24), QColor("#12ab34"))
    painter.end()
    assert "#12ab34" in colours_in(image)
