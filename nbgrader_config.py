"""Plain nbgrader in this checkout: `nbgrader generate_assignment`, `autograde`,
`generate_feedback`, `export` and `formgrader` read this file.

The class folder is _build/class, or what the variable CLASS names; `autograder collect` fills its
submitted/ folder.
"""

import os
import sys
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import (
    CheckCellMetadata,
    DeduplicateIds,
    GetGrades,
    OverwriteCells,
    OverwriteKernelspec,
)

from autograder.assignment import ROOT
from autograder.classroom import class_folder
from autograder.export import CsvExport
from autograder.nbgrader_steps import HideTests, Repair

c = get_config()  # noqa: F821  (nbgrader provides it)

folder = class_folder()
folder.mkdir(parents=True, exist_ok=True)

# nbgrader calls alembic by name to make its database, so the environment's programs must be found
# even where it was not activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# One BLAS thread: the matrices are small, and graders that run side by side must not compete.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

c.CourseDirectory.course_id = "neural-networks-from-scratch"
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.source_directory = "source_notebooks"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.submitted_directory = str(folder / "submitted")
c.CourseDirectory.autograded_directory = str(folder / "autograded")
c.CourseDirectory.feedback_directory = str(folder / "feedback")
c.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"

# Repair comes first and clears the outputs of the cells that will run; demos keep theirs.
c.Autograde.sanitize_preprocessors = [
    Repair,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
c.Execute.skip_cells_with_tag = "demo"
c.Execute.timeout = 900  # by the clock: a correct answer with Python loops computes for a minute
# In the 4 s that are the default, a kernel on a busy machine may not have sent a cell's points.
c.Execute.iopub_timeout = 60
c.Execute.startup_timeout = 300

# The calls of the hidden tests stay out of the feedback; their verdicts stay in.
c.GenerateFeedback.preprocessors = [HideTests, GetGrades, CSSHTMLHeaderPreprocessor]

c.ExportApp.plugin_class = CsvExport
c.CsvExport.to = str(folder / "grades.csv")
