"""The plan of the house, held by the tests: who imports whom, and how large things grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "annotator").rglob("*.py"))
FILE_LINES, FUNCTION_LINES, CLASS_METHODS = 300, 40, 20
FORBIDDEN_NAMES = ("utils", "util", "misc", "manager", "helper", "helpers", "data", "obj", "common")
BROAD_EXCEPT = {"crash.py", "tasks.py", "__init__.py"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_functions_and_classes_stay_small(path: Path) -> None:
    too_large = []
    if path.read_text("utf-8").count("\n") > FILE_LINES:
        too_large.append(name(path))
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES:
            too_large.append(f"{name(path)}: {node.name}")
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
            if len(methods) > CLASS_METHODS:
                too_large.append(f"{name(path)}: class {node.name} has {len(methods)} methods")
    assert too_large == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


def test_all_exceptions_are_caught_only_where_bugs_are_reported() -> None:
    found = {
        path.name
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name)
        if node.type.id in ("Exception", "BaseException")
        if not any(isinstance(part, ast.Raise) for part in node.body)
    }
    assert found <= BROAD_EXCEPT


def test_the_layers_are_kept() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_does_not_import_qt() -> None:
    code = "import sys, annotator.cli; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
