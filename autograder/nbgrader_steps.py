"""The steps that plain nbgrader is given to grade fairly: mend a notebook, keep the tests hidden.

nbgrader_config.py puts them in their places.
"""

from __future__ import annotations

import re

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from autograder.assignment import load_release
from autograder.intake import noted_repairs, repair, with_note, without_outputs
from autograder.source import load

COLOR = re.compile(r"\x1b\[[0-9;]*m")
LINE_NUMBER = re.compile(r"^[-> ]*\d+ ")


class Repair(NbGraderPreprocessor):
    """The first step of `nbgrader autograde`: mend the notebook and report what was mended.

    It stands in the place of ClearOutput, whose work it does for all cells that will run.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        load(names["notebook"])  # broken hidden tests stop here, before they cost a point
        release = load_release(names["notebook"])
        repaired, repairs = repair(nb, release)
        for sentence in repairs:
            self.log.warning("%s: %s", names["student"], sentence)
        all_repairs = [*noted_repairs(nb), *repairs]
        return without_outputs(with_note(repaired, all_repairs)), resources


class HideTests(ClearHiddenTests):
    """Take the hidden region out of the feedback: out of its cell, and out of tracebacks, in which
    IPython quotes the lines around an error."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, cell_index: int
    ) -> tuple[NotebookNode, dict]:
        if is_grade(cell) and not is_solution(cell):  # what students write is no region of ours
            before = cell.source.split("\n")
            self._remove_hidden_test_region(cell)
            hidden = set(before) - set(cell.source.split("\n"))
            for output in cell.get("outputs", ()):
                if output.output_type == "error":
                    output.traceback = [_without(hidden, frame) for frame in output.traceback]
        return cell, resources


def _without(hidden: set[str], frame: str) -> str:
    """A frame of a traceback without the hidden lines, quoted as `----> 3 grade(…)`."""
    quoted = frame.split("\n")
    return "\n".join(
        line for line in quoted if LINE_NUMBER.sub("", COLOR.sub("", line)) not in hidden
    )
