"""What a person reads who typed something wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store import __version__
from tests.cli.conftest import Timeline
from tests.terminal import Terminal
from tui.cli import cli
from tui.console import ExitCode

USES = {
    "list --jsn": "No such option '--jsn'. Did you mean '--json'? `syria-timeline list --help` tells more.",
    "show": "ID is missing",
    "show a b": "Got unexpected extra argument (b). `syria-timeline show --help` tells more.",
    "init now": "Got unexpected extra argument (now). `syria-timeline init --help` tells more.",
    "--stroe x list": "No such option '--stroe'. Did you mean '--store'? `syria-timeline --help` tells more.",
    "--store": "Option '--store' requires an argument. `syria-timeline --help` tells more.",
    "add --title x --category siege": "--when is missing; or write a line, such as "
    "'over the weekend @Halab #humanitarian Markets shut -- Reuters'",
}
QUERIES = {
    "period:2012": ('there is no period "2012"; did you mean ', "  period:2012\n         ^^^^"),
    "siege perid:2016": ('there is no field "perid:"; did you mean period:?', "  siege perid:2016\n        ^^^^^^"),
    "period:": ("a value is missing here", "  period:\n         ^"),
    'حلب "east': ("this quote is not closed yet", '  حلب "east\n      ^^^^^'),
    "\x1b[1m period:x": ('there is no period "x"', "  ␛[1m period:x\n              ^"),
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner(env={"SYRIA_TIMELINE_STORE": "events.json", "SYRIA_TIMELINE_CONFIG": "config.toml"})


def assert_refused(result: Result, sentence: str) -> None:
    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert result.stderr == f"syria-timeline: {sentence}\n"


@pytest.mark.parametrize(("typed", "sentence"), USES.items(), ids=USES)
def test_wrong_usage_is_one_sentence_with_the_way_out(run: CliRunner, typed: str, sentence: str) -> None:
    assert_refused(run.invoke(cli, typed.split()), sentence)


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["open"], []], ids=" ".join)
@pytest.mark.parametrize(("query", "said"), QUERIES.items(), ids=map(repr, QUERIES))
def test_a_wrong_query_is_shown_with_a_mark_under_the_wrong_part(
    run: CliRunner, command: list[str], query: str, said: tuple[str, str]
) -> None:
    result = run.invoke(cli, [*command, *query.split(" ")])
    sentence, marked = said
    assert result.exit_code == ExitCode.USAGE
    assert result.stderr.startswith(f"syria-timeline: {sentence}")
    assert result.stderr.endswith(f"\n{marked}\n")


@pytest.mark.parametrize("command", [["list"], ["open"], []], ids=" ".join)
def test_a_wrong_config_names_its_file_and_field(run: CliRunner, command: list[str]) -> None:
    Path("config.toml").write_text('[[periods]]\nname = "x"\ntitel = "X"\nfirst = 2013-01-01\n')
    assert_refused(run.invoke(cli, command), 'config.toml, periods[0]: there is no field "titel"; did you mean title?')


@pytest.mark.parametrize("command", [[], *([name] for name in cli.commands)], ids=" ".join)
def test_every_command_has_help_with_an_example(run: CliRunner, command: list[str]) -> None:
    result = run.invoke(cli, [*command, "--help"])
    assert result.exit_code == ExitCode.DONE
    assert (
        f"\n    {' '.join(['syria-timeline', *command])}" in result.stdout or "--store mine.json init" in result.stdout
    )
    assert result.stdout == run.invoke(cli, [*command, "-h"]).stdout


def test_the_version_is_the_packages(run: CliRunner) -> None:
    assert run.invoke(cli, ["--version"]).stdout == f"syria-timeline {__version__}\n"


def test_a_fault_of_the_program_is_not_passed_off_as_the_persons(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("store.event_store.EventStore.__init__", fault)
    assert isinstance(run.invoke(cli, ["list"]).exception, ZeroDivisionError)


def test_the_screen_needs_keys(empty_timeline: Timeline) -> None:
    command = ["sh", "-c", 'exec "$@" </dev/null', "sh", *empty_timeline.command]
    with Terminal(command, columns=100, env=empty_timeline.env) as terminal:
        assert terminal.wait() == ExitCode.USAGE
    assert "stdin is no terminal" in terminal.text
