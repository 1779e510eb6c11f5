from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView, QPushButton, QWidget

from annotator.model import edits
from annotator.model.change import Change, Edit
from annotator.model.values import Work, now
from annotator.ui.panels.check_model import CHECK, COUNT
from annotator.ui.panels.checks import ChecksPanel
from tests.ui.panels.desk import add_article

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.panels.desk import Desk


class Checking:
    """The panel on a project with two stray edges, a double and a quote without speaker."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.desk, self.qtbot = desk, qtbot
        desk.open("Tessen votes")
        desk.label("PER", "Odo Lind ")
        desk.open("Ferry late again")
        desk.label("PER", "Ilka Brandt ")
        desk.label("ORG", "Karrow Radio")
        desk.label("ORG", "Karrow Radio")
        desk.label("QUOTE", "“We waited two hours,”")
        self.panel = ChecksPanel(desk.session, desk.actions)
        qtbot.addWidget(self.panel)
        self.panel.resize(900, 320)
        self.panel.show()
        self.run()

    def run(self) -> None:
        self.panel.enter()
        self.qtbot.waitUntil(lambda: not self.panel.run.is_running)

    def list(self, name: str) -> QListView:
        found = self.panel.findChild(QListView, name)
        assert found is not None
        return found

    def counts(self) -> dict[str, int]:
        model = self.list("checks_list").model()
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        return {row.data(CHECK).id: row.data(COUNT) for row in rows if row.data(COUNT)}

    def words(self) -> list[str]:
        model = self.list("checks_findings").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def choose(self, check: str) -> None:
        """Click the check in the list."""
        view = self.list("checks_list")
        model = view.model()
        row = next(n for n in range(model.rowCount()) if model.index(n, 0).data(CHECK).id == check)
        view.scrollTo(model.index(row, 0))
        self.click(view, model.index(row, 0))

    def click(self, view: QListView, index: QModelIndex) -> None:
        where = view.visualRect(index).center()
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def press(self, key: str | Qt.Key, *, shift: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        view = self.list("checks_findings")
        if isinstance(key, str):
            self.qtbot.keyClick(view, key.upper() if shift else key, modifier)
        else:
            self.qtbot.keyClick(view, key, modifier)

    def button(self, name: str) -> QPushButton:
        found = self.panel.findChild(QPushButton, name)
        assert found is not None
        return found

    def check(self) -> str:
        """The id of the check that is shown."""
        return str(self.list("checks_list").currentIndex().data(CHECK).id)

    def hears(self) -> list[str]:
        """What is announced from now on."""
        said: list[str] = []
        self.desk.session.announced.connect(said.append)
        return said

    def label_as_another(self, label: str, words: str) -> None:
        """Somebody else labels these words of the open article."""
        session = self.desk.session
        assert session.document is not None
        start = session.text.index(words)
        span = edits.new_span(
            session.document.id,
            session.text,
            session.codebook.label(label),
            [(start, start + len(words))],
            by="mia",
            codebook=session.codebook,
        )
        session.do(edits.add_spans([span], by=session.annotator.id))

    def wait_for(self, check: str, count: int) -> None:
        self.qtbot.waitUntil(lambda: self.counts().get(check, 0) == count)


@pytest.fixture
def checking(desk: Desk, qtbot: QtBot) -> Checking:
    return Checking(desk, qtbot)


def test_checks_that_found_something_stand_on_top_with_their_counts(checking: Checking) -> None:
    assert checking.counts() == {"quote-needs-speaker": 1, "edges": 2, "duplicate": 1}
    first = checking.list("checks_list").model().index(0, 0)
    assert first.data(CHECK).id == "quote-needs-speaker"
    assert "1 finding" in first.data(Qt.ItemDataRole.AccessibleTextRole)


def test_f_fixes_one_and_its_document_is_checked_again(checking: Checking) -> None:
    checking.choose("edges")
    assert checking.words() == ["Ilka Brandt", "Odo Lind"]
    checking.press("f")
    checking.wait_for("edges", 1)
    assert checking.words() == ["Odo Lind"]
    checking.desk.session.undo()
    checking.wait_for("edges", 2)


def test_shift_f_fixes_all_in_one_step(checking: Checking) -> None:
    checking.choose("edges")
    checking.press("f", shift=True)
    checking.wait_for("edges", 0)
    assert checking.desk.session.undo_title == "trim the edges (2)"
    checking.desk.session.undo()
    checking.wait_for("edges", 2)


def test_the_speaker_is_linked(checking: Checking) -> None:
    checking.choose("quote-needs-speaker")
    checking.qtbot.mouseClick(checking.button("checks_fix"), Qt.MouseButton.LeftButton)
    checking.wait_for("quote-needs-speaker", 0)
    annotations = checking.desk.session.annotations
    assert annotations is not None
    assert "SOURCE she" in [f"{span.label} {span.text}" for span in annotations]


def test_enter_goes_there_and_n_stays(checking: Checking) -> None:
    session = checking.desk.session
    checking.choose("edges")
    checking.press("n")
    assert session.document is not None
    assert session.document.title == "Tessen votes"
    assert session.focus is not None
    assert session.focus.text == "Odo Lind "
    checking.press("p")
    with checking.qtbot.waitSignal(session.page_requested):
        checking.press(Qt.Key.Key_Return)
    assert session.document.title == "Ferry late again"


def test_a_double_click_goes_there_too(checking: Checking) -> None:
    checking.choose("duplicate")
    view = checking.list("checks_findings")
    index = view.model().index(0, 0)
    checking.click(view, index)
    with checking.qtbot.waitSignal(checking.desk.session.page_requested):
        where = view.visualRect(index).center()
        checking.qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_a_accepts_and_the_box_shows_it_again(checking: Checking) -> None:
    checking.choose("edges")
    checking.press("a")
    checking.wait_for("edges", 1)
    assert "1 accepted" in checking.panel.status.findChild(QWidget, "checks_status").text()  # type: ignore[union-attr]
    checking.panel.findChild(QWidget, "checks_all").click()  # type: ignore[union-attr]
    assert len(checking.words()) == 2
    checking.press("a")
    checking.panel.findChild(QWidget, "checks_all").click()  # type: ignore[union-attr]
    checking.wait_for("edges", 2)


def test_m_mutes_for_the_label_and_shift_m_the_whole_check(checking: Checking) -> None:
    checking.choose("edges")
    checking.press("m")
    assert "edges" not in checking.counts()
    checking.choose("duplicate")
    checking.press("m", shift=True)
    assert checking.counts() == {"quote-needs-speaker": 1}
    checking.desk.session.undo()
    assert "duplicate" in checking.counts()


def test_the_buttons_say_what_they_do(checking: Checking) -> None:
    checking.choose("edges")
    fix_all = checking.button("checks_fix_all")
    checking.qtbot.waitUntil(lambda: fix_all.text() == "Fix all 2 (Shift+F)")
    assert checking.button("checks_mute").text() == "Mute for Person (M)"
    checking.choose("offsets")
    assert not checking.button("checks_fix").isEnabled()


def test_labels_made_meanwhile_are_checked_at_once(checking: Checking) -> None:
    checking.desk.open("Pass closed")
    checking.desk.label("GPE", "Grishold.")
    checking.wait_for("edges", 3)
    assert checking.panel.run.has_moved


def test_a_name_known_elsewhere_is_labelled_with_one_key(checking: Checking) -> None:
    session = checking.desk.session
    assert session.project is not None
    document = add_article(session.project, "Silence", "Karrow Radio fell silent.")
    work = Work(document, session.annotator.id)
    session.do(edits.set_state(work, "in progress", by=session.annotator.id))
    checking.panel.run.start()
    checking.wait_for("unlabelled", 1)
    checking.choose("unlabelled")
    checking.press(".")
    checking.wait_for("unlabelled", 0)
    [span] = session.project.spans(document)
    assert (span.text, span.label, span.origin) == ("Karrow Radio", "ORG", "propagated")


def test_the_run_can_be_cancelled(checking: Checking) -> None:
    checking.panel.run.start()
    assert checking.button("checks_run").text() == "Cancel"
    checking.qtbot.mouseClick(checking.button("checks_run"), Qt.MouseButton.LeftButton)
    assert not checking.panel.run.is_running
    assert checking.button("checks_run").text() == "Check again"
    assert checking.counts()["edges"] == 2


def test_esc_goes_back_to_the_page(checking: Checking) -> None:
    with checking.qtbot.waitSignal(checking.desk.session.page_requested):
        checking.press(Qt.Key.Key_Escape)


def test_another_project_has_no_findings_yet(checking: Checking) -> None:
    checking.desk.session.close_project()
    assert checking.counts() == {}
    assert checking.words() == []


def test_a_narrow_panel_puts_the_lists_above_each_other(checking: Checking) -> None:
    checking.panel.resize(320, 700)
    above, below = checking.list("checks_list"), checking.list("checks_findings")
    checking.qtbot.waitUntil(lambda: above.mapTo(checking.panel, above.rect().bottomLeft()).y()
                             < below.mapTo(checking.panel, below.rect().topLeft()).y())  # fmt: skip


def test_the_models_keep_qts_rules(checking: Checking) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    names = ("checks_list", "checks_findings")
    testers = [QAbstractItemModelTester(checking.list(name).model(), fatal) for name in names]
    checking.choose("edges")
    checking.press("f")
    checking.wait_for("edges", 1)
    assert len(testers) == 2


def test_an_emptied_check_stays_until_n_goes_on(checking: Checking) -> None:
    checking.choose("edges")
    checking.press("f", shift=True)
    checking.wait_for("edges", 0)
    assert (checking.check(), checking.words()) == ("edges", [])
    checking.press("f")
    assert "Nothing left here" in checking.list("checks_findings").accessibleDescription()
    checking.press("n")
    assert (checking.check(), len(checking.words())) == ("duplicate", 1)


def test_undoing_leads_back_to_the_finding(checking: Checking) -> None:
    checking.choose("edges")
    checking.press("n")
    checking.press("f")
    checking.wait_for("edges", 1)
    checking.choose("duplicate")
    checking.press("z")
    checking.qtbot.waitUntil(lambda: checking.words() == ["Ilka Brandt", "Odo Lind"])
    finding = checking.panel.current()
    assert checking.check() == "edges"
    assert finding is not None
    assert finding.words == "Odo Lind "


def test_the_button_counts_what_has_a_fix(checking: Checking) -> None:
    checking.desk.open("Pass closed")
    checking.desk.label("CLAIM", "A plough is on its way")
    checking.wait_for("claim-needs-source", 1)
    checking.choose("claim-needs-source")
    fix, fix_all = checking.button("checks_fix"), checking.button("checks_fix_all")
    checking.qtbot.waitUntil(lambda: not fix_all.isEnabled())
    assert not fix.isEnabled()
    assert "no fix" in fix.toolTip()


def test_fixes_leave_other_annotators_spans_alone(checking: Checking) -> None:
    checking.label_as_another("ORG", "Karrow Radio,")
    checking.wait_for("edges", 3)
    checking.choose("edges")
    fix_all = checking.button("checks_fix_all")
    checking.qtbot.waitUntil(lambda: fix_all.text() == "Fix all 2 of 3 (Shift+F)")
    said = checking.hears()
    checking.press("f", shift=True)
    checking.wait_for("edges", 1)
    assert said == ["Fixed 2 findings · 1 of another annotator left as it is"]
    fix = checking.button("checks_fix")
    checking.qtbot.waitUntil(lambda: "Another annotator" in fix.toolTip())
    assert not fix.isEnabled()


def test_accepting_and_muting_say_so(checking: Checking) -> None:
    checking.choose("edges")
    said = checking.hears()
    for key in "amz":
        checking.press(key)
    assert said == [
        "1 finding is fine",
        "Muted “Space or punctuation at the edge” for Person",
        "Undo: mute “Space or punctuation at the edge” for Person",
    ]


def test_f7_checks_again_only_if_something_has_changed(checking: Checking) -> None:
    said = checking.hears()
    report = checking.panel.run.report
    checking.panel.enter()
    assert not checking.panel.run.is_running
    assert said[-1].startswith("Nothing has changed since ")
    checking.desk.set_state("Pass closed", "done")
    checking.run()
    assert checking.panel.run.report is not report


def test_nothing_is_explained_before_the_first_check(desk: Desk, qtbot: QtBot) -> None:
    panel = ChecksPanel(desk.session, desk.actions)
    qtbot.addWidget(panel)
    panel.show()
    explained = panel.findChild(QWidget, "checks_explanation")
    assert explained.text() == "Not checked yet: “Check the project” below does it."  # type: ignore[union-attr]
    assert not panel.buttons.isVisible()


def test_reasons_speak_of_labels_by_name(checking: Checking) -> None:
    checking.desk.label("ORG", "Ilka Brandt")
    checking.panel.run.start()
    checking.wait_for("same-string", 2)
    checking.choose("same-string")
    finding = checking.panel.current()
    assert finding is not None
    assert "Person 1×" in finding.reason


def test_checks_that_the_codebook_does_not_ask_for_do_not_look_passed(checking: Checking) -> None:
    session = checking.desk.session
    model = checking.list("checks_list").model()
    shown = {model.index(row, 0).data(CHECK).id for row in range(model.rowCount())}
    assert "source-unused" in shown
    before = next(one for one in session.codebook.fields if one.id == "constraints")
    assert session.do(Edit("constraints", (Change(before, None),), session.annotator.id, now()))
    checking.run()
    shown = {model.index(row, 0).data(CHECK).id for row in range(model.rowCount())}
    assert "source-unused" not in shown
    assert "edges" in shown


def test_a_button_that_has_done_all_gives_the_focus_to_the_list(checking: Checking) -> None:
    checking.choose("edges")
    button = checking.panel.findChild(QPushButton, "checks_fix_all")
    assert button is not None
    button.setFocus()
    checking.qtbot.keyClick(button, Qt.Key.Key_Space)
    checking.qtbot.waitUntil(lambda: "edges" not in checking.counts())
    assert checking.list("checks_findings").hasFocus()
