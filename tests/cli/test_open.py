from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import Timeline
from tests.terminal import Terminal

IMPORTED = """
import sys
from tui.cli import cli
try:
    cli.main(sys.argv[1:])
except SystemExit as ended:
    heavy = {"asyncio", "textual", "pendulum", "rich.console", "store.settling"} & sys.modules.keys()
    print(ended.code, *sorted(heavy), file=sys.stderr)
"""


@pytest.mark.parametrize("command", [("list", "--json"), ("list",), ("siege",), ("paths",), ("--help",)], ids=" ".join)
def test_an_answer_on_a_pipe_loads_neither_the_screen_nor_the_calendar(
    empty_timeline: Timeline, command: tuple[str, ...]
) -> None:
    empty_timeline.add("Siege of Daraya")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORTED, "--store", str(empty_timeline.store), *command],
        env=empty_timeline.env,
        capture_output=True,
        check=True,
    )
    assert done.stdout
    assert done.stderr == b"0\n"


@pytest.mark.parametrize("command", [("open", "daraya"), ("daraya",)], ids=" ".join)
def test_on_a_terminal_a_query_opens_the_timeline_on_it(empty_timeline: Timeline, command: tuple[str, ...]) -> None:
    empty_timeline.add("Siege of Daraya")
    empty_timeline.add("Siege of Ghouta")
    with Terminal([*empty_timeline.command, *command], env=empty_timeline.env) as terminal:
        terminal.until("Siege of Daraya")
        assert "Siege of Ghouta" not in terminal.text
        terminal.press("q")
        assert terminal.wait() == 0
