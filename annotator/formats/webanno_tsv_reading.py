"""From WebAnno TSV 3 to a CAS: the text rebuilt, the annotations of each layer put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import uima
from annotator.formats import webanno_tsv_lines as lines
from annotator.formats.kit.units import Units
from annotator.formats.uima import Cas, Reference, Structure
from annotator.formats.uima_naming import FROM, TO
from annotator.formats.webanno_tsv_text import rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from annotator.formats.format import Reading
    from annotator.formats.webanno_tsv_lines import Column, Element, Layer, Row, Sentence

_ANY = (uima.ANNOTATION, "uima.cas.TOP")


def parse(text: str, place: str, reading: Reading) -> Cas:
    """The CAS that a file tells of."""
    layers, sentences = lines.parse(text, place)
    built = rebuilt(sentences, place, reading)
    cas = Cas(built.text)
    units = Units(built.text, "utf-16") if built.unit == "code point" else None
    return _Reader(cas, layers, sentences, units).read()


class _Reader:
    """Goes through the rows once for spans and chains and once more for what leads to them."""

    def __init__(
        self, cas: Cas, layers: Sequence[Layer], sentences: Sequence[Sentence], units: Units | None
    ) -> None:
        self._cas = cas
        self._layers = layers
        self._rows = [row for sentence in sentences for row in sentence.rows]
        self._units = units
        self._at_unit: dict[tuple[str, str], list[Structure]] = {}
        self._numbered: dict[tuple[str, int], Structure] = {}
        self._links: dict[tuple[str, int, int], Structure] = {}
        self._next = 2

    def read(self) -> Cas:
        """All structures: words first, then spans and chains, then slots and relations."""
        for row in self._rows:
            if row.is_word:
                word = self._new(uima.TOKEN, row)
                self._at_unit.setdefault((uima.TOKEN, row.unit), []).append(word)
        self._each_cell({"SP": self._spans, "CH": self._chain})
        for (type_, chain, number), link in self._links.items():
            following = self._links.get((type_, chain, number + 1))
            if following is not None:
                link.features["next"] = Reference(following.id)
        self._each_cell({"SP": self._slots, "RL": self._relations})
        return self._cas

    def _each_cell(self, ways: Mapping[str, Callable[[Layer, Sequence[str], Row], None]]) -> None:
        for row in self._rows:
            for layer, cells in self._cells(row):
                if layer.kind in ways:
                    ways[layer.kind](layer, cells, row)

    def _cells(self, row: Row) -> Iterator[tuple[Layer, Sequence[str]]]:
        at = 0
        for layer in self._layers:
            number = len(layer.columns)
            cells = row.cells[at : at + number]
            yield layer, [*cells, *[lines.NOTHING] * (number - len(cells))]
            at += number

    def _new(self, type_: str, row: Row | Structure, **features: Any) -> Structure:
        if isinstance(row, Structure):
            begin, end = row.features["begin"], row.features["end"]
        else:
            begin, end = self._offset(row.begin), self._offset(row.end)
        made = Structure(self._next, type_, {"begin": begin, "end": end, **features})
        self._cas.structures[self._next] = made
        self._next += 1
        return made

    def _offset(self, said: int) -> int:
        """The offset in UTF-16 units; files made by scripts count code points."""
        if self._units is None:
            return said
        found = self._units.from_code_point(said)
        return said if found is None else found

    # ------------------------------------------------------------ spans

    def _spans(self, layer: Layer, cells: Sequence[str], row: Row) -> None:
        for number, id_ in self._stack(layer, cells):
            known = self._numbered.get((layer.type, id_)) if id_ else None
            if known is None:
                known = self._new(layer.type, row, **_values(layer.columns, cells, number, id_))
                if id_:
                    self._numbered[layer.type, id_] = known
            else:
                known.features["end"] = max(known.features["end"], self._offset(row.end))
            self._at_unit.setdefault((layer.type, row.unit), []).append(known)

    def _stack(self, layer: Layer, cells: Sequence[str]) -> list[tuple[int, int]]:
        """The annotations of a layer at a row: their places in the stack, and their numbers."""
        named: dict[int, int] = {}
        deepest = 0
        for column, cell in zip(layer.columns, cells, strict=True):
            if column.kind == "target":
                deepest = max(deepest, len(lines.stacked(cell)))
                continue
            found = lines.elements(cell)
            deepest = max(deepest, len(found))
            for place, one in enumerate(found):
                if one.id:
                    named.setdefault(one.id, place)
        if named:
            return [(place, id_) for id_, place in named.items()]
        return [(place, 0) for place in range(deepest)]

    def _slots(self, layer: Layer, cells: Sequence[str], row: Row) -> None:
        """The links of slots, which stand at the first row of their span."""
        for at, column in enumerate(layer.columns):
            if column.kind != "role":
                continue
            roles = lines.elements(cells[at])
            targets = lines.stacked(cells[at + 1]) if at + 1 < len(cells) else []
            hosts = self._at_unit.get((layer.type, row.unit), [])
            for number, host in enumerate(hosts):
                if number >= len(targets) or host.features["begin"] != self._offset(row.begin):
                    continue
                role = roles[number].value if number < len(roles) else ""
                made = self._slot_links(column, role, targets[number])
                if made:
                    host.features.setdefault(column.name, []).extend(made)

    def _slot_links(self, column: Column, role: str, said: str) -> list[Reference]:
        names = lines.several(role)
        made: list[Reference] = []
        for number, one in enumerate(lines.several(said)):
            target = lines.target(one)
            found = self._find(uima.ANNOTATION, target.unit, target.id) if target else None
            if found is not None:
                features: dict[str, Any] = {"target": Reference(found.id)}
                if number < len(names) and (name := lines.value(names[number])):
                    features["role"] = name
                link = Structure(self._next, column.link_type, features)
                self._cas.structures[link.id] = link
                self._next += 1
                made.append(Reference(link.id))
        return made

    # ------------------------------------------------------------ chains

    def _chain(self, layer: Layer, cells: Sequence[str], row: Row) -> None:
        """Links of chains: one column says `relation->chain-link`, the other `type[chain]`."""
        columns = [lines.stacked(cell) for cell in cells]
        arrows = next((at for at, some in enumerate(columns) if any("->" in one for one in some)), None)
        if arrows is None:
            return
        others = [some for at, some in enumerate(columns) if at != arrows]
        for number, said in enumerate(columns[arrows]):
            relation, _, place = said.rpartition("->")
            target = lines.target(place)
            if target is None or "." in target.unit:
                continue
            chain, _, index = target.unit.partition("-")
            key = (layer.type, int(chain), int(index))
            known = self._links.get(key)
            if known is None:
                type_ = others[0][number] if others and number < len(others[0]) else ""
                kind = lines.elements(type_)[0].value if type_ else ""
                said_of = {
                    "referenceType": lines.value(kind),
                    "referenceRelation": lines.value(relation),
                }
                known = self._new(layer.type, row, **{k: v for k, v in said_of.items() if v})
                self._links[key] = known
            else:
                known.features["end"] = max(known.features["end"], self._offset(row.end))

    # ------------------------------------------------------------ relations

    def _relations(self, layer: Layer, cells: Sequence[str], row: Row) -> None:
        at = next((at for at, one in enumerate(layer.columns) if one.kind == "from"), None)
        if at is None:
            return
        for number, said in enumerate(lines.stacked(cells[at])):
            target = lines.target(said)
            if target is None:
                continue
            start = self._find(layer.base, target.unit, target.id)
            end = self._find(layer.base, row.unit, target.own)
            features = _values(layer.columns, cells, number, 0)
            for name, found in ((FROM, start), (TO, end)):
                features[name] = Reference(found.id if found is not None else 0)
            self._new(layer.type, end if end is not None else row, **features)

    def _find(self, type_: str, unit: str, id_: int) -> Structure | None:
        """The annotation of a layer, or of any, at a word: by its number, else the first."""
        types = [one.type for one in self._layers if one.kind == "SP"]
        wanted = types if type_ in _ANY else [type_]
        found = [one for name in wanted for one in self._at_unit.get((name, unit), ())]
        if id_:
            numbered = [self._numbered.get((name, id_)) for name in wanted]
            exact = [one for one in numbered if one is not None and one in found]
            found = exact or [one for one in numbered if one is not None]
        if not found and type_ not in types:
            found = self._at_unit.get((uima.TOKEN, unit), [])
        return found[0] if found else None


def _values(columns: Sequence[Column], cells: Sequence[str], number: int, id_: int) -> dict[str, Any]:
    """The features of one annotation: by its number where a cell has them, else by its place."""
    found: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        if column.kind != "feature" or not column.name:
            continue
        one = _chosen(lines.elements(cell), number, id_)
        said = lines.value(one.value) if one is not None else ""
        if said:
            found[column.name] = said
    return found


def _chosen(stack: Sequence[Element], number: int, id_: int) -> Element | None:
    if id_ and any(one.id for one in stack):
        return next((one for one in stack if one.id == id_), None)
    return stack[number] if number < len(stack) else None
