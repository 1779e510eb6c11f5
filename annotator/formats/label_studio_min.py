"""Label Studio's JSON_MIN: a flat row for each annotation, whose regions have no ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats.label_studio_regions import Region, Results

if TYPE_CHECKING:
    from annotator.formats.format import Reading
    from annotator.formats.json_values import Place

_BOOKKEEPING = frozenset(
    str.split("id annotator annotation_id created_at updated_at lead_time agreement predictions")
)
NO_OFFSETS = "JSON_MIN does not say where they belong"


def results_of_row(
    raw: dict[str, Any], text_key: str, place: Place, reading: Reading
) -> tuple[Results, dict[str, Any]]:
    """What a row says of its text, and its other keys; choices find their region by its offsets."""
    results = Results()
    rest: dict[str, Any] = {}
    later: list[tuple[str, dict[str, Any]]] = []
    for key, value in raw.items():
        if key in _BOOKKEEPING or key == text_key:
            continue
        items = value if isinstance(value, list) else []
        placed = [one for one in items if isinstance(one, dict) and "start" in one]
        if not placed:
            rest[key] = value
            continue
        for index, one in enumerate(placed):
            if "labels" in one or "hypertextlabels" in one:
                kind = "labels" if "labels" in one else "hypertextlabels"
                said = [{"id": f"{key} {index}", "type": kind, "value": one}]
                results.read(said, place.inside(f"{key}[{index}]"), reading)
            else:
                later.append((key, one))
    _attach(results, later, reading)
    return results, rest


def _attach(results: Results, later: list[tuple[str, dict[str, Any]]], reading: Reading) -> None:
    by_offsets: dict[tuple[Any, Any], list[Region]] = {}
    for region in results.regions.values():
        by_offsets.setdefault((region.start, region.end), []).append(region)
    lost = 0
    for name, value in later:
        start, end = value.get("start"), value.get("end")
        is_number = isinstance(start, int) and isinstance(end, int)
        regions = by_offsets.get((start, end), []) if is_number else []
        choices = value.get("choices", value.get("text"))
        said = ", ".join(map(str, choices)) if isinstance(choices, list) else str(choices)
        for region in regions:
            region.said[name] = said
        lost += not regions
    if lost:
        reading.losses.add("attributes", "dropped", NO_OFFSETS, number=lost)
