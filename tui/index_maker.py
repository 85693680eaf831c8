"""Having the index of a large store made, while the timeline is read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path


async def made_by_another(path: Path) -> AsyncIterator[int]:
    """Have the index of a store made by a process of its own: how much is done, in percent, until it is."""
    command = (sys.executable, "-m", "store.indexing", str(path))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        async for line in process.stdout:
            yield int(line)
        await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
