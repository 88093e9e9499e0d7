// Marching squares: the edge of a set lies where the function is zero, and the region has its area.

import assert from "node:assert/strict";
import { test } from "node:test";

import { marchingSquares } from "../../book/interactive/contour.js";
import { uniform } from "../../book/interactive/random.js";
import { between, near } from "./near.mjs";

const CELLS = 20;

/** The region and edge of a function of column and row. */
const of = (f, cells = CELLS) =>
  marchingSquares(
    Array.from({ length: cells + 1 }, (_, j) =>
      Array.from({ length: cells + 1 }, (_, i) => f(i, j)),
    ),
  );

/** By the shoelace formula. */
const area = (polygon) =>
  polygon.reduce((sum, [x, y], k) => {
    const [p, q] = polygon[(k + 1) % polygon.length];
    return sum + (x * q - p * y) / 2;
  }, 0);
const areas = (polygons) => polygons.reduce((sum, polygon) => sum + area(polygon), 0);

test("the edge of a plane lies on its line, and the plane and its negative fill the square", () => {
  const next = uniform(1);
  for (let k = 0; k < 50; k++) {
    const [a, b] = between(next, -1, 1, 2);
    const [i0, j0] = between(next, 2, CELLS - 2, 2); // a point of the line
    const plane = (i, j) => a * (i - i0) + b * (j - j0);
    const [above, below] = [of(plane), of((i, j) => -plane(i, j))];
    assert.ok(above.edge.length >= CELLS / 4);
    for (const point of above.edge.flat()) near(plane(...point), 0, 1e-12);
    near(areas(above.region) + areas(below.region), CELLS ** 2, 1e-9);
    for (const point of above.region.flat()) assert.ok(plane(...point) > -1e-12);
  }
});

test("the edge of a plane is one line from side to side", () => {
  const { edge } = of((i, j) => i + 0.5 * j - 12.25);
  const long = edge.reduce((sum, [[i, j], [p, q]]) => sum + Math.hypot(p - i, q - j), 0);
  near(long, Math.hypot(CELLS / 2, CELLS), 1e-9); // from (12.25, 0) to (2.25, 20)
});

test("a circle has its radius and its area", () => {
  // A chord of a cell is 1 / (8 · 8) from its circle at most, and a little more by interpolation.
  const { region, edge } = of((i, j) => 64 - (i - 10) ** 2 - (j - 10) ** 2);
  assert.ok(edge.length > 40);
  for (const [i, j] of edge.flat()) near(Math.hypot(i - 10, j - 10), 8, 0.02);
  near(areas(region), Math.PI * 64, 1);
});

test("what is positive throughout is one rectangle a row, without an edge", () => {
  const { region, edge } = of(() => 1);
  assert.equal(region.length, CELLS);
  near(areas(region), CELLS ** 2, 0);
  assert.deepEqual(edge, []);
});

test("what is nowhere positive has no region", () => {
  for (const value of [-1, 0, NaN])
    assert.deepEqual(
      of(() => value),
      { region: [], edge: [] },
    );
});

test("each part of the edge is a side of the region", () => {
  // Of 400 cells with random corners, one in eight is a saddle, which can be cut in two ways.
  const next = uniform(3);
  const { region, edge } = of(() => 2 * next() - 1);
  const name = (from, to) => `${from} to ${to}`;
  const sides = new Set(
    region.flatMap((polygon) =>
      polygon.map((point, k) => name(point, polygon[(k + 1) % polygon.length])),
    ),
  );
  assert.ok(edge.length > CELLS ** 2 / 2);
  for (const [from, to] of edge) assert.ok(sides.has(name(from, to)) || sides.has(name(to, from)));
});
