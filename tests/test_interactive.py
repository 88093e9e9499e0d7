"""The labs of the book, in a browser: is their mathematics right, and can everyone move them?"""

import json
import math
from itertools import pairwise

import numpy as np
import pytest
from test_book import TELEPHONE

from autograder.assignment import ROOT

pytestmark = pytest.mark.xdist_group("book")  # one server, one browser

MODULES = ROOT / "book" / "interactive"
PAGE = "book/playground.html"


# --- The mathematics, module by module ------------------------------------------------------------


@pytest.fixture(scope="module")
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


def run(tab, body, argument=None):
    """What a piece of JavaScript returns that uses the modules; `given` is the argument."""
    names = {
        "network": "Network", "random": "normal, uniform", "data": "DATA, clouds",
        "descent": "cost, descend, verdict", "draw": "Plot",
    }  # fmt: skip
    imports = "".join(f'const {{{of}}} = await import("/{name}.js");' for name, of in names.items())
    return tab.evaluate(f"async given => {{ {imports} {body} }}", argument)


# With biases of zero, every example for which all units of a layer are off would lie on the kink of
# ReLU in the next, where there is no slope.
LEARNING = """
const network = new Network(given.sizes, given.activation, normal(5));
for (const { b } of network.layers) b.set([...b].map(normal(6)));
const data = DATA.moons(normal(0));
const parameters = () => [...network.parameters()];
const plain = (arrays) => arrays.map((array) => [...array]);
"""
NETWORKS = [
    {"sizes": [2, 1], "activation": "tanh"},
    {"sizes": [2, 5, 1], "activation": "tanh"},
    {"sizes": [2, 5, 3, 1], "activation": "relu"},
    {"sizes": [2, 4, 3, 2, 1], "activation": "tanh"},
]
each_network = pytest.mark.parametrize("given", NETWORKS, ids=json.dumps)


@each_network
def test_gradients_are_the_slopes_of_the_cost(modules, given):
    """A measured slope is off by about h² = 1e-10, and by rounding of about 1e-16 / h = 1e-11."""
    differences = run(modules, LEARNING + """
        network.backward(data);
        const h = 1e-5;
        return parameters().flatMap(([values, gradient]) => [...values].map((value, k) => {
            values[k] = value + h;
            const above = network.cost(data);
            values[k] = value - h;
            const below = network.cost(data);
            values[k] = value;
            return Math.abs((above - below) / (2 * h) - gradient[k]);
        }));
    """, given)  # fmt: skip
    sizes = given["sizes"]
    assert len(differences) == sum((a + 1) * b for a, b in pairwise(sizes))
    assert max(differences) < 1e-9


def by_numpy(layers, activation, X, y):
    """Cost and gradients of the same network on whole matrices, examples in columns."""
    A = [np.transpose(X)]
    for W, b in layers:
        Z = W @ A[-1] + b[:, None]
        A.append(np.tanh(Z) if activation == "tanh" else np.maximum(Z, 0))
    y = np.array(y)
    prediction = 1 / (1 + np.exp(-Z))
    cost = -np.mean(y * np.log(prediction) + (1 - y) * np.log(1 - prediction))
    dZ = (prediction - y) / y.size
    gradients = []
    for (W, _), a in zip(reversed(layers), reversed(A[:-1]), strict=True):
        gradients = [*dZ @ a.T, dZ.sum(axis=1), *gradients]
        dZ = (W.T @ dZ) * (1 - a**2 if activation == "tanh" else a > 0)
    return cost, np.concatenate([np.ravel(g) for g in gradients])


@each_network
def test_cost_and_gradients_are_those_of_numpy(modules, given):
    found = run(modules, LEARNING + """
        const J = network.backward(data);
        const layers = network.layers.map(({ W, b }) => [plain(W), [...b]]);
        const gradient = plain(parameters().map(([, slopes]) => slopes)).flat();
        return { data, layers, J, gradient };
    """, given)  # fmt: skip
    layers = [(np.array(W), np.array(b)) for W, b in found["layers"]]
    cost, gradient = by_numpy(layers, given["activation"], **found["data"])
    assert abs(found["J"] - cost) < 1e-12
    assert np.abs(found["gradient"] - gradient).max() < 1e-12


@each_network
def test_a_short_step_lowers_the_cost(modules, given):
    before, after = run(modules, LEARNING + """
        const before = network.backward(data);
        network.step(0.01);
        return [before, network.cost(data)];
    """, given)  # fmt: skip
    assert after < before


def trained(modules, name, hidden, rate, steps, start=1):
    """How many of the 160 points are right after so many steps of the training lab."""
    return run(modules, """
        const [name, hidden, rate, steps, start] = given;
        const data = DATA[name](normal(0));
        const network = new Network([2, ...hidden, 1], "tanh", normal(start));
        for (let k = 0; k < steps; k++) {
            network.backward(data);
            network.step(rate);
        }
        return network.right(data);
    """, [name, hidden, rate, steps, start])  # fmt: skip


@pytest.mark.parametrize("name", ["circles", "moons", "spirals", "exclusive or"])
def test_a_network_learns_what_a_line_cannot(modules, name):
    line, network = (trained(modules, name, hidden, 0.5, 1000) for hidden in ([], [8, 8]))
    assert line < 145 < 150 < network


def test_the_experiments_of_the_page_end_as_it_says(modules):
    """The numbers of book/playground.md on the training lab."""
    assert trained(modules, "exclusive or", [], 0.3, 500) == 80
    found = [trained(modules, "exclusive or", [2], 0.3, 500, start) for start in range(1, 6)]
    assert [right > 150 for right in found] == [True, True, False, True, False]
    found = [trained(modules, "circles", [units], 1, 1000) for units in (1, 2, 3)]
    assert [right > 150 for right in found] == [False, False, True]
    found = [trained(modules, "spirals", [8, 8], *how) for how in [(0.3, 1500), (3, 750)]]
    assert found == [160, 160]
    assert trained(modules, "spirals", [8, 8], 0.3, 750) < 140
    assert trained(modules, "spirals", [8, 8], 10, 1500) == 80


def mulberry32(seed, count):
    """The generator in Python, word by word from its author's C."""
    numbers = []
    for _ in range(count):
        seed = (seed + 0x6D2B79F5) % 2**32
        z = seed
        z = (z ^ (z >> 15)) * (z | 1) % 2**32
        z ^= (z + (z ^ (z >> 7)) * (z | 61)) % 2**32
        numbers.append((z ^ (z >> 14)) / 2**32)
    return numbers


def test_random_numbers_come_from_the_seed(modules):
    drawn = "const next = uniform(given); return Array.from({ length: 5 }, next);"
    assert run(modules, drawn, 7) == mulberry32(7, 5)
    assert run(modules, drawn, 8) == mulberry32(8, 5)


def test_normal_numbers_are_normal(modules):
    """Mean and standard deviation of 10000 are known to about 0.01; 0.04 is four times that."""
    drawn = "const next = normal(1); return Array.from({ length: 10000 }, next);"
    numbers = np.array(run(modules, drawn))
    assert abs(numbers.mean()) < 0.04
    assert abs(numbers.std() - 1) < 0.04
    assert abs((np.abs(numbers) < 1).mean() - 0.6827) < 0.02


@pytest.mark.parametrize(
    "rate, word, end",
    [
        (0.125, "converges", 1.5 * 0.5**8),
        (0.25, "lands on the bottom in one step", 0),
        (0.375, "oscillates and converges", 1.5 * 0.5**8),
        (0.5, "bounces forever", 1.5),
        (0.75, "diverges", 1.5 * 2**8),
    ],
)
def test_descent_in_a_bowl_has_its_edge_at_two_over_the_curvature(modules, rate, word, end):
    """The curvature is 4: each step multiplies w by 1 − 4α, and no product is rounded."""
    said, last = run(modules, """
        const path = descend([1.5], [4], given, 8);
        return [verdict(1 - 4 * given), path.at(-1)[0]];
    """, rate)  # fmt: skip
    assert said.startswith(word)
    assert last == end


def test_descent_along_each_parameter_is_its_own(modules):
    path = run(modules, "return descend([-1, 1], [1, 4], 0.375, 3)")
    assert path == [[-(0.625**k), (-0.5) ** k] for k in range(4)]


def test_descent_ends_where_it_arrives_or_is_lost(modules):
    costs = """return given.map((rate) => {
        const path = descend([1.5], [4], rate, 1000);
        return [path.length, ...path.slice(-2).map((w) => cost(w, [4]))];
    })"""
    (arrived, before, last), (lost, below, above) = run(modules, costs, [0.125, 0.75])
    assert (arrived, lost) < (1000, 1000)
    assert last < 1e-6 <= before
    assert below <= 1e6 < above


def test_a_boundary_is_drawn_where_the_function_is_zero(modules):
    """A circle of radius 1 on a plot from −2 to 2: all points of its edge lie on it."""
    edge, region = run(modules, """
        const plot = new Plot({ x: [-2, 2], y: [-2, 2], xLabel: "", yLabel: "" });
        const [edge, region] = [plot.layer("edge"), plot.layer("region")];
        plot.contour(([x, y]) => 1 - x * x - y * y, edge, region);
        const numbers = (text) => text.split(/[ML]/).map((point) => point.split(",").map(Number));
        const polygons = region.getAttribute("d").slice(1, -1).split("ZM");
        return [numbers(edge.getAttribute("d").slice(1)), polygons.map(numbers)];
    """)  # fmt: skip
    radii = np.hypot(*(np.array(edge).T / 75 - 2))  # 300 units are 4
    assert len(edge) > 100
    assert np.abs(radii - 1).max() < 0.005
    areas = [
        0.5 * abs(sum(a * d - c * b for (a, b), (c, d) in zip(p, [*p[1:], p[0]], strict=True)))
        for p in region
    ]
    assert abs(sum(areas) / 75**2 - math.pi) < 0.01


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
    button.press("Enter")
    after = playground.eval_on_selector_all(described, "all => all.map((e) => e.ariaLabel)")
    assert all(before) and before != after
    playground.wait_for_function(f"""() => document.querySelector("{lab} [role=status]").textContent
        === document.querySelector("{lab} .seen").textContent""")


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
