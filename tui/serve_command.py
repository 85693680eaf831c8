"""The command that shows the timeline in browsers."""

from __future__ import annotations

from collections.abc import Sequence
from errno import EADDRINUSE
from pathlib import Path

import click

from tui.console import PROGRAM, WrongUseError, opened, put, say


@click.command()
@click.argument("query", nargs=-1)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to be reached at.")
@click.option("--writable", is_flag=True, help="Let whoever opens a page change the store.")
@click.pass_obj
def serve(path: Path, query: Sequence[str], port: int, host: str, writable: bool) -> None:
    """Show the timeline in browsers, opened on what QUERY selects, until ctrl+c.

    Prints the address. Each page is a timeline of its own, in which nothing can be changed unless you say --writable,
    and is reached from this machine alone unless you name another --host. What is needed beside the timeline comes with
    `pip install 'syria-timeline[web]'`.

    \b
      syria-timeline serve
      syria-timeline serve --port 8080 period:offensive
    """
    import asyncio

    try:
        from tui.serving import Pages, page_command
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("aiohttp", "textual_serve", "yarl"):
            raise
        raise WrongUseError(f"a browser needs {error.name}, which comes with `pip install '{PROGRAM}[web]'`") from None
    from tui.query_commands import asked, indexed

    with opened(path) as store:
        # what is wrong is said here, and not on every page
        asked(indexed(store, for_others=True), query)
    pages = Pages(page_command(path.absolute(), query, writable), host)

    def told(address: str) -> None:
        put(f"{address}\n")
        say(f"{'anybody there can change the store' if writable else 'read-only'}; ctrl+c ends it")

    try:
        asyncio.run(pages.serve_until_ended(port, told))
    except OSError as error:
        why = "is in use: name another with --port" if error.errno == EADDRINUSE else f"cannot be had: {error.strerror}"
        raise WrongUseError(f"{host}, port {port}, {why}") from None
