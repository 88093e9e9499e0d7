"""The network in JAX: grad turns the loss into its gradient."""

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)  # or it computes in float32


def loss(parameters, X, y):
    W1, b1, W2, b2 = parameters
    logits = jnp.tanh(X @ W1 + b1) @ W2 + b2
    return -jax.nn.log_softmax(logits)[jnp.arange(len(y)), y].mean()


def loss_and_gradients(X, y, parameters):
    return jax.value_and_grad(loss)(parameters, X, y)


@jax.jit
def step(parameters, X, y, rate):
    value, gradients = jax.value_and_grad(loss)(parameters, X, y)
    pairs = zip(parameters, gradients, strict=True)
    return value, [p - rate * g for p, g in pairs]


def train(X, y, parameters, rate, steps):
    losses = []
    for _ in range(steps):
        value, parameters = step(parameters, X, y, rate)
        losses.append(float(value))
    return losses, parameters
