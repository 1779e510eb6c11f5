from __future__ import annotations

from pathlib import Path

from annotator.jobs.exporting import export, foresee
from annotator.model.change import Change
from annotator.model.decisions import Decision, decision_id
from tests.store.making import adding, edit, id_of, new_project, span


def test_an_export_says_how_many_decisions_are_not_in_it(tmp_path: Path) -> None:
    one = span()
    said = Decision(decision_id(id_of(), [one.id]), id_of(), "label", "none", (one.id,))
    with new_project(tmp_path / "p.annodb") as project:
        project.apply(edit(*adding(one), Change(None, said.as_field())))
        lost = foresee(project, format="csv").general
        kept = export(project, tmp_path / "p.jsonl", format="annotator").general
    assert "Not in it: 1 decision about annotations that differ." in lost
    assert not any("decision" in one for one in kept)
