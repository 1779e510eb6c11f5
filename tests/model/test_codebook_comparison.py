from __future__ import annotations

import json
from copy import deepcopy

from annotator import assets
from annotator.model.codebook import from_fields, to_fields, to_file
from annotator.model.codebook_comparison import CHANGED, NEW, REMOVED, compare, take_over
from annotator.model.codebook_plans import next_version, with_version

RAW = json.loads((assets.resources() / "codebooks" / "conll2003-ner.json").read_text("utf-8"))
BOOK = from_fields(to_fields(RAW))


def test_equal_codebooks_do_not_differ() -> None:
    assert compare(BOOK, from_fields(to_fields(to_file(BOOK)))) == []


def test_what_is_new_changed_and_gone_is_named() -> None:
    other = deepcopy(RAW)
    gone = other["labels"].pop()
    other["labels"][0]["name"] = "Human"
    other["labels"].append({**gone, "id": "SHIP", "name": "Ship"})
    found = {(one.id, one.state, one.fields) for one in compare(BOOK, from_fields(to_fields(other)))}
    assert ("SHIP", NEW, ()) in found
    assert (gone["id"], REMOVED, ()) in found
    assert (RAW["labels"][0]["id"], CHANGED, ("name",)) in found


def test_taking_over_and_raising_the_version() -> None:
    plan = with_version(take_over(BOOK, {**RAW, "version": "2.0"}), "2.1")
    assert plan.after.version == "2.1"
    assert [next_version(one) for one in ("", "1", "1.0.9", "draft")] == ["1", "2", "1.0.10", "draft.1"]
