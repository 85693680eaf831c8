"""Text from outside is text: whatever it says, a terminal that is shown it is told to do nothing."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from store.event import Category, Claim, Event, Place, Source, Stance, problems
from store.event_store import EventStore
from store.formats import WRITTEN
from store.when import When
from tests.store.samples import toll
from tests.terminal import Terminal

# each as a person, a file or another program may bring it; "evil" is what would be done
CORPUS = (
    "\x1b]0;evil\x07title",
    "\x1b]52;c;ZXZpbA==\x07copied",
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1bPevil\x1b\\dcs",
    "\x1b[31;1mred\x1b[0m",
    "\x1b[2J\x1b[Hcleared",
    "\x1b[6n\x1b[c asked",
    "\x1b[201~rm -rf\x1b[200~pasted",
    "\x9b31mc1 \x9d0;evil\x9c",
    "\x1b[?1049l\x1b[?25l left",
    "\r\n\tlines\x0b\x0c\x08\x7f",
    "[bold red]markup[/] [@click=app.quit]quit[/]",
    "\u202eabc\u2066def\u202c bidirectional",
    "zero\u200b\u200d\ufeffwidth" + "\u0301" * 400,
    "long " * 2000,
    "حلب\u202b \u064b" * 20,
)
# bytes that would do something; what Textual itself writes has none of them
FORBIDDEN = (
    b"\x1b]0;",
    b"\x1b]2;evil",
    b"\x1b]52;",
    b"\x1b]8;",
    b"\x1bP",
    b"\x1b[201~",
    b"\x1b[6n",
    b"\xc2\x9d",
    b"\xc2\x9b",
    b"evil\x07",
)


def hostile(number: int, text: str) -> Event:
    """An event with such a text in every field that takes one."""
    return Event(
        id=f"hostile-{number}",
        when=When(f"2016-05-{number + 1:02}", text),
        title=f"T {text}",
        title_ar=text,
        summary=f"S {text}",
        category=Category.SIEGE,
        place=Place(name=f"P {text}", admin=f"A {text}", latitude=36.2, longitude=37.1),
        actors=(f"actor {text}",),
        claims=(Claim(who=f"W {text}", stance=Stance.CLAIMS, said=f"said {text}", on="2016-05-01"),),
        tolls=(toll(f"C {text}", 3, "2016-05-01"),),
        sources=(Source(publisher=f"pub {text}", title=text, url="https://example.org/x"),),
        tags=(f"tag {text}",),
        collection=f"col {text}"[:60],
        external_ids={f"id {text}"[:60]: text},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of such events, brought in as a file."""
    store = EventStore(tmp_path / "events.json", empty=True)
    assert store.add_all(hostile(number, text) for number, text in enumerate(CORPUS)) == []
    store.save_view(f"view {CORPUS[0]}", "")
    store.write_note("hostile-0", CORPUS[1])
    return tmp_path


def command(folder: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "tui", "--store", str(folder / "events.json"), *args]


def run(folder: Path, *args: str) -> bytes:
    """All that a terminal is sent while a command runs."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command(folder, *args), stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder) as process:
        os.close(theirs)
        raw = bytearray()
        with suppress(OSError), os.fdopen(ours, "rb", buffering=0) as terminal:
            while data := terminal.read(1 << 16):
                raw += data
    assert process.returncode in (0, 1, 2), "it ended in a traceback"
    assert b"Traceback" not in raw
    return bytes(raw)


def assert_harmless(raw: bytes) -> None:
    """No byte of it would do anything that a text asked for."""
    assert [each for each in FORBIDDEN if each in raw] == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_screen_obeys_no_text(folder: Path, size: tuple[int, int]) -> None:
    pages = ("enter", "j", "esc", "s", "esc", "f", "esc", "m", "esc", "S", "esc", "h", "esc", "v", "esc", "L", "esc")
    keys = [*("j" for _ in CORPUS), "g", *pages]
    with Terminal(command(folder, "--fresh"), *size, {"HOME": str(folder)}) as terminal:
        terminal.until("16 of 16 events")
        terminal.press(*keys)
        assert "evil␇title" in terminal.text
        raw = bytes(terminal.raw)
    assert_harmless(raw)


@pytest.mark.parametrize(
    "args",
    [
        ("list",),
        ("list", "--plain"),
        ("list", "--json"),
        ("show", "hostile-0"),
        ("show", "hostile-1", "--json"),
        ("count", "--by", "collection"),
        ("history",),
        ("views",),
        ("cite",),
        *(("export", "--to", name) for name in WRITTEN),
    ],
    ids=" ".join,
)
def test_no_command_sends_it_to_a_terminal(folder: Path, args: tuple[str, ...]) -> None:
    raw = run(folder, *args)
    assert raw
    assert_harmless(raw)


def test_a_hostile_file_is_refused_and_told_harmlessly(folder: Path) -> None:
    file = folder / "evil.csv"
    file.write_text("date,title\n" + "".join(f'"{text}","{text}"\n' for text in CORPUS[:10]), encoding="utf-8")
    assert_harmless(run(folder, "import", str(file)))
    odd = folder / "\x1b]0;evil\x07.jsonl"
    odd.write_text(json.dumps({"when": {"edtf": CORPUS[0]}, "title": CORPUS[1], CORPUS[3]: 1}) + "\n")
    assert_harmless(run(folder, "import", str(odd)))
    assert_harmless(run(folder, "show", CORPUS[0]))
    assert_harmless(run(folder, "list", f"place:{CORPUS[0]}"))


@pytest.mark.parametrize("address", ["https://a.org/\x1b]0;evil\x07", "https://a.org/\r\nX: y", "https://a.org/a b"])
def test_an_address_that_is_more_than_one_is_refused(address: str) -> None:
    event = Event(
        id="a", when=When("2016"), title="T", category=Category.SIEGE, sources=(Source(publisher="P", url=address),)
    )
    assert "is no web address" in str(problems(event)[0])


def test_a_title_of_a_million_characters_is_brought_in_shown_and_written(tmp_path: Path) -> None:
    event = {"when": {"edtf": "2016-05-01"}, "title": "Long" + "x" * 1_000_000, "category": "siege"}
    (tmp_path / "long.jsonl").write_text(json.dumps(event) + "\n")
    run(tmp_path, "init", "--empty")
    assert b"added\t1" in run(tmp_path, "import", "long.jsonl")
    assert len(run(tmp_path, "export", "--to", "ical")) > 1_000_000
    with Terminal(command(tmp_path, "--fresh"), 80, 24, {"HOME": str(tmp_path)}) as terminal:
        terminal.until("1 of 1 events")
        terminal.press("enter")
        terminal.until("Longxxx")
        terminal.press("pagedown", "y")
        # what is said of it may be gone by the time that so long a text has been taken
        terminal.until_sent(b"\x1b]52;c;")
        terminal.press("q")
        assert terminal.wait() == 0
