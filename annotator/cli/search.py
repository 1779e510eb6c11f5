"""Searching a project."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from annotator.analysis.concordance import ORDERS
from annotator.cli.options import PROJECT
from annotator.cli.printing import open_project, print_failure
from annotator.jobs.searching import count_hits, search_project
from annotator.model.query import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.analysis.concordance import Order
    from annotator.model.hit import Hit

_BY_ARTICLE = (None, "article", "date")
_BEFORE, _BEHIND = 36, 60
"""How many characters stand before a hit and behind its beginning."""


@click.command()
@PROJECT
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), help="Print so many hits; without it, all.")
@click.option("--count", "is_counted", is_flag=True, help="Print only how many hits there are.")
@click.option("--sort", "order", type=click.Choice(ORDERS), help="Print the hits in this order.")
@click.option("--annotator", metavar="NAME", help="Who “me” is, and whose work is:done is about.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines: an object for each hit.")
def search(
    project: Path,
    query: tuple[str, ...],
    limit: int | None,
    is_counted: bool,
    order: Order | None,
    annotator: str | None,
    as_json: bool,
) -> int:
    """Search texts and annotations with the query language.

    Each hit is a line with the words around it; its article's title stands above. The manual
    has a page on the language. Put a query that begins with - behind --.

    \b
    annotator search news.annodb 'reservoir "night train" minist*'
    annotator search news.annodb label:QUOTE water --sort left
    annotator search news.annodb 'label:QUOTE without:speaker date:2024..2025' --count
    """
    text = " ".join(query)
    with open_project(project, read_only=True) as opened:
        try:
            if is_counted:
                click.echo(count_hits(opened, text, annotator=annotator))
                return 0
            hits = search_project(opened, text, annotator=annotator, order=order, limit=limit)
            found = _print_json(hits) if as_json else _print(hits, has_titles=order in _BY_ARTICLE)
        except QueryError as error:
            return _print_error(text, error)
    if not found:
        click.echo("Nothing found.", err=True)
    return 0


def _print_json(hits: Iterator[Hit]) -> int:
    """Print an object for each hit as it comes, and return how many there were."""
    found = 0
    for found, hit in enumerate(hits, 1):  # noqa: B007 - the last number is returned
        click.echo(json.dumps(asdict(hit), ensure_ascii=False))
    return found


def _print(hits: Iterator[Hit], *, has_titles: bool) -> int:
    """Print a line for each hit as it comes, and return how many there were.

    The article's title stands above its hits if they follow each other, else behind each.
    """
    found, last = 0, ""
    for found, hit in enumerate(hits, 1):  # noqa: B007 - the last number is returned
        if has_titles and hit.document_id != last:
            click.echo(hit.title)
        click.echo(_line(hit) if has_titles else f"{_line(hit)}  · {hit.title}")
        last = hit.document_id
    return found


def _line(hit: Hit) -> str:
    """The hit with the words around it; all hits begin in the same column."""
    left = " ".join(hit.left.split()) + (" " if hit.left[-1:].isspace() else "")
    right = (" " if hit.right[:1].isspace() else "") + " ".join(hit.right.split())
    words = " ".join(hit.text.split())
    behind = f"[{words}]{right}" if words else right.strip()
    label = f"  {hit.label}" if hit.label else ""
    return f"{left[-_BEFORE:]:>{_BEFORE}}{behind[: _BEHIND + len(words)]}{label}".rstrip()


def _print_error(text: str, error: QueryError) -> int:
    """Print the query with its place marked below, and what is wrong with it."""
    shown = "".join(one if one.isprintable() else " " for one in text)
    mark = "^" * max(1, error.end - error.start)
    click.echo(f"  {shown}\n  {' ' * error.start}{mark}", err=True)
    return print_failure(str(error))
