"""How many keys and clicks the labels of an article take in the real window.

    python -m tests.benchmarks.replay [--quick] [PROJECT.annodb | FILE.jsonl …]

Every span, relation and span attribute of each annotated article is made anew from nothing by real
key events (and clicks) in a real window, with the fewest keys that a search over the keymap
finds; then the result is compared with what was given. Without a file the annotated articles
of the sample project are taken; `--quick` takes only the way by keys with Shift+R.

An operation is one key with its modifiers, one pointing, or one turn of the wheel; characters
of free text are counted apart. A relation that S makes together with its source and cue counts
with what S and Enter cost. Seconds are motor time: 0.20 a key, 1.10 a pointing; the thinking of
1.35 a label comes on top in every way of working. The status is 1 if something differs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from annotator.assets import resources
from annotator.model.codebook import Codebook
from annotator.model.taking import EXPRESSIONS
from tests.benchmarks.replay_given import Given, differences, read
from tests.benchmarks.replay_hand import Effort, Hand, open_window
from tests.benchmarks.replay_models import Modelled, relations_by_others, spans_by_others
from tests.benchmarks.replay_work import Work

MOST_PER_ENTITY, MOST_PER_RELATION = 4.0, 2.0
WAYS = {
    "keys and Shift+R": {"by_mouse": False, "propagates": True},
    "keys": {"by_mouse": False, "propagates": False},
    "mouse and Shift+R": {"by_mouse": True, "propagates": True},
}


@dataclass(frozen=True)
class Outcome:
    """What one replay took, by kind of thing, and in what its result differs."""

    efforts: dict[str, Effort]
    entity_labels: frozenset[str]
    differences: list[str]
    wall: float

    def of(self, purpose: str, *, entities: bool | None = None) -> Effort:
        """The effort for labels, relations or attributes; of labels all or only (no) entities."""
        total = Effort()
        for name, effort in self.efforts.items():
            kind, _, label = name.partition(" ")
            if kind == purpose and entities in (None, label in self.entity_labels):
                total += effort
        return total


def replay(given: Given, *, by_mouse: bool = False, propagates: bool = True) -> Outcome:
    """Reproduce one article in a window of its own, which is closed again."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        workbench = open_window(given, Path(folder))
        try:
            work = Work(given, Hand(workbench), by_mouse, propagates)
            work.run()
            session = workbench.session
            assert session.project is not None
            assert session.document is not None
            id_ = session.document.id
            found = session.project.spans(id_), session.project.relations(id_)
            differing = [*work.problems, *differences(given, *found)]
            labels = entity_labels(session.codebook)
        finally:
            workbench.window.close()
        return Outcome(work.hand.efforts, labels, differing, time.monotonic() - started)


def entity_labels(codebook: Codebook) -> frozenset[str]:
    """The labels of short expressions: names, dates and quantities."""
    return frozenset(one.id for one in codebook.labels.values() if one.extent in EXPRESSIONS)


# ---------------------------------------------------------------- report


def report(given: Given, way: str, outcome: Outcome) -> None:
    """Print what one way took."""
    print(f"  {way}  ({outcome.wall:.0f} s)")
    _row("entities", outcome.of("label", entities=True))
    _row("other spans", outcome.of("label", entities=False))
    _row("relations", outcome.of("relation"))
    _row("attributes", outcome.of("attributes"))
    for line in outcome.differences:
        print("    DIFFERS:", line[:160])


def _row(name: str, effort: Effort) -> None:
    if effort.things:
        typed = f"   {effort.typed} characters of free text" if effort.typed else ""
        print(
            f"    {name:28}{effort.things:6}"
            f"{effort.operations / effort.things:9.2f} operations"
            f"{effort.seconds / effort.things:8.2f} s each{typed}"
        )


def report_others(given: Given, entities: frozenset[str]) -> None:
    """Print the models of the other ways."""
    print("  models of other ways")
    for title, chosen in (
        ("entities", [span for span in given.spans if span.label in entities]),
        ("other spans", [span for span in given.spans if span.label not in entities]),
    ):
        for modelled in spans_by_others(given, chosen) if chosen else []:
            _model_row(title, modelled, len(chosen))
    if given.relations:
        _model_row("relations", relations_by_others(given), len(given.relations))


def _model_row(title: str, modelled: Modelled, count: int) -> None:
    print(
        f"    {title + ': ' + modelled.name:40}"
        f"{modelled.operations / count:6.2f} operations{modelled.seconds / count:8.2f} s each"
    )


def main(arguments: list[str]) -> int:
    """Replay all articles of the files, and say whether the aims are met."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    is_quick = "--quick" in arguments
    paths = [Path(one) for one in arguments if not one.startswith("--")]
    ways = dict(list(WAYS.items())[:1]) if is_quick else WAYS
    is_equal, entities, relations = True, Effort(), Effort()
    for path in paths or [resources() / "sample_project.jsonl"]:
        for given in read(path):
            print(f"{given.title} ({len(given.spans)} spans, {len(given.relations)} relations)")
            for way, options in ways.items():
                outcome = replay(given, **options)
                report(given, way, outcome)
                is_equal = is_equal and not outcome.differences
                if way == next(iter(WAYS)):
                    entities += outcome.of("label", entities=True)
                    relations += outcome.of("relation")
            report_others(given, outcome.entity_labels)
    _aim("entity", entities, MOST_PER_ENTITY)
    _aim("relation", relations, MOST_PER_RELATION)
    print("all annotations equal those given" if is_equal else "SOME ANNOTATIONS DIFFER")
    return 0 if is_equal else 1


def _aim(name: str, effort: Effort, most: float) -> None:
    if effort.things:
        found = effort.operations / effort.things
        word = "met" if found <= most else "MISSED"
        print(f"operations per {name}: {found:.2f} (aim: at most {most:.1f}, {word})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
