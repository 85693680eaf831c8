"""The names of the keys, by which the configuration binds them anew."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

from textual.binding import Binding, BindingType
from textual.keys import Keys

import tui.screens
import tui.widgets
from store.entry import nearest
from tui.config import ConfigError


def parts() -> Iterator[tuple[type, Sequence[BindingType]]]:
    """Every part of the screen with keys of its own, the whole of it first."""
    from tui.app import TimelineApp

    yield TimelineApp, TimelineApp.BINDINGS
    for package in (tui.widgets, tui.screens):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for each in vars(import_module(module.name)).values():
                if isinstance(each, type) and each.__module__ == module.name and "BINDINGS" in vars(each):
                    yield each, vars(each)["BINDINGS"]


def checked(keys: Mapping[str, str]) -> Mapping[str, str]:
    """The keys by the names of what they do; ConfigError where there is no such name, or no such key."""
    names = {binding.id for _, bindings in parts() for binding in bindings if isinstance(binding, Binding)}
    for name, typed in keys.items():
        if name not in names:
            near = nearest(name, [each for each in names if each])
            meant = f"did you mean {near}?" if near else "docs/keys.md has them all"
            raise ConfigError(f'keys: nothing is called "{name}"; {meant}')
        for key in typed.split(","):
            if not _is_key(key.strip()):
                raise ConfigError(f'keys, {name}: "{key.strip()}" is no key: write a, A, ctrl+a, f5, space or slash')
    return keys


def _is_key(key: str) -> bool:
    last = key.split("+")[-1]
    return len(last) == 1 or last in {each.value for each in Keys} or last.replace("_", "").isalpha()
