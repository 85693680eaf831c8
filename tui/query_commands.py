"""The commands that answer a query: what it selects, listed or counted."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.console import WrongUseError, on_terminal, opened, put, say

if TYPE_CHECKING:
    from store.event_store import EventStore
    from store.index import Index
    from store.query import Query
    from store.view import View

# as store.statistics has them, which need not be imported for --help
BY = ("period", "year", "month", "category", "governorate", "place", "actor", "claimant", "collection")
WIDEST_TABLE = 100
KNOWN_ON_HELP = "As it was known at the end of that day."
Command = Callable[..., Any]


def querying(command: Command) -> Command:
    """A command that takes a query, and a day on which it is asked."""
    known_on = click.option("--known-on", metavar="DATE", help=KNOWN_ON_HELP)
    return click.argument("query", nargs=-1)(known_on(command))


@click.command("list")
@querying
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print no more than the first N.")
@click.option("--json", "as_json", is_flag=True, help="Print the events as one JSON array.")
@click.option("--plain", is_flag=True, help="On a terminal too, print lines with TABs and nothing cut.")
@click.pass_obj
def list_events(
    path: Path,
    query: Sequence[str],
    as_json: bool = False,
    known_on: str | None = None,
    limit: int | None = None,
    plain: bool = False,
) -> None:
    """Print what QUERY selects, an event a line.

    A line holds id, date, title and place: on a terminal in columns cut to its width, elsewhere whole, with TABs.

    \b
      syria-timeline list period:2016 aleppo
      syria-timeline list place:Aleppo category:air-strike --known-on 2024-11-30
      syria-timeline list chemical --json | jq '.[].title'
    """
    from tui.listing import in_json, table

    with opened(path) as store:
        index = indexed(store)
        view = index.view(asked(index, query, known_on))
    _say_of(view)
    shown = list(islice(view, limit))
    if len(shown) < len(view):
        say(f"these are the first {len(shown):,} of {len(view):,} events")
    width = shutil.get_terminal_size().columns if on_terminal() and not plain else None
    put(in_json(shown) if as_json else table(view, shown, width))


@click.command("count")
@querying
@click.option("--by", type=click.Choice(BY), default="year", show_default=True, help="What to count the events by.")
@click.option("--json", "as_json", is_flag=True, help="Print the table as one JSON object.")
@click.pass_obj
def count_events(path: Path, query: Sequence[str], by: str, as_json: bool, known_on: str | None) -> None:
    """Count what QUERY selects: a table, with what was asked under it.

    A line holds what is counted by, and how many events; where dates are uncertain, how many of them only possibly.

    
      syria-timeline count in:Aleppo --by year
      syria-timeline count period:offensive --by category --known-on 2024-11-30
    """
    from store.statistics import tally
    from tui.listing import in_json
    from tui.telling_statistics import asked as what_was_asked
    from tui.telling_statistics import table

    with opened(path) as store:
        index = indexed(store)
        view = index.view(asked(index, query, known_on))
    tallies = tally(index, view, by)
    if as_json:
        rows = [{"name": each.name, "surely": each.surely, "possibly": each.possibly} for each in tallies]
        whole = {"query": str(view.query), "known_on": view.known_on, "by": by, "events": len(view), "rows": rows}
        put(in_json(whole))
        return
    lines = table(tallies, min(shutil.get_terminal_size().columns, WIDEST_TABLE))
    put("".join(f"{line}\n" for line in [*lines, "", *what_was_asked(view, by)]))


def indexed(store: EventStore, *, may_follow: bool = False, for_others: bool = False) -> Index:
    """The read side of a store, with the person's own periods.

    Where it `may_follow`, it is one without events at first; `for_others`, it is on disk where that is worth it.
    """
    from store.indexing import is_worth_indexing, made_index, opened_index
    from tui.config import config_path, read_config

    periods = read_config(config_path()).every_period
    index = opened_index(store, periods)
    is_worth = is_worth_indexing(store, index)
    if (not index.unread and not (for_others and is_worth)) or (may_follow and is_worth):
        return index
    with click.progressbar(length=100, label=f"Looking through {len(store):,} events", file=sys.stderr) as bar:
        return made_index(store, lambda percent: bar.update(percent - bar.pos), periods)


def asked(index: Index, words: Sequence[str], known_on: str | None = None) -> Query:
    """The query that some words make; a wrong one is shown with a mark under what is wrong."""
    query = _read(index, " ".join(words))
    if known_on is None:
        return query
    if query.value("known"):
        raise WrongUseError("--known-on and known: both say on which day: leave out one")
    return query.having("known", *_read(index, f'known:"{known_on}"').values("known"))


def _read(index: Index, text: str) -> Query:
    from store.query_text import QueryError

    try:
        return index.parse(text)
    except QueryError as error:
        raise WrongUseError(f"{error}\n{_marked(text, error.start, error.end)}") from None


def _marked(text: str, start: int, end: int) -> str:
    """A text, and below it a line that points at a part of it."""
    from rich.cells import cell_len

    from tui.plain import plain

    before, wrong = cell_len(plain(text[:start])), cell_len(plain(text[start:end]))
    return f"  {plain(text)}\n  {' ' * before}{'^' * max(wrong, 1)}"


def _say_of(view: View) -> None:
    """What a person is to know of a view that its lines do not say."""
    from tui.telling_view import hindsight, possibly

    for words in (hindsight(view), possibly(view), "" if view else _nothing(view)):
        if words:
            say(words)


def _nothing(view: View) -> str:
    """Why a view is empty, and what to leave out of its query."""
    if not view.total:
        return "there are no events in the store"
    if view.to_drop is None:
        return "nothing matches"
    term, count = view.to_drop
    return f"nothing matches; without {term} {count} event{' does' if count == 1 else 's do'}"


COMMANDS = (list_events, count_events)
