"""What the answers to assignment 4 must do: softmax, weight decay and a gradient check, examples in
columns."""

import numpy as np

from autograder.checks import (
    Failed,
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
    same,
)
from autograder_tests.shared import (
    GRADIENTS,
    PARAMETERS,
    expect_columns_apart,
    expect_gradients,
    gradients_for,
    parameters_of,
    slopes,
)

CACHE = ("Z2", "A2", "Z3", "A3")


# --- Random networks and batches ------------------------------------------------------------------


def sizes(rng):
    """Four sizes n_x, n_h, n_y, m that differ from each other and from those of the data sets."""
    n_y = int(rng.integers(4, 7))
    n_x, n_h = rng.permutation([n for n in (3, 6, 7, 8, 9) if n != n_y])[:2].tolist()
    return n_x, n_h, n_y, int(rng.integers(11, 17))


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
        params, X = parameters_of(rng, n_x, n_h, n_y), rng.normal(size=(n_x, m))
        Z2 = params["W1"] @ X + params["b1"]
        if np.abs(Z2).min() > 1e-3 and ((Z2 > 0).any(axis=1) & (Z2 < 0).any(axis=1)).all():
            return params, X, labels(rng, n_y, m)


def rings(rng):
    """Three rings to learn: X of shape (2, 90), y of shape (90,)."""
    X = rng.uniform(-1, 1, (2, 90))
    radius = np.abs(X).sum(axis=0)
    return X, np.searchsorted(np.quantile(radius, [1 / 3, 2 / 3]), radius)


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
    n_y = params["W2"].shape[0]

    def probabilities(columns):
        A3 = expect_shape(forward(student, columns, params)[0], (n_y, columns.shape[1]), "A3")
        expect_finite(A3, "A3")
        return A3

    expect_columns_apart(probabilities, X, rng, "A3")


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
    # One correct run in seven hundred stays below, where most have 88 % and more.
    for _ in range(3):
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
    return hyperparams, parameters_of(rng, n_x, n_h, 3), X, y


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
            f"after {num_epochs} epochs scikit-learn's {name} differs by {apart:.2g} from the "
            f"{name} of gradient descent on all examples, started from the same weights.",
        )


@check("test_mlp_settings", weight=2)
def training_never_stops_early(student, reference, rng):
    """All epochs are run, be it one or many,
    even while the cost rises from the first to the last."""
    n_h, m = int(rng.integers(4, 9)), int(rng.integers(40, 60))
    # No hidden unit is active, and the biases start at their best: with a rate this large every
    # step leads away from there, so the first cost remains the lowest.
    y = rng.permutation(np.repeat([0, 1, 2], [m // 2, m // 3, m - m // 2 - m // 3]))
    shares = np.bincount(y) / m
    params = parameters_of(rng, 3, n_h, 3) | {
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
            f"training stopped after {epochs} of {num_epochs} epochs, "
            "because the cost did not fall.",
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
    """The settings decide on every hidden layer and on the random start,
    and both make a difference."""
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


# --- Checks that fall together --------------------------------------------------------------------

# The output layer: what gives no probabilities loses all of these, and nothing is learned from it.
SOFTMAX = (
    output_layer_is_softmax_of_a_linear_map,
    softmax_withstands_large_scores,
    probabilities_of_an_example_add_up_to_1,
    examples_do_not_see_each_other,
    your_functions_learn,
)

# The mean over the examples of the cost without decay.
COST = (
    cost_is_the_mean_negative_log_likelihood,
    a_class_may_be_absent_from_the_batch,
    cost_passes_the_activation_on,
)

# The gradients of every layer, and what the decay adds to them.
BACKPROPAGATION = (
    output_gradients_are_right,
    hidden_gradients_flow_through_relu,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
    gradients_know_the_absent_class,
)
DECAY = (
    decay_pulls_the_weights_and_no_bias,
    gradients_are_the_slopes_of_the_cost,
    sigmoid_units_have_their_own_slope,
)

# In each of the other cells, the claims that almost any wrong value loses.
UPDATE = (every_parameter_steps_downhill, two_half_steps_make_a_whole)
PREDICTION = (labels_are_the_most_probable_classes, one_example_gets_one_label)
NUMERICAL_GRADIENT = (
    slopes_of_a_quadratic_are_exact,
    differences_are_central,
    the_step_is_1e_4_by_default,
    any_sizes_will_do,
)
ACCURACY = (accuracy_is_the_share_of_right_labels, labels_are_only_names)
MLP_ACCURACY = (
    the_majority_is_learned,
    the_settings_are_used,
    layers_and_start_come_from_the_settings,
)
