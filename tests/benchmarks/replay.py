"""How many keys and clicks the labels of an article take in the real window.

    python -m tests.benchmarks.replay [--quick] [--labels] [PROJECT.annodb | FILE.jsonl …]

Every span and relation of each annotated article, with their attributes, notes and entities, is
made anew from nothing by real key events (and clicks) in a real window. The keys to a span and
its extent are the fewest that a search over the keymap finds; those for relations, attributes
and entities are the cheaper of the ways that the keymap offers. Then the result is compared with
what was given: spans by label, fragments, attributes, entity and note, relations by type, ends,
attributes and note. Not made anew are the articles' own attributes, notes and states, and what
the project says of an entity besides its name. Without a file the annotated articles of the
sample project are taken; `--quick` takes only the way by keys with Shift+R, `--labels` tells of
each label and relation type by itself.

An operation is one key with its modifiers, one pointing, or one turn of the wheel; characters
of free text (notes, names, values) have a row of their own, a key press each. A relation that S
makes together with its source and cue counts with what S and Enter cost. Seconds are motor time:
0.20 a key, 1.10 a pointing; the thinking of 1.35 a label comes on top in every way of working.
The status is 1 if something differs.
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
from tests.benchmarks.replay_hand import KEY, Effort, Hand, open_window
from tests.benchmarks.replay_models import Modelled, relations_by_others, spans_by_others
from tests.benchmarks.replay_work import Work

MOST_PER_ENTITY, MOST_PER_RELATION = 4.0, 2.0
WAYS = {
    "keys and Shift+R": {"by_mouse": False, "propagates": True},
    "keys": {"by_mouse": False, "propagates": False},
    "mouse and Shift+R": {"by_mouse": True, "propagates": True},
}
ROWS: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("entities", "label", {"entities": True}),
    ("other spans", "label", {"entities": False}),
    ("relations", "relation", {}),
    ("attributes of spans", "attribute", {}),
    ("attributes of relations", "relation-attribute", {}),
    ("entities linked", "entity", {}),
    ("notes on spans", "note", {}),
    ("notes on relations", "relation-note", {}),
)
"""What is reported: a title, the purpose, and which labels count."""


@dataclass(frozen=True)
class Outcome:
    """What one replay took, by kind of thing, and in what its result differs."""

    efforts: dict[str, Effort]
    entity_labels: frozenset[str]
    differences: list[str]
    wall: float

    def of(self, purpose: str, *, entities: bool | None = None) -> Effort:
        """The effort for one purpose, such as label or note; of labels all or only (no) entities."""
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
            known = {one.id: one for one in session.project.entities()}
            differing = [*work.problems, *differences(given, *found, known)]
            labels = entity_labels(session.codebook)
        finally:
            workbench.window.close()
        return Outcome(work.hand.efforts, labels, differing, time.monotonic() - started)


def entity_labels(codebook: Codebook) -> frozenset[str]:
    """The labels of short expressions: names, dates and quantities."""
    return frozenset(one.id for one in codebook.labels.values() if one.extent in EXPRESSIONS)


# ---------------------------------------------------------------- report


def report(way: str, outcome: Outcome, *, is_detailed: bool = False) -> None:
    """Print what one way took; in detail, also by label and relation type."""
    print(f"  {way}  ({outcome.wall:.0f} s)")
    for title, purpose, options in ROWS:
        _row(title, outcome.of(purpose, **options))
        if is_detailed and options.get("entities") is not False:
            for name, effort in sorted(outcome.efforts.items()):
                if name.split()[0] == purpose:
                    _row(f"  {name.split()[1]}", effort)
    typed = sum(outcome.efforts.values(), Effort())
    if typed.texts:
        print(
            f"    {'free text typed':28}{typed.texts:6}{typed.typed / typed.texts:9.2f} key presses"
            f"{typed.typed * KEY / typed.texts:8.2f} s each"
        )
    for line in outcome.differences:
        print("    DIFFERS:", line[:200])


def _row(name: str, effort: Effort) -> None:
    if effort.things:
        print(
            f"    {name:28}{effort.things:6}"
            f"{effort.operations / effort.things:9.2f} operations"
            f"{effort.seconds / effort.things:8.2f} s each"
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
                report(way, outcome, is_detailed="--labels" in arguments)
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
