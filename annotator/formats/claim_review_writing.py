"""Writing ClaimReview: which spans are claims, who makes them, how they are rated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats.kit.json_files import encoded
from annotator.formats.kit.options import Option
from annotator.formats.kit.passing import as_text
from annotator.formats.writing import new_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from annotator.formats.format import Corpus, Record, Writing
    from annotator.model.codebook import AttributeType, Codebook
    from annotator.model.values import Entity, Span

CONTEXT = "https://schema.org"
CLAIMS = Option(
    "claims",
    "Labels of claims",
    "",
    explanation="Separated by commas; left empty, those whose name or layer says so.",
)
AUTHOR = Option(
    "author",
    "Relation that leads to who makes the claim",
    "",
    explanation="Left empty: claimant, source or speaker, whichever there is.",
)
RATING = Option(
    "rating",
    "Attribute that rates the claim",
    "",
    explanation="Left empty: rating, verdict, truth or veracity, if the codebook has one.",
)
WORDING = Option(
    "wording",
    "Attribute with the claim in full words",
    "",
    explanation="Left empty: “normalized”, if the codebook has it; else the words of the article.",
)
REVIEWER = Option("reviewer", "Who reviews", "", explanation="The name of an organisation.")
REVIEWER_URL = Option("reviewer-url", "Address of who reviews", "")
REVIEW_URL = Option(
    "review-url",
    "Address of the reviews",
    "",
    explanation="The id of the claim is added after “#”; left empty, the article's address.",
)
DATE = Option("date", "Date of the reviews", "", explanation="2026-05-14; left empty, the last change.")
OPTIONS = (CLAIMS, AUTHOR, RATING, WORDING, REVIEWER, REVIEWER_URL, REVIEW_URL, DATE)
NO_CLAIM = "only claims are reviewed"
NOT_SAID = "ClaimReview does not say it"
NO_AUTHOR = "only the relation to who makes a claim is said"
_AUTHORS = ("claimant", "source", "speaker")
_RATINGS = ("rating", "verdict", "truth", "veracity", "reviewrating", "truthfulness")
_WORDINGS = ("normalized", "normalised", "claim_text")
_PEOPLE = re.compile(r"per(?:son)?|people|pronoun", re.IGNORECASE)
_ORGANISATIONS = re.compile(r"org(?:ani[sz]ation)?|company|media", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def write(corpus: Corpus, path: Path, writing: Writing) -> None:
    """Write all reviews to one file, a line each."""
    reviews = _Reviews(corpus, writing)
    total = len(corpus.documents())
    with new_file(path, overwrites=writing.overwrites) as file:
        file.write(b'{"@context": "%s", "@graph": [' % CONTEXT.encode())
        is_first = True
        for number, record in enumerate(corpus.records()):
            writing.step(number, total, record.document.title)
            for review in reviews.of(record):
                file.write(b"\n" if is_first else b",\n")
                file.write(encoded(review))
                is_first = False
        file.write(b"\n]}\n")
        writing.step(total, total, "")


class _Reviews:
    """Makes the reviews of one project."""

    def __init__(self, corpus: Corpus, writing: Writing) -> None:
        self._writing = writing
        self._entities = {one.id: one for one in corpus.entities()}
        codebook = corpus.codebook()
        self._codebook = codebook
        self._claims = _claim_labels(codebook, writing.value(CLAIMS))
        names = _listed(writing.value(AUTHOR))
        self._author_relations = names or [one for one in _AUTHORS if one in codebook.relation_types]
        self._rating = _attribute(codebook, writing.value(RATING), _RATINGS, "rating")
        self._wording = _attribute(codebook, writing.value(WORDING), _WORDINGS, "wording")
        date = writing.value(DATE)
        if date and _DATE.fullmatch(date) is None:
            raise FormatError(f"“{date}” is no date of reviews.", "Write it like 2026-05-14.")

    def of(self, record: Record) -> list[dict[str, Any]]:
        """The reviews of one article's claims."""
        losses = self._writing.losses
        losses.begin(record.document.id, record.document.title)
        spans = {span.id: span for span in record.spans}
        claims = [span for span in record.spans if span.label in self._claims]
        authors: dict[str, Span] = {}
        used: set[str] = set()
        for relation in record.relations:
            is_ours = relation.label in self._author_relations and relation.from_id not in authors
            if is_ours and spans[relation.from_id].label in self._claims:
                authors[relation.from_id] = spans[relation.to_id]
                used |= {relation.id, relation.to_id}
        self._count_lost(record, claims, used)
        return [self._review(span, authors.get(span.id), record) for span in claims]

    def _count_lost(self, record: Record, claims: Sequence[Span], used: set[str]) -> None:
        said = {one.id for one in (self._rating, self._wording) if one is not None}
        lost: dict[tuple[str, str], list[str]] = {
            ("spans", NO_CLAIM): [
                one.id for one in record.spans if one.label not in self._claims and one.id not in used
            ],
            ("relations", NO_AUTHOR): [one.id for one in record.relations if one.id not in used],
            ("attributes", NOT_SAID): [one.id for one in claims if set(one.attributes) - said],
            ("notes", NOT_SAID): [one.id for one in claims if one.note],
        }
        for (what, why), ids in lost.items():
            if ids:
                self._writing.losses.add(what, "dropped", why, ids=ids)

    def _review(self, span: Span, author: Span | None, record: Record) -> dict[str, Any]:
        document = record.document
        address = document.metadata.get("url", "").strip()
        review: dict[str, Any] = {
            "@type": "ClaimReview",
            "@id": f"urn:uuid:{span.id}",
            "claimReviewed": self._words(span),
            "itemReviewed": self._claim(span, author, record),
            "author": self._reviewer(),
            "datePublished": self._writing.value(DATE) or _day(span.modified),
            "url": self._url(span, address),
            "reviewRating": self._rated(span),
            "inLanguage": document.metadata.get("language", "").strip(),
        }
        return {key: value for key, value in review.items() if value}

    def _url(self, span: Span, address: str) -> str:
        base = self._writing.value(REVIEW_URL)
        if base:
            return f"{base}#{span.id}"
        return address if _ADDRESS.fullmatch(address) else ""

    def _words(self, span: Span) -> str:
        if self._wording is not None:
            said = span.attributes.get(self._wording.id)
            if isinstance(said, str) and said.strip():
                return said
        return " … ".join(span.text.split("\u241f"))

    def _claim(self, span: Span, author: Span | None, record: Record) -> dict[str, Any]:
        metadata = record.document.metadata
        address = metadata.get("url", "").strip()
        published = metadata.get("published", "").strip()
        appearance: dict[str, Any] = {
            "@type": "NewsArticle",
            "headline": record.document.title,
            "url": address if _ADDRESS.fullmatch(address) else "",
            "datePublished": published,
            "publisher": _named("Organization", metadata.get("outlet", "")),
            "author": _named("Person", metadata.get("author", "")),
            "inLanguage": metadata.get("language", "").strip(),
        }
        words = " … ".join(span.text.split("\u241f"))
        claim: dict[str, Any] = {
            "@type": "Claim",
            "text": words,
            "author": self._author(author) if author is not None else None,
            "datePublished": published,
            "appearance": {key: value for key, value in appearance.items() if value},
        }
        return {key: value for key, value in claim.items() if value}

    def _author(self, span: Span) -> dict[str, Any]:
        """Who makes a claim: the entity that the span stands for, else its words."""
        entity: Entity | None = self._entities.get(span.entity or "")
        label = self._codebook.label(span.label)
        hints = [entity.type if entity is not None else "", label.id, label.name]
        hints += [as_text(value) for _, value in sorted(span.attributes.items())]
        said = {
            "@type": _kind(hints),
            "name": entity.name if entity is not None else " … ".join(span.text.split("\u241f")),
        }
        if entity is not None and re.fullmatch(r"Q[1-9]\d*", entity.qid):
            said["sameAs"] = f"https://www.wikidata.org/entity/{entity.qid}"
        return said

    def _reviewer(self) -> dict[str, Any] | None:
        said = _named("Organization", self._writing.value(REVIEWER))
        url = self._writing.value(REVIEWER_URL).strip()
        return {**said, "url": url} if said and url else said

    def _rated(self, span: Span) -> dict[str, Any] | None:
        """The rating; its bounds where it is a scale of numbers."""
        if self._rating is None or self._rating.id not in span.attributes:
            return None
        value = span.attributes[self._rating.id]
        named = next((one.name for one in self._rating.choices if one.id == value), as_text(value))
        said: dict[str, Any] = {"@type": "Rating", "alternateName": named}
        scale = [int(one.id) for one in self._rating.choices if re.fullmatch(r"\d{1,3}", one.id)]
        if re.fullmatch(r"\d{1,3}", as_text(value)):
            said["ratingValue"] = int(as_text(value))
            if len(scale) == len(self._rating.choices) > 1:
                said |= {"worstRating": min(scale), "bestRating": max(scale)}
        return said


def _day(time: str) -> str:
    return time[:10] if _DATE.fullmatch(time[:10]) else ""


def _listed(said: str) -> list[str]:
    return [name.strip() for name in said.split(",") if name.strip()]


def _claim_labels(codebook: Codebook, said: str) -> set[str]:
    """The labels that are claims: those named, else those that are called so."""
    named = set(_listed(said))
    if unknown := sorted(named - set(codebook.labels)):
        raise FormatError(
            f"The codebook has no label “{unknown[0]}”.", f"It has {', '.join(codebook.labels)}."
        )
    if named:
        return named
    found = {
        one.id
        for one in codebook.labels.values()
        if any("claim" in text.casefold() for text in (one.id, one.name, one.layer))
    }
    if not found:
        raise FormatError(
            "The codebook has no label that is called a claim.",
            "Say with the option “claims” which labels are.",
        )
    return found


def _attribute(codebook: Codebook, said: str, usual: Iterable[str], option: str) -> AttributeType | None:
    if said:
        if said not in codebook.attributes:
            raise FormatError(
                f"The codebook has no attribute “{said}” ({option}).",
                f"It has {', '.join(codebook.attributes) or 'none'}.",
            )
        return codebook.attributes[said]
    by_name = {id_.casefold(): one for id_, one in codebook.attributes.items()}
    return next((by_name[name] for name in usual if name in by_name), None)


def _kind(hints: Iterable[str]) -> str:
    """Person or organisation, as far as type, label or attributes tell."""
    for hint in hints:
        if _PEOPLE.fullmatch(hint):
            return "Person"
        if _ORGANISATIONS.fullmatch(hint):
            return "Organization"
    return "Thing"


def _named(kind: str, name: str) -> dict[str, Any] | None:
    return {"@type": kind, "name": name.strip()} if name.strip() else None
