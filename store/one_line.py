"""An event typed in one line: its date, what happened, and with a mark each where, of what kind, and who says so."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from store.edtf import WhenError
from store.entry import read_source
from store.event import Category, Source
from store.typed_date import read_when
from store.when import When

EXAMPLE = "over the weekend @Halab #humanitarian Markets shut -- Reuters"

# @place or #category, at the beginning of a word; of several words in quotation marks
_MARK = re.compile(r'(?<!\S)([@#])(?:"([^"]+)"|(\S+))')
_SOURCES = re.compile(r"(?:^|\s)--\s")


class Line(NamedTuple):
    """What stands in a line; no category where none was marked."""

    when: When
    title: str
    place: str
    category: Category | None
    tags: tuple[str, ...]
    sources: tuple[Source, ...]


def read_line(text: str, reported: date | None = None) -> Line:
    """The event in `DATE @place #category #tag what happened -- source -- source`, the marks in any order.

    The date stands first, in any words that `read_when` takes; as many of the words as make a date are it. A mark of
    several words has quotation marks: @"Deir ez-Zor". A # that is no category is a tag. A source is as `read_source`
    takes it. ValueError says what is wrong.
    """
    said, *cited = _SOURCES.split(text)
    marks = {"@": list[str](), "#": list[str]()}
    for mark, quoted, bare in _MARK.findall(said):
        marks[mark].append(quoted or bare)
    if len(marks["@"]) > 1:
        raise ValueError(f"names several places: @{' and @'.join(marks['@'])}")
    when, title = _dated(_MARK.sub(" ", said).split(), reported)
    categories = [each for each in map(str.casefold, marks["#"]) if each in list(Category)]
    if len(categories) > 1:
        raise ValueError(f"names several categories: #{' and #'.join(categories)}")
    return Line(
        when,
        title,
        marks["@"][0] if marks["@"] else "",
        Category(categories[0]) if categories else None,
        tuple(tag for tag in marks["#"] if tag.casefold() not in categories),
        tuple(read_source(each) for each in cited if each.strip()),
    )


def _dated(words: list[str], reported: date | None) -> tuple[When, str]:
    """The date that the words begin with, the longest there is, and the rest of them."""
    if not words:
        raise ValueError(f"is empty: write {EXAMPLE}")
    problem = WhenError()
    for count in range(len(words), 0, -1):
        try:
            when = read_when(" ".join(words[:count]), reported)
        except WhenError as error:
            problem = error
            continue
        if count == len(words):
            raise ValueError(f'says no more than a date: write what happened after "{" ".join(words)}"')
        return when, " ".join(words[count:])
    raise ValueError(f"has to begin with a date: {problem}")
