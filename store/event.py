"""The model: an event, who said what of it, and its tolls by claimant, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from store.edtf import WhenError, reading
from store.when import When


class Category(StrEnum):
    """What kind of thing happened."""

    AIR_STRIKE = "air-strike"
    ATTACK_ON_CIVILIANS = "attack-on-civilians"
    BATTLE = "battle"
    BOMBING = "bombing"
    CEASEFIRE = "ceasefire"
    CHEMICAL_ATTACK = "chemical-attack"
    DIPLOMACY = "diplomacy"
    DISPLACEMENT = "displacement"
    FOREIGN_INTERVENTION = "foreign-intervention"
    HUMANITARIAN = "humanitarian"
    OTHER = "other"
    POLITICS = "politics"
    PROTEST = "protest"
    REPRESSION = "repression"
    SIEGE = "siege"
    STATEMENT = "statement"
    TERRITORIAL_CHANGE = "territorial-change"


class Stance(StrEnum):
    """How a speaker stands to what they said."""

    REPORTS = "reports"
    CLAIMS = "claims"
    ANNOUNCES = "announces"
    ACKNOWLEDGES = "acknowledges"
    CONFIRMS = "confirms"
    DENIES = "denies"


class Confidence(StrEnum):
    """How well the sources bear the event out."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Exactness(StrEnum):
    """How well a place is known, the best first: the place itself, or something around it in which it happened.

    The levels are those of UCDP GED's where_prec (codebook, 4.4): `near` is within some 25 km of the place, `area` a
    line or an area without sharp borders, `abroad` waters or air that are no country's.
    """

    PLACE = "place"
    NEAR = "near"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    AREA = "area"
    COUNTRY = "country"
    ABROAD = "abroad"

    @property
    def is_point(self) -> bool:
        """Whether coordinates say where it happened, and not only where the middle of something wide is."""
        return self in (Exactness.PLACE, Exactness.NEAR)


SHIPPED = "shipped"
MINE = "mine"


class Model(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What every part of an event has in common: immutable, compact on disk, and closed to unknown fields."""


class Range(Model, frozen=True):
    """A count as it was stated: "over 300" has no `at_most`, "up to 40" no `at_least`, "242-255" has both.

    `best` is what the claimant holds for likeliest, where they say so of a range. All three stand as they were stated:
    of UCDP's some 16,500 counts in Syria, 101 have a best estimate that is not between low and high.
    """

    at_least: int | None = None
    at_most: int | None = None
    best: int | None = None


class Scope(Model, frozen=True):
    """What a cumulative figure covers: all that happened since a date, over an area in the claimant's words.

    `since` is an EDTF date.
    """

    since: str
    area: str


class Toll(Model, frozen=True):
    """How many people one claimant counted, as of one date.

    A range that is None was not given: "dozens" is no number. `civilians` of 0 means that the claimant counted
    combatants only. `scope` None is this event alone; a scoped figure is never added to, or shown as, the event's own.
    `as_of` is an EDTF date.
    """

    claimant: str
    as_of: str
    killed: Range | None = None
    civilians: Range | None = None
    wounded: Range | None = None
    scope: Scope | None = None
    note: str = ""


class Source(Model, frozen=True):
    """Where something can be read. `published` is an EDTF date, or empty where it is not known."""

    publisher: str
    title: str = ""
    url: str = ""
    archive_url: str = ""
    published: str = ""


class Claim(Model, frozen=True):
    """What somebody said of the event, on a date (EDTF).

    `contradicts` are the speakers of other claims of the event that cannot hold if this one does.
    """

    who: str
    stance: Stance
    said: str
    on: str
    source: Source | None = None
    contradicts: tuple[str, ...] = ()


class Place(Model, frozen=True):
    """Where it happened, in the source's words: a town, and the governorate (or, abroad, the country) it lies in.

    `latitude` and `longitude` are degrees, WGS 84; both are None where the place is not known that well. What is known
    to a lesser `exactness` than a point has the middle of that for coordinates.
    """

    name: str
    admin: str = ""
    latitude: float | None = None
    longitude: float | None = None
    exactness: Exactness = Exactness.PLACE


class Event(Model, frozen=True):
    """One dated event.

    `summary` is written with hindsight. `reported` is the EDTF date of the first public report, empty where it is the
    day itself. `revision` counts how often a person changed the event: 0 is as it came.
    """

    id: str
    when: When
    title: str
    category: Category
    title_ar: str = ""
    summary: str = ""
    place: Place | None = None
    actors: tuple[str, ...] = ()
    reported: str = ""
    claims: tuple[Claim, ...] = ()
    tolls: tuple[Toll, ...] = ()
    sources: tuple[Source, ...] = ()
    tags: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH
    collection: str = MINE
    external_ids: dict[str, str] = {}
    revision: int = 0


class Problem(NamedTuple):
    """One thing wrong with an event, and the field it stands in (`$.claims[1].stance`)."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def time_order(event: Event) -> tuple[int, int, str]:
    """Events stand by instant, then precision, the vaguer first, then id."""
    return (*event.when.sort_key, event.id)


class EventError(ValueError):
    """An event that cannot be kept, with every problem found in it."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(map(str, found)))
        self.problems = found


def event_from(document: Any) -> Event:
    """The event that a decoded JSON document holds; EventError names each field that is wrong."""
    try:
        event = msgspec.convert(document, Event)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `")
        raise EventError([Problem(path.rstrip("`") or "$", message)]) from None
    found = problems(event)
    if found:
        raise EventError(found)
    return event


def document_of(event: Event) -> dict[str, Any]:
    """The event as plain JSON values."""
    document: dict[str, Any] = msgspec.to_builtins(event)
    return document


def problems(event: Event) -> list[Problem]:
    """All that is wrong with an event's values; empty where it can be kept."""
    return [Problem(f"$.{path}", message) for path, message in _problems(event)]


Found = Iterator[tuple[str, str]]


def _problems(event: Event) -> Found:
    if not event.id.strip():
        yield "id", "an event needs an id"
    if not event.title.strip():
        yield "title", "an event needs a title"
    yield from _bad_date("when.edtf", event.when.edtf)
    if event.reported:
        yield from _bad_date("reported", event.reported)
    if event.place is not None:
        yield from _bad_place(event.place)
    for number, actor in enumerate(event.actors):
        yield from _empty(f"actors[{number}]", actor, "an actor needs a name")
    for number, claim in enumerate(event.claims):
        at = f"claims[{number}]"
        yield from _empty(f"{at}.who", claim.who, "a claim needs a speaker")
        yield from _empty(f"{at}.said", claim.said, "a claim needs what was said")
        yield from _bad_date(f"{at}.on", claim.on)
        speakers = {other.who for other in event.claims if other is not claim}
        for place, who in enumerate(claim.contradicts):
            if who not in speakers:
                yield f"{at}.contradicts[{place}]", f'nobody called "{who}" says anything else of the event'
        if claim.source is not None:
            yield from _bad_source(f"{at}.source", claim.source)
    for number, toll in enumerate(event.tolls):
        yield from _bad_toll(f"tolls[{number}]", toll)
    for number, source in enumerate(event.sources):
        yield from _bad_source(f"sources[{number}]", source)


def _empty(path: str, text: str, message: str) -> Found:
    if not text.strip():
        yield path, message


def _bad_date(path: str, text: str) -> Found:
    try:
        reading(text)
    except WhenError as error:
        yield path, str(error)


def _bad_place(place: Place) -> Found:
    yield from _empty("place.name", place.name, "a place needs a name")
    if (place.latitude is None) != (place.longitude is None):
        yield "place", "a latitude needs a longitude, and the other way round"
    if place.latitude is not None and not -90 <= place.latitude <= 90:
        yield "place.latitude", f"{place.latitude:g} is off the globe: a latitude lies between -90 and 90"
    if place.longitude is not None and not -180 <= place.longitude <= 180:
        yield "place.longitude", f"{place.longitude:g} is off the globe: a longitude lies between -180 and 180"


def _bad_toll(at: str, toll: Toll) -> Found:
    yield from _empty(f"{at}.claimant", toll.claimant, "a toll needs a claimant")
    yield from _bad_date(f"{at}.as_of", toll.as_of)
    for name, count in (("killed", toll.killed), ("civilians", toll.civilians), ("wounded", toll.wounded)):
        if count is None:
            continue
        least, most = count.at_least, count.at_most
        if least is None and most is None:
            yield f"{at}.{name}", "a range without bounds says nothing: leave it out"
        elif min(number for number in (least, most, count.best, 0) if number is not None) < 0:
            yield f"{at}.{name}", "a count cannot be below 0"
    if toll.scope is not None:
        yield from _bad_date(f"{at}.scope.since", toll.scope.since)
        yield from _empty(f"{at}.scope.area", toll.scope.area, "a scope needs an area")


def _bad_source(at: str, source: Source) -> Found:
    yield from _empty(f"{at}.publisher", source.publisher, "a source needs a publisher")
    if source.published:
        yield from _bad_date(f"{at}.published", source.published)
    for name, address in (("url", source.url), ("archive_url", source.archive_url)):
        if address and not address.startswith(("https://", "http://")):
            yield f"{at}.{name}", f'"{address}" is no web address: it has to begin with https:// or http://'
        elif not address.isprintable() or " " in address:
            yield f"{at}.{name}", f'"{address}" is no web address: it has a blank or a control character in it'
