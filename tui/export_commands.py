"""The commands by which what a query selects is taken elsewhere: written, and cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from errno import EEXIST
from pathlib import Path

import click

from store.formats import WRITTEN
from tui.console import ExitCode, WrongUseError, opened, put_whole, say
from tui.query_commands import asked, indexed, querying

FINGERPRINT = re.compile(r"(?:sha256:|^)([0-9a-f]{32})\b")
REDACT_HELP = "Leave out the names of people, and tell only roughly where."


@click.command()
@querying
@click.option("--to", "name", type=click.Choice(list(WRITTEN)), required=True, help="The format to write.")
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

    if output is not None and output.exists():
        raise FileExistsError(EEXIST, "is there already; name another with -o", str(output))
    with opened(path) as store:
        index = indexed(store)
        excerpt = Excerpt(index.view(asked(index, query, known_on)), redact=redact)
        pieces = WRITTEN[name].write(excerpt)
        if output is not None:
            excerpt.write_to(output, pieces)
            say(f"{output} holds {excerpt.asked}")
        else:
            for piece in pieces:
                put_whole(piece)
            say(excerpt.asked)
    for line in excerpt.told:
        say(line)


@click.command()
@querying
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "bibtex", "csl-json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@click.option("--check", "cited", metavar="CITATION", help="Tell whether QUERY still holds what was cited.")
@click.pass_obj
def cite(path: Path, query: Sequence[str], known_on: str | None, form: str, cited: str | None) -> None:
    """Print a citation of exactly what QUERY selects.

    It has the query, the day it is known on, how many events there are and a fingerprint of them, and how the datasets
    that they come from ask to be cited. --check takes such a citation, or the fingerprint in it.

    \b
      syria-timeline cite period:offensive place:Aleppo --known-on 2024-11-30
      syria-timeline cite period:2016 --as bibtex >> sources.bib
      syria-timeline cite period:2016 --check sha256:0e5751c026e543b2e8ab2eb06099daa1
    """
    from store.citation import cite as cite_view
    from store.citation import fingerprint

    found = FINGERPRINT.search(cited or "")
    if cited is not None and found is None:
        raise WrongUseError(
            "--check: a citation has a fingerprint in it, such as sha256:0e5751c026e543b2e8ab2eb06099daa1"
        )
    with opened(path) as store:
        index = indexed(store)
        view = index.view(asked(index, query, known_on))
        if found is None:
            citation = cite_view(view, index.counts(view.in_time, "collection"))
            put_whole({"text": citation.text, "bibtex": citation.bibtex, "csl-json": citation.csl_json}[form]())
            return
        now = fingerprint(view)
    if now == found[1]:
        say(f"these are the {len(view):,} events that were cited")
    else:
        say(f"these are not the events that were cited: now there are {len(view):,}, sha256:{now}")
        raise click.exceptions.Exit(ExitCode.FAILED)


COMMANDS = (export, cite)
