"""What people of one project share beside annotations: doubts, saved queries, assignments.

Decisions and unifications (`decisions.py`) are kept in the same way.

Each is one register that is written as a whole: a `Field` named `value` whose value is
the JSON object given by `as_field`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.model.values import Field, Json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TARGET_KINDS = ("span", "relation", "document")
WHOLE = "value"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread about a span, a relation or a document.

    `thread` is the id of the thread's first message (its own id there). `is_settled` says
    how the thread stands after this message: the last message decides. `quoted` is what the
    target said when the message was written, for the time after it has been removed.
    """

    id: str
    thread: str
    document_id: str
    target_kind: str
    target: str
    annotator: str
    text: str
    is_settled: bool = False
    quoted: str = ""
    created: str = ""

    def as_field(self) -> Field:
        """The message as the register that is written."""
        value: dict[str, Json] = {
            "thread": self.thread,
            "document": self.document_id,
            "target_kind": self.target_kind,
            "target": self.target,
            "annotator": self.annotator,
            "text": self.text,
            "settled": self.is_settled,
            "quoted": self.quoted,
            "created": self.created,
        }
        return Field("message", self.id, WHOLE, value)

    @classmethod
    def of(cls, id_: str, value: Mapping[str, Any]) -> Message:
        """The message that a register holds."""
        return cls(
            id_,
            value["thread"],
            value["document"],
            value["target_kind"],
            value["target"],
            value["annotator"],
            value["text"],
            value["settled"],
            value["quoted"],
            value["created"],
        )


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query in the search language under a name; `is_queue` makes it a work queue."""

    id: str
    name: str
    text: str
    annotator: str
    is_queue: bool = False
    created: str = ""

    def as_field(self) -> Field:
        """The query as the register that is written."""
        value: dict[str, Json] = {
            "name": self.name,
            "text": self.text,
            "annotator": self.annotator,
            "queue": self.is_queue,
            "created": self.created,
        }
        return Field("query", self.id, WHOLE, value)

    @classmethod
    def of(cls, id_: str, value: Mapping[str, Any]) -> SavedQuery:
        """The query that a register holds."""
        return cls(
            id_, value["name"], value["text"], value["annotator"], value["queue"], value["created"]
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """That an annotator (by id) is to work on a document; `by` is who said so."""

    id: str
    document_id: str
    annotator: str
    by: str
    created: str = ""

    def as_field(self) -> Field:
        """The assignment as the register that is written."""
        value: dict[str, Json] = {
            "document": self.document_id,
            "annotator": self.annotator,
            "by": self.by,
            "created": self.created,
        }
        return Field("assignment", self.id, WHOLE, value)

    @classmethod
    def of(cls, id_: str, value: Mapping[str, Any]) -> Assignment:
        """The assignment that a register holds."""
        return cls(id_, value["document"], value["annotator"], value["by"], value["created"])


_SHAPES: Mapping[str, Mapping[str, type]] = {
    "message": {
        "thread": str,
        "document": str,
        "target_kind": str,
        "target": str,
        "annotator": str,
        "text": str,
        "settled": bool,
        "quoted": str,
        "created": str,
    },
    "query": {"name": str, "text": str, "annotator": str, "queue": bool, "created": str},
    "assignment": {"document": str, "annotator": str, "by": str, "created": str},
    "decision": {
        "document": str,
        "kind": str,
        "outcome": str,
        "rule": str,
        "annotator": str,
        "members": list,
        "chosen": list,
        "gold": list,
        "seen": dict,
        "reason": str,
        "comment": str,
        "codebook": str,
        "created": str,
    },
    "unification": {
        "kind": str,
        "one": str,
        "other": str,
        "same": bool,
        "annotator": str,
        "created": str,
    },
}
KINDS = tuple(_SHAPES)
"""The kinds of register that hold these values."""


def is_fit(kind: str, value: object) -> bool:
    """Whether a register of this kind, one of `KINDS`, may hold this value."""
    shape = _SHAPES[kind]
    if not isinstance(value, dict) or value.keys() != shape.keys():
        return False
    if not all(isinstance(value[key], type_) for key, type_ in shape.items()):
        return False
    texts = (text for key in value if shape[key] in (list, dict) for text in _texts_in(value[key]))
    if not all(isinstance(text, str) for text in texts):
        return False
    return kind != "message" or value["target_kind"] in TARGET_KINDS


def _texts_in(value: list[object] | dict[object, object]) -> Iterable[object]:
    return value if isinstance(value, list) else (*value.keys(), *value.values())


def document_of(field: Field) -> str | None:
    """The document that a message, assignment or decision belongs to; None for any other field."""
    if field.kind not in KINDS:
        return None
    said = field.value.get("document") if isinstance(field.value, dict) else None
    return said if isinstance(said, str) else None
