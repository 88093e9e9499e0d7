"""The roles of a page's parts that screen readers know.

docutils gives each entry of a list of literature the role doc-biblioentry. That is deprecated, and
a list must hold items. What docutils wrote is replaced as text, so an entry whose role is not found
where it should be, because docutils writes it in another way, fails the build.
"""

from docutils import nodes
from sphinx.util import logging

WRITTEN = 'role="doc-biblioentry"'

logger = logging.getLogger(__name__)


def make_items(app, pagename, templatename, context, doctree):
    """Make the entries of the literature items of their list."""
    body = context.get("body", "")
    entries = sum(1 for _ in doctree.findall(nodes.citation)) if doctree else 0
    if body.count(WRITTEN) != entries:
        logger.error(
            "%d of %d entries of the literature have %s, which book/_ext/roles.py replaces: "
            "look at how docutils writes them now.",
            body.count(WRITTEN),
            entries,
            WRITTEN,
            location=pagename,
        )
    context["body"] = body.replace(WRITTEN, 'role="listitem"')


def setup(app):
    app.connect("html-page-context", make_items)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
