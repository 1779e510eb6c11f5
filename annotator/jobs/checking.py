"""Checking a project: the file itself, and the annotations against text and codebook."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import Cancelled
from annotator.model.check_choices import Choices
from annotator.model.check_document import Background, Checked
from annotator.model.check_rules import Rules
from annotator.model.check_strings import Strings
from annotator.model.check_tally import Tally
from annotator.model.checking import findings
from annotator.model.checks import BY_ID, Finding
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from annotator.formats.format import Progress
    from annotator.store.project import Project

_SPANS_AT_ONCE = 4_000
_CHARACTERS_AT_ONCE, _DOCUMENTS_AT_ONCE = 250_000, 100
_SAMPLE = 200


@dataclass(frozen=True)
class CheckReport:
    """What was found; `damages` are sentences about the file, `titles` those of documents by id.

    `background` and `strings` are what a document is checked against when it is checked again.
    """

    damages: tuple[str, ...]
    tally: Tally
    titles: dict[str, str]
    documents: int
    spans: int
    background: Background
    strings: Strings

    @property
    def errors(self) -> int:
        """How many findings are errors, damages included; muted and accepted ones are not."""
        return len(self.damages) + self.tally.level_count("error")

    @property
    def warnings(self) -> int:
        """How many findings are worth a second look only."""
        return self.tally.level_count("warning") + self.tally.level_count("info")

    def error_count(self, kinds: Sequence[str] = ()) -> int:
        """How many errors these checks found, or all of them with the damages."""
        if not kinds:
            return self.errors
        return sum(self.tally.count(kind) for kind in kinds if self.tally.level(kind) == "error")

    def findings(self, kinds: Sequence[str] = (), *, is_all: bool = False) -> Iterator[Finding]:
        """The findings that were kept, of these checks or of all, a check after the other."""
        for kind, _count in self.tally.kinds(is_all=is_all):
            if not kinds or kind in kinds:
                yield from self.tally.findings(kind, is_all=is_all)

    def sentences(self, kinds: Sequence[str] = (), *, is_all: bool = False) -> list[str]:
        """The report in words: each finding a line, then the counts, the sum last."""
        said = [f"error: {damage}" for damage in self.damages]
        for finding in self.findings(kinds, is_all=is_all):
            title = self.titles.get(finding.document_id, finding.document_id)
            said.append(f"{finding.level}: {title}: {finding.message} [{finding.kind}]")
        for kind, count in self.tally.kinds(is_all=is_all):
            if not kinds or kind in kinds:
                kept = len(self.tally.findings(kind, is_all=is_all))
                more = f", {kept:,} of them listed" if kept < count else ""
                said.append(f"{count:>9,}  {BY_ID[kind].name} [{kind}{more}]")
        return [*said, self.sum_sentence(is_all=is_all)]

    def sum_sentence(self, *, is_all: bool = False) -> str:
        """How much was checked and found, and how much of it is not shown."""
        checked = f"{counted(self.documents, 'article')} and {counted(self.spans, 'span')}"
        found = f"{counted(self.errors, 'error')}, {counted(self.warnings, 'warning')}"
        hidden = {"muted": self.tally.muted, "accepted": self.tally.accepted}
        left = ", ".join(f"{number:,} {name}" for name, number in hidden.items() if number)
        where = "" if is_all or not left else "; --all shows them"
        return f"Checked {checked}: {found}" + (f" ({left}{where})." if left else ".")


def check(
    project: Project,
    *,
    is_deep: bool = True,
    says_names: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CheckReport:
    """Check every document, and first the whole file if `is_deep`.

    `says_names`: the findings speak of labels by their names, not by their ids.

    Reads in short statements, so that edits can go on meanwhile.
    """

    def step(done: int, total: int, text: str) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(done, total, text)

    damages = tuple(project.problems()) if is_deep else ()
    sizes = project.document_sizes()
    background = read_background(project, says_names=says_names)
    order = {id_: number for number, (id_, _title, _length) in enumerate(sizes)}
    tally = Tally(Choices.of(project.settings()), order)
    strings, spans = _read_strings(project, background, sizes, step)
    done = 0
    for batch in _batches(sizes):
        for contents in project.contents(batch):
            tally.take(contents.document_id, findings(contents, background, strings))
        done += len(batch)
        step(done, len(sizes), "")
    titles = {id_: title for id_, title, _length in sizes}
    return CheckReport(damages, tally, titles, len(sizes), spans, background, strings)


def read_background(project: Project, *, says_names: bool = False) -> Background:
    """What the checks of a single document know of the project around it."""
    at_work: dict[str, list[str]] = defaultdict(list)
    done: dict[str, list[str]] = defaultdict(list)
    for document, annotator, state in project.work_begun():
        at_work[document].append(annotator)
        if state == "done":
            done[document].append(annotator)
    return Background(
        Rules(project.codebook(), says_names=says_names), project.entity_ids(), at_work, done
    )


def _read_strings(
    project: Project,
    background: Background,
    sizes: Sequence[tuple[str, str, int]],
    step: Callable[[int, int, str], None],
) -> tuple[Strings, int]:
    """The words of all spans, and how many spans there are."""
    strings = Strings(background.rules)
    after, spans = "", 0
    while rows := project.span_words(after, _SPANS_AT_ONCE):
        strings.add([row[1:] for row in rows])
        after, spans = rows[-1][0], spans + len(rows)
        step(0, len(sizes), "")
    strings.close(lambda: step(0, len(sizes), ""))
    begun = [id_ for id_, _title, _length in sizes if id_ in background.at_work]
    sample = begun[:: max(1, len(begun) // _SAMPLE)]
    for at in range(0, len(sample), _DOCUMENTS_AT_ONCE):
        some = project.contents(sample[at : at + _DOCUMENTS_AT_ONCE])
        strings.count_common(Checked(one, background) for one in some)
        step(0, len(sizes), "")
    strings.leave_common()
    return strings, spans


def _batches(sizes: Sequence[tuple[str, str, int]]) -> Iterator[list[str]]:
    """The documents' ids, so many at once as make one short statement."""
    batch: list[str] = []
    characters = 0
    for id_, _title, length in sizes:
        if batch and (characters + length > _CHARACTERS_AT_ONCE or len(batch) >= _DOCUMENTS_AT_ONCE):
            yield batch
            batch, characters = [], 0
        batch.append(id_)
        characters += length
    if batch:
        yield batch
