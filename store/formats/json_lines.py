"""JSON Lines: one event a line, in the shape of docs/data-model.md. Nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

from store.formats.excerpt import Excerpt, json_of


def write(excerpt: Excerpt) -> Iterator[str]:
    """An object a line."""
    for event in excerpt:
        yield json_of(event) + "\n"
