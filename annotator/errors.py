"""Errors that a user can do something about. Everything else is a bug."""

from __future__ import annotations


class UserError(Exception):
    """The environment or the input is at fault; shown as it is, without a traceback.

    `message` is a full sentence that names the file and the place; `hint` says what
    to do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ProjectError(UserError):
    """A project file that cannot be opened or written."""


class StaleEdit(UserError):
    """An edit was made from values that are no longer what the project holds."""


class CodebookError(UserError):
    """A codebook, or something that the codebook does not allow."""


class FormatError(UserError):
    """A file that cannot be read in this format, or a format that is not known."""


class Cancelled(Exception):
    """A long task was stopped by the user; nothing of it was kept."""
