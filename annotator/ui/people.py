"""The people who annotate at this installation: an id each that stays, e-mail and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.model.values import Annotator, new_id

if TYPE_CHECKING:
    from annotator.ui.settings import Settings

DETAILS = "people"
"""The setting that holds e-mail and colour of each person."""
_IDS = "people_ids"
COLOURS = {
    "#4477AA": "blue",
    "#228833": "green",
    "#AA3377": "purple",
    "#CC6677": "rose",
    "#997700": "ochre",
    "#117788": "teal",
    "#774411": "brown",
    "#555555": "grey",
}
"""Colours that can be told apart, dark enough for white letters, with their names."""


class People:
    """Reads and keeps them in the user's settings, by name in whatever capitals."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def person(self, name: str) -> Annotator:
        """Who annotates under this name; somebody new gets an id that stays."""
        key, ids = name.casefold(), self._mapping(_IDS)
        id_ = ids.get(key)
        if not isinstance(id_, str) or not id_:
            id_ = new_id()
            if key:
                self._settings.write(_IDS, {**ids, key: id_})
        details = self._mapping(DETAILS).get(key)
        details = details if isinstance(details, dict) else {}
        email, colour = str(details.get("email") or ""), str(details.get("colour") or "")
        return Annotator(id_, name, email=email, colour=colour)

    def keep(self, name: str, *, email: str, colour: str) -> None:
        """Keep the details of this person; what was known before is forgotten."""
        known = self._mapping(DETAILS)
        told = {"email": email.strip(), "colour": colour}
        self._settings.write(DETAILS, {**known, name.casefold(): told})

    def _mapping(self, name: str) -> dict[str, Any]:
        stored = self._settings.read(name)
        return stored if isinstance(stored, dict) else {}
