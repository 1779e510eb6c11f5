"""The results of one annotation of Label Studio: regions, what is said of them, relations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.formats import json_values as values
from annotator.formats import label_studio_options as options
from annotator.formats.kit import passing
from annotator.formats.kit.joining import Joined
from annotator.formats.label_studio_config import NOTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from annotator.formats.format import Reading
    from annotator.formats.json_values import Place
    from annotator.model.values import AttributeValue

_SPANS = ("labels", "hypertextlabels")
_SAID = ("choices", "textarea", "number", "rating", "taxonomy", "datetime", "pairwise", "text")
NO_TEXT = "only regions of texts can be read"
NO_REGION = "there is no labelled region that they belong to"
NO_OFFSETS = "a region of a HyperText says where it is by XPath only, without “globalOffsets”"


@dataclass(slots=True)
class Region:
    """A labelled stretch; `said` are the further results of the same id, by name."""

    id: str
    labels: list[str]
    start: int
    end: int
    text: str | None
    ours: Mapping[str, Any]
    said: dict[str, AttributeValue] = field(default_factory=dict)


@dataclass(slots=True)
class Link:
    """A relation between regions."""

    start: str
    end: str
    labels: list[str]
    direction: str
    ours: Mapping[str, Any]


@dataclass(slots=True)
class Results:
    """All that one annotation says; `of_text` is said of the text as a whole."""

    regions: dict[str, Region] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    of_text: dict[str, AttributeValue] = field(default_factory=dict)
    joined: Joined = field(default_factory=Joined)

    def read(self, raws: list[Any], place: Place, reading: Reading) -> None:
        """Take in the list under `result`."""
        others: list[tuple[dict[str, Any], Place]] = []
        for index, raw in enumerate(raws):
            inner = place.inside(f"result[{index}]")
            if not isinstance(raw, dict):
                inner.refuse("a result must be an object")
            kind = raw.get("type")
            if kind == "relation":
                self._link(raw, inner)
            elif kind in _SPANS:
                self._region(raw, values.mapping(raw, "value", inner), str(kind), inner)
            elif kind in _SAID:
                others.append((raw, inner))
            else:
                reading.losses.add("spans", "dropped", NO_TEXT)
        lost = 0
        for raw, inner in others:
            lost += not self._add_said(raw, values.mapping(raw, "value", inner))
        if lost:
            reading.losses.add("attributes", "dropped", NO_REGION, number=lost)

    def _link(self, raw: dict[str, Any], place: Place) -> None:
        labels = [one for one in values.items(raw, "labels", place) if isinstance(one, str)]
        start, end = (passing.as_text(raw.get(key)) for key in ("from_id", "to_id"))
        direction = passing.text_of(raw, "direction")
        self.links.append(Link(start, end, labels, direction, options.ours(raw)))

    def _region(self, raw: dict[str, Any], value: dict[str, Any], kind: str, place: Place) -> None:
        labels = values.items(value, kind, place) or values.items(value, "labels", place)
        named = [one for one in labels if isinstance(one, str) and one.strip()]
        start, end = self._offsets(value, place)
        said = value.get("text")
        id_ = passing.as_text(raw.get("id")) or f"#{len(self.regions)}"
        text = said if isinstance(said, str) else None
        if named:
            self.regions[id_] = Region(id_, named, start, end, text, options.ours(raw))

    def _offsets(self, value: Mapping[str, Any], place: Place) -> tuple[int, int]:
        """Start and end; of HTML those that count the characters of all its texts."""
        start, end = value.get("start"), value.get("end")
        if is_of_html(value):
            whole = value.get("globalOffsets")
            if not isinstance(whole, dict):
                place.refuse(
                    NO_OFFSETS, "Label the articles as Text, or export from a newer Label Studio."
                )
            start, end = whole.get("start"), whole.get("end")
        if type(start) is not int or type(end) is not int:
            place.refuse("“start” and “end” must be whole numbers")
        return start, end

    def _add_said(self, raw: dict[str, Any], value: dict[str, Any]) -> bool:
        """Put a further result to its region, or to the text; whether there is such a place."""
        name = passing.text_of(raw, "from_name")
        found = _plain(value)
        if not name or found is None:
            return True
        region = self.regions.get(passing.as_text(raw.get("id")))
        if region is not None:
            region.said[name] = found
        elif "start" not in value:
            self.of_text[name] = found
        else:
            return False
        return True

    def join(self) -> None:
        """Find the pieces of one span: linked in both directions as continuing each other."""
        kept: list[Link] = []
        for link in self.links:
            one, other = self.regions.get(link.start), self.regions.get(link.end)
            is_piece = link.direction == "bi" and link.labels == [options.CONTINUES]
            if is_piece and one is not None and other is not None and one.labels == other.labels:
                self.joined.join(link.start, link.end)
            else:
                kept.append(link)
        self.links = kept


def is_of_html(value: Mapping[str, Any]) -> bool:
    """Whether a region says where it is as HyperText does, by XPath."""
    return isinstance(value.get("start"), str) or "startOffset" in value


def _plain(value: Mapping[str, Any]) -> AttributeValue | None:
    """The one value that a result says; several are put side by side."""
    for key in ("choices", "text", "number", "rating", "taxonomy", "datetime"):
        said = value.get(key)
        if isinstance(said, list):
            return ("\n" if key == "text" else ", ").join(map(_words, said))
        if said is not None and passing.is_value(said) and ("start" not in value or key != "text"):
            return said  # type: ignore[no-any-return]
    return None


def _words(value: object) -> str:
    """One choice; the steps of one in a taxonomy are put one after the other."""
    if isinstance(value, list):
        return " / ".join(map(passing.as_text, value))
    return passing.as_text(value)


def said_of(region: Region) -> tuple[dict[str, AttributeValue], str]:
    """The attributes and the note of a region; exact values hold where the results still say so."""
    typed = passing.attribute_values(region.ours.get("typed"))
    attributes = passing.attribute_values(region.ours.get("attributes"))
    note = ""
    for name, value in region.said.items():
        if name == NOTE:
            note = passing.as_text(value)
        elif name in typed and passing.as_text(typed[name]) == passing.as_text(value):
            attributes[name] = typed[name]
        elif isinstance(typed.get(name), bool) and value in ("true", "false"):
            attributes[name] = value == "true"
        else:
            attributes[name] = value
    return attributes, note
