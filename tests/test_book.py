"""The built book in a real browser: what its readers see, and what they must never see.

Pages are those that _toc.yml names; a new one needs no line here.
"""

import gzip
import html
import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page
from serving import Quiet, served

from autograder import source as assignments
from autograder.assignment import ROOT
from autograder.build import build
from autograder.checks import Suite
from autograder.grading import Seed, grade, grade_cell
from autograder.inside.calls import Functions
from autograder.report import report
from autograder.source import load, read

pytestmark = pytest.mark.xdist_group("book")  # one server, one browser

PAGES = re.findall(r"^[ -]*(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text(), re.MULTILINE)
NOTEBOOKS = [page for page in PAGES if (ROOT / f"{page}.ipynb").is_file()]
TELEPHONE = {"width": 400, "height": 850}
WEIGHT = 1_500_000  # bytes that a first visit to a page may transfer
DISTINCTIVE = 30  # characters; a shorter line of a solution may stand elsewhere by chance


def source_of(page):
    """The file that a page is written in."""
    return next(path for path in (ROOT / f"{page}.md", ROOT / f"{page}.ipynb") if path.is_file())


# --- The book, served and opened ------------------------------------------------------------------


@dataclass
class Opened:
    """A page in a tab, what it asked the network for, and what went wrong meanwhile."""

    name: str
    tab: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def all(self, selector, expression):
        """A JavaScript expression of each element `e` of the selector."""
        return self.tab.eval_on_selector_all(selector, f"all => all.map(e => {expression})")


@pytest.fixture(scope="module", params=PAGES)
def opened(request, site, browser):
    """Each page of the book, opened once."""
    tab = browser.new_page()
    page = Opened(request.param, tab)
    tab.on("request", lambda sent: page.requests.append(sent.url))
    tab.on("pageerror", lambda error: page.errors.append(str(error)))
    tab.on("console", lambda said: said.type == "error" and page.errors.append(said.text))
    tab.on("response", lambda got: got.status >= 400 and page.errors.append(got.url))
    tab.goto(f"{site}{page.name}.html", wait_until="networkidle")
    tab.wait_for_function("() => !window.MathJax || MathJax.startup?.promise")
    tab.evaluate("() => window.MathJax?.startup?.promise")
    yield page
    tab.close()


# --- What must never be published -----------------------------------------------------------------


def text_of(path):
    """What a reader can get out of a file: markup, highlighting and JSON's escapes taken off."""
    text = path.read_bytes().decode("utf-8", errors="ignore")
    if path.suffix == ".html":
        return html.unescape(re.sub(r"<[^>]*>", "", text))
    if path.suffix == ".ipynb":
        return text + "\n".join(cell.source for cell in nbformat.reads(text, 4).cells)
    return text


@pytest.fixture(scope="session")
def published(book):
    """The text of every file of the book, by its path; Pyodide's programs and wheels have none."""
    files = (
        p for p in book.rglob("*") if p.is_file() and p.suffix not in {".wasm", ".whl", ".zip"}
    )
    return {str(p.relative_to(book)): text_of(p) for p in files}


def long_lines(texts):
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return {line for line in lines if len(line) >= DISTINCTIVE}


def solution_lines(assignment):
    """The lines of a solution that stand nowhere in what students are given.

    A loop over four names may be a solution here and the author's own code there.
    """
    cells = [cell for name in assignments.names() for cell in load(name).cells]
    solutions = long_lines(cell.solution for cell in assignment.cells)
    return solutions - long_lines(cell.source for cell in cells if not cell.is_solution)


def hidden_names(assignment):
    suite = assignment.suite
    return {each.name for each in (*suite.checks, *suite.misconceptions, *suite.alternatives)}


@pytest.mark.parametrize("name", assignments.names())
def test_no_solution_and_no_hidden_test_is_published(name, published):
    secrets = solution_lines(load(name)) | hidden_names(load(name))
    found = {path: [s for s in secrets if s in text] for path, text in published.items()}
    assert not {path: leaked for path, leaked in found.items() if leaked}


@pytest.mark.parametrize("name", assignments.names())
def test_the_search_for_secrets_finds_what_is_there(name, published):
    """The visible checks are published, and highlighted and escaped as a solution would be."""
    shown = long_lines(cell.source for cell in load(name).graded if cell.is_autograded)
    for path in (f"release/{name}/{name}.html", f"_sources/release/{name}/{name}.ipynb"):
        assert [line for line in shown if line not in published[path]] == []


def test_the_sources_published_are_those_of_the_pages_and_no_others(book):
    folder = book / "_sources"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {str(source_of(page).relative_to(ROOT)) for page in PAGES}


@pytest.mark.parametrize("folder", ["autograder", "autograder_tests", "source_notebooks"])
def test_nothing_of_the_instructors_folders_is_published(folder, published):
    assert [path for path in published if folder in Path(path).parts] == []


# --- What readers see -----------------------------------------------------------------------------


def test_the_address_of_the_book_leads_to_its_first_page(site, browser):
    tab = browser.new_page()
    tab.goto(site)
    tab.wait_for_url(f"{site}{PAGES[0]}.html")
    tab.close()


def test_a_page_has_one_heading_and_bears_it_as_title(opened):
    (heading,) = opened.all("article h1", "e.firstChild.textContent")
    assert heading.strip()
    assert opened.tab.title().startswith(heading.strip())


def test_mathematics_is_rendered(opened):
    formulas = opened.all("article .math", "e.querySelectorAll('mjx-container').length")
    assert 0 not in formulas
    assert formulas or "$$" not in source_of(opened.name).read_text()
    assert opened.all("mjx-merror, [data-mjx-error], .merror", "e.textContent") == []


def test_no_formula_is_left_as_tex(opened):
    prose = opened.tab.evaluate("""() => {
        const article = document.querySelector("article").cloneNode(true);
        article.querySelectorAll("pre, code, script, mjx-container").forEach(e => e.remove());
        return article.textContent;
    }""")
    assert re.findall(r"\$|\\[(\[a-z]+", prose) == []


def test_figures_are_loaded_and_described(opened):
    images = opened.all("article img", "({width: e.naturalWidth, alt: e.alt.trim()})")
    assert [image for image in images if not (image["width"] and image["alt"])] == []


def test_every_figure_of_a_chapter_is_drawn(opened):
    announced = re.findall(r"^ +alt: ", source_of(opened.name).read_text(), re.MULTILINE)
    assert len(opened.all("article .cell_output img", "1")) == len(announced)


def test_a_page_loads_without_an_error(opened):
    assert opened.errors == []


def test_a_page_asks_no_other_host(opened, site):
    elsewhere = [url for url in opened.requests if not url.startswith((site, "data:", "blob:"))]
    assert elsewhere == []


def test_links_lead_somewhere(opened, site, book):
    links = {url for kind in ("href", "src") for url in opened.all(f"[{kind}]", f"e.{kind}")}
    inside = {url.removeprefix(site) for url in links if str(url).startswith(site)}
    assert [link for link in inside if not leads_somewhere(link, book)] == []


def leads_somewhere(link, book):
    """Is there a file for a link inside the book, and the place in it that the link names?"""
    path, anchor = urldefrag(link)
    file = book / unquote(path.partition("?")[0] or "index.html")
    return file.is_file() and (not anchor or f'id="{unquote(anchor)}"' in file.read_text())


def test_a_page_fits_a_telephone(opened):
    before = opened.tab.viewport_size
    opened.tab.set_viewport_size(TELEPHONE)
    width = opened.tab.evaluate("document.documentElement.scrollWidth")
    opened.tab.set_viewport_size(before)
    assert width <= TELEPHONE["width"]


def test_no_formula_is_cut_off_on_a_telephone(opened):
    """What is wider than the page can be scrolled."""
    before = opened.tab.viewport_size
    opened.tab.set_viewport_size(TELEPHONE)
    cut = """e => e.scrollWidth > e.clientWidth + 1
                  && getComputedStyle(e).overflowX === "hidden" ? e.textContent : "" """
    formulas = opened.all("article .math, article .math mjx-container", f"({cut})(e)")
    opened.tab.set_viewport_size(before)
    assert [formula for formula in formulas if formula] == []


def test_a_first_visit_is_light(opened, site, book):
    urls = {url for url in opened.requests if url.startswith(site)}
    files = {book / unquote(urlsplit(url).path.lstrip("/")) for url in urls}
    assert sum(map(transferred, files)) < WEIGHT


def transferred(file):
    """The bytes that a web host sends: text is packed, as GitHub Pages does."""
    content = file.read_bytes()
    is_text = file.suffix in (".html", ".css", ".js", ".svg")
    return len(gzip.compress(content)) if is_text else len(content)


def test_the_keyboard_reaches_navigation_search_and_content(site, browser):
    tab = browser.new_page(reduced_motion="reduce")
    tab.goto(f"{site}{PAGES[0]}.html")
    stops = [stop(tab) for _ in range(len(PAGES) + 20)]
    tab.close()
    places = ["Skip to main content", "Search", "nav", "main"]
    reached = [next(i for i, each in enumerate(stops) if place in each["is"]) for place in places]
    assert reached == sorted(reached) and reached[0] == 0
    assert [each["is"] for each in stops if not each["shown"]] == []


def stop(tab):
    """What the next press of Tab leads to, and whether its focus can be seen."""
    tab.keyboard.press("Tab")
    return tab.evaluate("""() => {
        const e = document.activeElement;
        const styles = [getComputedStyle(e), getComputedStyle(e, "::after")];  // cards: the latter
        const around = ["nav", "main"].filter(place => e.closest(place));
        return {
            is: [e.textContent.trim(), e.ariaLabel, ...around],
            shown: styles.some(s => s.outlineStyle !== "none" || s.boxShadow !== "none"),
        };
    }""")


def test_the_first_stop_skips_the_navigation(site, browser):
    tab = browser.new_page()
    tab.goto(f"{site}{PAGES[0]}.html")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#*")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")
    tab.close()


def test_search_finds_the_page_that_has_the_word(site, browser):
    tab = browser.new_page()
    tab.goto(f"{site}{PAGES[0]}.html")
    tab.keyboard.press("Control+k")
    tab.keyboard.type("formgrader")
    tab.keyboard.press("Enter")
    tab.click("#search-results a[href*='instructors.html']")
    tab.wait_for_url(re.compile("book/instructors.html"))
    tab.close()


def test_paper_shows_the_text_alone(site, browser):
    tab = browser.new_page(color_scheme="dark")
    tab.goto(f"{site}book/one_hidden_layer.html")
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    for around in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer"):
        assert not tab.is_visible(around)
    assert not tab.is_visible("details:not([open])")
    assert tab.is_visible("h1 >> visible=true") and tab.is_visible("article figure img")
    black = tab.evaluate("getComputedStyle(document.querySelector('article p')).color")
    assert max(map(int, re.findall(r"\d+", black)[:3])) < 100
    tab.close()


@pytest.mark.parametrize("name", assignments.names())
def test_the_button_on_an_assignments_page_downloads_the_release(name, site, browser):
    tab = browser.new_page()
    tab.goto(f"{site}release/{name}/{name}.html")
    tab.hover(".dropdown-download-buttons")
    with tab.expect_download() as download:
        tab.click(".dropdown-download-buttons .btn-download-source-button")
    assert download.value.suggested_filename == f"{name}.ipynb"
    handed_out = ROOT / "release" / name / f"{name}.ipynb"
    assert Path(download.value.path()).read_bytes() == handed_out.read_bytes()
    tab.close()


def test_every_assignment_has_a_page():
    assert sorted(NOTEBOOKS) == [f"release/{name}/{name}" for name in assignments.names()]


# --- What others see of it ------------------------------------------------------------------------


def test_a_page_describes_itself_to_those_who_link_to_it(opened):
    about = opened.all("meta[name=description]", "e.content")
    assert len(about) == 1 and 40 < len(about[0]) <= 200
    assert opened.all("meta[property='og:description']", "e.content") == about
    assert opened.all("html", "e.lang") == ["en"]


def test_no_address_is_invented(opened):
    """Where the book will be found is not known before _config.yml says so."""
    assert (
        opened.all("meta[property='og:url'], meta[property='og:image'], [rel=canonical]", "1") == []
    )


BASE = "https://example.org/course"


@pytest.fixture(scope="module")
def online(tmp_path_factory):
    """The folder of a book of one page that knows its address."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    (source / "first.md").write_text("# Begin <here>\n\nThe *first* words.\n")
    settings = {
        "extensions": "myst_parser,head",
        "root_doc": "first",
        "language": "en",
        "html_title": "A course",
        "html_baseurl": BASE,
        "templates_path": str(ROOT / "book" / "_templates"),
        "html_additional_pages.404": "404.html",
        "html_additional_pages.index": "redirect.html",
    }
    options = [f"-D{key}={value}" for key, value in settings.items()]
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-qWC", *options, source, out],
        env=os.environ | {"PYTHONPATH": str(ROOT / "book" / "_ext")},
        check=True,
    )
    return out


def tags(page):
    return dict(re.findall(r'<meta property="og:(.*?)" content="(.*?)" />', page.read_text()))


@pytest.mark.parametrize("page", ["first", "index"])
def test_a_book_that_knows_its_address_tells_it(page, online):
    assert tags(online / f"{page}.html") == {
        "type": "website",
        "site_name": "A course",
        "title": "A course",
        "description": "The first words.",
        "url": f"{BASE}/first.html",
        "image": f"{BASE}/card.png",
        "image:alt": "A course",
    }


def test_a_book_that_knows_its_address_has_a_sitemap(online):
    sitemap = (online / "sitemap.xml").read_text()
    assert re.findall("<loc>(.*?)</loc>", sitemap) == [f"{BASE}/first.html"]
    assert (
        f'<link rel="canonical" href="{BASE}/first.html" />' in (online / "first.html").read_text()
    )


def test_a_book_that_knows_its_address_leads_back_from_anywhere(online):
    assert f'<base href="{BASE}/" />' in (online / "404.html").read_text()


CITES = "A page\n======\n\nSee [Rosenblatt]_.\n\n.. [Rosenblatt] The perceptron, 1958.\n"


@pytest.mark.parametrize("written", ['role="doc-biblioentry"', 'role="entry"'])
def test_roles_are_mended_or_the_build_fails(written, tmp_path):
    """The extension replaces what docutils writes; here it looks for something else, too."""
    (tmp_path / "index.rst").write_text(CITES)
    configuration = f"import roles\nroles.WRITTEN = {written!r}\nextensions = ['roles']\n"
    (tmp_path / "conf.py").write_text(configuration)
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-qW", "--keep-going", tmp_path, tmp_path / "out"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "book" / "_ext")},
        capture_output=True,
        encoding="utf-8",
    )
    is_right = written == 'role="doc-biblioentry"'
    assert (done.returncode == 0) == is_right
    assert ("index.rst: ERROR: 0 of 1 entries of the literature have" in done.stderr) != is_right
    page = (tmp_path / "out" / "index.html").read_text()
    assert ('role="listitem"' in page) == is_right


def test_the_card_is_as_large_as_other_sites_show_it(book):
    with Image.open(book / "card.png") as card:
        assert card.size == (1200, 630)


@pytest.fixture(scope="module")
def lost(book):
    """The address of a server that has the book in a folder, and answers as GitHub Pages does
    where there is nothing."""

    class Lost(Quiet):
        def translate_path(self, path):
            return super().translate_path(path.removeprefix("/a/course"))

        def send_error(self, code, message=None, explain=None):
            page = (book / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

    with served(book, Lost) as address:
        yield f"{address}a/course/"


@pytest.mark.parametrize("path", ["nothing", "book/nothing.html", "release/ps9/deep/er/x.html"])
def test_whoever_is_lost_finds_the_way_back(path, lost, browser):
    tab = browser.new_page()
    tab.goto(f"{lost}{path}")
    tab.wait_for_selector("base", state="attached")
    tab.click("main a")
    tab.wait_for_url(f"{lost}{PAGES[0]}.html")
    tab.go_back()
    tab.wait_for_selector("base", state="attached")
    tab.fill("input", "formgrader")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{lost}search.html?q=formgrader")
    tab.close()


# --- Who can read it ------------------------------------------------------------------------------


@pytest.mark.slow("axe looks at each element of each page, by day and by night")
def test_a_page_keeps_nothing_serious_from_anybody(opened):
    """axe-core's rules hold with all solutions open, those about colors by day and by night."""
    opened.tab.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert serious_violations(opened.tab) == []
    assert pale_texts(opened.tab) == []
    opened.tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert pale_texts(opened.tab) == []


def serious_violations(tab):
    """What axe-core objects to, other than contrast.

    The boxes that draw a formula, thousands on a page, are replaced by one empty box per formula,
    of its size: screen readers do not read them, and they have the color of the text around.
    Whatever fades in is shown at once.
    """
    tab.evaluate("""() => {
        document.getAnimations().forEach(e => e.finish());
        const drawings = [...document.querySelectorAll("mjx-math")];
        const boxes = drawings.map(e => e.getBoundingClientRect());
        drawings.forEach((e, i) => {
            e.replaceChildren();
            e.style.cssText = `display: inline-block; width: ${boxes[i].width}px;
                               height: ${boxes[i].height}px`;
        });
    }""")
    return violations(tab, rules={"color-contrast": {"enabled": False}})


def pale_texts(tab):
    """The text that axe-core finds too pale on its background; this rule is by far the slowest.

    Of the code on a page it is given only the blocks with a kind of token that none before them
    has, because the kind decides on the color.
    """
    tab.evaluate("""() => {
        const known = new Set();
        for (const block of document.querySelectorAll(".highlight")) {
            const words = [...block.querySelectorAll("span[class]")];
            const kinds = ["", ...words.map(e => e.className)];  // "": what is no word at all
            block.toggleAttribute("data-judged", kinds.every(e => known.has(e)));
            kinds.forEach(e => known.add(e));
        }
    }""")
    return violations(tab, {"exclude": [["[data-judged]"]]}, runOnly=["color-contrast"])


def violations(tab, where=None, **options):
    """The serious violations that axe-core finds, each with its rule and the element."""
    options |= {"preload": False, "resultTypes": ["violations"]}
    found = Axe().run(tab, where, options).response["violations"]
    return [
        f"{violation['id']}: {node['html']}"
        for violation in found
        for node in violation["nodes"]
        if violation["impact"] in ("serious", "critical")
    ]


def test_axe_finds_what_is_wrong(site, browser):
    tab = browser.new_page()
    tab.goto(f"{site}{PAGES[0]}.html")
    tab.evaluate("document.querySelector('article img').removeAttribute('alt')")
    tab.evaluate("document.querySelector('article p').style.color = '#999'")
    assert any(violation.startswith("image-alt") for violation in serious_violations(tab))
    assert any(violation.startswith("color-contrast") for violation in pale_texts(tab))
    tab.close()


# --- What the two guides quote --------------------------------------------------------------------


def guide(name):
    return (ROOT / "book" / f"{name}.md").read_text()


def misconception(assignment, name):
    return next(each for each in assignment.suite.misconceptions if each.name == name)


def test_the_feedback_shown_to_students_is_what_the_grader_prints():
    """Where the grader's words change, paste what this prints into book/students.md."""
    assignment = load("ps1_tanh_network")
    namespace = assignment.namespace(misconception(assignment, "forgets_the_slope_of_tanh"))
    seed = Seed("", "students.md")
    functions = Functions(namespace)
    printed = report(grade_cell(assignment, "test_backward_propagation", functions, seed))
    assert printed in guide("students")


def test_the_error_shown_to_students_is_what_the_visible_check_says():
    assignment = load("ps1_tanh_network")
    namespace = assignment.namespace(misconception(assignment, "sums_the_cost"))
    check = next(cell for cell in assignment.cells if cell.grade_id == "test_compute_cost")
    with pytest.raises(AssertionError) as error:
        exec(check.source, namespace)
    assert f"AssertionError: {error.value}" in guide("students")


def example(name):
    """A code block of the instructors' guide, by its name."""
    block = rf"^```{{code-block}} python\n:name: {name}\n\n(.*?)^```$"
    return re.search(block, guide("instructors"), re.DOTALL | re.MULTILINE)[1]


def imported(path):
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def example_assignment(tmp_path):
    """The assignment that the instructors' guide writes, read from its two code blocks."""
    source, tests = tmp_path / "ps9_standardize.py", tmp_path / "tests_of_ps9.py"
    source.write_text(example("example-source"))
    tests.write_text(example("example-tests"))
    return read(source, Suite.of(imported(tests)))


def test_the_assignment_of_the_guide_can_be_built(example_assignment, tmp_path):
    build(example_assignment, tmp_path)
    release = tmp_path / "release" / "ps9_standardize" / "ps9_standardize.ipynb"
    assert "raise NotImplementedError()" in release.read_text()


def test_the_checks_of_the_guide_tell_right_from_wrong(example_assignment):
    def lost(answer):
        cells = grade(example_assignment, Seed("", "a student"), answer)
        return {verdict.check for cell in cells for verdict in cell.verdicts if not verdict.passed}

    suite = example_assignment.suite
    assert [lost(answer) for answer in (None, *suite.alternatives)] == [set(), set()]
    assert [lost(each) for each in suite.misconceptions] == [m.loses for m in suite.misconceptions]
