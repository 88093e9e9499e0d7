"""The labs of the book, in a browser: do they draw what is so, and can everyone move them?

What they calculate with is tested by Node, in tests/interactive.
"""

import math

import numpy as np
import pytest
from test_book import TELEPHONE

from autograder.assignment import ROOT

pytestmark = pytest.mark.xdist_group("book")  # one server, one browser

MODULES = ROOT / "book" / "interactive"
PAGE = "book/playground.html"


# --- A plot ---------------------------------------------------------------------------------------


@pytest.fixture
def modules(browser):
    """An empty page that can import the modules as they lie in book/interactive."""

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        if name:
            route.fulfill(path=MODULES / name)
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    tab = browser.new_page()
    tab.route("http://modules.test/*", answer)
    tab.goto("http://modules.test/")
    yield tab
    tab.close()


def test_a_boundary_is_drawn_where_the_function_is_zero(modules):
    """A circle around (0.5, −0.25) on a plot of 4 by 8, which 300 by 300 units show."""
    edge, region = modules.evaluate("""async () => {
        const { Plot } = await import("/draw.js");
        const plot = new Plot({ x: [-2, 2], y: [-5, 3], xLabel: "", yLabel: "" });
        const [edge, region] = [plot.layer("edge"), plot.layer("region")];
        plot.contour(([x, y]) => 1 - (x - 0.5) ** 2 - (y + 0.25) ** 2, edge, region);
        const numbers = (text) => text.split(/[ML]/).map((point) => point.split(",").map(Number));
        const polygons = region.getAttribute("d").slice(1, -1).split("ZM");
        return [numbers(edge.getAttribute("d").slice(1)), polygons.map(numbers)];
    }""")
    right, down = np.array(edge).T
    radii = np.hypot(right / 75 - 2 - 0.5, 3 - down / 37.5 + 0.25)
    assert len(edge) > 50
    assert np.abs(radii - 1).max() < 0.01
    areas = [
        0.5 * abs(sum(a * d - c * b for (a, b), (c, d) in zip(p, [*p[1:], p[0]], strict=True)))
        for p in region
    ]
    assert abs(sum(areas) / (75 * 37.5) - math.pi) < 0.02


# --- The labs in their page -----------------------------------------------------------------------


LABS = ["neuron-lab", "learning-rate-lab", "training-lab"]
each_lab = pytest.mark.parametrize("lab", LABS)


def until_ready(tab):
    """Wait until each lab says what is seen, and knows whether it is in sight."""
    tab.wait_for_function(
        "labs => labs.every((lab) => document.querySelector(lab).seen?.textContent)", arg=LABS
    )
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


@pytest.fixture
def playground(site, browser):
    """The page with all labs; what goes wrong in it, or leaves the site, fails the test."""
    context = browser.new_context()
    tab = context.new_page()
    wrong = []
    tab.on("request", lambda sent: sent.url.startswith((site, "data:")) or wrong.append(sent.url))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    tab.goto(site + PAGE, wait_until="networkidle")
    until_ready(tab)
    yield tab
    context.close()
    assert wrong == []


# All that a lab shows: its drawings, its text and where its controls stand.
SEEN = """lab => [
    [...lab.querySelectorAll(".plot")].map((plot) => plot.innerHTML).join(),
    lab.querySelector(".seen").textContent,
    [...lab.querySelectorAll("output")].map((output) => output.textContent).join(),
].join()"""


def seen(tab, lab):
    return tab.eval_on_selector(lab, SEEN)


def until_changed(tab, lab, before):
    changed = f"([lab, before]) => ({SEEN})(document.querySelector(lab)) !== before"
    tab.wait_for_function(changed, arg=[lab, before])


def said(tab, lab):
    return tab.text_content(f"{lab} .seen")


def controls(tab, lab):
    return tab.locator(f"{lab} :is(input, select, button)").all()


@each_lab
def test_tab_reaches_every_control_in_order(playground, lab):
    wanted = controls(playground, lab)
    wanted[0].focus()
    for control in wanted:
        assert control.evaluate("e => e === document.activeElement")
        assert control.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        playground.keyboard.press("Tab")


def name_of(control):
    return control.evaluate("e => (e.labels[0]?.firstChild ?? e).textContent")


# The key for each kind of control: Enter for a button, an arrow for a slider or a choice.
KEY = """e => e.localName === "button" ? "Enter"
    : e.selectedIndex < e.length - 1 ? "ArrowDown" : "ArrowUp" """


@each_lab
def test_every_control_answers_to_the_keyboard(playground, lab):
    step = playground.locator(f"{lab} button", has_text="tep").last
    for control in controls(playground, lab):
        name = name_of(control)
        if name in ("Start anew", "Reset"):
            step.press("Enter")
        before = seen(playground, lab)
        control.press(control.evaluate(KEY))
        if name == "Learning rate":  # In the training lab it shows only at the next step.
            step.press("Enter")
        until_changed(playground, lab, before)  # A loop draws just before each repaint.


def test_the_learning_rate_of_the_training_is_that_of_its_steps(playground):
    rate = playground.locator("training-lab select").last
    weight = "lab => lab.network.layers[0].W[0][0]"
    moved = []
    for text in ("0.1", "1"):
        playground.click("training-lab button:text-is('Reset')")
        rate.select_option(text)
        before = playground.eval_on_selector("training-lab", weight)
        playground.click("training-lab button:text-is('Step')")
        moved.append(playground.eval_on_selector("training-lab", weight) - before)
    assert moved[1] == pytest.approx(10 * moved[0], rel=1e-9)
    assert moved[0] != 0


@each_lab
def test_every_control_has_a_name(playground, lab):
    names = [name_of(control) for control in controls(playground, lab)]
    assert "" not in names
    assert len(set(names)) == len(names)


@each_lab
def test_drawings_are_described_and_news_are_spoken(playground, lab):
    button = playground.locator(f"{lab} button", has_text="tep").last
    described = f"{lab} svg[role=img]"
    before = playground.eval_on_selector_all(described, "all => all.map((e) => e.ariaLabel)")
    assert all(before)
    button.press("Enter")
    playground.wait_for_function(
        """([described, before]) => [...document.querySelectorAll(described)]
            .some((e, k) => e.ariaLabel !== before[k])""",
        arg=[described, before],
    )
    playground.wait_for_function(f"""() => document.querySelector("{lab} [role=status]").textContent
        === document.querySelector("{lab} .seen").textContent""")


def test_drawings_of_a_training_are_described_anew_once_a_second_at_most(playground):
    """They are drawn anew for each repaint, which is often."""
    began = playground.evaluate("""() => {
        window.drawn = window.described = 0;
        const count = (name, selector, attribute) =>
            new MutationObserver(() => (window[name] += 1)).observe(
                document.querySelector(selector), { attributes: true, attributeFilter: [attribute] }
            );
        count("drawn", "training-lab .edge", "d");
        count("described", "training-lab svg[role=img]", "aria-label");
        return performance.now();
    }""")
    playground.click("training-lab button:text-is('Start')")
    playground.wait_for_function("drawn >= 30 && described >= 1")
    before = playground.evaluate("described")
    playground.click("training-lab button:text-is('Pause')")
    playground.wait_for_function("before => described > before", arg=before)
    described, now = playground.evaluate("[described, performance.now()]")
    assert described <= (now - began) / 1000 + 1


def test_a_screen_reader_hears_a_moving_slider_once_a_second_at_most(playground):
    playground.evaluate("""() => {
        window.heard = 0;
        const count = new MutationObserver(() => (window.heard += 1));
        count.observe(document.querySelector("neuron-lab [role=status]"), { childList: true });
    }""")
    slider = playground.locator("neuron-lab input").first
    began = playground.evaluate("performance.now()")
    for _ in range(20):
        slider.press("ArrowRight")
    playground.wait_for_timeout(1200)  # Meanwhile the lab may speak at most once a second.
    playground.wait_for_function("heard >= 1")
    heard, now = playground.evaluate("[heard, performance.now()]")
    assert heard <= (now - began) / 1000 + 1


@each_lab
def test_a_lab_begins_the_same_each_time(playground, lab):
    before = seen(playground, lab)
    playground.reload(wait_until="networkidle")
    until_ready(playground)
    assert seen(playground, lab) == before


def test_starting_anew_leads_back_to_the_beginning(playground):
    for lab, forward, back in [
        ("neuron-lab", "Take a gradient step", "Start anew"),
        ("learning-rate-lab", "Step", "Start anew"),
        ("training-lab", "Step", "Reset"),
    ]:
        before = seen(playground, lab)
        playground.click(f"{lab} button:text-is('{forward}')")
        assert seen(playground, lab) != before
        playground.click(f"{lab} button:text-is('{back}')")
        assert seen(playground, lab) == before


def test_gradient_steps_bring_the_neuron_to_the_lowest_cost(playground):
    costs = []
    for _ in range(40):
        costs.append(float(said(playground, "neuron-lab").split()[1].rstrip(".")))
        playground.click("neuron-lab button:text-is('Take a gradient step')")
    assert costs == sorted(costs, reverse=True)
    slopes = playground.locator("neuron-lab output small").all_text_contents()
    assert max(abs(float(text.split()[1].replace("−", "-"))) for text in slopes) < 0.02


def test_without_weights_there_is_no_line(playground):
    for slider in playground.locator("neuron-lab input").all()[:2]:
        slider.fill("0")
    assert said(playground, "neuron-lab").endswith("there is no line.")
    assert playground.get_attribute("neuron-lab .arrow", "d") == ""


def test_the_learning_rate_lab_names_the_edge(playground):
    alpha, curvature = playground.locator("learning-rate-lab input").all()
    for steepness, edge in [(0, "2"), (1, "1"), (2, "0.5"), (3, "0.25")]:
        curvature.fill(str(steepness))
        assert f"2/λ = {edge}" in playground.text_content("learning-rate-lab output")
        for beside, word in [(-0.125, "oscillates"), (0, "bounces"), (0.125, "diverges")]:
            alpha.fill(str(math.log2(float(edge)) + beside))
            assert f"descent {word}" in said(playground, "learning-rate-lab")


def test_a_run_takes_its_steps_and_rests(playground):
    playground.locator("learning-rate-lab input").first.fill("-6")
    playground.click("learning-rate-lab button:text-is('Run')")
    playground.wait_for_selector("learning-rate-lab button:text-is('Run')")
    assert "After 40 steps" in said(playground, "learning-rate-lab")


def steps_of(tab):
    return int(said(tab, "training-lab").split()[1].rstrip("."))


def test_training_starts_by_hand_pauses_and_goes_on(playground):
    playground.wait_for_timeout(500)  # Nothing should happen in this time.
    assert steps_of(playground) == 0
    playground.locator("training-lab button:text-is('Start')").press("Space")
    playground.wait_for_function(
        "() => /^Step [1-9].* in the last second/.test("
        "document.querySelector('training-lab .seen').textContent)"
    )
    playground.locator("training-lab button:text-is('Pause')").press("Space")
    paused = steps_of(playground)
    playground.wait_for_timeout(500)  # Nothing should happen in this time either.
    assert steps_of(playground) == paused > 0


def test_training_pauses_out_of_sight(playground):
    playground.click("training-lab button:text-is('Start')")
    playground.evaluate("window.scrollTo(0, 0)")
    playground.wait_for_selector("training-lab button:text-is('Start')")


def test_training_stops_where_numbers_end(playground):
    playground.eval_on_selector("training-lab", "lab => lab.network.layers[0].dW[0].fill(NaN)")
    playground.click("training-lab button:text-is('Start')")
    playground.wait_for_selector("training-lab button:text-is('Start')")
    assert "smaller learning rate" in said(playground, "training-lab")


def test_readers_who_want_less_motion_get_a_picture_a_second(playground):
    playground.emulate_media(reduced_motion="reduce")
    playground.evaluate("""() => {
        window.drawn = 0;
        const count = new MutationObserver((all) => (window.drawn += 1));
        const edge = document.querySelector("training-lab .edge");
        count.observe(edge, { attributes: true, attributeFilter: ["d"] });
    }""")
    playground.click("training-lab button:text-is('Start')")
    began = playground.evaluate("performance.now()")
    playground.wait_for_timeout(2500)  # Meanwhile the edge may be drawn only so often.
    playground.wait_for_function("drawn >= 2")
    drawn, now = playground.evaluate("[drawn, performance.now()]")
    assert drawn <= (now - began) / 1000 + 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawings_follow_the_theme(playground, scheme):
    playground.evaluate("theme => (document.documentElement.dataset.theme = theme)", scheme)
    ink = playground.eval_on_selector("neuron-lab .edge", "e => getComputedStyle(e).stroke")
    text = playground.eval_on_selector("article p", "e => getComputedStyle(e).color")
    assert ink == text


HEIGHTS = f"""{LABS}.map((lab) => document.querySelector(lab).offsetHeight)"""


@pytest.mark.parametrize("width", [1280, TELEPHONE["width"]])
def test_nothing_moves_when_labs_load_or_are_used(site, browser, width):
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(site + PAGE, wait_until="domcontentloaded")
    heights = tab.evaluate(HEIGHTS)
    tab.wait_for_load_state("networkidle")
    until_ready(tab)
    assert tab.evaluate(HEIGHTS) == heights
    for lab in LABS:
        for choice in tab.locator(f"{lab} select").all():
            choice.select_option(index=1)
        for slider in tab.locator(f"{lab} input").all():
            for end in ("min", "max"):
                slider.fill(slider.get_attribute(end))
                assert tab.evaluate(HEIGHTS) == heights
        tab.locator(f"{lab} button", has_text="tep").last.click()
        assert tab.evaluate(HEIGHTS) == heights
    tab.close()


def test_labs_work_in_a_page_opened_from_disk(book, browser):
    tab = browser.new_page()
    tab.goto((book / PAGE).as_uri())
    until_ready(tab)
    for lab in LABS:
        assert said(tab, lab)
    tab.close()


def test_without_scripts_a_lab_says_what_it_would_show(site, browser):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site + PAGE)
    for lab in LABS:
        assert tab.locator(f"{lab} p").first.is_visible()
    context.close()


def test_print_shows_pictures_and_texts_and_no_controls(playground):
    playground.emulate_media(media="print")
    for lab in LABS:
        assert playground.locator(f"{lab} > p").first.is_visible()
        assert playground.locator(f"{lab} .plot").first.is_visible()
        assert playground.locator(f"{lab} .seen").is_visible()
        assert not [c for c in controls(playground, lab) if c.is_visible()]


def test_only_pages_with_a_lab_load_its_script(book):
    for page in book.rglob("*.html"):
        text = page.read_text()
        for lab in LABS:
            assert (f"interactive/{lab}.js" in text) == (f"<{lab} " in text), page
