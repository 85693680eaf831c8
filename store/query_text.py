"""Reading a query from its text, and telling what is wrong in it, and where.

query   = group*                       all must match
group   = part ("OR" part)*            one must
part    = "-" part | "(" query ")" | "phrase" | word | field:value,... | figure>=number | near:place<60km
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple, Protocol, cast

from store.edtf import WhenError
from store.event import Category, Stance
from store.names import fold
from store.query import Both, Either, Field, Figure, Near, Not, Operator, Query, Term, Words
from store.toll import COUNTED
from store.typed_date import read_when

NEAR_KM = 60.0
DEEPEST = 50
DATES = ("on", "year", "during", "after", "before")
FIGURES = (*COUNTED, "sources")
# what holds for the whole query, and so is no part of one
WHOLE = ("known", "dated", "sort")
CHOICES: dict[str, tuple[str, ...]] = {
    "category": tuple(Category),
    "stance": tuple(Stance),
    "has": ("toll", "claims", "coordinates", "interval"),
    "disputed": ("yes", "no"),
    "dated": ("surely", "possibly"),
    "sort": ("date", "spread", "killed"),
}
# fields whose values are names, as the events have them
NAMED = ("place", "in", "actor", "by", "source", "tag")
# fields whose values can be counted, event by event
COUNTABLE = (
    "period",
    "place",
    "in",
    "actor",
    "by",
    "category",
    "tag",
    "source",
    "collection",
    "stance",
    "has",
    "disputed",
)
FIELDS = (
    *("period", *DATES, "place", "in", "near", "actor", "by", "category", "tag", "source", "collection", "stance"),
    *(*FIGURES, "has", "disputed", *WHOLE),
)


class QueryError(ValueError):
    """A text that is no query: what is wrong, and from which to which character of the text it stands."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class Vocabulary(Protocol):
    """What names there are to ask for."""

    def choices(self, field: str) -> Collection[str]:
        """The periods or the collections that there are."""

    def knows(self, field: str, value: str) -> bool:
        """Whether anything is called so: a place, an actor, a speaker, a publisher, a tag."""

    def nearest(self, field: str, value: str) -> str:
        """A name there is that is spelt nearly so; "" for none."""


class Token(NamedTuple):
    """A piece of the text: what kind it is, what it says, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""(?P<open>\()|(?P<close>\))|(?P<phrase>"[^"]*"?)|(?P<not>[-−–](?=[^\s)]))|(?P<or>OR(?![^\s()]))
      |(?P<field>[A-Za-z]+:)|(?P<figure>[A-Za-z]+(?:>=|<=|>|<|=)[^\s()"]*)|(?P<word>[^\s"()]+)""",
    re.VERBOSE,
)
_VALUE = re.compile(r'"(?P<phrase>[^"]*)(?P<end>"?)|(?P<plain>[^\s",()]*)')
_FIGURE = re.compile(r"([A-Za-z]+)(>=|<=|>|<|=)(.*)")
_NEAR = re.compile(r'(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s",()<]*))(?:<=?(?P<km>[^\s()"]*(?: km\b)?))?')
_KILOMETRES = re.compile(r"(\d{1,5}(?:\.\d\d?)?)(?: ?km)?", re.IGNORECASE)


def read_query(text: str, vocabulary: Vocabulary) -> Query:
    """The query that a text is; QueryError says what is wrong in it, and where."""
    return _Reader(text, vocabulary).query()


class _Reader:
    """Reads one text from its beginning to its end."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text, self._vocabulary = text, vocabulary
        self._at = 0
        self._depth = 0
        self._whole: set[str] = set()

    def query(self) -> Query:
        """The whole text."""
        terms = tuple(self._groups())
        if (token := self._peek()) is not None:
            raise QueryError("this parenthesis closes none", token.start, token.end)
        return Query(terms)

    def _groups(self) -> Iterator[Term]:
        """The terms up to the end, or to a closing parenthesis; those that were in parentheses for nothing, freed."""
        while (token := self._peek()) is not None and token.kind != "close":
            term = self._group()
            if isinstance(term, Both):
                yield from term.terms
            elif term is not None:
                yield term

    def _group(self) -> Term | None:
        start = self._start
        term = self._part()
        found = [term]
        while (token := self._peek()) is not None and token.kind == "or":
            self._at = token.end
            self._refuse_whole(term, start)
            start = self._start
            term = self._part() if self._peek() is not None else None
            if term is None or found[-1] is None:
                raise QueryError("OR stands between two things", token.start, token.end)
            self._refuse_whole(term, start)
            found.append(term)
        if len(found) == 1:
            return found[0]
        terms = [each for each in found if each is not None]
        return Either(tuple(one for each in terms for one in (each.terms if isinstance(each, Either) else (each,))))

    def _part(self) -> Term | None:
        token = self._next()
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError("this is too deep in parentheses", token.start, token.end)
        term = self._part_of(token)
        self._depth -= 1
        return term

    def _part_of(self, token: Token) -> Term | None:
        match token.kind:
            case "open":
                return self._parentheses(token)
            case "not":
                start = self._start
                term = self._part()
                self._refuse_whole(term, start)
                return None if term is None else term.term if isinstance(term, Not) else Not(term)
            case "phrase":
                if len(token.text) < 2 or not token.text.endswith('"'):
                    raise QueryError("this quote is not closed yet", token.start, token.end)
                return _words(token.text[1:-1])
            case "field":
                return self._field(token)
            case "figure":
                return self._figure(token)
            case "word":
                if token.text == "-" and self._peek() is not None:
                    raise QueryError("what must not match stands right after the -", token.start, token.end)
                return _words(token.text)
            case "or":
                raise QueryError("OR stands between two things", token.start, token.end)
        raise QueryError("something is missing here", token.start, token.end)

    def _parentheses(self, opening: Token) -> Term | None:
        terms = tuple(self._groups())
        token = self._peek()
        if token is None:
            raise QueryError("this parenthesis is not closed yet", opening.start, opening.end)
        self._at = token.end
        return Both(terms) if len(terms) > 1 else terms[0] if terms else None

    def _field(self, token: Token) -> Term:
        name = token.text[:-1].casefold()
        if name in FIGURES:
            raise QueryError(f"{name} takes a number: {name}>=50", token.start, token.end)
        if name not in FIELDS:
            raise QueryError(f'there is no field "{token.text}"{nearest(name, FIELDS, ":")}', token.start, token.end)
        if name == "near":
            return self._near()
        values: list[str] = []
        while True:
            start = self._at
            value = self._value(name)
            if value not in values:
                values.append(value)
            if not self._text.startswith(",", self._at):
                break
            self._at += 1
        self._refuse_more(start)
        if name in WHOLE:
            self._once(name, values, token.start, start)
        return Field(name, tuple(values))

    def _refuse_more(self, start: int) -> None:
        """A value ends at a blank, or where a parenthesis closes."""
        if not re.match(r"\s|\)|$", self._text[self._at :]):
            raise QueryError("a blank is missing after this", start, self._at)

    def _once(self, name: str, values: list[str], start: int, last: int) -> None:
        if name in self._whole:
            raise QueryError(f"{name}: was said already", start, self._at)
        if len(values) > 1:
            raise QueryError(f"{name}: takes one value", last, self._at)
        self._whole.add(name)

    def _value(self, name: str) -> str:
        """The value that stands here, as it is kept."""
        match = _VALUE.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        start, end = match.span()
        if match["phrase"] is not None and not match["end"]:
            raise QueryError("this quote is not closed yet", start, end)
        text = match["phrase"] if match["phrase"] is not None else match["plain"]
        if not text.strip():
            raise QueryError(f"a value is missing here{self._some(name)}", start, end)
        try:
            return self._read_value(name, " ".join(text.split()))
        except ValueError as error:
            raise QueryError(str(error), start, end) from None

    def _read_value(self, name: str, text: str) -> str:
        if name in (*DATES, "known"):
            return _date(name, text)
        if name in NAMED:
            if not self._vocabulary.knows(name, text):
                near = self._vocabulary.nearest(name, text)
                raise ValueError(f'there is no {name} "{text}"{f"; did you mean {near}?" if near else ""}')
            return text
        choices = self._choices(name)
        alike = [choice for choice in choices if choice.casefold() == text.casefold()]
        if text not in choices and len(alike) == 1:
            return alike[0]
        if name == "period" and text not in choices and re.fullmatch(r"\d{4}", text):
            raise ValueError(f'there is no period "{text}"; did you mean year:{text}?')
        if text not in choices:
            raise ValueError(f'there is no {name} "{text}"{nearest(text, choices) or self._some(name)}')
        return text

    def _choices(self, name: str) -> Collection[str]:
        return CHOICES.get(name) or self._vocabulary.choices(name)

    def _some(self, name: str) -> str:
        if name in (*DATES, "known"):
            return ": a date, such as 2016, 2016-12 or 2024-11-30"
        if name in NAMED:
            return ""
        return f"; there are {', '.join(self._choices(name))}"

    def _near(self) -> Near:
        match = _NEAR.match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        place = " ".join((match["phrase"] if match["phrase"] is not None else match["plain"]).split())
        start, end = match.span()
        if match["phrase"] is None and self._text.startswith('"', start):
            raise QueryError("this quote is not closed yet", start, len(self._text))
        if self._text.startswith(",", end):
            raise QueryError("near: takes one place; join two with OR", start, end)
        self._refuse_more(start)
        if not place:
            raise QueryError("a place is missing here: near:Aleppo<60km", start, end)
        if not self._vocabulary.knows("near", place):
            near = self._vocabulary.nearest("near", place)
            advice = f"; did you mean {near}?" if near else ""
            raise QueryError(f'there is no place "{place}" on the map{advice}', start, end)
        if match["km"] is None:
            return Near(place, NEAR_KM)
        kilometres = _KILOMETRES.fullmatch(match["km"])
        if kilometres is None:
            raise QueryError("how far is missing here: near:Aleppo<60km", match.start("km"), end)
        return Near(place, float(kilometres[1]))

    def _figure(self, token: Token) -> Figure:
        match = _FIGURE.fullmatch(token.text)
        assert match is not None
        name, operator, number = match[1].casefold(), cast(Operator, match[2]), match[3]
        if name not in FIGURES:
            message = f'there is no figure "{match[1]}"{nearest(name, FIGURES)}'
            raise QueryError(message, token.start, token.start + len(name))
        if not re.fullmatch(r"\d{1,9}", number, re.ASCII):
            start = token.start + len(name) + len(operator)
            raise QueryError(f"a number is missing here: {name}{operator}50", start, token.end)
        return Figure(name, operator, int(number))

    def _refuse_whole(self, term: Term | None, start: int) -> None:
        terms = term.terms if isinstance(term, Both) else (term,)
        for each in terms:
            if isinstance(each, Field) and each.name in WHOLE:
                message = f"{each.name}: holds for the whole query, so it stands alone, without - or OR"
                raise QueryError(message, start, self._at)

    @property
    def _start(self) -> int:
        token = self._peek()
        return token.start if token else len(self._text)

    def _peek(self) -> Token | None:
        match = _TOKEN.search(self._text, self._at)
        return None if match is None else Token(match.lastgroup or "", match[0], *match.span())

    def _next(self) -> Token:
        token = self._peek() or Token("", "", len(self._text), len(self._text))
        self._at = token.end
        return token


def _words(text: str) -> Words | None:
    return Words(text) if fold(text) else None


def _date(name: str, text: str) -> str:
    try:
        when = read_when(text)
    except WhenError as error:
        raise ValueError(str(error)) from None
    if name == "year" and not re.fullmatch(r"\d{4}", when.edtf):
        raise ValueError(f'"{text}" is no year')
    if name == "known" and not re.fullmatch(r"\d{4}-\d\d-\d\d", when.edtf):
        raise ValueError(f'"{text}" is no day: known on which day, such as 2024-11-30?')
    return when.edtf


def nearest(word: str, known: Collection[str], after: str = "") -> str:
    """ "; did you mean ...?" with the name that is spelt most like a word; "" where none is."""
    close = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}{after}?" if close else ""
