"""Having the index of a large store made, while the timeline is read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from math import ceil
from pathlib import Path
from typing import NamedTuple

# before so much is done nothing can be said of how long the rest takes
LEAST_DONE = 3


class Progress(NamedTuple):
    """How much is done, in percent, and how long that took, in seconds."""

    percent: int
    seconds: float

    def __str__(self) -> str:
        if self.percent < LEAST_DONE:
            return f"{self.percent} %"
        left = self.seconds * (100 - self.percent) / self.percent
        words = f"{ceil(left / 60)} min" if left > 60 else "a minute" if left > 30 else "a few seconds"
        return f"{self.percent} %, {words} left"


async def made_by_another(path: Path) -> AsyncIterator[Progress]:
    """Have the index of a store made by a process of its own: how much is done, until it is."""
    begun = time.monotonic()
    command = (sys.executable, "-m", "store.indexing", str(path))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        async for line in process.stdout:
            yield Progress(int(line), time.monotonic() - begun)
        await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
