"""Releasing a project as a dataset: a folder with everything that others need, and nobody's name.

The same project and the same plan give the same bytes. The folder appears whole or not at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator import formats
from annotator.errors import Cancelled, FormatError
from annotator.formats import standoff
from annotator.formats.checksums import write_checksums
from annotator.formats.format import Progress, Writing
from annotator.formats.kit.losses import Losses
from annotator.formats.kit.splits import SPLITS
from annotator.formats.writing import new_folder
from annotator.jobs.collecting import calm_collector
from annotator.jobs.release_agreement import AgreementFound, measure
from annotator.jobs.release_corpus import Identities, ReleasedCorpus
from annotator.jobs.release_counts import Counted, NameSearch, count
from annotator.jobs.release_folder import replacing
from annotator.jobs.release_plan import NATIVE
from annotator.jobs.release_texts import Papers, Written
from annotator.jobs.splitting import clusters_of, splits
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from annotator.formats.format import Format
    from annotator.jobs.release_plan import ReleasePlan
    from annotator.jobs.selection import Wanted
    from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """What was released; `warnings` are what the publisher should look at before passing it on."""

    path: Path
    counted: Counted
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]

    def sentences(self) -> list[str]:
        """The report in words."""
        whole = self.counted.whole
        numbers = ", ".join(
            (
                counted(whole.documents, "article"),
                counted(whole.spans.total(), "span"),
                counted(whole.relations.total(), "relation"),
            )
        )
        parts = {name: part.documents for name, part in self.counted.parts.items() if part.documents}
        said = ", ".join(f"{name} {number:,}" for name, number in parts.items())
        return [f"Wrote {self.path}: {numbers} ({said}).", *self.left_out, *self.warnings]


def release(
    project: Project,
    out: Path,
    plan: ReleasePlan,
    *,
    overwrites: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReleaseReport:
    """Write a release into the folder `out`; nothing is left of one that fails or is stopped."""
    plan.check()
    work = _Release(project, plan, _Steps(progress, cancelled))
    whole = replacing(out, overwrites=overwrites)
    with calm_collector(), whole as target, new_folder(target) as folder:
        papers = work.write(folder)
    return ReleaseReport(
        out.resolve(), papers.counted, tuple(papers.left_out()), tuple(work.warnings(papers))
    )


class _Steps:
    """How far a release is, over all the passes that it takes."""

    def __init__(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress = progress
        self.cancelled = cancelled
        self._before = 0
        self.documents = 0
        self.passes = 1

    def step(self, number: int, text: str) -> None:
        """Say how far the present pass is; raises `Cancelled`."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self._progress is not None:
            self._progress(self._before + number, self.passes * self.documents, text)

    def writing_step(self, done: int, _total: int, text: str) -> None:
        """The same, as formats say it; the end of a part is no end of all."""
        self.step(done, text or "…")

    @contextmanager
    def one_pass(self, documents: int) -> Iterator[None]:
        """A pass over so many documents."""
        yield
        self._before += documents

    def end(self) -> None:
        """Say that all is done."""
        if self._progress is not None:
            total = self.passes * self.documents
            self._progress(total, total, "")


class _Release:
    """The work on one release."""

    def __init__(self, project: Project, plan: ReleasePlan, steps: _Steps) -> None:
        self._project = project
        self._plan = plan
        self._steps = steps
        self._formats = plan.chosen_formats()
        self._new = Identities(project.annotators(), plan.seed)
        self._names = NameSearch(
            [(one, self._new.annotator(one.id).name) for one in project.annotators()]
        )
        self._splits: Mapping[str, str] = {}
        self._entities: set[str] | None = None

    def write(self, folder: Path) -> Papers:
        """Write everything into the folder, and say what."""
        corpus = self._corpus(self._plan.wanted)
        documents = corpus.documents()
        if not documents:
            raise FormatError("There is nothing to release.", "No article fits what was chosen.")
        self._steps.documents = len(documents)
        self._steps.passes = 3 + len(self._formats)
        clusters = clusters_of(self._project, documents, lambda _done, _total: self._steps.step(0, ""))
        self._splits = splits(documents, clusters, self._plan.split)
        with self._steps.one_pass(len(documents)):
            found = count(corpus, self._splits, self._names, self._steps.step)
        self._entities = found.entities
        with self._steps.one_pass(len(documents)):
            agreement = self._measure()
        corpus = self._corpus(self._plan.wanted)
        papers = Papers(self._plan, corpus, found, self._splits, clusters, agreement)
        papers.written.append(self._write_native(folder, papers.native, corpus))
        for one, options in self._formats:
            papers.written.append(self._write_format(folder, one, options))
        papers.write(folder)
        write_checksums(folder)
        self._steps.end()
        return papers

    def _corpus(self, wanted: Wanted) -> ReleasedCorpus:
        return ReleasedCorpus(self._project, self._plan, wanted, self._entities)

    def _measure(self) -> AgreementFound:
        documents = frozenset(self._splits)
        wanted, seed = self._plan.wanted, self._plan.seed
        return measure(self._project, wanted, documents, self._new, seed, self._steps.step)

    def _writing(self, options: Mapping[str, str], losses: Losses) -> Writing:
        steps = self._steps
        return Writing(False, steps.writing_step, steps.cancelled, options, losses, self._splits)

    def _write_native(self, folder: Path, name: str, corpus: ReleasedCorpus) -> Written:
        native, losses = formats.named(NATIVE), Losses()
        write = native.write if self._plan.has_texts else standoff.write
        assert write is not None
        with self._steps.one_pass(self._steps.documents):
            write(corpus, folder / name, self._writing({}, losses))
        return Written(native, name, losses)

    def _write_format(self, folder: Path, one: Format, options: Mapping[str, str]) -> Written:
        """Write a format: formats that know splits once, the others once for each part."""
        assert one.write is not None
        top, losses = folder / one.name, Losses()
        knows_splits = any(option.name == "split" for option in one.write_options)
        is_split = self._plan.split.way != "none"
        if knows_splits and is_split:
            options = {**options, "split": "document"}
        parts = self._parts() if is_split and not knows_splits else {"": self._plan.wanted}
        if not one.writes_folder or "" not in parts:
            top.mkdir()
        for part, wanted in parts.items():
            corpus = self._corpus(wanted)
            ending = "" if one.writes_folder else (one.extensions or ("",))[0]
            path = top if one.writes_folder and not part else top / f"{part or 'articles'}{ending}"
            with self._steps.one_pass(len(corpus.documents())):
                one.write(corpus, path, self._writing(options, losses))
        return Written(one, f"{one.name}/", losses)

    def _parts(self) -> dict[str, Wanted]:
        """What belongs to each part that has any article."""
        ids: dict[str, list[str]] = {name: [] for name in SPLITS}
        for id_, split in self._splits.items():
            ids[split].append(id_)
        wanted = self._plan.wanted
        return {name: replace(wanted, documents=frozenset(some)) for name, some in ids.items() if some}

    def warnings(self, papers: Papers) -> list[str]:
        """What the publisher should look at."""
        plan = self._plan.split
        shares = zip(SPLITS, plan.shares, strict=True)
        found = self._names.sentences()
        if plan.way != "none":
            found += [
                f"No article came to {name}: choose another seed or way to split."
                for name, share in shares
                if share and not papers.counted.parts[name].documents
            ]
        return found
