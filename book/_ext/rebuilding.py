"""A build that follows another gives what a first build would."""

from pathlib import Path

from myst_nb.sphinx_ext import add_global_html_resources


def write_every_page(app, env):
    """Have all pages written, even those that did not change: they show the titles, numbers and
    neighbors of others."""
    return env.found_docs


def copy_styles(app):
    """Sphinx puts a checksum into the address of a style sheet if it is there when a page is
    written. MyST-NB copies its own afterward, so that a first build would differ from a second."""
    Path(app.outdir, "_static").mkdir(parents=True, exist_ok=True)
    add_global_html_resources(app, None)


def setup(app):
    app.connect("builder-inited", copy_styles)
    app.connect("env-updated", write_every_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
