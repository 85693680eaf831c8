"""How a query that is being typed may go on: fields, and values with how many events each would leave."""

from __future__ import annotations

import re
from typing import NamedTuple

from store.facets import facet
from store.index import Index
from store.names import fold
from store.query import Query, written
from store.query_text import CHOICES, COUNTABLE, FIELDS, FIGURES, QueryError

MOST = 8

_LAST = re.compile(
    r'(?:^|.*[\s(-])(?P<field>[A-Za-z]+):(?P<values>(?:(?:[^\s,"()]*|"[^"]*"),)*)'
    r'(?:"(?P<quoted>[^"]*)|(?P<plain>[^\s,"()]*))$'
)
_WORD = re.compile(r"(?:^|.*[\s(-])(?P<word>[A-Za-z]+)$")


class Completion(NamedTuple):
    """What may be typed from `start` on in the place of what is there, and how many events it leaves, if counted."""

    start: int
    text: str
    events: int | None = None


def complete(index: Index, text: str) -> list[Completion]:
    """The ways in which a text may go on at its end, the likeliest first; none where there is nothing to offer."""
    if match := _LAST.match(text):
        field = match["field"].casefold()
        typed = match["plain"] if match["quoted"] is None else match["quoted"]
        known = field in FIELDS and field not in FIGURES
        return _values(index, text[: match.start("field")], field, typed, match.end("values")) if known else []
    if match := _WORD.match(text):
        word, start = match["word"].casefold(), match.start("word")
        found = [name for name in FIELDS if name.startswith(word)]
        return [Completion(start, f"{name}{'>=' if name in FIGURES else ':'}") for name in found][:MOST]
    return []


def _values(index: Index, before: str, field: str, typed: str, start: int) -> list[Completion]:
    word = f" {fold(typed)}" if fold(typed) else ""
    if field not in COUNTABLE:
        names = CHOICES.get(field, ())
        return [Completion(start, name) for name in names if word in f" {fold(name)}"]
    rest = _rest(index, before)
    values = facet(index, rest or Query(), field)
    # a word of any spelling of these begins so
    meant = index.names.keys(field, word.strip()) if word else frozenset()
    fitting = [value for value in values if value.key in meant or word in f" {fold(value.name)}"][:MOST]
    # what would be left is known where the value narrows the rest, and nothing else
    is_counted = rest is not None and not before.endswith("-") and not rest.values(field)
    return [Completion(start, written(value.written), value.events if is_counted else None) for value in fitting]


def _rest(index: Index, before: str) -> Query | None:
    """The query that stands before what is typed; None where that is no whole query."""
    try:
        return index.parse(before.removesuffix("-").removesuffix("("))
    except QueryError:
        return None
