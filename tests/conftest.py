"""What all tests have in common."""

from __future__ import annotations

from hypothesis import settings

# how long a machine takes is measured in benchmarks/, and fails no test
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
