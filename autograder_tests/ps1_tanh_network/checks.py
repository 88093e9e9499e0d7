"""What the answers to assignment 1 must do: one hidden tanh layer, examples in columns."""

import numpy as np

from autograder.checks import (
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
    same,
)
from autograder_tests.shared import (
    GRADIENTS,
    PARAMETERS,
    expect_columns_apart,
    expect_gradients,
    gradients_for,
    labels,
    parameters_of,
    printed_numbers,
    shows,
    slopes,
)

CACHE = ("Z1", "A1", "Z2", "A2")


# --- Random networks and batches ------------------------------------------------------------------


def sizes(rng):
    """Four sizes n_x, n_h, n_y, m, unlike each other and the notebook's 2, 4, 1, 800."""
    n_x, n_h, n_y = rng.permutation([3, 5, 6, 7])[:3].tolist()
    return n_x, n_h, n_y, int(rng.integers(9, 15))


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
    given = expect_values(student.layer_sizes(X, Y, n_h=n_h), 3, "layer_sizes")
    expect_number(given[1], n_h, "n_h")
    default = expect_values(student.layer_sizes(X, Y), 3, "layer_sizes")
    expect_number(default[1], 4, "n_h by default")


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
    n_y = parameters["W2"].shape[0]

    def probabilities(columns):
        A2 = expect_values(student.forward_propagation(columns, parameters), 2, "the function")[0]
        A2 = expect_shape(A2, (n_y, columns.shape[1]), "A2")
        expect_finite(A2, "A2")
        return A2

    expect_columns_apart(probabilities, X, rng, "A2")


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
    """Spirals that the notebook has not shown are learned:
    at least 90 % of the points are right."""
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


# --- Checks that fall together --------------------------------------------------------------------

# In each of these cells, the claims that a wrong formula loses.
COST = (
    cost_is_the_mean_cross_entropy,
    an_undecided_network_costs_log_2,
    the_batch_twice_costs_the_same,
)
BACKPROPAGATION = (
    output_gradients_are_right,
    hidden_gradients_flow_through_tanh,
    gradients_are_the_slopes_of_the_cost,
)
PREDICTION = (labels_are_the_likelier_class, exactly_one_half_is_label_0)

# What the loop does from one iteration to the next, and all that is asked of it: it calls the
# functions of every cell before it.
ITERATIONS = (
    training_repeats_your_own_steps,
    costs_are_recorded_before_each_update,
    sizes_of_the_network_are_the_arguments,
)
TRAINING = (*ITERATIONS, costs_are_printed_every_1000_iterations, training_learns_the_spirals)
