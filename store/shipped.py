"""The timeline that comes with the program, and how a newer release of it reaches a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from typing import NamedTuple

import msgspec

from store.event import SHIPPED, Event

# raised with each release whose timeline differs from the one before
TIMELINE_RELEASE = 3


def shipped_events() -> list[Event]:
    """The events of the shipped timeline, in the order of the file."""
    content = resources.files("store").joinpath("data/timeline.jsonl").read_bytes()
    return msgspec.json.decode(b"[" + b",".join(content.splitlines()) + b"]", type=list[Event])


class Renewal(NamedTuple):
    """What a newer release changes in a store: events to put, and ids of events to take out."""

    put: list[Event]
    take_out: list[str]


def renewal(held: Mapping[str, Event], installed: Iterable[str], shipped: Iterable[Event]) -> Renewal:
    """What brings the `shipped` events into a store that holds `held`.

    `installed` are the ids that earlier releases brought. What a person changed stays as they left it, and what they
    removed stays away; an untouched event that the new release no longer has goes.
    """
    before, now = set(installed), {event.id: event for event in shipped}
    untouched = {id for id, event in held.items() if event.collection == SHIPPED and event.revision == 0}
    put = [
        event
        for id, event in now.items()
        if (id in untouched and held[id] != event) or (id not in held and id not in before)
    ]
    return Renewal(put, sorted(untouched - now.keys()))
