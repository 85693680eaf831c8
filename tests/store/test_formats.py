"""Each format is read back by what reads it, holds what it can, and says what it cannot."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import reading
from store.entry import read_claim, read_source, read_toll
from store.event import Category, Claim, Event, Place, Source, Stance
from store.formats import WRITTEN
from store.formats.excerpt import Excerpt
from store.formats.markwhen import date_of
from store.formats.redaction import WITHHELD
from store.formats.timeline_js_sheet import COLUMNS
from store.index import Index
from store.query import Query, Words
from store.shipped import shipped_events
from tests.store.edtf_texts import SYNTAX
from tests.store.samples import sample, toll

INDEX = Index(shipped_events())
MADE = datetime(2024, 12, 9, 12, tzinfo=UTC)
HOSTILE = (
    *(
        "=1+1",
        "+49",
        "-x",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "a # b ## c",
        "} \\input{x} %",
        "[x](http://y) ![z](w)",
    ),
    *(
        "one\ntwo\r\nthree",
        "a,b;c\\d\"e'f",
        "\x1b]0;x\x07",
        "\u202eabc",
        "حلب " * 40,
        "END:VEVENT\nBEGIN:VALARM",
        "```",
        "  ",
    ),
)


def written(name: str, query: str = "", index: Index = INDEX) -> tuple[str, Excerpt]:
    excerpt = Excerpt(index.view(index.parse(query)), MADE)
    return "".join(WRITTEN[name].write(excerpt)), excerpt


def hostile_events(texts: Sequence[str] = HOSTILE) -> list[Event]:
    return [
        sample(
            f"e{number}",
            title=f"{text}.",
            title_ar=text,
            summary=text,
            place=Place(name=f"{text}.", admin=text),
            actors=(f"{text}.",),
            tags=(text,) if text.strip() else (),
            claims=(Claim(who=f"{text}.", stance=Stance.CLAIMS, said=f"{text}.", on="2016-12-22"),),
            tolls=(toll(f"{text}.", 3),),
            sources=(Source(publisher=f"{text}.", title=text, url="https://x.org/{a}%20", published="2016-12-23"),),
        )
        for number, text in enumerate(texts)
    ]


def test_json_lines_lose_nothing() -> None:
    text, excerpt = written("jsonl")
    assert [msgspec.json.decode(line, type=Event) for line in text.splitlines()] == list(INDEX.events)
    assert not +excerpt.lost


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_says_what_was_asked_where_it_has_room(name: str) -> None:
    text, excerpt = written(name, "place:Aleppo known:2024-11-30")
    assert excerpt.asked.endswith("query: place:Aleppo; as known on 2024-11-30, summaries with hindsight")
    has_room = name not in ("jsonl", "csv", "csl-json")
    assert ("place:Aleppo" in text) == has_room
    assert ("known" in text) >= has_room


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("words", ["END:VCALENDAR", "}%", "<b>", "two\nlines", "\\"])
def test_whatever_was_asked_the_file_is_whole(name: str, words: str) -> None:
    query = Query((Words(words),))
    excerpt = Excerpt(INDEX.view(query), MADE)
    text = "".join(WRITTEN[name].write(excerpt))
    if WRITTEN[name].suffix in ("json", "geojson"):
        json.loads(text)
    if name == "ical":
        assert "END:VCALENDAR" in text
        icalendar.Calendar.from_ical(text)
    if name in ("bibtex", "markwhen"):
        assert "\nlines" not in text


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_is_written_that_was_not_known_then(name: str) -> None:
    now, _ = written(name, "place:Aleppo period:offensive")
    then, _ = written(name, "place:Aleppo period:offensive known:2024-11-28")
    assert len(then) < len(now)
    assert "2024-12-01" not in then


@pytest.mark.parametrize("name", WRITTEN)
def test_what_matches_nothing_is_a_file_all_the_same(name: str) -> None:
    text, _ = written(name, "place:Aleppo period:2011 category:ceasefire")
    if WRITTEN[name].suffix in ("json", "geojson"):
        json.loads(text)
    if name == "ical":
        assert not list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_table_is_read_back_with_each_claim_toll_and_source() -> None:
    text, _ = written("csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    for event, row in zip(INDEX.events, rows, strict=True):
        assert (row["id"], row["date"], row["title"], row["category"]) == (
            event.id,
            event.when.edtf,
            event.title,
            event.category,
        )
        assert [read_toll(line) for line in row["tolls"].splitlines()] == list(event.tolls)
        unsourced = [msgspec.structs.replace(claim, source=None) for claim in event.claims]
        assert [read_claim(line) for line in row["claims"].splitlines()] == unsourced
        plain = [msgspec.structs.replace(source, archive_url="") for source in event.sources]
        assert [read_source(line) for line in row["sources"].splitlines()] == plain
    houla = next(row for row in rows if row["id"] == "2012-05-25-houla")
    assert houla["killed_according_to"].count(";") >= 1
    assert int(houla["killed_lowest"]) <= int(houla["killed_highest"])


def test_no_cell_is_a_formula() -> None:
    index = Index(hostile_events())
    for name in ("csv", "timelinejs-csv"):
        text, _ = written(name, "", index)
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        cells = [cell for row in rows for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert any(cell.startswith("'=1+1") for cell in cells)


def test_a_feature_has_its_place_longitude_first_or_none() -> None:
    events = [
        sample("a", place=Place(name="Aleppo", latitude=36.2, longitude=37.1)),
        sample("b", place=Place(name="x")),
    ]
    text, _ = written("geojson", "", Index([*events, sample("c")]))
    whole = json.loads(text)
    assert whole["type"] == "FeatureCollection"
    assert [(each["type"], each["id"], each["geometry"]) for each in whole["features"]] == [
        ("Feature", "a", {"type": "Point", "coordinates": [37.1, 36.2]}),
        ("Feature", "b", None),
        ("Feature", "c", None),
    ]


def test_a_feature_has_all_of_the_event() -> None:
    whole = json.loads(written("geojson")[0])
    for event, feature in zip(INDEX.events, whole["features"], strict=True):
        properties = feature["properties"]
        assert properties.pop("first_day") == event.when.first_day.isoformat()
        assert properties.pop("last_day") == event.when.last_day.isoformat()
        assert msgspec.convert({"id": feature["id"], **properties}, Event) == event


def calendar_of(text: str) -> list[Any]:
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_is_read_back_and_ends_the_day_after() -> None:
    entries = calendar_of(written("ical")[0])
    for event, entry in zip(INDEX.events, entries, strict=True):
        assert str(entry["uid"]) == f"{event.id}@syria-timeline"
        assert str(entry["summary"]) == event.title
        assert str(entry["x-edtf"]) == event.when.edtf
        assert entry.decoded("geo") == (event.place and (event.place.latitude, event.place.longitude))
        starts = entry.decoded("dtstart")
        if isinstance(starts, datetime):
            assert starts == event.when.earliest
        else:
            assert starts == event.when.first_day
            assert "dtend" not in entry or entry.decoded("dtend") - timedelta(days=1) == event.when.last_day
            assert ("dtend" in entry) != event.when.is_open


@given(SYNTAX)
def test_a_date_in_a_calendar_covers_the_days_that_it_may(edtf: str) -> None:
    event = sample("a", edtf)
    text, excerpt = written("ical", "", Index([event]))
    entries = calendar_of(text)
    if event.when.first_day == date.min:
        assert excerpt.lost["events without a beginning"] == 1
        assert not entries
        return
    starts = entries[0].decoded("dtstart")
    if not isinstance(starts, datetime):
        assert starts == event.when.first_day
        if "dtend" in entries[0]:
            assert entries[0].decoded("dtend") == event.when.last_day + timedelta(days=1)


def test_hostile_text_stays_text() -> None:
    events = hostile_events()
    index = Index(events)
    entries = calendar_of(written("ical", "", index)[0])
    assert len(entries) == len(events)
    assert not any(entry.subcomponents for entry in entries)
    for name in ("timelinejs", "timelinejs-csv"):
        assert "<script" not in written(name, "", index)[0]
    chronology, _ = written("markdown", "", index)
    assert "<script" not in chronology.replace("\\<script", "")
    assert len(re.findall(r"^### ", chronology, flags=re.MULTILINE)) == len(events)
    references, _ = written("bibtex", "", index)
    assert references.count("@misc{") == len(events)
    bare = re.sub(r"\\[{}]", "", references)
    assert bare.count("{") == bare.count("}")
    assert "\\input" not in references
    lines = written("markwhen", "", index)[0].splitlines()
    assert sum(line.startswith("2016-12-22: ") for line in lines) == len(events)
    assert all(len(re.findall("#", line)) == 1 for line in lines if line.startswith("2016-12-22: "))


def slides() -> dict[str, dict[str, Any]]:
    whole = json.loads(written("timelinejs")[0])
    assert all(era["start_date"] and era["end_date"] for era in whole["eras"])
    assert len(whole["eras"]) == 4
    return {slide["unique_id"]: slide for slide in whole["events"]}


def test_a_slide_is_as_exact_as_the_event_and_no_more() -> None:
    found = slides()
    assert len(found) == len(INDEX.events)
    parts = {"year": 1, "season": 1, "month": 2, "day": 3, "hour": 4, "minute": 5}
    for event in INDEX.events:
        slide, covered = found[event.id], reading(event.when.edtf).parts
        assert covered[0] is not None
        assert len(slide["start_date"]) == parts[covered[0].unit]
        assert slide["display_date"] == event.when.label()
        assert ("end_date" in slide) == (event.when.lasts and not event.when.is_open)
        assert slide["group"] in list(Category)


def test_the_sheet_has_the_columns_and_slides_of_the_json() -> None:
    text, _ = written("timelinejs-csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.splitlines()[0].split(",") == list(COLUMNS)
    assert [row["Type"] for row in rows[:6]] == ["title", *["era"] * 4, ""]
    shown = [row for row in rows if not row["Type"]]
    for row, slide in zip(shown, slides().values(), strict=True):
        assert {part: int(row[part.capitalize()]) for part in ("year", "month", "day") if row[part.capitalize()]} == {
            part: number for part, number in slide["start_date"].items() if part in ("year", "month", "day")
        }
        assert row["Text"] == slide["text"]["text"]


def test_every_footnote_of_a_chronology_is_there_once() -> None:
    text, _ = written("markdown", "period:offensive")
    told = re.findall(r"^\[\^(\d+)\]: ", text, flags=re.MULTILINE)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert told == [str(number) for number in range(1, len(told) + 1)]
    assert used == set(told)
    assert "Toll according to " in text


def test_a_reference_stands_once_with_the_day_it_was_published() -> None:
    items = json.loads(written("csl-json")[0])
    sources = {source for event in INDEX.events for source in event.sources}
    sources |= {claim.source for event in INDEX.events for claim in event.claims if claim.source}
    assert len(items) == len(sources)
    assert len({item["id"] for item in items}) == len(items)
    one = next(item for item in items if item.get("URL") == "https://www.syriahr.com/en/157683/")
    assert (one["container-title"], one["issued"]) == ("SOHR", {"date-parts": [[2020, 3]]})
    assert written("bibtex")[0].count("@misc{") == len(sources)


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("2016-12-22", "2016-12-22"),
        ("2016-12~", "2016-12"),
        ("2016-XX", "2016"),
        ("2016-21", "2016-03/2016-05"),
        ("2016-24", "2016-12/2017-02"),
        ("2024-11-30T17:00+03:00", "2024-11-30T14:00:00Z"),
        ("2016-09-22/2016-12", "2016-09-22/2016-12"),
        ("[2016-12-13..2016-12-16]", "2016-12-13/2016-12-16"),
        ("2011-03/..", "2011-03/now"),
        ("../2011-03", None),
    ],
)
def test_markwhen_is_told_dates_that_it_reads(edtf: str, shown: str | None) -> None:
    assert date_of(sample("a", edtf)) == shown


@given(st.lists(SYNTAX, max_size=4))
def test_markwhen_has_dates_without_marks(dates: list[str]) -> None:
    events = [sample(f"e{number}", when) for number, when in enumerate(dates)]
    text, excerpt = written("markwhen", "", Index(events))
    found = re.findall(r"^(\S+): Title of ", text, flags=re.MULTILINE)
    assert len(found) == len(events) - excerpt.lost["events without a beginning"]
    end = r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\dZ)?)?)?"
    assert all(re.fullmatch(rf"{end}(/({end}|now))?", each) for each in found)


def test_a_redacted_event_names_nobody_that_the_registry_knows() -> None:
    event = sample(
        "a",
        title="Bashar al-Assad speaks",
        place=Place(name="Aleppo", latitude=36.2021, longitude=37.1343),
        actors=("Bashar al-Assad", "Syrian Arab Army", "Um Ahmad"),
        claims=(Claim(who="Bashar al-Assad", stance=Stance.CLAIMS, said="BASHAR AL-ASSAD won", on="2016-12-22"),),
        tolls=(toll("SOHR", 3),),
    )
    view = Index([event]).view(INDEX.parse(""))
    excerpt = Excerpt(view, MADE, redact=True)
    (found,) = excerpt
    assert "assad" not in msgspec.json.encode(found).decode().casefold()
    assert (found.title, found.claims[0].who, found.claims[0].said) == (
        f"{WITHHELD} speaks",
        WITHHELD,
        f"{WITHHELD} won",
    )
    assert found.actors == ("Syrian Arab Army",)
    assert found.tolls[0].claimant == "SOHR"
    assert found.place is not None
    assert (found.place.latitude, found.place.longitude) == (36.2, 37.1)
    assert "read it before you share it" in list(excerpt.told)[-1]
