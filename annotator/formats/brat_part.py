"""What one annotator said of one document: brat's lines, and what the sidecar must add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats.brat_words import BREAK, cut, escaped, has_break, rejoined, value_word
from annotator.formats.jsonl_writing import in_order
from annotator.formats.stored_rows import attribute_values, fragments_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.formats.brat_conf import ConfNames
    from annotator.formats.brat_entities import EntityLines
    from annotator.formats.kit.losses import Losses
    from annotator.model.values import AttributeValue

CUT = "brat allows no tab or line end inside a span; Annotator joins the pieces again"
ONLY_BREAKS = "brat has no spans of tabs and line ends alone"


class Part:
    """The lines of one annotator's stored rows, and all that they do not say."""

    def __init__(
        self, annotator: str, text: str, names: ConfNames, entities: EntityLines, losses: Losses
    ) -> None:
        self.annotator = annotator
        self.people: dict[str, None] = {}
        self.entities: dict[str, Mapping[str, Any]] = {}
        self.names: dict[str, dict[str, str]] = {}
        self.spans: dict[str, dict[str, Any]] = {}
        self.relations: dict[str, dict[str, Any]] = {}
        self.has_numbers = False
        self._text = text
        self._names = names
        self._known = entities
        self._losses = losses
        self._ids: dict[str, str] = {}
        self._lines: list[str] = []
        self._numbers = {"A": 0, "N": 0, "#": 0}
        self._cut: list[str] = []

    def lines(self, spans: Sequence[tuple[Any, ...]], relations: Sequence[tuple[Any, ...]]) -> str:
        """The content of the annotation file."""
        self._add_spans(spans)
        self._add_relations(relations)
        if self._cut:
            self._losses.add("fragments", "split", CUT, ids=self._cut)
        self._lines.append("")
        return "\n".join(self._lines)

    def _name(self, kind: str, ours: str, theirs: str) -> str:
        if ours != theirs:
            self.names.setdefault(kind, {})[theirs] = ours
        return theirs

    def _number(self, letter: str) -> str:
        self._numbers[letter] += 1
        return f"{letter}{self._numbers[letter]}"

    # ------------------------------------------------------------ spans

    def _add_spans(self, rows: Sequence[tuple[Any, ...]]) -> None:
        text, ids, add = self._text, self._ids, self._lines.append
        labels: dict[str, str] = {}
        break_in = BREAK.search
        for row in rows:
            id_, label, start, end = row[0], row[2], row[3], row[4]
            words = text[start:end]
            if row[5] is not None or break_in(words) is not None:
                offsets, words = self._pieces(row)
                if not offsets:
                    continue
            else:
                offsets = f"{start} {end}"
            ids[id_] = name = f"T{len(ids) + 1}"
            theirs = labels.get(label)
            if theirs is None:
                theirs = labels[label] = self._name("labels", label, self._names.label(label))
            add(f"{name}\t{theirs} {offsets}\t{words}")
            if row[9] is not None:
                self._entity(name, id_, row[9])
            if row[10] != "{}":
                self._attributes(name, label, attribute_values(row[10]))
            if row[11]:
                self._note(name, row[11])

    def _pieces(self, row: tuple[Any, ...]) -> tuple[str, str]:
        """Offsets and words of a span of several pieces, or that must be cut; empty if none is left."""
        said = [(start, end) for start, end in fragments_of(row)]
        written: Sequence[tuple[int, int]] = said
        if any(has_break(self._text[start:end]) for start, end in said):
            written = cut(self._text, said)
            if not written:
                self._losses.add("spans", "dropped", ONLY_BREAKS, ids=[row[0]])
                return "", ""
            self._cut.append(row[0])
        if rejoined(self._text, written) != said:
            self.spans.setdefault(f"T{len(self._ids) + 1}", {})["fragments"] = said
        words = " ".join([self._text[start:end] for start, end in written])
        return ";".join([f"{start} {end}" for start, end in written]), words

    def _entity(self, name: str, span: str, id_: str) -> None:
        said = self._known.of(id_)
        if said is None:
            self._losses.add("entities", "dropped", "there is no such entity", ids=[span])
            return
        self.entities[id_] = said.values
        if name in self.spans:
            self.spans[name]["entity"] = id_
        else:
            self.spans[name] = {"entity": id_}
        if said.reference is not None:
            which, readable = said.reference
            self._lines.append(f"{self._number('N')}\tReference {name} {which}\t{readable}")

    def _attributes(self, name: str, label: str, values: Mapping[str, AttributeValue]) -> None:
        """Lines for all values but “no”; exact values where one word cannot say them."""
        exact: dict[str, Any] = {}
        names = self._names
        for id_, value in sorted(values.items()):
            theirs = self._name("attributes", id_, names.attributes.of(id_))
            names.note_value(id_, label, value)
            if value is False:
                exact[id_] = value
            elif value is True:
                self._lines.append(f"{self._number('A')}\t{theirs} {name}")
            else:
                word = value_word(str(value))
                self._lines.append(f"{self._number('A')}\t{theirs} {name} {word}")
                if word != value:
                    exact[id_] = value
        if exact:
            self.has_numbers = True
            self.spans.setdefault(name, {})["attributes"] = exact

    def _note(self, name: str, note: str) -> None:
        self._lines.append(f"{self._number('#')}\tAnnotatorNotes {name}\t{escaped(note)}")

    # ------------------------------------------------------------ relations

    def _add_relations(self, rows: Sequence[tuple[Any, ...]]) -> None:
        ids, add = self._ids, self._lines.append
        labels: dict[str, str] = {}
        for number, (id_, _, label, from_id, to_id, annotator, _, said, note, *_) in enumerate(rows, 1):
            start, end = ids.get(from_id), ids.get(to_id)
            if start is None or end is None:
                why = "one of its spans is left out"
                self._losses.add("relations", "dropped", why, ids=[id_])
                continue
            theirs = labels.get(label)
            if theirs is None:
                theirs = labels[label] = self._name("relations", label, self._names.relation(label))
            add(f"R{number}\t{theirs} Arg1:{start} Arg2:{end}")
            if said != "{}" or annotator != self.annotator:
                self._relation_beside(f"R{number}", annotator, said)
            if note:
                self._note(f"R{number}", note)

    def _relation_beside(self, name: str, annotator: str, attributes: str) -> None:
        said: dict[str, Any] = {}
        if attributes != "{}":
            self.has_numbers = True
            said["attributes"] = in_order(attribute_values(attributes), ())
        if annotator != self.annotator:
            self.people[annotator] = None
            said["annotator"] = annotator
        self.relations[name] = said
