"""The formats in which a view is written for other programs: one module each, all alike.

A module has `write(excerpt)`, which gives the file piece by piece, and counts in `excerpt.lost` what it cannot hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from store.formats.excerpt import Excerpt

Write = Callable[["Excerpt"], Iterator[str]]


class Format(NamedTuple):
    """A format: its module, how its files end, and what it is for."""

    module: str
    suffix: str
    words: str

    @property
    def write(self) -> Write:
        """What writes it; imported when it is asked for."""
        write: Write = import_module(f"{__name__}.{self.module}").write
        return write


FORMATS = {
    "jsonl": Format("json_lines", "jsonl", "JSON Lines: an event a line, nothing lost"),
    "csv": Format("table", "csv", "CSV: an event a row, for spreadsheets and statistics"),
    "markdown": Format("markdown", "md", "Markdown: a chronology to be read, with footnotes"),
    "geojson": Format("geojson", "geojson", "GeoJSON: an event a feature, for maps"),
    "ical": Format("calendar", "ics", "iCalendar: an event on the days it may cover"),
    "timelinejs": Format("timeline_js", "json", "TimelineJS: the JSON that it loads"),
    "timelinejs-csv": Format("timeline_js_sheet", "csv", "TimelineJS: CSV for its spreadsheet"),
    "markwhen": Format("markwhen", "mw", "Markwhen: an event a line with its properties"),
    "bibtex": Format("bibtex", "bib", "BibTeX: the sources, for LaTeX"),
    "csl-json": Format("references", "json", "CSL-JSON: the sources, for Zotero and Pandoc"),
}
