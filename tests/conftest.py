"""Nothing here needs a display, and nothing is written into the user's own folders.

Property tests try the same examples in every run; `HYPOTHESIS_PROFILE=search` looks for new ones.
"""

from __future__ import annotations

import gc
import os
from itertools import count

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("same", derandomize=True, max_examples=30)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

gc.disable()  # a collection in a worker's thread may meet widgets: annotator/ui/garbage.py
_tests = count(1)


_MANY = 50_000


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect what tests leave behind, in the thread that all widgets belong to."""
    if next(_tests) % 200 == 0:
        gc.collect()
    elif gc.get_count()[0] > _MANY:
        gc.collect(1)
