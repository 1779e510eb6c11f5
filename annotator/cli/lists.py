"""What this program knows: formats and codebooks."""

from __future__ import annotations

import click

from annotator.cli.printing import (
    print_failure,
    print_lines,
)


@click.command("formats")
def list_formats() -> None:
    """List the file formats, and what they cannot carry."""
    from annotator import formats

    for one in formats.formats():
        click.echo(f"{one.name:10} {one.title} ({', '.join(one.extensions)}): {one.ways}")
        print_lines(f"{'':10} {line}" for line in (one.description, one.loss) if line)
    for broken in formats.broken_plugins():
        print_failure(f"the plug-in {broken.name} cannot be used: {broken.problem}")


@click.command("codebooks")
def list_codebooks() -> None:
    """List the codebooks that come with Annotator."""
    from annotator.formats.codebook_file import presets

    for preset in presets():
        click.echo(f"{preset.id:20} {preset.name}")
