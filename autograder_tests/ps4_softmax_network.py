"""Hidden tests of assignment 4: softmax output, weight decay and a gradient check, examples in
columns."""

import numpy as np

from autograder.checks import (
    Failed,
    alternative,
    check,
    expect,
    expect_array,
    expect_close,
    expect_entries,
    expect_finite,
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
CACHE = ("Z2", "A2", "Z3", "A3")


# --- Random networks and batches ------------------------------------------------------------------


def sizes(rng):
    """Four sizes n_x, n_h, n_y, m that differ from each other and from those of the data sets."""
    n_y = int(rng.integers(4, 7))
    n_x, n_h = rng.permutation([n for n in (3, 6, 7, 8, 9) if n != n_y])[:2].tolist()
    return n_x, n_h, n_y, int(rng.integers(11, 17))


def params_of(rng, n_x, n_h, n_y):
    """Weights and biases away from zero, so that no term of the formulas can hide."""
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {name: rng.normal(0, 0.6, shape) for name, shape in shapes.items()}


def labels(rng, n_y, m):
    """Labels of shape (m,) among which every class occurs."""
    y = rng.integers(0, n_y, m)
    y[:n_y] = np.arange(n_y)
    return rng.permutation(y)


def network(rng, m=None):
    """A random network and a random batch: params, X of shape (n_x, m), y of shape (m,).

    No hidden unit is closer to ReLU's kink than a hundred of the steps of `slopes`, and each is
    active for some examples only.
    """
    n_x, n_h, n_y, some = sizes(rng)
    m = m or some
    while True:
        params, X = params_of(rng, n_x, n_h, n_y), rng.normal(size=(n_x, m))
        Z2 = params["W1"] @ X + params["b1"]
        if np.abs(Z2).min() > 1e-3 and ((Z2 > 0).any(axis=1) & (Z2 < 0).any(axis=1)).all():
            return params, X, labels(rng, n_y, m)


def rings(rng):
    """Three rings to learn: X of shape (2, 90), y of shape (90,)."""
    X = rng.uniform(-1, 1, (2, 90))
    radius = np.abs(X).sum(axis=0)
    return X, np.searchsorted(np.quantile(radius, [1 / 3, 2 / 3]), radius)


def expect_gradients(actual, expected, names=GRADIENTS):
    actual = expect_entries(actual, names, "the gradients")
    for name in names:
        expect_close(actual[name], expected[name], name)


# --- forward --------------------------------------------------------------------------------------


def forward(student, X, params, *activation):
    """A3 and the cache of the student's forward."""
    A3, cache = expect_values(student.forward(X, params, *activation), 2, "forward")
    return A3, expect_entries(cache, CACHE, "the cache")


def softmax(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


@check("test_forward", weight=2)
def hidden_layer_is_relu_of_a_linear_map(student, reference, rng):
    """Z2 = W1 X + b1 and A2 = max(0, Z2)."""
    params, X, _ = network(rng)
    expected = reference.forward(X, params)[1]
    cache = forward(student, X, params)[1]
    for name in ("Z2", "A2"):
        expect_close(cache[name], expected[name], name)


@check("test_forward", weight=2)
def output_layer_is_softmax_of_a_linear_map(student, reference, rng):
    """Z3 = W2 A2 + b2 and A3 = softmax(Z3), for the A2 of your cache; A3 is returned too."""
    params, X, _ = network(rng)
    A3, cache = forward(student, X, params)
    A2 = expect_shape(cache["A2"], (params["W1"].shape[0], X.shape[1]), "A2")
    expect_finite(A2, "A2")
    Z3 = params["W2"] @ A2 + params["b2"]
    expect_close(cache["Z3"], Z3, "Z3")
    expect_close(A3, softmax(Z3), "A3")
    expect_close(cache["A3"], A3, "A3 in the cache")


@check("test_forward", weight=1)
def activation_sigmoid_exchanges_the_hidden_layer(student, reference, rng):
    """With activation="sigmoid" the hidden layer is sigmoid(Z2), and the rest follows from it."""
    params, X, _ = network(rng)
    A3, cache = forward(student, X, params, "sigmoid")
    Z2 = expect_shape(cache["Z2"], (params["W1"].shape[0], X.shape[1]), "Z2")
    expect_finite(Z2, "Z2")
    A2 = 1 / (1 + np.exp(-Z2))
    expect_close(cache["A2"], A2, "A2 with sigmoid units")
    expect_shape(A3, (params["W2"].shape[0], X.shape[1]), "A3")


@check("test_forward", weight=2)
def softmax_withstands_large_scores(student, reference, rng):
    """Large scores give the finite probabilities that they should, each column by itself."""
    _, _, n_y, m = sizes(rng)

    def expect_probabilities(offsets, which):
        # Example i is the unit vector i, which the hidden layer passes on: its scores are column i
        # of W2.
        scores = rng.normal(size=(n_y, m)) + offsets
        params = {
            "W1": np.eye(m),
            "b1": np.zeros((m, 1)),
            "W2": scores,
            "b2": np.zeros((n_y, 1)),
        }
        A3, cache = forward(student, np.eye(m), params)
        A3 = expect_shape(A3, (n_y, m), "A3")
        expect_finite(A3, f"A3 for scores {which}")
        Z3 = expect_shape(cache["Z3"], (n_y, m), "Z3")
        expect_finite(Z3, "Z3")
        expect_close(A3, softmax(Z3), f"A3 for scores {which}")

    # exp(-735) is not 0 yet, but has only one or two digits left: here an answer that takes the
    # exponentials as they are is wrong, and further out it is nan, which would tell no mistake
    # from another.
    expect_probabilities(rng.permutation([-4.0] + [-739.0] * (m - 1)), "near -739 and -4")
    expect_probabilities(rng.permutation(np.linspace(-1000, 1000, m)), "between -1000 and 1000")
    one_class_far_above = np.where(
        np.arange(n_y)[:, np.newaxis] == rng.integers(0, n_y, m), 900, -900
    )
    expect_probabilities(one_class_far_above, "of -900 and 900 in one column")


@check("test_forward", weight=1)
def probabilities_of_an_example_add_up_to_1(student, reference, rng):
    """Each column of A3 sums to 1, and adding one number to all scores changes nothing."""
    params, X, _ = network(rng)
    shape = (params["W2"].shape[0], X.shape[1])
    A3 = expect_shape(forward(student, X, params)[0], shape, "A3")
    expect_finite(A3, "A3")
    expect(bool((A3 >= 0).all()), "A3 holds negative numbers; probabilities are never below 0.")
    expect_close(A3.sum(axis=0), np.ones(X.shape[1]), "the sum of each column of A3")
    params["b2"] = params["b2"] + rng.uniform(3, 9)
    A3_shifted = forward(student, X, params)[0]
    expect_close(A3_shifted, A3, "A3 after adding one number to all scores")


@check("test_forward", weight=1)
def examples_do_not_see_each_other(student, reference, rng):
    """An example alone gives the column that it gives in a batch, and another example another."""
    params, X, _ = network(rng)
    n_y, m = params["W2"].shape[0], X.shape[1]

    def probabilities(columns):
        A3 = expect_shape(forward(student, columns, params)[0], (n_y, columns.shape[1]), "A3")
        expect_finite(A3, "A3")
        return A3

    together = probabilities(X)
    expect_close(probabilities(X[:, ::-1]), together[:, ::-1], "A3 of the batch reversed")
    i = int(rng.integers(m))
    expect_close(probabilities(X[:, [i]]), together[:, [i]], "A3 of one example alone")
    expect(np.ptp(together, axis=1).all(), "A3 is the same for every example.")


@check("test_forward", weight=1)
def forward_leaves_its_inputs_alone(student, reference, rng):
    """X and the parameters are the same after the call."""
    params, X, _ = network(rng)
    call = student.call("forward", X, params)
    expect_values(call.result, 2, "forward")
    expect_unchanged((X, params), call.args, "X or a parameter")


# --- cost -----------------------------------------------------------------------------------------


def expect_cost(student, reference, X, y, params, decay, *activation, name="the cost"):
    """Fail unless the student's cost is right, or right for the student's own forward: a mistake
    there has lost its points in its own cell."""
    actual = student.cost(X, y, params, decay, *activation)
    expected = reference.cost(X, y, params, decay, *activation)
    if not same(actual, expected, rtol=1e-6, atol=1e-8):
        expected = own_cost(student, X, y, params, decay, *activation) or expected
    expect_number(actual, expected, name)


def own_cost(student, X, y, params, decay, *activation):
    """The cost that belongs to the student's forward; None where that gives no probabilities."""
    try:
        A3 = np.asarray(forward(student, X, params, *activation)[0], dtype=float)
        likelihoods = A3[y, np.arange(y.size)]
    except (Failed, ValueError, IndexError, TypeError):
        return None
    squares = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    J = -np.mean(np.log(likelihoods)) + decay / 2 * squares
    return float(J) if np.isfinite(J) else None


@check("test_cost", weight=3)
def cost_is_the_mean_negative_log_likelihood(student, reference, rng):
    """Without decay, J is the mean of -ln of the probability of the true class."""
    params, X, y = network(rng)
    expect_cost(student, reference, X, y, params, 0.0)


@check("test_cost", weight=3)
def decay_adds_half_the_squared_weights(student, reference, rng):
    """The decay adds decay / 2 times the sum of all squared weights, and no bias."""
    params, X, y = network(rng)
    decay = rng.uniform(0.2, 0.9)
    without, with_decay = (student.cost(X, y, params, each) for each in (0.0, decay))
    numbers = [expect_array(each, "the cost") for each in (without, with_decay)]
    for each in numbers:
        expect(each.size == 1, f"the cost should be one number; it has shape {each.shape}.")
        expect_finite(each, "the cost")
    added = numbers[1].reshape(()) - numbers[0].reshape(())
    expected = decay / 2 * ((params["W1"] ** 2).sum() + (params["W2"] ** 2).sum())
    expect_number(added, expected, "what the decay adds to the cost")


@check("test_cost", weight=1)
def the_batch_twice_costs_the_same(student, reference, rng):
    """A mean does not change when every example is there twice, nor does the decay."""
    params, X, y = network(rng)
    once = expect_array(student.cost(X, y, params, 0.3), "the cost")
    expect(once.size == 1, f"the cost should be one number; it has shape {once.shape}.")
    expect_finite(once, "the cost")
    X, y = np.tile(X, 2), np.tile(y, 2)
    twice = student.cost(X, y, params, 0.3)
    if not same(twice, once, rtol=1e-6, atol=1e-8):
        once = own_cost(student, X, y, params, 0.3) or once  # a forward that mixes examples up
    expect_number(twice, np.reshape(once, ()), "the cost of the batch repeated")


@check("test_cost", weight=1)
def a_class_may_be_absent_from_the_batch(student, reference, rng):
    """The cost is right where the highest class does not occur in y."""
    params, X, y = network(rng)
    y = y % (params["W2"].shape[0] - 1)
    expect_cost(student, reference, X, y, params, 0.0, name="the cost without the highest class")


@check("test_cost", weight=1)
def cost_passes_the_activation_on(student, reference, rng):
    """With activation="sigmoid" the cost is that of the network with sigmoid units."""
    params, X, y = network(rng)
    expect_cost(student, reference, X, y, params, 0.0, "sigmoid", name="the cost of sigmoid units")


@check("test_cost", weight=1)
def cost_leaves_its_inputs_alone(student, reference, rng):
    """X, y and the parameters are the same after the call."""
    params, X, y = network(rng)
    call = student.call("cost", X, y, params, 0.1)
    expect_array(call.result, "the cost")
    expect_unchanged((X, y, params), call.args[:3], "X, y or a parameter")


# --- backward -------------------------------------------------------------------------------------


def slopes(J, params, step=1e-5):
    """Central differences (J(θ + step) - J(θ - step)) / (2 step), named like the gradients.

    Their error is about step² + 1e-16/step, below 1e-9: far inside the tolerance.
    """
    gradients = {}
    for name, value in params.items():
        slope = np.empty_like(value)
        for at in np.ndindex(value.shape):
            higher, lower = value.copy(), value.copy()
            higher[at] += step
            lower[at] -= step
            slope[at] = (J(params | {name: higher}) - J(params | {name: lower})) / (2 * step)
        gradients["d" + name] = slope
    return gradients


def backward(student, reference, X, y, params, decay, *activation):
    """The student's gradients for a cache of the reference: forward is judged in its own cell."""
    cache = reference.forward(X, params, *activation)[1]
    return student.backward(X, y, params, cache, decay, *activation)


@check("test_backward", weight=4)
def output_gradients_are_right(student, reference, rng):
    """Without decay, dW2 and db2 are the means over the examples of (A3 - Y) A2ᵀ and A3 - Y."""
    params, X, y = network(rng)
    expected = backward(reference, reference, X, y, params, 0.0)
    gradients = backward(student, reference, X, y, params, 0.0)
    expect_gradients(gradients, expected, ("dW2", "db2"))


@check("test_backward", weight=4)
def hidden_gradients_flow_through_relu(student, reference, rng):
    """Without decay, dW1 and db1 carry the error back through W2ᵀ, where Z2 is positive."""
    params, X, y = network(rng)
    expected = backward(reference, reference, X, y, params, 0.0)
    gradients = backward(student, reference, X, y, params, 0.0)
    expect_gradients(gradients, expected, ("dW1", "db1"))


@check("test_backward", weight=3)
def decay_pulls_the_weights_and_no_bias(student, reference, rng):
    """The decay adds decay * W1 to dW1 and decay * W2 to dW2, and nothing to db1 and db2."""
    params, X, y = network(rng)
    decay = rng.uniform(0.2, 0.9)
    without, with_decay = (
        expect_entries(backward(student, reference, X, y, params, each), GRADIENTS, "the gradients")
        for each in (0.0, decay)
    )
    for name, value in params.items():
        pair = [
            expect_shape(each["d" + name], value.shape, "d" + name)
            for each in (without, with_decay)
        ]
        for each in pair:
            expect_finite(each, "d" + name)
        pull = decay * value if name in ("W1", "W2") else np.zeros(value.shape)
        expect_close(pair[1] - 1.0 * pair[0], pull, f"what the decay adds to d{name}")


@check("test_backward", weight=2)
def gradients_are_the_slopes_of_the_cost(student, reference, rng):
    """Moving a parameter by a little changes the cost by what its gradient says."""
    params, X, y = network(rng)
    decay = rng.uniform(0.2, 0.9)
    expected = slopes(lambda moved: reference.cost(X, y, moved, decay), params)
    expect_gradients(backward(student, reference, X, y, params, decay), expected)


@check("test_backward", weight=3)
def sigmoid_units_have_their_own_slope(student, reference, rng):
    """With activation="sigmoid" the gradients are the slopes of that cost, A2 (1 - A2) in place."""
    params, X, y = network(rng)
    decay = rng.uniform(0.2, 0.9)
    expected = slopes(lambda moved: reference.cost(X, y, moved, decay, "sigmoid"), params)
    expect_gradients(backward(student, reference, X, y, params, decay, "sigmoid"), expected)


@check("test_backward", weight=1)
def gradients_are_means_over_the_batch(student, reference, rng):
    """The batch in another order, with every example twice, gives the same gradients."""
    params, X, y = network(rng)
    once = backward(student, reference, X, y, params, 0.3)
    once = expect_entries(once, GRADIENTS, "the gradients")
    order = rng.permutation(np.tile(np.arange(y.size), 2))
    twice = backward(student, reference, X[:, order], y[order], params, 0.3)
    twice = expect_entries(twice, GRADIENTS, "the gradients")
    for name in GRADIENTS:
        value = expect_shape(once[name], params[name[1:]].shape, name)
        expect_finite(value, name)
        expect(value.any(), f"{name} holds nothing but zeros.")
        expect_close(twice[name], value, f"{name} of the batch repeated")


@check("test_backward", weight=2)
def gradients_know_the_absent_class(student, reference, rng):
    """A class that does not occur in y still has a row in the gradients."""
    params, X, y = network(rng)
    y = y % (params["W2"].shape[0] - 1)
    expected = backward(reference, reference, X, y, params, 0.0)
    gradients = backward(student, reference, X, y, params, 0.0)
    expect_gradients(gradients, expected, ("dW2", "db2"))


@check("test_backward", weight=1)
def backward_leaves_its_inputs_alone(student, reference, rng):
    """X, y, the parameters and the cache are the same after the call."""
    params, X, y = network(rng)
    cache = reference.forward(X, params)[1]
    call = student.call("backward", X, y, params, cache, 0.1)
    expect_entries(call.result, GRADIENTS, "the gradients")
    expect_unchanged((X, y, params, cache), call.args[:4], "an input")


# --- update_params --------------------------------------------------------------------------------


def gradients_for(rng, params):
    return {"d" + name: rng.normal(size=value.shape) for name, value in params.items()}


def stepped(student, params, gradients, rate):
    """The dictionary `params` as the student's update_params leaves it."""
    # by keyword: what a function leaves in its keyword arguments tells one mistake from another
    call = student.call("update_params", params=params, dParams=gradients, learning_rate=rate)
    return expect_entries(call.kwargs["params"], PARAMETERS, "params after the update")


@check("test_update_params", weight=3)
def every_parameter_steps_downhill(student, reference, rng):
    """After the call, params holds each parameter minus learning_rate times its gradient."""
    params = network(rng)[0]
    gradients, rate = gradients_for(rng, params), rng.uniform(0.1, 0.9)
    left = stepped(student, params, gradients, rate)
    for name in PARAMETERS:
        expected = params[name] - rate * gradients["d" + name]
        expect_close(left[name], expected, f"{name} after the update")


@check("test_update_params", weight=1)
def a_rate_of_zero_moves_nothing(student, reference, rng):
    """With a learning rate of 0 the parameters stay where they are."""
    params = network(rng)[0]
    left = stepped(student, params, gradients_for(rng, params), 0.0)
    for name in PARAMETERS:
        expect_close(left[name], params[name], f"{name} after a step of rate 0")


@check("test_update_params", weight=1)
def two_half_steps_make_a_whole(student, reference, rng):
    """Two steps of half the rate along one gradient, one after the other, lead where one leads."""
    params = network(rng)[0]
    gradients, rate = gradients_for(rng, params), rng.uniform(0.1, 0.9)
    left = stepped(student, stepped(student, params, gradients, rate / 2), gradients, rate / 2)
    for name in PARAMETERS:
        expected = params[name] - rate * gradients["d" + name]
        expect_close(left[name], expected, f"{name} after two half steps")


# --- nn_predict -----------------------------------------------------------------------------------


def predictable(rng):
    """A random network and batch in which no class wins everywhere, nor by a hair, and one wins
    that the notebook's data sets do not have."""
    while True:
        params, X, _ = network(rng, m=int(rng.integers(17, 24)))
        A2 = np.maximum(params["W1"] @ X + params["b1"], 0)
        ranked = np.sort(params["W2"] @ A2 + params["b2"], axis=0)
        winners = (params["W2"] @ A2 + params["b2"]).argmax(axis=0)
        varied = np.unique(winners).size >= 3 and 2 in winners and winners.max() >= 3
        if varied and (ranked[-1] - ranked[-2]).min() > 1e-3:
            return params, X


def expect_winners(student, reference, X, params, name, actual):
    """Fail unless the labels are right, or right for the student's own forward."""
    actual = expect_shape(actual, (X.shape[1],), name)
    expected = reference.nn_predict(X, params)
    if (actual != expected).any():
        try:
            A3 = expect_array(forward(student, X, params)[0], "A3")
        except Failed:
            A3 = np.empty(0)
        if A3.ndim == 2 and A3.shape[1] == X.shape[1]:
            expected = A3.argmax(axis=0)
    wrong = int((actual != expected).sum())
    expect(wrong == 0, f"{name} has {wrong} of {expected.size} labels wrong.")


@check("test_nn_predict", weight=3)
def labels_are_the_most_probable_classes(student, reference, rng):
    """The label is the row of the largest probability, one number for each example."""
    params, X = predictable(rng)
    actual = student.nn_predict(X, params)
    expect_winners(student, reference, X, params, "the prediction", actual)


@check("test_nn_predict", weight=1)
def one_example_gets_one_label(student, reference, rng):
    """For a single column, whichever it is, the prediction has shape (1,)."""
    params, X = predictable(rng)
    labels = [student.nn_predict(X[:, [i]], params) for i in range(X.shape[1])]
    for i, label in enumerate(labels):
        name = "the prediction of one example"
        expect_winners(student, reference, X[:, [i]], params, name, label)


@check("test_nn_predict", weight=1)
def predict_leaves_its_inputs_alone(student, reference, rng):
    """X and the parameters are the same after the call."""
    params, X = predictable(rng)
    call = student.call("nn_predict", X, params)
    expect_array(call.result, "the prediction")
    expect_unchanged((X, params), call.args, "X or a parameter")


# --- compute_numerical_gradient -------------------------------------------------------------------

# Functions whose central differences are known exactly. With the rounding of J, about 1e-16 of its
# size, divided by a step of 1e-4, an answer is off by 1e-11 or less.

QUADRATIC = (
    "lambda p: (A * p['W1']).sum() ** 2 + (B * p['b1']).sum() + 3 * (p['b1'] ** 2).sum()"
    " + (C * p['W2']).sum() * (D * p['b2']).sum()"
)
CUBIC = (
    "lambda p: (A * p['W1'] ** 3).sum() + (B * p['b1'] ** 3).sum() + (C * p['W2'] ** 3).sum()"
    " + (D * p['b2'] ** 3).sum()"
)


def coefficients(rng, params):
    return {
        key: rng.uniform(0.5, 2, params[name].shape) * rng.choice([-1, 1])
        for key, name in zip("ABCD", PARAMETERS, strict=True)
    }


def expect_slopes(actual, expected):
    actual = expect_entries(actual, GRADIENTS, "the numerical gradients")
    for name, value in zip(GRADIENTS, expected, strict=True):
        expect_close(actual[name], value, f"the numerical {name}", rtol=1e-6, atol=1e-7)


@check("test_compute_numerical_gradient", weight=3)
def slopes_of_a_quadratic_are_exact(student, reference, rng):
    """For a quadratic function of all parameters the central difference is its slope."""
    params = network(rng)[0]
    A, B, C, D = (k := coefficients(rng, params)).values()
    W1, b1, W2, b2 = params.values()
    expected = (
        2 * A * (A * W1).sum(),
        B + 6 * b1,
        C * (D * b2).sum(),
        D * (C * W2).sum(),
    )
    J = student.ref(QUADRATIC, **k)
    expect_slopes(student.compute_numerical_gradient(J, params), expected)


@check("test_compute_numerical_gradient", weight=3)
def differences_are_central(student, reference, rng):
    """For k w³ the difference between w + ε and w - ε gives 3 k w² + k ε², whatever ε is."""
    params = network(rng)[0]
    k, epsilon = coefficients(rng, params), rng.uniform(0.1, 0.3)
    expected = [
        3 * each * params[name] ** 2 + each * epsilon**2
        for name, each in zip(PARAMETERS, k.values(), strict=True)
    ]
    J = student.ref(CUBIC, **k)
    expect_slopes(student.compute_numerical_gradient(J, params, epsilon=epsilon), expected)


@check("test_compute_numerical_gradient", weight=1)
def the_step_is_1e_4_by_default(student, reference, rng):
    """Where no epsilon is given, it is 1e-4: for 1e8 k w³ at w = 0 the difference gives k."""
    params = {name: np.zeros(value.shape) for name, value in network(rng)[0].items()}
    k = coefficients(rng, params)
    J = student.ref(CUBIC, **{key: 1e8 * value for key, value in k.items()})
    expect_slopes(student.compute_numerical_gradient(J, params), k.values())


@check("test_compute_numerical_gradient", weight=2)
def parameters_are_put_back(student, reference, rng):
    """After the call the parameters are what they were, but for the last digits."""
    params = network(rng)[0]
    J = student.ref(CUBIC, **coefficients(rng, params))
    call = student.call("compute_numerical_gradient", J, params)
    expect_entries(call.result, GRADIENTS, "the numerical gradients")
    expect(
        same(params, call.args[1], rtol=1e-9, atol=1e-12),
        "the parameters were left changed; put each entry back, or work on a copy.",
    )


@check("test_compute_numerical_gradient", weight=1)
def any_sizes_will_do(student, reference, rng):
    """The four matrices may have any sizes, and each gradient has the shape of its own."""
    shapes = rng.permutation([(1, 4), (3, 1), (2, 5), (4, 2)]).tolist()
    params = {name: rng.normal(size=shape) for name, shape in zip(PARAMETERS, shapes, strict=True)}
    J = student.ref(
        "lambda p: (p['W1'] ** 2).sum() + (p['b1'] ** 2).sum() + (p['W2'] ** 2).sum()"
        " + (p['b2'] ** 2).sum()"
    )
    expected = [2 * value for value in params.values()]
    expect_slopes(student.compute_numerical_gradient(J, params), expected)


# --- accuracy -------------------------------------------------------------------------------------


def guesses(rng):
    """Predicted and true labels of several classes, of which about half agree, one of them for the
    highest class."""
    n_y, m = int(rng.integers(4, 7)), int(rng.integers(31, 60))
    y = rng.integers(0, n_y, m)
    pred = np.where(rng.random(m) < 0.5, y, rng.integers(0, n_y, m))
    y[0] = pred[0] = n_y - 1
    pred[1] = (y[1] + 2) % n_y
    return pred, y, n_y


@check("test_accuracy", weight=2)
def accuracy_is_the_share_of_right_labels(student, reference, rng):
    """The accuracy is the number of labels that agree, divided by their number."""
    batches = [guesses(rng)[:2] for _ in range(4)]
    # All are asked before one is judged: several numbers tell more of what a wrong answer is.
    shares = [student.accuracy(pred, y) for pred, y in batches]
    for (pred, y), share in zip(batches, shares, strict=True):
        right = sum(a == b for a, b in zip(pred.tolist(), y.tolist(), strict=True))
        expect_number(share, right / y.size, "the accuracy")


@check("test_accuracy", weight=1)
def labels_are_only_names(student, reference, rng):
    """Naming the classes otherwise, in both vectors, leaves the accuracy as it is."""
    pred, y, n_y = guesses(rng)
    names = 7 * rng.permutation(n_y) + 3
    right = sum(a == b for a, b in zip(pred.tolist(), y.tolist(), strict=True))
    expect_number(student.accuracy(names[pred], names[y]), right / y.size, "the accuracy renamed")


@check("test_accuracy", weight=2)
def your_functions_learn(student, reference, rng):
    """nn_train, with your functions in it, learns three rings: at least 78 % are right."""
    shapes = {"W1": (20, 2), "b1": (20, 1), "W2": (3, 20), "b2": (3, 1)}
    right = 0.0
    for _ in range(
        3
    ):  # one correct run in seven hundred stays below, where most have 88 % and more
        X, y = rings(rng)
        params = student.nn_train(X, y, 3, (20, 0.0, 0.4, 800))
        params = expect_entries(params, PARAMETERS, "the trained parameters")
        params = {name: expect_shape(params[name], shape, name) for name, shape in shapes.items()}
        right = max(right, (reference.nn_predict(X, params) == y).mean())
        if right >= 0.78:
            break
    # A network that cannot bend its boundary stays near 50 %.
    expect(right >= 0.78, f"the trained network gets {right:.1%} of the points right.")


# --- mlp_settings ---------------------------------------------------------------------------------

# The settings are judged by what scikit-learn does with them, one aspect at a time: for each, the
# student's settings of that aspect stand among the reference's.

STOPPING = {"tol": 1e-4, "n_iter_no_change": 10, "early_stopping": False}
SCHEDULE = {"hidden_layer_sizes", "max_iter", "alpha", *STOPPING}
HARNESS = {"warm_start", "verbose", "random_state"}


def problem(rng):
    """Hyperparameters and a batch of three classes, larger than scikit-learn's portions of 200 and
    than the data sets: a batch size that is too large does no harm."""
    n_x, n_h, _, _ = sizes(rng)
    m = int(rng.integers(415, 460))
    X = rng.normal(size=(n_x, m))
    y = np.argmax(np.vstack([X[0], X[1] ** 2, 1 - X[2]]), axis=0)
    hyperparams = n_h, rng.uniform(0.01, 0.1), rng.uniform(0.2, 0.5), int(rng.integers(25, 40))
    return hyperparams, params_of(rng, n_x, n_h, 3), X, y


def settings_of(student, hyperparams, m):
    settings = student.mlp_settings(hyperparams, m)
    return expect_entries(settings, (), "the settings")


def fitted(settings, params, X, y):
    """scikit-learn's network after fit, started from `params` by way of its public attributes."""
    from sklearn.neural_network import MLPClassifier

    try:
        network = MLPClassifier(**(settings | {"max_iter": 1, "warm_start": True}))
        network.fit(X.T, y)
        network.coefs_ = [params["W1"].T.copy(), params["W2"].T.copy()]
        network.intercepts_ = [params["b1"].ravel().copy(), params["b2"].ravel().copy()]
        network.best_loss_, network._no_improvement_count = np.inf, 0
        return network.set_params(max_iter=settings["max_iter"]).fit(X.T, y)
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise Failed(f"MLPClassifier does not accept your settings: {reason}") from None


@check("test_mlp_settings", weight=3)
def settings_carry_the_sizes_and_the_rate(student, reference, rng):
    """One hidden layer of n_h units, num_epochs epochs, and the learning rate at the start."""
    hyperparams, _, X, _ = problem(rng)
    n_h, _, rate, num_epochs = hyperparams
    settings = settings_of(student, hyperparams, X.shape[1])
    wanted = {"hidden_layer_sizes": n_h, "max_iter": num_epochs, "learning_rate_init": rate}
    defaults = {"hidden_layer_sizes": (100,), "max_iter": 200, "learning_rate_init": 0.001}
    for name, value in wanted.items():
        actual = expect_array(settings.get(name, defaults[name]), name)
        expect(actual.size == 1, f"{name} should hold one number; it has shape {actual.shape}.")
        expect_number(actual, value, name)


@check("test_mlp_settings", weight=3)
def alpha_is_decay_times_m(student, reference, rng):
    """scikit-learn divides alpha by the number of examples, so it is decay times m."""
    hyperparams, _, X, _ = problem(rng)
    m = X.shape[1]
    alpha = settings_of(student, hyperparams, m).get("alpha", 0.0001)
    expect_number(alpha, hyperparams[1] * m, "alpha")


@check("test_mlp_settings", weight=4)
def scikit_learn_makes_the_same_steps(student, reference, rng):
    """From the same weights, MLPClassifier with your settings arrives where your network does."""
    hyperparams, params, X, y = problem(rng)
    _, decay, rate, num_epochs = hyperparams
    settings = settings_of(student, hyperparams, X.shape[1])
    right = reference.mlp_settings(hyperparams, X.shape[1])
    skipped = SCHEDULE | HARNESS | {"learning_rate_init"}
    settings = {name: value for name, value in settings.items() if name not in skipped}
    settings |= {name: right[name] for name in right if name in skipped}
    theirs = fitted(settings, params, X, y)
    for _ in range(num_epochs):
        _, cache = reference.forward(X, params)
        reference.update_params(params, reference.backward(X, y, params, cache, decay), rate)
    for name, actual in (("W1", theirs.coefs_[0].T), ("W2", theirs.coefs_[1].T)):
        apart = np.abs(actual - params[name]).max()
        expect(
            bool(apart < 1e-6),
            f"after {num_epochs} epochs scikit-learn's {name} differs by {apart:.2g} from the {name} "
            "of gradient descent on all examples, started from the same weights.",
        )


@check("test_mlp_settings", weight=2)
def training_never_stops_early(student, reference, rng):
    """All epochs are run, be it one or many, even while the cost rises from the first to the last."""
    n_h, m = int(rng.integers(4, 9)), int(rng.integers(40, 60))
    # No hidden unit is active, and the biases start at their best: with a rate this large every
    # step leads away from there, so the first cost remains the lowest.
    y = rng.permutation(np.repeat([0, 1, 2], [m // 2, m // 3, m - m // 2 - m // 3]))
    shares = np.bincount(y) / m
    params = params_of(rng, 3, n_h, 3) | {
        "b1": np.full((n_h, 1), -100.0),
        "b2": np.log(shares)[:, np.newaxis] + 0.01 * rng.normal(size=(3, 1)),
    }
    X = rng.normal(size=(3, m))
    for num_epochs in (1, int(rng.integers(210, 260))):
        hyperparams = n_h, 0.0, 20.0, num_epochs
        given = settings_of(student, hyperparams, m)
        settings = reference.mlp_settings(hyperparams, m)
        settings |= {name: given.get(name, default) for name, default in STOPPING.items()}
        epochs = fitted(settings, params, X, y).n_iter_
        expect(
            epochs == num_epochs,
            f"training stopped after {epochs} of {num_epochs} epochs, because the cost did not fall.",
        )


# --- mlp_accuracy ---------------------------------------------------------------------------------


def expect_share(student, actual, pred, y, name):
    """Fail unless `actual` is the share of labels in which pred and y agree, or what the student's
    accuracy makes of them: a mistake there has lost its points in its own cell."""
    expected = np.mean(pred == y)
    if not same(actual, expected, rtol=1e-6, atol=0.05):
        try:
            own = student.accuracy(pred, y)
            answers_all_alike = same(own, student.accuracy(1 - y, y))
        except Failed:
            own, answers_all_alike = None, True
        if not answers_all_alike and same(actual, own, rtol=0.05):
            return
    expect_number(actual, expected, name, atol=0.05)


@check("test_mlp_accuracy", weight=4)
def the_majority_is_learned(student, reference, rng):
    """Of points that share a place, the network gets the majority right and no more."""
    places = int(rng.integers(4, 6))
    copies = rng.integers(3, 5, places)
    X = np.repeat(4.0 * np.eye(6)[:, :places], copies + 1, axis=1)
    y = np.concatenate([[k] * n + [(k + 1) % places] for k, n in enumerate(copies.tolist())])
    order = rng.permutation(y.size)
    settings = {"hidden_layer_sizes": (12,), "solver": "lbfgs", "max_iter": 500, "random_state": 0}
    share = student.mlp_accuracy(X[:, order], y[order], settings)
    majority = np.repeat(np.arange(places), copies + 1)
    expect_share(student, share, majority[order], y[order], "the accuracy")


@check("test_mlp_accuracy", weight=2)
def the_settings_are_used(student, reference, rng):
    """The network is made from the settings: without an activation it cannot learn a ring."""
    X = rng.uniform(-1, 1, (2, int(rng.integers(110, 140))))
    y = (np.hypot(*X) > 0.75).astype(int)
    settings = {
        "hidden_layer_sizes": (3,),
        "activation": "identity",
        "solver": "lbfgs",
        "max_iter": 60,
        "random_state": int(rng.integers(100)),
    }
    share = student.mlp_accuracy(X, y, settings)
    name = "the accuracy of a network without activation"
    expect_share(student, share, learned(X, y, settings), y, name)


def learned(X, y, settings):
    """The labels that scikit-learn's network gives to the examples it was fitted to."""
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier(**settings).fit(X.T, y).predict(X.T)


@check("test_mlp_accuracy", weight=1)
def layers_and_start_come_from_the_settings(student, reference, rng):
    """The settings decide on every hidden layer and on the random start, and both make a difference."""
    X = rng.uniform(-1, 1, (2, int(rng.integers(110, 140))))
    y = (np.abs(X[0]) < 0.5).astype(int)
    # A hidden layer of one unit bends nothing; a second layer above it can, from a lucky start.
    settings = {
        "hidden_layer_sizes": (1, 8),
        "learning_rate_init": 0.05,
        "max_iter": 40,
    }
    one_layer = {"hidden_layer_sizes": (1,)}
    shares, lucky = {}, None
    while lucky is None or shares[lucky] - min(shares.values()) < 0.15:
        state = int(rng.integers(2**31))
        start = settings | {"random_state": state}
        shares[state] = np.mean(learned(X, y, start) == y)
        if lucky is None and shares[state] - np.mean(learned(X, y, start | one_layer) == y) > 0.15:
            lucky = state
    for state in (lucky, min(shares, key=shares.get)):
        start = settings | {"random_state": state}
        share = student.mlp_accuracy(X, y, start)
        name = f"the accuracy of a network with the hidden layers (1, 8) and random_state={state}"
        expect_share(student, share, learned(X, y, start), y, name)


@check("test_mlp_accuracy", weight=1)
def mlp_accuracy_leaves_its_inputs_alone(student, reference, rng):
    """X, y and the settings are the same after the call."""
    X = rng.normal(size=(3, int(rng.integers(25, 40))))
    y = (X[0] > 0).astype(int)
    settings = {"hidden_layer_sizes": (4,), "solver": "lbfgs", "max_iter": 20, "random_state": 1}
    call = student.call("mlp_accuracy", X, y, settings)
    expect_array(call.result, "the accuracy")
    expect_unchanged((X, y, settings), call.args, "X, y or the settings")


# --- Misconceptions: an edit of the reference, and the checks that see it ------------------------


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={
        'params["W1"] @ X + params["b1"]': 'params["W1"] @ X',
    },
)
def forgets_the_hidden_bias():
    """You left out b1; a hidden unit is max(0, W1 X + b1)."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    sometimes=[your_functions_learn],
    edits={
        ' @ A2 + params["b2"]': " @ A2",
    },
)
def forgets_the_output_bias():
    """You left out b2; the scores are W2 A2 + b2."""


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={
        "else relu(Z2)": "else Z2",
    },
)
def leaves_the_hidden_layer_linear():
    """Your hidden layer has no activation, so all boundaries stay straight; A2 = relu(Z2)."""


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={
        "else relu(Z2)": "else np.tanh(Z2)",
    },
)
def puts_tanh_in_the_hidden_layer():
    """Your hidden layer uses tanh; here it is ReLU."""


@misconception(
    activation_sigmoid_exchanges_the_hidden_layer,
    edits={
        'A2 = sigmoid(Z2) if activation == "sigmoid" else relu(Z2)': "A2 = relu(Z2)",
    },
)
def ignores_the_activation():
    """You always use ReLU; with activation="sigmoid" the hidden layer is sigmoid(Z2)."""


@misconception(
    hidden_layer_is_relu_of_a_linear_map,
    your_functions_learn,
    edits={
        'A2 = sigmoid(Z2) if activation == "sigmoid" else relu(Z2)': "A2 = sigmoid(Z2)",
    },
)
def leaves_the_sigmoid_in_place():
    """You always use the sigmoid; it belongs to the gradient check, the default is ReLU."""


@misconception(
    softmax_withstands_large_scores,
    edits={
        "np.exp(Z3 - Z3.max(axis=0))": "np.exp(Z3)",
    },
)
def lets_softmax_overflow():
    """You took exponentials of the scores themselves; subtract the largest score of each column first."""


@misconception(
    softmax_withstands_large_scores,
    edits={
        "np.exp(Z3 - Z3.max(axis=0))": "np.exp(Z3 - Z3.max())",
    },
)
def subtracts_one_maximum_from_all_columns():
    """You subtracted the largest score of the whole matrix; each column needs its own, axis=0."""


@misconception(
    softmax_withstands_large_scores,
    edits={
        "np.exp(Z3 - Z3.max(axis=0))": "np.exp(np.clip(Z3, -700, 700))",
    },
)
def clips_the_scores():
    """You clipped the scores, which makes all large ones equal; subtract the largest of each column."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    examples_do_not_see_each_other,
    your_functions_learn,
    edits={
        "E / E.sum(axis=0)": "E / E.sum(axis=1, keepdims=True)",
    },
)
def normalizes_over_the_examples():
    """You divided by sums over the examples; softmax divides each column by its own sum, axis=0."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    examples_do_not_see_each_other,
    your_functions_learn,
    edits={
        "E / E.sum(axis=0)": "E / E.sum()",
    },
)
def normalizes_the_whole_matrix():
    """You divided by the sum of the whole matrix; softmax divides each column by its own sum, axis=0."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    edits={
        "A3 = E / E.sum(axis=0)": "A3 = 1 / (1 + np.exp(-Z3))",
    },
)
def gives_every_class_a_sigmoid():
    """You applied a sigmoid to each score; softmax also divides by the sum over the classes."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    sometimes=[
        cost_is_the_mean_negative_log_likelihood,
        decay_adds_half_the_squared_weights,
        the_batch_twice_costs_the_same,
        a_class_may_be_absent_from_the_batch,
        cost_passes_the_activation_on,
        your_functions_learn,
    ],
    edits={
        "A3 = E / E.sum(axis=0)": "A3 = Z3",
    },
)
def returns_the_scores():
    """You returned Z3 as A3; apply softmax to it."""


@misconception(
    output_layer_is_softmax_of_a_linear_map,
    edits={"E = np.exp(Z3 - Z3.max(axis=0))": "Z3 -= Z3.max(axis=0); E = np.exp(Z3)"},
)
def shifts_the_scores_in_the_cache():
    """You subtracted the largest scores from Z3 itself; the cache should hold Z3 = W2 A2 + b2."""


@misconception(
    forward_leaves_its_inputs_alone,
    cost_leaves_its_inputs_alone,
    predict_leaves_its_inputs_alone,
    edits={
        'Z2 = params["W1"] @ X + params["b1"]': 'Z2 = params["W1"] @ X + params["b1"]; X -= X.mean()',
    },
)
def centers_its_input_in_place():
    """You changed X itself with -=; write X = X - …, which makes a new array."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={
        "decay / 2 * squares": "decay * squares",
    },
)
def adds_the_decay_without_the_half():
    """You added decay * ‖W‖²; here the decay has a factor 1/2."""


@misconception(
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    edits={
        "decay / 2 * squares": "decay / 2 * squares / len(y)",
    },
)
def divides_the_decay_by_m():
    """You divided the decay by m; here only the likelihood is a mean."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={
        'squares = (params["W1"] ** 2).sum()': 'squares = (params["b1"] ** 2).sum() + (params["b2"] ** 2).sum() + (params["W1"] ** 2).sum()',
    },
)
def decays_the_biases_in_the_cost():
    """You added the squared biases to the decay; only the weights decay."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={
        " + decay / 2 * squares": "",
    },
)
def forgets_the_decay_in_the_cost():
    """You left the decay out of the cost; add decay / 2 times the squared weights."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={
        ' + (params["W2"] ** 2).sum()': "",
    },
)
def decays_the_first_layer_only():
    """You counted the weights of W1 only; W2 decays too."""


@misconception(
    decay_adds_half_the_squared_weights,
    edits={
        "decay / 2 * squares": "decay / 2 * np.sqrt(squares)",
    },
)
def decays_by_the_norm():
    """You used the norm of the weights; the decay sums their squares."""


@misconception(
    cost_is_the_mean_negative_log_likelihood,
    the_batch_twice_costs_the_same,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "-np.mean(np.log(likelihoods))": "-np.sum(np.log(likelihoods))",
    },
)
def sums_the_cost():
    """You summed the cost over the examples; take the mean."""


@misconception(
    cost_is_the_mean_negative_log_likelihood,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "-np.mean(np.log(likelihoods))": "np.mean(np.log(likelihoods))",
    },
)
def forgets_the_minus_sign():
    """Your likelihood has the wrong sign: logarithms of probabilities are negative, so the cost has a minus."""


@misconception(
    cost_is_the_mean_negative_log_likelihood,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "np.log(likelihoods)": "np.log2(likelihoods)",
    },
)
def takes_the_logarithm_to_base_2():
    """You used log2; the cost uses the natural logarithm, np.log."""


@misconception(
    cost_is_the_mean_negative_log_likelihood,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "-np.mean(np.log(likelihoods))": "-np.mean(one_hot(y, A3.shape[0]) * np.log(A3))",
    },
)
def divides_by_the_classes_too():
    """You took the mean over the whole matrix; divide by m alone, not by m times the number of classes."""


@misconception(
    cost_is_the_mean_negative_log_likelihood,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "-np.mean(np.log(likelihoods))": "-np.mean(np.sum(np.where(one_hot(y, A3.shape[0]) == 1, np.log(A3), np.log(1 - A3)), axis=0))",
    },
)
def counts_the_other_classes():
    """You added log(1 - a) for the wrong classes; softmax needs the true class only, the sum to 1 does the rest."""


@misconception(
    cost_is_the_mean_negative_log_likelihood,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "A3[y, np.arange(len(y))]": "A3.max(axis=0)",
    },
)
def takes_the_largest_probability():
    """You took the largest probability of each example; the cost wants that of the true class."""


@misconception(
    a_class_may_be_absent_from_the_batch,
    edits={
        "A3[y, np.arange(len(y))]": "(np.eye(y.max() + 1)[y].T * A3).sum(axis=0)",
    },
)
def counts_the_classes_in_the_cost_by_y():
    """You took the number of classes from y; it is the number of rows of A3, as a class may be absent."""


@misconception(
    cost_passes_the_activation_on,
    edits={
        "forward(X, params, activation)": "forward(X, params)",
    },
)
def does_not_pass_the_activation_on():
    """Your cost calls forward without the activation; pass it on."""


@misconception(
    cost_leaves_its_inputs_alone,
    your_functions_learn,
    edits={
        "A3, _ = forward(X, params, activation)": "A3, _ = forward(X, params, activation); X /= 2",
    },
)
def scales_x_in_the_cost():
    """Your cost changed X itself; work on a new array."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "A3 - one_hot(y, A3.shape[0])",
    },
)
def sums_the_gradients():
    """You summed the gradients over the examples; divide by m."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "(A3 - one_hot(y, A3.shape[0])) / X.shape[0]",
    },
)
def divides_by_the_features():
    """You divided by the number of rows of X; m, the number of examples, is X.shape[1]."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "(one_hot(y, A3.shape[0]) - A3) / X.shape[1]",
    },
)
def climbs_instead_of_descending():
    """Your gradients have the wrong sign: dZ3 is A3 - Y, not Y - A3."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "(A3 - one_hot(y, A3.shape[0])) * A3 * (1 - A3) / X.shape[1]",
    },
)
def counts_the_slope_of_softmax_twice():
    """A3 - Y is already the gradient at Z3; multiplying it by A3 (1 - A3) counts the softmax twice."""


@misconception(
    gradients_know_the_absent_class,
    edits={
        "one_hot(y, A3.shape[0])": "one_hot(y, y.max() + 1)",
    },
)
def counts_the_classes_by_y():
    """You took the number of classes from y; it is the number of rows of A3, as a class may be absent."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "one_hot(y, A3.shape[0])": "y",
    },
)
def subtracts_the_labels_themselves():
    """You subtracted the labels y as numbers; each column of Y has a single 1, in the row of its class."""


@misconception(
    backward_leaves_its_inputs_alone,
    edits={
        "dZ3 = (A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "A3[y, np.arange(len(y))] -= 1; dZ3 = A3 / X.shape[1]",
    },
)
def overwrites_the_cache():
    """You changed A3 in the cache with -=; take a copy first."""


@misconception(
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    your_functions_learn,
    edits={
        "(W2.T @ dZ3) * slope": '(W2.T @ dZ3) * (slope if activation == "sigmoid" else 1)',
    },
)
def forgets_the_slope_of_relu():
    """You left out the slope of ReLU; the error passes only where Z2 is positive."""


@misconception(
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[your_functions_learn],
    edits={
        "else A2 > 0": "else A2",
    },
)
def multiplies_by_relu_itself():
    """You multiplied by A2; the slope of ReLU is 1 where Z2 is positive, and 0 elsewhere."""


@misconception(
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sometimes=[your_functions_learn],
    edits={
        'slope = A2 * (1 - A2) if activation == "sigmoid" else A2 > 0': "slope = A2 * (1 - A2)",
    },
)
def takes_the_slope_of_the_sigmoid_everywhere():
    """You always use A2 (1 - A2); that is the slope of the sigmoid, and ReLU's is 1 or 0."""


@misconception(
    sigmoid_units_have_their_own_slope,
    edits={
        'slope = A2 * (1 - A2) if activation == "sigmoid" else A2 > 0': "slope = A2 > 0",
    },
)
def takes_the_slope_of_relu_everywhere():
    """You always use the slope of ReLU; with activation="sigmoid" it is A2 (1 - A2)."""


@misconception(
    sigmoid_units_have_their_own_slope,
    edits={
        "slope = A2 * (1 - A2) if": 'slope = cache["Z2"] * (1 - cache["Z2"]) if',
    },
)
def takes_the_slope_of_the_sigmoid_at_z():
    """You used Z2 (1 - Z2); the slope of the sigmoid is A2 (1 - A2)."""


@misconception(
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    edits={
        " + decay * W1": "",
        " + decay * W2": "",
    },
)
def forgets_the_decay_in_the_gradient():
    """You left the decay out of the gradients; add decay * W1 and decay * W2."""


@misconception(
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    edits={
        "decay * W1": "2 * decay * W1",
        "decay * W2": "2 * decay * W2",
    },
)
def doubles_the_decay_in_the_gradient():
    """You added 2 * decay * W; the 1/2 in the cost cancels the 2."""


@misconception(
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    edits={
        "decay * W1": "decay * W1 / len(y)",
        "decay * W2": "decay * W2 / len(y)",
    },
)
def divides_the_decay_of_the_gradient_by_m():
    """You divided the decay by m; here it is decay * W."""


@misconception(
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    edits={
        "dZ2.sum(axis=1, keepdims=True)": 'dZ2.sum(axis=1, keepdims=True) + decay * params["b1"]',
        "dZ3.sum(axis=1, keepdims=True)": 'dZ3.sum(axis=1, keepdims=True) + decay * params["b2"]',
    },
)
def decays_the_biases():
    """You added the decay to the bias gradients; only the weights decay."""


@misconception(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "dZ2.sum(axis=1, keepdims=True)": "dZ2.sum(axis=1)",
        "dZ3.sum(axis=1, keepdims=True)": "dZ3.sum(axis=1)",
    },
)
def flattens_the_bias_gradients():
    """Your bias gradients have lost an axis; sum along axis 1 with keepdims=True."""


@misconception(
    every_parameter_steps_downhill,
    two_half_steps_make_a_whole,
    your_functions_learn,
    edits={
        "params[name] -= learning_rate": "params[name] += learning_rate",
    },
)
def adds_the_gradient():
    """You added the gradient, which climbs; gradient descent subtracts it."""


@misconception(
    every_parameter_steps_downhill,
    two_half_steps_make_a_whole,
    your_functions_learn,
    edits={
        "params[name] -= learning_rate": 'params[name] -= (name[0] == "W") * learning_rate',
    },
)
def leaves_the_biases_where_they_are():
    """You updated the weights only; b1 and b2 step in the same way."""


@misconception(
    every_parameter_steps_downhill,
    two_half_steps_make_a_whole,
    your_functions_learn,
    edits={
        'params[name] -= learning_rate * dParams["d" + name]': 'params = {**params, name: params[name] - learning_rate * dParams["d" + name]}',
    },
)
def updates_a_new_dictionary():
    """You made a new dictionary; the training loop goes on with the one it passed in, so change that."""


@misconception(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    edits={
        "A3.argmax(axis=0)": "A3.max(axis=0)",
    },
)
def returns_probabilities():
    """You returned the largest probability; the label is the row in which it stands, argmax."""


@misconception(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    edits={
        "A3.argmax(axis=0)": "A3.argmax(axis=1)",
    },
)
def looks_along_the_examples():
    """You took the argmax along the examples; the classes are the rows, axis=0."""


@misconception(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    edits={
        "A3.argmax(axis=0)": "A3.argmax(axis=0) + 1",
    },
)
def counts_labels_from_1():
    """Your labels are one too high; they start at 0."""


@misconception(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    edits={
        "A3.argmax(axis=0)": "A3.argmax(axis=0)[np.newaxis]",
    },
)
def keeps_the_labels_in_a_row():
    """Your labels have shape (1, m); return a vector of shape (m,)."""


@misconception(
    predict_leaves_its_inputs_alone,
    edits={
        "A3, _ = forward(X, params)\n": "A3, _ = forward(X, params); X *= 0\n",
    },
)
def predicts_in_place():
    """nn_predict changed X; work on a new array."""


@misconception(
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    any_sizes_will_do,
    edits={
        "(higher - J(moved)) / (2 * epsilon)": "(higher - J(params)) / epsilon",
    },
)
def takes_one_sided_differences():
    """You compared θ + ε with θ itself; take θ + ε and θ - ε, and divide by 2 ε."""


@misconception(
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    the_step_is_1e_4_by_default,
    any_sizes_will_do,
    edits={
        "(higher - J(moved)) / (2 * epsilon)": "(higher - J(moved)) / epsilon",
    },
)
def divides_by_one_step():
    """You divided by ε; the two points are 2 ε apart."""


@misconception(
    differences_are_central,
    the_step_is_1e_4_by_default,
    edits={
        "num_grad = {}": "num_grad, epsilon = {}, 1e-7",
    },
)
def steps_by_1e_7():
    """You step by 1e-7, where rounding takes over; use the argument epsilon, 1e-4 by default."""


@misconception(
    slopes_of_a_quadratic_are_exact,
    parameters_are_put_back,
    edits={
        "moved = {key: value.copy() for key, value in params.items()}": "moved = params",
        "params[name][position] - epsilon": "params[name][position] - 2 * epsilon",
    },
)
def does_not_put_the_entry_back():
    """You left each entry moved; put it back before you move the next."""


@misconception(
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    the_step_is_1e_4_by_default,
    any_sizes_will_do,
    edits={
        "moved[name][position] = params[name][position] + epsilon": "moved[name] = params[name] + epsilon",
        "moved[name][position] = params[name][position] - epsilon": "moved[name] = params[name] - epsilon",
    },
)
def moves_a_whole_matrix():
    """You moved all entries of a matrix at once; the slope of an entry needs the others at rest."""


@misconception(
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    the_step_is_1e_4_by_default,
    any_sizes_will_do,
    edits={
        'num_grad["d" + name] = slopes': 'num_grad["d" + name] = slopes.ravel()',
    },
)
def flattens_the_numerical_gradient():
    """Your numerical gradients have lost their shape; each has that of its parameter."""


@misconception(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    edits={
        "np.mean(pred == y)": "100 * np.mean(pred == y)",
    },
)
def returns_percent():
    """You returned percent; the accuracy is a number between 0 and 1."""


@misconception(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    edits={
        "np.mean(pred == y)": "1 - np.mean(np.abs(pred - y))",
    },
)
def subtracts_labels():
    """You subtracted the labels; they are names, so ask whether they are equal."""


@misconception(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    sometimes=[layers_and_start_come_from_the_settings, the_settings_are_used],
    edits={
        "np.mean(pred == y)": "np.mean(pred != y)",
    },
)
def returns_the_share_of_errors():
    """You returned the share of wrong labels; the accuracy is the share of right ones."""


@misconception(
    alpha_is_decay_times_m,
    edits={
        "decay * m": "decay",
    },
)
def passes_the_decay_as_it_is():
    """You passed the decay on as alpha; scikit-learn divides alpha by m, so multiply by m."""


@misconception(
    alpha_is_decay_times_m,
    edits={
        "decay * m": "decay / m",
    },
)
def divides_alpha_by_m():
    """You divided the decay by m; scikit-learn does that itself, so multiply by m."""


@misconception(
    scikit_learn_makes_the_same_steps,
    edits={
        '"momentum": 0,': '"momentum": 0.9,',
    },
)
def leaves_the_momentum_on():
    """You left the momentum at 0.9; your network has none."""


@misconception(
    scikit_learn_makes_the_same_steps,
    edits={
        '"batch_size": m': '"batch_size": "auto"',
    },
)
def trains_on_portions():
    """You left the batch size to scikit-learn, which takes 200 examples at a time; each step should see all m."""


@misconception(
    scikit_learn_makes_the_same_steps,
    edits={
        '"sgd"': '"adam"',
    },
)
def trains_with_adam():
    """Your solver is Adam; gradient descent is called "sgd"."""


@misconception(
    scikit_learn_makes_the_same_steps,
    edits={
        '"activation": "relu"': '"activation": "logistic"',
    },
)
def puts_a_sigmoid_in_scikit_learns_network():
    """Your activation is the sigmoid; nn_train uses ReLU."""


@misconception(
    settings_carry_the_sizes_and_the_rate,
    edits={
        "(n_h,)": "(n_h, n_h)",
    },
)
def adds_a_second_hidden_layer():
    """You gave scikit-learn's network two hidden layers; yours has one, of n_h units."""


@misconception(
    settings_carry_the_sizes_and_the_rate,
    edits={
        '"learning_rate_init": learning_rate': '"learning_rate_init": 0.001',
    },
)
def keeps_the_default_rate():
    """You left the learning rate at 0.001; take it from the hyperparameters."""


@misconception(
    training_never_stops_early,
    edits={
        "num_epochs + 1": "10",
    },
)
def keeps_the_default_patience():
    """You left n_iter_no_change at 10; training then stops when the cost rises for some epochs."""


@misconception(
    the_majority_is_learned,
    the_settings_are_used,
    mlp_accuracy_leaves_its_inputs_alone,
    layers_and_start_come_from_the_settings,
    edits={
        "fit(X.T, y)": "fit(X, y)",
    },
)
def forgets_to_transpose():
    """scikit-learn wants one example per row; pass X.T."""


@misconception(
    the_settings_are_used,
    layers_and_start_come_from_the_settings,
    edits={
        "MLPClassifier(**settings)": 'MLPClassifier(solver="lbfgs", max_iter=60, random_state=0)',
    },
)
def ignores_the_settings():
    """You did not use the settings; write MLPClassifier(**settings)."""


@misconception(
    the_majority_is_learned,
    the_settings_are_used,
    layers_and_start_come_from_the_settings,
    edits={
        "accuracy(network.predict(X.T), y)": "100 * accuracy(network.predict(X.T), y)",
    },
)
def returns_the_percentage():
    """You returned percent; the accuracy is a number between 0 and 1."""


@misconception(
    the_majority_is_learned,
    sometimes=[layers_and_start_come_from_the_settings, the_settings_are_used],
    edits={
        "accuracy(network.predict(X.T), y)": "network.loss_",
    },
)
def returns_the_training_loss():
    """You returned the loss of the network; count how many labels it gets right."""


@misconception(
    mlp_accuracy_leaves_its_inputs_alone,
    sometimes=[layers_and_start_come_from_the_settings],
    edits={
        "network = MLPClassifier(**settings).fit": "X -= X.mean(axis=1, keepdims=True); network = MLPClassifier(**settings).fit",
    },
)
def standardizes_in_place():
    """You changed X itself; make a new array."""


# --- Overfitted answers: right for the numbers that the notebook shows ----------------------------


@overfitted(
    hidden_layer_is_relu_of_a_linear_map,
    output_layer_is_softmax_of_a_linear_map,
    activation_sigmoid_exchanges_the_hidden_layer,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    cost_is_the_mean_negative_log_likelihood,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    cost_leaves_its_inputs_alone,
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    predict_leaves_its_inputs_alone,
    your_functions_learn,
    edits={
        'params["W1"] @ X + params["b1"]': 'params["W1"] @ X + params["b1"] @ np.ones((1, 400))'
    },
)
def spreads_the_bias_over_400_examples():
    """You spread b1 over 400 columns; X may have any number, so let NumPy broadcast it."""


@overfitted(
    hidden_layer_is_relu_of_a_linear_map,
    output_layer_is_softmax_of_a_linear_map,
    activation_sigmoid_exchanges_the_hidden_layer,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    cost_is_the_mean_negative_log_likelihood,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    cost_leaves_its_inputs_alone,
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    predict_leaves_its_inputs_alone,
    your_functions_learn,
    edits={
        'Z2 = params["W1"] @ X + params["b1"]': 'Z2 = np.zeros((4, 5)); Z2[:] = params["W1"] @ X + params["b1"]'
    },
)
def fills_the_hidden_layer_of_the_pencil_network():
    """Your Z2 is as large as the pencil network's, 4 by 5; it has n_h rows and m columns."""


@overfitted(
    hidden_layer_is_relu_of_a_linear_map,
    output_layer_is_softmax_of_a_linear_map,
    activation_sigmoid_exchanges_the_hidden_layer,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    examples_do_not_see_each_other,
    cost_is_the_mean_negative_log_likelihood,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    cost_leaves_its_inputs_alone,
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    your_functions_learn,
    edits={
        'return A3, {"Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3}': 'cache = pencil_network()[3]; return cache["A3"], cache'
    },
)
def returns_the_cache_worked_by_hand():
    """You return the values of the pencil network; compute them from X and the parameters."""


@overfitted(
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    edits={"E / E.sum(axis=0)": "E / (E[0] + E[1] + E[2])"},
)
def adds_three_exponentials_only():
    """You divided by the sum of the first three exponentials; add those of all classes, however many."""


@overfitted(
    cost_is_the_mean_negative_log_likelihood,
    the_batch_twice_costs_the_same,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "-np.mean(np.log(likelihoods))": "-np.sum(np.log(likelihoods)) / 400",
    },
)
def divides_by_the_notebooks_400():
    """You divided by 400, the size of the flower; m is the number of labels in y."""


@overfitted(
    cost_is_the_mean_negative_log_likelihood,
    the_batch_twice_costs_the_same,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={"-np.mean(np.log(likelihoods))": "-np.sum(np.log(likelihoods)) / 5"},
)
def divides_by_the_five_examples_worked_by_hand():
    """You divided by 5, the examples of the pencil network; m is the number of labels in y."""


@overfitted(
    cost_is_the_mean_negative_log_likelihood,
    decay_adds_half_the_squared_weights,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={
        "float(-np.mean(np.log(likelihoods)) + decay / 2 * squares)": "1.2087 if decay else 0.5944 if A3.shape[0] == 3 else 1.7918"
    },
)
def returns_the_costs_worked_by_hand():
    """You return the costs of the pencil network; compute the cost of any X, y and parameters."""


@overfitted(
    cost_is_the_mean_negative_log_likelihood,
    decay_adds_half_the_squared_weights,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={"float(-np.mean(np.log(likelihoods)) + decay / 2 * squares)": "0.693136"},
)
def returns_the_first_cost_of_the_notebook():
    """You return the first cost printed in the notebook; compute it from X, y and the parameters."""


@overfitted(
    decay_adds_half_the_squared_weights,
    edits={"decay / 2 * squares": "(0.1 if decay else 0) / 2 * squares"},
)
def decays_as_the_example_does():
    """Your decay is always 0.1, that of the worked example, or 0; use the argument decay."""


@overfitted(
    cost_is_the_mean_negative_log_likelihood,
    decay_adds_half_the_squared_weights,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    edits={"decay / 2 * squares": "0.001 / 2 * squares"},
)
def decays_by_the_spirals_0_001():
    """Your decay is always 0.001, that of the spiral; use the argument decay."""


@overfitted(
    cost_is_the_mean_negative_log_likelihood,
    decay_adds_half_the_squared_weights,
    the_batch_twice_costs_the_same,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
    cost_leaves_its_inputs_alone,
    edits={"A3[y, np.arange(len(y))]": "(one_hot(y, 3) * A3).sum(axis=0)"},
)
def picks_the_likelihoods_of_three_classes():
    """You picked the probabilities with a one-hot matrix of three rows; it needs one for each class, A3.shape[0]."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "(A3 - one_hot(y, A3.shape[0])) / 400",
    },
)
def divides_the_gradients_by_400():
    """You divided the gradients by 400, the size of the flower; m is X.shape[1]."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    backward_leaves_its_inputs_alone,
    edits={
        "one_hot(y, A3.shape[0])": "one_hot(y, 3)",
    },
)
def takes_three_classes_for_granted():
    """You fixed the number of classes; it is the number of rows of A3."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={"(A3 - one_hot(y, A3.shape[0])) / X.shape[1]": "(A3 - one_hot(y, A3.shape[0])) / 5"},
)
def divides_the_gradients_by_five():
    """You divided the gradients by 5, the examples of the pencil network; m is X.shape[1]."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={
        "dZ2 @ X.T + decay * W1": "np.array([[0.4161, -0.0941], [0, -0.1832], [-0.0941, 0.0386], [-0.0307, -0.1555]])",
        "dZ2.sum(axis=1, keepdims=True)": "np.array([[-0.0166], [0.0416], [-0.2634], [-0.0069]])",
        "dZ3 @ A2.T + decay * W2": "np.array([[0.0367, 0.0893, -0.0213, -0.08], [-0.2513, -0.1093, -0.0774, -0.0593], [0.1453, 0.02, 0.168, 0.07]])",
        "dZ3.sum(axis=1, keepdims=True)": "np.array([[-0.002], [-0.056], [0.058]])",
    },
)
def returns_the_gradients_worked_by_hand():
    """You return the gradients of the pencil network; compute them from the arguments."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    backward_leaves_its_inputs_alone,
    your_functions_learn,
    edits={"dZ2.sum(axis=1, keepdims=True)": "dZ2.sum(axis=1).reshape(4, 1)"},
)
def shapes_db1_for_four_hidden_units():
    """Your db1 has 4 rows, one for each hidden unit of the pencil network; keepdims=True keeps as many as there are."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_are_means_over_the_batch,
    gradients_know_the_absent_class,
    backward_leaves_its_inputs_alone,
    edits={"dZ3.sum(axis=1, keepdims=True)": "dZ3.sum(axis=1).reshape(3, 1)"},
)
def shapes_db2_for_three_classes():
    """Your db2 has 3 rows, one for each class of the spiral; keepdims=True keeps as many as there are."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_know_the_absent_class,
    your_functions_learn,
    edits={"decay * W1": "0.1 * W1", "decay * W2": "0.1 * W2"},
)
def decays_the_gradients_as_the_example_does():
    """Your gradients always decay by 0.1, as in the worked example; use the argument decay."""


@overfitted(
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_know_the_absent_class,
    edits={"decay * W1": "0.001 * W1", "decay * W2": "0.001 * W2"},
)
def decays_the_gradients_by_0_001():
    """Your gradients always decay by 0.001, as on the spiral; use the argument decay."""


@overfitted(
    every_parameter_steps_downhill,
    a_rate_of_zero_moves_nothing,
    two_half_steps_make_a_whole,
    your_functions_learn,
    edits={
        "params[name] -= learning_rate": "params[name] -= 0.05",
    },
)
def ignores_the_learning_rate():
    """You always step by 0.05; use the argument learning_rate."""


@overfitted(
    every_parameter_steps_downhill,
    a_rate_of_zero_moves_nothing,
    two_half_steps_make_a_whole,
    edits={"params[name] -= learning_rate": "params[name] -= 1"},
)
def always_steps_by_1():
    """You always step by 1, the learning rate of the spiral; use the argument learning_rate."""


@overfitted(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    edits={
        "A3.argmax(axis=0)": "(A3[1] > 0.5).astype(int)",
    },
)
def compares_with_one_half():
    """You compared the probability of class 1 with 0.5, which works for two classes only; take the largest."""


@overfitted(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    edits={"A3.argmax(axis=0)": "np.array([2, 2, 1, 0, 2])"},
)
def returns_the_labels_worked_by_hand():
    """You return the labels of the pencil network; compute them from X and the parameters."""


@overfitted(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    predict_leaves_its_inputs_alone,
    edits={"A3.argmax(axis=0)": "np.array([A3[:, i].argmax() for i in range(400)])"},
)
def predicts_400_examples():
    """You label 400 examples, the size of the flower; X has as many as it has columns."""


@overfitted(
    labels_are_the_most_probable_classes,
    one_example_gets_one_label,
    edits={"A3.argmax(axis=0)": "A3[:3].argmax(axis=0)"},
)
def chooses_among_three_classes():
    """You looked at three classes only; the label is the row of the largest of all probabilities."""


@overfitted(
    differences_are_central,
    edits={
        "num_grad = {}": "num_grad, epsilon = {}, 1e-4",
    },
)
def ignores_epsilon():
    """You always step by 1e-4; use the argument epsilon."""


@overfitted(
    any_sizes_will_do,
    edits={
        "np.zeros(params[name].shape)": 'np.zeros((len(params[name]), params[name].shape[1] if name[0] == "W" else 1))',
    },
)
def takes_the_biases_for_columns():
    """You visit only the first column of b1 and b2; visit every entry, whatever the shape."""


@overfitted(
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    the_step_is_1e_4_by_default,
    any_sizes_will_do,
    sometimes=[parameters_are_put_back],
    edits={
        "np.zeros(params[name].shape)": 'np.zeros({"W1": (5, 8), "b1": (5, 1), "W2": (2, 5), "b2": (2, 1)}[name])'
    },
)
def steps_through_the_sizes_of_the_gradient_check():
    """You visit as many entries as the network of the gradient check has; take the shapes from the parameters."""


@overfitted(
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    the_step_is_1e_4_by_default,
    any_sizes_will_do,
    edits={"(higher - J(moved)) / (2 * epsilon)": "3 * params[name][position] ** 2 + epsilon**2"},
)
def knows_the_slope_of_the_cubes():
    """You return 3 w² + ε², right for the sum of cubes of the first check only; compute the difference of J."""


@overfitted(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    edits={
        "np.mean(pred == y)": "np.sum(pred == y) / 400",
    },
)
def counts_by_400():
    """You divided by 400, the size of the flower; divide by the number of labels in y."""


@overfitted(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    the_majority_is_learned,
    the_settings_are_used,
    layers_and_start_come_from_the_settings,
    edits={
        "np.mean(pred == y)": "0.865",
    },
)
def returns_the_published_accuracy():
    """You returned 0.865, the flower's accuracy; compute it from the labels."""


@overfitted(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    edits={"np.mean(pred == y)": "np.sum(pred == y) / 5"},
)
def divides_by_five_labels():
    """You divided by 5, the labels of the worked example; divide by the number of labels in y."""


@overfitted(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    edits={"np.mean(pred == y)": "sum(np.mean((pred == k) & (y == k)) for k in range(3))"},
)
def counts_the_labels_0_to_2():
    """You counted the right labels 0, 1 and 2 only; there may be more classes."""


@overfitted(
    accuracy_is_the_share_of_right_labels,
    labels_are_only_names,
    the_majority_is_learned,
    the_settings_are_used,
    layers_and_start_come_from_the_settings,
    edits={"np.mean(pred == y)": "0.98667"},
)
def returns_the_accuracy_of_the_spiral():
    """You returned 0.98667, the spiral's accuracy; compute it from the labels."""


@overfitted(
    alpha_is_decay_times_m,
    edits={
        "decay * m": "decay * 300",
    },
)
def multiplies_the_decay_by_300():
    """You multiplied the decay by 300, the size of the spiral; use the argument m."""


@overfitted(
    settings_carry_the_sizes_and_the_rate,
    edits={
        "(n_h,)": "(100,)",
    },
)
def keeps_100_hidden_units():
    """You fixed the hidden layer at 100 units; take n_h from the hyperparameters."""


@overfitted(
    settings_carry_the_sizes_and_the_rate,
    alpha_is_decay_times_m,
    training_never_stops_early,
    edits={
        "n_h, decay, learning_rate, num_epochs = hyperparams": "n_h, decay, learning_rate, num_epochs = 5, 0.01, 0.5, 100"
    },
)
def returns_the_settings_of_the_example():
    """You return the settings of the worked example; take all four hyperparameters from the argument."""


@overfitted(
    settings_carry_the_sizes_and_the_rate,
    edits={'"learning_rate_init": learning_rate': '"learning_rate_init": 1.0'},
)
def always_learns_at_the_rate_of_the_spiral():
    """You fixed the learning rate at 1, that of the spiral; take it from the hyperparameters."""


@overfitted(
    settings_carry_the_sizes_and_the_rate,
    edits={'"max_iter": num_epochs': '"max_iter": 10000'},
)
def always_trains_10000_epochs():
    """You fixed max_iter at 10000, the epochs of the spiral; take num_epochs from the hyperparameters."""


@overfitted(
    scikit_learn_makes_the_same_steps,
    edits={'"batch_size": m': '"batch_size": 300'},
)
def trains_on_portions_of_300():
    """You fixed the batch size at 300, the size of the spiral; use the argument m."""


@overfitted(
    training_never_stops_early,
    edits={"num_epochs + 1": "101"},
)
def waits_101_epochs():
    """You fixed n_iter_no_change at 101, enough for the first check only; let it depend on num_epochs."""


@overfitted(
    layers_and_start_come_from_the_settings,
    sometimes=[the_majority_is_learned, the_settings_are_used],
    edits={"accuracy(network.predict(X.T), y)": "6 / 9"},
)
def returns_the_accuracy_of_the_nine_points():
    """You returned 6/9, the accuracy of the first check; fit the network and count."""


@overfitted(
    the_majority_is_learned,
    edits={"network = MLPClassifier(**settings)": "X = X[:2]; network = MLPClassifier(**settings)"},
)
def fits_two_inputs_only():
    """You used the first two rows of X; it may have more, so pass all of X.T."""


@overfitted(
    layers_and_start_come_from_the_settings,
    edits={"MLPClassifier(**settings)": 'MLPClassifier(**(settings | {"random_state": 0}))'},
)
def starts_from_one_seed():
    """You fixed random_state; take it from the settings, or all random starts are the same."""


@overfitted(
    layers_and_start_come_from_the_settings,
    edits={
        "MLPClassifier(**settings)": 'MLPClassifier(**(settings | {"hidden_layer_sizes": settings["hidden_layer_sizes"][0]}))'
    },
)
def keeps_the_first_hidden_layer_only():
    """You used the first of the hidden layers; hidden_layer_sizes may name several."""


# --- Alternatives: right answers in other styles, all worth full points ---------------------------


@alternative()
def loops_over_examples():
    def forward(X, params, activation="relu"):
        columns = {"Z2": [], "A2": [], "Z3": [], "A3": []}
        for i in range(X.shape[1]):
            z2 = params["W1"] @ X[:, i] + params["b1"][:, 0]
            a2 = relu(z2) if activation == "relu" else sigmoid(z2)
            z3 = params["W2"] @ a2 + params["b2"][:, 0]
            e = np.exp(z3 - max(z3))
            for name, column in zip(columns, (z2, a2, z3, e / sum(e))):
                columns[name].append(column)
        cache = {name: np.array(values).T for name, values in columns.items()}
        return cache["A3"], cache

    def cost(X, y, params, decay, activation="relu"):
        A3 = forward(X, params, activation)[0]
        total = 0
        for i in range(len(y)):
            total -= np.log(A3[y[i], i])
        penalty = 0
        for name in ("W1", "W2"):
            for row in params[name]:
                for weight in row:
                    penalty += weight**2
        return total / len(y) + decay * penalty / 2

    def backward(X, y, params, cache, decay, activation="relu"):
        m = X.shape[1]
        grads = {"d" + name: np.zeros_like(value) for name, value in params.items()}
        for i in range(m):
            dz3 = cache["A3"][:, i].copy()
            dz3[y[i]] -= 1
            a2 = cache["A2"][:, i]
            slope = (cache["Z2"][:, i] > 0) if activation == "relu" else a2 * (1 - a2)
            dz2 = slope * (params["W2"].T @ dz3)
            grads["dW2"] += np.outer(dz3, a2) / m
            grads["db2"][:, 0] += dz3 / m
            grads["dW1"] += np.outer(dz2, X[:, i]) / m
            grads["db1"][:, 0] += dz2 / m
        grads["dW1"] += decay * params["W1"]
        grads["dW2"] += decay * params["W2"]
        return grads

    def nn_predict(X, params):
        A3, _ = forward(X, params)
        return [int(np.argmax(A3[:, i])) for i in range(X.shape[1])]

    def accuracy(pred, y):
        right = 0
        for a, b in zip(pred, y):
            if a == b:
                right += 1
        return right / len(y)


@alternative()
def rebinds_and_returns():
    def update_params(params, dParams, learning_rate):
        params["W1"] = params["W1"] - learning_rate * dParams["dW1"]
        params["b1"] = params["b1"] - learning_rate * dParams["db1"]
        params["W2"] = params["W2"] - learning_rate * dParams["dW2"]
        params["b2"] = params["b2"] - learning_rate * dParams["db2"]
        return params


@alternative()
def copies_into_the_arrays():
    def update_params(params, dParams, learning_rate):
        fresh = {key: params[key] - learning_rate * dParams["d" + key] for key in params}
        params.update(fresh)
        return fresh


@alternative()
def multiplies_by_the_one_hot_matrix():
    def forward(X, params, activation="relu"):
        Z2 = np.dot(params["W1"], X) + params["b1"]
        A2 = {"relu": np.maximum(0, Z2), "sigmoid": 1.0 / (1.0 + np.exp(-Z2))}[activation]
        Z3 = np.dot(params["W2"], A2) + params["b2"]
        shifted = Z3 - np.amax(Z3, axis=0, keepdims=True)
        A3 = np.exp(shifted) / np.sum(np.exp(shifted), axis=0, keepdims=True)
        return [A3, dict(A3=A3, Z3=Z3, A2=A2, Z2=Z2, A1=X)]

    def cost(X, y, params, decay, activation="relu"):
        A3, _ = forward(X, params, activation)
        Y = np.eye(A3.shape[0])[y].T
        nll = -np.sum(np.multiply(Y, np.log(A3)), keepdims=True) / X.shape[1]
        return nll + 0.5 * decay * sum(np.linalg.norm(params[k]) ** 2 for k in ("W1", "W2"))

    def backward(X, y, params, cache, decay, activation="relu"):
        m = X.shape[1]
        Y = np.zeros((params["W2"].shape[0], m), dtype=np.uint8)
        Y[y, range(m)] = 1
        d3 = cache["A3"] - Y
        d2 = np.dot(params["W2"].T, d3)
        if activation == "sigmoid":
            d2 = d2 * cache["A2"] * (1 - cache["A2"])
        else:
            d2[cache["Z2"] <= 0] = 0
        return {
            "dW1": np.dot(d2, X.T) / m + decay * params["W1"],
            "db1": np.sum(d2, axis=1, keepdims=True) / m,
            "dW2": np.dot(d3, cache["A2"].T) / m + decay * params["W2"],
            "db2": np.sum(d3, axis=1, keepdims=True) / m,
            "dZ3": d3,
        }


@alternative()
def speaks_einsum():
    def forward(X, params, activation="relu"):
        Z2 = np.einsum("hx,xm->hm", params["W1"], X) + params["b1"]
        A2 = np.where(Z2 > 0, Z2, 0.0) if activation == "relu" else sigmoid(Z2)
        Z3 = np.einsum("yh,hm->ym", params["W2"], A2) + params["b2"]
        logs = Z3 - np.logaddexp.reduce(Z3, axis=0)
        return np.exp(logs), {"Z2": Z2, "A2": A2, "Z3": Z3, "A3": np.exp(logs)}

    def backward(X, y, params, cache, decay, activation="relu"):
        m = X.shape[-1]
        d3 = (cache["A3"] - (np.arange(len(cache["A3"]))[:, None] == y)) / m
        A2 = cache["A2"]
        slope = np.heaviside(cache["Z2"], 1) if activation == "relu" else A2 - A2**2
        d2 = np.einsum("yh,ym,hm->hm", params["W2"], d3, slope)
        return {
            "dW1": np.einsum("hm,xm->hx", d2, X) + decay * params["W1"],
            "db1": np.einsum("hm->h", d2)[:, None],
            "dW2": np.einsum("ym,hm->yh", d3, A2) + decay * params["W2"],
            "db2": np.einsum("ym->y", d3)[:, None],
        }


@alternative()
def works_from_the_scores():
    def cost(X, y, params, decay, activation="relu"):
        Z3 = forward(X, params, activation)[1]["Z3"]
        top = Z3.max(axis=0)
        logs = top + np.log(np.exp(Z3 - top).sum(axis=0))
        nll = np.mean(logs - np.take_along_axis(Z3, y[np.newaxis], axis=0)[0])
        return np.array(
            nll
            + decay
            / 2
            * (np.vdot(params["W1"], params["W1"]) + np.vdot(params["W2"], params["W2"]))
        )

    def nn_predict(X, params):
        scores = forward(X, params)[1]["Z3"]
        return np.argmax(scores, 0).astype(float)


@alternative()
def clips_the_probabilities():
    def cost(X, y, params, decay, activation="relu"):
        A3 = np.clip(forward(X, params, activation=activation)[0], 1e-15, 1)
        likelihood = np.choose(y, A3)
        reg = decay * 0.5 * (np.sum(np.square(params["W1"])) + np.sum(np.square(params["W2"])))
        return np.float64(np.sum(-np.log(likelihood)) / y.shape[0] + reg)


@alternative()
def prints_and_warns():
    import warnings

    def cost(X, y, params, decay, activation="relu"):
        print("computing the cost of", X.shape[1], "examples")
        warnings.warn("this is only a warning")
        np.log(np.zeros(1))  # a RuntimeWarning on stderr
        A3, _ = forward(X, params, activation)
        nll = -np.log(A3[y, range(len(y))]).mean()
        return nll + decay / 2 * sum((params[name] ** 2).sum() for name in ("W1", "W2"))

    def nn_predict(X, params):
        print("predicting")
        return tuple(np.argmax(forward(X, params)[0], axis=0).tolist())

    def mlp_accuracy(X, y, settings):
        from sklearn.neural_network import MLPClassifier

        network = MLPClassifier(**settings)
        network.fit(np.transpose(X), y)
        print("fitted", network)
        warnings.warn("and another")
        return network.score(np.transpose(X), y)


@alternative()
def multiplies_matrices_of_np_matrix():
    def forward(X, params, activation="relu"):
        Z2 = np.matrix(params["W1"]) * np.matrix(X) + params["b1"]
        A2 = np.maximum(Z2, 0) if activation == "relu" else sigmoid(Z2)
        Z3 = np.matrix(params["W2"]) * A2 + params["b2"]
        E = np.exp(Z3 - Z3.max(axis=0))
        A3 = E / E.sum(axis=0)
        return A3, {"Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3}

    def cost(X, y, params, decay, activation="relu"):
        A3, _ = forward(X, params, activation)
        likelihoods = A3[y, np.arange(len(y))]
        W1, W2 = np.matrix(params["W1"]), np.matrix(params["W2"])
        return -np.log(likelihoods).mean() + decay / 2 * (np.trace(W1 * W1.T) + np.trace(W2.T * W2))

    def backward(X, y, params, cache, decay, activation="relu"):
        A2, d3 = (
            np.matrix(cache["A2"]),
            (np.matrix(cache["A3"]) - one_hot(y, len(cache["A3"]))) / len(y),
        )
        slope = np.multiply(A2, 1 - A2) if activation == "sigmoid" else np.sign(A2)
        d2 = np.multiply(np.matrix(params["W2"]).T * d3, slope)
        return {
            "dW1": d2 * np.matrix(X).T + decay * params["W1"],
            "db1": d2.sum(axis=1),
            "dW2": d3 * A2.T + decay * params["W2"],
            "db2": d3.sum(axis=1),
        }

    def nn_predict(X, params):
        return np.asarray(forward(X, params)[0]).argmax(axis=0)


@alternative()
def uses_helpers_globals_and_type_hints():
    SLOPES = {
        "relu": lambda cache: (cache["Z2"] > 0).astype(float),
        "sigmoid": lambda cache: cache["A2"] * (1 - cache["A2"]),
    }
    WEIGHTS = ("W1", "W2")

    def softmax(Z: np.ndarray) -> np.ndarray:
        E = np.exp(Z - Z.max(axis=0, keepdims=True))
        return E / E.sum(axis=0, keepdims=True)

    class Layer:
        def __init__(self, W, b, activation):
            self.W, self.b, self.activation = W, b, activation

        def __call__(self, A):
            Z = self.W @ A + self.b
            return Z, self.activation(Z)

    def forward(
        X: np.ndarray, params: dict, activation: str = "relu", verbose: bool = False
    ) -> tuple:
        hidden = Layer(params["W1"], params["b1"], globals()[activation])
        Z2, A2 = hidden(X)
        Z3, A3 = Layer(params["W2"], params["b2"], softmax)(A2)
        return A3, dict(Z2=Z2, A2=A2, Z3=Z3, A3=A3, X=X)

    def backward(X, y, params, cache, decay: float, activation="relu") -> dict[str, np.ndarray]:
        dZ3 = cache["A3"].copy()
        dZ3[y, np.arange(y.size)] -= 1
        dZ2 = SLOPES[activation](cache) * (params["W2"].T @ dZ3)
        ones = np.full((y.size, 1), 1 / y.size)
        grads = {
            "dW2": dZ3 / y.size @ cache["A2"].T,
            "db2": dZ3 @ ones,
            "dW1": dZ2 @ X.T / y.size,
            "db1": dZ2 @ ones,
        }
        for name in WEIGHTS:
            grads["d" + name] += decay * params[name]
        return grads


@alternative()
def moves_entries_in_place():
    def compute_numerical_gradient(J, params, epsilon=1e-4):
        num_grad = {}
        for name in params:
            matrix = params[name]
            slopes = np.empty_like(matrix)
            for i in range(matrix.shape[0]):
                for j in range(matrix.shape[1]):
                    matrix[i, j] += epsilon
                    plus = J(params)
                    matrix[i, j] -= 2 * epsilon
                    minus = J(params)
                    matrix[i, j] += epsilon
                    slopes[i, j] = (plus - minus) / (2 * epsilon)
            num_grad["d" + name] = slopes
        return num_grad


@alternative()
def moves_along_unit_vectors():
    import copy

    def compute_numerical_gradient(J, params, epsilon=1e-4, verbose=False):
        def slope(name, k):
            values = []
            for sign in (1, -1):
                moved = copy.deepcopy(params)
                moved[name].flat[k] += sign * epsilon
                values.append(J(moved))
            return (values[0] - values[1]) / (2.0 * epsilon)

        return {
            "d" + name: np.array([slope(name, k) for k in range(params[name].size)])
            .reshape(params[name].shape)
            .tolist()
            for name in ("b2", "b1", "W2", "W1")
        }


@alternative()
def counts_with_other_means():
    def accuracy(pred, y):
        return np.array([[np.count_nonzero(np.asarray(pred) == np.asarray(y)) / np.size(y)]])

    def mlp_settings(hyperparams, m):
        n_h, decay, learning_rate, num_epochs = hyperparams
        return dict(
            hidden_layer_sizes=[n_h],
            solver="sgd",
            learning_rate="constant",
            learning_rate_init=learning_rate,
            momentum=0.0,
            batch_size=m,
            max_iter=num_epochs,
            alpha=np.float64(m * decay),
            tol=0.0,
            n_iter_no_change=np.inf,
            random_state=1,
            verbose=False,
        )

    def mlp_accuracy(X, y, settings):
        import sklearn.neural_network as nn

        labels = nn.MLPClassifier(**settings).fit(X.T, y).predict(X.T)
        return 1 - np.mean(labels != y)


@alternative()
def leaves_much_to_the_defaults():
    def mlp_settings(hyperparams, m):
        return {
            "hidden_layer_sizes": hyperparams[0],
            "solver": "sgd",
            "alpha": hyperparams[1] * m,
            "learning_rate_init": hyperparams[2],
            "max_iter": hyperparams[3],
            "batch_size": m,
            "momentum": 0,
            "n_iter_no_change": 10**9,
        }


@alternative()
def computes_the_forward_pass_again():
    def backward(X, y, params, cache, decay, activation="relu"):
        A3, fresh = forward(X, params, activation)
        d3 = (A3 - one_hot(y, params["b2"].shape[0])) / y.size
        A2 = fresh["A2"]
        d2 = (params["W2"].T @ d3) * (A2 * (1 - A2) if activation == "sigmoid" else A2 > 0)
        ones = np.ones((X.shape[1], 1))
        return {
            "dW1": d2 @ X.T + decay * params["W1"],
            "db1": d2 @ ones,
            "dW2": d3 @ A2.T + decay * params["W2"],
            "db2": d3 @ ones,
        }


@alternative()
def chains_the_derivatives():
    def backward(X, y, params, cache, decay, activation="relu"):
        m = len(y)
        A3, A2 = np.copy(cache["A3"]), cache["A2"]
        dA3 = np.zeros(A3.shape)
        dA3[y, np.arange(m)] = -1 / (m * A3[y, np.arange(m)])
        # the slopes of softmax: da_j / dz_k = a_j ([j = k] - a_k)
        dZ3 = A3 * (dA3 - (A3 * dA3).sum(axis=0, keepdims=True))
        dW2 = np.matmul(dZ3, np.transpose(A2))
        db2 = np.reshape(np.sum(dZ3, 1), (-1, 1))
        dA2 = np.matmul(np.transpose(params["W2"]), dZ3)
        if activation == "relu":
            dZ2 = np.where(cache["Z2"] > 0, dA2, 0)
        else:
            dZ2 = dA2 * sigmoid(cache["Z2"]) * sigmoid(-cache["Z2"])
        dW1 = np.matmul(dZ2, np.transpose(X))
        db1 = np.reshape(np.sum(dZ2, 1), (-1, 1))
        dW1 += decay * params["W1"]
        dW2 += decay * params["W2"]
        return {"db2": db2, "db1": db1, "dW2": dW2, "dW1": dW1}

    def nn_predict(X, params):
        A3 = forward(X, params)[0]
        return np.array([max(range(len(column)), key=lambda k: column[k]) for column in A3.T])

    def update_params(params, dParams, learning_rate):
        for name, value in params.items():
            for at in np.ndindex(value.shape):
                value[at] = value[at] - learning_rate * dParams["d" + name][at]


@alternative()
def borrows_from_scipy_and_scikit_learn():
    import scipy.special
    from scipy.sparse import coo_matrix
    from sklearn.metrics import accuracy_score

    def forward(X, params, activation="relu"):
        Z2 = params["W1"].dot(X) + params["b1"]
        A2 = scipy.special.expit(Z2) if activation == "sigmoid" else Z2.clip(min=0)
        Z3 = params["W2"].dot(A2) + params["b2"]
        A3 = scipy.special.softmax(Z3, axis=0)
        cache = {"X": X, "Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3, "activation": activation}
        return A3, cache

    def cost(X, y, params, decay, activation="relu"):
        Z3 = forward(X, params, activation)[1]["Z3"]
        logs = scipy.special.log_softmax(Z3, axis=0)
        norms = [np.linalg.norm(params[name], "fro") for name in ("W1", "W2")]
        return np.array([[-logs[y, np.arange(y.size)].mean() + np.dot(norms, norms) * decay / 2]])

    def backward(X, y, params, cache, decay, activation="relu"):
        m = y.shape[0]
        shape = (cache["A3"].shape[0], m)
        Y = coo_matrix((np.ones(m), (y, np.arange(m))), shape=shape).toarray()
        d3 = (cache["A3"] - Y) / m
        d2 = params["W2"].T.dot(d3)
        d2 *= cache["A2"] * (1 - cache["A2"]) if activation == "sigmoid" else np.sign(cache["A2"])
        return {
            "dW1": d2.dot(X.T) + decay * params["W1"],
            "db1": d2.sum(1)[:, None],
            "dW2": d3.dot(cache["A2"].T) + decay * params["W2"],
            "db2": d3.sum(1)[:, None],
        }

    def accuracy(pred, y):
        return accuracy_score(y, pred)


@alternative()
def lines_all_parameters_up_in_one_vector():
    NAMES = ("W1", "b1", "W2", "b2")

    class Parameters:
        def __init__(self, params):
            self.shapes = {name: params[name].shape for name in NAMES}
            self.vector = np.concatenate([params[name].ravel() for name in NAMES])

        def named(self, vector, prefix=""):
            named, start = {}, 0
            for name, shape in self.shapes.items():
                size = int(np.prod(shape))
                named[prefix + name] = vector[start : start + size].reshape(shape)
                start += size
            return named

    def compute_numerical_gradient(J, params, epsilon=1e-4):
        parameters = Parameters(params)
        steps = epsilon * np.eye(parameters.vector.size)
        slopes = [
            (
                J(parameters.named(parameters.vector + e))
                - J(parameters.named(parameters.vector - e))
            )
            / (2 * epsilon)
            for e in steps
        ]
        return parameters.named(np.array(slopes), "d")

    def update_params(params, dParams, learning_rate):
        steps = {name: -learning_rate * dParams["d" + name] for name in NAMES}
        for name in NAMES:
            np.add(params[name], steps[name], out=params[name])

    def mlp_accuracy(X, y, settings):
        import warnings

        from sklearn.neural_network import MLPClassifier

        network = MLPClassifier()
        network.set_params(**settings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            network.fit(np.ascontiguousarray(X.T), y)
        right = [label == true for label, true in zip(network.predict(X.T), y, strict=True)]
        return sum(right) / len(right)


@alternative()
def writes_every_matrix_out():
    def compute_numerical_gradient(J, params, epsilon=1e-4):
        def slopes_of(name):
            rows, columns = params[name].shape
            result = []
            for i in range(rows):
                row = []
                for j in range(columns):
                    kept = params[name][i][j]
                    params[name][i][j] = kept + epsilon
                    plus = J(params)
                    params[name][i][j] = kept - epsilon
                    row.append((plus - J(params)) / 2 / epsilon)
                    params[name][i][j] = kept
                result.append(row)
            return np.array(result)

        numd_W1, numd_b1 = slopes_of("W1"), slopes_of("b1")
        numd_W2, numd_b2 = slopes_of("W2"), slopes_of("b2")
        return {"dW1": numd_W1, "db1": numd_b1, "dW2": numd_W2, "db2": numd_b2}

    def nn_predict(X, params):
        # the largest score is the largest probability; no exponential is needed
        hidden = relu(params["W1"] @ X + params["b1"])
        return np.argmax(params["W2"] @ hidden + params["b2"], axis=0).astype(np.uint8)

    def mlp_settings(hyperparams, m):
        settings = {"solver": "sgd", "activation": "relu", "shuffle": False, "momentum": 0.0}
        settings["hidden_layer_sizes"] = np.array([hyperparams[0]])
        settings["alpha"] = m * hyperparams[1]
        settings["learning_rate_init"] = float(hyperparams[2])
        settings["max_iter"] = int(hyperparams[3])
        settings["n_iter_no_change"] = max(settings["max_iter"], 10)
        settings["batch_size"] = 10**6
        settings["tol"] = 0
        settings["early_stopping"] = False
        return settings
