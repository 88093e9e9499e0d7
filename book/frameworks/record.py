"""The page shows what PyTorch and JAX answered, and yet the book is built without them.

This writes their answers down, with the time that each took beside NumPy.
"""

import json
import os
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path

import jax
import jax.numpy as jnp
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


def seconds(run):
    """The processor time of a call: unlike a clock, it stands still while others compute."""
    began = time.process_time()
    run()
    return time.process_time() - began


def speeds(runs, rounds):
    """How many times as fast as the first of `runs` each other is: quartiles over the rounds.

    In a round all take their turn, so that a busy moment of the machine hits them alike. One round
    more comes first and is not counted: it compiles.
    """
    times = [[seconds(run) for run in runs.values()] for _ in range(rounds + 1)]
    ratios = [[own / other for other in others] for own, *others in times[1:]]
    quartiles = np.quantile(ratios, [0.25, 0.5, 0.75], axis=0).round(2).T.tolist()
    return dict(zip(list(runs)[1:], quartiles, strict=True))


def trainings(points_each, units, steps):
    problem = *clouds(points_each), weights(units), RATE, steps
    return {name: partial(network.train, *problem) for name, network in NETWORKS.items()}


def tanhs(m, units):
    Z = np.random.default_rng(0).normal(size=(m, units))
    in_jax, on_device = jax.jit(jnp.tanh), jnp.array(Z)
    return {
        "numpy": partial(np.tanh, Z),
        "torch": partial(torch.tanh, torch.tensor(Z)),
        "jax": lambda: in_jax(on_device).block_until_ready(),
    }


def all_speeds(rounds):
    found = {
        f"{6 * each} points,\n{units} units": speeds(trainings(each, units, steps), rounds)
        for each, units, steps in SIZES
    }
    return found | {"tanh alone,\n6000 × 128": speeds(tanhs(6000, 128), rounds)}


def main():
    # One core for all. JAX has no setting for that, but its threads start where this one may run.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    torch.set_num_threads(1)
    with threadpool_limits(1):
        record = {
            "versions": {name: version(name) for name in NETWORKS},
            "answers": {name: answers(NETWORKS[name]) for name in ("torch", "jax")},
            "speeds": all_speeds(rounds=31),
        }
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
