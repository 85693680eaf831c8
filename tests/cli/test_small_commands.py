"""Removing an event, and what the periods, the saved views and a shell's completions are."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from store.event_store import EventStore
from store.period import PERIODS
from tests.cli.conftest import Timeline


def test_an_event_is_removed_by_the_beginning_of_its_id_and_comes_back(empty_timeline: Timeline) -> None:
    id = empty_timeline.add("Buses leave")
    ended = empty_timeline.run("remove", id[:6])
    assert (ended.code, ended.text) == (0, f"{id}\n")
    assert ended.words == "syria-timeline: deleted: Buses leave\n"
    assert empty_timeline.run("show", id).code == 1
    assert empty_timeline.run("undo").text == f"{id}\n"
    assert empty_timeline.run("show", id).code == 0


def test_what_is_not_there_is_not_removed(empty_timeline: Timeline) -> None:
    ended = empty_timeline.run("remove", "nothing")
    assert (ended.code, ended.data) == (1, b"")
    assert 'no event has an id that begins with "nothing"' in ended.words


def test_the_periods_are_printed_with_the_users_own(timeline: Timeline) -> None:
    rows = [line.split("\t") for line in timeline.run("periods").lines]
    assert [row[0] for row in rows] == [period.name for period in PERIODS]
    assert rows[3] == ["offensive", "2024-11-27", "2024-12-08", "Current offensive"]
    assert [each["name"] for each in timeline.run("periods", "--json").json] == [period.name for period in PERIODS]
    assert not timeline.store.exists()


def test_the_saved_views_are_printed(timeline: Timeline) -> None:
    assert timeline.run("views").data == b""
    assert timeline.run("views", "--json").json == {}
    with_views = EventStore(timeline.store)
    with_views.save_view("the siege", "place:Aleppo period:2016")
    with_views.save_view("\x1b]0;evil\x07", "curfew")
    assert "the siege\tplace:Aleppo period:2016" in timeline.run("views").lines
    assert b"\x1b" not in timeline.run("views").data
    assert timeline.run("views", "--json").json["the siege"] == "place:Aleppo period:2016"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(timeline: Timeline, shell: str) -> None:
    ended = timeline.run("completion", shell)
    assert ended.code == 0
    assert "_SYRIA_TIMELINE_COMPLETE" in ended.text
    if found := shutil.which(shell):
        subprocess.run([found, "-n"], input=ended.data, check=True)


def test_commands_and_options_are_completed(timeline: Timeline) -> None:
    def completed(*words: str) -> list[str]:
        asked = {"COMP_WORDS": " ".join(("syria-timeline", *words)), "COMP_CWORD": str(len(words))}
        ended = timeline.run_bare(env={**asked, "_SYRIA_TIMELINE_COMPLETE": "bash_complete"})
        return [line.partition(",")[2] for line in ended.lines if line]

    assert completed("ex") == ["export"]
    assert completed("export", "--to", "time") == ["timelinejs", "timelinejs-csv"]
    assert "--known-on" in completed("list", "--")
    assert completed("zzz") == []
