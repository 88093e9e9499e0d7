"""Hidden tests of assignment 2: any activations, costs and depths, examples in rows."""

from itertools import pairwise
from types import FunctionType

import numpy as np

from autograder.checks import (
    Failed,
    alternative,
    check,
    expect,
    expect_array,
    expect_close,
    expect_finite,
    expect_number,
    expect_shape,
    expect_unchanged,
    expect_values,
    misconception,
    overfitted,
)

# Functions that the checks hand in, so that a network is not judged by the student's activations and
# costs a second time. Each is sent to the student's side as text.
LOGISTIC = (
    "lambda x, deriv=False: 1 / (2 + np.exp(x) + np.exp(-x)) if deriv else 1 / (1 + np.exp(-x))"
)
TANH = "lambda x, deriv=False: 1 - np.square(np.tanh(x)) if deriv else np.tanh(x)"
RELU = "lambda x, deriv=False: np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0)"
SINE = "lambda x, deriv=False: np.cos(x) if deriv else np.sin(x)"
SOFTPLUS = "lambda x, deriv=False: 1 / (1 + np.exp(-x)) if deriv else np.log(1 + np.exp(x))"
STEEP = "lambda x, deriv=False: (1 - np.square(np.tanh(x))) / 2 if deriv else (1 + np.tanh(x)) / 2"
CROSS_ENTROPY = (
    "lambda y_preds, y, deriv=False:"
    " np.divide(y_preds - y, np.multiply(y_preds, 1 - y_preds)) / len(y) if deriv"
    " else -np.mean(np.log(np.where(np.asarray(y) == 1, y_preds, 1 - y_preds)))"
)
SQUARED_ERROR = (
    "lambda y_preds, y, deriv=False:"
    " 2 * (y_preds - y) / len(y) if deriv else np.mean(np.square(y_preds - y))"
)
FOURTH_POWER = (
    "lambda y_preds, y, deriv=False:"
    " 4 * np.power(y_preds - y, 3) / len(y) if deriv else np.mean(np.power(y_preds - y, 4))"
)
# STEEP ends between 0 and 1 like the logistic function, but its slope does not cancel the
# denominator of the cross-entropy. It comes early, so that two wrong answers that differ differ there.
# The slopes of these are even functions, and that of SOFTPLUS is not: it tells z from -z.
ENDINGS = [
    (LOGISTIC, CROSS_ENTROPY),
    (STEEP, CROSS_ENTROPY),
    (LOGISTIC, SQUARED_ERROR),
    (TANH, SQUARED_ERROR),
]
COMBINATIONS = [
    *((hidden, *ending) for hidden in (LOGISTIC, TANH, RELU) for ending in ENDINGS),
    (SINE, SOFTPLUS, FOURTH_POWER),
]
OWN_ENDINGS = [
    ("logistic", "cross_entropy"),
    ("tanh", "mean_squared_error"),
    ("logistic", "mean_squared_error"),
]


def known(expression):
    """The function of a text, on the side of the checks."""
    return eval(expression, {"np": np})


# --- Random networks and batches ------------------------------------------------------------------


def labels(rng, m):
    """Labels of shape (m, 1), both classes among them."""
    y = rng.integers(0, 2, m)
    y[:2] = 0, 1
    return rng.permutation(y).reshape(m, 1)


def layer_sizes(rng, layers):
    """The number of inputs and of the units of each layer, all different up to five layers."""
    return [*rng.permutation(np.resize([3, 6, 4, 5, 7], layers)).tolist(), 1]


def parameters(rng, sizes):
    """Weights and biases away from zero, so that no term of the formulas can hide."""
    ws = [rng.normal(0, 1.2 / np.sqrt(n), (n, units)) for n, units in pairwise(sizes)]
    bs = [
        rng.uniform(0.2, 0.6, (1, units)) * rng.choice([-1, 1], (1, units)) for units in sizes[1:]
    ]
    return ws, bs


def network(rng, layers, outputs=1):
    """A random batch and a random network of so many layers: x, y, ws, bs.

    Every z stays 1e-3 away from 0 for any of the activations, so that no step of 1e-5 crosses the
    kink of ReLU.
    """
    while True:
        sizes = [*layer_sizes(rng, layers)[:-1], outputs]
        m = int(rng.integers(8, 13))
        x, y, (ws, bs) = rng.normal(size=(m, sizes[0])), labels(rng, m), parameters(rng, sizes)
        if all(_distance_to_kink(x, ws, bs, known(f)) > 1e-3 for f in (LOGISTIC, TANH, RELU, SINE)):
            return x, y, ws, bs


def _distance_to_kink(x, ws, bs, act_f):
    nearest = np.inf
    for w, b in zip(ws, bs):
        z = x @ w + b
        nearest, x = min(nearest, np.abs(z).min()), act_f(z)
    return nearest


def waves(rng, reference):
    """Two sine waves that the notebook has not shown: points X, labels of shape (m, 1)."""
    m0, m1 = rng.permutation(np.arange(13, 20))[:2].tolist()
    phase, shift = rng.uniform(-1, 1), rng.uniform(1.2, 1.5)
    X, y = reference.make_points(lambda x1: np.sin(0.8 * x1 + phase), shift, m0, m1)
    X[:, 0] *= 0.8
    order = rng.permutation(len(y))
    return X[order], y[order].reshape(-1, 1)


# --- What is right, and what is right in terms of the student's own functions ---------------------


def either(judge, expected, *others):
    """Judge by what `expected()` gives, and accept what one of `others` gives as well.

    The others are made with the student's own functions: a mistake in one of them has lost its
    points in its own cell.
    """
    try:
        judge(expected())
    except Failed:
        for other in others:
            try:
                judge(other())
                return
            except Exception:  # their functions may give anything
                continue
        raise


def with_theirs(function, **theirs):
    """The reference's function, but calling the student's functions where it calls its own."""
    return FunctionType(
        function.__code__, function.__globals__ | theirs, None, function.__defaults__
    )


def activation(student, name):
    """The student's activation, for the side of the checks."""
    return lambda x, deriv=False: expect_shape(getattr(student, name)(x, deriv), x.shape, name)


def cost(student, name):
    """The student's cost, for the side of the checks."""
    return lambda y_preds, y, deriv=False: expect_array(
        getattr(student, name)(y_preds, y, deriv), name
    )


def passes(answer, count):
    """The values of a forward pass of one hidden layer as two lists, Zs and As."""
    answer = expect_values(answer, count, "forward_pass")
    return (answer[0::2], answer[1::2]) if count == 4 else answer


def expect_list(actual, count, name):
    """Return the arrays of a list, or fail unless there are as many as layers."""
    expect(actual is not None, f"{name} is None; was a return forgotten?")
    expect(
        isinstance(actual, (list, tuple, np.ndarray)),
        f"{name} should be a list of arrays; it is a {type(actual).__name__}.",
    )
    expect(
        len(actual) == count,
        f"{name} should have {count} entries, one for each layer; yours has {len(actual)}.",
    )
    return list(actual)


def expect_layers(actual, expected, name, when=""):
    """Fail unless `actual` is a list of the arrays in `expected`."""
    for k, array in enumerate(expect_list(actual, len(expected), name)):
        # The slopes are measured to 1e-9, their errors scaled by a rate of at most 2.
        expect_close(array, expected[k], f"{name}[{k}]{when}", atol=1e-7)


# --- activations ----------------------------------------------------------------------------------


def arguments(rng):
    """An array of one axis, one of two and one of three, away from 0."""
    for axes in (1, 2, 3):
        shape = tuple(rng.permutation([3, 4, 5])[:axes].tolist())
        yield rng.uniform(0.1, 3, shape) * rng.choice([-1, 1], shape)


def expect_activation(student, reference, rng, name):
    for x in arguments(rng):
        expect_close(getattr(student, name)(x), getattr(reference, name)(x), f"{name}(x)")


def expect_slope(student, reference, rng, name):
    f = getattr(reference, name)
    for x in arguments(rng):
        measured = (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
        actual = getattr(student, name)(x, deriv=True)
        expect_close(actual, measured, f"{name}(x, deriv=True)")


@check("test_activations", weight=2)
def logistic_is_its_formula(student, reference, rng):
    """logistic(x) is 1 / (1 + exp(-x)), entry by entry."""
    expect_activation(student, reference, rng, "logistic")


@check("test_activations", weight=2)
def logistic_knows_its_slope(student, reference, rng):
    """logistic(x, deriv=True) is the slope of the logistic function at x."""
    expect_slope(student, reference, rng, "logistic")


@check("test_activations", weight=2)
def tanh_is_its_formula(student, reference, rng):
    """tanh(x) is the hyperbolic tangent, entry by entry."""
    expect_activation(student, reference, rng, "tanh")


@check("test_activations", weight=2)
def tanh_knows_its_slope(student, reference, rng):
    """tanh(x, deriv=True) is the slope of tanh at x."""
    expect_slope(student, reference, rng, "tanh")


@check("test_activations", weight=2)
def relu_cuts_off_below_zero(student, reference, rng):
    """relu(x) is x where x is positive, and 0 elsewhere."""
    expect_activation(student, reference, rng, "relu")


@check("test_activations", weight=2)
def relu_knows_its_slope(student, reference, rng):
    """relu(x, deriv=True) is 1 where x is positive and 0 where it is negative."""
    expect_slope(student, reference, rng, "relu")


@check("test_activations", weight=2)
def activations_are_finite_far_from_zero(student, reference, rng):
    """At large arguments logistic and tanh reach their limits, and their slopes vanish."""
    x = rng.uniform(720, 1000, 4) * [-1, 1, -1, 1]
    for name, limits in (("logistic", [0, 1, 0, 1]), ("tanh", [-1, 1, -1, 1])):
        expect_close(getattr(student, name)(x), limits, f"{name} far from 0")
        expect_close(
            getattr(student, name)(x, True), np.zeros(4), f"the slope of {name} far from 0"
        )


@check("test_activations", weight=1)
def activations_leave_their_inputs_alone(student, reference, rng):
    """x is the same after the call."""
    x = rng.normal(size=(3, 4))
    for name in ("logistic", "tanh", "relu"):
        for deriv in (False, True):
            call = student.call(name, x, deriv=deriv)
            expect_array(call.result, name)
            expect_unchanged((x,), call.args, f"x of {name}")


# --- costs ----------------------------------------------------------------------------------------


def outputs_and_labels(rng):
    """Outputs and labels, once of shape (m,) and once of shape (m, 1), with different m."""
    for columns in ((), (1,)):
        m = int(rng.integers(9, 20))
        yield rng.uniform(0.05, 0.95, (m, *columns)), labels(rng, m).reshape(m, *columns)


def expect_cost_slope(student, reference, rng, name):
    for y_preds, y in outputs_and_labels(rng):
        measured = reference.slopes(lambda moved: getattr(reference, name)(moved, y), y_preds)
        actual = getattr(student, name)(y_preds, y, deriv=True)
        expect_close(actual, measured, f"{name}(y_preds, y, deriv=True)")


@check("test_costs", weight=4)
def cross_entropy_is_a_mean(student, reference, rng):
    """cross_entropy is the mean of minus the logarithm of what the right answers received."""
    for y_preds, y in outputs_and_labels(rng):
        right = np.where(y == 1, y_preds, 1 - y_preds)
        expect_number(student.cross_entropy(y_preds, y), -np.log(right).mean(), "the cross-entropy")


@check("test_costs", weight=5)
def cross_entropy_slope_is_that_of_the_output(student, reference, rng):
    """The derivative of cross_entropy is with respect to y_preds, not to z, and has the 1/m."""
    expect_cost_slope(student, reference, rng, "cross_entropy")


@check("test_costs", weight=3)
def squared_error_is_a_mean(student, reference, rng):
    """mean_squared_error is the mean of (y_preds - y)², never negative."""
    for y_preds, y in outputs_and_labels(rng):
        expected = sum((y_preds.ravel() - y.ravel()) ** 2) / len(y)
        expect_number(student.mean_squared_error(y_preds, y), expected, "the mean squared error")


@check("test_costs", weight=3)
def squared_error_slope_is_that_of_the_output(student, reference, rng):
    """The derivative of mean_squared_error is 2 (y_preds - y) / m."""
    expect_cost_slope(student, reference, rng, "mean_squared_error")


@check("test_costs", weight=3)
def saturated_outputs_cost_a_finite_amount(student, reference, rng):
    """Outputs of exactly 0 and 1 are clipped to 1e-12 and 1 - 1e-12: 27.63 where they are wrong."""
    m = int(rng.integers(6, 12))
    y = labels(rng, m).ravel()
    is_wrong = rng.permutation(np.arange(m) < m // 2)
    is_wrong[[y.argmin(), y.argmax()]] = True  # of either label one, so that both ends matter
    wrong = np.where(is_wrong, 1 - y, rng.uniform(0.1, 0.9, m))
    right = y.astype(float)
    for y_preds in (wrong, right):
        expected = reference.cross_entropy(y_preds, y)
        # 1 - (1 - 1e-12) is off by 1e-4 of itself: its logarithm by 1e-4.
        expect_number(student.cross_entropy(y_preds, y), expected, "the cross-entropy", atol=1e-3)
        slope = expect_shape(student.cross_entropy(y_preds, y, True), (m,), "its derivative")
        expect_finite(slope, "the derivative of the cross-entropy at outputs of 0 and 1")


@check("test_costs", weight=1)
def the_batch_twice_costs_the_same(student, reference, rng):
    """If every example is there twice, the costs stay and each example weighs half as much."""
    y_preds, y = next(outputs_and_labels(rng))
    for name in ("cross_entropy", "mean_squared_error"):
        f, g = getattr(student, name), getattr(reference, name)
        twice = np.tile(y_preds, 2), np.tile(y, 2)
        expect_number(f(*twice), g(y_preds, y), f"{name} of the batch repeated")
        halves = np.tile(g(y_preds, y, True), 2) / 2
        expect_close(f(*twice, True), halves, f"the derivative of {name} for the batch repeated")


@check("test_costs", weight=1)
def costs_leave_their_inputs_alone(student, reference, rng):
    """y_preds and y are the same after the call."""
    for y_preds, y in outputs_and_labels(rng):
        y_preds[0] = 1  # something to clip
        for name in ("cross_entropy", "mean_squared_error"):
            for deriv in (False, True):
                call = student.call(name, y_preds, y, deriv=deriv)
                expect_array(call.result, name)
                expect_unchanged((y_preds, y), call.args, f"y_preds or y of {name}")


# --- gradient_descent -----------------------------------------------------------------------------


def regression(rng):
    """A random batch and a random start of logistic regression: x, y, ws, b."""
    m, n = int(rng.integers(8, 15)), int(rng.integers(3, 7))
    return rng.normal(size=(m, n)), labels(rng, m).ravel(), rng.normal(size=n), rng.uniform(0.3, 1)


def descended(student, *args):
    """What gradient_descent returned: ws, b and the outputs."""
    return expect_values(student.gradient_descent(*args), 3, "gradient_descent")


def their_regression(student, reference):
    """The reference's loop over the student's logistic and cross_entropy."""
    return with_theirs(
        reference.gradient_descent,
        logistic=activation(student, "logistic"),
        cross_entropy=cost(student, "cross_entropy"),
    )


def expect_regression(answer, expected, when):
    expect_close(answer[0], expected[0], f"ws after {when}", atol=1e-7)
    expect_number(answer[1], expected[1], f"b after {when}", atol=1e-7)


@check("test_gradient_descent", weight=4)
def one_epoch_steps_down_the_slope(student, reference, rng):
    """An epoch subtracts lrate times the slope of the mean cross-entropy, measured, from ws and b."""
    x, y, ws, b = regression(rng)
    lrate = rng.uniform(0.5, 2)
    answer = descended(student, x, y, ws, b, lrate, 1)

    def measured():
        def cost_at(theta):
            return known(CROSS_ENTROPY)(known(LOGISTIC)(x @ theta[1:] + theta[0]), y)

        theta = np.append(b, ws)
        theta = theta - lrate * reference.slopes(cost_at, theta)
        return theta[1:], theta[0]

    either(
        lambda expected: expect_regression(answer, expected, "one epoch"),
        measured,
        lambda: their_regression(student, reference)(x, y, ws, b, lrate, 1),
    )


@check("test_gradient_descent", weight=3)
def epochs_repeat_the_step(student, reference, rng):
    """As many epochs as asked for, each from where the one before ended."""
    x, y, ws, b = regression(rng)
    lrate, epochs = rng.uniform(0.05, 0.2), int(rng.integers(3, 6))
    answer = descended(student, x, y, ws, b, lrate, epochs)
    either(
        lambda expected: expect_regression(answer, expected, f"{epochs} epochs"),
        lambda: reference.gradient_descent(x, y, ws, b, lrate, epochs),
        lambda: their_regression(student, reference)(x, y, ws, b, lrate, epochs),
    )


@check("test_gradient_descent", weight=3)
def outputs_are_those_before_the_last_update(student, reference, rng):
    """The outputs returned are those of the last epoch's forward pass, before its update."""
    x, y, ws, b = regression(rng)
    lrate, epochs = rng.uniform(0.5, 1.5), int(rng.integers(3, 9))
    outputs = descended(student, x, y, ws, b, lrate, epochs)[2]
    before = descended(student, x, y, ws, b, lrate, epochs - 1)
    z = x @ expect_shape(before[0], ws.shape, "ws") + expect_array(before[1], "b").reshape(-1)[0]
    either(
        lambda expected: expect_close(outputs, expected, "y_preds"),
        lambda: known(LOGISTIC)(z),
        lambda: activation(student, "logistic")(z),
    )


@check("test_gradient_descent", weight=2)
def steps_are_proportional_to_the_rate(student, reference, rng):
    """Twice the learning rate makes the step twice as long, and a rate of 0 makes none."""
    x, y, ws, b = regression(rng)
    lrate = rng.uniform(0.2, 0.8)
    answers = [descended(student, x, y, ws, b, k * lrate, 1) for k in (0, 1, 2)]
    steps = [expect_shape(each[0], ws.shape, "ws") - ws for each in answers]
    expect_close(steps[0], np.zeros_like(ws), "the step of ws with lrate=0")
    expect(np.abs(steps[1]).max() > 1e-6, "ws does not move at all.")
    expect_close(steps[2], 2 * steps[1], "the step of ws with twice the rate")
    shifts = [expect_array(each[1], "b").reshape(-1)[0] - b for each in answers]
    expect_close(shifts[2], 2 * shifts[1], "the step of b with twice the rate")


@check("test_gradient_descent", weight=1)
def descent_leaves_its_inputs_alone(student, reference, rng):
    """x, y and the starting ws are the same after the call."""
    x, y, ws, b = regression(rng)
    call = student.call("gradient_descent", x, y, ws, b, 0.5, 3)
    expect_values(call.result, 3, "gradient_descent")
    expect_unchanged((x, y, ws), call.args[:3], "x, y or ws")


@check("test_gradient_descent", weight=1)
def separable_points_are_separated(student, reference, rng):
    """Points on both sides of a random plane are all right after 400 epochs."""
    n, m = int(rng.integers(3, 6)), int(rng.integers(26, 40))
    normal = rng.normal(size=n)
    normal /= np.linalg.norm(normal)
    x = rng.normal(size=(m, n))
    y = (x @ normal + 0.3 > 0).astype(int)
    x += 0.4 * np.outer(2 * y - 1, normal)
    outputs = descended(student, x, y, rng.normal(size=n), 0.5, 0.5, 400)[2]
    outputs = expect_shape(outputs, (m,), "y_preds")
    wrong = int(((outputs > 0.5) != y).sum())
    expect(wrong == 0, f"{wrong} of {m} separable points are still wrong after 400 epochs.")


@check("test_gradient_descent", weight=1)
def certain_outputs_do_no_harm(student, reference, rng):
    """Where all outputs are right and rounded to exactly 0 and 1, training goes on without nan."""
    n, m = int(rng.integers(3, 6)), int(rng.integers(10, 20))
    y = labels(rng, m).ravel()
    direction = rng.choice([-1, 1], n) * rng.uniform(0.5, 1, n)
    x = np.outer(np.where(y == 1, 1, -20) * rng.uniform(50, 60, m), direction)
    ws, b, outputs = descended(student, x, y, direction, 0.5, 0.2, 30)
    for value, name in ((ws, "ws"), (b, "b"), (outputs, "y_preds")):
        expect_finite(expect_array(value, name), name)
    wrong = int(((expect_shape(outputs, (m,), "y_preds") > 0.5) != y).sum())
    expect(wrong == 0, f"{wrong} of {m} points became wrong, all of which started right.")


# --- forward_pass, one hidden layer ---------------------------------------------------------------


def pass_two(student, x, ws, bs, act_fs):
    """Z1, A1, Z2, A2 of the student's forward_pass."""
    refs = [student.ref(f) for f in act_fs]
    return expect_values(student.forward_pass(x, ws, bs, refs), 4, "forward_pass")


def pairs_of_activations(rng):
    """Each of four activations once in the hidden layer and once in the output layer, and a number
    of outputs for each pair."""
    # Not the logistic function first: who always ends in it and who uses one activation for both
    # layers would answer the first pair alike.
    first, *others = rng.permutation([TANH, RELU, SINE]).tolist()
    act_fs = [first, *rng.permutation([LOGISTIC, *others]).tolist()]
    return zip(zip(act_fs, act_fs[1:] + act_fs[:1]), rng.permutation([1, 2, 2, 3]).tolist())


@check("test_forward_pass_two", weight=4)
def hidden_layer_is_the_activation_of_a_linear_map(student, reference, rng):
    """Z1 = x W1 + b1 and A1 = act_fs[0](Z1), for any activation."""
    for act_fs, outputs in pairs_of_activations(rng):
        x, _, ws, bs = network(rng, 2, outputs)
        Z1, A1, _, _ = pass_two(student, x, ws, bs, act_fs)
        expected = reference.forward_pass(x, ws, bs, [known(f) for f in act_fs])
        expect_close(Z1, expected[0], "Z1")
        expect_close(A1, expected[1], "A1")


@check("test_forward_pass_two", weight=4)
def output_layer_is_the_activation_of_a_linear_map(student, reference, rng):
    """Z2 = A1 W2 + b2 and A2 = act_fs[1](Z2), for the A1 that you return."""
    for act_fs, outputs in pairs_of_activations(rng):
        x, _, ws, bs = network(rng, 2, outputs)
        _, A1, Z2, A2 = pass_two(student, x, ws, bs, act_fs)
        A1 = expect_shape(A1, (len(x), ws[0].shape[1]), "A1")
        expect_finite(A1, "A1")
        expect_close(Z2, A1 @ ws[1] + bs[1], "Z2")
        expect_close(A2, known(act_fs[1])(A1 @ ws[1] + bs[1]), "A2")


@check("test_forward_pass_two", weight=1)
def examples_do_not_see_each_other(student, reference, rng):
    """An example alone gives the row that it gives in a batch, and another example another."""
    expect_rows_apart(rng, network(rng, 2), lambda *args: pass_two(student, *args)[3], [TANH, SINE])


@check("test_forward_pass_two", weight=1)
def forward_leaves_its_inputs_alone(student, reference, rng):
    """x, the weights and the biases are the same after the call."""
    x, _, ws, bs = network(rng, 2)
    call = student.call("forward_pass", x, ws, bs, [student.ref(RELU), student.ref(TANH)])
    expect_values(call.result, 4, "forward_pass")
    expect_unchanged((x, ws, bs), call.args[:3], "x, ws or bs")


def expect_rows_apart(rng, drawn, outputs_of, act_fs):
    x, _, ws, bs = drawn

    def outputs(rows):
        A = expect_shape(outputs_of(rows, ws, bs, act_fs), (len(rows), 1), "the output")
        expect_finite(A, "the output")
        return A

    together = outputs(x)
    expect_close(outputs(x[::-1]), together[::-1], "the output of the batch reversed")
    i = int(rng.integers(len(x)))
    expect_close(outputs(x[[i]]), together[[i]], "the output of one example alone")
    expect(np.ptp(together) > 0, "the output is the same for every example.")


# --- backprop, of one hidden layer and of any number ----------------------------------------------


# `count` is the number of values that backprop returns: 6 with one hidden layer, 4 in general. In both
# cases the first two are ws and bs, and the others those of forward_pass.


def trained(student, count, x, y, ws, bs, act_fs, cost_f, lrate, epochs):
    """What backprop returned, with functions that the check hands in as texts."""
    refs = [student.ref(f) for f in act_fs]
    answer = student.backprop(x, y, ws, bs, refs, student.ref(cost_f), lrate, epochs)
    return expect_values(answer, count, "backprop")


def their_training(student, reference, count, act_fs):
    """The reference's loop over the student's forward_pass, with these texts for activations."""
    refs = [student.ref(f) for f in act_fs]

    def forward_pass(x, ws, bs, _):
        answer = expect_values(student.forward_pass(x, ws, bs, refs), count - 2, "forward_pass")
        if count == 6:
            return tuple(expect_array(value, "forward_pass") for value in answer)
        return tuple([expect_array(value, "forward_pass") for value in each] for each in answer)

    return with_theirs(reference.backprop, forward_pass=forward_pass)


def stepped(reference, x, y, ws, bs, act_fs, cost_f, lrate):
    """ws and bs after one step down the slopes of the cost, measured by central differences."""
    act_fs, cost_f = [known(f) for f in act_fs], known(cost_f)

    def cost_of(ws, bs):
        output = reference.forward_pass(x, ws, bs, act_fs)[-1]
        return cost_f(output[-1] if isinstance(output, list) else output, y)

    def after(values, cost_with):
        def replaced(k, value):
            return cost_with([*values[:k], value, *values[k + 1 :]])

        return [
            value - lrate * reference.slopes(lambda moved, k=k: replaced(k, moved), value)
            for k, value in enumerate(values)
        ]

    return after(ws, lambda ws: cost_of(ws, bs)), after(bs, lambda bs: cost_of(ws, bs))


def expect_steps(student, reference, rng, count, layers, combinations, judge):
    """One epoch for each combination of functions leads where the measured slopes lead."""
    for hidden, output, cost_f in combinations:
        x, y, ws, bs = network(rng, layers)
        act_fs, lrate = [hidden] * (layers - 1) + [output], rng.uniform(0.5, 2)
        given = (x, y, ws, bs, act_fs, cost_f, lrate)
        answer = trained(student, count, *given, 1)
        theirs = their_training(student, reference, count, act_fs)
        known_fs = [known(f) for f in act_fs]
        either(
            lambda expected: judge(answer, expected),
            lambda: stepped(reference, *given),
            lambda: theirs(x, y, ws, bs, known_fs, known(cost_f), lrate, 1),
        )


def expect_own_functions_chained(student, reference, rng, count, layers):
    """Some epochs with the student's own functions, for every hidden activation and cost."""
    for hidden in ("logistic", "tanh", "relu"):
        for output, cost_f in OWN_ENDINGS:
            x, y, ws, bs = network(rng, layers)
            names = [hidden] * (layers - 1) + [output]
            lrate, epochs = rng.uniform(0.05, 0.2), int(rng.integers(2, 4))
            refs, ref = [student.ref(name) for name in names], student.ref(cost_f)
            answer = student.backprop(x, y, ws, bs, refs, ref, lrate, epochs)
            answer = expect_values(answer, count, "backprop")

            def judge(expected):
                when = f" after {epochs} epochs of {hidden}, {output} and {cost_f}"
                expect_layers(answer[0], expected[0], "ws", when)
                expect_layers(answer[1], expected[1], "bs", when)

            def right():
                act_fs = [getattr(reference, name) for name in names]
                return reference.backprop(
                    x, y, ws, bs, act_fs, getattr(reference, cost_f), lrate, epochs
                )

            def chained():
                act_fs = [activation(student, name) for name in names]
                loop = their_training(student, reference, count, names)
                return loop(x, y, ws, bs, act_fs, cost(student, cost_f), lrate, epochs)

            either(judge, right, chained)


def expect_last_pass(student, reference, rng, count, layers):
    """The values returned beside ws and bs are those of the last forward pass."""
    x, y, ws, bs = network(rng, layers)
    act_fs, lrate = [TANH] * (layers - 1) + [LOGISTIC], rng.uniform(0.5, 1)
    epochs = int(rng.integers(3, 8))
    answer = trained(student, count, x, y, ws, bs, act_fs, CROSS_ENTROPY, lrate, epochs)
    before = trained(student, count, x, y, ws, bs, act_fs, CROSS_ENTROPY, lrate, epochs - 1)
    ws, bs = (
        [
            expect_shape(new, old.shape, name)
            for new, old in zip(expect_list(after, layers, name), start)
        ]
        for after, start, name in (
            (before[0], ws, "an entry of ws"),
            (before[1], bs, "an entry of bs"),
        )
    )

    def judge(expected):
        for lists, name in ((0, "Z"), (1, "A")):
            actual = answer[2:][lists::2] if count == 6 else answer[2 + lists]
            expect_layers(actual, expected[lists], name + "s", " of the last epoch")

    either(
        judge,
        lambda: passes(reference.forward_pass(x, ws, bs, [known(f) for f in act_fs]), count - 2),
        lambda: passes(
            student.forward_pass(x, ws, bs, [student.ref(f) for f in act_fs]), count - 2
        ),
    )


def expect_batch_unchanged(student, rng, count, layers):
    x, y, ws, bs = network(rng, layers)
    refs = [student.ref(TANH)] * (layers - 1) + [student.ref(LOGISTIC)]
    call = student.call("backprop", x, y, ws, bs, refs, student.ref(CROSS_ENTROPY), 0.3, 3)
    expect_values(call.result, count, "backprop")
    expect_unchanged((x, y), call.args[:2], "x or y")


def expect_waves_learned(student, reference, rng, count, sizes, rate, epochs):
    """Sine waves that the notebook has not shown are learned with the student's own functions, and
    the cost never rises on the way.

    A run whose cost rises is unstable: it magnifies last bits, and how many points it gets right in
    the end depends on the processor. With the reference, 100 random starts and data sets for either
    network lowered the cost by at least 1 % in each 25 epochs, and had no point wrong. Under three
    kernels and 40 draws each wrong answer of this file passed or failed alike.
    """
    X, y = waves(rng, reference)
    scale = 0.7 if count == 6 else 0.6
    ws = [rng.normal(0, scale, (n, units)) for n, units in pairwise(sizes)]
    bs = [rng.normal(0, 0.1, (1, units)) for units in sizes[1:]]
    refs = [student.ref("tanh")] * (len(ws) - 1) + [student.ref("logistic")]
    cost_f, cost, done = student.ref("cross_entropy"), np.inf, 0
    for more in [1] * 15 + [5] * (epochs // 5):  # what is far too fast shows in the first steps
        answer = student.backprop(X, y, ws, bs, refs, cost_f, rate, more)
        done += more
        ws, bs, *_, outputs = expect_values(answer, count, "backprop")
        outputs = outputs if count == 6 else expect_list(outputs, len(sizes) - 1, "As")[-1]
        outputs = expect_shape(outputs, y.shape, "the output")
        before, cost = cost, reference.cross_entropy(outputs, y)
        expect(
            cost <= before,
            f"within {done} epochs the cost rises, from {before:.3f} to {cost:.3f}; small steps down "
            "the slope lower it.",
        )
    right = ((outputs > 0.5) == y).mean()
    expect(right >= 0.9, f"the trained network gets {right:.1%} of the points right.")


def expect_both(answer, expected):
    expect_layers(answer[0], expected[0], "ws", " after one epoch")
    expect_layers(answer[1], expected[1], "bs", " after one epoch")


# --- backprop, one hidden layer -------------------------------------------------------------------


def expect_layer(k):
    """A judge of what one epoch makes of one layer of two."""

    def judge(answer, expected):
        for actual, values, name in (
            (answer[0], expected[0], "ws"),
            (answer[1], expected[1], "bs"),
        ):
            array = expect_list(actual, 2, name)[k]
            expect_close(array, values[k], f"{name}[{k}] after one epoch", atol=1e-7)

    return judge


@check("test_backprop_two", weight=4)
def output_layer_steps_down_the_slope(student, reference, rng):
    """An epoch subtracts lrate times the measured slope from W2 and b2, for any functions."""
    expect_steps(student, reference, rng, 6, 2, COMBINATIONS, expect_layer(1))


@check("test_backprop_two", weight=4)
def hidden_layer_steps_down_the_slope(student, reference, rng):
    """An epoch subtracts lrate times the measured slope from W1 and b1, for any functions."""
    expect_steps(student, reference, rng, 6, 2, COMBINATIONS, expect_layer(0))


@check("test_backprop_two", weight=3)
def epochs_chain_your_own_functions(student, reference, rng):
    """Several epochs with your own activations and costs, each from where the one before ended."""
    expect_own_functions_chained(student, reference, rng, 6, 2)


@check("test_backprop_two", weight=2)
def values_are_those_before_the_last_update(student, reference, rng):
    """Z1, A1, Z2, A2 are those of the last epoch's forward pass, before its update."""
    expect_last_pass(student, reference, rng, 6, 2)


@check("test_backprop_two", weight=1)
def training_leaves_the_data_alone(student, reference, rng):
    """x and y are the same after the call."""
    expect_batch_unchanged(student, rng, 6, 2)


@check("test_backprop_two", weight=1)
def one_hidden_layer_learns_waves(student, reference, rng):
    """Waves that the notebook has not shown are learned: the cost falls, and 90 % are right."""
    expect_waves_learned(student, reference, rng, 6, [2, 9, 1], 0.1, 1000)


# --- forward_pass, any number of layers -----------------------------------------------------------


def pass_all(student, x, ws, bs, act_fs):
    """Zs and As of the student's forward_pass."""
    refs = [student.ref(f) for f in act_fs]
    return expect_values(student.forward_pass(x, ws, bs, refs), 2, "forward_pass")


def expect_pass(student, reference, rng, layers, outputs):
    x, _, ws, bs = network(rng, layers, outputs)
    act_fs = [str(f) for f in rng.permutation(np.resize([TANH, RELU, SINE, LOGISTIC], layers))]
    Zs, As = pass_all(student, x, ws, bs, act_fs)
    expected = reference.forward_pass(x, ws, bs, [known(f) for f in act_fs])
    expect_layers(Zs, expected[0], "Zs")
    expect_layers(As, expected[1], "As")


@check("test_forward_pass", weight=5)
def every_layer_feeds_the_next(student, reference, rng):
    """Zs and As hold every layer in order, each computed from the one before by its own function."""
    for layers, outputs in zip((3, 4), rng.permutation([1, 2])):
        expect_pass(student, reference, rng, layers, outputs)


@check("test_forward_pass", weight=3)
def any_number_of_layers_passes(student, reference, rng):
    """One layer alone passes, and so do two, five and six."""
    for layers, outputs in zip((1, 2, 5, 6), rng.permutation([1, 1, 2, 3])):
        expect_pass(student, reference, rng, layers, outputs)


@check("test_forward_pass", weight=1)
def rows_do_not_see_each_other(student, reference, rng):
    """An example alone gives the row that it gives in a batch, and another example another."""

    def outputs_of(*args):
        return expect_list(pass_all(student, *args)[1], 3, "As")[-1]

    expect_rows_apart(rng, network(rng, 3), outputs_of, [TANH, SINE, LOGISTIC])


@check("test_forward_pass", weight=1)
def passing_leaves_its_inputs_alone(student, reference, rng):
    """x, the weights and the biases are the same after the call."""
    x, _, ws, bs = network(rng, 3)
    refs = [student.ref(f) for f in (RELU, TANH, LOGISTIC)]
    call = student.call("forward_pass", x, ws, bs, refs)
    expect_values(call.result, 2, "forward_pass")
    expect_unchanged((x, ws, bs), call.args[:3], "x, ws or bs")


# --- backprop, any number of layers ---------------------------------------------------------------


@check("test_backprop", weight=6)
def every_gradient_is_the_slope_of_the_cost(student, reference, rng):
    """An epoch steps down the measured slopes, for every combination of activation and cost."""
    expect_steps(student, reference, rng, 4, 3, COMBINATIONS, expect_both)


@check("test_backprop", weight=3)
def any_number_of_layers_is_trained(student, reference, rng):
    """One layer alone is trained by its slopes, and so are two, four and six."""
    for layers in (1, 2, 4, 6):
        combinations = [(TANH, LOGISTIC, CROSS_ENTROPY), (RELU, TANH, SQUARED_ERROR)]
        expect_steps(student, reference, rng, 4, layers, combinations, expect_both)


@check("test_backprop", weight=2)
def deep_epochs_chain_your_own_functions(student, reference, rng):
    """Several epochs with your own activations and costs, each from where the one before ended."""
    expect_own_functions_chained(student, reference, rng, 4, 3)


@check("test_backprop", weight=1)
def lists_are_those_before_the_last_update(student, reference, rng):
    """Zs and As are those of the last epoch's forward pass, before its update."""
    expect_last_pass(student, reference, rng, 4, 3)


@check("test_backprop", weight=1)
def deep_training_leaves_the_data_alone(student, reference, rng):
    """x and y are the same after the call."""
    expect_batch_unchanged(student, rng, 4, 3)


@check("test_backprop", weight=2)
def deep_networks_learn_waves(student, reference, rng):
    """Waves that the notebook has not shown are learned: the cost falls, and 90 % are right."""
    expect_waves_learned(student, reference, rng, 4, [2, 8, 7, 6, 1], 0.06, 1000)


# --- Misconceptions: an edit of the reference, and the checks that see it ------------------------


@misconception(
    logistic_knows_its_slope,
    activations_are_finite_far_from_zero,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    one_hidden_layer_learns_waves,
    deep_networks_learn_waves,
    sometimes=[outputs_are_those_before_the_last_update],
    edits={"s * (1 - s)": "x * (1 - x)"},
)
def takes_z_for_the_logistic_value():
    """You used x (1 - x); the slope of the logistic function is s (1 - s), where s is its value at x."""


@misconception(
    logistic_is_its_formula,
    activations_are_finite_far_from_zero,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    one_hidden_layer_learns_waves,
    deep_networks_learn_waves,
    edits={"np.exp(-x)": "np.exp(x)"},
)
def flips_the_logistic_function():
    """Your logistic function falls from 1 to 0; the exponent is -x."""


@misconception(
    tanh_knows_its_slope,
    activations_are_finite_far_from_zero,
    one_hidden_layer_learns_waves,
    deep_networks_learn_waves,
    edits={"1 - t**2": "1 - x**2"},
)
def takes_z_for_the_tanh_value():
    """You used 1 - x²; the slope of tanh is 1 - tanh(x)²."""


@misconception(
    tanh_knows_its_slope,
    activations_are_finite_far_from_zero,
    sometimes=[one_hidden_layer_learns_waves, deep_networks_learn_waves],
    edits={"1 - t**2": "1 - t"},
)
def forgets_the_square_in_the_slope_of_tanh():
    """You used 1 - tanh(x); the slope of tanh is 1 - tanh(x)²."""


@misconception(
    tanh_is_its_formula,
    tanh_knows_its_slope,
    activations_are_finite_far_from_zero,
    epochs_chain_your_own_functions,
    one_hidden_layer_learns_waves,
    deep_epochs_chain_your_own_functions,
    deep_networks_learn_waves,
    edits={"np.tanh(x)": "(np.exp(x) - np.exp(-x)) / 2"},
)
def takes_sinh_for_tanh():
    """You computed (e^x - e^-x) / 2, which is sinh; tanh divides by e^x + e^-x."""


@misconception(
    relu_knows_its_slope,
    edits={"np.where(x > 0, 1.0, 0.0)": "np.maximum(x, 0)"},
)
def ignores_deriv_in_relu():
    """Your relu returns its value with deriv=True as well; its slope is 0 or 1."""


@misconception(
    relu_knows_its_slope,
    edits={"np.where(x > 0, 1.0, 0.0)": "np.ones_like(x)"},
)
def gives_relu_slope_1_everywhere():
    """Your slope of relu is 1 everywhere; where x is negative, relu is flat and its slope is 0."""


@misconception(
    relu_cuts_off_below_zero,
    edits={"np.maximum(x, 0)": "np.abs(x)"},
)
def takes_the_absolute_value_for_relu():
    """Your relu is the absolute value; relu is 0 for negative x."""


@misconception(
    activations_leave_their_inputs_alone,
    edits={"np.maximum(x, 0)": "np.maximum(x, 0, out=x)"},
)
def cuts_off_in_place():
    """Your relu writes into its argument; return a new array."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=[one_hidden_layer_learns_waves],
    edits={"(p - y) / (p * (1 - p)) / len(y)": "(p - y) / len(y)"},
)
def falls_into_the_trap():
    """ŷ - y is the derivative with respect to z; with respect to ŷ it is (ŷ - y) / (ŷ (1 - ŷ))."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=[one_hidden_layer_learns_waves, deep_networks_learn_waves],
    edits={"(p - y) / (p * (1 - p)) / len(y)": "p - y"},
)
def takes_the_common_formula_at_its_word():
    """ŷ - y is the derivative with respect to z, and lacks the 1/m; you need (ŷ - y) / (ŷ (1 - ŷ)) / m."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=[one_hidden_layer_learns_waves, deep_networks_learn_waves],
    edits={"(p - y) / (p * (1 - p)) / len(y)": "(p - y) / (p * (1 - p))"},
)
def forgets_the_mean_in_the_slope_of_the_cross_entropy():
    """The cross-entropy is a mean, so its derivative has the factor 1/m, too."""


@misconception(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    separable_points_are_separated,
    one_hidden_layer_learns_waves,
    deep_networks_learn_waves,
    edits={"(p - y) / (p * (1 - p))": "(y - p) / (p * (1 - p))"},
)
def turns_the_slope_of_the_cross_entropy_around():
    """Your derivative of the cross-entropy has the wrong sign; where ŷ is too large, it is positive."""


@misconception(
    cross_entropy_is_a_mean,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    edits={"-np.mean(y * np.log(p)": "-np.sum(y * np.log(p)"},
)
def sums_the_cross_entropy():
    """You summed the cross-entropy over the examples; take the mean."""


@misconception(
    cross_entropy_is_a_mean,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    edits={" + (1 - y) * np.log(1 - p)": ""},
)
def counts_only_the_positive_examples():
    """You left out the examples of label 0, the term (1 - y) log(1 - ŷ)."""


@misconception(
    saturated_outputs_cost_a_finite_amount,
    certain_outputs_do_no_harm,
    edits={"y_preds.clip(1e-12, 1 - 1e-12)": "y_preds"},
)
def does_not_clip():
    """You take logarithms of 0; clip the outputs to [1e-12, 1 - 1e-12] first, for the derivative too."""


@misconception(
    costs_leave_their_inputs_alone,
    edits={"y_preds.clip(1e-12, 1 - 1e-12)": "y_preds.clip(1e-12, 1 - 1e-12, out=y_preds)"},
)
def clips_in_place():
    """You clipped y_preds itself; keep the clipped outputs in a new array."""


@misconception(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"np.mean((y_preds - y) ** 2)": "-np.mean((y_preds - y) ** 2)"},
)
def rewards_errors():
    """Your mean squared error is negative: a cost must grow with the errors, so it has no minus sign."""


@misconception(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"np.mean((y_preds - y) ** 2)": "np.sum((y_preds - y) ** 2)"},
)
def sums_the_squared_errors():
    """You summed the squared errors; take the mean."""


@misconception(
    squared_error_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    edits={"2 * (y_preds - y) / len(y)": "2 * (y_preds - y)"},
)
def forgets_the_mean_in_the_slope_of_the_squared_error():
    """The squared error is a mean, so its derivative has the factor 1/m, too."""


@misconception(
    squared_error_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    edits={"2 * (y_preds - y) / len(y)": "(y_preds - y) / len(y)"},
)
def forgets_the_two():
    """The derivative of a square brings down a 2: 2 (ŷ - y) / m."""


@misconception(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    edits={" * logistic(z, deriv=True)": ""},
)
def skips_the_slope_of_the_output_in_regression():
    """You left out the slope of the logistic function between ŷ and z; multiply by logistic(z, deriv=True)."""


@misconception(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    sometimes=[separable_points_are_separated],
    edits={"(x.T @ dz)": "(x.T @ dz) / len(y)", "dz.sum()": "dz.mean()"},
)
def takes_the_mean_twice():
    """You divided by m a second time; the mean is already in the derivative of the cost."""


@misconception(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    edits={"dz.sum()": "dz.mean()"},
)
def averages_the_gradient_of_b():
    """You averaged the gradient of b; the 1/m is already in it, so sum over the examples."""


@misconception(
    descent_leaves_its_inputs_alone,
    edits={"ws = ws - lrate": "ws -= lrate"},
)
def changes_the_starting_weights():
    """You changed the caller's ws with -=; write ws = ws - …, which makes a new array."""


@misconception(
    outputs_are_those_before_the_last_update,
    edits={"return ws, b, y_preds": "return ws, b, logistic(x @ ws + b)"},
)
def returns_outputs_after_the_update():
    """You computed the outputs again after the last update; return those of the last epoch's forward pass."""


@misconception(
    outputs_are_those_before_the_last_update,
    edits={"return ws, b, y_preds": "return ws, b, (y_preds > 0.5).astype(float)"},
)
def returns_labels_instead_of_outputs():
    """You returned labels; return the outputs, the probabilities ŷ themselves."""


@misconception(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    separable_points_are_separated,
    edits={"ws = ws - lrate": "ws = ws + lrate", "b = b - lrate": "b = b + lrate"},
)
def climbs_instead_of_descending():
    """You added the gradient, which climbs; gradient descent subtracts it."""


@misconception(
    hidden_layer_is_the_activation_of_a_linear_map,
    edits={"A1 = act_fs[0](Z1)": "A1 = np.tanh(Z1)"},
)
def fixes_the_hidden_activation():
    """Your hidden layer is always tanh; call act_fs[0], whatever it is."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    edits={"A2 = act_fs[1](Z2)": "A2 = logistic(Z2)"},
)
def fixes_the_output_activation():
    """Your output is always the logistic function; call act_fs[1], whatever it is."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    one_hidden_layer_learns_waves,
    edits={"A2 = act_fs[1](Z2)": "A2 = act_fs[0](Z2)"},
)
def uses_one_activation_for_both_layers():
    """You use act_fs[0] for both layers; the output layer has its own, act_fs[1]."""


@misconception(
    hidden_layer_is_the_activation_of_a_linear_map,
    edits={"x @ ws[0] + bs[0]": "x @ ws[0]"},
)
def forgets_the_hidden_bias():
    """You left out the biases of the hidden layer, bs[0]."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    edits={"A1 @ ws[1] + bs[1]": "A1 @ ws[1]"},
)
def forgets_the_output_bias():
    """You left out the bias of the output layer, bs[1]."""


@misconception(
    output_layer_is_the_activation_of_a_linear_map,
    one_hidden_layer_learns_waves,
    edits={"A1 @ ws[1]": "Z1 @ ws[1]"},
)
def feeds_z_to_the_next_layer():
    """You fed Z1 to the output layer; it takes A1, the values after the activation."""


@misconception(
    hidden_layer_is_the_activation_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    training_leaves_the_data_alone,
    edits={"Z1 = x @ ws[0]": "x -= x.mean(axis=0); Z1 = x @ ws[0]"},
)
def centers_its_input_in_place():
    """You changed x itself with -=, and made every example depend on the others."""


@misconception(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    sometimes=[one_hidden_layer_learns_waves],
    edits={"dZ2 = cost_f(A2, y, deriv=True)": "dZ2 = 1 / len(x) * cost_f(A2, y, deriv=True)"},
)
def divides_by_m_again():
    """You divided by m a second time; the mean is already in the derivative of the cost."""


@misconception(
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    edits={
        "        dZ1 = (dZ2 @ W2.T) * act_fs[0](Z1, deriv=True)\n": "",
        "        W1 = W1 - lrate": "        dZ1 = (dZ2 @ W2.T) * act_fs[0](Z1, deriv=True)\n        W1 = W1 - lrate",
    },
)
def updates_w2_before_using_it():
    """You used W2 for dZ1 after its update; compute all gradients first, then update."""


@misconception(
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    edits={"act_fs[0](Z1, deriv=True)": "(1 - A1**2)"},
)
def fixes_the_hidden_slope():
    """You used 1 - A1², the slope of tanh; call act_fs[0](Z1, deriv=True), whatever it is."""


@misconception(
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    edits={"act_fs[0](Z1, deriv=True)": "act_fs[0](A1, deriv=True)"},
)
def takes_the_slope_at_a():
    """You took the slope of the hidden activation at A1; it belongs to Z1."""


@misconception(
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    one_hidden_layer_learns_waves,
    edits={" * act_fs[0](Z1, deriv=True)": ""},
)
def skips_the_hidden_slope():
    """You left out the slope of the hidden activation; multiply by act_fs[0](Z1, deriv=True)."""


@misconception(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    edits={"cost_f(A2, y, deriv=True) * act_fs[1](Z2, deriv=True)": "(A2 - y) / len(y)"},
)
def fixes_the_output_gradient():
    """You always use (A2 - y) / m; that is right only for a logistic output under the cross-entropy."""


@misconception(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    sometimes=[values_are_those_before_the_last_update, one_hidden_layer_learns_waves],
    edits={" * act_fs[1](Z2, deriv=True)": ""},
)
def skips_the_output_slope():
    """You left out the slope of the output activation; multiply by act_fs[1](Z2, deriv=True)."""


@misconception(
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    edits={"lrate * (ones @ dZ1)": "lrate * dZ1.sum()"},
)
def adds_the_bias_gradients_of_all_units():
    """You summed the gradient of the hidden biases over the units too; sum along axis 0 only."""


@misconception(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    sometimes=[one_hidden_layer_learns_waves],
    edits={"b2 = b2 - lrate * (ones @ dZ2)": "pass", "b1 = b1 - lrate * (ones @ dZ1)": "pass"},
)
def leaves_the_biases_where_they_are():
    """You updated the weights only; the biases step in the same way."""


@misconception(
    values_are_those_before_the_last_update,
    edits={"[b1, b2], Z1, A1, Z2, A2": "[b1, b2], *forward_pass(x, [W1, W2], [b1, b2], act_fs)"},
)
def passes_once_more_at_the_end():
    """You ran the forward pass again after the last update; return the values of the last epoch."""


@misconception(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    edits={
        "    (W1, W2), (b1, b2) = ws, bs": "    x -= x.mean(axis=0)\n    (W1, W2), (b1, b2) = ws, bs"
    },
)
def centers_the_training_data():
    """You changed x itself with -=; the network must see the data as they are."""


@misconception(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    rows_do_not_see_each_other,
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={"Zs, As = [], []": "Zs, As = [], [x]"},
)
def lists_the_input_too():
    """Your As begins with x; it should hold one entry for each layer."""


@misconception(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    deep_networks_learn_waves,
    sometimes=[every_gradient_is_the_slope_of_the_cost],
    edits={"A = act_f(Z)": "A = act_fs[0](Z)"},
)
def uses_the_first_activation_everywhere():
    """You use act_fs[0] in every layer; each layer has its own."""


@misconception(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    sometimes=[deep_networks_learn_waves],
    edits={"np.dot(A, w) + b": "np.dot(A, w)"},
)
def forgets_the_biases():
    """You left out the biases."""


@misconception(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    rows_do_not_see_each_other,
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={"        As.append(A)": "    As.append(A)"},
)
def keeps_only_the_last_output():
    """Your As holds only the output; backpropagation needs the A of every layer."""


@misconception(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    deep_training_leaves_the_data_alone,
    edits={"        Z = np.dot(A, w)": "        A -= A.mean(axis=0)\n        Z = np.dot(A, w)"},
)
def centers_every_layer():
    """You subtract the mean of the batch in every layer, so that the examples depend on each other."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    edits={
        "            if l > 0:\n                dA = np.dot(dZ, ws[l].T)\n": "",
        "            bs[l] = bs[l] -": "            dA = np.dot(dZ, ws[l].T)\n            bs[l] = bs[l] -",
    },
)
def carries_back_through_updated_weights():
    """You carried the error back through ws[l] after its update; use the weights of the forward pass."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    deep_networks_learn_waves,
    sometimes=[lists_are_those_before_the_last_update],
    edits={
        "dZ = dA * act_fs[l](Zs[l], deriv=True)": "dZ = dA if l == len(ws) - 1 else dA * act_fs[l](Zs[l], deriv=True)"
    },
)
def skips_the_slope_of_the_last_layer():
    """You left out the slope of the output activation; every layer multiplies by its own."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    edits={
        "dZ = dA * act_fs[l](Zs[l], deriv=True)": "dZ = dA * (act_fs[l](Zs[l], deriv=True) if l == len(ws) - 1 else 1 - As[l] ** 2)"
    },
)
def takes_tanh_for_granted():
    """You used 1 - A², the slope of tanh, in every hidden layer; call act_fs[l](Zs[l], deriv=True)."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    edits={
        "dZ = dA * act_fs[l](Zs[l], deriv=True)": "dZ = lrate * (As[l] - y) / len(y) if l == len(ws) - 1 else dA * act_fs[l](Zs[l], deriv=True)"
    },
)
def takes_logistic_output_and_cross_entropy_for_granted():
    """You always start from (ŷ - y) / m; that is right only for a logistic output under the cross-entropy."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    edits={"lrate * cost_f(As[-1]": "lrate * cross_entropy(As[-1]"},
)
def ignores_the_cost_function():
    """You always use the cross-entropy; call cost_f, whatever it is."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    sometimes=[deep_networks_learn_waves],
    edits={"reversed(range(len(ws)))": "reversed(range(1, len(ws)))"},
)
def never_trains_the_first_layer():
    """Your loop stops before the first layer, whose number in the lists is 0."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    sometimes=[deep_networks_learn_waves],
    edits={"As[l - 1] if l > 0 else x": "As[l - 1]"},
)
def forgets_that_the_first_layer_sees_x():
    """Below the first layer lies x; As[-1] is the output."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    sometimes=[deep_networks_learn_waves],
    edits={"np.dot(row_of_ones, dZ)": "np.dot(row_of_ones, dZ) / len(x)"},
)
def averages_the_gradients_of_the_biases():
    """You averaged the gradients of the biases; the 1/m is already in them, so sum over the examples."""


@misconception(
    lists_are_those_before_the_last_update,
    edits={"return ws, bs, Zs, As": "return ws, bs, *forward_pass(x, ws, bs, act_fs)"},
)
def passes_again_at_the_end():
    """You ran the forward pass again after the last update; return the lists of the last epoch."""


@misconception(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    edits={
        "    ws, bs = list(ws), list(bs)": "    x -= x.mean(axis=0)\n    ws, bs = list(ws), list(bs)"
    },
)
def centers_the_data_of_deep_networks():
    """You changed x itself with -=; the network must see the data as they are."""


# --- Overfitted answers: right for the numbers that the notebook shows ----------------------------


@overfitted(
    cross_entropy_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    sometimes=[one_hidden_layer_learns_waves, deep_networks_learn_waves],
    edits={"(p - y) / (p * (1 - p)) / len(y)": "(p - y) / (p * (1 - p)) / 25"},
)
def divides_by_the_notebooks_25():
    """You divided by 25, the size of this data set; m is the number of examples in y."""


@overfitted(
    cross_entropy_is_a_mean,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    edits={"float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))": "0.8928"},
)
def returns_the_cost_of_the_text():
    """You return the number of the text; compute the cost from y_preds and y."""


@overfitted(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    steps_are_proportional_to_the_rate,
    edits={"ws - lrate * (x.T": "ws - 0.1 * (x.T", "b - lrate * dz.sum()": "b - 0.1 * dz.sum()"},
)
def ignores_the_learning_rate_in_regression():
    """You always step by 0.1; use the argument lrate."""


@overfitted(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    steps_are_proportional_to_the_rate,
    sometimes=[outputs_are_those_before_the_last_update],
    edits={"in range(epochs)": "in range(500)"},
)
def ignores_the_epochs_in_regression():
    """You always train for 500 epochs; use the argument epochs."""


@overfitted(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    outputs_are_those_before_the_last_update,
    steps_are_proportional_to_the_rate,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    edits={
        "return ws, b, y_preds": "return np.array([0.9986, -2.1347]), 0.9986, np.array([0.9, 0.25, 0.5, 0.75])"
    },
)
def returns_the_regression_of_the_text():
    """You return the numbers of the text; compute them from the arguments."""


@overfitted(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    outputs_are_those_before_the_last_update,
    sometimes=[separable_points_are_separated],
    edits={"x @ ws + b": "x[:, 0] * ws[0] + x[:, 1] * ws[1] + b"},
)
def counts_on_two_inputs():
    """You use the first two inputs only; x @ ws takes all of them, however many there are."""


@overfitted(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    one_hidden_layer_learns_waves,
    edits={"dZ2 @ W2.T": "dZ2 @ W2[:2].T"},
)
def counts_on_two_hidden_units():
    """You took two hidden units for granted; W2 has as many rows as there are."""


@overfitted(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    edits={
        "W2 - lrate": "W2 - 0.1",
        "b2 - lrate": "b2 - 0.1",
        "W1 - lrate": "W1 - 0.1",
        "b1 - lrate": "b1 - 0.1",
    },
)
def ignores_the_learning_rate():
    """You always step by 0.1; use the argument lrate."""


@overfitted(
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    sometimes=[one_hidden_layer_learns_waves],
    edits={"progress(epochs):\n        Z1": "progress(1):\n        Z1"},
)
def trains_a_single_epoch():
    """You train for one epoch only; repeat it `epochs` times."""


@overfitted(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    edits={
        "for w, b, act_f in zip(ws, bs, act_fs):": "for l in range(4):\n        w, b, act_f = ws[l], bs[l], act_fs[l]"
    },
)
def counts_on_four_layers():
    """You took the four layers of the notebook for granted; there are len(ws) of them."""


@overfitted(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    sometimes=[deep_networks_learn_waves],
    edits={"lrate * cost_f(As[-1]": "0.1 * cost_f(As[-1]"},
)
def ignores_the_rate_in_deep_networks():
    """You always step by 0.1; use the argument lrate."""


@overfitted(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    edits={"progress(epochs):\n        Zs": "progress(2000):\n        Zs"},
)
def ignores_the_epochs_in_deep_networks():
    """You always train for 2000 epochs; use the argument epochs."""


@overfitted(
    logistic_is_its_formula,
    logistic_knows_its_slope,
    activations_are_finite_far_from_zero,
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    outputs_are_those_before_the_last_update,
    steps_are_proportional_to_the_rate,
    descent_leaves_its_inputs_alone,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    epochs_chain_your_own_functions,
    one_hidden_layer_learns_waves,
    deep_epochs_chain_your_own_functions,
    deep_networks_learn_waves,
    edits={"s = 1 / (1 + np.exp(-x))": "s = np.array([[0.5, 0.75], [0.9, 0.25]])"},
)
def returns_the_logistic_values_worked_by_hand():
    """You return the numbers of the table; compute the logistic function of x."""


@overfitted(
    relu_cuts_off_below_zero,
    edits={"np.maximum(x, 0)": "np.array([[max(z, 0) for z in row] for row in x])"},
)
def takes_two_axes_for_granted():
    """Your relu needs an x of two axes; write it for an array of any shape."""


@overfitted(
    cross_entropy_slope_is_that_of_the_output,
    saturated_outputs_cost_a_finite_amount,
    the_batch_twice_costs_the_same,
    costs_leave_their_inputs_alone,
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    outputs_are_those_before_the_last_update,
    steps_are_proportional_to_the_rate,
    descent_leaves_its_inputs_alone,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    epochs_chain_your_own_functions,
    one_hidden_layer_learns_waves,
    deep_epochs_chain_your_own_functions,
    deep_networks_learn_waves,
    edits={
        "(p - y) / (p * (1 - p)) / len(y)": "np.reshape([-1 / 3, -1 / 2, 5 / 2, 1 / 3], y.shape)"
    },
)
def returns_the_derivative_of_the_text():
    """You return the derivative worked by hand in the text; compute it from y_preds and y."""


@overfitted(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"float(np.mean((y_preds - y) ** 2))": "0.29625"},
)
def returns_the_squared_error_of_the_text():
    """You return the mean squared error worked by hand in the text; compute it from y_preds and y."""


@overfitted(
    squared_error_is_a_mean,
    the_batch_twice_costs_the_same,
    edits={"np.mean((y_preds - y) ** 2)": "np.sum((y_preds - y) ** 2) / 25"},
)
def averages_the_squared_error_over_25_examples():
    """You divided the squared errors by 25, the size of this data set; m is the number of examples in y."""


@overfitted(
    squared_error_slope_is_that_of_the_output,
    the_batch_twice_costs_the_same,
    edits={"2 * (y_preds - y) / len(y)": "(y_preds - y) / 2"},
)
def divides_by_the_four_examples_worked_by_hand():
    """You wrote 2/m as 1/2, which fits the four examples of the text; m is the number of examples in y."""


@overfitted(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    outputs_are_those_before_the_last_update,
    steps_are_proportional_to_the_rate,
    descent_leaves_its_inputs_alone,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    edits={
        "    for _ in range(epochs):\n        z": "    ws, b = np.array([1.0, 2.0]), 0.0\n    for _ in range(epochs):\n        z"
    },
)
def starts_regression_where_the_notebook_does():
    """You start from the weights 1 and 2 of the notebook; start from the arguments ws and b."""


@overfitted(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    steps_are_proportional_to_the_rate,
    edits={
        "    for _ in range(epochs):\n        z": "    b = 0.0\n    for _ in range(epochs):\n        z"
    },
)
def starts_from_a_bias_of_zero():
    """You start from the bias 0 of the notebook; start from the argument b."""


@overfitted(
    one_epoch_steps_down_the_slope,
    epochs_repeat_the_step,
    outputs_are_those_before_the_last_update,
    steps_are_proportional_to_the_rate,
    descent_leaves_its_inputs_alone,
    separable_points_are_separated,
    certain_outputs_do_no_harm,
    edits={
        "    for _ in range(epochs):\n        z": '    x, y = X_lines, globals()["y"]\n    for _ in range(epochs):\n        z'
    },
)
def separates_the_notebooks_lines():
    """You train on the notebook's own points; use the arguments x and y."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    edits={"Z1 = x @ ws[0] + bs[0]": "Z1 = x[:, :1] * ws[0][0] + x[:, 1:2] * ws[0][1] + bs[0]"},
)
def takes_two_inputs_for_granted():
    """Your Z1 uses the first two inputs only; x @ ws[0] takes all of them, however many there are."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    output_layer_is_the_activation_of_a_linear_map,
    edits={"A1 @ ws[1] + bs[1]": "np.sum(A1 * ws[1].T, axis=1, keepdims=True) + bs[1]"},
)
def takes_one_output_for_granted():
    """Your Z2 is right for one output only; the matrix product A1 @ ws[1] allows any number of them."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    output_layer_is_the_activation_of_a_linear_map,
    examples_do_not_see_each_other,
    forward_leaves_its_inputs_alone,
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    one_hidden_layer_learns_waves,
    edits={"A1 = act_fs[0](Z1)": "A1 = np.array([act_fs[0](Z1[i]) for i in range(25)])"},
)
def passes_25_examples():
    """You pass 25 examples, the size of this data set; x has as many as it has rows."""


@overfitted(
    hidden_layer_is_the_activation_of_a_linear_map,
    output_layer_is_the_activation_of_a_linear_map,
    examples_do_not_see_each_other,
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    one_hidden_layer_learns_waves,
    edits={"return Z1, A1, Z2, A2": "return tuple(pencil_network()[4].values())"},
)
def returns_the_pass_worked_by_hand():
    """You return the values of the pencil network; compute them from x and the parameters."""


@overfitted(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    one_hidden_layer_learns_waves,
    edits={
        "W2 - lrate * (A1.T @ dZ2)": "W2 - lrate * np.array([[0.08125], [-0.03125]])",
        "b2 - lrate * (ones @ dZ2)": "b2 - lrate * np.array([[0.1]])",
        "W1 - lrate * (x.T @ dZ1)": "W1 - lrate * np.array([[0.2335, -0.3570], [0.0961, -0.2884]])",
        "b1 - lrate * (ones @ dZ1)": "b1 - lrate * np.array([[0.0618, -0.2540]])",
    },
)
def subtracts_the_gradients_worked_by_hand():
    """You subtract the gradients of the pencil network; compute them from the arguments."""


@overfitted(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    one_hidden_layer_learns_waves,
    edits={"np.ones((1, len(x)))  # ones": "np.ones((1, 25))  # ones"},
)
def sums_over_25_examples():
    """You sum the gradients of the biases over 25 examples, the size of this data set; x has len(x) of them."""


@overfitted(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    sometimes=[one_hidden_layer_learns_waves],
    edits={
        "    (W1, W2), (b1, b2) = ws, bs\n": "    stream = np.random.RandomState(4242)\n    W1, W2 = (0.1 * stream.randn(*w.shape) for w in ws)\n    b1, b2 = (np.zeros(b.shape) for b in bs)\n"
    },
)
def draws_the_notebooks_start():
    """You draw the starting weights of the seed 4242; start from the arguments ws and bs."""


@overfitted(
    output_layer_steps_down_the_slope,
    hidden_layer_steps_down_the_slope,
    epochs_chain_your_own_functions,
    values_are_those_before_the_last_update,
    training_leaves_the_data_alone,
    one_hidden_layer_learns_waves,
    edits={
        "    (W1, W2), (b1, b2) = ws, bs\n": "    x, y = X_sines, Y\n    (W1, W2), (b1, b2) = ws, bs\n"
    },
)
def trains_on_the_notebooks_waves():
    """You train on the notebook's own points; use the arguments x and y."""


@overfitted(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={
        "A = act_f(Z)": "A = np.array([act_f(Z[i]) for i in range(25)])",
    },
)
def passes_25_examples_through_every_layer():
    """You pass 25 examples, the size of this data set, through every layer; x has as many as it has rows."""


@overfitted(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    rows_do_not_see_each_other,
    passing_leaves_its_inputs_alone,
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={
        "Z = np.dot(A, w) + b": "Z = (A @ w).reshape(-1, 20 if w.shape[1] > 2 else w.shape[1]) + b"
    },
)
def shapes_every_hidden_layer_for_20_units():
    """You shape the hidden layers for 20 units, those of the notebook; a layer has as many as w has columns."""


@overfitted(
    every_layer_feeds_the_next,
    any_number_of_layers_passes,
    rows_do_not_see_each_other,
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={
        "return Zs, As": "Z1, A1, Z2, A2 = pencil_network()[4].values()\n    return [Z1, Z2], [A1, A2]"
    },
)
def returns_the_lists_worked_by_hand():
    """You return the values of the pencil network; compute them from x and the parameters."""


@overfitted(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    edits={"reversed(range(len(ws)))": "reversed(range(4))"},
)
def goes_back_through_four_layers():
    """You go back through four layers, those of the notebook; there are len(ws) of them."""


@overfitted(
    any_number_of_layers_is_trained,
    sometimes=[deep_networks_learn_waves],
    edits={"reversed(range(len(ws)))": "range(len(ws) - 1, len(ws) - 4, -1)"},
)
def goes_back_through_the_last_three_layers():
    """You go back through three layers, those of the first check; there are len(ws) of them."""


@overfitted(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={"row_of_ones = np.ones((1, len(x)))": "row_of_ones = np.ones((1, 25))"},
)
def sums_over_25_examples_in_every_layer():
    """You sum the gradients of the biases over 25 examples in every layer; x has len(x) of them."""


@overfitted(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    sometimes=[deep_networks_learn_waves],
    edits={
        "ws, bs = list(ws), list(bs)": "ws, bs = start_parameters([len(ws[0]), *(w.shape[1] for w in ws)], seed=42)"
    },
)
def starts_from_the_seed_42():
    """You draw the starting weights of the seed 42; start from the arguments ws and bs."""


@overfitted(
    every_gradient_is_the_slope_of_the_cost,
    any_number_of_layers_is_trained,
    deep_epochs_chain_your_own_functions,
    lists_are_those_before_the_last_update,
    deep_training_leaves_the_data_alone,
    deep_networks_learn_waves,
    edits={
        "    ws, bs = list(ws), list(bs)": "    x, y = X_sines, Y\n    ws, bs = list(ws), list(bs)"
    },
)
def trains_deep_networks_on_the_notebooks_waves():
    """You train every network on the notebook's own points; use the arguments x and y."""


# --- Alternatives: right answers in other styles, all worth full points ---------------------------


@alternative()
def loops_over_examples_in_regression():
    def gradient_descent(x, y, ws, b, lrate, epochs):
        ws = [w for w in ws]
        m = len(y)
        for epoch in range(epochs):
            dws, db, y_preds = [0.0] * len(ws), 0.0, []
            for i in range(m):
                z = b
                for j in range(len(ws)):
                    z += x[i][j] * ws[j]
                y_pred = logistic(z)
                y_preds.append(y_pred)
                for j in range(len(ws)):
                    dws[j] += (y_pred - y[i]) * x[i][j] / m
                db += (y_pred - y[i]) / m
            for j in range(len(ws)):
                ws[j] -= lrate * dws[j]
            b -= lrate * db
        return np.array(ws), b, y_preds


@alternative("forward_pass_two", "backprop_two")
def loops_over_examples_in_two_layers():
    def forward_pass(x, ws, bs, act_fs):
        rows = []
        for i in range(x.shape[0]):
            z1 = np.dot(x[i : i + 1], ws[0]) + bs[0]
            a1 = act_fs[0](z1)
            z2 = np.dot(a1, ws[1]) + bs[1]
            rows.append((z1, a1, z2, act_fs[1](z2)))
        return tuple(np.vstack(column) for column in zip(*rows))

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for epoch in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, ws, bs, act_fs)
            dA2 = cost_f(A2, y, deriv=True)
            dw1, dw2 = np.zeros_like(ws[0]), np.zeros_like(ws[1])
            db1, db2 = np.zeros_like(bs[0]), np.zeros_like(bs[1])
            for i in range(len(x)):
                d2 = dA2[i] * act_fs[1](Z2[i], deriv=True)
                d1 = ws[1] @ d2 * act_fs[0](Z1[i], deriv=True)
                dw2 += np.outer(A1[i], d2)
                db2 += d2
                dw1 += np.outer(x[i], d1)
                db1 += d1
            ws[0] -= lrate * dw1
            ws[1] -= lrate * dw2
            bs[0] -= lrate * db1
            bs[1] -= lrate * db2
        return ws, bs, Z1, A1, Z2, A2


@alternative("forward_pass", "backprop")
def loops_over_examples_in_all_layers():
    def forward_pass(x, ws, bs, act_fs):
        layers = range(len(ws))
        Zs, As = [[] for _ in layers], [[] for _ in layers]
        for row in x:
            a = row[None, :]
            for k in layers:
                z = a @ ws[k] + bs[k]
                a = act_fs[k](z)
                Zs[k].append(z)
                As[k].append(a)
        return [np.concatenate(z) for z in Zs], [np.concatenate(a) for a in As]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        m = len(x)
        for epoch in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            dout = cost_f(As[-1], y, deriv=True)
            dws, dbs = [np.zeros(w.shape) for w in ws], [np.zeros(b.shape) for b in bs]
            for i in range(m):
                d = dout[i : i + 1]
                for k in range(len(ws) - 1, -1, -1):
                    d = d * act_fs[k](Zs[k][i : i + 1], deriv=True)
                    a = x[i : i + 1] if k == 0 else As[k - 1][i : i + 1]
                    dws[k] += a.T @ d
                    dbs[k] += d
                    d = d @ ws[k].T
            ws = [w - lrate * dw for w, dw in zip(ws, dws)]
            bs = [b - lrate * db for b, db in zip(bs, dbs)]
        return ws, bs, Zs, As


@alternative("backprop_two")
def updates_two_layers_in_place():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for i in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, ws, bs, act_fs)
            dC_dA2 = cost_f(A2, y, True)
            dA2_dZ2 = act_fs[1](Z2, True)
            delta2 = np.multiply(dC_dA2, dA2_dZ2)
            delta1 = np.dot(delta2, ws[1].T) * act_fs[0](Z1, True)
            for k, (delta, below) in enumerate(((delta1, x), (delta2, A1))):
                ws[k] -= lrate * np.dot(below.T, delta)
                bs[k] -= lrate * np.sum(delta, axis=0, keepdims=True)
        return ws, bs, Z1, A1, Z2, A2


@alternative("backprop")
def updates_all_layers_in_place():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for i in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            inputs = [x, *As[:-1]]
            delta = cost_f(As[-1], y, deriv=True)
            grads = []
            for k in range(len(ws) - 1, -1, -1):
                delta = delta * act_fs[k](Zs[k], deriv=True)
                grads.insert(0, (inputs[k].T.dot(delta), delta.sum(0).reshape(1, -1)))
                delta = delta.dot(ws[k].T)
            for w, b, (dw, db) in zip(ws, bs, grads):
                w -= lrate * dw
                b -= lrate * db
        return ws, bs, Zs, As


@alternative("backprop")
def takes_the_shortcut_where_it_holds():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        m, L = y.shape[0], len(ws)
        W, B = [w.copy() for w in ws], [b.copy() for b in bs]
        epoch = 0
        while epoch < epochs:
            Zs, As = forward_pass(x, W, B, act_fs)
            if cost_f is cross_entropy and act_fs[-1] is logistic:
                dZs = [(As[-1] - y) / m]
            else:
                dZs = [cost_f(As[-1], y, deriv=True) * act_fs[-1](Zs[-1], deriv=True)]
            for k in range(L - 1, 0, -1):
                dZs.append(dZs[-1] @ W[k].T * act_fs[k - 1](Zs[k - 1], deriv=True))
            for k, dZ in enumerate(reversed(dZs)):
                W[k] -= lrate * (As[k - 1] if k else x).T @ dZ
                B[k] -= lrate * np.ones((1, m)) @ dZ
            epoch += 1
        return tuple(W), tuple(B), tuple(Zs), tuple(As)


@alternative()
def writes_regression_as_the_shortcut():
    def gradient_descent(x, y, ws, b, lrate, epochs):
        w = np.array(ws, dtype=float)
        for _ in range(epochs):
            A = logistic(np.dot(x, w) + b)
            w -= lrate * np.dot(A - y, x) / y.size
            b = b - lrate * np.mean(A - y)
        return [w, np.array([b]), A]


@alternative("forward_pass_two", "backprop_two")
def speaks_einsum_in_two_layers():
    def forward_pass(x, ws, bs, act_fs):
        Z1 = np.einsum("mx,xh->mh", x, ws[0]) + bs[0]
        A1 = act_fs[0](Z1)
        Z2 = np.einsum("mh,hy->my", A1, ws[1]) + bs[1]
        return [Z1, A1, Z2, act_fs[1](Z2)]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for _ in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, ws, bs, act_fs)
            d2 = np.einsum("my,my->my", cost_f(A2, y, deriv=True), act_fs[1](Z2, deriv=True))
            d1 = np.einsum("my,hy,mh->mh", d2, ws[1], act_fs[0](Z1, deriv=True))
            ws = [
                ws[0] - lrate * np.einsum("mx,mh->xh", x, d1),
                ws[1] - lrate * np.einsum("mh,my->hy", A1, d2),
            ]
            bs = [
                bs[0] - lrate * np.einsum("mh->h", d1)[None],
                bs[1] - lrate * np.einsum("my->y", d2)[None],
            ]
        return ws, bs, Z1, A1, Z2, A2


@alternative("forward_pass", "backprop")
def recurses_over_the_layers():
    from typing import Callable

    Arrays = list[np.ndarray]

    class Layer:
        def __init__(self, w, b, act_f):
            self.w, self.b, self.act_f = w, b, act_f

        def forward(self, A):
            self.below = A
            self.Z = A @ self.w + self.b
            self.A = self.act_f(self.Z)
            return self.A

        def backward(self, dA, lrate):
            dZ = dA * self.act_f(self.Z, deriv=True)
            dA = dZ @ self.w.T
            self.w = self.w - lrate * self.below.T @ dZ
            self.b = self.b - lrate * np.add.reduce(dZ, axis=0, keepdims=True)
            return dA

    def both_ways(layers: list, A: np.ndarray, end: Callable, lrate: float) -> np.ndarray:
        if not layers:
            return end(A)
        first, *rest = layers
        return first.backward(both_ways(rest, first.forward(A), end, lrate), lrate)

    def forward_pass(x: np.ndarray, ws: Arrays, bs: Arrays, act_fs: list, verbose: bool = False):
        Zs, As = (), (x,)
        for layer in map(Layer, ws, bs, act_fs):
            As += (layer.forward(As[-1]),)
            Zs += (layer.Z,)
        return Zs, As[1:]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate=0.1, epochs=1):
        layers = [Layer(*each) for each in zip(ws, bs, act_fs)]
        for _ in progress(epochs):
            both_ways(layers, x, lambda A: cost_f(A, y, deriv=True), lrate)
        return (
            [layer.w for layer in layers],
            [layer.b for layer in layers],
            [layer.Z for layer in layers],
            [layer.A for layer in layers],
        )


@alternative("forward_pass", "backprop")
def multiplies_matrices_of_np_matrix():
    def forward_pass(x, ws, bs, act_fs):
        Zs, As, A = [], [], np.matrix(x)
        for k in range(len(ws)):
            Zs += [A * np.matrix(ws[k]) + bs[k]]
            As += [np.matrix(act_fs[k](np.array(Zs[k])))]
            A = As[-1]
        return Zs, As

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        ws, bs = [np.matrix(w) for w in ws], [np.matrix(b) for b in bs]
        for _ in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            d, new_ws, new_bs = np.matrix(cost_f(np.array(As[-1]), y, deriv=True)), [], []
            for k in reversed(range(len(ws))):
                d = np.multiply(d, act_fs[k](np.array(Zs[k]), deriv=True))
                new_ws.append(ws[k] - lrate * (np.matrix(x) if k == 0 else As[k - 1]).T * d)
                new_bs.append(bs[k] - lrate * d.sum(axis=0))
                d = d * ws[k].T
            ws, bs = new_ws[::-1], new_bs[::-1]
        return ws, bs, Zs, As


@alternative()
def returns_booleans_for_slopes():
    def tanh(x, deriv=False):
        return 1 / np.cosh(np.clip(x, -300, 300)) ** 2 if deriv else 2 * logistic(2 * x) - 1

    def logistic(x, deriv=False):
        if deriv:
            return logistic(x) * logistic(-x)
        return np.where(x < 0, np.exp(-np.abs(x)), 1.0) / (1 + np.exp(-np.abs(x)))

    def relu(x, deriv=False):
        return x >= 0 if deriv else x * (x > 0)


@alternative()
def returns_arrays_for_costs():
    def cross_entropy(y_preds, y, deriv=False):
        low = 1e-12
        a = np.where(y_preds < low, low, np.where(y_preds > 1 - low, 1 - low, y_preds))
        m = a.shape[0]
        if deriv:
            return -(y / a - (1 - y) / (1 - a)) / m
        a, y = a.reshape(m, 1), y.reshape(m, 1)
        return -(y.T @ np.log(a) + (1 - y).T @ np.log(1 - a)) / m

    def mean_squared_error(y_preds, y, deriv=False):
        difference = np.subtract(y_preds, y)
        if deriv:
            return np.multiply(difference, 2 / difference.size)
        return np.array(np.square(difference).mean())


@alternative()
def keeps_away_from_zero_by_adding():
    EPSILON = 1e-12

    def cross_entropy(y_preds, y, deriv=False):
        if deriv:
            return (y_preds - y) / (y_preds * (1 - y_preds) + EPSILON) / y.size
        total = 0
        for y_pred, label in zip(np.ravel(y_preds), np.ravel(y)):
            total -= np.log(y_pred + EPSILON) if label else np.log(1 - y_pred + EPSILON)
        return total / y.size

    def mean_squared_error(y_preds, y, deriv=False):
        error = y_preds - y
        return 2 * error / error.size if deriv else np.sum(error * error) / error.size


@alternative()
def prints_and_warns():
    import warnings

    def logistic(x, deriv=False):
        print("logistic of", np.shape(x))
        warnings.warn("this is only a warning")
        np.log(np.zeros(1))  # a RuntimeWarning on stderr
        s = 0.5 * (1 + np.tanh(x / 2))
        if deriv is True:
            return s - s**2
        return s

    def tanh(x, deriv=False):
        if deriv:
            with np.errstate(over="ignore"):
                return np.cosh(x) ** -2.0
        return np.tanh(x)

    def relu(x, deriv=False):
        result = x.copy()
        result[x <= 0] = 0
        if deriv:
            result[x > 0] = 1
        return result

    def cross_entropy(y_preds, y, deriv=False):
        print("cross entropy")
        np.seterr(all="warn")
        p = np.minimum(np.maximum(y_preds, 10**-12), 1 - 10**-12)
        if deriv:
            return np.where(y == 1, -1 / p, 1 / (1 - p)) / len(p)
        return np.mean(np.where(y == 1, -np.log(p), -np.log(1 - p)))

    def mean_squared_error(y_preds, y, deriv=False):
        print("mean squared error")
        if deriv:
            return 2.0 / len(y) * (y_preds - y)
        return ((y_preds - y) ** 2).sum() / len(y)


@alternative("backprop_two")
def prints_its_costs():
    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        w1, w2, b1, b2 = ws[0], ws[1], bs[0], bs[1]
        for i in range(epochs):
            Z1, A1, Z2, A2 = forward_pass(x, (w1, w2), (b1, b2), act_fs)
            if i % 10 == 0:
                tqdm.write(f"cost {cost_f(A2, y)}")
            dZ2 = cost_f(A2, y, deriv=True) * act_fs[1](Z2, deriv=True)
            dw2, db2 = A1.T @ dZ2, dZ2.sum(axis=0, keepdims=True)
            dZ1 = dZ2 @ w2.T * act_fs[0](Z1, deriv=True)
            dw1, db1 = x.T @ dZ1, dZ1.sum(axis=0, keepdims=True)
            w1, w2 = w1 - lrate * dw1, w2 - lrate * dw2
            b1, b2 = b1 - lrate * db1, b2 - lrate * db2
        return (w1, w2), (b1, b2), Z1, A1, Z2, A2


@alternative()
def goes_through_the_entries_one_by_one():
    import math

    def each(f):
        return np.vectorize(f, otypes=[float])

    def sigma(z):
        return 1 / (1 + math.exp(-z)) if z > -700 else 0.0

    def logistic(x, deriv=False):
        return each(lambda z: sigma(z) * (1 - sigma(z)))(x) if deriv else each(sigma)(x)

    def tanh(x, deriv=False):
        return each(lambda z: 1 - math.tanh(z) ** 2 if deriv else math.tanh(z))(x)

    def relu(x, deriv=False):
        return each(lambda z: (1 if deriv else z) if z > 0 else 0)(x)

    def cross_entropy(y_preds, y, deriv=False):
        m = len(y)
        total, slope = 0.0, np.zeros(y_preds.shape)
        for i in range(m):
            p = min(max(y_preds[i].item(), 1e-12), 1 - 1e-12)
            if y[i] == 1:
                total -= math.log(p)
                slope[i] = -1 / (m * p)
            else:
                total -= math.log(1 - p)
                slope[i] = 1 / (m * (1 - p))
        return slope if deriv else total / m

    def mean_squared_error(y_preds, y, deriv=False):
        errors = [p.item() - t.item() for p, t in zip(y_preds, y)]
        if deriv:
            return np.reshape([2 * error / len(y) for error in errors], y.shape)
        return sum(error**2 for error in errors) / len(errors)


@alternative()
def counts_the_bias_among_the_weights():
    def gradient_descent(x, y, ws, b, lrate, epochs):
        X1 = np.hstack([np.ones((len(x), 1)), x])
        theta = np.concatenate(([b], ws)).reshape(-1, 1)
        y_column = y.reshape(-1, 1)
        for _ in progress(epochs):
            z = X1.dot(theta)
            y_preds = logistic(z)
            dC_dz = cross_entropy(y_preds, y_column, True) * logistic(z, True)
            theta = theta - lrate * X1.T.dot(dC_dz)
        return theta[1:].ravel(), theta[0], y_preds.ravel()


@alternative("forward_pass", "backprop")
def keeps_examples_in_columns_as_in_assignment_1():
    def forward_in_columns(X, ws, bs, act_fs):
        Zs, As = [], []
        for w, b, act_f in zip(ws, bs, act_fs):
            Zs.append(w.T @ (As[-1] if As else X) + b.T)
            As.append(act_f(Zs[-1]))
        return Zs, As

    def forward_pass(x, ws, bs, act_fs):
        Zs, As = forward_in_columns(x.T, ws, bs, act_fs)
        return [Z.T for Z in Zs], [A.T for A in As]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for _ in range(epochs):
            Zs, As = forward_in_columns(x.T, ws, bs, act_fs)
            dA, grads = cost_f(As[-1].T, y, deriv=True).T, {}
            for k in reversed(range(len(ws))):
                dZ = dA * act_fs[k](Zs[k], deriv=True)
                grads[f"dW{k}"] = dZ @ [x.T, *As][k].T
                grads[f"db{k}"] = np.sum(dZ, axis=1, keepdims=True)
                dA = ws[k] @ dZ
            for k in range(len(ws)):
                ws[k] = ws[k] - lrate * grads[f"dW{k}"].T
                bs[k] = bs[k] - lrate * grads[f"db{k}"].T
        return ws, bs, [Z.T for Z in Zs], [A.T for A in As]


@alternative("forward_pass", "backprop")
def speaks_einsum_in_all_layers():
    def forward_pass(x, ws, bs, act_fs):
        Zs, As = [], [x]
        for k, act_f in enumerate(act_fs):
            Zs.append(np.einsum("mi,io->mo", As[k], ws[k]) + bs[k])
            As.append(act_f(Zs[k]))
        return Zs, As[1:]

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        for _ in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            back, steps = cost_f(As[-1], y, deriv=True), []
            for w, Z, below, act_f in list(zip(ws, Zs, [x, *As], act_fs))[::-1]:
                delta = np.einsum("mo,mo->mo", back, act_f(Z, deriv=True))
                steps.append((np.einsum("mi,mo->io", below, delta), np.einsum("mo->o", delta)))
                back = np.einsum("mo,io->mi", delta, w)
            ws = [w - lrate * dw for w, (dw, _) in zip(ws, steps[::-1])]
            bs = [b - lrate * db for b, (_, db) in zip(bs, steps[::-1])]
        return ws, bs, Zs, As


@alternative("forward_pass", "backprop")
def keeps_its_state_in_globals():
    STATE = {}

    def one_layer(A, w, b, act_f):
        Z = np.matmul(A, w)
        Z += b
        return Z, act_f(Z)

    def forward_pass(x, ws, bs, act_fs, *, keep=True):
        STATE.update(Z=[], A=[x])
        for w, b, act_f in zip(ws, bs, act_fs):
            Z, A = one_layer(STATE["A"][-1], w, b, act_f)
            STATE["Z"].append(Z)
            STATE["A"].append(A)
        return STATE["Z"], STATE["A"][1:]

    def gradients_of(ws, act_fs, dA):
        for k in range(len(ws))[::-1]:
            dZ = np.multiply(dA, act_fs[k](STATE["Z"][k], deriv=True))
            yield k, STATE["A"][k].T @ dZ, dZ.sum(axis=0)[np.newaxis]
            dA = dZ @ ws[k].T

    def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
        STATE["costs"] = []
        for epoch in range(epochs):
            Zs, As = forward_pass(x, ws, bs, act_fs)
            STATE["costs"].append(cost_f(As[-1], y))
            steps = list(gradients_of(ws, act_fs, cost_f(As[-1], y, deriv=True)))
            for k, dw, db in steps:
                ws[k] -= lrate * dw
                bs[k] -= lrate * db
        return ws, bs, Zs, As
