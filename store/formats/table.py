"""CSV: a row an event, with claims, tolls and sources as lines of text within a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from store.entry import claim_line, source_line, toll_line
from store.event import Event
from store.formats.excerpt import Excerpt
from store.toll import spread

# with any of these first, a spreadsheet takes a text for a formula (OWASP, CSV injection)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | float | None
COLUMNS: dict[str, Callable[[Event], Cell]] = {
    "id": lambda event: event.id,
    "date": lambda event: event.when.edtf,
    "first_day": lambda event: event.when.first_day.isoformat(),
    "last_day": lambda event: event.when.last_day.isoformat(),
    "date_words": lambda event: event.when.words,
    "title": lambda event: event.title,
    "title_ar": lambda event: event.title_ar,
    "category": lambda event: event.category.value,
    "place": lambda event: event.place.name if event.place else "",
    "admin": lambda event: event.place.admin if event.place else "",
    "latitude": lambda event: event.place.latitude if event.place else None,
    "longitude": lambda event: event.place.longitude if event.place else None,
    "exactness": lambda event: event.place.exactness.value if event.place else "",
    "actors": lambda event: "; ".join(event.actors),
    "killed_lowest": lambda event: found.lowest if (found := spread(event)) else None,
    "killed_highest": lambda event: found.highest if (found := spread(event)) else None,
    "killed_or_more": lambda event: "yes" if (found := spread(event)) and found.or_more else "",
    "killed_according_to": lambda event: "; ".join(found.claimants) if (found := spread(event)) else "",
    "reported": lambda event: event.reported,
    "summary": lambda event: event.summary,
    "claims": lambda event: "\n".join(map(claim_line, event.claims)),
    "tolls": lambda event: "\n".join(map(toll_line, event.tolls)),
    "sources": lambda event: "\n".join(map(source_line, event.sources)),
    "tags": lambda event: "; ".join(event.tags),
    "confidence": lambda event: event.confidence.value,
    "collection": lambda event: event.collection,
    "external_ids": lambda event: "; ".join(f"{name} {id}" for name, id in event.external_ids.items()),
}


def write(excerpt: Excerpt) -> Iterator[str]:
    """A heading, then a row for each event."""
    yield row(COLUMNS)
    for event in excerpt:
        excerpt.lost["sources of single claims"] += sum(claim.source is not None for claim in event.claims)
        excerpt.lost["archived addresses"] += sum(bool(source.archive_url) for source in event.sources)
        yield row(value(event) for value in COLUMNS.values())


def row(cells: Iterable[Cell]) -> str:
    """A line of CSV (RFC 4180); a text that a spreadsheet would take for a formula has an apostrophe before it."""
    line = io.StringIO()
    csv.writer(line).writerow(map(_safe, cells))
    return line.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
