"""All commands in one table: id, text, keys, icon, where they act and what they need.

Menus, tool bar, context menu, command palette, key sheet and settings are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command. `scope` is page (acts while the text has the focus), window, or a panel's place.

    `needs` is "" (always), project, document, span, edit (a document that may be written) or
    sight (a project that lets one choose what is seen); keys are in Qt's portable notation, the
    first one is shown in menus.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    scope: str = "window"
    needs: str = ""


def _page(
    id_: str, text: str, menu: str, *keys: str, icon: str = "", needs: str = "document"
) -> ActionSpec:
    return ActionSpec(id_, text, menu, keys, icon, "page", needs)


def _window(id_: str, text: str, menu: str, *keys: str, icon: str = "", needs: str = "") -> ActionSpec:
    return ActionSpec(id_, text, menu, keys, icon, "window", needs)


ACTIONS: tuple[ActionSpec, ...] = (
    _window("project.new", "New project…", "file", "Ctrl+N", icon="file-plus"),
    _window("project.open", "Open project…", "file", "Ctrl+O", icon="folder-open"),
    _window("project.sample", "Open a copy of the sample project", "file", icon="sparkle"),
    _window("project.import", "Import articles…", "file", "Ctrl+I", icon="import", needs="project"),
    _window("project.import_folder", "Import a folder…", "file", needs="project"),
    _window("project.export", "Export…", "file", "Ctrl+E", icon="export", needs="project"),
    _window("project.release", "Release a dataset…", "file", "Ctrl+Shift+E", needs="project"),
    _window("project.snapshot", "Save a snapshot…", "file", "Ctrl+S", icon="check", needs="project"),
    _window("project.close", "Close project", "file", "Ctrl+W", needs="project"),
    _window("codebook.edit", "Codebook…", "file", "Ctrl+B", icon="codebook", needs="project"),
    _window("settings.open", "Settings…", "file", "Ctrl+,", icon="settings"),
    _window("window.quit", "Quit", "file", "Ctrl+Q"),
    _window("edit.undo", "Undo", "edit", "Ctrl+Z", icon="undo", needs="project"),
    _window("edit.redo", "Redo", "edit", "Ctrl+Shift+Z", "Ctrl+Y", icon="redo", needs="project"),
    _page("page.undo", "Undo", "", "Z"),
    _page("page.copy", "Copy", "edit", "Ctrl+C"),
    _page("page.escape", "Leave, or select nothing", "edit", "Esc"),
    _window("find.open", "Find in the article…", "edit", "Ctrl+F", icon="search", needs="document"),
    _window("find.next", "Next hit", "edit", "F3", needs="document"),
    _window("find.previous", "Previous hit", "edit", "Shift+F3", needs="document"),
    _window("search.open", "Search the project…", "edit", "Ctrl+Shift+F", needs="project"),
    _window("search.next", "Next hit of the search", "edit", "F4", needs="project"),
    _window("search.previous", "Previous hit of the search", "edit", "Shift+F4", needs="project"),
    _page("label.repeat", "Repeat the last label", "annotate", "R", needs="edit"),
    _page(
        "label.all_equal", "Label all equal words in the article", "annotate", "Shift+R", needs="edit"
    ),
    _page(
        "label.in_project",
        "Label equal words in the project…",
        "annotate",
        "Ctrl+Shift+R",
        needs="edit",
    ),
    _page("selection.expand", "Expand", "annotate", "E"),
    _page("selection.shrink", "Shrink", "annotate", "Shift+E"),
    _page("fragment.add", "Add the selection as a fragment", "annotate", "J", needs="edit"),
    _page("span.attribute", "Set an attribute…", "annotate", "T", needs="edit"),
    _page("span.note", "Note…", "annotate", "M", icon="note", needs="edit"),
    _page("span.delete", "Delete", "annotate", "D", "Del", "Backspace", icon="trash", needs="edit"),
    _page("entity.link", "Link the entity", "annotate", "K", needs="edit"),
    _page("entity.choose", "Choose the entity…", "annotate", "Shift+K", needs="edit"),
    _page("doubt.write", "Doubt…", "annotate", "Shift+M", needs="edit"),
    _page("relation.speaker", "Propose the speaker", "annotate", "S", icon="speaker", needs="edit"),
    _page("relation.link", "Link…", "annotate", "L", icon="link", needs="edit"),
    _page("relation.link_here", "Link another to here…", "annotate", "Shift+L", needs="edit"),
    _page("relation.choose", "Go through the relations", "annotate", "Shift+G", needs="edit"),
    _page(
        "suggestion.accept", "Accept the proposal", "annotate", "Return", "Enter", "Tab", needs="edit"
    ),
    _page("suggestion.reject", "Reject the proposal", "annotate", "X", needs="edit"),
    _page("suggestion.skip", "Next, without a decision", "annotate", "Space"),
    _page("hints.show", "Hint letters", "annotate", "H"),
    _page("pen.start", "Pen…", "annotate", "V", icon="pen", needs="edit"),
    _page("example.good", "Use as a good example", "annotate", needs="span"),
    _page("example.bad", "Use as a bad example", "annotate", needs="span"),
    _page("info.show", "What is here?", "annotate", "I", icon="info"),
    _page("token.next", "Next word", "go", "Right"),
    _page("token.previous", "Previous word", "go", "Left"),
    _page("candidate.next", "Next candidate", "go", "Ctrl+Right"),
    _page("candidate.previous", "Previous candidate", "go", "Ctrl+Left"),
    _page("sentence.next", "Next sentence", "go", "Ctrl+Down"),
    _page("sentence.previous", "Previous sentence", "go", "Ctrl+Up"),
    _page("span.next", "Next span", "go", "N"),
    _page("span.previous", "Previous span", "go", "P"),
    _page("open.next", "Next unlabelled candidate", "go", "U"),
    _page("edge.right", "End one word to the right", "go", "Shift+Right"),
    _page("edge.left", "End one word to the left", "go", "Shift+Left"),
    _page("edge.right_character", "End one character to the right", "", "Ctrl+Shift+Right"),
    _page("edge.left_character", "End one character to the left", "", "Ctrl+Shift+Left"),
    _page("start.right", "Start one word to the right", "go", "Alt+Shift+Right"),
    _page("start.left", "Start one word to the left", "go", "Alt+Shift+Left"),
    _page("start.right_character", "Start one character to the right", "", "Ctrl+Alt+Shift+Right"),
    _page("start.left_character", "Start one character to the left", "", "Ctrl+Alt+Shift+Left"),
    _window("document.next", "Next article", "go", "Alt+Down", icon="arrow-right", needs="project"),
    _window("document.previous", "Previous article", "go", "Alt+Up", icon="arrow-left", needs="project"),
    _window(
        "document.done",
        "Article done, next one",
        "go",
        "Ctrl+Return",
        icon="check-circle",
        needs="document",
    ),
    _page("document.flag", "Flag the article", "go", "F", icon="flag", needs="edit"),
    _page("document.attributes", "Attributes of the article…", "go", "Shift+T", needs="edit"),
    _window("document.assign", "Assign articles…", "go", needs="project"),
    _page("others.take_over", "Take over as my own", "team", "O", icon="copy", needs="edit"),
    _page("others.take_over_all", "Take over all of one person", "team", "Shift+O", needs="edit"),
    _window("others.change", "Change others’ annotations", "team", needs="project"),
    _window("team.share", "Shared folder…", "team", icon="share", needs="project"),
    _window("team.sync", "Sync with a server…", "team", icon="server", needs="project"),
    _window("team.merge", "Merge files…", "team", icon="import", needs="project"),
    _window("team.unmerge", "Take the merge back", "team", icon="undo", needs="project"),
    _window("team.reconcile", "Reconcile…", "team", needs="project"),
    _window("conflicts.show", "Conflicts", "team", "Shift+F7", icon="warning", needs="project"),
    _window("team.packages", "Make work packages…", "team", needs="project"),
    _window("team.sight", "Whose annotations are seen…", "team", needs="project"),
    _window("agreement.show", "Agreement", "team", "Shift+F8", icon="chart", needs="project"),
    _window("adjudication.start", "Adjudicate", "team", "Ctrl+J", icon="check-circle", needs="project"),
    _window("adjudication.rules", "Decide by a rule…", "team", needs="project"),
    _window("feedback.show", "My feedback", "team", "Ctrl+Shift+J", needs="project"),
    _window("feedback.write", "Write feedback for everybody…", "team", needs="project"),
    _window("checks.run", "Check the project", "view", "F7", icon="checks", needs="project"),
    _window("overview.show", "Overview", "view", "F8", icon="chart", needs="project"),
    _window("entities.show", "Entities", "view", "F9", icon="entity", needs="project"),
    _window("doubts.show", "Doubts", "view", icon="doubt", needs="project"),
    _window("view.zoom_in", "Larger text", "view", "Ctrl++", "Ctrl+="),
    _window("view.zoom_out", "Smaller text", "view", "Ctrl+-"),
    _window("view.zoom_reset", "Normal text size", "view", "Ctrl+0"),
    _window("palette.open", "Command palette…", "view", "Ctrl+K", icon="palette"),
    _window("others.show", "Others’ annotations", "view", "Ctrl+Shift+O", needs="sight"),
    _window("view.key_bar", "Key bar", "view"),
    _window("view.next_pane", "Next pane", "view", "F6"),
    _window("menu.open", "Menu bar", "", "F10"),
    _window("view.full_screen", "Full screen", "view", "F11"),
    _window("help.keys", "Keys", "help", "Shift+F1"),
    _page("page.keys", "Keys", "", "?"),
    _window("help.manual", "Manual", "help", "F1", icon="help"),
    _window("help.changes", "What is new", "help"),
    _window("help.about", "About Annotator", "help"),
)
SPECS: Mapping[str, ActionSpec] = {spec.id: spec for spec in ACTIONS}
