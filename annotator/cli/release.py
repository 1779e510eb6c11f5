"""Releasing a project as a dataset, and putting texts back into a release without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import PATH, PROJECT, pairs
from annotator.cli.printing import (
    open_project,
    print_failure,
    print_lines,
    progress_on_terminal,
)
from annotator.cli.wanted import ANNOTATORS, ARTICLE_STATES, LABELS, wanted
from annotator.model.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.jobs.release_plan import ReleasePlan
    from annotator.jobs.selection import Wanted
    from annotator.store.project import Project

_FORMATS_HELP = "A format beside the native one (again for several); “none” for no other."
_OPTIONS_HELP = "A choice about a format; see: annotator formats NAME."
_SAY_HELP = "An answer for the data statement: rationale, language, speakers, annotators, situation, …"


@click.command("release")
@PROJECT
@click.argument("out", type=PATH)
@click.option("--license", required=True, metavar="ID", help="Of the annotations, e.g. cc-by-4.0.")
@click.option("--articles-license", default="", metavar="ID", help="Of the articles; or unknown, other.")
@click.option("--without-texts", is_flag=True, help="Offsets and hashes only; no article.")
@click.option("--title", default="", help="What the dataset is called; else as the project.")
@ANNOTATORS
@click.option("--gold", "is_gold", is_flag=True, help="Only decided annotations.")
@LABELS
@ARTICLE_STATES
@click.option("--format", "formats", multiple=True, metavar="FORMAT", help=_FORMATS_HELP)
@click.option("-o", "--option", "given", multiple=True, metavar="FORMAT.NAME=VALUE", help=_OPTIONS_HELP)
@click.option("--split", default="cluster", show_default=True, help="none, cluster, outlet or date.")
@click.option("--shares", default="80,10,10", show_default=True, help="Train, validation, test.")
@click.option("--seed", default="0", show_default=True, help="Of split, pseudonyms and intervals.")
@click.option("--times", default="none", show_default=True, help="none, month, day or exact.")
@click.option("--free-texts", is_flag=True, help="With notes and attributes of any wording.")
@click.option("--say", "said", multiple=True, metavar="PART=TEXT", help=_SAY_HELP)
@click.option("--force", "overwrites", is_flag=True, help="Replace an older release in OUT.")
def release_project(project: Path, out: Path, overwrites: bool, **rest: Any) -> None:
    """Write a dataset for others: card, statement, splits, checksums; nobody's name.

    \b
    annotator release news.annodb dataset/ --license cc-by-4.0 --articles-license unknown
    annotator release news.annodb dataset/ --license cc-by-4.0 --without-texts --split date
    """
    from annotator.jobs.releasing import release

    with open_project(project, read_only=True) as opened:
        plan = _plan(opened, rest)
        progress = progress_on_terminal()
        report = release(opened, out, plan, overwrites=overwrites, progress=progress)
    print_lines(report.sentences())


def _plan(project: Project, said: dict[str, Any]) -> ReleasePlan:
    from annotator.jobs.release_plan import USUAL_FORMATS, ReleasePlan
    from annotator.jobs.splitting import SplitPlan, shares_of

    names = said["formats"] or (() if said["without_texts"] else USUAL_FORMATS)
    options: dict[str, dict[str, str]] = {name.casefold(): {} for name in names if name != "none"}
    for name, value in pairs(said["given"]).items():
        format_, dot, option = name.partition(".")
        if not dot or format_ not in options:
            raise click.BadParameter(f"“{name}” must begin with one of the formats and a dot.")
        options[format_][option] = value
    return ReleasePlan(
        license=said["license"].strip().lower(),
        articles_license="" if said["without_texts"] else said["articles_license"].strip().lower(),
        title=said["title"],
        wanted=_wanted(project, said),
        formats=options,
        split=SplitPlan(said["split"], shares_of(said["shares"]), said["seed"]),
        has_texts=not said["without_texts"],
        times=said["times"],
        has_free_texts=said["free_texts"],
        statement=pairs(said["said"]),
    )


def _wanted(project: Project, said: dict[str, Any]) -> Wanted:
    from annotator.jobs.release_plan import only_gold

    if said["is_gold"] and said["annotators"]:
        raise click.UsageError("Say either --gold or --annotator.")
    chosen = wanted(project, said["annotators"], said["labels"], said["states"])
    if not said["is_gold"]:
        return chosen
    gold = only_gold(project, chosen)
    if left := len(project.documents()) - len(gold.documents or ()):
        print_lines([f"Left out, since not everything in them is decided: {counted(left, 'article')}."])
    return gold


@click.command("restore")
@click.argument("release", type=PATH)
@click.argument("texts", nargs=-1, required=True, type=PATH)
@click.argument("out", type=PATH)
@click.option("--encoding", help="For text that is not UTF-8, for example windows-1252.")
@click.option("--force", "overwrites", is_flag=True, help="Overwrite OUT.")
def restore_texts(release: Path, texts: tuple[Path, ...], out: Path, **rest: Any) -> int:
    """Put the articles back into a release without texts.

    TEXTS are files and folders of articles, or projects. OUT becomes the native file, with the
    articles that were found; the exit status is 1 if some are missing or differ.

    \b
    annotator restore dataset/ articles/ news.jsonl
    """
    from annotator.jobs.release_restoring import restore

    report = restore(release, texts, out, progress=progress_on_terminal(), **rest)
    print_lines(report.sentences())
    for error in report.failed:
        print_failure(str(error))
    return 0 if report.is_complete else 1
