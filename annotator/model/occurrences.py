"""Where the same words stand again."""

from __future__ import annotations

import re

from annotator.model.fragment import Fragment


def occurrences(text: str, words: str) -> list[Fragment]:
    """The places where `words` stands as whole words, in code points; case counts.

    Between the words any one white space will do, so that a line end does not hide a name.
    """
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    pattern = r"\s".join(parts)
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return [Fragment(*match.span()) for match in re.finditer(before + pattern + after, text)]
