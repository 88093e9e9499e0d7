"""How fast do the reference solutions train, beside the seeds' loops, scikit-learn and PyTorch?

    python -m benchmarks.training [--rounds 11]

All do the same gradient descent from the same start. What they have learned after 100 epochs is
compared first; then they take turns and are timed over the same number of epochs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import click
import numpy as np
from tqdm import tqdm

from autograder.inside.quiet import quiet
from autograder.source import load
from benchmarks import contestants
from benchmarks.contestants import Layers, Problem, layers
from benchmarks.results import record

GOAL = 1.3
ROUNDS = 11

# After so many epochs no run is chaotic yet: right loops differ by rounding alone (2e-15),
# while every run has moved its parameters by a hundredth or more.
CHECKED_EPOCHS = 100
TOLERANCE = 1e-9

Train = Callable[[int], Layers]  # the trained parameters, from the number of epochs
Times = dict[str, dict[str, list[float]]]  # by run and contestant, CPU seconds of each round


@dataclass(frozen=True)
class Run:
    """One training run of an assignment, with the reference and the seed's loop for it.

    `epochs` are timed in a round: some hundredths of a second, beside which the half
    millisecond that it takes to make a progress bar is little.
    """

    name: str
    epochs: int
    problem: Problem
    reference: Train
    seed: Callable[[Problem, int], Layers]

    def contestants(self) -> dict[str, Train]:
        """All that can run here, the reference first."""
        found = {
            "reference": self.reference,
            "seed": lambda epochs: self.seed(self.problem, epochs),
            "sklearn": contestants.scikit_learn(self.problem),
            "torch": contestants.pytorch(self.problem),
        }
        return {name: train for name, train in found.items() if train is not None}


# --- The training runs of the course, with the data and settings of their assignments -------------


def runs() -> Iterator[Run]:
    """All of them, in the order of the course."""
    yield spirals()
    ps2 = load("ps2_multilayer_network").namespace()
    yield logistic_regression("ps2_lines", ps2["X_lines"])
    yield logistic_regression("ps2_sines", ps2["X_sines"])
    yield multilayer_network("ps2_two_hidden_units", [2, 2, 1], 4242, until="forward_pass")
    yield multilayer_network("ps2_deep", [2, 20, 20, 2, 1], 42)
    yield relu_network("ps3_circles", "circles")
    yield relu_network("ps3_moons", "moons")
    yield softmax_network("ps4_flower", "load_flower_dataset", (20, 0, 0.05))
    yield softmax_network("ps4_spiral", "load_spiral_dataset", (100, 0.001, 1))


def spirals() -> Run:
    """Assignment 1: 2-4-1 with tanh on 800 points, 10,000 iterations."""
    ps1 = load("ps1_tanh_network").namespace()
    X, Y = ps1["make_spirals"]()

    def reference(epochs: int) -> Layers:
        return layers(ps1["nn_model"](X, Y, n_h=4, num_iterations=epochs))

    problem = Problem(X.T, Y.ravel(), reference(0), "tanh", rate=1.2)
    return Run("ps1_spirals", 1000, problem, reference, contestants.seed_tanh_network)


def logistic_regression(name: str, X: np.ndarray) -> Run:
    """Assignment 2: no hidden layer, 25 points, 500 epochs."""
    ps2 = load("ps2_multilayer_network").namespace()
    y, w = ps2["y"], np.array([1.0, 2.0])

    def reference(epochs: int) -> Layers:
        ws, b, _ = ps2["gradient_descent"](X, y, w, 0.0, lrate=0.1, epochs=epochs)
        return [(ws.reshape(-1, 1), np.array([b]))]

    start = [(w.reshape(-1, 1), np.zeros(1))]
    problem = Problem(X, y.astype(int), start, "tanh", rate=0.1)  # no hidden layer uses the tanh
    return Run(name, 1000, problem, reference, contestants.seed_logistic_regression)


def multilayer_network(name: str, sizes: list[int], seed: int, until: str | None = None) -> Run:
    """Assignment 2: tanh in the hidden layers, 25 points on sine waves.

    10,000 epochs of 2-2-1, with the functions for one hidden layer that stand before `until`;
    2000 epochs of 2-20-20-2-1, with those for any number.
    """
    ps2 = load("ps2_multilayer_network").namespace(until=until)
    X, Y, cost_f = ps2["X_sines"], ps2["Y"], ps2["cross_entropy"]
    ws, bs = ps2["start_parameters"](sizes, seed)
    act_fs = [ps2["tanh"]] * (len(ws) - 1) + [ps2["logistic"]]

    def reference(epochs: int) -> Layers:
        trained = ps2["backprop"](X, Y, ws, bs, act_fs, cost_f, lrate=0.1, epochs=epochs)
        return [(w, b.ravel()) for w, b in zip(*trained[:2], strict=True)]

    start = [(w, b.ravel()) for w, b in zip(ws, bs, strict=True)]
    loop = contestants.seed_two_hidden_units if until else contestants.seed_multilayer_network
    return Run(name, 1000, Problem(X, Y.ravel().astype(int), start, "tanh", 0.1), reference, loop)


def relu_network(name: str, shape: str) -> Run:
    """Assignment 3: 2-25-50-50-25-1 with ReLU on 160 points, 10,000 epochs.

    It is timed from epoch 1000 on. At first most units are on for all points or for none, and a
    mask of all or nothing takes less time than the patchy ones of nine epochs in ten.
    """
    ps3 = load("ps3_relu_network").namespace()
    X, _, y, _ = ps3["load_points"](shape, n_samples=200, noise=0.2)
    begun = ps3["NumpyNeuralNetwork"](seed=99).train(X.T, y.reshape(1, -1), 1000, 0.1)

    def reference(epochs: int) -> Layers:
        network = ps3["NumpyNeuralNetwork"]()
        network.params_values = {name: value.copy() for name, value in begun.items()}
        return layers(network.train(X.T, y.reshape(1, -1), epochs, 0.1))

    problem = Problem(X, y, reference(0), "relu", rate=0.1)
    return Run(name, 300, problem, reference, contestants.seed_relu_network)


def softmax_network(name: str, loader: str, settings: tuple[int, float, float]) -> Run:
    """Assignment 4: 2-20-2 on 400 points, 20,000 epochs, and 2-100-3 on 300 points, 10,000 epochs.

    `settings` are the number of hidden units, the decay and the learning rate.
    """
    ps4 = load("ps4_softmax_network").namespace()
    _, decay, rate = settings
    np.random.seed(1)
    X, y, n_y = ps4[loader]()
    state = np.random.get_state()

    def reference(epochs: int) -> Layers:
        np.random.set_state(state)  # the starting weights come from NumPy's global stream
        return layers(ps4["nn_train"](X, y, n_y, (*settings, epochs)))

    problem = Problem(X.T, y, reference(0), "relu", rate, decay)
    return Run(name, 1000, problem, reference, contestants.seed_softmax_network)


# --- Measuring ------------------------------------------------------------------------------------


def differences(trainings: dict[str, Train], epochs: int = CHECKED_EPOCHS) -> dict[str, float]:
    """How far each one's parameters are from the reference's after some epochs, at most.

    Left out is who has parameters of other shapes: scikit-learn where there are two classes and two
    outputs.
    """
    trained = {name: train(epochs) for name, train in trainings.items()}
    expected = trained.pop("reference")
    shapes = [W.shape for W, _ in expected]
    return {
        name: float(np.max(np.abs(flat(found) - flat(expected))))
        for name, found in trained.items()
        if [W.shape for W, _ in found] == shapes
    }


def flat(layers: Layers) -> np.ndarray:
    """All parameters in one vector."""
    return np.concatenate([np.ravel(each) for layer in layers for each in layer])


def check(run: Run, trainings: dict[str, Train]) -> None:
    """Stop where someone does not train the same network: the time of a wrong loop says nothing."""
    for name, difference in differences(trainings).items():
        if not difference <= TOLERANCE:
            sys.exit(
                f"{run.name}: after {CHECKED_EPOCHS} epochs the parameters of {name} differ from "
                f"the reference's by {difference:.1e}, more than {TOLERANCE:.0e}."
            )


def seconds(train: Train, epochs: int) -> float:
    """CPU seconds of a training; the clock would count those of other programs too."""
    start = time.process_time()
    train(epochs)
    return time.process_time() - start


def measure(course: list[Run], rounds: int = ROUNDS) -> Times:
    """Time all contestants of all runs, in turns; the check that they agree has warmed them up."""
    everyone = {run.name: run.contestants() for run in course}
    times: Times = {name: {each: [] for each in found} for name, found in everyone.items()}
    for run in course:
        with quiet():
            check(run, everyone[run.name])
    for _ in tqdm(range(rounds), "training", leave=False, disable=None):
        for run in course:
            for name, train in everyone[run.name].items():
                with quiet():
                    times[run.name][name].append(seconds(train, run.epochs))
    return times


# --- The figures ----------------------------------------------------------------------------------


def ratios(times: Times, contestant: str) -> dict[str, float] | None:
    """How many times the reference's time a contestant takes, by run; None where it is missing.

    Each round gives one ratio, of times taken side by side; this is their median.
    """
    return {
        run: round(median(np.divide(found[contestant], found["reference"])), 2)
        for run, found in times.items()
        if contestant in found
    } or None


def figures(times: Times, epochs: dict[str, int]) -> dict[str, Any]:
    """What is written to bench.json: three ratios, and everyone's milliseconds per epoch."""
    return {
        "training_ratio": ratios(times, "seed"),
        "training_ratio_sklearn": ratios(times, "sklearn"),
        "training_ratio_torch": ratios(times, "torch"),
        "training_ms_per_epoch": {
            run: {name: round(1000 * median(each) / epochs[run], 4) for name, each in found.items()}
            for run, found in times.items()
        },
    }


def table(found: dict[str, Any]) -> str:
    """One line per run: the reference's milliseconds per epoch, the others' as multiples of it."""
    columns = {"seed": "training_ratio"}
    columns |= {name: f"training_ratio_{name}" for name in ("sklearn", "torch")}
    lines = [f"{'training':22}{'ms per epoch':>12}" + "".join(f"{name:>10}" for name in columns)]
    for run, times in found["training_ms_per_epoch"].items():
        cells = [f"{found[key][run]:.2f}×" if found[key] else "–" for key in columns.values()]
        lines.append(f"{run:22}{times['reference']:>12.4f}" + "".join(f"{c:>10}" for c in cells))
    if not found["training_ratio_torch"]:
        lines.append("torch is not installed: .venv/bin/pip install -e '.[bench]' adds it.")
    return "\n".join(lines)


def missed(found: dict[str, Any]) -> list[str]:
    """A sentence for each run that is not as much faster than the seed's loop as it should be."""
    return [
        f"{run} misses the goal: {ratio:.2f} times the seed's speed, not {GOAL}."
        for run, ratio in found["training_ratio"].items()
        if ratio < GOAL
    ]


@click.command(context_settings={"show_default": True})
@click.option(
    "--rounds", default=ROUNDS, type=click.IntRange(min=5), help="How often each training is timed."
)
def main(rounds: int) -> None:
    """Time every training run of the course and write the ratios to _build/bench.json."""
    with quiet():
        course = list(runs())
    found = figures(measure(course, rounds), {run.name: run.epochs for run in course})
    print("\n".join([table(found), *missed(found)]))
    record(found)


if __name__ == "__main__":
    main()
