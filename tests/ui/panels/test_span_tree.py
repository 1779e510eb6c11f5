from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.model import edits
from annotator.model.fragment import Fragment
from annotator.model.values import Span, new_id, now
from annotator.ui.panels.span_rows import TRAILING
from annotator.ui.panels.span_tree import SpanTree
from tests.ui.panels.desk import add_article

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.model.change import Edit
    from tests.ui.panels.desk import Desk


@pytest.fixture
def tree(desk: Desk, qtbot: QtBot) -> SpanTree:
    tree = SpanTree(desk.session)
    qtbot.addWidget(tree)
    tree.resize(260, 500)
    tree.show()
    desk.session.document_opened.connect(tree.load)
    desk.session.edited.connect(tree.follow)
    desk.session.focus_changed.connect(tree.follow_focus)
    return tree


def groups(tree: SpanTree) -> dict[str, str]:
    model = tree.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return {str(row.data()): str(row.data(TRAILING)) for row in rows}


def below(tree: SpanTree, group: str) -> list[str]:
    parent = group_index(tree, group)
    model = tree.model()
    return [str(model.index(row, 0, parent).data()) for row in range(model.rowCount(parent))]


def group_index(tree: SpanTree, group: str) -> QModelIndex:
    model = tree.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return next(row for row in rows if row.data() == group)


def chosen(tree: SpanTree) -> str:
    return str(tree.currentIndex().data())


def unfolded(tree: SpanTree, group: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: tree.isExpanded(group_index(tree, group)))


def many_spans(desk: Desk, count: int, *, gap: int) -> Edit:
    """One word in `gap` characters of the open article is a person, each tenth a place."""
    assert desk.session.document is not None
    time, by = now(), desk.session.annotator.id
    spans = [
        Span(
            new_id(),
            desk.session.document.id,
            "GPE" if number % 10 == 9 else "PER",
            (Fragment(number * gap, number * gap + 4),),
            desk.session.text[number * gap : number * gap + 4],
            by,
            created=time,
            modified=time,
        )
        for number in range(count)
    ]
    return edits.add_spans(spans, by=by)


def test_spans_are_grouped_by_label_in_the_order_of_the_codebook(
    tree: SpanTree, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    desk.label("QUOTE", "“and nobody called.”")
    desk.label("PER", "Ilka Brandt")
    desk.label("PER", "Brandt blamed"[:6])
    assert groups(tree) == {"Person": "2", "Quote (what is said)": "1"}
    qtbot.waitUntil(lambda: below(tree, "Person") == ["Ilka Brandt", "Brandt"])


def test_an_opened_article_shows_its_spans_unfolded(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    desk.open("Tessen votes")
    assert groups(tree) == {}
    desk.open("Ferry late again")
    unfolded(tree, "Person", qtbot)
    assert below(tree, "Person") == ["Ilka Brandt"]


def test_a_folded_group_stays_folded_in_the_next_article(
    tree: SpanTree, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    unfolded(tree, "Person", qtbot)
    tree.collapse(group_index(tree, "Person"))
    desk.open("Tessen votes")
    desk.label("PER", "Odo Lind")
    desk.label("GPE", "Tessen")
    unfolded(tree, "Geopolitical place", qtbot)
    assert not tree.isExpanded(group_index(tree, "Person"))


def test_the_focused_span_is_chosen(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    unfolded(tree, "Person", qtbot)
    desk.focus("PER", "Brandt blamed"[:6])
    assert chosen(tree) == "Brandt"
    tree.collapse(group_index(tree, "Person"))
    desk.session.set_focus(None)
    desk.focus("PER", "Karrow")
    assert chosen(tree) == "Person"


def test_walking_the_list_by_keys_focuses_span_after_span(
    tree: SpanTree, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    desk.label("PER", "Ilka Brandt")
    second = desk.label("QUOTE", "“and nobody called.”")
    unfolded(tree, "Quote (what is said)", qtbot)
    tree.setFocus()
    for _ in range(4):
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert desk.session.focus == second
    with qtbot.waitSignal(tree.page_requested):
        qtbot.keyClick(tree, Qt.Key.Key_Return)


def test_relabelling_moves_the_row_and_undo_moves_it_back(
    tree: SpanTree, desk: Desk, qtbot: QtBot
) -> None:
    desk.open("Ferry late again")
    desk.focus("PER", "Karrow Radio")
    unfolded(tree, "Person", qtbot)
    desk.label_here("ORG")
    assert groups(tree) == {"Organisation": "1"}
    desk.session.undo()
    assert groups(tree) == {"Person": "1"}


def test_missing_attributes_are_marked(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    desk.open("Ferry late again")
    desk.label("SOURCE", "she")
    unfolded(tree, "Source (who says it)", qtbot)
    row = tree.model().index(0, 0, group_index(tree, "Source (who says it)"))
    assert row.data(TRAILING) == "!"
    assert "How the source is named" in row.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_large_article_is_read_page_by_page(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    assert desk.session.project is not None
    add_article(desk.session.project, "Long", "word " * 30_000)
    desk.open("Long")
    desk.session.do(many_spans(desk, 6_000, gap=25))
    counts = {name: count.replace(",", "") for name, count in groups(tree).items()}
    assert counts == {"Person": "5400", "Geopolitical place": "600"}
    tree.expand(group_index(tree, "Person"))
    qtbot.waitUntil(lambda: bool(below(tree, "Person")))
    first = below(tree, "Person")
    assert 200 <= len(first) < 1_000
    assert first[-1].startswith("Show more (")
    tree.setFocus()
    tree.setCurrentIndex(tree.model().index(len(first) - 1, 0, group_index(tree, "Person")))
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert len(below(tree, "Person")) > len(first)
    assert below(tree, "Person")[-1].startswith("Show more (")


def test_a_span_beyond_what_was_read_is_counted_and_found_later(
    tree: SpanTree, desk: Desk, qtbot: QtBot
) -> None:
    assert desk.session.project is not None
    add_article(desk.session.project, "Long", "word " * 30_000)
    desk.open("Long")
    desk.session.do(many_spans(desk, 5_600, gap=25))
    tree.expand(group_index(tree, "Person"))
    qtbot.waitUntil(lambda: bool(below(tree, "Person")))
    before = below(tree, "Person")
    by, codebook = desk.session.annotator.id, desk.session.codebook
    late = edits.label_text(
        desk.id_of("Long"),
        desk.session.text,
        codebook.label("PER"),
        [(149_990, 149_994)],
        by=by,
        codebook=codebook,
    )
    desk.session.do(late)
    assert below(tree, "Person")[:-1] == before[:-1]
    assert groups(tree)["Person"].replace(",", "") == "5041"


def test_the_model_keeps_qts_rules(tree: SpanTree, desk: Desk, qtbot: QtBot) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(tree.model(), fatal)
    desk.open("Ferry late again")
    for label, text in (("PER", "Ilka Brandt"), ("ORG", "Karrow Radio"), ("PER", "Brandt")):
        desk.focus(label, text)
    unfolded(tree, "Person", qtbot)
    desk.label_here("ORG")
    for _ in range(4):
        desk.session.undo()
    desk.session.redo()
    assert tester.model().rowCount() == 1
