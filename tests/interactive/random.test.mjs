// Random numbers: the same for every reader, and as random as they should be?

import assert from "node:assert/strict";
import { test } from "node:test";

import { normal, uniform } from "../../book/interactive/random.js";
import { near } from "./near.mjs";

const draw = (next, count) => Array.from({ length: count }, next);
const mean = (numbers) => numbers.reduce((sum, number) => sum + number) / numbers.length;

/** The generator in whole numbers of any size, word by word from its author's C. */
function mulberry32(seed) {
  const word = (number) => number % 2n ** 32n;
  let state = BigInt(seed);
  return () => {
    state = word(state + 0x6d2b79f5n);
    let z = state;
    z = word((z ^ (z >> 15n)) * (z | 1n));
    z ^= word(z + word((z ^ (z >> 7n)) * (z | 61n)));
    return Number(z ^ (z >> 14n)) / 2 ** 32;
  };
}

test("the numbers are those of mulberry32", () => {
  for (const seed of [0, 7, 8, 2 ** 31, 2 ** 32 - 1]) {
    assert.deepEqual(draw(uniform(seed), 1000), draw(mulberry32(seed), 1000), `seed ${seed}`);
  }
});

test("a seed gives the same numbers each time, and another seed others", () => {
  assert.deepEqual(draw(normal(3), 20), draw(normal(3), 20));
  assert.notDeepEqual(draw(normal(3), 20), draw(normal(4), 20));
});

test("two generators of one seed do not disturb each other", () => {
  const [one, other] = [normal(3), normal(3)];
  const mixed = draw(() => [one(), other()], 20);
  assert.deepEqual(
    mixed.map(([number]) => number),
    mixed.map(([, number]) => number),
  );
});

test("normal numbers are normal", () => {
  // Mean and variance of 10000 are known to about 0.01; 0.05 is four times that, and more.
  const numbers = draw(normal(1), 10000);
  near(mean(numbers), 0, 0.05);
  near(mean(numbers.map((z) => z * z)), 1, 0.06);
  near(mean(numbers.map((z) => Math.abs(z) < 1)), 0.6827, 0.02);
  near(mean(numbers.map((z) => Math.abs(z) < 2)), 0.9545, 0.01);
  near(mean(numbers.slice(1).map((z, k) => z * numbers[k])), 0, 0.05); // one tells nothing of the next
});
