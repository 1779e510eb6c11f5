"""What is left to decide after merging: found, described, and decided by an ordinary edit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.model.change import Change, Register, register_of
from annotator.model.conflict_words import Names, differing, parts, shortened, subject_of
from annotator.model.entity_types import entity_attributes
from annotator.model.reconciling import Ways, follow, ways_of
from annotator.model.values import CODEBOOK_KINDS, Field, NewDocument, Relation, Span, now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.model.merge_preview import Conflict
    from annotator.model.values import Value
    from annotator.store.project import Project

VERSIONS, WAITING, LABEL, ENTITY = "versions", "waiting", "label", "entity"
TAKE, RESTORE, REMOVE, RELABEL, UNLINK = "take", "restore", "remove", "relabel", "unlink"
_GROUPS = {
    **dict.fromkeys(CODEBOOK_KINDS, "Codebook"),
    "entity": "Entities",
    "annotator": "Annotators",
    "setting": "Settings",
}
_MOST = 1_000
_MOST_OPTIONS = 9
_WHOLE_EDIT = 50_000
"""An article comes back with all that one edit removed with it, unless that edit is larger."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way out: `way` says what is done, with `value` (a version) or `target` (an id).

    `said` is the version part by part; `who` and `time` tell where it comes from.
    """

    way: str
    words: str = ""
    value: Value | None = None
    target: str = ""
    said: Mapping[str, str] | None = None
    who: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """One thing to decide: its options in order; the one at `shown` holds meanwhile (-1: none).

    `place` is the stretch of the article that it is about, `differing` the parts in which the
    versions differ; where all but one remove, those in which that one differs from what was before.
    """

    kind: str
    register: Register
    group: str
    subject: str
    options: tuple[Option, ...]
    shown: int = -1
    why: str = ""
    document_id: str | None = None
    place: tuple[int, int] | None = None
    count: int = 1
    differing: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What tells it from all others."""
        return "\n".join((self.kind, *self.register))


def undecided(project: Project) -> list[Undecided]:
    """All that is to be decided, article by article, then the codebook and the rest."""
    names = _names(project)
    found = [_conflict(project, one, names) for one in project.conflicts(limit=_MOST)]
    found += [_waiting(project, one, names) for one in project.waiting()[:_MOST]]
    found += _lost_labels(project, names)
    found += _lost_entities(project)
    return sorted(found, key=order)


def order(one: Undecided) -> tuple[bool, str, tuple[int, int], str]:
    """Article by article and from the top; then the rest."""
    return one.document_id is None, one.group, one.place or (0, 0), one.id


def _names(project: Project) -> Names:
    return Names(
        {one.id: one.name for one in project.annotators()},
        {one.id: one.title for one in project.documents()},
        {one.id: one.name for one in project.entities()},
        project.codebook(),
    )


def _conflict(project: Project, conflict: Conflict, names: Names) -> Undecided:
    values = [one.value for one in conflict.versions]
    some = next(value for value in values if value is not None)
    options = tuple(
        Option(
            TAKE,
            "" if one.value is not None else "Removed",
            one.value,
            said=parts(one.value, names),
            who=names.person(one.annotator),
            time=one.time,
        )
        for one in conflict.versions
    )
    kind = conflict.register.kind
    document = conflict.document_id
    group = names.titles.get(document, "A removed article") if document else _GROUPS.get(kind, "Team")
    place = (some.start, some.end) if isinstance(some, Span) else None
    subject = subject_of(conflict.register, some, names)
    return Undecided(
        VERSIONS,
        conflict.register,
        group,
        subject,
        options[:_MOST_OPTIONS],
        conflict.shown,
        document_id=document,
        place=place,
        differing=tuple(_differing(project, conflict, names)),
    )


def _differing(project: Project, conflict: Conflict, names: Names) -> list[str]:
    values = [one.value for one in conflict.versions if one.value is not None]
    if len(values) == 1:
        former = project.former_values(conflict.register)
        values += [value for value in former if value != values[0]][:1]
    return differing([parts(value, names) for value in values])


def _waiting(project: Project, value: Span | Relation, names: Names) -> Undecided:
    """An annotation whose article or end is gone."""
    document = value.document_id
    is_homeless = document not in names.titles
    back = "Bring the article back" if is_homeless else "Bring the removed end back"
    why = "Its article was removed." if is_homeless else "One of its ends was removed."
    place = (value.start, value.end) if isinstance(value, Span) else None
    if isinstance(value, Relation) and not is_homeless:
        ends = [project.last_value(Register("span", id_, "")) for id_ in (value.from_id, value.to_id)]
        place = next(((one.start, one.end) for one in ends if isinstance(one, Span)), None)
        why = (
            " → ".join(f"“{shortened(one.text)}”" for one in ends if isinstance(one, Span)) + ". " + why
        )
    options = (
        Option(RESTORE, back, value),
        Option(REMOVE, "Remove the annotation", value, said=parts(value, names)),
    )
    title = project.last_value(Register("document", document, "title")) if is_homeless else None
    said = f"“{title.value}” (removed)" if isinstance(title, Field) else "A removed article"
    group = said if is_homeless else names.titles[document]
    subject = subject_of(register_of(value), value, names)
    register = register_of(value)
    return Undecided(
        WAITING,
        register,
        group,
        subject,
        options,
        why=why,
        document_id=None if is_homeless else document,
        place=place,
    )


def _lost_labels(project: Project, names: Names) -> Iterator[Undecided]:
    """Labels that somebody removed while somebody else labelled with them."""
    book = names.codebook
    for id_, count in sorted(project.use_counts("label")["label"].items()) if book.labels else ():
        name = project.last_fields("label", id_).get("name") if id_ not in book.labels else None
        if name is None:
            continue
        options = [Option(RESTORE, "Bring the label back", target=id_)]
        options += [
            Option(RELABEL, f"Relabel as {one.name}", target=one.id) for one in book.labels.values()
        ]
        why = f"{count:,} annotations have it, and it is no longer in the codebook."
        register = Register("label", id_, "name")
        subject = f"The removed label {name.value}"
        yield Undecided(
            LABEL, register, "Codebook", subject, tuple(options[:_MOST_OPTIONS]), why=why, count=count
        )


def _lost_entities(project: Project) -> Iterator[Undecided]:
    for id_, count in sorted(project.lost_entities().items())[:_MOST]:
        name = project.last_fields("entity", id_).get("name")
        options = [Option(UNLINK, "Point to no entity")]
        if name is not None:
            options.insert(0, Option(RESTORE, "Bring the entity back", target=id_))
        why = f"{count:,} annotations point to it, and it is no longer there."
        said = f"The removed entity {name.value}" if name is not None else "An entity that is not known"
        register = Register("entity", id_, "name")
        yield Undecided(ENTITY, register, "Entities", said, tuple(options), why=why, count=count)


# ---------------------------------------------------------------- deciding


def title_of(one: Undecided, option: Option) -> str:
    """What the step is called."""
    words = one.subject[0].lower() + one.subject[1:]
    return f"decide about {words}" if option.way == TAKE else f"{option.words.lower()}: {words}"


def changes(project: Project, one: Undecided, option: Option) -> Iterator[Change]:
    """The changes that decide it so; read from the project as they are written."""
    if option.way == TAKE:
        yield from _taken(project, one, option)
    elif option.way == REMOVE:
        assert option.value is not None
        yield Change(option.value, None)
    elif option.way == RELABEL:
        yield from _relabelled(project, one.register.id, option.target)
    elif option.way == UNLINK:
        for span in project.spans_of_entity(one.register.id):
            yield Change(span, replace(span, entity=None, modified=now()))
    elif one.kind == WAITING:
        yield from _brought_back(project, option.value)
    else:
        shown = project.shown_fields(one.kind, option.target)
        for name, field in project.last_fields(one.kind, option.target).items():
            if name not in shown:
                yield Change(None, field)


def _taken(project: Project, one: Undecided, option: Option) -> Iterator[Change]:
    """The version that was chosen, naming things as they are by now; `one` may be decided already."""
    shown = project.shown_value(one.register)
    value = option.value
    if value is None:
        survivor = shown or next(each.value for each in one.options if each.value is not None)
        yield Change(survivor, None)
        return
    ways = Ways(ways_of(project.unifications()), entity_attributes(project.codebook()))
    if isinstance(value, NewDocument) and shown is None:
        yield from _article(project, value.id)
    else:
        yield Change(shown, follow(value, ways))


def _relabelled(project: Project, old: str, new: str) -> Iterator[Change]:
    for stretch in project.stretches("span"):
        for span in project.spans_in(stretch, labels=[old]):
            yield Change(span, replace(span, label=new, modified=now()))


def _brought_back(project: Project, value: Value | None) -> Iterator[Change]:
    """The article of an annotation, or the ends of a relation, as they were."""
    assert isinstance(value, Span | Relation)
    if project.document(value.document_id) is None:
        yield from _article(project, value.document_id)
        return
    assert isinstance(value, Relation)
    for id_ in dict.fromkeys((value.from_id, value.to_id)):
        register = Register("span", id_, "")
        last = project.last_value(register)
        if last is not None and project.shown_value(register) is None:
            yield Change(None, last)


def _article(project: Project, id_: str) -> Iterator[Change]:
    """An article, with all that was removed together with it and is still gone."""
    seen: set[Register] = set()
    for edit_id in project.removers(Register("document", id_, "")):
        size = project.edit_size(edit_id)
        if size <= _WHOLE_EDIT:
            removed = list(project.edit(edit_id).changes)[::-1]
        else:
            removed = project.field_changes(edit_id, size)
        for change in removed:
            register = change.register
            is_hers = change.document_id == id_ and change.after is None and register not in seen
            if is_hers and project.shown_value(register) is None:
                seen.add(register)
                yield Change(None, change.before)


def expected(one: Undecided, option: Option) -> int:
    """About how many changes deciding it so takes."""
    return one.count if option.way in (RELABEL, UNLINK) else 1
