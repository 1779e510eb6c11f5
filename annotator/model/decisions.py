"""What a team settles: decisions about differing annotations, and which things are one.

Each is one register that is written as a whole: a `Field` named `value` whose value is
the JSON object given by `as_field`.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.model.values import Annotator, Field, Json, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotator.model.values import Relation

GOLD = Annotator("gold", "Gold", role="gold")
"""The one annotator whose annotations are decided; her id is the same in every project."""
KINDS = ("agreed", "edge", "label", "missing", "attribute", "relation")
"""In what the members of a group differ; those of the first kind do not."""
COUNTED = ""
"""The key of `Decision.seen` under which stands how many people had worked on the article."""
OUTCOMES = ("taken", "edited", "none", "deferred")
RULES = ("", "unanimous", "majority", "annotator", "edges")
UNIFIED_KINDS = ("label", "attribute", "relation_type", "entity", "annotator")
_NAMESPACE = uuid.UUID("2b0a8c3e-5a0e-5d0f-8f43-97d3a1f0c6b2")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one group of annotations of an article.

    `members` are the ids of the annotations that stood against each other, `chosen` those of
    them that were taken, `gold` the ids of the annotations that were made of it. `seen` holds a
    fingerprint of each member as it was then: another one now makes the decision stale. `kind`
    says in what the members differed. `rule` is empty for a decision by hand; `annotator` is who
    decided, empty for the rule `unanimous`. `codebook` is the version that was in force.
    """

    id: str
    document_id: str
    kind: str
    outcome: str
    members: tuple[str, ...]
    seen: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    rule: str = ""
    annotator: str = ""
    reason: str = ""
    comment: str = ""
    codebook: str = ""
    created: str = ""

    @property
    def people(self) -> int:
        """How many people had worked on the article when it was decided; 0 if it is not known."""
        said = self.seen.get(COUNTED, "")
        return int(said) if said.isascii() and said.isdigit() else 0

    @property
    def is_settled(self) -> bool:
        """Whether it says what is gold, and does not put that off."""
        return self.outcome != "deferred"

    def as_field(self) -> Field:
        """The decision as the register that is written."""
        value: dict[str, Json] = {
            "document": self.document_id,
            "kind": self.kind,
            "outcome": self.outcome,
            "rule": self.rule,
            "annotator": self.annotator,
            "members": list(self.members),
            "chosen": list(self.chosen),
            "gold": list(self.gold),
            "seen": dict(self.seen),
            "reason": self.reason,
            "comment": self.comment,
            "codebook": self.codebook,
            "created": self.created,
        }
        return Field("decision", self.id, "value", value)

    @classmethod
    def of(cls, id_: str, value: Mapping[str, Any]) -> Decision:
        """The decision that a register holds."""
        return cls(
            id_,
            value["document"],
            value["kind"],
            value["outcome"],
            tuple(value["members"]),
            value["seen"],
            tuple(value["chosen"]),
            tuple(value["gold"]),
            value["rule"],
            value["annotator"],
            value["reason"],
            value["comment"],
            value["codebook"],
            value["created"],
        )


@dataclass(frozen=True, slots=True)
class Unification:
    """That two things of one kind, by id, are the same or are not: `one` is taken for `other`.

    It is remembered for the next merge. `annotator` is who said so.
    """

    kind: str
    one: str
    other: str
    is_same: bool
    annotator: str = ""
    created: str = ""

    @property
    def id(self) -> str:
        """The id of the register: the same for whoever says something about these two."""
        return made_id(self.kind, *sorted((self.one, self.other)))

    def as_field(self) -> Field:
        """The unification as the register that is written."""
        value: dict[str, Json] = {
            "kind": self.kind,
            "one": self.one,
            "other": self.other,
            "same": self.is_same,
            "annotator": self.annotator,
            "created": self.created,
        }
        return Field("unification", self.id, "value", value)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Unification:
        """The unification that a register holds."""
        return cls(
            value["kind"],
            value["one"],
            value["other"],
            value["same"],
            value["annotator"],
            value["created"],
        )


def decision_id(document_id: str, members: Iterable[str]) -> str:
    """The id of the decision about these annotations: the same for whoever decides it."""
    return made_id("decision", document_id, *sorted(members))


def fingerprint(value: Span | Relation) -> str:
    """What a decision depends on, in short: a note, a time or an origin are not part of it."""
    if isinstance(value, Span):
        said: list[Any] = [value.label, value.fragments, value.entity]
    else:
        said = [value.label, value.from_id, value.to_id]
    text = json.dumps([*said, dict(value.attributes)], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def made_id(*parts: str) -> str:
    """An id that follows from these parts alone (UUID version 5)."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))
