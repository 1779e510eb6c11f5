"""A work package: a small project file for one person, as it says of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Package:
    """For whom a file was made, with which articles in which order.

    `annotator` and `name` are the person's; `is_blind` says that nobody else's work is in it,
    nor is to be shown once it is. `title` names the package, `made` is when it was made.
    """

    annotator: str
    name: str
    title: str
    documents: tuple[str, ...] = ()
    is_blind: bool = True
    made: str = ""

    def as_json(self) -> str:
        """The package as the file keeps it."""
        said = {
            "annotator": self.annotator,
            "name": self.name,
            "title": self.title,
            "documents": list(self.documents),
            "blind": self.is_blind,
            "made": self.made,
        }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of(cls, text: str) -> Package:
        """The package that a file names; `ValueError` where it makes no sense."""
        try:
            raw = json.loads(text)
            said = (raw["annotator"], raw["name"], raw["title"], raw["made"], *raw["documents"])
            is_fit = all(isinstance(one, str) for one in said) and isinstance(raw["blind"], bool)
            documents = tuple(raw["documents"])
        except (KeyError, TypeError) as error:
            raise ValueError("a part is missing") from error
        if not is_fit:
            raise ValueError("a part is of another kind")
        return cls(raw["annotator"], raw["name"], raw["title"], documents, raw["blind"], raw["made"])
