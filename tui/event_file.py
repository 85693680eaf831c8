"""An event as a text file that a person edits in a program of their own, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from store.event import Event
from tui.screens.event_texts import FIELDS, SOME_LINES, Texts, texts_of

HINTS = {
    "when": "as exact as it is known: 30 Nov 2024 17:00, 2016-12, spring 2016, last week",
    "reported": "the first public report, where that is later",
    "summary": "what happened at more length; as many lines as you like",
    "coordinates": "36.20 N 37.13 E",
    "actors": "with ; between two",
    "claims": "who | stance | what they said | when said | contradicts, one a line",
    "tolls": "claimant | killed | civilians | wounded | as of | scope | note, one a line",
    "sources": "publisher | title | address | date, one a line",
    "tags": "with ; between two",
}
HOW = "Lines that begin with # are left out. Save and leave to keep it; empty the file to drop what you wrote."
_FIELD = re.compile(rf"({'|'.join(FIELDS)}):(?: (.*))?", re.ASCII)
INDENT = "    "


class EventFileError(ValueError):
    """A file that is no event: the number of a line and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line, self.message = line, message


def file_text(texts: Texts, about: str, wrong: Mapping[str, str] | None = None) -> str:
    """The file of these fields; what is `wrong` with one stands above it, after `#!`."""
    lines = [
        f"# {about}",
        "# Lines that begin with # are left out. Save and leave to keep it; empty the file to drop it.",
    ]
    for field in FIELDS:
        lines += ["", *(f"# {hint}" for hint in [HINTS.get(field)] if hint)]
        lines += [f"#! {message}" for message in (wrong or {}).get(field, "").splitlines()]
        text = texts[field].split("\n")
        if field in SOME_LINES:
            lines += [f"{field}:", *(f"{INDENT}{line}" for line in text if line)]
        else:
            lines.append(f"{field}: {text[0]}".rstrip())
    return "\n".join(lines) + "\n"


def read_file_text(content: str) -> dict[str, str] | None:
    """The fields that a file has; None where it is empty. EventFileError where a line is of no field."""
    texts: dict[str, list[str]] = {}
    field = ""
    for number, line in enumerate(content.splitlines(), 1):
        if line.startswith("#"):
            continue
        if match := _FIELD.fullmatch(line.rstrip()):
            field = match[1]
            if field in texts:
                raise EventFileError(number, f'"{field}:" stands there twice')
            texts[field] = [match[2]] if match[2] else []
        elif line.strip() and field in SOME_LINES:
            texts[field].append(line.removeprefix(INDENT))
        elif line.strip():
            raise EventFileError(number, f"no field begins here; the fields are {', '.join(FIELDS)}")
    if not texts:
        return None
    return {field: "\n".join(texts.get(field, ())).strip() for field in FIELDS}


def new_file(event: Event) -> str:
    """The file of an event as it is."""
    return file_text(texts_of(event), f"{event.id}, {event.collection}")
