"""The verdicts of a cell in words."""

from __future__ import annotations

from textwrap import wrap

from autograder.grading import CellGrade

WIDTH = 88  # the feedback page scrolls what is longer out of sight


def report(cell: CellGrade) -> str:
    """The verdicts as a student reads them: a line each, and what is wrong below it."""
    lines = [f"{cell.score:g} of {cell.max_score:g} points"]
    for verdict in cell.verdicts:
        mark = "✓" if verdict.passed else "✗"
        points = f"{round(verdict.score, 2):g}/{round(verdict.max_score, 2):g}"
        lines += wrap(f"{mark} {points}  {verdict.claim}", WIDTH, subsequent_indent="      ")
        for sentence in filter(None, (verdict.message, verdict.hint)):
            lines += wrap(sentence, WIDTH, initial_indent="   →  ", subsequent_indent="      ")
    return "\n".join(lines)
