from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from annotator.errors import Cancelled
from annotator.jobs.check_fixing import Outcome, fixable, mend
from annotator.jobs.checking import check
from annotator.jobs.creating import create_from_jsonl
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Edit
from annotator.model.check_choices import ALL_LABELS, Choices
from annotator.model.values import now
from annotator.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path


def fill(
    project: Project, folder: Path, *texts: str, label: str = "PER", words: str = "Odo Lind"
) -> None:
    """Articles that are done; in each that has these words followed by a space, both are labelled."""
    lines = []
    for text in texts:
        at = text.find(words + " ")
        span = {"label": label, "fragments": [[at, at + len(words) + 1]]}
        spans = [span] if at >= 0 else []
        lines.append(json.dumps({"kind": "document", "text": text, "spans": spans, "state": "done"}))
    (folder / "a.jsonl").write_text("\n".join(lines))
    import_paths(project, [folder / "a.jsonl"], annotator="Mia")


def counts(project: Project, *, is_all: bool = False) -> dict[str, int]:
    return dict(check(project).tally.kinds(is_all=is_all))


def annotator_of(project: Project) -> str:
    """Whose the labels are."""
    return next(one.annotator for one in project.iterate_spans())


def test_what_others_labelled_is_left_as_it_is(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, "Odo Lind left.")
    report, outcome = check(project), Outcome()
    [finding] = report.tally.findings("edges")
    documents = [finding.document_id]
    assert not list(mend(project, report, "bo", kind="edges", documents=documents, outcome=outcome))
    assert outcome.answers == {finding.key: "other"}
    [answer] = fixable(project, report, annotator_of(project), "edges", *documents).values()
    assert answer == "fix"


def test_all_documents_are_compared_with_one_another(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, "Odo Lind left.", "Then Odo Lind came back.", "Odo Lind. Ida Brandt.")
    assert counts(project) == {"edges": 2, "unlabelled": 1}


def test_all_of_a_check_is_mended_in_one_step_and_taken_back(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, "Odo Lind left.", "Then Odo Lind came back.", "Odo Lind. Ida Brandt.")
    report, mia = check(project), annotator_of(project)
    for kind in ("edges", "unlabelled"):
        documents = report.tally.documents(kind)
        changes = mend(project, report, mia, kind=kind, documents=documents)
        project.apply(Edit(f"mend {kind}", tuple(changes), "mia", now()))
    assert counts(project) == {}
    assert sorted(one.text for one in project.iterate_spans()) == ["Odo Lind"] * 3
    project.undo("mia")
    assert counts(project) == {"unlabelled": 1}


def test_very_many_are_mended_in_a_stream(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, *(f"{number}: Odo Lind left." for number in range(120)))
    report, mia, outcome = check(project), annotator_of(project), Outcome()
    documents = report.tally.documents("edges")
    changes = mend(project, report, mia, kind="edges", documents=documents, outcome=outcome)
    project.apply_stream("trim", changes, by="mia")
    assert len(outcome.keys("fix")) == 120
    assert counts(project) == {}
    project.undo("mia")
    assert counts(project) == {"edges": 120}


def test_what_is_muted_or_accepted_is_counted_and_not_mended(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, "Odo Lind left.", "Then Odo Lind came back.")
    choices = Choices()
    [first, _second] = check(project).tally.findings("edges")
    project.apply(choices.accept_edit([first], by="mia"))
    assert counts(project) == {"edges": 1}
    project.apply(choices.mute_edit("edges", "PER", name="edges", by="mia"))
    report = check(project)
    assert report.sum_sentence().endswith("0 errors, 0 warnings (2 muted; --all shows them).")
    assert counts(project, is_all=True) == {"edges": 2}
    assert list(mend(project, report, "mia", kind="edges", documents=[first.document_id])) == []


def test_muting_travels_with_json_lines(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, "Odo Lind left.", "Then Odo Lind came back.")
    [first, second] = check(project).tally.findings("edges")
    project.apply(Choices().accept_edit([first], by="mia"))
    project.apply(Choices().mute_edit("marks", ALL_LABELS, name="marks", by="mia"))
    export(project, tmp_path / "out.jsonl", format="annotator")
    with create_from_jsonl(tmp_path / "copy.annodb", tmp_path / "out.jsonl") as copy:
        assert Choices.of(copy.settings()) == Choices.of(project.settings())
        assert [one.key for one in check(copy).tally.findings("edges")] == [second.key]


def test_checking_can_be_stopped(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, "Odo Lind left.")
    with pytest.raises(Cancelled):
        check(project, cancelled=lambda: True)


def test_edits_go_on_while_a_reader_checks(project: Project, tmp_path: Path) -> None:
    fill(project, tmp_path, "Odo Lind left.", "Then Odo Lind came back.")
    written = []

    def progress(done: int, total: int, _text: str) -> None:
        if len(written) > 4 and done < total:
            return
        kind = f"mute-{len(written)}"
        project.apply(Choices().mute_edit(kind, ALL_LABELS, name=kind, by="mia"))
        written.append(done)

    with type(project).open(project.path, read_only=True) as reader:
        check(reader, is_deep=False, progress=progress)
    assert len(written) > 1


SPEECH: dict[str, object] = {
    "format": "codebook/1",
    "id": "speech",
    "labels": [
        {"id": "ACTOR", "name": "Actor"},
        {"id": "SAID", "name": "Utterance", "style": "underline-solid"},
    ],
    "relations": [{"id": "utters", "from": ["SAID"], "to": ["ACTOR"]}],
}


def test_where_names_say_quotes_the_name_that_is_labelled_is_linked(tmp_path: Path) -> None:
    text = "“We have what we came for,” said union leader Oda Kestrel on Tuesday."
    name = text.index("Oda Kestrel")
    spans = [
        {"label": "SAID", "fragments": [[0, text.index("”") + 1]]},
        {"label": "ACTOR", "fragments": [[name, name + 11]]},
    ]
    (tmp_path / "a.jsonl").write_text(json.dumps({"kind": "document", "text": text, "spans": spans}))
    with Project.create(tmp_path / "a.annodb", title="a", codebook=SPEECH) as project:
        import_paths(project, [tmp_path / "a.jsonl"], annotator="Mia")
        assert counts(project)["quote-needs-speaker"] == 1
        who, documents = annotator_of(project), [one.id for one in project.documents()]
        fixes = mend(project, check(project), who, kind="quote-needs-speaker", documents=documents)
        project.apply(Edit("mend", tuple(fixes), who, now()))
        assert [one.label for one in project.iterate_relations()] == ["utters"]
        assert "quote-needs-speaker" not in counts(project)
