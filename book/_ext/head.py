"""What the head of a page says to those who link to it and to search engines: what the page is
about, how a link to it looks elsewhere, and its address. With it a sitemap of all pages."""

import posixpath
import textwrap
from html import escape
from pathlib import Path

from docutils import nodes

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


def link_preview(title, about, site, address="", card=""):
    """The tags by which other sites show a link to a page (https://ogp.me), as a dict.

    They name a page and a picture by their whole addresses, so none without these.
    """
    tags = {"site_name": site, "type": "website", "title": title, "description": about}
    if address:
        tags |= {"url": address, "image": card, "image:alt": site}
    return {f"og:{name}": content for name, content in tags.items()}


def complete(app, pagename, templatename, context, doctree):
    """Add the address of the book and the tags for links to a page's head, before it is written."""
    config, env = app.config, app.env
    context["html_baseurl"] = config.html_baseurl
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
    app.connect("doctree-read", describe)
    app.connect("html-page-context", complete)
    app.connect("build-finished", write_sitemap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
