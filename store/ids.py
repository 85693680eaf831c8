"""Which event has which id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from store.settled import NOTHING_SETTLED, Settled

# such as are not mistaken for one another
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
# as many as tell ten million apart
CONTENT_LETTERS = 12


def id_of(content: str | bytes) -> str:
    """An id for what has none of its own, made of its content: the same whenever that comes again."""
    text = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    number = int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
    letters = []
    for _ in range(CONTENT_LETTERS):
        number, at = divmod(number, len(ID_LETTERS))
        letters.append(ID_LETTERS[at])
    return "".join(letters)


class Ids:
    """The numbers of events by their ids: of settled events by their index, of all others by a dictionary.

    `changed` are those that are not, or not any more, as the index has them: None for an id that no event has now.
    """

    def __init__(self, changed: Mapping[str, int | None], settled: Settled = NOTHING_SETTLED) -> None:
        self._changed, self._settled = dict(changed), settled

    def __contains__(self, id: str) -> bool:
        return self.number(id) is not None

    def number(self, id: str) -> int | None:
        """The number of the event with this id; None where there is none."""
        if id in self._changed:
            return self._changed[id]
        rows = self._settled.find(id)
        return self._settled.arrays["number"][rows[0]] if rows else None

    def beginning(self, prefix: str) -> list[str]:
        """The ids that begin so, sorted."""
        found = {id for id in self._settled.beginning(prefix) if id not in self._changed}
        found |= {id for id, number in self._changed.items() if number is not None and id.startswith(prefix)}
        return sorted(found)

    def drop(self, id: str, number: int) -> None:
        """Let go of an id, unless another event has it by now."""
        if self.number(id) == number:
            self._changed[id] = None

    def put(self, ids: Iterable[tuple[str, int]]) -> None:
        """Take in the ids of events that came, or changed."""
        self._changed.update(ids)
