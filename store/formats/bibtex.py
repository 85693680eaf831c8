"""The sources of events, as references: BibTeX."""

from __future__ import annotations

from collections.abc import Iterator

from store.event import Source
from store.formats.excerpt import TITLE, Excerpt
from store.formats.references import date_parts, sources_of

_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_TABLE = str.maketrans(_ESCAPED)


def write(excerpt: Excerpt) -> Iterator[str]:
    """An entry a source, each once, under a comment that says what was asked."""
    yield f"% {TITLE}: {excerpt.asked}\n"
    for number, source in enumerate(sources_of(excerpt), 1):
        fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _fields(source) if value)
        yield f"\n@misc{{source-{number}{fields}\n}}\n"


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    issued = date_parts(source)
    yield "author", f"{{{escaped(source.publisher)}}}"
    yield "title", escaped(source.title)
    yield "howpublished", f"\\url{{{_address(source.url)}}}" if source.url else ""
    yield "year", str(issued[0]) if issued else ""
    yield "date", "-".join(f"{part:02}" for part in issued)
    yield "note", f"Archived: \\url{{{_address(source.archive_url)}}}" if source.archive_url else ""


def escaped(text: str) -> str:
    """Text in which LaTeX finds nothing to obey, on one line."""
    return " ".join(text.split()).translate(_TABLE)


def _address(url: str) -> str:
    """An address in which nothing ends the braces around it."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")
