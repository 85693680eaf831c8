"""Files to import: written, read, and what the documents say of their codes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from store.event import Category, Event
from store.formats import READ
from store.formats.reading import InputFile, Refusal

DOCUMENT = Path(__file__).parents[2] / "docs/formats.md"
_CODES = re.compile(r"\| `(\w+)`: (.+) \| `([a-z-]+)` \|")


def csv_of(rows: Iterable[Mapping[str, str]]) -> str:
    """The rows as CSV under the names of the first one's columns."""
    listed = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue()


def found_in(form: str, path: Path, content: str) -> list[Event | Refusal]:
    """What a format reads in a file that holds this."""
    path.write_text(content, encoding="utf-8", newline="")
    return list(READ[form].read(InputFile(path)))


def only_event(found: list[Event | Refusal]) -> Event:
    """The one event that was found."""
    (event,) = found
    assert isinstance(event, Event), event
    return event


def only_refusal(found: list[Event | Refusal]) -> Refusal:
    """The one refusal that was found."""
    (refusal,) = found
    assert isinstance(refusal, Refusal)
    return refusal


def recognised_by(path: Path, content: str) -> list[str]:
    """The datasets for one of whose files a file is taken that holds this."""
    path.write_text(content, encoding="utf-8", newline="")
    return [name for name in ("ucdp", "acled", "gdelt") if READ[name].recognise(InputFile(path))]


def documented(heading: str) -> dict[str, dict[str, Category]]:
    """The categories that the documents have for the codes of a dataset, by column and code."""
    section = DOCUMENT.read_text(encoding="utf-8").partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
    columns: dict[str, dict[str, Category]] = {}
    for column, codes, category in _CODES.findall(section):
        columns.setdefault(column, {}).update((code, Category(category)) for code in codes.split("; "))
    return columns
