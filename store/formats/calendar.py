"""iCalendar (RFC 5545): an event on the days it may cover, by the icalendar library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import icalendar

from store.edtf import reading
from store.entry import claim_line, source_line, toll_line
from store.event import Event
from store.formats.excerpt import TITLE, Excerpt
from store.place import position

PRODUCT = "-//syria-timeline//EN"
END = "END:VCALENDAR\r\n"


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
    entry.add("uid", f"{event.id}@syria-timeline")
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
        entry.add("url", url)
    said = (*map(claim_line, event.claims), *(f"Toll: {toll_line(toll)}" for toll in event.tolls))
    lines = (event.when.label(), event.summary, *said, *(f"Source: {source_line(each)}" for each in event.sources))
    entry.add("description", "\n".join(line for line in lines if line))
    return entry
