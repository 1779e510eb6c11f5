"""A process that labels without end and says so: `python -m tests.store.labeller FILE MODE`.

For each edit it prints a line with the ids that must be found again, but only after the
project has said that the edit is saved.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from annotator.model.change import Change
from annotator.store.project import Project
from tests.store.making import ADA, TEXT, adding, edit, importing, many_spans, span


def label(project: Project, mode: str, number: int) -> list[str]:
    """Make one edit of this kind; the ids of the spans that it has added."""
    if mode == "one":
        start = random.randrange(len(TEXT) - 10)
        spans = [span((start, start + 9))]
        project.apply(edit(*adding(*spans)))
    elif mode == "bulk":
        text = f"{number} {os.getpid()} {random.random()} {TEXT * 20}"
        spans = many_spans(4_000, text)
        project.apply_stream("import", iter([*importing(text), *adding(*spans)]), by=ADA)
    else:
        spans = [span()]
        project.apply(edit(Change(None, spans[0])))
        project.undo(ADA)
        project.redo(ADA)
    return [one.id for one in spans]


def main(path: Path, mode: str) -> None:
    with Project.open(path) as project:
        print("open", flush=True)
        number = 0
        while True:
            number += 1
            ids = label(project, mode, number)
            print(len(ids), ids[0], ids[-1], flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
