"""Whatever arrives is mended, each repair is reported, and nothing is dropped in silence."""

import copy
import json
import stat
from concurrent.futures import ProcessPoolExecutor

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder import classroom, intake
from autograder.assignment import load_release
from autograder.classroom import class_salt, collect
from autograder.intake import (
    NOTE_ID,
    SKIPPED,
    Unreadable,
    choose,
    noted_repairs,
    read,
    repair,
    with_note,
    with_repairs_noted,
    without_outputs,
)

# --- Which file is it? ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files, chosen",
    [
        (["notes.txt", "ps1.ipynb", "ps1 (1).ipynb"], "ps1.ipynb"),
        (["ps1 (1).ipynb"], "ps1 (1).ipynb"),
        (["ps1 (2).ipynb", "ps1 (10).ipynb", "ps1 (9).ipynb"], "ps1 (10).ipynb"),
        (["ps1-final.ipynb", "other.ipynb"], "ps1-final.ipynb"),
        (["homework.ipynb", "notes.txt"], "homework.ipynb"),
        (["homework.ipynb", "more.ipynb"], None),
        (["ps10.ipynb", "ps11.ipynb"], None),
        (["._homework.ipynb", "homework.ipynb"], "homework.ipynb"),  # macOS adds the file ._…
        (["ps1.py"], None),
        ([], None),
    ],
)
def test_which_file_is_the_notebook(files, chosen):
    assert choose(files, "ps1") == chosen


@pytest.mark.parametrize(
    "files, chosen",
    [
        (["ps2.ipynb"], None),
        (["ps2 (1).ipynb", "homework.ipynb"], "homework.ipynb"),
        (["ps1.ipynb", "ps2.ipynb"], "ps1.ipynb"),
    ],
)
def test_a_notebook_of_another_assignment_is_not_taken(files, chosen):
    assert choose(files, "ps1", ["ps1", "ps2"]) == chosen


# --- What is in it? -------------------------------------------------------------------------------


def marked(**nbgrader):
    defaults = {"schema_version": 3, "task": False, "grade": False, "solution": False}
    return {"nbgrader": defaults | {"locked": False} | nbgrader}


@pytest.fixture
def release():
    """Prose, a locked cell, an answer with its check, a demo, and an answer in words."""
    drawn = {"tags": ["demo"]} | marked(grade_id="plot", locked=True)
    words = marked(grade_id="why", solution=True, grade=True, points=3)
    check = marked(grade_id="test_double", grade=True, locked=True, points=2)
    cells = [
        new_markdown_cell("# Double a number", id="cell-00"),
        new_code_cell("import math", id="setup", metadata=marked(grade_id="setup", locked=True)),
        new_code_cell(
            "def double(x):\n    raise NotImplementedError()",
            id="double",
            metadata=marked(grade_id="double", solution=True),
        ),
        new_code_cell("assert double(1) == 2", id="test-double", metadata=check),
        new_code_cell("draw()", id="plot", metadata=drawn),
        new_markdown_cell("Why?", id="why", metadata=words),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture
def submitted(release):
    notebook = copy.deepcopy(release)
    named(notebook, "double").source = "def double(x):\n    return 2 * x"
    return notebook


def grade_ids(notebook):
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]


def named(notebook, grade_id):
    return notebook.cells[grade_ids(notebook).index(grade_id)]


def packed(notebook):
    return json.dumps(notebook).encode()


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "The file is empty."),
        (b" \n\t", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "The file is not text"),
        (b"def double(x): ...", "The file is not a Jupyter notebook"),
        (b'{"cells": [', "The file is not a Jupyter notebook"),
        (b"[]", "The file is not a Jupyter notebook"),
        (b"{}", "The file is not a Jupyter notebook"),
        (b"null", "The file is not a Jupyter notebook"),
        (b"1", "The file is not a Jupyter notebook"),
        (b'"x"', "The file is not a Jupyter notebook"),
        (b'{"cells": 3}', "The file is not a Jupyter notebook"),
        (b'{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "The file is not a"),
        (b'{"cells": [3], "nbformat": 4, "nbformat_minor": 5}', "The file is not a Jupyter"),
    ],
)
def test_a_file_that_is_no_notebook_is_told_apart(data, reason):
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert str(caught.value).startswith(reason)


def test_a_file_that_would_cost_too_much_to_read_is_reported():
    """A file may cost too much memory, or too much time to make its page."""
    with pytest.raises(Unreadable, match="too many parts; clear the outputs"):
        read(b'{"cells": [' + b"{}," * 500_000 + b"{}]}")
    with pytest.raises(Unreadable, match="hold 500,001 characters; the most is 500,000"):
        read(packed(new_notebook(cells=[new_code_cell("x" * 500_001)])))


def test_format_3_is_read(release):
    old = nbformat.convert(copy.deepcopy(release), 3)
    notebook = read(packed(old))
    assert notebook.nbformat == 4
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in release.cells]


def without(key):
    """Leave a field out of every cell."""

    def damage(data):
        notebook = json.loads(data)
        for cell in notebook["cells"]:
            cell.pop(key, None)
        return json.dumps(notebook).encode()

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: json.dumps(json.loads(data), indent=1).replace("\n", "\r\n").encode(),
        lambda data: data.replace(b'"import math"', b'["import ", "math"]'),
        *map(without, ("metadata", "outputs", "execution_count", "id")),
    ],
    ids=[
        "byte order mark",
        "Windows lines",
        "source as lines",
        "no metadata",
        "no outputs",
        "no counts",
        "no ids",
    ],
)
def test_a_notebook_from_another_editor_is_read(damage, submitted):
    data = packed(submitted)
    assert damage(data) != data
    notebook = read(damage(data))
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in submitted.cells]
    nbformat.validate(notebook)


def test_outputs_that_are_not_valid_are_dropped_and_the_others_kept(submitted):
    kept = new_output("stream", text="kept")
    named(submitted, "plot").outputs = [{"output_type": "magic"}, kept, {}]
    assert named(read(packed(submitted)), "plot").outputs == [kept]


def raw_notebook(*cells, minor=5, **fields):
    return json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": minor} | fields
    ).encode()


def test_a_cell_is_read_with_what_grading_knows_and_nothing_else():
    """Each field has the right type from here on, whatever an editor or a student wrote."""
    metadata = {
        "nbgrader": {"grade_id": "double", "points": 3},
        "tags": ["a", "demo", 3, "two words", "demo", "b"],
        "deletable": False,
        "editable": "no",
        "collapsed": True,
    }
    code = {
        "cell_type": "code",
        "id": "an-id",
        "metadata": metadata,
        "source": ["a = 1\n", "b = 2"],
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
        "execution_count": 3,
        "attachments": {},
    }
    words = {"cell_type": "markdown", "id": "not an id", "metadata": {}, "source": "words"}
    words |= {"outputs": [{"output_type": "stream", "text": "x"}]}
    first, second = read(raw_notebook(code, words)).cells
    assert first == {
        "cell_type": "code",
        "id": "an-id",
        "metadata": {
            "nbgrader": {"grade_id": "double", "points": 3},
            "tags": ["a", "demo", "b"],
            "deletable": False,
        },
        "source": "a = 1\nb = 2",
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
        "execution_count": None,
    }
    assert second == {
        "cell_type": "markdown",
        "id": "submitted-1",
        "metadata": {},
        "source": "words",
    }


@pytest.mark.parametrize(
    "metadata",
    [
        {"nbgrader": {"grade_id": 3, "solution": True}},
        {"nbgrader": {"solution": True}},
        {"nbgrader": ["double"]},
        {"tags": "demo"},
        {"deletable": 0},
    ],
)
def test_metadata_of_another_type_are_dropped(metadata):
    cell = {"cell_type": "markdown", "id": "a", "metadata": metadata, "source": "words"}
    assert read(raw_notebook(cell)).cells[0].metadata == {}


def test_a_cell_of_an_unknown_type_is_kept_as_raw_text():
    cell = {"cell_type": "heading", "id": "a", "metadata": {}, "source": "words"}
    (kept,) = read(raw_notebook(cell)).cells
    assert (kept.cell_type, kept.source) == ("raw", "words")


def test_ids_count_only_where_the_format_has_them():
    """Conversion from an old format draws one at random: another each time it is read."""
    cell = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "words"}
    assert read(raw_notebook(cell, minor=5)).cells[0].id == "mine"
    assert read(raw_notebook(cell, minor=4)).cells[0].id == "submitted-0"


def test_half_of_a_surrogate_pair_is_replaced():
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "half: \ud800, ä"}
    assert read(raw_notebook(cell)).cells[0].source == "half: ?, ä"


def test_a_notebook_of_the_most_parts_and_characters_is_read(monkeypatch):
    monkeypatch.setattr(intake, "MOST_PARTS", 40)
    data = raw_notebook(*({"cell_type": "raw", "metadata": {}, "source": "abc"} for _ in range(4)))
    exact = data.count(b"{") + data.count(b"[") // 10
    monkeypatch.setattr(intake, "MOST_CHARACTERS", 12)
    for most, readable in ((exact, True), (exact - 1, False)):
        monkeypatch.setattr(intake, "MOST_PARTS", most)
        if readable:
            assert len(read(data).cells) == 4
        else:
            with pytest.raises(Unreadable, match="too many parts"):
                read(data)
    monkeypatch.setattr(intake, "MOST_PARTS", exact + 5)
    with pytest.raises(Unreadable, match="too many parts"):
        read(data.replace(b'"abc"', b"[" * 100 + b"]" * 100))
    monkeypatch.setattr(intake, "MOST_CHARACTERS", 11)
    with pytest.raises(Unreadable, match="Its cells hold 12 characters; the most is 11"):
        read(data)


@pytest.mark.parametrize(
    "files, chosen",
    [
        (["a.ipynb", "b.ipynb", "ps1 copy.ipynb"], "ps1 copy.ipynb"),
        (["ps1 (2).ipynb", "ps1 (1) (3).ipynb"], "ps1 (2).ipynb"),
        (["ps1-b.ipynb", "ps1-a.ipynb"], "ps1-b.ipynb"),
        ([".ps1.ipynb"], None),
        (["ps1.ipynb.txt", "homework.ipynb"], "homework.ipynb"),
    ],
)
def test_of_many_files_the_likeliest_is_the_notebook(files, chosen):
    assert choose(iter(files), "ps1", iter(["ps1"])) == chosen


# --- What is mended -------------------------------------------------------------------------------


def test_a_sound_submission_stays_as_it_is(submitted, release):
    assert repair(submitted, release) == (submitted, [])


def test_the_submission_itself_is_not_changed(submitted, release):
    submitted.cells.pop()
    before = copy.deepcopy(submitted)
    repair(submitted, release)
    assert submitted == before


def delete_check(notebook):
    notebook.cells.remove(named(notebook, "test_double"))


def delete_setup(notebook):
    notebook.cells.remove(named(notebook, "setup"))


def delete_answer(notebook):
    notebook.cells.remove(named(notebook, "double"))


def edit_check(notebook):
    named(notebook, "test_double").source = "pass"


def empty_check(notebook):
    named(notebook, "test_double").source = ""


def lose_all_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata = {}


def lose_metadata_and_ids(notebook):
    check = named(notebook, "test_double")
    check.metadata, check.id = {}, "x"


def change_type(notebook):
    cell = named(notebook, "test_double")
    cell.cell_type = "raw"
    del cell["outputs"], cell["execution_count"]


def unlock(notebook):
    named(notebook, "test_double").metadata.nbgrader |= {"locked": False, "points": 200}


def copy_check(notebook):
    notebook.cells.insert(0, copy.deepcopy(named(notebook, "test_double")))


def name_a_cell_of_another_assignment(notebook):
    notebook.cells.append(new_code_cell("1", metadata=marked(grade_id="test_other", grade=True)))


def share_cell_ids(notebook):
    for cell in notebook.cells:
        cell.id = "same"


def drop_cell_ids(notebook):
    for cell in notebook.cells:
        del cell["id"]


MET = "The cell `{}` had lost its metadata; it was given back."
DAMAGES = {
    delete_check: ["The cell `test_double` was missing; it was put back."],
    delete_setup: ["The cell `setup` was missing; it was put back."],
    edit_check: ["The locked cell `test_double` was edited; it was restored."],
    empty_check: ["The locked cell `test_double` was edited; it was restored."],
    lose_all_metadata: [
        MET.format(name) for name in ("setup", "double", "test_double", "plot", "why")
    ],
    lose_metadata_and_ids: [MET.format("test_double")],
    change_type: ["The type of the cell `test_double` was changed; it was restored."],
    copy_check: [
        "2 cells carried the name `test_double` (a copied or split cell); all were kept, and the "
        "last one counts as it."
    ],
    unlock: [],
    name_a_cell_of_another_assignment: [],
    share_cell_ids: [],
    drop_cell_ids: [],
}
by_name = pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)


@by_name
def test_is_the_damage_mended_and_reported(damage, submitted, release):
    damage(submitted)
    repaired, repairs = repair(submitted, release)
    assert repairs == DAMAGES[damage]
    known = [name for name in grade_ids(repaired) if name]
    assert known == [name for name in grade_ids(release) if name], "each name once, in its place"
    for name in known:
        cell, original = named(repaired, name), named(release, name)
        assert (cell.cell_type, cell.metadata) == (original.cell_type, original.metadata)
        if original.metadata.nbgrader.locked:
            assert cell.source == original.source
    assert "return 2 * x" in named(repaired, "double").source, "the answer is still there"
    assert len({cell.id for cell in repaired.cells}) == len(repaired.cells)
    nbformat.validate(repaired)


@by_name
def test_repairing_twice_changes_nothing_and_tells_nothing_new(damage, submitted, release):
    damage(submitted)
    once, _ = repair(submitted, release)
    assert repair(once, release) == (once, [])


def test_a_deleted_answer_is_reported_but_not_put_back(submitted, release):
    """Its stub would replace the answer, should that stand in another cell."""
    named(submitted, "setup").source = named(submitted, "double").source
    delete_answer(submitted)
    repaired, repairs = repair(submitted, release)
    assert "The cell `double` is missing." in repairs
    assert "double" not in grade_ids(repaired)
    assert repair(repaired, release) == (repaired, ["The cell `double` is missing."])


@pytest.mark.parametrize(
    "cosmetic",
    [
        lambda source: source.replace("\n", "\r\n") + "\r\n",
        lambda source: source.replace("\n", "  \n") + " \n\n",
    ],
    ids=["Windows lines", "trailing blanks"],
)
def test_line_ends_and_trailing_blanks_are_nobodys_edit(cosmetic, submitted, release):
    check = "assert double(1) == 2\nassert double(0) == 0"
    named(release, "test_double").source = check
    named(submitted, "test_double").source = cosmetic(check)
    repaired, repairs = repair(submitted, release)
    assert (named(repaired, "test_double").source, repairs) == (check, [])


def test_of_copied_cells_all_stay_and_the_last_has_the_name(submitted, release):
    """A student splits the cell of an answer: the first part defines what the second needs."""
    at = grade_ids(submitted).index("double")
    helper = copy.deepcopy(submitted.cells[at])
    helper.source = "two = 2"
    submitted.cells.insert(at, helper)
    repaired, _ = repair(submitted, release)
    assert repaired.cells[at].source == "two = 2"
    assert grade_ids(repaired)[at : at + 2] == [None, "double"]


def test_what_is_written_into_a_copy_of_a_locked_cell_runs(submitted, release):
    """Some editors let a student copy a locked cell and write into the copy. Such a cell was once
    put back to what it was, or skipped with the demo that it was a copy of."""
    after, before = (copy.deepcopy(named(submitted, name)) for name in ("setup", "plot"))
    after.source, before.source = "two = 2", "three = 3"
    at = grade_ids(submitted).index("setup")
    submitted.cells[at + 1 : at + 1] = [after, before]
    repaired, (first, second) = repair(submitted, release)
    assert [cell.source for cell in repaired.cells[at + 1 : at + 3]] == ["two = 2", "three = 3"]
    assert grade_ids(repaired)[at : at + 3] == ["setup", None, None]
    assert not repaired.cells[at + 2].metadata.get("tags")
    assert "and the one that was not edited counts as it." in first
    assert "and the last one counts as it." in second


def test_of_a_copied_answer_in_words_nothing_is_lost(submitted, release):
    """Whoever marks it by hand sees the one cell that has the name."""
    first, last = named(submitted, "why"), copy.deepcopy(named(submitted, "why"))
    first.source, last.source = "Because.", "And so."
    submitted.cells.append(last)
    repaired, _ = repair(submitted, release)
    assert named(repaired, "why").source == "Because.\n\nAnd so."


def test_what_runs_a_notebook_is_that_of_the_release(submitted, release):
    submitted.metadata = {"kernelspec": {"name": "ruby"}, "mine": 1}
    submitted.nbformat_minor = 2
    repaired, _ = repair(submitted, release)
    assert repaired.metadata == {"kernelspec": release.metadata.kernelspec, "mine": 1}
    assert repaired.metadata.kernelspec is not release.metadata.kernelspec
    assert (repaired.nbformat, repaired.nbformat_minor) == (4, release.nbformat_minor)


def test_missing_cells_are_put_back_in_their_order(submitted, release):
    """Each behind the cell that it followed; what a student added stays where it was."""
    own = new_code_cell("mine = 1")
    submitted.cells = [own, named(submitted, "double"), named(submitted, "why")]
    repaired, repairs = repair(submitted, release)
    assert grade_ids(repaired) == ["setup", None, "double", "test_double", "plot", "why"]
    assert [repair.split("`")[1] for repair in repairs] == ["setup", "test_double", "plot"]
    put_back = named(repaired, "test_double")
    assert put_back == named(release, "test_double") and put_back is not named(
        release, "test_double"
    )
    del submitted.cells[1:]
    repaired, repairs = repair(submitted, release)
    assert grade_ids(repaired) == ["setup", "test_double", "plot", "why", None]
    assert "The cell `double` is missing." in repairs


def test_a_copy_loses_all_that_made_it_a_graded_cell(submitted, release):
    copied = copy.deepcopy(named(submitted, "test_double"))
    copied.metadata |= {"deletable": False, "editable": False, "tags": ["demo"]}
    same = copy.deepcopy(copied)
    copied.source = "mine = 1"
    submitted.cells[:0] = [copied, same]
    repaired, (told,) = repair(submitted, release)
    assert [cell.metadata for cell in repaired.cells[:2]] == [{}, {"tags": ["demo"]}]
    assert told == (
        "3 cells carried the name `test_double` (a copied or split cell); all were kept, and the "
        "last one counts as it."
    )


def test_of_copies_of_a_locked_cell_the_last_that_was_not_edited_counts(submitted, release):
    at = grade_ids(submitted).index("test_double")
    edited = copy.deepcopy(submitted.cells[at])
    edited.source = "mine = 1"
    again = copy.deepcopy(submitted.cells[at])
    submitted.cells[at + 1 : at + 1] = [again, edited]
    repaired, (told,) = repair(submitted, release)
    assert grade_ids(repaired)[at : at + 3] == [None, "test_double", None]
    assert repaired.cells[at + 2].source == "mine = 1"
    assert "the one that was not edited counts as it" in told


def test_of_copied_answers_in_code_the_last_counts_and_is_not_joined(submitted, release):
    at = grade_ids(submitted).index("double")
    first = copy.deepcopy(submitted.cells[at])
    first.source = "first = 1"
    submitted.cells.insert(at, first)
    repaired, (told,) = repair(submitted, release)
    assert [cell.source for cell in repaired.cells[at : at + 2]] == [
        "first = 1",
        "def double(x):\n    return 2 * x",
    ]
    assert "the last one counts as it" in told


def test_a_name_is_given_back_by_id_or_text_to_one_cell_of_the_type(submitted, release):
    at = grade_ids(submitted).index("double")
    lost = submitted.cells[at]
    lost.metadata = {}
    words = new_markdown_cell(lost.source, id="double")
    copied = new_code_cell(named(release, "double").source, id="elsewhere")
    submitted.cells[at:] = [words, lost, copied, *submitted.cells[at + 1 :]]
    words.id = "words"
    repaired, repairs = repair(submitted, release)
    assert repairs == [MET.format("double")]
    assert grade_ids(repaired)[at : at + 3] == [None, "double", None]
    assert named(repaired, "double").source == "def double(x):\n    return 2 * x"


def test_a_type_that_is_restored_has_the_fields_of_its_type(submitted, release):
    why, check = named(submitted, "why"), named(submitted, "test_double")
    why.cell_type, why.outputs, why.execution_count = "code", [], 3
    check.cell_type = "markdown"
    repaired, repairs = repair(submitted, release)
    assert repairs == [
        f"The type of the cell `{name}` was changed; it was restored."
        for name in ("test_double", "why")
    ]
    assert named(repaired, "why") == named(release, "why")
    assert named(repaired, "test_double") == named(release, "test_double")


def test_a_demo_is_one_again(submitted, release):
    named(submitted, "plot").metadata.pop("tags")
    repaired, repairs = repair(submitted, release)
    assert (named(repaired, "plot").metadata.tags, repairs) == (["demo"], [])
    named(repaired, "plot").metadata.tags.append("mine")
    assert named(release, "plot").metadata.tags == ["demo"]


def test_ids_that_are_shared_or_missing_are_made_by_place(submitted, release):
    submitted.cells = [new_markdown_cell(text, id="same") for text in "abc"]
    del submitted.cells[2]["id"]
    repaired, _ = repair(submitted, release)
    found = {cell.source: cell.id for cell in repaired.cells if cell.source in "abc"}
    at = {cell.source: number for number, cell in enumerate(repaired.cells)}
    assert found == {"a": "same", "b": f"submitted-{at['b']}", "c": f"submitted-{at['c']}"}


# --- What is reported, and what is shown ----------------------------------------------------------


def test_the_note_stands_once_at_the_top(submitted):
    repairs = ["The cell `a` was missing.", "The cell `b` was edited."]
    once = with_note(submitted, repairs)
    assert with_note(once, repairs) == once
    assert [cell.id for cell in once.cells].count(NOTE_ID) == 1
    assert once.cells[0].source.endswith("- The cell `a` was missing.\n- The cell `b` was edited.")
    assert with_note(submitted, []) == submitted


def test_repairs_are_noted_from_step_to_step(submitted):
    assert noted_repairs(with_repairs_noted(submitted, ["This was mended."])) == [
        "This was mended."
    ]
    assert noted_repairs(submitted) == []


def test_a_note_says_what_was_mended():
    notebook = with_note(new_notebook(cells=[new_code_cell("1")]), ["One.", "Two."])
    assert notebook.cells[0].source == (
        "**Before grading, we mended this submission:**\n\n- One.\n- Two."
    )
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code"]


def test_noted_repairs_are_texts_and_leave_the_rest_of_the_metadata():
    notebook = new_notebook(metadata={"mine": 1})
    noted = with_repairs_noted(notebook, [3, "Two."])
    assert noted.metadata == {"mine": 1, "autograder_repairs": [3, "Two."]}
    assert noted_repairs(noted) == ["3", "Two."]
    assert notebook.metadata == {"mine": 1}


def test_which_cells_keep_their_outputs_is_up_to_the_caller(submitted):
    for cell in submitted.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("stream", text="kept?")]
    kept = without_outputs(submitted, keep_tag="")
    assert all(not cell.get("outputs") for cell in kept.cells)
    assert kept.cells[0] == submitted.cells[0], "words have no outputs, nor a place for them"
    assert named(submitted, "plot").outputs, "the submission itself is left as it was"


def test_a_student_cannot_break_the_memory(submitted):
    submitted.metadata["autograder_repairs"] = {"forged": 1}
    assert noted_repairs(submitted) == []


def test_only_demos_keep_their_outputs_under_one_label(submitted):
    picture = new_output("stream", text="a picture")
    for cell in submitted.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [picture], 7
    twice = without_outputs(without_outputs(submitted))
    outputs = {cell.id: cell.outputs for cell in twice.cells if cell.cell_type == "code"}
    demo = outputs.pop("plot")
    assert [output.text for output in demo] == [SKIPPED, "a picture"]
    assert set(map(len, outputs.values())) == {0}
    assert {cell.execution_count for cell in twice.cells if cell.cell_type == "code"} == {None}


# --- A whole class --------------------------------------------------------------------------------

PS1 = "ps1_tanh_network"


def hand_in(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_is_a_class_collected_in_the_form_that_nbgrader_reads(tmp_path):
    """Renamed, flat, unreadable, missing and linked files at once, and twice."""
    sound = packed(load_release(PS1))
    handed_in = {
        f"ann/{PS1}/{PS1}.ipynb": sound,
        f"ann/{PS1}/timestamp.txt": b"2025-03-01 12:00:00 UTC",
        f"bob/{PS1} (1).ipynb": sound,
        f"cy/{PS1}/{PS1}.ipynb": sound[:1000],
        f"dee/{PS1}/essay.docx": b"PK",
        f"eve/{PS1}/why.txt": b"look",
        "fay/another_course/hw.ipynb": sound,
    }
    hand_in(tmp_path / "in", handed_in)
    (tmp_path / "secret.ipynb").write_bytes(sound)
    (tmp_path / "in" / "eve" / PS1 / f"{PS1}.ipynb").symlink_to(tmp_path / "secret.ipynb")
    before = contents(tmp_path / "in")

    collected = list(collect(tmp_path / "in", [PS1], tmp_path / "class"))
    assert {each.student: (each.file, each.repairs) for each in collected} == {
        "ann": (f"{PS1}.ipynb", []),
        "bob": (f"{PS1} (1).ipynb", [f"`{PS1} (1).ipynb` was read as `{PS1}.ipynb`."]),
        "cy": (
            f"{PS1}.ipynb",
            [
                f"`{PS1}.ipynb`: The file is not a Jupyter notebook (NotJSONError). It is graded "
                "as not handed in."
            ],
        ),
        "dee": (
            None,
            [
                "No notebook could be told from the files handed in (essay.docx). It is graded "
                "as not handed in."
            ],
        ),
        "eve": (
            f"{PS1}.ipynb",
            [f"`{PS1}.ipynb`: The file is a link to another file. It is graded as not handed in."],
        ),
    }
    first = contents(tmp_path / "class" / "submitted")
    assert set(first) == {
        f"{name}/{PS1}/{PS1}.ipynb" for name in ("ann", "bob", "cy", "dee", "eve")
    } | {f"ann/{PS1}/timestamp.txt"}
    assert first[f"ann/{PS1}/timestamp.txt"] == b"2025-03-01 12:00:00 UTC"
    for name in ("cy", "dee", "eve"):
        notebook = nbformat.reads(first[f"{name}/{PS1}/{PS1}.ipynb"].decode(), as_version=4)
        assert notebook.cells == load_release(PS1).cells, "the release stands in its place"
        assert noted_repairs(notebook), "and says why"

    list(collect(tmp_path / "in", [PS1], tmp_path / "class"))
    assert contents(tmp_path / "class" / "submitted") == first, "a second run gives other bytes"
    assert contents(tmp_path / "in") == before, "what was handed in was changed"


def test_an_old_notebook_is_collected_to_the_same_bytes_each_time(tmp_path):
    """Formats before 4.5 have no cell ids, and nbformat draws them at random."""
    old = copy.deepcopy(load_release(PS1))
    old.nbformat_minor = 4
    drop_cell_ids(old)
    hand_in(tmp_path / "in", {f"ann/{PS1}.ipynb": packed(old)})
    runs = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        assert [each.repairs for each in collect(tmp_path / "in", [PS1], folder)] == [[]]
        runs.append(contents(folder))
    assert runs[0] == runs[1]


def test_a_student_who_handed_in_one_of_two_assignments_is_collected_once(tmp_path):
    """All files lie in the student's own folder, and only the names tell them apart."""
    hand_in(tmp_path / "in", {f"ann/{PS1}.ipynb": packed(load_release(PS1))})
    collected = collect(tmp_path / "in", ["ps0_before", PS1, "ps2_after"], tmp_path / "class")
    assert [(each.student, each.assignment) for each in collected] == [("ann", PS1)]


# --- The class's secret ---------------------------------------------------------------------------


def test_the_salt_is_made_once_and_kept_from_other_users(tmp_path):
    salt = class_salt(tmp_path / "class")
    assert len(salt) >= 32
    assert class_salt(tmp_path / "class") == salt
    assert class_salt(tmp_path / "another class") != salt
    assert stat.S_IMODE((tmp_path / "class" / "salt").stat().st_mode) == 0o600


def test_processes_that_race_for_the_salt_agree(tmp_path):
    with ProcessPoolExecutor(4) as pool:
        salts = list(pool.map(class_salt, [tmp_path / "class"] * 8))
    assert len(set(salts)) == 1
    assert [path.name for path in (tmp_path / "class").iterdir()] == ["salt"], "a file was left"


def test_a_process_that_comes_second_takes_the_first_ones_salt(tmp_path, monkeypatch):
    """The other process writes its salt between this one's look and its own writing."""

    def late(size):
        (tmp_path / "salt").write_text("the first one's")
        return "the second one's"

    monkeypatch.setattr(classroom.secrets, "token_hex", late)
    assert class_salt(tmp_path) == "the first one's"


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "LARGEST", 2**20)
    place = tmp_path / "a" / "ps1_tanh_network"
    place.mkdir(parents=True)
    (place / "ps1_tanh_network.ipynb").write_bytes(b" " * 2**21)
    (found,) = classroom.hand_ins(tmp_path, ["ps1_tanh_network"])
    assert found.data == b""
    assert "2 MB; the most is 1" in found.problem
