"""Tolls told in words and bars: those of one event, and those that claimants counted as a whole period went on."""

from __future__ import annotations

from collections.abc import Iterator

from store.event import Event, Range, Scope, Toll
from store.toll import running, spread, stated
from store.view import View
from store.when import When
from tui.telling_parts import INDENT, counted, day_column, day_label, dotted, glued
from tui.wrapping import Cell, Role, Row, Section

BAR_CELLS = 12


def tolls(event: Event) -> Iterator[Section]:
    """A section for the event itself and one for each cumulative scope: their figures are never mixed."""
    scopes: dict[Scope | None, list[Toll]] = {}
    for toll in sorted(event.tolls, key=lambda toll: toll.scope is not None):
        scopes.setdefault(toll.scope, []).append(toll)
    for scope, group in scopes.items():
        covers = f"since {day_label(scope.since)}, {scope.area}" if scope else "of this event alone"
        rows = [*(_disagreement(event) if scope is None else ()), *_figures(group)]
        yield Section("TOLL", tuple(rows), f"{covers}, by claimant")


def _disagreement(event: Event) -> Iterator[Row]:
    """From the lowest to the highest that the claimants stand by, where they disagree."""
    found = spread(event)
    if found is None or found.highest is None or found.lowest == found.highest:
        return
    words = f"{'up' if found.lowest is None else f'{found.lowest:,}'} to {found.highest:,}{' or more' * found.or_more}"
    claimants = counted(found.claimants, "claimant")
    yield Row(
        (Cell("killed: ", Role.MUTED), Cell(words, Role.FIGURE), Cell(f" by {claimants}", Role.MUTED)), INDENT, INDENT
    )


def _figures(tolls: list[Toll]) -> Iterator[Row]:
    """Each claimant, and under it what they counted, in the order of time, on one scale for all."""
    ordered = sorted(tolls, key=lambda toll: When(toll.as_of).sort_key)
    days, column = day_column((toll.as_of for toll in ordered), INDENT * 2)
    given = [toll.killed for toll in tolls if toll.killed is not None]
    # one figure alone has nothing to be compared with
    scale = max(stated(count)[1] for count in given) if len(given) > 1 else 0
    by_claimant: dict[str, list[Row]] = {}
    for toll, day in zip(ordered, days, strict=True):
        bar = _bar(toll.killed, scale) if toll.killed and scale else ""
        drawn = (Cell(bar.ljust(BAR_CELLS + 1) + " ", Role.BAR),) if scale else ()
        row = Row((Cell(day, Role.WHEN), *drawn, *counts(toll)), INDENT * 2, column)
        by_claimant.setdefault(toll.claimant, []).append(row)
    for claimant, rows in by_claimant.items():
        yield Row((Cell(claimant, Role.WHO),), INDENT, INDENT)
        yield from rows


def _bar(count: Range, scale: int) -> str:
    """A range on a scale: solid up to what is at least, light up to what is at most, an arrow where that is open."""

    def cells(number: int) -> int:
        return max(1, round(BAR_CELLS * number / scale)) if number else 0

    solid = cells(count.at_least or 0)
    if count.at_most is None:
        return "▇" * solid + "→"
    return ("▇" * solid).ljust(cells(count.at_most), "░")


def counts(toll: Toll) -> tuple[Cell, ...]:
    """What a toll counts, in words."""
    return dotted(_counted(toll))


def _counted(toll: Toll) -> Iterator[Cell]:
    yield Cell(glued(f"{_number(toll.killed)} killed" if toll.killed else "no number given"), Role.FIGURE)
    if toll.civilians is not None:
        nobody = toll.civilians == Range(at_least=0, at_most=0)
        yield Cell(glued("combatants only" if nobody else f"{_number(toll.civilians)} civilians"))
    if toll.wounded is not None:
        yield Cell(glued(f"{_number(toll.wounded)} wounded"))
    if toll.note:
        yield Cell(toll.note, Role.MUTED)


def _number(count: Range) -> str:
    """A count in words: "at least 300", "up to 40", "242–255"."""
    best = f", at best estimate {count.best:,}," if count.best is not None else ""
    least, most = count.at_least, count.at_most
    if most is None:
        return f"at least {least:,}{best}"
    if least is None:
        return f"up to {most:,}{best}"
    if least > most:
        return f"at least {least:,} and at most {most:,} (so stated){best}"
    return f"{least:,}{best}" if least == most else f"{least:,}–{most:,}{best}"


def running_tolls(view: View) -> list[Section]:
    """What each claimant counted of all that happened since a day, as it grew; nothing is added up across claimants."""
    found = running(view.in_time.with_running_tolls())
    scale = max((stated(toll.killed)[1] for each in found for toll in each.tolls if toll.killed), default=0)
    # one column for all, so that their bars begin together
    every_day, column = day_column(toll.as_of for each in found for toll in each.tolls)
    days, sections = iter(every_day), []
    for each in found:
        rows = []
        for toll in each.tolls:
            bar = _bar(toll.killed, scale) if toll.killed and scale else ""
            area = Cell(toll.scope.area if toll.scope else "", Role.MUTED)
            who = [Cell(toll.claimant)] if toll.claimant != each.claimant else []
            cells = (
                Cell(next(days), Role.WHEN),
                Cell(bar.ljust(BAR_CELLS + 1) + " ", Role.BAR),
                *dotted([*_counted(toll), *who, area]),
            )
            rows.append(Row(cells, INDENT, column))
        sections.append(Section(each.claimant, tuple(rows), f"since {day_label(each.since)}"))
    return sections
