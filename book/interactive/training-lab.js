// A network that learns while you watch.

import { DATA } from "./data.js";
import { Plot } from "./draw.js";
import { Choice, Lab, Loop, button, group } from "./lab.js";
import { Network } from "./network.js";
import { normal } from "./random.js";
import { number } from "./text.js";

const REACH = 2.5;
const STEPS = 5; // between two pictures
const SPOKEN = 1000; // steps between two announcements
const ACTIVATIONS = { tanh: "tanh", ReLU: "relu" };

class TrainingLab extends Lab {
  map = new Plot({ x: [-REACH, REACH], y: [-REACH, REACH], xLabel: "x₁", yLabel: "x₂" });
  curve = new Plot({ x: [0, 100], y: [0, 1], xLabel: "step", yLabel: "cost" });
  plots = [this.map, this.curve];
  ground = this.map.layer("ground", "rect");
  region = this.map.layer("region");
  edge = this.map.layer("edge");
  examples = this.map.layer("examples", "g");
  fall = this.curve.layer("fall");

  problem = this.choice("Data", Object.keys(DATA), "moons");
  depth = this.choice("Hidden layers", ["0", "1", "2", "3"], "1");
  units = this.choice("Units in each", ["1", "2", "3", "4", "6", "8"], "4");
  activation = this.choice("Activation", Object.keys(ACTIVATIONS), "tanh");
  seed = this.choice("Random start", ["1", "2", "3", "4", "5"], "1");
  rate = new Choice("Learning rate", ["0.01", "0.03", "0.1", "0.3", "1", "3", "10"], "0.3");
  loop = new Loop(this, "Start");
  controls = [
    group(
      "choices",
      this.problem.row,
      this.depth.row,
      this.units.row,
      this.activation.row,
      this.seed.row,
      this.rate.row,
    ),
    group(
      "buttons",
      this.loop.button,
      button("Step", () => this.step()),
      button("Reset", () => this.reset()),
    ),
  ];

  /** A choice that begins the training anew. */
  choice(name, texts, chosen) {
    return new Choice(name, texts, chosen, () => this.reset());
  }

  reset() {
    this.loop.stop();
    const hidden = Array(Number(this.depth.value)).fill(Number(this.units.value));
    const activation = ACTIVATIONS[this.activation.value];
    this.data = DATA[this.problem.value](normal(0));
    this.network = new Network([2, ...hidden, 1], activation, normal(Number(this.seed.value)));
    this.costs = [this.network.backward(this.data)];
    this.map.points(this.examples, this.data);
    this.changed();
  }

  step() {
    this.learn();
    this.changed();
  }

  /** Down the gradient at this point, and the gradient at the next. */
  learn() {
    this.network.step(Number(this.rate.value));
    this.costs.push(this.network.backward(this.data));
  }

  get steps() {
    return this.costs.length - 1;
  }

  work() {
    for (let k = 0; k < STEPS; k++) this.learn();
    if (!Number.isFinite(this.costs.at(-1))) this.loop.stop();
    if (this.steps % SPOKEN === 0) this.speak();
  }

  draw() {
    const { costs, data, network, steps } = this;
    const cost = costs.at(-1);
    if (!Number.isFinite(cost)) {
      this.tell("The weights are too large for numbers. Choose a smaller learning rate and reset.");
      return;
    }
    this.map.contour((x) => network.forward(x), this.edge, this.region);
    this.drawCurve();

    const score = `${network.right(data)} of ${data.y.length} points are right`;
    const speed = this.loop.running ? ` (${STEPS * this.loop.lately} in the last second)` : "";
    this.tell(
      `Step ${steps}${speed}. Cost ${number(cost, 3)}. ${score}.`,
      `The data, ${this.problem.value}, and the boundary. ${score}.`,
      `The cost: ${number(costs[0], 3)} at the start, now ${number(cost, 3)}.`,
    );
  }

  /** The axis doubles when it is full, and some 300 points are enough for a line. */
  drawCurve() {
    const { costs, steps } = this;
    const stride = Math.ceil(costs.length / 300);
    const shown = costs
      .map((cost, k) => [k, cost])
      .filter(([k]) => k % stride === 0 || k === steps);
    this.curve.reach({ x: [0, 100 * 2 ** Math.max(0, Math.ceil(Math.log2(steps / 100)))] });
    this.curve.curves(this.fall, shown);
  }
}

customElements.define("training-lab", TrainingLab);
