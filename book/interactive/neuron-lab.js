// One neuron, two weights and a bias: where its line lies, what it costs, and which way is down.

import { clouds } from "./data.js";
import { Plot } from "./draw.js";
import { Lab, Slider, button, group } from "./lab.js";
import { Network } from "./network.js";
import { normal } from "./random.js";
import { number } from "./text.js";

const START = [-1, 1.5, 1];
const RATE = 1;
const REACH = 3;

/** In words, where w₁x₁ + w₂x₂ + b is zero. */
function where([w1, w2, b]) {
  const cuts = [
    ["x₁", -b / w1],
    ["x₂", -b / w2],
  ].filter(([, at]) => Number.isFinite(at));
  if (!cuts.length) return "With both weights zero there is no line.";
  const places = cuts.map(([axis, at]) => `the ${axis} axis at ${number(at)}`);
  return `The line crosses ${places.join(" and ")}.`;
}

class NeuronLab extends Lab {
  data = clouds(normal(6));
  neuron = new Network([2, 1], "identity", normal(0));

  plot = new Plot({ x: [-REACH, REACH], y: [-REACH, REACH], xLabel: "x₁", yLabel: "x₂" });
  plots = [this.plot];
  ground = this.plot.layer("ground", "rect");
  region = this.plot.layer("region");
  doubts = [this.plot.layer("doubt"), this.plot.layer("doubt")];
  edge = this.plot.layer("edge");
  examples = this.plot.layer("examples", "g");
  arrow = this.plot.layer("arrow");

  sliders = ["Weight w₁", "Weight w₂", "Bias b"].map(
    (name, k) =>
      new Slider(name, { min: -5, max: 5, step: 0.1 }, () =>
        this.move(this.numbers.with(k, this.sliders[k].value)),
      ),
  );
  controls = [
    ...this.sliders.map((slider) => slider.row),
    group(
      "buttons",
      button("Take a gradient step", () => this.step()),
      button("Start anew", () => this.reset()),
    ),
  ];

  get numbers() {
    const [{ W, b }] = this.neuron.layers;
    return [...W[0], ...b];
  }

  move([w1, w2, bias]) {
    const [{ W, b }] = this.neuron.layers;
    W[0].set([w1, w2]);
    b.set([bias]);
    this.changed();
  }

  reset() {
    this.plot.points(this.examples, this.data);
    this.move(START);
  }

  /** Down the gradient that the last picture shows. */
  step() {
    this.neuron.step(RATE);
    this.changed();
  }

  draw() {
    const cost = this.neuron.backward(this.data);
    const slopes = [...this.neuron.parameters()].flatMap(([, gradient]) => [...gradient]);
    this.sliders.forEach((slider, k) => {
      slider.value = this.numbers[k];
      slider.show(number(this.numbers[k]), `slope ${number(slopes[k], 3)}`);
    });

    const z = (x) => this.neuron.forward(x);
    this.plot.contour(z, this.edge, this.region);
    // There the neuron is 90 percent sure of its class.
    this.plot.contour((x) => z(x) - Math.log(9), this.doubts[0]);
    this.plot.contour((x) => z(x) + Math.log(9), this.doubts[1]);
    const [w1, w2, b] = this.numbers;
    const distance = -b / (w1 ** 2 + w2 ** 2); // from the origin to the line, in arrows
    const foot = [distance * w1, distance * w2];
    this.plot.arrow(this.arrow, foot, [foot[0] + w1 / 2, foot[1] + w2 / 2]);

    const score = `${this.neuron.right(this.data)} of ${this.data.y.length} points are right`;
    this.tell(
      `Cost ${number(cost, 3)}. ${score}. ${where(this.numbers)}`,
      `Two clouds of points, circles and triangles, and a line. ${score}.`,
    );
  }
}

customElements.define("neuron-lab", NeuronLab);
