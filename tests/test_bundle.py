"""Is a lab in its page what its modules are, or else refused in a sentence?"""

import re
import shutil
import subprocess
import sys

import pytest

from autograder.assignment import ROOT
from book._ext import interactive

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed")


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Write modules, by their names, to a folder that the bundler reads."""
    monkeypatch.setattr(interactive, "MODULES", tmp_path)

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")

    return write


def ran(path):
    """What a script prints to the console."""
    done = subprocess.run(["node", path], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


HELPER = """\
// What is exported here, and import() besides, is a comment.
/* export default nothing;
   export { nothing }; */
export const two = 2;
export function twice(x) {
  return two * x;
}
export class Pair {
  constructor() {
    this.both = [hidden, hidden];
  }
}
const hidden = "own";
"""
LAB = """\
import { two } from "./helper.js";
import {
  Pair,
  twice,
} from "./helper.js";
const hidden = "another";
console.log(two, twice(21), new Pair().both, hidden);
"""


@needs_node
def test_a_script_does_what_its_modules_do(modules, tmp_path):
    modules(helper=HELPER, lab=LAB)
    script = tmp_path / "script.cjs"
    script.write_text(interactive.bundle("lab"), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    assert ran(script) == ran(tmp_path / "lab.js") == "2 42 [ 'own', 'own' ] another\n"


def test_each_module_is_in_a_script_once_and_after_what_it_imports(modules):
    modules(
        a='import { b } from "./b.js";\nimport { c } from "./c.js";\nb + c;\n',
        b='import { c } from "./c.js";\nexport const b = c;\n',
        c="export const c = 1;\n",
    )
    assert list(interactive.with_imports("a")) == ["c", "b", "a"]


# The helper exports one and two. What is refused stands in the second line of a module.
REFUSED = {
    "a name in place of another": 'import { one as first } from "./helper.js";',
    "all names": 'import * as helper from "./helper.js";',
    "the default": 'import helper from "./helper.js";',
    "no name": 'import "./helper.js";',
    "another host": 'import { one } from "https://example.org/helper.js";',
    "another folder": 'import { one } from "../helper.js";',
    "at run time": 'const helper = await import("./helper.js");',
    "of the module itself": "const here = import.meta.url;",
    "two in a line": 'import { one } from "./helper.js"; import { two } from "./helper.js";',
    "after a statement": "const a = 1; export { a };",
    "an asynchronous function": "export async function later() {}",
    "a generator": "export function* all() {}",
    "a default": "export default function lab() {}",
    "a list": "export { one, two };",
    "a name for another": 'export { one as first } from "./helper.js";',
    "of another module": 'export { one } from "./helper.js";',
    "all of another module": 'export * from "./helper.js";',
    "what can change": "export let count = 0;",
    "parts": "export const { a, b } = { a: 1, b: 2 };",
    "a name with a dollar": "export const a$b = 1;",
    "a name that is lacking": 'import { three } from "./helper.js";',
    "a module that is lacking": 'import { one } from "./nothing.js";',
    "itself": 'import { lab } from "./lab.js";',
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_not_be_the_same_is_refused(what, modules, tmp_path):
    helper = "export const one = 1;\nexport const two = 2;\n"
    modules(helper=helper, lab=f"// A lab.\n{REFUSED[what]}\n")
    with pytest.raises(interactive.Refused) as refused:
        interactive.bundle("lab")
    where, said = refused.value.args
    assert where == f"{tmp_path / 'lab.js'}:2"
    assert REFUSED[what] in said or re.search(r"(nothing|helper|lab)\.js", said)


def test_modules_that_import_each_other_are_refused(modules, tmp_path):
    modules(
        lab='import { one } from "./one.js";\nexport const lab = one;\n',
        one='// One.\nimport { lab } from "./lab.js";\nexport const one = lab;\n',
    )
    with pytest.raises(interactive.Refused) as refused:
        interactive.bundle("lab")
    assert refused.value.args == (
        f"{tmp_path / 'one.js'}:2",
        "lab.js is imported by what it imports",
    )


def test_a_second_name_of_one_statement_is_missed_by_who_imports_it(modules):
    modules(helper="export const one = 1, two = 2;\n", lab='import { two } from "./helper.js";\n')
    with pytest.raises(interactive.Refused, match=re.escape("helper.js exports no two")):
        interactive.bundle("lab")


def test_a_book_with_a_module_that_is_refused_is_not_built(modules, tmp_path):
    """Sphinx itself, told to find the modules elsewhere; the sentence says where and what."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text("# A page\n")
    modules(**{"neuron-lab": "\nexport default 1;\n"})
    configuration = f"""\
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT / "book" / "_ext")!r})
import interactive
interactive.MODULES = Path({str(tmp_path)!r})
interactive.LABS = ["neuron-lab"]
extensions = ["myst_parser", "interactive"]
"""
    (source / "conf.py").write_text(configuration)
    (tmp_path / "interactive.css").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-qW", "--keep-going", source, tmp_path / "out"],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode != 0
    assert f"{tmp_path}/neuron-lab.js:2: ERROR: export default 1; (a module may " in done.stderr
    assert not (tmp_path / "out" / "_static" / "interactive" / "neuron-lab.js").exists()


@needs_node
@pytest.mark.parametrize("lab", interactive.LABS)
def test_the_scripts_of_the_book_are_javascript(lab, tmp_path):
    script = tmp_path / "script.cjs"
    script.write_text(interactive.bundle(lab), encoding="utf-8")
    done = subprocess.run(["node", "--check", script], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
