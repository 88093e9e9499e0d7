"""The page shows what PyTorch and JAX answered, and yet the book is built without them.

This writes their answers down, with the time that each took beside NumPy.
"""

import json
import os
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from . import jax_network, numpy_network, torch_network
from .clouds import clouds, weights

RECORD = Path(__file__).with_name("recorded.json")
NETWORKS = {"numpy": numpy_network, "torch": torch_network, "jax": jax_network}
RATE, STEPS = 1.0, 100

# The page's problem and a larger one: points in a cloud, hidden units, steps in a timed training.
SIZES = [(20, 8, 300), (1000, 128, 10)]


def answers(network):
    """The gradients at the start and the losses of the first steps, as plain lists."""
    X, y = clouds(20)
    _, gradients = network.loss_and_gradients(X, y, weights(8))
    losses, _ = network.train(X, y, weights(8), RATE, STEPS)
    return {"gradients": [np.asarray(each).tolist() for each in gradients], "losses": losses}


def seconds(network, points_each, units, steps):
    """The processor time of a training: unlike a clock, it stands still while others compute."""
    X, y = clouds(points_each)
    began = time.process_time()
    network.train(X, y, weights(units), RATE, steps)
    return time.process_time() - began


def speeds(sizes, rounds):
    """How many times NumPy's speed each framework has: lower quartile, median and upper quartile.

    In a round all take their turn, so that a busy moment of the machine hits them alike. One round
    more comes first and is not counted: it compiles.
    """
    found = []
    for size in sizes:
        times = [[seconds(each, *size) for each in NETWORKS.values()] for _ in range(rounds + 1)]
        ratios = [[own / other for other in others] for own, *others in times[1:]]
        quartiles = np.quantile(ratios, [0.25, 0.5, 0.75], axis=0).round(2).T.tolist()
        points_each, units, _ = size
        ours = {"points": 6 * points_each, "units": units}
        found.append(ours | dict(zip(list(NETWORKS)[1:], quartiles, strict=True)))
    return found


def main():
    # One core for all. JAX has no setting for that, but its threads start where this one may run.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    torch.set_num_threads(1)
    with threadpool_limits(1):
        record = {
            "versions": {name: version(name) for name in NETWORKS},
            "answers": {name: answers(NETWORKS[name]) for name in ("torch", "jax")},
            "speeds": speeds(SIZES, rounds=31),
        }
    RECORD.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
