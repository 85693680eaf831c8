"""A citation of exactly one view: what was asked, when it was known, how much it held, and a fingerprint of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from store import __version__
from store.event import MINE, SHIPPED
from store.formats.bibtex import escaped
from store.view import View

NAME = "Syria timeline"
# as much of the checksum as nobody hits by chance
FINGERPRINT_LENGTH = 32


class Dataset(msgspec.Struct, frozen=True):
    """Where events come from, as those who made it ask to be cited, and its licence."""

    citation: str
    licence: str = ""

    def __str__(self) -> str:
        return f"{self.citation}{f' ({self.licence})' if self.licence else ''}"


DATASETS: Mapping[str, Dataset] = {
    SHIPPED: Dataset(f"The syria-timeline authors, shipped timeline, release {__version__}", "CC BY 4.0"),
    MINE: Dataset("Events added by hand"),
    "ucdp-ged": Dataset(
        'Sundberg, Ralph, and Erik Melander (2013). "Introducing the UCDP Georeferenced Event Dataset." '
        "Journal of Peace Research 50(4), 523-532",
        "CC BY 4.0",
    ),
    "acled": Dataset(
        'Raleigh, Clionadh, Roudabeh Kishi, and Andrew Linke (2023). "Political instability patterns are obscured by '
        'conflict dataset scope conditions, sources, and coding choices." Humanities and Social Sciences '
        "Communications 10, 74; ACLED, acleddata.com",
        "ACLED terms of use: not to be passed on",
    ),
    "gdelt": Dataset(
        'Leetaru, Kalev, and Philip A. Schrodt (2013). "GDELT: Global Data on Events, Language, and Tone, 1979-2012." '
        "International Studies Association Annual Convention; The GDELT Project, gdeltproject.org",
        "free to use with this citation",
    ),
}


class Citation(msgspec.Struct, frozen=True):
    """What a view held: `events` of all that were known, and a `fingerprint` of them, as of an instant (`made`)."""

    query: str
    known_on: str
    events: int
    total: int
    fingerprint: str
    datasets: tuple[Dataset, ...]
    made: datetime

    @property
    def asked(self) -> str:
        """What was asked and when it was known."""
        known = f"as known on {self.known_on}" if self.known_on else "as known now"
        return f"{self.query or 'all events'}; {known}"

    def text(self) -> str:
        """The citation as a sentence, and the datasets' own after it."""
        day = self.made.date().isoformat()
        held = f"{self.events:,} of {self.total:,} events ({self.asked})"
        first = f"{NAME}: {held}, syria-timeline {__version__}, sha256:{self.fingerprint}, {day}."
        return "\n".join([first, *(f"Holds: {dataset}." for dataset in self.datasets)]) + "\n"

    def bibtex(self) -> str:
        """The citation and the datasets as BibTeX."""
        note = f"{self.events:,} of {self.total:,} events; sha256:{self.fingerprint}"
        entries = [
            _entry(
                f"syria-timeline-{self.fingerprint[:8]}",
                title=f"{NAME}: {self.asked}",
                howpublished=f"syria-timeline {__version__}",
                year=str(self.made.year),
                note=note,
            ),
            *(
                _entry(f"dataset-{number}", title=dataset.citation, note=dataset.licence)
                for number, dataset in enumerate(self.datasets, 1)
            ),
        ]
        return "\n".join(entries)

    def csl_json(self) -> str:
        """The citation and the datasets as CSL-JSON."""
        day = self.made.date()
        own: dict[str, Any] = {
            "id": f"syria-timeline-{self.fingerprint[:8]}",
            "type": "dataset",
            "title": f"{NAME}: {self.asked}",
            "version": __version__,
            "note": f"{self.events:,} of {self.total:,} events; sha256:{self.fingerprint}",
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
        }
        others = (
            {"id": f"dataset-{number}", "type": "dataset", "title": dataset.citation, "note": dataset.licence}
            for number, dataset in enumerate(self.datasets, 1)
        )
        return msgspec.json.encode([own, *others]).decode() + "\n"


def cite(view: View, collections: Iterable[str], made: datetime | None = None) -> Citation:
    """The citation of a view whose events are of these collections. Every event of it is looked at."""
    return Citation(
        query=" ".join(str(view.query.having("known")).split()),
        known_on=str(view.known_on or ""),
        events=len(view),
        total=view.total,
        fingerprint=fingerprint(view),
        datasets=tuple(DATASETS.get(name, Dataset(name)) for name in sorted(collections)),
        made=made or datetime.now(UTC),
    )


def fingerprint(view: View) -> str:
    """The beginning of the SHA-256 of all that a view holds: its events as JSON lines, in time order."""
    found = sha256()
    for event in view.in_time:
        found.update(msgspec.json.encode(event) + b"\n")
    return found.hexdigest()[:FINGERPRINT_LENGTH]


def _entry(key: str, **fields: str) -> str:
    lines = "".join(f",\n  {name} = {{{escaped(value)}}}" for name, value in fields.items() if value)
    return f"@misc{{{key}{lines}\n}}\n"
