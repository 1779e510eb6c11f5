"""A process that labels in its own copy and merges others': `python -m tests.store.colleague FOLDER N`.

It prints `+ID` and `-ID` for each span that it has added or removed, after the project has said
that the edit is saved. The copies of the others are read while they are being written.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from annotator.errors import ProjectError, UserError
from annotator.model.change import Change
from annotator.store.project import Project
from tests.store.making import TEXT, adding, edit, span
from tests.store.team import merge_file


def main(folder: Path, number: str) -> None:
    chance = random.Random(os.getpid())
    by = f"person{number}"
    with Project.open(folder / f"{number}.annodb") as project:
        print("open", flush=True)
        own = [one for one in project.iterate_spans() if one.annotator == by]
        while True:
            act = chance.random()
            if act < 0.6:
                start = chance.randrange(len(TEXT) - 10)
                own.append(span((start, start + 9), by=by))
                project.apply(edit(*adding(own[-1]), by=by))
                print(f"+{own[-1].id}", flush=True)
            elif act < 0.8 and own:
                gone = own.pop(chance.randrange(len(own)))
                project.apply(edit(Change(gone, None), by=by))
                print(f"-{gone.id}", flush=True)
            else:
                others = [one for one in folder.glob("*.annodb") if one != project.path]
                try:
                    merge_file(project, chance.choice(others))
                    if chance.random() < 0.3 and project.can_take_merge_back:
                        project.take_merge_back()
                except (ProjectError, UserError) as error:  # being written, or left by a kill
                    print(f"# {error}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
