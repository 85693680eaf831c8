"""What an event is found by: the keys of its place, actors, speakers and the rest, under all their spellings.

A key is the id of a row of the gazetteer or the registry, or else the folded name.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache

from store.actor import Actor, Naming, actors_of, registry
from store.dispute import is_disputed
from store.event import Event
from store.known_on import sources_known
from store.names import NEARNESS, fold
from store.period import Period
from store.place import PlaceKind, gazetteer, position
from store.query_text import NAMED

LINEAGE = "+lineage"
SYRIA = "syria"
AREAS = (PlaceKind.GOVERNORATE, PlaceKind.COUNTRY)

# by field, the keys of an event, each with the name to show for it
Keys = Mapping[str, Mapping[str, str]]


def keys_of(event: Event, day: date | None = None) -> Keys:
    """By field, what an event, as it was known on a day, is found by and what that is called."""
    return {
        "place": _named([place_of(event)] if event.place else []),
        "in": _named(_areas(event)),
        "actor": _named(each for name in event.actors for each in actors_of(name, with_bodies_of_people=False)),
        "by": _named(each for name in _speakers(event) for each in actors_of(name, with_bodies_of_people=False)),
        "source": {fold(source.publisher): source.publisher for source in sources_known(event, day)},
        "tag": {fold(tag): tag for tag in event.tags},
        "category": {event.category.value: event.category.value},
        "stance": {claim.stance.value: claim.stance.value for claim in event.claims},
        "collection": {event.collection: event.collection},
        "has": {each: each for each in _parts(event)},
        "disputed": {each: each for each in ("yes" if is_disputed(event) else "no",)},
    }


def place_of(event: Event) -> Naming:
    """The place of an event that has one."""
    assert event.place is not None
    found = gazetteer().find(event.place.name, event.place.admin)
    if found is None:
        return Naming(fold(event.place.name), event.place.name, (event.place.name,))
    return Naming(found.id, found.name, found.names)


def _areas(event: Event) -> Iterable[Naming]:
    """The governorate, or abroad the country, and Syria where it lies there."""
    if event.place is None:
        return
    area = gazetteer().governorate(event.place.admin) if event.place.admin else None
    place = area or gazetteer().governorate(event.place.name)
    if place is None:
        return
    yield Naming(place.id, place.name, place.names)
    if place.kind is PlaceKind.GOVERNORATE:
        syria = gazetteer().by_id[SYRIA]
        yield Naming(SYRIA, syria.name, syria.names)


def _speakers(event: Event) -> Iterable[str]:
    yield from (claim.who for claim in event.claims)
    yield from (toll.claimant for toll in event.tolls)


def _parts(event: Event) -> Iterable[str]:
    if any(toll.killed or toll.civilians or toll.wounded for toll in event.tolls):
        yield "toll"
    if event.claims:
        yield "claims"
    if position(event.place) is not None:
        yield "coordinates"
    if event.when.lasts:
        yield "interval"


def _named(found: Iterable[Naming]) -> dict[str, str]:
    return {each.key: each.name for each in found}


class NamesInUse:
    """The names that events may be asked for by: those that some event has, and those of gazetteer and registry."""

    def __init__(self, keys: Callable[[], Iterable[Keys]], periods: Collection[Period]) -> None:
        self._keys, self._periods = keys, periods

    def forget(self) -> None:
        """Look at the events anew when next asked."""
        self.__dict__.pop("_in_use", None)

    def choices(self, field: str) -> Collection[str]:
        """The periods or the collections that there are."""
        if field == "period":
            return [period.name for period in self._periods]
        return list(self._in_use[field])

    def knows(self, field: str, value: str) -> bool:
        """Whether anything is called so."""
        if field == "near":
            place = gazetteer().find(value)
            return place is not None and not place.is_wide
        return bool(self.keys(field, value))

    def keys(self, field: str, value: str) -> frozenset[str]:
        """The keys that a value means: of what bears that very name, else of all in which a word begins so."""
        if field not in NAMED:
            return frozenset((value,))
        asks_lineage = field in ("actor", "by") and value.casefold().endswith(LINEAGE)
        name = value[: -len(LINEAGE)] if asks_lineage else value
        in_use = self._in_use[field].keys()
        namesakes = {place.id for place in gazetteer().bearing(name)} if field == "place" else set()
        exact = _bearing(field, name) | (({fold(name)} | namesakes) & in_use)
        if asks_lineage:
            return frozenset(one.id for id in exact for one in _lineage(id))
        if exact:
            return frozenset(exact)
        word = f" {fold(value)}"
        found = self._in_use[field].items()
        return frozenset(
            key for key, naming in found if word.strip() and any(word in each for each in naming.spellings)
        )

    def nearest(self, field: str, value: str) -> str:
        """A name there is that is spelt nearly so; "" for none."""
        use = self._in_use["place" if field == "near" else field]
        spellings = {spelling.strip(): key for key, naming in use.items() for spelling in naming.spellings}
        close = difflib.get_close_matches(fold(value), spellings, n=1, cutoff=NEARNESS)
        return self.name(field, spellings[close[0]]) if close else ""

    def name(self, field: str, key: str) -> str:
        """What a key is called."""
        if field in ("place", "in", "near") and key in gazetteer().by_id:
            return gazetteer().by_id[key].name
        if field in ("actor", "by") and key in registry().by_id:
            return registry().by_id[key].name
        naming = self._in_use[field].get(key)
        return naming.name if naming else key

    @cached_property
    def _in_use(self) -> Mapping[str, Mapping[str, Naming]]:
        """By field and key, its name, and each spelling, folded, with a space before each word."""
        found: dict[str, dict[str, Naming]] = defaultdict(dict)
        for each in self._keys():
            for field, keys in each.items():
                for key, name in keys.items():
                    if key not in found[field]:
                        found[field][key] = _naming(field, key, name)
        return found


def _bearing(field: str, name: str) -> set[str]:
    """The ids of the rows that bear a name, or are called so by their id."""
    if field == "in":
        area = gazetteer().governorate(name) or gazetteer().by_id.get(name)
        return {area.id} if area and area.kind in AREAS else set()
    if field == "place":
        place = gazetteer().by_id.get(name) or gazetteer().find(name)
        return {place.id} if place else set()
    if field in ("actor", "by"):
        return {name} if name in registry().by_id else {actor.id for actor in registry().bearing(name)}
    return set()


# looked at anew after each change, of whatever event
@lru_cache(maxsize=1 << 16)
def _naming(field: str, key: str, name: str) -> Naming:
    """A key, its name, and each spelling, folded, with a space before each word."""
    return Naming(key, name, tuple(f" {fold(each)}" for each in _spellings(field, key, name)))


def _spellings(field: str, key: str, name: str) -> tuple[str, ...]:
    if field in ("place", "in") and key in gazetteer().by_id:
        return gazetteer().by_id[key].names
    if field in ("actor", "by") and key in registry().by_id:
        return registry().by_id[key].names
    return (name,)


def _lineage(id: str) -> list[Actor]:
    actor = registry().by_id.get(id)
    return registry().lineage(actor) if actor else []


def searched_text(event: Event) -> str:
    """All that a text filter looks through, folded: what was written, and every spelling of the place and actors."""
    parts = [event.title, event.title_ar, event.summary, event.category, *event.tags]
    for claim in event.claims:
        parts += [claim.who, claim.said]
    parts += [toll.claimant for toll in event.tolls]
    folded = [fold(part) for part in parts if part]
    if event.place is not None:
        folded += _spelt_place(event.place.name, event.place.admin)
    for actor in event.actors:
        folded += _spelt_actor(actor)
    # a mark between the parts, so that no phrase runs over from one into the next
    return " \n ".join(folded).join((" ", " "))


# events name the same few places and actors again and again
@lru_cache(maxsize=1 << 14)
def _spelt_place(name: str, admin: str) -> tuple[str, ...]:
    return tuple(fold(each) for each in (name, admin, *gazetteer().spellings(name, admin)) if each)


@lru_cache(maxsize=1 << 14)
def _spelt_actor(name: str) -> tuple[str, ...]:
    return tuple(fold(each) for each in (name, *registry().spellings(name)))
