"""Where the program starts: a command, or the window.

The command line never imports Qt, and the window never imports click.
"""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.errors import UserError


def run(arguments: list[str] | None = None) -> int:
    """Carry out a command, or open the window on what was named; returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if _wants_window(arguments):
        return _open_window(arguments)
    from annotator import cli

    return cli.run(arguments)


def _wants_window(arguments: list[str]) -> bool:
    """No argument, or one that looks like a file, not like a command or an option."""
    if not arguments:
        return True
    first = arguments[0]
    if first.startswith("-"):
        return False
    return Path(first).suffix != "" or any(mark in first for mark in "/\\") or Path(first).is_file()


def _open_window(arguments: list[str]) -> int:
    from annotator import preflight

    try:
        _check_files(arguments)
        preflight.check()
        try:
            from annotator.ui.app import main
        except ImportError as error:
            if not _is_of_qt(error):
                raise
            raise preflight.from_import_error(error) from error
        return int(main([sys.argv[0], *arguments]))
    except UserError as error:
        print(f"annotator: {error}", file=sys.stderr)  # noqa: T201 - click is for the commands
        return 1


def _check_files(arguments: list[str]) -> None:
    for argument in arguments:
        if not argument.startswith("-") and not Path(argument).exists():
            raise UserError(f"There is no file {argument}.", "Make a project with: annotator new FILE")


def _is_of_qt(error: ImportError) -> bool:
    return (error.name or "").startswith(("PySide6", "shiboken6")) or ".so" in str(error)


if __name__ == "__main__":
    sys.exit(run())
