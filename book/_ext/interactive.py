"""The directive `interactive` puts a lab into a page: a part of it that the reader can move.

    ```{interactive} neuron-lab
    What the lab shows, for print and wherever no script runs.
    ```

Each lab is a custom element, written as a small module in `book/interactive/`.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

MODULES = Path(__file__).parents[1] / "interactive"
LABS = sorted(path.stem for path in MODULES.glob("*-lab.js"))


class Lab(nodes.General, nodes.Element):
    """A custom element of the page; its children are what stands there without it."""


class Interactive(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self):
        self.assert_has_content()
        name = directives.choice(self.arguments[0], LABS)
        return [Lab("", *self.parse_content_to_nodes(), name=name)]


# --- From modules to one script -------------------------------------------------------------------

# To build the book needs neither Node nor a network. So this translates by itself, but only the two
# kinds that the modules use; all else is refused, for it would fail in the reader's browser.
IMPORT = re.compile(r'^import \{\s*(\w+(?:,\s*\w+)*),?\s*\} from "\./([\w-]+)\.js";$', re.M)
EXPORT = re.compile(r"^export ((?:const|class|function) (\w+))(?=[ (])", re.M)
COMMENT = re.compile(r"^\s*//.*|/\*[\s\S]*?\*/", re.M)
OTHER = re.compile(r"\b(?:import|export)\b")
KINDS = (
    'a module may have import { name, … } from "./module.js"; and export const, class or function '
    "with its name, each at the beginning of a line; elsewhere only comments may name these words"
)


class Refused(Exception):
    """A module has what would not do the same in a page: where, and what."""


def with_imports(name, importing=()):
    """The names and texts of a module and of all that it imports, each after those it needs."""
    text = (MODULES / f"{name}.js").read_text(encoding="utf-8")
    refuse_others(name, text)
    needed = {}
    for found in IMPORT.finditer(text):
        names, imported = found.groups()
        where = place(name, text, found.start())
        if imported in (*importing, name):
            raise Refused(where, f"{imported}.js is imported by what it imports")
        if not (MODULES / f"{imported}.js").is_file():
            raise Refused(where, f"there is no {imported}.js beside it")
        needed |= with_imports(imported, (*importing, name))
        if lacking := set(re.findall(r"\w+", names)) - set(exports(needed[imported])):
            raise Refused(where, f"{imported}.js exports no {min(lacking)}")
    return needed | {name: text}


def refuse_others(name, text):
    """Raise `Refused` for the first import or export that is of another kind."""
    rest = text
    for known in (COMMENT, IMPORT, EXPORT):
        rest = known.sub(lambda found: re.sub(r"\S", " ", found[0]), rest)
    if other := OTHER.search(rest):
        line = text[text.rfind("\n", 0, other.start()) + 1 :].partition("\n")[0]
        raise Refused(place(name, text, other.start()), f"{line.strip()} ({KINDS})")


def place(name, text, position):
    return f"{MODULES / name}.js:{text.count(chr(10), 0, position) + 1}"


def exports(text):
    return [name for _, name in EXPORT.findall(text)]


def as_function(name, text):
    """A module as a function that returns what it exports, so that its other names stay its own."""
    inside = IMPORT.sub(r'const { \1 } = modules["\2"];', EXPORT.sub(r"\1", text))
    returned = ", ".join(exports(text))
    return f'modules["{name}"] = (() => {{\n{inside}return {{ {returned} }};\n}})();\n'


def bundle(name):
    """A lab with all that it imports as one script: a page opened from disk may load no module."""
    modules = "".join(as_function(*module) for module in with_imports(name).items())
    return f'(() => {{\n"use strict";\nconst modules = {{}};\n{modules}}})();\n'


# --- In the book ----------------------------------------------------------------------------------


def write_assets(app):
    folder = Path(app.outdir, "_static", "interactive")
    folder.mkdir(parents=True, exist_ok=True)
    for name in LABS:
        try:
            (folder / f"{name}.js").write_text(bundle(name), encoding="utf-8")
        except Refused as refused:
            where, what = refused.args
            logger.error(what, location=where)
    shutil.copy(MODULES / "interactive.css", folder)


def load_assets(app, pagename, templatename, context, doctree):
    """Have a page load the scripts of the labs that it holds, and no others.

    They run before the browser meets the labs, which are whole from the beginning then: nothing
    moves while a page is loading.
    """
    names = {lab["name"] for lab in doctree.findall(Lab)} if doctree else set()
    for name in sorted(names):
        app.add_js_file(f"interactive/{name}.js")
    if names:
        app.add_css_file("interactive/interactive.css")


def open_element(translator, lab):
    translator.body.append(f'<{lab["name"]} class="lab">\n')


def close_element(translator, lab):
    translator.body.append(f"</{lab['name']}>\n")


def setup(app):
    app.add_directive("interactive", Interactive)
    app.add_node(Lab, html=(open_element, close_element))
    app.connect("builder-inited", write_assets)
    app.connect("html-page-context", load_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
