from __future__ import annotations

from pathlib import Path

from annotator.jobs.release_plan import only_gold
from annotator.jobs.selection import Wanted
from annotator.model.change import Change
from annotator.model.decisions import GOLD
from annotator.model.values import Field
from tests.store.making import ADA, BEN, TEXT, adding, edit, id_of, importing, naming, new_project, span

OTHER = "The second ferry sails at nine.\n"


def test_gold_is_released_of_articles_in_which_all_is_decided(tmp_path: Path) -> None:
    role = Change(None, Field("annotator", GOLD.id, "role", "gold"))
    with new_project(tmp_path / "p.annodb", TEXT) as project:
        project.apply(edit(*importing(OTHER, title="Second")))
        project.apply(edit(naming(ADA, "Ada"), naming(BEN, "Ben"), naming(GOLD.id, "Gold"), role))
        project.apply(edit(*adding(span((0, 4)), span((5, 9), by=BEN), span((0, 4), by=GOLD.id))))
        project.apply(edit(*adding(span((4, 10), text=OTHER, by=GOLD.id))))
        wanted = only_gold(project, Wanted())
    assert wanted.annotators == {GOLD.id}
    assert wanted.documents == {id_of(OTHER)}
