// Numbers as readers write them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { uniform } from "../../book/interactive/random.js";
import { number, power, short } from "../../book/interactive/text.js";
import { between, near } from "./near.mjs";

const read = (text) => Number(text.replace("−", "-"));

test("a number is rounded to so many digits", () => {
  for (const [value, digits, text] of [
    [1.234, 2, "1.23"],
    [1.236, 2, "1.24"],
    [-1.236, 2, "−1.24"],
    [2, 3, "2.000"],
    [-12.6, 0, "−13"],
  ]) {
    assert.equal(number(value, digits), text);
  }
  assert.equal(number(0.126), "0.13");
  const next = uniform(1);
  for (const digits of [0, 1, 2, 3, 4]) {
    for (const value of between(next, -20, 20, 500)) {
      const text = number(value, digits);
      assert.match(text, digits ? new RegExp(`^−?\\d+\\.\\d{${digits}}$`) : /^−?\d+$/);
      near(read(text), value, 0.5 * 10 ** -digits + 1e-12);
    }
  }
});

test("no zero is negative", () => {
  assert.equal(number(-0.004), "0.00");
  assert.equal(number(-0.006), "−0.01");
  assert.equal(number(-0, 1), "0.0");
  assert.equal(number(-0.4, 0), "0");
  for (const value of between(uniform(2), -0.02, 0.02, 500)) {
    assert.doesNotMatch(number(value), /^−0\.00$/);
  }
});

test("a short number has no more digits than it needs", () => {
  for (const [value, text] of [
    [0.1 + 0.2, "0.3"],
    [-2.5, "−2.5"],
    [40, "40"],
    [1 / 3, "0.333333"],
  ]) {
    assert.equal(short(value), text);
  }
  for (let k = -400; k <= 400; k++) assert.equal(read(short(k * 0.05)), Math.round(k * 5) / 100);
});

test("the exponent of a power of ten is raised", () => {
  assert.equal(power(0), "10⁰");
  assert.equal(power(-6), "10⁻⁶");
  assert.equal(power(12), "10¹²");
  const signs = new Set();
  for (let k = 0; k <= 9; k++) signs.add(power(k).slice(2));
  assert.deepEqual([...signs], [..."⁰¹²³⁴⁵⁶⁷⁸⁹"]);
});
