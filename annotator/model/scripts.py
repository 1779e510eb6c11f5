"""Runs of words in scripts that have neither capitals nor spaces."""

from __future__ import annotations

import re

from annotator.model.fragment import Fragment
from annotator.model.patterns import Pattern
from annotator.model.tokens import window_at

_KATAKANA = Pattern("[\u30a0-\u30ff\uff66-\uff9f]")
_HAN = Pattern("[\u3400-\u4dbf\u4e00-\u9fff]+")
_HAN_FUNCTION = "的了在是和说說与與对對为為也不将向从由到者"


def run_in_other_script(text: str, token: Fragment) -> Fragment | None:
    """A run of katakana with its middle dots, or of Han characters between function words."""
    sample = text[token.start : token.end]
    near = window_at(text, token.start, 40)
    if _KATAKANA.match(sample):
        runs = re.compile("[\u30a0-\u30ff\uff66-\uff9f\uff65\u30fb]+").finditer(text, *near)
        return next(
            (Fragment(*run.span()) for run in runs if run.start() <= token.start < run.end()), None
        )
    if _HAN.match(sample) and sample not in _HAN_FUNCTION:
        runs = re.compile(f"(?:(?![{_HAN_FUNCTION}])[\u3400-\u4dbf\u4e00-\u9fff])+").finditer(
            text, *near
        )
        run = next(
            (Fragment(*run.span()) for run in runs if run.start() <= token.start < run.end()), None
        )
        return run if run and run.end - run.start <= 12 else token
    return None
