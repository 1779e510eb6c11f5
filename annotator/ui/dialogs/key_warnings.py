"""What is to be said about a key before it is chosen, and while it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.keys import Binding, by_key, clash, comes_first, normal, readable, writes

if TYPE_CHECKING:
    from collections.abc import Sequence


class KeyWarnings:
    """Knows what every key stands for, and so where two commands want the same."""

    def __init__(self, everything: Sequence[Binding] = ()) -> None:
        self._by_key = by_key(everything)

    def holders(self, key: str, binding: Binding) -> list[Binding]:
        """The others that have the key where this command holds."""
        return [one for one in self._by_key.get(normal(key), ()) if clash(one, binding)]

    def has_clash(self, binding: Binding) -> bool:
        """Whether one of its keys stands for something else, too."""
        return any(self.holders(key, binding) for key in binding.keys)

    def of_pressed(self, key: str, binding: Binding) -> str:
        """What would be the matter if the command got this key; empty if nothing would."""
        holders = self.holders(key, binding)
        if not holders:
            return self._beside(key, binding)
        text = _tr("{key} already stands for: {names}.")
        if any(one.is_fixed for one in holders):
            text = _tr("{key} always stands for: {names}. It would do nothing else.")
        return text.format(key=readable(key), names=_names(holders))

    def of_present(self, binding: Binding) -> str:
        """What is the matter with the keys that the command has; empty if nothing is."""
        for key in binding.keys:
            others = self.holders(key, binding)
            if others:
                text = _tr("{key} also stands for: {names}. Neither works until one is changed.")
                if binding.is_in_panel:
                    text = _tr("{key} also stands for: {names}. Only one works until one is changed.")
                if any(one.is_fixed for one in others):
                    text = _tr("{key} always stands for: {names}. It does nothing else.")
                return text.format(key=readable(key), names=_names(others))
        return next(filter(None, (self._beside(key, binding) for key in binding.keys)), "")

    def _beside(self, key: str, binding: Binding) -> str:
        """What else the key stands for where both can hold, so that one comes first."""
        if binding.place == "search_line" and writes(key):
            text = _tr("{key} writes in the line. It would do nothing else.")
            return text.format(key=readable(key))
        found = self._by_key.get(normal(key), ())
        others = [one for one in found if comes_first(one, binding) or comes_first(binding, one)]
        if not others:
            return ""
        text = _tr("{key} also stands for: {names}. Where both hold, the panel comes first.")
        return text.format(key=readable(key), names=_names(others))


def _names(bindings: Sequence[Binding]) -> str:
    return ", ".join(one.full_text for one in bindings)


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyEditor", text)
