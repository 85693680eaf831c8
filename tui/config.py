"""What a person may set, and where their files lie."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Literal, get_args, get_type_hints

import msgspec

from store.period import Period, PeriodError, periods_with

PROGRAM = "syria-timeline"

# how a person calls what msgspec wanted and what it found
KINDS = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "date": "a date, as 2013-08-21",
    "datetime": "a time",
    "array": "a list",
    "object": "a table",
}


class ConfigError(ValueError):
    """A configuration that cannot be used: which file, which field, and what is wrong with it."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The configuration file. `periods` are the person's own, which stand beside the four of the timeline.

    `keys` are keys by the names of what they do (docs/keys.md); `editor` is a command, "" for that of the environment;
    `zone` is one of the IANA time zone database, whose clock is shown beside that of Damascus.
    """

    theme: Literal["dark", "light", "colour-blind"] = "dark"
    glyphs: Literal["unicode", "ascii"] = "unicode"
    zone: str = "UTC"
    editor: str = ""
    keys: dict[str, str] = {}
    periods: tuple[Period, ...] = ()

    @property
    def every_period(self) -> tuple[Period, ...]:
        """The four periods, then the person's own."""
        return periods_with(self.periods)


def config_path() -> Path:
    """Where the configuration is, or would be: SYRIA_TIMELINE_CONFIG names another file."""
    import platformdirs

    if named := os.environ.get("SYRIA_TIMELINE_CONFIG"):
        return Path(named)
    return platformdirs.user_config_path(PROGRAM) / "config.toml"


def store_path() -> Path:
    """Where the store is, where no other is named."""
    import platformdirs

    return platformdirs.user_data_path(PROGRAM) / "events.json"


def draft_path(store: Path) -> Path:
    """Where what is being written for a store is kept until it is saved: beside it."""
    return store.with_name(f"{store.name}.draft")


def read_config(path: Path) -> Config:
    """The configuration in a file, the defaults where there is none; ConfigError where it cannot be used."""
    try:
        config = msgspec.toml.decode(path.read_bytes(), type=Config)
        periods_with(config.periods)
        _check_zone(config.zone)
    except FileNotFoundError:
        return Config()
    except ConfigError as error:
        raise ConfigError(f"{path}, {error}") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not written in UTF-8") from None
    except PeriodError as error:
        raise ConfigError(f"{path}, periods: {error}") from None
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}{_field_and_fault(str(error))}") from None
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from None
    return config


def _check_zone(name: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise ConfigError(f'zone: there is no time zone "{name}"; write one such as Europe/Berlin') from None


# what each field is for, as it is printed before it
ABOUT = {
    "theme": "dark, light, or colour-blind: no state is told by red and green alone",
    "glyphs": "unicode, or ascii for a terminal that has no other letters; --ascii does the same once",
    "zone": "whose clock is shown beside that of Damascus, such as Europe/Berlin",
    "editor": 'what E opens an event in; "" is $VISUAL, or $EDITOR',
    "keys": 'other keys, by the names in docs/keys.md: "event.add" = "n" or "f2,n"',
    "periods": "periods of your own, which take the keys from 5 on",
}
PERIOD_EXAMPLE = """# [[periods]]
# name = "ghouta"
# title = "Siege of Ghouta"
# first = 2013-04-07
# last = 2018-04-14
"""


def config_text(config: Config) -> str:
    """The configuration as a file, with what each field is for."""
    lines = []
    for name in ("theme", "glyphs", "zone", "editor"):
        lines += [f"# {ABOUT[name]}", f"{name} = {msgspec.json.encode(getattr(config, name)).decode()}", ""]
    lines += [f"# {ABOUT['keys']}", "[keys]"]
    lines += [f"{_toml(name)} = {_toml(key)}" for name, key in config.keys.items()]
    lines += ["", f"# {ABOUT['periods']}"]
    for period in config.periods:
        lines += ["[[periods]]", f"name = {_toml(period.name)}", f"title = {_toml(period.title)}"]
        lines += [f"{name} = {day}" for name in ("first", "last") if (day := getattr(period, name))]
        lines += [f"about = {_toml(period.about)}"] * bool(period.about) + [""]
    return "\n".join(lines) + "\n" + ("" if config.periods else PERIOD_EXAMPLE)


def _toml(text: str) -> str:
    """A text as TOML has it, which is as JSON has it."""
    return msgspec.json.encode(text).decode()


def _field_and_fault(message: str) -> str:
    """What msgspec says of a value that is wrong, as the field's name and a sentence."""
    fault, _, path = message.partition(" - at `")
    field = path.rstrip("`").removeprefix("$.")
    return f"{f', {field}' if field else ''}: {_in_words(fault, field)}"


def _in_words(fault: str, field: str) -> str:
    if kinds := re.fullmatch(r"Expected `(\w+)[^`]*`, got `(\w+)`", fault):
        wanted, found = (KINDS.get(kind, kind) for kind in kinds.groups())
        way_out = f": write [[{field}]]" if kinds.groups() == ("array", "object") else ""
        return f"this has to be {wanted}, not {found.partition(',')[0]}{way_out}"
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", fault):
        names = (Period if field.startswith("periods") else Config).__struct_fields__
        near = difflib.get_close_matches(unknown[1], names, n=1)
        return f'there is no field "{unknown[1]}"; ' + (
            f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
        )
    if wrong := re.fullmatch(r"Invalid enum value '(.*)'", fault):
        return f'there is no "{wrong[1]}"; write {" or ".join(get_args(get_type_hints(Config)[field]))}'
    if missing := re.fullmatch(r"Object missing required field `(.*)`", fault):
        return f"{missing[1]} is missing"
    return fault
