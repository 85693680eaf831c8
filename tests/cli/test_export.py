"""What is written for other programs, on stdout and to files."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from store.event import Event
from store.formats import WRITTEN
from tests.cli.conftest import Timeline
from tests.terminal import Terminal

DOC = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_query_is_written_to_stdout_and_told_on_stderr(timeline: Timeline) -> None:
    ended = timeline.run("export", "curfew", "--to", "geojson")
    assert (ended.code, len(ended.json["features"])) == (0, 2)
    assert ended.words == "syria-timeline: 2 of 383 events; query: curfew; as known now\n"


def test_what_is_written_whole_is_what_list_prints(timeline: Timeline) -> None:
    ended = timeline.run("export", "period:offensive", "--known-on", "2024-11-30", "--to", "jsonl")
    listed = timeline.run("list", "period:offensive", "--known-on", "2024-11-30", "--json")
    events = [msgspec.json.decode(line, type=Event) for line in ended.lines]
    assert events == msgspec.json.decode(listed.data, type=list[Event])
    assert len(events) > 5


def test_a_file_is_new_and_says_what_it_holds(timeline: Timeline) -> None:
    file = timeline.folder / "aleppo.ics"
    ended = timeline.run("export", "place:Aleppo", "--to", "ical", "-o", str(file))
    assert (ended.code, ended.data) == (0, b"")
    content = file.read_bytes()
    assert content.count(b"BEGIN:VEVENT\r\n") > 20
    assert f"syria-timeline: {file} holds " in ended.words
    again = timeline.run("export", "curfew", "--to", "ical", "-o", str(file))
    assert again.code == 1
    assert "aleppo.ics" in again.words
    assert "is there already; name another with -o" in again.words
    assert file.read_bytes() == content


def test_a_file_that_cannot_be_written_is_not_begun(timeline: Timeline) -> None:
    ended = timeline.run("export", "--to", "csv", "-o", "nowhere/all.csv")
    assert ended.code == 1
    assert "nowhere/all.csv" in ended.words or "nowhere" in ended.words
    assert "Traceback" not in ended.words
    assert not (timeline.folder / "nowhere").exists()


def test_what_a_format_has_no_place_for_is_told(timeline: Timeline) -> None:
    ended = timeline.run("export", "curfew", "--to", "markdown")
    assert "syria-timeline: the format has no place for: 2 coordinates\n" in ended.words
    assert "no place for" not in timeline.run("export", "curfew", "--to", "jsonl").words


def test_what_is_redacted_is_told(timeline: Timeline) -> None:
    ended = timeline.run("export", "Assad", "--to", "jsonl", "--redact")
    assert "bashar al-assad" not in ended.text.casefold()
    assert "read it before you share it" in ended.words


@pytest.mark.parametrize("name", WRITTEN)
def test_each_format_is_written_and_explained(timeline: Timeline, name: str) -> None:
    assert timeline.run("export", "curfew", "--to", name).data
    assert f"`{name}`" in DOC.read_text(encoding="utf-8")


def test_an_unknown_format_is_wrong_usage(timeline: Timeline) -> None:
    ended = timeline.run("export", "--to", "word")
    assert (ended.code, ended.data) == (2, b"")
    assert "markdown" in ended.words


def test_a_terminal_finds_nothing_to_obey_in_an_export(timeline: Timeline) -> None:
    timeline.add("Evil \x1b]0;pwned\x07 \x9b31m title")
    command = [*timeline.command, "export", "evil", "--to", "markdown"]
    with Terminal(command, env=timeline.env) as terminal:
        assert terminal.wait() == 0
        assert b"pwned" in terminal.raw
        assert b"\x1b]0" not in terminal.raw
        assert b"\x07" not in terminal.raw
    piped = json.loads(timeline.run("export", "evil", "--to", "csl-json").data)
    assert piped == []
