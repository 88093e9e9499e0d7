"""nbgrader's own tools on what the engine wrote: formgrader in a browser, export, feedback."""

import csv
import html
import re
import shutil
import subprocess
import urllib.request

import pytest
from classes import BIN, ENVIRONMENT, ESSAY, PS1, PS4, SCORES, until
from conftest import written

from autograder.assignment import ROOT

pytestmark = [
    pytest.mark.xdist_group("engine"),
    pytest.mark.slow("JupyterLab starts for them, and a program for each of nbgrader's commands"),
]


@pytest.fixture(scope="module")
def formgrader(graded_class, tmp_path_factory):
    """The graded class with JupyterLab on it, started as the instructor guide says: in the
    checkout, with the class folder named by CLASS. All tests of this module share it. It takes a
    port that is free, and writes down which: one that is picked here may be lost to another."""
    place = tmp_path_factory.mktemp("jupyter")
    own = type(graded_class)(shutil.copytree(graded_class.folder, place / "class"))
    command = [BIN / "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    command += ["--port=0", "--IdentityProvider.token="]
    folders = {
        "JUPYTER_CONFIG_DIR": str(place / "config"),
        "JUPYTER_RUNTIME_DIR": str(place / "run"),
    }
    environment = ENVIRONMENT | folders | {"CLASS": str(own.folder)}
    with (place / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    notes = place / "run" / f"jpserver-{server.pid}.json"
    try:
        found = until(lambda: written(notes), "jupyter lab does not start", server)
        address = f"http://127.0.0.1:{found['port']}/formgrader"
        until(lambda: answers(address), "jupyter lab does not answer", server)
        yield own, address
    finally:
        server.terminate()
        server.wait()


def answers(address):
    try:
        urllib.request.urlopen(address).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def page(browser):
    """A page that may send requests to this machine only."""
    page = browser.new_page()
    page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
    return page


def test_points_given_by_hand_in_formgrader_are_exported(formgrader, page):
    """A person opens the one answer in prose, reads it, gives 4.5 points and a comment."""
    own, address = formgrader
    page.goto(f"{address}/gradebook/{PS4}/{PS4}")
    page.get_by_role("link", name="Submission #1").click()
    cell = page.locator(".nbgrader_cell", has=page.locator("#analysis"))
    assert ESSAY in cell.inner_text()
    page.locator("#analysis.needs_manual_grade").wait_for()  # formgrader asks for a manual grade
    enter(page, "grade", "#analysis", "4.5")
    enter(page, "comment", "#analysis-comment", "Which points?")
    own.nbgrader("export")
    with (own.folder / "grades.csv").open(newline="", encoding="utf-8") as file:
        (right,) = (
            row
            for row in csv.DictReader(file)
            if (row["assignment"], row["student_id"]) == (PS4, "right")
        )
    assert float(right["score"]) == 4.5


def enter(page, kind, field, text):
    """Type into a field and leave it, which saves it."""

    def is_save(answer):
        return answer.request.method == "PUT" and kind in answer.url

    with page.expect_response(is_save) as saved:
        page.locator(field).fill(text)
        page.locator(field).blur()
    assert saved.value.ok


def test_formgrader_shows_the_verdicts_of_every_student(formgrader):
    """Is each notebook found, whatever the student is called?"""
    own, address = formgrader
    with own.gradebook as gradebook:
        opened = {
            student: gradebook.find_submission_notebook(PS1, PS1, student).id for student in SCORES
        }
    for student, number in opened.items():
        with urllib.request.urlopen(f"{address}/submissions/{number}/") as answer:
            text = html.unescape(answer.read().decode())
        assert "✓ 2/2" in text or "✗ 0/2" in text, student


def test_nbgrader_writes_feedback_on_what_the_engine_graded(formgrader):
    """After grading by hand the pages are written again, by nbgrader: with those points."""
    own, _ = formgrader
    with own.gradebook as gradebook:
        gradebook.find_grade("test_layer_sizes", PS1, PS1, "sums").manual_score = 1
        gradebook.find_comment("layer_sizes", PS1, PS1, "sums").manual_comment = "We talked."
        gradebook.db.commit()
    own.nbgrader("generate_feedback", PS1, "--force", "--student=sums")
    shown = own.feedback(PS1, "sums")
    assert "(Score: 71.5 / 100.0)" in shown
    assert "We talked." in shown
    assert "✗ 0/5 dW2 and db2 are the means over the examples" in shown
