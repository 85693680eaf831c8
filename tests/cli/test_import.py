"""Files come in by the command line: what is told, what is refused, and that the store is as it was where it fails."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.cli.conftest import Timeline
from tests.store.test_importing import HEADING, ROWS, written

DATASET = Path(__file__).parents[2].parent / "shared" / "data" / "ucdp-ged-19.1-syria-2016-2019.csv"
needs_dataset = pytest.mark.skipif(not DATASET.exists(), reason="the dataset is not beside this checkout")


@pytest.fixture
def here(empty_timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the command runs, with a store that has no events."""
    monkeypatch.chdir(empty_timeline.folder)
    return empty_timeline.folder


def test_the_counts_are_data_and_the_words_are_not(empty_timeline: Timeline, here: Path) -> None:
    file = written(here / "ged.csv", ROWS.values())
    ended = empty_timeline.run("import", str(file))
    assert ended.code == 0
    assert ended.lines[:4] == ["added\t3", "changed\t0", "unchanged\t0", "gone\t0"]
    assert "ged.csv is UCDP GED" in ended.words
    assert "into the collection ucdp-ged" in ended.words
    again = empty_timeline.run("import", str(file), "--json")
    assert (again.code, again.json["unchanged"], again.json["added"]) == (0, 3, 0)
    assert "the store has all of it already" in again.words
    assert len(empty_timeline.run("undo").lines) == 3


def test_a_dry_run_tells_and_changes_nothing(empty_timeline: Timeline, here: Path) -> None:
    before = empty_timeline.store.read_bytes()
    ended = empty_timeline.run("import", str(written(here / "ged.csv", ROWS.values())), "--dry-run")
    assert ended.lines[0] == "added\t3"
    assert "dry run" in ended.words
    assert empty_timeline.store.read_bytes() == before
    assert empty_timeline.run("list").data == b""


def test_refused_rows_are_said_and_listed(empty_timeline: Timeline, here: Path) -> None:
    rows = [ROWS["1"], *[ROWS["2"].replace("2,3,", f"{id},3,", 1).replace("02-03", "01-01") for id in range(20, 40)]]
    ended = empty_timeline.run("import", str(written(here / "ged.csv", rows)))
    assert ended.code == 1
    assert "added\t1" in ended.lines
    assert "refused\t20" in ended.lines
    assert ended.words.count("is before the start") == 10
    assert "and 10 more: all 20 refused rows are in" in ended.words
    listed = (here / "ged.refused.csv").read_text(encoding="utf-8").splitlines()
    assert (listed[0], len(listed)) == ("file,line,column,reason", 21)
    assert ",3,date_end," in listed[1]


def test_columns_are_guessed_said_changed_and_saved(empty_timeline: Timeline, here: Path) -> None:
    (here / "own.csv").write_text("Date,Headline,City,Moment\n03/04/2016,Lull,Aleppo,x\n", encoding="utf-8")
    refused = empty_timeline.run("import", "own.csv")
    assert "could be 3 April or 4 March" in refused.words
    assert "columns: date=date, title=headline, place=city" in refused.words
    assert "not imported: moment" in refused.words
    ended = empty_timeline.run(
        "import", "own.csv", "--map", "dates=day-first", "--map", "tags=Moment", "--save-mapping", "desk"
    )
    assert ended.code == 0
    (event,) = empty_timeline.run("list", "--json").json
    assert (event["when"]["edtf"], event["tags"], event["collection"]) == ("2016-04-03", ["x"], "own")
    assert empty_timeline.run("import", "own.csv", "--mapping", "desk", "--json").json["unchanged"] == 1
    assert "there are desk" in empty_timeline.run("import", "own.csv", "--mapping", "desks").words
    assert empty_timeline.run("import", "own.csv", "--map", "day=date").code == 2


def test_what_was_exported_as_csv_comes_back_with_its_claims_tolls_and_sources(
    timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(timeline.folder)
    timeline.run("export", "period:offensive", "--to", "csv", "-o", "events.csv")
    exported = [json.loads(line) for line in timeline.run("export", "period:offensive", "--to", "jsonl").lines]
    other = ("--store", str(timeline.folder / "other.json"))
    timeline.run_bare(*other, "init", "--empty")
    assert timeline.run_bare(*other, "import", "events.csv").code == 0
    back = [json.loads(line) for line in timeline.run_bare(*other, "export", "--to", "jsonl").lines]
    for event in exported:
        # a cell has no room for the source of a claim or an archived address; the file's name is the collection
        for claim in event.get("claims", ()):
            claim.pop("source", None)
        for source in event.get("sources", ()):
            source.pop("archive_url", None)
        event["collection"] = "events"
    assert back == exported


def test_json_lines_come_back_as_they_were(timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(timeline.folder)
    exported = timeline.run("export", "--to", "jsonl", "-o", "events.jsonl")
    assert exported.code == 0
    assert timeline.run("import", "events.jsonl", "--json").json["unchanged"] == 383
    other = ("--store", str(timeline.folder / "other.json"))
    timeline.run_bare(*other, "init", "--empty")
    assert timeline.run_bare(*other, "import", "events.jsonl", "--json").json["added"] == 383
    again = timeline.run_bare(*other, "export", "--to", "jsonl")
    assert again.data == (timeline.folder / "events.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"PK\x03\x04\x14\x00", "zip archive"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x00\x01\x02" * 50, "no text file"),
        (b"hello there\nthis is prose\n", "in no format that is known"),
        (HEADING.encode() + b"\n1,\xc7\xe1\n", "line 2: byte 0xc7 is no utf-8"),
        (HEADING.encode("utf-16-le") + b"\n\x00", "UTF-16 without a mark"),
        (HEADING.encode() + b"\n" + b"x" * 5_000_000, "line 2: is longer than"),
        (b",".join(b"column%d" % number for number in range(100_000)), "no column of it is known"),
        (HEADING.encode() + b"\n" + b"," * 5000 + b"\n", "has 5,001 columns"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_file_that_is_none_is_told_and_changes_nothing(
    empty_timeline: Timeline, here: Path, content: bytes, words: str
) -> None:
    before = empty_timeline.store.read_bytes()
    (here / "bad.csv").write_bytes(content)
    ended = empty_timeline.run("import", "bad.csv")
    assert (ended.code, ended.data) == (1, b"")
    assert words in ended.words
    assert "Traceback" not in ended.words
    assert empty_timeline.store.read_bytes() == before


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (ROWS["1"].replace("2016-01-01", "2024-02-30"), "date_start", "2024-02-30"),
        (ROWS["1"].replace("2016-01-01", "31/12/0000"), "date_start", "31/12/0000"),
        (ROWS["1"].replace(",2,2,3,", ",2,NaN,3,"), "best", "NaN"),
        (ROWS["1"].replace(",2,2,3,", ",2,,3,"), "best", "is blank"),
        ('"' + ROWS["1"], "", "not closed"),
        (ROWS["1"] + ",,", "", "13 cells, and the heading 11"),
        (ROWS["1"].replace("1,1,", "1,9,", 1), "type_of_violence", "9 is none of 1, 2, 3"),
    ],
)
def test_a_row_that_is_none_is_told_with_its_column(
    empty_timeline: Timeline, here: Path, row: str, column: str, words: str
) -> None:
    ended = empty_timeline.run("import", str(written(here / "ged.csv", [ROWS["2"], row])))
    assert ended.code == 1
    assert f"line 3{f', {column}' if column else ''}: " in ended.words
    assert words in ended.words
    assert "added\t1" in ended.lines


def test_a_date_that_counts_from_a_day_that_is_not_known_is_refused(empty_timeline: Timeline, here: Path) -> None:
    rows = "Friday,A,\nyesterday,B,\nMarch,C,\nlast week,D,2016-12-30\nearly March 2016,E,\n2016,F,yesterday\n"
    (here / "own.csv").write_text("date,title,reported\n" + rows, encoding="utf-8")
    ended = empty_timeline.run("import", "own.csv")
    assert ended.words.count("counts from the day on which it was said, and that is not known") == 4
    listed = empty_timeline.run("list", "--plain").text
    assert [line.split("\t")[2] for line in listed.splitlines()] == ["E", "D"]


def test_a_heading_may_have_a_line_break_in_a_cell(empty_timeline: Timeline, here: Path) -> None:
    (here / "own.csv").write_text('date,title,"killed\n",place,\n2016-01-01,A,5,Aleppo,end\n', encoding="utf-8")
    assert empty_timeline.run("import", "own.csv").code == 0
    (event,) = empty_timeline.run("list", "--json").json
    assert (event["place"]["name"], event["tolls"][0]["killed"]["at_least"]) == ("Aleppo", 5)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "rot13", "hex", "base64", "idna", "undefined", "nonsense"])
def test_an_encoding_that_the_file_is_not_in_is_told(empty_timeline: Timeline, here: Path, encoding: str) -> None:
    (here / "own.csv").write_text("date,title\n2016-01-01,Fighting\n", encoding="utf-8")
    ended = empty_timeline.run("import", "own.csv", "--encoding", encoding)
    assert (ended.code, ended.data) == (1, b"")
    assert "Traceback" not in ended.words
    assert "own.csv: " in ended.words


@pytest.mark.parametrize("form", ["ucdp", "acled", "timelinejs-csv", "csv"])
def test_a_format_that_the_file_is_not_in_says_what_is_missing(empty_timeline: Timeline, here: Path, form: str) -> None:
    (here / "own.csv").write_text("one\ntwo\n", encoding="utf-8")
    ended = empty_timeline.run("import", "own.csv", "--as", form)
    assert (ended.code, ended.data) == (1, b"")
    assert "no column" in ended.words


def test_other_encodings_are_read_where_they_are_marked_or_named(empty_timeline: Timeline, here: Path) -> None:
    text = "date,title,place\n2016-12-22,الجيش يدخل حلب,حلب\n"
    for number, (encoding, options) in enumerate(
        [("utf-16", ()), ("utf-8-sig", ()), ("windows-1256", ("--encoding", "windows-1256"))]
    ):
        (here / f"arabic{number}.csv").write_bytes(text.encode(encoding))
        assert empty_timeline.run("import", f"arabic{number}.csv", *options).code == 0
    events = empty_timeline.run("list", "--json").json
    assert {event["title"] for event in events} == {"الجيش يدخل حلب"}
    (here / "arabic.csv").write_bytes(text.encode("windows-1256"))
    ended = empty_timeline.run("import", "arabic.csv")
    assert "line 2: byte" in ended.words
    assert "--encoding windows-1256" in ended.words


def test_deep_json_and_cut_json_are_refused_line_by_line(empty_timeline: Timeline, here: Path) -> None:
    good = '{"when":{"edtf":"2016"},"title":"T","category":"siege"}'
    (here / "events.jsonl").write_text(f"{good}\n{'[' * 100_000}\n{good[:30]}\n{good.replace('2016', 'NaN')}\n")
    ended = empty_timeline.run("import", "events.jsonl")
    assert ended.code == 1
    assert [f"line {number}" in ended.words for number in (2, 3, 4)] == [True] * 3
    assert "added\t1" in ended.lines


@needs_dataset
def test_the_real_dataset_gives_the_figures_that_its_table_has(empty_timeline: Timeline, here: Path) -> None:
    ended = empty_timeline.run("import", str(DATASET), "--json")
    assert (ended.code, ended.json["added"], ended.json["refused"]) == (0, 16_566, 0)
    events = [json.loads(line) for line in empty_timeline.run("export", "--to", "jsonl").lines]
    killed = [event["tolls"][0]["killed"] for event in events]
    best = [count.get("best", count["at_least"]) for count in killed]
    assert len(events) == 16_566
    assert (sum(best), sum(count["at_least"] for count in killed), sum(count["at_most"] for count in killed)) == (
        112_337,
        104_929,
        119_020,
    )
    assert sum(count["at_least"] < count["at_most"] for count in killed) == 1_950
    assert sum(len(event["sources"]) == 1 for event in events) == 13_419
    aleppo = [json.loads(line) for line in empty_timeline.run("export", "in:Aleppo year:2016", "--to", "jsonl").lines]
    aleppo = [event for event in aleppo if event["when"]["edtf"].lstrip("[").startswith("2016")]
    killed = [event["tolls"][0]["killed"] for event in aleppo]
    assert (len(aleppo), sum(count.get("best", count["at_least"]) for count in killed)) == (1_975, 13_214)
    days = [line.split(",")[2:4] for line in empty_timeline.run("export", "--to", "csv").text.split("\r\nucdp-")[1:]]
    assert len(days) == 16_566
    assert sum(first != last for first, last in days) == 1_086
    again = empty_timeline.run("import", str(DATASET), "--json")
    assert (again.json["unchanged"], again.json["added"], again.json["changed"]) == (16_566, 0, 0)
    assert "nothing is changed" in again.words
    assert not list(here.glob("*refused*"))


@needs_dataset
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def most(copies: int) -> int:
        """The most memory that an import takes of so many copies of the dataset, each with ids of its own, in MB."""
        file = tmp_path / f"{copies}.csv"
        with DATASET.open(encoding="utf-8", newline="") as dataset:
            heading, *rows = islice(csv.reader(dataset), 4001)
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(heading)
            writer.writerows([f"{copy}-{row[0]}", *row[1:]] for copy in range(copies) for row in rows)
        script = (
            "import resource, sys\n"
            "from pathlib import Path\n"
            "from store.event_store import EventStore\n"
            "from store.importing import Import, Wanted\n"
            "store = EventStore(Path(sys.argv[2]), empty=True)\n"
            "importing = Import(store, Wanted([Path(sys.argv[1])]), print)\n"
            "list(importing.read())\n"
            "importing.bring_in()\n"
            "assert len(store) == int(sys.argv[3])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
        )
        command = [sys.executable, "-c", script, str(file), str(tmp_path / f"{copies}.json"), str(4000 * copies)]
        return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()[-1])

    assert most(6) < most(2) + 8


def test_what_is_stopped_leaves_the_store_as_it_was(empty_timeline: Timeline, here: Path) -> None:
    before = empty_timeline.store.read_bytes()
    file = written(here / "ged.csv", (ROWS["1"].replace("1,1,", f"{id},1,", 1) for id in range(60_000)))
    with subprocess.Popen(
        [*empty_timeline.command, "import", str(file)], env=empty_timeline.env, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        assert b"is UCDP GED" in process.stderr.readline()
        process.send_signal(2)
        process.stderr.read()
    assert process.returncode == 130
    assert empty_timeline.store.read_bytes() == before
    assert empty_timeline.run("list").data == b""
