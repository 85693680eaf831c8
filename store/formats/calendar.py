"""iCalendar (RFC 5545): an event on the days it may cover, by the icalendar library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
from icalendar import Component
from icalendar.timezone import tzp

from store.edtf import reading
from store.entry import claim_line, read_claim, read_source, read_toll, source_line, toll_line
from store.event import Claim, Event, Place, Source, Toll
from store.formats.excerpt import TITLE, Excerpt
from store.formats.reading import (
    CellError,
    FileError,
    Found,
    InputFile,
    Refusal,
    event_in,
    linked_source,
    one_line,
    point,
)
from store.place import position
from store.typed_date import read_stated
from store.when import When

# after the id of an event that the timeline wrote
OURS = "@syria-timeline"
MOST_LINES = 10_000
PRODUCT = "-//syria-timeline//EN"
END = "END:VCALENDAR\r\n"


def recognise(file: InputFile) -> bool:
    """Whether a calendar begins in it."""
    return file.beginning.lstrip()[:15].upper() == "BEGIN:VCALENDAR"


def read(file: InputFile) -> Found:
    """An event an entry."""
    # zones that another file called so are forgotten
    tzp.use_default()
    part: list[str] = []
    begins, kind = 0, ""
    for line in file.lines():
        name = line.strip().upper()
        if not kind and name in ("BEGIN:VEVENT", "BEGIN:VTIMEZONE"):
            part, begins, kind = [line], file.line, name.removeprefix("BEGIN:")
        elif kind:
            part.append(line)
            if len(part) > MOST_LINES:
                raise FileError(f"line {begins:,}: an entry that begins here does not end in {MOST_LINES:,} lines")
        if kind and name == f"END:{kind}":
            try:
                if kind == "VEVENT":
                    yield _event("".join(part), file)
                else:
                    _component(icalendar.Timezone, "".join(part))
            except CellError as error:
                yield Refusal(begins, error.column, str(error))
            kind = ""
    if kind:
        yield Refusal(begins, "", "the file ends within the entry that begins here")


def _component(kind: type[Component], text: str) -> Component:
    """A part of a calendar; the library knows a time zone once it has read it."""
    try:
        return kind.from_ical(text)
    # whatever a file holds, the library reads it with no thought of what might be wrong
    except Exception as error:
        raise CellError("", f"is no {kind.name} ({error})") from None


class _Entry:
    """An entry, whose properties may come more than once: the first of each counts."""

    def __init__(self, component: icalendar.Component) -> None:
        self._component = component

    def __contains__(self, name: str) -> bool:
        return name in self._component

    def value(self, name: str) -> Any:
        """The value of a property; None where it has none."""
        value = self._component.get(name)
        return value[0] if isinstance(value, list) else value

    def text(self, name: str) -> str:
        """The text of a property, "" where it has none."""
        value = self.value(name)
        return "" if value is None else str(value).strip()

    def moment(self, name: str) -> date | datetime | timedelta | None:
        """What a date or a length of time is; None where there is none. CellError where its zone is not known."""
        if (value := self.value(name)) is None:
            return None
        moment: object = getattr(value, "dt", None)
        if not isinstance(moment, date | timedelta):
            raise CellError(name, f'"{value}" is no date')
        zone = value.params.get("TZID", "")
        if zone and isinstance(moment, datetime) and moment.tzinfo is None:
            raise CellError(name, f'its zone "{zone}" is not known')
        return moment

    @property
    def categories(self) -> list[str]:
        """What kinds it is of."""
        value = self._component.get("CATEGORIES", [])
        lists = value if isinstance(value, list) else [value]
        return [str(kind) for each in lists for kind in getattr(each, "cats", [each])]


def _event(text: str, file: InputFile) -> Event:
    entry = _Entry(_component(icalendar.Event, text))
    if "RRULE" in entry or "RDATE" in entry:
        raise CellError("RRULE", "is repeated: no repetitions are read")
    said = {name: one_line(entry.text(name)) for name in ("SUMMARY", "LOCATION", "UID", "URL")}
    description = entry.text("DESCRIPTION")
    is_ours = "X-EDTF" in entry and said["UID"].endswith(OURS)
    told = _Told(description if is_ours else "")
    url = said["URL"] if said["URL"].startswith(("https://", "http://")) else ""
    # ours names the address of the first source here too
    linked = () if is_ours or not url else (linked_source(url),)
    return event_in(
        file,
        said["UID"].removesuffix(OURS),
        text,
        entry.categories,
        when=_when(entry),
        title=said["SUMMARY"],
        summary=told.summary if is_ours else description,
        place=_place(said["LOCATION"], entry, is_ours),
        claims=tuple(told.claims),
        tolls=tuple(told.tolls),
        sources=(*told.sources, *linked),
    )


class _Told:
    """What a description says that the timeline wrote: the date in words, the summary, then a line each."""

    def __init__(self, description: str) -> None:
        self.claims: list[Claim] = []
        self.tolls: list[Toll] = []
        self.sources: list[Source] = []
        words: list[str] = []
        for line in description.split("\n")[1:]:
            try:
                if line.startswith("Toll: "):
                    self.tolls.append(read_toll(line.removeprefix("Toll: ")))
                elif line.startswith("Source: "):
                    self.sources.append(read_source(line.removeprefix("Source: ")))
                else:
                    self.claims.append(read_claim(line))
            except ValueError:
                words.append(line)
        self.summary = "\n".join(words)


def _when(entry: _Entry) -> When:
    """When it was: a day that it ends on is the day after its last, a moment that it ends at is one of it."""
    if "X-EDTF" not in entry and "DTSTART" not in entry:
        raise CellError("DTSTART", "is missing")
    try:
        if "X-EDTF" in entry:
            return When.parse(entry.text("X-EDTF"))
        start, end, length = (entry.moment(name) for name in ("DTSTART", "DTEND", "DURATION"))
        if not isinstance(start, date):
            raise CellError("DTSTART", "is no date")
        if isinstance(length, timedelta):
            end = start + length
        if isinstance(start, datetime):
            begins = _minute(start)
            ends = _minute(end) if isinstance(end, datetime) else begins
            return read_stated(f"{begins} to {ends}" if ends != begins else begins, None)
        last = (end.date() if isinstance(end, datetime) else end) if isinstance(end, date) else start
        last -= timedelta(days=last > start)
        return When.parse(f"{start}/{last}" if last > start else f"{start}")
    except (ValueError, TypeError, OverflowError) as error:
        if isinstance(error, CellError):
            raise
        raise CellError("DTSTART", f"is no date that can be read ({error})") from None


def _minute(moment: datetime) -> str:
    """A moment as it was said: without a zone it is on the clock of Damascus."""
    zone = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M}{f'{zone[:3]}:{zone[3:5]}' if zone else ''}"


def _place(location: str, entry: _Entry, is_ours: bool) -> Place | None:
    if not location:
        return None
    name, _, admin = location.rpartition(", ") if is_ours and ", " in location else (location, "", "")
    latitude, longitude = None, None
    if (geo := entry.value("GEO")) is not None:
        # what the library could not read it keeps as it is
        here = (geo.latitude, geo.longitude) if isinstance(geo, icalendar.vGeo) else str(geo).partition(";")[::2]
        latitude, longitude = point(str(here[0]), str(here[1]))
    return Place(name=name, admin=admin, latitude=latitude, longitude=longitude)


def write(excerpt: Excerpt) -> Iterator[str]:
    """A calendar whose name and description say what was asked."""
    calendar = icalendar.Calendar()
    for name, value in (
        ("prodid", PRODUCT), ("version", "2.0"), ("x-wr-calname", TITLE), ("x-wr-caldesc", excerpt.asked)
    ):  # fmt: skip
        calendar.add(name, icalendar.vText(value))
    yield calendar.to_ical().decode().removesuffix(END)
    for event in excerpt:
        if event.when.first_day == date.min:
            excerpt.lost["events without a beginning"] += 1
            continue
        excerpt.lost["ends that are not known"] += event.when.is_open
        excerpt.lost["Arabic titles"] += bool(event.title_ar)
        yield _entry(event, excerpt).to_ical().decode()
    yield END


def _entry(event: Event, excerpt: Excerpt) -> icalendar.Event:
    """The event with its date in words and as EDTF; days are whole, and the end is the day after the last."""
    entry = icalendar.Event()
    entry.add("uid", f"{event.id}{OURS}")
    entry.add("dtstamp", excerpt.made)
    only = reading(event.when.edtf).parts[0] if len(reading(event.when.edtf).parts) == 1 else None
    if only is not None and only.unit == "minute" and not only.is_approximate:
        entry.add("dtstart", only.stated.astimezone(excerpt.made.tzinfo))
    else:
        entry.add("dtstart", event.when.first_day)
        if not event.when.is_open and event.when.last_day < date.max:
            entry.add("dtend", event.when.last_day + timedelta(days=1))
    entry.add("summary", event.title)
    entry.add("categories", [event.category.value, *event.tags])
    entry.add("sequence", event.revision)
    entry.add("x-edtf", icalendar.vText(event.when.edtf))
    if event.place is not None:
        entry.add("location", ", ".join(part for part in (event.place.name, event.place.admin) if part))
        if here := position(event.place):
            entry.add("geo", here)
    url = next((source.url for source in event.sources if source.url), "")
    if url:
        # what was kept before addresses were looked at may have line ends in it, which no URI may
        entry.add("url", "".join(url.split()))
    said = (*map(claim_line, event.claims), *(f"Toll: {toll_line(toll)}" for toll in event.tolls))
    lines = (event.when.label(), event.summary, *said, *(f"Source: {source_line(each)}" for each in event.sources))
    entry.add("description", "\n".join(line for line in lines if line))
    return entry
