"""Queries as conditions in SQL, over `document AS d` and `span AS s`.

Every condition is an expression that is 0 or 1, never NULL, so that it can be negated. The
statements bind `:first` and `:last`, the numbers of the texts of one page of documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.query_meaning import All, Condition, Meaning, Negation, Some
from annotator.store.finding_statement import FALSE, TRUE, Statement, expression_of, is_short, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OPEN_DOUBTS = """SELECT last.{column} FROM message AS last WHERE last.settled = 0 AND NOT EXISTS (
  SELECT 1 FROM message AS later WHERE later.document_id = last.document_id
    AND later.thread = last.thread AND (later.created, later.id) > (last.created, last.id))"""
_FOUND = (
    "d.id IN (SELECT text.document_id FROM document_search"
    " JOIN text ON text.number = document_search.rowid WHERE document_search MATCH {}"
    " AND document_search.rowid >= :first AND document_search.rowid <= :last)"
)
_DUPLICATES = (
    "d.id IN (SELECT one.document_id FROM signature AS one WHERE one.near_duplicates <> ''"
    " AND EXISTS (SELECT 1 FROM signature AS other JOIN document ON document.id = other.document_id"
    " WHERE other.near_duplicates = one.near_duplicates AND other.document_id <> one.document_id))"
)
_METADATA = ("outlet", "author", "published", "url", "language", "title")


def where(statement: Statement, meaning: Meaning) -> str:
    """The meaning as one expression."""
    match meaning:
        case Condition():
            return f"({_KINDS[meaning.kind](statement, meaning)})"
        case Negation():
            return f"NOT {where(statement, meaning.part)}"
        case All():
            return joined([where(statement, part) for part in meaning.parts], "AND", TRUE)
        case Some():
            return joined([where(statement, part) for part in meaning.parts], "OR", FALSE)


# ---------------------------------------------------------------- about documents


def _words(statement: Statement, condition: Condition) -> str:
    if is_short(condition):
        title = statement.has_words("d.title", condition)
        text = "SELECT 1 FROM text WHERE text.document_id = d.id AND "
        body = f"EXISTS ({text}{statement.has_words('text.body', condition)})"
        return title if condition.subject == "title" else f"{title} OR {body}"
    expression = expression_of(condition)
    return _FOUND.format(statement.bound(expression)) if expression else FALSE


def _metadata(statement: Statement, condition: Condition) -> str:
    if condition.subject in _METADATA:
        return statement.has_words(f"d.{condition.subject}", condition)
    found = statement.has_words("one.value", condition)
    key = statement.bound(condition.subject)
    return f"EXISTS (SELECT 1 FROM json_each(d.metadata) AS one WHERE one.key = {key} AND {found})"


def _published(statement: Statement, condition: Condition) -> str:
    return _between(statement, "d.published", condition)


def _between(statement: Statement, column: str, condition: Condition) -> str:
    low, high = condition.values
    parts = [f"coalesce({column}, '') GLOB '[0-9][0-9][0-9][0-9]*'"]
    if low:
        parts.append(f"{column} >= {statement.bound(low)}")
    if high:
        parts.append(f"{column} < {statement.bound(high)}")
    return " AND ".join(parts)


def _work(statement: Statement, condition: Condition, said: str) -> str:
    (me,) = condition.values
    by = f" AND work.annotator = {statement.bound(me)}" if me else ""
    return f"EXISTS (SELECT 1 FROM work WHERE work.document_id = d.id{by} AND {said})"


def _flagged(statement: Statement, condition: Condition) -> str:
    return _work(statement, condition, "work.flagged = 1")


def _state(statement: Statement, condition: Condition) -> str:
    if condition.subject == "new":
        return "NOT " + _work(statement, condition, "coalesce(work.state, 'new') <> 'new'")
    return _work(statement, condition, f"work.state = {statement.bound(condition.subject)}")


def _assigned(statement: Statement, condition: Condition) -> str:
    by = f" AND {statement.any_of('one.annotator', condition.values)}" if condition.values else ""
    return f"EXISTS (SELECT 1 FROM assignment AS one WHERE one.document_id = d.id{by})"


def _duplicate(_statement: Statement, _condition: Condition) -> str:
    return _DUPLICATES


def _doubt(_statement: Statement, _condition: Condition) -> str:
    return f"d.id IN ({_OPEN_DOUBTS.format(column='document_id')})"


def _article_note(_statement: Statement, _condition: Condition) -> str:
    return "d.note <> ''"


# ---------------------------------------------------------------- attributes


def _value(statement: Statement, owner: str, attribute: str) -> str:
    """The attribute's value, NULL if it has none."""
    plain = all(character.isalnum() or character in "_- ." for character in attribute)
    if plain and attribute.isascii():
        return f"json_extract({owner}.attributes, '$.\"{attribute}\"')"
    key = statement.bound(attribute)
    return f"(SELECT one.atom FROM json_each({owner}.attributes) AS one WHERE one.key = {key})"


def _attribute(owner: str) -> Callable[[Statement, Condition], str]:
    def found(statement: Statement, condition: Condition) -> str:
        value = _value(statement, owner, condition.subject)
        compared = _compared(statement, value, condition)
        # nearly all that have no attribute have none at all, which is quickly seen
        stored = f"{owner}.attributes <> '{{}}' AND coalesce({compared}, 0)"
        if not condition.has_default:
            return stored
        lacking = f"({owner}.attributes = '{{}}' OR {value} IS NULL)"
        if condition.labels and owner == "s":
            lacking += f" AND {statement.any_of('s.label', condition.labels)}"
        return f"({stored}) OR ({lacking})"

    return found


def _compared(statement: Statement, value: str, condition: Condition) -> str:
    if condition.operator not in ("=", "!="):
        limits = [f"{value} {condition.operator} {statement.bound(one)}" for one in condition.values]
        return f"(typeof({value}) IN ('integer', 'real') AND {joined(limits, 'OR', FALSE)})"
    if condition.kind.endswith("_text"):
        found = statement.has_words(value, condition)
    else:
        found = statement.any_of(value, condition.values)
    return f"({found})" if condition.operator == "=" else f"({value} IS NOT NULL AND NOT ({found}))"


def _attribute_entity(owner: str) -> Callable[[Statement, Condition], str]:
    def found(statement: Statement, condition: Condition) -> str:
        value = _value(statement, owner, condition.subject)
        is_one = f"coalesce({statement.any_of(value, statement.entities(condition))}, 0)"
        return is_one if condition.operator == "=" else f"{value} IS NOT NULL AND NOT {is_one}"

    return found


def _has_attribute(owner: str) -> Callable[[Statement, Condition], str]:
    def found(statement: Statement, condition: Condition) -> str:
        value = _value(statement, owner, condition.subject)
        return f"{owner}.attributes <> '{{}}' AND {value} IS NOT NULL"

    return found


def _lacks_attribute(statement: Statement, condition: Condition) -> str:
    value = _value(statement, "s", condition.subject)
    return f"{statement.any_of('s.label', condition.labels)} AND {value} IS NULL"


# ---------------------------------------------------------------- about spans


def _column(column: str) -> Callable[[Statement, Condition], str]:
    return lambda statement, condition: statement.any_of(column, condition.values)


def _span_text(statement: Statement, condition: Condition) -> str:
    return statement.has_words("s.text", condition)


def _made(statement: Statement, condition: Condition) -> str:
    return _between(statement, "s.created", condition)


def _entity(statement: Statement, condition: Condition) -> str:
    return f"coalesce({statement.any_of('s.entity', statement.entities(condition))}, 0)"


def _lacks_entity(statement: Statement, condition: Condition) -> str:
    may = f" AND {statement.any_of('s.label', condition.labels)}" if condition.labels else ""
    return f"s.entity IS NULL{may}"


def _relation(statement: Statement, condition: Condition) -> str:
    label = statement.bound(condition.subject)
    return (
        "EXISTS (SELECT 1 FROM relation INDEXED BY relation_by_from"
        f" WHERE relation.from_id = s.id AND relation.label = {label})"
    )


def _lacks_relation(statement: Statement, condition: Condition) -> str:
    may = f"{statement.any_of('s.label', condition.labels)} AND " if condition.labels else ""
    return f"{may}NOT {_relation(statement, condition)}"


def _relation_to(statement: Statement, condition: Condition) -> str:
    label = statement.bound(condition.subject)
    is_entity = statement.any_of("other.entity", statement.entities(condition))
    return (
        "EXISTS (SELECT 1 FROM relation INDEXED BY relation_by_from JOIN span AS other"
        f" ON other.id = relation.to_id WHERE relation.from_id = s.id AND relation.label = {label}"
        f" AND ({is_entity} OR {statement.has_words('other.text', condition)}))"
    )


def _span_doubt(_statement: Statement, _condition: Condition) -> str:
    doubts = _OPEN_DOUBTS.format(column="target")
    return (
        f"s.id IN ({doubts} AND last.target_kind = 'span') OR s.id IN"
        f" (SELECT relation.from_id FROM relation WHERE relation.id IN"
        f" ({doubts} AND last.target_kind = 'relation'))"
    )


_KINDS: Mapping[str, Callable[[Statement, Condition], str]] = {
    "words": _words,
    "article": _words,
    "metadata": _metadata,
    "published": _published,
    "flagged": _flagged,
    "state": _state,
    "assigned": _assigned,
    "duplicate": _duplicate,
    "doubt": _doubt,
    "article_note": _article_note,
    "document_attribute": _attribute("d"),
    "document_attribute_text": _attribute("d"),
    "document_attribute_entity": _attribute_entity("d"),
    "document_has_attribute": _has_attribute("d"),
    "label": _column("s.label"),
    "annotator": _column("s.annotator"),
    "origin": _column("s.origin"),
    "span_text": _span_text,
    "made": _made,
    "entity": _entity,
    "span_entity": lambda _statement, _condition: "s.entity IS NOT NULL",
    "lacks_entity": _lacks_entity,
    "span_note": lambda _statement, _condition: "s.note <> ''",
    "span_doubt": _span_doubt,
    "has_relation": _relation,
    "lacks_relation": _lacks_relation,
    "relation_to": _relation_to,
    "span_attribute": _attribute("s"),
    "span_attribute_text": _attribute("s"),
    "span_attribute_entity": _attribute_entity("s"),
    "span_has_attribute": _has_attribute("s"),
    "span_lacks_attribute": _lacks_attribute,
}
