"""TimelineJS 3: the columns of its spreadsheet, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from store.edtf import Part
from store.formats.excerpt import TITLE, Excerpt
from store.formats.table import Cell, row
from store.formats.timeline_js import count_lost, moment, stretch, text_of

DATE = ("Year", "Month", "Day", "Time")
COLUMNS = (
    *(*DATE, *(f"End {part}" for part in DATE), "Display Date", "Headline", "Text"),
    *("Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background"),
)


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
