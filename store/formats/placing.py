"""Where a row says that it happened, as a place of the model."""

from __future__ import annotations

import re
from functools import lru_cache

from store.event import Exactness, Place
from store.formats.reading import one_line, point
from store.place import gazetteer

# what datasets put after a name to say of what kind a place is
_KIND_OF_PLACE = re.compile(r" (?:town|city|village|suburb|district|governorate|mountain|area)$", re.IGNORECASE)


# many events are at the same place
@lru_cache(maxsize=1 << 14)
def placed(name: str, admin: str, country: str, latitude: str, longitude: str, exactness: Exactness) -> Place | None:
    """A place in its area, without the words for their kinds where the gazetteer knows the rest."""
    here = point(latitude, longitude)
    name, admin, country = one_line(name), one_line(admin), one_line(country)
    if not (name or admin or country):
        return None
    bare = _KIND_OF_PLACE.sub("", admin)
    within = bare if gazetteer().governorate(bare) else admin or country
    name = name or admin or country
    bare = _KIND_OF_PLACE.sub("", name)
    is_town = not name.casefold().endswith(("district", "governorate"))
    name = bare if is_town and gazetteer().find(bare, within) else name
    return Place(name=name, admin=within, latitude=here[0], longitude=here[1], exactness=exactness)
