"""What can go wrong with a server, in words, with a way out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Error


class ServerError(UserError):
    """A server that cannot be used now.

    `is_passing` says that it may answer again later, without anybody doing anything;
    `wants_password` that a password is needed, or another one.
    """

    def __init__(
        self, message: str, hint: str = "", *, is_passing: bool = False, wants_password: bool = False
    ) -> None:
        super().__init__(message, hint)
        self.is_passing = is_passing
        self.wants_password = wants_password


_LATER = "Go on working; what is here stays here, and the next sync brings everything."
_PASSWORD = "Give it when asked, in PGPASSWORD, or in the file that PostgreSQL calls .pgpass."
_ASK = "Ask whoever runs the server."
_UNREACHED = (
    # what the server or the network said when we knocked, our message, the way out, passing
    ("no password supplied", "{} wants a password.", _PASSWORD, False),
    ("password authentication failed", "{} refuses the name or the password.", _PASSWORD, False),
    ("no pg_hba.conf entry", "{} lets nobody in from here under this name.", _ASK, False),
    ("authentication failed", "{} refuses this name.", _ASK, False),
    ("permission denied for database", "There is no permission to use {}.", _ASK, False),
    ("starting up", "{} is just starting.", _LATER, True),
    ("shutting down", "{} is being shut down.", _LATER, True),
    ("recovery mode", "{} is just recovering.", _LATER, True),
    ("too many", "{} has no room for one more client now.", _LATER, True),
    ("remaining connection slots", "{} has no room for one more client now.", _LATER, True),
    ("certificate", "{} cannot prove who it is.", _ASK, False),
    ("does not support SSL", "{} does not encrypt the connection.", _ASK, False),
    ("invalid sslmode", "The address of {} asks for an unknown sslmode.", "See the manual.", False),
    ("invalid connection option", "The address of {} has an unknown option.", "See the manual.", False),
)
_NO_DATABASE = "Ask whoever runs the server to make it: the manual's page on the server says how."
_BY_STATE = {
    "42501": ("There is no permission to use the tables on {}.", _ASK, False),
    "25006": ("{} can only be read: it is a copy of another server.", "Name the other one.", False),
    "53100": ("{} has no room left on its disk.", f"{_ASK} {_LATER}", True),
    "53200": ("{} has no memory left.", _LATER, True),
    "57P01": ("{} was shut down in the middle.", _LATER, True),
    "57P02": ("{} broke down in the middle.", _LATER, True),
    "57P03": ("{} is just starting.", _LATER, True),
    "40P01": ("{} was busy for too long.", _LATER, True),
    "55P03": ("{} was busy for too long.", _LATER, True),
    "57014": ("{} stopped what we asked for.", _LATER, True),
}


@contextmanager
def failures_in_words(name: str) -> Iterator[None]:
    """Raise psycopg's own errors about the server called `name` as `ServerError`."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise _told(name, error) from error


def unreached(name: str, error: Error) -> ServerError:
    """Why no connection came about."""
    said = " ".join(str(error).split())
    if "does not exist" in said and "database" in said:
        return ServerError(f"There is no such database on the server: {name}.", _NO_DATABASE)
    if "does not exist" in said and "role" in said:
        return ServerError(f"{name} does not know this name.", _ASK)
    for sign, message, hint, is_passing in _UNREACHED:
        if sign in said:
            wants = hint == _PASSWORD
            text = message.replace("{}", name)
            return ServerError(text, hint, is_passing=is_passing, wants_password=wants)
    hint = f"See whether the address is right and the server runs. {_LATER}"
    return ServerError(f"{name} cannot be reached ({said}).", hint, is_passing=True)


def _told(name: str, error: Error) -> ServerError:
    from psycopg import errors

    known = _BY_STATE.get(error.sqlstate or "")
    if known is not None:
        message, hint, is_passing = known
        return ServerError(message.replace("{}", name), hint, is_passing=is_passing)
    if isinstance(error, errors.OperationalError | errors.InterfaceError):
        return ServerError(f"The connection to {name} was cut.", _LATER, is_passing=True)
    said = " ".join(str(error).split())
    if isinstance(error, errors.ProgrammingError):
        return ServerError(f"The tables on {name} are not Annotator's ({said}).", _ASK)
    return ServerError(f"{name} could not do what we asked ({said}).", _ASK)
