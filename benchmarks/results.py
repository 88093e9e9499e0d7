"""The figures of `make bench` lie in one file; each benchmark writes its own keys there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.assignment import ROOT

BENCH = ROOT / "_build" / "bench.json"


def record(figures: dict[str, Any], path: Path = BENCH) -> None:
    """Put figures under their keys, and leave those of other benchmarks as they are.

    None stands for what could not be measured: its key is left out, and an older figure removed.
    """
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    known |= figures
    measured = {key: known[key] for key in sorted(known) if known[key] is not None}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
