"""A process that labels and publishes without end: `python -m tests.jobs.publisher FILE FOLDER`.

It prints the id of each span when the project that holds it has been published.
"""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.jobs.shared_folder import SharedFolder
from annotator.store.project import Project
from tests.store.making import adding, edit, span


def main(path: Path, folder: Path) -> None:
    """Go on until killed."""
    with Project.open(path) as project:
        shared = SharedFolder.of(project, folder)
        print("open", flush=True)
        while True:
            made = span()
            project.apply(edit(*adding(made)))
            shared.share(project)
            print(made.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
