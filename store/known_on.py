"""What was known on a day: no event, claim or toll that was first told of later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from store.event import Event, Source
from store.when import When


class Hidden(NamedTuple):
    """How much is not shown since it was told of later: whole events, and claims and tolls of those that are shown."""

    events: int = 0
    claims: int = 0
    tolls: int = 0


def known_from(event: Event) -> date:
    """The day from which an event was known: that of its first public report, else the day it began.

    Of a date that is not exact, the last day that it may be: what was surely known, not what may have been.
    """
    return When(event.reported).last_day if event.reported else event.when.begun_by


def as_known_on(event: Event, day: date) -> Event | None:
    """The event with what had been said of it by the end of a day in Damascus; None where nobody had told of it.

    What was to end later had no end yet. The summary stays as it is: it is written with hindsight.
    """
    if known_from(event) > day:
        return None
    claims = tuple(claim for claim in event.claims if When(claim.on).last_day <= day)
    tolls = tuple(toll for toll in event.tolls if When(toll.as_of).last_day <= day)
    when = event.when
    if when.lasts and when.last_day > day and not when.is_open:
        start = when.edtf.partition("/")[0]
        # of what has no known beginning either, that it had gone on until it was told of
        when = When(f"../{known_from(event)}" if start == ".." else f"{start}/..")
    if (when, len(claims), len(tolls)) == (event.when, len(event.claims), len(event.tolls)):
        return event
    return msgspec.structs.replace(event, when=when, claims=claims, tolls=tolls)


def sources_known(event: Event, day: date | None) -> list[Source]:
    """The sources of an event that were not published later than that day; all of them for now."""
    return [source for source in event.sources if not is_later(source, day)]


def is_later(source: Source, day: date | None) -> bool:
    """Whether a source was published after what was known is asked for."""
    return day is not None and bool(source.published) and When(source.published).last_day > day


def hidden(every: Sequence[Event], known: Sequence[Event]) -> Hidden:
    """How much of these events was not known, where those are as they were known."""
    full = {event.id: event for event in every}
    pairs = [(event, full[event.id]) for event in known]
    return Hidden(
        len(every) - len(known),
        sum(len(now.claims) - len(then.claims) for then, now in pairs),
        sum(len(now.tolls) - len(then.tolls) for then, now in pairs),
    )
