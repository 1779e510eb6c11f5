"""Attribution events in brat files, as PolNeAR has them: who says what, and by which words.

Each event `E1 Attribution:T4 Source:T1 Cue:T2 Content:T3 Content2:T5` becomes three spans and
two relations; its trigger, which only repeats the cue, is dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.formats import brat_reading
from annotator.formats.brat_files import companions
from annotator.formats.brat_lines import BratLines, EventLine, RelationLine, SpanLine
from annotator.formats.format import CodebookLine, Format
from annotator.formats.kit.options import Choice, Option
from annotator.model.codebook import FORMAT as CODEBOOK_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Part, Reading

CONTENT = Option(
    "content",
    "What is said becomes",
    "QUOTE",
    (Choice("QUOTE", "a quote, said by its source"), Choice("CLAIM", "a claim, made by its source")),
)

_EVENT = "Attribution"
_ROLE = re.compile(r"(Source|Cue|Content)([0-9]*)")
_RECOGNISED = re.compile(rb"^E\S*\tAttribution[^\s:]*:T", re.MULTILINE)
_TYPES: Mapping[str, tuple[str, str]] = {"QUOTE": ("speaker", "cue"), "CLAIM": ("claimant", "claim_cue")}
"""The relation types from what is said to its source and to its cue."""


def read(path: Path, reading: Reading) -> Iterator[Part]:
    """The labels that attributions need, the annotator and the document."""
    label = reading.value(CONTENT)
    document = brat_reading.load(path, reading)
    yield CodebookLine(_codebook(label), str(path), is_whole=False)
    lines = _Attributions(document.lines, label).resolved()
    yield from brat_reading.parts(document._replace(lines=lines), path, reading)


def _codebook(label: str) -> dict[str, Any]:
    """What the project must have for attributions; what it has is left as it is."""
    source, cue = _TYPES[label]
    names = {"SOURCE": "Source", "CUE": "Cue", label: label.capitalize()}
    return {
        "format": CODEBOOK_FORMAT,
        "layers": [{"id": "attribution", "name": "Quotes"}],
        "labels": [{"id": id_, "name": name, "layer": "attribution"} for id_, name in names.items()],
        "relations": [
            {"id": source, "name": source, "from": [label], "to": ["SOURCE"]},
            {"id": cue, "name": cue.replace("_", " "), "from": [label], "to": ["CUE"]},
        ],
    }


class _Attributions:
    """Turns the attribution events of a document into spans and relations; changes its lines."""

    def __init__(self, lines: BratLines, label: str) -> None:
        self._lines = lines
        self._labels = {"Source": "SOURCE", "Cue": "CUE", "Content": label}
        self._label = label
        self._uses: dict[str, int] = {}
        events = lines.events.values()
        self._events = [event for event in events if event.label.startswith(_EVENT)]
        for event in events:
            for _, name in event.arguments:
                self._uses[name] = self._uses.get(name, 0) + 1

    def resolved(self) -> BratLines:
        """The lines without attribution events."""
        lines = self._lines
        for event in self._events:
            del lines.events[event.name]
            self._resolve(event)
        for event in self._events:
            if event.trigger not in self._uses and event.trigger in lines.spans:
                del lines.spans[event.trigger]
        for name, span in lines.spans.items():
            lines.spans[name] = span._replace(label=self._labels.get(span.label, span.label))
        return lines

    def _resolve(self, event: EventLine) -> None:
        """Join the pieces of the content, link it to source and cue, and hand the event's notes over."""
        roles: dict[str, list[str]] = {"Source": [], "Cue": [], "Content": []}
        for role, name in sorted(event.arguments, key=_rank):
            found = _ROLE.fullmatch(role)
            if found is not None and name in self._lines.spans:
                roles[found.group(1)].append(name)
        content = self._content(event, roles["Content"])
        keeper = content or next(iter([*roles["Cue"], *roles["Source"]]), None)
        if keeper is not None:
            self._hand_over(keeper, event.name, event.trigger)
        if content is None:
            return
        source, cue = _TYPES[self._label]
        for type_, ends in ((source, roles["Source"]), (cue, roles["Cue"])):
            self._lines.relations += [RelationLine("", type_, content, end) for end in ends]

    def _content(self, event: EventLine, names: list[str]) -> str | None:
        if len(names) < 2:
            return names[0] if names else None
        spans = [self._lines.spans[name] for name in names]
        pairs = tuple(sorted(pair for span in spans for pair in span.pairs))
        is_shared = self._uses[names[0]] > 1
        name = f"{names[0]} of {event.name}" if is_shared else names[0]
        self._lines.spans[name] = SpanLine(name, spans[0].label, pairs, None, spans[0].number)
        for other in names[1:]:
            if self._uses[other] == 1 and other != name:
                self._hand_over(name, other)
                del self._lines.spans[other]
        return name

    def _hand_over(self, name: str, *others: str) -> None:
        """What was said of the others is said of this span."""
        lines = self._lines
        for other in others:
            if other in lines.attributes:
                mine = lines.attributes.setdefault(name, {})
                for key, value in lines.attributes.pop(other).items():
                    mine.setdefault(key, value)
            if other in lines.notes:
                notes = lines.notes.pop(other)
                lines.notes[name] = [*lines.notes.get(name, ()), *notes]


def _rank(argument: tuple[str, str]) -> int:
    """The number behind a role: pieces of a content are joined in this order."""
    found = _ROLE.fullmatch(argument[0])
    return int(found.group(2)[:9] or 0) if found is not None else 0


FORMAT = Format(
    name="attribution-events",
    title="Attribution events in brat files",
    extensions=(".ann",),
    description="Quotes with source and cue as PolNeAR has them; a folder “text” may stand beside.",
    loss="Triggers, which repeat the cue, and the events' own names are not kept.",
    read=read,
    read_options=(CONTENT,),
    recognises=lambda start: _RECOGNISED.search(start) is not None,
    companions=companions,
)
