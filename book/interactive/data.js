// Small data sets with two classes, 0 and 1, drawn with a `normal` generator.

/** `count` examples in turns of class 0 and 1; `place(label, t)` puts them, with t from 0 to 1. */
function examples(count, place) {
  const y = Array.from({ length: count }, (_, i) => i % 2);
  return { X: y.map((label, i) => place(label, (i - label) / (count - 2))), y };
}

/** A point at an angle, `noise` away from the circle around the center. */
const around = ([x, y], radius, angle, noise, normal) => [
  x + radius * Math.cos(angle) + noise * normal(),
  y + radius * Math.sin(angle) + noise * normal(),
];

export const clouds = (normal) =>
  examples(40, (label) => around([0, 0], 1, ((label ? 1 : 5) * Math.PI) / 4, 0.75, normal));

export const DATA = {
  circles: (normal) =>
    examples(160, (label, t) => around([0, 0], label ? 0.7 : 1.7, 2 * Math.PI * t, 0.2, normal)),

  moons: (normal) =>
    examples(160, (label, t) =>
      around(label ? [0.65, 0.4] : [-0.65, -0.4], 1.3, Math.PI * (label ? 1 + t : t), 0.17, normal),
    ),

  spirals: (normal) =>
    examples(160, (label, t) =>
      around([0, 0], 0.2 + 1.8 * t, Math.PI * (label + 2.5 * t), 0.07, normal),
    ),

  "exclusive or": (normal) =>
    examples(160, (label, t) => {
      const side = t < 0.5 ? 1 : -1;
      return [side + 0.35 * normal(), (label ? -side : side) + 0.35 * normal()];
    }),
};
