"""SQLite's own errors as sentences about the file, with a way out."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import wraps
from inspect import isfunction, isgeneratorfunction
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.errors import ProjectError, UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Asked = TypeVar("Asked")


@contextmanager
def errors_in_words(path: Path, *, is_checked: bool = True) -> Iterator[None]:
    """Raise SQLite's own errors as a `UserError` that says what to do.

    In a file that is checked, a statement that SQLite does not understand is a fault of ours
    and stays as it is; before, it can be the file's.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        raise UserError(
            "A value contains half of a character (a lone surrogate).",
            "Remove it; it comes from a broken conversion.",
        ) from error
    except UnicodeDecodeError as error:  # in a value, or in SQLite's own words about it
        raise _told(path, "SQLITE_CORRUPT") from error
    except sqlite3.IntegrityError as error:
        raise UserError(f"The edit adds the same thing twice ({error}).") from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        if is_checked and _is_fault(error):
            raise
        raise project_error(path, error) from error


def answers_in_words(asked: type[Asked]) -> type[Asked]:
    """A class of questions about a file: all that is public in it raises errors in words."""
    for name, function in list(vars(asked).items()):
        if isfunction(function) and not name.startswith("_"):
            setattr(asked, name, _in_words(function))
    return asked


def _in_words(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def answer(self: Any, *arguments: Any, **options: Any) -> Any:
        with errors_in_words(self.path):
            return function(self, *arguments, **options)

    @wraps(function)
    def answers(self: Any, *arguments: Any, **options: Any) -> Iterator[Any]:
        with errors_in_words(self.path):
            yield from function(self, *arguments, **options)

    return answers if isgeneratorfunction(function) else answer


MOVED = (
    "{} was moved or deleted while it was open.",
    "The last edit was not saved. Put the file back in its place and go on; or close the project and"
    " open the file where it now is, or the newest one in the snapshots folder.",
)
_REASONS = {
    "SQLITE_FULL": ("There is no room left on the disk of {}.", "Make room and try again."),
    "SQLITE_READONLY_DBMOVED": MOVED,
    "SQLITE_READONLY": (
        "{} cannot be written.",
        "See whether the file or its folder is write-protected, then try again.",
    ),
    "SQLITE_PERM": ("There is no permission to write {}.", "Ask for it, or work on a copy."),
    "SQLITE_BUSY": (
        "{} is being used by another program.",
        "Close it there, then try again.",
    ),
    "SQLITE_LOCKED": ("{} is being used by another program.", "Close it there, then try again."),
    "SQLITE_CANTOPEN": (
        "{} or its journal cannot be opened.",
        "See whether the file and its folder are still there and can be written.",
    ),
    "SQLITE_IOERR": (
        "The disk reported an error on {}.",
        "See whether the disk is still connected and has room, then try again.",
    ),
    "SQLITE_CORRUPT": (
        "{} is damaged.",
        "Open the newest file in the snapshots folder beside it, or a backup.",
    ),
    "SQLITE_NOTADB": ("{} is not a project file.", "Choose another file."),
    "SQLITE_TOOBIG": ("A value is too large for {}.", "Split the document into smaller ones."),
    "SQLITE_INTERRUPT": ("Reading {} took too long.", "Try again, or open a backup."),
    "SQLITE_NOMEM": ("There is not enough memory for {}.", "Close other programs and try again."),
}


def _is_fault(error: sqlite3.DatabaseError) -> bool:
    """Whether it is the statement that is wrong (“no such column”), not the file or the disk."""
    is_unnamed = getattr(error, "sqlite_errorname", "") == "SQLITE_ERROR"
    return is_unnamed and "decode to UTF-8" not in str(error)


def project_error(path: Path, error: sqlite3.Error) -> ProjectError:
    """SQLite's error as a sentence about this file, with a way out."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if "decode to UTF-8" in str(error):
        name = "SQLITE_CORRUPT"
    known = next((known for known in _REASONS if name.startswith(known)), "")
    if known:
        return _told(path, known)
    return ProjectError(f"“{path}” cannot be read or written: {error}.", _REASONS["SQLITE_IOERR"][1])


def _told(path: Path, reason: str) -> ProjectError:
    message, hint = _REASONS[reason]
    return ProjectError(message.format(f"“{path}”"), hint)
