from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import FormatError
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.store.project import Project
from tests.formats import gold
from tests.store.making import CODEBOOK

RATED = CODEBOOK | {
    "attributes": [
        *CODEBOOK["attributes"],
        {
            "id": "rating",
            "name": "Rating",
            "type": "enum",
            "values": [{"id": str(one), "name": f"{one} of 3"} for one in (1, 2, 3)],
        },
        {"id": "normalized", "name": "In full", "type": "text"},
    ]
}
DOCUMENT: dict[str, Any] = {
    "kind": "document",
    "title": "Ferry",
    "text": "Lena Vogt said the ferry sails. It costs 4 crowns.",
    "metadata": {
        "url": "https://news.example/ferry?a=1",
        "published": "2026-03-01",
        "outlet": "The Quay",
        "author": "Petra Quill",
        "language": "en",
    },
    "spans": [
        {"id": "a", "label": "SOURCE", "fragments": [[0, 9]], "entity": "e1"},
        {"id": "b", "label": "CLAIM", "fragments": [[15, 30]], "attributes": {"rating": "2"}},
        {
            "id": "c",
            "label": "CLAIM",
            "fragments": [[32, 40], [43, 49]],
            "attributes": {"normalized": "It is dear."},
        },
        {"id": "d", "label": "CUE", "fragments": [[10, 14]]},
    ],
    "relations": [{"label": "claimant", "from": "b", "to": "a"}],
}
ENTITY = {"kind": "entity", "id": "e1", "name": "Lena Vogt", "type": "PER", "qid": "Q7"}


@pytest.fixture
def rated(tmp_path: Path) -> Any:
    """A project with two claims, of which one is rated and has a claimant."""
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, (ENTITY, DOCUMENT))))
    with Project.create(tmp_path / "a.annodb", title="A", codebook=RATED) as project:
        import_paths(project, [tmp_path / "in.jsonl"], annotator="Mia")
        yield project


def reviews(project: Project, out: Path, **options: str) -> list[dict[str, Any]]:
    export(project, out, format="claim-review", options=options)
    content = json.loads(out.read_bytes())
    assert content["@context"] == "https://schema.org"
    return list(content["@graph"])


def test_a_claim_with_its_claimant_and_rating(rated: Project, tmp_path: Path) -> None:
    said = {"reviewer": "Fact House", "reviewer-url": "https://f.example", "date": "2026-05-14"}
    first, _ = reviews(rated, tmp_path / "a.jsonld", **said)
    assert first["claimReviewed"] == "the ferry sails"
    assert first["author"] == {"@type": "Organization", "name": "Fact House", "url": "https://f.example"}
    assert (first["datePublished"], first["url"]) == ("2026-05-14", DOCUMENT["metadata"]["url"])
    assert first["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "2 of 3",
        "ratingValue": 2,
        "worstRating": 1,
        "bestRating": 3,
    }
    claim = first["itemReviewed"]
    assert claim["author"] == {
        "@type": "Person",
        "name": "Lena Vogt",
        "sameAs": "https://www.wikidata.org/entity/Q7",
    }
    assert (claim["datePublished"], claim["appearance"]["publisher"]["name"]) == (
        "2026-03-01",
        "The Quay",
    )


def test_what_is_not_known_is_not_said(rated: Project, tmp_path: Path) -> None:
    _, second = reviews(rated, tmp_path / "a.jsonld")
    assert second["claimReviewed"] == "It is dear."
    assert second["itemReviewed"]["text"] == "It costs … crowns"
    assert "reviewRating" not in second
    assert "author" not in second
    assert "author" not in second["itemReviewed"]


def test_without_a_rating_in_the_codebook_there_is_none(tmp_path: Path) -> None:
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        found = reviews(project, tmp_path / "a.jsonld", **{"review-url": "https://f.example/r"})
    assert len(found) == 3
    assert all("reviewRating" not in one for one in found)
    by_words = {one["claimReviewed"]: one for one in found}
    assert by_words["prices fell"]["itemReviewed"]["author"] == {
        "@type": "Organization",
        "name": "The ministry",
    }
    assert by_words["prices fell"]["url"] == f"https://f.example/r#{gold.id_of('s5')}"


def test_what_is_left_out_is_counted(rated: Project, tmp_path: Path) -> None:
    report = export(rated, tmp_path / "a.jsonld", format="claim-review")
    assert [(one.kind.what, one.number) for one in report.totals] == [("spans", 1)]


def test_json_ld_understands_it(tmp_path: Path) -> None:
    jsonld = pytest.importorskip("pyld.jsonld")
    rdflib = pytest.importorskip("rdflib")
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        reviews(project, tmp_path / "a.jsonld", reviewer="Fact House")
    content = json.loads((tmp_path / "a.jsonld").read_bytes())
    schema = "https://schema.org/"
    content["@context"] = {"@vocab": schema, "url": {"@type": "@id"}, "sameAs": {"@type": "@id"}}
    graph = rdflib.Graph()
    graph.parse(data=jsonld.to_rdf(content, {"format": "application/n-quads"}), format="nt")
    name = rdflib.Namespace(schema)
    found = set(graph.subjects(rdflib.RDF.type, name.ClaimReview))
    claims = {gold.id_of(one) for one, label, *_ in gold.SPANS if label == "Claim"}
    assert {str(one) for one in found} == {f"urn:uuid:{one}" for one in claims}
    review = rdflib.URIRef(f"urn:uuid:{gold.id_of('s5')}")
    claim = graph.value(review, name.itemReviewed)
    assert str(graph.value(graph.value(claim, name.author), name.name)) == "The ministry"
    assert str(graph.value(review, name.url)) == gold.METADATA["url"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"claims": "NOPE"}, "no label “NOPE”"),
        ({"rating": "NOPE"}, "no attribute “NOPE” (rating)"),
        ({"date": "soon"}, "“soon” is no date"),
    ],
)
def test_what_the_codebook_lacks_is_refused(
    rated: Project, tmp_path: Path, options: dict[str, str], said: str
) -> None:
    with pytest.raises(FormatError) as caught:
        reviews(rated, tmp_path / "a.jsonld", **options)
    assert said in caught.value.message
    assert not (tmp_path / "a.jsonld").exists()


def test_a_codebook_without_claims_says_so(tmp_path: Path) -> None:
    with (
        create_project(tmp_path / "n.annodb", codebook="conll2003-ner") as bare,
        pytest.raises(FormatError, match="no label that is called a claim"),
    ):
        reviews(bare, tmp_path / "a.jsonld")
