"""Hidden tests of assignment 1: one hidden tanh layer, examples in columns."""

import re

import numpy as np

from autograder.checks import (
    alternative,
    check,
    expect,
    expect_array,
    expect_close,
    expect_entries,
    expect_finite,
    expect_labels,
    expect_number,
    expect_shape,
    expect_unchanged,
    expect_values,
    misconception,
    overfitted,
    same,
)

PARAMETERS = ("W1", "b1", "W2", "b2")
GRADIENTS = ("dW1", "db1", "dW2", "db2")
CACHE = ("Z1", "A1", "Z2", "A2")


# --- Random networks and batches ------------------------------------------------------------------


def sizes(rng):
    """Four sizes n_x, n_h, n_y, m that differ from each other and from the notebook's 2, 4, 1, 800."""
    n_x, n_h, n_y = rng.permutation([3, 5, 6, 7])[:3].tolist()
    return n_x, n_h, n_y, int(rng.integers(9, 15))


def parameters_of(rng, n_x, n_h, n_y):
    """Weights and biases away from zero, so that no term of the formulas can hide."""
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {name: rng.normal(0, 0.6, shape) for name, shape in shapes.items()}


def labels(rng, n_y, m):
    """Labels of shape (n_y, m) in which every row holds both classes."""
    Y = rng.integers(0, 2, (n_y, m))
    Y[:, 0], Y[:, 1] = 0, 1
    return rng.permuted(Y, axis=1)


def network(rng, n_y=None):
    """A random network and a random batch: parameters, X of shape (n_x, m), Y of shape (n_y, m)."""
    n_x, n_h, other, m = sizes(rng)
    n_y = n_y or other
    return parameters_of(rng, n_x, n_h, n_y), rng.normal(size=(n_x, m)), labels(rng, n_y, m)


def points_to_learn(rng):
    """A batch with a smooth boundary: X of shape (n_x, m), Y of shape (1, m)."""
    n_x, m = int(rng.integers(3, 6)), int(rng.integers(30, 50))
    X = rng.normal(size=(n_x, m))
    scores = X[0] + 0.5 * np.sin(2 * X[1])
    return X, (scores > np.median(scores)).astype(int).reshape(1, m)


def expect_network(actual, n_x, n_h, n_y, which):
    """Return the parameters as arrays of the right shapes, or fail."""
    actual = expect_entries(actual, PARAMETERS, f"{which} parameters")
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {name: expect_shape(actual[name], shape, name) for name, shape in shapes.items()}


def expect_gradients(actual, expected, names=GRADIENTS):
    actual = expect_entries(actual, names, "the gradients")
    for name in names:
        expect_close(actual[name], expected[name], name)


# --- layer_sizes ----------------------------------------------------------------------------------


@check("test_layer_sizes", weight=3)
def sizes_are_the_rows_of_the_data(student, reference, rng):
    """n_x is the number of rows of X, n_y the number of rows of Y."""
    n_x, n_h, n_y, m = sizes(rng)
    X, Y = rng.normal(size=(n_x, m)), labels(rng, n_y, m)
    first, _, last = expect_values(student.layer_sizes(X, Y, n_h), 3, "layer_sizes")
    expect_number(first, n_x, "n_x")
    expect_number(last, n_y, "n_y")


@check("test_layer_sizes", weight=2)
def hidden_size_is_the_argument(student, reference, rng):
    """n_h is the argument n_h, and 4 where none is given."""
    n_x, n_h, n_y, m = sizes(rng)
    X, Y = rng.normal(size=(n_x, m)), labels(rng, n_y, m)
    expect_number(
        expect_values(student.layer_sizes(X, Y, n_h=n_h), 3, "layer_sizes")[1], n_h, "n_h"
    )
    expect_number(
        expect_values(student.layer_sizes(X, Y), 3, "layer_sizes")[1], 4, "n_h by default"
    )


# --- initialize_parameters ------------------------------------------------------------------------


@check("test_initialize_parameters", weight=4)
def parameters_have_the_right_shapes(student, reference, rng):
    """W1 is (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)."""
    n_x, n_h, n_y, _ = sizes(rng)
    expect_network(student.initialize_parameters(n_x, n_h, n_y), n_x, n_h, n_y, "the starting")


@check("test_initialize_parameters", weight=2)
def biases_start_at_zero(student, reference, rng):
    """Every entry of b1 and b2 is zero."""
    n_x, n_h, n_y, _ = sizes(rng)
    parameters = expect_entries(
        student.initialize_parameters(n_x, n_h, n_y), PARAMETERS, "the starting parameters"
    )
    for name in ("b1", "b2"):
        bias = expect_array(parameters[name], name)
        expect(not bias.any(), f"{name} should start at zero; yours holds {bias.flat[0]:.3g}.")


@check("test_initialize_parameters", weight=4)
def weights_start_small_and_different(student, reference, rng):
    """The weights are small, and no two are equal: equal units would stay equal for ever."""
    n_x, n_h, n_y, _ = sizes(rng)
    parameters = expect_entries(
        student.initialize_parameters(n_x, n_h, n_y), PARAMETERS, "the starting parameters"
    )
    for name in ("W1", "W2"):
        weights = expect_array(parameters[name], name)
        expect_finite(weights, name)
        expect(
            np.unique(weights).size == weights.size,
            f"{name} holds equal weights; draw each at random, or the hidden units stay alike.",
        )
        # The text allows a standard deviation up to 0.1; fifteen draws of it stay below 0.2, and
        # fifteen of a standard normal never fall below.
        spread = np.sqrt(np.mean(weights**2))
        expect(spread < 0.2, f"{name} should be small; the typical weight is {spread:.3g}.")


# --- forward_propagation --------------------------------------------------------------------------


@check("test_forward_propagation", weight=2)
def hidden_layer_is_tanh_of_a_linear_map(student, reference, rng):
    """Z1 = W1 X + b1 and A1 = tanh(Z1)."""
    parameters, X, _ = network(rng)
    expected = reference.forward_propagation(X, parameters)[1]
    cache = expect_values(student.forward_propagation(X, parameters), 2, "forward_propagation")[1]
    cache = expect_entries(cache, CACHE, "the cache")
    for name in ("Z1", "A1"):
        expect_close(cache[name], expected[name], name)


@check("test_forward_propagation", weight=2)
def output_layer_is_sigmoid_of_a_linear_map(student, reference, rng):
    """Z2 = W2 A1 + b2 and A2 = sigmoid(Z2), for the A1 of your cache; A2 is returned too."""
    parameters, X, _ = network(rng)
    A2, cache = expect_values(student.forward_propagation(X, parameters), 2, "forward_propagation")
    cache = expect_entries(cache, CACHE, "the cache")
    A1 = expect_shape(cache["A1"], (parameters["W1"].shape[0], X.shape[1]), "A1")
    expect_finite(A1, "A1")
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    expect_close(cache["Z2"], Z2, "Z2")
    expect_close(A2, reference.sigmoid(Z2), "A2")
    expect_close(cache["A2"], A2, "A2 in the cache")


@check("test_forward_propagation", weight=1)
def examples_do_not_see_each_other(student, reference, rng):
    """An example alone gives the column that it gives in a batch, and another example another."""
    parameters, X, _ = network(rng)
    n_y, m = parameters["W2"].shape[0], X.shape[1]

    def probabilities(columns):
        A2 = expect_values(student.forward_propagation(columns, parameters), 2, "the function")[0]
        A2 = expect_shape(A2, (n_y, columns.shape[1]), "A2")
        expect_finite(A2, "A2")
        return A2

    together = probabilities(X)
    expect_close(probabilities(X[:, ::-1]), together[:, ::-1], "A2 of the batch reversed")
    i = int(rng.integers(m))
    expect_close(probabilities(X[:, [i]]), together[:, [i]], "A2 of one example alone")
    expect(np.ptp(together, axis=1).all(), "A2 is the same for every example.")


@check("test_forward_propagation", weight=1)
def forward_leaves_its_inputs_alone(student, reference, rng):
    """X and the parameters are the same after the call."""
    parameters, X, _ = network(rng)
    call = student.call("forward_propagation", X, parameters)
    expect_values(call.result, 2, "forward_propagation")
    expect_unchanged((X, parameters), call.args, "X or a parameter")


# --- compute_cost ---------------------------------------------------------------------------------


@check("test_compute_cost", weight=3)
def cost_is_the_mean_cross_entropy(student, reference, rng):
    """J is the cross-entropy, averaged over the m examples."""
    m = int(rng.integers(9, 15))
    A2, Y = rng.uniform(0.05, 0.95, (1, m)), labels(rng, 1, m)
    expect_number(student.compute_cost(A2, Y), reference.compute_cost(A2, Y), "the cost")


@check("test_compute_cost", weight=1)
def an_undecided_network_costs_log_2(student, reference, rng):
    """If every probability is 1/2 the cost is ln 2, whatever the labels and however many."""
    m = int(rng.integers(5, 30))
    A2, Y = np.full((1, m), 0.5), labels(rng, 1, m)
    expect_number(student.compute_cost(A2, Y), np.log(2), "the cost")


@check("test_compute_cost", weight=1)
def the_batch_twice_costs_the_same(student, reference, rng):
    """A mean does not change when every example is there twice."""
    m = int(rng.integers(5, 9))
    A2, Y = rng.uniform(0.05, 0.95, (1, m)), labels(rng, 1, m)
    expected = reference.compute_cost(A2, Y)
    cost = student.compute_cost(np.tile(A2, 2), np.tile(Y, 2))
    expect_number(cost, expected, "the cost of the batch repeated")


@check("test_compute_cost", weight=1)
def cost_leaves_its_inputs_alone(student, reference, rng):
    """A2 and Y are the same after the call."""
    m = int(rng.integers(9, 15))
    A2, Y = rng.uniform(0.05, 0.95, (1, m)), labels(rng, 1, m)
    call = student.call("compute_cost", A2, Y)
    expect_array(call.result, "the cost")
    expect_unchanged((A2, Y), call.args, "A2 or Y")


# --- backward_propagation -------------------------------------------------------------------------


def slopes(cost, parameters, step=1e-5):
    """Central differences (cost(θ + step) - cost(θ - step)) / (2 step), named like the gradients.

    Their error is about step² + 1e-16/step, below 1e-9: far inside the tolerance.
    """
    gradients = {}
    for name, value in parameters.items():
        slope = np.empty_like(value)
        for at in np.ndindex(value.shape):
            higher, lower = value.copy(), value.copy()
            higher[at] += step
            lower[at] -= step
            difference = cost(parameters | {name: higher}) - cost(parameters | {name: lower})
            slope[at] = difference / (2 * step)
        gradients["d" + name] = slope
    return gradients


@check("test_backward_propagation", weight=2)
def output_gradients_are_right(student, reference, rng):
    """dW2 and db2 are the means over the examples of (A2 - Y) A1ᵀ and A2 - Y."""
    parameters, X, Y = network(rng)
    cache = reference.forward_propagation(X, parameters)[1]
    expected = reference.backward_propagation(parameters, cache, X, Y)
    gradients = student.backward_propagation(parameters, cache, X, Y)
    expect_gradients(gradients, expected, ("dW2", "db2"))


@check("test_backward_propagation", weight=3)
def hidden_gradients_flow_through_tanh(student, reference, rng):
    """dW1 and db1 carry the error back through W2ᵀ and the slope of tanh, 1 - A1²."""
    parameters, X, Y = network(rng)
    cache = reference.forward_propagation(X, parameters)[1]
    expected = reference.backward_propagation(parameters, cache, X, Y)
    gradients = student.backward_propagation(parameters, cache, X, Y)
    expect_gradients(gradients, expected, ("dW1", "db1"))


@check("test_backward_propagation", weight=2)
def gradients_are_the_slopes_of_the_cost(student, reference, rng):
    """Moving a parameter by a little changes the cost by what its gradient says."""
    parameters, X, Y = network(rng, n_y=1)

    def cost(moved):
        return reference.compute_cost(reference.forward_propagation(X, moved)[0], Y)

    cache = reference.forward_propagation(X, parameters)[1]
    gradients = student.backward_propagation(parameters, cache, X, Y)
    expect_gradients(gradients, slopes(cost, parameters))


@check("test_backward_propagation", weight=2)
def gradients_are_means_over_the_batch(student, reference, rng):
    """The batch in another order, with every example twice, gives the same gradients."""
    parameters, X, Y = network(rng)
    cache = reference.forward_propagation(X, parameters)[1]
    once = student.backward_propagation(parameters, cache, X, Y)
    once = expect_entries(once, GRADIENTS, "the gradients")
    order = rng.permutation(np.tile(np.arange(X.shape[1]), 2))
    cache = {name: value[:, order] for name, value in cache.items()}
    twice = student.backward_propagation(parameters, cache, X[:, order], Y[:, order])
    twice = expect_entries(twice, GRADIENTS, "the gradients")
    for name in GRADIENTS:
        value = expect_shape(once[name], parameters[name[1:]].shape, name)
        expect_finite(value, name)
        expect(value.all(), f"{name} holds zeros.")
        expect_close(twice[name], value, f"{name} of the batch repeated")


@check("test_backward_propagation", weight=1)
def backward_leaves_its_inputs_alone(student, reference, rng):
    """The parameters, the cache, X and Y are the same after the call."""
    parameters, X, Y = network(rng)
    cache = reference.forward_propagation(X, parameters)[1]
    call = student.call("backward_propagation", parameters, cache, X, Y)
    expect_entries(call.result, GRADIENTS, "the gradients")
    expect_unchanged((parameters, cache, X, Y), call.args, "an input")


# --- update_parameters ----------------------------------------------------------------------------


def gradients_for(rng, parameters):
    return {"d" + name: rng.normal(size=value.shape) for name, value in parameters.items()}


@check("test_update_parameters", weight=3)
def every_parameter_steps_downhill(student, reference, rng):
    """Each parameter becomes itself minus learning_rate times its gradient."""
    parameters = network(rng)[0]
    gradients, rate = gradients_for(rng, parameters), rng.uniform(0.1, 0.9)
    updated = student.update_parameters(parameters, gradients, rate)
    updated = expect_entries(updated, PARAMETERS, "the updated parameters")
    expected = reference.update_parameters(parameters, gradients, rate)
    for name in PARAMETERS:
        expect_close(updated[name], expected[name], f"the updated {name}")


@check("test_update_parameters", weight=1)
def a_rate_of_zero_moves_nothing(student, reference, rng):
    """With a learning rate of 0 the parameters stay where they are."""
    parameters = network(rng)[0]
    updated = student.update_parameters(
        parameters, gradients_for(rng, parameters), learning_rate=0.0
    )
    updated = expect_entries(updated, PARAMETERS, "the updated parameters")
    for name in PARAMETERS:
        expect_close(updated[name], parameters[name], f"{name} after a step of rate 0")


@check("test_update_parameters", weight=1)
def the_default_rate_is_1_2(student, reference, rng):
    """Where no learning rate is given, it is 1.2."""
    parameters = network(rng)[0]
    gradients = gradients_for(rng, parameters)
    updated = student.update_parameters(parameters, gradients)
    updated = expect_entries(updated, PARAMETERS, "the updated parameters")
    expected = reference.update_parameters(parameters, gradients, 1.2)
    expect_close(updated["W1"], expected["W1"], "the updated W1")


# --- nn_model -------------------------------------------------------------------------------------


# The loop is judged by the student's own functions: a mistake in one of them has lost its points
# in its own cell. A few iterations on a smooth boundary are far from the edge of stability, so an
# answer that orders its sums otherwise stays within the tolerance.


def trained(student, X, Y, n_h, num_iterations, which):
    parameters = student.nn_model(X, Y, n_h, num_iterations=num_iterations)
    return expect_network(parameters, X.shape[0], n_h, 1, which)


@check("test_nn_model", weight=3)
def training_repeats_your_own_steps(student, reference, rng):
    """Each iteration is a round of your forward, backward and update, at the rate 1.2."""
    X, Y = points_to_learn(rng)
    n_h, rounds = int(rng.integers(5, 8)), int(rng.integers(6, 10))
    parameters = trained(student, X, Y, n_h, 0, "the starting")
    for _ in range(rounds):
        _, cache = expect_values(
            student.forward_propagation(X, parameters), 2, "forward_propagation"
        )
        gradients = student.backward_propagation(parameters, cache, X, Y)
        parameters = student.update_parameters(parameters, gradients, 1.2)
    after = trained(student, X, Y, n_h, rounds, "the trained")
    parameters = expect_entries(parameters, PARAMETERS, "the updated parameters")
    for name in PARAMETERS:
        expect(
            same(after[name], parameters[name], rtol=1e-6, atol=1e-8),
            f"{name} after {rounds} iterations is not where {rounds} rounds of your own functions "
            "lead.",
        )


@check("test_nn_model", weight=2)
def costs_are_recorded_before_each_update(student, reference, rng):
    """The list `costs` receives your cost of every iteration, the first that of the start."""
    X, Y = points_to_learn(rng)
    n_h = int(rng.integers(5, 8))
    costs = student.call("nn_model", X, Y, n_h, num_iterations=20, costs=[]).kwargs["costs"]
    expect(len(costs) == 20, f"20 iterations should leave 20 costs in the list, not {len(costs)}.")
    for i, which in ((0, "the starting"), (19, "the trained")):
        parameters = trained(student, X, Y, n_h, i, which)
        A2 = expect_values(student.forward_propagation(X, parameters), 2, "forward_propagation")[0]
        expect(
            same(costs[i], student.compute_cost(A2, Y), rtol=1e-6, atol=1e-8),
            f"the cost of iteration {i} is not what your compute_cost gives before its update.",
        )


@check("test_nn_model", weight=2)
def sizes_of_the_network_are_the_arguments(student, reference, rng):
    """The trained network has n_h hidden units and as many inputs as X has rows."""
    X, Y = points_to_learn(rng)
    n_h = int(rng.integers(5, 8))
    trained = student.nn_model(X, Y, n_h, num_iterations=int(rng.integers(2, 6)))
    expect_network(trained, X.shape[0], n_h, 1, "the trained")


def printed_numbers(text):
    """The decimal fractions that stay on the screen, each with the weight of its last digit.

    A progress bar draws over itself: of a line only what follows its last carriage return stays.
    """
    lines = re.sub(r"[^\n]*\r", "", text)
    return [
        (float(number), 10.0 ** (int(exponent or 0) - len(decimals)))
        for number, decimals, exponent in re.findall(r"(-?\d+\.(\d+)(?:e([-+]\d+))?)", lines)
    ]


def shows(number, cost):
    """Is a printed number this cost, rounded or cut off to two decimals or more?"""
    value, digit = number
    return abs(value - cost) <= digit < 0.1


@check("test_nn_model", weight=1)
def costs_are_printed_every_1000_iterations(student, reference, rng):
    """With print_cost the costs of iterations 0, 1000, … are printed, otherwise none is."""
    # Labels at random, so that the cost still falls after 1000 iterations and tells which it is of;
    # few examples, for a thousand iterations that loop over them.
    X, Y = rng.normal(size=(3, 16)), labels(rng, 1, 16)
    call = student.call("nn_model", X, Y, 5, num_iterations=1001, print_cost=True, costs=[])
    costs, printed = call.kwargs["costs"], printed_numbers(call.printed)
    expect(len(costs) == 1001, f"1001 iterations should leave 1001 costs, not {len(costs)}.")
    first, between, last = (float(expect_array(costs[i], "a cost").flat[0]) for i in (0, 500, 1000))
    for i, cost in ((0, first), (1000, last)):
        expect(
            any(shows(number, cost) for number in printed) or not np.isfinite(cost),
            f"with print_cost=True the cost of iteration {i}, {cost:.6f}, is not printed.",
        )
    expect(
        all(shows(n, first) or shows(n, last) or not shows(n, between) for n in printed),
        "with print_cost=True costs between iterations 0 and 1000 are printed too.",
    )
    printed = printed_numbers(student.call("nn_model", X, Y, 5, num_iterations=2).printed)
    expect(
        not any(shows(number, first) for number in printed),
        "the cost is printed although print_cost is not set.",
    )


@check("test_nn_model", weight=2)
def training_learns_the_spirals(student, reference, rng):
    """Spirals that the notebook has not shown are learned: at least 90 % of the points are right."""
    right = 0.0
    for _ in range(3):  # one data set in a hundred traps the training of a right answer too
        X, Y = reference.make_spirals(points_per_class=40, seed=int(rng.integers(1000, 2**31)))
        parameters = student.nn_model(X, Y, 8, num_iterations=1000)
        parameters = expect_network(parameters, 2, 8, 1, "the trained")
        right = max(right, ((reference.forward_propagation(X, parameters)[0] > 0.5) == Y).mean())
        if right >= 0.9:
            break
    expect(right >= 0.9, f"the trained network gets {right:.1%} of the points right.")


# --- predict --------------------------------------------------------------------------------------


@check("test_predict", weight=3)
def labels_are_the_likelier_class(student, reference, rng):
    """The label is 1 where your forward_propagation gives more than 0.5, and 0 elsewhere."""
    parameters, X, _ = network(rng, n_y=1)
    scores = parameters["W2"] @ reference.forward_propagation(X, parameters)[1]["A1"]
    # Both labels occur, and every probability is between 0.47 and 0.53.
    scale = 0.1 / np.ptp(scores)
    parameters |= {
        "W2": scale * parameters["W2"],
        "b2": np.full((1, 1), 1e-4 - scale * np.median(scores)),
    }
    A2 = expect_values(student.forward_propagation(X, parameters), 2, "forward_propagation")[0]
    expected = expect_shape(A2, (1, X.shape[1]), "A2") > 0.5
    expect_labels(student.predict(parameters, X), expected, "the prediction")


@check("test_predict", weight=1)
def exactly_one_half_is_label_0(student, reference, rng):
    """A probability of exactly 0.5 is not above 0.5."""
    parameters, X, _ = network(rng, n_y=1)
    parameters |= {"W2": 0 * parameters["W2"], "b2": 0 * parameters["b2"]}
    A2 = expect_values(student.forward_propagation(X, parameters), 2, "forward_propagation")[0]
    expected = expect_shape(A2, (1, X.shape[1]), "A2") > 0.5
    expect_labels(student.predict(parameters, X), expected, "the prediction at exactly 0.5")


@check("test_predict", weight=1)
def predict_leaves_its_inputs_alone(student, reference, rng):
    """The parameters and X are the same after the call."""
    parameters, X, _ = network(rng, n_y=1)
    call = student.call("predict", parameters, X)
    expect_array(call.result, "the prediction")
    expect_unchanged((parameters, X), call.args, "X or a parameter")


# --- Misconceptions: an edit of the reference, and the checks that see it ------------------------


@misconception(
    sizes_are_the_rows_of_the_data,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={"X.shape[0], n_h, Y.shape[0]": "X.shape[1], n_h, Y.shape[1]"},
)
def counts_examples_instead_of_features():
    """You counted columns, which are the examples; the sizes of the layers are the rows, shape[0]."""


@misconception(
    weights_start_small_and_different,
    training_learns_the_spirals,
    edits={
        "np.random.randn(n_h, n_x) * 0.01": "np.zeros((n_h, n_x))",
        "np.random.randn(n_y, n_h) * 0.01": "np.zeros((n_y, n_h))",
    },
)
def starts_from_zero_weights():
    """All weights start at zero, so every hidden unit computes the same and learns the same."""


@misconception(
    weights_start_small_and_different,
    edits={" * 0.01": ""},
)
def forgets_to_scale_the_weights():
    """Your weights are standard normal draws; multiply them by 0.01, or tanh starts out saturated."""


@misconception(
    biases_start_at_zero,
    edits={
        "np.zeros((n_h, 1))": "np.random.randn(n_h, 1) * 0.01",
        "np.zeros((n_y, 1))": "np.random.randn(n_y, 1) * 0.01",
    },
)
def draws_the_biases_too():
    """Your biases are random; only the weights need chance, the biases start at zero."""


@misconception(
    parameters_have_the_right_shapes,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={
        "randn(n_h, n_x)": "randn(n_x, n_h)",
        "randn(n_y, n_h)": "randn(n_h, n_y)",
    },
)
def lays_the_weights_out_the_other_way():
    """Your weight matrices are transposed: a row for each unit of the layer, a column for each input."""


@misconception(
    parameters_have_the_right_shapes,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={
        "np.zeros((n_h, 1))": "np.zeros(n_h)",
        "np.zeros((n_y, 1))": "np.zeros(n_y)",
    },
)
def makes_flat_biases():
    """Your biases have one axis; make them columns, (n_h, 1), or they are added along the examples."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    sometimes=[training_learns_the_spirals],
    edits={"np.tanh(Z1)": "sigmoid(Z1)"},
)
def puts_a_sigmoid_in_the_hidden_layer():
    """Your hidden layer uses the sigmoid; here it is tanh."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    training_learns_the_spirals,
    edits={"np.tanh(Z1)": "np.maximum(Z1, 0)"},
)
def puts_a_relu_in_the_hidden_layer():
    """Your hidden layer uses ReLU; here it is tanh."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    training_learns_the_spirals,
    edits={"np.tanh(Z1)": "Z1"},
)
def leaves_the_hidden_layer_linear():
    """Your hidden layer has no activation, so the network can only draw a straight line; A1 = tanh(Z1)."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    training_learns_the_spirals,
    edits={', X) + parameters["b1"]': ", X)"},
)
def forgets_the_hidden_bias():
    """You left out b1; a hidden unit is tanh(W1 X + b1)."""


@misconception(
    output_layer_is_sigmoid_of_a_linear_map,
    edits={', A1) + parameters["b2"]': ", A1)"},
)
def forgets_the_output_bias():
    """You left out b2; the output is sigmoid(W2 A1 + b2)."""


@misconception(
    output_layer_is_sigmoid_of_a_linear_map,
    training_learns_the_spirals,
    edits={"A2 = sigmoid(Z2)": "A2 = np.tanh(Z2)"},
)
def ends_in_tanh():
    """Your output is tanh(Z2), between -1 and 1; a probability needs the sigmoid."""


@misconception(
    output_layer_is_sigmoid_of_a_linear_map,
    training_learns_the_spirals,
    edits={"A2 = sigmoid(Z2)": "A2 = Z2"},
)
def returns_the_score_instead_of_the_probability():
    """You returned Z2; apply the sigmoid to it to get A2."""


@misconception(
    hidden_layer_is_tanh_of_a_linear_map,
    examples_do_not_see_each_other,
    sometimes=[training_learns_the_spirals],
    edits={'["W1"], X)': '["W1"], X - X.mean(axis=1, keepdims=True))'},
)
def centers_each_batch():
    """You subtracted the mean of the batch, so an example's output depends on the others; use X as it is."""


@misconception(
    forward_leaves_its_inputs_alone,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    predict_leaves_its_inputs_alone,
    edits={"A1 = np.tanh(Z1)": "A1 = np.tanh(Z1); X -= X.mean()"},
)
def centers_its_input_in_place():
    """You changed X itself with -=; write X = X - …, which makes a new array."""


@misconception(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(Y": "-np.sum(Y"},
)
def sums_the_cost():
    """You summed the cost over the examples; divide by m."""


@misconception(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(Y": "np.mean(Y"},
)
def forgets_the_minus_sign():
    """Your cost is negative: logarithms of probabilities are, so the cross-entropy has a minus."""


@misconception(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={" + (1 - Y) * np.log(1 - A2)": ""},
)
def counts_only_the_positive_examples():
    """You left out the examples of class 0, the term (1 - Y) log(1 - A2)."""


@misconception(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={"np.log(": "np.log2("},
)
def takes_the_logarithm_to_base_2():
    """You used log2; the cross-entropy here uses the natural logarithm, np.log."""


@misconception(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))": "np.mean((A2 - Y) ** 2)"},
)
def measures_squared_errors():
    """You computed the mean squared error; the cost here is the cross-entropy."""


@misconception(
    cost_leaves_its_inputs_alone,
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={
        "return float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": """
    A2[Y == 0] = 1 - A2[Y == 0]
    return float(-np.mean(np.log(A2)))"""
    },
)
def turns_the_probabilities_around_in_place():
    """You changed A2 itself, which backward propagation needs again; write np.where(Y == 1, A2, 1 - A2)."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "A2 - Y"},
)
def sums_the_gradients():
    """You summed the gradients over the examples; divide by m."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "(A2 - Y) / X.shape[0]"},
)
def divides_by_the_features():
    """You divided by the number of rows of X; m, the number of examples, is X.shape[1]."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    training_learns_the_spirals,
    edits={" * (1 - A1**2)": ""},
)
def forgets_the_slope_of_tanh():
    """You left out the slope of tanh; multiply W2ᵀ dZ2 by 1 - A1² element by element."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[training_learns_the_spirals],
    edits={"(1 - A1**2)": "(1 - A1)"},
)
def forgets_the_square():
    """You used 1 - A1; the slope of tanh is 1 - A1²."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    training_learns_the_spirals,
    edits={"(1 - A1**2)": '(1 - cache["Z1"] ** 2)'},
)
def takes_the_slope_of_tanh_at_z():
    """You used 1 - Z1²; the slope of tanh is 1 - A1², because A1 is tanh(Z1)."""


@misconception(
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[training_learns_the_spirals],
    edits={"(1 - A1**2)": "A1 * (1 - A1)"},
)
def takes_the_slope_of_the_sigmoid():
    """You used A1 (1 - A1), the slope of the sigmoid; the hidden layer is tanh: 1 - A1²."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    training_learns_the_spirals,
    edits={"(A2 - Y)": "(Y - A2)"},
)
def climbs_instead_of_descending():
    """Your gradients have the wrong sign: dZ2 is A2 - Y, not Y - A2."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[training_learns_the_spirals],
    edits={"(A2 - Y)": "(A2 - Y) * A2 * (1 - A2)"},
)
def counts_the_slope_of_the_sigmoid_twice():
    """A2 - Y is already the gradient at Z2; multiplying it by A2 (1 - A2) counts the sigmoid twice."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={", keepdims=True": ""},
)
def flattens_the_bias_gradients():
    """Your bias gradients have lost an axis; sum along axis 1 with keepdims=True."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    edits={
        "dZ1.sum(axis=1, keepdims=True)": "np.full((dZ1.shape[0], 1), dZ1.sum())",
        "dZ2.sum(axis=1, keepdims=True)": "np.full((dZ2.shape[0], 1), dZ2.sum())",
    },
)
def adds_the_bias_gradients_of_all_units():
    """You summed the bias gradients over the units too; sum along axis 1 only."""


@misconception(
    backward_leaves_its_inputs_alone,
    edits={"dZ2 = (A2 - Y) / X.shape[1]": "A2 -= Y; dZ2 = A2 / X.shape[1]"},
)
def overwrites_the_cache():
    """You changed A2 in the cache with -=; write A2 - Y, which makes a new array."""


@misconception(
    every_parameter_steps_downhill,
    the_default_rate_is_1_2,
    training_learns_the_spirals,
    edits={"- learning_rate": "+ learning_rate"},
)
def adds_the_gradient():
    """You added the gradient, which climbs; gradient descent subtracts it."""


@misconception(
    every_parameter_steps_downhill,
    edits={'grads["d" + name] for name in': 'grads["d" + name] * (name[0] == "W") for name in'},
)
def leaves_the_biases_where_they_are():
    """You updated the weights only; b1 and b2 step in the same way."""


@misconception(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={"progress(num_iterations)": "progress(num_iterations - 1)"},
)
def trains_one_iteration_too_few():
    """You trained one iteration less than num_iterations; range(n) counts from 0 to n - 1."""


@misconception(
    training_repeats_your_own_steps,
    training_learns_the_spirals,
    edits={"parameters = update_parameters(": "update_parameters("},
)
def drops_the_updated_parameters():
    """Your parameters never change: keep what update_parameters returns."""


@misconception(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    training_learns_the_spirals,
    edits={
        "        A2, cache = forward": "        parameters = initialize_parameters(*layer_sizes(X, Y, n_h))\n        A2, cache = forward"
    },
)
def starts_anew_in_every_iteration():
    """You initialize the parameters inside the loop, so each iteration starts from scratch."""


@misconception(
    training_repeats_your_own_steps,
    training_learns_the_spirals,
    edits={"learning_rate=1.2)": "learning_rate=0.12)"},
)
def takes_small_steps():
    """You train with another learning rate; nn_model uses 1.2."""


@misconception(
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={
        "costs.append(compute_cost(A2, Y))": """
            stepped = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
            costs.append(compute_cost(forward_propagation(X, stepped)[0], Y))"""
    },
)
def records_the_cost_after_the_update():
    """You recorded the cost after the update; the first entry belongs to the starting weights."""


@misconception(
    costs_are_printed_every_1000_iterations,
    edits={"if print_cost and": "if not print_cost and"},
)
def prints_costs_at_other_times():
    """print_cost decides what is printed: the costs of iterations 0, 1000, 2000, …, or nothing."""


@misconception(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={"(A2 > 0.5).astype(int)": "A2"},
)
def returns_probabilities():
    """You returned the probabilities; compare them with 0.5 to get labels."""


@misconception(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={"A2 > 0.5": "A2 > 0"},
)
def compares_with_zero():
    """You compared with 0, but probabilities are always above 0; the threshold is 0.5."""


@misconception(
    exactly_one_half_is_label_0,
    edits={"A2 > 0.5": "A2 >= 0.5"},
)
def takes_one_half_for_class_1():
    """You used >=; a probability of exactly 0.5 is label 0 here."""


# --- Overfitted answers: right for the numbers that the notebook shows ----------------------------


@overfitted(
    sizes_are_the_rows_of_the_data,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    edits={"return X.shape[0]": "return 2"},
)
def takes_two_inputs_for_granted():
    """You fixed n_x at 2; read it from X, which has a row for each input."""


@overfitted(
    sizes_are_the_rows_of_the_data,
    edits={"n_h, Y.shape[0]": "n_h, 1"},
)
def takes_one_output_for_granted():
    """You fixed n_y at 1; read it from Y, which has a row for each output."""


@overfitted(
    hidden_size_is_the_argument,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    training_learns_the_spirals,
    edits={"n_h, Y.shape[0]": "4, Y.shape[0]"},
)
def ignores_the_hidden_size():
    """You always use 4 hidden units; 4 is only the default, so return the argument n_h."""


@overfitted(
    sizes_are_the_rows_of_the_data,
    hidden_size_is_the_argument,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    training_learns_the_spirals,
    sometimes=[costs_are_printed_every_1000_iterations],
    edits={"X.shape[0], n_h, Y.shape[0]": "5, 3, 2"},
)
def returns_the_sizes_of_the_example():
    """You return the sizes of the example in the text; return those of the X, Y and n_h you are given."""


@overfitted(
    parameters_have_the_right_shapes,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={
        "(n_h, n_x)": "(4, 2)",
        "(n_h, 1)": "(4, 1)",
        "(n_y, n_h)": "(1, 4)",
        "(n_y, 1)": "(1, 1)",
    },
)
def draws_the_notebooks_network():
    """Your parameters always fit 2 inputs, 4 hidden units and 1 output; use n_x, n_h and n_y."""


@overfitted(
    parameters_have_the_right_shapes,
    edits={
        "randn(n_y, n_h)": "randn(1, n_h)",
        "zeros((n_y, 1))": "zeros((1, 1))",
    },
)
def draws_one_output_only():
    """Your W2 and b2 always have one row; they need n_y rows, one for each output."""


@overfitted(
    hidden_layer_is_tanh_of_a_linear_map,
    output_layer_is_sigmoid_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    predict_leaves_its_inputs_alone,
    edits={'+ parameters["b1"]': '+ parameters["b1"] @ np.ones((1, 800))'},
)
def spreads_the_bias_over_800_examples():
    """You spread the bias over 800 columns; X may have any number, so let NumPy broadcast b1."""


@overfitted(
    hidden_layer_is_tanh_of_a_linear_map,
    output_layer_is_sigmoid_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    predict_leaves_its_inputs_alone,
    edits={'["W1"], X)': '["W1"], globals()["X"])'},
)
def propagates_the_notebooks_data():
    """You propagate the notebook's own data; use the argument X."""


@overfitted(
    hidden_layer_is_tanh_of_a_linear_map,
    output_layer_is_sigmoid_of_a_linear_map,
    examples_do_not_see_each_other,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={
        'return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}': 'cache = pencil_network()[3]\n    return cache["A2"], cache',
    },
)
def returns_the_cache_worked_by_hand():
    """You return the values of the pencil network; compute them from X and the parameters."""


@overfitted(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={
        "-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))": "-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / 800",
    },
)
def averages_the_cost_over_800_examples():
    """You divided the cost by 800, the size of this data set; m is the number of columns of Y."""


@overfitted(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={"float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": "0.4712"},
)
def returns_the_cost_worked_by_hand():
    """You return the cost of the pencil network; compute it from A2 and Y."""


@overfitted(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={"float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": "0.693141"},
)
def returns_the_first_cost_of_the_notebook():
    """You return the first cost printed in the notebook; compute it from A2 and Y."""


@overfitted(
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
    edits={
        "float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))": "0.4712 if A2.shape[1] == 4 else 0.6931",
    },
)
def knows_the_two_costs_of_the_first_check():
    """You return the two costs of the first check; compute the cost of any A2 and Y."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "(A2 - Y) / 800"},
)
def divides_by_the_notebooks_800():
    """You divided by 800, the size of this data set; m is X.shape[1]."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    training_learns_the_spirals,
    edits={"(A2 - Y) / X.shape[1]": "(A2 - Y) / 4"},
)
def divides_by_the_four_examples_worked_by_hand():
    """You divided by 4, the examples of the pencil network; m is X.shape[1]."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={
        "np.dot(dZ1, X.T)": "np.array([[-0.3905, -0.1245], [0.3466, 0.1684], [-0.5802, -0.0920]])",
        "dZ1.sum(axis=1, keepdims=True)": "np.array([[-0.2575], [0.2575], [-0.3581]])",
        "np.dot(dZ2, A1.T)": "np.array([[-0.1250, -0.0225, 0.1613]])",
        "dZ2.sum(axis=1, keepdims=True)": "np.array([[-0.25]])",
    },
)
def returns_the_gradients_worked_by_hand():
    """You return the gradients of the pencil network; compute them from the arguments."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    edits={'np.dot(parameters["W2"].T, dZ2)': '(parameters["W2"].T * dZ2)'},
)
def carries_the_error_back_from_one_output_only():
    """You multiply W2ᵀ by dZ2 element by element, which fits one output only; use the matrix product @."""


@overfitted(
    output_gradients_are_right,
    gradients_are_means_over_the_batch,
    edits={"dZ2.sum(axis=1, keepdims=True)": "np.array([[dZ2.sum()]])"},
)
def sums_db2_over_one_output_only():
    """Your db2 is one number, right for one output only; sum along axis 1, a row for each output."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={"dZ1.sum(axis=1, keepdims=True)": "dZ1.sum(axis=1).reshape(4, 1)"},
)
def shapes_db1_for_four_hidden_units():
    """Your db1 has 4 rows, one for each hidden unit of the notebook; keepdims=True keeps as many as there are."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
    gradients_are_means_over_the_batch,
    backward_leaves_its_inputs_alone,
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    training_learns_the_spirals,
    edits={"(dZ1, X.T)": '(dZ1, globals()["X"].T)'},
)
def multiplies_with_the_notebooks_data():
    """You used the notebook's own data for dW1; use the argument X."""


@overfitted(
    every_parameter_steps_downhill,
    a_rate_of_zero_moves_nothing,
    edits={"- learning_rate *": "- 1.2 *"},
)
def ignores_the_learning_rate():
    """You always step by 1.2; use the argument learning_rate."""


@overfitted(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    training_learns_the_spirals,
    edits={"layer_sizes(X, Y, n_h)": "layer_sizes(X, Y)"},
)
def trains_four_hidden_units():
    """You train 4 hidden units whatever n_h is; pass n_h on to layer_sizes."""


@overfitted(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    edits={"*layer_sizes(X, Y, n_h)": "2, n_h, 1"},
)
def trains_a_network_with_two_inputs():
    """You initialize a network with 2 inputs; take the sizes from layer_sizes."""


@overfitted(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={"progress(num_iterations)": "progress(10000)"},
)
def trains_10000_iterations():
    """You always train 10000 iterations; use the argument num_iterations."""


@overfitted(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    edits={
        "parameters = initialize_parameters(*layer": "X, Y = make_spirals()\n    parameters = initialize_parameters(*layer",
    },
)
def makes_its_own_spirals():
    """You make the spirals inside nn_model; train on the X and Y you are given."""


@overfitted(
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
    costs_are_printed_every_1000_iterations,
    edits={
        "A2, cache = forward_propagation(X, parameters)": 'X, Y = globals()["X"], globals()["Y"]\n        A2, cache = forward_propagation(X, parameters)',
    },
)
def trains_on_the_notebooks_data():
    """You train on the notebook's own X and Y; use the arguments."""


@overfitted(
    costs_are_recorded_before_each_update,
    costs_are_printed_every_1000_iterations,
    edits={"costs.append(compute_cost(A2, Y))": "costs.append(0.693141)"},
)
def records_the_first_cost_of_the_notebook():
    """You record the cost printed in the notebook; append what compute_cost gives."""


@overfitted(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={"(A2 > 0.5).astype(int)": "np.array([[1, 0, 0, 1]])"},
)
def returns_the_labels_worked_by_hand():
    """You return the labels of the pencil network; compute them from the parameters and X."""


@overfitted(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={"(A2 > 0.5).astype(int)": "Y"},
)
def returns_the_labels_of_the_data():
    """You return the true labels of the notebook's data; the prediction comes from the network."""


@overfitted(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    predict_leaves_its_inputs_alone,
    edits={"(A2 > 0.5).astype(int)": "np.array([[int(A2[0, i] > 0.5) for i in range(800)]])"},
)
def predicts_800_examples():
    """You label 800 examples, the size of this data set; X has as many as it has columns."""


# --- Alternatives: right answers in other styles, all worth full points ---------------------------


@alternative()
def loops_over_examples():
    def forward_propagation(X, parameters):
        W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
        columns = {"Z1": [], "A1": [], "Z2": [], "A2": []}
        for i in range(X.shape[1]):
            z1 = W1 @ X[:, i : i + 1] + b1
            a1 = np.tanh(z1)
            z2 = W2 @ a1 + b2
            a2 = 1 / (1 + np.exp(-z2))
            for name, column in zip(columns, (z1, a1, z2, a2)):
                columns[name].append(column)
        cache = {name: np.hstack(values) for name, values in columns.items()}
        return cache["A2"], cache

    def compute_cost(A2, Y):
        total = 0
        for i in range(Y.shape[1]):
            total += np.log(A2[0, i]) if Y[0, i] == 1 else np.log(1 - A2[0, i])
        return -total / Y.shape[1]

    def backward_propagation(parameters, cache, X, Y):
        m = X.shape[1]
        grads = {"d" + name: np.zeros_like(value) for name, value in parameters.items()}
        for i in range(m):
            x, a1 = X[:, i : i + 1], cache["A1"][:, i : i + 1]
            dz2 = cache["A2"][:, i : i + 1] - Y[:, i : i + 1]
            dz1 = parameters["W2"].T @ dz2 * (1 - a1**2)
            grads["dW2"] += dz2 @ a1.T / m
            grads["db2"] += dz2 / m
            grads["dW1"] += dz1 @ x.T / m
            grads["db1"] += dz1 / m
        return grads


@alternative()
def writes_the_chain_rule_out():
    def backward_propagation(parameters, cache, X, Y):
        m = Y.shape[1]
        A1, A2 = cache["A1"], cache["A2"]
        dA2 = -(Y / A2 - (1 - Y) / (1 - A2)) / m
        dZ2 = dA2 * A2 * (1 - A2)
        dA1 = np.dot(parameters["W2"].T, dZ2)
        dZ1 = np.multiply(dA1, 1 - np.power(A1, 2))
        return {
            "dW1": np.dot(dZ1, X.T),
            "db1": np.sum(dZ1, axis=1, keepdims=True),
            "dW2": np.dot(dZ2, A1.T),
            "db2": np.sum(dZ2, axis=1, keepdims=True),
            "dZ1": dZ1,
        }


@alternative()
def updates_in_place():
    def update_parameters(parameters, grads, learning_rate=1.2):
        for name in ("W1", "b1", "W2", "b2"):
            parameters[name] -= learning_rate * grads["d" + name]
        return parameters


@alternative()
def speaks_einsum():
    def forward_propagation(X, parameters):
        Z1 = np.einsum("hx,xm->hm", parameters["W1"], X) + parameters["b1"]
        A1 = np.tanh(Z1)
        Z2 = np.einsum("yh,hm->ym", parameters["W2"], A1) + parameters["b2"]
        A2 = np.exp(Z2) / (1 + np.exp(Z2))
        return [A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}]

    def backward_propagation(parameters, cache, X, Y):
        m = Y.shape[-1]
        d2 = cache["A2"] - Y
        d1 = np.einsum("yh,ym,hm->hm", parameters["W2"], d2, 1 - cache["A1"] ** 2)
        return {
            "dW1": np.einsum("hm,xm->hx", d1, X) / m,
            "db1": np.einsum("hm->h", d1)[:, None] / m,
            "dW2": np.einsum("ym,hm->yh", d2, cache["A1"]) / m,
            "db2": np.einsum("ym->y", d2)[:, None] / m,
        }


@alternative()
def prints_and_warns():
    import warnings

    def compute_cost(A2, Y):
        print("computing the cost of", Y.shape[1], "examples")
        warnings.warn("this is only a warning")
        np.log(np.zeros(1))  # a RuntimeWarning on stderr
        return -np.mean(np.where(Y == 1, np.log(A2), np.log(1 - A2)))

    def predict(parameters, X):
        print("predicting")
        return np.where(forward_propagation(X, parameters)[0] > 0.5, 1, 0)


@alternative()
def returns_arrays_and_lists():
    def layer_sizes(X, Y, n_h=4):
        return [np.int64(X.shape[0]), n_h, len(Y)]

    def compute_cost(A2, Y):
        m = Y.shape[1]
        return -(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m

    def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, costs=None):
        np.random.seed(42)
        parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
        for i in range(num_iterations):
            A2, cache = forward_propagation(X, parameters)
            cost = compute_cost(A2, Y)
            if print_cost and i % 1000 == 0:
                print(f"Iteration {i}, cost {cost}")
            if costs is not None:
                costs.append(cost)
            grads = backward_propagation(parameters, cache, X, Y)
            parameters = update_parameters(parameters, grads)
        return parameters

    def predict(parameters, X):
        return np.rint(forward_propagation(X, parameters)[0])


@alternative()
def multiplies_matrices_of_np_matrix():
    def forward_propagation(X, parameters):
        Z1 = np.matrix(parameters["W1"]) * np.matrix(X) + parameters["b1"]
        A1 = np.tanh(Z1)
        Z2 = np.matrix(parameters["W2"]) * A1 + parameters["b2"]
        A2 = sigmoid(Z2)
        return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}

    def backward_propagation(parameters, cache, X, Y):
        m = X.shape[1]
        A1, A2 = np.matrix(cache["A1"]), np.matrix(cache["A2"])
        dZ2 = A2 - Y
        dZ1 = np.multiply(np.matrix(parameters["W2"]).T * dZ2, 1 - np.power(A1, 2))
        return {
            "dW1": dZ1 * np.matrix(X).T / m,
            "db1": dZ1.sum(axis=1) / m,
            "dW2": dZ2 * A1.T / m,
            "db2": dZ2.sum(axis=1) / m,
        }

    def compute_cost(A2, Y):
        A2, Y = np.matrix(A2), np.matrix(Y)
        return -(Y * np.log(A2).T + (1 - Y) * np.log(1 - A2).T) / Y.shape[1]

    def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, costs=None):
        np.random.seed(42)
        parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
        for i in range(num_iterations):
            A2, cache = forward_propagation(X, parameters)
            cost = compute_cost(A2, Y)
            if print_cost and i % 1000 == 0:
                print("cost at", i, np.round(cost, 4))
            if costs is not None:
                costs.append(cost)
            grads = backward_propagation(parameters, cache, X, Y)
            parameters = update_parameters(parameters, grads)
        return parameters


@alternative()
def draws_with_another_generator_and_scale():
    def initialize_parameters(n_x, n_h, n_y):
        generator = np.random.default_rng(7)
        return dict(
            b2=np.zeros((n_y, 1)),
            W2=generator.uniform(-0.1, 0.1, (n_y, n_h)),
            b1=np.zeros((n_h, 1)),
            W1=generator.normal(0, 0.1, (n_h, n_x)),
        )


@alternative()
def seeds_outside_the_initializer():
    def initialize_parameters(n_x, n_h, n_y):
        return {
            "W1": 0.05 * np.random.randn(n_h, n_x),
            "b1": np.zeros((n_h, 1)),
            "W2": 0.05 * np.random.randn(n_y, n_h),
            "b2": np.zeros((n_y, 1)),
        }

    def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, costs=None):
        n_x, n_h, n_y = layer_sizes(X, Y, n_h)
        np.random.seed(3)
        parameters = initialize_parameters(n_x, n_h, n_y)
        i = 0
        while i < num_iterations:
            A2, cache = forward_propagation(X, parameters)
            cost = compute_cost(A2, Y)
            if print_cost and i % 1000 == 0:
                print(f"Cost after iteration {i}: {cost}")
            if costs is not None:
                costs += [cost]
            parameters = update_parameters(
                parameters, backward_propagation(parameters, cache, X, Y)
            )
            i += 1
        return parameters


@alternative()
def uses_helpers_globals_and_type_hints():
    THRESHOLD = 0.5
    NAMES = ["W1", "b1", "W2", "b2"]

    def unpack(parameters: dict) -> list[np.ndarray]:
        return [parameters[name] for name in NAMES]

    class Layer:
        def __init__(self, W, b, activation):
            self.W, self.b, self.activation = W, b, activation

        def __call__(self, A):
            Z = self.W @ A + self.b
            return Z, self.activation(Z)

    def forward_propagation(X: np.ndarray, parameters: dict, verbose: bool = False):
        W1, b1, W2, b2 = unpack(parameters)
        Z1, A1 = Layer(W1, b1, np.tanh)(X)
        Z2, A2 = Layer(W2, b2, sigmoid)(A1)
        return A2, dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2, X=X)

    def predict(parameters: dict, X: np.ndarray) -> np.ndarray:
        probabilities, _ = forward_propagation(X, parameters)
        return (probabilities > THRESHOLD).astype(float)


@alternative()
def computes_the_forward_pass_again():
    def backward_propagation(parameters, cache, X, Y):
        A2, fresh = forward_propagation(X, parameters)
        d2 = (A2 - Y) / Y.shape[1]
        d1 = (parameters["W2"].T @ d2) / np.cosh(fresh["Z1"]) ** 2
        ones = np.ones((X.shape[1], 1))
        return {"dW1": d1 @ X.T, "db1": d1 @ ones, "dW2": d2 @ fresh["A1"].T, "db2": d2 @ ones}
