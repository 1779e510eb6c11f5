"""The button that writes the shown chart or its table into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from annotator.errors import UserError
from annotator.ui import icons
from annotator.ui.panels.buttons import NO_MENU_SIGN
from annotator.ui.panels.texts import said, unfolding

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.analysis.figures import Figure
    from annotator.ui.charts.drawing import Look
    from annotator.ui.session import Session

_KINDS = (
    ("svg", "Chart as SVG…", ".svg"),
    ("png", "Chart as PNG, for screens…", ".png"),
    ("print", "Chart as PNG, for print…", ".png"),
    ("csv", "Table as CSV…", ".csv"),
)


class ExportButton(QToolButton):
    """Unfolds what the figure can be written as."""

    def __init__(
        self, session: Session, figure: Callable[[], Figure | None], look: Callable[[], Look]
    ) -> None:
        super().__init__()
        self._session, self._figure, self._look = session, figure, look
        self._folder = ""
        self.setObjectName("overview_export")
        self.setText(unfolding(self.tr("Export")))
        self.setAccessibleName(self.tr("Export the chart or its table"))
        self.setIcon(icons.icon("export"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet(NO_MENU_SIGN)
        menu = QMenu(self)
        for kind, text, ending in _KINDS:
            action = menu.addAction(said(text))
            action.setObjectName(f"overview_export_{kind}")
            action.triggered.connect(lambda _=False, kind=kind, end=ending: self._ask(kind, end))
        self.setMenu(menu)

    def _ask(self, kind: str, ending: str) -> None:
        """Ask where to, then write."""
        figure, path = self._figure(), self._session.path
        if figure is None or path is None:
            return
        folder = Path(self._folder) if self._folder else path.parent
        dialog = QFileDialog(self.window(), self.tr("Export {title}").format(title=figure.title))
        dialog.setObjectName("overview_export_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(folder))
        dialog.selectFile(f"{path.stem}-{figure.id}{ending}")
        dialog.setDefaultSuffix(ending[1:])
        dialog.setNameFilters([f"*{ending}"])
        dialog.fileSelected.connect(lambda chosen: self.write(figure, kind, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, figure: Figure, kind: str, path: Path) -> None:
        """Write the figure as svg, png, print or csv, and say so."""
        from annotator.jobs.figure_files import write_table
        from annotator.ui.charts import files

        look = files.for_files(self._look())
        try:
            if kind == "csv":
                write_table(figure, path)
            elif kind == "svg":
                files.write_svg(path, figure, look)
            else:
                scale = files.PRINT if kind == "print" else files.SCREEN
                files.write_png(path, figure, look, scale=scale)
        except UserError as error:
            self._session.failed.emit(error.message, error.hint)
            return
        self._folder = str(path.parent)
        self._session.announced.emit(self.tr("Written: {path}").format(path=path))
