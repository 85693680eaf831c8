"""The filter language: a text and what it asks for.

A query is a row of terms that an event must all match: words, "phrases", and fields with one value or several
(`period:2016,offensive`: any of them). Printing a query gives a text that reads as the same query.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

import msgspec

from store.names import fold

FIELDS = ("period",)


class QueryError(ValueError):
    """A text that is no query: what is wrong, and from which to which character of the text it stands."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class Words(msgspec.Struct, frozen=True):
    """Text that has to stand in the event, in this order; each word may go on after what was typed."""

    text: str

    def __str__(self) -> str:
        plain = re.fullmatch(r'[^\s":]+|[^\s":a-zA-Z]+:[^\s"]*', self.text)
        return self.text if plain else f'"{self.text}"'

    @property
    def folded(self) -> str:
        """The text as it is looked for, in folded text that has a space before each word."""
        return " " + fold(self.text)


class Field(msgspec.Struct, frozen=True):
    """A field that has to have one of these values."""

    name: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}:{','.join(self.values)}"


Term = Words | Field

_TERM = re.compile(r'(?P<field>[A-Za-z]+):(?P<values>\S*)|"(?P<phrase>[^"]*)(?P<close>"?)|(?P<word>[^\s"]+)')


class Query(msgspec.Struct, frozen=True):
    """What is asked for: terms that must all match; without any, every event does."""

    terms: tuple[Term, ...] = ()

    @classmethod
    def parse(cls, text: str, periods: Collection[str]) -> Query:
        """Read a query, given the names of the periods; QueryError says what is wrong in it, and where."""
        return cls(tuple(term for match in _TERM.finditer(text) if (term := _term(match, periods)) is not None))

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods asked for; empty where any will do."""
        return next((term.values for term in self.terms if isinstance(term, Field) and term.name == "period"), ())

    def toggle_period(self, name: str) -> Query:
        """This query with one period more, or less where it asked for it; the last one dropped drops the field."""
        chosen = self.periods
        values = tuple(each for each in chosen if each != name) if name in chosen else (*chosen, name)
        others = self.any_period().terms
        return Query((Field("period", values), *others) if values else others)

    def any_period(self) -> Query:
        """This query without its periods."""
        return Query(tuple(term for term in self.terms if not (isinstance(term, Field) and term.name == "period")))

    def without(self, term: Term) -> Query:
        """This query without one of its terms."""
        return Query(tuple(each for each in self.terms if each is not term))

    def step_back(self) -> Query:
        """This query without the term that comes last."""
        return Query(self.terms[:-1])


def _term(match: re.Match[str], periods: Collection[str]) -> Term | None:
    start, end = match.span()
    if (name := match["field"]) is not None:
        if name.casefold() not in FIELDS:
            raise QueryError(f'there is no field "{name}:"{_nearest(name, FIELDS, ":")}', start, start + len(name) + 1)
        return Field(name.casefold(), tuple(_values(match, periods)))
    text = match["phrase"] if match["phrase"] is not None else match["word"]
    if match["phrase"] is not None and not match["close"]:
        raise QueryError("this quote is not closed yet", start, end)
    return Words(text) if fold(text) else None


def _values(match: re.Match[str], periods: Collection[str]) -> list[str]:
    start = match.start("values")
    values: list[str] = []
    for part in match["values"].split(","):
        if part not in periods:
            known = ", ".join(periods)
            wrong = f'there is no period "{part}"' if part else "a period is missing here"
            raise QueryError(f"{wrong}{_nearest(part, periods) or f'; there are {known}'}", start, start + len(part))
        if part not in values:
            values.append(part)
        start += len(part) + 1
    return values


def _nearest(word: str, known: Collection[str], after: str = "") -> str:
    close = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}{after}?" if close else ""
