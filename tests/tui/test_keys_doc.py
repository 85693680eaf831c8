"""docs/keys.md and the bindings say the same; UPDATE_DOCS=1 writes the page anew."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from textual.app import App
from textual.binding import Binding

import tui.screens
import tui.widgets
from tui.app import TimelineApp

DOC = Path(__file__).parents[2] / "docs" / "keys.md"
HEAD = """# Keys

Every key, by where it works, with the name that it goes by. In the timeline `?` shows those that work everywhere, and
`ctrl+p` finds whatever a key does by its words. In a form, a list or a dialog its own keys come before these.
"""


def classes() -> Iterator[type]:
    """Every part of the screen with keys of its own, the whole of it first."""
    yield TimelineApp
    for package in (tui.widgets, tui.screens):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for each in vars(import_module(module.name)).values():
                if isinstance(each, type) and each.__module__ == module.name and "BINDINGS" in vars(each):
                    yield each


def page() -> str:
    """What the page is to say."""
    app = App[None]()
    parts = [HEAD]
    for part in classes():
        words = (part.__doc__ or "").strip().splitlines()[0].rstrip(".")
        title = "Everywhere" if part is TimelineApp else words
        parts.append(f"\n## {title}\n\n| key | does | name |\n|---|---|---|\n")
        for binding in vars(part)["BINDINGS"]:
            assert isinstance(binding, Binding)
            assert binding.id, f"{binding} has no name"
            assert binding.tooltip, f"{binding} does not say what it does"
            keys = " ".join(f"`{_shown(app, key)}`" for key in binding.key.split(","))
            parts.append(f"| {keys} | {binding.tooltip} | `{binding.id}` |\n")
    return "".join(parts)


def _shown(app: App[None], key: str) -> str:
    return app.get_key_display(Binding(key.strip(), "", "")).replace("|", "\\|")


def test_the_page_has_every_key_and_no_other() -> None:
    if os.environ.get("UPDATE_DOCS"):
        DOC.write_text(page(), encoding="utf-8")
    assert DOC.read_text(encoding="utf-8") == page()


def test_no_two_keys_go_by_one_name() -> None:
    names = [binding.id for part in classes() for binding in vars(part)["BINDINGS"] if isinstance(binding, Binding)]
    assert len(names) == len(set(names))
