"""Hidden tests of assignment 3: a ReLU network of any depth as a class, examples in columns."""

import re

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
    expect_labels,
    expect_number,
    expect_shape,
    expect_unchanged,
    expect_values,
    misconception,
    overfitted,
    same,
)

# --- Random networks and batches, and an oracle of our own ----------------------------------------


def layers(sizes, activations=None):
    """An architecture; without activations, ReLU and a sigmoid at the end."""
    activations = activations or ["relu"] * (len(sizes) - 2) + ["sigmoid"]
    return [
        {"input_dim": n_in, "output_dim": n_out, "activation": activation}
        for n_in, n_out, activation in zip(sizes, sizes[1:], activations, strict=False)
    ]


def widths(rng, depth):
    """Sizes of `depth` layers and their input, all different, none the notebook's, one output."""
    return [*rng.permutation([4, 5, 6, 7, 8, 9, 10])[:depth].tolist(), 1]


def parameters_of(rng, architecture):
    """Weights and biases away from zero, so that no term of the formulas can hide."""
    parameters = {}
    for number, layer in enumerate(architecture, 1):
        n_out, n_in = layer["output_dim"], layer["input_dim"]
        parameters[f"W{number}"] = rng.normal(0, 1.3 / np.sqrt(n_in), (n_out, n_in))
        parameters[f"b{number}"] = rng.normal(0, 0.4, (n_out, 1))
    return parameters


def activate(Z, activation):
    return np.where(Z > 0, Z, 0) if activation == "relu" else (1 + np.tanh(Z / 2)) / 2


def forward(architecture, parameters, X):
    """The output and the memory, from the definition."""
    A, memory = X, {}
    for number, layer in enumerate(architecture, 1):
        memory[f"A{number - 1}"] = A
        Z = memory[f"Z{number}"] = parameters[f"W{number}"] @ A + parameters[f"b{number}"]
        A = activate(Z, layer["activation"])
    return A, memory


def cross_entropy(Y_hat, Y):
    return -np.mean(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))


def network(rng, depth=None, activations=None):
    """A random architecture with parameters, X of shape (n_0, m) and Y of shape (1, m).

    Away from ReLU's kink, where a slope is not defined: every number before an activation is at
    least 1e-3 from 0, a hundred times the step of the central differences. Units that are off for
    the whole batch would hide mistakes, and so would a saturated output.
    """
    depth = depth or int(rng.choice([2, 4, 6]))
    while True:
        architecture = layers(widths(rng, depth), activations)
        parameters = parameters_of(rng, architecture)
        m = int(rng.integers(11, 16))
        X = rng.normal(size=(architecture[0]["input_dim"], m))
        Y_hat, memory = forward(architecture, parameters, X)
        Z = [memory[f"Z{number}"] for number in range(1, depth + 1)]
        varied = all((np.ptp(activate(z, "relu"), axis=1) > 0).sum() > len(z) / 2 for z in Z[:-1])
        if varied and min(np.abs(z).min() for z in Z) > 1e-3 and np.ptp(Y_hat) > 0.1:
            return architecture, parameters, X, labels(rng, m)


def labels(rng, m):
    """Labels of shape (1, m) with both classes."""
    Y = rng.integers(0, 2, (1, m))
    Y[0, :2] = 0, 1
    return rng.permuted(Y, axis=1)


def instance(student, architecture, parameters):
    """A network of the student's class with these parameters."""
    made = student.new("NumpyNeuralNetwork", seed=5, architecture=architecture)
    made.set("params_values", parameters)
    return made


def any_network(student):
    """A network for the methods that use no parameters."""
    return student.new("NumpyNeuralNetwork")


def slopes(cost, values, step=1e-5):
    """Central differences (cost(θ + step) - cost(θ - step)) / (2 step), named like the gradients.

    Their error is about step² + 1e-16/step, below 1e-9: far inside the tolerance.
    """
    gradients = {}
    for name, value in values.items():
        slope = np.empty_like(value)
        for at in np.ndindex(value.shape):
            higher, lower = value.copy(), value.copy()
            higher[at] += step
            lower[at] -= step
            slope[at] = (cost(values | {name: higher}) - cost(values | {name: lower})) / (2 * step)
        gradients["d" + name] = slope
    return gradients


# A method is judged by the truth, or else by what it should make of the student's own methods
# below it: a mistake in one of these has lost its points in its own cell.


def own(compute):
    """What `compute` finds with the student's own methods, a dictionary of arrays; empty where one
    of them fails, or where they give one and the same number everywhere, or no number."""
    try:
        found = compute()
    except Failed:
        return {}
    values = [np.asarray(value) for value in found.values()]
    if any(value.dtype.kind not in "fiub" for value in values):
        return {}
    together = np.concatenate([value.ravel() for value in values])
    return found if np.isfinite(together).all() and np.ptp(together) > 0 else {}


def expect_right_or_own(actual, right, by_own_methods, name):
    """Fail unless `actual` is right, or is what the student's own methods lead to (may be None)."""
    is_measure = by_own_methods is not None and np.size(by_own_methods) == right.size
    if not (is_measure and same(actual, np.asarray(by_own_methods), rtol=1e-6, atol=1e-8)):
        expect_close(actual, right, name)


# --- sigmoid --------------------------------------------------------------------------------------


@check("test_sigmoid", weight=3)
def sigmoid_is_the_logistic_function(student, reference, rng):
    """Every entry z becomes 1 / (1 + exp(-z)), whatever the shape of Z."""
    Z = rng.normal(0, 3, tuple(rng.permutation([4, 7])))
    expect_close(any_network(student).sigmoid(Z), activate(Z, "sigmoid"), "sigmoid(Z)")


@check("test_sigmoid", weight=1)
def sigmoids_of_opposite_numbers_add_to_1(student, reference, rng):
    """sigmoid(z) + sigmoid(-z) is 1, and both lie strictly between 0 and 1."""
    Z = rng.normal(0, 3, (3, int(rng.integers(5, 9))))
    right, left = (
        expect_shape(any_network(student).sigmoid(z), Z.shape, "sigmoid(Z)") for z in (Z, -Z)
    )
    expect(bool(((right > 0) & (right < 1)).all()), "sigmoid(Z) should lie between 0 and 1.")
    expect_close(right + left, np.ones(Z.shape), "sigmoid(Z) + sigmoid(-Z)")


@check("test_sigmoid", weight=1)
def sigmoid_leaves_its_input_alone(student, reference, rng):
    """Z is the same after the call."""
    Z = rng.normal(size=(5, 6))
    call = any_network(student).call("sigmoid", Z)
    expect_shape(call.result, Z.shape, "sigmoid(Z)")
    expect_unchanged((Z,), call.args, "Z")


# --- relu -----------------------------------------------------------------------------------------


@check("test_relu", weight=3)
def relu_keeps_what_is_positive(student, reference, rng):
    """Positive entries stay, negative ones become 0, whatever the shape of Z."""
    Z = rng.normal(0, 3, tuple(rng.permutation([4, 7])))
    Z[0, :2] = 0.3, -0.3  # some of both signs are small
    Z = rng.permuted(Z)
    expect_close(any_network(student).relu(Z), activate(Z, "relu"), "relu(Z)")


@check("test_relu", weight=2)
def relu_leaves_its_input_alone(student, reference, rng):
    """Z is the same after the call; backward propagation needs it again."""
    Z = rng.normal(size=(5, 6))
    call = any_network(student).call("relu", Z)
    expect_shape(call.result, Z.shape, "relu(Z)")
    expect_unchanged((Z,), call.args, "Z")


# --- single_layer_forward_propagation -------------------------------------------------------------


def layer(rng):
    """A random layer and its input: A_prev (n_prev, m), W (n, n_prev), b (n, 1), m not the 4 or 160
    of the notebook."""
    n_prev, n = rng.permutation([3, 5, 7, 9, 11])[:2].tolist()
    m = int(rng.choice([6, 8, 10]))
    while True:
        A_prev, W, b = (
            rng.normal(size=(n_prev, m)),
            rng.normal(size=(n, n_prev)),
            rng.normal(size=(n, 1)),
        )
        if np.abs(W @ A_prev + b).min() > 1e-3:  # away from the kink
            return A_prev, W, b


def layer_forward(student, *arguments):
    values = any_network(student).single_layer_forward_propagation(*arguments)
    return expect_values(values, 2, "single_layer_forward_propagation")


def expect_layer(student, A_prev, W, b, activation, *named):
    """Fail unless A is the student's own (or the right) activation of the Z that is returned."""
    A, Z = layer_forward(student, A_prev, W, b, *named)
    Z = expect_shape(Z, (W.shape[0], A_prev.shape[1]), "Z")
    expect_finite(Z, "Z")
    mine = own(lambda: {"A": any_network(student).call(activation, Z).result})
    expect_right_or_own(A, activate(Z, activation), mine.get("A"), f"A with {activation}")
    return Z


@check("test_single_layer_forward_propagation", weight=4)
def the_layer_is_a_linear_map(student, reference, rng):
    """The second value is Z = W A_prev + b."""
    A_prev, W, b = layer(rng)
    Z = layer_forward(student, A_prev, W, b, "relu")[1]
    expect_close(Z, W @ A_prev + b, "Z")


@check("test_single_layer_forward_propagation", weight=2)
def a_relu_layer_applies_your_relu(student, reference, rng):
    """With activation="relu", and without it, the first value is your relu of your Z."""
    A_prev, W, b = layer(rng)
    expect_layer(student, A_prev, W, b, "relu", "relu")
    expect_layer(student, A_prev, W, b, "relu")


@check("test_single_layer_forward_propagation", weight=3)
def a_sigmoid_layer_applies_your_sigmoid(student, reference, rng):
    """With activation="sigmoid" the first value is your sigmoid of your Z."""
    A_prev, W, b = layer(rng)
    Z = expect_layer(student, A_prev, W, b, "sigmoid", "sigmoid")
    mine = own(lambda: {"Z": layer_forward(student, A_prev, W, b, "relu")[1]})
    expect_right_or_own(Z, W @ A_prev + b, mine.get("Z"), "Z behind the sigmoid")


@check("test_single_layer_forward_propagation", weight=1)
def layer_forward_leaves_its_inputs_alone(student, reference, rng):
    """A_prev, W and b are the same after the call."""
    arguments = layer(rng)
    call = any_network(student).call("single_layer_forward_propagation", *arguments)
    expect_values(call.result, 2, "single_layer_forward_propagation")
    expect_unchanged(arguments, call.args, "A_prev, W or b")


# --- full_forward_propagation ---------------------------------------------------------------------


def full_forward(net, X):
    return expect_values(net.full_forward_propagation(X), 2, "full_forward_propagation")


def own_forward(net, architecture, parameters, X):
    """What the student's own single layers make of X, one after the other."""
    A, memory = X, {}
    for number, each in enumerate(architecture, 1):
        memory[f"A{number - 1}"] = A
        A, memory[f"Z{number}"] = expect_values(
            net.single_layer_forward_propagation(
                A, parameters[f"W{number}"], parameters[f"b{number}"], each["activation"]
            ),
            2,
            "single_layer_forward_propagation",
        )
    return A, memory


@check("test_full_forward_propagation", weight=4)
def every_layer_works_on_the_one_before(student, reference, rng):
    """The output is that of the last layer, for other numbers of layers and other widths."""
    for depth in (2, 6):
        architecture, parameters, X, _ = network(rng, depth)
        net = instance(student, architecture, parameters)
        Y_hat = full_forward(net, X)[0]
        mine = own(lambda: {"Y_hat": own_forward(net, architecture, parameters, X)[0]})
        right = forward(architecture, parameters, X)[0]
        expect_right_or_own(Y_hat, right, mine.get("Y_hat"), f"the output of {depth} layers")


@check("test_full_forward_propagation", weight=3)
def the_memory_holds_the_way(student, reference, rng):
    """The memory has the input of every layer, from A0 = X on, and every Z."""
    architecture, parameters, X, _ = network(rng)
    net = instance(student, architecture, parameters)
    right = forward(architecture, parameters, X)[1]
    memory = expect_entries(full_forward(net, X)[1], right, "the memory")
    mine = own(lambda: own_forward(net, architecture, parameters, X)[1])
    for name in right:
        expect_right_or_own(memory[name], right[name], mine.get(name), name)


@check("test_full_forward_propagation", weight=2)
def activations_come_from_the_architecture(student, reference, rng):
    """Each layer has the activation that the architecture names, wherever it stands."""
    activations = ["sigmoid", "relu", "sigmoid"]
    architecture, parameters, X, _ = network(rng, 3, activations)
    net = instance(student, architecture, parameters)
    Y_hat = full_forward(net, X)[0]
    mine = own(lambda: {"Y_hat": own_forward(net, architecture, parameters, X)[0]})
    right = forward(architecture, parameters, X)[0]
    name = f"the output behind {', '.join(activations)}"
    expect_right_or_own(Y_hat, right, mine.get("Y_hat"), name)


@check("test_full_forward_propagation", weight=1)
def examples_do_not_see_each_other(student, reference, rng):
    """An example alone gives the column that it gives in a batch, and another example another."""
    architecture, parameters, X, _ = network(rng)
    net = instance(student, architecture, parameters)
    together = expect_shape(full_forward(net, X)[0], (1, X.shape[1]), "the output")
    expect_finite(together, "the output")
    expect(np.ptp(together) > 0, "the output is the same for every example.")
    i = int(rng.integers(X.shape[1]))
    expect_close(full_forward(net, X[:, [i]])[0], together[:, [i]], "the output of one example")
    expect_close(
        full_forward(net, X[:, ::-1])[0], together[:, ::-1], "the output of the batch reversed"
    )


@check("test_full_forward_propagation", weight=1)
def full_forward_leaves_everything_alone(student, reference, rng):
    """X and the parameters of the network are the same after the call."""
    architecture, parameters, X, _ = network(rng)
    net = instance(student, architecture, parameters)
    call = net.call("full_forward_propagation", X)
    expect_values(call.result, 2, "full_forward_propagation")
    expect_unchanged((X, parameters), (*call.args, net.get("params_values")), "X or a parameter")


# --- convert_prob_into_class ----------------------------------------------------------------------


@check("test_convert_prob_into_class", weight=3)
def labels_are_the_likelier_class(student, reference, rng):
    """The label is 1 where the probability is above 0.5, in a flat array of shape (m,)."""
    probs = rng.uniform(0.01, 0.99, (1, int(rng.integers(6, 20))))
    probs[0, :2] = 0.503, 0.497
    probs = rng.permuted(probs, axis=1)
    expected = probs[0] > 0.5
    expect_labels(any_network(student).convert_prob_into_class(probs), expected, "the labels")


@check("test_convert_prob_into_class", weight=1)
def exactly_one_half_is_label_0(student, reference, rng):
    """A probability of exactly 0.5 is not above 0.5."""
    probs = rng.permuted(np.array([[0.5, 0.5, 0.7, 0.2, 0.5, 0.9]]), axis=1)
    expected = probs[0] > 0.5
    expect_labels(
        any_network(student).convert_prob_into_class(probs), expected, "the labels at exactly 0.5"
    )


@check("test_convert_prob_into_class", weight=1)
def converting_leaves_the_probabilities_alone(student, reference, rng):
    """The argument is the same after the call."""
    probs = rng.uniform(0.01, 0.99, (1, 9))
    call = any_network(student).call("convert_prob_into_class", probs)
    expect_array(call.result, "the labels")
    expect_unchanged((probs,), call.args, "probs")


# --- sigmoid_backward -----------------------------------------------------------------------------


@check("test_sigmoid_backward", weight=4)
def the_slope_of_the_sigmoid_is_multiplied_in(student, reference, rng):
    """dZ is dA times sigmoid(Z) (1 - sigmoid(Z)), entry by entry."""
    shape = tuple(rng.permutation([4, 7]))
    dA, Z = rng.normal(size=shape), rng.normal(0, 2, shape)
    net = any_network(student)

    def by_own_methods():
        A = expect_shape(net.sigmoid(Z), Z.shape, "sigmoid(Z)")
        return {"dZ": dA * A * (1 - A)}

    right = dA / (4 * np.cosh(Z / 2) ** 2)
    mine = own(by_own_methods).get("dZ")
    expect_right_or_own(net.sigmoid_backward(dA, Z), right, mine, "dZ")


@check("test_sigmoid_backward", weight=2)
def the_sigmoid_hands_back_twice_for_twice(student, reference, rng):
    """dZ is linear in dA: twice the dA gives twice the dZ."""
    dA, Z = rng.normal(size=(3, 8)), rng.normal(0, 2, (3, 8))
    net, factor = any_network(student), rng.uniform(2, 3)
    once = expect_shape(net.sigmoid_backward(dA, Z), Z.shape, "dZ")
    expect_finite(once, "dZ")
    expect(once.all(), "dZ holds zeros, but the sigmoid has a slope everywhere.")
    expect_close(
        net.sigmoid_backward(factor * dA, Z), factor * once, f"dZ for {factor:.3g} times dA"
    )


@check("test_sigmoid_backward", weight=2)
def sigmoid_backward_leaves_its_inputs_alone(student, reference, rng):
    """dA and Z are the same after the call."""
    dA, Z = rng.normal(size=(3, 8)), rng.normal(size=(3, 8))
    call = any_network(student).call("sigmoid_backward", dA, Z)
    expect_shape(call.result, Z.shape, "dZ")
    expect_unchanged((dA, Z), call.args, "dA or Z")


# --- relu_backward --------------------------------------------------------------------------------


def away_from_zero(rng, shape):
    return rng.choice([-1, 1], shape) * rng.uniform(0.1, 3, shape)


@check("test_relu_backward", weight=4)
def the_derivative_passes_where_the_unit_is_on(student, reference, rng):
    """dZ is dA where Z is positive and 0 where Z is negative."""
    shape = tuple(rng.permutation([4, 7]))
    dA, Z = away_from_zero(rng, shape), away_from_zero(rng, shape)
    Z[0, :2] = 0.3, -0.3  # some of both signs are small
    Z = rng.permuted(Z)
    expect_close(any_network(student).relu_backward(dA, Z), np.where(Z > 0, dA, 0), "dZ")


@check("test_relu_backward", weight=1)
def the_relu_hands_back_less_for_less(student, reference, rng):
    """dZ is linear in dA, also where dA is negative."""
    dA, Z = away_from_zero(rng, (3, 12)), away_from_zero(rng, (3, 12))
    net, factor = any_network(student), -rng.uniform(0.2, 0.8)
    once = expect_shape(net.relu_backward(dA, Z), Z.shape, "dZ")
    expect_finite(once, "dZ")
    expect(once.any(), "dZ is zero everywhere, but half of the units are on.")
    expect_close(net.relu_backward(factor * dA, Z), factor * once, f"dZ for {factor:.3g} times dA")


@check("test_relu_backward", weight=2)
def relu_backward_leaves_its_inputs_alone(student, reference, rng):
    """dA and Z are the same after the call."""
    dA, Z = away_from_zero(rng, (3, 8)), away_from_zero(rng, (3, 8))
    call = any_network(student).call("relu_backward", dA, Z)
    expect_shape(call.result, Z.shape, "dZ")
    expect_unchanged((dA, Z), call.args, "dA or Z")


# --- single_layer_backward_propagation ------------------------------------------------------------


def layer_backward(net, *arguments):
    values = net.single_layer_backward_propagation(*arguments)
    return expect_values(values, 3, "single_layer_backward_propagation")


def layer_slopes(A_prev, W, b, dA, activation):
    """dA_prev, dW, db of the layer, by central differences.

    Any dA is the derivative of each example's loss sum(dA * A), so the mean loss is the cost.
    """
    m = A_prev.shape[1]

    def cost(values):
        return np.sum(dA * activate(values["W"] @ values["A"] + values["b"], activation)) / m

    found = slopes(cost, {"A": A_prev, "W": W, "b": b})
    return found["dA"] * m, found["dW"], found["db"]


def own_layer_slopes(net, A_prev, W, b, dA, activation):
    """The same, by number, with the student's own relu_backward or sigmoid_backward."""
    dZ = net.call(f"{activation}_backward", dA, W @ A_prev + b).result
    dZ = expect_shape(dZ, dA.shape, "dZ")
    return {0: W.T @ dZ, 1: dZ @ A_prev.T / dA.shape[1], 2: dZ.mean(axis=1, keepdims=True)}


def expect_layer_slopes(student, rng, activation, which):
    """Fail unless the results `which`, named by their numbers, are slopes of the loss."""
    net, (A_prev, W, b) = any_network(student), layer(rng)
    dA = away_from_zero(rng, (W.shape[0], A_prev.shape[1]))
    actual = layer_backward(net, dA, W, b, W @ A_prev + b, A_prev, activation)
    right = layer_slopes(A_prev, W, b, dA, activation)
    mine = own(lambda: own_layer_slopes(net, A_prev, W, b, dA, activation))
    for i, name in which.items():
        expect_right_or_own(actual[i], right[i], mine.get(i), f"{name} behind {activation}")


@check("test_single_layer_backward_propagation", weight=3)
def gradients_behind_relu_are_slopes_of_the_mean(student, reference, rng):
    """Behind a ReLU, dW and db say how the mean loss changes with a weight and a bias."""
    expect_layer_slopes(student, rng, "relu", {1: "dW", 2: "db"})


@check("test_single_layer_backward_propagation", weight=2)
def gradients_behind_the_sigmoid_are_slopes_of_the_mean(student, reference, rng):
    """Behind a sigmoid, dW and db say how the mean loss changes with a weight and a bias."""
    expect_layer_slopes(student, rng, "sigmoid", {1: "dW", 2: "db"})


@check("test_single_layer_backward_propagation", weight=2)
def the_layer_before_a_relu_gets_its_derivative(student, reference, rng):
    """Behind a ReLU, dA_prev says how each example's own loss changes with the layer's input."""
    expect_layer_slopes(student, rng, "relu", {0: "dA_prev"})


@check("test_single_layer_backward_propagation", weight=2)
def the_layer_before_a_sigmoid_gets_its_derivative(student, reference, rng):
    """Behind a sigmoid, dA_prev says how each example's own loss changes with the layer's input."""
    expect_layer_slopes(student, rng, "sigmoid", {0: "dA_prev"})


@check("test_single_layer_backward_propagation", weight=3)
def the_batch_twice_changes_no_gradient(student, reference, rng):
    """With every example twice, dW and db are the same, and dA_prev is there twice."""
    A_prev, W, b = layer(rng)
    net, dA = any_network(student), away_from_zero(rng, (W.shape[0], A_prev.shape[1]))
    Z = W @ A_prev + b
    once = layer_backward(net, dA, W, b, Z, A_prev, "relu")
    shapes = {"dA_prev": A_prev.shape, "dW": W.shape, "db": b.shape}
    once = [
        expect_shape(value, shape, name)
        for value, (name, shape) in zip(once, shapes.items(), strict=True)
    ]
    for value, name in zip(once, shapes, strict=True):
        expect_finite(value, name)
        expect(value.any(), f"{name} is zero everywhere.")
    two = [np.tile(value, 2) for value in (dA, Z, A_prev)]
    dA_prev, dW, db = layer_backward(net, two[0], W, b, two[1], two[2], "relu")
    expect_close(dW, once[1], "dW of the batch twice")
    expect_close(db, once[2], "db of the batch twice")
    expect_close(dA_prev, np.tile(once[0], 2), "dA_prev of the batch twice")


@check("test_single_layer_backward_propagation", weight=1)
def relu_is_the_layer_by_default(student, reference, rng):
    """Without the argument activation the layer is a ReLU."""
    A_prev, W, b = layer(rng)
    net, dA = any_network(student), away_from_zero(rng, (W.shape[0], A_prev.shape[1]))
    arguments = (dA, W, b, W @ A_prev + b, A_prev)
    db = layer_backward(net, *arguments)[2]
    named = layer_backward(net, *arguments, "relu")[2]
    expect_right_or_own(db, layer_slopes(A_prev, W, b, dA, "relu")[2], named, "db by default")
    other = own(lambda: {"db": layer_backward(net, *arguments, "sigmoid")[2]}).get("db")
    expect(not same(db, other), "db is the same for both activations.")


@check("test_single_layer_backward_propagation", weight=2)
def layer_backward_leaves_its_inputs_alone(student, reference, rng):
    """dA, W, b, Z and A_prev are the same after the call."""
    A_prev, W, b = layer(rng)
    dA = away_from_zero(rng, (W.shape[0], A_prev.shape[1]))
    arguments = (dA, W, b, W @ A_prev + b, A_prev, "sigmoid")
    call = any_network(student).call("single_layer_backward_propagation", *arguments)
    expect_values(call.result, 3, "single_layer_backward_propagation")
    expect_unchanged(arguments, call.args, "an input")


# --- full_backward_propagation --------------------------------------------------------------------


def own_gradients(net, architecture, parameters, Y_hat, Y, memory):
    """What the student's own single layers make of the derivative with respect to the output."""
    dA, gradients = (Y_hat - Y) / (Y_hat * (1 - Y_hat)), {}
    for number in range(len(architecture), 0, -1):
        W, b = parameters[f"W{number}"], parameters[f"b{number}"]
        Z, A_prev = memory[f"Z{number}"], memory[f"A{number - 1}"]
        activation = architecture[number - 1]["activation"]
        values = layer_backward(net, dA, W, b, Z, A_prev, activation)
        dA, gradients[f"dW{number}"], gradients[f"db{number}"] = values
    return gradients


def expect_slopes_of_the_cost(student, made, numbers=None):
    """Fail unless the gradients of the layers `numbers` (all without it) are slopes of the cost."""
    architecture, parameters, X, Y = made
    net = instance(student, architecture, parameters)
    Y_hat, memory = forward(architecture, parameters, X)
    names = [
        f"d{kind}{number}" for number in numbers or range(len(architecture), 0, -1) for kind in "Wb"
    ]
    gradients = net.full_backward_propagation(Y_hat, Y, memory)
    gradients = expect_entries(gradients, names, "the gradients")

    def cost(moved):
        return cross_entropy(forward(architecture, parameters | moved, X)[0], Y)

    right = slopes(cost, {name[1:]: parameters[name[1:]] for name in names})
    arguments = (net, architecture, parameters, Y_hat, Y, memory)
    mine = own(lambda: own_gradients(*arguments))
    for name in names:
        expect_right_or_own(gradients[name], right[name], mine.get(name), name)


@check("test_full_backward_propagation", weight=3)
def the_last_layer_starts_from_the_cost(student, reference, rng):
    """The gradients of the last layer are slopes of the cross-entropy."""
    made = network(rng)
    expect_slopes_of_the_cost(student, made, [len(made[0])])


@check("test_full_backward_propagation", weight=5)
def the_error_reaches_every_layer(student, reference, rng):
    """All gradients are slopes of the cross-entropy, for other numbers of layers."""
    for depth in (2, 6):
        expect_slopes_of_the_cost(student, network(rng, depth))


@check("test_full_backward_propagation", weight=2)
def backward_follows_the_named_activations(student, reference, rng):
    """Each layer is left through the derivative of the activation that the architecture names."""
    activations = ["sigmoid", "relu", "sigmoid", "sigmoid"]
    expect_slopes_of_the_cost(student, network(rng, 4, activations))


@check("test_full_backward_propagation", weight=2)
def the_batch_twice_has_the_same_gradients(student, reference, rng):
    """The batch in another order, with every example twice, gives the slopes of the same mean."""
    architecture, parameters, X, Y = network(rng)
    order = rng.permutation(np.tile(np.arange(X.shape[1]), 2))
    expect_slopes_of_the_cost(student, (architecture, parameters, X[:, order], Y[:, order]))


@check("test_full_backward_propagation", weight=1)
def outputs_of_exactly_0_or_1_do_no_harm(student, reference, rng):
    """Where an output is rounded to exactly 0 or 1, right or wrong, every gradient is a number."""
    # Right, in a deep network (0/0 without clipping), and before it wrong, in a single layer (1/0).
    for depth, column, truth in ((1, [1], 0), (4, [0, 1, 0], None)):
        architecture, parameters, X, Y = network(rng, depth)
        net = instance(student, architecture, parameters)
        Y_hat, memory = forward(architecture, parameters, X)
        sure = np.arange(X.shape[1]) < len(column)
        Y_hat[0, sure], Y[0, sure] = column, column if truth is None else truth
        memory[f"Z{depth}"][0, sure] = np.where(Y_hat[0, sure] == 1, 36, -60)
        gradients = net.full_backward_propagation(Y_hat, Y, memory)
        names = ["d" + name for name in parameters]
        gradients = expect_entries(gradients, names, "the gradients")
        for name in names:
            value = expect_array(gradients[name], name)
            expect_finite(value, f"{name}, for outputs of exactly 0 and 1,")


@check("test_full_backward_propagation", weight=2)
def full_backward_leaves_everything_alone(student, reference, rng):
    """Y_hat, Y, the memory and the parameters of the network are the same after the call."""
    architecture, parameters, X, Y = network(rng)
    net = instance(student, architecture, parameters)
    Y_hat, memory = forward(architecture, parameters, X)
    call = net.call("full_backward_propagation", Y_hat, Y, memory)
    expect_entries(call.result, ["d" + name for name in parameters], "the gradients")
    after = (*call.args, net.get("params_values"))
    expect_unchanged((Y_hat, Y, memory, parameters), after, "an input or a parameter")


# --- train ----------------------------------------------------------------------------------------


# The loop is judged by the student's own methods: a mistake in one of them has lost its points in
# its own cell. The networks are small and the epochs few, so an answer that orders its sums
# otherwise stays within the tolerance.


def points_to_learn(rng, m):
    """Two rings around the origin: X of shape (2, m), Y of shape (1, m), 1 inside."""
    Y = rng.permuted(np.arange(m) % 2).reshape(1, m)
    angle, radius = rng.uniform(0, 2 * np.pi, m), np.where(Y[0] == 1, 0.5, 1.4)
    return (radius + rng.normal(0, 0.08, m)) * np.array([np.cos(angle), np.sin(angle)]), Y


def rings(rng, m):
    """A network of another depth and points for it, with the usual scale for ReLU, sqrt(2/n)."""
    sizes = [2, *(rng.permutation([9, 10, 11, 12, 13])[: int(rng.integers(2, 4))].tolist()), 1]
    architecture, parameters = layers(sizes), {}
    for number, each in enumerate(architecture, 1):
        n_out, n_in = each["output_dim"], each["input_dim"]
        parameters[f"W{number}"] = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        parameters[f"b{number}"] = rng.normal(0, 0.1, (n_out, 1))
    return architecture, parameters, *points_to_learn(rng, m)


def trained(student, architecture, parameters, X, Y, epochs, rate):
    net = instance(student, architecture, parameters)
    net.train(X, Y, epochs, rate)
    return net


def expect_parameters(net, parameters):
    """The parameters of a network as finite arrays of the right shapes, or fail."""
    found = expect_entries(net.get("params_values"), parameters, "params_values")
    found = {
        name: expect_shape(found[name], value.shape, name) for name, value in parameters.items()
    }
    for name, value in found.items():
        expect_finite(value, f"{name} after training")
    return found


def history_of(net, name, size):
    history = expect_array(net.get(name), name)
    expect(history.size == size, f"{name} should hold {size} numbers; it holds {history.size}.")
    return np.ravel(history)


@check("test_train", weight=4)
def training_repeats_your_own_steps(student, reference, rng):
    """An epoch is one round of your forward and backward, and a step of the given rate."""
    architecture, parameters, X, Y = rings(rng, int(rng.integers(14, 20)))
    epochs, rate = int(rng.integers(31, 45)), rng.uniform(0.15, 0.3)
    net, step = trained(student, architecture, parameters, X, Y, epochs, rate), parameters
    stepper = instance(student, architecture, parameters)
    for _ in range(epochs):
        stepper.set("params_values", step)
        Y_hat, memory = full_forward(stepper, X)
        gradients = stepper.full_backward_propagation(Y_hat, Y, memory)
        gradients = expect_entries(gradients, ["d" + name for name in step], "the gradients")
        step = {
            name: value - rate * np.asarray(gradients["d" + name]) for name, value in step.items()
        }
    found = expect_parameters(net, parameters)
    for name in parameters:
        expect(
            same(found[name], step[name], rtol=1e-6, atol=1e-8),
            f"{name} after {epochs} epochs is not where {epochs} rounds of your own methods lead.",
        )


@check("test_train", weight=3)
def histories_are_measured_before_every_tenth_update(student, reference, rng):
    """The lists have cost and accuracy of epochs 0, 10, 20, …, the first those of the start."""
    architecture, parameters, X, Y = rings(rng, int(rng.integers(14, 20)))
    rate = rng.uniform(0.15, 0.3)
    net = trained(student, architecture, parameters, X, Y, 34, rate)
    costs, accuracies = (history_of(net, name, 4) for name in ("cost_history", "accuracy_history"))
    for i in (0, 1, 3):
        before = trained(student, architecture, parameters, X, Y, 10 * i, rate)
        Y_hat = full_forward(before, X)[0]
        for name, history in (("cost", costs), ("accuracy", accuracies)):
            measured = before.call(f"get_{name}_value", Y_hat, Y).result
            expect(
                same(history[i], measured, rtol=1e-6, atol=1e-8),
                f"{name}_history[{i}] is not the {name} before the update of epoch {10 * i}.",
            )


@check("test_train", weight=2)
def a_second_training_goes_on(student, reference, rng):
    """Training again continues from the present parameters, and the lists start anew."""
    architecture, parameters, X, Y = rings(rng, int(rng.integers(14, 20)))
    first, second = rng.permutation([21, 26, 33])[:2].tolist()
    rate = rng.uniform(0.15, 0.3)
    once = trained(student, architecture, parameters, X, Y, first + second, rate)
    twice = trained(student, architecture, parameters, X, Y, first, rate)
    twice.train(X, Y, second, rate)
    found, expected = expect_parameters(twice, parameters), expect_parameters(once, parameters)
    for name in parameters:
        expect(
            same(found[name], expected[name], rtol=1e-6, atol=1e-8),
            f"{name} after {first} and {second} epochs is not that after {first + second}.",
        )
        expect(not same(found[name], parameters[name]), f"{name} has not moved.")
    history_of(twice, "cost_history", -(-second // 10))
    history_of(twice, "accuracy_history", -(-second // 10))


@check("test_train", weight=1)
def train_returns_the_parameters_and_keeps_the_rate(student, reference, rng):
    """train returns params_values, and self.learning_rate is the argument."""
    architecture, parameters, X, Y = rings(rng, 15)
    net, rate = instance(student, architecture, parameters), rng.uniform(0.15, 0.3)
    answer = expect_entries(net.train(X, Y, 3, rate), parameters, "what train returns")
    found = expect_parameters(net, parameters)
    for name in parameters:
        expect(same(answer[name], found[name]), f"{name} that train returns is not the network's.")
    expect_number(net.get("learning_rate"), rate, "self.learning_rate")


@check("test_train", weight=1)
def train_leaves_the_data_alone(student, reference, rng):
    """X and Y are the same after the call, and 0 epochs change no parameter."""
    architecture, parameters, X, Y = rings(rng, 15)
    net = instance(student, architecture, parameters)
    call = net.call("train", X, Y, 4, 0.2)
    expect_unchanged((X, Y), call.args[:2], "X or Y")
    found = expect_parameters(trained(student, architecture, parameters, X, Y, 0, 0.2), parameters)
    expect(same(found, parameters), "0 epochs should leave the parameters as they are.")


def printed_numbers(text):
    """The numbers that stay on the screen, each with the weight of its last digit.

    A progress bar draws over itself: of a line only what follows its last carriage return stays.
    """
    lines = re.sub(r"[^\n]*\r", "", text)
    return [
        (float(number), 10.0 ** (int(exponent or 0) - len(decimals)))
        for number, decimals, exponent in re.findall(r"(-?\d+(?:\.(\d+))?(?:e([-+]\d+))?)", lines)
    ]


def shows(number, cost):
    """Is a printed number this cost, rounded or cut off to two decimals or more?"""
    value, digit = number
    return abs(value - cost) <= digit < 0.1


def shows_share(number, share):
    """Is a printed number this share of the examples, as a fraction or in percent?"""
    value, digit = number
    is_fraction = value == share or abs(value - share) <= digit < 1
    return is_fraction or abs(value - 100 * share) <= digit


@check("test_train", weight=1)
def progress_is_printed_every_1000_epochs(student, reference, rng):
    """With verbose=True cost and accuracy of epochs 0, 1000, … are printed, otherwise no cost is."""
    # Half of the examples are of the class that the starting network finds less likely, so cost and
    # accuracy change; few examples and units, for a thousand epochs that loop over them.
    architecture, parameters, X, _ = network(rng, 2)
    X = X[:, :8]
    Y_hat = forward(architecture, parameters, X)[0]
    Y = (Y_hat < np.median(Y_hat)).astype(int)
    net = instance(student, architecture, parameters)
    printed = printed_numbers(net.call("train", X, Y, 1001, 0.02, verbose=True).printed)
    costs, shares = (history_of(net, name, 101) for name in ("cost_history", "accuracy_history"))
    for i in (0, 1000):
        cost, share = costs[i // 10], shares[i // 10]
        expect(
            any(shows(number, cost) for number in printed) or not np.isfinite(cost),
            f"with verbose=True the cost of epoch {i}, {cost:.5f}, is not printed.",
        )
        expect(
            any(shows_share(number, share) for number in printed) or not np.isfinite(share),
            f"with verbose=True the accuracy of epoch {i}, {share:.4f}, is not printed.",
        )

    def is_due(number):
        return any(shows(number, costs[i]) or shows_share(number, shares[i]) for i in (0, 100))

    expect(
        all(is_due(number) or not shows(number, costs[50]) for number in printed),
        "with verbose=True costs between epochs 0 and 1000 are printed too.",
    )
    quiet = instance(student, architecture, parameters)
    printed = printed_numbers(quiet.call("train", X, Y, 2, 0.02).printed)
    expect(
        not any(shows(number, costs[0]) for number in printed),
        "the cost is printed although verbose is not set.",
    )


@check("test_train", weight=3)
def training_learns_two_rings(student, reference, rng):
    """Two rings are learned: the cost falls and at least 90 % of new points are right."""
    architecture, parameters, X, Y = rings(rng, 80)
    net = trained(student, architecture, parameters, X, Y, 200, 0.4)
    found = expect_parameters(net, parameters)
    X_new, Y_new = points_to_learn(rng, 200)
    right = ((forward(architecture, found, X_new)[0] > 0.5) == Y_new).mean()
    expect(right >= 0.9, f"the trained network gets {right:.1%} of new points right.")


# --- Misconceptions: an edit of the reference, and the checks that see it ------------------------


@misconception(
    sigmoid_is_the_logistic_function,
    training_learns_two_rings,
    edits={"np.exp(-Z)": "np.exp(Z)"},
)
def forgets_the_minus_in_the_sigmoid():
    """You left out the minus: the sigmoid is 1 / (1 + exp(-Z)), and grows with Z."""


@misconception(
    sigmoid_is_the_logistic_function,
    sigmoids_of_opposite_numbers_add_to_1,
    training_learns_two_rings,
    sometimes=[training_repeats_your_own_steps, a_second_training_goes_on],
    edits={"1 / (1 + np.exp(-Z))": "np.tanh(Z)"},
)
def ends_in_tanh():
    """Your sigmoid is tanh, between -1 and 1; a probability lies between 0 and 1."""


@misconception(
    sigmoid_leaves_its_input_alone,
    a_sigmoid_layer_applies_your_sigmoid,
    sigmoid_backward_leaves_its_inputs_alone,
    layer_backward_leaves_its_inputs_alone,
    full_backward_leaves_everything_alone,
    edits={"return 1 / (1 + np.exp(-Z))": "Z *= -1; return 1 / (1 + np.exp(Z))"},
)
def negates_z_in_place():
    """Your sigmoid changed Z itself with *=; write -Z, which makes a new array."""


@misconception(
    relu_keeps_what_is_positive,
    sometimes=[training_learns_two_rings],
    edits={"np.maximum(Z, 0)": "np.abs(Z)"},
)
def takes_the_absolute_value():
    """Your relu is the absolute value; negative entries become 0."""


@misconception(
    relu_keeps_what_is_positive,
    edits={"np.maximum(Z, 0)": "np.where(Z > 0, Z, 0.01 * Z)"},
)
def lets_the_relu_leak():
    """Your relu lets a hundredth of negative entries pass; here they become 0."""


@misconception(
    relu_keeps_what_is_positive,
    sometimes=[examples_do_not_see_each_other, training_learns_two_rings],
    edits={"np.maximum(Z, 0)": "np.clip(Z, 0, 1)"},
)
def caps_the_relu_at_1():
    """Your relu stops at 1; positive entries stay as they are."""


@misconception(
    relu_keeps_what_is_positive,
    sometimes=[
        activations_come_from_the_architecture,
        every_layer_works_on_the_one_before,
        examples_do_not_see_each_other,
        training_learns_two_rings,
    ],
    edits={"np.maximum(Z, 0)": "(Z > 0) * 1.0"},
)
def returns_a_step_for_the_relu():
    """Your relu returns 1 for positive entries; it should return the entries themselves."""


@misconception(
    relu_leaves_its_input_alone,
    the_layer_is_a_linear_map,
    edits={"return np.maximum(Z, 0)": "Z[Z < 0] = 0; return Z"},
)
def rectifies_in_place():
    """Your relu changed Z itself; make a new array, because Z is needed again."""


@misconception(
    the_layer_is_a_linear_map,
    sometimes=[training_learns_two_rings],
    edits={"Z_curr += b_curr": "pass"},
)
def forgets_the_bias():
    """You left out b; a layer computes W A_prev + b."""


@misconception(
    the_layer_is_a_linear_map,
    sometimes=[
        every_layer_works_on_the_one_before,
        activations_come_from_the_architecture,
        examples_do_not_see_each_other,
        training_learns_two_rings,
    ],
    edits={"Z_curr += b_curr": "Z_curr += b_curr.sum()"},
)
def adds_all_biases_to_every_unit():
    """You added the sum of all biases to every unit; each unit has its own."""


@misconception(
    the_layer_is_a_linear_map,
    sometimes=[
        every_layer_works_on_the_one_before,
        activations_come_from_the_architecture,
        examples_do_not_see_each_other,
        training_learns_two_rings,
    ],
    edits={"np.dot(W_curr, A_prev)\n": "np.dot(np.abs(W_curr), A_prev)\n"},
)
def takes_weights_for_positive():
    """Your Z uses the sizes of the weights only; their signs matter: Z = W A_prev + b."""


@misconception(
    a_sigmoid_layer_applies_your_sigmoid,
    training_learns_two_rings,
    sometimes=[
        every_layer_works_on_the_one_before,
        examples_do_not_see_each_other,
        activations_come_from_the_architecture,
    ],
    edits={
        'self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr)': "self.relu(Z_curr)"
    },
)
def always_applies_relu():
    """You always apply relu; the argument activation says which function it is."""


@misconception(
    a_relu_layer_applies_your_relu,
    sometimes=[training_learns_two_rings],
    edits={
        'self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr)': "self.sigmoid(Z_curr)"
    },
)
def always_applies_the_sigmoid():
    """You always apply the sigmoid; the argument activation says which function it is."""


@misconception(
    the_layer_is_a_linear_map,
    a_relu_layer_applies_your_relu,
    a_sigmoid_layer_applies_your_sigmoid,
    training_repeats_your_own_steps,
    a_second_training_goes_on,
    training_learns_two_rings,
    edits={
        'return self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr), Z_curr': 'return Z_curr, self.relu(Z_curr) if activation == "relu" else self.sigmoid(Z_curr)'
    },
)
def returns_z_before_a():
    """You returned Z first; the order is A, then Z."""


@misconception(
    the_layer_is_a_linear_map,
    layer_forward_leaves_its_inputs_alone,
    examples_do_not_see_each_other,
    full_forward_leaves_everything_alone,
    training_repeats_your_own_steps,
    sometimes=[training_learns_two_rings],
    edits={"Z_curr = np.dot(W_curr, A_prev)": "W_curr *= 1.01; Z_curr = np.dot(W_curr, A_prev)"},
)
def rescales_the_weights_in_place():
    """You changed the weights during forward propagation; only update moves parameters."""


@misconception(
    every_layer_works_on_the_one_before,
    the_memory_holds_the_way,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.architecture[:-1], start=1)"},
)
def leaves_out_the_last_layer():
    """You stop one layer too early; the last layer gives the output."""


@misconception(
    every_layer_works_on_the_one_before,
    activations_come_from_the_architecture,
    sometimes=[examples_do_not_see_each_other, training_learns_two_rings],
    edits={', layer["activation"])': ")"},
)
def forgets_to_name_the_activation():
    """You do not hand on the activation, so the last layer is a ReLU; pass layer["activation"]."""


@misconception(
    the_memory_holds_the_way,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={'memory[f"A{number - 1}"] = A_curr': 'memory[f"A{number}"] = A_curr'},
)
def shifts_the_memory_by_one():
    """Your memory starts at A1; the input of layer 1 is A0."""


@misconception(
    every_layer_works_on_the_one_before,
    the_memory_holds_the_way,
    activations_come_from_the_architecture,
    training_repeats_your_own_steps,
    a_second_training_goes_on,
    training_learns_two_rings,
    edits={'A_curr, memory[f"Z{number}"] =': 'memory[f"Z{number}"], A_curr ='},
)
def passes_z_on_to_the_next_layer():
    """You hand Z on to the next layer; what goes on is A, the first value a layer returns."""


@misconception(
    every_layer_works_on_the_one_before,
    the_memory_holds_the_way,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
    full_forward_leaves_everything_alone,
    train_leaves_the_data_alone,
    edits={"A_curr, memory = X, {}": "X -= X.mean(axis=1, keepdims=True); A_curr, memory = X, {}"},
)
def centers_the_inputs_in_place():
    """You changed X itself with -=; the network works on the inputs as they are."""


@misconception(
    exactly_one_half_is_label_0,
    edits={"probs > 0.5": "probs >= 0.5"},
)
def takes_one_half_for_class_1():
    """You used >=; a probability of exactly 0.5 is label 0 here."""


@misconception(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={"probs > 0.5": "probs > 0"},
)
def compares_with_zero():
    """You compared with 0, but probabilities are always above 0; the threshold is 0.5."""


@misconception(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={"np.ravel(probs > 0.5).astype(int)": "np.ravel(probs)"},
)
def returns_probabilities():
    """You returned the probabilities; compare them with 0.5 to get labels."""


@misconception(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    edits={"np.ravel(probs > 0.5).astype(int)": "(probs > 0.5).astype(int)"},
)
def keeps_the_labels_in_a_row():
    """Your labels have shape (1, m); make them flat, (m,), with np.ravel."""


@misconception(
    converting_leaves_the_probabilities_alone,
    training_repeats_your_own_steps,
    training_learns_two_rings,
    edits={
        "return np.ravel(probs > 0.5).astype(int)": "probs[probs > 0.5] = 1; probs[probs <= 0.5] = 0; return probs.ravel()"
    },
)
def overwrites_the_probabilities():
    """You wrote the labels into the array of probabilities; make a new array."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    the_sigmoid_hands_back_twice_for_twice,
    training_learns_two_rings,
    edits={"dA * A * (1 - A)": "A * (1 - A)"},
)
def returns_the_slope_alone():
    """You returned the slope of the sigmoid; multiply it by dA."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    sometimes=[training_learns_two_rings],
    edits={"dA * A * (1 - A)": "dA * (1 - A)"},
)
def forgets_half_of_the_slope():
    """You multiplied by 1 - A; the slope of the sigmoid is A (1 - A)."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    sometimes=[
        training_repeats_your_own_steps,
        a_second_training_goes_on,
        train_returns_the_parameters_and_keeps_the_rate,
        training_learns_two_rings,
    ],
    edits={"A = self.sigmoid(Z)": "A = Z"},
)
def takes_z_for_its_sigmoid():
    """You used Z (1 - Z); the slope is A (1 - A) with A = sigmoid(Z)."""


@misconception(
    the_slope_of_the_sigmoid_is_multiplied_in,
    sometimes=[training_learns_two_rings],
    edits={"dA * A * (1 - A)": "dA * (1 - A**2)"},
)
def takes_the_slope_of_tanh():
    """You used 1 - A², the slope of tanh; that of the sigmoid is A (1 - A)."""


@misconception(
    sigmoid_backward_leaves_its_inputs_alone,
    layer_backward_leaves_its_inputs_alone,
    edits={"return dA * A * (1 - A)": "dA *= A * (1 - A); return dA"},
)
def multiplies_the_derivative_in_place():
    """Your sigmoid_backward changed dA with *=; make a new array."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    the_relu_hands_back_less_for_less,
    training_learns_two_rings,
    edits={"dA * (Z > 0)": "dA * (dA > 0)"},
)
def looks_at_the_sign_of_the_derivative():
    """You let dA pass where dA is positive; what decides is the sign of Z."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    the_relu_hands_back_less_for_less,
    training_learns_two_rings,
    edits={"dA * (Z > 0)": "np.where(Z > 0, 1.0, 0.0)"},
)
def returns_the_gate_alone():
    """You returned the slope of relu, 0 or 1; multiply it by dA."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    sometimes=[progress_is_printed_every_1000_epochs, training_learns_two_rings],
    edits={"dA * (Z > 0)": "dA * np.maximum(Z, 0)"},
)
def multiplies_by_relu_itself():
    """You multiplied dA by relu(Z); its slope is 1 where Z is positive, whatever the size of Z."""


@misconception(
    the_derivative_passes_where_the_unit_is_on,
    sometimes=[training_learns_two_rings],
    edits={"dA * (Z > 0)": "dA * (Z < 0)"},
)
def opens_the_gate_the_wrong_way():
    """You let dA pass where Z is negative; it passes where Z is positive."""


@misconception(
    relu_backward_leaves_its_inputs_alone,
    edits={"return dA * (Z > 0)": "dA[Z < 0] = 0; return dA"},
)
def closes_the_gate_in_place():
    """Your relu_backward changed dA itself; make a new array."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_batch_twice_changes_no_gradient,
    training_learns_two_rings,
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T)",
        "averaging_column(m)": "np.ones((m, 1))",
    },
)
def sums_the_gradients():
    """You summed the gradients over the examples; divide dW and db by m."""


@misconception(
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    the_batch_twice_changes_no_gradient,
    sometimes=[training_learns_two_rings],
    edits={"np.dot(W_curr.T, dZ_curr)": "np.dot(W_curr.T, dZ_curr) / m"},
)
def divides_the_way_back_by_m():
    """You divided dA_prev by m; it is about single examples, and only dW and db are means."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_batch_twice_changes_no_gradient,
    sometimes=[training_learns_two_rings],
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T) / A_prev.shape[0]",
        "averaging_column(m)": "np.full((m, 1), 1 / A_prev.shape[0])",
    },
)
def divides_by_the_units():
    """You divided by the number of rows of A_prev; m, the number of examples, is A_prev.shape[1]."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_batch_twice_changes_no_gradient,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    training_learns_two_rings,
    sometimes=[progress_is_printed_every_1000_epochs],
    edits={"np.dot(dZ_curr, averaging_column(m))": "dZ_curr.mean(axis=1)"},
)
def flattens_the_bias_gradients():
    """Your db has lost an axis; keep it a column, with keepdims=True."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    sometimes=[training_learns_two_rings],
    edits={"np.dot(dZ_curr, averaging_column(m))": "np.full((len(dZ_curr), 1), dZ_curr.sum() / m)"},
)
def adds_the_bias_gradients_of_all_units():
    """You summed db over the units too; sum along axis 1 only."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    sometimes=[training_learns_two_rings],
    edits={"dZ_curr = self.relu_backward(dA_curr, Z_curr)": "dZ_curr = dA_curr"},
)
def skips_the_slope_of_relu():
    """Behind a ReLU you took dA for dZ; call self.relu_backward(dA, Z)."""


@misconception(
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_sigmoid_gets_its_derivative,
    relu_is_the_layer_by_default,
    training_learns_two_rings,
    sometimes=[
        the_error_reaches_every_layer,
        backward_follows_the_named_activations,
        the_batch_twice_has_the_same_gradients,
        a_second_training_goes_on,
        the_last_layer_starts_from_the_cost,
    ],
    edits={'if activation == "relu":': "if True:"},
)
def always_goes_back_through_relu():
    """You always use relu_backward; the argument activation says which function it is."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    relu_is_the_layer_by_default,
    edits={'if activation == "relu":': "if False:"},
)
def always_goes_back_through_the_sigmoid():
    """You always use sigmoid_backward; the argument activation says which function it is."""


@misconception(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    the_batch_twice_changes_no_gradient,
    relu_is_the_layer_by_default,
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"return dA_prev, dW_curr, db_curr": "return dW_curr, db_curr, dA_prev"},
)
def returns_the_three_in_another_order():
    """You returned the three derivatives in another order; it is dA_prev, dW, db."""


@misconception(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    edits={"(Y_hat - Y) / (Y_hat * (1 - Y_hat))": "Y_hat - Y"},
)
def counts_the_sigmoid_twice():
    """You started from Y_hat - Y, the derivative at Z; the derivative at Y_hat is (Y_hat - Y) / (Y_hat (1 - Y_hat))."""


@misconception(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    training_learns_two_rings,
    edits={"(Y_hat - Y) / (": "(Y - Y_hat) / ("},
)
def climbs_instead_of_descending():
    """Your gradients have the wrong sign; the derivative of the cost has Y_hat - Y on top."""


@misconception(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    training_learns_two_rings,
    edits={"(Y_hat - Y) / (": "(Y_hat - Y) / Y.shape[1] / ("},
)
def divides_by_m_twice():
    """You divided by m at the start, and each layer divides again; count the mean once."""


@misconception(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    training_learns_two_rings,
    edits={"(Y_hat - Y) / (Y_hat * (1 - Y_hat))": "-Y / Y_hat"},
)
def learns_from_class_1_only():
    """Your start leaves out the examples of class 0, the term (1 - Y) / (1 - Y_hat)."""


@misconception(
    outputs_of_exactly_0_or_1_do_no_harm,
    edits={"np.clip(Y_hat, SMALLEST, 1 - SMALLEST)": "Y_hat"},
)
def divides_by_a_saturated_output():
    """An output of exactly 0 or 1 makes your start 0/0, which is nan; clip Y_hat first."""


@misconception(
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"range(len(self.architecture), 0, -1)": "range(len(self.architecture), 1, -1)"},
)
def stops_before_the_first_layer():
    """Your loop stops before layer 1; range(L, 0, -1) counts down to 1."""


@misconception(
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    edits={
        "    return grads_values": """    for name in self.params_values:
        self.params_values[name] = self.params_values[name] - 0.1 * grads_values["d" + name]
    return grads_values"""
    },
)
def steps_on_the_way_back():
    """You moved the parameters during backward propagation; return the gradients and leave the step to update."""


@misconception(
    histories_are_measured_before_every_tenth_update,
    edits={
        "        if epoch % 10 == 0:": "        self.update(self.full_backward_propagation(Y_hat, Y, memory))\n        Y_hat, _ = self.full_forward_propagation(X)\n        if epoch % 10 == 0:",
        "        self.update(self.full_backward_propagation(Y_hat, Y, memory))\n    return": "    return",
    },
)
def measures_after_the_update():
    """You measured after the update; the first entry belongs to the starting parameters."""


@misconception(
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    progress_is_printed_every_1000_epochs,
    edits={"if epoch % 10 == 0:": "if True:"},
)
def measures_in_every_epoch():
    """You measured in every epoch; the lists hold epochs 0, 10, 20 and so on."""


@misconception(
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    progress_is_printed_every_1000_epochs,
    edits={"if epoch % 10 == 0:": "if epoch % 10 == 9:"},
)
def measures_at_the_end_of_ten():
    """You measured in epochs 9, 19, …; the lists hold epochs 0, 10, 20 and so on."""


@misconception(
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    progress_is_printed_every_1000_epochs,
    edits={"progress(epochs)": "progress(epochs - 1)"},
)
def trains_one_epoch_too_few():
    """You trained one epoch less than asked for; range(n) counts from 0 to n - 1."""


@misconception(
    a_second_training_goes_on,
    edits={
        "self.cost_history, self.accuracy_history = [], []": "self.cost_history = getattr(self, 'cost_history', []); self.accuracy_history = getattr(self, 'accuracy_history', [])"
    },
)
def keeps_the_old_histories():
    """Your lists go on growing when train is called again; start new ones in every call."""


@misconception(
    training_repeats_your_own_steps,
    a_second_training_goes_on,
    training_learns_two_rings,
    edits={
        "self.update(self.full_backward_propagation(Y_hat, Y, memory))\n    return": "self.full_backward_propagation(Y_hat, Y, memory)\n    return"
    },
)
def forgets_to_update():
    """Your parameters never change: hand the gradients to self.update."""


@misconception(
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    training_learns_two_rings,
    edits={
        "    for epoch in progress(epochs):\n        Y_hat, memory = self.full_forward_propagation(X)": "    Y_hat, memory = self.full_forward_propagation(X)\n    for epoch in progress(epochs):"
    },
)
def goes_forward_only_once():
    """You go forward once, before the loop; every epoch needs the outputs of its own parameters."""


@misconception(
    train_returns_the_parameters_and_keeps_the_rate,
    edits={"return self.params_values": "return None"},
)
def returns_nothing_from_train():
    """Your train returns nothing; return self.params_values."""


@misconception(
    progress_is_printed_every_1000_epochs,
    edits={"if verbose and": "if not verbose and"},
)
def prints_when_it_should_not():
    """verbose decides what is printed: cost and accuracy of epochs 0, 1000, 2000, …, or nothing."""


# --- Overfitted answers: right for the numbers that the notebook shows ----------------------------


@overfitted(
    sigmoid_is_the_logistic_function,
    sigmoids_of_opposite_numbers_add_to_1,
    sigmoid_leaves_its_input_alone,
    a_sigmoid_layer_applies_your_sigmoid,
    every_layer_works_on_the_one_before,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
    the_slope_of_the_sigmoid_is_multiplied_in,
    the_sigmoid_hands_back_twice_for_twice,
    sigmoid_backward_leaves_its_inputs_alone,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_sigmoid_gets_its_derivative,
    layer_backward_leaves_its_inputs_alone,
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"return 1 / (1 + np.exp(-Z))": "return np.array([[0.5, 0.75], [0.25, 0.1]])"},
)
def returns_the_pencil_sigmoids():
    """You returned the numbers of the first check; compute the sigmoid of Z."""


@overfitted(
    relu_keeps_what_is_positive,
    relu_leaves_its_input_alone,
    a_relu_layer_applies_your_relu,
    every_layer_works_on_the_one_before,
    the_memory_holds_the_way,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
    full_forward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"np.maximum(Z, 0)": "np.array([[0.0, 2.0], [2.0, 0.0], [1.5, 0.0]])"},
)
def returns_the_pencil_relus():
    """You returned the numbers of the first check; compute the relu of Z."""


@overfitted(
    the_layer_is_a_linear_map,
    a_relu_layer_applies_your_relu,
    a_sigmoid_layer_applies_your_sigmoid,
    layer_forward_leaves_its_inputs_alone,
    every_layer_works_on_the_one_before,
    the_memory_holds_the_way,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
    full_forward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"Z_curr += b_curr": "Z_curr += b_curr @ np.ones((1, 160))"},
)
def spreads_the_bias_over_160_columns():
    """You spread b over 160 columns, the training points of this notebook; let NumPy broadcast it over any number."""


@overfitted(
    every_layer_works_on_the_one_before,
    the_memory_holds_the_way,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    sometimes=[full_forward_leaves_everything_alone],
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.NN_ARCHITECTURE, start=1)"},
)
def walks_through_the_default_architecture():
    """You loop over NN_ARCHITECTURE, the default; a network's own layers are self.architecture."""


@overfitted(
    every_layer_works_on_the_one_before,
    sometimes=[the_memory_holds_the_way, examples_do_not_see_each_other],
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.architecture[:5], start=1)"},
)
def stops_after_five_layers():
    """You go through five layers at most; the number of layers is len(self.architecture)."""


@overfitted(
    every_layer_works_on_the_one_before,
    sometimes=[
        the_memory_holds_the_way,
        examples_do_not_see_each_other,
        training_repeats_your_own_steps,
        histories_are_measured_before_every_tenth_update,
        a_second_training_goes_on,
        train_returns_the_parameters_and_keeps_the_rate,
        train_leaves_the_data_alone,
        training_learns_two_rings,
    ],
    edits={"enumerate(self.architecture, start=1)": "enumerate(self.architecture[:3], start=1)"},
)
def goes_forward_through_three_layers():
    """You go through three layers, as many as the pencil network has; their number is len(self.architecture)."""


@overfitted(
    activations_come_from_the_architecture,
    edits={
        ', layer["activation"])': ', "sigmoid" if number == len(self.architecture) else "relu")'
    },
)
def guesses_the_activations_forward():
    """You take every hidden layer for a ReLU; which activation it has stands in the architecture."""


@overfitted(
    every_layer_works_on_the_one_before,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"return A_curr, memory": "return np.array([[0.25, 0.75, 0.25, 0.1]]), memory"},
)
def returns_the_pencil_outputs():
    """You returned the outputs of the pencil network; compute them from X and the parameters."""


@overfitted(
    the_memory_holds_the_way,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"return A_curr, memory": "return A_curr, pencil_network()[4]"},
)
def returns_the_pencil_memory():
    """You returned the memory of the pencil network; keep the values that you meet on the way."""


@overfitted(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"np.ravel(probs > 0.5).astype(int)": "np.array([0, 1, 0, 0, 0])"},
)
def returns_the_pencil_labels():
    """You returned the labels of the first check; compare probs with 0.5."""


@overfitted(
    labels_are_the_likelier_class,
    exactly_one_half_is_label_0,
    converting_leaves_the_probabilities_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={
        "np.ravel(probs > 0.5).astype(int)": "np.array([int(probs[0, i] > 0.5) for i in range(40)])"
    },
)
def labels_40_points():
    """You label 40 points, the test points of this notebook; probs has a column for each."""


@overfitted(
    the_slope_of_the_sigmoid_is_multiplied_in,
    the_sigmoid_hands_back_twice_for_twice,
    sigmoid_backward_leaves_its_inputs_alone,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_sigmoid_gets_its_derivative,
    layer_backward_leaves_its_inputs_alone,
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"dA * A * (1 - A)": "np.array([[-0.75, 0.5, 0.09]])"},
)
def returns_the_pencil_derivatives_of_the_sigmoid():
    """You returned the dZ of the first check; compute it from dA and Z."""


@overfitted(
    the_derivative_passes_where_the_unit_is_on,
    the_relu_hands_back_less_for_less,
    relu_backward_leaves_its_inputs_alone,
    gradients_behind_relu_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    the_batch_twice_changes_no_gradient,
    relu_is_the_layer_by_default,
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"dA * (Z > 0)": "np.array([[0.0, 7.0, -2.0]])"},
)
def returns_the_pencil_derivatives_of_relu():
    """You returned the dZ of the first check; compute it from dA and Z."""


@overfitted(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_batch_twice_changes_no_gradient,
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T) / 160",
        "averaging_column(m)": "np.full((m, 1), 1 / 160)",
    },
)
def divides_by_the_notebooks_160():
    """You divided by 160, the number of training points here; m is A_prev.shape[1]."""


@overfitted(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_batch_twice_changes_no_gradient,
    training_learns_two_rings,
    edits={
        "np.dot(dZ_curr, A_prev.T) / m": "np.dot(dZ_curr, A_prev.T) / 4",
        "averaging_column(m)": "np.full((m, 1), 1 / 4)",
    },
)
def divides_by_the_four_pencil_examples():
    """You divided by 4, the examples of the pencil network; m is A_prev.shape[1]."""


@overfitted(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    the_batch_twice_changes_no_gradient,
    relu_is_the_layer_by_default,
    layer_backward_leaves_its_inputs_alone,
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"np.dot(dZ_curr, averaging_column(m))": "dZ_curr.mean(axis=1).reshape(25, 1)"},
)
def shapes_db_for_25_units():
    """Your db has 25 rows, the units of the first layer here; it needs one for each row of dZ."""


@overfitted(
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_layer_before_a_relu_gets_its_derivative,
    the_layer_before_a_sigmoid_gets_its_derivative,
    the_batch_twice_changes_no_gradient,
    relu_is_the_layer_by_default,
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={
        "return dA_prev, dW_curr, db_curr": "k = np.log(3)\n    return (\n        k * np.array([[-0.5, 0.25, -0.75, 0], [-0.25, 0.5, 0.75, 0], [0, -0.25, -0.75, 0]]),\n        k / 16 * np.array([[0, 1, -1], [-6, -1, -3]]),\n        k / 16 * np.array([[0], [-4]]),\n    )"
    },
)
def returns_the_pencil_layer():
    """You returned the derivatives of the pencil network; compute them from the arguments."""


@overfitted(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"range(len(self.architecture), 0, -1)": "range(5, 0, -1)"},
)
def goes_back_through_five_layers():
    """You go back through exactly five layers; the number of layers is len(self.architecture)."""


@overfitted(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    progress_is_printed_every_1000_epochs,
    sometimes=[
        training_repeats_your_own_steps,
        histories_are_measured_before_every_tenth_update,
        a_second_training_goes_on,
        train_returns_the_parameters_and_keeps_the_rate,
        train_leaves_the_data_alone,
        training_learns_two_rings,
    ],
    edits={"range(len(self.architecture), 0, -1)": "range(3, 0, -1)"},
)
def goes_back_through_three_layers():
    """You go back through three layers, as many as the pencil network has; their number is len(self.architecture)."""


@overfitted(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    training_learns_two_rings,
    sometimes=[full_backward_leaves_everything_alone, a_second_training_goes_on],
    edits={
        'self.architecture[number - 1]["activation"]': 'self.NN_ARCHITECTURE[number - 1]["activation"]'
    },
)
def goes_back_by_the_default_architecture():
    """You read the activations from NN_ARCHITECTURE, the default; a network's own are in self.architecture."""


@overfitted(
    backward_follows_the_named_activations,
    edits={
        'self.architecture[number - 1]["activation"]': '"sigmoid" if number == len(self.architecture) else "relu"'
    },
)
def guesses_the_activations_backward():
    """Going back you take every hidden layer for a ReLU; its activation stands in the architecture."""


@overfitted(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    full_backward_leaves_everything_alone,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={"Y_hat = np.clip(Y_hat": "memory = pencil_network()[4]\n    Y_hat = np.clip(Y_hat"},
)
def goes_back_with_the_pencil_memory():
    """You use the memory of the pencil network; use the argument memory."""


@overfitted(
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
    outputs_of_exactly_0_or_1_do_no_harm,
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    sometimes=[full_backward_leaves_everything_alone],
    edits={
        "    return grads_values": """    k = np.log(3)
    return {
        "dW3": np.array([[-0.0625, -0.25]]),
        "db3": np.array([[-0.1625]]),
        "dW2": k / 16 * np.array([[0, 1, -1], [-6, -1, -3]]),
        "db2": k / 16 * np.array([[0], [-4]]),
        "dW1": k / 16 * np.array([[-6, 3], [-1, 1], [0, -1]]),
        "db1": k / 16 * np.array([[-3], [1], [-1]]),
    }"""
    },
)
def returns_the_pencil_gradients():
    """You returned the gradients of the pencil network; compute them from the memory."""


@overfitted(
    training_repeats_your_own_steps,
    train_returns_the_parameters_and_keeps_the_rate,
    edits={"self.learning_rate = learning_rate": "self.learning_rate = 0.1"},
)
def ignores_the_learning_rate():
    """You always train with 0.1; set self.learning_rate to the argument."""


@overfitted(
    training_repeats_your_own_steps,
    edits={
        "self.update(self.full_backward_propagation(Y_hat, Y, memory))\n    return": 'grads_values = self.full_backward_propagation(Y_hat, Y, memory)\n        for name in self.params_values:\n            self.params_values[name] = self.params_values[name] - 0.1 * grads_values["d" + name]\n    return'
    },
)
def steps_by_a_tenth():
    """You always step by 0.1; update knows the rate in self.learning_rate."""


@overfitted(
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    train_leaves_the_data_alone,
    progress_is_printed_every_1000_epochs,
    sometimes=[training_learns_two_rings],
    edits={"progress(epochs)": "progress(11)"},
)
def trains_for_11_epochs():
    """You always train for 11 epochs, as in the first check; use the argument epochs."""


@overfitted(
    training_repeats_your_own_steps,
    a_second_training_goes_on,
    train_leaves_the_data_alone,
    sometimes=[training_learns_two_rings],
    edits={
        "self.learning_rate = learning_rate": "self.learning_rate = learning_rate; NumpyNeuralNetwork.__init__(self, architecture=self.architecture)"
    },
)
def starts_anew_in_every_call():
    """You draw the parameters of seed 99 at the start of train; go on from the present ones."""


@overfitted(
    training_repeats_your_own_steps,
    histories_are_measured_before_every_tenth_update,
    progress_is_printed_every_1000_epochs,
    training_learns_two_rings,
    edits={
        "self.learning_rate = learning_rate": "X, Y = pencil_network()[:2]\n    self.learning_rate = learning_rate"
    },
)
def trains_on_the_pencil_data():
    """You train on the examples of the pencil network; use the arguments X and Y."""


@overfitted(
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    progress_is_printed_every_1000_epochs,
    edits={"if epoch % 10 == 0:": "if epoch in (0, 10):"},
)
def measures_in_epochs_0_and_10_only():
    """You measured in epochs 0 and 10 only, those of the first check; go on with 20, 30 and so on."""


@overfitted(
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    progress_is_printed_every_1000_epochs,
    edits={
        "self.cost_history, self.accuracy_history = [], []": "self.cost_history, self.accuracy_history = np.zeros(1000), np.zeros(1000)",
        "self.cost_history.append(self.get_cost_value(Y_hat, Y))": "self.cost_history[epoch // 10] = self.get_cost_value(Y_hat, Y)",
        "self.accuracy_history.append(self.get_accuracy_value(Y_hat, Y))": "self.accuracy_history[epoch // 10] = self.get_accuracy_value(Y_hat, Y)",
    },
)
def keeps_room_for_1000_measurements():
    """Your lists always hold 1000 numbers, as after 10,000 epochs; they hold one for every tenth epoch."""


@overfitted(
    histories_are_measured_before_every_tenth_update,
    edits={
        "self.cost_history.append(self.get_cost_value(Y_hat, Y))": "self.cost_history.append(0.6931)"
    },
)
def records_the_cost_of_the_plateau():
    """You recorded ln 2, the cost at the start on circles and moons; append what get_cost_value gives."""


@overfitted(
    histories_are_measured_before_every_tenth_update,
    edits={
        "self.accuracy_history.append(self.get_accuracy_value(Y_hat, Y))": "self.accuracy_history.append(0.925)"
    },
)
def records_the_published_accuracy():
    """You recorded the accuracy that the text tells; append what get_accuracy_value gives."""


@overfitted(
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    progress_is_printed_every_1000_epochs,
    edits={
        "    return self.params_values": "    self.cost_history, self.accuracy_history = [0.5168, 0.1509], [0.75, 1.0]\n    return self.params_values"
    },
)
def returns_the_pencil_histories():
    """Your histories are those of the pencil network; measure your own cost and accuracy."""


# --- Alternatives: right answers in other styles, all worth full points ---------------------------


@alternative()
def loops_over_examples():
    import math

    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        A = np.empty(np.shape(Z))
        for at in np.ndindex(A.shape):
            A[at] = 1 / (1 + math.exp(-Z[at]))
        return A

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        return np.array([[max(0.0, z) for z in row] for row in Z]).reshape(np.shape(Z))

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        columns = [W_curr @ A_prev[:, [i]] + b_curr for i in range(A_prev.shape[1])]
        Z_curr = np.hstack(columns)
        activated = [getattr(self, activation)(column) for column in columns]
        return np.hstack(activated), Z_curr

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        labels = []
        for i in range(probs.shape[1]):
            labels.append(1 if probs[0, i] > 0.5 else 0)
        return np.array(labels)

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        dZ = np.zeros(np.shape(Z))
        for at in np.ndindex(dZ.shape):
            if Z[at] > 0:
                dZ[at] = dA[at]
        return dZ

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        m = A_prev.shape[1]
        dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W_curr.shape), np.zeros(b_curr.shape)
        backward = {"relu": self.relu_backward, "sigmoid": self.sigmoid_backward}[activation]
        for i in range(m):
            dz = backward(dA_curr[:, [i]], Z_curr[:, [i]])
            dW += dz @ A_prev[:, [i]].T / m
            db += dz / m
            dA_prev[:, [i]] = W_curr.T @ dz
        return dA_prev, dW, db


@alternative(
    "sigmoid",
    "relu",
    "single_layer_forward_propagation",
    "full_forward_propagation",
    "convert_prob_into_class",
    "sigmoid_backward",
    "relu_backward",
    "single_layer_backward_propagation",
    "full_backward_propagation",
    "train",
)
def writes_the_class_in_one_piece():
    class NumpyNeuralNetwork:
        """A class of one's own, with the whole network in it."""

        NN_ARCHITECTURE = (
            {"input_dim": 2, "output_dim": 25, "activation": "relu"},
            {"input_dim": 25, "output_dim": 50, "activation": "relu"},
            {"input_dim": 50, "output_dim": 50, "activation": "relu"},
            {"input_dim": 50, "output_dim": 25, "activation": "relu"},
            {"input_dim": 25, "output_dim": 1, "activation": "sigmoid"},
        )

        def __init__(self, seed=99, architecture=None):
            self.layers = architecture or self.NN_ARCHITECTURE
            np.random.seed(seed)
            self.params_values = {}
            for i, layer in enumerate(self.layers):
                shape = (layer["output_dim"], layer["input_dim"])
                self.params_values["W" + str(i + 1)] = np.random.randn(*shape) * 0.1
                self.params_values["b" + str(i + 1)] = np.random.randn(shape[0], 1) * 0.1

        def get_params_values(self):
            return self.params_values

        @staticmethod
        def sigmoid(Z):
            return 1.0 / (1.0 + np.exp(-Z))

        def sigmoid_backward(self, dA, Z):
            sig = self.sigmoid(Z)
            return dA * sig * (1 - sig)

        @staticmethod
        def relu(Z):
            return np.maximum(0, Z)

        def relu_backward(self, dA, Z):
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
            return dZ

        def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
            Z_curr = np.dot(W_curr, A_prev) + b_curr
            if activation == "relu":
                activation_func = self.relu
            elif activation == "sigmoid":
                activation_func = self.sigmoid
            else:
                raise NotImplementedError("Non-supported activation function")
            return activation_func(Z_curr), Z_curr

        def full_forward_propagation(self, X):
            memory = {}
            A_curr = X
            for idx, layer in enumerate(self.layers):
                A_prev = A_curr
                W_curr = self.params_values["W" + str(idx + 1)]
                b_curr = self.params_values["b" + str(idx + 1)]
                A_curr, Z_curr = self.single_layer_forward_propagation(
                    A_prev, W_curr, b_curr, layer["activation"]
                )
                memory["A" + str(idx)] = A_prev
                memory["Z" + str(idx + 1)] = Z_curr
            memory["A" + str(len(self.layers))] = A_curr
            return A_curr, memory

        def get_cost_value(self, Y_hat, Y):
            m = Y_hat.shape[1]
            cost = -1 / m * (np.dot(Y, np.log(Y_hat).T) + np.dot(1 - Y, np.log(1 - Y_hat).T))
            return np.squeeze(cost)

        def convert_prob_into_class(self, probs):
            probs_ = np.copy(probs)
            probs_[probs_ > 0.5] = 1
            probs_[probs_ <= 0.5] = 0
            return probs_.flatten()

        def get_accuracy_value(self, Y_hat, Y):
            return (self.convert_prob_into_class(Y_hat) == Y).all(axis=0).mean()

        def single_layer_backward_propagation(
            self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
        ):
            m = A_prev.shape[1]
            backward = self.relu_backward if activation == "relu" else self.sigmoid_backward
            dZ_curr = backward(dA_curr, Z_curr)
            dW_curr = np.dot(dZ_curr, A_prev.T) / m
            db_curr = np.sum(dZ_curr, axis=1, keepdims=True) / m
            return np.dot(W_curr.T, dZ_curr), dW_curr, db_curr

        def full_backward_propagation(self, Y_hat, Y, memory):
            grads_values = {}
            Y = Y.reshape(Y_hat.shape)
            eps = 1e-12
            Y_hat = np.minimum(np.maximum(Y_hat, eps), 1 - eps)
            dA_prev = -(np.divide(Y, Y_hat) - np.divide(1 - Y, 1 - Y_hat))
            for idx, layer in reversed(list(enumerate(self.layers))):
                n = str(idx + 1)
                dA_curr = dA_prev
                dA_prev, grads_values["dW" + n], grads_values["db" + n] = (
                    self.single_layer_backward_propagation(
                        dA_curr,
                        self.params_values["W" + n],
                        self.params_values["b" + n],
                        memory["Z" + n],
                        memory["A" + str(idx)],
                        layer["activation"],
                    )
                )
            return grads_values

        def update(self, grads_values):
            for idx in range(1, len(self.layers) + 1):
                for name in ("W" + str(idx), "b" + str(idx)):
                    self.params_values[name] -= self.learning_rate * grads_values["d" + name]
            return self.params_values

        def train(self, X, Y, epochs, learning_rate, verbose=False):
            self.cost_history = []
            self.accuracy_history = []
            self.learning_rate = learning_rate
            for i in range(epochs):
                Y_hat, cache = self.full_forward_propagation(X)
                if i % 10 == 0:
                    self.cost_history.append(self.get_cost_value(Y_hat, Y))
                    self.accuracy_history.append(self.get_accuracy_value(Y_hat, Y))
                grads_values = self.full_backward_propagation(Y_hat, Y, cache)
                self.params_values = self.update(grads_values)
                if verbose and i % 1000 == 0:
                    print(f"Iteration {i:05}", self.cost_history[-1], self.accuracy_history[-1])
            return self.params_values

        def predict(self, X):
            return self.convert_prob_into_class(self.full_forward_propagation(np.transpose(X))[0])

        def fit(self, X, y):
            self.train(np.transpose(X), y.reshape((1, y.shape[0])), 10000, 0.1)

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        """A stub that was left further down."""
        # YOUR CODE HERE
        raise NotImplementedError()

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        """A stub that was left further down."""
        # YOUR CODE HERE
        raise NotImplementedError()


@alternative()
def never_divides():
    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory):
        grads_values = {}
        m, dZ = Y.shape[1], Y_hat - Y
        number = len(self.architecture)
        while number > 0:
            A_prev = memory[f"A{number - 1}"]
            grads_values[f"dW{number}"] = dZ @ A_prev.T / m
            grads_values[f"db{number}"] = dZ.mean(axis=1, keepdims=True)
            if number > 1:
                dA = self.params_values[f"W{number}"].T @ dZ
                if self.architecture[number - 2]["activation"] == "relu":
                    dZ = np.where(A_prev > 0, dA, 0)
                else:
                    dZ = dA * A_prev * (1 - A_prev)
            number -= 1
        return grads_values


@alternative()
def masks_copies():
    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        A = Z.copy()
        A[A < 0] = 0
        return A

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        dZ = dA.copy()
        dZ[Z < 0] = 0
        return dZ

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        labels = probs.copy()
        labels[probs > 0.5] = 1
        labels[probs <= 0.5] = 0
        return labels.flatten()

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        dZ = dA.copy()
        dZ *= self.sigmoid(Z)
        dZ *= 1 - self.sigmoid(Z)
        return dZ


@alternative()
def speaks_einsum():
    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        return np.exp(Z) / (1 + np.exp(Z))

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        return (np.abs(Z) + Z) / 2

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        Z_curr = np.einsum("np,pm->nm", W_curr, A_prev) + b_curr
        return [{"relu": self.relu, "sigmoid": self.sigmoid}[activation](Z_curr), Z_curr]

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        return dA / (np.exp(Z / 2) + np.exp(-Z / 2)) ** 2

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        return dA * np.heaviside(Z, 0.5)

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        backward = self.relu_backward if activation == "relu" else self.sigmoid_backward
        dZ, m = backward(dA_curr, Z_curr), len(A_prev.T)
        return [
            np.einsum("np,nm->pm", W_curr, dZ),
            np.einsum("nm,pm->np", dZ, A_prev) / m,
            np.einsum("nm->n", dZ)[:, None] / m,
        ]


@alternative()
def returns_lists_and_booleans():
    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        return [bool(p > 0.5) for p in np.ravel(probs)]

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        Z = W_curr @ A_prev + b_curr
        return [self.sigmoid(Z) if activation == "sigmoid" else self.relu(Z), Z]

    @method(NumpyNeuralNetwork)
    def full_forward_propagation(self, X):
        memory = {"A0": X, "X": X, "layers": len(self.architecture)}
        for i, layer in enumerate(self.architecture):
            W, b = self.params_values["W%d" % (i + 1)], self.params_values["b%d" % (i + 1)]
            A, Z = self.single_layer_forward_propagation(
                memory["A%d" % i], W, b, layer["activation"]
            )
            memory["A%d" % (i + 1)], memory["Z%d" % (i + 1)] = A, Z
        return [A, memory]

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False, every=10):
        self.learning_rate = np.float64(learning_rate)
        costs, accuracies = np.empty(0), []
        epoch = 0
        while epoch < epochs:
            Y_hat, memory = self.full_forward_propagation(X)
            grads_values = self.full_backward_propagation(Y_hat, Y, memory)
            if not epoch % every:
                costs = np.append(costs, self.get_cost_value(Y_hat, Y))
                accuracies += [np.array([[self.get_accuracy_value(Y_hat, Y)]])]
            if verbose and not epoch % 1000:
                print("cost", np.round(costs[-1], 4), "accuracy", np.round(accuracies[-1], 2))
            self.params_values = dict(self.update(grads_values))
            epoch += 1
        self.cost_history, self.accuracy_history = costs, tuple(accuracies)
        return self.get_params_values()


@alternative()
def multiplies_matrices_of_np_matrix():
    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(self, A_prev, W_curr, b_curr, activation="relu"):
        Z = np.matrix(W_curr) * np.matrix(A_prev) + b_curr
        return (self.relu(Z) if activation == "relu" else self.sigmoid(Z)), Z

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        A = np.asarray(self.sigmoid(Z))
        return np.multiply(dA, np.multiply(A, 1 - A))

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        return np.multiply(dA, Z > 0)

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        m = A_prev.shape[1]
        backward = self.relu_backward if activation == "relu" else self.sigmoid_backward
        dZ = np.matrix(backward(dA_curr, Z_curr))
        return np.matrix(W_curr).T * dZ, dZ * np.matrix(A_prev).T / m, dZ.sum(axis=1) / m

    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory):
        Y_hat = np.clip(np.asarray(Y_hat), 1e-15, 1 - 1e-15)
        dA = np.divide(1 - Y, 1 - Y_hat) - np.divide(Y, Y_hat)
        grads = {}
        for number in reversed(range(1, len(self.architecture) + 1)):
            W, b = self.params_values["W" + str(number)], self.params_values["b" + str(number)]
            Z, A_prev = memory["Z" + str(number)], memory["A" + str(number - 1)]
            activation = self.architecture[number - 1]["activation"]
            dA, dW, db = self.single_layer_backward_propagation(dA, W, b, Z, A_prev, activation)
            grads.update({"dW" + str(number): dW, "db" + str(number): db})
        return grads


@alternative()
def prints_and_warns():
    import warnings

    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        print("sigmoid of", np.shape(Z))
        warnings.warn("this is only a warning")
        np.log(np.zeros(1))  # a RuntimeWarning on stderr
        return np.where(Z >= 0, 1 / (1 + np.exp(-Z)), np.exp(Z) / (1 + np.exp(Z)))

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        print("training")
        self.learning_rate, self.cost_history, self.accuracy_history = learning_rate, [], []
        for epoch in range(epochs):
            Y_hat, memory = self.full_forward_propagation(X)
            print("epoch", epoch, "of", epochs)
            if verbose and epoch % 1000 == 0:
                cost, accuracy = self.get_cost_value(Y_hat, Y), self.get_accuracy_value(Y_hat, Y)
                print(f"epoch {epoch}: loss={cost:.3e}, {accuracy:.0%} right", flush=True)
            if epoch % 10 == 0:
                self.cost_history += [self.get_cost_value(Y_hat, Y)]
                self.accuracy_history += [self.get_accuracy_value(Y_hat, Y)]
            self.params_values = self.update(self.full_backward_propagation(Y_hat, Y, memory))
        return self.params_values


@alternative()
def uses_helpers_globals_and_type_hints():
    THRESHOLD = 0.5
    TINY = 1e-12

    def logistic(z: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-z))

    class Layer:
        def __init__(self, W, b, function):
            self.W, self.b, self.function = W, b, function

        def __call__(self, A):
            Z = self.W @ A + self.b
            return self.function(Z), Z

    FUNCTIONS = {"relu": lambda z: z * (z > 0), "sigmoid": logistic}
    SLOPES = {"relu": lambda z: 1.0 * (z > 0), "sigmoid": lambda z: logistic(z) * logistic(-z)}

    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z: np.ndarray) -> np.ndarray:
        return FUNCTIONS["sigmoid"](Z)

    @method(NumpyNeuralNetwork)
    def relu(self, Z: np.ndarray) -> np.ndarray:
        return FUNCTIONS["relu"](Z)

    @method(NumpyNeuralNetwork)
    def single_layer_forward_propagation(
        self, A_prev: np.ndarray, W_curr, b_curr, activation: str = "relu"
    ) -> tuple[np.ndarray, np.ndarray]:
        return Layer(W_curr, b_curr, FUNCTIONS[activation])(A_prev)

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs: np.ndarray, threshold: float = THRESHOLD):
        return (probs > threshold).astype(float).squeeze(axis=0)

    @method(NumpyNeuralNetwork)
    def sigmoid_backward(self, dA, Z):
        return dA * SLOPES["sigmoid"](Z)

    @method(NumpyNeuralNetwork)
    def relu_backward(self, dA, Z):
        return dA * SLOPES["relu"](Z)

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation: str = "relu"
    ):
        m = Z_curr.shape[1]
        dZ = dA_curr * SLOPES[activation](Z_curr)
        ones = np.ones((m, 1))
        return W_curr.T @ dZ, (dZ / m) @ A_prev.T, (dZ / m) @ ones

    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory) -> dict:
        dA = -(Y / (Y_hat + TINY) - (1 - Y) / (1 - Y_hat + TINY))
        grads = {}
        for i in range(len(self.architecture))[::-1]:
            W, b = self.params_values[f"W{i + 1}"], self.params_values[f"b{i + 1}"]
            kind = self.architecture[i]["activation"]
            back = self.single_layer_backward_propagation(
                dA, W, b, memory[f"Z{i + 1}"], memory[f"A{i}"], activation=kind
            )
            dA, grads[f"dW{i + 1}"], grads[f"db{i + 1}"] = back
        return grads


@alternative()
def goes_forward_and_steps_by_itself():
    @method(NumpyNeuralNetwork)
    def full_forward_propagation(self, X):
        memory, values = {}, [X]
        for number, layer in zip(range(1, 1 + len(self.architecture)), self.architecture):
            Z = self.params_values[f"W{number}"] @ values[-1] + self.params_values[f"b{number}"]
            memory.update({f"A{number - 1}": values[-1].copy(), f"Z{number}": Z})
            values.append(Z * (Z > 0) if layer["activation"] == "relu" else 1 / (1 + np.exp(-Z)))
        return values[-1], memory

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        self.learning_rate = learning_rate
        measured = []
        for epoch in range(epochs):
            Y_hat, memory = self.full_forward_propagation(X)
            if epoch in range(0, epochs, 10):
                cost = -np.mean(np.log(np.where(Y == 1, Y_hat, 1 - Y_hat)))
                measured.append((cost, np.mean((Y_hat > 0.5) == Y)))
                if verbose and epoch % 1000 == 0:
                    print(
                        "epoch %d, cost %.2f, accuracy %.1f %%"
                        % (epoch, cost, 100 * measured[-1][1])
                    )
            grads = self.full_backward_propagation(Y_hat, Y, memory)
            for name in self.params_values:
                self.params_values[name] -= learning_rate * grads["d" + name]
        self.cost_history = [cost for cost, _ in measured]
        self.accuracy_history = [accuracy for _, accuracy in measured]
        return self.params_values


@alternative("sigmoid", "relu", "sigmoid_backward", "relu_backward")
def attaches_methods_by_hand():
    NumpyNeuralNetwork.sigmoid = lambda self, Z: np.reciprocal(1 + np.exp(-Z))
    NumpyNeuralNetwork.relu = lambda self, Z: Z.clip(min=0)

    class NumpyNeuralNetwork(NumpyNeuralNetwork):
        def sigmoid_backward(self, dA, Z):
            return dA * self.sigmoid(Z) * self.sigmoid(-Z)

        def relu_backward(self, dA, Z):
            return np.where(np.sign(Z) > 0, dA, 0.0)


@alternative()
def walks_the_layers_by_recursion():
    def ahead(network, A, number, memory):
        if number > len(network.architecture):
            return A
        memory["A" + str(number - 1)] = A
        W, b = network.params_values["W" + str(number)], network.params_values["b" + str(number)]
        kind = network.architecture[number - 1]["activation"]
        A, memory["Z" + str(number)] = network.single_layer_forward_propagation(A, W, b, kind)
        return ahead(network, A, number + 1, memory)

    def back(network, dA, number, memory, grads):
        if number == 0:
            return grads
        Z, A_prev = memory[f"Z{number}"], memory[f"A{number - 1}"]
        dA_prev, grads[f"dW{number}"], grads[f"db{number}"] = (
            network.single_layer_backward_propagation(
                dA_curr=dA,
                W_curr=network.params_values[f"W{number}"],
                b_curr=network.params_values[f"b{number}"],
                Z_curr=Z,
                A_prev=A_prev,
                activation=network.architecture[number - 1]["activation"],
            )
        )
        grads[f"dA{number - 1}"] = dA_prev
        return back(network, dA_prev, number - 1, memory, grads)

    @method(NumpyNeuralNetwork)
    def full_forward_propagation(self, X):
        memory = {}
        return ahead(self, X, 1, memory), memory

    @method(NumpyNeuralNetwork)
    def full_backward_propagation(self, Y_hat, Y, memory):
        p = np.where(Y == 1, Y_hat, 1 - Y_hat).clip(1e-15)  # of the true class
        return back(self, np.where(Y == 1, -1, 1) / p, len(self.architecture), memory, {})


@alternative()
def adds_outer_products():
    @method(NumpyNeuralNetwork)
    def sigmoid(self, Z):
        return 0.5 * (1 + np.tanh(0.5 * Z))

    @method(NumpyNeuralNetwork)
    def relu(self, Z):
        return np.piecewise(Z, [Z > 0], [lambda z: z, 0])

    @method(NumpyNeuralNetwork)
    def convert_prob_into_class(self, probs):
        return np.rint(np.nextafter(probs, 0))[0]

    @method(NumpyNeuralNetwork)
    def single_layer_backward_propagation(
        self, dA_curr, W_curr, b_curr, Z_curr, A_prev, activation="relu"
    ):
        dZ = getattr(self, activation + "_backward")(dA_curr, Z_curr)
        dW = np.mean([np.outer(dz, a) for dz, a in zip(dZ.T, A_prev.T)], axis=0)
        return np.transpose(dZ.T @ W_curr), dW, np.average(dZ, axis=1).reshape(-1, 1)

    @method(NumpyNeuralNetwork)
    def train(self, X, Y, epochs, learning_rate, verbose=False):
        def one_epoch(epoch):
            Y_hat, memory = self.full_forward_propagation(X)
            measured = self.get_cost_value(Y_hat, Y), self.get_accuracy_value(Y_hat, Y)
            if verbose and epoch % 1000 == 0:
                print(epoch, *measured, sep="\t")
            self.update(self.full_backward_propagation(Y_hat, Y, memory))
            return measured

        self.learning_rate = learning_rate
        measured = np.array([one_epoch(epoch) for epoch in range(epochs)]).reshape(-1, 2)
        self.cost_history, self.accuracy_history = measured[::10].T
        return self.params_values
