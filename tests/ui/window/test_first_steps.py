from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from annotator.formats import codebook_file

if TYPE_CHECKING:
    from tests.ui.window.window_rig import WindowRig


def test_a_step_that_the_codebook_has_no_label_for_is_not_asked_for(start: WindowRig) -> None:
    start.settings.checklist = ["open", "name"]
    start.trigger("project.new")
    dialog = start.dialog("new_project")
    codebooks = dialog.findChild(QComboBox, "project_codebook")
    assert codebooks is not None
    names = [preset.name for preset in codebook_file.presets()]
    codebooks.setCurrentIndex(names.index("CoNLL-2003 NER"))
    start.click("create_project", dialog)
    assert "export" in start.text("next_step")
