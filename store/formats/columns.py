"""CSV of any columns: which of them is which field of an event is guessed from their names, or said by a mapping.

The CSV that the timeline writes itself is one of these, and comes back with its claims, tolls and sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from store.edtf import WhenError
from store.entry import EntryError, coordinates_text, read_claim, read_count, read_source, read_toll
from store.event import Confidence, Event, Exactness, Place, Source, Toll
from store.formats.reading import (
    CellError,
    FileError,
    Found,
    InputFile,
    Refusal,
    category_of,
    column_name,
    one_line,
    own_id,
    point,
)
from store.formats.table import FORMULA
from store.ids import id_of
from store.toll import COUNTED
from store.typed_date import read_stated
from store.when import When

# each field that a column can be, and the names of columns that are taken for it, the surest first
FIELDS: Mapping[str, Sequence[str]] = {
    "id": ("id", "event_id", "uid", "external_id", "data_id"),
    "date": ("date", "when", "event_date", "start_date", "date_start", "start", "day", "التاريخ", "تاريخ"),
    "end": ("end_date", "date_end", "end"),
    "words": ("date_words",),
    "title": ("title", "headline", "event", "name", "subject", "العنوان", "الحدث"),
    "title_ar": ("title_ar", "arabic_title"),
    "category": ("category", "type", "event_type", "kind"),
    "place": ("place", "location", "city", "town", "site", "place_name", "المكان", "المدينة"),
    "admin": ("admin", "governorate", "province", "admin1", "adm_1", "المحافظة"),
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "x"),
    "exactness": ("exactness",),
    "actors": ("actors", "actor", "actor1", "perpetrator", "side_a"),
    "reported": ("reported", "date_reported", "report_date"),
    "summary": ("summary", "description", "text", "details", "notes", "note", "الوصف"),
    "killed": ("killed", "fatalities", "deaths", "dead", "القتلى"),
    "civilians": ("civilians", "civilians_killed", "civilian_deaths"),
    "wounded": ("wounded", "injured", "الجرحى"),
    "claimant": ("claimant", "according_to", "killed_according_to"),
    "claims": ("claims",),
    "tolls": ("tolls",),
    "sources": ("sources", "source", "publisher", "المصدر"),
    "address": ("source_url", "url", "link"),
    "tags": ("tags", "keywords"),
    "confidence": ("confidence",),
    "external_ids": ("external_ids",),
}
NEEDED = ("date", "title")
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
# how dates are to be read of which the day and the month might be either: no column, but a part of a mapping
DATES, DAY_FIRST, MONTH_FIRST = "dates", "day-first", "month-first"
_NUMBERS = re.compile(r"\s*(\d\d?)([/.-])(\d\d?)\2(\d{4})(.*)", re.ASCII | re.DOTALL)
Item = TypeVar("Item")


def recognise(file: InputFile) -> bool:
    """Whether it is CSV in which a date and a title can be found, or a mapping says where they are."""
    return all(field in mapping_of(file) for field in NEEDED)


def mapping_of(file: InputFile) -> dict[str, str]:
    """The column of each field: what the file's own mapping says, and for the rest what is guessed."""
    return guessed(file.heading, {field: column_name(name) for field, name in file.mapping.items() if field != DATES})


def guessed(columns: Iterable[str], said: Mapping[str, str] = NOTHING_SAID) -> dict[str, str]:
    """The column of each field: what is said of it, or else the one whose name is taken for it."""
    given = dict(said)
    free = [name for name in columns if name not in given.values()]
    for field, names in FIELDS.items():
        if field not in given and (column := next((name for name in names if name in free), "")):
            given[field] = column
            free.remove(column)
    return {field: given[field] for field in FIELDS if given.get(field)}


def unmapped(file: InputFile) -> list[str]:
    """The columns that are no field, in their order."""
    used = set(mapping_of(file).values())
    return [name for name in file.heading if name and name not in used]


def read(file: InputFile) -> Found:
    """An event a row."""
    mapping = mapping_of(file)
    if missing := [field for field in NEEDED if field not in mapping]:
        raise FileError(f"no column is known to be the {' or the '.join(missing)}; they are {', '.join(file.heading)}")
    if wrong := [column for column in mapping.values() if column not in file.heading]:
        raise FileError(f'has no column "{wrong[0]}"; they are {", ".join(file.heading)}')
    for record in file.records():
        if isinstance(record, Refusal):
            yield record
            continue
        try:
            yield event_of(record, mapping, file)
        except CellError as error:
            yield Refusal(file.line, error.column, str(error))


def event_of(record: Mapping[str, str], mapping: Mapping[str, str], file: InputFile) -> Event:
    """The event of a row, whose columns are these fields; CellError names the column that is wrong."""
    return _Row(record, mapping, file).event()


class _Row:
    """A row by the fields that its columns stand for."""

    def __init__(self, record: Mapping[str, str], mapping: Mapping[str, str], file: InputFile) -> None:
        self._record, self._mapping, self._file = record, mapping, file

    def event(self) -> Event:
        """The event of the row; CellError names the column that is wrong."""
        reported = self._read("reported", lambda text: _day_stated(self._date_in_order(text)))
        when = self._when(reported or "")
        category, kind = category_of(self._text("category"))
        sources = self._sources()
        own = self._text("id")
        return Event(
            id=self._id(own),
            when=when,
            title=one_line(self._text("title")),
            title_ar=one_line(self._text("title_ar")),
            category=category,
            summary=self._text("summary"),
            place=self._place(),
            actors=self._listed("actors"),
            reported=reported or "",
            claims=self._lines("claims", read_claim),
            tolls=self._tolls(when, sources),
            sources=sources,
            tags=(*kind, *self._listed("tags")),
            confidence=self._read("confidence", Confidence) or Confidence.HIGH,
            collection=self._file.collection,
            external_ids=self._external_ids(own),
        )

    def _text(self, field: str) -> str:
        # a column without a name is no field
        column = self._mapping.get(field)
        text = self._record.get(column, "").strip() if column else ""
        # what the timeline puts before a text that a spreadsheet would run
        return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text

    def _read(self, field: str, read: Callable[[str], Item]) -> Item | None:
        """What a field's text stands for; None for a blank."""
        text = self._text(field)
        try:
            return read(text) if text else None
        except CellError:
            raise
        except (EntryError, WhenError, ValueError) as error:
            raise CellError(self._mapping[field], str(error)) from None

    def _lines(self, field: str, read: Callable[[str], Item]) -> tuple[Item, ...]:
        return self._read(field, lambda text: tuple(read(line) for line in text.splitlines() if line.strip())) or ()

    def _listed(self, field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for each in self._text(field).split(";") if (name := one_line(each))))

    def _id(self, own: str) -> str:
        if not own:
            return id_of("\x1f".join((self._file.collection, *self._record.values())))
        return own if self._is_ours else own_id(self._file, own)

    @property
    def _is_ours(self) -> bool:
        """Whether the timeline wrote the file: only then is an id of it one of ours."""
        return "killed_according_to" in self._record and "date_words" in self._record

    def _external_ids(self, own: str) -> dict[str, str]:
        if not self._is_ours:
            return {self._file.collection: own} if own else {}
        pairs = (each.strip().rpartition(" ") for each in self._text("external_ids").split(";"))
        return {name: id for name, _, id in pairs if name}

    def _date_in_order(self, text: str) -> str:
        """A date with the day before the month, or as it is."""
        match = _NUMBERS.fullmatch(text)
        order = self._file.mapping.get(DATES, "")
        if match is None or not order:
            return text
        day, month = (match[1], match[3]) if order == DAY_FIRST else (match[3], match[1])
        return f"{match[4]}-{month:0>2}-{day:0>2}{match[5]}"

    def _when(self, reported: str) -> When:
        day = When(reported).last_day if reported else None
        when = self._read("date", lambda text: read_stated(self._date_in_order(text), day))
        if when is None:
            raise CellError(self._mapping["date"], "is blank")
        end = self._read("end", lambda text: read_stated(self._date_in_order(text), day))
        words = one_line(self._text("words")) or when.words
        if end is None or end.edtf == when.edtf:
            return When(when.edtf, words)
        if when.lasts or end.lasts:
            raise CellError(self._mapping["end"], f"{when.edtf} and {end.edtf} are no two days")
        return self._read("end", lambda _: When.parse(f"{when.edtf}/{end.edtf}", words)) or when

    def _place(self) -> Place | None:
        name, admin = one_line(self._text("place")), one_line(self._text("admin"))
        here = point(self._text("latitude"), self._text("longitude"))
        exactness = self._read("exactness", Exactness) or Exactness.PLACE
        if not name and not admin:
            # where the file has no name for it, its coordinates are one
            latitude, longitude = here
            if latitude is None or longitude is None:
                return None
            name = coordinates_text(latitude, longitude)
        if not name and exactness.is_point:
            # of a governorate alone, its coordinates are no point
            exactness = Exactness.GOVERNORATE
        return Place(name=name or admin, admin=admin, latitude=here[0], longitude=here[1], exactness=exactness)

    def _tolls(self, when: When, sources: Sequence[Source]) -> tuple[Toll, ...]:
        tolls = self._lines("tolls", read_toll)
        if tolls or self._is_ours:
            return tolls
        killed, civilians, wounded = (self._read(field, read_count) for field in COUNTED)
        if not (killed or civilians or wounded):
            return ()
        # whoever gives a figure without a name is whoever made the table
        claimant = one_line(self._text("claimant")) or next((each.publisher for each in sources), self._file.collection)
        as_of = _last_day(when)
        return (Toll(claimant=claimant, as_of=as_of, killed=killed, civilians=civilians, wounded=wounded),)

    def _sources(self) -> tuple[Source, ...]:
        address = self._text("address")
        if self._is_ours or "|" in self._text("sources"):
            return self._lines("sources", read_source)
        names = [name for each in self._text("sources").split(";") if (name := one_line(each))]
        if not address.startswith(("https://", "http://")):
            return tuple(map(_named, names))
        first = names[0] if names else re.sub(r"^https?://(?:www\.)?([^/:]+).*", r"\1", address, flags=re.DOTALL)
        return (Source(publisher=first, url=address), *map(_named, names[1:]))


def _day_stated(text: str) -> str:
    """One date as EDTF; WhenError where it is none, or goes on from one date to another."""
    when = read_stated(text, None)
    if when.lasts:
        raise WhenError(f'"{text}" goes on from one date to another')
    return when.edtf


def _named(name: str) -> Source:
    return Source(publisher=name)


def _last_day(when: When) -> str:
    return when.begun_by.isoformat() if when.is_open else when.last_day.isoformat()
