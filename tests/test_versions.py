"""Does the course say of itself in one voice which version it is?"""

import re
import tomllib

import yaml

from autograder.assignment import ROOT

CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS = re.findall(r"^## (\d+\.\d+\.\d+)$", CHANGES, re.MULTILINE)
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def entries():
    """The headings of each version's entry, by version."""
    for entry in re.split(r"^## ", CHANGES, flags=re.MULTILINE)[1:]:
        version, _, text = entry.partition("\n")
        yield version, re.findall(r"^### (.+)$", text, re.MULTILINE)


def test_the_package_the_citation_and_the_changelog_name_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == CITATION["version"] == VERSIONS[0]


def test_the_changelog_has_one_entry_per_version_the_newest_first():
    """What is not released yet may stand above them."""
    names = [version for version, _ in entries()]
    assert names in (VERSIONS, ["Unreleased", *VERSIONS])
    numbers = [tuple(map(int, version.split("."))) for version in VERSIONS]
    assert numbers == sorted(set(numbers), reverse=True)


def test_what_may_change_grades_stands_first_and_in_no_patch():
    for version, headings in entries():
        assert "Grades may change" not in headings[1:], version
        if headings[:1] == ["Grades may change"]:
            assert version == "Unreleased" or version.endswith(".0"), version


def test_the_citation_is_one():
    """The keys that the Citation File Format 1.2 asks for, and the authors of the license."""
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["message"] and CITATION["title"] == "Neural Networks from Scratch"
    (author,) = CITATION["authors"]
    assert author["name"].lower() in (ROOT / "LICENSE").read_text(encoding="utf-8").lower()
