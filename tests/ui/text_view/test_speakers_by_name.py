from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.model.change import Change, Edit
from annotator.model.values import NewDocument, document_id, now, sha256
from annotator.store.project import Project
from annotator.ui.panels.key_hints import situation
from tests.ui.page_rig import PageRig

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TEXT = (
    "“We have what we came for,” said union leader Oda Kestrel, “and not a penny less.”\n\n"
    "“Nobody has won,” she said.\n"
)
WHOLE = "“We have what we came for,”␟“and not a penny less.”"
CODEBOOK = {
    "format": "codebook/1",
    "id": "speech",
    "labels": [
        {"id": "ACTOR", "name": "Actor", "hotkey": "A"},
        {"id": "SAID", "name": "Utterance", "hotkey": "Y", "style": "underline-solid"},
    ],
    "relations": [{"id": "utters", "from": ["SAID"], "to": ["ACTOR"], "hotkey": "U"}],
}


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> PageRig:
    """A codebook in which names say quotes: it has no label for sources."""
    project = Project.create(tmp_path / "speech.annodb", title="Speech", codebook=CODEBOOK)
    digest = sha256(TEXT)
    new = NewDocument(document_id(digest), TEXT, digest)
    project.apply(Edit("import", (Change(None, new),), "importer", now()))
    return PageRig(qtbot, project)


def test_s_proposes_the_name_where_names_say_quotes(rig: PageRig) -> None:
    rig.caret("what we came")
    rig.keys("y")
    assert situation(rig.session) == "quote"
    rig.keys("s[Return]")
    assert rig.texts("ACTOR") == ["Oda Kestrel"]
    assert rig.relations() == [("utters", WHOLE, "Oda Kestrel")]


def test_a_name_that_stands_is_taken_and_a_pronoun_where_there_is_no_name(rig: PageRig) -> None:
    rig.caret("Kestrel")
    rig.keys("a")
    rig.caret("what we came")
    rig.keys("ys")
    assert rig.said[-1] == "Speaker? Oda Kestrel"
    rig.keys("[Return]")
    assert rig.texts("ACTOR") == ["Oda Kestrel"]
    rig.caret("Nobody")
    rig.keys("ys[Return]")
    assert ("utters", "“Nobody has won,”", "she") in rig.relations()
