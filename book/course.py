"""What the chapters share: the colors of their figures, points and boundaries, a measured slope,
and the check of the numbers that their prose quotes."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

plt.style.use(Path(__file__).with_name("course.mplstyle"))

# The style's own colors: class 0 is blue with circles, class 1 vermillion with triangles.
BLUE, VERMILLION, GREEN, ORANGE, PINK, SKY, BLACK = (f"C{i}" for i in range(7))
GREY = "#595959"
MARKERS = "o^sDv"  # one per class: a marker says what a color says
BLUE_TO_VERMILLION = LinearSegmentedColormap.from_list("classes", ["#0072B2", "white", "#D55E00"])


def draw_points(ax, X, y, size=22):
    """Points `X` of shape (m, 2) with the color and marker of their class, `y` of shape (m,)."""
    for label in np.unique(y):
        ax.scatter(*X[y == label].T, s=size, c=f"C{label}", marker=MARKERS[label],
                   edgecolors="white", linewidths=size / 44, label=f"class {label}")  # fmt: skip
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")


def draw_regions(ax, predict, reach, steps=211):
    """The classes that `predict` gives to the square of points up to `reach` from the origin, and
    the boundary between them; `predict` maps (n, 2) points to (n,) labels."""
    side = np.linspace(-reach, reach, steps)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    labels = np.asarray(predict(grid)).reshape(steps, steps)
    classes = int(labels.max()) + 1
    edges = np.arange(classes + 1) - 0.5
    ax.contourf(side, side, labels, edges, colors=[f"C{i}" for i in range(classes)], alpha=0.18)
    ax.contour(side, side, labels, edges[1:-1], colors="black", linewidths=2)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach))


def slope(f, t, h=1e-5):
    """The derivative of `f` at the number `t`, measured: a central difference, off by about h²."""
    return (f(t + h) - f(t - h)) / (2 * h)


def measured_gradient(f, w, h=1e-5):
    """The gradient of the number `f()` with respect to the array `w`, which `f` reads; same shape.

    Each entry is nudged in place and put back.
    """
    gradient = np.empty(w.shape)
    for k in np.ndindex(w.shape):
        kept = w[k]
        w[k] = kept + h
        above = f()
        w[k] = kept - h
        gradient[k] = (above - f()) / (2 * h)
        w[k] = kept
    return gradient


def plainly_descending(hidden, rate, m):
    """scikit-learn's ReLU network with these hidden layers, which makes one step of plain gradient
    descent on all `m` examples in each iteration. Not in a page: assignment 4 asks for it."""
    from sklearn.neural_network import MLPClassifier  # what few chapters need

    return MLPClassifier(
        hidden, activation="relu", solver="sgd", learning_rate_init=rate, batch_size=m,
        momentum=0, nesterovs_momentum=False, alpha=0, shuffle=False, max_iter=1,
        tol=0, n_iter_no_change=10**6, warm_start=True,
    )  # fmt: skip


def quoted(numbers, text):
    """Fail unless the numbers, rounded as in `text`, are those that the prose quotes there."""
    words = text.split()
    places = [len(word.partition(".")[2]) for word in words]
    found = [f"{number:.{n}f}" for number, n in zip(np.ravel(numbers), places, strict=True)]
    expected = [f"{float(word):.{n}f}" for word, n in zip(words, places, strict=True)]
    assert found == expected, f"the prose says {text}, but the code gives {' '.join(found)}"
