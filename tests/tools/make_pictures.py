"""Make the pictures of the README: the real window on the sample project, light and dark.

python -m tests.tools.make_pictures
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from annotator.assets import resources
from annotator.ui import theme
from annotator.ui.app import Workbench, make_application
from annotator.ui.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SIZE = (1440, 900)
THEMES = ("light", "dark")


def main() -> None:
    """Write one picture for each theme, and one of the start page."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target = resources() / "pictures"
    target.mkdir(exist_ok=True)
    application = make_application()
    for name in THEMES:
        with tempfile.TemporaryDirectory() as folder:
            take_pictures(application, Path(folder), name, target)


def take_pictures(application: QApplication, folder: Path, name: str, target: Path) -> None:
    """Start page and work on an annotated article, in one theme."""
    settings = Settings(folder / "settings.ini")
    settings.theme = name
    settings.annotator_name = "Edda Marwick"
    settings.last_folder = str(folder)
    settings.checklist = ["closed"]
    theme.apply(application, name)
    workbench = Workbench(application, settings)
    window = workbench.window
    window.resize(*SIZE)
    window.show()
    workbench.start(None)
    settle(application)
    window.grab().save(str(target / f"start_{name}.png"))
    window.commands["project.sample"].trigger()
    show_annotated_article(workbench)
    settle(application)
    window.grab().save(str(target / f"window_{name}.png"))
    window.close()


def show_annotated_article(workbench: Workbench) -> None:
    """Open the article with the most spans and focus a quote that has a speaker."""
    session, page = workbench.session, workbench.window.page
    assert session.project is not None
    totals = session.project.span_totals()
    session.open_document(max(totals, key=lambda document: totals[document]))
    page.setFocus()
    assert session.annotations is not None
    quotes = [span for span in session.annotations if span.label == "QUOTE"]
    told = [span for span in quotes if session.annotations.relations(span.id)]
    page.go_to(told[1].start)
    session.set_focus(told[1].id)
    QTest.mouseMove(page, page.rect().bottomRight())


def settle(application: QApplication) -> None:
    """Let everything be laid out and painted."""
    for _ in range(10):
        application.processEvents()


if __name__ == "__main__":
    main()
