"""History, undo, check, repair, backup: looking after the store from the command line."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Timeline


def titles(timeline: Timeline) -> list[str]:
    return sorted(event["title"] for event in timeline.run("list", "--json").json)


def journal(timeline: Timeline) -> Path:
    return timeline.folder / "events.json.journal"


def flip(path: Path, place: int) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_undo_and_redo_say_what_they_did_and_print_the_ids(empty_timeline: Timeline) -> None:
    one, two = empty_timeline.add("One"), empty_timeline.add("Two")
    ended = empty_timeline.run("undo")
    assert (ended.code, ended.lines, ended.words) == (0, [two], "syria-timeline: took back: Two\n")
    assert titles(empty_timeline) == ["One"]
    ended = empty_timeline.run("redo")
    assert (ended.code, ended.lines, ended.words) == (0, [two], "syria-timeline: did again: Two\n")
    ended = empty_timeline.run("redo")
    assert (ended.code, ended.data, ended.words) == (1, b"", "syria-timeline: there is nothing to do again\n")
    assert [empty_timeline.run("undo").text for _ in range(2)] == [f"{two}\n", f"{one}\n"]
    ended = empty_timeline.run("undo")
    assert (ended.code, ended.data) == (1, b"")
    assert ended.words == "syria-timeline: there is nothing of yours to take back\n"


def test_the_history_tells_who_did_what_the_latest_first(empty_timeline: Timeline) -> None:
    id = empty_timeline.add("Buses leave")
    empty_timeline.add("Another", "2017")
    empty_timeline.run("undo")
    all_of_it = empty_timeline.run("history").text
    assert re.findall("added|took back", all_of_it) == ["took back", "added", "added"]
    assert re.search(r"\d+ \w{3} \d{4} \d\d:\d\d +\S+@\S+ took back", all_of_it)
    alone = empty_timeline.run("history", id).text
    assert "Buses leave" in alone
    assert "Another" not in alone


def test_the_history_as_json_holds_each_change_from_what_to_what(empty_timeline: Timeline) -> None:
    id = empty_timeline.add("Buses leave")
    empty_timeline.run("undo")
    undone, added = empty_timeline.run("history", id, "--json").json
    assert (added["does"], added["changes"][0][0], added["changes"][0][1]["title"]) == ("add", None, "Buses leave")
    assert (undone["does"], undone["changes"][0]) == ("undo", [added["changes"][0][1], None])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", added["at"])
    assert "@" in added["by"]


def test_the_history_of_an_unknown_event_fails(empty_timeline: Timeline) -> None:
    ended = empty_timeline.run("history", "nothing")
    assert (ended.code, ended.data) == (1, b"")
    assert 'no event has an id that begins with "nothing"' in ended.words


def test_check_reads_all_of_a_store_that_is_well(empty_timeline: Timeline) -> None:
    empty_timeline.add("Buses leave")
    ended = empty_timeline.run("check")
    assert (ended.code, ended.words) == (0, "syria-timeline: all is well\n")
    assert ended.lines == [
        "✓ events.json.journal: 2 records",
        "✓ events.json.bak: up to record 1",
        "✓ 1 event can be read",
    ]


def test_check_of_a_store_that_is_not_there_makes_none(timeline: Timeline) -> None:
    ended = timeline.run("check")
    assert ended.code == 3
    assert "is not there" in ended.words
    assert list(timeline.folder.iterdir()) == []


def test_a_damaged_journal_is_read_checked_and_repaired(empty_timeline: Timeline) -> None:
    for title in ("One", "Two", "Three"):
        empty_timeline.add(title)
    lines = journal(empty_timeline).read_bytes().splitlines(keepends=True)
    flip(journal(empty_timeline), len(lines[0] + lines[1]) + 40)
    assert len(titles(empty_timeline)) == 3, "the snapshot has everything"

    ended = empty_timeline.run("check")
    assert ended.code == 3
    assert "✗ events.json.journal is damaged after record 1: the history up to the snapshot is not whole" in ended.lines

    damaged = journal(empty_timeline).read_bytes()
    ended = empty_timeline.run("repair")
    assert (ended.code, ended.words) == (0, "")
    assert "✓ events.json.journal was kept as events.json.journal.broken" in ended.lines
    assert "✓ 3 events and 3 records were kept" in ended.lines
    assert (empty_timeline.folder / "events.json.journal.broken").read_bytes() == damaged
    assert empty_timeline.run("check").code == 0
    assert titles(empty_timeline) == ["One", "Three", "Two"]
    assert empty_timeline.run("repair").lines == ["✓ nothing is damaged"]


def test_a_damaged_store_is_read_only_until_it_is_repaired(empty_timeline: Timeline) -> None:
    empty_timeline.add("One")
    empty_timeline.store.write_bytes(empty_timeline.store.read_bytes().replace(b"One", b"0ne"))
    ended = empty_timeline.run("list")
    assert ended.code == 0
    assert "One" in ended.text
    assert "added" in empty_timeline.run("history").text
    assert f"{empty_timeline.store} is read-only: events.json was changed by another program, or damaged" in ended.words
    assert "syria-timeline repair" in ended.words
    ended = empty_timeline.run("add", "--when", "2016", "--title", "Two", "--category", "battle")
    assert (ended.code, ended.data) == (3, b"")
    assert "Nothing was changed" in ended.words
    ended = empty_timeline.run("repair")
    assert (ended.code, "✗" in ended.text) == (0, False)
    assert "✓ mended: events.json was changed by another program" in ended.text
    empty_timeline.add("Two")
    assert titles(empty_timeline) == ["One", "Two"]


def test_a_torn_change_is_told_once_and_kept_aside(empty_timeline: Timeline) -> None:
    empty_timeline.add("One")
    with journal(empty_timeline).open("ab") as file:
        file.write(b'{"number":3,"at":"2024-')
    ended = empty_timeline.run("list")
    assert (ended.code, len(ended.lines)) == (0, 1)
    assert "events.json.journal was cut short" in ended.words
    assert "events.json.journal.broken" in ended.words
    assert (empty_timeline.folder / "events.json.journal.broken").read_bytes() == b'{"number":3,"at":"2024-'
    assert empty_timeline.run("list").words == ""


def test_backup_and_restore_bring_back_what_there_was(empty_timeline: Timeline) -> None:
    empty_timeline.add("One")
    kept = empty_timeline.folder / "kept.json"
    ended = empty_timeline.run("backup", str(kept))
    assert ended.code == 0
    assert f"{kept} is a copy of the store, and kept.json.journal of its history: keep both" in ended.words
    empty_timeline.add("Two")
    ended = empty_timeline.run("restore", str(kept))
    assert (ended.code, ended.words) == (0, "syria-timeline: 1 event was brought back to what the backup holds\n")
    assert titles(empty_timeline) == ["One"]
    empty_timeline.run("undo")
    assert titles(empty_timeline) == ["One", "Two"]


def test_a_backup_replaces_nothing(empty_timeline: Timeline) -> None:
    kept = empty_timeline.folder / "kept.json"
    kept.write_text("precious")
    ended = empty_timeline.run("backup", str(kept))
    assert ended.code == 3
    assert "is there already" in ended.words
    assert kept.read_text() == "precious"


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"events": {"1": {"id": "a"}}}'])
def test_what_is_no_backup_restores_nothing(empty_timeline: Timeline, content: bytes) -> None:
    empty_timeline.add("One")
    before = empty_timeline.store.read_bytes(), journal(empty_timeline).read_bytes()
    kept = empty_timeline.folder / "kept.json"
    kept.write_bytes(content)
    ended = empty_timeline.run("restore", str(kept))
    assert ended.code == 3
    assert ended.words.count("\n") == 1
    assert (empty_timeline.store.read_bytes(), journal(empty_timeline).read_bytes()) == before


def test_a_store_that_cannot_be_read_is_kept_aside_and_replaced_by_the_backup(empty_timeline: Timeline) -> None:
    empty_timeline.add("One")
    kept = empty_timeline.folder / "kept.json"
    empty_timeline.run("backup", str(kept))
    empty_timeline.store.write_bytes(b"gone")
    journal(empty_timeline).write_bytes(b"gone too")
    ended = empty_timeline.run("restore", str(kept))
    assert ended.code == 0, ended.words
    assert "events.json was kept as events.json.broken" in ended.words
    assert titles(empty_timeline) == ["One"]
    assert empty_timeline.run("check").code == 0
    assert (empty_timeline.folder / "events.json.broken").read_bytes() == b"gone"


def test_compact_leaves_all_in_the_tinydb_file_and_the_history_in_the_journal(empty_timeline: Timeline) -> None:
    empty_timeline.add("One")
    before = empty_timeline.run("history", "--json").json
    ended = empty_timeline.run("compact")
    assert ended.code == 0
    assert empty_timeline.run("history", "--json").json == before


def test_programs_that_add_at_the_same_time_lose_nothing(empty_timeline: Timeline) -> None:
    def adding(title: str) -> tuple[str, ...]:
        return (*empty_timeline.command, "add", "--when", "2016", "--title", title, "--category", "battle")

    running = [
        subprocess.Popen(adding(f"Number {number}"), env=empty_timeline.env, stdout=subprocess.PIPE)
        for number in range(6)
    ]
    ids = {program.communicate()[0].decode().strip() for program in running}
    assert [program.returncode for program in running] == [0] * 6
    assert {event["id"] for event in empty_timeline.run("list", "--json").json} == ids
    assert len(ids) == 6
