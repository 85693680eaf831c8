"""The commands by which an event is typed: added in a line, by options or as JSON Lines on stdin, and changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.console import ExitCode, WrongUseError, opened, put, say

# what is not needed for --help is imported where it is used: it is most of the start-up time
if TYPE_CHECKING:
    from store.event import Category, Place, Problem, Source
    from store.when import When

CATEGORY_HELP = "What kind of thing it was; left out, the kinds are listed."
REPORTED_HELP = "The first public report, if later; phrases such as 'last week' count from it."
Command = Callable[..., Any]
SOURCE_HELP = "Where to read of it: 'Publisher | Title | address | date'."


def _read_by(read: Callable[[str], object]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """An option's callback that reads what was typed, each time it was; what cannot be read is the option's fault."""

    def callback(ctx: click.Context, param: click.Parameter, typed: Any) -> Any:
        try:
            return tuple(map(read, typed)) if param.multiple else None if typed is None else read(typed)
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from None

    return callback


def _text(typed: str) -> str:
    if any("\udc80" <= character <= "\udcff" for character in typed):
        raise ValueError("this is not text in UTF-8")
    return typed.strip()


def _when(typed: str) -> When:
    from store.typed_date import read_when

    reported = click.get_current_context().params.get("reported")
    return read_when(_text(typed), reported.last_day if reported else None)


def _category(typed: str) -> Category:
    from store.entry import read_category

    return read_category(_text(typed))


def _source(typed: str) -> Source:
    from store.entry import read_source

    return read_source(_text(typed))


def _place(typed: str) -> Place:
    """A place, "Saraqib" or "Saraqib, Idlib", with what the gazetteer knows of it."""
    from store.event import Place
    from store.place import gazetteer

    name, _, within = (part.strip() for part in _text(typed).partition(","))
    known = gazetteer().find(name, within)
    if known is None:
        return Place(name=_text(typed))
    return Place(name=name, admin=known.within or "", latitude=known.latitude, longitude=known.longitude)


def fields_of_an_event(command: Command) -> Command:
    """A command with an option for each field that is typed; one that is not given is None, or empty."""
    options = (
        click.option("--when", callback=_read_by(_when), metavar="DATE", help="As exact as is known: 2016-12."),
        click.option("--title", callback=_read_by(_text), help="What happened, in a line."),
        click.option("--category", callback=_read_by(_category), help=CATEGORY_HELP),
        click.option("--summary", callback=_read_by(_text), help="What happened, at more length."),
        click.option("--place", callback=_read_by(_place), help="Where: 'Saraqib, Idlib' tells namesakes apart."),
        click.option("--actor", "actors", multiple=True, callback=_read_by(_text), help="Who took part."),
        click.option("--source", "sources", multiple=True, callback=_read_by(_source), help=SOURCE_HELP),
        click.option("--reported", is_eager=True, callback=_read_by(_when), metavar="DATE", help=REPORTED_HELP),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("line", nargs=-1)
@fields_of_an_event
@click.pass_obj
def add(path: Path, /, line: Sequence[str], reported: When | None, **fields: Any) -> None:
    """Add an event of your own, and print its id.

    It is typed in one LINE, or by --when, --title and --category; --actor and --source may be given more than once. A
    LINE of - stands for JSON Lines on stdin, an event each, as `export --to jsonl` writes them.

    \b
      syria-timeline add 'over the weekend @Halab #humanitarian Markets shut -- Reuters' \\
        --reported 2024-12-02
      syria-timeline add --when '30 Nov 2024' --title 'Markets shut in Aleppo' \\
        --category humanitarian --place Aleppo --actor HTS \\
        --source 'BBC News | Rebels take control | https://www.bbc.com/ | 2024-11-30'
      syria-timeline add - < events.jsonl
    """
    from store.event import Event, problems

    if line == ("-",):
        _add_all(path)
        return
    fields = _typed(line, reported, fields) | {"reported": reported.edtf if reported else ""}
    fields["summary"] = fields["summary"] or ""
    # before the store is opened, so that a wrong event does not make one
    if found := problems(Event(id="new", **fields)):
        raise WrongUseError("; ".join(map(_blamed, found)))
    with opened(path) as store:
        event = store.add(Event(id=store.new_id(), **fields))
    _say_understood(event.when)
    if event.place and event.place.latitude is None:
        say(f'the gazetteer knows no place "{event.place.name}", or several: it stands as typed, without coordinates')
    put(f"{event.id}\n")


@click.command()
@click.argument("prefix", metavar="ID")
@fields_of_an_event
@click.pass_obj
def edit(path: Path, /, prefix: str, reported: When | None, **fields: Any) -> None:
    """Change what the options give of an event, and print its id; `undo` takes it back.

    The first letters of its ID will do. Actors or sources that are given stand in the place of those that were there.

    \b
      syria-timeline edit kfx2 --when '30 Nov 2024 17:00' --place 'Saraqib, Idlib'
    """
    from msgspec.structs import replace

    from store.event import problems

    given = {name: value for name, value in fields.items() if value not in (None, ())}
    if reported:
        given["reported"] = reported.edtf
    if not given:
        raise WrongUseError("nothing to change: give an option, such as --title")
    with opened(path) as store:
        event = replace(store.get(prefix), **given)
        if found := problems(event):
            raise WrongUseError("; ".join(map(_blamed, found)))
        store.change(event)
    if "when" in given:
        _say_understood(event.when)
    put(f"{event.id}\n")


def _say_understood(when: When) -> None:
    """Say which date the words of a person are."""
    if when.words:
        say(f'"{when.words}" is {when.label()}')


def _typed(line: Sequence[str], reported: When | None, fields: dict[str, Any]) -> dict[str, Any]:
    """What stands in the line, and what the options say besides; WrongUseError for what is missing or stands twice."""
    from store.event import Category
    from store.one_line import EXAMPLE, read_line

    if line:
        try:
            read = read_line(_text(" ".join(line)), reported.last_day if reported else None)
        except ValueError as error:
            raise WrongUseError(f"the line {error}") from None
        place = _place(read.place) if read.place else None
        found = {"when": read.when, "title": read.title, "place": place, "category": read.category}
        if twice := [name for name, value in found.items() if value and fields[name]]:
            raise WrongUseError(f"the line says it already: leave out {' and '.join(f'--{name}' for name in twice)}")
        fields |= {name: value for name, value in found.items() if value}
        fields |= {"tags": read.tags, "sources": (*read.sources, *fields["sources"])}
    if missing := [f"--{name}" for name in ("when", "title") if fields[name] is None]:
        raise WrongUseError(
            f"{' and '.join(missing)} {'are' if missing[1:] else 'is'} missing; or write a line, such as '{EXAMPLE}'"
        )
    if fields["category"] is None:
        raise WrongUseError(
            f"--category: choose one of {', '.join(Category)}" + (", or mark it with #" if line else "")
        )
    return fields


def _add_all(path: Path) -> None:
    """Add the events on stdin in one step, and print their ids; a line that is no event is told, and left out."""
    from codecs import BOM_UTF8

    from store.event import Event
    from store.formats.json_lines import events_of

    events: dict[str, Event] = {}
    refused = []
    for number, line in enumerate(sys.stdin.buffer, 1):
        for found in events_of([line.removeprefix(BOM_UTF8)]):
            if not isinstance(found, Event):
                refused.append(str(found._replace(line=number)))
            elif events.setdefault(found.id, found) is not found:
                refused.append(f'line {number:,}: "{found.id}" stands in a line before')
    with opened(path) as store:
        taken = {event.id for event in store.add_all(events.values())}
    refused += (f'there is already an event "{id}"' for id in taken)
    for words in refused:
        say(words)
    put("".join(f"{id}\n" for id in events if id not in taken))
    say(f"added {len(events) - len(taken):,} events, refused {len(refused):,}")
    if refused:
        raise click.exceptions.Exit(ExitCode.FAILED)


def _blamed(problem: Problem) -> str:
    """A problem of an event that was typed, under the name of the option that it comes from."""
    field = problem.path.removeprefix("$.").partition(".")[0].partition("[")[0]
    return f"--{ {'actors': 'actor', 'sources': 'source'}.get(field, field) }: {problem.message}"


COMMANDS = (add, edit)
