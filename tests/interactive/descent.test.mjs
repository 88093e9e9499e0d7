// Gradient descent in a bowl, whose end can be calculated.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived, cost, descend, lost, verdict } from "../../book/interactive/descent.js";
import { uniform } from "../../book/interactive/random.js";
import { between, near } from "./near.mjs";

// The curvature is 4: each step multiplies w by 1 − 4α, and no product is rounded.
for (const [rate, words, end] of [
  [0.125, "converges", 1.5 * 0.5 ** 8],
  [0.25, "lands on the bottom in one step", 0],
  [0.375, "oscillates and converges", 1.5 * 0.5 ** 8],
  [0.5, "bounces forever", 1.5],
  [0.75, "diverges", 1.5 * 2 ** 8],
]) {
  test(`with 2/λ = 0.5, descent with a rate of ${rate} ${words}`, () => {
    assert.ok(verdict(1 - 4 * rate).startsWith(words));
    assert.equal(descend([1.5], [4], rate, 8).at(-1)[0], end);
  });
}

test("a verdict names the share of the distance that a step leaves", () => {
  assert.match(verdict(0.25), / 25% of the distance$/);
  assert.match(verdict(-0.75), / leaves 75% of the distance$/);
  assert.match(verdict(-1.5), / lands at 150% of the distance$/);
});

test("descent along each parameter is its own", () => {
  const path = descend([-1, 1], [1, 4], 0.375, 3);
  const expected = [0, 1, 2, 3].map((k) => [-(0.625 ** k), (-0.5) ** k]);
  assert.deepEqual(path, expected);
});

test("a step goes down the slopes of the cost", () => {
  // The cost is a parabola, of which central differences are the slopes but for rounding.
  const next = uniform(1);
  for (let k = 0; k < 20; k++) {
    const [w, curvatures] = [between(next, -2, 2, 3), between(next, 0.5, 8, 3)];
    const [, after] = descend(w, curvatures, 0.125, 1);
    const h = 1e-3;
    w.forEach((value, i) => {
      const moved = (by) => cost(Object.assign([...w], { [i]: value + by }), curvatures);
      const slope = (moved(h) - moved(-h)) / (2 * h);
      near(after[i], value - 0.125 * slope, 1e-9);
    });
  }
});

test("the cost falls in every direction below 2/λ of the steepest, and rises above it", () => {
  const next = uniform(2);
  for (let k = 0; k < 20; k++) {
    const curvatures = between(next, 0.5, 8, 3);
    const edge = 2 / Math.max(...curvatures);
    const ends = (rate) => cost(descend([1, 1, 1], curvatures, rate, 200).at(-1), curvatures);
    assert.ok(ends(0.9 * edge) < cost([1, 1, 1], curvatures));
    assert.ok(ends(1.1 * edge) > cost([1, 1, 1], curvatures));
  }
});

test("descent ends where it arrives or is lost, and not before", () => {
  for (const [rate, ended] of [
    [0.125, arrived],
    [0.75, lost],
  ]) {
    const path = descend([1.5], [4], rate, 1000);
    assert.ok(path.length < 1000);
    assert.deepEqual(
      path.map((w) => ended(w, [4])),
      path.map((_, k) => k === path.length - 1),
    );
  }
  const last = descend([1.5], [4], 0.125, 1000).at(-1);
  assert.ok(cost(last, [4]) < 1e-6);
  assert.ok(cost(descend([1.5], [4], 0.75, 1000).at(-1), [4]) > 1e6);
});

test("descent takes no more steps than it may", () => {
  assert.equal(descend([1.5], [4], 0.5, 7).length, 8);
  assert.deepEqual(descend([1.5], [4], 0.5, 0), [[1.5]]);
});
