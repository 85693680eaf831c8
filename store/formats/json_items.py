"""The items of an array in a JSON document, one by one: no more than one of them is held at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from store.formats.reading import LONGEST, FileError, InputFile, Refusal

_BLANK = re.compile(r"[ \t\r\n]*")
_IN_NUMBERS = "+-.0123456789eE"
_DECODER = json.JSONDecoder()


def items(file: InputFile, key: str) -> Iterator[Any]:
    """The items of the array that the document, an object, has under a key; `file.line` is where each ends.

    One that holds what is no text is a Refusal. FileError where the document is cut or no JSON, has no such array, or
    an item is longer than LONGEST.
    """
    text = _Text(file)
    text.expect("{")
    found = False
    while not text.take("}"):
        name = text.value()
        text.expect(":")
        if name == key and text.take("["):
            found = True
            while not text.take("]"):
                item = text.value()
                yield Refusal(file.line, "", "holds half a character (a lone surrogate)") if _is_torn(item) else item
                text.take(",")
        else:
            text.value()
        text.take(",")
    if not found:
        raise FileError(f'is JSON without a list of "{key}"')


def _is_torn(item: Any) -> bool:
    """Whether a text of an item holds half of a character, which JSON can and no file of text."""
    try:
        json.dumps(item, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


class _Text:
    """A document that is read from left to right, in pieces."""

    def __init__(self, file: InputFile) -> None:
        self._file, self._pieces = file, file.pieces()
        self._text, self._at = "", 0
        file.line = 1

    def take(self, character: str) -> bool:
        """Go past a character, and the blank before it; whether it is there."""
        self._skip_blank()
        if not self._text.startswith(character, self._at):
            return False
        self._at += 1
        return True

    def expect(self, character: str) -> None:
        """Go past a character that has to be there."""
        if not self.take(character):
            raise self._wrong(f'"{character}" is expected')

    def value(self) -> Any:
        """Go past a value, and give it."""
        self._skip_blank()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self._wrong("is JSON within JSON, deeper than any event") from None
            except ValueError as error:
                if len(self._text) - self._at > LONGEST:
                    raise self._wrong(f"a value is longer than {LONGEST:,} characters, or no JSON") from None
                if not self._read_as_much_again():
                    raise self._wrong(f"the JSON ends, or cannot be read ({error})") from None
                continue
            # a number may go on in the next piece, of which only the beginning may be read: -0 of -0.5
            is_whole = end < len(self._text) and self._text[end] not in _IN_NUMBERS
            if is_whole or not self._read_as_much_again():
                self._go_to(end)
                return value

    def _skip_blank(self) -> None:
        while True:
            match = _BLANK.match(self._text, self._at)
            self._go_to(match.end() if match else self._at)
            if self._at < len(self._text) or not self._read_as_much_again():
                return

    def _read_as_much_again(self) -> bool:
        """Read on, as much as is held of what is not gone past, and at least a piece; whether there was anything."""
        held = self._text[self._at :]
        pieces, size = [held], 0
        while size <= len(held) and (piece := next(self._pieces, "")):
            pieces.append(piece)
            size += len(piece)
        self._text, self._at = "".join(pieces), 0
        return size > 0

    def _go_to(self, at: int) -> None:
        self._file.line += self._text.count("\n", self._at, at)
        self._at = at

    def _wrong(self, what: str) -> FileError:
        return FileError(f"line {self._file.line:,}: {what}")
