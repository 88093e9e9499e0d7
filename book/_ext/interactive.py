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
from sphinx.util.docutils import SphinxDirective

MODULES = Path(__file__).parents[1] / "interactive"
LABS = sorted(path.stem for path in MODULES.glob("*-lab.js"))
IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(.+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (\S+ (\w+))", re.MULTILINE)


class Lab(nodes.General, nodes.Element):
    """A custom element of the page; its children are what stands there without it."""


class Interactive(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self):
        self.assert_has_content()
        name = directives.choice(self.arguments[0], LABS)
        return [Lab("", *self.parse_content_to_nodes(), name=name)]


def with_imports(name):
    """The names and texts of a module and of all that it imports, each after those it needs."""
    text = (MODULES / f"{name}.js").read_text(encoding="utf-8")
    needed = {}
    for _, imported in IMPORT.findall(text):
        needed |= with_imports(imported)
    return needed | {name: text}


def as_function(name, text):
    """A module as a function that returns what it exports, so that its other names stay its own."""
    exports = ", ".join(exported for _, exported in EXPORT.findall(text))
    text = IMPORT.sub(r'const \1 = modules["\2"];', EXPORT.sub(r"\1", text))
    return f'modules["{name}"] = (() => {{\n{text}return {{ {exports} }};\n}})();\n'


def bundle(name):
    """A lab with all that it imports as one script: a page opened from disk may load no module."""
    modules = "".join(as_function(*module) for module in with_imports(name).items())
    return f'(() => {{\n"use strict";\nconst modules = {{}};\n{modules}}})();\n'


def write_assets(app):
    folder = Path(app.outdir, "_static", "interactive")
    folder.mkdir(parents=True, exist_ok=True)
    for name in LABS:
        (folder / f"{name}.js").write_text(bundle(name), encoding="utf-8")
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
