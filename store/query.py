"""What a query asks for: terms that an event must all match.

`store/query_text.py` reads a query from its text; printing one gives a text that reads as the same query.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from store.names import fold

Operator = Literal[">=", "<=", ">", "<", "="]

# what a value may be written as without quotes
_PLAIN_VALUE = re.compile(r'[^\s",()]+')
# what a text may be without being taken for anything else
_PLAIN_WORD = re.compile(r'(?!-|OR$)(?![A-Za-z]+(?:[:<>]|=))[^\s"()]+')
# the article before no letter or one, at which folding leaves it
_BARE_ARTICLE = re.compile(r"(?<!\S)ال(?=\S?$)")


class Words(msgspec.Struct, frozen=True):
    """Text that has to stand in the event, in this order; each word may go on after what was typed."""

    text: str

    def __str__(self) -> str:
        return self.text if _PLAIN_WORD.fullmatch(self.text) else f'"{self.text}"'

    @property
    def folded(self) -> str:
        """The text as it is looked for, in folded text that has a space before each word."""
        # an Arabic word is on its way to one that loses its article
        return " " + _BARE_ARTICLE.sub("", fold(self.text))


class Field(msgspec.Struct, frozen=True):
    """A field that has to have one of these values."""

    name: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}:{','.join(map(written, self.values))}"


class Figure(msgspec.Struct, frozen=True):
    """A figure that has to be as large as this, or as small."""

    name: str
    operator: Operator
    number: int

    def __str__(self) -> str:
        return f"{self.name}{self.operator}{self.number}"


class Near(msgspec.Struct, frozen=True):
    """A place within whose surroundings the event has to lie."""

    place: str
    kilometres: float

    def __str__(self) -> str:
        # a "<" of the name would end it
        place = written(self.place) if "<" not in self.place else f'"{self.place}"'
        return f"near:{place}<{f'{self.kilometres:.2f}'.rstrip('0').rstrip('.')}km"


class Not(msgspec.Struct, frozen=True):
    """What must not match."""

    term: Term

    def __str__(self) -> str:
        return f"-({self.term})" if isinstance(self.term, (Either, Both)) else f"-{self.term}"


class Either(msgspec.Struct, frozen=True):
    """Terms of which one has to match, or several."""

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " OR ".join(f"({term})" if isinstance(term, (Either, Both)) else str(term) for term in self.terms)


class Both(msgspec.Struct, frozen=True):
    """Terms within another that must all match."""

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " ".join(f"({term})" if isinstance(term, Both) else str(term) for term in self.terms)


Term = Words | Field | Figure | Near | Not | Either | Both


def written(value: str) -> str:
    """A value as it stands after its field: in quotes where it needs them."""
    return value if _PLAIN_VALUE.fullmatch(value) else f'"{value}"'


class Query(msgspec.Struct, frozen=True):
    """What is asked for: terms that must all match; without any, every event does."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " ".join(f"({term})" if isinstance(term, Both) else str(term) for term in self.terms)

    def values(self, name: str) -> tuple[str, ...]:
        """The values that the whole query names for a field; empty where any will do."""
        found = (value for term in self.terms if isinstance(term, Field) and term.name == name for value in term.values)
        return tuple(dict.fromkeys(found))

    def value(self, name: str) -> str:
        """The value of a field that has but one; "" where the query does not say."""
        return next(iter(self.values(name)), "")

    def toggle(self, name: str, value: str, is_same: Callable[[str], bool] | None = None) -> Query:
        """This query with one more value that a field may have, or less where it had it; the last drops the field.

        `is_same` tells whether another spelling means the same value.
        """
        chosen = self.values(name)
        held = [each for each in chosen if each == value or (is_same is not None and is_same(each))]
        values = tuple(each for each in chosen if each not in held) if held else (*chosen, value)
        return self.having(name, *values)

    def having(self, name: str, *values: str) -> Query:
        """This query with these values for a field, in its place or else at the beginning; without any, without it.

        Where the field stood several times it stands once: its terms narrowed one another, now the values are chosen.
        """
        term = (Field(name, values),) if values else ()
        at = next((number for number, each in enumerate(self.terms) if _is_field(each, name)), 0)
        rest = tuple(each for each in self.terms[at:] if not _is_field(each, name))
        return Query((*self.terms[:at], *term, *rest))

    def without(self, term: Term) -> Query:
        """This query without one of its terms."""
        return Query(tuple(each for each in self.terms if each is not term))

    def step_back(self) -> Query:
        """This query without the term that comes last."""
        return Query(self.terms[:-1])


def _is_field(term: Term, name: str) -> bool:
    return isinstance(term, Field) and term.name == name
