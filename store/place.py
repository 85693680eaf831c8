"""The gazetteer: places with their spellings, Arabic names and coordinates, and the way from one to another."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from math import asin, atan2, cos, degrees, radians, sin, sqrt

import msgspec

from store.event import Place
from store.names import NameIndex, shipped_rows

# mean radius R1 of the WGS 84 ellipsoid (IUGG)
EARTH_RADIUS_KM = 6371.0088

# latitude and longitude in degrees (WGS 84)
Position = tuple[float, float]

POINTS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


class PlaceKind(StrEnum):
    """What a place is, in the order in which suggestions offer places of equal fit."""

    CITY = "city"
    CAPITAL_ABROAD = "capital-abroad"
    GOVERNORATE = "governorate"
    COUNTRY = "country"
    TOWN = "town"
    NEIGHBOURHOOD = "neighbourhood"
    VILLAGE = "village"
    AREA = "area"
    AIRPORT = "airport"
    AIRBASE = "airbase"
    CROSSING = "crossing"
    DAM = "dam"
    PRISON = "prison"
    ROAD = "road"
    DISTRICT = "district"


WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.GOVERNORATE, PlaceKind.DISTRICT})
_ORDER = {kind: number for number, kind in enumerate(PlaceKind)}


class NamedPlace(msgspec.Struct, frozen=True):
    """A place of the gazetteer, at the level of towns: its coordinates are good to some kilometres.

    `within` is the governorate's short name, "Syria" for what crosses several, the country abroad, and None for a
    country. `latitude` and `longitude` are degrees (WGS 84), `source` tells where they come from. `ar` is None where
    the Arabic name is not known; where `ar_checked` is false it is from general knowledge: a secondary name only.
    """

    id: str
    name: str
    kind: PlaceKind
    within: str | None = msgspec.field(name="in")
    latitude: float = msgspec.field(name="lat")
    longitude: float = msgspec.field(name="lon")
    source: str
    ar: str | None
    ar_checked: bool
    variants: tuple[str, ...] = ()
    ar_variants: tuple[str, ...] = ()
    population: int | None = None
    ambiguous: bool = False
    ambiguous_variants: tuple[str, ...] = ()
    wide: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, the one to show first and the Arabic ones last."""
        arabic = (self.ar,) if self.ar else ()
        return (self.name, *self.variants, *arabic, *self.ar_variants)

    @property
    def is_wide(self) -> bool:
        """Whether its coordinates are the middle of something too wide to be near anything."""
        return self.wide or self.kind in WIDE

    @property
    def rank(self) -> tuple[int, ...]:
        """Cities before towns before the rest, and the more people the earlier."""
        return _ORDER[self.kind], -(self.population or 0)


class Gazetteer(NameIndex[NamedPlace]):
    """The places of the timeline, found by name."""

    # events name the same few places again and again
    @lru_cache(maxsize=1 << 14)  # noqa: B019 - there is one gazetteer, for as long as the program runs
    def find(self, name: str, within: str = "") -> NamedPlace | None:
        """The place that a town's name means; None where no place bears it, or several do.

        A governorate is meant only where nothing else bears the name. `within` is a governorate or a country: it
        tells namesakes apart, and leaves a name alone that one place bears.
        """
        bearers = self.bearing(name)
        towns = [place for place in bearers if place.kind is not PlaceKind.GOVERNORATE] or bearers
        if len(towns) > 1 and within:
            admin = self.governorate(within)
            towns = [place for place in towns if place.within and self.governorate(place.within) is admin]
        return towns[0] if len(towns) == 1 else None

    def governorate(self, name: str) -> NamedPlace | None:
        """The governorate, or abroad the country, that the name of an admin area means; None where there is none."""
        areas = [place for place in self.bearing(name) if place.kind in (PlaceKind.GOVERNORATE, PlaceKind.COUNTRY)]
        return areas[0] if len(areas) == 1 else None

    def spellings(self, name: str, within: str = "") -> tuple[str, ...]:
        """Every spelling of the place that a town's name means, Arabic too; none where the place is not found."""
        place = self.find(name, within)
        return place.names if place else ()


def position(place: Place | None) -> Position | None:
    """Where a place lies; None where there is none, or that is not known well enough to be a point."""
    if place is None or place.latitude is None or place.longitude is None or not place.exactness.is_point:
        return None
    return place.latitude, place.longitude


def point(place: Place | None) -> Position | None:
    """Where a place lies that is no wide area, whose middle is near to nothing."""
    here = position(place)
    return here if place is None or here is None or not _is_wide(place) else None


def _is_wide(place: Place) -> bool:
    found = gazetteer().find(place.name, place.admin)
    return found is not None and found.is_wide


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that comes with the program."""
    return Gazetteer(shipped_rows("places.jsonl", NamedPlace))


def distance_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Kilometres between two points in degrees, along a great circle (haversine)."""
    south, north = radians(latitude), radians(to_latitude)
    across = sin(radians(to_longitude - longitude) / 2) ** 2
    half_chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * across
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def bearing(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """The course on which a great circle sets out from the first point to the second: degrees from north, clockwise."""
    start, end, turn = radians(latitude), radians(to_latitude), radians(to_longitude - longitude)
    east = sin(turn) * cos(end)
    north = cos(start) * sin(end) - sin(start) * cos(end) * cos(turn)
    return degrees(atan2(east, north)) % 360


def compass(course: float) -> str:
    """The nearest of the eight points of the compass to a course in degrees: 315 is "NW"."""
    return POINTS[round(course / 45) % 8]
