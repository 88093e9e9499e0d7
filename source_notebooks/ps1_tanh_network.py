# %% [markdown]
# # Train a neural network with one hidden layer
#
# Two spirals wind around each other, and no straight line can separate them. In this assignment
# you build, from NumPy alone, a network with one hidden layer of tanh units that can.
#
# **What you'll do**
#
# - write eight short functions: sizes, initialization, forward propagation, cost, backward
#   propagation, update, training loop, prediction
# - train the network on 800 points and compare it with logistic regression
# - watch what changes as the hidden layer grows from 1 unit to 20
#
# **What you'll learn**
#
# - how a network turns inputs into a probability, for all examples at once
# - how the chain rule carries the error back to every weight
# - why gradient descent starts slowly, and why its cost can jump
#
# **What you need**
#
# - Python functions and dictionaries
# - NumPy arrays: the matrix product `@`, the elementwise product `*`, `sum` with `axis` and `keepdims`
# - derivatives and the chain rule
# - the packages numpy, matplotlib and tqdm, and scikit-learn for one comparison
#
# | step | function | returns | points |
# |---|---|---|---:|
# | 1 | `layer_sizes` | the three layer sizes | 5 |
# | 2 | `initialize_parameters` | small random weights, zero biases | 10 |
# | 3 | `forward_propagation` | the output $A^{[2]}$ and a cache | 20 |
# | 4 | `compute_cost` | the mean cross-entropy | 15 |
# | 5 | `backward_propagation` | the four gradients | 25 |
# | 6 | `update_parameters` | the parameters after one step | 10 |
# | 7 | `nn_model` | the trained parameters | 10 |
# | 8 | `predict` | a label, 0 or 1, for each example | 5 |
# | | | **total** | **100** |
#
# **Hand in** this one notebook file (`.ipynb`) after *Restart kernel and run all cells*.

# %% [markdown]
# ## How your work is checked
#
# Replace each `raise NotImplementedError()` by your code. The cell after each function is a first
# check with numbers you can verify with a pencil. Grading repeats it and adds checks with other
# numbers and other sizes, so write every function for any number of inputs, hidden units and examples.
#
# These rules hold for the whole notebook:
#
# - Keep the function names, the arguments and the shapes. Helper functions, extra cells and extra
#   optional arguments of your own are welcome.
# - Compute in NumPy's default type, float64.
# - `forward_propagation`, `compute_cost`, `backward_propagation` and `predict` leave their arguments
#   unchanged. `update_parameters` may change the dictionary it is given, as long as it returns the
#   updated one.
# - Any correct way to compute the result earns full points, loops included. Loops over 800 examples
#   are slow, so the text describes products of whole matrices.
#
# Run the next cell first. It imports the packages and defines a progress bar for the training loop.

# %% nbgrader={"grade_id": "setup", "locked": true}
import contextlib
import io
import sys

import matplotlib.pyplot as plt
import numpy as np
from tqdm import tqdm, trange

tqdm.monitor_interval = 0  # tqdm's helper thread cannot start when Python runs in a browser


def progress(num_iterations):
    """Return `range(num_iterations)` with a tqdm progress bar that disappears at the end."""
    return trange(num_iterations, desc="gradient descent", leave=False, file=sys.stdout)


# %% [markdown]
# ## The data: two spirals
#
# `make_spirals` places the points of each class along one spiral arm. The radius grows evenly from 0
# to 1 while the angle turns by 4.2 radians, two thirds of a full turn. Class 1 continues where the
# angle of class 0 ends. Normal noise with standard deviation 0.2 on the angle blurs both arms.
#
# Each **column** of `X` is one example, a point $(x_1, x_2)$. The column of `Y` with the same number
# holds its label, 0 or 1.

# %% nbgrader={"grade_id": "spiral_data", "locked": true}
def make_spirals(points_per_class=400, seed=42):
    """Return two noisy spiral arms around the origin, class 0 first.

    Returns
    -------
    X : float array of shape (2, 2 * points_per_class), one point per column
    Y : int array of shape (1, 2 * points_per_class), labels 0 and 1
    """
    # The legacy generator gives the same bits in every NumPy version, those of np.random.seed(seed);
    # the stream of default_rng(seed) is a different one and may change between versions.
    stream = np.random.RandomState(seed)
    radius = np.linspace(0, 1, points_per_class)
    arms = []
    for label in (0, 1):
        angle = np.linspace(4.2 * label, 4.2 * (label + 1), points_per_class)
        angle = angle + 0.2 * stream.randn(points_per_class)
        arms.append(np.vstack([radius * np.sin(angle), radius * np.cos(angle)]))
    X = np.hstack(arms)
    Y = np.repeat([0, 1], points_per_class).reshape(1, -1)
    return X, Y


X, Y = make_spirals()
print(f"X has shape {X.shape}, Y has shape {Y.shape}")

# %% [markdown]
# Two plotting functions come with the assignment. `plot_points` draws the examples with their true
# labels: blue circles are class 0, orange triangles are class 1. `plot_decision_boundary` also tints the
# plane by the predicted class and puts a black cross on every example that is classified wrongly.

# %% nbgrader={"grade_id": "plot_helpers", "locked": true}
CLASS_COLORS = ["#0072B2", "#D55E00"]  # Okabe-Ito blue and vermillion, distinct to color-blind readers
REGION_COLORS = ["#D3E7F3", "#FAE1D0"]  # light tints of the same two
CLASS_MARKERS = ["o", "^"]


def plot_points(X, Y, ax, size=20):
    """Draw the columns of X, of shape (2, m), on `ax`, marked by their true labels Y, of shape (1, m)."""
    for label in (0, 1):
        x1, x2 = X[:, np.ravel(Y) == label]
        ax.scatter(x1, x2, s=size, c=CLASS_COLORS[label], marker=CLASS_MARKERS[label],
                   edgecolors="white", linewidths=0.3, label=f"class {label}")
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")


def plot_decision_boundary(predict_labels, X, Y, ax=None, title="Decision boundary", size=20):
    """Draw the region of each predicted class, the examples, and a cross on each wrong one.

    Parameters
    ----------
    predict_labels : function from points of shape (2, m) to m labels 0 or 1
    X, Y : examples of shape (2, m) and their true labels of shape (1, m)
    ax : axes to draw on; without it, a new figure with a legend is made
    """
    own_figure = ax is None
    if own_figure:
        _, ax = plt.subplots(figsize=(6, 6.4))

    margin = 0.08 * (X.max() - X.min())
    x1, x2 = np.meshgrid(np.linspace(X[0].min() - margin, X[0].max() + margin, 200),
                         np.linspace(X[1].min() - margin, X[1].max() + margin, 200))
    grid = np.vstack([x1.ravel(), x2.ravel()])
    regions = np.asarray(predict_labels(grid), dtype=float).reshape(x1.shape)
    ax.contourf(x1, x2, regions, levels=[-0.5, 0.5, 1.5], colors=REGION_COLORS)
    if regions.min() < regions.max():
        ax.contour(x1, x2, regions, levels=[0.5], colors="0.35", linewidths=1)

    plot_points(X, Y, ax, size)
    wrong = np.ravel(np.asarray(predict_labels(X))) != np.ravel(Y)
    ax.scatter(X[0, wrong], X[1, wrong], s=1.6 * size, c="black", marker="x", linewidths=0.8,
               label=f"wrong: {wrong.sum()}")
    ax.set_title(title)
    if own_figure:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncol=3, frameon=False, markerscale=1.3)
    return ax


# %% tags=["demo"] nbgrader={"grade_id": "plot_data", "locked": true}
fig, ax = plt.subplots(figsize=(6, 6.4))
plot_points(X, Y, ax)
ax.set_title("Two spirals, 400 points each")
ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncol=2, frameon=False, markerscale=1.3)
plt.show()

# %% [markdown]
# The two arms start together at the center and interlock on their way out, so no straight line
# through this picture can separate the colors.
#
# ## A baseline: logistic regression
#
# Before building something larger, find out how far a simple model gets. Logistic regression
# computes one weighted sum of $x_1$ and $x_2$ and passes it through a sigmoid, so its decision
# boundary is a straight line. scikit-learn expects one example per *row*, hence the transposes.

# %% tags=["demo"] nbgrader={"grade_id": "logistic_regression", "locked": true}
from sklearn.linear_model import LogisticRegression

logistic_regression = LogisticRegression().fit(X.T, Y.ravel())
accuracy = np.mean(logistic_regression.predict(X.T) == Y.ravel())
print(f"Logistic regression: {accuracy:.2%} of the points are classified correctly")

plot_decision_boundary(lambda points: logistic_regression.predict(points.T), X, Y,
                       title=f"Logistic regression, accuracy {accuracy:.2%}")
plt.show()

# %% [markdown]
# Logistic regression classifies 66.25 % of the points correctly; guessing would give 50 %. The crosses mark
# the 270 points on the wrong side: the inner parts of both arms and the tip of class 1. About two thirds
# is what a straight line can do here. Even the best of all lines, found by trying every direction
# and offset, reaches only 78 %. To do better, the boundary has to bend.
#
# ## The network
#
# Put a layer of $n_h$ hidden units between the input and the output. Each hidden unit computes its own
# weighted sum of the inputs and squashes it by $\tanh$. The output unit computes a weighted sum of the
# hidden values and squashes it by the sigmoid $\sigma(z) = 1 / (1 + e^{-z})$, which gives a number
# between 0 and 1, read as the probability of class 1. For example number $i$:
#
# $$
# \begin{aligned}
# z^{[1](i)} &= W^{[1]} x^{(i)} + b^{[1]}, & a^{[1](i)} &= \tanh\bigl(z^{[1](i)}\bigr), \\
# z^{[2](i)} &= W^{[2]} a^{[1](i)} + b^{[2]}, & a^{[2](i)} &= \sigma\bigl(z^{[2](i)}\bigr).
# \end{aligned}
# $$
#
# Superscripts in square brackets count layers, superscripts in parentheses count examples, from 1 to
# $m$. Written side by side as columns, all $m$ examples form one matrix, and a capital letter stands
# for that matrix:
#
# | symbol | in code | shape | meaning |
# |---|---|---|---|
# | $m$ | `m` | | number of examples |
# | $n_x$, $n_h$, $n_y$ | `n_x`, `n_h`, `n_y` | | number of inputs, hidden units, outputs |
# | $X$ | `X` | $(n_x, m)$ | inputs, one example per column |
# | $Y$ | `Y` | $(n_y, m)$ | true labels, 0 or 1 |
# | $W^{[1]}$, $b^{[1]}$ | `W1`, `b1` | $(n_h, n_x)$, $(n_h, 1)$ | weights and biases of the hidden layer |
# | $W^{[2]}$, $b^{[2]}$ | `W2`, `b2` | $(n_y, n_h)$, $(n_y, 1)$ | weights and biases of the output layer |
# | $Z^{[1]}$, $A^{[1]}$ | `Z1`, `A1` | $(n_h, m)$ | hidden layer before and after $\tanh$ |
# | $Z^{[2]}$, $A^{[2]}$ | `Z2`, `A2` | $(n_y, m)$ | output layer before and after $\sigma$ |
# | $\partial J / \partial W^{[1]}$, … | `dW1`, … | as `W1`, … | gradient of the cost $J$ |
#
# The spirals have $n_x = 2$ inputs and $n_y = 1$ output.

# %% [markdown]
# ### A network for pencil and paper
#
# All examples in the text use one small network with $n_x = 2$, $n_h = 3$, $n_y = 1$ and $m = 4$
# examples. Its weights are multiples of $h = \tfrac{1}{2} \ln 3 \approx 0.5493$. Because $e^{2h} = 3$
# and $\tanh z = (e^{2z} - 1) / (e^{2z} + 1)$, the values you need come out as short fractions:
#
# | $z$ | $\tanh z$ | $\sigma(z)$ |
# |---:|:---:|:---:|
# | $h$ | $\frac{3 - 1}{3 + 1} = 0.5$ | |
# | $2h$ | $\frac{9 - 1}{9 + 1} = 0.8$ | $\frac{1}{1 + 1/3} = 0.75$ |
# | $4h$ | | $\frac{1}{1 + 1/9} = 0.9$ |
#
# For negative $z$ use $\tanh(-z) = -\tanh z$ and $\sigma(-z) = 1 - \sigma(z)$. The network is
#
# $$
# X = \begin{pmatrix} 2 & 0 & 1 & 2 \\ 0 & 1 & 1 & -1 \end{pmatrix}, \quad
# Y = \begin{pmatrix} 1 & 0 & 1 & 1 \end{pmatrix},
# $$
#
# $$
# W^{[1]} = h \begin{pmatrix} 1 & 1 \\ -1 & 1 \\ 0 & -1 \end{pmatrix}, \quad
# b^{[1]} = h \begin{pmatrix} -1 \\ 1 \\ -1 \end{pmatrix}, \quad
# W^{[2]} = h \begin{pmatrix} 2.5 & -2.5 & 5 \end{pmatrix}, \quad
# b^{[2]} = h \begin{pmatrix} 2 \end{pmatrix}.
# $$
#
# Each call of `pencil_network()` returns a fresh copy of it, with the values of both layers, so that
# you can try every function on numbers you know.

# %% nbgrader={"grade_id": "pencil_network", "locked": true}
def pencil_network():
    """Return X (2, 4), Y (1, 4), parameters and cache of the network worked by hand in the text."""
    h = np.log(3) / 2
    X = np.array([[2, 0, 1, 2],
                  [0, 1, 1, -1]])
    Y = np.array([[1, 0, 1, 1]])
    parameters = {
        "W1": h * np.array([[1, 1], [-1, 1], [0, -1]]),
        "b1": h * np.array([[-1], [1], [-1]]),
        "W2": h * np.array([[2.5, -2.5, 5]]),
        "b2": h * np.array([[2]]),
    }
    cache = {
        "Z1": h * np.array([[1, 0, 1, 0], [-1, 2, 1, -2], [-1, -2, -2, 0]]),
        "A1": np.array([[0.5, 0, 0.5, 0], [-0.5, 0.8, 0.5, -0.8], [-0.5, -0.8, -0.8, 0]]),
        "Z2": h * np.array([[2, -4, -2, 4]]),
        "A2": np.array([[0.75, 0.1, 0.25, 0.9]]),
    }
    return X, Y, parameters, cache


# %% [markdown]
# ## 1. Read the layer sizes
#
# The data decide two of the three sizes, and you choose the third. Examples stand in columns, so the
# number of **rows** of $X$ is $n_x$ and the number of rows of $Y$ is $n_y$. The number of columns, $m$,
# is no layer size.
#
# In the pencil network $X$ is $(2, 4)$ and $Y$ is $(1, 4)$. With `n_h=3`, `layer_sizes` returns
# `(2, 3, 1)`.

# %% nbgrader={"grade_id": "layer_sizes", "solution": true}
def layer_sizes(X, Y, n_h=4):
    """Return the sizes of the three layers.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    Y : array of shape (n_y, m), labels; n_y may be larger than 1
    n_h : int, number of hidden units

    Returns
    -------
    (n_x, n_h, n_y) : three ints
    """
    ### BEGIN SOLUTION
    return X.shape[0], n_h, Y.shape[0]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_layer_sizes", "grade": true, "locked": true, "points": 5}
sizes = layer_sizes(np.zeros((5, 7)), np.zeros((2, 7)), n_h=3)
assert sizes is not None, "layer_sizes returned None: it needs a return statement."
assert np.shape(sizes) == (3,), f"layer_sizes should return three numbers (n_x, n_h, n_y), but returned {sizes}."
assert tuple(sizes) == (5, 3, 2), (
    f"For X of shape (5, 7), Y of shape (2, 7) and n_h=3 the sizes are (5, 3, 2), but you returned {sizes}. "
    "n_x and n_y are numbers of rows, and n_h is the argument.")

sizes = layer_sizes(np.zeros((2, 4)), np.zeros((1, 4)))
assert tuple(sizes) == (2, 4, 1), f"Without n_h the hidden layer has 4 units: expected (2, 4, 1), but got {sizes}."
print("✓ layer_sizes passes the first check")

# %% [markdown]
# ## 2. Initialize the parameters
#
# Gradient descent needs a place to start. If all weights were equal, all hidden units would compute
# the same value, receive the same gradient and stay equal forever. Random weights make them differ.
# Small weights keep $Z^{[1]}$ near 0, where $\tanh$ is steep and gradients are not lost. The biases
# may start at zero because the weights already differ.
#
# | parameter | shape | start |
# |---|---|---|
# | `W1` | $(n_h, n_x)$ | normal random numbers times 0.01 |
# | `b1` | $(n_h, 1)$ | zeros |
# | `W2` | $(n_y, n_h)$ | normal random numbers times 0.01 |
# | `b2` | $(n_y, 1)$ | zeros |
#
# For the spirals with $n_h = 4$ that makes $8 + 4 + 4 + 1 = 17$ numbers to learn.
#
# The scale should be small: a standard deviation of about 0.01 is usual here, and anything up to 0.1
# trains. You may use any random generator. To reproduce the numbers printed in this notebook (a cost
# of 0.693141 at iteration 0), begin with `np.random.seed(42)`, draw with `np.random.randn`, multiply by
# 0.01, and draw `W1` before `W2`. If you choose another generator, seed it inside the function, so that
# training gives the same result every time.

# %% nbgrader={"grade_id": "initialize_parameters", "solution": true}
def initialize_parameters(n_x, n_h, n_y):
    """Return small random weights and zero biases.

    Parameters
    ----------
    n_x, n_h, n_y : ints, number of inputs, hidden units and outputs

    Returns
    -------
    parameters : dict of float arrays
        "W1" of shape (n_h, n_x), "b1" of shape (n_h, 1),
        "W2" of shape (n_y, n_h), "b2" of shape (n_y, 1)
    """
    ### BEGIN SOLUTION
    np.random.seed(42)
    return {
        "W1": np.random.randn(n_h, n_x) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_initialize_parameters", "grade": true, "locked": true, "points": 10}
initial = initialize_parameters(5, 3, 2)
assert isinstance(initial, dict), (
    f"initialize_parameters should return a dictionary, but returned a {type(initial).__name__}.")
for name, shape in {"W1": (3, 5), "b1": (3, 1), "W2": (2, 3), "b2": (2, 1)}.items():
    assert name in initial, f'The dictionary has no entry "{name}"; its entries are {list(initial)}.'
    assert np.shape(initial[name]) == shape, (
        f"For n_x=5, n_h=3, n_y=2, {name} should have shape {shape}, but has shape {np.shape(initial[name])}. "
        "A weight matrix has one row per unit of its own layer and one column per unit of the layer before.")
for name in ("b1", "b2"):
    assert np.all(np.asarray(initial[name]) == 0), f"{name} should start at zero, but is {initial[name]}."
for name in ("W1", "W2"):
    assert np.ptp(initial[name]) > 0, (
        f"All entries of {name} are equal, so the hidden units could never become different. Draw random numbers.")
    assert np.max(np.abs(initial[name])) < 1, (
        f"The largest entry of {name} is {np.max(np.abs(initial[name])):.3g}. Multiply the random numbers by 0.01.")
print("✓ initialize_parameters passes the first check")

# %% [markdown]
# ## 3. Propagate forward
#
# Forward propagation computes what the network answers. For all examples at once:
#
# $$
# \begin{aligned}
# Z^{[1]} &= W^{[1]} X + b^{[1]}, & A^{[1]} &= \tanh\bigl(Z^{[1]}\bigr), \\
# Z^{[2]} &= W^{[2]} A^{[1]} + b^{[2]}, & A^{[2]} &= \sigma\bigl(Z^{[2]}\bigr).
# \end{aligned}
# $$
#
# Check the shapes before you code:
#
# | product | shapes | result | plus a bias of shape |
# |---|---|---|---|
# | $W^{[1]} X$ | $(n_h, n_x)\,(n_x, m)$ | $(n_h, m)$ | $(n_h, 1)$ |
# | $W^{[2]} A^{[1]}$ | $(n_y, n_h)\,(n_h, m)$ | $(n_y, m)$ | $(n_y, 1)$ |
#
# NumPy adds the bias column to every column of the product (broadcasting). With more than one output,
# each output has its own sigmoid, and the same four lines apply: your function should allow $n_y > 1$.
#
# **By hand.** The first example of the pencil network is $x = (2, 0)$. Its three hidden units give
#
# $$
# \begin{aligned}
# z^{[1]}_1 &= h\,(1 \cdot 2 + 1 \cdot 0 - 1) = h, & a^{[1]}_1 &= 0.5, \\
# z^{[1]}_2 &= h\,(-1 \cdot 2 + 1 \cdot 0 + 1) = -h, & a^{[1]}_2 &= -0.5, \\
# z^{[1]}_3 &= h\,(0 \cdot 2 - 1 \cdot 0 - 1) = -h, & a^{[1]}_3 &= -0.5,
# \end{aligned}
# $$
#
# and the output is
# $z^{[2]} = h\,\bigl(2.5 \cdot 0.5 - 2.5 \cdot (-0.5) + 5 \cdot (-0.5) + 2\bigr) = 2h$, so $a^{[2]} = 0.75$.
# In the same way the four examples together give
#
# $$
# A^{[1]} = \begin{pmatrix} 0.5 & 0 & 0.5 & 0 \\ -0.5 & 0.8 & 0.5 & -0.8 \\ -0.5 & -0.8 & -0.8 & 0 \end{pmatrix},
# \qquad
# A^{[2]} = \begin{pmatrix} 0.75 & 0.1 & 0.25 & 0.9 \end{pmatrix}.
# $$
#
# The sigmoid is given. Your function also returns a `cache`, a dictionary of the four matrices, because
# backward propagation needs them again.

# %% nbgrader={"grade_id": "sigmoid", "locked": true}
def sigmoid(z):
    """Return 1 / (1 + exp(-z)), elementwise: a number between 0 and 1 for every entry of z."""
    return 1 / (1 + np.exp(-z))


# %% nbgrader={"grade_id": "forward_propagation", "solution": true}
def forward_propagation(X, parameters):
    """Return the output of the network for every example, and the values computed on the way.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    parameters : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)

    Returns
    -------
    A2 : array of shape (n_y, m), outputs between 0 and 1
    cache : dict with "Z1" and "A1" of shape (n_h, m), "Z2" and "A2" of shape (n_y, m)
    """
    ### BEGIN SOLUTION
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_forward_propagation", "grade": true, "locked": true, "points": 20}
pencil_X, pencil_Y, pencil_parameters, by_hand = pencil_network()
answer = forward_propagation(pencil_X, pencil_parameters)
assert isinstance(answer, (tuple, list)) and len(answer) == 2, (
    f"forward_propagation should return two things, A2 and the cache, but returned a {type(answer).__name__}.")
A2_answer, cache_answer = answer
assert isinstance(cache_answer, dict), f"The cache should be a dictionary, but is a {type(cache_answer).__name__}."
hints = {
    "Z1": "Z1 is the matrix product of W1 and X, plus b1.",
    "A1": "Apply np.tanh to every entry of Z1.",
    "Z2": "Z2 is the matrix product of W2 and A1, plus b2.",
    "A2": "Apply sigmoid to every entry of Z2.",
}
for name, hint in hints.items():
    assert name in cache_answer, f'The cache has no entry "{name}"; its entries are {list(cache_answer)}.'
    assert np.shape(cache_answer[name]) == by_hand[name].shape, (
        f"{name} should have shape {by_hand[name].shape}, but has shape {np.shape(cache_answer[name])}. {hint}")
    assert np.allclose(cache_answer[name], by_hand[name]), (
        f"{name} should be\n{by_hand[name]}\nbut is\n{cache_answer[name]}\n{hint}")
assert np.shape(A2_answer) == (1, 4) and np.allclose(A2_answer, by_hand["A2"]), (
    f"The first value returned should be A2, {by_hand['A2']}, but is {A2_answer}.")
print("✓ forward_propagation passes the first check")

# %% [markdown]
# ## 4. Compute the cost
#
# The cost measures how far the probabilities are from the labels. An example with label 1 contributes
# $-\ln a$, one with label 0 contributes $-\ln(1 - a)$: in both cases minus the logarithm of the
# probability that the network gave to the right answer. The cost is the mean of these contributions,
# called the cross-entropy:
#
# $$
# J = -\frac{1}{m} \sum_{i=1}^{m} \Bigl( y^{(i)} \ln a^{[2](i)} + \bigl(1 - y^{(i)}\bigr) \ln\bigl(1 - a^{[2](i)}\bigr) \Bigr).
# $$
#
# `np.log` is the natural logarithm. Here there is one output, so `A2` and `Y` both have shape $(1, m)$,
# and $J$ is a single number. If your formula leaves an array with one entry, its method `.item()` turns it
# into a number. All outputs used here lie strictly between 0 and 1, so no logarithm is infinite.
#
# **By hand.** In the pencil network the right answers received the probabilities $0.75$, $1 - 0.1 = 0.9$,
# $0.25$ and $0.9$. The third example is on the wrong side of one half and costs most. Together:
#
# $$
# J = -\tfrac{1}{4} \ln(0.75 \cdot 0.9 \cdot 0.25 \cdot 0.9) = -\tfrac{1}{4} \ln 0.151875 \approx 0.4712.
# $$
#
# A network that answers one half for every example has $J = \ln 2 \approx 0.6931$, whatever the labels.

# %% nbgrader={"grade_id": "compute_cost", "solution": true}
def compute_cost(A2, Y):
    """Return the mean cross-entropy of the outputs A2 for the labels Y.

    Parameters
    ----------
    A2 : array of shape (1, m), outputs strictly between 0 and 1
    Y : array of shape (1, m), labels 0 or 1

    Returns
    -------
    cost : a number
    """
    ### BEGIN SOLUTION
    return float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_compute_cost", "grade": true, "locked": true, "points": 15}
cost_answer = compute_cost(np.array([[0.75, 0.1, 0.25, 0.9]]), np.array([[1, 0, 1, 1]]))
assert cost_answer is not None, "compute_cost returned None: it needs a return statement."
assert np.size(cost_answer) == 1, (
    f"The cost should be one number, but has shape {np.shape(cost_answer)}. Sum over the examples, "
    "then divide by m.")
assert np.allclose(np.squeeze(cost_answer), 0.4712, atol=1e-4), (
    f"The cost of the pencil network is 0.4712, but you got {cost_answer}. Look at four things: the minus sign, "
    "the division by m = 4, the second term, which counts the examples with label 0, and np.log, the natural logarithm.")

cost_answer = compute_cost(np.array([[0.5, 0.5, 0.5]]), np.array([[0, 1, 0]]))
assert np.allclose(np.squeeze(cost_answer), 0.6931, atol=1e-4), (
    f"Three outputs of 0.5 cost ln 2 = 0.6931, but you got {cost_answer}. Divide by the number of examples in Y, "
    "which is 3 here.")
print("✓ compute_cost passes the first check")

# %% [markdown]
# ## 5. Propagate backward
#
# Backward propagation answers one question for every parameter: if I increase it a little, how much
# does the cost $J$ change? The chain rule is applied from the output back to the input.
#
# **Output layer.** One example adds $\frac{1}{m} \ell$ to the cost, where $\ell$ is its cross-entropy. Two
# derivatives,
#
# $$
# \frac{\partial \ell}{\partial a} = \frac{a - y}{a\,(1 - a)}
# \qquad \text{and} \qquad
# \frac{\partial a}{\partial z} = a\,(1 - a),
# $$
#
# multiply to $a - y$, because the sigmoid's slope cancels the denominator. So $a - y$ is the derivative
# with respect to $z^{[2]}$, and the slope of the sigmoid must not be multiplied in a second time.
#
# **Hidden layer.** $Z^{[1]}$ acts on the cost through $A^{[1]}$ and $W^{[2]}$, and the slope of
# $\tanh$ is $1 - \tanh^2$. With $\odot$ for the elementwise product (`*` in NumPy):
#
# $$
# \begin{aligned}
# \frac{\partial J}{\partial Z^{[2]}} &= \frac{1}{m} \bigl(A^{[2]} - Y\bigr), &
# \frac{\partial J}{\partial Z^{[1]}} &= \Bigl(W^{[2]\top} \frac{\partial J}{\partial Z^{[2]}}\Bigr) \odot \bigl(1 - A^{[1]} \odot A^{[1]}\bigr), \\
# \frac{\partial J}{\partial W^{[2]}} &= \frac{\partial J}{\partial Z^{[2]}} A^{[1]\top}, &
# \frac{\partial J}{\partial W^{[1]}} &= \frac{\partial J}{\partial Z^{[1]}} X^{\top}, \\
# \frac{\partial J}{\partial b^{[2]}} &= \sum_{i=1}^{m} \frac{\partial J}{\partial z^{[2](i)}}, &
# \frac{\partial J}{\partial b^{[1]}} &= \sum_{i=1}^{m} \frac{\partial J}{\partial z^{[1](i)}}.
# \end{aligned}
# $$
#
# The factor $\frac{1}{m}$ appears once, in the first line, and every later formula inherits it. The
# matrix products already sum over the examples.
#
# | gradient | shapes | result |
# |---|---|---|
# | `dZ2` | | $(n_y, m)$ |
# | `dW2` | $(n_y, m)\,(m, n_h)$ | $(n_y, n_h)$, as `W2` |
# | `db2` | sum of each row of `dZ2` | $(n_y, 1)$, as `b2` |
# | `dZ1` | $(n_h, n_y)\,(n_y, m)$, then $\odot$ with $(n_h, m)$ | $(n_h, m)$ |
# | `dW1` | $(n_h, m)\,(m, n_x)$ | $(n_h, n_x)$, as `W1` |
# | `db1` | sum of each row of `dZ1` | $(n_h, 1)$, as `b1` |
#
# A gradient always has the shape of its parameter. As before, $n_y$ may be larger than 1; then $J$ is
# the sum of the cross-entropies of all outputs, still divided by $m$ alone, and the formulas stay the same.
#
# **By hand.** In the pencil network $A^{[2]} - Y = (-0.25,\ 0.1,\ -0.75,\ -0.1)$. Divided by $m = 4$ it is
# $(-0.0625,\ 0.025,\ -0.1875,\ -0.025)$. Its sum is $\partial J / \partial b^{[2]} = -0.25$. The first entry of
# $\partial J / \partial W^{[2]}$ is
# $-0.0625 \cdot 0.5 + 0.025 \cdot 0 - 0.1875 \cdot 0.5 - 0.025 \cdot 0 = -0.125$. In the hidden layer, the
# derivative with respect to $z^{[1]}_1$ of the first example is
# $2.5h \cdot (-0.0625) \cdot (1 - 0.5^2) = -0.1171875\,h \approx -0.0644$. All four gradients, rounded:
#
# $$
# \frac{\partial J}{\partial W^{[1]}} = \begin{pmatrix} -0.3905 & -0.1245 \\ 0.3466 & 0.1684 \\ -0.5802 & -0.0920 \end{pmatrix}, \quad
# \frac{\partial J}{\partial b^{[1]}} = \begin{pmatrix} -0.2575 \\ 0.2575 \\ -0.3581 \end{pmatrix},
# $$
#
# $$
# \frac{\partial J}{\partial W^{[2]}} = \begin{pmatrix} -0.1250 & -0.0225 & 0.1613 \end{pmatrix}, \quad
# \frac{\partial J}{\partial b^{[2]}} = \begin{pmatrix} -0.2500 \end{pmatrix}.
# $$

# %% nbgrader={"grade_id": "backward_propagation", "solution": true}
def backward_propagation(parameters, cache, X, Y):
    """Return the gradient of the mean cross-entropy for every parameter.

    Parameters
    ----------
    parameters : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)
    cache : dict with "Z1" and "A1" of shape (n_h, m), "Z2" and "A2" of shape (n_y, m)
    X : array of shape (n_x, m), inputs
    Y : array of shape (n_y, m), labels 0 or 1

    Returns
    -------
    grads : dict of arrays
        "dW1" of shape (n_h, n_x), "db1" of shape (n_h, 1),
        "dW2" of shape (n_y, n_h), "db2" of shape (n_y, 1)
    """
    ### BEGIN SOLUTION
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = (A2 - Y) / X.shape[1]
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - A1**2)
    return {
        "dW1": np.dot(dZ1, X.T),
        "db1": dZ1.sum(axis=1, keepdims=True),
        "dW2": np.dot(dZ2, A1.T),
        "db2": dZ2.sum(axis=1, keepdims=True),
    }
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_backward_propagation", "grade": true, "locked": true, "points": 25}
pencil_X, pencil_Y, pencil_parameters, pencil_cache = pencil_network()
grads_answer = backward_propagation(pencil_parameters, pencil_cache, pencil_X, pencil_Y)
assert isinstance(grads_answer, dict), (
    f"backward_propagation should return a dictionary, but returned a {type(grads_answer).__name__}.")
grads_by_hand = {
    "dW2": np.array([[-0.1250, -0.0225, 0.1613]]),
    "db2": np.array([[-0.2500]]),
    "dW1": np.array([[-0.3905, -0.1245], [0.3466, 0.1684], [-0.5802, -0.0920]]),
    "db1": np.array([[-0.2575], [0.2575], [-0.3581]]),
}
hints = {
    "dW2": "dW2 is the matrix product of dZ2 and the transpose of A1.",
    "db2": "db2 is the sum of each row of dZ2, with keepdims=True.",
    "dW1": "dW1 is the matrix product of dZ1 and the transpose of X; dZ1 contains W2 and the slope 1 - A1**2.",
    "db1": "db1 is the sum of each row of dZ1, with keepdims=True; dZ1 contains W2 and the slope 1 - A1**2.",
}
for name, expected in grads_by_hand.items():
    assert name in grads_answer, f'The dictionary has no entry "{name}"; its entries are {list(grads_answer)}.'
    assert np.shape(grads_answer[name]) == expected.shape, (
        f"{name} should have the shape of its parameter, {expected.shape}, but has shape "
        f"{np.shape(grads_answer[name])}. {hints[name]}")
    assert np.allclose(grads_answer[name], expected, atol=1e-4), (
        f"{name} should be\n{expected}\nbut is\n{grads_answer[name]}\n{hints[name]} "
        "If your numbers are 4 times too large, divide by m; if they are 4 times too small, divide only once.")
print("✓ backward_propagation passes the first check")

# %% [markdown]
# ## 6. Update the parameters
#
# The gradient points in the direction in which the cost grows fastest, so gradient descent takes a
# step the other way. For each parameter $\theta$, with the learning rate $\alpha$ as the length of the step:
#
# $$
# \theta \leftarrow \theta - \alpha \, \frac{\partial J}{\partial \theta}.
# $$
#
# | parameter | gradient | shape of both |
# |---|---|---|
# | `W1` | `dW1` | $(n_h, n_x)$ |
# | `b1` | `db1` | $(n_h, 1)$ |
# | `W2` | `dW2` | $(n_y, n_h)$ |
# | `b2` | `db2` | $(n_y, 1)$ |
#
# **By hand.** A weight of $1$ with gradient $0.5$ becomes $1 - 1.2 \cdot 0.5 = 0.4$ when $\alpha = 1.2$. One
# such step for all 13 parameters of the pencil network lowers its cost from 0.4712 to 0.1868.
#
# Return the dictionary of updated parameters, all four computed from gradients taken before the step.
# Making a new dictionary and changing the given one are both fine.

# %% nbgrader={"grade_id": "update_parameters", "solution": true}
def update_parameters(parameters, grads, learning_rate=1.2):
    """Return the parameters after one step of gradient descent.

    Parameters
    ----------
    parameters : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)
    grads : dict with "dW1", "db1", "dW2", "db2", each of the shape of its parameter
    learning_rate : float, length of the step

    Returns
    -------
    parameters : dict with the updated "W1", "b1", "W2", "b2", shapes as before
    """
    ### BEGIN SOLUTION
    return {name: parameters[name] - learning_rate * grads["d" + name] for name in ("W1", "b1", "W2", "b2")}
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_update_parameters", "grade": true, "locked": true, "points": 10}
after_by_hand = {
    1.2: {"W1": [[0.4, 0.8], [4.2, 2.8], [-1.2, 5.0]], "b1": [[-0.6], [1.2], [1.0]],
          "W2": [[0.4, 2.6, -1.0]], "b2": [[1.9]]},
    0.1: {"W1": [[0.95, 1.9], [3.1, 3.9], [-0.1, 5.0]], "b1": [[-0.05], [0.1], [1.0]],
          "W2": [[0.95, 2.05, -1.0]], "b2": [[0.8]]},
}
for learning_rate, by_hand in after_by_hand.items():
    before = {"W1": np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 5.0]]), "b1": np.array([[0.0], [0.0], [1.0]]),
              "W2": np.array([[1.0, 2.0, -1.0]]), "b2": np.array([[0.7]])}
    slopes = {"dW1": np.array([[0.5, 1.0], [-1.0, 1.0], [1.0, 0.0]]), "db1": np.array([[0.5], [-1.0], [0.0]]),
              "dW2": np.array([[0.5, -0.5, 0.0]]), "db2": np.array([[-1.0]])}
    after = update_parameters(before, slopes, learning_rate=learning_rate)
    assert isinstance(after, dict), (
        f"update_parameters should return the dictionary of updated parameters, but returned a {type(after).__name__}.")
    for name, expected in by_hand.items():
        assert name in after, f'The dictionary has no entry "{name}"; its entries are {list(after)}.'
        assert np.shape(after[name]) == np.shape(expected), (
            f"{name} should keep its shape {np.shape(expected)}, but has shape {np.shape(after[name])}.")
        assert np.allclose(after[name], expected), (
            f"With learning_rate={learning_rate}, {name} should become {expected}, but is\n{after[name]}\n"
            f"Subtract learning_rate times d{name}, and use the argument learning_rate, not a fixed number.")
print("✓ update_parameters passes the first check")

# %% [markdown]
# ## 7. Train the model
#
# `nn_model` puts the pieces together. Gradient descent repeats four steps, and every repetition sees all
# $m$ examples:
#
# | order | step | uses | gives |
# |---|---|---|---|
# | 1 | forward propagation | `X`, `parameters` | `A2`, `cache` |
# | 2 | cost, where it is asked for | `A2`, `Y` | a number |
# | 3 | backward propagation | `parameters`, `cache`, `X`, `Y` | `grads` |
# | 4 | update | `parameters`, `grads` | `parameters` |
#
# What your function should do:
#
# - Call `np.random.seed(42)` first, then initialize the parameters once, before the loop. The same call
#   then gives the same result every time.
# - Repeat the four steps `num_iterations` times with `learning_rate=1.2`. With `num_iterations=0` the
#   initial parameters come back.
# - Loop over `progress(num_iterations)` from the setup cell: it counts like `range` and shows a tqdm
#   progress bar.
# - If `costs` is a list, append the cost of every iteration, computed before that iteration's update.
#   The list is how you get the costs out for a plot. After the call it holds `num_iterations` numbers.
# - If `print_cost` is true, print the cost at iterations 0, 1000, 2000, … Use `tqdm.write(text)`, which
#   prints above the progress bar without breaking it.
# - Return the dictionary of parameters and nothing else.
#
# **A number to expect.** With small initial weights every $z^{[2]}$ is close to 0 and every output close to
# one half, so the first cost is close to $\ln 2 \approx 0.693147$. For the spirals and the
# initialization described in step 2 it is 0.693141.

# %% nbgrader={"grade_id": "nn_model", "solution": true}
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False, costs=None):
    """Train a network with one hidden layer by gradient descent, and return its parameters.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    Y : array of shape (1, m), labels 0 or 1
    n_h : int, number of hidden units
    num_iterations : int, number of gradient descent steps; 0 returns the initial parameters
    print_cost : bool, whether to print the cost every 1000 iterations
    costs : list or None; the cost of every iteration, before its update, is appended to a list

    Returns
    -------
    parameters : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (1, n_h), "b2" (1, 1)
    """
    ### BEGIN SOLUTION
    np.random.seed(42)
    parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
    Y = Y.astype(float)  # once, not in every iteration

    for i in progress(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        if costs is not None:
            costs.append(compute_cost(A2, Y))
        if print_cost and i % 1000 == 0:
            tqdm.write(f"cost after iteration {i:4d}: {compute_cost(A2, Y):.6f}")

        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate=1.2)

    return parameters
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_nn_model", "grade": true, "locked": true, "points": 10}
small_X, small_Y = make_spirals(points_per_class=20, seed=3)
first_costs = []
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):  # hide the progress bars
    untrained = nn_model(small_X, small_Y, n_h=3, num_iterations=0)
    trained = nn_model(small_X, small_Y, n_h=3, num_iterations=100, costs=first_costs)
    trained_again = nn_model(small_X, small_Y, n_h=3, num_iterations=100)

for num_iterations, answer in ((0, untrained), (100, trained), (100, trained_again)):
    assert isinstance(answer, dict), (
        f"nn_model should return the dictionary of parameters, but with num_iterations={num_iterations} it returned "
        f"a {type(answer).__name__}.")
    for name, shape in {"W1": (3, 2), "b1": (3, 1), "W2": (1, 3), "b2": (1, 1)}.items():
        assert name in answer, f'The parameters have no entry "{name}"; their entries are {list(answer)}.'
        assert np.shape(answer[name]) == shape, (
            f"With 2 inputs and n_h=3, {name} should have shape {shape}, but has shape {np.shape(answer[name])}.")
assert len(first_costs) == 100, (
    f"After 100 iterations the list `costs` should hold 100 numbers, but holds {len(first_costs)}. "
    "Append the cost in every iteration.")
first_costs = np.ravel(first_costs)
assert abs(first_costs[0] - np.log(2)) < 0.05, (
    f"The first cost should be close to ln 2 = 0.6931, but is {first_costs[0]:.4f}. If the earlier checks pass, "
    "initialize once, before the loop, and compute the cost before the update.")
assert first_costs[-1] < first_costs[0], (
    f"The cost should fall, but went from {first_costs[0]:.6f} to {first_costs[-1]:.6f} in 100 iterations. "
    "If the earlier checks pass: does the loop keep what update_parameters returns?")
for name in ("W1", "b1", "W2", "b2"):
    assert np.allclose(trained[name], trained_again[name]), (
        f"Two equal calls returned different values of {name}. Call np.random.seed(42) first, and seed any other "
        "generator that you use.")
print(f"✓ nn_model passes the first check: the cost fell from {first_costs[0]:.4f} to {first_costs[-1]:.4f}")

# %% [markdown]
# ## 8. Predict
#
# To turn the probability $a^{[2]}$ into a label, compare it with one half:
#
# $$
# \hat{y} = \begin{cases} 1 & \text{if } a^{[2]} > 0.5, \\ 0 & \text{otherwise.} \end{cases}
# $$
#
# An output of exactly 0.5 is labeled 0. `predict` returns one label for each column of `X`, in an array of
# shape $(1, m)$. Integers, floats and booleans (`True` for 1) are all fine.
#
# **By hand.** The outputs of the pencil network, $(0.75,\ 0.1,\ 0.25,\ 0.9)$, become the labels
# $(1,\ 0,\ 0,\ 1)$. The true labels are $(1,\ 0,\ 1,\ 1)$, so three of four are right: an accuracy of 75 %.

# %% nbgrader={"grade_id": "predict", "solution": true}
def predict(parameters, X):
    """Return the label that the network gives to every example.

    Parameters
    ----------
    parameters : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (1, n_h), "b2" (1, 1)
    X : array of shape (n_x, m), inputs

    Returns
    -------
    labels : array of shape (1, m), 1 where the output is larger than 0.5, else 0
    """
    ### BEGIN SOLUTION
    A2, _ = forward_propagation(X, parameters)
    return (A2 > 0.5).astype(int)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_predict", "grade": true, "locked": true, "points": 5}
pencil_X, pencil_Y, pencil_parameters, _ = pencil_network()
labels = predict(pencil_parameters, pencil_X)
assert not isinstance(labels, tuple), "predict should return the labels alone, but returned a tuple."
assert np.shape(labels) == (1, 4), (
    f"For 4 examples the labels should have shape (1, 4), but have shape {np.shape(labels)}.")
assert np.array_equal(np.asarray(labels, dtype=float), [[1, 0, 0, 1]]), (
    f"The outputs are 0.75, 0.1, 0.25, 0.9, so the labels should be [[1 0 0 1]], but are {labels}.")

all_zero = {"W1": np.zeros((3, 2)), "b1": np.zeros((3, 1)), "W2": np.zeros((1, 3)), "b2": np.zeros((1, 1))}
labels = predict(all_zero, pencil_X)
assert np.array_equal(np.asarray(labels, dtype=float), [[0, 0, 0, 0]]), (
    f"With all parameters zero every output is exactly 0.5, which is labeled 0, but you returned {labels}. "
    "Compare with >, not with >=.")
print("✓ predict passes the first check")

# %% [markdown]
# ## Train on the spirals
#
# Everything is in place. The next cell trains a network with $n_h = 4$ hidden units for 10,000 iterations,
# which takes some seconds, and draws two pictures: the cost during training and the decision boundary.

# %% tags=["demo"] nbgrader={"grade_id": "train_spirals", "locked": true}
spiral_costs = []
spiral_parameters = nn_model(X, Y, n_h=4, num_iterations=10000, print_cost=True, costs=spiral_costs)
spiral_costs = np.ravel(spiral_costs)

wrong = np.ravel(predict(spiral_parameters, X)) != np.ravel(Y)
accuracy = 1 - wrong.mean()
print(f"Network with 4 hidden units: accuracy {accuracy:.2%}, {wrong.sum()} of {wrong.size} points wrong")

jump = np.argmax(np.diff(spiral_costs[:1000])) + 1  # the iteration reached by the largest single rise
fig, (whole, start) = plt.subplots(1, 2, figsize=(11, 4), sharey=True, layout="constrained")
whole.plot(spiral_costs, color="0.2", linewidth=1.2)
whole.set(title="All 10,000 iterations", ylabel="cost (logarithmic scale)")
start.plot(spiral_costs[:500], color="0.2", linewidth=1.2)
start.annotate(f"jump near iteration {jump}", xy=(jump, spiral_costs[jump]), xytext=(300, 0.45),
               arrowprops={"arrowstyle": "->", "color": CLASS_COLORS[1]}, color=CLASS_COLORS[1])
start.set(title="The first 500 iterations")
for ax in (whole, start):
    ax.set(yscale="log", xlabel="iteration")
    ax.grid(alpha=0.3)
plt.show()

plot_decision_boundary(lambda points: predict(spiral_parameters, points), X, Y,
                       title=f"Network with 4 hidden units, accuracy {accuracy:.2%}")
plt.show()

# %% [markdown]
# **The accuracy** is 99.75 %: 2 of 800 points are wrong, where logistic regression had 270. The boundary
# now bends between the arms; far from the points its course means little. Both wrong points lie at the
# center, and one error there cannot be avoided: the first point of each arm is the origin itself, with
# label 0 on one arm and label 1 on the other.
#
# **The cost** stays slightly below $\ln 2$ for the first iterations, while the weights are small and all outputs
# close to one half, and then falls. Around iteration 250 it jumps. By then the curvature of
# the cost in its steepest direction is about 2.6, larger than $2 / \alpha \approx 1.67$. A step with $\alpha = 1.2$
# then overshoots the bottom of the valley, and each step lands farther away than the one before, until
# the network reaches a flatter region, where training goes on. This behavior is known as the *edge of
# stability*. With a learning rate of 0.8 or less the jump does not happen here.
#
# **Your costs may differ** from someone else's by a few percent from iteration 1000 on. That is no
# mistake. Up to about iteration 200, two correct programs agree to many digits. Then the unstable steps
# magnify differences in the last binary digit, such as those from adding in another order, more than a
# billion times. What should agree, if you initialized as described in step 2, is the first cost, 0.693141,
# and the accuracy. Other starting weights lead to accuracies from about 98 to 99.75 %.

# %% [markdown]
# ## Change the size of the hidden layer
#
# Each hidden unit contributes one smooth step across the plane, and the output adds the steps up. How many
# does it take to follow two spirals? The next cell trains seven networks, 2000 iterations each.

# %% tags=["demo"] nbgrader={"grade_id": "sweep_hidden_sizes", "locked": true}
hidden_sizes = [1, 2, 3, 4, 5, 10, 20]
networks = [nn_model(X, Y, n_h=n_h, num_iterations=2000) for n_h in hidden_sizes]
accuracies = [np.mean(np.ravel(predict(network, X)) == np.ravel(Y)) for network in networks]

fig, axes = plt.subplots(2, 4, figsize=(13, 6.2), layout="constrained")
for ax, n_h, network, accuracy in zip(axes.flat, hidden_sizes, networks, accuracies):
    plot_decision_boundary(lambda points: predict(network, points), X, Y, ax=ax, size=7,
                           title=f"$n_h = {n_h}$, accuracy {accuracy:.1%}")
    ax.label_outer()
handles, _ = axes[0, 0].get_legend_handles_labels()
fig.legend(handles, ["class 0", "class 1", "wrong"], loc="outside lower center", ncol=3, frameon=False, markerscale=2)

summary = axes[1, 3]
positions = np.arange(len(hidden_sizes))
summary.plot(positions, 100 * np.array(accuracies), "o-", color="0.2")
summary.axhline(66.25, color="0.5", linestyle="--", linewidth=1)
summary.text(positions[-1], 67.2, "logistic regression", ha="right", color="0.35")
summary.set(title="Accuracy by hidden size", xlabel="hidden units $n_h$", ylabel="accuracy (%)",
            xticks=positions, xticklabels=hidden_sizes, ylim=(60, 101), box_aspect=0.8)
summary.grid(alpha=0.3)
fig.suptitle("Decision boundaries after 2000 iterations")
plt.show()

# %% [markdown]
# One hidden unit draws a straight line, and at about 70 % does little better than logistic regression. Two
# units bend the boundary and reach about 91 %. From three units on the boundary follows the arms, and
# every network classifies 98 to 99 % correctly. More units do not help further here: 20 units are no better
# than 3 after the same number of iterations. A larger layer can express more, but it has to be
# trained as well, and these points are easy to separate once the boundary can bend.
#
# All accuracies in this notebook are measured on the points used for training. How a network does on points
# it has never seen is another question; `make_spirals(seed=1)` gives you such points, if you want to look.

# %% [markdown]
# ## What you learned
#
# - A hidden layer with a nonlinear activation lets a network draw curved decision boundaries; logistic
#   regression draws straight ones.
# - Forward propagation is two matrix products, two biases and two activations, for all examples at once.
# - Backward propagation reads the same chain from the end: each gradient is a matrix product of what comes
#   back from the layer above and what came in from the layer below, and it has the shape of its parameter.
# - The mean in the cost puts the factor $\frac{1}{m}$ into every gradient exactly once.
# - Gradient descent with a large learning rate may raise the cost for some steps and still succeed.
#
# **One question further.** Change `initialize_parameters` so that all weights start at 0.01 instead of at
# random values, and train with $n_h = 4$. Before you run it, use the formulas of step 5 to predict how the
# four rows of `W1` will compare after 10,000 iterations, and which panel of the last picture the boundary
# will resemble. What happens if all weights start at 0? (Undo the change before you hand in.)

# %% [markdown]
# ## References
#
# - The spirals follow an idea from the CS231n notes,
#   [Putting it together: minimal neural network case study](https://cs231n.github.io/neural-networks-case-study/).
# - The outline of the assignment follows the well-known exercise on planar data with one hidden layer
#   in Andrew Ng's [Neural Networks and Deep Learning](https://www.coursera.org/learn/neural-networks-deep-learning).
# - On the jump of the cost: J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar,
#   [Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability](https://arxiv.org/abs/2103.00065), ICLR 2021.
# - The colors: M. Okabe, K. Ito, [Color Universal Design](https://jfly.uni-koeln.de/color/).
