# %% [markdown]
# # Train a softmax network and check its gradient
#
# So far every network answered one question with yes or no. In this assignment you build one that chooses
# among several classes: a hidden layer of ReLU units, a softmax output, and a cost that also keeps the
# weights small. And you build the tool that tells whether a gradient is right, which works for any network
# you will ever write.
#
# **What you'll do**
#
# - write five short functions: forward propagation, cost, backward propagation, update, prediction
# - compute the gradient a second time, by numbers alone, and compare the two
# - train the network on two data sets, a flower with two classes and a spiral with three
# - as a bonus, find the settings under which scikit-learn's network is yours, digit for digit
# - write a short analysis of what you saw
#
# **What you'll learn**
#
# - how softmax turns scores into probabilities, and how to keep it from overflowing
# - what weight decay adds to the cost and to the gradient
# - how to check a gradient, what such a check can miss, and why it stumbles over ReLU
#
# **What you need**
#
# - assignment 1: one hidden layer, the chain rule, gradient descent
# - NumPy: `@`, `*`, `sum` and `max` with `axis` and `keepdims`, indexing with two arrays
# - the packages numpy, matplotlib and tqdm, and scikit-learn for the bonus
#
# | step | function | returns | points |
# |---|---|---|---:|
# | 1 | `forward` | the probabilities $A^{[3]}$ and a cache | 10 |
# | 2 | `cost` | mean negative log-likelihood plus decay | 10 |
# | 3 | `backward` | the four gradients | 20 |
# | 4 | `update_params` | nothing; changes the parameters in place | 5 |
# | 5 | `nn_predict` | a label for each example | 5 |
# | 6 | `compute_numerical_gradient` | the four gradients, by numbers | 10 |
# | 7 | `accuracy` | the share of right labels | 5 |
# | 8, 9 | bonus: `mlp_settings`, `mlp_accuracy` | scikit-learn's settings and accuracy | 12 + 8 |
# | 10 | analysis | a text, graded by hand | 5 |
# | | | **total** | **70 + 20 bonus** |
#
# The 70 points are full marks. A gradebook counts the bonus like any other points, so it shows 90 as the
# largest possible score.
#
# **Hand in** this one notebook file (`.ipynb`) after *Restart kernel and run all cells*.

# %% [markdown]
# ## How your work is checked
#
# Replace each `raise NotImplementedError()` by your code. The cell after each function is a first check
# with numbers you can verify with a pencil. Grading repeats it and adds checks with other numbers and other
# sizes, so write every function for any number of inputs, hidden units, classes and examples.
#
# These rules hold for the whole notebook:
#
# - Keep the function names, the arguments and the shapes. Helper functions, extra cells and extra optional
#   arguments of your own are welcome.
# - Compute in NumPy's default type, float64.
# - `update_params` changes the dictionary `params` that it is given. All other functions leave their
#   arguments as they were.
# - Any correct way to compute the result earns full points, loops included. Loops over 400 examples are
#   slow, so the text describes products of whole matrices.
#
# Run the next cell first. It imports the packages and defines a progress bar for the training loop.

# %% nbgrader={"grade_id": "setup", "locked": true}
import contextlib
import io
import sys
import time

import matplotlib.pyplot as plt
import numpy as np
from tqdm import tqdm, trange

tqdm.monitor_interval = 0  # tqdm's helper thread cannot start when Python runs in a browser


def progress(num_epochs):
    """Return `range(num_epochs)` with a tqdm progress bar that disappears at the end."""
    return trange(num_epochs, desc="gradient descent", leave=False, file=sys.stdout)


# %% [markdown]
# ## The data: a flower and a spiral
#
# The **flower** has 400 points of two classes. Along each half of it the radius swings as $4 \sin 4t$ while
# the angle $t$ turns, which draws petals; a negative radius lands on the opposite side. Four petals belong
# to each class. The **spiral** has 300 points of three classes, one arm each. Normal noise blurs both.
#
# Examples stand in **columns** again, as in assignments 1 and 3. The labels are simpler than before: `y` is
# a plain vector of $m$ integers, from 0 to $n_y - 1$, where $n_y$ is the number of classes.
#
# Both loaders draw from NumPy's global stream, and so does the initialization of the weights further down.
# Call `np.random.seed(1)` once, then load, then train: in this order every number below can be reproduced.

# %% nbgrader={"grade_id": "data", "locked": true}
def load_flower_dataset(stream=np.random):
    """Return a flower of two classes with 200 points each.

    Parameters
    ----------
    stream : where the noise comes from, np.random or a np.random.RandomState

    Returns
    -------
    X : float array of shape (2, 400), one point per column
    y : int array of shape (400,), labels 0 and 1
    n_y : 2, the number of classes
    """
    petals = []
    for label in (0, 1):
        # 3.12 is a little less than pi; with pi the picture is the same and the figures below are not.
        angle = np.linspace(3.12 * label, 3.12 * (label + 1), 200) + 0.2 * stream.randn(200)
        radius = 4 * np.sin(4 * angle) + 0.2 * stream.randn(200)
        petals.append(np.vstack([radius * np.sin(angle), radius * np.cos(angle)]))
    return np.hstack(petals), np.repeat([0, 1], 200), 2


def load_spiral_dataset(stream=np.random):
    """Return a spiral of three arms with 100 points each.

    Parameters
    ----------
    stream : where the noise comes from, np.random or a np.random.RandomState

    Returns
    -------
    X : float array of shape (2, 300), one point per column
    y : int array of shape (300,), labels 0, 1 and 2
    n_y : 3, the number of classes
    """
    radius = np.linspace(0, 1, 100)
    arms = []
    for label in (0, 1, 2):
        angle = np.linspace(4 * label, 4 * (label + 1), 100) + 0.2 * stream.randn(100)
        arms.append(np.vstack([radius * np.sin(angle), radius * np.cos(angle)]))
    return np.hstack(arms), np.repeat([0, 1, 2], 100), 3


# %% [markdown]
# Two plotting functions come with the assignment, as in assignment 1: `plot_points` draws the examples with
# their true labels, and `plot_decision_boundary` also tints the plane by the predicted class and puts a
# black cross on every example that is classified wrongly. It asks for predictions in portions, because a
# network keeps all its hidden values: a fine grid at once could take more memory than the training.

# %% nbgrader={"grade_id": "plot_helpers", "locked": true}
CLASS_COLORS = ["#0072B2", "#D55E00", "#009E73"]  # Okabe-Ito blue, vermillion and green
REGION_COLORS = ["#D3E7F3", "#FAE1D0", "#D2EBE1"]  # light tints of the same three
CLASS_MARKERS = ["o", "^", "s"]


def plot_points(X, y, ax, size=20):
    """Draw the columns of X, of shape (2, m), on `ax`, marked by their true labels y, of shape (m,)."""
    for label in np.unique(y):
        ax.scatter(*X[:, y == label], s=size, c=CLASS_COLORS[label], marker=CLASS_MARKERS[label],
                   edgecolors="white", linewidths=0.3, label=f"class {label}")
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")


def plot_decision_boundary(predict_labels, X, y, ax=None, title="Decision boundary", size=20):
    """Draw the region of each predicted class, the examples, and a cross on each wrong one.

    Parameters
    ----------
    predict_labels : function from points of shape (2, n) to n labels
    X, y : examples of shape (2, m) and their true labels of shape (m,)
    ax : axes to draw on; without it, a new figure with a legend is made
    """
    own_figure = ax is None
    if own_figure:
        _, ax = plt.subplots(figsize=(6, 6.4))

    margin = 0.08 * (X.max() - X.min())
    low, high = X.min(axis=1) - margin, X.max(axis=1) + margin
    x1, x2 = np.meshgrid(np.linspace(low[0], high[0], 300), np.linspace(low[1], high[1], 300))
    grid = np.vstack([x1.ravel(), x2.ravel()])
    portions = [predict_labels(grid[:, i : i + 4096]) for i in range(0, grid.shape[1], 4096)]
    regions = np.concatenate([np.ravel(np.asarray(portion)) for portion in portions]).reshape(x1.shape)
    for label in np.unique(y):
        inside = (regions == label).astype(float)
        ax.contourf(x1, x2, inside, levels=[0.5, 1.5], colors=REGION_COLORS[label])
        if 0 < inside.mean() < 1:
            ax.contour(x1, x2, inside, levels=[0.5], colors="0.35", linewidths=0.8)

    plot_points(X, y, ax, size)
    wrong = np.ravel(np.asarray(predict_labels(X))) != y
    ax.scatter(*X[:, wrong], s=1.6 * size, c="black", marker="x", linewidths=0.8, label=f"wrong: {wrong.sum()}")
    ax.set_title(title)
    if own_figure:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncol=4, frameon=False, markerscale=1.3,
                  columnspacing=1, handletextpad=0.3)
    return ax


# %% tags=["demo"] nbgrader={"grade_id": "plot_data", "locked": true}
fig, axes = plt.subplots(1, 2, figsize=(11, 5.2), layout="constrained")
for ax, load, title in ((axes[0], load_flower_dataset, "Flower, two classes"),
                        (axes[1], load_spiral_dataset, "Spiral, three classes")):
    np.random.seed(1)
    points, labels, _ = load()
    plot_points(points, labels, ax)
    ax.set_title(title)
fig.legend(*axes[1].get_legend_handles_labels(), loc="outside lower center", ncol=3, frameon=False, markerscale=1.3)
plt.show()

# %% [markdown]
# The eight petals of the flower meet at the center, where the classes overlap, and the noise has put a few
# points into a petal of the other class: some errors are unavoidable. The three arms of the spiral start
# together and then keep apart.
#
# ## The network
#
# Each of the $n_h$ hidden units computes a weighted sum of the inputs and cuts off what is negative:
# $\mathrm{ReLU}(z) = \max(0, z)$. The output layer computes one score per class, and softmax turns the
# scores of an example into probabilities. For example number $i$:
#
# $$
# \begin{aligned}
# z^{[2](i)} &= W^{[1]} x^{(i)} + b^{[1]}, & a^{[2](i)} &= \max\bigl(0, z^{[2](i)}\bigr), \\
# z^{[3](i)} &= W^{[2]} a^{[2](i)} + b^{[2]}, & a^{[3](i)} &= \mathrm{softmax}\bigl(z^{[3](i)}\bigr).
# \end{aligned}
# $$
#
# **Mind the numbering.** Here the input counts as layer 1, so the hidden layer is layer 2 and the output
# layer 3. What assignment 1 called $Z^{[1]}$ and $A^{[1]}$ is called $Z^{[2]}$ and $A^{[2]}$ here. Both
# conventions are common. The parameters keep their names: $W^{[1]}$ leads from layer 1 to layer 2.
#
# | symbol | in code | shape | meaning |
# |---|---|---|---|
# | $m$ | `m` | | number of examples |
# | $n_x$, $n_h$, $n_y$ | `n_x`, `n_h`, `n_y` | | number of inputs, hidden units, classes |
# | $X$ | `X` | $(n_x, m)$ | inputs, one example per column |
# | $y$ | `y` | $(m,)$ | true labels, integers from $0$ to $n_y - 1$ |
# | $Y$ | `one_hot(y, n_y)` | $(n_y, m)$ | the same labels, one 1 in each column |
# | $W^{[1]}$, $b^{[1]}$ | `W1`, `b1` | $(n_h, n_x)$, $(n_h, 1)$ | weights and biases of the hidden layer |
# | $W^{[2]}$, $b^{[2]}$ | `W2`, `b2` | $(n_y, n_h)$, $(n_y, 1)$ | weights and biases of the output layer |
# | $Z^{[2]}$, $A^{[2]}$ | `Z2`, `A2` | $(n_h, m)$ | hidden layer before and after the activation |
# | $Z^{[3]}$, $A^{[3]}$ | `Z3`, `A3` | $(n_y, m)$ | scores and probabilities of the classes |
# | $\lambda$ | `decay` | | strength of the weight decay |
# | $\partial J / \partial W^{[1]}$, … | `dW1`, … | as `W1`, … | gradient of the cost $J$ |
#
# ### A network for pencil and paper
#
# All examples in the text use one small network with $n_x = 2$, $n_h = 4$, $n_y = 3$ and $m = 5$ examples.
# Its hidden layer holds integers only, and the weights of its output layer are multiples of
# $h = \ln 2 \approx 0.6931$, so that $e^{kh} = 2^k$ and every probability is a short decimal:
#
# $$
# X = \begin{pmatrix} -1 & 1 & 0 & -2 & 0 \\ 1 & 0 & -2 & 0 & 1 \end{pmatrix}, \quad
# y = (2,\ 1,\ 1,\ 0,\ 2), \quad
# W^{[1]} = \begin{pmatrix} 1 & 1 \\ 0 & -1 \\ 1 & -1 \\ -1 & -1 \end{pmatrix}, \quad
# b^{[1]} = \begin{pmatrix} 1 \\ -1 \\ 0 \\ -1 \end{pmatrix},
# $$
#
# $$
# W^{[2]} = h \begin{pmatrix} -1 & 1 & -1 & 0 \\ -1 & -1 & 2 & -1 \\ 1 & 0 & 0 & 0 \end{pmatrix}, \quad
# b^{[2]} = h \begin{pmatrix} -1 \\ -1 \\ -2 \end{pmatrix}.
# $$
#
# Each call of `pencil_network()` returns a fresh copy of it, with the values of both layers.

# %% nbgrader={"grade_id": "pencil_network", "locked": true}
def pencil_network():
    """Return X (2, 5), y (5,), parameters and cache of the network worked by hand in the text."""
    h = np.log(2)
    X = np.array([[-1.0, 1, 0, -2, 0],
                  [1, 0, -2, 0, 1]])
    y = np.array([2, 1, 1, 0, 2])
    params = {
        "W1": np.array([[1.0, 1], [0, -1], [1, -1], [-1, -1]]),
        "b1": np.array([[1.0], [-1], [0], [-1]]),
        "W2": h * np.array([[-1, 1, -1, 0], [-1, -1, 2, -1], [1, 0, 0, 0]]),
        "b2": h * np.array([[-1], [-1], [-2]]),
    }
    cache = {
        "Z2": np.array([[1.0, 2, -1, -1, 2], [-2, -1, 1, -1, -2], [-2, 1, 2, -2, -1], [-1, -2, 1, 1, -2]]),
        "A2": np.array([[1.0, 2, 0, 0, 2], [0, 0, 1, 0, 0], [0, 1, 2, 0, 0], [0, 0, 1, 1, 0]]),
        "Z3": h * np.array([[-2, -4, -2, -1, -3], [-2, -1, 1, -2, -3], [-1, 0, -2, -2, 0]]),
        "A3": np.array([[0.25, 0.04, 0.1, 0.5, 0.1], [0.25, 0.32, 0.8, 0.25, 0.1], [0.5, 0.64, 0.1, 0.25, 0.8]]),
    }
    return X, y, params, cache


# %% [markdown]
# ## 1. Propagate forward
#
# For all examples at once:
#
# $$
# Z^{[2]} = W^{[1]} X + b^{[1]}, \qquad A^{[2]} = g\bigl(Z^{[2]}\bigr), \qquad
# Z^{[3]} = W^{[2]} A^{[2]} + b^{[2]}, \qquad A^{[3]} = \mathrm{softmax}\bigl(Z^{[3]}\bigr).
# $$
#
# | product | shapes | result | plus a bias of shape |
# |---|---|---|---|
# | $W^{[1]} X$ | $(n_h, n_x)\,(n_x, m)$ | $(n_h, m)$ | $(n_h, 1)$ |
# | $W^{[2]} A^{[2]}$ | $(n_y, n_h)\,(n_h, m)$ | $(n_y, m)$ | $(n_y, 1)$ |
#
# **The activation** $g$ of the hidden layer is ReLU. In step 6 you will exchange it for the sigmoid, and
# for that your function has an optional argument: with `activation="relu"`, the default, $g$ is `relu`, and
# with `activation="sigmoid"` it is `sigmoid`. Both functions are given below.
#
# **Softmax** makes the scores $z_1, \dots, z_{n_y}$ of one example positive and divides by their sum:
#
# $$
# a_k = \frac{e^{z_k}}{\sum_j e^{z_j}} = \frac{e^{z_k - c}}{\sum_j e^{z_j - c}} \qquad \text{for every number } c.
# $$
#
# The second form is the same fraction, with numerator and denominator multiplied by $e^{-c}$. On paper it
# makes no difference; in float64 it does. $e^{710}$ is infinite, and infinity divided by infinity is `nan`.
# Take for $c$ the largest score of the example: then the largest exponent is $0$, nothing overflows, and
# the sum is at least 1. Each column has its own largest score. One $c$ for the whole matrix would not do:
# in a column far below it every exponential becomes 0, and 0 divided by 0 is `nan` again.
#
# **By hand.** The second example of the pencil network is $x = (1, 0)$. Its hidden units give
# $z^{[2]} = (1 + 1,\ 0 - 1,\ 1 + 0,\ -1 - 1) = (2, -1, 1, -2)$, so $a^{[2]} = (2, 0, 1, 0)$. The scores are
#
# $$
# \begin{aligned}
# z^{[3]}_1 &= h\,(-1 \cdot 2 - 1 \cdot 1 - 1) = -4h, \\
# z^{[3]}_2 &= h\,(-1 \cdot 2 + 2 \cdot 1 - 1) = -h, \\
# z^{[3]}_3 &= h\,(1 \cdot 2 - 2) = 0.
# \end{aligned}
# $$
#
# The largest is already 0. The exponentials are $\frac{1}{16}, \frac{1}{2}, 1$, or $1 : 8 : 16$, and
# divided by their sum they are $0.04,\ 0.32,\ 0.64$. All five examples together:
#
# $$
# A^{[2]} = \begin{pmatrix} 1 & 2 & 0 & 0 & 2 \\ 0 & 0 & 1 & 0 & 0 \\ 0 & 1 & 2 & 0 & 0 \\ 0 & 0 & 1 & 1 & 0 \end{pmatrix},
# \qquad
# A^{[3]} = \begin{pmatrix} 0.25 & 0.04 & 0.1 & 0.5 & 0.1 \\ 0.25 & 0.32 & 0.8 & 0.25 & 0.1 \\ 0.5 & 0.64 & 0.1 & 0.25 & 0.8 \end{pmatrix}.
# $$
#
# Your function also returns a `cache`, a dictionary of the four matrices, because backward propagation
# needs them again.

# %% nbgrader={"grade_id": "activations", "locked": true}
def relu(z):
    """Return max(0, z), elementwise."""
    return np.maximum(z, 0)


def sigmoid(z):
    """Return 1 / (1 + exp(-z)), elementwise: a number between 0 and 1 for every entry of z."""
    return 1 / (1 + np.exp(-z))


# %% nbgrader={"grade_id": "forward", "solution": true}
def forward(X, params, activation="relu"):
    """Return the probability of every class for every example, and the values computed on the way.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    params : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)
    activation : "relu" or "sigmoid", the activation of the hidden layer

    Returns
    -------
    A3 : array of shape (n_y, m), probabilities; finite however large the scores are
    cache : dict with "Z2" and "A2" of shape (n_h, m), "Z3" and "A3" of shape (n_y, m)
    """
    ### BEGIN SOLUTION
    Z2 = params["W1"] @ X + params["b1"]
    A2 = sigmoid(Z2) if activation == "sigmoid" else relu(Z2)
    Z3 = params["W2"] @ A2 + params["b2"]
    E = np.exp(Z3 - Z3.max(axis=0))
    A3 = E / E.sum(axis=0)
    return A3, {"Z2": Z2, "A2": A2, "Z3": Z3, "A3": A3}
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_forward", "grade": true, "locked": true, "points": 10}
pencil_X, pencil_y, pencil_params, by_hand = pencil_network()
answer = forward(pencil_X, pencil_params)
assert isinstance(answer, (tuple, list)) and len(answer) == 2, (
    f"forward should return two things, A3 and the cache, but returned a {type(answer).__name__}.")
A3_answer, cache_answer = answer
assert isinstance(cache_answer, dict), f"The cache should be a dictionary, but is a {type(cache_answer).__name__}."
hints = {
    "Z2": "Z2 is the matrix product of W1 and X, plus b1.",
    "A2": "Apply relu to every entry of Z2.",
    "Z3": "Z3 is the matrix product of W2 and A2, plus b2.",
    "A3": "Divide the exponentials of each column of Z3 by their sum, along axis 0.",
}
for name, hint in hints.items():
    assert name in cache_answer, f'The cache has no entry "{name}"; its entries are {list(cache_answer)}.'
    assert np.shape(cache_answer[name]) == by_hand[name].shape, (
        f"{name} should have shape {by_hand[name].shape}, but has shape {np.shape(cache_answer[name])}. {hint}")
    assert np.allclose(cache_answer[name], by_hand[name]), (
        f"{name} should be\n{by_hand[name]}\nbut is\n{cache_answer[name]}\n{hint}")
assert np.shape(A3_answer) == (3, 5) and np.allclose(A3_answer, by_hand["A3"]), (
    f"The first value returned should be A3,\n{by_hand['A3']}\nbut is\n{A3_answer}")

huge = {"W1": np.eye(2), "b1": np.zeros((2, 1)), "W2": np.array([[1.0, 0], [0, 1], [0, 0]]), "b2": np.zeros((3, 1))}
A3_answer = np.asarray(forward(np.array([[1000.0, 0], [0, 0]]), huge)[0])
assert np.allclose(A3_answer, [[1, 1 / 3], [0, 1 / 3], [0, 1 / 3]]), (
    f"Scores of (1000, 0, 0) give the probabilities (1, 0, 0), and (0, 0, 0) gives 1/3 each, but you got\n{A3_answer}\n"
    "Subtract the largest score of each column before taking exponentials.")

A2_answer = np.asarray(forward(pencil_X, pencil_params, activation="sigmoid")[1]["A2"])
assert np.allclose(A2_answer, sigmoid(by_hand["Z2"])), (
    'With activation="sigmoid" the hidden layer is A2 = sigmoid(Z2), but you got\n' + str(A2_answer))
print("✓ forward passes the first check")

# %% [markdown]
# ## 2. Compute the cost
#
# The cost has two parts. The first is the **mean negative log-likelihood**. Each example contributes $-\ln$
# of the probability that the network gave to its true class $y^{(i)}$: nothing if it was certain and right,
# much if it was certain and wrong. The second part is the **weight decay**. It grows with the squares of
# all weights, $\lVert W \rVert^2 = \sum_{j,k} W_{jk}^2$, so that small weights are preferred; the biases
# are left free:
#
# $$
# J = -\frac{1}{m} \sum_{i=1}^{m} \ln a^{[3](i)}_{y^{(i)}}
# + \frac{\lambda}{2} \Bigl( \bigl\lVert W^{[1]} \bigr\rVert^2 + \bigl\lVert W^{[2]} \bigr\rVert^2 \Bigr).
# $$
#
# Three things about the second part differ between texts, so fix them here. There is a factor
# $\frac{1}{2}$, which makes the gradient simply $\lambda W$. It is not divided by $m$. And it contains no
# biases: a bias only shifts a unit, and there is no reason to pull it toward zero. A common text of this
# exercise leaves the convention open; its printed accuracy on the spiral, 98.67 %, comes out with this one,
# and not without the $\frac{1}{2}$ or with a division by $m$.
#
# **Picking the right probabilities.** With the row numbers `y` and the column numbers `np.arange(m)`,
# `A3[y, np.arange(m)]` is the vector of the $m$ entries needed. Or multiply by the one-hot matrix $Y$,
# whose column $i$ is 1 in row $y^{(i)}$ and 0 elsewhere: the sum of $Y \odot \ln A^{[3]}$ over everything
# is the same number. `one_hot(y, n_y)` makes $Y$, by one comparison. It needs the number of classes, which
# `A3` or `b2` tells: a batch need not hold every class. A common version of this exercise builds the matrix
# without it, and so loses the last row whenever the highest class is absent from `y`.
#
# `cost` begins with your own `forward`, to which it passes `activation` on. All probabilities in this
# notebook are above zero, so no logarithm is infinite.
#
# **By hand.** In the pencil network the true classes received the probabilities $0.5$, $0.32$, $0.8$, $0.5$
# and $0.8$. Without decay,
#
# $$
# J = -\tfrac{1}{5} \ln (0.5 \cdot 0.32 \cdot 0.8 \cdot 0.5 \cdot 0.8) = -\tfrac{1}{5} \ln 0.0512 \approx 0.5944.
# $$
#
# The squared weights are $\lVert W^{[1]} \rVert^2 = 7$ and
# $\lVert W^{[2]} \rVert^2 = 11 h^2 \approx 5.2850$. With $\lambda = 0.1$ the cost is
# $0.5944 + 0.05 \cdot (7 + 5.2850) \approx 1.2087$.
#
# A network that gives all classes the same probability costs $\ln n_y$ without decay:
# $\ln 2 \approx 0.6931$ for two classes, $\ln 3 \approx 1.0986$ for three.

# %% nbgrader={"grade_id": "one_hot", "locked": true}
def one_hot(y, n_y):
    """Return the float array of shape (n_y, m) with a 1 in row y[i] of column i, and 0 elsewhere."""
    return (np.arange(n_y)[:, np.newaxis] == y).astype(float)


# %% nbgrader={"grade_id": "cost", "solution": true}
def cost(X, y, params, decay, activation="relu"):
    """Return the mean negative log-likelihood of the labels plus the weight decay.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    y : int array of shape (m,), labels from 0 to n_y - 1; not every class need occur
    params : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)
    decay : float, the factor λ of the squared weights
    activation : "relu" or "sigmoid", the activation of the hidden layer

    Returns
    -------
    J : a number
    """
    ### BEGIN SOLUTION
    A3, _ = forward(X, params, activation)
    likelihoods = A3[y, np.arange(len(y))]
    squares = (params["W1"] ** 2).sum() + (params["W2"] ** 2).sum()
    return float(-np.mean(np.log(likelihoods)) + decay / 2 * squares)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_cost", "grade": true, "locked": true, "points": 10}
pencil_X, pencil_y, pencil_params, _ = pencil_network()
cost_answer = cost(pencil_X, pencil_y, pencil_params, decay=0)
assert cost_answer is not None, "cost returned None: it needs a return statement."
assert np.size(cost_answer) == 1, (
    f"The cost should be one number, but has shape {np.shape(cost_answer)}. Take the mean over the examples.")
assert np.allclose(np.squeeze(cost_answer), 0.5944, atol=1e-4), (
    f"Without decay the cost of the pencil network is 0.5944, but you got {cost_answer}. Look at three things: the "
    "minus sign, the division by m = 5, and the probabilities of the true classes, 0.5, 0.32, 0.8, 0.5, 0.8.")

cost_answer = cost(pencil_X, pencil_y, pencil_params, decay=0.1)
assert np.allclose(np.squeeze(cost_answer), 1.2087, atol=1e-4), (
    f"With decay 0.1 the cost of the pencil network is 1.2087, but you got {cost_answer}. Add decay / 2 times the sum "
    "of the squared weights, 7 + 5.2850, and leave the biases out.")

all_zero = {"W1": np.zeros((4, 2)), "b1": np.zeros((4, 1)), "W2": np.zeros((6, 4)), "b2": np.zeros((6, 1))}
cost_answer = cost(pencil_X, pencil_y, all_zero, decay=0.1)
assert np.allclose(np.squeeze(cost_answer), np.log(6), atol=1e-4), (
    f"With six classes and all parameters zero the cost is ln 6 = 1.7918, but you got {cost_answer}. The labels here "
    "are 0, 1 and 2; the number of classes is the number of rows of A3.")
print("✓ cost passes the first check")

# %% [markdown]
# ## 3. Propagate backward
#
# **Output layer.** One example adds $\frac{1}{m} \ell$ to the cost, with
# $\ell = -\ln a_y = -z_y + \ln \sum_j e^{z_j}$. Its derivative with respect to a score is short:
#
# $$
# \frac{\partial \ell}{\partial z_k} = \frac{e^{z_k}}{\sum_j e^{z_j}} - [k = y] = a_k - [k = y],
# $$
#
# where $[k = y]$ is 1 for the true class and 0 for the others, which is column $i$ of $Y$. It is the same
# "probability minus label" as in assignment 1, once for each class. The entries of a column add up to zero:
# what the true class gains, the others lose.
#
# **Hidden layer.** The error goes back through $W^{[2]\top}$ and the slope $g'$ of the activation. Both
# slopes can be read off the value $a = g(z)$ itself:
#
# | activation | $g(z)$ | slope $g'(z)$ |
# |---|---|---|
# | `"relu"` | $\max(0, z)$ | $1$ where $z > 0$, else $0$ |
# | `"sigmoid"` | $1 / (1 + e^{-z})$ | $a\,(1 - a)$ |
#
# **Weight decay** adds $\lambda W$ to the gradient of each weight matrix, the derivative of
# $\frac{\lambda}{2} \lVert W \rVert^2$, and nothing to those of the biases. Altogether:
#
# $$
# \begin{aligned}
# \frac{\partial J}{\partial Z^{[3]}} &= \frac{1}{m} \bigl(A^{[3]} - Y\bigr), &
# \frac{\partial J}{\partial Z^{[2]}} &= \Bigl(W^{[2]\top} \frac{\partial J}{\partial Z^{[3]}}\Bigr) \odot g'\bigl(Z^{[2]}\bigr), \\
# \frac{\partial J}{\partial W^{[2]}} &= \frac{\partial J}{\partial Z^{[3]}} A^{[2]\top} + \lambda W^{[2]}, &
# \frac{\partial J}{\partial W^{[1]}} &= \frac{\partial J}{\partial Z^{[2]}} X^{\top} + \lambda W^{[1]}, \\
# \frac{\partial J}{\partial b^{[2]}} &= \sum_{i=1}^{m} \frac{\partial J}{\partial z^{[3](i)}}, &
# \frac{\partial J}{\partial b^{[1]}} &= \sum_{i=1}^{m} \frac{\partial J}{\partial z^{[2](i)}}.
# \end{aligned}
# $$
#
# The factor $\frac{1}{m}$ appears once, in the first line. The decay is not divided by $m$, because it was
# not in the cost.
#
# | gradient | shapes | result |
# |---|---|---|
# | `dZ3` | | $(n_y, m)$ |
# | `dW2` | $(n_y, m)\,(m, n_h)$ | $(n_y, n_h)$, as `W2` |
# | `db2` | sum of each row of `dZ3` | $(n_y, 1)$, as `b2` |
# | `dZ2` | $(n_h, n_y)\,(n_y, m)$, then $\odot$ with $(n_h, m)$ | $(n_h, m)$ |
# | `dW1` | $(n_h, m)\,(m, n_x)$ | $(n_h, n_x)$, as `W1` |
# | `db1` | sum of each row of `dZ2` | $(n_h, 1)$, as `b1` |
#
# **Two traps in $A^{[3]} - Y$.** This line runs in every epoch of the training, 20,000 times on the flower,
# so it should be cheap. Building $Y$ as a sparse matrix and unpacking it, as a common version does, takes
# about 40 % of the whole training time; the comparison in `one_hot` takes a few percent. And $Y$ should
# hold floats. In small unsigned integers, `np.uint8(0) - np.uint8(1)` is 255.
#
# **By hand.** With $m = 5$ the pencil network has
#
# $$
# \frac{\partial J}{\partial Z^{[3]}} = \frac{1}{5} \begin{pmatrix}
# 0.25 & 0.04 & 0.1 & 0.5 - 1 & 0.1 \\ 0.25 & 0.32 - 1 & 0.8 - 1 & 0.25 & 0.1 \\ 0.5 - 1 & 0.64 & 0.1 & 0.25 & 0.8 - 1
# \end{pmatrix} = \begin{pmatrix}
# 0.05 & 0.008 & 0.02 & -0.1 & 0.02 \\ 0.05 & -0.136 & -0.04 & 0.05 & 0.02 \\ -0.1 & 0.128 & 0.02 & 0.05 & -0.04
# \end{pmatrix}.
# $$
#
# The row sums are $\partial J / \partial b^{[2]} = (-0.002, -0.056, 0.058)^\top$. The first entry of
# $\partial J / \partial W^{[2]}$ is $0.05 \cdot 1 + 0.008 \cdot 2 + 0.02 \cdot 2 = 0.106$, plus $\lambda$
# times the weight $-h$: with $\lambda = 0.1$ that is $0.106 - 0.0693 = 0.0367$. In the hidden layer, the
# fourth unit is active for examples 3 and 4 only. Its column of $W^{[2]}$ is $(0, -h, 0)$, so its errors
# are $-h \cdot (-0.04)$ and $-h \cdot 0.05$, and their sum is
# $\partial J / \partial b^{[1]}_4 = -0.01 h \approx -0.0069$. All four gradients for $\lambda = 0.1$,
# rounded:
#
# $$
# \frac{\partial J}{\partial W^{[1]}} = \begin{pmatrix} 0.4161 & -0.0941 \\ 0 & -0.1832 \\ -0.0941 & 0.0386 \\ -0.0307 & -0.1555 \end{pmatrix}, \quad
# \frac{\partial J}{\partial b^{[1]}} = \begin{pmatrix} -0.0166 \\ 0.0416 \\ -0.2634 \\ -0.0069 \end{pmatrix},
# $$
#
# $$
# \frac{\partial J}{\partial W^{[2]}} = \begin{pmatrix} 0.0367 & 0.0893 & -0.0213 & -0.0800 \\ -0.2513 & -0.1093 & -0.0774 & -0.0593 \\ 0.1453 & 0.0200 & 0.1680 & 0.0700 \end{pmatrix}, \quad
# \frac{\partial J}{\partial b^{[2]}} = \begin{pmatrix} -0.0020 \\ -0.0560 \\ 0.0580 \end{pmatrix}.
# $$

# %% nbgrader={"grade_id": "backward", "solution": true}
def backward(X, y, params, cache, decay, activation="relu"):
    """Return the gradient of the cost for every parameter.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    y : int array of shape (m,), labels from 0 to n_y - 1; not every class need occur
    params : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)
    cache : dict with "Z2" and "A2" of shape (n_h, m), "Z3" and "A3" of shape (n_y, m),
        as forward returns it for X, params and activation
    decay : float, the factor λ of the squared weights
    activation : "relu" or "sigmoid", the activation of the hidden layer

    Returns
    -------
    dParams : dict of arrays
        "dW1" of shape (n_h, n_x), "db1" of shape (n_h, 1),
        "dW2" of shape (n_y, n_h), "db2" of shape (n_y, 1)
    """
    ### BEGIN SOLUTION
    W1, W2 = params["W1"], params["W2"]
    A2, A3 = cache["A2"], cache["A3"]
    slope = A2 * (1 - A2) if activation == "sigmoid" else A2 > 0
    dZ3 = (A3 - one_hot(y, A3.shape[0])) / X.shape[1]
    dZ2 = (W2.T @ dZ3) * slope
    return {
        "dW1": dZ2 @ X.T + decay * W1,
        "db1": dZ2.sum(axis=1, keepdims=True),
        "dW2": dZ3 @ A2.T + decay * W2,
        "db2": dZ3.sum(axis=1, keepdims=True),
    }
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_backward", "grade": true, "locked": true, "points": 20}
pencil_X, pencil_y, pencil_params, pencil_cache = pencil_network()
grads_answer = backward(pencil_X, pencil_y, pencil_params, pencil_cache, decay=0.1)
assert isinstance(grads_answer, dict), (
    f"backward should return a dictionary, but returned a {type(grads_answer).__name__}.")
grads_by_hand = {
    "dW2": np.array([[0.0367, 0.0893, -0.0213, -0.08], [-0.2513, -0.1093, -0.0774, -0.0593],
                     [0.1453, 0.02, 0.168, 0.07]]),
    "db2": np.array([[-0.002], [-0.056], [0.058]]),
    "dW1": np.array([[0.4161, -0.0941], [0, -0.1832], [-0.0941, 0.0386], [-0.0307, -0.1555]]),
    "db1": np.array([[-0.0166], [0.0416], [-0.2634], [-0.0069]]),
}
hints = {
    "dW2": "dW2 is the matrix product of dZ3 and the transpose of A2, plus decay times W2.",
    "db2": "db2 is the sum of each row of dZ3, with keepdims=True; the decay does not touch it.",
    "dW1": "dW1 is the matrix product of dZ2 and the transpose of X, plus decay times W1; dZ2 is 0 where Z2 is negative.",
    "db1": "db1 is the sum of each row of dZ2, with keepdims=True; the decay does not touch it.",
}
for name, expected in grads_by_hand.items():
    assert name in grads_answer, f'The dictionary has no entry "{name}"; its entries are {list(grads_answer)}.'
    assert np.shape(grads_answer[name]) == expected.shape, (
        f"{name} should have the shape of its parameter, {expected.shape}, but has shape "
        f"{np.shape(grads_answer[name])}. {hints[name]}")
    assert np.allclose(grads_answer[name], expected, atol=1e-4), (
        f"{name} should be\n{expected}\nbut is\n{np.asarray(grads_answer[name])}\n{hints[name]}")
print("✓ backward passes the first check")

# %% [markdown]
# ## 4. Update the parameters
#
# Gradient descent takes a step against the gradient. For each parameter $\theta$, with the learning rate
# $\alpha$ as the length of the step:
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
# Assignment 1 returned the new parameters. Here the training loop calls
# `update_params(params, dParams, learning_rate)` and goes on with `params`, so the function has to **change
# the dictionary it is given**: after the call, `params` holds the new values. Both `params["W1"] -= …` and
# `params["W1"] = params["W1"] - …` do that; a new dictionary does not reach the loop. What you return does
# not matter.
#
# **By hand.** A weight of $1$ with gradient $0.5$ becomes $1 - 0.1 \cdot 0.5 = 0.95$ when $\alpha = 0.1$.
# One step with $\alpha = 0.5$ for all 27 parameters of the pencil network lowers its cost from 1.2087 to
# 1.0189.

# %% nbgrader={"grade_id": "update_params", "solution": true}
def update_params(params, dParams, learning_rate):
    """Take one step of gradient descent, in place: change the dictionary `params`.

    Parameters
    ----------
    params : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1);
        holds the updated parameters after the call, shapes as before
    dParams : dict with "dW1", "db1", "dW2", "db2", each of the shape of its parameter
    learning_rate : float, length of the step
    """
    ### BEGIN SOLUTION
    for name in ("W1", "b1", "W2", "b2"):
        params[name] -= learning_rate * dParams["d" + name]
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_update_params", "grade": true, "locked": true, "points": 5}
after_by_hand = {
    0.5: {"W1": [[0.75, 1.5], [3.5, 3.5], [-0.5, 5.0]], "b1": [[-0.25], [0.5], [1.0]],
          "W2": [[0.75, 2.25, -1.0]], "b2": [[1.2]]},
    0.1: {"W1": [[0.95, 1.9], [3.1, 3.9], [-0.1, 5.0]], "b1": [[-0.05], [0.1], [1.0]],
          "W2": [[0.95, 2.05, -1.0]], "b2": [[0.8]]},
}
for learning_rate, by_hand in after_by_hand.items():
    stepped = {"W1": np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 5.0]]), "b1": np.array([[0.0], [0.0], [1.0]]),
               "W2": np.array([[1.0, 2.0, -1.0]]), "b2": np.array([[0.7]])}
    slopes = {"dW1": np.array([[0.5, 1.0], [-1.0, 1.0], [1.0, 0.0]]), "db1": np.array([[0.5], [-1.0], [0.0]]),
              "dW2": np.array([[0.5, -0.5, 0.0]]), "db2": np.array([[-1.0]])}
    update_params(params=stepped, dParams=slopes, learning_rate=learning_rate)
    for name, expected in by_hand.items():
        assert np.shape(stepped[name]) == np.shape(expected), (
            f"{name} should keep its shape {np.shape(expected)}, but has shape {np.shape(stepped[name])}.")
        assert np.allclose(stepped[name], expected), (
            f"With learning_rate={learning_rate}, params[{name!r}] should become {expected}, but after the call it is\n"
            f"{stepped[name]}\nSubtract learning_rate times d{name}, and change the dictionary that was passed in.")
print("✓ update_params passes the first check")

# %% [markdown]
# ## 5. Predict
#
# The network chooses the class with the largest probability. `nn_predict` returns one label for each column
# of `X`, in a vector of shape $(m,)$. Integers and floats are both fine.
#
# **By hand.** The largest entries in the five columns of the pencil network's $A^{[3]}$ are
# $0.5,\ 0.64,\ 0.8,\ 0.5,\ 0.8$, and stand in rows $2, 2, 1, 0, 2$, counted from 0. The true labels are
# $2, 1, 1, 0, 2$, so the network is wrong about the second example, to which it gave class 2 with
# probability 0.64.

# %% nbgrader={"grade_id": "nn_predict", "solution": true}
def nn_predict(X, params):
    """Return the most probable class of every example.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    params : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)

    Returns
    -------
    labels : array of shape (m,), numbers from 0 to n_y - 1
    """
    ### BEGIN SOLUTION
    A3, _ = forward(X, params)
    return A3.argmax(axis=0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_nn_predict", "grade": true, "locked": true, "points": 5}
pencil_X, pencil_y, pencil_params, _ = pencil_network()
labels_answer = nn_predict(pencil_X, pencil_params)
assert not isinstance(labels_answer, tuple), "nn_predict should return the labels alone, but returned a tuple."
assert np.shape(labels_answer) == (5,), (
    f"For 5 examples the labels should have shape (5,), but have shape {np.shape(labels_answer)}.")
assert np.array_equal(labels_answer, [2, 2, 1, 0, 2]), (
    f"The labels should be [2 2 1 0 2], the rows of the largest probabilities, but are {labels_answer}.")
print("✓ nn_predict passes the first check")

# %% [markdown]
# ## Given: the training loop
#
# `nn_train` puts your functions together. The hyperparameters come as four numbers: the size of the hidden
# layer, the decay, the learning rate and the number of epochs. Every epoch sees all $m$ examples:
#
# | order | step | uses | gives |
# |---|---|---|---|
# | 1 | forward propagation | `X`, `params` | `cache` |
# | 2 | backward propagation | `X`, `y`, `params`, `cache`, `decay` | `dParams` |
# | 3 | update | `params`, `dParams` | `params`, changed |
#
# Every 1000 epochs it prints the cost **after** the update, so the line of epoch 0 shows what the first
# step has achieved. On the flower that is 0.693136, slightly below the $\ln 2 \approx 0.693147$ of a
# network that knows nothing. A list passed as `costs` receives the cost after epochs 0, 100, 200, … for a
# plot.
#
# The loop reads $n_x$ from `X` and $n_h$ from the hyperparameters. A common version of this exercise takes
# both from global variables, so it works or fails depending on which cells ran before.

# %% nbgrader={"grade_id": "nn_train", "locked": true}
def init_params(n_x, n_h, n_y):
    """Return small random weights, drawn from NumPy's global stream, and zero biases."""
    return {
        "W1": 0.01 * np.random.randn(n_h, n_x),
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * np.random.randn(n_y, n_h),
        "b2": np.zeros((n_y, 1)),
    }


def nn_train(X, y, n_y, hyperparams, costs=None):
    """Train a network by gradient descent on all examples, and return its parameters.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs
    y : int array of shape (m,), labels from 0 to n_y - 1
    n_y : int, number of classes
    hyperparams : n_h, decay, learning_rate, num_epochs
    costs : list or None; the cost after every 100th epoch is appended to a list

    Returns
    -------
    params : dict with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)
    """
    n_h, decay, learning_rate, num_epochs = hyperparams
    params = init_params(X.shape[0], n_h, n_y)
    for epoch in progress(num_epochs):
        _, cache = forward(X, params)
        dParams = backward(X, y, params, cache, decay)
        update_params(params, dParams, learning_rate)

        if costs is not None and epoch % 100 == 0:
            costs.append(cost(X, y, params, decay))
        if epoch % 1000 == 0:
            tqdm.write(f"epoch {epoch:5d}: cost {np.squeeze(cost(X, y, params, decay)):.6f}")
    return params


# %% [markdown]
# ## 6. Compute the gradient by numbers
#
# A wrong gradient rarely crashes. The network trains, only worse, and nobody notices. So compute every
# entry a second time, in a way that needs no calculus: move one parameter $\theta$ a little to both sides,
# keep all others where they are, and see how the cost changes. This is the **central difference**:
#
# $$
# \frac{\partial J}{\partial \theta} \approx \frac{J(\theta + \varepsilon) - J(\theta - \varepsilon)}{2 \varepsilon}.
# $$
#
# **By hand.** Take $J(w) = w^3$ at $w = 2$, where the slope is $3 w^2 = 12$, and $\varepsilon = 0.1$. The
# central difference is $(2.1^3 - 1.9^3) / 0.2 = (9.261 - 6.859) / 0.2 = 12.01$. The one-sided difference
# $(2.1^3 - 2^3) / 0.1 = 12.61$ is 61 times as far off. In general the error of the central difference
# shrinks with $\varepsilon^2$, that of the one-sided only with $\varepsilon$.
#
# `compute_numerical_gradient` gets a function `J`, which takes a dictionary of parameters and returns the
# cost, and the parameters at which to compute. It does this for every entry of `W1`, `b1`, `W2` and `b2`,
# which are matrices of any size. The step $\varepsilon$ is the optional argument `epsilon`, $10^{-4}$ by
# default.
#
# You may change an entry, call `J` and change it back; after the call the parameters should be what they
# were. (Adding and subtracting $\varepsilon$ can leave the last binary digit different, which is fine.)
# Numerical gradients are slow, two evaluations of the cost per parameter, so they are used on small
# networks, to test.

# %% nbgrader={"grade_id": "compute_numerical_gradient", "solution": true}
def compute_numerical_gradient(J, params, epsilon=1e-4):
    """Return the gradient of J at params by central differences.

    Parameters
    ----------
    J : function from a dict like params to a number
    params : dict with the matrices "W1", "b1", "W2", "b2", of any sizes
    epsilon : float, the step to either side

    Returns
    -------
    num_grad : dict with "dW1", "db1", "dW2", "db2", each of the shape of its parameter
    """
    ### BEGIN SOLUTION
    num_grad = {}
    for name in ("W1", "b1", "W2", "b2"):
        slopes = np.zeros(params[name].shape)
        for position in np.ndindex(slopes.shape):
            moved = {key: value.copy() for key, value in params.items()}
            moved[name][position] = params[name][position] + epsilon
            higher = J(moved)
            moved[name][position] = params[name][position] - epsilon
            slopes[position] = (higher - J(moved)) / (2 * epsilon)
        num_grad["d" + name] = slopes
    return num_grad
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_compute_numerical_gradient", "grade": true, "locked": true, "points": 10}
def sum_of_cubes(params):
    """Return the sum of w³ over all entries; its slope is 3 w², and the central difference 3 w² + ε²."""
    return sum((params[name] ** 3).sum() for name in ("W1", "b1", "W2", "b2"))


cubed = {"W1": np.array([[2.0, -1.0, 0.5]]), "b1": np.array([[3.0]]), "W2": np.array([[1.0], [0.0]]),
         "b2": np.array([[-2.0], [4.0]])}
slopes_answer = compute_numerical_gradient(sum_of_cubes, cubed)
assert isinstance(slopes_answer, dict), (
    f"compute_numerical_gradient should return a dictionary, but returned a {type(slopes_answer).__name__}.")
for name, value in cubed.items():
    assert "d" + name in slopes_answer, (
        f'The dictionary has no entry "d{name}"; its entries are {list(slopes_answer)}.')
    assert np.shape(slopes_answer["d" + name]) == value.shape, (
        f"d{name} should have the shape of its parameter, {value.shape}, but has shape "
        f"{np.shape(slopes_answer['d' + name])}.")
    assert np.allclose(slopes_answer["d" + name], 3 * value**2, atol=1e-6), (
        f"For the sum of all cubes d{name} should be\n{3 * value**2}\nbut is\n{slopes_answer['d' + name]}\nDivide the "
        "difference by 2 ε, and put each entry back before you move the next.")

slope_answer = compute_numerical_gradient(sum_of_cubes, cubed, epsilon=0.1)["dW1"]
assert np.allclose(slope_answer, [[12.01, 3.01, 0.76]]), (
    f"With epsilon=0.1 the central differences are 12.01, 3.01 and 0.76, but you got {slope_answer}. Use the argument "
    "epsilon, and take the difference between θ + ε and θ - ε.")
assert np.allclose(cubed["W1"], [[2, -1, 0.5]]), f"The parameters should be as they were, but W1 is now {cubed['W1']}."
print("✓ compute_numerical_gradient passes the first check")

# %% [markdown]
# ## Check the gradient
#
# Put the four gradients into one long vector each and compare by the **relative difference**
#
# $$
# \frac{\lVert g_{\text{numerical}} - g \rVert}{\lVert g_{\text{numerical}} + g \rVert},
# $$
#
# which is 0 for equal vectors and does not depend on their length. With $\varepsilon = 10^{-4}$ a correct
# gradient stays below $10^{-7}$. The next cell checks yours on random data, with sigmoid units and with
# ReLU units in the hidden layer. It also checks a gradient with a planted mistake, weight decay on the
# biases, to see whether the check would notice.

# %% nbgrader={"grade_id": "gradient_check_helpers", "locked": true}
def ravel_grads(grads):
    """Return dW1, db1, dW2 and db2, in this order, as one vector."""
    return np.concatenate([np.ravel(np.asarray(grads[name])) for name in ("dW1", "db1", "dW2", "db2")])


def relative_difference(a, b):
    """Return the length of a - b divided by the length of a + b, for two vectors."""
    return np.linalg.norm(a - b) / np.linalg.norm(a + b)


def check_gradient(X, y, params, decay, activation, epsilon=1e-4):
    """Return the relative difference between the numerical gradient and that of backward."""
    numerical = compute_numerical_gradient(lambda p: cost(X, y, p, decay, activation), params, epsilon)
    _, cache = forward(X, params, activation)
    grads = backward(X, y, params, cache, decay, activation)
    return relative_difference(ravel_grads(numerical), ravel_grads(grads))


def random_problem(biases):
    """Return X (8, 100), y (100,) with 2 classes, and small random parameters with 5 hidden units.

    The biases are zero, or random with a typical size of 0.1 where `biases` is "random".
    """
    np.random.seed(1)
    X, y = np.random.randn(8, 100), np.random.randint(0, 2, 100, dtype=np.uint8)
    params = init_params(8, 5, 2)
    if biases == "random":
        params["b1"] = 0.1 * np.random.randn(5, 1)
        params["b2"] = 0.1 * np.random.randn(2, 1)
    return X, y.astype(int), params


# %% tags=["demo"] nbgrader={"grade_id": "gradient_check", "locked": true}
print("relative difference      sigmoid     ReLU    sigmoid, decay on the biases")
for biases in ("zero", "random"):
    points, labels, params = random_problem(biases)
    right = {activation: check_gradient(points, labels, params, 1e-3, activation) for activation in ("sigmoid", "relu")}

    numerical = compute_numerical_gradient(lambda p: cost(points, labels, p, 1e-3, "sigmoid"), params)
    mistaken = backward(points, labels, params, forward(points, params, "sigmoid")[1], 1e-3, "sigmoid")
    mistaken = mistaken | {"db1": mistaken["db1"] + 1e-3 * params["b1"], "db2": mistaken["db2"] + 1e-3 * params["b2"]}
    noticed = relative_difference(ravel_grads(numerical), ravel_grads(mistaken))
    print(f"biases {biases:15}  {right['sigmoid']:9.1e}  {right['relu']:7.1e}    {noticed:7.1e}")

# %% [markdown]
# Three things to see:
#
# - With **sigmoid** units the difference is about $2 \cdot 10^{-10}$, far below $10^{-7}$. Your gradient is
#   right, for these units.
# - With **biases of zero** the planted mistake passes unnoticed: $\lambda$ times zero is zero. With random
#   biases it shows at once. Check gradients away from special values; a fresh network is full of them.
# - With **ReLU** units the check fails by a factor of more than a thousand, although nothing is wrong.
#
# **Why it fails at the kink.** At $z = 0$ the slope of $\max(0, z)$ jumps from 0 to 1, and there is no
# derivative. The central difference across a kink mixes both sides. Exactly at $z = 0$ it is
# $(\varepsilon - 0) / (2\varepsilon) = \frac{1}{2}$, where `backward` says 0 or 1. Just beside it, at a
# distance smaller than the step, it is some number between 0 and 1. Here the weights are tiny, so all
# $5 \cdot 100$ values in $Z^{[2]}$ lie close to zero, and when a parameter moves by $10^{-4}$, some of them
# cross over. It is $z$ that has to be close to zero; a parameter may be.
#
# So check with a smooth activation: everything but the slope of $g$ is then tested. Or make the step so
# small that nothing crosses. How small may it be? The next picture tries ten steps.

# %% tags=["demo"] nbgrader={"grade_id": "gradient_check_steps", "locked": true}
points, labels, params = random_problem("random")
steps = 10.0 ** -np.arange(1, 11)
differences = {activation: [check_gradient(points, labels, params, 1e-3, activation, step) for step in steps]
               for activation in ("sigmoid", "relu")}

fig, ax = plt.subplots(figsize=(7, 4.6), layout="constrained")
ax.plot(steps, differences["sigmoid"], "o-", color=CLASS_COLORS[0], label="sigmoid")
ax.plot(steps, differences["relu"], "^-", color=CLASS_COLORS[1], label="ReLU")
ax.axhline(1e-7, color="0.4", linestyle="--", linewidth=1)
ax.text(7e-11, 7e-8, "passed below this line", color="0.35", va="top")
for cause, at, text_at in (("rounding", (2.5e-9, 3e-6), (8e-9, 3e-5)), ("curvature", (1.2e-2, 2.6e-6), (2e-2, 2e-8)),
                           ("kinks", (9e-5, 3e-4), (4e-6, 2e-3))):
    ax.annotate(cause, xy=at, xytext=text_at, color="0.35", arrowprops={"arrowstyle": "->", "color": "0.35"})
ax.set(xscale="log", yscale="log", xlabel="step $\\varepsilon$ (logarithmic scale)",
       ylabel="relative difference (logarithmic scale)", title="How large a step for the gradient check?")
ax.grid(alpha=0.3)
ax.legend(loc="lower right", bbox_to_anchor=(1, 0.02))
plt.show()

# %% [markdown]
# The curve of the sigmoid (circles) is a V. From the right it falls with $\varepsilon^2$, a hundredfold for
# each tenfold smaller step: the error of the formula, due to the curvature of the cost. Below about
# $10^{-4}$ it rises again: the two costs agree in so many digits that their difference holds little but
# rounding errors, about $10^{-16}$, and these are divided by ever smaller steps. The bottom of the V is at
# $10^{-4}$, hence the default. At $10^{-7}$ and below a correct gradient comes close to the line or fails.
#
# The curve of ReLU (triangles) stays high as long as some value crosses its kink, and drops to the other
# one as soon as none does. At other parameters the drop comes at another step.

# %% [markdown]
# ## 7. Measure the accuracy
#
# The accuracy is the share of examples whose predicted label is the true one, a number between 0 and 1:
#
# $$
# \text{accuracy} = \frac{1}{m} \sum_{i=1}^{m} \bigl[\hat{y}^{(i)} = y^{(i)}\bigr].
# $$
#
# Labels are names, not quantities. That class 2 is "further" from class 0 than class 1 means nothing, so
# compare them, and do not subtract them.
#
# **By hand.** For the predictions $2, 2, 1, 0, 2$ and the true labels $2, 1, 1, 0, 2$ of the pencil
# network, four of five are right: $0.8$.

# %% nbgrader={"grade_id": "accuracy", "solution": true}
def accuracy(pred, y):
    """Return the share of predicted labels that are right.

    Parameters
    ----------
    pred : array of shape (m,), predicted labels
    y : array of shape (m,), true labels

    Returns
    -------
    share : a number between 0 and 1
    """
    ### BEGIN SOLUTION
    return float(np.mean(pred == y))
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_accuracy", "grade": true, "locked": true, "points": 5}
share_answer = accuracy(np.array([2, 2, 1, 0, 2]), np.array([2, 1, 1, 0, 2]))
assert share_answer is not None, "accuracy returned None: it needs a return statement."
assert np.size(share_answer) == 1 and np.allclose(share_answer, 0.8), (
    f"Four of five labels are right, so the accuracy is 0.8, but you got {share_answer}.")
share_answer = accuracy(np.array([0, 2]), np.array([2, 0]))
assert np.allclose(share_answer, 0), f"If no label is right the accuracy is 0, but you got {share_answer}."
print("✓ accuracy passes the first check")

# %% [markdown]
# ## Train on the flower
#
# A network with 20 hidden units, no decay, a learning rate of 0.05 and 20,000 epochs, which take one to two
# seconds.

# %% tags=["demo"] nbgrader={"grade_id": "train_flower", "locked": true}
np.random.seed(1)
flower_X, flower_y, flower_classes = load_flower_dataset()
flower_costs = []
start = time.perf_counter()
flower_params = nn_train(flower_X, flower_y, flower_classes, (20, 0, 0.05, 20000), costs=flower_costs)
flower_seconds = time.perf_counter() - start

share = accuracy(nn_predict(flower_X, flower_params), flower_y)
print(f"Flower: accuracy {share:.3%} after {flower_seconds:.1f} s of training")

fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
ax.plot(100 * np.arange(len(flower_costs)), np.ravel(flower_costs), color="0.2", linewidth=1.5)
ax.axhline(np.log(2), color="0.5", linestyle="--", linewidth=1)
ax.text(20000, np.log(2) - 0.005, "$\\ln 2$: the network knows nothing", ha="right", va="top", color="0.35")
ax.set(title="Flower: cost during training", xlabel="epoch", ylabel="cost", ylim=(0.25, 0.75))
ax.grid(alpha=0.3)
plt.show()

plot_decision_boundary(lambda points: nn_predict(points, flower_params), flower_X, flower_y,
                       title=f"Flower, 20 hidden units: accuracy {share:.2%}")
plt.show()

# %% [markdown]
# The accuracy is 86.5 %: 54 of 400 points are wrong. Most of them lie near the center, where the petals
# meet; the others are points that the noise put into a petal of the other class, or beside it. The boundary
# consists of straight pieces. Each ReLU unit adds one bend, along the line where its $z$ is zero.
#
# The cost says that this may not be the best the network can do. It stays near $\ln 2$ for a few hundred
# epochs, while the weights are tiny, falls fast until about epoch 4000, and is still falling, slowly, at
# the end.
#
# ## Train on the spiral
#
# Three classes, 100 hidden units, a decay of 0.001, a learning rate of 1 and 10,000 epochs. This is the
# same network, not a logistic regression, whatever the heading of a common version of this exercise says.

# %% tags=["demo"] nbgrader={"grade_id": "train_spiral", "locked": true}
np.random.seed(1)
spiral_X, spiral_y, spiral_classes = load_spiral_dataset()
spiral_costs = []
start = time.perf_counter()
spiral_params = nn_train(spiral_X, spiral_y, spiral_classes, (100, 0.001, 1, 10000), costs=spiral_costs)
spiral_seconds = time.perf_counter() - start

share = accuracy(nn_predict(spiral_X, spiral_params), spiral_y)
print(f"Spiral: accuracy {share:.3%} after {spiral_seconds:.1f} s of training")

plot_decision_boundary(lambda points: nn_predict(points, spiral_params), spiral_X, spiral_y,
                       title=f"Spiral, 100 hidden units: accuracy {share:.2%}")
plt.show()

# %% [markdown]
# The accuracy is 98.667 %: 4 of 300 points are wrong, all within 0.06 of the center, where the arms begin
# together. Two errors there cannot be avoided: the first point of each arm is the origin itself, with
# another label on each arm, and one answer cannot be right for all three. So 298 of 300, or 99.33 %, is
# the best that any classifier can reach. Other starting weights and other noise lead to 97 to 99 %.
#
# ## Change the decay
#
# What does the decay do? The next cell trains the same network twice more, from the same start: without
# decay, and with ten times as much.

# %% tags=["demo"] nbgrader={"grade_id": "sweep_decay", "locked": true}
trained = {}
for decay in (0, 0.01):
    np.random.seed(1)
    points, labels, classes = load_spiral_dataset()
    decay_costs = []
    with contextlib.redirect_stdout(io.StringIO()):
        trained[decay] = nn_train(points, labels, classes, (100, decay, 1, 10000), costs=decay_costs), decay_costs
trained = {0: trained[0], 0.001: (spiral_params, spiral_costs), 0.01: trained[0.01]}

fig, axes = plt.subplots(2, 2, figsize=(10, 10.2), layout="constrained")
curves = axes[1, 1]
for ax, (decay, (params, decay_costs)), style in zip(axes.flat, trained.items(), (":", "-", "--")):
    share = accuracy(nn_predict(points, params), labels)
    length = np.sqrt(np.sum(np.square(params["W1"])) + np.sum(np.square(params["W2"])))
    plot_decision_boundary(lambda x: nn_predict(x, params), points, labels, ax=ax, size=14,
                           title=f"decay {decay:g}: accuracy {share:.1%}\nlength of all weights {length:.1f}")
    curves.plot(100 * np.arange(len(decay_costs)), np.ravel(decay_costs), style, color="0.2", label=f"decay {decay:g}")
curves.set(title="Cost, decay included", xlabel="epoch", ylabel="cost (logarithmic scale)", yscale="log", box_aspect=1)
curves.grid(alpha=0.3)
curves.legend(loc="center right", bbox_to_anchor=(1, 0.42))
handles, _ = axes[0, 0].get_legend_handles_labels()
fig.legend(handles, ["class 0", "class 1", "class 2", "wrong"], loc="outside lower center", ncol=4, frameon=False,
           markerscale=1.5)
plt.show()

# %% [markdown]
# Without decay the weights grow longest, the cost comes closest to zero, and the boundary follows the
# points most closely: 99.3 %, all that is possible. With 0.001 the weights are less than half as long and
# the boundary is smoother, for two more points wrong. With 0.01 the pull toward zero is too strong: the
# boundary can no longer bend enough, and only 77 % are right. Which of the first two is better for *new*
# points cannot be told from the points that were trained on.

# %% [markdown]
# ## Bonus: the same network in scikit-learn
#
# `sklearn.neural_network.MLPClassifier` is a network like yours, with many options. Its defaults train
# differently: by another method, on portions of the data, and they stop early. But with the right settings
# it follows your training epoch by epoch, and that is a strong test of both programs. In this part you find
# the settings (12 points) and use the class on both data sets (8 points).
#
# ## 8. Translate the hyperparameters
#
# Return a dictionary of keyword arguments, such that `MLPClassifier(**settings)` trains as `nn_train` does,
# from whatever weights it starts. These are the arguments that matter:
#
# | argument | meaning in scikit-learn | default |
# |---|---|---|
# | `hidden_layer_sizes` | a tuple with the size of each hidden layer | `(100,)` |
# | `activation` | activation of the hidden layers: `"relu"`, `"tanh"`, `"logistic"`, `"identity"` | `"relu"` |
# | `solver` | `"adam"`, `"lbfgs"`, or `"sgd"`, gradient descent | `"adam"` |
# | `learning_rate_init` | the learning rate | `0.001` |
# | `batch_size` | number of examples in each step | the smaller of 200 and $m$ |
# | `max_iter` | the largest number of epochs | `200` |
# | `alpha` | weight decay, **divided by the number of examples** | `0.0001` |
# | `momentum` | share of the last step that is added to the next, for `"sgd"` | `0.9` |
# | `nesterovs_momentum` | a variant of momentum; without effect when that is 0 | `True` |
# | `shuffle` | whether to reorder the examples in every epoch | `True` |
# | `tol`, `n_iter_no_change` | stop when the cost has not fallen by `tol` for more than this many epochs | `0.0001`, `10` |
#
# Two of them need thought. The cost of scikit-learn is
# $-\frac{1}{m} \sum \ln a_y + \frac{\alpha}{2m} \lVert W \rVert^2$: compare it with yours to find `alpha`.
# And training should not stop early, even while the cost stands still on a plateau or rises for a while, so
# let `tol` be 0 and choose an `n_iter_no_change` that cannot be reached.
#
# **By hand.** For `hyperparams = (5, 0.01, 0.5, 100)` and $m = 300$, the decay $0.01$ becomes `alpha`
# $= 0.01 \cdot 300 = 3$.

# %% nbgrader={"grade_id": "mlp_settings", "solution": true}
def mlp_settings(hyperparams, m):
    """Return the settings under which MLPClassifier trains as nn_train does.

    Parameters
    ----------
    hyperparams : n_h, decay, learning_rate, num_epochs
    m : int, number of examples

    Returns
    -------
    settings : dict of keyword arguments of MLPClassifier
    """
    ### BEGIN SOLUTION
    n_h, decay, learning_rate, num_epochs = hyperparams
    return {
        "hidden_layer_sizes": (n_h,),
        "activation": "relu",
        "solver": "sgd",
        "learning_rate_init": learning_rate,
        "batch_size": m,
        "max_iter": num_epochs,
        "alpha": decay * m,
        "momentum": 0,
        "nesterovs_momentum": False,
        "shuffle": False,
        "tol": 0,
        "n_iter_no_change": num_epochs + 1,
    }
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_mlp_settings", "grade": true, "locked": true, "points": 12}
settings_answer = mlp_settings((5, 0.01, 0.5, 100), 300)
assert isinstance(settings_answer, dict), (
    f"mlp_settings should return a dictionary, but returned a {type(settings_answer).__name__}.")
wanted = {"hidden_layer_sizes": (5,), "solver": "sgd", "learning_rate_init": 0.5, "batch_size": 300, "max_iter": 100,
          "alpha": 3, "momentum": 0}
for name, value in wanted.items():
    assert name in settings_answer, f'The settings have no entry "{name}", and its default would not do.'
    given = settings_answer[name]
    agrees = given == value if isinstance(value, str) else np.allclose(np.ravel(given), value)
    assert agrees, f"For hyperparams (5, 0.01, 0.5, 100) and m=300, {name} should be {value!r}, but is {given!r}."
print("✓ mlp_settings passes the first check")

# %% [markdown]
# ## 9. Use it
#
# `mlp_accuracy` makes an `MLPClassifier` from the settings, fits it to the examples, and returns the share
# of them that it then classifies correctly. Two things differ from your own functions: scikit-learn wants
# one example per **row**, a matrix of shape $(m, n_x)$, and its methods are called `fit` and `predict`
# (or `score`). Import the class where you need it: `from sklearn.neural_network import MLPClassifier`.
#
# **By hand.** Take three far-apart places with three points each, at every place two of one class and one
# of another. No classifier can get all nine right, since points at the same place get the same label; the
# best one gets the majority at each place, 6 of 9.

# %% nbgrader={"grade_id": "mlp_accuracy", "solution": true}
def mlp_accuracy(X, y, settings):
    """Return the accuracy of scikit-learn's network on the examples it was fitted to.

    Parameters
    ----------
    X : array of shape (n_x, m), inputs, one example per column
    y : int array of shape (m,), labels
    settings : dict of keyword arguments of MLPClassifier

    Returns
    -------
    share : a number between 0 and 1
    """
    ### BEGIN SOLUTION
    from sklearn.neural_network import MLPClassifier

    network = MLPClassifier(**settings).fit(X.T, y)
    return accuracy(network.predict(X.T), y)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_mlp_accuracy", "grade": true, "locked": true, "points": 8}
places = np.repeat([[0.0, 4.0, 0.0], [0.0, 0.0, 4.0]], 3, axis=1)
share_answer = mlp_accuracy(places, np.array([0, 0, 1, 1, 1, 2, 2, 2, 0]),
                            {"hidden_layer_sizes": (8,), "solver": "lbfgs", "random_state": 0})
assert share_answer is not None, "mlp_accuracy returned None: it needs a return statement."
assert np.size(share_answer) == 1 and np.allclose(share_answer, 6 / 9), (
    f"Of three points at each of three places at most two can be right, an accuracy of 6/9 = 0.6667, but you got "
    f"{share_answer}.")
print("✓ mlp_accuracy passes the first check")

# %% [markdown]
# ### Is it the same network?
#
# The next cell trains both programs for 200 epochs on the spiral, from the same weights, and compares what
# they have learned. scikit-learn draws its own starting weights, so it is fitted for one epoch first; then
# its weights are replaced by yours, and with `warm_start=True` it goes on from there.

# %% tags=["demo"] nbgrader={"grade_id": "compare_with_mlp", "locked": true}
import warnings

from sklearn.neural_network import MLPClassifier

np.random.seed(1)
points, labels, classes = load_spiral_dataset()
for num_epochs in (1, 50, 200):
    hyperparams = 100, 0.001, 1, num_epochs
    np.random.seed(2)
    start = init_params(2, 100, classes)
    np.random.seed(2)  # nn_train draws the same starting weights
    with contextlib.redirect_stdout(io.StringIO()):
        ours = nn_train(points, labels, classes, hyperparams)

    theirs = MLPClassifier(**mlp_settings(hyperparams, len(labels))).set_params(max_iter=1, warm_start=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that it stopped at max_iter, as it should
        theirs.fit(points.T, labels)
        theirs.coefs_ = [start["W1"].T, start["W2"].T]
        theirs.intercepts_ = [start["b1"].ravel(), start["b2"].ravel()]
        theirs.set_params(max_iter=num_epochs).fit(points.T, labels)

    apart = max(np.abs(theirs.coefs_[0].T - ours["W1"]).max(), np.abs(theirs.coefs_[1].T - ours["W2"]).max())
    print(f"after {num_epochs:3d} epochs the weights differ by at most {apart:.1e}")

# %% [markdown]
# The weights agree to about 14 digits: two programs, written independently, make the same 200 steps. What
# remains is the order in which sums are rounded. With two classes it would not work out like this, because
# there scikit-learn uses one sigmoid output in place of two softmax outputs: the same predictions are
# possible, and the path to them differs.
#
# ### Compare the solvers
#
# Gradient descent is the simplest way to train. *Adam* adapts the length of the step for each parameter,
# *L-BFGS* estimates the curvature of the cost from the last steps. The next cell trains four configurations
# from three random starts each, for both data sets, and sets your own results from above beside them. It
# takes about ten seconds. All have the layer sizes of your network; where `solvers` does not say otherwise,
# the settings are scikit-learn's defaults, among them a decay close to none.

# %% tags=["demo"] nbgrader={"grade_id": "compare_solvers", "locked": true}
import warnings

solvers = {
    "SGD, scikit-learn's defaults": {"solver": "sgd", "max_iter": 2000},
    "Adam": {"solver": "adam", "max_iter": 2000},
    "L-BFGS": {"solver": "lbfgs", "max_iter": 2000},
    "L-BFGS, tanh units": {"solver": "lbfgs", "max_iter": 2000, "activation": "tanh"},
}
problems = {"Flower": (load_flower_dataset, 20), "Spiral": (load_spiral_dataset, 100)}

results = {}
for problem, (load, n_h) in problems.items():
    np.random.seed(1)
    points, labels, _ = load()
    results[problem] = rows = {}
    for name, settings in solvers.items():
        start = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where it stopped at max_iter
            shares = [mlp_accuracy(points, labels, settings | {"hidden_layer_sizes": (n_h,), "random_state": state})
                      for state in range(3)]
        rows[name] = sorted(np.ravel(shares)), (time.perf_counter() - start) / 3
results["Flower"]["your network"] = [accuracy(nn_predict(flower_X, flower_params), flower_y)], flower_seconds
results["Spiral"]["your network"] = [accuracy(nn_predict(spiral_X, spiral_params), spiral_y)], spiral_seconds

print(f"{'accuracy':37}  min   median   max    seconds per run")
for problem, rows in results.items():
    for name, (shares, seconds) in rows.items():
        shares = np.ravel(shares)
        print(f"{problem:7} {name:28} {shares[0]:6.3f}  {np.median(shares):6.3f}  {shares[-1]:6.3f}  {seconds:8.1f}")

fig, axes = plt.subplots(1, 2, figsize=(11, 3.6), sharey=True, layout="constrained")
for ax, (problem, rows) in zip(axes, results.items()):
    for row, (name, (shares, _)) in enumerate(rows.items()):
        marker, color = ("D", CLASS_COLORS[1]) if name == "your network" else ("o", CLASS_COLORS[0])
        ax.scatter(100 * np.ravel(shares), [row] * len(shares), s=60, marker=marker, color=color,
                   edgecolors="white", alpha=0.8, zorder=3)
    ax.set(title=problem, xlabel="accuracy (%)", xlim=(48, 102), ylim=(-0.6, 4.6), yticks=range(len(rows)), yticklabels=rows)
    ax.grid(alpha=0.3)
axes[0].invert_yaxis()
fig.suptitle("Accuracy by solver, three random starts each; your network, one")
plt.show()

# %% [markdown]
# SGD with its default learning rate of 0.001 has not learned much when it stops, after 2000 epochs or
# earlier: 53 to 57 %. Adam comes close to your network in fewer epochs. L-BFGS gets further: about 90 % on
# the flower and 99.3 % on the spiral. It is the same network with the same number of hidden units, so what
# held your flower back at 86.5 % was the training, not the size. With tanh units, which bend smoothly,
# about 95 % are possible. On the spiral all but the slow SGD do well, and L-BFGS makes only the two errors
# that cannot be avoided.

# %% [markdown] nbgrader={"grade_id": "analysis_rubric", "locked": true}
# ## 10. Write the analysis
#
# Report what you found and explain it, in about 150 to 300 words, in the cell below. Refer to figures and
# numbers of this notebook; formulas and tables are welcome. The bonus is not required for this part. It is
# graded by hand, by this rubric and nothing else, one point for each line:
#
# | line | a full point for | half a point for |
# |---|---|---|
# | **Results** | the accuracies on flower and spiral, with the hyperparameters used, beside what guessing would reach | the two accuracies alone |
# | **Boundaries** | where the errors lie in both pictures and why there, and how ReLU units shape the boundary | the places of the errors, or the shape of the boundary, without a reason |
# | **Training** | what the cost curve of the flower shows at the start and at the end, and what follows for the number of epochs or the learning rate | a description of the curve that draws no conclusion |
# | **Decay** | what the decay changes in weights, boundary and accuracy, supported by numbers | the direction of a change, without numbers |
# | **Limits** | one thing that these experiments cannot tell, or one cause of error in them, and how you would find out | the limit, without a way to find out |
#
# Any statement that is correct and has a reason or a number counts, also one that this notebook does not
# make. A mistake in one line takes nothing from the others. Style and language are not graded. Before you
# hand in, read your text once with this table beside it, and look for the sentence that earns each point.

# %% [markdown] nbgrader={"grade_id": "analysis", "grade": true, "solution": true, "points": 5}
# **Results.** The network classified 86.5 % of the flower correctly (20 hidden units, no decay, learning
# rate 0.05, 20,000 epochs; guessing gives 50 %) and 98.67 % of the spiral (100 units, decay 0.001, learning
# rate 1, 10,000 epochs; guessing gives 33 %).
#
# **Boundaries.** On the spiral the 4 errors are at the center, where the arms begin together. Two of them
# cannot be avoided, because the origin itself occurs with all three labels. On the flower most of the 54
# errors are near the center too, and the rest are points inside a petal of the other class. Every ReLU
# unit is linear on each side of one line, so the scores are linear in pieces and the boundaries are
# polygons with few corners, which cannot follow every petal to the center.
#
# **Training.** On the flower the cost first stays at about ln 2, because with weights near 0.01 the
# gradients are small too; then it falls fast, and at epoch 20,000 it is still falling slowly. More epochs
# or a larger learning rate should therefore help. L-BFGS, which reaches about 90 % with the same network,
# supports this.
#
# **Decay.** On the spiral, decay 0 gives 99.3 % and weights of length 37, decay 0.001 gives 98.7 % and
# length 16, decay 0.01 gives 76.7 % and length 7. The penalty shortens the weights, which smooths the
# boundary; ten times too much, and the network can no longer follow the arms.
#
# **Limits.** All accuracies are measured on the points used for training, with one seed. They cannot tell
# whether decay 0 or 0.001 is better for new points. I would draw new points with another seed and compare
# there, over several starts.

# %% [markdown]
# ## What you learned
#
# - Softmax turns scores into probabilities; only the differences of the scores matter, and subtracting the
#   largest of each column keeps the exponentials finite.
# - For softmax with the negative log-likelihood, the derivative with respect to the scores is $A - Y$, for
#   any number of classes.
# - Weight decay $\frac{\lambda}{2} \lVert W \rVert^2$ adds $\lambda W$ to the gradient. Write the
#   convention down: the half, no $\frac{1}{m}$, no biases.
# - A central difference checks any gradient. Choose the step between curvature and rounding, stay away from
#   kinks, and from special values such as biases of zero.
# - What limits a network may be the training and not its size.
#
# **One question further.** The two weight matrices of the spiral's network started as unrelated random
# numbers. Compute `np.sum(spiral_params["W1"] ** 2)` and the same for `W2`: after training with decay 0.001
# they agree to five digits. To find out why, multiply the incoming weights and the bias of one hidden unit
# by some $c > 0$, and its outgoing weights by $1/c$. What does that change in the network's answers, and
# what in the decay? Which $c$ does the decay prefer?
#
# ## References
#
# - The spiral follows the CS231n notes, [Putting it together: minimal neural network case
#   study](https://cs231n.github.io/neural-networks-case-study/); the flower follows the well-known exercise
#   on planar data in Andrew Ng's [Neural Networks and Deep
#   Learning](https://www.coursera.org/learn/neural-networks-deep-learning).
# - On gradient checks: the CS231n notes, [Gradient
#   checks](https://cs231n.github.io/neural-networks-3/#gradcheck).
# - scikit-learn's network:
#   [MLPClassifier](https://scikit-learn.org/stable/modules/generated/sklearn.neural_network.MLPClassifier.html).
# - The colors: M. Okabe, K. Ito, [Color Universal Design](https://jfly.uni-koeln.de/color/).
