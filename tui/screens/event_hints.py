"""What the form of an event says below each field: how the text is understood, and what else may be meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from textual.content import Content

from store.actor import registry
from store.entry import (
    EntryError,
    count_text,
    part_at,
    read_category,
    read_coordinates,
    read_date,
)
from store.event import Category, Claim, Source, Stance, Toll
from store.names import fold
from store.place import bearing, compass, distance_km, gazetteer
from store.typed_date import read_when
from store.when import When
from tui.legend import MARKS
from tui.plain import plain
from tui.screens.event_texts import (
    CLAIMS,
    SEPARATOR,
    SOURCES,
    TOLLS,
    Entries,
    Item,
    Texts,
    day_reported,
    default_on,
    names_in,
    read_entries,
)
from tui.widgets.field import Cursor

ARROW = "→ "
DOT = " · "
CANDIDATES = 6
FAR_KM = 25
FAR = "⚠ "
ENTRY_FIELDS = ("claims", "tolls", "sources")
COMPLETES = "right arrow completes"
CATEGORIES = DOT.join(Category)
EMPTY = {
    "when": "needed: 2016, Dec 2016, 30 Nov 2024 17:00, since March 2011",
    "reported": "the first public report, where it came later",
    "title": "needed: what happened, in one line",
    "summary": "with hindsight; what was known when belongs in claims",
    "category": "needed: what kind of thing happened",
    "place": f"the town, {COMPLETES}",
    "area": f"the governorate or, abroad, the country, {COMPLETES}",
    "coordinates": "36.20 N 37.13 E, or 36.20, 37.13",
    "actors": f"who took part, {SEPARATOR} between two, {COMPLETES}",
    "claims": " | ".join(CLAIMS.parts),
    "tolls": " | ".join(TOLLS.parts),
    "sources": " | ".join(SOURCES.parts),
    "tags": f"words of your own, {SEPARATOR} between two",
}
# what else has to be told anew when a text changes
DEPENDENTS = {
    "when": ("claims", "tolls"),
    "reported": ("when", "claims", "tolls"),
    "place": ("area", "coordinates"),
    "area": ("place", "coordinates"),
    "coordinates": ("place",),
}


class Hint(NamedTuple):
    """What to say below a field, and whether it is what is wrong with it."""

    words: Content
    is_wrong: bool = False


def hint(field: str, texts: Texts, cursor: Cursor | None) -> Hint:
    """What to say below a field while a person types at `cursor`; None where they are elsewhere."""
    if not texts[field].strip() and (cursor is None or field not in ENTRY_FIELDS):
        return Hint(Content(CATEGORIES if cursor and field == "category" else EMPTY[field]))
    try:
        return Hint(_explained(field, texts, cursor))
    except ValueError as error:
        return Hint(Content(plain_sentences(str(error))), is_wrong=True)


def plain_sentences(text: str) -> str:
    """What is wrong, a line each, as text."""
    return "\n".join(map(plain, text.split("\n")))


def _explained(field: str, texts: Texts, cursor: Cursor | None) -> Content:
    text = texts[field].strip()
    match field:
        case "when":
            when = read_when(text, day_reported(texts["reported"]))
            return Content(f"{ARROW}{when.label()}{DOT}precision {when.precision.words}{DOT}Damascus time")
        case "reported":
            return Content(f"{ARROW}known from {_day(read_date(text))} on")
        case "claims":
            return _entries(CLAIMS, texts, field, cursor)
        case "tolls":
            return _entries(TOLLS, texts, field, cursor)
        case "sources":
            return _entries(SOURCES, texts, field, cursor)
    tell = _TELLERS.get(field)
    return Content(plain(tell(texts, cursor)) if tell else "")


def _category(texts: Texts, _: Cursor | None) -> str:
    """The category, or while it is typed those that it may become."""
    begun = "-".join(texts["category"].casefold().split())
    may_become = [category for category in Category if begun in category]
    if may_become and begun not in may_become:
        return DOT.join(may_become)
    category = read_category(texts["category"].strip())
    return f"{ARROW}{MARKS[category].glyph} {MARKS[category].words}"


def _place(texts: Texts, _: Cursor | None) -> str:
    """The place of the gazetteer, or those that may be meant."""
    name, area = texts["place"].strip(), texts["area"].strip()
    place = gazetteer().find(name, area)
    if place is not None:
        return f"{ARROW}{place.name}, {_point(place.latitude, place.longitude)}"
    bearers = gazetteer().bearing(name)
    if bearers:
        lie_in = " or ".join(dict.fromkeys(bearer.within or bearer.name for bearer in bearers))
        return f"{len(bearers)} places of the gazetteer have this name: say in Area which, {lie_in}"
    return DOT.join(places_like(name)) or "not in the gazetteer: it stands as it is typed"


def _area(texts: Texts, _: Cursor | None) -> str:
    """The governorate or country, or those that may be meant."""
    area = gazetteer().governorate(texts["area"])
    if area is not None:
        return f"{ARROW}{area.name}"
    return DOT.join(areas_like(texts["area"].strip())) or "not in the gazetteer: it stands as it is typed"


def _coordinates(texts: Texts, _: Cursor | None) -> str:
    """The point, and how far it is from where the gazetteer has the place."""
    point = read_coordinates(texts["coordinates"])
    place = gazetteer().find(texts["place"], texts["area"])
    if place is None:
        return f"{ARROW}{_point(*point)}"
    there = place.latitude, place.longitude
    far = distance_km(*there, *point)
    if far < 1:
        return f"{ARROW}{_point(*point)}{DOT}as in the gazetteer"
    way = f"{far:.0f} km {compass(bearing(*there, *point))}"
    return f"{ARROW}{_point(*point)}{DOT}{FAR if far >= FAR_KM else ''}{way} of the gazetteer's {place.name}"


def _actors(texts: Texts, cursor: Cursor | None) -> str:
    """Who the names are in the registry; while one is typed, who may be meant."""
    typing = texts["actors"].rpartition(SEPARATOR)[2].strip()
    if cursor and typing and not registry().find(typing) and (candidates := DOT.join(actors_like(typing))):
        return candidates
    return ARROW + DOT.join(map(_known_as, names_in(texts["actors"])))


def _known_as(name: str) -> str:
    actor = registry().find(name)
    if actor is None:
        return f"{name} (not in the registry)"
    return name if fold(name) == fold(actor.name) else f"{name} is {actor.name}"


def _tags(texts: Texts, _: Cursor | None) -> str:
    return ARROW + DOT.join(names_in(texts["tags"]))


_TELLERS: dict[str, Callable[[Texts, Cursor | None], str]] = {
    "category": _category,
    "place": _place,
    "area": _area,
    "coordinates": _coordinates,
    "actors": _actors,
    "tags": _tags,
}


def _entries(entries: Entries[Item], texts: Texts, field: str, cursor: Cursor | None) -> Content:
    """How the line under the cursor is understood, part by part; elsewhere, how many there are."""
    on = default_on(texts)
    if cursor is None:
        count = len(read_entries(entries, texts[field], (), on))
        return Content(f"{ARROW}{count} {field if count != 1 else field.removesuffix('s')}")
    lines = texts[field].split("\n")
    line = lines[min(cursor.row, len(lines) - 1)]
    part = part_at(line, cursor.column)
    below: str = ""
    try:
        below = f"{ARROW}{_told(entries.read(line, on))}"
    except EntryError as error:
        # a part that is still to come, or being typed, is not wrong yet
        if error.part < part or error.part == len(entries.parts):
            raise
        if entries.parts[part] == "stance":
            below = DOT.join(Stance)
    guide = [Content.styled(name, "reverse" if number == part else "") for number, name in enumerate(entries.parts)]
    return Content("\n").join([Content(" | ").join(guide), *([Content(plain(below))] if below else [])])


def _told(item: Claim | Toll | Source) -> str:
    """An item in a few words."""
    if isinstance(item, Claim):
        return f"{_day(item.on)}: {item.who} {item.stance} {item.said}"
    if isinstance(item, Source):
        return f"{item.publisher}, {_day(item.published) if item.published else 'undated'}"
    counts = {"killed": item.killed, "civilians": item.civilians, "wounded": item.wounded}
    given = [f"{count_text(count)} {name}" for name, count in counts.items() if count] or ["no number given"]
    covers = f"since {_day(item.scope.since)}, {item.scope.area}" if item.scope else "of this event alone"
    return f"{_day(item.as_of)}: {item.claimant}, {', '.join(given)}, {covers}"


def _day(edtf: str) -> str:
    return When(edtf).label()


def _point(latitude: float, longitude: float) -> str:
    return f"{abs(latitude):.2f} {'S' if latitude < 0 else 'N'} {abs(longitude):.2f} {'W' if longitude < 0 else 'E'}"


@lru_cache(maxsize=64)
def places_like(text: str) -> tuple[str, ...]:
    """The names of places that may be meant by what was typed so far, the likeliest first."""
    return tuple(suggestion.name for suggestion in gazetteer().suggest(text, CANDIDATES))


@lru_cache(maxsize=64)
def actors_like(text: str) -> tuple[str, ...]:
    """The names of actors that may be meant by what was typed so far, the likeliest first."""
    return tuple(suggestion.name for suggestion in registry().suggest(text, CANDIDATES))


@cache
def _areas() -> tuple[str, ...]:
    return tuple(sorted({place.within for place in gazetteer().rows if place.within}))


def areas_like(text: str) -> tuple[str, ...]:
    """The governorates and countries that begin with what was typed so far."""
    begun = fold(text)
    return tuple(area for area in _areas() if begun and fold(area).startswith(begun))


def complete_place(text: str) -> str:
    """The name of a place, completed; "" where it is one already, or the beginning of none."""
    return "" if gazetteer().find(text) else _completed(text, places_like(text))


def complete_area(text: str) -> str:
    """The name of a governorate or country, completed."""
    return _completed(text, areas_like(text))


def complete_category(text: str) -> str:
    """The name of a category, completed."""
    return _completed(text, tuple(Category))


def complete_actors(text: str) -> str:
    """The names of actors, the last one completed."""
    before, separator, typing = text.rpartition(SEPARATOR)
    name = typing.lstrip()
    completed = "" if registry().find(name) else _completed(name, actors_like(name))
    return f"{before}{separator}{typing[: len(typing) - len(name)]}{completed}" if completed else ""


def _completed(text: str, names: Sequence[str]) -> str:
    """The first of some names that goes on where a text ends."""
    begun = text.casefold()
    return next((name for name in names if text and len(name) > len(text) and name.casefold().startswith(begun)), "")
