"""TimelineJS 3: the columns of its spreadsheet, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from store.edtf import Part
from store.formats.excerpt import TITLE, Excerpt
from store.formats.reading import CellError, Found, InputFile, Refusal
from store.formats.slides import Slide, event_of
from store.formats.table import Cell, row
from store.formats.timeline_js import count_lost, moment, stretch, text_of

DATE = ("Year", "Month", "Day", "Time")
COLUMNS = (
    *(*DATE, *(f"End {part}" for part in DATE), "Display Date", "Headline", "Text"),
    *("Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background"),
)


class Row(NamedTuple):
    """The cells of a row that are read; the last three stand in sheets of the first version."""

    year: str
    month: str
    day: str
    time: str
    end_year: str
    end_month: str
    end_day: str
    end_time: str
    display_date: str
    headline: str
    text: str
    media: str
    media_credit: str
    media_caption: str
    type: str
    group: str
    start_date: str
    end_date: str
    tag: str


def recognise(file: InputFile) -> bool:
    """Whether it has a headline, and a year or a start date."""
    heading = set(file.heading)
    return {"headline", "text", "media"} <= heading and bool(heading & {"year", "start_date"})


def read(file: InputFile) -> Found:
    """An event a row; the title, the eras and the rows for nothing are none."""
    file.require(("headline",))
    for cells in file.picked(Row._fields):
        if isinstance(cells, Refusal):
            yield cells
            continue
        row = Row._make(cells)
        if row.type.strip().casefold() in ("title", "era", "empty"):
            continue
        try:
            yield event_of(_slide_of(row), file)
        except CellError as error:
            yield Refusal(file.line, error.column, str(error))


def _slide_of(row: Row) -> Slide:
    start, end = (dict(zip(("year", "month", "day", "time"), cells, strict=True)) for cells in (row[:4], row[4:8]))
    # the first version has the day in one cell, the month before it
    start, end = _parts(row.start_date) or start, _parts(row.end_date) or end
    said = {"group": row.group or row.tag, "media": row.media, "caption": row.media_caption, "credit": row.media_credit}
    return Slide(start, end, row.headline, row.text, shown_date=row.display_date, **said)


def _parts(day: str) -> dict[str, str]:
    """The parts of "11/27/2024 17:00", "11/2024" or "2024"; nothing of a blank."""
    date, _, time = day.strip().partition(" ")
    numbers = date.split("/")
    names = {1: ("year",), 2: ("month", "year"), 3: ("month", "day", "year")}.get(len(numbers), ("year",))
    return {**dict(zip(names, numbers, strict=False)), "time": time} if date else {}


def write(excerpt: Excerpt) -> Iterator[str]:
    """A slide a row, the title and the periods before them."""
    yield row(COLUMNS)
    yield _row({"Headline": TITLE, "Text": escape(excerpt.asked), "Type": "title"})
    for period in excerpt.periods:
        last = period.last or excerpt.made.date()
        days = zip(("", "End "), (period.first, last), strict=True)
        dates = {f"{which}{part}": getattr(day, part.lower()) for which, day in days for part in DATE[:3]}
        yield _row({**dates, "Headline": escape(period.title), "Type": "era"})
    for event in excerpt:
        begins, ends = stretch(event)
        count_lost(event, begins, excerpt.lost)
        if begins is not None:
            words = {"Display Date": event.when.label(), "Headline": escape(event.title), "Text": text_of(event)}
            dates = {**_date(begins, ""), **(_date(ends, "End ") if ends else {})}
            yield _row({**dates, **words, "Group": event.category.value})


def _date(part: Part, which: str) -> dict[str, Cell]:
    known = moment(part)
    time = f"{known['hour']:02}:{known.get('minute', 0):02}" if "hour" in known else ""
    days = {f"{which}{name}": known.get(name.lower()) for name in DATE[:3]}
    return {**days, f"{which}Time": time}


def _row(cells: dict[str, Cell]) -> str:
    return row(cells.get(column, "") for column in COLUMNS)
