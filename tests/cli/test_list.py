from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from rich.cells import cell_len

from store.event import event_from
from tests.cli.conftest import Timeline
from tests.terminal import Terminal

HOSTILE = "\x1b]0;mine\x07\x1b[31mred\x9b32m \u202egnp.exe\r\n\tend [bold]"


def test_a_first_list_shows_the_shipped_timeline_in_order_of_time(timeline: Timeline) -> None:
    ended = timeline.run("list")
    ids = [line.split("\t")[0] for line in ended.lines]
    assert ended.code == 0
    assert len(ids) == 383
    assert ids.index("2011-03-18-daraa-first-deaths") < ids.index("2016-12-05-russia-china-veto") < len(ids) - 1


def test_a_line_is_id_date_title_and_place_with_tabs_between(empty_timeline: Timeline) -> None:
    aleppo = empty_timeline.add("Buses leave", "22 Dec 2016", "--place", "Aleppo")
    nowhere = empty_timeline.add("Talks go on", "2017-06~")
    assert empty_timeline.run("list").lines == [
        f"{aleppo}\tThu 22 Dec 2016\tBuses leave\tAleppo",
        f"{nowhere}\tabout Jun 2017\tTalks go on\t",
    ]


def test_a_query_narrows_the_list(empty_timeline: Timeline) -> None:
    empty_timeline.add("Siege of Daraya", "2016-08-25")
    kept = empty_timeline.add("Siege of Ghouta", "2016-02-01")
    empty_timeline.add("Siege of Ghouta goes on", "2018-02-01")
    ended = empty_timeline.run("list", "period:2016", "ghouta", "--json")
    assert [event["id"] for event in ended.json] == [kept]


def test_without_a_command_a_pipe_gets_the_list(empty_timeline: Timeline) -> None:
    empty_timeline.add("Siege of Daraya")
    empty_timeline.add("Siege of Ghouta")
    assert empty_timeline.run().data == empty_timeline.run("list").data
    assert [line.split("\t")[2] for line in empty_timeline.run("siege", "ghouta").lines] == ["Siege of Ghouta"]


def test_a_query_that_begins_with_a_commands_name_goes_after_open(empty_timeline: Timeline) -> None:
    empty_timeline.add("A list of demands")
    empty_timeline.add("No demands")
    assert [line.split("\t")[2] for line in empty_timeline.run("open", "list", "of").lines] == ["A list of demands"]


def test_json_is_one_array_of_events_in_the_models_shape(empty_timeline: Timeline) -> None:
    empty_timeline.add("Buses leave", "2016-12-22~", "--place", "Aleppo", "--actor", "HTS")
    ended = empty_timeline.run("list", "--json")
    (event,) = (event_from(document) for document in ended.json)
    assert ended.data.endswith(b"]\n")
    assert (event.title, event.when.edtf, event.actors) == ("Buses leave", "2016-12-22~", ("HTS",))


def test_where_nothing_matches_a_word_on_stderr_names_the_term_to_drop(empty_timeline: Timeline) -> None:
    empty_timeline.add("Siege of Daraya")
    lines, array = empty_timeline.run("list", "siege", "zebra"), empty_timeline.run("list", "siege", "zebra", "--json")
    assert (lines.code, lines.data) == (0, b"")
    assert (array.code, array.data) == (0, b"[]\n")
    assert lines.words == array.words == "syria-timeline: nothing matches; without zebra 1 event does\n"


def test_an_empty_store_says_so(empty_timeline: Timeline) -> None:
    ended = empty_timeline.run("list", "siege")
    assert (ended.code, ended.data) == (0, b"")
    assert ended.words == "syria-timeline: there are no events in the store\n"


def test_hostile_text_is_printed_as_text_on_one_line(empty_timeline: Timeline) -> None:
    id = empty_timeline.add(HOSTILE, "2016-12-22", "--place", HOSTILE, "--actor", HOSTILE)
    printed = [
        empty_timeline.run(*args).data for args in (("list",), ("list", "--json"), ("show", id), ("show", id, "--json"))
    ]
    for data in printed:
        assert not any(mark in data for mark in (b"\x1b", b"\x07", b"\r", "\x9b".encode(), "\u202e".encode()))
        assert b"[bold]" in data
    assert printed[0].count(b"\n") == 1


def test_hostile_text_is_the_same_text_when_json_is_read_back(empty_timeline: Timeline) -> None:
    empty_timeline.add(HOSTILE)
    assert [event["title"] for event in empty_timeline.run("list", "--json").json] == [HOSTILE]


def test_own_periods_of_the_config_can_be_asked_for(empty_timeline: Timeline, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[[periods]]\nname = "ghouta"\ntitle = "Ghouta"\nfirst = 2013-08-21\nlast = 2013-08-21\n')
    kept = empty_timeline.add("Rockets", "2013-08-21")
    empty_timeline.add("Inspectors arrive", "2013-08-26")
    ended = empty_timeline.run("list", "period:ghouta", env={"SYRIA_TIMELINE_CONFIG": str(config)})
    assert [line.split("\t")[0] for line in ended.lines] == [kept]


def test_a_terminal_gets_columns_that_fit_it_and_ids_that_show_takes(timeline: Timeline) -> None:
    with Terminal([*timeline.command, "list", "period:2016"], columns=80, lines=80, env=timeline.env) as terminal:
        assert terminal.wait() == 0
    lines = terminal.raw.decode().splitlines()
    assert len(lines) == len(timeline.run("list", "period:2016").lines)
    assert max(map(cell_len, lines)) <= 80
    assert len({line.index("2016 ") for line in lines if " 22 Dec 2016 " in line}) == 1
    shown = [timeline.run("show", line.split()[0], "--json").code for line in lines[:3]]
    assert shown == [0, 0, 0]


def test_a_reader_that_goes_away_ends_the_list_quietly(timeline: Timeline) -> None:
    timeline.run("init")
    reading, writing = os.pipe()
    os.close(reading)
    ended = timeline.run("list", stdout=writing)
    os.close(writing)
    assert (ended.code, ended.words) == (0, "")


def test_a_full_disk_under_stdout_is_a_failure_in_a_sentence(timeline: Timeline) -> None:
    timeline.run("init")
    with Path("/dev/full").open("wb") as full:
        for args in (("list",), ("list", "--json"), ("--help",)):
            ended = timeline.run(*args, stdout=full.fileno())
            assert (ended.code, ended.words) == (1, "syria-timeline: the output: No space left on device\n")


def test_no_more_than_the_first_are_printed_where_a_limit_is_set(timeline: Timeline) -> None:
    every, first = timeline.run("list", "period:2016"), timeline.run("list", "period:2016", "--limit", "5")
    assert first.lines == every.lines[:5]
    assert first.words == "syria-timeline: these are the first 5 of 54 events\n"
    assert len(timeline.run("list", "sort:killed", "--limit", "2", "--json").json) == 2
    assert timeline.run("list", "period:2016", "--limit", "54").words == ""


def interrupted(process: subprocess.Popen[bytes]) -> bytes:
    """Press ctrl+c until the process ends; what it said on stderr.

    Python hears one that comes between two reads of a pipe only after the second.
    """
    for _ in range(30):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=1)[1]
    raise AssertionError("ctrl+c does not end it")


def test_ctrl_c_ends_with_130_and_no_traceback(timeline: Timeline) -> None:
    os.mkfifo(timeline.store)
    command = [*timeline.command, "list"]
    with (
        subprocess.Popen(command, env=timeline.env, stderr=subprocess.PIPE) as process,
        timeline.store.open("wb") as pipe,
    ):
        # more than a pipe holds: once it is written, the command is reading
        pipe.write(b" " * (1 << 20))
        words = interrupted(process)
    assert process.returncode == 130
    assert words.strip() == b""


def test_what_is_sorted_by_tolls_says_them_and_who_counted(timeline: Timeline) -> None:
    rows = [line.split("\t") for line in timeline.run("list", "sort:killed", "--limit", "5").lines]
    assert all(len(row) == 5 for row in rows)
    assert re.fullmatch(r"281-1,729: Local Coordination Committees, .*French intelligence", rows[0][4])
    highest = [int(re.match(r"(?:[\d,]+-)?([\d,]+)", row[4])[1].replace(",", "")) for row in rows]  # type: ignore[index]
    assert highest == sorted(highest, reverse=True)
    assert all(len(line.split("\t")) == 4 for line in timeline.run("list", "--limit", "5").lines)
