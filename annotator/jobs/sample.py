"""The sample project that comes with Annotator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator import assets
from annotator.jobs.creating import create_from_jsonl

if TYPE_CHECKING:
    from pathlib import Path


def copy_sample(path: Path) -> None:
    """Make a project of its own from the sample, at a path that is still free."""
    create_from_jsonl(path, assets.resources() / "sample_project.jsonl").close()
