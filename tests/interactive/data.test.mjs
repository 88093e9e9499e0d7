// The data of the labs: without noise each point lies where its figure has it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DATA, clouds } from "../../book/interactive/data.js";
import { normal } from "../../book/interactive/random.js";
import { near } from "./near.mjs";

const silent = () => 0;
const from = (center, [x, y]) => Math.hypot(x - center[0], y - center[1]);

/** The points of each class. */
const byClass = ({ X, y }) => [0, 1].map((label) => X.filter((_, i) => y[i] === label));

for (const [name, draw] of Object.entries({ ...DATA, clouds })) {
  test(`${name}: half of the points belong to each class, and each point is a pair`, () => {
    const { X, y } = draw(normal(0));
    const [zeros, ones] = byClass({ X, y });
    assert.equal(y.length, X.length);
    assert.equal(zeros.length, X.length / 2);
    assert.equal(ones.length, X.length / 2);
    assert.ok(X.every((point) => point.length === 2 && point.every(Number.isFinite)));
  });

  test(`${name}: a seed gives the same points each time`, () => {
    assert.deepEqual(draw(normal(3)), draw(normal(3)));
    assert.notDeepEqual(draw(normal(3)), draw(normal(4)));
  });

  test(`${name}: points lie in the plot of their lab, nearly all`, () => {
    const reach = draw === clouds ? 3 : 2.5;
    const { X } = draw(normal(0));
    const outside = X.filter((point) => point.some((x) => Math.abs(x) > reach));
    assert.ok(outside.length <= X.length / 100, `${outside.length} of ${X.length} are outside`);
  });
}

test("circles have radii of 1.7 and 0.7, and go all the way around", () => {
  const [outer, inner] = byClass(DATA.circles(silent));
  for (const point of outer) near(from([0, 0], point), 1.7, 1e-12);
  for (const point of inner) near(from([0, 0], point), 0.7, 1e-12);
  for (const circle of [outer, inner]) {
    const quarters = new Set(circle.map(([x, y]) => `${x > 0} ${y > 0}`));
    assert.equal(quarters.size, 4);
  }
});

test("moons are half circles, the one open below and the other above", () => {
  const [upper, lower] = byClass(DATA.moons(silent));
  for (const point of upper) near(from([-0.65, -0.4], point), 1.3, 1e-12);
  for (const point of lower) near(from([0.65, 0.4], point), 1.3, 1e-12);
  assert.ok(upper.every(([, y]) => y >= -0.4 - 1e-12));
  assert.ok(lower.every(([, y]) => y <= 0.4 + 1e-12));
});

test("spirals begin near the center, end at 2, and are each other turned by half a turn", () => {
  const [one, other] = byClass(DATA.spirals(silent));
  const radii = one.map((point) => from([0, 0], point));
  near(radii[0], 0.2, 1e-12);
  near(radii.at(-1), 2, 1e-12);
  assert.ok(radii.every((radius, k) => k === 0 || radius > radii[k - 1]));
  one.forEach(([x, y], k) => near(from([-x, -y], other[k]), 0, 1e-12));
});

test("exclusive or has class 1 where the signs differ, in all four corners", () => {
  const { X, y } = DATA["exclusive or"](silent);
  X.forEach(([x1, x2], i) => assert.equal(x1 * x2 < 0, y[i] === 1));
  assert.equal(new Set(X.map(String)).size, 4);
});

test("clouds lie around two points that are opposite each other", () => {
  const [zeros, ones] = byClass(clouds(silent));
  const half = Math.SQRT1_2;
  for (const point of zeros) near(from([-half, -half], point), 0, 1e-12);
  for (const point of ones) near(from([half, half], point), 0, 1e-12);
});
