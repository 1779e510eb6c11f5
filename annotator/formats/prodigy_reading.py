"""Reading Prodigy's JSON Lines: rows as annotators left them, and the versions of a review."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import json_values as values
from annotator.formats import prodigy_options as options
from annotator.formats.kit import passing
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.json_files import rows
from annotator.formats.text import title_of
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Part, Reading
    from annotator.formats.json_values import Place

NOT_ACCEPTED = "the answer was not “accept”"


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The articles of a file, row by row; rows of one text are joined by the import."""
    reader = _Reader(path, reading)
    for place, raw in rows(path):
        yield from reader.row(raw, place)
    if not reader.articles:
        passed = f"{counted(sum(reader.passed.values()), 'row')} passed over"
        raise FormatError(
            f"{path} holds no row with a text that was accepted ({passed}).",
            "Import it with the option answers=all to read rejected and ignored rows too.",
        )
    if reader.passed:
        what = ", ".join(f"{number:,} {answer}" for answer, number in reader.passed.most_common())
        reading.remark(f"{path}: rows were passed over: {what}.")


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        self._reading = reading
        self._reads_all = reading.value(options.ANSWERS) == "all"
        self.articles = 0
        self.passed: Counter[str] = Counter()

    def row(self, raw: dict[str, Any], place: Place) -> Iterator[Part]:
        """The article of a row, then those of its versions."""
        text = raw.get("text")
        if not isinstance(text, str) or not text.strip():
            self.passed["without text"] += 1
            return
        answer = raw.get("answer", "accept")
        if answer != "accept" and not self._reads_all:
            self.passed["ignored" if answer == "ignore" else "rejected"] += 1
            lost = len(values.items(raw, "spans", place))
            if lost:
                self._reading.losses.begin(str(place), title_of(text, self._path))
                self._reading.losses.add("spans", "dropped", NOT_ACCEPTED, number=lost)
            return
        yield from _Row(raw, text, place, self._path, self._reading).parts(_annotator(raw))
        self.articles += 1
        for index, version in enumerate(values.items(raw, "versions", place)):
            inner = place.inside(f"versions[{index}]")
            if not isinstance(version, dict):
                inner.refuse("a version must be an object")
            if version.get("answer", "accept") != "accept" and not self._reads_all:
                continue
            own = version.get("text", text)
            if isinstance(own, str) and own.strip():
                for name in _sessions(version):
                    yield from _Row(version, own, inner, self._path, self._reading).parts(name)


def _annotator(raw: Mapping[str, Any]) -> str:
    for key in ("_annotator_id", "_session_id"):
        name = raw.get(key)
        if isinstance(name, str | int) and str(name).strip():
            return str(name)
    return ""


def _sessions(version: Mapping[str, Any]) -> list[str]:
    sessions = version.get("sessions")
    names = [one for one in sessions if isinstance(one, str)] if isinstance(sessions, list) else []
    return names or [_annotator(version)]


class _Row:
    """One row as one article."""

    def __init__(
        self, raw: dict[str, Any], text: str, place: Place, path: Path, reading: Reading
    ) -> None:
        self._raw = raw
        self._place = place
        document = values.mapping(raw, "document", place)
        meta = raw.get("meta")
        meta = dict(meta) if isinstance(meta, dict) else {}
        title = document.get("title")
        if not isinstance(title, str):
            said = meta.pop("title", None)
            title = said if isinstance(said, str) and said.strip() else title_of(text, path)
        self._builder = ArticleBuilder(text, str(place), reading, title=title)
        self._builder.metadata = {key: passing.as_text(value) for key, value in meta.items()}
        for key in options.KEPT:
            if isinstance(raw.get(key), str | int) and not isinstance(raw[key], bool):
                self._builder.metadata[key] = str(raw[key])
        self._builder.note = passing.text_of(document, "note")
        self._builder.created = passing.text_of(document, "created")
        self._builder.attributes = passing.attribute_values(document.get("attributes"))
        self._time = passing.time_of(raw.get("_timestamp"))
        tokens = values.items(raw, "tokens", place)
        self._tokens = [one if isinstance(one, dict) else {} for one in tokens]

    def parts(self, name: str) -> Iterator[Part]:
        """Who and what the row names, then the article."""
        who = passing.annotator(self._raw.get("annotator"))
        if who is not None:
            yield who
            name = who.id or who.name
        for raw in values.items(self._raw, "annotators", self._place):
            if (other := passing.annotator(raw)) is not None:
                yield other
        for raw in values.items(self._raw, "entities", self._place):
            if (entity := passing.entity(raw)) is not None:
                yield entity
        work = passing.work(self._raw, self._builder.id, name)
        self._builder.works += [work] if work is not None else []
        for index, raw in enumerate(values.items(self._raw, "spans", self._place)):
            self._span(raw, self._place.inside(f"spans[{index}]"), name)
        for index, raw in enumerate(values.items(self._raw, "relations", self._place)):
            self._relation(raw, self._place.inside(f"relations[{index}]"), name)
        yield self._builder.article()

    def _span(self, raw: object, place: Place, name: str) -> None:
        if not isinstance(raw, dict):
            place.refuse("a span must be an object")
        label = _label(raw, place)
        start, end = _offset(raw, "start", place), _offset(raw, "end", place)
        said = raw.get("text")
        said = said if isinstance(said, str) else None
        id_ = passing.text_of(raw, "id")
        known = self._builder.span_named(id_) if id_ else None
        if known is not None and type(raw.get("piece")) is int:
            self._builder.add_pieces(id_, [(start, end)])
            return
        more_said = passing.details(raw)
        more_said["annotator"] = passing.text_of(raw, "annotator") or name
        if self._time and "created" not in more_said:
            more_said["created"] = self._time
        entity = passing.text_of(raw, "entity") or passing.text_of(raw, "kb_id")
        self._builder.add_span(label, [(start, end)], name=id_, said=said, entity=entity, **more_said)

    def _relation(self, raw: object, place: Place, name: str) -> None:
        if not isinstance(raw, dict):
            place.refuse("a relation must be an object")
        label = _label(raw, place)
        ends = [self._end(raw, key, place) for key in ("head", "child")]
        more_said = passing.details(raw)
        more_said["annotator"] = name
        if self._time and "created" not in more_said:
            more_said["created"] = self._time
        id_ = passing.text_of(raw, "id")
        self._builder.add_relation(label, ends[0], ends[1], name=id_, **more_said)

    def _end(self, raw: Mapping[str, Any], key: str, place: Place) -> str:
        """The id of the span at one end: by our id, by its offsets, else by its last token."""
        own = passing.text_of(raw, f"{key}_id")
        stretch = raw.get(f"{key}_span")
        if isinstance(stretch, dict) and type(stretch.get("start")) is int:
            at = self._builder.fragments([(stretch["start"], _offset(stretch, "end", place))])
        else:
            at = ()
        said = self._builder.span_named(own) if own else None
        if said is not None and (not at or at[0] in said.fragments):
            return said.id
        label = stretch.get("label") if isinstance(stretch, dict) else None
        return self._span_at(at, label) or self._span_ending_in(raw.get(key))

    def _span_at(self, at: tuple[Any, ...], label: object) -> str:
        fitting = [span for span in self._builder.spans() if at and at[0] in span.fragments]
        named = [span for span in fitting if span.label == label]
        return next((span.id for span in named or fitting), "")

    def _span_ending_in(self, token: object) -> str:
        """The span whose last token this is; the longest of several."""
        if type(token) is not int or not 0 <= token < len(self._tokens):
            return ""
        end = self._tokens[token].get("end")
        if type(end) is not int:
            return ""
        fitting = [span for span in self._builder.spans() if span.fragments[0].end == end]
        return max(fitting, key=lambda span: -span.start).id if fitting else ""


def _label(raw: Mapping[str, Any], place: Place) -> str:
    label = values.text(raw, "label", place, None)
    if not label.strip():
        place.refuse("“label” is empty")
    return label


def _offset(raw: Mapping[str, Any], key: str, place: Place) -> int:
    value = raw.get(key)
    if type(value) is not int:
        place.refuse(f"“{key}” must be a whole number", "Offsets count characters.")
    return value
