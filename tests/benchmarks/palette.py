"""How quickly the command palette opens and narrows, in CPU milliseconds.

    python -m tests.benchmarks.palette

The real window on a copy of the sample project, with so many articles in the palette as its
lists say; each key is pressed as a real key, and painting counts. A frame is 16 ms.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

SIZES = (5_000, 25_000)
WORDS = ("etao", "lake", "shr din", "qjx", "sttn")
_LETTERS = "etaoinshrdlu"


def main() -> None:
    """Measure opening and every key, and print medians and the greatest."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    from annotator.jobs.sample import copy_sample
    from annotator.ui import theme
    from annotator.ui.app import Workbench, make_application
    from annotator.ui.palette_commands import PaletteCommands
    from annotator.ui.palette_entries import Entry, Shelf
    from annotator.ui.settings import Settings

    random.seed(7)
    application = make_application()
    theme.apply(application, "light")
    with tempfile.TemporaryDirectory() as folder:
        copy_sample(Path(folder) / "sample.annodb")
        workbench = Workbench(application, Settings(Path(folder) / "settings.ini"))
        workbench.window.show()
        workbench.start(Path(folder) / "sample.annodb")
        QTest.qWait(2_500)
        palette = workbench.window.findChild(PaletteCommands)
        assert palette is not None
        for size in SIZES:
            titles = (" ".join(_word() for _ in range(7)) for _ in range(size))
            entries = (Entry("article", title, title, "Karrow Ledger") for title in titles)
            palette._read, palette._stale = {"articles": Shelf(entries)}, set()
            opening = []
            for _ in range(9):
                opening.append(_cpu(palette.open_palette, application.processEvents))
                palette.open_palette()
                QTest.qWait(10)
            palette.open_palette()
            box = workbench.window.findChild(QLineEdit, "palette_box")
            assert box is not None
            narrowing = []
            for word in WORDS:
                box.clear()
                for letter in word:
                    press = partial(QTest.keyClicks, box, letter)
                    narrowing.append(_cpu(press, application.processEvents))
            QTest.keyClick(box, Qt.Key.Key_Escape)
            _report(size, "open", opening)
            _report(size, "key", narrowing)
        workbench.window.close()


def _word() -> str:
    return "".join(random.choice(_LETTERS) for _ in range(random.randint(2, 9)))


def _cpu(*functions: Callable[[], object]) -> float:
    started = time.process_time()
    for function in functions:
        function()
    return (time.process_time() - started) * 1000


def _report(size: int, what: str, taken: list[float]) -> None:
    print(f"{size:6,} {what:5} median {statistics.median(taken):6.1f}  greatest {max(taken):6.1f}")


if __name__ == "__main__":
    main()
