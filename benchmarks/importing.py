"""What an import costs: rows a second beside Python's own reader of the same file, and its memory as files grow."""

from __future__ import annotations

import csv
import gc
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Limit, Row, median
from store.event_store import EventStore
from store.formats.ucdp import COLUMNS
from store.importing import Import, Wanted
from store.place import gazetteer

ROWS = 20_000
TURNS = 3
SIDES = ("Government of Syria", "Syrian insurgents", "IS", "SDF", "HTS", "Ahrar al-Sham, HTS, Southern Front")
# the process of its own in which the memory of an import is taken, in MB
MEMORY = """
import resource, sys
from benchmarks.importing import imported
imported(sys.argv[1], sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def ged_file(path: Path, rows: int) -> Path:
    """A file as UCDP makes them, of so many rows: the same ones whenever it is made."""
    chance = random.Random(23)
    places = [place for place in gazetteer().by_id.values() if place.within]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            row = _row(chance, number, places[chance.randrange(len(places))])
            writer.writerow([row.get(column, "") for column in COLUMNS])
    return path


def _row(chance: random.Random, number: int, place: object) -> dict[str, object]:
    day = f"20{chance.randrange(12, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    one, other = chance.sample(SIDES, 2)
    dead = [chance.randrange(6) for _ in range(4)]
    headline = " ".join(chance.choices(("Clashes", "shelling", "in", "the", "countryside", "of", "Aleppo"), k=12))
    named = {"where_coordinates": f"{getattr(place, 'name', '')} town", "adm_1": f"{getattr(place, 'within', '')}"}
    degrees = {"latitude": getattr(place, "latitude", ""), "longitude": getattr(place, "longitude", "")}
    counted = dict(zip(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), dead, strict=True))
    figures = {"best": sum(dead), "low": sum(dead), "high": sum(dead) + chance.randrange(2)}
    dates = {"date_start": day, "date_end": day, "date_prec": 1, "event_clarity": 1, "where_prec": 1}
    sides = {"side_a": one, "side_b": other, "type_of_violence": 1, "country": "Syria", "number_of_sources": 1}
    source = {"source_article": f'"SOHR,{day},{headline} {number}"', "source_headline": headline}
    return {"id": number, **named, **degrees, **counted, **figures, **dates, **sides, **source}


def imported(file: str, store: str) -> float:
    """Seconds from the first byte of a file to all of its events being durable in a new store."""
    held = EventStore(Path(store), empty=True)
    started = time.perf_counter()
    importing = Import(held, Wanted([Path(file)]), lambda _, refusal: print(refusal))
    for _ in importing.read():
        pass
    importing.bring_in()
    return time.perf_counter() - started


def rows(folder: Path) -> Iterator[Row | Limit]:
    """An import beside a bare loop over the same file, and how much more memory four times the file takes."""
    small, large = ged_file(folder / "small.csv", ROWS), ged_file(folder / "large.csv", 4 * ROWS)
    ours, floor = [], []
    gc.disable()
    for turn in range(TURNS):
        started = time.perf_counter()
        with small.open(encoding="utf-8", newline="") as file:
            assert sum(1 for _ in csv.DictReader(file)) == ROWS
        floor.append(time.perf_counter() - started)
        ours.append(imported(str(small), str(folder / f"{turn}.json")))
        gc.collect()
    gc.enable()
    yield Row(f"import {ROWS:,} rows of UCDP / csv.DictReader", median(ours) * 1000, median(floor) * 1000, "ms", 4)
    less, more = (_memory(file, folder / f"{file.stem}.json") for file in (small, large))
    yield Row("memory of importing four times the file / of the file", more, less, "MB", 1.25)


def _memory(file: Path, store: Path) -> float:
    command = [sys.executable, "-c", MEMORY, str(file), str(store)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
