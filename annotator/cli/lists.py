"""What this program knows: formats and codebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annotator.cli.printing import (
    print_failure,
    print_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.formats.format import Format
    from annotator.formats.kit.options import Option


@click.command("formats")
@click.argument("name", required=False)
def list_formats(name: str | None) -> None:
    """List the file formats: what each reads and writes, and what it cannot carry.

    With NAME, also the choices that it offers.
    """
    from annotator import formats

    shown = formats.formats() if name is None else (formats.named(name),)
    for one in shown:
        _list_format(one)
        if name is not None:
            _list_options("reading", one.read_options)
            _list_options("writing", one.write_options)
    for broken in formats.broken_plugins():
        print_failure(f"the plug-in {broken.name} cannot be used: {broken.problem}")


def _list_format(one: Format) -> None:
    from annotator.formats import extras

    where = f" ({', '.join(one.extensions)})" if one.extensions else ""
    click.echo(f"{one.name:12} {one.title}{where}: {one.ways}")
    print_lines(f"{'':12} {line}" for line in (one.description, one.loss) if line)
    if one.writes and one.missing:
        click.echo(f"{'':12} Not carried, or only in part: {', '.join(one.missing)}.")
    if one.extra:
        state = "which is not installed" if extras.is_missing(one) else "installed"
        click.echo(f"{'':12} Needs: {extras.command(one)} ({state})")


def _list_options(when: str, options: Sequence[Option]) -> None:
    for option in options:
        values = "|".join(f'"{one.value}"' if " " in one.value else one.value for one in option.choices)
        click.echo(f"  {when}: -o {option.name}={values or 'TEXT'} (else {option.default or 'none'})")
        click.echo(f"      {option.title}. {option.explanation}".rstrip())
        for choice in option.choices if not option.is_yes_or_no else ():
            click.echo(f"      {choice.value}: {choice.words}")


@click.command("codebooks")
def list_codebooks() -> None:
    """List the codebooks that come with Annotator."""
    from annotator.formats.codebook_file import presets

    for preset in presets():
        click.echo(f"{preset.id:20} {preset.name}")
