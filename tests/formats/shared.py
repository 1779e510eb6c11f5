"""Where the corpora and oracles lie that are not part of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"


def shared(name: str) -> Path:
    """The file or folder of this name; without it the test is skipped by name."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"there is no {name} beside the repository")
    return path
