"""What the hidden tests of more than one assignment need: data to draw, slopes to measure, numbers
to read from the screen."""

import re

import numpy as np

from autograder.checks import expect, expect_close, expect_entries

# --- Labels, and a network with one hidden layer --------------------------------------------------

PARAMETERS = ("W1", "b1", "W2", "b2")
GRADIENTS = ("dW1", "db1", "dW2", "db2")


def labels(rng, n_y, m):
    """Labels of shape (n_y, m) in which every row holds both classes."""
    Y = rng.integers(0, 2, (n_y, m))
    Y[:, 0], Y[:, 1] = 0, 1
    return rng.permuted(Y, axis=1)


def parameters_of(rng, n_x, n_h, n_y):
    """Weights and biases away from zero, so that no term of the formulas can hide."""
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    return {name: rng.normal(0, 0.6, shape) for name, shape in shapes.items()}


def gradients_for(rng, parameters):
    """Random gradients of the shapes of the parameters."""
    return {"d" + name: rng.normal(size=value.shape) for name, value in parameters.items()}


def expect_gradients(actual, expected, names=GRADIENTS):
    """Fail unless `actual` is a dictionary whose entries `names` are those of `expected`."""
    actual = expect_entries(actual, names, "the gradients")
    for name in names:
        expect_close(actual[name], expected[name], name)


def expect_columns_apart(outputs, X, rng, name):
    """Fail unless each column of `outputs(X)` depends on its own example alone, and they differ."""
    together = outputs(X)
    expect_close(outputs(X[:, ::-1]), together[:, ::-1], f"{name} of the batch reversed")
    i = int(rng.integers(X.shape[1]))
    expect_close(outputs(X[:, [i]]), together[:, [i]], f"{name} of one example alone")
    expect(np.ptp(together, axis=1).all(), f"{name} is the same for every example.")


# --- Slopes, measured -----------------------------------------------------------------------------


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


# --- What was printed -----------------------------------------------------------------------------


def printed_numbers(text, integers=False):
    """The decimal fractions that stay on the screen, and with `integers` these too, each with the
    weight of its last digit.

    A progress bar draws over itself: of a line only what follows its last carriage return stays.
    """
    lines = re.sub(r"[^\n]*\r", "", text)
    digits = r"-?\d+(?:\.(\d+))?" if integers else r"-?\d+\.(\d+)"
    return [
        (float(number), 10.0 ** (int(exponent or 0) - len(decimals)))
        for number, decimals, exponent in re.findall(rf"({digits}(?:e([-+]\d+))?)", lines)
    ]


def shows(number, cost):
    """Is a printed number this cost, rounded or cut off to two decimals or more?"""
    value, digit = number
    return abs(value - cost) <= digit < 0.1
