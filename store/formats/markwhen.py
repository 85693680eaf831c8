"""Markwhen: a line an event, with what it cannot say of a date as a property."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date

from store.edtf import Part, reading
from store.entry import claim_line, toll_line
from store.event import Event
from store.formats.excerpt import TITLE, Excerpt, json_of


def write(excerpt: Excerpt) -> Iterator[str]:
    """A header that says what was asked, then each event with its properties, claims and sources."""
    yield f"title: {TITLE}\ndescription: {json_of(excerpt.asked)}\ntimezone: Asia/Damascus\n"
    for event in excerpt:
        shown = date_of(event)
        if shown is None:
            excerpt.lost["events without a beginning"] += 1
        else:
            yield "\n" + "".join(f"{line}\n" for line in _lines(event, shown))


def date_of(event: Event) -> str | None:
    """The date in the EDTF that Markwhen reads; None where it has no beginning."""
    covered = reading(event.when.edtf)
    first, last = covered.parts[0], covered.parts[-1]
    if first is None:
        return None
    if last is None:
        return f"{_date(first)}/now"
    if first is last and first.unit != "season":
        return _date(first)
    return f"{_date(first)}/{_date(last, is_end=True)}"


def _date(part: Part, is_end: bool = False) -> str:
    if part.is_timed:
        return part.stated.astimezone(UTC).isoformat().replace("+00:00", "Z")
    day = part.stated.date()
    if part.unit == "season" and is_end:
        # the third of its months; a winter ends in the next year
        day = date(min(day.year + (day.month + 1) // 12, date.max.year), (day.month + 1) % 12 + 1, 1)
    return day.isoformat()[: {"year": 4, "season": 7, "month": 7, "day": 10}[part.unit]]


def _lines(event: Event, shown: str) -> Iterator[str]:
    yield f"{shown}: {_line(event.title)} #{event.category}"
    yield f"id: {_line(event.id)}"
    yield f"date: {json_of(event.when.edtf)}"
    if event.place is not None:
        yield f"location: {json_of(', '.join(part for part in (event.place.name, event.place.admin) if part))}"
    if event.summary:
        yield _line(event.summary)
    yield from (f"- {_line(claim_line(claim))}" for claim in event.claims)
    yield from (f"- Toll: {_line(toll_line(toll))}" for toll in event.tolls)
    for source in event.sources:
        words = _line(": ".join(part for part in (source.publisher, source.title) if part)).translate(_NO_BRACKETS)
        yield f"[{words}]({source.url})" if source.url else f"- Source: {words}"


_NO_BRACKETS = str.maketrans("[]", "()")


def _line(text: str) -> str:
    """Text on one line, in which no tag begins."""
    return " ".join(text.split()).replace("#", "＃")
