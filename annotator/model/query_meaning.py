"""What a query means in a project: its names looked up in the codebook and among the people.

A query has a target. If any of its terms is about spans, its hits are spans, and bare words
are looked for in the text of the span. Otherwise, if there are words in it, its hits are the
places where these words stand. Otherwise its hits are documents.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from annotator.model.query_dates import between
from annotator.model.query_nodes import And, Comparison, Everything, Leaf, Node, Not, Or, Term, Words
from annotator.model.values import ORIGINS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from annotator.model.query_lookup import Names
    from annotator.model.query_nodes import Value
    from annotator.model.values import AttributeValue


class Target(Enum):
    """What the hits of a query are."""

    SPANS = "spans"
    WORDS = "words"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold of a span or a document, with ids instead of names.

    `subject` is the attribute, relation type, metadata key or column; several `values` are
    joined by or. `labels` are those that are concerned, where only some are. `has_default`
    says that what has no value of its own fulfils it, by the default of the codebook.
    """

    kind: str
    subject: str = ""
    values: tuple[AttributeValue, ...] = ()
    operator: str = "="
    prefixes: tuple[bool, ...] = ()
    labels: tuple[str, ...] = ()
    has_default: bool = False


@dataclass(frozen=True, slots=True)
class Negation:
    """That something does not hold."""

    part: Meaning


@dataclass(frozen=True, slots=True)
class All:
    """That all parts hold; always, where there are none."""

    parts: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """That at least one part holds."""

    parts: tuple[Meaning, ...]


Meaning: TypeAlias = Condition | Negation | All | Some

SPAN_KINDS = frozenset(
    {
        "label", "span_text", "annotator", "origin", "entity", "made", "span_note", "span_doubt",
        "span_entity", "lacks_entity", "has_relation", "lacks_relation", "relation_to", "span_attribute",
        "span_attribute_text", "span_attribute_entity", "span_has_attribute", "span_lacks_attribute",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Search:
    """A query that is ready to be looked for."""

    root: Meaning
    target: Target


def conditions(meaning: Meaning, *, is_positive: bool = True) -> Iterator[tuple[Condition, bool]]:
    """All conditions from left to right, and whether they must hold rather than not hold."""
    match meaning:
        case Condition():
            yield meaning, is_positive
        case Negation():
            yield from conditions(meaning.part, is_positive=not is_positive)
        case All() | Some():
            for part in meaning.parts:
                yield from conditions(part, is_positive=is_positive)


def resolve(root: Node, names: Names) -> Search:
    """Look up the names of a query; `QueryError` where one is not known."""
    meaning = _meaning(root, names)
    kinds = {condition.kind for condition, _ in conditions(meaning)}
    if kinds & SPAN_KINDS:
        return Search(_about_spans(meaning), Target.SPANS)
    return Search(meaning, Target.WORDS if "words" in kinds else Target.DOCUMENTS)


_ABOUT_SPANS = {"words": "span_text", "doubt": "span_doubt"}


def _about_spans(meaning: Meaning) -> Meaning:
    """The same, with what can be about both being about spans."""
    match meaning:
        case Condition():
            return replace(meaning, kind=_ABOUT_SPANS.get(meaning.kind, meaning.kind))
        case Negation():
            return Negation(_about_spans(meaning.part))
        case All():
            return All(tuple(map(_about_spans, meaning.parts)))
        case Some():
            return Some(tuple(map(_about_spans, meaning.parts)))


def _meaning(node: Node, names: Names) -> Meaning:
    match node:
        case Everything():
            return All()
        case Not():
            return Negation(_meaning(node.part, names))
        case And():
            return All(tuple(_meaning(part, names) for part in node.parts))
        case Or():
            return Some(tuple(_meaning(part, names) for part in node.parts))
        case _:
            return _leaf(node, names)


def _leaf(leaf: Leaf, names: Names) -> Meaning:
    if isinstance(leaf, Words):
        return Condition("words", values=(leaf.text,), prefixes=(leaf.is_prefix,))
    if isinstance(leaf, Comparison):
        return _compared(leaf, names)
    return _TERMS[leaf.key](leaf, names)


def _compared(leaf: Comparison, names: Names) -> Meaning:
    subject = names.attribute(leaf.name)
    if subject is None:
        return _compared_texts(leaf, names)
    values = names.attribute_values(subject, leaf)
    labels = names.labels_with(subject.id)
    is_of_spans = bool(labels) or not names.is_of_documents(subject)
    kind = "span_attribute" if is_of_spans else "document_attribute"
    return Condition(
        kind + (f"_{subject.type}" if subject.type in ("text", "entity") else ""),
        subject.id,
        values,
        leaf.operator,
        tuple(value.is_prefix for value in leaf.values),
        labels,
        names.is_default_meant(subject, leaf.operator, values),
    )


def _compared_texts(leaf: Comparison, names: Names) -> Meaning:
    """Whom a relation leads to, or what is known of an article."""
    relation = names.relation_type(leaf.name)
    column = relation if relation is not None else names.metadata_key(leaf)
    names.refuse_order(leaf)
    names.refuse_empty(leaf.values)
    found = _texts("metadata" if relation is None else "relation_to", leaf.values, column)
    if leaf.operator == "=":
        return found
    return Negation(found) if relation is None else All((_has(relation), Negation(found)))


def _has(relation: str) -> Condition:
    return Condition("has_relation", relation)


# ---------------------------------------------------------------- terms with a key


def _texts(kind: str, values: tuple[Value, ...], subject: str = "") -> Condition:
    said = tuple(value.text for value in values)
    return Condition(kind, subject, said, prefixes=tuple(value.is_prefix for value in values))


def _words_in(kind: str, subject: str = "") -> Callable[[Term, Names], Meaning]:
    def found(term: Term, names: Names) -> Meaning:
        names.refuse_empty(term.values)
        return _texts(kind, term.values, subject)

    return found


def _label(term: Term, names: Names) -> Meaning:
    found = dict.fromkeys(id_ for value in term.values for id_ in names.labels(value))
    return Condition("label", values=tuple(found))


def _people(kind: str) -> Callable[[Term, Names], Meaning]:
    def found(term: Term, names: Names) -> Meaning:
        people = dict.fromkeys(id_ for value in term.values for id_ in names.people(value))
        return Condition(kind, values=tuple(people))

    return found


def _origin(term: Term, names: Names) -> Meaning:
    return Condition("origin", values=tuple(names.one_of(ORIGINS, value) for value in term.values))


def _dates(kind: str) -> Callable[[Term, Names], Meaning]:
    def found(term: Term, _names: Names) -> Meaning:
        return _some([Condition(kind, values=between(value)) for value in term.values])

    return found


_STATES = ("new", "in-progress", "done", "flagged")
_ARE = (*_STATES, "duplicate", "assigned")


def _state(known: tuple[str, ...]) -> Callable[[Term, Names], Meaning]:
    def found(term: Term, names: Names) -> Meaning:
        return _some([_being(names.one_of(known, value), names.me) for value in term.values])

    return found


def _being(name: str, me: str) -> Meaning:
    if name in ("duplicate", "assigned"):
        return Condition(name)
    if name == "flagged":
        return Condition("flagged", values=(me,))
    return Condition("state", name.replace("-", " "), (me,))


def _with(term: Term, names: Names) -> Meaning:
    return _some([_having(value, names) for value in term.values])


def _having(value: Value, names: Names) -> Meaning:
    what = names.thing(value)
    if what.kind != "attribute":
        return Condition(what.kind, what.id)
    labels = names.labels_with(what.id)
    return Condition("span_has_attribute" if labels else "document_has_attribute", what.id)


def _without(term: Term, names: Names) -> Meaning:
    return _some([_lacking(value, names) for value in term.values])


def _lacking(value: Value, names: Names) -> Meaning:
    what = names.thing(value)
    if what.kind == "span_entity":
        return Condition("lacks_entity", labels=names.labels_with_entity())
    if what.kind == "has_relation":
        return Condition("lacks_relation", what.id, labels=names.labels_before(what.id))
    if what.kind != "attribute":
        return Negation(Condition(what.kind, what.id))
    labels = names.labels_with(what.id)
    if labels:
        return Condition("span_lacks_attribute", what.id, labels=labels)
    return Negation(Condition("document_has_attribute", what.id))


def _some(parts: list[Meaning]) -> Meaning:
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


_TERMS: Mapping[str, Callable[[Term, Names], Meaning]] = {
    "label": _label,
    "text": _words_in("span_text"),
    "annotator": _people("annotator"),
    "origin": _origin,
    "entity": _words_in("entity"),
    "made": _dates("made"),
    "article": _words_in("article"),
    "title": _words_in("article", "title"),
    "outlet": _words_in("metadata", "outlet"),
    "author": _words_in("metadata", "author"),
    "language": _words_in("metadata", "language"),
    "date": _dates("published"),
    "assigned": _people("assigned"),
    "is": _state(_ARE),
    "state": _state(_STATES),
    "has": _with,
    "with": _with,
    "without": _without,
}
