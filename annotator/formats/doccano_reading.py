"""Reading doccano's exports: one file, or a folder or ZIP with a file for each user."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import doccano_options as options
from annotator.formats import files, jsonl_reading
from annotator.formats import json_values as values
from annotator.formats.doccano_units import UnitTally
from annotator.formats.doccano_writing import ALL, PEOPLE, PREFACE
from annotator.formats.format import Article, CodebookLine
from annotator.formats.kit import archives, passing
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.joining import Joined
from annotator.formats.kit.json_files import rows
from annotator.formats.text import title_of
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.formats.format import Part, Reading
    from annotator.formats.json_values import Place
    from annotator.formats.kit.units import Unit
    from annotator.model.values import Annotator

_NOBODY = frozenset({Path(ALL).stem, "unknown"})


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The articles of a file, a folder or a ZIP; in the latter two, files are named after users."""
    if path.is_dir():
        yield from _Reader(reading).folder(path)
    elif path.suffix.casefold() == ".zip":
        yield from _unpacked(path, reading)
    else:
        yield from _Reader(reading).file(path, "")


def _unpacked(path: Path, reading: Reading) -> Iterator[Part]:
    files.check(path)
    with tempfile.TemporaryDirectory() as name:
        try:
            archives.unpack(path, Path(name))
            yield from _Reader(reading).folder(Path(name))
        except FormatError as error:
            said = error.message.replace(name, str(path))
            raise FormatError(said if str(path) in said else f"{path}: {said}", error.hint) from None
        except OSError as error:
            raise files.unreadable(path, error) from None


class _Reader:
    """Reads one export."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        said = reading.value(options.READ_UNIT)
        self._unit: Unit | None = next((unit for unit in options.LIKELY if unit == said), None)
        self._joins = reading.value(options.CONTINUES) == options.PIECES
        self._articles = 0

    def folder(self, folder: Path) -> Iterator[Part]:
        """The project's own file if there is one, then each user's rows."""
        if (folder / PREFACE).is_file():
            for part in jsonl_reading.read(folder / PREFACE, self._reading):
                if isinstance(part, CodebookLine):
                    kinds = part.content.get("relations")
                    self._joins &= not _has(kinds, options.JOIN)
                if not isinstance(part, Article):
                    yield part
        people = _people(folder)
        found = sorted(path for path in folder.rglob("*.json*") if _is_rows(path))
        order = {name: index for index, name in enumerate(people)}
        for path in sorted(found, key=lambda one: (order.get(one.name, len(order)), one)):
            who = people.get(path.name)
            if who is not None:
                yield who
            name = who.id or who.name if who is not None else "" if path.stem in _NOBODY else path.stem
            yield from self.file(path, name)
        if not found:
            raise FormatError(f"{folder} holds no rows of doccano.", "They stand in files in .jsonl.")

    def file(self, path: Path, name: str) -> Iterator[Part]:
        """The articles of one file, whose annotations are by `name`."""
        unit = self._unit or self._guessed(path)
        articles, passed = 0, 0
        for place, raw in rows(path):
            text = raw.get("text")
            if not isinstance(text, str) or not text.strip():
                passed += 1
                continue
            articles += 1
            yield _article(raw, text, place, path, name, _unit_of(raw) or unit, self)
        if not articles and passed:
            raise FormatError(f"{path} holds no row with a text.", "The key “text” must hold it.")
        if passed:
            self._reading.remark(f"{path}: {counted(passed, 'row')} without a text passed over.")

    def _guessed(self, path: Path) -> Unit:
        """The unit under which spans begin and end with words, over the whole file."""
        tally = UnitTally()
        for place, raw in rows(path):
            text = raw.get("text")
            if isinstance(text, str) and _unit_of(raw) is None:
                tally.add(text, [(start, end) for _, _, start, end in _stretches(raw, place)])
        if said := tally.sentence(str(path)):
            self._reading.remark(said)
        return tally.best

    @property
    def reading(self) -> Reading:
        """What the user said."""
        return self._reading

    @property
    def joins(self) -> bool:
        """Whether relations of the usual name lead from piece to piece."""
        return self._joins


def _is_rows(path: Path) -> bool:
    is_ours = path.name in (PEOPLE, PREFACE) or path.name.startswith(".")
    return path.suffix in (".jsonl", ".json") and not is_ours and path.is_file()


def _has(kinds: object, name: str) -> bool:
    some = kinds if isinstance(kinds, list) else []
    return any(isinstance(one, dict) and one.get("id") == name for one in some)


def _people(folder: Path) -> dict[str, Annotator]:
    """Who wrote which file, where our own list says so."""
    path = folder / PEOPLE
    if not path.is_file():
        return {}
    found: dict[str, Annotator] = {}
    for place, raw in rows(path):
        for one in values.items(raw, "annotators", place):
            who = passing.annotator(one)
            if who is not None and isinstance(one.get("file"), str):
                found[one["file"]] = who
    return found


def _unit_of(raw: Mapping[str, Any]) -> Unit | None:
    return next((unit for unit in options.LIKELY if raw.get(options.COUNTS) == unit), None)


def _stretches(raw: Mapping[str, Any], place: Place) -> Iterator[tuple[str, str, int, int]]:
    """Id, label, start and end of each span of a row, in any of doccano's shapes."""
    keys = ("entities", "label", "labels", *([options.OLD] if options.has_old_spans(raw) else []))
    for key in keys:
        for index, one in enumerate(values.items(raw, key, place)):
            inner = place.inside(f"{key}[{index}]")
            if isinstance(one, str):
                continue
            if isinstance(one, dict):
                parts = (one.get("start_offset"), one.get("end_offset"), one.get("label"))
                id_ = passing.as_text(one.get("id"))
            elif isinstance(one, list) and len(one) == 3:
                parts, id_ = (one[0], one[1], one[2]), ""
            else:
                inner.refuse("a span must be [start, end, label] or an object")
            start, end, label = parts
            if type(start) is not int or type(end) is not int:
                inner.refuse("start and end must be whole numbers")
            if key == options.OLD and type(label) is int:
                label = str(label)
            if not isinstance(label, str) or not label.strip():
                inner.refuse("the label must be a text")
            yield id_, label, start, end


def _article(
    raw: dict[str, Any], text: str, place: Place, path: Path, name: str, unit: Unit, reader: _Reader
) -> Article:
    title = raw.get("title")
    title = title if isinstance(title, str) else title_of(text, path)
    builder = ArticleBuilder(text, str(place), reader.reading, title=title, unit=unit)
    builder.metadata = options.metadata(raw)
    builder.attributes = options.attributes(raw)
    comments = values.items(raw, "Comments", place)
    builder.note = "\n".join(
        passing.as_text(one.get("text") if isinstance(one, dict) else one) for one in comments
    )
    spans = list(_stretches(raw, place))
    links = [_link(one, place, index) for index, one in enumerate(values.items(raw, "relations", place))]
    own = passing.text_of(raw, options.JOINED_BY)
    join = own or (options.JOIN if reader.joins else "")
    joined, kept = _joined(spans, links, join)
    pairs: dict[Any, list[tuple[int, int]]] = {}
    for index, (id_, _, start, end) in enumerate(spans):
        pairs.setdefault(joined.first(id_ or index), []).append((start, end))
    for index, (id_, label, _, _) in enumerate(spans):
        if some := pairs.pop(id_ or index, None):
            builder.add_span(label, some, name=_name(id_), annotator=name)
    for id_, start_id, end_id, label in kept:
        ends = (_name(str(joined.first(one))) for one in (start_id, end_id))
        builder.add_relation(label, *ends, name=_name(id_), annotator=name)
    return builder.article()


def _name(id_: str) -> str:
    """A name that no UUID looks like: doccano counts."""
    return f"#{id_}" if id_ else ""


def _joined(
    spans: list[tuple[str, str, int, int]], links: list[tuple[str, str, str, str]], join: str
) -> tuple[Joined, list[tuple[str, str, str, str]]]:
    """Which spans are pieces of one, and the relations that are left."""
    labels = {id_: label for id_, label, _, _ in spans if id_}
    joined = Joined()
    kept: list[tuple[str, str, str, str]] = []
    for link in links:
        _, start, end, label = link
        if join and label == join and start in labels and labels.get(end) == labels[start]:
            joined.join(start, end)
        else:
            kept.append(link)
    return joined, kept


def _link(raw: object, place: Place, index: int) -> tuple[str, str, str, str]:
    """Id, ends and type of a relation."""
    inner = place.inside(f"relations[{index}]")
    if not isinstance(raw, dict):
        inner.refuse("a relation must be an object")
    label = values.text(raw, "type", inner, None)
    if not label.strip():
        inner.refuse("“type” is empty")
    ends = [passing.as_text(raw.get(key)) for key in ("id", "from_id", "to_id")]
    return ends[0], ends[1], ends[2], label
