"""The names that a query may use: those of the codebook, of the people and of the metadata."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.query_nodes import QueryError, Value
from annotator.model.values import METADATA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.model.codebook import AttributeType, Codebook
    from annotator.model.query_nodes import Comparison
    from annotator.model.values import Annotator, AttributeValue

_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_SHOWN = 12
Known = tuple[str, tuple[str, ...]]
"""An id, and the names under which it is known."""
_THINGS = {
    "note": "span_note",
    "entity": "span_entity",
    "doubt": "doubt",
    "article-note": "article_note",
}


class Thing(NamedTuple):
    """What a span or article can have: a kind of condition, and the id of what it has."""

    kind: str
    id: str = ""


def folded(text: str) -> str:
    """The text without accents and capitals, as names are compared."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


@dataclass(frozen=True, slots=True)
class Names:
    """Where the names of a query are looked up; `me` is the annotator's own id, or empty.

    `metadata` are the further keys under which something is known of articles.
    """

    codebook: Codebook
    annotators: Sequence[Annotator] = ()
    me: str = ""
    metadata: Sequence[str] = ()

    def labels(self, value: Value) -> list[str]:
        """The labels of this id or name, or whose name begins so."""
        labels = self.codebook.labels.values()
        known = [(label.id, (label.id, label.name, label.name.partition(" (")[0])) for label in labels]
        return self._found(value, known, "label", [label.id for label in labels])

    def people(self, value: Value) -> list[str]:
        """The annotators of this id or name, or with this word in the name; `me` too."""
        if folded(value.text) == "me" and not value.is_prefix:
            if not self.me:
                raise _error(value, "Nobody is “me” here.", "Name an annotator.")
            return [self.me]
        known = [(one.id, (one.id, one.name)) for one in self.annotators]
        by_word = [(one.id, tuple(one.name.split())) for one in self.annotators]
        names = [one.name for one in self.annotators]
        wanted = _matching(value, known) or _matching(value, by_word)
        return wanted or self._found(value, known, "annotator", names)

    def one_of(self, known: Sequence[str], value: Value) -> str:
        """Which of these words is meant."""
        wanted = folded(value.text).replace(" ", "-")
        found = next((name for name in known if name == wanted and not value.is_prefix), None)
        if found is None:
            raise _unknown(value, known, f"“{value.text}” cannot stand here.")
        return found

    def attribute(self, name: Value) -> AttributeType | None:
        """The attribute of this id or name."""
        attributes = self.codebook.attributes
        if name.text in attributes:
            return attributes[name.text]
        known = [(one.id, (one.id, one.name)) for one in attributes.values()]
        found = _matching(name, known)
        return attributes[found[0]] if found else None

    def metadata_key(self, leaf: Comparison) -> str:
        """The key of metadata that is compared; an error that knows the attributes, too."""
        keys = (*METADATA_KEYS, *self.metadata)
        wanted = folded(leaf.name.text)
        found = next((key for key in keys if folded(key) == wanted), None)
        if found is None:
            known = [*self.codebook.attributes, *self.codebook.relation_types, *keys]
            raise _unknown(leaf.name, known, f"The codebook has no attribute “{leaf.name.text}”.")
        return found

    def relation_type(self, name: Value) -> str | None:
        """The relation type of this id or name."""
        types = self.codebook.relation_types.values()
        found = _matching(name, [(one.id, (one.id, one.name)) for one in types])
        return found[0] if found else None

    def attribute_values(self, attribute: AttributeType, leaf: Comparison) -> tuple[AttributeValue, ...]:
        """The values as they are stored; an error where the attribute cannot have one."""
        if attribute.type != "number":
            self.refuse_order(leaf)
        return tuple(self._attribute_value(attribute, value) for value in leaf.values)

    def _attribute_value(self, attribute: AttributeType, value: Value) -> AttributeValue:
        if attribute.type == "choice":
            known = [(choice.id, (choice.id, choice.name)) for choice in attribute.choices]
            what = f"value of {attribute.name}"
            return self._found(value, known, what, [choice.id for choice in attribute.choices])[0]
        if attribute.type == "yes/no":
            truth = _TRUTHS.get(folded(value.text))
            if truth is None:
                raise _error(value, f"{attribute.name} is yes or no.", "Write yes or no.")
            return truth
        if attribute.type == "number":
            try:
                return float(value.text)
            except ValueError:
                said = f"“{value.text}” is no number, which {attribute.name} is."
                raise _error(value, said, "Write a number, as in 3 or 0.5.") from None
        self.refuse_empty((value,))
        return value.text

    def is_of_documents(self, attribute: AttributeType) -> bool:
        """Whether whole articles may carry the attribute."""
        return attribute.id in {one.id for one in self.codebook.document_attributes}

    def is_default_meant(
        self, attribute: AttributeType, operator: str, values: tuple[AttributeValue, ...]
    ) -> bool:
        """Whether the default, which is shown where nothing is stored, is among what is wanted."""
        default = attribute.default
        if default is None or attribute.required or attribute.type in ("text", "entity"):
            return False
        is_one = any(default == value for value in values)
        if operator in ("=", "!="):
            return is_one == (operator == "=")
        number, wanted = float(default), [float(value) for value in values]
        return any(
            {"<": number < one, ">": number > one, "<=": number <= one, ">=": number >= one}[operator]
            for one in wanted
        )

    def labels_with(self, attribute_id: str) -> tuple[str, ...]:
        """The labels whose spans may carry the attribute."""
        labels = self.codebook.labels.values()
        return tuple(label.id for label in labels if attribute_id in label.attributes)

    def labels_with_entity(self) -> tuple[str, ...]:
        """The labels whose spans point to entities, where the codebook says so."""
        clusters = self.codebook.guidelines.get("clusters")
        found: list[str] = []
        for cluster in clusters if isinstance(clusters, list) else []:
            wanted = cluster.get("applies_to") if isinstance(cluster, dict) else None
            found += map(str, wanted) if isinstance(wanted, list) else []
        return tuple(dict.fromkeys(found))

    def labels_before(self, relation_type: str) -> tuple[str, ...]:
        """The labels whose spans may start such a relation; none where all may."""
        return self.codebook.relation_types[relation_type].from_labels

    def thing(self, value: Value) -> Thing:
        """What a span can have or lack: a note, an entity, a doubt, a relation, an attribute."""
        kind = _THINGS.get(folded(value.text).replace(" ", "-"))
        if kind is not None:
            return Thing(kind)
        relation = self.relation_type(value)
        if relation is not None:
            return Thing("has_relation", relation)
        attribute = self.attribute(value)
        if attribute is None:
            known = [*_THINGS, *self.codebook.relation_types, *self.codebook.attributes]
            raise _unknown(value, known, f"Nothing is called “{value.text}”.")
        return Thing("attribute", attribute.id)

    def refuse_order(self, leaf: Comparison) -> None:
        """An error where something is compared that is no number."""
        if leaf.operator not in ("=", "!="):
            hint = f"Only numbers are compared with {leaf.operator}; use = or !=, or date: for dates."
            raise _error(leaf.name, f"“{leaf.name.text}” is no number.", hint)

    def refuse_empty(self, values: Iterable[Value]) -> None:
        """An error where there is no letter or digit to look for."""
        for value in values:
            if not any(character.isalnum() for character in value.text):
                said = f"“{value.text}” has no letter or digit to look for."
                raise _error(value, said, "Signs are not searched.")

    def _found(self, value: Value, known: Sequence[Known], what: str, shown: list[str]) -> list[str]:
        found = _matching(value, known)
        if not found:
            raise _unknown(value, shown, f"There is no {what} “{value.text}”.")
        return found


def _matching(value: Value, known: Sequence[Known]) -> list[str]:
    """The ids of what is called so; an id itself comes before all names."""
    wanted = folded(value.text)
    if not value.is_prefix and any(id_ == value.text for id_, _ in known):
        return [value.text]
    if value.is_prefix:
        return [id_ for id_, names in known if any(folded(n).startswith(wanted) for n in names)]
    return [id_ for id_, names in known if any(folded(name) == wanted for name in names)]


def _unknown(value: Value, known: Iterable[str], said: str) -> QueryError:
    """An error that names what was probably meant, or else all that is known."""
    names = list(dict.fromkeys(known))
    by_fold = {folded(name): name for name in names}
    near = difflib.get_close_matches(folded(value.text), by_fold, n=3, cutoff=0.6)
    if near:
        hint = f"Did you mean {' or '.join(by_fold[name] for name in near)}?"
    elif names:
        more = " …" if len(names) > _SHOWN else ""
        hint = f"There is {', '.join(names[:_SHOWN])}{more}."
    else:
        hint = "There is none yet."
    return _error(value, said, hint)


def _error(value: Value, said: str, hint: str) -> QueryError:
    return QueryError(said, hint, start=value.place[0], end=value.place[1])
