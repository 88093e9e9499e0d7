// Plots in SVG: sharp on every screen and in print, and colored by interactive.css, so that they
// follow the theme of the page by themselves.

import { short } from "./text.js";

const SIDE = 300; // of the square that holds the data, in the units of the drawing
const MARGIN = { left: 54, right: 12, top: 10, bottom: 44 };
const VIEW = [
  -MARGIN.left,
  -MARGIN.top,
  SIDE + MARGIN.left + MARGIN.right,
  SIDE + MARGIN.top + MARGIN.bottom,
];

function shape(tag, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/** About four round numbers in the range. */
function ticks([low, high]) {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((round) => round * power >= rough);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) => (first + k) * step);
}

/** A square plot with axes: ranges `x` and `y`, each [lowest, highest], and their labels. */
export class Plot {
  constructor(options) {
    this.svg = shape("svg", { class: "plot", role: "img", viewBox: VIEW.join(" ") });
    this.inside = shape("svg", { width: SIDE, height: SIDE }); // cuts off what leaves the axes
    this.axes = shape("g", { class: "axes" });
    this.svg.append(this.inside, this.axes);
    this.tick = short;
    this.reach(options);
  }

  /** Change ranges or labels and draw the axes; what is inside must be drawn anew. */
  reach(options) {
    Object.assign(this, options);
    const marks = [
      shape("path", { d: `M0,0V${SIDE}H${SIDE}` }),
      shape("text", { class: "label", x: SIDE / 2, y: SIDE + 38 }, this.xLabel),
      shape(
        "text",
        { class: "label", x: -SIDE / 2, y: -40, transform: "rotate(-90)" },
        this.yLabel,
      ),
    ];
    for (const value of ticks(this.x)) {
      const [at] = this.place([value, 0]);
      marks.push(shape("path", { d: `M${at},${SIDE}v5` }));
      marks.push(shape("text", { class: "x", x: at, y: SIDE + 19 }, short(value)));
    }
    for (const value of ticks(this.y)) {
      const [, at] = this.place([0, value]);
      marks.push(shape("path", { d: `M0,${at}h-5` }));
      marks.push(shape("text", { class: "y", x: -9, y: at + 4 }, this.tick(value)));
    }
    this.axes.replaceChildren(...marks);
  }

  /** Where a point of the data lies in the drawing. */
  place([x, y]) {
    const [left, right] = this.x;
    const [bottom, top] = this.y;
    return [((x - left) / (right - left)) * SIDE, ((top - y) / (top - bottom)) * SIDE];
  }

  /** A part of the picture, above those that were there before. */
  layer(className, tag = "path") {
    return this.inside.appendChild(shape(tag, { class: className }));
  }

  /** Draw curves, each a list of points of the data. */
  curves(path, ...curves) {
    const places = (points) => points.map((point) => this.place(point).map((at) => at.toFixed(1)));
    path.setAttribute("d", curves.map((points) => `M${places(points).join("L")}`).join(""));
  }

  /** Draw a path through points, and a dot on each. */
  trace(path, dots, points) {
    this.curves(path, points);
    this.curves(dots, ...points.map((point) => [point, point]));
  }

  /** Draw an arrow from one point of the data to another. */
  arrow(path, from, to) {
    const [[x, y], [left, up]] = [this.place(to), this.place(from)];
    const angle = Math.atan2(y - up, x - left);
    const barb = (turn) => [x - 11 * Math.cos(angle + turn), y - 11 * Math.sin(angle + turn)];
    const d = `M${left},${up}L${x},${y}M${barb(0.45)}L${x},${y}L${barb(-0.45)}`;
    path.setAttribute("d", d.includes("NaN") ? "" : d); // no arrow has no direction
  }

  /** Draw examples: class 0 as circles, class 1 as triangles. */
  points(group, { X, y }) {
    group.replaceChildren(
      ...X.map((point, i) => {
        const transform = `translate(${this.place(point)})`;
        return y[i]
          ? shape("path", { class: "class-1", transform, d: "M0,-4.8L4.4,3.2H-4.4Z" })
          : shape("circle", { class: "class-0", transform, r: 3.9 });
      }),
    );
  }

  /** Draw the `edge` where `f` is zero, and fill the `region`, if any, where it is positive. */
  contour(f, edge, region, cells = 48) {
    const between = ([low, high], share) => low + (high - low) * share;
    const size = SIDE / cells;
    const values = Array.from({ length: cells + 1 }, (_, j) =>
      Array.from({ length: cells + 1 }, (_, i) =>
        f([between(this.x, i / cells), between(this.y, 1 - j / cells)]),
      ),
    );
    const paths = marchingSquares(
      values,
      (i, j) => `${(i * size).toFixed(1)},${(j * size).toFixed(1)}`,
    );
    region?.setAttribute("d", paths.inside);
    edge.setAttribute("d", paths.edge);
  }
}

/** A row's part from one column of corners to another, as a polygon. */
const rectangle = (left, right, row) => [
  [left, row],
  [right, row],
  [right, row + 1],
  [left, row + 1],
];

/** Path data of the set where a grid of values is positive and of its edge; `at` writes a point. */
function marchingSquares(values, at) {
  const inside = [];
  const edge = [];
  const cells = values.length - 1;
  for (let j = 0; j < cells; j++) {
    let first = 0; // cells that are wholly inside are kept to become one rectangle
    for (let i = 0; i < cells; i++) {
      const [polygon, cut] = cell(rectangle(i, i + 1, j), values);
      if (polygon.length && !cut.length) continue;
      if (first < i) inside.push(rectangle(first, i, j));
      if (polygon.length) inside.push(polygon);
      for (let k = 0; k < cut.length; k += 2) edge.push(cut.slice(k, k + 2));
      first = i + 1;
    }
    if (first < cells) inside.push(rectangle(first, cells, j));
  }
  const path = (points) => `M${points.map((point) => at(...point)).join("L")}`;
  return { inside: inside.map((p) => `${path(p)}Z`).join(""), edge: edge.map(path).join("") };
}

/** The part of a square that is inside, and the points where the edge cuts its sides. */
function cell(corners, values) {
  const polygon = [];
  const cut = [];
  corners.forEach(([i, j], k) => {
    const [p, q] = corners[(k + 1) % 4];
    const here = values[j][i];
    const next = values[q][p];
    if (here > 0) polygon.push([i, j]);
    if (here > 0 !== next > 0) {
      const share = here / (here - next);
      const point = [i + share * (p - i), j + share * (q - j)];
      polygon.push(point);
      cut.push(point);
    }
  });
  return [polygon, cut];
}
