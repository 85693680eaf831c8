"""What the claimants' figures for one event come to, side by side: never averaged, never added up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store.event import Event, Range, Toll
from store.when import When


class Spread(NamedTuple):
    """How far the claimants' counts of an event's dead lie apart, and who they are.

    `killed` is from the lowest to the highest that any of them stands by; None where none gave a number.
    """

    killed: Range | None
    claimants: tuple[str, ...]


def spread(event: Event) -> Spread | None:
    """The spread of the tolls of this event alone, by each claimant's last figure; None where there is no toll."""
    last = last_figures(toll for toll in event.tolls if toll.scope is None)
    if not last:
        return None
    ranges = [toll.killed for toll in last if toll.killed is not None]
    return Spread(_hull(ranges) if ranges else None, tuple(toll.claimant for toll in last))


def last_figures(tolls: Iterable[Toll]) -> list[Toll]:
    """Each claimant's latest toll: what they counted before, they no longer stand by."""
    last: dict[str, Toll] = {}
    for toll in sorted(tolls, key=lambda toll: When(toll.as_of).earliest):
        last[toll.claimant] = toll
    return list(last.values())


def _hull(ranges: list[Range]) -> Range:
    lowest = [each.at_least for each in ranges]
    highest = [each.at_most for each in ranges]
    return Range(
        at_least=None if None in lowest else min(each for each in lowest if each is not None),
        at_most=None if None in highest else max(each for each in highest if each is not None),
    )
