"""A dataset card: what a corpus holds, under which guidelines and terms, as Markdown with YAML.

Count with `Tally` while the corpus is written, say what only people know in `Terms`, and let
`card` write it. The head in YAML is what the Hugging Face Hub reads; the rest follows the
questions of a data statement. Nothing in it depends on the day on which it is made.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from annotator.formats.format import Record
    from annotator.model.codebook import Codebook
    from annotator.model.values import Annotator

SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"))
LARGEST_SIZE = "1M<n<10M"
MOST_NAMES = 30
"""How many outlets are named; the rest are counted."""
NOT_SAID = "Not said."


@dataclass(frozen=True, slots=True)
class Config:
    """One view of a dataset: its name, the pattern of its files by split, its features in YAML."""

    name: str
    files: Mapping[str, str]
    features: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A further part of a card; `text` is Markdown."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What only people can say: `license` is that of the articles, an identifier of the Hub.

    `annotations` is the licence of what was added to them, where it was said; without the
    articles `license` is "". `languages` are codes of ISO 639; empty: those that the articles name.
    """

    title: str
    license: str
    languages: tuple[str, ...] = ()
    summary: str = ""
    annotations: str = ""


@dataclass(slots=True)
class Tally:
    """Counts a corpus, document by document."""

    documents: int = 0
    characters: int = 0
    spans: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    by_annotator: Counter[str] = field(default_factory=Counter)
    by_split: dict[str, Counter[str]] = field(default_factory=dict)
    outlets: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    first: str = ""
    last: str = ""

    def add(self, record: Record, split: str = "train") -> None:
        """Count a document and what is labelled in it."""
        metadata = record.document.metadata
        self.documents += 1
        self.characters += len(record.text)
        self.spans.update(span.label for span in record.spans)
        self.relations.update(relation.label for relation in record.relations)
        self.by_annotator.update(span.annotator for span in record.spans)
        part = self.by_split.setdefault(split, Counter())
        part.update(documents=1, spans=len(record.spans), relations=len(record.relations))
        if outlet := metadata.get("outlet"):
            self.outlets[outlet] += 1
        if language := metadata.get("language", "").replace("_", "-").partition("-")[0].lower():
            self.languages[language] += 1
        if published := metadata.get("published", "")[:10]:
            self.first = min(self.first or published, published)
            self.last = max(self.last, published)


def card(
    codebook: Codebook,
    annotators: Sequence[Annotator],
    tally: Tally,
    terms: Terms,
    configs: Sequence[Config] = (),
    sections: Iterable[Section] = (),
) -> str:
    """The card as a text; `sections` stand before the terms of use."""
    parts = [
        f"# {_line(terms.title)}\n\n{terms.summary.strip() or _summary(codebook, tally)}",
        _counts(tally),
        _labels(codebook, tally),
        _relations(codebook, tally),
        _attributes(codebook),
        _guidelines(codebook),
        _section("Where the articles come from", _sources(tally)),
        _section("Who labelled", _people(annotators, tally)),
        *(_section(one.title, one.text) for one in sections),
        _section("Terms of use", _terms(terms)),
    ]
    return f"---\n{_head(tally, terms, configs)}---\n" + "\n\n".join(filter(None, parts)) + "\n"


def _head(tally: Tally, terms: Terms, configs: Sequence[Config]) -> str:
    import yaml

    head: dict[str, Any] = {"pretty_name": _line(terms.title)}
    if languages := list(terms.languages) or sorted(tally.languages):
        head["language"] = languages
    licenses = list(dict.fromkeys(filter(None, (terms.annotations, terms.license))))
    head["license"] = licenses[0] if len(licenses) == 1 else licenses
    head["task_categories"] = ["token-classification"]
    head["size_categories"] = [size_category(tally.documents)]
    head["configs"] = [
        {"config_name": one.name}
        | ({"default": True} if number == 0 else {})
        | {"data_files": [{"split": split, "path": path} for split, path in one.files.items()]}
        for number, one in enumerate(configs)
    ]
    if any(one.features for one in configs):
        head["dataset_info"] = [
            {"config_name": one.name, "features": list(one.features)} for one in configs
        ]
    if not configs:
        del head["configs"]
    said: str = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10**6)
    return said


def size_category(documents: int) -> str:
    """How the Hub calls a dataset of so many documents."""
    return next((name for limit, name in SIZES if documents < limit), LARGEST_SIZE)


def _summary(codebook: Codebook, tally: Tally) -> str:
    spans, relations = tally.spans.total(), tally.relations.total()
    return (
        f"{counted(tally.documents, 'news article')} with {counted(spans, 'labelled span')} and"
        f" {counted(relations, 'relation')}, labelled with the codebook “{_line(codebook.name)}”"
        + (f", version {_line(codebook.version)}." if codebook.version else ".")
    )


def _counts(tally: Tally) -> str:
    rows = [
        (name, f"{part['documents']:,}", f"{part['spans']:,}", f"{part['relations']:,}")
        for name, part in tally.by_split.items()
    ]
    return _section("What it holds", _table(("split", "articles", "spans", "relations"), rows))


def _labels(codebook: Codebook, tally: Tally) -> str:
    rows = [
        (label.id, label.name, label.layer, f"{tally.spans[label.id]:,}", label.definition)
        for label in codebook.labels.values()
    ]
    table = _table(("label", "name", "layer", "spans", "definition"), rows)
    told = [
        f"**{_line(label.id)}** " + " ".join(said)
        for label in codebook.labels.values()
        if (said := list(_rules(label.include, label.exclude, label.examples)))
    ]
    return _section("Labels", "\n\n".join([table, *told]))


def _rules(include: Sequence[str], exclude: Sequence[str], examples: Sequence[str]) -> Iterator[str]:
    named = (("Include", include), ("Leave out", exclude), ("Examples", examples))
    return (f"{name}: {_line('; '.join(some))}." for name, some in named if some)


def _relations(codebook: Codebook, tally: Tally) -> str:
    rows = [
        (
            one.id,
            one.name,
            ", ".join(one.from_labels) or "any",
            ", ".join(one.to_labels) or "any",
            f"{tally.relations[one.id]:,}",
            one.definition,
        )
        for one in codebook.relation_types.values()
    ]
    heading = ("relation", "name", "from", "to", "number", "definition")
    return _section("Relations", _table(heading, rows)) if rows else ""


def _attributes(codebook: Codebook) -> str:
    rows = [
        (one.id, one.name, one.type, ", ".join(choice.id for choice in one.choices), one.hint)
        for one in codebook.attributes.values()
    ]
    return (
        _section("Attributes", _table(("attribute", "name", "type", "values", "hint"), rows))
        if rows
        else ""
    )


def _guidelines(codebook: Codebook) -> str:
    rules = codebook.guidelines.get("span_rules")
    said = [_line(str(codebook.guidelines.get("description") or ""))]
    said += ["\n".join(f"- {_line(str(rule))}" for rule in rules)] if isinstance(rules, list) else []
    return _section("Guidelines", "\n\n".join(filter(None, said)) or NOT_SAID)


def _sources(tally: Tally) -> str:
    said = []
    if tally.first:
        said.append(f"Published from {_line(tally.first)} to {_line(tally.last)}.")
    if tally.outlets:
        named = tally.outlets.most_common(MOST_NAMES)
        shown = ", ".join(f"{_line(name)} ({number:,})" for name, number in named)
        more = len(tally.outlets) - len(named)
        said.append(f"Outlets: {shown}{f' and {more:,} more' if more > 0 else ''}.")
    if tally.languages:
        said.append(f"Languages, as the articles say: {', '.join(sorted(tally.languages))}.")
    return " ".join(said) or NOT_SAID


def _people(annotators: Sequence[Annotator], tally: Tally) -> str:
    rows = [
        (one.name, one.role, f"{tally.by_annotator[one.id]:,}")
        for one in annotators
        if tally.by_annotator[one.id]
    ]
    return _table(("annotator", "role", "spans"), rows) if rows else "Nobody yet."


def _terms(terms: Terms) -> str:
    own = f"Licence of the annotations: `{_line(terms.annotations)}`. " if terms.annotations else ""
    if not terms.license:
        return f"{own}The articles are not part of this dataset."
    return (
        f"{own}Licence of the articles, as the publisher of this dataset says: `{_line(terms.license)}`."
        " Who passes the texts on answers for the right to do so."
    )


def _section(title: str, text: str) -> str:
    return f"## {_line(title)}\n\n{text.strip()}"


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def _line(text: str) -> str:
    """The text on one line, so that it stays in its row or heading."""
    return " ".join(text.split())
