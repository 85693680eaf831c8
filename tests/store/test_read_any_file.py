"""Whatever a file holds, each of its rows is an event or is refused, and nothing else is raised than what is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.event import Event, problems
from store.formats import READ, WRITTEN
from store.formats.reading import FileError, InputFile, Refusal
from tests.store.test_formats import written
from tests.store.test_importing import HEADING, ROWS

# what means something in one format or another, or to what reads it
PIECES = (
    *(b'"', b"{", b"}", b"[", b"]", b",", b"\n", b"\r", b"\t", b";", b"'", b"=", b"|", b"/", b"~", b":", b"\x00"),
    *(b"NaN", b"Infinity", b"1e999", b"-1", b"9" * 400, b"null", b"\\ud800", b"\xff\xfe", b"\xd8\x00", b"\xe2\x80\xae"),
    *(b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"BEGIN:VTIMEZONE\n", b"GEO:a;b\n", b"DTSTART:x\n", b"RRULE:FREQ=DAILY\n"),
    *(b"2024-02-30", b"31/12/0000", b"Friday: ", b"about " * 40, b"[" + b"." * 300, b"<b>" * 50, b"\x1b]0;x\x07"),
)


@cache
def seeds() -> dict[str, bytes]:
    """A right file of each format that the timeline writes, and one of UCDP's."""
    texts = {name: written(name, "curfew")[0].encode() for name in READ if name in WRITTEN}
    return texts | {"ucdp": "\n".join([HEADING, *ROWS.values()]).encode()}


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A right file with some of it cut out, doubled, or in the place of some of it."""
    content = draw(st.sampled_from(sorted(seeds().values())))
    for _ in range(draw(st.integers(1, 4))):
        begins = draw(st.integers(0, len(content)))
        ends = draw(st.integers(begins, min(len(content), begins + 300)) | st.just(len(content)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4) | st.just(content[begins:ends] * 2))
        content = content[:begins] + piece + content[ends:]
    return content


@pytest.mark.parametrize("form", READ)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=files())
def test_a_file_is_read_or_refused(tmp_path: Path, form: str, content: bytes) -> None:
    file = tmp_path / "any.dat"
    file.write_bytes(content)
    try:
        opened = InputFile(file)
        READ[form].recognise(opened)
        found = list(READ[form].read(opened))
    except FileError:
        return
    for each in found:
        assert isinstance(each, Event | Refusal)
        if isinstance(each, Event):
            problems(each)
            assert msgspec.json.decode(msgspec.json.encode(each), type=Event) == each
