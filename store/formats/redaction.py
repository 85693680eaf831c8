"""Events that are given away without the names of people, and only roughly where."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from store.actor import ActorKind, registry
from store.event import Claim, Event, Exactness, Place, Source, Toll

WITHHELD = "[name withheld]"
# a tenth of a degree is about ten kilometres
DECIMALS = 1


def redacted(event: Event) -> Event:
    """The event without its actors who are people, or nobody that the registry knows, and with rough coordinates.

    In all text the names of people that the registry knows are withheld; whether others are named, only a reader can
    tell. Addresses stay as they are.
    """
    return msgspec.structs.replace(
        event,
        title=without_names(event.title),
        title_ar=without_names(event.title_ar),
        summary=without_names(event.summary),
        when=msgspec.structs.replace(event.when, words=without_names(event.when.words)),
        place=_roughly(event.place) if event.place else None,
        actors=tuple(actor for actor in event.actors if _speaker(actor) == actor),
        claims=tuple(map(_claim, event.claims)),
        tolls=tuple(map(_toll, event.tolls)),
        sources=tuple(map(_source, event.sources)),
    )


def without_names(text: str) -> str:
    """The text with the names of people withheld that the registry knows."""
    return _people().sub(WITHHELD, text)


@cache
def _people() -> re.Pattern[str]:
    people = [actor for actor in registry().by_id.values() if actor.kind is ActorKind.PERSON]
    # a longer name first, so that no part of one is left
    names = sorted({name for person in people for name in person.names}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def _speaker(name: str) -> str:
    known = registry().bearing(name)
    is_body = bool(known) and all(actor.kind is not ActorKind.PERSON for actor in known)
    return name if is_body else WITHHELD


def _roughly(place: Place) -> Place:
    degrees = (None if each is None else round(each, DECIMALS) for each in (place.latitude, place.longitude))
    latitude, longitude = degrees
    rough = Exactness.NEAR if latitude is not None and place.exactness.is_point else place.exactness
    return msgspec.structs.replace(place, latitude=latitude, longitude=longitude, exactness=rough)


def _claim(claim: Claim) -> Claim:
    return msgspec.structs.replace(
        claim,
        who=_speaker(claim.who),
        said=without_names(claim.said),
        source=_source(claim.source) if claim.source else None,
        contradicts=tuple(map(_speaker, claim.contradicts)),
    )


def _toll(toll: Toll) -> Toll:
    return msgspec.structs.replace(toll, claimant=_speaker(toll.claimant), note=without_names(toll.note))


def _source(source: Source) -> Source:
    return msgspec.structs.replace(source, publisher=without_names(source.publisher), title=without_names(source.title))
