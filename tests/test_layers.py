"""The order of the engine's modules, as CONTRIBUTING's table gives it, is that of their imports."""

import ast
import re

import pytest

from autograder import keys
from autograder import source as assignments
from autograder.assignment import ROOT

ENGINE = ROOT / "autograder"


def layers():
    """The modules of the table in its order; a name without a folder has that of the one before."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## The engine")[2]
    for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE):
        first, *others = re.findall(r"`(.+?)`", row)
        folder = first[: first.rfind("/") + 1]
        yield from [first, *(folder + other for other in others)]


ORDER = list(layers())


def imports(module):
    """The modules of the engine that a module imports, within functions too."""
    tree = ast.parse((ENGINE / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        paths = (name.partition("autograder.")[2].replace(".", "/") for name in names)
        yield from (path for path in paths if path and (ENGINE / f"{path}.py").is_file())


def test_the_table_has_every_module_once():
    modules = [str(path.relative_to(ENGINE).with_suffix("")) for path in ENGINE.rglob("*.py")]
    assert sorted(ORDER) == sorted(m for m in modules if not m.endswith("__init__"))


def test_the_map_of_the_tests_has_every_file_once():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## The engine")[0]
    rows = re.findall(r"^\| (`.*?) \|", text.partition("| file | question |")[2], re.MULTILINE)
    files = sorted(path.stem for path in (ROOT / "tests").glob("*.py"))
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == files


@pytest.mark.parametrize("module", ORDER)
def test_no_import_goes_up(module):
    above = ORDER[: ORDER.index(module)]
    assert [name for name in imports(module) if name not in above] == []


@pytest.mark.parametrize("module", [name for name in ORDER if name.startswith("inside/")])
def test_nothing_behind_the_wall_imports_from_outside(module):
    assert [name for name in imports(module) if not name.startswith("inside/")] == []


def reached(module):
    """A module and all that it imports, directly or not."""
    found = {module}
    for name in imports(module):
        found |= reached(name)
    return found


def test_a_card_depends_on_the_modules_that_judge():
    assert sorted(reached("grading") | reached("source")) == sorted(keys.JUDGING)


def test_no_grade_depends_on_a_module_that_its_key_leaves_out():
    counted = [name for name in ORDER if name not in keys.RIM]
    assert {name: set(imports(name)) & set(keys.RIM) for name in counted} == {
        name: set() for name in counted
    }


@pytest.mark.parametrize("name", assignments.names())
def test_no_hidden_test_imports_another_assignments(name):
    """So that a grade does not depend on them, and its key need not."""
    others = [other for other in assignments.names() if other != name]
    for path in (ROOT / "autograder_tests" / name).glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert [other for other in others if f"autograder_tests.{other}" in text] == []
