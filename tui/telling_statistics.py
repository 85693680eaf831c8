"""Tallies told as a table with bars, and under it what was asked: to be quoted as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from store.statistics import STRETCHES, Tally
from store.view import View
from tui.plain import cut, plain
from tui.telling_view import hindsight

BAR_CELLS = 24
NAME_CELLS = 40


def table(tallies: Sequence[Tally], width: int) -> list[str]:
    """A line for each tally: its name, how many events, how many of them only possibly, and a bar."""
    names = min(max((cell_len(plain(each.name)) for each in tallies), default=0), NAME_CELLS, width // 2)
    numbers = max((len(f"{each.events:,}") for each in tallies), default=0)
    doubts = max((len(f"{each.possibly:,} possibly  ") for each in tallies if each.possibly), default=0)
    bars = min(BAR_CELLS, max(0, width - names - numbers - 4 - doubts))
    most = max((each.events for each in tallies), default=0)
    lines = []
    for each in tallies:
        name = cut(plain(each.name), names)
        doubt = f"{f'{each.possibly:,} possibly  ' if each.possibly else '':>{doubts}}"
        line = f"{name}{' ' * (names - cell_len(name))}  {each.events:>{numbers},}  {doubt}{_bar(each, most, bars)}"
        lines.append(line.rstrip())
    return lines


def asked(view: View, by: str = "") -> list[str]:
    """What was asked and when it was known, as it stands under a table, and how what is counted `by` is counted."""
    query = plain(str(view.query.having("known")))
    return [
        f"{len(view):,} of {view.total:,} events · query: {query or 'all events'}",
        hindsight(view) or "as known now",
        *([f"each in the {by} it began in; where that is uncertain, possibly in each"] if by in STRETCHES else []),
    ]


def _bar(each: Tally, most: int, cells: int) -> str:
    """Solid for what is sure, light for what is possible."""
    if not most or not cells:
        return ""
    whole = max(1, round(cells * each.events / most)) if each.events else 0
    solid = round(whole * each.surely / each.events) if each.events else 0
    return "▇" * solid + "░" * (whole - solid)
