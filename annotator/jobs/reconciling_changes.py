"""What making one thing of two changes: the codebook, what names the one, and the one itself.

Annotations over whose versions people still have to decide are left alone, unless all versions
say the same once the two are one: nothing is decided by the way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.jobs import codebook_migrating
from annotator.model import attribute_plans, codebook_plans
from annotator.model.change import Change, Register, register_of
from annotator.model.codebook import from_fields
from annotator.model.codebook_draft import Draft
from annotator.model.entity_edits import merged, removal
from annotator.model.entity_types import entity_attributes
from annotator.model.reconciling import Ways, agreed, follow, joined_state
from annotator.model.values import (
    CODEBOOK_KINDS,
    STATES,
    Entity,
    Field,
    Json,
    Work,
    now,
    work_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.codebook import Codebook
    from annotator.model.decisions import Unification
    from annotator.model.merge_preview import Conflict
    from annotator.model.migration import Migration
    from annotator.store.project import Project


_JOINED = (("entity", "aliases"), ("label", "attributes"))
"""Fields in which a thing gathers what the things had that became one with it."""


def changes(project: Project, said: Unification) -> Iterator[Change]:
    """The changes that put `said.other` in the place of `said.one`, read as they are written."""
    ways = Ways({said.kind: {said.one: said.other}}, entity_attributes(project.codebook()))
    undecided = project.open_registers()
    alike = {change.register: change for change in settled(project, ways)}
    yield from alike.values()
    ways_of_kind = _codebook if said.kind in CODEBOOK_KINDS else _BY_KIND[said.kind]
    for change in ways_of_kind(project, said, ways):
        register = change.register
        is_left = register in undecided and not _is_of(register, said)
        if register not in alike and not is_left:
            yield change


def _is_of(register: Register, said: Unification) -> bool:
    return register.kind == said.kind and register.id in (said.one, said.other)


def settled(project: Project, ways: Ways) -> Iterator[Change]:
    """The changes that end conflicts which are none any more once things are one."""
    for conflict in project.conflicts(limit=1_000_000):
        values = [version.value for version in conflict.versions]
        value = agreed(values, ways, time=now()) or _joined(project, conflict, ways)
        if value is not None:
            yield Change(values[conflict.shown], value)


def _joined(project: Project, conflict: Conflict, ways: Ways) -> Field | None:
    """Lists that differ only by what came from things which are one with this one by now."""
    kind, id_, name = conflict.register
    values = [version.value for version in conflict.versions]
    lists = [one.value for one in values if isinstance(one, Field) and isinstance(one.value, list)]
    if (kind, name) not in _JOINED or len(lists) < len(values):
        return None
    absorbed: dict[str, None] = {}
    for one in sorted(ways.by_kind.get(kind, {})):
        fields = project.last_fields(kind, one) if ways.of(kind, one) == id_ else {}
        names = fields[name].value if name in fields else []
        own = [fields["name"].value] if kind == "entity" and "name" in fields else []
        absorbed |= {str(each): None for each in (*own, *(names if isinstance(names, list) else ()))}
    if len({frozenset(map(str, one)).difference(absorbed) for one in lists}) > 1:
        return None
    joined = dict.fromkeys(str(each) for one in lists for each in one)
    return Field(kind, id_, name, list[Json](joined))


# ---------------------------------------------------------------- the thing itself


def _fields_of_both(
    project: Project, said: Unification, wanted: Mapping[str, Field]
) -> Iterator[Change]:
    """The one goes with all its versions; the other says what is wanted."""
    for id_, desired in ((said.other, wanted), (said.one, {})):
        shown = project.shown_fields(said.kind, id_)
        open_ = {one.register.field: one for one in project.conflicts_of(said.kind, id_)}
        for name in dict.fromkeys([*shown, *desired, *open_]):
            before, after = shown.get(name), desired.get(name)
            if name in open_:
                if id_ == said.one or before is None:
                    yield _decided(open_[name], after)
            elif before != after:
                yield Change(before, after)


def _decided(conflict: Conflict, after: Field | None) -> Change:
    """The change that replaces all versions."""
    values = [version.value for version in conflict.versions]
    before = values[conflict.shown]
    if before is None and after is None:
        before = next(value for value in values if value is not None)
    return Change(before, after)


# ---------------------------------------------------------------- codebook


def _codebook(project: Project, said: Unification, ways: Ways) -> Iterator[Change]:
    """The plan of the codebook's editor; what one machine has removed meanwhile counts as there."""
    stored = {register_of(one): one for one in project.codebook().fields}
    known = dict(stored)
    for id_ in (said.one, said.other):
        for field in project.last_fields(said.kind, id_).values():
            known.setdefault(register_of(field), field)
    plan = _plan(from_fields(known.values()), said)
    after = {register_of(one): one for one in plan.after.fields}
    wanted = {r.field: one for r, one in after.items() if (r.kind, r.id) == (said.kind, said.other)}
    fields = list(_fields_of_both(project, said, wanted))
    for register in dict.fromkeys([*stored, *after]):
        if not _is_of(register, said) and stored.get(register) != after.get(register):
            fields.append(Change(stored.get(register), after.get(register)))
    yield from codebook_migrating.changes(project, replace(plan, fields=tuple(fields)))


def _plan(codebook: Codebook, said: Unification) -> Migration:
    one, other = said.one, said.other
    if said.kind == "label":
        return codebook_plans.merge_labels(codebook, [one], other)
    if said.kind == "relation_type":
        if one not in codebook.relation_types:
            codebook = _with_stand_in(codebook, said)
        return attribute_plans.replace_relation_type(codebook, one, other)
    if one not in codebook.attributes:
        codebook = _with_stand_in(codebook, said)
    return attribute_plans.replace_attribute(_with_choices(codebook, one, other), one, other)


def _with_stand_in(codebook: Codebook, said: Unification) -> Codebook:
    """The codebook with a thing that it does not know, like the one that takes its place."""
    draft = Draft(codebook)
    draft.put_all(said.kind, said.one, draft.values(said.kind, said.other))
    return draft.codebook()


def _with_choices(codebook: Codebook, one: str, other: str) -> Codebook:
    """The codebook in which the other attribute also has the choices of the one."""
    draft = Draft(codebook)
    own, more = draft.value("attribute", other, "values"), draft.value("attribute", one, "values")
    if not isinstance(own, list) or not isinstance(more, list):
        return codebook
    known = {_said(choice, key) for choice in own for key in ("id", "name")}
    lacking = [one for one in more if not {_said(one, "id"), _said(one, "name")} & known]
    draft.put("attribute", other, "values", [*own, *lacking])
    return draft.codebook()


def _said(choice: object, key: str) -> str:
    return str(choice.get(key, "")).casefold() if isinstance(choice, dict) else ""


# ---------------------------------------------------------------- entities


def _entity(project: Project, said: Unification, ways: Ways) -> Iterator[Change]:
    winner, loser = (_last_entity(project, id_) for id_ in (said.other, said.one))
    if winner is None:
        return
    whole = merged(winner, [loser]) if loser is not None else winner
    stored = [change.before for change in removal(whole)]
    wanted = {field.name: field for field in stored if isinstance(field, Field)}
    yield from _fields_of_both(project, said, wanted)
    time = now()
    for value in project.pointing_to([said.one], sorted(ways.entity_attributes)):
        followed = follow(value, ways, time=time)
        if followed != value:
            yield Change(value, followed)


def _last_entity(project: Project, id_: str) -> Entity | None:
    fields = {name: one.value for name, one in project.last_fields("entity", id_).items()}
    if "name" not in fields:
        return None
    aliases = fields.get("aliases")
    return Entity(
        id_,
        str(fields["name"]),
        str(fields.get("type", "")),
        tuple(str(one) for one in aliases) if isinstance(aliases, list) else (),
        str(fields.get("qid", "")),
        fields.get("nil") is True,
        str(fields.get("note", "")),
    )


# ---------------------------------------------------------------- annotators


def _annotator(project: Project, said: Unification, ways: Ways) -> Iterator[Change]:
    """All that was one annotator's is the other's, who keeps her own details."""
    wanted = project.last_fields("annotator", said.other)
    for name, field in project.last_fields("annotator", said.one).items():
        wanted.setdefault(name, replace(field, id=said.other))
    yield from _fields_of_both(project, said, wanted)
    time = now()
    for value in project.annotations_by(said.one):
        yield Change(value, follow(value, ways, time=time))
    yield from _work(project, said)
    yield from _assignments(project, said, ways)
    signed = (project.messages(), project.saved_queries(), project.decisions())
    for field in (one.as_field() for some in signed for one in some if one.annotator == said.one):
        yield Change(field, follow(field, ways))


def _work(project: Project, said: Unification) -> Iterator[Change]:
    """Of two states of an article the further one holds, and a flag of either."""
    theirs = project.work(said.other)
    for document, one in project.work(said.one).items():
        other = theirs.get(document) or Work(document, said.other)
        state = joined_state(one.stored_state, other.stored_state, STATES)
        flag = one.stored_flag if other.stored_flag is None else other.stored_flag or one.is_flagged
        for name, old, new, gone in (
            ("state", other.stored_state, state, one.stored_state),
            ("flagged", other.stored_flag, flag, one.stored_flag),
        ):
            kept, left = work_id(document, said.other), work_id(document, said.one)
            if old != new and new is not None:
                before = Field("work", kept, name, old) if old is not None else None
                yield Change(before, Field("work", kept, name, new))
            if gone is not None:
                yield Change(Field("work", left, name, gone), None)


def _assignments(project: Project, said: Unification, ways: Ways) -> Iterator[Change]:
    """Nobody is to work on an article twice."""
    assigned = project.assignments()
    hers = {one.document_id for one in assigned if one.annotator == said.other}
    for one in assigned:
        if one.annotator == said.one:
            field = one.as_field()
            after = None if one.document_id in hers else follow(field, ways)
            hers.add(one.document_id)
            yield Change(field, after)


_BY_KIND = {"entity": _entity, "annotator": _annotator}
