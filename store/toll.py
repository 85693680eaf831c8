"""What the claimants' figures for one event come to, side by side: never averaged, never added up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

from store.actor import actors_of
from store.event import Event, Range, Toll
from store.when import When

Counted = Literal["killed", "civilians", "wounded"]
COUNTED: tuple[Counted, ...] = get_args(Counted)


class Spread(NamedTuple):
    """How far the claimants' counts of an event's dead lie apart, by each claimant's last figure.

    From the `lowest` (None where someone says only "up to") to the `highest` (None where nobody gave a number);
    `or_more` where the highest is said to be "at least". `claimants` are those who gave a number; all, where none did.
    """

    lowest: int | None
    highest: int | None
    or_more: bool
    claimants: tuple[str, ...]


def spread(event: Event) -> Spread | None:
    """The spread of the tolls of this event alone; None where there is no toll."""
    last = last_counts(event, "killed")
    if not last:
        claimants = dict.fromkeys(toll.claimant for toll in event.tolls if toll.scope is None)
        return Spread(None, None, False, tuple(claimants)) if claimants else None
    counts = list(last.values())
    least = [None if count.at_least is None else stated(count)[0] for count in counts]
    highest, or_more = max((stated(count)[1], count.at_most is None) for count in counts)
    lowest = None if None in least else min(number for number in least if number is not None)
    return Spread(lowest, highest, or_more, tuple(last))


def weight(event: Event, by: str) -> int:
    """What an event is sorted by: the highest count of its dead ("killed"), or how far the counts lie apart ("spread").

    -1 where nobody gave a number.
    """
    found = spread(event)
    if found is None or found.highest is None:
        return -1
    return found.highest - (found.lowest or 0) if by == "spread" else found.highest


def stated(count: Range) -> tuple[int, int]:
    """The least and the most that a count names: of "at least 300" both are 300, of "up to 40" 40."""
    # a count that names none is refused where it is typed, and may still stand in a file
    named = [number for number in (count.at_least, count.at_most) if number is not None] or [0]
    return min(named), max(named)


def last_counts(event: Event, what: Counted) -> dict[str, Range]:
    """Each claimant's latest count of the killed, say, in the event alone; those before, they no longer stand by.

    A later toll that does not give this figure withdraws none.
    """
    own = [toll for toll in event.tolls if toll.scope is None]
    if len(own) > 1:
        own.sort(key=lambda toll: When(toll.as_of).earliest)
    counts = [(toll.claimant, getattr(toll, what)) for toll in own]
    return {claimant: count for claimant, count in counts if count is not None}


class Running(NamedTuple):
    """What one claimant counted of all that happened since a day (EDTF), as it was counted on and on."""

    claimant: str
    since: str
    tolls: tuple[Toll, ...]


def running(events: Iterable[Event]) -> list[Running]:
    """The cumulative tolls that events tell of, by claimant; the ones who counted most often first.

    Each figure stands once, with the area that it covers: a claimant may widen that from one day to the next.
    """
    found: dict[tuple[str, str], list[Toll]] = {}
    names: dict[str, str] = {}
    for toll in (toll for event in events for toll in event.tolls if toll.scope is not None):
        assert toll.scope is not None
        key = actors_of(toll.claimant)[0].key
        names.setdefault(key, toll.claimant)
        tolls = found.setdefault((key, toll.scope.since), [])
        if all(_figures(toll) != _figures(other) for other in tolls):
            tolls.append(toll)
    return [
        Running(names[key], since, tuple(sorted(tolls, key=_as_counted)))
        for (key, since), tolls in sorted(found.items(), key=lambda each: -len(each[1]))
    ]


def _figures(toll: Toll) -> tuple[object, ...]:
    return toll.as_of, toll.scope, toll.killed, toll.civilians, toll.wounded


def _as_counted(toll: Toll) -> tuple[object, ...]:
    return When(toll.as_of).sort_key, (toll.killed and toll.killed.at_least) or 0
