"""Where a server is: an address that can be shown and kept, and a password that never is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.errors import UserError

if TYPE_CHECKING:
    from types import ModuleType

_EXAMPLE = "It looks like postgresql://mia@db.example.org/news."
_SCHEMES = ("postgresql://", "postgres://")
_OURS = {
    "application_name": "annotator",
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""What holds unless the address says otherwise: a silent network is noticed within half a minute."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server and a database on it; `url` has no password, `name` is for people."""

    url: str
    name: str
    password: str = field(default="", repr=False)

    def settings(self) -> dict[str, str]:
        """What libpq is told, the password included."""
        from psycopg.conninfo import conninfo_to_dict

        given = {name: str(value) for name, value in conninfo_to_dict(self.url).items()}
        secret = {"password": self.password} if self.password else {}
        return {**_OURS, **given, **secret}


def read_address(url: str, password: str = "") -> Address:
    """Understand an address; a password in it is taken out. `UserError` says what is wrong."""
    psycopg = driver()
    from psycopg.conninfo import conninfo_to_dict

    url = url.strip()
    if not url.startswith(_SCHEMES):
        raise UserError("This is no address of a PostgreSQL server.", _EXAMPLE)
    try:
        said = conninfo_to_dict(url)
    except psycopg.ProgrammingError:  # its message may repeat the password
        raise UserError("The address of the server cannot be understood.", _EXAMPLE) from None
    secret = password or str(said.pop("password", None) or "")
    database = str(said.get("dbname") or "")
    if not database:
        raise UserError("The address names no database.", _EXAMPLE)
    host = str(said.get("host") or said.get("hostaddr") or "this computer")
    place = "this computer" if host.startswith("/") else host
    return Address(_without_password(url), f"“{database}” on {place}", secret)


def _without_password(url: str) -> str:
    """The address as it was written, but for the password."""
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(url)
    login, at, place = parts.netloc.rpartition("@")
    query = "&".join(one for one in parts.query.split("&") if not one.startswith("password="))
    return urlunsplit(parts._replace(netloc=login.partition(":")[0] + at + place, query=query))


def driver() -> ModuleType:
    """The library that speaks to PostgreSQL; `UserError` names the extra where it is missing."""
    try:
        import psycopg
    except ImportError as error:
        raise UserError(
            "Syncing with a server needs a library that is not installed.",
            "Install it with: pip install 'annotator[postgresql]'.",
        ) from error
    return psycopg
