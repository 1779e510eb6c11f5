"""The user's own keys as one value: what they are, where they clash, and the file they travel in.

The file is one JSON object, `{"format": "annotator-keys/1", "commands": {id: [key, …]},
"labels": {codebook id: {label id: key}}}`, keys in Qt's portable notation. It holds what
differs from the usual keys; an empty list or an empty text takes a usual key away.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from annotator.errors import FormatError, UserError
from annotator.ui import keys
from annotator.ui.actions import LABEL_PREFIX
from annotator.ui.panel_table import EVERY_SPEC

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from annotator.model.codebook import Codebook
    from annotator.ui.settings import Settings

FORMAT = "annotator-keys/1"
_LABEL_KEYS = "label_keys"
_LARGEST = 1_000_000
"""No file of keys is larger, in bytes."""


@dataclass(frozen=True, slots=True)
class KeyChoices:
    """The user's own keys, by command id, and by codebook id and label id."""

    commands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings) -> KeyChoices:
        """Those that the settings hold."""
        stored = settings.read(_LABEL_KEYS)
        names = stored if isinstance(stored, dict) else {}
        return cls(settings.keys, {name: settings.label_keys(name) for name in names})

    def store(self, settings: Settings) -> None:
        """Let these hold from now on, instead of all that held before."""
        settings.write(_LABEL_KEYS, {name: dict(own) for name, own in self.labels.items()})
        settings.keys = dict(self.commands)

    @property
    def count(self) -> int:
        """How many commands and labels have a choice."""
        return len(self.commands) + sum(map(len, self.labels.values()))

    def bindings(self, codebook: Codebook) -> list[keys.Binding]:
        """All commands and the codebook's labels with the keys that they have by these choices.

        What keys do in every list is among them: nothing else can have these keys there.
        """
        own = self.labels.get(keys.codebook_id(codebook), {})
        commands, labels = keys.bindings(self.commands), keys.label_bindings(codebook, own)
        return [*commands, *labels, *keys.fixed_bindings()]

    def unknown_commands(self) -> list[str]:
        """Commands that this version does not have; their keys are kept."""
        return sorted(set(self.commands) - set(EVERY_SPEC))

    def unknown_labels(self, codebook: Codebook) -> list[str]:
        """Labels that the open codebook does not have; their keys are kept."""
        return sorted(set(self.labels.get(keys.codebook_id(codebook), {})) - set(codebook.labels))

    def with_keys(self, codebook: Codebook, chosen: Mapping[str, tuple[str, ...]]) -> KeyChoices:
        """The choices after these bindings got other keys, by the id of the binding."""
        commands, name = dict(self.commands), keys.codebook_id(codebook)
        labels = dict(self.labels.get(name, {}))
        usual = {one.id: one.usual for one in KeyChoices().bindings(codebook)}
        for id_, new in chosen.items():
            label = id_.removeprefix(LABEL_PREFIX)
            is_usual = new == usual.get(id_)
            if label != id_:
                labels.pop(label, None)
                labels |= {} if is_usual else {label: new[0] if new else ""}
            else:
                commands.pop(id_, None)
                commands |= {} if is_usual else {id_: new}
        kept = {other: own for other, own in self.labels.items() if other != name}
        return KeyChoices(commands, {**kept, name: labels} if labels else kept)


# ---------------------------------------------------------------- file


def write(path: Path, choices: KeyChoices) -> None:
    """Write the choices to a file; an `UserError` names it where that cannot be."""
    content = {
        "format": FORMAT,
        "commands": {id_: list(own) for id_, own in sorted(choices.commands.items())},
        "labels": {name: dict(sorted(own.items())) for name, own in sorted(choices.labels.items())},
    }
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"{path} cannot be written: {error.strerror}.", "Choose another place."
        ) from None


def read(path: Path) -> KeyChoices:
    """The choices of a file; a `FormatError` names the file and the place at fault."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from None
    if len(raw) > _LARGEST:
        raise _fault(path, "it is too large")
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _fault(path, f"byte {error.start + 1} is no UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _fault(path, f"{place}: {error.msg}") from None
    except RecursionError:
        raise _fault(path, "it is nested too deeply") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _fault(path, f"“format” is not “{FORMAT}”")
    commands = _mapping(path, "commands", content.get("commands", {}))
    labels = _mapping(path, "labels", content.get("labels", {}))
    return KeyChoices(
        {id_: _keys(path, f"commands → {id_}", own) for id_, own in commands.items()},
        {name: _label_keys(path, f"labels → {name}", own) for name, own in labels.items()},
    )


def _label_keys(path: Path, place: str, content: Any) -> dict[str, str]:
    own = _mapping(path, place, content)
    return {label: _key(path, f"{place} → {label}", key) for label, key in own.items()}


def _keys(path: Path, place: str, content: Any) -> tuple[str, ...]:
    if not isinstance(content, list):
        raise _fault(path, f"{place} is no list of keys")
    found = [_key(path, f"{place} → {number}", key) for number, key in enumerate(content, start=1)]
    return tuple(dict.fromkeys(key for key in found if key))


def _key(path: Path, place: str, content: Any) -> str:
    """One key in Qt's spelling; empty for none."""
    if not isinstance(content, str):
        raise _fault(path, f"{place} is no text")
    if not content:
        return ""
    sequence = QKeySequence(content)
    combinations = [sequence[number] for number in range(sequence.count())]  # type: ignore[index]
    if len(combinations) != 1 or combinations[0].key() in (Qt.Key.Key_unknown, Qt.Key(0)):
        raise _fault(path, f"{place}: “{content}” is no key")
    return keys.normal(content)


def _mapping(path: Path, place: str, content: Any) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise _fault(path, f"“{place}” is no object")
    return content


def _fault(path: Path, reason: str) -> FormatError:
    hint = "Choose a file that was exported from the settings of Annotator."
    return FormatError(f"{path} holds no keys of Annotator: {reason}.", hint)
