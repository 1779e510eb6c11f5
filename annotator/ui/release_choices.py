"""What is chosen for a release, and what is remembered of it until the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.formats.data_statement import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.release_plan import ReleasePlan
    from annotator.ui.settings import Settings

_CHOICES, _ANSWERS = "release_choices", "release_answers"
_MOST_PROJECTS = 50


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """A release that was asked for, and where it goes."""

    plan: ReleasePlan
    path: Path
    overwrites: bool


class ReleaseMemory:
    """The terms of the last release; the answers for the data statement belong to a project."""

    def __init__(self, settings: Settings, project_id: str) -> None:
        self._settings = settings
        self._project_id = project_id

    def said(self, name: str, usual: str) -> str:
        """What was chosen the last time."""
        found = self._stored(_CHOICES).get(name)
        return found if isinstance(found, str) else usual

    def formats(self, usual: tuple[str, ...]) -> frozenset[str]:
        """Which formats were chosen the last time."""
        found = self._stored(_CHOICES).get("formats")
        return frozenset(map(str, found)) if isinstance(found, list) else frozenset(usual)

    def answers(self) -> dict[str, str]:
        """What was said of this project in a data statement."""
        found = self._stored(_ANSWERS).get(self._project_id)
        if not isinstance(found, dict):
            return {}
        return {str(name): str(text) for name, text in found.items() if name in QUESTIONS}

    def keep(self, plan: ReleasePlan) -> None:
        """Remember what was chosen, apart from what was left out."""
        choices = {
            "license": plan.license,
            "split": plan.split.way,
            "shares": ",".join(map(str, plan.split.shares)),
            "seed": plan.split.seed,
            "times": plan.times,
        }
        if plan.has_texts:
            choices["articles_license"] = plan.articles_license
            formats: dict[str, Any] = {"formats": sorted(plan.formats)}
        else:
            formats = {}
        self._settings.write(_CHOICES, {**self._stored(_CHOICES), **choices, **formats})
        others = {key: said for key, said in self._stored(_ANSWERS).items() if key != self._project_id}
        kept = dict(list(others.items())[-_MOST_PROJECTS:])
        self._settings.write(_ANSWERS, {**kept, self._project_id: dict(plan.statement)})

    def _stored(self, name: str) -> dict[str, Any]:
        stored = self._settings.read(name)
        return stored if isinstance(stored, dict) else {}
