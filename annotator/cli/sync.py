"""Syncing a project with a server."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from annotator.cli.options import JSON, PROJECT
from annotator.cli.printing import (
    open_project,
    print_failure,
    print_json,
    print_lines,
    progress_on_terminal,
)

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.syncing import SyncReport
    from annotator.store.server import Server

_SECONDS = click.IntRange(min=1)


@click.command("sync")
@PROJECT
@click.argument("url", metavar="URL")
@click.option("--watch", type=_SECONDS, metavar="SECONDS", help="Go on, a sync every so many seconds.")
@click.option("--dry-run", is_flag=True, help="Change nothing; only say what would come and go.")
@click.option(
    "--project", "wanted", default="", metavar="TITLE|ID", help="Which one to get, of several."
)
@JSON
def sync_project(
    project: Path, url: str, *, watch: int | None, dry_run: bool, wanted: str, as_json: bool
) -> int:
    """Exchange work with a PostgreSQL server: pull, merge, push.

    What is cut in the middle goes on where it was with the next sync. The first sync makes the
    tables. Where there is no file PROJECT, it is made from what the server holds. The password
    comes from PGPASSWORD or .pgpass, or is asked for; it is stored nowhere.

    \b
    annotator sync news.annodb postgresql://mia@db.example.org/news
    annotator sync news.annodb postgresql://mia@db.example.org/news?sslmode=verify-full --watch 30
    """
    syncing = _Syncing(project, url, is_trial=dry_run, wanted=wanted)
    try:
        if watch is None:
            _print(syncing.run(), as_json=as_json)
            return 0
        return _watch(syncing, watch, as_json=as_json)
    finally:
        syncing.close()


def _watch(syncing: _Syncing, seconds: int, *, as_json: bool) -> int:
    """Sync again and again; what may pass is said and waited for."""
    from annotator.store.server_failures import ServerError

    while True:
        try:
            report = syncing.run()
            if not report.is_empty:
                _print(report, as_json=as_json)
        except ServerError as error:
            if not error.is_passing:
                raise
            print_failure(str(error))
        try:
            time.sleep(seconds)
        except KeyboardInterrupt:
            return 0


class _Syncing:
    """One file and one server; the connection is kept while it holds, the password with it."""

    def __init__(self, path: Path, url: str, *, is_trial: bool, wanted: str) -> None:
        from annotator.store.server_address import read_address

        self._path = path
        self._address = read_address(url)
        self._is_trial = is_trial
        self._wanted = wanted
        self._server: Server | None = None

    def run(self) -> SyncReport:
        """Sync once; the file is open only meanwhile, so that others can work on it in between."""
        from annotator.jobs.joining import join
        from annotator.jobs.syncing import sync

        server = self._connected()
        progress = progress_on_terminal()
        try:
            if not self._path.exists() and not self._is_trial:
                return join(self._path, server, self._wanted, progress=progress)
            with open_project(self._path, read_only=self._is_trial) as project:
                return sync(project, server, is_trial=self._is_trial, progress=progress)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection back."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _connected(self) -> Server:
        from dataclasses import replace

        from annotator.store.server import Server
        from annotator.store.server_failures import ServerError

        while self._server is None or self._server.is_lost:
            try:
                self._server = Server.open(self._address, is_asking=self._is_trial)
            except ServerError as error:
                if not error.wants_password or not sys.stdin.isatty():
                    raise
                print_failure(error.message)
                password = click.prompt("Password", hide_input=True, err=True)
                self._address = replace(self._address, password=password)
        return self._server


def _print(report: SyncReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json())
    else:
        print_lines(report.sentences())
