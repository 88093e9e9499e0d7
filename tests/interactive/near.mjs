import assert from "node:assert/strict";

/** Fails if a number is further from the one that is expected than the tolerance. */
export function near(found, expected, tolerance, what = "") {
  assert.ok(
    Math.abs(found - expected) <= tolerance,
    `${what} ${found} is not within ${tolerance} of ${expected}`,
  );
}

/** Numbers between low and high, from a generator of numbers between 0 and 1. */
export const between = (next, low, high, count) =>
  Array.from({ length: count }, () => low + (high - low) * next());
