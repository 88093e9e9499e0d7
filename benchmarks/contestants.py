"""The same gradient descent as the seeds write it, in scikit-learn and in PyTorch.

A seed is one of the four course texts that the assignments follow; our own solutions stand there
and nowhere else. Where a seed gives code, its loop is written here with the same operations in the
same order, and where it leaves a stub, with its formulas one by one. Most of the functions and
dictionaries around them are left out, in the seed's favor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from sklearn.neural_network import MLPClassifier

from autograder.inside.quiet import quiet
from autograder.source import load

Layers = list[tuple[np.ndarray, np.ndarray]]  # W of shape (n_in, n_out) and b of shape (n_out,)


@dataclass(frozen=True)
class Problem:
    """What all contestants are given: examples, starting parameters and settings.

    X has shape (m, n_x), y has shape (m,), integer labels from 0. The hidden layers use
    `activation`, "tanh" or "relu". One output has a sigmoid, several share a softmax. The cost is
    the mean cross-entropy plus decay / 2 times the sum of the squared weights.
    """

    X: np.ndarray
    y: np.ndarray
    start: Layers
    activation: str
    rate: float
    decay: float = 0.0


def transposed(layers: Layers) -> Layers:
    """Copies of the parameters as examples in columns need them: (n_out, n_in) and (n_out, 1)."""
    return [(W.T.copy(), b.reshape(-1, 1).copy()) for W, b in layers]


def named(layers: Layers) -> dict[str, np.ndarray]:
    """The same by name: "W1", "b1", "W2", …"""
    pairs = enumerate(transposed(layers), start=1)
    return {name: each for i, (W, b) in pairs for name, each in ((f"W{i}", W), (f"b{i}", b))}


def layers(parameters: dict[str, np.ndarray]) -> Layers:
    """The layers behind such names, in the arrays that examples in rows need."""
    numbers = range(1, len(parameters) // 2 + 1)
    return [(parameters[f"W{i}"].T, parameters[f"b{i}"].ravel()) for i in numbers]


# --- The seeds' loops -----------------------------------------------------------------------------


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cost_of(Y_hat, Y):
    """The mean cross-entropy of seeds 000 and 001, examples in columns."""
    logarithms = np.dot(Y, np.log(Y_hat).T) + np.dot(1 - Y, np.log(1 - Y_hat).T)
    return float(np.squeeze(-logarithms / Y.shape[1]))


def seed_tanh_network(problem: Problem, iterations: int) -> Layers:
    """Seed 001: computes the cost in every iteration, and divides each gradient by m.

    As there, what one step hands to the next lies in dictionaries.
    """
    X, Y = problem.X.T, problem.y.reshape(1, -1)
    m = X.shape[1]

    def forward(parameters):
        A1 = np.tanh(np.dot(parameters["W1"], X) + parameters["b1"])
        A2 = sigmoid(np.dot(parameters["W2"], A1) + parameters["b2"])
        return {"A1": A1, "A2": A2}

    def backward(parameters, cache):
        A1, A2 = cache["A1"], cache["A2"]
        dZ2 = A2 - Y
        dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(A1, 2))
        return {
            "dW1": (1 / m) * np.dot(dZ1, X.T),
            "db1": (1 / m) * np.sum(dZ1, axis=1, keepdims=True),
            "dW2": (1 / m) * np.dot(dZ2, A1.T),
            "db2": (1 / m) * np.sum(dZ2, axis=1, keepdims=True),
        }

    parameters = named(problem.start)
    for _ in range(iterations):
        cache = forward(parameters)
        cost_of(cache["A2"], Y)
        gradients = backward(parameters, cache)
        parameters = {
            name: value - problem.rate * gradients["d" + name] for name, value in parameters.items()
        }
    return layers(parameters)


def logistic(z, deriv=False):
    return logistic(z) * (1 - logistic(z)) if deriv else sigmoid(z)


def tanh(z, deriv=False):
    return 1 - tanh(z) ** 2 if deriv else np.tanh(z)


def cross_entropy(p, y, deriv=False):
    """Seed 002's cost with its derivative mended: p - y, chained with that of the logistic
    function, would not be the derivative of the cost."""
    if deriv:
        return (p - y) / (p * (1 - p)) / len(y)
    return np.sum(-y * np.log(p) - (1 - y) * np.log(1 - p)) / len(y)


def seed_logistic_regression(problem: Problem, epochs: int) -> Layers:
    """Seed 002, part one: computes the cost in every epoch, and each derivative from z anew."""
    x, y = problem.X, problem.y.astype(float)
    ((W, b),) = problem.start
    w, b = W.ravel(), b[0]
    for _ in range(epochs):
        z = x.dot(w) + b
        a = logistic(z)
        cross_entropy(a, y)
        dz = cross_entropy(a, y, deriv=True) * logistic(z, deriv=True)
        w = w - problem.rate * x.T.dot(dz)
        b = b - problem.rate * np.sum(dz)
    return [(w.reshape(-1, 1), np.array([b]))]


def seed_two_hidden_units(problem: Problem, epochs: int) -> Layers:
    """Seed 002, part two: the same with a hidden layer."""
    x, y = problem.X, problem.y.astype(float).reshape(-1, 1)
    (w1, b1), (w2, b2) = problem.start
    for _ in range(epochs):
        z1 = x.dot(w1) + b1
        a1 = tanh(z1)
        z2 = a1.dot(w2) + b2
        a2 = logistic(z2)
        cross_entropy(a2, y)
        dz2 = cross_entropy(a2, y, deriv=True) * logistic(z2, deriv=True)
        dz1 = dz2.dot(w2.T) * tanh(z1, deriv=True)
        w2 = w2 - problem.rate * a1.T.dot(dz2)
        b2 = b2 - problem.rate * np.sum(dz2, axis=0, keepdims=True)
        w1 = w1 - problem.rate * x.T.dot(dz1)
        b1 = b1 - problem.rate * np.sum(dz1, axis=0, keepdims=True)
    return [(w1, b1.ravel()), (w2, b2.ravel())]


def seed_multilayer_network(problem: Problem, epochs: int) -> Layers:
    """Seed 002, part three: the same with any number of layers."""
    x, y = problem.X, problem.y.astype(float).reshape(-1, 1)
    ws, bs = [w for w, _ in problem.start], [b.reshape(1, -1) for _, b in problem.start]
    act_fs = [tanh] * (len(ws) - 1) + [logistic]
    for _ in range(epochs):
        zs, activations = [], [x]
        for w, b, act_f in zip(ws, bs, act_fs, strict=True):
            zs.append(activations[-1].dot(w) + b)
            activations.append(act_f(zs[-1]))
        cross_entropy(activations[-1], y)
        da = cross_entropy(activations[-1], y, deriv=True)
        for i in reversed(range(len(ws))):
            dz = da * act_fs[i](zs[i], deriv=True)
            da = dz.dot(ws[i].T) if i else None
            ws[i] = ws[i] - problem.rate * activations[i].T.dot(dz)
            bs[i] = bs[i] - problem.rate * np.sum(dz, axis=0, keepdims=True)
    return [(w, b.ravel()) for w, b in zip(ws, bs, strict=True)]


def accuracy_of(Y_hat, Y):
    """Seed 000's: a copy of the outputs, in which a threshold makes them labels."""
    labels = np.copy(Y_hat)
    labels[labels > 0.5] = 1
    labels[labels <= 0.5] = 0
    return (labels.flatten() == Y).all(axis=0).mean()


def seed_relu_network(problem: Problem, epochs: int) -> Layers:
    """Seed 000: computes cost and accuracy in every epoch, and dZ of a ReLU in a copy of dA.

    As there, each layer is a call, and what one step hands to the next lies in dictionaries, a name
    for each layer's array.
    """
    X, Y = problem.X.T, problem.y.reshape(1, -1)
    m, depth = X.shape[1], len(problem.start)
    parameters = named(problem.start)

    def relu(Z):
        return np.maximum(0, Z)

    def sigmoid_backward(dA, Z):
        A = sigmoid(Z)
        return dA * A * (1 - A)

    def relu_backward(dA, Z):
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
        return dZ

    def layer_forward(A_before, W, b, activation):
        Z = np.dot(W, A_before) + b
        return activation(Z), Z

    def layer_backward(dA, W, Z, A_before, activation_backward):
        dZ = activation_backward(dA, Z)
        dW = np.dot(dZ, A_before.T) / m
        db = np.sum(dZ, axis=1, keepdims=True) / m
        return np.dot(W.T, dZ), dW, db

    def forward():
        memory, A = {}, X
        for i in range(1, depth + 1):
            A_before, W, b = A, parameters["W" + str(i)], parameters["b" + str(i)]
            A, Z = layer_forward(A_before, W, b, sigmoid if i == depth else relu)
            memory["A" + str(i - 1)] = A_before
            memory["Z" + str(i)] = Z
        return A, memory

    def backward(Y_hat, memory):
        gradients = {}
        dA = -(np.divide(Y, Y_hat) - np.divide(1 - Y, 1 - Y_hat))
        for i in range(depth, 0, -1):
            W, Z, A_before = parameters["W" + str(i)], memory["Z" + str(i)], memory[f"A{i - 1}"]
            activation_backward = sigmoid_backward if i == depth else relu_backward
            dA, dW, db = layer_backward(dA, W, Z, A_before, activation_backward)
            gradients["dW" + str(i)] = dW
            gradients["db" + str(i)] = db
        return gradients

    costs, accuracies = [], []
    for _ in range(epochs):
        Y_hat, memory = forward()
        costs.append(cost_of(Y_hat, Y))
        accuracies.append(accuracy_of(Y_hat, Y))
        gradients = backward(Y_hat, memory)
        for name in parameters:
            parameters[name] -= problem.rate * gradients["d" + name]
    return layers(parameters)


def seed_softmax_network(problem: Problem, epochs: int) -> Layers:
    """Seed 003: makes the labels one-hot in every epoch, by way of a sparse matrix."""
    X, y, decay = problem.X.T, problem.y, problem.decay
    m = X.shape[1]
    (W1, b1), (W2, b2) = transposed(problem.start)

    def forward():
        Z2 = np.dot(W1, X) + b1
        A2 = np.maximum(0, Z2)
        Z3 = np.dot(W2, A2) + b2
        exponentials = np.exp(Z3 - np.max(Z3, axis=0))
        return Z2, A2, exponentials / np.sum(exponentials, axis=0)

    def cost():
        likelihoods = forward()[2][y, np.arange(m)]
        return -np.mean(np.log(likelihoods)) + decay / 2 * (np.sum(W1**2) + np.sum(W2**2))

    for epoch in range(epochs):
        Z2, A2, A3 = forward()
        truth = coo_matrix((np.ones(m, dtype=np.uint8), (y, np.arange(m)))).toarray()
        dZ3 = (A3 - truth) / m
        dZ2 = np.dot(W2.T, dZ3) * (Z2 > 0)
        dW2, db2 = np.dot(dZ3, A2.T) + decay * W2, np.sum(dZ3, axis=1, keepdims=True)
        dW1, db1 = np.dot(dZ2, X.T) + decay * W1, np.sum(dZ2, axis=1, keepdims=True)
        for value, gradient in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
            value -= problem.rate * gradient
        if epoch % 1000 == 0:
            cost()
    return [(W1.T, b1.ravel()), (W2.T, b2.ravel())]


# --- The libraries --------------------------------------------------------------------------------


def scikit_learn(problem: Problem) -> Callable[[int], Layers]:
    """MLPClassifier under the settings of assignment 4, as a function of the number of epochs.

    It has one output for two classes. In the place of two outputs it starts with their difference:
    nearly the same work, but not the same path.
    """
    start = problem.start
    if start[-1][1].size == 2:
        W, b = start[-1]
        start = [*start[:-1], (np.diff(W), np.diff(b))]
    hyperparams = None, problem.decay, problem.rate, 1
    settings = load("ps4_softmax_network").namespace()["mlp_settings"](hyperparams, len(problem.y))
    settings |= {
        "hidden_layer_sizes": [b.size for _, b in start[:-1]],
        "activation": problem.activation,
        "n_iter_no_change": np.inf,
        "warm_start": True,
    }
    X = np.ascontiguousarray(problem.X)
    network = MLPClassifier(**settings)
    with quiet():  # scikit-learn warns that it stops at max_iter, which is what we ask for.
        network.fit(X, problem.y)  # One epoch makes the network's attributes.

    def train(epochs: int) -> Layers:
        network.coefs_ = [W.copy() for W, _ in start]
        network.intercepts_ = [b.copy() for _, b in start]
        network.set_params(max_iter=epochs).fit(X, problem.y)
        return list(zip(network.coefs_, network.intercepts_, strict=True))

    return train


def pytorch(problem: Problem) -> Callable[[int], Layers] | None:
    """torch.nn with SGD, in float64 and on one thread; None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    X, y = torch.tensor(np.ascontiguousarray(problem.X)), torch.tensor(problem.y)
    cost = torch.nn.CrossEntropyLoss()
    if problem.start[-1][1].size == 1:
        y, cost = y.double().reshape(-1, 1), torch.nn.BCEWithLogitsLoss()
    activation = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[problem.activation]

    def train(epochs: int) -> Layers:
        layers = [torch.nn.Linear(*W.shape, dtype=torch.float64) for W, _ in problem.start]
        with torch.no_grad():
            for layer, (W, b) in zip(layers, problem.start, strict=True):
                layer.weight.copy_(torch.tensor(W.T.copy()))
                layer.bias.copy_(torch.tensor(b))
        hidden = [part for layer in layers[:-1] for part in (layer, activation())]
        network = torch.nn.Sequential(*hidden, layers[-1])
        weights = {"params": [layer.weight for layer in layers], "weight_decay": problem.decay}
        biases = {"params": [layer.bias for layer in layers]}
        optimizer = torch.optim.SGD([weights, biases], lr=problem.rate)
        for _ in range(epochs):
            optimizer.zero_grad()
            cost(network(X), y).backward()
            optimizer.step()
        return [(layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in layers]

    return train
