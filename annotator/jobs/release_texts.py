"""The papers of a release: card, data statement, rights, splits, agreement and how it was made."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator import __version__
from annotator.formats import codebook_beside, dataset_card, standoff
from annotator.formats.data_statement import Facts, data_statement, licence_note
from annotator.formats.dataset_card import Config, Section, Terms
from annotator.formats.kit.splits import SPLITS
from annotator.jobs import release_agreement
from annotator.jobs.release_agreement import table
from annotator.jobs.release_counts import by_split
from annotator.jobs.release_plan import NATIVE, TIMES
from annotator.jobs.splitting import WAYS
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from annotator.formats.format import Format
    from annotator.formats.kit.losses import Losses
    from annotator.jobs.release_agreement import AgreementFound
    from annotator.jobs.release_corpus import ReleasedCorpus
    from annotator.jobs.release_counts import Counted
    from annotator.jobs.release_plan import ReleasePlan

MANIFEST_FORMAT = "annotator-release/1"
CARD, STATEMENT, RIGHTS = "README.md", "DATA_STATEMENT.md", "LICENCE.md"
SPLIT_TABLE, AGREEMENT, LOSSES = "splits.csv", "agreement.json", "losses"
_HUB = "huggingface"
_CHANCE = (
    " A hash of the seed decides: the shares are met on average, and articles keep their part when"
    " others join."
)


@dataclass(slots=True)
class Written:
    """One format as it was written: where, and what it could not keep."""

    format: Format
    place: str
    losses: Losses


@dataclass(slots=True)
class Papers:
    """All that the papers are made from."""

    plan: ReleasePlan
    corpus: ReleasedCorpus
    counted: Counted
    splits: Mapping[str, str]
    clusters: Mapping[str, str]
    agreement: AgreementFound
    written: list[Written] = field(default_factory=list)

    @property
    def native(self) -> str:
        """The name of the file that has everything."""
        return standoff.WHOLE_FILE if self.plan.has_texts else standoff.BARE_FILE

    def write(self, folder: Path) -> None:
        """Write all papers into the folder."""
        facts = Facts(
            self.corpus.project_name.title,
            self.corpus.codebook(),
            self.counted.whole,
            len(self._people("person")),
            len(self._people("suggester")),
            bool(self._people("gold")),
            self.counted.origins,
        )
        rights = licence_note(
            self.plan.license,
            self.plan.articles_license,
            sorted(self.counted.whole.outlets),
            has_texts=self.plan.has_texts,
        )
        texts = {
            CARD: self._card(folder),
            STATEMENT: data_statement(facts, self.plan.statement),
            RIGHTS: rights,
            SPLIT_TABLE: self._split_table(),
            AGREEMENT: _json(release_agreement.as_json(self.agreement)),
            standoff.MANIFEST: _json(self._manifest()),
        }
        for name, text in texts.items():
            (folder / name).write_bytes(text.encode())
        codebook_beside.write(folder, self.corpus.codebook())
        for one in self.written:
            if one.losses.totals():
                (folder / LOSSES).mkdir(exist_ok=True)
                with (folder / LOSSES / f"{one.format.name}.jsonl").open("xb") as file:
                    file.writelines(one.losses.lines())

    def _people(self, role: str) -> list[str]:
        spans = self.counted.whole.by_annotator
        people = [one for one in self.corpus.annotators() if one.role == role]
        return [one.name for one in people if spans[one.id]]

    # ------------------------------------------------------------ the card

    def _card(self, folder: Path) -> str:
        plan = self.plan
        terms = Terms(
            self.corpus.project_name.title,
            plan.articles_license if plan.has_texts else "",
            annotations=plan.license,
        )
        sections = (
            Section("Files", self._files()),
            Section("Split", self._split()),
            Section("Agreement", release_agreement.as_markdown(self.agreement)),
            Section("What was left out", "\n".join(f"- {one}" for one in self.left_out())),
        )
        return dataset_card.card(
            self.corpus.codebook(),
            self.corpus.annotators(),
            self.counted.whole,
            terms,
            self._configs(folder),
            sections,
        )

    def _configs(self, folder: Path) -> list[Config]:
        """The views that the Hub can load, as the card of the Hugging Face folder names them."""
        import yaml

        card = folder / _HUB / CARD
        if not card.is_file():
            return []
        head = yaml.safe_load(card.read_text("utf-8").split("---\n")[1])
        features = {one["config_name"]: one["features"] for one in head.get("dataset_info", ())}
        return [
            Config(
                one["config_name"],
                {file["split"]: f"{_HUB}/{file['path']}" for file in one["data_files"]},
                features.get(one["config_name"], ()),
            )
            for one in head["configs"]
        ]

    def _files(self) -> str:
        what = "everything" if self.plan.has_texts else "everything but the texts"
        rows = [
            (f"`{self.native}`", f"{what}, in the native format; `split` of a document is its part"),
            *(
                (f"`{one.place}`", one.format.description)
                for one in self.written
                if one.format.name != NATIVE
            ),
            ("`codebook.json`", "the codebook, which Annotator can import"),
            (f"`{SPLIT_TABLE}`", "the part and the cluster of near-duplicates of each article"),
            (f"`{AGREEMENT}`", "agreement by layer and pair, with the definitions"),
            (f"`{STATEMENT}`, `{RIGHTS}`", "data statement; rights"),
            (f"`{LOSSES}/`", "what a format could not keep, article by article, if anything"),
            (
                f"`{standoff.MANIFEST}`, `SHA256SUMS`",
                "how it was made; checksums of all files",
            ),
        ]
        return table(("file", "what"), rows) + self._restoring()

    def _restoring(self) -> str:
        if self.plan.has_texts:
            return ""
        return (
            "\n\nThe articles are not part of this release. Who has them puts them back with"
            " `annotator restore THIS_FOLDER ARTICLES… OUT.jsonl`: each is found by the SHA-256 of its"
            " text in UTF-8, with line ends as `\\n` and without a byte order mark."
        )

    def _split(self) -> str:
        plan = self.plan.split
        said = f"How: {WAYS[plan.way]}."
        if plan.way != "none":
            named = zip(SPLITS, plan.shares, strict=True)
            shares = ", ".join(f"{name} {share}" for name, share in named)
            said += f" Shares wished: {shares}. Near-duplicates are always in the same part."
            said += " New articles move the cuts between the dates." if plan.way == "date" else _CHANCE
        twins = sum(self.clusters[id_] != id_ for id_ in self.splits)
        repeating = counted(twins, "article is a near-duplicate", "articles are near-duplicates")
        parts = [said, f"{repeating} of another.", *self._split_numbers()]
        return "\n\n".join(parts)

    def _split_numbers(self) -> Iterator[str]:
        """Tables of labels and relations by part, where there are several parts."""
        there = [name for name, tally in self.counted.parts.items() if tally.documents]
        if len(there) < 2:
            return
        book, parts = self.corpus.codebook(), self.counted.parts
        spans = [*by_split(list(book.labels), parts, lambda one: one.spans)]
        relations = [*by_split(list(book.relation_types), parts, lambda one: one.relations)]
        for heading, rows in (("label", spans), ("relation", relations)):
            if rows:
                yield table((heading, *there), rows)

    def left_out(self) -> list[str]:
        """What the release does not have on purpose, and what its formats cannot keep, in words."""
        plan = self.plan
        said = [
            "Names, e-mail addresses and identifiers of people are replaced by pseudonyms;"
            " identifiers of annotations are new.",
            "Doubts, assignments, flags, saved searches, settings, history and original files are"
            " not part of a release.",
            f"Times of annotation: {TIMES[plan.times]}.",
            *(f"Left out: {number:,} {what}." for what, number in sorted(self.counted.left_out.items())),
        ]
        if plan.wanted.labels is not None:
            said.append(f"Only these labels: {', '.join(sorted(plan.wanted.labels))}.")
        if plan.wanted.states is not None:
            said.append(f"Only articles that are {' or '.join(sorted(plan.wanted.states))}.")
        for one in self.written:
            losses = [*filter(None, [one.format.loss]), *one.losses.sentences()]
            said += [
                f"{one.format.title}: {sentence}" for sentence in losses if one.format.name != NATIVE
            ]
        return said

    # ------------------------------------------------------------ tables

    def _split_table(self) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("id", "split", "cluster"))
        writer.writerows((id_, split, self.clusters[id_]) for id_, split in self.splits.items())
        return out.getvalue()

    def _manifest(self) -> dict[str, Any]:
        plan, whole = self.plan, self.counted.whole
        return {
            "format": MANIFEST_FORMAT,
            "made_with": f"annotator {__version__}",
            "title": self.corpus.project_name.title,
            "licenses": {"annotations": plan.license, "articles": plan.articles_license},
            "texts": plan.has_texts,
            "split": {"way": plan.split.way, "shares": list(plan.split.shares), "seed": plan.split.seed},
            "times": plan.times,
            "free_texts": plan.has_free_texts,
            "labels": _sorted(plan.wanted.labels),
            "states": _sorted(plan.wanted.states),
            "annotators": [one.name for one in self.corpus.annotators()],
            "formats": {one.format.name: one.place for one in self.written},
            "options": {name: dict(sorted(said.items())) for name, said in sorted(plan.formats.items())},
            "documents": whole.documents,
            "spans": whole.spans.total(),
            "relations": whole.relations.total(),
            "splits": {
                name: part.documents for name, part in self.counted.parts.items() if part.documents
            },
        }


def _sorted(names: frozenset[str] | None) -> Sequence[str] | None:
    return None if names is None else sorted(names)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
