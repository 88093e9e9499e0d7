// How long a step of gradient descent may be before it lands higher than it left.

import { arrived, cost, descend, lost, verdict } from "./descent.js";
import { Plot } from "./draw.js";
import { Choice, Lab, Loop, Slider, button, group } from "./lab.js";
import { number, power, short } from "./text.js";

const RUN = 40; // steps
const PAUSE = 120; // milliseconds between two of them

const spread = (low, high, count = 81) =>
  Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));

/** The ellipse on which a bowl of two parameters has the cost `height`. */
const ellipse = (height, curvatures) =>
  spread(0, 2 * Math.PI).map((angle) => [
    Math.cos(angle) * Math.sqrt((2 * height) / curvatures[0]),
    Math.sin(angle) * Math.sqrt((2 * height) / curvatures[1]),
  ]);

// Where descent begins, the curvatures beside the steepest, and how the bowl is drawn.
const BOWLS = {
  "one parameter": {
    start: [1.5],
    shallow: [],
    names: ["w"],
    axes: { y: [0, 10], xLabel: "w", yLabel: "cost" },
    walls: (curvatures) => [spread(-2, 2).map((w) => [w, cost([w], curvatures)])],
    place: (w, curvatures) => [w[0], cost(w, curvatures)],
  },
  "two parameters": {
    start: [-1.7, 1.2],
    shallow: [1],
    names: ["w₁", "w₂"],
    axes: { y: [-2, 2], xLabel: "w₁", yLabel: "w₂" },
    walls: (curvatures) => [0.1, 0.4, 0.9, 1.6, 2.5].map((height) => ellipse(height, curvatures)),
    place: (w) => w,
  },
};

class LearningRateLab extends Lab {
  landscape = new Plot({ x: [-2, 2], ...BOWLS["one parameter"].axes });
  history = new Plot({ x: [0, RUN], y: [-6, 2], xLabel: "step", yLabel: "cost", tick: power });
  plots = [this.landscape, this.history];
  walls = this.landscape.layer("walls");
  jumps = this.landscape.layer("jumps");
  places = this.landscape.layer("dots");
  fall = this.history.layer("jumps");
  costs = this.history.layer("dots");

  // Powers of two, so that 1/λ and the edge, 2/λ, can be met exactly.
  alpha = this.slider("Learning rate α", { min: -6, max: 2, step: 0.125, value: -3 });
  lambda = this.slider("Curvature λ", { min: 0, max: 3, step: 1, value: 2 });
  bowls = new Choice("Bowl of", Object.keys(BOWLS), "one parameter", () => this.changed());
  loop = new Loop(this, "Run", PAUSE);
  controls = [
    this.alpha.row,
    this.lambda.row,
    this.bowls.row,
    group(
      "buttons",
      this.loop.button,
      button("Step", () => this.step()),
      button("Start anew", () => this.reset()),
    ),
  ];

  slider(name, range) {
    return new Slider(name, range, () => this.changed());
  }

  reset() {
    this.loop.stop();
    this.steps = 0;
    this.changed();
  }

  step() {
    this.steps += 1;
    this.changed();
  }

  work() {
    this.steps = this.finished ? 0 : this.steps + 1; // a run that begins at the end begins anew
    if (this.finished) this.loop.stop();
  }

  get finished() {
    return this.steps >= RUN || this.path.length <= this.steps;
  }

  get bowl() {
    return BOWLS[this.bowls.value];
  }

  get rate() {
    return 2 ** this.alpha.value;
  }

  get curvatures() {
    return [...this.bowl.shallow, 2 ** this.lambda.value];
  }

  get path() {
    return descend(this.bowl.start, this.curvatures, this.rate, this.steps);
  }

  draw() {
    const { bowl, curvatures, rate, path } = this;
    this.alpha.show(number(rate, 3), `edge 2/λ = ${short(2 / curvatures.at(-1))}`);
    this.lambda.show(`${curvatures.at(-1)}`);

    this.landscape.reach(bowl.axes);
    this.landscape.curves(this.walls, ...bowl.walls(curvatures));
    this.landscape.trace(
      this.jumps,
      this.places,
      path.map((w) => bowl.place(w, curvatures)),
    );
    this.history.reach({ x: [0, Math.max(RUN, path.length - 1)] });
    const costs = path.map((w) => cost(w, curvatures));
    this.history.trace(
      this.fall,
      this.costs,
      costs.map((J, k) => [k, Math.log10(J + 1e-9)]),
    );

    const fates = bowl.names.map(
      (name, k) => `Along ${name}, descent ${verdict(1 - rate * curvatures[k])}.`,
    );
    const end = outcome(path, curvatures);
    this.tell(
      `${fates.join(" ")} ${end}`,
      `The bowl and the points that descent visits. ${end}`,
      `The cost, on a logarithmic scale, against the step. ${end}`,
    );
  }
}

/** In words, where a path ends. */
function outcome(path, curvatures) {
  const end = path.at(-1);
  const steps = path.length === 2 ? "1 step" : `${path.length - 1} steps`;
  if (arrived(end, curvatures)) return `It has arrived after ${steps}.`;
  if (lost(end, curvatures)) return `It is lost after ${steps}: the cost is above a million.`;
  return `After ${steps} the cost is ${number(cost(end, curvatures), 4)}.`;
}

customElements.define("learning-rate-lab", LearningRateLab);
