"""Make ``resources/sample_project.jsonl`` from the sample articles and their annotation.

The articles are ``sample_articles/*.md``. The annotation was made by hand and stands in
``tests/tools/sample_annotations/<article>.txt``; ``README.txt`` there explains the notation,
``entities.txt`` lists the entities. Run from anywhere::

    python tests/tools/make_sample_project.py [--out FILE]

The result depends on nothing but these files: ids are UUIDv5 of stable names, times are fixed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

import yaml
from sample_notation import NotationError, Sheet, Span, logical_lines, read_sheet

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "sample_articles"
ANNOTATIONS = Path(__file__).resolve().parent / "sample_annotations"
CODEBOOK = ROOT / "resources" / "codebooks" / "news-attribution.json"
OUT = ROOT / "resources" / "sample_project.jsonl"

NAMESPACE = uuid.UUID("6f1c0a52-8d43-5b7e-9a57-3f2f5a0c7d11")
TITLE = "Sample project: news from Veldmark"
ANNOTATOR = "Edda Marwick"
FRAGMENT_JOINER = "\u241f"

Json = dict[str, Any]


def make_id(*parts: str) -> str:
    """Return the identifier of the thing with this stable name."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def read_article(path: Path) -> tuple[Json, str]:
    """Return the front matter and the body, which is kept exactly."""
    raw = path.read_bytes().decode("utf-8")
    match = re.match(r"---\n(.*?\n)---\n\n*", raw, re.DOTALL)
    if match is None:
        raise NotationError(f"{path.name}: no front matter between two lines of ---")
    front: Json = yaml.safe_load(match.group(1))
    front["published"] = front["published"].isoformat()
    return front, raw[match.end() :]


def read_entities(path: Path) -> dict[str, Json]:
    """Read the entities: ``key | type | name | alias; alias | note``."""
    result: dict[str, Json] = {}
    for number, line in logical_lines(path):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 5:
            raise NotationError(f"{path.name}:{number}: {len(cells)} cells, not 5")
        key, kind, name, aliases, note = cells
        if key in result:
            raise NotationError(f"{path.name}:{number}: {key} stands there twice")
        entity: Json = {"kind": "entity", "id": make_id("entity", key), "name": name, "type": kind}
        if aliases:
            entity["aliases"] = [alias.strip() for alias in aliases.split(";")]
        if note:
            entity["note"] = note
        result[key] = entity
    return result


def stamp(item: Json, sheet: Sheet) -> Json:
    """Add who made an annotation and when."""
    time = sheet.settings["time"]
    origin = {"annotator": make_id("annotator", ANNOTATOR), "origin": "manual"}
    return {**item, **origin, "created": time, "modified": time}


def span_item(span: Span, stem: str, text: str, entities: dict[str, Json]) -> Json:
    """Return a span as the format has it."""
    pieces = [text[start:end] for start, end in span.fragments]
    item: Json = {
        "id": make_id("span", stem, span.name),
        "label": span.label,
        "fragments": [list(pair) for pair in span.fragments],
        "text": FRAGMENT_JOINER.join(pieces),
        "attributes": span.attributes,
    }
    if span.entity:
        if span.entity not in entities:
            raise NotationError(f"{stem}.txt:{span.line}: no entity {span.entity}")
        item["entity"] = entities[span.entity]["id"]
    if span.note:
        item["note"] = span.note
    return item


def annotation(stem: str, text: str, sheet: Sheet, entities: dict[str, Json]) -> Json:
    """Return the spans and relations of one document."""
    items = {span.name: span_item(span, stem, text, entities) for span in sheet.spans}
    relations = []
    named = {span.name: span for span in sheet.spans}
    order = sorted(sheet.spans, key=lambda s: (s.fragments[0][0], -s.fragments[-1][1], s.label))
    for span in order:
        for link in span.links:
            if link.target not in named:
                raise NotationError(f"{stem}.txt:{span.line}: no span {link.target}")
            source, target = items[span.name]["id"], items[link.target]["id"]
            relation: Json = {"id": make_id(link.label, source, target), "label": link.label}
            relation |= {"from": source, "to": target, "attributes": link.attributes}
            relations.append(stamp(relation, sheet))
    return {"spans": [stamp(items[span.name], sheet) for span in order], "relations": relations}


def check(stem: str, sheet: Sheet, codebook: Json) -> None:
    """Refuse labels, attributes, values and relations that the codebook does not have."""
    for span in sheet.spans:
        try:
            check_attributes(span, codebook)
            check_links(span, sheet, codebook)
        except NotationError as error:
            raise NotationError(f"{stem}.txt:{span.line}: {error}") from None


def check_attributes(span: Span, codebook: Json) -> None:
    """Refuse a value the codebook lacks, a default said for nothing, a required one missing."""
    labels = {label["id"]: label for label in codebook["labels"]}
    if span.label not in labels:
        raise NotationError(f"no label {span.label}")
    allowed = {a["id"]: a for a in codebook["attributes"] if a["id"] in labels[span.label]["attributes"]}
    for key, value in span.attributes.items():
        if key not in allowed:
            raise NotationError(f"{span.label} has no attribute {key}")
        if "values" in allowed[key] and value not in {v["id"] for v in allowed[key]["values"]}:
            raise NotationError(f"{key} has no value {value}")
        if not allowed[key]["required"] and value == allowed[key]["default"]:
            raise NotationError(f"{key}={value} is the default and not written")
    for key, attribute in allowed.items():
        if attribute["required"] and key not in span.attributes:
            raise NotationError(f"{key} is missing")
    order = list(allowed)
    span.attributes = dict(sorted(span.attributes.items(), key=lambda pair: order.index(pair[0])))


def check_links(span: Span, sheet: Sheet, codebook: Json) -> None:
    """Refuse a relation that the codebook lacks or whose ends it does not allow."""
    types = {relation["id"]: relation for relation in codebook["relations"]}
    labels = {other.name: other.label for other in sheet.spans}
    for link in span.links:
        if link.label not in types:
            raise NotationError(f"no relation {link.label}")
        if link.target not in labels:
            raise NotationError(f"no span {link.target}")
        ends = types[link.label]
        if span.label not in ends["from"] or labels[link.target] not in ends["to"]:
            raise NotationError(f"{link.label} from {span.label} to {labels[link.target]}")


def document(path: Path, codebook: Json, entities: dict[str, Json]) -> Json:
    """Return the line of one article, with its annotation where there is one."""
    front, text = read_article(path)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    keys = ("outlet", "author", "published", "url", "language")
    item: Json = {
        "kind": "document",
        "id": make_id(digest),
        "title": front["title"],
        "text": text,
        "text_sha256": digest,
        "metadata": {key: front[key] for key in keys},
        "state": "new",
    }
    notes = ANNOTATIONS / f"{path.stem}.txt"
    if not notes.exists():
        return {**item, "spans": [], "relations": []}
    sheet = read_sheet(notes, text)
    check(path.stem, sheet, codebook)
    item["state"] = sheet.settings["state"]
    if "flagged" in sheet.settings:
        item["flagged"] = sheet.settings["flagged"] == "yes"
    if "note" in sheet.settings:
        item["note"] = sheet.settings["note"]
    return item | annotation(path.stem, text, sheet, entities)


def project_lines() -> list[Json]:
    """Return all lines of the project."""
    codebook: Json = json.loads(CODEBOOK.read_text(encoding="utf-8"))
    entities = read_entities(ANNOTATIONS / "entities.txt")
    documents = [document(path, codebook, entities) for path in sorted(ARTICLES.glob("*.md"))]
    project = {"id": make_id("project", "veldmark"), "title": TITLE}
    header = {"kind": "header", "format": "annotator", "version": 1, "made_with": "annotator 1.0"}
    annotator = {"kind": "annotator", "id": make_id("annotator", ANNOTATOR), "name": ANNOTATOR}
    return [
        {**header, "project": project},
        {"kind": "codebook", **codebook},
        {**annotator, "role": "person"},
        *entities.values(),
        *documents,
    ]


def main() -> int:
    """Write the project; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the sample project.")
    parser.add_argument("--out", type=Path, default=OUT)
    out: Path = parser.parse_args().out
    try:
        lines = project_lines()
    except NotationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    rows = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines]
    out.write_bytes("".join(rows).encode("utf-8"))
    documents = [line for line in lines if line["kind"] == "document"]
    for line in documents:
        stem = line["title"][:50]
        print(f"{len(line['spans']):4} spans {len(line['relations']):4} relations  {stem}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
