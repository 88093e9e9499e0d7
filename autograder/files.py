"""Write a file as a whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Replace a file in one step; one that holds this already keeps its date.

    What comes in parts is never in memory at once. A full disk raises OSError, and leaves the file
    as it was and nothing beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.draft")
    try:
        with temporary.open("wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
        if path.is_file() and filecmp.cmp(temporary, path, shallow=False):
            temporary.unlink()
        else:
            temporary.replace(path)
    except OSError:  # It would keep a full disk full.
        temporary.unlink(missing_ok=True)
        raise
