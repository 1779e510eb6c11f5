"""The command line: the same jobs as in the window, without Qt.

Exit status: 0, 1 for what the user can mend (one line on standard error), 2 for wrong
usage. Nothing is printed in colour, so that everything can be piped.
"""

from __future__ import annotations

import sys

import click

from annotator import __version__
from annotator.cli import (
    agreement,
    check,
    feedback,
    history,
    lists,
    merge,
    package,
    reconcile,
    release,
    search,
    share,
    stats,
    sync,
    transfers,
)
from annotator.cli.options import HERE
from annotator.cli.printing import print_failure
from annotator.errors import Cancelled, UserError

_EPILOG = """\
\b
Examples:
  annotator new news.annodb
  annotator import news.annodb articles/ --annotator Mia
  annotator news.annodb                    (opens the window)
  annotator export news.annodb news.jsonl --format annotator
  annotator check news.annodb

Without a command the window opens: annotator [PROJECT | ARTICLE]
"""


def run(arguments: list[str]) -> int:
    """Carry out one command and return the exit status."""
    try:
        status = main.main(arguments, prog_name="annotator", standalone_mode=False)
    except UserError as error:
        return print_failure(str(error))
    except (Cancelled, click.Abort, KeyboardInterrupt):
        return print_failure("Stopped; nothing was changed.")
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        sys.stdout = None
        return 1
    return status if isinstance(status, int) else 0


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="annotator %(version)s")
def main() -> None:
    """Highlight entities, quotes and claims in news articles."""


COMMANDS = (
    transfers.new_project,
    transfers.import_files,
    transfers.export_project,
    merge.merge_files,
    merge.take_merge_back,
    merge.list_conflicts,
    reconcile.reconcile,
    release.release_project,
    release.restore_texts,
    stats.stats,
    agreement.agreement,
    feedback.feedback,
    check.check_project,
    search.search,
    sync.sync_project,
    share.share_project,
    package.make_packages,
    history.history,
    history.undo,
    history.redo,
    lists.list_formats,
    lists.list_codebooks,
)
WRITING = ("new", "import", "sync", "share", "merge", "unmerge", "reconcile", "undo", "redo")
"""These open a project for writing: in a synced or network folder only with `--here`."""
for _command in COMMANDS:
    main.add_command(_command)
for _command in COMMANDS:
    if _command.name in WRITING:
        _command.params.append(HERE)
