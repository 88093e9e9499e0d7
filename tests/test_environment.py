"""Can the environment be made wherever the README says so?"""

import json
import re
from importlib.metadata import distribution

import yaml
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from autograder.assignment import ROOT

LOCKED = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
OLDEST = re.search(r'^requires-python = ">=(.*)"$', (ROOT / "pyproject.toml").read_text(), re.M)[1]


def jobs(workflow):
    path = ROOT / ".github" / "workflows" / f"{workflow}.yml"
    return yaml.safe_load(path.read_text())["jobs"]


def test_the_lock_holds_for_each_python_that_the_course_supports():
    """It is compiled on one of them. Debian 12 has 3.11.2, and a package once needed 3.11.5."""
    pythons = [OLDEST, *jobs("tests")["test"]["strategy"]["matrix"]["python"]]
    for name in LOCKED:
        needs = SpecifierSet(distribution(name).metadata.get("Requires-Python", ""))
        assert [python for python in pythons if python not in needs] == [], f"{name} {needs}"
    assert len(LOCKED) > 100


def test_the_oldest_python_is_tested_for_each_pull_request():
    pythons = jobs("tests")["test"]["strategy"]["matrix"]["python"]
    assert min(pythons, key=Version) == OLDEST


def test_a_book_is_published_only_after_the_tests_of_its_commit():
    book = jobs("book")
    assert book["deploy"]["needs"] == "build" and book["build"]["needs"] == "tests"
    assert book["tests"]["uses"] == "./.github/workflows/tests.yml"


def test_actions_are_pinned_and_may_write_only_to_pages():
    """A tag can be moved to other code, a commit cannot."""
    for path in sorted((ROOT / ".github").rglob("*.yml")):
        text = path.read_text()
        for action in re.findall(r"uses: (?!\./)(\S+)", text):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), f"{path.name}: {action}"
        writes = re.findall(r"^ *(\S+): write", text, re.MULTILINE)
        assert writes == (["pages", "id-token"] if path.stem == "book" else []), path.name


def test_the_lock_of_the_linters_is_that_of_package_json_and_names_no_host():
    """npm looks up each package where it is told to; .npmrc keeps the address out of the lock."""
    asked, lock = (json.loads((ROOT / f"package{name}.json").read_text()) for name in ("", "-lock"))
    packages = lock["packages"]
    assert packages.pop("")["devDependencies"] == asked["devDependencies"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
