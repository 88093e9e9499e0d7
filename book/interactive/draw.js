// Plots in SVG: sharp on every screen and in print, and colored by interactive.css, so that they
// follow the theme of the page by themselves.

import { marchingSquares } from "./contour.js";
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

/** Path data of a line through places in the drawing. */
const line = (places) => `M${places.map((place) => place.map((at) => at.toFixed(1))).join("L")}`;

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
  x = [0, 1];
  y = [0, 1];
  xLabel = "";
  yLabel = "";
  tick = short; // writes a value of y

  constructor(options) {
    this.svg = shape("svg", { class: "plot", role: "img", viewBox: VIEW.join(" ") });
    this.inside = shape("svg", { width: SIDE, height: SIDE }); // cuts off what leaves the axes
    this.axes = shape("g", { class: "axes" });
    this.svg.append(this.inside, this.axes);
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
    const d = (points) => line(points.map((point) => this.place(point)));
    path.setAttribute("d", curves.map(d).join(""));
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
    const shares = Array.from({ length: cells + 1 }, (_, k) => k / cells);
    const at = (right, down) => [between(this.x, right), between(this.y, 1 - down)];
    const values = shares.map((down) => shares.map((right) => f(at(right, down))));
    const positive = marchingSquares(values);
    const d = (points) =>
      line(points.map((point) => point.map((corner) => corner * (SIDE / cells))));
    region?.setAttribute("d", positive.region.map((polygon) => `${d(polygon)}Z`).join(""));
    edge.setAttribute("d", positive.edge.map(d).join(""));
  }
}
