"""Reading Label Studio's JSON: tasks with their annotations, or the flat rows of JSON_MIN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats import json_values as values
from annotator.formats import jsonl_reading
from annotator.formats import label_studio_options as options
from annotator.formats.format import Article, CodebookLine
from annotator.formats.kit import passing
from annotator.formats.kit.building import ArticleBuilder
from annotator.formats.kit.json_files import rows
from annotator.formats.kit.units import Said, Unit, guess
from annotator.formats.label_studio_config import Objects, read_config
from annotator.formats.label_studio_min import results_of_row
from annotator.formats.label_studio_regions import Region, Results, is_of_html, said_of
from annotator.formats.text import title_of
from annotator.model.values import Annotator, document_id, sha256
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Part, Reading
    from annotator.formats.json_values import Place

_KEYS = str.split("text html content article body document sentence")
_UNITS: tuple[Unit, ...] = ("code point", "utf-16")
PREDICTED = "a model predicted them; the option “predictions” reads them, too"
CANCELLED = "the annotation was cancelled"


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The tasks of a file or of our folder, an article for each annotation."""
    tasks = path / options.TASKS if path.is_dir() else path
    objects = read_config(tasks.with_name(options.CONFIG))
    ours = tasks.with_name(options.PREFACE)
    if ours.is_file():
        if reading.reads_first(ours):
            parts = jsonl_reading.read(ours, reading)
            yield from (part for part in parts if not isinstance(part, Article))
    elif objects.codebook is not None and reading.reads_first(tasks.with_name(options.CONFIG)):
        yield CodebookLine(objects.codebook, str(tasks.with_name(options.CONFIG)), is_whole=False)
    found, passed = 0, 0
    for place, raw in rows(tasks):
        task = _Task(raw, place, tasks, objects, reading)
        if task.text is None:
            passed += 1
            continue
        found += 1
        yield from task.parts()
    if not found:
        raise FormatError(
            f"{tasks} holds no task with a text.",
            "Tasks on images, audio and the like cannot be imported.",
        )
    if passed:
        reading.remark(f"{tasks}: {counted(passed, 'task')} without a text passed over.")


class _Task:
    """One task; `text` is None where there is nothing to label in it."""

    def __init__(
        self, raw: dict[str, Any], place: Place, path: Path, objects: Objects, reading: Reading
    ) -> None:
        self._raw = raw
        self._place = place
        self._path = path
        self._reading = reading
        self._is_flat = "data" not in raw
        self._data = raw if self._is_flat else values.mapping(raw, "data", place)
        self._key = _text_key(self._data, objects)
        text = self._data.get(self._key)
        self.text = text if isinstance(text, str) and text.strip() else None
        is_html = any(key == self._key and name in objects.html for name, key in objects.keys.items())
        self._is_html = is_html or _has_html(raw)

    def parts(self) -> Iterator[Part]:
        """Who worked on it, and an article for each of them."""
        if self._is_flat:
            results, rest = results_of_row(self._raw, self._key, self._place, self._reading)
            self._data = {self._key: self.text, **rest}
            person = _person(self._raw.get("annotator"), {})
            yield from self._article(results, person, self._raw)
            return
        some = values.items(self._raw, "annotations", self._place)
        some = some or values.items(self._raw, "completions", self._place)
        is_found = False
        for index, one in enumerate(some):
            inner = self._place.inside(f"annotations[{index}]")
            is_found |= yield from self._annotation(one, inner)
        if self._reading.is_on(options.PREDICTIONS):
            for index, one in enumerate(values.items(self._raw, "predictions", self._place)):
                inner = self._place.inside(f"predictions[{index}]")
                is_found |= yield from self._annotation(one, inner, is_model=True)
        elif number := _number_of_results(self._raw.get("predictions")):
            self._begin()
            self._reading.losses.add("spans", "dropped", PREDICTED, number=number)
        if not is_found:
            yield from self._article(Results(), None, {})

    def _annotation(self, raw: object, place: Place, *, is_model: bool = False) -> Any:
        """The parts of one annotation; returns whether it counts."""
        if not isinstance(raw, dict):
            place.refuse("an annotation must be an object")
        raws = values.items(raw, "result", place)
        if raw.get("was_cancelled") is True:
            if raws:
                self._begin()
                self._reading.losses.add("spans", "dropped", CANCELLED, number=len(raws))
            return False
        self._begin()
        results = Results()
        results.read(raws, place, self._reading)
        results.join()
        if is_model:
            name = passing.as_text(raw.get("model_version")) or "model"
            person: Annotator | None = Annotator("", name, "suggester")
        else:
            person = _person(raw.get("completed_by"), raw)
        yield from self._article(results, person, raw, origin="model" if is_model else "")
        return True

    def _begin(self) -> None:
        self._reading.losses.begin(document_id(sha256(self.text or "")), self._title())

    def _title(self) -> str:
        title = self._data.get("title")
        return title if isinstance(title, str) else title_of(self.text or "", self._path)

    def _article(
        self, results: Results, person: Annotator | None, raw: Mapping[str, Any], origin: str = ""
    ) -> Iterator[Part]:
        text = self.text or ""
        if self._is_html:
            text = html_text(text, self._place)
        unit = _unit(text, results)
        if unit != _UNITS[0]:
            self._reading.remark(f"{self._place}: its offsets count UTF-16 units.")
        builder = ArticleBuilder(text, str(self._place), self._reading, title=self._title(), unit=unit)
        builder.metadata = options.metadata(self._data, self._key)
        builder.attributes = {**results.of_text, **options.attributes(self._data)}
        builder.note = passing.text_of(self._data, options.NOTE)
        builder.created = options.created(self._data)
        name = ""
        if person is not None:
            yield person
            name = person.id or person.name
        own = raw.get(options.OURS)
        work = passing.work(own, builder.id, name) if isinstance(own, dict) else None
        builder.works += [work] if work is not None else []
        for region in results.regions.values():
            if (entity := passing.entity(region.ours.get("entity"))) is not None:
                yield entity
            if (other := passing.annotator(region.ours.get("annotator"))) is not None:
                yield other
        time = passing.text_of(raw, "created_at")
        _fill(builder, results, name, time, origin)
        yield builder.article()


def _unit(text: str, results: Results) -> Unit:
    """Code points, unless the words that the file gives say otherwise."""
    regions = results.regions.values()
    if max(text) <= "\uffff" or all(one.text in (None, text[one.start : one.end]) for one in regions):
        return _UNITS[0]
    found = guess(text, [Said(one.start, one.end, one.text) for one in regions], likely=_UNITS).unit
    return found if found in _UNITS else _UNITS[0]


def _fill(builder: ArticleBuilder, results: Results, name: str, time: str, origin: str) -> None:
    """Add the spans and relations of one annotation."""
    pairs: dict[object, list[tuple[int, int]]] = {}
    for region in results.regions.values():
        pairs.setdefault(results.joined.first(region.id), []).append((region.start, region.end))
    for region in results.regions.values():
        some = pairs.get(region.id, [])
        for label in region.labels if some else ():
            _add_span(builder, region, label, some, name, time, origin)
    for link in results.links:
        start, end = (str(results.joined.first(one)) for one in (link.start, link.end))
        ends = (end, start) if link.direction == "left" else (start, end)
        said = passing.details(link.ours)
        said["annotator"] = name
        said.setdefault("created", time)
        said.setdefault("origin", origin)
        id_ = passing.text_of(link.ours, "id")
        for label in link.labels or ["related"]:
            builder.add_relation(label, *ends, name=id_, **said)


def _add_span(
    builder: ArticleBuilder,
    region: Region,
    label: str,
    pairs: list[tuple[int, int]],
    name: str,
    time: str,
    origin: str,
) -> None:
    said = passing.details(region.ours)
    said["attributes"], said["note"] = said_of(region)
    owner = region.ours.get("annotator")
    said["annotator"] = passing.text_of(owner, "id") if isinstance(owner, dict) else name
    said.setdefault("created", time)
    said.setdefault("origin", origin)
    entity = region.ours.get("entity")
    linked = passing.text_of(entity, "id") if isinstance(entity, dict) else None
    words = region.text if len(pairs) == 1 else None
    is_first = label == region.labels[0]
    id_ = region.id if is_first else f"{region.id} {label}"
    builder.add_span(label, pairs, name=id_, said=words, entity=linked, **said)


def _person(said: object, raw: Mapping[str, Any]) -> Annotator | None:
    """Who completed an annotation: our own word, an object with name or address, or a number."""
    if (own := passing.annotator(raw.get(options.OURS))) is not None:
        return own
    if isinstance(said, dict):
        names = [passing.text_of(said, key).strip() for key in ("first_name", "last_name")]
        email = passing.text_of(said, "email")
        name = " ".join(filter(None, names)) or passing.text_of(said, "username") or email
        name = name or passing.as_text(said.get("id"))
        return Annotator("", name, email=email) if name.strip() else None
    if isinstance(said, bool) or not isinstance(said, int | str) or not str(said).strip():
        return None
    return Annotator("", said if isinstance(said, str) else f"Label Studio user {said}")


def _has_html(raw: Mapping[str, Any]) -> bool:
    """Whether a region of any annotation counts as HyperText does."""
    for key in ("annotations", "completions", "predictions"):
        for one in raw[key] if isinstance(raw.get(key), list) else ():
            results = one.get("result") if isinstance(one, dict) else None
            for result in results if isinstance(results, list) else ():
                value = result.get("value") if isinstance(result, dict) else None
                if isinstance(value, dict) and is_of_html(value):
                    return True
    return False


def _number_of_results(said: object) -> int:
    """How many results stand in predictions, as far as these are what they should be."""
    some = [one.get("result") for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    return sum(len(one) for one in some if isinstance(one, list))


def _text_key(data: Mapping[str, Any], objects: Objects) -> str:
    """The key of the text: as the config says, else a usual one."""
    for key in (*objects.keys.values(), *_KEYS):
        if isinstance(data.get(key), str):
            return key
    return ""


def html_text(source: str, place: Place) -> str:
    """The texts of a page one after the other, as Label Studio counts them."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True)
        root: Any = document_fromstring(source.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        place.refuse(f"its HTML cannot be read ({error})")
    body = root.find("body")
    return str((body if body is not None else root).text_content())
