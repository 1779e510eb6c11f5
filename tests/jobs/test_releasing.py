from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import formats
from annotator.errors import Cancelled, FormatError
from annotator.formats import extras
from annotator.jobs.creating import create_project
from annotator.jobs.importing import import_paths
from annotator.jobs.release_corpus import NAMESPACE, Identities
from annotator.jobs.release_plan import ReleasePlan, gold_of
from annotator.jobs.release_restoring import restore
from annotator.jobs.releasing import release
from annotator.jobs.selection import Wanted
from annotator.jobs.splitting import SplitPlan
from annotator.model.change import Change, Edit
from annotator.model.values import Annotator, now
from annotator.store.project import Project
from tests.jobs.random_projects import CODEBOOK, projects
from tests.jobs.releases import CODE_NAMES, PLAN, TIME, contents, documents, fill, lines

WRITABLE = {one.name: {} for one in formats.formats() if one.writes and not extras.is_missing(one)}
ALL = replace(PLAN, formats={name: {} for name in WRITABLE if name != "annotator"})


@pytest.fixture
def filled(project: Project, tmp_path: Path) -> Project:
    fill(project, tmp_path)
    return project


@pytest.fixture
def out(filled: Project, tmp_path: Path) -> Path:
    """The usual release."""
    release(filled, tmp_path / "dataset", PLAN)
    return tmp_path / "dataset"


def whole(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_release_has_everything_that_others_need(out: Path) -> None:
    names = {path.name for path in out.iterdir()}
    papers = {"README.md", "DATA_STATEMENT.md", "LICENCE.md", "SHA256SUMS", "agreement.json"}
    assert names >= papers | {"annotations.jsonl", "brat", "codebook.json", "release.json", "splits.csv"}


def test_the_parts_agree_in_every_file(out: Path) -> None:
    parts = {one["id"]: one["split"] for one in documents(out / "annotations.jsonl")}
    table = [line.split(",") for line in (out / "splits.csv").read_text().splitlines()[1:]]
    assert {id_: part for id_, part, _cluster in table} == parts
    folders = {path.name for path in (out / "brat").iterdir()}
    assert folders == set(parts.values())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_checksums_are_those_of_all_files(out: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=out, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.count(b"OK") == len(whole(out)) - 1


def test_no_format_tells_who_labelled(filled: Project, tmp_path: Path) -> None:
    release(filled, tmp_path / "dataset", ALL)
    secret = [*CODE_NAMES, filled.id, TIME[:13], str(tmp_path)]
    secret += [one.id for document in filled.documents() for one in filled.spans(document.id)]
    secret += [one.id for one in filled.entities()]
    found = [
        (name, word)
        for name, text in contents(tmp_path / "dataset")
        for word in secret
        if word.encode() in text
    ]
    assert found == []


def test_the_same_bytes_in_every_process(filled: Project, tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, tests.jobs.test_releasing as this\n"
        "from annotator.store.project import Project\n"
        "with Project.open(sys.argv[1], read_only=True) as project:\n"
        "    this.release(project, pathlib.Path(sys.argv[2]), this.ALL)\n"
    )
    for seed in "12":
        arguments = [sys.executable, "-c", code, str(filled.path), str(tmp_path / seed)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        root = Path(__file__).parents[2]
        subprocess.run(arguments, env=environment, cwd=root, check=True)
    assert whole(tmp_path / "1") == whole(tmp_path / "2")


def test_what_comes_back_is_what_was_labelled(filled: Project, out: Path, tmp_path: Path) -> None:
    with create_project(tmp_path / "again.annodb") as again:
        import_paths(again, [out], annotator="A1")
        for document in filled.documents():
            ours, theirs = filled.spans(document.id), again.spans(document.id)
            assert again.text(document.id) == filled.text(document.id)
            keys = [sorted((one.label, one.fragments) for one in some) for some in (ours, theirs)]
            assert keys[0] == keys[1]
        people = {one.name: one.role for one in again.annotators()}
    assert people == {"A1": "person", "A2": "person", "Gold": "gold"}


def test_pseudonyms_follow_from_the_seed() -> None:
    people = [Annotator(f"id{number}", f"name {number}") for number in range(6)]
    names = {seed: [Identities(people, seed).annotator(one.id).name for one in people] for seed in "abc"}
    assert names["a"] == [Identities(people[::-1], "a").annotator(one.id).name for one in people]
    assert {"".join(sorted(some)) for some in names.values()} == {"A1A2A3A4A5A6"}
    assert len({tuple(some) for some in names.values()}) > 1


@given(st.text(max_size=40), st.text(max_size=5))
def test_new_identifiers_are_uuids_of_version_5(id_: str, seed: str) -> None:
    import uuid

    expected = uuid.uuid5(uuid.uuid5(NAMESPACE, seed), id_)
    assert Identities([], seed).new_id(id_) == str(expected)


def test_notes_and_free_texts_come_only_on_request(filled: Project, out: Path, tmp_path: Path) -> None:
    assert b"asks why" not in (out / "annotations.jsonl").read_bytes()
    assert "Left out: 6 notes." in (out / "README.md").read_text()
    report = release(filled, tmp_path / "open", replace(PLAN, has_free_texts=True))
    assert b"asks why" in (tmp_path / "open" / "annotations.jsonl").read_bytes()
    assert any("stands in notes (3 times)" in said for said in report.warnings)


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("none", ""),
        ("month", "2026-03-01T00:00:00.000Z"),
        ("day", "2026-03-14T00:00:00.000Z"),
        ("exact", TIME),
    ],
)
def test_times_are_told_as_exactly_as_is_wished(
    filled: Project, tmp_path: Path, times: str, said: str
) -> None:
    release(filled, tmp_path / "dataset", replace(PLAN, times=times, formats={}))
    for one in documents(tmp_path / "dataset" / "annotations.jsonl"):
        assert one["created"] == said
        assert any(span["created"] == span["modified"] == said for span in one["spans"])


def test_only_entities_that_are_named_are_told(out: Path) -> None:
    [entity] = lines(out / "annotations.jsonl", "entity")
    assert (entity["name"], entity["note"]) == ("Ada Holt", "")
    linked = [span["entity"] for one in documents(out / "annotations.jsonl") for span in one["spans"]]
    assert set(linked) == {entity["id"], None}


def test_only_the_decided_layer(filled: Project, tmp_path: Path) -> None:
    plan = replace(PLAN, wanted=Wanted(gold_of(filled)))
    report = release(filled, tmp_path / "gold", plan)
    assert report.counted.whole.spans == {"PER": 1}
    [annotator] = lines(tmp_path / "gold" / "annotations.jsonl", "annotator")
    assert (annotator["name"], annotator["role"]) == ("Gold", "gold")
    agreement = json.loads((tmp_path / "gold" / "agreement.json").read_text())
    assert agreement["layers"][0]["pairs"][0]["annotators"] == ["A1", "A2"]


def test_only_articles_in_a_state(filled: Project, tmp_path: Path) -> None:
    plan = replace(PLAN, wanted=Wanted(states=frozenset(["done"])))
    release(filled, tmp_path / "done", plan)
    assert [one["title"] for one in documents(tmp_path / "done" / "annotations.jsonl")] == ["Bridge"]


def test_the_card_counts_and_compares(out: Path) -> None:
    card = (out / "README.md").read_text()
    head = yaml.safe_load(card.split("---\n")[1])
    assert head["license"] == ["cc-by-4.0", "other"]
    assert "| PER | Person | entity | 7 |" in card
    assert "1 pair of annotators; 3 comparisons of an article by a pair." in card
    assert "| Entities | 0.667 | 1.000 |" in card
    assert "The Quay (3)" in card
    assert "2026-01-05 to 2026-01-06" in card


def test_agreement_is_undefined_in_words(filled: Project, tmp_path: Path) -> None:
    [mia] = [one.id for one in filled.annotators() if one.name == "Mia Querfeld"]
    release(filled, tmp_path / "one", replace(PLAN, wanted=Wanted(frozenset([mia]))))
    assert (
        "no agreement to report: one annotator has labelled"
        in (tmp_path / "one" / "README.md").read_text()
    )


def test_the_card_names_the_files_that_the_hub_loads(filled: Project, tmp_path: Path) -> None:
    out = tmp_path / "dataset"
    release(filled, out, replace(PLAN, formats={"huggingface": {"files": "jsonl"}}))
    head = yaml.safe_load((out / "README.md").read_text().split("---\n")[1])
    paths = [file["path"] for config in head["configs"] for file in config["data_files"]]
    assert paths
    assert all(list(out.glob(path)) for path in paths)


def test_hugging_face_reads_the_release(filled: Project, tmp_path: Path) -> None:
    datasets: Any = pytest.importorskip("datasets")
    release(filled, tmp_path / "dataset", replace(PLAN, formats={"huggingface": {}}))
    loaded = datasets.load_dataset(str(tmp_path / "dataset"), cache_dir=str(tmp_path / "cache"))
    assert sum(len(part) for part in loaded.values()) == 3


def test_what_people_say_stands_in_the_statement(filled: Project, tmp_path: Path) -> None:
    release(filled, tmp_path / "dataset", replace(PLAN, statement={"rationale": "All ferries."}))
    statement = (tmp_path / "dataset" / "DATA_STATEMENT.md").read_text()
    assert "## Curation rationale\n\nAll ferries." in statement
    assert "2 people have labelled, under pseudonyms. There is a decided layer (gold)." in statement
    assert "Nobody has said. (What went wrong" in statement


def test_a_release_that_is_stopped_leaves_nothing(filled: Project, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for last in (1, 5, 9, 14):
        told: list[str] = []

        def step(_done: int, _total: int, text: str, told: list[str] = told, last: int = last) -> None:
            told.append(text)
            if len(told) == last:
                raise Cancelled

        with pytest.raises(Cancelled):
            release(filled, tmp_path / "dataset", PLAN, progress=step)
        assert sorted(tmp_path.iterdir()) == before
    with pytest.raises(Cancelled):
        release(filled, tmp_path / "dataset", PLAN, cancelled=lambda: True)
    assert sorted(tmp_path.iterdir()) == before


def test_progress_grows_up_to_the_end(filled: Project, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    release(
        filled, tmp_path / "dataset", PLAN, progress=lambda done, total, _: told.append((done, total))
    )
    assert told == sorted(told)
    assert told[-1] == (12, 12)


def test_only_an_older_release_is_replaced_and_nothing_of_it_stays(
    filled: Project, out: Path, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match="--force"):
        release(filled, out, PLAN)
    release(filled, out, ReleasePlan("cc0-1.0", has_texts=False), overwrites=True)
    assert not (out / "brat").exists()
    assert not (out / "annotations.jsonl").exists()
    (out / "mine.txt").write_text("thesis")
    before = whole(out)
    with pytest.raises(FormatError, match=r"mine\.txt"):
        release(filled, out, PLAN, overwrites=True)
    assert whole(out) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".dataset")]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (ReleasePlan(""), "licence"),
        (ReleasePlan("cc-by-4.0"), "licence"),
        (ReleasePlan("CC BY 4.0 (!)", "other"), "no licence"),
        (ReleasePlan("cc0-1.0", "other", formats={"html": {}}), "cannot be added"),
        (ReleasePlan("cc0-1.0", "other", formats={"nonsense": {}}), "no format"),
        (ReleasePlan("cc0-1.0", "other", formats={"brat": {"no": "1"}}), "no option"),
        (ReleasePlan("cc0-1.0", has_texts=False, formats={"brat": {}}), "would hold"),
        (ReleasePlan("cc0-1.0", "other", split=SplitPlan("luck")), "cannot be split"),
        (ReleasePlan("cc0-1.0", "other", times="hour"), "Times cannot be"),
        (ReleasePlan("cc0-1.0", "other", statement={"age": "7"}), "no part"),
        (
            ReleasePlan("cc0-1.0", "other", wanted=Wanted(states=frozenset(["new"]))),
            "nothing to release",
        ),
    ],
)
def test_what_cannot_be_released_is_refused(
    filled: Project, tmp_path: Path, plan: ReleasePlan, said: str
) -> None:
    with pytest.raises(FormatError, match=said):
        release(filled, tmp_path / "dataset", plan)
    assert not (tmp_path / "dataset").exists()


def test_an_empty_part_is_said(filled: Project, tmp_path: Path) -> None:
    plan = replace(PLAN, split=SplitPlan("outlet"))
    report = release(filled, tmp_path / "dataset", plan)
    assert sum("No article came to" in said for said in report.sentences()) == 2


def shown(project: Project) -> list[Any]:
    """Texts and annotations, without identifiers."""
    found = []
    names = {one.id: one.name for one in project.entities()}
    for document in project.documents():
        spans = {one.id: one for one in project.spans(document.id)}
        keys = {
            id_: (
                one.label,
                one.fragments,
                sorted(one.attributes.items()),
                names.get(one.entity or ""),
                one.note,
                one.origin,
                one.created,
            )
            for id_, one in spans.items()
        }
        relations = [
            (one.label, keys[one.from_id], keys[one.to_id], sorted(one.attributes.items()), one.note)
            for one in project.relations(document.id)
        ]
        about = (document.title, document.note, document.metadata, document.attributes)
        text = project.text(document.id)
        found.append((text, about, sorted(keys.values(), key=repr), sorted(relations, key=repr)))
    return found


@given(changes=projects())
@settings(max_examples=15, deadline=None)
def test_random_projects_come_back_with_texts_and_without(changes: list[Change]) -> None:
    plan = ReleasePlan("cc0-1.0", "other", times="exact", has_free_texts=True)
    bare = replace(plan, has_texts=False, articles_license="")
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "a.annodb", title="Trip", codebook=CODEBOOK) as first:
            first.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            if not first.documents():
                return
            release(first, folder / "whole", plan)
            release(first, folder / "bare", bare)
            restore(folder / "bare", [first.path], folder / "restored.jsonl")
            native = (folder / "whole" / "annotations.jsonl").read_bytes()
            assert (folder / "restored.jsonl").read_bytes() == native
            with Project.create(folder / "b.annodb", title="", codebook=CODEBOOK) as second:
                import_paths(second, [folder / "whole"])
                assert shown(second) == shown(first)
