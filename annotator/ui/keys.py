"""Which key does what: the usual keys, the user's own, the labels', and where they clash."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from annotator.model.attribute_values import keys_of, link_keys
from annotator.ui.action_table import ACTIONS
from annotator.ui.actions import LABEL_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.model.codebook import Codebook

GROUPS: Mapping[str, str] = {
    "label": "Labels",
    "annotate": "Annotate",
    "go": "Go",
    "edit": "Edit",
    "file": "File",
    "view": "View",
    "help": "Help",
    "attribute": "After T: attributes",
    "relation": "After L: relations",
}
"""The groups of the key sheet in order, by menu."""
_GROUPS_OF_HIDDEN = {"page": "edit", "menu": "view", "edge": "go", "start": "go"}
_FOLLOWING = ("attribute", "relation")


@dataclass(frozen=True, slots=True)
class Binding:
    """One command or label with the keys that it now has, in Qt's portable notation."""

    id: str
    text: str
    group: str
    keys: tuple[str, ...]
    usual: tuple[str, ...]

    @property
    def is_usual(self) -> bool:
        """Whether these are the keys it has from the start."""
        return self.keys == self.usual

    def with_keys(self, keys: Iterable[str]) -> Binding:
        """The same with other keys, each once."""
        return replace(self, keys=tuple(dict.fromkeys(key for key in keys if key)))


def bindings(chosen: Mapping[str, tuple[str, ...]]) -> list[Binding]:
    """All commands in the order of the table, with the user's keys where there are some."""
    found = []
    for spec in ACTIONS:
        group = spec.menu or _GROUPS_OF_HIDDEN.get(spec.id.split(".")[0], "edit")
        text = QCoreApplication.translate("Actions", spec.text).rstrip("…")
        found.append(Binding(spec.id, text, group, chosen.get(spec.id, spec.keys), spec.keys))
    return found


def label_bindings(codebook: Codebook, chosen: Mapping[str, str]) -> list[Binding]:
    """The labels of a codebook in order, with the user's keys where there are some."""
    found = []
    for label in codebook.labels.values():
        usual = (label.hotkey,) if label.hotkey else ()
        own = chosen.get(label.id)
        keys = usual if own is None else ((own,) if own else ())
        found.append(Binding(LABEL_PREFIX + label.id, label.name, "label", keys, usual))
    return found


def following_bindings(codebook: Codebook) -> list[Binding]:
    """The keys of attributes and relations, which act after T and after L."""
    found: dict[str, Binding] = {}
    for label in codebook.labels.values():
        for key, attribute in keys_of(codebook.attributes_of(label.id)).items():
            name = f"attribute:{attribute.id}:{key}"
            found[name] = Binding(name, attribute.name, "attribute", (key,), (key,))
    for key, kind in link_keys(tuple(codebook.relation_types.values())).items():
        name = f"relation:{kind.id}"
        found[name] = Binding(name, kind.name, "relation", (key,), (key,))
    return list(found.values())


def label_keys(codebook: Codebook, chosen: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Name and key of each label, by label id, as `Actions.set_labels` wants them."""
    return {
        one.id.removeprefix(LABEL_PREFIX): (one.text, one.keys[0] if one.keys else "")
        for one in label_bindings(codebook, chosen)
    }


def conflicts(everything: Iterable[Binding]) -> dict[str, list[Binding]]:
    """The keys that stand for more than one thing, with the things."""
    users: dict[str, list[Binding]] = defaultdict(list)
    for binding in everything:
        for key in binding.keys:
            users[normal(key)].append(binding)
    return {key: found for key, found in users.items() if len(found) > 1}


def normal(key: str) -> str:
    """One spelling for one key."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def readable(key: str) -> str:
    """The key as it is printed on this system's keyboards and menus."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def grouped(everything: Sequence[Binding]) -> dict[str, list[Binding]]:
    """The bindings that have keys, by the name of their group, in the order of the sheet."""
    found = {}
    joined = _joined_by_text([one for one in everything if one.keys])
    for group, name in GROUPS.items():
        members = [one for one in joined if one.group == group]
        if members:
            found[QCoreApplication.translate("Keys", name)] = members
    return found


def _joined_by_text(everything: Sequence[Binding]) -> list[Binding]:
    """One line for commands that do the same in two places."""
    found: dict[tuple[bool, str], Binding] = {}
    for one in everything:
        key = (one.group in _FOLLOWING, one.text)
        former = found.get(key)
        found[key] = one if former is None else former.with_keys((*former.keys, *one.keys))
    return list(found.values())


def codebook_id(codebook: Codebook) -> str:
    """Under which name the user's label keys for this codebook are kept."""
    return str(codebook.guidelines.get("id") or codebook.name)
