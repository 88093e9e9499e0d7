"""What the answers to assignment 3 must do: a ReLU network of any depth as a class, examples in
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
    expect_labels,
    expect_number,
    expect_shape,
    expect_unchanged,
    expect_values,
    same,
)
from autograder_tests.shared import labels, printed_numbers, shows, slopes

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
            return architecture, parameters, X, labels(rng, 1, m)


def instance(student, architecture, parameters):
    """A network of the student's class with these parameters."""
    made = student.new("NumpyNeuralNetwork", seed=5, architecture=architecture)
    made.set("params_values", parameters)
    return made


def any_network(student):
    """A network for the methods that use no parameters."""
    return student.new("NumpyNeuralNetwork")


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


def expect_output(student, made, name):
    """Fail unless the output is right, or what the student's own single layers make of X."""
    architecture, parameters, X, _ = made
    net = instance(student, architecture, parameters)
    Y_hat = full_forward(net, X)[0]
    mine = own(lambda: {"Y_hat": own_forward(net, architecture, parameters, X)[0]})
    right = forward(architecture, parameters, X)[0]
    expect_right_or_own(Y_hat, right, mine.get("Y_hat"), name)


@check("test_full_forward_propagation", weight=4)
def every_layer_works_on_the_one_before(student, reference, rng):
    """The output is that of the last layer, for other numbers of layers and other widths."""
    for depth in (2, 6):
        expect_output(student, network(rng, depth), f"the output of {depth} layers")


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
    made = network(rng, 3, activations)
    expect_output(student, made, f"the output behind {', '.join(activations)}")


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


def shows_share(number, share):
    """Is a printed number this share of the examples, as a fraction or in percent?"""
    value, digit = number
    is_fraction = value == share or abs(value - share) <= digit < 1
    return is_fraction or abs(value - 100 * share) <= digit


@check("test_train", weight=1)
def progress_is_printed_every_1000_epochs(student, reference, rng):
    """With verbose=True cost and accuracy of epochs 0, 1000, … are printed,
    otherwise no cost is."""
    # Half of the examples are of the class that the starting network finds less likely, so cost and
    # accuracy change; few examples and units, for a thousand epochs that loop over them.
    architecture, parameters, X, _ = network(rng, 2)
    X = X[:, :8]
    Y_hat = forward(architecture, parameters, X)[0]
    Y = (Y_hat < np.median(Y_hat)).astype(int)
    net = instance(student, architecture, parameters)
    printed = printed_numbers(
        net.call("train", X, Y, 1001, 0.02, verbose=True).printed, integers=True
    )
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
    printed = printed_numbers(quiet.call("train", X, Y, 2, 0.02).printed, integers=True)
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


# --- Checks that fall together --------------------------------------------------------------------

# The output of a whole network, and the labels of probabilities.
FULL_FORWARD = (
    every_layer_works_on_the_one_before,
    activations_come_from_the_architecture,
    examples_do_not_see_each_other,
)
PREDICTION = (labels_are_the_likelier_class, exactly_one_half_is_label_0)

# The gradients of one layer, and those of a whole network: each claim is about the mean loss.
LAYER_BACKWARD = (
    gradients_behind_relu_are_slopes_of_the_mean,
    gradients_behind_the_sigmoid_are_slopes_of_the_mean,
    the_batch_twice_changes_no_gradient,
)
FULL_BACKWARD = (
    the_last_layer_starts_from_the_cost,
    the_error_reaches_every_layer,
    backward_follows_the_named_activations,
    the_batch_twice_has_the_same_gradients,
)

# Where the steps lead, what the two histories hold, and all that is asked of train: it calls every
# method before it.
STEPS = (training_repeats_your_own_steps, a_second_training_goes_on, training_learns_two_rings)
HISTORIES = (
    histories_are_measured_before_every_tenth_update,
    a_second_training_goes_on,
    progress_is_printed_every_1000_epochs,
)
TRAINING = (
    *STEPS,
    *HISTORIES,
    train_returns_the_parameters_and_keeps_the_rate,
    train_leaves_the_data_alone,
)
