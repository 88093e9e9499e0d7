"""What a student wrote cannot act in the browser of whoever reads it: a feedback page, and any page
that nbconvert makes, as formgrader's is."""

from dataclasses import replace
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from autograder import harmless, submission
from autograder.assignment import load_release
from autograder.feedback import page
from autograder.grading import Seed
from autograder.intake import repair
from autograder.source import load
from autograder.submission import Prepared, run, ungraded

PS1 = "ps1_tanh_network"
ACT = "window.acted=1"
TEXTS = [
    f"<script>{ACT}</script>",
    f"<img src=x onerror='{ACT}'>",
    f"<svg onload='{ACT}'>",
    f"[a link](javascript:{ACT})",
    f"[a link](java&#115;cript:{ACT})",
    f"[a link][label]\n\n[label]: javascript:{ACT}",
    f"<javascript:{ACT}>",
    "![a picture that tells who looks](https://example.com/pixel.png)",
    f"$\\href{{javascript:{ACT}}}{{x}}$",
]
OUTPUTS = [
    new_output("stream", text=TEXTS[0]),
    new_output("error", ename=TEXTS[0], evalue=TEXTS[1], traceback=[TEXTS[0], TEXTS[1]]),
    *(
        new_output("display_data", {kind: text})
        for kind, text in [
            ("text/html", TEXTS[1]),
            ("image/svg+xml", TEXTS[2]),
            ("application/javascript", ACT),
            ("text/markdown", TEXTS[0]),
            ("text/latex", TEXTS[-1]),
            ("image/png", f"x' onerror='{ACT}"),
            ("text/plain", TEXTS[0]),
        ]
    ),
]


@pytest.fixture(scope="module")
def notebook():
    """A submission full of attacks, as it goes into pages; it begins with a text of the release."""
    release = load_release(PS1)
    submitted = release.copy()
    submitted.cells = [
        *release.cells,
        *map(new_markdown_cell, TEXTS),
        new_raw_cell(TEXTS[0], metadata={"raw_mimetype": "text/html"}),
        new_code_cell(f"'''{TEXTS[0]}'''", outputs=OUTPUTS),
    ]
    mended, _ = repair(submitted, release)
    harmless.defuse(mended, release)
    return mended


def feedback(notebook):
    empty = ungraded(load(PS1), "a student", "It is an example.")
    return page(replace(empty, submission=replace(empty.submission, notebook=notebook)))


def converted(notebook):
    return HTMLExporter().from_notebook_node(notebook)[0]


@pytest.mark.parametrize("written", [feedback, converted])
@pytest.mark.xdist_group("book")
def test_nothing_acts_in_the_readers_browser(notebook, written, browser, tmp_path):
    html = written(notebook)
    assert "\\href" not in html
    place = tmp_path / "page.html"
    place.write_text(html, encoding="utf-8")
    tab, asked = browser.new_page(), []
    tab.route("http*://**", lambda route: (asked.append(route.request.url), route.abort()))
    tab.goto(place.as_uri())
    assert tab.get_by_text("a picture that tells who looks").count()
    assert tab.evaluate("window.acted") is None
    links = tab.eval_on_selector_all("a[href]", "all => all.map(e => e.protocol)")
    assert set(links) <= {"file:", "http:", "https:"}
    assert not [url for url in asked if "example.com" in url]
    tab.close()


def test_what_the_release_says_is_left_as_it_is(notebook):
    assert [cell.source for cell in notebook.cells[:3]] == [
        cell.source for cell in load_release(PS1).cells[:3]
    ]


def test_a_long_text_is_shown_without_being_parsed():
    """Parsing a megabyte of blanks once took hours, and no other page was written meanwhile."""
    blanks = "<b>" + "\n " * 10**6
    long = load_release(PS1).copy()
    long.cells = [new_code_cell(blanks), new_markdown_cell(blanks)]
    html = feedback(long)
    assert html.count("<pre>&lt;b&gt;\n ") == 2


def submitted(notebook):
    return Prepared(assignment=load(PS1), student="student", notebook=notebook, repairs=[])


def test_what_all_cells_send_has_a_limit_too(monkeypatch):
    monkeypatch.setattr(submission, "MOST_OUTPUT", 25_000)
    text = {"outputs": [{"output_type": "stream", "text": "x" * 10_000}]}
    notebook = new_notebook(cells=[new_code_cell("1") for _ in range(4)])
    child = SimpleNamespace(run=lambda source, label: text)
    runs, _ = run(submitted(notebook), child, Seed("salt", "student"))
    assert [len(each.outputs[0].text) > 1000 for each in runs] == [True, True, False, False]
    assert "left out" in runs[-1].outputs[0].text


@pytest.mark.parametrize("part", [np.ones(2), [np.ones(2)], {"a": 1}, 3, None])
def test_an_output_of_other_types_is_none(part):
    """A forged message may hold arrays, whose `==` gives an array and not yes or no."""
    forged = {"output_type": part, "name": part, "text": part, "data": part, "traceback": part}
    assert harmless.outputs([forged]) == []
    for kind in ("stream", "error", "display_data"):
        assert len(harmless.outputs([forged | {"output_type": kind}])) == 1


def test_of_what_a_cell_sends_no_more_is_kept_than_is_shown():
    """Fifty cells may send 64 MB each, so the output is cut before the next cell runs."""
    flood = {"outputs": [{"output_type": "stream", "text": "x" * 10**6}]}
    notebook = new_notebook(cells=[new_code_cell("1")])
    child = SimpleNamespace(run=lambda source, label: flood)
    ((only,), _) = run(submitted(notebook), child, Seed("salt", "student"))
    assert len(only.outputs[0].text) < harmless.LONGEST + 100


# --- What stays -----------------------------------------------------------------------------------


def test_text_and_pictures_are_kept_as_they_are():
    given = [
        {"output_type": "stream", "name": "stderr", "text": ["a\n", 3, "b"]},
        {"output_type": "stream", "name": "another", "text": "c"},
        {
            "output_type": "display_data",
            "data": {"text/plain": "<Figure>", "image/png": "aG+/k=\n", "image/jpeg": "aGk="},
            "metadata": {"image/png": {"width": 7}},
        },
        {"output_type": "execute_result", "execution_count": 3, "data": {"text/plain": "4"}},
        {"output_type": "display_data", "data": "no dictionary"},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["first", ["se", "c"]]},
        {"output_type": "error", "ename": None, "evalue": ["v", "w"], "traceback": "a text"},
    ]
    kept = [
        {"output_type": "stream", "name": "stderr", "text": "a\nb"},
        {"output_type": "stream", "name": "stdout", "text": "c"},
        {
            "output_type": "display_data",
            "data": {"text/plain": "<Figure>", "image/png": "aG+/k=\n", "image/jpeg": "aGk="},
            "metadata": {},
        },
        {"output_type": "display_data", "data": {"text/plain": "4"}, "metadata": {}},
        {"output_type": "display_data", "data": {}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["first", "sec"]},
        {"output_type": "error", "ename": "", "evalue": "vw", "traceback": []},
    ]
    outputs = harmless.outputs(given)
    assert outputs == kept
    assert all(type(part) is NotebookNode for part in (outputs[2].data, outputs[2].metadata))
    nbformat.validate(new_notebook(cells=[new_code_cell("1", outputs=outputs)]))


@pytest.mark.parametrize("kind", ["widget", "update_display_data", "a", ["a"], ""])
def test_an_output_of_an_unknown_kind_is_dropped(kind):
    assert harmless.outputs([{"output_type": kind, "text": "x", "data": {}}]) == []


@pytest.mark.parametrize("given", [None, "text", {"output_type": "stream"}, 3, ["a", None, 7]])
def test_what_is_no_list_of_outputs_is_none(given):
    assert harmless.outputs(given) == []


def test_a_figure_up_to_the_limit_is_kept(monkeypatch):
    assert harmless.LARGEST_FIGURE > 10**6, "an honest one has 300,000 characters"
    monkeypatch.setattr(harmless, "LARGEST_FIGURE", 8)

    def shown(figure):
        given = {"output_type": "display_data", "data": {"image/png": figure}}
        return harmless.outputs([given])[0].data.get("image/png")

    assert shown("x" * 8) == "x" * 8
    assert shown("x" * 9) is None
    assert shown("a b\tc") == "a b\tc"
    assert shown("xx'x") is None


def test_of_a_text_that_is_too_long_the_beginning_is_kept():
    def shown(length):
        return harmless.outputs([{"output_type": "stream", "text": "x" * length}])[0].text

    longest = harmless.LONGEST
    assert shown(longest) == "x" * longest
    assert shown(longest + 1) == "x" * longest + "\n[1 more characters]\n"
    assert shown(longest + 12_345).endswith("x\n[12,345 more characters]\n")


def test_of_a_traceback_the_last_lines_are_kept():
    given = {"output_type": "error", "traceback": [str(i) for i in range(60)]}
    assert harmless.outputs([given])[0].traceback == [str(i) for i in range(10, 60)]


@pytest.mark.parametrize(
    "text, defused",
    [
        ("a <b>c</b> <!-- d -->", "a < b>c< /b> < !-- d -->"),
        ("1 < 2, x<3 and <3", "1 < 2, x<3 and <3"),
        ("[a](b) and [c][d]\n\n[d]: e", "[a] (b) and [c] [d]\n\n[d] : e"),
        ("$\\href{a}{b}$", "$\\ href{a}{b}$"),
        ("a[1] = (2)", "a[1] = (2)"),
    ],
)
def test_no_text_of_a_student_has_a_tag_or_a_link(text, defused):
    notebook = new_notebook(cells=[new_markdown_cell(text), new_raw_cell(text)])
    harmless.defuse(notebook, load_release(PS1))
    assert [cell.source for cell in notebook.cells] == [defused] * 2
    assert [cell.cell_type for cell in notebook.cells] == ["markdown"] * 2


def test_code_is_shown_as_it_was_written():
    notebook = new_notebook(cells=[new_code_cell("a[0](b) <c", outputs=OUTPUTS)])
    harmless.defuse(notebook, load_release(PS1))
    assert notebook.cells[0].source == "a[0](b) <c"
    assert notebook.cells[0].outputs == harmless.outputs(OUTPUTS)
