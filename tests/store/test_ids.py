"""Ids of settled events and of changed ones are found as one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.ids import Ids
from store.settling import settle
from tests.store.samples import sample

# with whatever sorts oddly: what is a beginning of another, Arabic, what is beyond the first plane
NAMES = st.text(st.sampled_from("abé٣\U0001f30d\ud800"), max_size=3)


@given(st.sets(NAMES), st.lists(st.tuples(st.sampled_from(["put", "drop"]), NAMES)), NAMES)
def test_it_does_what_a_dictionary_does(settled: set[str], life: list[tuple[str, str]], asked: str) -> None:
    model = {id: number for number, id in enumerate(settled, 1)}
    ids = Ids({}, settle({number: sample(id) for id, number in model.items()}))
    for new, (does, id) in enumerate(life, 100):
        if does == "put" and id not in model:
            model[id] = new
            ids.put([(id, new)])
        elif does == "drop" and id in model:
            ids.drop(id, model.pop(id))
    assert (asked in ids, ids.number(asked)) == (asked in model, model.get(asked))
    assert all(ids.number(id) == number for id, number in model.items())
    assert ids.beginning(asked) == sorted(id for id in model if id.startswith(asked))


def test_an_id_that_another_event_has_by_now_stays() -> None:
    ids = Ids({"a": 1})
    ids.put([("a", 2)])
    ids.drop("a", 1)
    assert ids.number("a") == 2
