"""Where the resources lie: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder of icons, codebooks, manual and other files that are not code."""
    installed = Path(__file__).parent / "_resources"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "resources"


@cache
def sample_articles() -> Path:
    """The folder of invented news articles."""
    installed = Path(__file__).parent / "_sample_articles"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "sample_articles"
