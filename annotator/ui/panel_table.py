"""The keys of lists and panels: commands that hold where the focus is, not in the whole window.

They are no actions: a panel looks its keys up in the `Keymap`. So one key can stand for one
thing on the page and for another in a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.action_table import SPECS, ActionSpec

if TYPE_CHECKING:
    from collections.abc import Mapping


def _at(place: str, id_: str, text: str, *keys: str) -> ActionSpec:
    return ActionSpec(id_, text, "", keys, "", place)


PANEL_ACTIONS: tuple[ActionSpec, ...] = (
    _at("hits", "hits.go", "Go there", "Return", "Enter"),
    _at("hits", "hits.preview", "Show without leaving the list", "Space"),
    _at("hits", "hits.accept", "Accept as labelled by hand", "Ctrl+Return", "Ctrl+Enter"),
    _at("hits", "hits.unlink", "Unlink the entity", "U"),
    _at("hits", "hits.reject", "Take off the list", "X"),
    _at("hits", "hits.copy", "Copy the lines", "Ctrl+C"),
    _at("search", "search.next_hit", "Next hit, from the list", "N"),
    _at("search_line", "search.keep", "Save the query", "Ctrl+D"),
    _at("queries", "queries.queue", "Saved query: work queue or not", "Space"),
    _at("queries", "queries.rename", "Saved query: rename", "F2"),
    _at("queries", "queries.delete", "Saved query: delete", "Del", "D"),
    _at("review", "review.accept", "Accept", "A", "Return", "Enter"),
    _at("review", "review.reject", "Reject", "X"),
    _at("review", "review.forget", "Undecided", "Backspace"),
    _at("review", "review.accept_article", "Accept all in this article", "Shift+A"),
    _at("review", "review.accept_all", "Accept all", "Ctrl+Shift+A"),
    _at("review", "review.apply", "Apply", "Ctrl+Return", "Ctrl+Enter"),
    _at("checks", "checks.fix", "Fix", "F", "."),
    _at("checks", "checks.fix_all", "Fix all", "Shift+F"),
    _at("checks", "checks.accept", "Is fine", "A"),
    _at("checks", "checks.mute", "Mute for the label", "M"),
    _at("checks", "checks.mute_all", "Mute the check", "Shift+M"),
    _at("checks", "checks.next", "Next finding", "N"),
    _at("checks", "checks.previous", "Previous finding", "P"),
    _at("entities", "entities.rename", "Rename", "F2"),
    _at("entities", "entities.merge", "Merge", "M"),
    _at("entities", "entities.delete", "Delete the entities", "Del", "Backspace"),
    _at("mentions", "mentions.split", "Mentions: split off as a new entity", "S"),
    _at("spans", "spans.unlink", "Inspector: unlink the entity", "U"),
    _at("articles", "articles.twins", "Articles: show near-duplicates", "+"),
    _at("chips", "chips.guideline", "Label chip: show the guideline", "?"),
    _at("codebook", "codebook.add", "Add", "Ins"),
    _at("codebook", "codebook.duplicate", "Duplicate", "Ctrl+D"),
    _at("codebook", "codebook.delete", "Delete", "Del"),
    _at("codebook", "codebook.up", "Up", "Alt+Up"),
    _at("codebook", "codebook.down", "Down", "Alt+Down"),
    _at("codebook", "codebook.name", "Go to the name", "F2", "Return", "Enter"),
    _at("split", "split.first", "Splitting: the first label", "1"),
    _at("split", "split.second", "Splitting: the second label", "2"),
    _at("split", "split.third", "Splitting: the third label", "3"),
    _at("split", "split.leave", "Splitting: leave the span as it is", "Space"),
    _at("split", "split.back", "Splitting: back", "Left", "Backspace"),
    _at("split", "split.on", "Splitting: on", "Right"),
    *(
        _at("adjudication", f"adjudication.take_{number}", f"Take number {number}", str(number))
        for number in range(1, 10)
    ),
    _at("adjudication", "adjudication.both", "Take both, or all", "B"),
    _at("adjudication", "adjudication.none", "Nothing is here", "0"),
    _at("adjudication", "adjudication.majority", "Take the majority", "Return", "Enter"),
    _at("adjudication", "adjudication.edit", "Edit by hand", "E"),
    _at("adjudication", "adjudication.defer", "Put off", "U"),
    _at("adjudication", "adjudication.reason", "Give a reason", "M"),
    _at("adjudication", "adjudication.alike", "Decide the same words alike", "A"),
    _at("adjudication", "adjudication.next", "Next difference", "Right"),
    _at("adjudication", "adjudication.previous", "Difference before", "Left"),
    *(
        _at("conflicts", f"conflicts.take_{number}", f"Conflicts: take version {number}", str(number))
        for number in range(1, 10)
    ),
    _at("conflicts", "conflicts.keep", "Conflicts: keep what is shown", "Return", "Enter"),
    _at("conflicts", "conflicts.go", "Conflicts: go to the place", "G"),
    _at("reconcile", "reconcile.unify", "Reconcile: make one of two", "U"),
    _at("reconcile", "reconcile.keep", "Reconcile: keep both", "K"),
    _at("reconcile", "reconcile.map", "Reconcile: use another instead…", "M"),
    _at("reconcile", "reconcile.left", "Reconcile: the left one stays", "Left"),
    _at("reconcile", "reconcile.right", "Reconcile: the right one stays", "Right"),
    _at("reconcile", "reconcile.forget", "Reconcile: undecided", "Backspace"),
    _at("feedback", "feedback.next", "Next difference", "N"),
    _at("feedback", "feedback.previous", "Difference before", "Shift+N"),
    _at("harvest", "harvest.good", "Examples: a good one", "G"),
    _at("harvest", "harvest.bad", "Examples: a bad one", "B"),
)
"""Commands by place (their scope)."""

FIXED: tuple[ActionSpec, ...] = (
    _at("fixed", "fixed.walk", "Walk", "Up", "Down"),
    _at("fixed", "fixed.page", "Walk by pages", "PgUp", "PgDown"),
    _at("fixed", "fixed.ends", "First, last", "Home", "End"),
    _at("fixed", "fixed.choose", "Choose several", "Shift+Up", "Shift+Down"),
    _at("fixed", "fixed.all", "Choose all", "Ctrl+A"),
    _at("fixed", "fixed.open", "Open what is chosen", "Return", "Enter"),
    _at("fixed", "fixed.part", "Next part, the one before", "Tab", "Shift+Tab"),
    _at("fixed", "fixed.leave", "Leave", "Esc"),
)
"""What keys do in lists of every program. They stay, and come before the commands of a place."""

OPENING = frozenset(("queries", "checks", "entities", "spans", "articles", "chips"))
"""Where Return opens what is chosen; elsewhere it is a command like others, or none."""

_HITS = ("label", "entity.link", "entity.choose", "span.delete", "page.undo")
ALSO: Mapping[str, tuple[str, ...]] = {
    "hits": _HITS,
    "search": ("hits", *_HITS),
    "mentions": ("hits", *_HITS),
    "review": ("hits.preview", "hits.copy"),
    "checks": ("page.undo",),
    "entities": ("page.undo",),
    "adjudication": ("page.undo", "page.keys"),
    "conflicts": ("page.undo",),
    "spans": ("label", "span.delete", "page.undo"),
    "codebook": ("edit.undo", "edit.redo"),
    "split": ("edit.undo", "edit.redo"),
    "harvest": ("edit.undo", "edit.redo"),
}
"""What else holds in a place: commands by their id, and all that hold in another place."""

IN_DIALOGS = frozenset(("codebook", "split", "harvest", "reconcile"))
"""Places in a window of their own, where commands of the main window do not hold."""

EVERY_SPEC: Mapping[str, ActionSpec] = {**SPECS, **{spec.id: spec for spec in PANEL_ACTIONS}}
"""All commands whose keys can be chosen, by id."""
