// Gradient descent in a bowl, J = (λ₁w₁² + λ₂w₂² + …) / 2, whose slopes are λ₁w₁, λ₂w₂, …

import { number } from "./text.js";

const ARRIVED = 1e-6; // a cost
const LOST = 1e6;

export const cost = (w, curvatures) =>
  curvatures.reduce((sum, curvature, k) => sum + (curvature * w[k] ** 2) / 2, 0);

export const arrived = (w, curvatures) => cost(w, curvatures) < ARRIVED;
export const lost = (w, curvatures) => cost(w, curvatures) > LOST;

/** The start and the points after each step, to where descent has arrived or is lost. */
export function descend(start, curvatures, rate, steps) {
  const path = [start];
  for (let w = start; path.length <= steps && !arrived(w, curvatures) && !lost(w, curvatures);) {
    w = w.map((value, k) => value - rate * curvatures[k] * value);
    path.push(w);
  }
  return path;
}

/** In words, what becomes of a parameter that each step multiplies by `factor`, which is 1 − αλ. */
export function verdict(factor) {
  const share = `${number(100 * Math.abs(factor), 0)}% of the distance`;
  if (factor === 0) return "lands on the bottom in one step";
  if (factor === -1) return "bounces forever between two points of equal cost";
  if (factor < -1) return `diverges: each step crosses the bottom and lands at ${share}`;
  if (factor < 0)
    return `oscillates and converges: each step crosses the bottom and leaves ${share}`;
  return `converges: each step leaves ${share}`;
}
