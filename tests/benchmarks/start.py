"""CPU time from the start of the process until the window can be used, in seconds.

    python -m tests.benchmarks.start

The window opens a copy of the sample project; the start of the interpreter and an empty
Qt application stand beside it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SAY = "__import__('time').process_time()"
CASES = {
    "the interpreter alone": f"print({SAY})",
    "an empty Qt application": (
        "from PySide6.QtWidgets import QApplication, QWidget\n"
        "a = QApplication([]); w = QWidget(); w.show(); a.processEvents()\n"
        f"print({SAY})"
    ),
    "Annotator with the sample project": (
        "import os, sys\n"
        "from annotator.ui import app\n"
        "def say():\n"
        f"    print({SAY}, flush=True); os._exit(0)\n"
        "app.QApplication.exec = lambda *_: (app.QApplication.processEvents(), say())\n"
        'app.main(["annotator", sys.argv[1]])\n'
    ),
}


def main() -> None:
    """Measure each case five times and print the medians."""
    from annotator.jobs.sample import copy_sample

    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "sample.annodb"
        copy_sample(project)
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder,
        }
        for name, code in CASES.items():
            seconds = []
            for _ in range(5):
                command = [sys.executable, "-c", code, str(project)]
                done = subprocess.run(
                    command, env=environment, capture_output=True, text=True, check=True
                )
                seconds.append(float(done.stdout.split()[-1]))
            print(f"{name:<40}{statistics.median(seconds):>8.2f}")


if __name__ == "__main__":
    main()
