"""docs/command-line.md and the command say the same."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from store.event import Category
from tui.cli import cli
from tui.console import ExitCode

DOC = Path(__file__).parents[2] / "docs" / "command-line.md"
COMMANDS = {"syria-timeline": cli, **cli.commands}


def sections() -> dict[str, str]:
    """What the page says under each heading that is code, by the first word of it."""
    parts = re.split(r"^## (.*)\n", DOC.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return {heading.strip("`").split()[0]: text for heading, text in pairs if heading.startswith("`")}


def options(command: click.Command) -> set[str]:
    """The long names of a command's options."""
    return {name for param in command.params for name in param.opts if name.startswith("--")}


def test_the_page_has_every_command_and_no_other() -> None:
    assert sections().keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_has_every_option_of_a_command_and_no_other(name: str) -> None:
    told = set(re.findall(r"^\| `(--[a-z-]+)", sections()[name], flags=re.MULTILINE))
    assert told - {"--help"} == options(COMMANDS[name])


def test_the_page_has_every_exit_code_and_no_other() -> None:
    told = re.findall(r"^\| (\d+) \|", DOC.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [int(code) for code in told] == list(ExitCode)


def test_the_page_names_the_seventeen_categories() -> None:
    (told,) = re.findall(r"^The categories are (.*)\.$", sections()["add"], flags=re.MULTILINE)
    assert re.findall(r"`([a-z-]+)`", told) == list(Category)
