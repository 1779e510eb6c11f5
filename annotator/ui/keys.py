"""Which key does what: the usual keys, the user's own, the labels', and where they clash."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from annotator.model.attribute_values import keys_of, link_keys
from annotator.ui.action_table import ACTIONS, SPECS
from annotator.ui.actions import LABEL_PREFIX
from annotator.ui.panel_table import ALSO, FIXED, IN_DIALOGS, OPENING, PANEL_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.codebook import Codebook
    from annotator.ui.action_table import ActionSpec

GROUPS: Mapping[str, str] = {
    "label": "Labels",
    "annotate": "Annotate",
    "go": "Go",
    "edit": "Edit",
    "file": "File",
    "team": "Team",
    "view": "View",
    "help": "Help",
    "attribute": "After {key}: attributes",
    "relation": "After {key}: relations",
    "fixed": "In every list",
    "hits": "In lists of hits",
    "search": "In the search",
    "review": "In the review of equal words",
    "checks": "In the checks",
    "adjudication": "While adjudicating",
    "feedback": "In the feedback",
    "conflicts": "In the conflicts",
    "reconcile": "While reconciling",
    "entities": "In the entities",
    "panels": "In other panels",
    "codebook": "In the codebook",
}
"""The groups of the key sheet in order: menus, what follows a key, and places."""
_GROUPS_OF_HIDDEN = {"page": "edit", "menu": "view", "edge": "go", "start": "go"}
_GROUPS_OF_PLACES = {
    "search_line": "search",
    "queries": "search",
    "mentions": "entities",
    "spans": "panels",
    "articles": "panels",
    "chips": "panels",
    "split": "codebook",
    "harvest": "codebook",
}
_LEADS = {"attribute": "span.attribute", "relation": "relation.link"}
"""The command whose key comes before those of a group."""
_LABELS = "label"
_FOLLOWING = "following"
_MAIN = frozenset(("page", "window", _LABELS))
"""What holds on the page; each key stands for one thing there."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One command or label with the keys that it now has, in Qt's portable notation.

    It holds in its `place`: page, window, label, or a place of the table of panels.
    """

    id: str
    text: str
    group: str
    keys: tuple[str, ...]
    usual: tuple[str, ...]
    place: str = "page"

    @property
    def is_in_panel(self) -> bool:
        """Whether it holds in some list or panel, not on the page."""
        return self.place not in _MAIN and self.place != _FOLLOWING

    @property
    def is_fixed(self) -> bool:
        """Whether its keys are the same in every program, and cannot be chosen."""
        return self.place == "fixed"

    @property
    def full_text(self) -> str:
        """The command, and where it holds, if that is not the page."""
        if not self.is_in_panel:
            return self.text
        where = QCoreApplication.translate("Keys", GROUPS[self.group])
        return f"{self.text} ({where[:1].lower()}{where[1:]})"

    @property
    def is_usual(self) -> bool:
        """Whether these are the keys it has from the start."""
        return self.keys == self.usual

    def with_keys(self, keys: Iterable[str]) -> Binding:
        """The same with other keys, each once."""
        return replace(self, keys=tuple(dict.fromkeys(key for key in keys if key)))


def bindings(chosen: Mapping[str, tuple[str, ...]]) -> list[Binding]:
    """All commands in the order of the tables, with the user's keys where there are some."""
    found = []
    for spec in ACTIONS:
        group = spec.menu or _GROUPS_OF_HIDDEN.get(spec.id.split(".")[0], "edit")
        found.append(_binding(spec, group, chosen))
    for spec in PANEL_ACTIONS:
        found.append(_binding(spec, _GROUPS_OF_PLACES.get(spec.scope, spec.scope), chosen))
    return found


def fixed_bindings() -> list[Binding]:
    """What keys do in every list; they cannot be chosen."""
    return [_binding(spec, spec.scope, {}) for spec in FIXED]


def _binding(spec: ActionSpec, group: str, chosen: Mapping[str, tuple[str, ...]]) -> Binding:
    text = QCoreApplication.translate("Actions", spec.text).rstrip("…")
    return Binding(spec.id, text, group, chosen.get(spec.id, spec.keys), spec.keys, spec.scope)


def label_bindings(codebook: Codebook, chosen: Mapping[str, str]) -> list[Binding]:
    """The labels of a codebook in order, with the user's keys where there are some."""
    found = []
    for label in codebook.labels.values():
        usual = (label.hotkey,) if label.hotkey else ()
        own = chosen.get(label.id)
        keys = usual if own is None else ((own,) if own else ())
        found.append(Binding(LABEL_PREFIX + label.id, label.name, "label", keys, usual, _LABELS))
    return found


def following_bindings(codebook: Codebook) -> list[Binding]:
    """The keys of attributes and relations, which act after T and after L."""
    found: dict[str, Binding] = {}
    for label in codebook.labels.values():
        for key, attribute in keys_of(codebook.attributes_of(label.id)).items():
            name = f"attribute:{attribute.id}:{key}"
            found[name] = Binding(name, attribute.name, "attribute", (key,), (key,), _FOLLOWING)
    for kind in codebook.relation_types.values():
        for key, attribute in keys_of(kind.attributes).items():
            text = f"{attribute.name} ({kind.name})"
            found[f"attribute:{text}"] = Binding(
                f"attribute:{kind.id}:{attribute.id}", text, "attribute", (key,), (key,)
            )
    for key, kind in link_keys(tuple(codebook.relation_types.values())).items():
        name = f"relation:{kind.id}"
        found[name] = Binding(name, kind.name, "relation", (key,), (key,), _FOLLOWING)
    return list(found.values())


def label_keys(codebook: Codebook, chosen: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Name and key of each label, by label id, as `Actions.set_labels` wants them."""
    return {
        one.id.removeprefix(LABEL_PREFIX): (one.text, one.keys[0] if one.keys else "")
        for one in label_bindings(codebook, chosen)
    }


def conflicts(everything: Iterable[Binding]) -> dict[str, list[Binding]]:
    """The keys that stand for more than one thing where the focus is, with the things."""
    clashes = {}
    for key, found in by_key(everything).items():
        members = [one for one in found if any(clash(one, other) for other in found)]
        if members:
            clashes[key] = members
    return clashes


def by_key(everything: Iterable[Binding]) -> dict[str, list[Binding]]:
    """Everything that a key stands for, wherever that may be."""
    users: dict[str, list[Binding]] = defaultdict(list)
    for binding in everything:
        for key in binding.keys:
            users[normal(key)].append(binding)
    return dict(users)


def clash(one: Binding, other: Binding) -> bool:
    """Whether the two hold in the same place, so that they must not share a key."""
    if one.id == other.id or (one.is_fixed and other.is_fixed):
        return False
    if one.place in _MAIN and other.place in _MAIN:
        return True
    places = {binding.place for binding in (one, other) if binding.is_in_panel and not binding.is_fixed}
    return any(_holds_in(one, place) and _holds_in(other, place) for place in places)


def comes_first(one: Binding, other: Binding) -> bool:
    """Whether a key of both is the first one's in its panel, and the window's everywhere else."""
    is_beside = one.is_in_panel and not one.is_fixed and one.place not in IN_DIALOGS
    return is_beside and other.place == "window" and not clash(one, other)


def _holds_in(binding: Binding, place: str) -> bool:
    if binding.is_fixed:
        return binding.id != "fixed.open" or place in OPENING
    also = ALSO.get(place, ())
    return binding.place == place or binding.place in also or binding.id in also


def writes(key: str) -> bool:
    """Whether the key writes a sign in a line of text."""
    whole = normal(key)
    sign = whole.rsplit("+", 1)[-1] or "+"
    is_plain = whole[: -len(sign)] in ("", "Shift+")
    return is_plain and (len(sign) == 1 or sign == "Space")


def normal(key: str) -> str:
    """One spelling for one key."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def readable(key: str) -> str:
    """The key as it is printed on this system's keyboards and menus."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def grouped(everything: Sequence[Binding]) -> dict[str, list[Binding]]:
    """The bindings that have keys, by the name of their group, in the order of the sheet."""
    found = {}
    leads = {one.id: one.keys for one in everything}
    joined = _joined_by_text([one for one in everything if one.keys])
    for group, name in GROUPS.items():
        members = [one for one in joined if one.group == group]
        if members:
            title, lead = QCoreApplication.translate("Keys", name), _LEADS.get(group, "")
            keys = leads.get(lead) or (SPECS[lead].keys if lead else ())
            found[title.format(key=readable(keys[0]) if keys else "")] = members
    return found


def _joined_by_text(everything: Sequence[Binding]) -> list[Binding]:
    """One line for commands that do the same in two places."""
    found: dict[tuple[str, str], Binding] = {}
    for one in everything:
        key = ("" if one.place in _MAIN else one.place, one.text)
        former = found.get(key)
        found[key] = one if former is None else former.with_keys((*former.keys, *one.keys))
    return list(found.values())


def codebook_id(codebook: Codebook) -> str:
    """Under which name the user's label keys for this codebook are kept."""
    return str(codebook.guidelines.get("id") or codebook.name)
