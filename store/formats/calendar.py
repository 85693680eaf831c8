"""iCalendar (RFC 5545): an event on the days it may cover, by the icalendar library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import icalendar

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
from store.typed_date import read_when
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
    entry: list[str] = []
    begins = 0
    for line in file.lines():
        name = line.strip().upper()
        if name == "BEGIN:VEVENT":
            entry, begins = [line], file.line
        elif entry:
            entry.append(line)
            if len(entry) > MOST_LINES:
                raise FileError(f"line {begins:,}: an entry that begins here does not end in {MOST_LINES:,} lines")
        if name == "END:VEVENT" and entry:
            try:
                yield _event("".join(entry), file)
            except CellError as error:
                yield Refusal(begins, error.column, str(error))
            entry = []
    if entry:
        yield Refusal(begins, "", "the file ends within the entry that begins here")


def _event(text: str, file: InputFile) -> Event:
    try:
        entry = icalendar.Event.from_ical(text)
    except (ValueError, IndexError, KeyError) as error:
        raise CellError("", f"is no entry ({error})") from None
    if "RRULE" in entry or "RDATE" in entry:
        raise CellError("RRULE", "is repeated: no repetitions are read")
    said = {name: one_line(str(entry.get(name, ""))) for name in ("SUMMARY", "LOCATION", "UID", "URL")}
    description = str(entry.get("DESCRIPTION", "")).strip()
    is_ours = "X-EDTF" in entry and said["UID"].endswith(OURS)
    told = _Told(description if is_ours else "")
    url = said["URL"] if said["URL"].startswith(("https://", "http://")) else ""
    # ours names the address of the first source here too
    linked = () if is_ours or not url else (linked_source(url),)
    return event_in(
        file,
        said["UID"].removesuffix(OURS),
        text,
        [str(category) for category in getattr(entry, "categories", ())],
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


def _when(entry: icalendar.Component) -> When:
    if "X-EDTF" not in entry and "DTSTART" not in entry:
        raise CellError("DTSTART", "is missing")
    try:
        if "X-EDTF" in entry:
            return When.parse(str(entry["X-EDTF"]))
        start = entry.decoded("DTSTART")
        if isinstance(start, datetime):
            return read_when(_minute(start))
        end = entry.decoded("DTEND") if "DTEND" in entry else start + timedelta(days=1)
        last = (end.date() if isinstance(end, datetime) else end) - timedelta(days=1)
        return When.parse(f"{start}/{last}" if last > start else f"{start}")
    except (ValueError, TypeError, OverflowError) as error:
        raise CellError("DTSTART", f'"{entry.get("DTSTART")}" is no date that can be read ({error})') from None


def _minute(moment: datetime) -> str:
    """A moment as it was said: without a zone it is on the clock of Damascus."""
    zone = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M}{f'{zone[:3]}:{zone[3:5]}' if zone else ''}"


def _place(location: str, entry: icalendar.Component, is_ours: bool) -> Place | None:
    if not location:
        return None
    name, _, admin = location.rpartition(", ") if is_ours and ", " in location else (location, "", "")
    latitude, longitude = None, None
    if "GEO" in entry:
        north, _, east = str(entry["GEO"].to_ical()).partition(";")
        latitude, longitude = point(north, east)
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
