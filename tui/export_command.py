"""The command that writes what a query selects for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from errno import EEXIST
from pathlib import Path

import click

from store.formats import FORMATS
from tui.console import on_terminal, opened, put, say
from tui.query_commands import asked, indexed, querying

REDACT_HELP = "Leave out the names of people, and tell only roughly where."


@click.command()
@querying
@click.option("--to", "name", type=click.Choice(list(FORMATS)), required=True, help="The format to write.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a new file, not stdout."
)
@click.option("--redact", is_flag=True, help=REDACT_HELP)
@click.pass_obj
def export(
    path: Path, query: Sequence[str], known_on: str | None, name: str, output: Path | None, redact: bool
) -> None:
    """Write what QUERY selects in a format for other programs.

    What was asked stands in the file, where the format has room for it; what the format cannot hold is told.

    \b
      syria-timeline export period:offensive --to markdown -o offensive.md
      syria-timeline export place:Aleppo --to csv --known-on 2024-11-30 > aleppo.csv
      syria-timeline export --to geojson --redact | jq '.features | length'
    """
    from store.formats.excerpt import Excerpt
    from tui.plain import plain

    if output is not None and output.exists():
        raise FileExistsError(EEXIST, "is there already; name another with -o", str(output))
    with opened(path) as store:
        index = indexed(store)
        excerpt = Excerpt(index.view(asked(index, query, known_on)), redact=redact)
        pieces = FORMATS[name].write(excerpt)
        if output is not None:
            excerpt.write_to(output, pieces)
            say(f"{output} holds {excerpt.asked}")
        else:
            for piece in pieces:
                put("\n".join(map(plain, piece.split("\n"))) if on_terminal() else piece.encode())
            say(excerpt.asked)
    for line in excerpt.told:
        say(line)
