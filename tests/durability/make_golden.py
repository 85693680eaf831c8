"""Writes a store of today's format, to be opened for ever: `python -m tests.durability.make_golden FOLDER`.

Run it by hand when the format changes, into a new folder of `golden/`; what is there is never written again.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from store.event import Category, Claim, Confidence, Exactness, Place, Range, Source, Stance, Toll
from store.event_store import EventStore
from store.journal import JournalStorage
from tests.store.samples import sample, toll


def live(path: Path) -> None:
    """Make a store and do to it what people do: the last snapshot is behind the journal."""
    store = EventStore(path, empty=True, by="reporter@desk")
    full = sample(
        "aleppo30",
        "2024-11-30T09:00+03:00/2024-11-30T12:00+03:00",
        title="Strikes on Aleppo — a “first” since 2016",
        title_ar="قصف حلب",
        category=Category.AIR_STRIKE,
        place=Place(name="Aleppo", admin="Aleppo", latitude=36.2021, longitude=37.1343, exactness=Exactness.NEAR),
        actors=("Russian Air Force", "Hayat Tahrir al-Sham"),
        reported="2024-11-30",
        summary='Said with "quotes", a \\ and a line\nend.',
        claims=(Claim(who="SOHR", stance=Stance.REPORTS, said="Strikes at night", on="2024-11-30"),),
        tolls=(
            toll("SOHR", 311, "2024-11-30", at_most=327),
            Toll(claimant="UCDP", as_of="2024-11-30", killed=Range(at_least=300, at_most=330, best=311)),
        ),
        sources=(Source(publisher="SOHR", title="Day 4", url="https://example.org/a?b=1&c", published="2024-11-30"),),
        confidence=Confidence.MEDIUM,
        tags=("offensive",),
        external_ids={"ucdp": "123"},
    )
    store.add(full)
    store.add(sample("hama0001", "2024-12-05~", title="Hama"))
    store.compact()
    store.add(sample("doubtful", "2016-11/2016-12", title="A doubtful one"))
    store.change(sample("hama0001", "2024-12-05", title="Hama falls"))
    store.remove("doubtful")
    store.undo()
    store.undo()
    store.redo()


def main(folder: Path) -> None:
    """Make the store, and beside it what is to be read from it."""
    folder.mkdir(parents=True)
    now = datetime(2024, 12, 8, 6, 18, tzinfo=UTC)
    with (
        patch.object(JournalStorage.__init__, "__kwdefaults__", {"disk": None, "by": "", "clock": lambda: now}),
        patch("secrets.token_hex", lambda size: "0123456789abcdef"[: 2 * size]),
    ):
        live(folder / "events.json")
    (folder / "events.json.lock").unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
