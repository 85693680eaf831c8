"""An event as the texts that stand in the fields of its form, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from store.edtf import Precision, WhenError
from store.entry import (
    CLAIM_PARTS,
    SOURCE_PARTS,
    TOLL_PARTS,
    EntryError,
    claim_line,
    coordinates_text,
    read_category,
    read_claim,
    read_coordinates,
    read_date,
    read_source,
    read_toll,
    source_line,
    toll_line,
)
from store.event import Category, Claim, Event, Exactness, Place, Problem, Source, Toll, problems
from store.place import gazetteer
from store.typed_date import read_when
from store.when import When
from tui.plain import plain
from tui.widgets.field import plain_lines

# in the order in which they stand
FIELDS = (
    "when",
    "reported",
    "title",
    "summary",
    "category",
    "place",
    "area",
    "coordinates",
    "actors",
    "claims",
    "tolls",
    "sources",
    "tags",
)
SOME_LINES = ("summary", "claims", "tolls", "sources")
PLACE_FIELDS = ("place", "area", "coordinates")
SEPARATOR = ";"
# stands in for the date of an event that has none that can be read: then its undated claims are not what is wrong
ANY_DATE = "2011-03-15"

Texts = Mapping[str, str]
Item = TypeVar("Item", Claim, Toll, Source)


class FormError(ValueError):
    """A form that is no event yet: what is wrong, by field."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in messages.items()))
        self.messages = messages


class Entries(NamedTuple, Generic[Item]):
    """How the items of a field are typed, one a line.

    `read` takes a line, and the date of one that gives none. `keep` takes over from the item that a line was before
    what no line shows.
    """

    parts: Sequence[str]
    line: Callable[[Item], str]
    read: Callable[[str, str | None], Item]
    keep: Callable[[Item, Item], Item]


CLAIMS = Entries(
    CLAIM_PARTS,
    claim_line,
    lambda line, on: read_claim(line, default_on=on),
    lambda claim, before: replace(claim, source=before.source) if claim.who == before.who else claim,
)
TOLLS = Entries(TOLL_PARTS, toll_line, lambda line, on: read_toll(line, default_on=on), lambda toll, _: toll)
SOURCES = Entries(
    SOURCE_PARTS,
    source_line,
    lambda line, _: read_source(line),
    lambda source, before: replace(source, archive_url=before.archive_url) if source.url == before.url else source,
)


def texts_of(event: Event | None) -> dict[str, str]:
    """What stands in each field for an event; nothing for a new one."""
    if event is None:
        return dict.fromkeys(FIELDS, "")
    texts = {
        "when": _typed_when(event),
        "reported": event.reported,
        "title": event.title,
        "summary": event.summary,
        "category": event.category.value,
        **_place_texts(event.place),
        "actors": f"{SEPARATOR} ".join(event.actors),
        "claims": "\n".join(map(CLAIMS.line, event.claims)),
        "tolls": "\n".join(map(TOLLS.line, event.tolls)),
        "sources": "\n".join(map(SOURCES.line, event.sources)),
        "tags": f"{SEPARATOR} ".join(event.tags),
    }
    return {field: (plain_lines if field in SOME_LINES else plain)(texts[field]) for field in FIELDS}


def read_form(texts: Texts, original: Event | None, id: str) -> Event:
    """The event that the fields make: the original one changed, or a new one with an id; FormError says what is wrong.

    What was not touched stays as it was, to the line, with all that the form does not show.
    """
    shown, before = texts_of(original), original or _nothing(id)
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {}

    def take(field: str, read: Callable[[str], object]) -> None:
        if original is not None and texts[field] == shown[field]:
            return
        try:
            values[field] = read(texts[field].strip())
        except ValueError as error:
            wrong[field] = str(error)

    reported = day_reported(texts["reported"])
    take("when", lambda text: _when(text, reported))
    on = ANY_DATE if "when" in wrong else default_on(texts)
    take("reported", lambda text: read_date(text) if text else "")
    take("title", lambda text: _needed(text, "an event needs a title: what happened, in one line"))
    take("summary", str)
    take("category", _category)
    take("actors", names_in)
    take("claims", lambda text: read_entries(CLAIMS, text, before.claims, on))
    take("tolls", lambda text: read_entries(TOLLS, text, before.tolls, on))
    take("sources", lambda text: read_entries(SOURCES, text, before.sources, on))
    take("tags", names_in)
    if any(texts[field] != shown[field] for field in PLACE_FIELDS):
        try:
            values["place"] = _place(texts, before.place, shown)
        except FormError as error:
            wrong.update(error.messages)
    if wrong:
        raise FormError({field: wrong[field] for field in FIELDS if field in wrong})
    event = replace(before, **values)
    if found := problems(event):
        raise FormError(dict(map(_field_and_fault, reversed(found))))
    return event


def gazetteer_texts(place: str, area: str) -> dict[str, str]:
    """What the gazetteer puts into the other fields of a place; "" where it does not know which is meant."""
    known = gazetteer().find(place, area)
    if known is None:
        return {"area": "", "coordinates": ""}
    return {"area": known.within or "", "coordinates": coordinates_text(known.latitude, known.longitude)}


def day_reported(text: str) -> date | None:
    """The day of its report, from which a phrase such as "last week" counts; None where the text gives none."""
    try:
        return When(read_date(text.strip())).last_day
    except WhenError:
        return None


def default_on(texts: Texts) -> str | None:
    """The date (EDTF) of a claim or toll that gives none: when the event began, no more exactly than that is known.

    None where the text is no date, or is open to the past.
    """
    try:
        start = read_when(texts["when"], day_reported(texts["reported"])).edtf.partition("/")[0]
    except WhenError:
        return None
    if start == "..":
        return None
    began = When(start)
    return began.first_day.isoformat() if began.precision < Precision.DAY else start


def read_entries(entries: Entries[Item], text: str, before: Sequence[Item], on: str | None) -> tuple[Item, ...]:
    """The items of the lines of a text; an untouched line keeps its item. EntryError names each line that is wrong."""
    rows = [(row, line.strip()) for row, line in enumerate(text.split("\n"), 1) if line.strip()]
    shown, typed = [plain(entries.line(item)) for item in before], [line for _, line in rows]
    items: list[Item] = []
    wrong: list[str] = []
    for kind, start, end, first, last in SequenceMatcher(None, shown, typed, autojunk=False).get_opcodes():
        if kind == "equal":
            items += before[start:end]
            continue
        replaced = before[start:end] if end - start == last - first else ()
        for number, (row, line) in enumerate(rows[first:last]):
            try:
                item = entries.read(line, on)
            except EntryError as error:
                wrong.append(f"line {row}: {error}" if len(rows) > 1 else str(error))
            else:
                items.append(entries.keep(item, replaced[number]) if replaced else item)
    if wrong:
        raise EntryError("\n".join(wrong))
    return tuple(items)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a text that are parted by semicolons, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(SEPARATOR) if name.strip()))


def _nothing(id: str) -> Event:
    """What a new event is made from."""
    return Event(id=id, when=When(ANY_DATE), title="", category=Category.STATEMENT)


def _typed_when(event: Event) -> str:
    """The date as it was typed, where those words still say the same; they may come from elsewhere."""
    when = event.when
    try:
        typed = read_when(when.words, day_reported(event.reported)) if when.words else when
    except WhenError:
        return when.edtf
    return when.words if when.words and typed.edtf == when.edtf else when.edtf


def _place_texts(place: Place | None) -> dict[str, str]:
    if place is None:
        return dict.fromkeys(PLACE_FIELDS, "")
    known = place.latitude is not None and place.longitude is not None
    coordinates = coordinates_text(place.latitude or 0, place.longitude or 0) if known else ""
    return {"place": place.name, "area": place.admin, "coordinates": coordinates}


def _needed(text: str, message: str) -> str:
    if not text:
        raise ValueError(message)
    return text


def _when(text: str, reported: date | None) -> When:
    return read_when(_needed(text, "an event needs a date: 2016-12, 30 Nov 2024, or as exact as it is known"), reported)


def _category(text: str) -> Category:
    return read_category(_needed(text, f"an event needs a category: choose one of {', '.join(Category)}"))


def _place(texts: Texts, before: Place | None, shown: Texts) -> Place | None:
    name, area, coordinates = (texts[field].strip() for field in PLACE_FIELDS)
    if not (name or area or coordinates):
        return None
    place = before or Place(name="")
    wrong = {} if name else {"place": "a place needs a name"}
    if coordinates != shown["coordinates"]:
        try:
            latitude, longitude = read_coordinates(coordinates) if coordinates else (None, None)
        except EntryError as error:
            wrong["coordinates"] = str(error)
        else:
            # who types where it was knows better than what stood there
            place = replace(place, latitude=latitude, longitude=longitude, exactness=Exactness.PLACE)
    if wrong:
        raise FormError(wrong)
    named = {} if texts["place"] == shown["place"] else {"name": name}
    lies_in = {} if texts["area"] == shown["area"] else {"admin": area}
    return replace(place, **named, **lies_in)


def _field_and_fault(problem: Problem) -> tuple[str, str]:
    """The field that holds what a problem is about; what no field shows is told at the first."""
    path = problem.path.removeprefix("$.")
    name = path.partition(".")[0].partition("[")[0]
    if path in ("place.latitude", "place.longitude"):
        name = "coordinates"
    return (name, problem.message) if name in FIELDS else (FIELDS[0], str(problem))
