// The network of the labs: is its gradient the slope of its cost, and does it learn?

import assert from "node:assert/strict";
import { test } from "node:test";

import { DATA } from "../../book/interactive/data.js";
import { Network, sigmoid } from "../../book/interactive/network.js";
import { normal } from "../../book/interactive/random.js";
import { near } from "./near.mjs";

const data = DATA.moons(normal(0));
const NETWORKS = [
  { sizes: [2, 1], activation: "tanh" },
  { sizes: [2, 5, 1], activation: "tanh" },
  { sizes: [2, 5, 3, 1], activation: "relu" },
  { sizes: [2, 4, 3, 2, 1], activation: "tanh" },
];

/** Biases of zero would put ReLU's kink, where nothing has a slope, on every dead example. */
function drawn({ sizes, activation }) {
  const network = new Network(sizes, activation, normal(5));
  for (const { b } of network.layers) b.set([...b].map(normal(6)));
  return network;
}

/** The cost by its definition, −log p of each example's own class, from matrices row by row. */
function costByDefinition({ layers }, activation, { X, y }) {
  const bend = activation === "tanh" ? Math.tanh : (z) => (z > 0 ? z : 0);
  const losses = X.map((x, i) => {
    const [z] = layers.reduce((a, { W, b }, l) => {
      const before = [...W].map((row, j) => row.reduce((sum, w, k) => sum + w * a[k], b[j]));
      return l < layers.length - 1 ? before.map(bend) : before;
    }, x);
    const p = 1 / (1 + Math.exp(-z));
    return -Math.log(y[i] ? p : 1 - p);
  });
  return losses.reduce((sum, loss) => sum + loss) / X.length;
}

for (const given of NETWORKS) {
  const name = `${given.sizes.join("-")} ${given.activation}`;

  test(`${name}: the cost is the mean of −log p`, () => {
    const network = drawn(given);
    const expected = costByDefinition(network, given.activation, data);
    near(network.cost(data), expected, 1e-12);
    near(network.backward(data), expected, 1e-12);
  });

  test(`${name}: gradients are the slopes of the cost`, () => {
    // Off by about h² = 1e-10, and by rounding of about 1e-16 / h = 1e-11.
    const network = drawn(given);
    network.backward(data);
    const h = 1e-5;
    let count = 0;
    for (const [values, gradient] of network.parameters()) {
      for (const [k, value] of values.entries()) {
        values[k] = value + h;
        const above = network.cost(data);
        values[k] = value - h;
        const below = network.cost(data);
        values[k] = value;
        near(gradient[k], (above - below) / (2 * h), 1e-9);
        count += 1;
      }
    }
    const { sizes } = given;
    const expected = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
    assert.equal(count, expected);
  });

  test(`${name}: a gradient is of these examples alone, whatever was asked before`, () => {
    const gradients = (network) => [...network.parameters()].map(([, slopes]) => [...slopes]);
    const [once, twice] = [drawn(given), drawn(given)];
    twice.backward({ X: [[9, -9]], y: [1] });
    for (const network of [once, twice]) network.backward(data);
    assert.deepEqual(gradients(twice), gradients(once));
  });

  test(`${name}: a short step lowers the cost`, () => {
    const network = drawn(given);
    const before = network.backward(data);
    network.step(0.01);
    assert.ok(network.cost(data) < before);
  });
}

test("a step goes down the gradient, as far as the rate says", () => {
  const network = drawn(NETWORKS[1]);
  network.backward(data);
  const expected = [...network.parameters()].flatMap(([values, gradient]) =>
    [...values].map((value, k) => value - 0.5 * gradient[k]),
  );
  network.step(0.5);
  const found = [...network.parameters()].flatMap(([values]) => [...values]);
  assert.deepEqual(found, expected);
});

test("no output is too large for the cost", () => {
  const network = new Network([1, 1], "tanh", () => 1000);
  near(network.cost({ X: [[1], [-1]], y: [0, 1] }), 1000, 1e-9);
  assert.equal(network.cost({ X: [[1], [-1]], y: [1, 0] }), 0);
});

test("the sigmoids of z and −z are the chances of two classes", () => {
  for (const z of [0, 0.5, 3, 40, 800]) near(sigmoid(z) + sigmoid(-z), 1, 1e-15);
  assert.equal(sigmoid(0), 0.5);
});

test("right counts the examples on the side of their class", () => {
  const network = new Network([1, 1], "tanh", () => 1); // its output is x
  assert.equal(network.right({ X: [[2], [1], [-1], [-2]], y: [1, 0, 0, 1] }), 2);
  assert.equal(network.right({ X: [[2], [1], [-1], [-2]], y: [1, 1, 0, 0] }), 4);
});

test("weights begin as large as keeps the size of a signal", () => {
  // The spread of 160000 draws is known to 0.2 percent.
  for (const [activation, gain] of Object.entries({ tanh: 1, relu: 2 })) {
    const [{ W, b }] = new Network([400, 400, 1], activation, normal(1)).layers;
    const squares = W.flatMap((row) => [...row].map((w) => w * w));
    near(squares.reduce((sum, square) => sum + square) / squares.length, gain / 400, 2e-5 * gain);
    assert.ok(b.every((bias) => bias === 0));
  }
});

// --- What the pages say of it ---------------------------------------------------------------------

/** How many of the 160 points are right after so many steps of the training lab. */
function trained(name, hidden, rate, steps, start = 1) {
  const examples = DATA[name](normal(0));
  const network = new Network([2, ...hidden, 1], "tanh", normal(start));
  for (let k = 0; k < steps; k++) {
    network.backward(examples);
    network.step(rate);
  }
  return network.right(examples);
}

for (const name of Object.keys(DATA)) {
  test(`a network learns of ${name} what a line cannot`, () => {
    assert.ok(trained(name, [], 0.5, 1000) < 145);
    assert.ok(trained(name, [8, 8], 0.5, 1000) > 150);
  });
}

test("the experiments of book/playground.md end as it says", () => {
  assert.equal(trained("exclusive or", [], 0.3, 500), 80);
  const starts = [1, 2, 3, 4, 5].map((start) => trained("exclusive or", [2], 0.3, 500, start));
  assert.deepEqual(
    starts.map((right) => right > 150),
    [true, true, false, true, false],
  );
  const units = [1, 2, 3].map((count) => trained("circles", [count], 1, 1000));
  assert.deepEqual(
    units.map((right) => right > 150),
    [false, false, true],
  );
  assert.equal(trained("spirals", [8, 8], 0.3, 1500), 160);
  assert.equal(trained("spirals", [8, 8], 3, 750), 160);
  assert.ok(trained("spirals", [8, 8], 0.3, 750) < 140);
  assert.equal(trained("spirals", [8, 8], 10, 1500), 80);
});
