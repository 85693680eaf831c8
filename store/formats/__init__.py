"""The formats of other programs, in which a view is written and from which events are read: one module each, all alike.

A module has `write(excerpt)`, which gives the file piece by piece, and counts in `excerpt.lost` what it cannot hold; or
`recognise(file)`, whether a file is in its format, and `read(file)`, which gives its events; or both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from store.formats.excerpt import Excerpt
    from store.formats.reading import Found, InputFile

Write = Callable[["Excerpt"], Iterator[str]]
Read = Callable[["InputFile"], "Found"]


class Format(NamedTuple):
    """A format: its module, how its files end, and what it is for.

    `collection` is the dataset whose format it is, "" where it is nobody's, None where each event names its own.
    """

    module: str
    suffix: str
    words: str
    collection: str | None = ""

    @property
    def write(self) -> Write:
        """What writes it; imported when it is asked for."""
        write: Write = self._module.write
        return write

    @property
    def read(self) -> Read:
        """What reads it."""
        read: Read = self._module.read
        return read

    def recognise(self, file: InputFile) -> bool:
        """Whether a file looks like one of it."""
        recognised: bool = self._module.recognise(file)
        return recognised

    @property
    def _module(self) -> ModuleType:
        return import_module(f"{__name__}.{self.module}")


# whose columns are no dataset's
ANY_COLUMNS = "csv"
# in the order in which a file is tried for them: those that take the most are the last
READ = {
    "ucdp": Format("ucdp", "csv", "UCDP GED: any release, and candidate files", "ucdp-ged"),
    "acled": Format("acled", "csv", "ACLED: exports of any age, and CSV from the API", "acled"),
    "gdelt": Format("gdelt", "csv", "GDELT: event files of versions 1.0 and 2.0", "gdelt"),
    "timelinejs-csv": Format("timeline_js_sheet", "csv", "TimelineJS: the CSV of its spreadsheet"),
    "jsonl": Format("json_lines", "jsonl", "JSON Lines: an event a line, in the timeline's own shape", None),
    "geojson": Format("geojson", "geojson", "GeoJSON: an event a feature"),
    "timelinejs": Format("timeline_js", "json", "TimelineJS: the JSON that it loads"),
    "ical": Format("calendar", "ics", "iCalendar: an event an entry"),
    ANY_COLUMNS: Format("columns", "csv", "CSV: an event a row, whose columns are guessed or said"),
    "markwhen": Format("markwhen", "mw", "Markwhen: an event a dated line"),
}
WRITTEN = {
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
