"""What a page needs to be published that its author need not think of: words for those who link to
it, light pictures, roles that screen readers know, and one build that is like another."""

import posixpath
import textwrap
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ext import add_global_html_resources
from PIL import Image

CARD = "card.png"  # drawn by book/card.py


def describe(app, doctree):
    """Let the first paragraph describe a page whose author wrote no description in `html_meta`."""
    paragraph = doctree.next_node(nodes.paragraph)
    if paragraph and not description(doctree):
        beginning = textwrap.shorten(paragraph.astext(), 200, placeholder=" …")
        doctree.append(nodes.meta(name="description", content=beginning))


def description(doctree):
    metas = doctree.findall(nodes.meta)
    return next((meta["content"] for meta in metas if meta.get("name") == "description"), "")


def shrink_pictures(app, doctree):
    """Give the figures that a chapter drew a palette, which takes two thirds off their weight."""
    for image in doctree.findall(nodes.image):
        path = Path(app.srcdir, image["uri"])
        if path.suffix == ".png" and path.parent.name == "jupyter_execute":
            with Image.open(path) as picture:
                picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path)


def write_every_page(app, env):
    """Have all pages written, even those that did not change: they show the titles, numbers and
    neighbors of others."""
    return env.found_docs


def copy_styles(app):
    """Sphinx puts a checksum into the address of a style sheet if it is there when a page is
    written. MyST-NB copies its own afterward, so that a first build would differ from a second."""
    Path(app.outdir, "_static").mkdir(parents=True, exist_ok=True)
    add_global_html_resources(app, None)


def link_preview(title, about, site, address="", card=""):
    """The tags by which other sites show a link to a page (https://ogp.me), as a dict.

    They name a page and a picture by their whole addresses, so none without these.
    """
    tags = {"site_name": site, "type": "website", "title": title, "description": about}
    if address:
        tags |= {"url": address, "image": card, "image:alt": site}
    return {f"og:{name}": content for name, content in tags.items()}


def complete(app, pagename, templatename, context, doctree):
    """Add what a page's head and roles lack, before it is written."""
    config, env = app.config, app.env
    context["html_baseurl"] = config.html_baseurl
    # The role doc-biblioentry is deprecated, and a list must hold items.
    body = context.get("body", "")
    context["body"] = body.replace('role="doc-biblioentry"', 'role="listitem"')
    # The book's own address leads to its first page, so other sites show it like that page.
    page = config.root_doc if pagename == "index" else pagename
    if page in env.found_docs:
        is_first = page == config.root_doc
        tags = link_preview(
            config.html_title if is_first else env.titles[page].astext(),
            description(doctree or env.get_doctree(page)),
            config.html_title,
            *(whole_address(app, path) for path in (app.builder.get_target_uri(page), CARD)),
        )
        context["metatags"] = context.get("metatags", "") + "".join(
            f'\n<meta property="{name}" content="{escape(content)}" />'
            for name, content in tags.items()
        )


def whole_address(app, path):
    """The address of a file of the site, or nothing if `_config.yml` has no baseurl."""
    base = app.config.html_baseurl
    return base and posixpath.join(base, path)


def write_sitemap(app, exception):
    if app.config.html_baseurl and not exception:
        addresses = [
            whole_address(app, app.builder.get_target_uri(page))
            for page in sorted(app.env.found_docs)
        ]
        urls = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
        Path(app.outdir, "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
        )


def setup(app):
    app.connect("builder-inited", copy_styles)
    app.connect("doctree-read", describe)
    app.connect("doctree-read", shrink_pictures)
    app.connect("env-updated", write_every_page)
    app.connect("html-page-context", complete)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
