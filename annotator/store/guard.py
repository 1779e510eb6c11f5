"""stub"""
from __future__ import annotations
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from annotator.errors import ProjectError
from annotator.store.connection import connect, make_durable
@dataclass
class Opened:
    path: Path
    connection: sqlite3.Connection
    read_only_reason: str
    lock: None
    def close(self) -> None:
        self.connection.close()
def open_file(path: Path, *, read_only: bool) -> Opened:
    if not path.exists():
        raise ProjectError(f"There is no file “{path}”.", "")
    c = connect(path, mode="ro" if read_only else "rw")
    if not read_only: make_durable(c)
    return Opened(path, c, "It was opened for reading only." if read_only else "", None)
