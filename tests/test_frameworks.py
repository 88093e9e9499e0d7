"""PyTorch and JAX against the network by hand, and against what the book says of them.

The book itself is built without them, from `book/frameworks/recorded.json`.
"""

import importlib
import json
import re

import numpy as np
import pytest

from autograder.assignment import ROOT
from book.frameworks import numpy_network
from book.frameworks.clouds import clouds, weights

MISSING = "it is optional: .venv/bin/pip install -e '.[frameworks]'"
pytestmark = pytest.mark.xdist_group("frameworks")  # imported and compiled by one worker

RECORDED = json.loads((ROOT / "book" / "frameworks" / "recorded.json").read_text())

# The sums have 120 terms of size 1 or less, so that rounding moves them by some 1e-16; a slip in a
# formula moves them by more than 1e-3.
CLOSE = {"rtol": 0, "atol": 1e-12}


@pytest.fixture(params=["torch", "jax"])
def name(request):
    pytest.importorskip(request.param, reason=f"{request.param} is not installed; {MISSING}")
    return request.param


@pytest.fixture
def network(name):
    network = importlib.import_module(f"book.frameworks.{name}_network")
    if name == "torch":  # several threads wait for each other where cores are busy
        network.torch.set_num_threads(1)
    return network


@pytest.fixture
def torch():
    return pytest.importorskip("torch", reason=f"torch is not installed; {MISSING}")


@pytest.fixture
def jax():
    return pytest.importorskip("jax", reason=f"jax is not installed; {MISSING}")


@pytest.fixture(scope="module")
def problem():
    return *clouds(20), weights(8)


def assert_all_close(answers, expected, **tolerance):
    for answer, value in zip(answers, expected, strict=True):
        np.testing.assert_allclose(answer, value, **(tolerance or CLOSE))


# --- The same network -----------------------------------------------------------------------------


def test_the_gradients_are_those_by_hand(network, problem):
    loss, gradients = network.loss_and_gradients(*problem)
    by_hand, gradients_by_hand = numpy_network.loss_and_gradients(*problem)
    assert loss == pytest.approx(by_hand, rel=0, abs=1e-12)
    assert_all_close(gradients, gradients_by_hand)


def test_the_comparison_notices_a_slip(network, problem):
    """Labels moved by one class, for one example of 120."""
    X, y, start = problem
    y = np.concatenate([[(y[0] + 1) % 3], y[1:]])
    _, gradients = network.loss_and_gradients(X, y, start)
    with pytest.raises(AssertionError):
        assert_all_close(gradients, numpy_network.loss_and_gradients(*problem)[1])


def test_training_follows_the_same_path(network, problem):
    losses, trained = network.train(*problem, 1.0, 100)
    losses_by_hand, trained_by_hand = numpy_network.train(*problem, 1.0, 100)
    np.testing.assert_allclose(losses, losses_by_hand, **CLOSE)
    assert_all_close(trained, trained_by_hand)
    assert losses[-1] < 0.1 * losses[0]


def test_in_float32_seven_digits_agree(network, problem):
    X, y, start = problem
    single = X.astype(np.float32), y, [p.astype(np.float32) for p in start]
    _, gradients = network.loss_and_gradients(*single)
    _, by_hand = numpy_network.loss_and_gradients(*problem)
    assert_all_close(gradients, by_hand, rtol=0, atol=3e-7)
    with pytest.raises(AssertionError):
        assert_all_close(gradients, by_hand)


# --- The record -----------------------------------------------------------------------------------


@pytest.fixture
def record(torch, jax):
    torch.set_num_threads(1)
    return importlib.import_module("book.frameworks.record")


def test_the_record_is_what_they_answer(record):
    """Where it is not, run `python -m book.frameworks.record` and look at the difference."""
    for name, recorded in RECORDED["answers"].items():
        fresh = record.answers(record.NETWORKS[name])
        assert_all_close(fresh["gradients"], recorded["gradients"])
        np.testing.assert_allclose(fresh["losses"], recorded["losses"], **CLOSE)


def test_the_record_has_both_frameworks(record):
    assert RECORDED["versions"].keys() == record.NETWORKS.keys()
    assert RECORDED["answers"].keys() == record.NETWORKS.keys() - {"numpy"}


def test_the_record_has_every_speed(record):
    fresh = record.all_speeds(rounds=1)
    assert RECORDED["speeds"].keys() == fresh.keys()
    assert {frozenset(each) for each in fresh.values()} == {frozenset(RECORDED["answers"])}


def test_a_speed_is_that_of_numpy_over_that_of_the_framework(record, monkeypatch):
    """Each run takes as many seconds as it is: NumPy 2, PyTorch 4, JAX 1."""
    monkeypatch.setattr(record, "seconds", lambda run: run)
    found = record.speeds({"numpy": 2.0, "torch": 4.0, "jax": 1.0}, rounds=3)
    assert found == {"torch": [0.5, 0.5, 0.5], "jax": [2.0, 2.0, 2.0]}


# --- What the page says of PyTorch ----------------------------------------------------------------


def test_a_linear_layer_of_torch_keeps_its_weights_by_output(torch):
    layer = torch.nn.Linear(2, 8)
    x = torch.ones(3, 2)
    assert layer.weight.shape == (8, 2) and layer.bias.shape == (8,)
    torch.testing.assert_close(layer(x), x @ layer.weight.T + layer.bias)


def test_a_linear_layer_of_torch_starts_uniformly(torch):
    torch.manual_seed(0)
    layer = torch.nn.Linear(400, 3000)
    for parameter in (layer.weight, layer.bias):
        assert 0.95 < 20 * parameter.abs().max() <= 1.0001, "between -1/20 and 1/20"
        assert 400 * parameter.var().item() == pytest.approx(1 / 3, rel=0.1)


def test_the_losses_of_torch_take_logits(torch):
    logits, label = torch.tensor([[2.0, 1.0, 0.0]]), torch.tensor([0])
    cost = torch.nn.CrossEntropyLoss()
    torch.testing.assert_close(cost(logits, label), -logits.log_softmax(1)[0, 0])
    twice = cost(torch.tensor([[50.0, 0.0, 0.0]]).softmax(1), label)
    assert twice == pytest.approx(0.5514, abs=5e-5)


def test_a_binary_loss_of_probabilities_is_cut_off(torch):
    logit, label = torch.tensor([-1000.0]), torch.tensor([1.0])
    assert torch.nn.BCELoss()(logit.sigmoid(), label) == 100
    assert torch.nn.BCEWithLogitsLoss()(logit, label) == 1000


def test_weight_decay_of_torch_shrinks_whatever_it_holds(torch):
    bias, free = torch.tensor([2.0]), torch.tensor([2.0])
    groups = [{"params": [bias]}, {"params": [free], "weight_decay": 0}]
    optimizer = torch.optim.SGD(groups, lr=1.0, weight_decay=0.1)
    bias.grad = free.grad = torch.zeros(1)
    optimizer.step()
    assert bias == pytest.approx(1.8) and free == 2


def test_torch_adds_gradients_up(torch):
    weight = torch.tensor(3.0, requires_grad=True)
    (weight**2).backward()
    (weight**2).backward()
    assert weight.grad == 2 * 6


def test_float64_and_float32_do_not_mix_in_torch(torch):
    inputs = torch.tensor(np.zeros((3, 2)))
    assert inputs.dtype == torch.float64 and torch.zeros(1).dtype == torch.float32
    with pytest.raises(RuntimeError, match="dtype"):
        torch.nn.Linear(2, 8)(inputs)


def test_torch_warns_of_labels_that_would_be_stretched(torch):
    with pytest.warns(UserWarning, match="target size"):
        torch.nn.MSELoss()(torch.zeros(4, 1), torch.zeros(4))


def test_torch_has_three_opinions_at_a_kink(torch):
    def slope(f):
        z = torch.tensor(0.0, requires_grad=True)
        f(z).backward()
        return z.grad

    zero = torch.tensor(0.0)
    assert slope(torch.relu) == 0
    assert slope(lambda z: torch.maximum(z, zero)) == 0.5
    assert slope(lambda z: z.clamp(min=0)) == 1


# --- What the page says of JAX --------------------------------------------------------------------


def test_jax_computes_in_float32_unless_told(jax):
    with jax.enable_x64(False):
        assert jax.numpy.array(np.zeros(2)).dtype == "float32"
    with jax.enable_x64(True):
        assert jax.numpy.array(np.zeros(2)).dtype == "float64"


def test_arrays_of_jax_do_not_change(jax):
    x = jax.numpy.arange(3)
    with pytest.raises(TypeError, match="immutable"):
        x[0] = 1
    assert x.at[0].set(1).tolist() == [1, 1, 2]
    assert x.tolist() == [0, 1, 2]


def test_an_index_beyond_the_end_of_a_jax_array_is_the_last(jax):
    assert jax.numpy.arange(3)[10] == 2


def test_jit_runs_python_once_for_each_shape(jax):
    runs = []

    @jax.jit
    def total(x):
        runs.append(x.shape)
        return x.sum()

    for size in (3, 3, 4):
        total(jax.numpy.ones(size))
    assert runs == [(3,), (4,)]


def test_jit_refuses_to_branch_on_a_value(jax):
    with pytest.raises(jax.errors.TracerBoolConversionError):
        jax.jit(lambda x: x if x > 0 else -x)(1.0)


def test_jax_has_two_opinions_at_a_kink(jax):
    assert jax.grad(jax.nn.relu)(0.0) == 0
    assert jax.grad(lambda z: jax.numpy.maximum(z, 0.0))(0.0) == 0.5


def test_jax_differentiates_the_code_as_it_stands(jax):
    def naive(z):
        return jax.numpy.log(jax.numpy.exp(z) / jax.numpy.exp(z).sum())[0]

    def in_one_piece(z):
        return jax.nn.log_softmax(z)[0]

    z = jax.numpy.array([1000.0, 0.0])
    assert np.isnan(naive(z)) and np.isnan(jax.grad(naive)(z)).all()
    assert in_one_piece(z) == 0 and (jax.grad(in_one_piece)(z) == 0).all()


def test_the_page_names_what_exists(name):
    """A dotted name in code that begins with the framework or one of its usual short names."""
    short = {"torch": {"nn": "torch.nn"}, "jax": {"jnp": "jax.numpy"}}[name]
    page = (ROOT / "book" / "pytorch_and_jax.md").read_text()
    first = "|".join([name, *short])
    dotted = set(re.findall(rf"`(?:with )?((?:{first})(?:\.\w+)+)", page))
    assert len(dotted) > 5
    for each in dotted:
        root, *rest = each.split(".")
        found = importlib.import_module(short.get(root, root))
        for attribute in rest:
            found = getattr(found, attribute, None) or importlib.import_module(
                f"{found.__name__}.{attribute}"
            )
