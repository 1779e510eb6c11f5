"""Whatever characters there are, they come back."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as some

from annotator.store import integrity
from tests.store.making import adding, edit, fast_folder, id_of, importing, new_project, span


@settings(max_examples=40, deadline=None)
@given(text=some.text(min_size=1, max_size=200), note=some.text(max_size=30))
@example(text="a\0b“\0”\ufdd0ferry\ufdd1", note="\0")
@example(text='\\"\x1f\u2028\r', note='"\\')
def test_any_text_and_note_come_back(text: str, note: str) -> None:
    with fast_folder() as folder, new_project(Path(folder) / "p.annodb") as project:
        one = span((0, len(text)), text=text, note=note, attributes={note: note})
        project.apply(edit(*importing(text, title=note, outlet=text), *adding(one)))
        assert project.text(id_of(text)) == text
        assert project.spans(id_of(text)) == [one]
        document = project.document(id_of(text))
        assert document is not None
        assert (document.title, document.metadata["outlet"]) == (note, text)
        assert list(integrity.problems(project._connection)) == []
        project.search(text)
