"""The `syria-timeline` command: stdout is data, stderr is words."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from errno import EEXIST
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store import __version__
from tui import export_commands, import_commands, query_commands, serve_command, store_commands, typing_commands
from tui.console import PROGRAM, ExitCode, WrongUseError, drop_unwritten, in_browser, on_terminal, opened, put, say

# what is not needed for --help is imported where it is used: it is most of the start-up time
if TYPE_CHECKING:
    pass

WIDEST_TEXT = 100
# what click calls the variable by which a shell asks what may follow
COMPLETE = "_SYRIA_TIMELINE_COMPLETE"
# under which names the options of the whole command are found
FRESH, IN_ASCII = f"{__name__}.fresh", f"{__name__}.ascii"
STORE_HELP = "Use this store, not your own; so does SYRIA_TIMELINE_STORE in the environment."


class TimelineCommand(click.Group):
    """The whole command: words that begin with no command's name are a query to open."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command that the words begin with, or else `open`."""
        return super().resolve_command(ctx, args if args[0] in self.commands else ["open", *args])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and leave with an exit code; what went wrong is a sentence on stderr."""
        # most of the commands are done before there is anything to collect; the screen starts the collector again
        gc.disable()
        try:
            code = super().main(*args, **kwargs | {"prog_name": PROGRAM, "standalone_mode": False})
        except (click.Abort, KeyboardInterrupt):
            code = ExitCode.INTERRUPTED
        except Exception as error:
            words, code = _ending(error)
            say(words)
        drop_unwritten()
        sys.exit(code or ExitCode.DONE)


def _ending(error: Exception) -> tuple[str, ExitCode]:
    """The sentence and the exit code for what went wrong; a fault of the program itself is raised again."""
    from store.errors import BusyError, ConflictError, LockError, StoreError, UncertainWriteError, UnknownEventError
    from store.importing import InputError
    from tui.config import ConfigError

    if isinstance(error, click.UsageError):
        return _usage(error), ExitCode.USAGE
    if isinstance(error, InputError):
        return str(error), ExitCode.FAILED
    if isinstance(error, OSError):
        return f"{error.filename or 'the output'}: {error.strerror}", ExitCode.FAILED
    codes = {WrongUseError: ExitCode.USAGE, ConfigError: ExitCode.USAGE, StoreError: ExitCode.STORE}
    codes |= {UnknownEventError: ExitCode.FAILED, ConflictError: ExitCode.FAILED}
    codes |= dict.fromkeys((BusyError, LockError, UncertainWriteError), ExitCode.STORE)
    if type(error) not in codes:
        raise error
    return str(error), codes[type(error)]


def _usage(error: click.UsageError) -> str:
    """What is wrong with the command as it was typed, beginning with the option to blame."""
    if not isinstance(error, click.BadParameter) or error.param is None:
        command = error.ctx.command_path if error.ctx else PROGRAM
        message = error.format_message()
        return f"{message}{'' if message[-1] in '.?' else '.'} `{command} --help` tells more."
    param = error.param
    name = param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name
    return f"{name} is missing" if isinstance(error, click.MissingParameter) else f"{name}: {error.message}"


@click.group(
    cls=TimelineCommand,
    invoke_without_command=True,
    subcommand_metavar="[QUERY]... | COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--fresh", is_flag=True, help="Open on everything, and not where you left it.")
@click.option("--ascii", "in_ascii", is_flag=True, help="Draw with ASCII alone.")
@click.option("--store", "named", metavar="FILE", type=Path, envvar="SYRIA_TIMELINE_STORE", help=STORE_HELP)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, named: Path | None, fresh: bool, in_ascii: bool) -> None:
    """A timeline of the Syrian conflict, in the terminal.

    Opens on what QUERY selects, or on everything; on a pipe it prints that, as `list` does.

    \b
      syria-timeline
      syria-timeline period:2016 aleppo
    """
    from tui.config import store_path

    ctx.obj = named or store_path()
    ctx.meta[FRESH], ctx.meta[IN_ASCII] = fresh, in_ascii
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_timeline)


@cli.command("open")
@click.argument("query", nargs=-1)
@click.option("--read-only", "for_reading", is_flag=True, help="Let nothing in the store be changed.")
@click.pass_context
def open_timeline(ctx: click.Context, query: Sequence[str], for_reading: bool = False) -> None:
    """Open the timeline, on what QUERY selects.

    The word `open` may be left out, unless the query begins with a command's name.

    \b
      syria-timeline open list of demands
      syria-timeline open --read-only period:offensive
    """
    if in_browser():
        _open_screen(ctx, query, for_reading)
        return
    is_dumb = os.environ.get("TERM") == "dumb"
    if is_dumb and on_terminal():
        say("TERM=dumb: nothing can be drawn on this terminal, so here is the list")
    if is_dumb or not on_terminal():
        ctx.invoke(query_commands.list_events, query=query)
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise WrongUseError("the timeline needs keys, and stdin is no terminal; `list` prints it instead")
    _open_screen(ctx, query, for_reading)


def _open_screen(ctx: click.Context, words: Sequence[str], for_reading: bool) -> None:
    from msgspec.structs import replace

    from store.event_store import EventStore
    from store.query_text import QueryError
    from tui.config import config_path, draft_path, read_config
    from tui.query_commands import asked, indexed
    from tui.session import Session, keep_session, read_session, session_path

    path, config = ctx.obj, read_config(config_path())
    draft = ctx.with_resource(_passing_draft_path()) if in_browser() else draft_path(path)
    if ctx.meta[IN_ASCII]:
        config = replace(config, glyphs="ascii")
    kept = session_path(draft)
    session = read_session(kept)
    is_asked_for = bool(words) or ctx.meta[FRESH]
    left = session if session and not is_asked_for else Session()
    # what is to be said of its files is said on the screen
    with closing(EventStore(path, for_reading=for_reading)) as store:
        # only what names a store uses can tell whether a query is right
        index = indexed(store, may_follow=not words)
        query = asked(index, words)
        with suppress(QueryError):
            query = index.parse(left.query) if left.query else query
        from tui.app import run

        is_first = session is None and not is_asked_for
        keep_session(kept, run(store, index, query, draft, config, None if is_first else left))


@contextmanager
def _passing_draft_path() -> Iterator[Path]:
    """Where a page's drafts, queries and session are kept until it is left: what one reader types is not another's."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="syria-timeline-") as folder:
        yield Path(folder, "page.draft")


@cli.command()
@click.argument("prefix", metavar="ID")
@click.option("--known-on", metavar="DATE", help=query_commands.KNOWN_ON_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print the event as one JSON object.")
@click.pass_obj
def show(path: Path, prefix: str, as_json: bool, known_on: str | None) -> None:
    """Print all that is known of one event.

    The first letters of its ID will do.

    \b
      syria-timeline show 2024-12-08-damascus
      syria-timeline show 2024-11-30-russian-strikes --known-on 2024-11-30
    """
    from store.errors import UnknownEventError
    from tui.listing import in_json
    from tui.query_commands import asked, indexed

    with opened(path) as store:
        id, index = store.get(prefix).id, indexed(store)
        linked, note = store.linked(id), store.note(id)
        view = index.view(asked(index, (), known_on))
    number = view.position(id)
    if number is None:
        raise UnknownEventError(f'nobody had told of "{id}" by {view.known_on}')
    event = view[number]
    if as_json:
        put(in_json(event))
    else:
        from store.context import context_of
        from tui.telling import account, in_text

        width = min(shutil.get_terminal_size().columns, WIDEST_TEXT)
        context = context_of(event, view.known, view.known_on, linked=linked)._replace(note=note)
        put(in_text(account(event, context), width))


@cli.command()
@click.option("--empty", is_flag=True, help="Leave the shipped timeline out.")
@click.pass_obj
def init(path: Path, empty: bool) -> None:
    """Make the store, with the shipped timeline in it.

    Every command that needs a store makes it so where there is none yet.

    \b
      syria-timeline --store mine.json init --empty
    """
    if path.exists():
        raise FileExistsError(EEXIST, "is there already; name another with --store", str(path))
    with opened(path, empty=empty) as store:
        say(f"made {path}, with {len(store)} events")


@cli.command()
@click.pass_obj
def paths(path: Path) -> None:
    """Print where your files are, or would be.

    A line holds a name, a TAB and a path.

    \b
      syria-timeline paths
    """
    from tui.config import config_path, draft_path

    for name, file in (("store", path), ("config", config_path()), ("draft", draft_path(path))):
        put(f"{name}\t".encode() + os.fsencode(file) + b"\n")


@cli.command("config")
def print_config() -> None:
    """Print the configuration with what each part of it is for, once it is checked.

    Where there is no file yet, what is printed is one to begin with.

    \b
      syria-timeline config > ~/.config/syria-timeline/config.toml
    """
    from tui.config import config_path, config_text, read_config
    from tui.keymap import checked

    config = read_config(config_path())
    checked(config.keys)
    put(config_text(config))


@cli.command()
@click.argument("prefix", metavar="ID")
@click.pass_obj
def remove(path: Path, prefix: str) -> None:
    """Delete an event, and print its id; `undo` brings it back.

    The first letters of its ID will do.

    \b
      syria-timeline remove kfx2
    """
    with opened(path) as store:
        event = store.remove(store.get(prefix).id)
    say(f"deleted: {event.title}")
    put(f"{event.id}\n")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the periods as one JSON array.")
def periods(as_json: bool) -> None:
    """Print the periods that a query may name, your own too.

    A line holds name, first day, last day and title, with TABs; the last day of one that goes on is empty.

    \b
      syria-timeline periods
    """
    from tui.config import config_path, read_config
    from tui.listing import in_json, lines

    every = read_config(config_path()).every_period
    put(in_json(every) if as_json else lines((p.name, str(p.first), str(p.last or ""), p.title) for p in every))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the views as one JSON object.")
@click.pass_obj
def views(path: Path, as_json: bool) -> None:
    """Print the saved views.

    A line holds the name, a TAB and the query.

    \b
      syria-timeline views
      syria-timeline list "$(syria-timeline views --json | jq -r '.["my view"]')"
    """
    from tui.listing import in_json, lines

    with opened(path) as store:
        saved = store.views
    put(in_json(saved) if as_json else lines(saved.items()))


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands and options.

    \b
      eval "$(syria-timeline completion bash)"     # in ~/.bashrc
      eval "$(syria-timeline completion zsh)"      # in ~/.zshrc
      syria-timeline completion fish > ~/.config/fish/completions/syria-timeline.fish
    """
    from click.shell_completion import get_completion_class

    made_by = get_completion_class(shell)
    assert made_by is not None
    put(made_by(cli, {}, PROGRAM, COMPLETE).source() + "\n")


for command in (
    *typing_commands.COMMANDS,
    *query_commands.COMMANDS,
    *export_commands.COMMANDS,
    *import_commands.COMMANDS,
    *store_commands.COMMANDS,
    serve_command.serve,
):
    cli.add_command(command)
main = cli.main
