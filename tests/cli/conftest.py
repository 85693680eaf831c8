"""The real command in a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

COMMAND = (sys.executable, "-W", "error", "-m", "tui")


class Ended(NamedTuple):
    """How a run of the command ended: its exit code, its data and its words."""

    code: int
    data: bytes
    words: str

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.data)


class Timeline:
    """The command with a store in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "events.json"
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("SYRIA_", "XDG_"))},
            "HOME": str(folder / "home"),
        }

    @property
    def command(self) -> tuple[str, ...]:
        return (*COMMAND, "--store", str(self.store))

    def run(self, *args: str, **options: Any) -> Ended:
        """Run the command on this store."""
        return self.run_bare("--store", str(self.store), *args, **options)

    def run_bare(
        self, *args: str, env: Mapping[str, str] | None = None, stdout: int = subprocess.PIPE, stdin: bytes = b""
    ) -> Ended:
        """Run the command as somebody does who names no store."""
        done = subprocess.run(
            [*COMMAND, *args],
            env={**self.env, **(env or {})},
            cwd=self.folder,
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
        return Ended(done.returncode, done.stdout or b"", done.stderr.decode())

    def add(self, title: str, when: str = "2016-12-22", *more: str) -> str:
        """Add an event, and return its id."""
        ended = self.run("add", "--when", when, "--title", title, "--category", "battle", *more)
        assert ended.code == 0, ended.words
        return ended.text.strip()


@pytest.fixture
def timeline(tmp_path: Path) -> Timeline:
    return Timeline(tmp_path)


@pytest.fixture
def empty_timeline(timeline: Timeline) -> Timeline:
    assert timeline.run("init", "--empty").code == 0
    return timeline
