"""What no edit may break: every reason why one is refused, in words."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields

from annotator.errors import StaleEdit, UserError
from annotator.model import codebook_rules, teamwork
from annotator.model.fragment import exact_text
from annotator.model.values import (
    FIELD_KINDS,
    ROLES,
    STATES,
    Field,
    NewDocument,
    Relation,
    Span,
    Value,
    document_id,
    sha256,
)

_TRY_AGAIN = "Nothing was changed. Look at it again and repeat the step if it is still wanted."
_TEXT_FIELDS = {
    "entity": ("name", "type", "qid", "note"),
    "annotator": ("name", "role", "email", "colour"),
}


def check_span(span: Span, text: str | None) -> None:
    """Refuse a span of an unknown document, outside its text, or with another text."""
    if text is None:
        raise UserError(f"{name_of(span)} belongs to an article that is not in the project.")
    last = -1
    for start, end in span.fragments:
        if start < 0 or start >= end or end > len(text) or start <= last:
            raise UserError(
                f"{name_of(span)} lies at {start}–{end}, outside its article of {len(text):,}"
                " characters or over another of its own fragments.",
                "Count offsets in code points of the article's text.",
            )
        last = end
    if last < 0:
        raise UserError(f"{name_of(span)} has no fragment.", "Give it a start and an end.")
    if len(span.fragments) == 1:
        start, end = span.fragments[0]
        is_exact = text[start:end] == span.text
    else:
        is_exact = exact_text(text, span.fragments) == span.text
    if not is_exact:
        raise UserError(
            f"{name_of(span)} is not what stands at {span.start}–{span.end} of its article.",
            "Count offsets in code points of the article's text.",
        )


def check_document(document: NewDocument) -> None:
    """Refuse a document whose id or hash is not that of its text."""
    if sha256(document.text) != document.text_sha256:
        raise UserError("The hash of an article is not that of its text.")
    if document_id(document.text_sha256) != document.id:
        raise UserError(f"The id {document.id} of an article does not follow from its text.")


def check_field(field: Field) -> None:
    """Refuse a field that the tables have no place for, or that no file could bring back."""
    kind, name, value = field.kind, field.name, field.value
    if kind not in FIELD_KINDS:
        raise UserError(f"Nothing in a project is called “{kind}”.")
    if kind == "document":
        is_attribute = name.startswith("attribute.")
        is_text = is_attribute or name in ("title", "note") or name.startswith("metadata.")
        fits = isinstance(value, str | bool | int | float if is_attribute else str) and is_text
    elif kind == "work":
        fits = "/" in field.id and (
            (name == "state" and value in STATES) or (name == "flagged" and isinstance(value, bool))
        )
    elif kind in _TEXT_FIELDS:
        fits = _fits_text(field) if name in _TEXT_FIELDS[kind] else _fits_entity(field)
    elif kind in teamwork.KINDS:
        fits = name == teamwork.WHOLE and teamwork.is_fit(kind, value)
    elif kind in ("setting", "guideline"):
        fits = name == "value" and (field.id != "title" or kind == "guideline" or isinstance(value, str))
    else:
        fits = codebook_rules.is_fit(kind, name, value)
    if not fits or value is None:
        raise UserError(f"{name_of(field)} cannot be “{value}”.")


def _fits_text(field: Field) -> bool:
    """Whether it is a text: a name is not empty, and there are few roles."""
    if field.name == "name":
        return isinstance(field.value, str) and field.value != ""
    return isinstance(field.value, str) and (field.name != "role" or field.value in ROLES)


def _fits_entity(field: Field) -> bool:
    if field.kind != "entity":
        return False
    if field.name == "aliases":
        return isinstance(field.value, list) and all(isinstance(a, str) for a in field.value)
    return field.name == "nil" and isinstance(field.value, bool)


def is_same(one: Value, other: Value) -> bool:
    """Whether two values of one register say the same (a document: have one text)."""
    if isinstance(one, NewDocument) and isinstance(other, NewDocument):
        return one.text_sha256 == other.text_sha256
    return one == other


def stale(before: Value | None, after: Value | None, stored: Value | None) -> StaleEdit:
    """The error of an edit made from a value that is no longer there."""
    if before is None:
        assert after is not None
        return StaleEdit(f"{name_of(after)} is in the project already.", _TRY_AGAIN)
    if stored is None:
        return StaleEdit(f"{name_of(before)} has been removed meanwhile.", _TRY_AGAIN)
    return StaleEdit(
        f"{name_of(before)} has changed meanwhile: {_difference(before, stored)}.", _TRY_AGAIN
    )


def _difference(before: Value, stored: Value) -> str:
    if isinstance(before, Field) and isinstance(stored, Field):
        return f"it is now “{stored.value}”, not “{before.value}”"
    if isinstance(before, NewDocument):
        return "its text is another"
    for part in dataclass_fields(before):
        old, new = getattr(before, part.name), getattr(stored, part.name)
        if old != new:
            return f"its {part.name} is now “{new}”, not “{old}”"
    return "it is stored differently"


def name_of(value: Value) -> str:
    """The value as a person would name it, at the beginning of a sentence."""
    if isinstance(value, Span):
        text = " ".join(value.text.split())
        text = text if len(text) <= 40 else text[:39] + "…"
        return f"The {value.label} “{text}”"
    if isinstance(value, Relation):
        return f"The relation {value.label}"
    if isinstance(value, NewDocument):
        start = value.text.strip().split("\n", 1)[0]
        return f"The article “{start if len(start) <= 60 else start[:59] + '…'}”"
    kind = value.kind.replace("_", " ")
    if value.kind in teamwork.KINDS:
        return _name_of_shared(value, kind)
    name = value.name.replace("metadata.", "").replace("attribute.", "")
    if value.kind in ("setting", "guideline"):
        return f"The {kind} {value.id}"
    if value.kind in ("document", "work"):
        return f"The {name} of an article"
    return f"The {name} of the {kind} {value.id}"


def _name_of_shared(field: Field, kind: str) -> str:
    said = field.value if isinstance(field.value, dict) else {}
    words = said.get("name") or said.get("text")
    return f"The {kind} “{words}”" if words else f"An {kind}"
