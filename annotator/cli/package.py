"""Work packages: small project files for the people of a team."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import JSON, PATH, PROJECT
from annotator.cli.printing import open_project, print_json, print_lines, progress_on_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.packaging import PackageReport
    from annotator.jobs.packaging_plan import PackageWish, Row, Stock
    from annotator.model.planning import TeamPlan
    from annotator.store.project import Project

_PEOPLE = "Who gets a package; once for each. NAME=N for another number of articles."
_OVERLAP = "Which part of everybody's articles another one gets, too, e.g. 20%."
_READERS = "How many people read each article that is shared."
_WITH = "Share all of that with this person, not with everybody in turn."
_TAKEN = "Also articles that others have; without it those that nobody has."
_GIVEN = "Give out no new articles: what each was assigned before."
_BY = "Who gives them out; else the project's only person, or the system's user."


@click.command("package")
@PROJECT
@click.argument("out", type=PATH)
@click.option("--annotator", "people", multiple=True, required=True, metavar="NAME[=N]", help=_PEOPLE)
@click.option("--articles", type=click.IntRange(1), default=30, show_default=True, help="For each.")
@click.option("--overlap", default="0%", show_default=True, metavar="SHARE", help=_OVERLAP)
@click.option("--readers", type=click.IntRange(2), default=2, show_default=True, help=_READERS)
@click.option("--shared-with", "partner", default="", metavar="NAME", help=_WITH)
@click.option("--blind/--open", "is_blind", default=True, help="Without others' work, or with it.")
@click.option(
    "--from", "query", default="", metavar="QUERY", help="Only articles that this search finds."
)
@click.option("--also-taken", "takes_taken", is_flag=True, help=_TAKEN)
@click.option("--assigned", "is_given", is_flag=True, help=_GIVEN)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draw.")
@click.option("--by", default=None, metavar="NAME", help=_BY)
@click.option("--dry-run", is_flag=True, help="Show the table; write nothing.")
@JSON
def make_packages(project: Path, out: Path, dry_run: bool, as_json: bool, **said: Any) -> None:
    """Write a small project file for each of some people, into the folder OUT.

    The table is printed first. What comes back is taken in with: annotator merge.

    \b
    annotator package news.annodb out/ --annotator Mia --annotator Ben --articles 30 --overlap 20%
    annotator package news.annodb out/ --annotator Mia --assigned --open
    """
    from annotator.jobs.packaging import write_packages
    from annotator.jobs.packaging_plan import propose, remarks, stock, table, text_table
    from annotator.jobs.people import importer

    with open_project(project, read_only=dry_run) as opened:
        there = stock(opened)
        wish = _wish(there, said)
        wish = replace(wish, documents=_documents(opened, there, said["query"], said["takes_taken"]))
        made = propose(there, wish)
        rows = table(made, there, wish)
        if not as_json:
            print_lines([*text_table(rows), *remarks(made, rows)])
        report = None
        if not dry_run:
            report = write_packages(
                opened,
                made,
                wish,
                out,
                by=importer(opened, said["by"]),
                progress=progress_on_terminal(),
            )
    if as_json:
        print_json(_as_json(made, rows, report))
    elif report is not None:
        print_lines(report.sentences())


def _wish(stock: Stock, said: dict[str, Any]) -> PackageWish:
    from annotator.jobs.packaging_plan import GIVEN, NEW, PackageWish

    people: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for one in said["people"]:
        name, number = _name_and_number(one)
        id_, known = _person(stock, name, people)
        people[id_] = known
        if number is not None:
            numbers[id_] = number
    partner = ""
    if said["partner"]:
        partner, known = _person(stock, said["partner"], people)
        if partner not in people:
            people[partner] = known
            numbers[partner] = 0
    return PackageWish(
        people,
        said["articles"],
        share_of(said["overlap"]),
        said["readers"],
        partner,
        said["seed"],
        way=GIVEN if said["is_given"] else NEW,
        is_blind=said["is_blind"],
        numbers=numbers,
    )


def _documents(project: Project, stock: Stock, query: str, takes_taken: bool) -> list[str]:
    """The articles to choose from."""
    from annotator.jobs.searching import search_project

    documents = [one.id for one in stock.articles] if takes_taken else stock.free
    if not query:
        return documents
    found = {hit.document_id for hit in search_project(project, query)}
    return [id_ for id_ in documents if id_ in found]


def _name_and_number(text: str) -> tuple[str, int | None]:
    name, sign, number = text.rpartition("=")
    if not sign:
        return text.strip(), None
    if not number.strip().isdecimal() or not name.strip():
        raise click.BadParameter(f"“{text}” is not of the form NAME=N.")
    return name.strip(), int(number)


def _person(stock: Stock, name: str, people: dict[str, str]) -> tuple[str, str]:
    """Id and name of the person who is meant; a new one where nobody is called so."""
    from annotator.jobs.people import named
    from annotator.model.values import new_id

    if not name.strip():
        raise click.BadParameter("A name is empty.")
    found = named(stock.people, name)
    if found is not None:
        return found.id, found.name
    same = (id_ for id_, known in people.items() if known.casefold() == name.strip().casefold())
    return next(same, None) or new_id(), name.strip()


def share_of(text: str) -> float:
    """A share from 0 to 1, written as “20%” or “0.2”."""
    number = text.strip()
    try:
        share = float(number.removesuffix("%")) / (100 if number.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise click.BadParameter(f"“{text}” is no share: write 20% or 0.2.")
    return share


def _as_json(made: TeamPlan, rows: list[Row], report: PackageReport | None) -> dict[str, object]:
    files = {one.name: one for one in report.packages} if report is not None else {}
    people = [
        {
            "name": row.name,
            "articles": row.articles,
            "characters": row.characters,
            "shared": row.shared,
            "shared_with": dict(row.partners),
            "outlets": dict(row.outlets),
            "lacking": row.lacking,
            "documents": list(portion.documents),
            "file": str(files[row.name].path) if row.name in files else None,
            "bytes": files[row.name].size if row.name in files else None,
        }
        for row, portion in zip(rows, made.portions.values(), strict=True)
    ]
    return {"articles": made.articles, "left": made.left, "people": people}
