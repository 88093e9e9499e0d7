"""What the three networks are given: points, labels, weights."""

import numpy as np


def clouds(points_each):
    """Points X of shape (m, 2), one a row, and labels y of shape (m,).

    Six clouds stand on the corners of a hexagon, m = 6 * points_each.
    Opposite clouds share one of three classes.
    """
    rng = np.random.default_rng(3)
    corner = np.repeat(np.arange(6), points_each)
    angle = np.pi / 3 * corner
    centers = 2 * np.column_stack([np.cos(angle), np.sin(angle)])
    return centers + rng.normal(0, 0.35, centers.shape), corner % 3


def weights(units):
    """W1 (2, units), b1 (units,), W2 (units, 3), b2 (3,), to start."""
    rng = np.random.default_rng(4)
    return [
        rng.normal(0, 1, (2, units)),
        rng.normal(0, 0.1, units),
        rng.normal(0, units**-0.5, (units, 3)),
        rng.normal(0, 0.1, 3),
    ]
