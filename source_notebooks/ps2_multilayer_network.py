# %% [markdown]
# # Train a network with any number of layers
#
# Twenty-five points lie on two sine waves, one shifted above the other. In this assignment you start with
# logistic regression, which can only draw a straight line between them, add a hidden layer of two units,
# and end with a network of any depth, built from activation and cost functions that you can exchange.
#
# **What you'll do**
#
# - write three activation functions and two cost functions, each with its derivative
# - train logistic regression on data that it can separate, and on data that it cannot
# - write forward pass and backpropagation for one hidden layer, and look into the hidden space
# - write both once more for any number of layers, and compare activations, costs and depths
#
# **What you'll learn**
#
# - how the chain rule becomes a loop over layers that works for every activation and every cost
# - why $\hat{y} - y$ is not the derivative of the cross-entropy with respect to $\hat{y}$
# - how hidden layers bend the plane until a straight line is enough
#
# **What you need**
#
# - assignment 1, or its content: forward propagation, the chain rule, gradient descent
# - NumPy arrays: the matrix product `@`, the elementwise product `*`, `sum` with `axis` and `keepdims`
# - the packages numpy, matplotlib and tqdm
#
# | step | functions | returns | points |
# |---|---|---|---:|
# | 1 | `logistic`, `tanh`, `relu` | an activation, or its derivative | 15 |
# | 2 | `cross_entropy`, `mean_squared_error` | a cost, or its derivative | 20 |
# | 3 | `gradient_descent` | trained logistic regression | 15 |
# | 4 | `forward_pass`, one hidden layer | $Z^{[1]}, A^{[1]}, Z^{[2]}, A^{[2]}$ | 10 |
# | 5 | `backprop`, one hidden layer | the trained network | 15 |
# | 6 | `forward_pass`, any number of layers | all $Z^{[l]}$ and all $A^{[l]}$ | 10 |
# | 7 | `backprop`, any number of layers | the trained network | 15 |
# | | | **total** | **100** |
#
# **Hand in** this one notebook file (`.ipynb`) after *Restart kernel and run all cells*.

# %% [markdown]
# ## How your work is checked
#
# Replace each `raise NotImplementedError()` by your code. The cell after each step is a first check with
# numbers you can verify with a pencil. Grading repeats it and adds checks with other numbers and other
# sizes, so write every function for any number of examples, inputs and units.
#
# These rules hold for the whole notebook:
#
# - Keep the function names, the arguments and the shapes. Helper functions, extra cells and extra
#   optional arguments of your own are welcome.
# - Compute in NumPy's default type, float64.
# - The inputs `x` and the labels `y` stay unchanged everywhere. `gradient_descent`, `forward_pass`, the
#   activations and the costs leave all their arguments unchanged. `backprop` may update `ws` and `bs` in
#   place or work on new arrays, as you like: what counts is what it returns.
# - Any correct way to compute the result earns full points, loops included.
#
# Run the next cell first. It imports the packages and defines a progress bar for training. The bar
# appears only when a training takes longer than half a second.

# %% nbgrader={"grade_id": "setup", "locked": true}
import sys

import matplotlib.pyplot as plt
import numpy as np
from tqdm import tqdm, trange

tqdm.monitor_interval = 0  # tqdm's helper thread cannot start when Python runs in a browser


def progress(epochs):
    """Return `range(epochs)` with a tqdm progress bar for long trainings, which disappears at the end."""
    return trange(epochs, desc="gradient descent", leave=False, file=sys.stdout, delay=0.5)


# %% [markdown]
# ## Rows instead of columns
#
# In assignment 1 each example was a *column*. Here each example is a *row*, as in scikit-learn, in most
# data files and in most code for deep learning. You will meet both, so it is worth seeing once how they
# relate: every matrix is the transpose of its counterpart, because $(WX)^\top = X^\top W^\top$.
#
# | | assignment 1: examples in columns | here: examples in rows |
# |---|---|---|
# | inputs | $X$ of shape $(n_x, m)$ | $X$ of shape $(m, n_x)$ |
# | weights from $n$ to $k$ units | $W$ of shape $(k, n)$ | $W$ of shape $(n, k)$ |
# | biases of $k$ units | $b$ of shape $(k, 1)$ | $b$ of shape $(1, k)$ |
# | one layer forward | $Z = W A + b$ | $Z = A W + b$ |
# | gradient of the weights | $\frac{\partial J}{\partial Z} A^\top$ | $A^\top \frac{\partial J}{\partial Z}$ |
# | back to the layer below | $W^\top \frac{\partial J}{\partial Z}$ | $\frac{\partial J}{\partial Z} W^\top$ |
# | gradient of the biases | sum of each row, `axis=1` | sum of each column, `axis=0` |
#
# If the inner dimensions of a product do not match, you have probably mixed the two. The symbols are
# those of assignment 1, with superscripts in square brackets for layers and in parentheses for examples:
#
# | symbol | in code | shape | meaning |
# |---|---|---|---|
# | $m$ | `m` | | number of examples |
# | $n_x$, $n_h$ | | | number of inputs, of hidden units |
# | $L$, $n_l$ | `len(ws)` | | number of layers that have weights; number of units of layer $l$ |
# | $X$ | `x` | $(m, n_x)$ | inputs, one example per row |
# | $y$ | `y` | $(m,)$ or $(m, 1)$ | true labels, 0 or 1 |
# | $W^{[l]}$, $b^{[l]}$ | `ws[l-1]`, `bs[l-1]` | $(n_{l-1}, n_l)$, $(1, n_l)$ | weights and biases of layer $l$; lists count from 0 |
# | $Z^{[l]}$, $A^{[l]}$ | `Z1`, `A1`, … | $(m, n_l)$ | layer $l$ before and after its activation |
# | $\hat{y} = A^{[L]}$ | `y_preds` | as $y$ | output, read as the probability of class 1 |
# | $J$ | | | the cost, a mean over the $m$ examples |
# | $\partial J / \partial Z^{[l]}$, $\partial J / \partial W^{[l]}$, … | `dZ1`, `dW1`, … | as $Z^{[l]}$, $W^{[l]}$, … | gradients of the cost |
# | $\alpha$ | `lrate` | | learning rate |

# %% [markdown]
# ## The data: two lines, two sine waves
#
# Both data sets have 25 points with two features. The 10 points of class 0 lie on a curve, the 15 points
# of class 1 on the same curve shifted upward. In the first set the curve is the line $x_2 = 2 - 2 x_1$,
# shifted by 2. In the second it is $x_2 = \sin x_1$, shifted by 1. Nothing here is random.
#
# The labels are the same for both sets. The name `y` stands for them with shape `(25,)`, which suits
# logistic regression, and `Y` for the same labels as a column of shape `(25, 1)`, which suits the
# networks.

# %% nbgrader={"grade_id": "curve_data", "locked": true}
def line(x1):
    """Return the second coordinate of the straight line at x1."""
    return 2 - 2 * x1


def make_points(curve, shift, m0=10, m1=15):
    """Return points on a curve (class 0) and on the curve shifted upward (class 1).

    Parameters
    ----------
    curve : function from x1 to x2
    shift : float, vertical distance between the classes
    m0, m1 : ints, number of points of class 0 and of class 1

    Returns
    -------
    X : float array of shape (m0 + m1, 2), one point per row, class 0 first
    y : float array of shape (m0 + m1,), labels 0 and 1
    """
    y = np.repeat([0.0, 1.0], [m0, m1])
    x1 = np.concatenate([np.linspace(-5, 5, m0), np.linspace(-4.5, 4.8, m1)])
    return np.column_stack([x1, curve(x1) + shift * y]), y


X_lines, y = make_points(line, shift=2)
X_sines, _ = make_points(np.sin, shift=1)
Y = y.reshape(-1, 1)
DATA_SETS = [("Two lines", X_lines, line, 2), ("Two sine waves", X_sines, np.sin, 1)]
print(f"X_lines and X_sines have shape {X_lines.shape}, y has shape {y.shape}, Y has shape {Y.shape}")

# %% [markdown]
# A few plotting functions come with the assignment. `plot_points` draws the examples with their true
# labels: blue circles are class 0, orange triangles are class 1. `plot_curves` adds the two curves as
# thin lines. `plot_decision_boundary` also tints the plane by the predicted class, which is 1 where the
# output is above 0.5, and puts a black cross on every wrong example. `plot_two_spaces` draws the same
# network twice, as you will see in step 5.

# %% nbgrader={"grade_id": "plot_helpers", "locked": true}
CLASS_COLORS = ["#0072B2", "#D55E00"]  # Okabe-Ito blue and vermillion, distinct to color-blind readers
REGION_COLORS = ["#D3E7F3", "#FAE1D0"]  # light tints of the same two
CLASS_MARKERS = ["o", "^"]
GREEN = "#009E73"  # Okabe-Ito bluish green, for boundary lines


def plot_points(X, y, ax, size=40):
    """Draw the rows of X, of shape (m, 2), on `ax`, marked by their true labels y, of m entries."""
    for label in (0, 1):
        points = X[np.ravel(y) == label]
        ax.scatter(points[:, 0], points[:, 1], s=size, c=CLASS_COLORS[label], marker=CLASS_MARKERS[label],
                   edgecolors="white", linewidths=0.4, label=f"class {label}", zorder=3)
    ax.set(xlabel="$x_1$", ylabel="$x_2$")


def plot_curves(curve, shift, ax, transform=lambda points: points):
    """Draw the curves on which the two classes lie, after applying `transform` to their points."""
    x1 = np.linspace(-5, 5, 200)
    for label in (0, 1):
        points = transform(np.column_stack([x1, curve(x1) + shift * label]))
        ax.plot(points[:, 0], points[:, 1], color=CLASS_COLORS[label], linewidth=1, alpha=0.5)


def wrong_points(outputs, y):
    """Return for every example whether y differs from its predicted class, 1 for an output above 0.5."""
    return (np.ravel(np.asarray(outputs)) > 0.5) != np.ravel(y)


def plot_crosses(X, wrong, ax, size=40):
    """Put a black cross on the rows of X, of shape (m, 2), where `wrong`, of m booleans, is true."""
    ax.scatter(X[wrong, 0], X[wrong, 1], s=1.8 * size, c="black", marker="x", linewidths=1.2, zorder=4,
               label=f"wrong: {wrong.sum()}")


def plot_decision_boundary(predict, X, y, ax, title="Decision boundary", size=40, resolution=200):
    """Draw the region of each predicted class, the examples, and a cross on each wrong one.

    Parameters
    ----------
    predict : function from points of shape (m, 2) to m outputs; above 0.5 they mean class 1
    X, y : examples of shape (m, 2) and their m true labels
    ax : axes to draw on
    """
    low, high = X.min(axis=0) - 1, X.max(axis=0) + 1
    x1, x2 = np.meshgrid(np.linspace(low[0], high[0], resolution), np.linspace(low[1], high[1], resolution))
    grid = np.column_stack([x1.ravel(), x2.ravel()])
    outputs = np.asarray(predict(grid)).reshape(x1.shape)
    ax.contourf(x1, x2, outputs, levels=[-np.inf, 0.5, np.inf], colors=REGION_COLORS)
    if outputs.min() < 0.5 < outputs.max():
        ax.contour(x1, x2, outputs, levels=[0.5], colors=GREEN, linewidths=1.5)

    plot_points(X, y, ax, size)
    plot_crosses(X, wrong_points(predict(X), y), ax, size)
    ax.set_title(title)


def plot_two_spaces(hidden, w, b, predict, X, y, curve, shift, title):
    """Draw the points as the last layer sees them, and beside it the boundary in the plane of the data.

    Parameters
    ----------
    hidden : function from points of shape (m, 2) to the (m, 2) values of the last hidden layer
    w, b : the weights of the output unit, two numbers, and its bias; its boundary is where w·a + b = 0
    predict : function from points of shape (m, 2) to m outputs; above 0.5 they mean class 1
    curve, shift : the curve of class 0, and its distance to that of class 1
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 5.2), layout="constrained")

    A = np.asarray(hidden(X))
    plot_curves(curve, shift, left, lambda points: np.asarray(hidden(points)))
    plot_points(A, y, left)
    plot_crosses(A, wrong_points(predict(X), y), left)
    margin = 0.1 * (np.ptp(A, axis=0).max() + 1e-3)
    (low1, low2), (high1, high2) = A.min(axis=0) - margin, A.max(axis=0) + margin
    a1, a2 = np.meshgrid([low1, high1], [low2, high2])
    w1, w2 = np.ravel(w)
    score = w1 * a1 + w2 * a2 + np.ravel(b)[0]
    if score.min() < 0 < score.max():
        left.contour(a1, a2, score, levels=[0], colors=GREEN, linewidths=1.5)
    left.set(xlabel="first hidden unit $a_1$", ylabel="second hidden unit $a_2$",
             title="Hidden space: the boundary is a straight line")

    plot_curves(curve, shift, right)
    plot_decision_boundary(predict, X, y, right, title="Plane of the data: the boundary is bent")
    handles, labels = right.get_legend_handles_labels()
    handles.append(plt.Line2D([], [], color=GREEN, linewidth=1.5))
    fig.legend(handles, [*labels, "boundary"], loc="outside lower center", ncol=4, frameon=False)
    fig.suptitle(title)
    plt.show()


# %% tags=["demo"] nbgrader={"grade_id": "plot_data", "locked": true}
fig, axes = plt.subplots(1, 2, figsize=(12, 4.6), layout="constrained")
for ax, (name, X, curve, shift) in zip(axes, DATA_SETS):
    plot_curves(curve, shift, ax)
    plot_points(X, y, ax)
    ax.set_title(f"{name}: 10 points of class 0, 15 of class 1")
handles, labels = axes[0].get_legend_handles_labels()
fig.legend(handles, labels, loc="outside lower center", ncol=2, frameon=False)
plt.show()

# %% [markdown]
# On the left a straight line fits between the classes. On the right none does: wherever you lay it, a
# wave of one class crosses to the other side.
#
# ## 1. Activation functions
#
# Without activations a deep network would gain nothing: a product of matrices is one more matrix, and
# however many layers it has, it could draw straight lines only. An activation bends. It is applied to
# every entry of $Z$ separately. Its derivative tells how strongly a small change of $z$ comes through, and
# backpropagation needs it for every layer. You write three:
#
# | activation | $f(z)$ | derivative $f'(z)$ | range |
# |---|---|---|---|
# | `logistic` | $\sigma(z) = \dfrac{1}{1 + e^{-z}}$ | $\sigma(z)\,(1 - \sigma(z))$ | between 0 and 1 |
# | `tanh` | $\tanh z = \dfrac{e^{z} - e^{-z}}{e^{z} + e^{-z}}$ | $1 - \tanh^2 z$ | between −1 and 1 |
# | `relu` | $\max(0, z)$ | $0$ if $z < 0$, $1$ if $z > 0$ | 0 and above |
#
# Each function has an argument `deriv`. With `deriv=False` it returns $f$, with `deriv=True` it returns
# $f'$, in both cases **at the same argument $z$**. The derivative of `logistic` at $z$ is therefore not
# $z (1 - z)$: that formula is for a $z$ to which the function has been applied already.
#
# - ReLU has a kink at exactly 0, where the slope is not defined. Return 0 or 1 there, as you like; it is
#   not checked.
# - Function and derivative should be finite for every $z$, however large. So compute $\tanh$ with
#   `np.tanh`: the fraction in the table is right, but for $|z| > 710$ its powers of $e$ overflow, and it
#   becomes `nan`. `1 / (1 + np.exp(-z))` is safe. For very negative $z$, `np.exp(-z)` overflows to
#   infinity with a warning, and $1 / (1 + \infty) = 0$ is still the right answer.
#
# **By hand.** As in assignment 1, $\ln 3 \approx 1.0986$ and $h = \tfrac{1}{2} \ln 3 \approx 0.5493$ give
# short fractions, because $e^{-\ln 3} = \tfrac{1}{3}$ and $e^{2h} = 3$:
#
# | $z$ | $\sigma(z)$ | $\sigma'(z)$ | | $z$ | $\tanh z$ | $\tanh' z$ |
# |---:|:---:|:---:|---|---:|:---:|:---:|
# | $0$ | $0.5$ | $0.25$ | | $0$ | $0$ | $1$ |
# | $\ln 3$ | $0.75$ | $0.75 \cdot 0.25 = 0.1875$ | | $h$ | $0.5$ | $1 - 0.5^2 = 0.75$ |
# | $2 \ln 3$ | $0.9$ | $0.9 \cdot 0.1 = 0.09$ | | $2h$ | $0.8$ | $1 - 0.8^2 = 0.36$ |
#
# For negative $z$ use $\sigma(-z) = 1 - \sigma(z)$ and $\tanh(-z) = -\tanh z$. Both derivatives are even
# functions.

# %% nbgrader={"grade_id": "activations", "solution": true}
def logistic(x, deriv=False):
    """Return the logistic function of every entry of x, or its derivative at x.

    Parameters
    ----------
    x : array of any shape; unchanged
    deriv : bool, whether to return the derivative

    Returns
    -------
    array of the shape of x
    """
    ### BEGIN SOLUTION
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s) if deriv else s
    ### END SOLUTION


def tanh(x, deriv=False):
    """Return the hyperbolic tangent of every entry of x, or its derivative at x.

    Parameters
    ----------
    x : array of any shape; unchanged
    deriv : bool, whether to return the derivative

    Returns
    -------
    array of the shape of x
    """
    ### BEGIN SOLUTION
    t = np.tanh(x)
    return 1 - t**2 if deriv else t
    ### END SOLUTION


def relu(x, deriv=False):
    """Return every entry of x, or 0 where it is negative; or the slope of this function at x.

    Parameters
    ----------
    x : array of any shape; unchanged
    deriv : bool, whether to return the derivative: 0 for negative entries, 1 for positive ones

    Returns
    -------
    array of the shape of x
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(x, 0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_activations", "grade": true, "locked": true, "points": 15}
h = np.log(3) / 2
by_hand = {
    "logistic": (logistic, 2 * h * np.array([[0, 1], [2, -1]]),
                 [[0.5, 0.75], [0.9, 0.25]], [[0.25, 0.1875], [0.09, 0.1875]],
                 "The slope is s * (1 - s), where s is the logistic function of x."),
    "tanh": (tanh, h * np.array([[0, 1], [2, -1]]),
             [[0, 0.5], [0.8, -0.5]], [[1, 0.75], [0.36, 0.75]],
             "The slope is 1 - t**2, where t is tanh of x."),
    "relu": (relu, np.array([[-2.0, 3.0], [0.5, -0.1]]), [[0, 3], [0.5, 0]], [[0, 1], [1, 0]],
             "The slope is 0 for negative entries and 1 for positive ones."),
}
for name, (function, points, values, slopes_by_hand, hint) in by_hand.items():
    given = points.copy()
    answer = function(given)
    assert np.shape(answer) == (2, 2), (
        f"{name} of a (2, 2) array should have shape (2, 2), but has shape {np.shape(answer)}.")
    assert np.allclose(answer, values), f"{name} of\n{points}\nshould be\n{np.array(values)}\nbut is\n{answer}"
    answer = function(given, deriv=True)
    assert np.shape(answer) == (2, 2), (
        f"{name} with deriv=True should keep the shape (2, 2), but has shape {np.shape(answer)}.")
    assert np.allclose(answer, slopes_by_hand), (
        f"The derivative of {name} at\n{points}\nis\n{np.array(slopes_by_hand)}\nbut you returned\n{answer}\n{hint}")
    assert np.array_equal(given, points), f"{name} changed its argument x. Compute with a new array."
    with np.errstate(over="ignore"):
        far = [function(np.array([-800.0, 800.0]), deriv) for deriv in (False, True)]
    assert np.all(np.isfinite(far)), f"{name} and its derivative should be finite at -800 and 800, but are {far}."
print("✓ logistic, tanh and relu pass the first check")

# %% tags=["demo"] nbgrader={"grade_id": "plot_activations", "locked": true}
z = np.linspace(-5, 5, 500)
fig, axes = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained", sharex=True)
for ax, function in zip(axes, (logistic, tanh, relu)):
    ax.plot(z, function(z), color=CLASS_COLORS[0], linewidth=2, label="$f(z)$")
    ax.plot(z, function(z, deriv=True), color=CLASS_COLORS[1], linewidth=2, linestyle="--", label="$f'(z)$")
    ax.axhline(0, color="0.6", linewidth=0.8)
    ax.set(title=function.__name__, xlabel="$z$")
    ax.legend(loc="upper left", frameon=False)
    ax.grid(alpha=0.3)
plt.show()

# %% [markdown]
# The slope of the logistic function is never larger than 0.25, that of $\tanh$ reaches 1 at the origin,
# and both vanish on the far left and right: there a unit is *saturated*, and almost nothing of the error
# comes back through it. ReLU passes everything on the right and nothing on the left.
#
# ## Check a derivative by measuring it
#
# A derivative is a slope, and a slope can be measured: move the argument by a small step in both
# directions and divide the change of the function by the change of the argument,
#
# $$
# f'(x) \approx \frac{f(x + \varepsilon) - f(x - \varepsilon)}{2 \varepsilon}.
# $$
#
# This *central difference* is off by about $\varepsilon^2$, so with $\varepsilon = 10^{-5}$ it agrees
# with a correct derivative to nine or ten digits. It is slow, because every single number needs two
# evaluations, but it knows nothing of your formulas. `slopes` does it for every entry of an array. The
# checks from here on use it, and so can you.

# %% nbgrader={"grade_id": "slopes", "locked": true}
def slopes(cost, value, step=1e-5):
    """Return the slope of `cost`, a function from an array to a number, for every entry of `value`."""
    value = np.array(value, dtype=float)
    measured = np.empty_like(value)
    for at in np.ndindex(value.shape):
        higher, lower = value.copy(), value.copy()
        higher[at] += step
        lower[at] -= step
        measured[at] = (np.squeeze(cost(higher)) - np.squeeze(cost(lower))) / (2 * step)
    return measured


# %% [markdown]
# ## 2. Cost functions
#
# A cost measures how far the outputs $\hat{y}$ are from the labels $y$. Both costs here are **means over
# the $m$ examples**, and a cost of 0 is perfect:
#
# $$
# \begin{aligned}
# J_{\text{CE}} &= -\frac{1}{m} \sum_{i=1}^{m} \Bigl( y^{(i)} \ln \hat{y}^{(i)} + \bigl(1 - y^{(i)}\bigr) \ln \bigl(1 - \hat{y}^{(i)}\bigr) \Bigr), &
# \frac{\partial J_{\text{CE}}}{\partial \hat{y}^{(i)}}
# &= \frac{1}{m} \cdot \frac{\hat{y}^{(i)} - y^{(i)}}{\hat{y}^{(i)} \, \bigl(1 - \hat{y}^{(i)}\bigr)}, \\
# J_{\text{MSE}} &= \frac{1}{m} \sum_{i=1}^{m} \bigl(\hat{y}^{(i)} - y^{(i)}\bigr)^2, &
# \frac{\partial J_{\text{MSE}}}{\partial \hat{y}^{(i)}} &= \frac{2}{m} \bigl(\hat{y}^{(i)} - y^{(i)}\bigr).
# \end{aligned}
# $$
#
# `cross_entropy` and `mean_squared_error` return the number $J$. With `deriv=True` they return the
# derivative with respect to every entry of $\hat{y}$, an array of the shape of `y_preds`. The factor
# $\frac{1}{m}$ belongs to both, since the derivative is that of the mean. `y_preds` and `y` always have
# the same shape, $(m,)$ or $(m, 1)$.
#
# **Clip the outputs of the cross-entropy.** Far from 0, the logistic function is rounded to exactly 0 or
# exactly 1 (in float64, 1 from $z \approx 37$ on). Then $\ln 0$ is $-\infty$, $0 \cdot \ln 0$ is `nan`,
# and so is $\frac{0}{0}$ in the derivative, and one `nan` spoils all weights at the next step. Therefore
# `cross_entropy` first moves its outputs into the interval $[10^{-12},\ 1 - 10^{-12}]$, for instance with
# `np.clip`, and uses the clipped values in the cost and in the derivative. An output of exactly 0 for
# label 1 then costs $-\ln 10^{-12} \approx 27.63$ instead of infinity. The price is small: only a wrong
# answer with $|z|$ above 27.6 sends back less than it should.
#
# ### A trap: $\hat{y} - y$ is not $\partial J / \partial \hat{y}$
#
# Many texts call $\hat{y} - y$ *the* derivative of the cross-entropy. It is a derivative, but with
# respect to $z$, the argument of a logistic output, and the slope of the logistic function is already
# inside. For one example with cross-entropy $\ell$:
#
# $$
# \frac{\partial \ell}{\partial z} = \frac{\partial \ell}{\partial \hat{y}} \cdot \frac{\partial \hat{y}}{\partial z}
# = \frac{\hat{y} - y}{\hat{y} (1 - \hat{y})} \cdot \hat{y} (1 - \hat{y}) = \hat{y} - y.
# $$
#
# In this assignment `cross_entropy(…, deriv=True)` is $\partial J / \partial \hat{y}$, so that any cost
# can be chained with any activation. Whoever returns $\hat{y} - y$ there and then multiplies by the slope
# of the logistic function, as the chain rule says, counts that slope twice. Take $\hat{y} = 0.9$ for
# label 0, a confident mistake. The right product is $\frac{0.9}{0.09} \cdot 0.09 = 0.9$. With the trap it
# is $0.9 \cdot 0.09 = 0.081$, eleven times too small just where the error is large. What remains,
# $(\hat{y} - y)\,\hat{y}(1 - \hat{y})$, is half the gradient of the squared error: you would be training
# with another cost than the one you print.
#
# Two more slips are common: a minus sign before the mean squared error, which would reward errors, and a
# derivative without the $\frac{1}{m}$ that the cost has.
#
# **By hand.** Four examples with outputs $\hat{y} = (0.75,\ 0.5,\ 0.9,\ 0.25)$ and labels
# $y = (1,\ 1,\ 0,\ 0)$. The right answers received the probabilities $0.75$, $0.5$, $0.1$ and $0.75$, and
# the errors $\hat{y} - y$ are $-0.25$, $-0.5$, $0.9$ and $0.25$:
#
# $$
# \begin{aligned}
# J_{\text{CE}} &= -\tfrac{1}{4} \ln (0.75 \cdot 0.5 \cdot 0.1 \cdot 0.75) \approx 0.8928, \\
# \frac{\partial J_{\text{CE}}}{\partial \hat{y}} &= \tfrac{1}{4}
# \Bigl( \tfrac{-0.25}{0.1875},\ \tfrac{-0.5}{0.25},\ \tfrac{0.9}{0.09},\ \tfrac{0.25}{0.1875} \Bigr)
# = \bigl( -\tfrac{1}{3},\ -\tfrac{1}{2},\ \tfrac{5}{2},\ \tfrac{1}{3} \bigr), \\
# J_{\text{MSE}} &= \tfrac{1}{4} (0.0625 + 0.25 + 0.81 + 0.0625) = 0.29625, \\
# \frac{\partial J_{\text{MSE}}}{\partial \hat{y}} &= \tfrac{2}{4} (-0.25,\ -0.5,\ 0.9,\ 0.25)
# = (-0.125,\ -0.25,\ 0.45,\ 0.125).
# \end{aligned}
# $$

# %% nbgrader={"grade_id": "costs", "solution": true}
def cross_entropy(y_preds, y, deriv=False):
    """Return the mean cross-entropy, or its derivative with respect to every output.

    Parameters
    ----------
    y_preds : array of shape (m,) or (m, 1), outputs between 0 and 1; unchanged.
        They are clipped to the interval from 1e-12 to 1 - 1e-12 before anything else.
    y : array of the shape of y_preds, labels 0 or 1; unchanged
    deriv : bool, whether to return the derivative

    Returns
    -------
    the cost, a number; with deriv=True the derivative, an array of the shape of y_preds
    """
    ### BEGIN SOLUTION
    p = y_preds.clip(1e-12, 1 - 1e-12)
    if deriv:
        return (p - y) / (p * (1 - p)) / len(y)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    ### END SOLUTION


def mean_squared_error(y_preds, y, deriv=False):
    """Return the mean of the squared errors, or its derivative with respect to every output.

    Parameters
    ----------
    y_preds : array of shape (m,) or (m, 1), outputs; unchanged
    y : array of the shape of y_preds, labels; unchanged
    deriv : bool, whether to return the derivative

    Returns
    -------
    the cost, a number; with deriv=True the derivative, an array of the shape of y_preds
    """
    ### BEGIN SOLUTION
    if deriv:
        return 2 * (y_preds - y) / len(y)
    return float(np.mean((y_preds - y) ** 2))
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_costs", "grade": true, "locked": true, "points": 20}
outputs, targets = np.array([0.75, 0.5, 0.9, 0.25]), np.array([1, 1, 0, 0])
by_hand = {
    "cross_entropy": (cross_entropy, 0.8928, [-1 / 3, -1 / 2, 5 / 2, 1 / 3],
                      "It is (y_preds - y) / (y_preds * (1 - y_preds)), divided by m. y_preds - y alone is the "
                      "derivative with respect to z."),
    "mean_squared_error": (mean_squared_error, 0.29625, [-0.125, -0.25, 0.45, 0.125],
                           "It is 2 * (y_preds - y), divided by m."),
}
for name, (function, cost_by_hand, slopes_by_hand, hint) in by_hand.items():
    for shape in ((4,), (4, 1)):
        y_preds, labels = outputs.reshape(shape), targets.reshape(shape)
        answer = function(y_preds, labels)
        assert answer is not None, f"{name} returned None: it needs a return statement."
        assert np.size(answer) == 1, f"{name} should return one number, but returned shape {np.shape(answer)}."
        assert np.allclose(np.squeeze(answer), cost_by_hand, atol=1e-4), (
            f"{name} of the four examples is {cost_by_hand}, but you got {answer}. It is a mean over the "
            "m = 4 examples, and never negative.")
        answer = function(y_preds, labels, deriv=True)
        assert np.shape(answer) == shape, (
            f"The derivative of {name} should have the shape of y_preds, {shape}, but has shape {np.shape(answer)}.")
        assert np.allclose(np.ravel(answer), slopes_by_hand), (
            f"The derivative of {name} should be {np.round(slopes_by_hand, 4)}, but is {np.ravel(answer)}. {hint}")
        assert np.allclose(answer, slopes(lambda moved: function(moved, labels), y_preds), atol=1e-6), (
            f"The derivative of {name} is not the slope of {name} itself.")

for y_pred, label, expected in ((1.0, 1, 0.0), (0.0, 0, 0.0), (0.0, 1, 27.63), (1.0, 0, 27.63)):
    answer = cross_entropy(np.array([y_pred]), np.array([label]))
    assert np.allclose(np.squeeze(answer), expected, atol=0.01), (
        f"An output of exactly {y_pred} for label {label} should cost {expected}, but costs {answer}. "
        "Clip the outputs to [1e-12, 1 - 1e-12] before taking logarithms.")
    answer = cross_entropy(np.array([y_pred]), np.array([label]), deriv=True)
    assert np.all(np.isfinite(answer)), (
        f"The derivative for an output of exactly {y_pred} should be finite, but is {answer}. "
        "Use the clipped outputs there too.")
print("✓ cross_entropy and mean_squared_error pass the first check")

# %% [markdown]
# The next picture shows the trap. For an example of label 0 with a logistic output, it draws what arrives
# at $z$: the derivative of the cost times the slope of the logistic function.

# %% tags=["demo"] nbgrader={"grade_id": "plot_error_signals", "locked": true}
z = np.linspace(-6, 6, 300)
y_hat, zeros = logistic(z), np.zeros(300)
signals = {  # times m, so that one example counts fully
    "cross-entropy, right: $\\hat{y} - y$": 300 * cross_entropy(y_hat, zeros, deriv=True) * logistic(z, deriv=True),
    "mean squared error": 300 * mean_squared_error(y_hat, zeros, deriv=True) * logistic(z, deriv=True),
    "cross-entropy with the trap": (y_hat - zeros) * logistic(z, deriv=True),
}
fig, ax = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
looks = ((CLASS_COLORS[0], "-"), (GREEN, "-."), (CLASS_COLORS[1], "--"))
for (name, signal), (color, style) in zip(signals.items(), looks):
    ax.plot(y_hat, signal, style, color=color, linewidth=2, label=name)
ax.set(title="What an example of label 0 sends back", xlabel="output $\\hat{y}$ (0 would be right)",
       ylabel="$\\partial \\ell \\, / \\, \\partial z$")
ax.legend(frameon=False)
ax.grid(alpha=0.3)
plt.show()

# %% [markdown]
# The further off the output, the more the cross-entropy sends back. The squared error sends back almost
# nothing when $\hat{y}$ is close to 1, that is, when the answer is as wrong as it can be: the saturated
# logistic unit lets nothing through. With the trap the cross-entropy behaves like half the squared error
# and loses the property for which it was chosen.
#
# ## 3. Logistic regression
#
# Logistic regression is a network without hidden layers: the smallest case in which the chain rule,
# the mean and the update all occur, and the yardstick for everything larger. Its output for the example
# $x$ is $\hat{y} = \sigma(x \cdot w + b)$, with one weight for each input. For all $m$ examples at once,
# and backward with the chain rule:
#
# $$
# z = X w + b, \qquad \hat{y} = \sigma(z), \qquad
# \frac{\partial J}{\partial z} = \frac{\partial J}{\partial \hat{y}} \odot \sigma'(z), \qquad
# \frac{\partial J}{\partial w} = X^\top \frac{\partial J}{\partial z}, \qquad
# \frac{\partial J}{\partial b} = \sum_{i=1}^{m} \frac{\partial J}{\partial z^{(i)}}.
# $$
#
# | quantity | in code | shape |
# |---|---|---|
# | $X$ | `x` | $(m, n_x)$ |
# | $w$, $b$ | `ws`, `b` | $(n_x,)$, a number |
# | $z$, $\hat{y}$, $\frac{\partial J}{\partial \hat{y}}$, $\frac{\partial J}{\partial z}$ | | $(m,)$ |
# | $\frac{\partial J}{\partial w}$ | | $(n_x, m)\,(m,) = (n_x,)$, as `ws` |
# | $\frac{\partial J}{\partial b}$ | | a number, as `b` |
#
# The product $\odot$ is elementwise, `*` in NumPy. The mean is already inside
# $\partial J / \partial \hat{y}$, so divide by $m$ nowhere else. Gradient descent repeats, `epochs`
# times:
#
# 1. forward: compute $z$ and $\hat{y}$
# 2. backward: chain `cross_entropy(…, deriv=True)` with `logistic(…, deriv=True)`
# 3. update: $w \leftarrow w - \alpha \, \partial J / \partial w$ and
#    $b \leftarrow b - \alpha \, \partial J / \partial b$, both with gradients taken before the step
#
# Return the new `ws`, the new `b`, and the outputs $\hat{y}$ **of the last epoch's forward pass**, the
# one before the last update. Leave the arguments unchanged: in Python `ws -= …` would change the caller's
# array, `ws = ws - …` makes a new one. If you want to watch the cost, print it; nothing depends on it.
#
# **By hand.** Take the four corners of a square, with weights that are multiples of $\ln 3$:
#
# $$
# X = \begin{pmatrix} 1 & 0 \\ 0 & 1 \\ 1 & 1 \\ 0 & 0 \end{pmatrix}, \quad
# y = \begin{pmatrix} 1 \\ 1 \\ 0 \\ 0 \end{pmatrix}, \quad
# w = \ln 3 \begin{pmatrix} 1 \\ -2 \end{pmatrix}, \quad b = \ln 3,
# $$
#
# $$
# z = \ln 3 \begin{pmatrix} 2 \\ -1 \\ 0 \\ 1 \end{pmatrix}, \quad
# \hat{y} = \begin{pmatrix} 0.9 \\ 0.25 \\ 0.5 \\ 0.75 \end{pmatrix}.
# $$
#
# Chained and divided by $m = 4$,
# $\partial J / \partial z = \tfrac{1}{4}(\hat{y} - y) = \tfrac{1}{4}(-0.1,\ -0.75,\ 0.5,\ 0.75)$.
# Therefore $\partial J / \partial w = \tfrac{1}{4}(-0.1 + 0.5,\ -0.75 + 0.5) = (0.1,\ -0.0625)$ and
# $\partial J / \partial b = \tfrac{1}{4} \cdot 0.4 = 0.1$. A step with $\alpha = 1$ gives
# $w \approx (0.9986,\ -2.1347)$ and $b \approx 0.9986$.

# %% nbgrader={"grade_id": "gradient_descent", "solution": true}
def gradient_descent(x, y, ws, b, lrate, epochs):
    """Train logistic regression with the cross-entropy by gradient descent.

    Parameters
    ----------
    x : array of shape (m, n_x), inputs
    y : array of shape (m,), labels 0 or 1
    ws : array of shape (n_x,), starting weights
    b : number, starting bias
    lrate : float, learning rate
    epochs : int, number of steps, at least 1; each sees all examples
    All arguments stay unchanged.

    Returns
    -------
    ws : array of shape (n_x,), trained weights
    b : number, trained bias
    y_preds : array of shape (m,), outputs of the last epoch's forward pass, before its update
    """
    ### BEGIN SOLUTION
    for _ in range(epochs):
        z = x @ ws + b
        y_preds = logistic(z)
        dz = cross_entropy(y_preds, y, deriv=True) * logistic(z, deriv=True)
        ws = ws - lrate * (x.T @ dz)
        b = b - lrate * dz.sum()
    return ws, b, y_preds
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_gradient_descent", "grade": true, "locked": true, "points": 15}
corners, corner_labels = np.array([[1.0, 0], [0, 1], [1, 1], [0, 0]]), np.array([1, 1, 0, 0])
start = np.log(3) * np.array([1.0, -2.0])
for lrate, ws_by_hand, b_by_hand in ((1.0, [0.9986, -2.1347], 0.9986), (0.1, [1.0886, -2.1910], 1.0886)):
    answer = gradient_descent(corners, corner_labels, start, np.log(3), lrate, 1)
    assert isinstance(answer, (tuple, list)) and len(answer) == 3, (
        f"gradient_descent should return three things, ws, b and the outputs, but returned a {type(answer).__name__}.")
    ws_answer, b_answer, outputs = answer
    assert np.shape(ws_answer) == (2,), f"ws should keep its shape (2,), but has shape {np.shape(ws_answer)}."
    assert np.size(b_answer) == 1, f"b should be a number, but has shape {np.shape(b_answer)}. Sum over the examples."
    assert np.shape(outputs) == (4,), f"The outputs should have shape (4,), but have shape {np.shape(outputs)}."
    assert np.allclose(ws_answer, ws_by_hand, atol=1e-4), (
        f"After one epoch with lrate={lrate}, ws should be {ws_by_hand}, but is {ws_answer}. "
        "The gradient is (0.1, -0.0625), a mean over the examples.")
    assert np.allclose(np.squeeze(b_answer), b_by_hand, atol=1e-4), (
        f"After one epoch with lrate={lrate}, b should be {b_by_hand}, but is {b_answer}. The gradient is 0.1.")
    assert np.allclose(outputs, [0.9, 0.25, 0.5, 0.75]), (
        f"The outputs of the first forward pass are 0.9, 0.25, 0.5, 0.75, but you returned {outputs}. "
        "Return those from before the update.")
assert np.allclose(start, np.log(3) * np.array([1, -2])), (
    "gradient_descent changed its argument ws. Write ws = ws - …")

once = gradient_descent(corners, corner_labels, start, 0.5, 0.3, 1)
twice = gradient_descent(corners, corner_labels, np.asarray(once[0]), float(np.squeeze(once[1])), 0.3, 1)
at_once = gradient_descent(corners, corner_labels, start, 0.5, 0.3, 2)
assert np.allclose(twice[0], at_once[0]) and np.allclose(twice[1], at_once[1]), (
    "Two epochs at once should lead where two calls with one epoch each lead. Use the argument epochs.")
print("✓ gradient_descent passes the first check")

# %% [markdown]
# Now train it on both data sets, 500 epochs each, from $w = (1, 2)$ and $b = 0$. The boundary is the line
# on which $x \cdot w + b = 0$.

# %% tags=["demo"] nbgrader={"grade_id": "train_logistic_regression", "locked": true}
fig, axes = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")
for ax, (name, X, curve, shift) in zip(axes, DATA_SETS):
    ws_start, b_start = np.array([1.0, 2.0]), 0.0
    _, _, y_preds = gradient_descent(X, y, ws_start, b_start, lrate=0.1, epochs=1)
    first_cost = np.squeeze(cross_entropy(np.asarray(y_preds), y))
    ws, b, y_preds = gradient_descent(X, y, ws_start, b_start, lrate=0.1, epochs=500)
    last_cost = np.squeeze(cross_entropy(np.asarray(y_preds), y))
    wrong = wrong_points(logistic(X @ ws + b), y).sum()
    print(f"{name}: cost {first_cost:.6f} in the first epoch, {last_cost:.6f} in epoch 500; "
          f"{wrong} of {len(y)} points wrong")
    plot_curves(curve, shift, ax)
    plot_decision_boundary(lambda points: logistic(points @ ws + b), X, y, ax,
                           title=f"{name}: {wrong} of {len(y)} wrong")
for ax in axes:
    ax.legend(loc="upper right", framealpha=0.9)
fig.suptitle("Logistic regression after 500 epochs")
plt.show()

# %% [markdown]
# The lines are separated: no point is wrong, and the cost falls from 3.155633 to 0.227693. On the sine
# waves 8 of 25 points stay wrong. There the cost falls from 0.969026 to 0.486533 and hardly any further,
# however long you train. The model is at its best, and its best is a straight line. (With the trap of
# step 2 even the lines would have 7 wrong points after 500 epochs.)
#
# ## 4. One hidden layer: the forward pass
#
# A hidden layer of tanh units between input and output lets the boundary bend. With two hidden units we
# can draw what they do: they move every point $(x_1, x_2)$ of the plane to a new place $(a_1, a_2)$, and
# the output unit draws a straight line *there*. In rows, with $f_1$ and $f_2$ for the activations of the
# two layers:
#
# $$
# Z^{[1]} = X W^{[1]} + b^{[1]}, \qquad A^{[1]} = f_1\bigl(Z^{[1]}\bigr), \qquad
# Z^{[2]} = A^{[1]} W^{[2]} + b^{[2]}, \qquad A^{[2]} = f_2\bigl(Z^{[2]}\bigr).
# $$
#
# | in code | shape | |
# |---|---|---|
# | `x` | $(m, n_x)$ | |
# | `ws` | $(n_x, n_h)$ and $(n_h, n_2)$ | a list of two arrays |
# | `bs` | $(1, n_h)$ and $(1, n_2)$ | a list of two arrays; NumPy adds the row to every row |
# | `act_fs` | | a list of two functions, such as `[tanh, logistic]` |
# | `Z1`, `A1` | $(m, n_h)$ | |
# | `Z2`, `A2` | $(m, n_2)$ | here $n_2 = 1$: one output |
#
# `act_fs` is a list of **functions**. Call `act_fs[0](Z1)`, whatever it is: then your code works for
# `relu` too, and for activations that nobody has thought of yet. Grading uses some that are not in this
# notebook. They are called as yours are, `f(z)` and `f(z, deriv=True)`.
#
# **By hand.** The pencil network has the corners of the square as inputs, and opposite corners share a
# label. No straight line separates them; this is the problem known as XOR. With $h = \tfrac{1}{2} \ln 3$,
# the weights are
#
# $$
# W^{[1]} = h \begin{pmatrix} 1 & -1 \\ 1 & 0 \end{pmatrix}, \quad b^{[1]} = h \begin{pmatrix} -1 & 1 \end{pmatrix}, \quad
# W^{[2]} = h \begin{pmatrix} 4 \\ -4 \end{pmatrix}, \quad b^{[2]} = h \begin{pmatrix} 2 \end{pmatrix}.
# $$
#
# The first corner $(1, 0)$ gives $z^{[1]} = h\,(1 - 1,\ -1 + 1) = (0, 0)$, so $a^{[1]} = (0, 0)$,
# $z^{[2]} = 2h$ and $\hat{y} = 0.75$. All four corners:
#
# $$
# X = \begin{pmatrix} 1 & 0 \\ 0 & 1 \\ 1 & 1 \\ 0 & 0 \end{pmatrix}, \quad
# Z^{[1]} = h \begin{pmatrix} 0 & 0 \\ 0 & 1 \\ 1 & 0 \\ -1 & 1 \end{pmatrix}, \quad
# A^{[1]} = \begin{pmatrix} 0 & 0 \\ 0 & 0.5 \\ 0.5 & 0 \\ -0.5 & 0.5 \end{pmatrix},
# $$
#
# $$
# Z^{[2]} = h \begin{pmatrix} 2 \\ 0 \\ 4 \\ -2 \end{pmatrix}, \quad
# A^{[2]} = \begin{pmatrix} 0.75 \\ 0.5 \\ 0.9 \\ 0.25 \end{pmatrix}, \quad
# y = \begin{pmatrix} 1 \\ 1 \\ 0 \\ 0 \end{pmatrix}.
# $$
#
# These are the outputs whose costs you computed in step 2. Each call of `pencil_network()` returns a
# fresh copy of the network.

# %% nbgrader={"grade_id": "pencil_network", "locked": true}
def pencil_network():
    """Return x (4, 2), y (4, 1), ws, bs and the values Z1, A1, Z2, A2 of the network worked by hand in the text."""
    h = np.log(3) / 2
    x = np.array([[1.0, 0], [0, 1], [1, 1], [0, 0]])
    y = np.array([[1], [1], [0], [0]])
    ws = [h * np.array([[1.0, -1], [1, 0]]), h * np.array([[4.0], [-4]])]
    bs = [h * np.array([[-1.0, 1]]), h * np.array([[2.0]])]
    values = {
        "Z1": h * np.array([[0.0, 0], [0, 1], [1, 0], [-1, 1]]),
        "A1": np.array([[0, 0], [0, 0.5], [0.5, 0], [-0.5, 0.5]]),
        "Z2": h * np.array([[2.0], [0], [4], [-2]]),
        "A2": np.array([[0.75], [0.5], [0.9], [0.25]]),
    }
    return x, y, ws, bs, values


# %% nbgrader={"grade_id": "forward_pass_two", "solution": true}
def forward_pass(x, ws, bs, act_fs):
    """Return what both layers of a network with one hidden layer compute, for every example.

    Parameters
    ----------
    x : array of shape (m, n_x), inputs
    ws : list of two arrays, weights of shape (n_x, n_h) and (n_h, n_2)
    bs : list of two arrays, biases of shape (1, n_h) and (1, n_2)
    act_fs : list of two activation functions, called as f(z)
    All arguments stay unchanged.

    Returns
    -------
    Z1, A1 : arrays of shape (m, n_h), the hidden layer before and after its activation
    Z2, A2 : arrays of shape (m, n_2), the output layer before and after its activation
    """
    ### BEGIN SOLUTION
    Z1 = x @ ws[0] + bs[0]
    A1 = act_fs[0](Z1)
    Z2 = A1 @ ws[1] + bs[1]
    A2 = act_fs[1](Z2)
    return Z1, A1, Z2, A2
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_forward_pass_two", "grade": true, "locked": true, "points": 10}
pencil_x, pencil_y, pencil_ws, pencil_bs, by_hand = pencil_network()
answer = forward_pass(pencil_x, pencil_ws, pencil_bs, [tanh, logistic])
assert isinstance(answer, (tuple, list)) and len(answer) == 4, (
    f"forward_pass should return four things, Z1, A1, Z2, A2, but returned a {type(answer).__name__}.")
hints = {
    "Z1": "Z1 is the matrix product of x and ws[0], plus bs[0].",
    "A1": "Apply act_fs[0], which is tanh here, to Z1.",
    "Z2": "Z2 is the matrix product of A1 and ws[1], plus bs[1].",
    "A2": "Apply act_fs[1], which is logistic here, to Z2.",
}
for (name, hint), value in zip(hints.items(), answer):
    assert np.shape(value) == by_hand[name].shape, (
        f"{name} should have shape {by_hand[name].shape}, but has shape {np.shape(value)}. {hint}")
    assert np.allclose(value, by_hand[name]), f"{name} should be\n{by_hand[name]}\nbut is\n{value}\n{hint}"

Z1, A1, Z2, A2 = forward_pass(pencil_x, pencil_ws, pencil_bs, [relu, tanh])
assert np.allclose(A1, np.maximum(by_hand["Z1"], 0)), (
    "With act_fs=[relu, tanh], A1 is relu of Z1. Use the functions in act_fs.")
assert np.allclose(A2, np.tanh(Z2)), "With act_fs=[relu, tanh], A2 is tanh of Z2. Use the functions in act_fs."
print("✓ forward_pass for one hidden layer passes the first check")

# %% [markdown]
# ## 5. One hidden layer: backpropagation
#
# Gradient descent needs to know, for every weight and bias of both layers, how the cost changes if it is
# increased a little. The chain rule answers from the end. Going backward, each layer needs two factors:
# what comes back to its $A$, and the slope of its own activation.
#
# $$
# \begin{aligned}
# \frac{\partial J}{\partial Z^{[2]}} &= \frac{\partial J}{\partial A^{[2]}} \odot f_2'\bigl(Z^{[2]}\bigr), &
# \frac{\partial J}{\partial Z^{[1]}}
# &= \Bigl( \frac{\partial J}{\partial Z^{[2]}} W^{[2]\top} \Bigr) \odot f_1'\bigl(Z^{[1]}\bigr), \\
# \frac{\partial J}{\partial W^{[2]}} &= A^{[1]\top} \frac{\partial J}{\partial Z^{[2]}}, &
# \frac{\partial J}{\partial W^{[1]}} &= X^\top \frac{\partial J}{\partial Z^{[1]}}, \\
# \frac{\partial J}{\partial b^{[2]}} &= \sum_{i=1}^{m} \frac{\partial J}{\partial z^{[2](i)}}, &
# \frac{\partial J}{\partial b^{[1]}} &= \sum_{i=1}^{m} \frac{\partial J}{\partial z^{[1](i)}}.
# \end{aligned}
# $$
#
# | in code | shapes | result |
# |---|---|---|
# | `dZ2` | $(m, 1) \odot (m, 1)$ | $(m, 1)$ |
# | `dW2` | $(n_h, m)\,(m, 1)$ | $(n_h, 1)$, as `ws[1]` |
# | `db2` | sum of each column of `dZ2`, with `keepdims=True` | $(1, 1)$, as `bs[1]` |
# | `dZ1` | $(m, 1)\,(1, n_h)$, then $\odot$ with $(m, n_h)$ | $(m, n_h)$ |
# | `dW1` | $(n_x, m)\,(m, n_h)$ | $(n_x, n_h)$, as `ws[0]` |
# | `db1` | sum of each column of `dZ1`, with `keepdims=True` | $(1, n_h)$, as `bs[0]` |
#
# The first factor of all, $\partial J / \partial A^{[2]}$, is `cost_f(A2, y, deriv=True)`. It contains
# the $\frac{1}{m}$, and every later line inherits it. The labels must be a column of shape $(m, 1)$ like
# `A2`: with shape $(m,)$, NumPy would broadcast the difference to an $(m, m)$ array without complaint.
#
# **Order matters.** $\partial J / \partial Z^{[1]}$ contains $W^{[2]}$ *as it was in the forward pass*.
# Compute all gradients first and update afterward. Whoever updates `W2` first and then uses it for `dZ1`
# mixes two different networks, and the result is the gradient of neither.
#
# `backprop` repeats `epochs` times: forward pass, gradients, update of all four arrays. It returns the
# lists `ws` and `bs` after the last update, and `Z1`, `A1`, `Z2`, `A2` of the last epoch's forward pass,
# before that update. Loop over `progress(epochs)` from the setup cell, which counts like `range`. You do
# not have to compute the cost itself: its derivative is enough to learn. Use `act_fs` and `cost_f` as
# they are handed in.
#
# **By hand.** In the pencil network with the cross-entropy,
# $\partial J / \partial Z^{[2]} = \tfrac{1}{4}(\hat{y} - y) = (-0.0625,\ -0.125,\ 0.225,\ 0.0625)$. Its
# sum is $\partial J / \partial b^{[2]} = 0.1$. The first entry of $\partial J / \partial W^{[2]}$ is
# $0.5 \cdot 0.225 - 0.5 \cdot 0.0625 = 0.08125$, the second
# $0.5 \cdot (-0.125) + 0.5 \cdot 0.0625 = -0.03125$. For the first hidden unit,
# $\partial J / \partial Z^{[1]}$ is $4h$ times those four numbers, times the slopes
# $(1,\ 1,\ 0.75,\ 0.75)$, which is $h\,(-0.25,\ -0.5,\ 0.675,\ 0.1875)$. For the second it is
# $h\,(0.25,\ 0.375,\ -0.9,\ -0.1875)$. Together:
#
# $$
# \frac{\partial J}{\partial W^{[1]}} = h \begin{pmatrix} 0.425 & -0.65 \\ 0.175 & -0.525 \end{pmatrix}, \quad
# \frac{\partial J}{\partial b^{[1]}} = h \begin{pmatrix} 0.1125 & -0.4625 \end{pmatrix}, \quad
# \frac{\partial J}{\partial W^{[2]}} = \begin{pmatrix} 0.08125 \\ -0.03125 \end{pmatrix}, \quad
# \frac{\partial J}{\partial b^{[2]}} = \begin{pmatrix} 0.1 \end{pmatrix}.
# $$
#
# One epoch with $\alpha = 1$ subtracts exactly these. That is also how the check reads your gradients: as
# the parameters before minus those after.

# %% nbgrader={"grade_id": "backprop_two", "solution": true}
def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
    """Train a network with one hidden layer by gradient descent.

    Parameters
    ----------
    x : array of shape (m, n_x), inputs; unchanged
    y : array of shape (m, 1), labels 0 or 1; unchanged
    ws : list of two arrays, starting weights of shape (n_x, n_h) and (n_h, 1)
    bs : list of two arrays, starting biases of shape (1, n_h) and (1, 1)
    act_fs : list of two activation functions, called as f(z) and f(z, deriv=True)
    cost_f : cost function, called as cost_f(y_preds, y) and cost_f(y_preds, y, deriv=True)
    lrate : float, learning rate
    epochs : int, number of steps, at least 1; each sees all examples

    Returns
    -------
    ws, bs : lists of two arrays each, the trained weights and biases, shapes as before
    Z1, A1 : arrays of shape (m, n_h), from the last epoch's forward pass, before its update
    Z2, A2 : arrays of shape (m, 1), from the same forward pass
    """
    ### BEGIN SOLUTION
    (W1, W2), (b1, b2) = ws, bs
    ones = np.ones((1, len(x)))  # ones @ dZ sums each column, faster than dZ.sum(axis=0, keepdims=True)
    for _ in progress(epochs):
        Z1, A1, Z2, A2 = forward_pass(x, [W1, W2], [b1, b2], act_fs)
        dZ2 = cost_f(A2, y, deriv=True) * act_fs[1](Z2, deriv=True)
        dZ1 = (dZ2 @ W2.T) * act_fs[0](Z1, deriv=True)
        W2 = W2 - lrate * (A1.T @ dZ2)
        b2 = b2 - lrate * (ones @ dZ2)
        W1 = W1 - lrate * (x.T @ dZ1)
        b1 = b1 - lrate * (ones @ dZ1)
    return [W1, W2], [b1, b2], Z1, A1, Z2, A2
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_backprop_two", "grade": true, "locked": true, "points": 15}
pencil_x, pencil_y, pencil_ws, pencil_bs, by_hand = pencil_network()
h = np.log(3) / 2
gradients_by_hand = {"W2": [[0.08125], [-0.03125]], "b2": [[0.1]],
                     "W1": h * np.array([[0.425, -0.65], [0.175, -0.525]]), "b1": h * np.array([[0.1125, -0.4625]])}
hints = {
    "W2": "Its gradient is the matrix product of the transpose of A1 and dZ2.",
    "b2": "Its gradient is the sum of each column of dZ2, with keepdims=True.",
    "W1": "Its gradient is the matrix product of the transpose of x and dZ1; dZ1 contains W2 from before the "
          "update, and the slope of act_fs[0] at Z1.",
    "b1": "Its gradient is the sum of each column of dZ1, with keepdims=True; dZ1 contains W2 from before the "
          "update, and the slope of act_fs[0] at Z1.",
}
before = {"W1": pencil_ws[0].copy(), "W2": pencil_ws[1].copy(),
          "b1": pencil_bs[0].copy(), "b2": pencil_bs[1].copy()}
answer = backprop(pencil_x, pencil_y, pencil_ws, pencil_bs, [tanh, logistic], cross_entropy, 1.0, 1)
assert isinstance(answer, (tuple, list)) and len(answer) == 6, (
    f"backprop should return six things, ws, bs, Z1, A1, Z2, A2, but returned a {type(answer).__name__}.")
after = {"W1": answer[0][0], "W2": answer[0][1], "b1": answer[1][0], "b2": answer[1][1]}
for name, gradient in gradients_by_hand.items():
    assert np.shape(after[name]) == before[name].shape, (
        f"{name} should keep its shape {before[name].shape}, but has shape {np.shape(after[name])}. {hints[name]}")
    assert np.allclose(before[name] - after[name], gradient, atol=1e-6), (
        f"One epoch with lrate=1 should subtract\n{np.array(gradient)}\nfrom {name}, but subtracts\n"
        f"{before[name] - np.asarray(after[name])}\n{hints[name]}")
for name, value in zip(("Z1", "A1", "Z2", "A2"), answer[2:]):
    assert np.shape(value) == by_hand[name].shape and np.allclose(value, by_hand[name]), (
        f"{name} should come from the last forward pass, before the update:\n{by_hand[name]}\nbut is\n{value}")

x, _, ws, bs, _ = pencil_network()
labels = np.array([[1], [0], [0], [1]])
x = x + 0.3  # away from the kink of relu
for act_fs in ([tanh, logistic], [relu, logistic], [logistic, tanh]):
    for cost_f in (cross_entropy, mean_squared_error):
        if cost_f is cross_entropy and act_fs[1] is tanh:
            continue  # tanh is no probability
        ws_after = backprop(x, labels, [w.copy() for w in ws], [b.copy() for b in bs], act_fs, cost_f, 1.0, 1)[0]
        for l in (0, 1):
            def cost(moved):
                return cost_f(np.asarray(forward_pass(x, [*ws[:l], moved, *ws[l + 1:]], bs, act_fs)[3]), labels)
            assert np.allclose(ws[l] - ws_after[l], slopes(cost, ws[l]), atol=1e-6), (
                f"With {act_fs[0].__name__}, {act_fs[1].__name__} and {cost_f.__name__} the gradient of ws[{l}] is "
                "not the slope of the cost. Use the functions in act_fs and cost_f.")
print("✓ backprop for one hidden layer passes the first check")

# %% [markdown]
# ### Look into the hidden space
#
# The next cell trains a network with two hidden tanh units on the sine waves, for 10,000 epochs. The
# weights start as small random numbers of the seed 4242, the biases at zero.
#
# `start_parameters(sizes, seed)` makes such a start for any list of layer sizes. It draws from NumPy's
# legacy generator, which gives the same numbers in every version.

# %% nbgrader={"grade_id": "start_parameters", "locked": true}
def start_parameters(sizes, seed, scale=0.1):
    """Return lists ws and bs for a network: normal random weights times `scale`, zero biases.

    Parameters
    ----------
    sizes : list of ints, the number of inputs, then the number of units of each layer
    seed : int, the seed of the legacy generator
    """
    stream = np.random.RandomState(seed)
    ws = [stream.randn(n_in, n_out) * scale for n_in, n_out in zip(sizes, sizes[1:])]
    return ws, [np.zeros((1, n_out)) for n_out in sizes[1:]]


# %% tags=["demo"] nbgrader={"grade_id": "train_two_hidden_units", "locked": true}
act_fs = [tanh, logistic]
ws, bs = start_parameters([2, 2, 1], seed=4242)
ws, bs, Z1, A1, Z2, A2 = backprop(X_sines, Y, ws, bs, act_fs, cross_entropy, lrate=0.1, epochs=10000)

A2 = np.asarray(forward_pass(X_sines, ws, bs, act_fs)[3])
wrong = wrong_points(A2, Y).sum()
print(f"Two hidden units: {wrong} of {len(Y)} points wrong, cost {np.squeeze(cross_entropy(A2, Y)):.4f}")
plot_two_spaces(
    hidden=lambda points: forward_pass(points, ws, bs, act_fs)[1], w=ws[1], b=bs[1],
    predict=lambda points: forward_pass(points, ws, bs, act_fs)[3],
    X=X_sines, y=y, curve=np.sin, shift=1,
    title=f"Two hidden tanh units after 10,000 epochs: {wrong} of {len(Y)} wrong")

# %% [markdown]
# Where logistic regression left 8 points wrong, two hidden units leave 3 or 4, the crosses. On the left
# you see the points where the output unit sees them: the hidden layer has bent the two waves along the
# edges of a square, so that a straight line separates most of them. On the right the same line, carried
# back to the plane of the data, is bent too.
#
# **3 or 4?** Both are right, and the reason is worth knowing. Around epoch 2150 the valley has
# become so narrow that a step with $\alpha = 0.1$ overshoots its bottom, and the cost rises. It comes down
# again, but never settles: at the end the training hops from one side of the valley to the other at every
# epoch, and alternates between a cost of 0.2271 with 3 wrong points and a cost of 0.2513 with 4. Which of
# the two you see at epoch 10,000 depends on the last binary digit of some early sum. What should agree
# between correct programs are the costs before that:
# 0.691982 in the first epoch, 0.601857 after 100 and 0.381131 after 1000.
#
# **Are two units too few?** Some texts conclude so from such a picture. Train with `lrate=0.02` for
# 20,000 epochs instead: the steps no longer overshoot, and every point ends up right, at a cost of
# 0.2103. It was the learning rate that stood in the way. Still, two units are a tight fit, and wider or
# deeper networks find their way much more easily.
#
# ## 6. Any number of layers: the forward pass
#
# Every layer does the same: multiply, add, activate. So write it as a loop. With $A^{[0]} = X$, for
# $l = 1, \dots, L$:
#
# $$
# Z^{[l]} = A^{[l-1]} W^{[l]} + b^{[l]}, \qquad A^{[l]} = f_l\bigl(Z^{[l]}\bigr).
# $$
#
# | in code | entries | shape of entry number $l$, counted from 1 |
# |---|---|---|
# | `ws` | $L$ weights | $(n_{l-1}, n_l)$ |
# | `bs` | $L$ biases | $(1, n_l)$ |
# | `act_fs` | $L$ functions | |
# | `Zs`, `As` | $L$ arrays each | $(m, n_l)$ |
#
# The function gets the name `forward_pass` again, and replaces the one from step 4. It returns two lists,
# `Zs` and `As`, with one entry for each layer, in order. The input $X$ is not among them, so `As[-1]` is
# the output and `As[0]` the first hidden layer. $L$ may be 1: then the network is a logistic regression.
# It may also be 7. (If you go back to step 5 and run its cells again, run step 4 first.)
#
# **By hand.** Put a third layer in front of the pencil network, which swaps the two coordinates and adds
# 1, and let ReLU pass the result, since it is positive:
# $W = \begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}$, $b = (1, 1)$. The corner $(1, 0)$ becomes $(1, 2)$.
# To undo it, swap the rows of the next weight matrix and subtract from the next bias what the two ones
# add. The sums of the columns of $W^{[1]}$ are $2h$ and $-h$, so $h\,(-1,\ 1)$ becomes $h\,(-3,\ 2)$.
# This 2-2-2-1 network has the same $Z$ and the same outputs as the pencil network:
# $0.75,\ 0.5,\ 0.9,\ 0.25$.

# %% nbgrader={"grade_id": "forward_pass", "solution": true}
def forward_pass(x, ws, bs, act_fs):
    """Return what every layer of a network computes, for every example.

    Parameters
    ----------
    x : array of shape (m, n_0), inputs
    ws : list of L arrays, the weights of layer l of shape (n_{l-1}, n_l)
    bs : list of L arrays, the biases of layer l of shape (1, n_l)
    act_fs : list of L activation functions, called as f(z)
    All arguments stay unchanged.

    Returns
    -------
    Zs : list of L arrays, each layer before its activation, of shape (m, n_l)
    As : list of L arrays, each layer after its activation, of shape (m, n_l); As[-1] is the output
    """
    ### BEGIN SOLUTION
    Zs, As = [], []
    A = x
    for w, b, act_f in zip(ws, bs, act_fs):
        Z = np.dot(A, w) + b
        A = act_f(Z)
        Zs.append(Z)
        As.append(A)
    return Zs, As
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_forward_pass", "grade": true, "locked": true, "points": 10}
pencil_x, pencil_y, pencil_ws, pencil_bs, by_hand = pencil_network()
h = np.log(3) / 2
swapped_ws = [np.array([[0.0, 1], [1, 0]]), h * np.array([[1.0, 0], [1, -1]]), pencil_ws[1]]
swapped_bs = [np.array([[1.0, 1]]), h * np.array([[-3.0, 2]]), pencil_bs[1]]
networks = {
    "2-2-1": (pencil_ws, pencil_bs, [tanh, logistic]),
    "2-2-2-1": (swapped_ws, swapped_bs, [relu, tanh, logistic]),
}
for name, (ws, bs, act_fs) in networks.items():
    answer = forward_pass(pencil_x, ws, bs, act_fs)
    assert isinstance(answer, (tuple, list)) and len(answer) == 2, (
        f"forward_pass should return two lists, Zs and As, but returned a {type(answer).__name__} of "
        f"{len(answer) if isinstance(answer, (tuple, list)) else 'no'} values.")
    Zs, As = answer
    assert len(Zs) == len(As) == len(ws), (
        f"The {name} network has {len(ws)} layers, so Zs and As should have {len(ws)} entries, "
        f"but have {len(Zs)} and {len(As)}. The input x is not among them.")
    for which, values in (("Zs", Zs), ("As", As)):
        for l, value in enumerate(values):
            assert np.shape(value) == (4, ws[l].shape[1]), (
                f"In the {name} network {which}[{l}] should have shape {(4, ws[l].shape[1])}, "
                f"but has shape {np.shape(value)}.")
    for l, which in ((-2, "1"), (-1, "2")):
        assert np.allclose(Zs[l], by_hand["Z" + which]), (
            f"In the {name} network Zs[{l}] should be\n{by_hand['Z' + which]}\nbut is\n{Zs[l]}\n"
            "Each layer multiplies the A of the layer before by its own weights and adds its own biases.")
        assert np.allclose(As[l], by_hand["A" + which]), (
            f"In the {name} network As[{l}] should be\n{by_hand['A' + which]}\nbut is\n{As[l]}\n"
            "Each layer has its own activation.")

Zs, As = forward_pass(pencil_x, pencil_ws[:1], pencil_bs[:1], [logistic])
assert len(As) == 1 and np.allclose(As[0], logistic(by_hand["Z1"])), (
    "A network with a single layer should work too: its only entry of As is act_fs[0] of x @ ws[0] + bs[0].")
print("✓ forward_pass for any number of layers passes the first check")

# %% [markdown]
# ## 7. Any number of layers: backpropagation
#
# Going backward, every layer does the same, too. Start with $\partial J / \partial A^{[L]}$, the
# derivative of the cost. Then, for $l = L, \dots, 1$:
#
# $$
# \frac{\partial J}{\partial Z^{[l]}} = \frac{\partial J}{\partial A^{[l]}} \odot f_l'\bigl(Z^{[l]}\bigr), \quad
# \frac{\partial J}{\partial W^{[l]}} = A^{[l-1]\top} \frac{\partial J}{\partial Z^{[l]}}, \quad
# \frac{\partial J}{\partial b^{[l]}} = \sum_{i=1}^{m} \frac{\partial J}{\partial z^{[l](i)}}, \quad
# \frac{\partial J}{\partial A^{[l-1]}} = \frac{\partial J}{\partial Z^{[l]}} W^{[l]\top}.
# $$
#
# | quantity | shapes | result |
# |---|---|---|
# | $\frac{\partial J}{\partial Z^{[l]}}$ | $(m, n_l) \odot (m, n_l)$ | $(m, n_l)$ |
# | $\frac{\partial J}{\partial W^{[l]}}$ | $(n_{l-1}, m)\,(m, n_l)$ | $(n_{l-1}, n_l)$ |
# | $\frac{\partial J}{\partial b^{[l]}}$ | sum of each column | $(1, n_l)$ |
# | $\frac{\partial J}{\partial A^{[l-1]}}$ | $(m, n_l)\,(n_l, n_{l-1})$ | $(m, n_{l-1})$, for the next round |
#
# Mind three things. For the first layer, $A^{[0]}$ is `x`. The last formula needs $W^{[l]}$ from before
# the update, so either collect all gradients and update afterward, or compute
# $\partial J / \partial A^{[l-1]}$ before you touch `ws[l-1]`. And no cost and no activation gets special
# treatment: the product of the first line covers them all. (Shortcuts such as $\hat{y} - y$ for a
# logistic output under the cross-entropy are fine too, as long as all other combinations work and the
# $\frac{1}{m}$ is there.)
#
# `backprop` replaces the function from step 5. It returns `ws` and `bs` after the last update, and the
# lists `Zs` and `As` of the last epoch's forward pass. The network has one output, so $n_L = 1$ and `y`
# has shape $(m, 1)$.
#
# **By hand.** The 2-2-2-1 network of step 6 contains the pencil network, so its last two layers have
# nearly the same gradients: the output layer exactly, the tanh layer with $A^{[1]}$, the corners swapped
# and moved by 1, in place of $X$. The first column of $\partial J / \partial Z$ in the tanh layer is
# $h\,(-0.25,\ -0.5,\ 0.675,\ 0.1875)$, and the first column of $A^{[1]}$ is $(1, 2, 2, 1)$. Therefore the
# first entry of the gradient of that layer's weights is
# $h\,(-0.25 - 1 + 1.35 + 0.1875) = 0.2875\,h \approx 0.1579$.
#
# The check below is the strongest of this notebook. It measures the slope of the cost for *every*
# parameter of a 2-3-4-1 network, for every combination of hidden activation and cost, and compares it
# with your gradients.

# %% nbgrader={"grade_id": "backprop", "solution": true}
def backprop(x, y, ws, bs, act_fs, cost_f, lrate, epochs):
    """Train a network of any depth by gradient descent.

    Parameters
    ----------
    x : array of shape (m, n_0), inputs; unchanged
    y : array of shape (m, 1), labels 0 or 1; unchanged
    ws : list of L arrays, the starting weights of layer l of shape (n_{l-1}, n_l), with n_L = 1
    bs : list of L arrays, the starting biases of layer l of shape (1, n_l)
    act_fs : list of L activation functions, called as f(z) and f(z, deriv=True)
    cost_f : cost function, called as cost_f(y_preds, y) and cost_f(y_preds, y, deriv=True)
    lrate : float, learning rate
    epochs : int, number of steps, at least 1; each sees all examples

    Returns
    -------
    ws, bs : lists of L arrays each, the trained weights and biases, shapes as before
    Zs, As : lists of L arrays each, from the last epoch's forward pass, before its update
    """
    ### BEGIN SOLUTION
    ws, bs = list(ws), list(bs)
    row_of_ones = np.ones((1, len(x)))
    for _ in progress(epochs):
        Zs, As = forward_pass(x, ws, bs, act_fs)
        dA = lrate * cost_f(As[-1], y, deriv=True)  # like the 1/m, the rate enters once and is inherited
        for l in reversed(range(len(ws))):
            dZ = dA * act_fs[l](Zs[l], deriv=True)
            below = As[l - 1] if l > 0 else x
            if l > 0:
                dA = np.dot(dZ, ws[l].T)
            ws[l] = ws[l] - np.dot(below.T, dZ)
            bs[l] = bs[l] - np.dot(row_of_ones, dZ)
    return ws, bs, Zs, As
    ### END SOLUTION


# %% nbgrader={"grade_id": "test_backprop", "grade": true, "locked": true, "points": 15}
pencil_x, pencil_y, pencil_ws, pencil_bs, by_hand = pencil_network()
h = np.log(3) / 2
swapped_ws = [np.array([[0.0, 1], [1, 0]]), h * np.array([[1.0, 0], [1, -1]]), pencil_ws[1]]
swapped_bs = [np.array([[1.0, 1]]), h * np.array([[-3.0, 2]]), pencil_bs[1]]
answer = backprop(pencil_x, pencil_y, [w.copy() for w in swapped_ws], [b.copy() for b in swapped_bs],
                  [relu, tanh, logistic], cross_entropy, 1.0, 1)
assert isinstance(answer, (tuple, list)) and len(answer) == 4, (
    f"backprop should return four things, ws, bs, Zs, As, but returned a {type(answer).__name__}.")
for name, before, after in (("ws", swapped_ws, answer[0]), ("bs", swapped_bs, answer[1])):
    assert len(after) == 3, f"{name} should keep its 3 entries, but has {len(after)}."
    for l in range(3):
        assert np.shape(after[l]) == before[l].shape, (
            f"{name}[{l}] should keep its shape {before[l].shape}, but has shape {np.shape(after[l])}.")
assert np.allclose(swapped_ws[2] - answer[0][2], [[0.08125], [-0.03125]]), (
    f"The gradient of ws[2] is (0.08125, -0.03125), but you subtracted {np.ravel(swapped_ws[2] - answer[0][2])}.")
subtracted = (swapped_ws[1] - answer[0][1])[0, 0]
assert np.allclose(subtracted, 0.2875 * h), (
    f"The first entry of the gradient of ws[1] is 0.1579, but you subtracted {subtracted:.4f}.")
assert len(answer[3]) == 3 and np.allclose(answer[3][-1], by_hand["A2"]), (
    "As should be the list of the last forward pass, before the update; its last entry is the output, "
    f"{np.ravel(by_hand['A2'])} here.")

stream = np.random.RandomState(0)
x, labels = stream.randn(6, 2), np.array([[0], [1], [1], [0], [1], [0]])
ws = [0.7 * stream.randn(n_in, n_out) for n_in, n_out in ((2, 3), (3, 4), (4, 1))]
bs = [0.3 * stream.randn(1, n_out) for n_out in (3, 4, 1)]
largest = 0
for hidden_f in (logistic, tanh, relu):
    for output_f, cost_f in ((logistic, cross_entropy), (logistic, mean_squared_error), (tanh, mean_squared_error)):
        act_fs = [hidden_f, hidden_f, output_f]
        ws_after, bs_after, _, _ = backprop(x, labels, [w.copy() for w in ws], [b.copy() for b in bs],
                                            act_fs, cost_f, 1.0, 1)

        def cost(ws, bs):
            return cost_f(np.asarray(forward_pass(x, ws, bs, act_fs)[1][-1]), labels)

        for l in range(3):
            measured = {
                "ws": slopes(lambda w: cost([*ws[:l], w, *ws[l + 1:]], bs), ws[l]),
                "bs": slopes(lambda b: cost(ws, [*bs[:l], b, *bs[l + 1:]]), bs[l]),
            }
            for name, gradient in (("ws", ws[l] - ws_after[l]), ("bs", bs[l] - bs_after[l])):
                assert np.allclose(gradient, measured[name], atol=1e-7), (
                    f"With {hidden_f.__name__} in the hidden layers, {output_f.__name__} at the end and "
                    f"{cost_f.__name__}, the gradient of {name}[{l}] is\n{gradient}\nbut the slope of the cost, "
                    f"measured, is\n{measured[name]}")
                largest = max(largest, np.max(np.abs(gradient - measured[name])))
print("✓ backprop for any number of layers passes the first check: "
      f"gradients and measured slopes differ by at most {largest:.0e}")

# %% [markdown]
# ### Train a deep network
#
# The layers 2-20-20-2-1 have two hidden layers of 20 units and one of 2, all with tanh. The last hidden
# layer has two units again, so that it can be drawn. The next cell trains for 2000 epochs, 10 at a time,
# to record the cost on the way.

# %% tags=["demo"] nbgrader={"grade_id": "train_deep_network", "locked": true}
deep_fs = [tanh, tanh, tanh, logistic]
deep_ws, deep_bs = start_parameters([2, 20, 20, 2, 1], seed=42)
deep_costs = []
for _ in range(200):
    deep_ws, deep_bs, deep_Zs, deep_As = backprop(X_sines, Y, deep_ws, deep_bs, deep_fs, cross_entropy,
                                                  lrate=0.1, epochs=10)
    deep_costs.append(np.squeeze(cross_entropy(np.asarray(deep_As[-1]), Y)))

wrong = wrong_points(forward_pass(X_sines, deep_ws, deep_bs, deep_fs)[1][-1], Y).sum()
print(f"Network 2-20-20-2-1: {wrong} of {len(Y)} points wrong, cost {deep_costs[-1]:.4f}")

fig, ax = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
ax.plot(10 * np.arange(1, 201), deep_costs, color="0.2", linewidth=1.2)
ax.axhline(-0.4 * np.log(0.4) - 0.6 * np.log(0.6), color=CLASS_COLORS[1], linestyle="--", linewidth=1)
ax.text(2000, 0.7, "answering 0.6 for every point", ha="right", va="bottom", color=CLASS_COLORS[1])
ax.set(title="Cost of the 2-20-20-2-1 network", xlabel="epoch", ylabel="cross-entropy (logarithmic scale)",
       yscale="log", ylim=(0.003, 2))
ax.grid(alpha=0.3)
plt.show()

plot_two_spaces(
    hidden=lambda points: forward_pass(points, deep_ws, deep_bs, deep_fs)[1][-2], w=deep_ws[-1], b=deep_bs[-1],
    predict=lambda points: forward_pass(points, deep_ws, deep_bs, deep_fs)[1][-1],
    X=X_sines, y=y, curve=np.sin, shift=1,
    title=f"Layers 2-20-20-2-1 after 2000 epochs: {wrong} of {len(Y)} wrong")

# %% [markdown]
# **No point is wrong.** The boundary on the right follows the waves. In the hidden space on the left, the
# class-0 points and the class-1 points are pulled to opposite places, and a straight line separates them
# easily.
#
# **The cost** starts at 0.692604 and first rests at a plateau of 0.673. That is what a network pays that
# ignores its input and answers 0.6 for every point, since 60 % of the labels are 1:
# $-0.4 \ln 0.4 - 0.6 \ln 0.6 \approx 0.673$. The small starting weights let hardly any signal through
# four layers. Once it comes through, the cost falls quickly. Around epoch 535 it jumps from 0.13 to several
# times as much and recovers: the steps overshoot in a steep valley, as you have seen in assignment 1. Until
# shortly before, down to a cost of 0.205317 in epoch 500 counted from 0, two correct programs agree
# closely. Afterward they may differ, and still end with no wrong point and a cost near 0.005.
#
# **Whose mean?** All costs in this notebook are means over the examples, and their derivatives carry the
# $\frac{1}{m}$. If you sum instead, the gradients are 25 times as large, and so is every step: with
# $\alpha = 0.1$, this network then mostly ends with 5 to 10 wrong points and stays there. Some texts sum *and*
# fall into the trap of step 2, and the two mistakes happen to cancel well enough to reach zero errors.
# That is luck, not gradient descent on the cost that they print.
#
# ## 8. Freestyle: activations, costs and depths
#
# Now that everything can be exchanged, compare. The next cell trains 18 networks with 1, 2 or 3 hidden
# layers of 12 units, each from the same seed, for 2000 epochs with $\alpha = 0.1$, and takes some
# seconds. Here the starting weights are scaled to the size of the layer, $\sqrt{1/n_{l-1}}$, so that a
# signal keeps its size on the way. The three rows are the hidden activations and the first three columns
# the depths, trained with the cross-entropy. The last column counts the wrong points for both costs.

# %% tags=["demo"] nbgrader={"grade_id": "compare_networks", "locked": true}
def train_one(hidden_f, depth, cost_f, seed=7):
    """Train a network on the sine waves; return its output function and its number of wrong points."""
    sizes, functions = [2] + [12] * depth + [1], [hidden_f] * depth + [logistic]
    ws, bs = start_parameters(sizes, seed, scale=1)
    ws = [w / np.sqrt(len(w)) for w in ws]
    ws, bs, _, _ = backprop(X_sines, Y, ws, bs, functions, cost_f, 0.1, 2000)

    def predict(points):
        return forward_pass(points, ws, bs, functions)[1][-1]

    return predict, wrong_points(predict(X_sines), Y).sum()


fig, axes = plt.subplots(3, 4, figsize=(14, 9), layout="constrained")
for row, hidden_f in zip(axes, (tanh, logistic, relu)):
    counts = {cross_entropy: [], mean_squared_error: []}
    for depth in (1, 2, 3):
        for cost_f, wrong_counts in counts.items():
            predict, wrong = train_one(hidden_f, depth, cost_f)
            wrong_counts.append(wrong)
            if cost_f is cross_entropy:
                plot_decision_boundary(predict, X_sines, y, row[depth - 1], size=18, resolution=120,
                                       title=f"{hidden_f.__name__}, depth {depth}: {wrong} wrong")
    looks = (("cross-entropy", "0.2", "o-", 9), ("mean squared error", GREEN, "s--", 5))
    for wrong_counts, (label, color, style, size) in zip(counts.values(), looks):
        row[3].plot([1, 2, 3], wrong_counts, style, color=color, markersize=size, label=label)
    row[3].set(title=f"{hidden_f.__name__}: both costs", xlabel="hidden layers", ylabel="wrong of 25",
               xticks=[1, 2, 3], yticks=[0, 5, 10], ylim=(-0.8, 15))
    row[3].legend(loc="upper right", frameon=False)
    row[3].grid(alpha=0.3)
handles, labels = axes[0, 0].get_legend_handles_labels()
fig.legend(handles, ["class 0", "class 1", "wrong"], loc="outside lower center", ncol=3, frameon=False,
           markerscale=1.5)
fig.suptitle("Hidden activation, depth and cost: 12 units in every hidden layer, 2000 epochs")
plt.show()

# %% [markdown]
# With tanh and ReLU the boundary follows the waves at every depth; with ReLU it is made of straight
# pieces. With logistic hidden units the training is slow, and slowest with three layers of them: the slope
# of the logistic function is at most 0.25, so that every layer shrinks the error that comes back to a
# quarter or less, before its weights act on it. After 2000 epochs three such layers have hardly bent the
# line. The squared error makes it worse, because the slope of the output unit is multiplied in as well;
# 10 wrong points mean that the network still answers 1 everywhere.
#
# These are single starts. Four other seeds moved the counts by at most 3 points and left the picture as
# it is. And a network that is slow is not yet a network that cannot learn: after 10,000 epochs with the
# cross-entropy, each of the three logistic networks has every point right.
#
# Two warnings for your own trials: in a layer of only two ReLU units, both can start with negative $z$
# for all points and never learn, and only a last hidden layer of two units can be drawn as in step 5.
#
# The next cell is yours, and it is not graded. Change the layers, the activations, the cost, the learning
# rate or the start, and run it as often as you like.

# %% tags=["demo"]
my_sizes = [2, 10, 10, 1]
my_act_fs = [relu, tanh, logistic]
my_ws, my_bs = start_parameters(my_sizes, seed=1, scale=0.5)
my_ws, my_bs, my_Zs, my_As = backprop(X_sines, Y, my_ws, my_bs, my_act_fs, cross_entropy, lrate=0.1, epochs=1000)

fig, ax = plt.subplots(figsize=(7, 4.5), layout="constrained")
plot_decision_boundary(lambda points: forward_pass(points, my_ws, my_bs, my_act_fs)[1][-1], X_sines, y, ax,
                       title="My network: layers " + "-".join(map(str, my_sizes)))
ax.legend(loc="upper right", framealpha=0.9)
plt.show()

# %% [markdown]
# ## What you learned
#
# - A layer multiplies, adds and activates, and a network of any depth is a loop over layers, forward and
#   backward.
# - Each layer multiplies what comes back by the slope of its own activation. Costs and activations can be
#   exchanged freely as long as every derivative is exactly that of its function, and a measured slope
#   tells whether it is.
# - $\hat{y} - y$ is the derivative of the cross-entropy with respect to $z$, for a logistic output. With
#   respect to $\hat{y}$ it is $(\hat{y} - y) / (\hat{y}(1 - \hat{y}))$.
# - The mean belongs in the cost and in its derivative, once.
# - The last layer always draws a straight line. The layers before it move the points until that is
#   enough.
#
# **One question further.** The squared error sends nothing back from a saturated logistic output (see the
# picture in step 2), and the cross-entropy does. Is there a cost for which $\tanh$ as the output
# activation, with labels −1 and 1, also gives $\partial J / \partial z$ proportional to $\hat{y} - y$?
# Write down what its derivative with respect to $\hat{y}$ must be, integrate it, write it as a function
# with `deriv`, and let `backprop` tell you whether you were right.

# %% [markdown]
# ## References
#
# - The outline follows the exercise *Simple Neural Network* by Klaus Strohmenger in the series
#   [deep.TEACHING](https://gitlab.com/deep.TEACHING) (text CC BY-SA 4.0, code MIT). Text and code here
#   are written anew.
# - On activations and the error that comes back through them: X. Glorot, Y. Bengio, [Understanding the
#   difficulty of training deep feedforward neural
#   networks](https://proceedings.mlr.press/v9/glorot10a.html), AISTATS 2010.
# - The backward pass in four equations: M. Nielsen,
#   [How the backpropagation algorithm works](http://neuralnetworksanddeeplearning.com/chap2.html).
# - The colors: M. Okabe, K. Ito, [Color Universal Design](https://jfly.uni-koeln.de/color/).
