"""The written-out class of combining marks, the patterns that wait, and what importing costs."""

import re
import subprocess
import sys
import unicodedata

from annotator.model.marks import mark_class
from annotator.model.patterns import Pattern


def test_the_class_has_the_marks_of_unicode():
    marks = re.compile(f"[{mark_class()}]")
    known = [chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"]
    assert sum(not marks.match(mark) for mark in known) < 0.02 * len(known)
    assert not any(marks.match(chr(code)) for code in range(0x300))


def test_a_pattern_is_compiled_at_its_first_use():
    pattern = Pattern("a+", re.IGNORECASE)
    assert "compiled" not in vars(pattern)
    assert pattern.search("bAab")
    assert pattern.match("baa", 1, 2)
    assert pattern.fullmatch("AA")
    assert [match.span() for match in pattern.finditer("a ba", 1)] == [(3, 4)]
    assert "compiled" in vars(pattern)


def test_importing_the_rules_compiles_none_of_the_large_expressions():
    code = (
        "import annotator.model.candidates, annotator.suggest.attribution, annotator.model.extents as e;"
        "from annotator.model import expressions, tokens;"
        "from annotator.model.patterns import Pattern;"
        "found = [each for module in (expressions, tokens) for each in vars(module).values()];"
        "print([each for each in found if isinstance(each, Pattern) and 'compiled' in vars(each)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
