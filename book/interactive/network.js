// A dense network that learns: forward and backward side by side, one example at a time.

// A slope is a function of the activation a, which the forward pass has kept. The gain keeps the
// signal's size from layer to layer: Glorot's for tanh, He's for ReLU.
const ACTIVATIONS = {
  identity: { value: (z) => z, slope: () => 1, gain: 1 },
  tanh: { value: Math.tanh, slope: (a) => 1 - a * a, gain: 1 },
  relu: { value: (z) => Math.max(0, z), slope: (a) => (a > 0 ? 1 : 0), gain: 2 },
};

export const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** The cross-entropy of the prediction sigmoid(z) where the label is y; no z is too large for it. */
const loss = (z, y) => Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));

class Dense {
  constructor(inputs, units, activation, normal) {
    const scale = Math.sqrt(activation.gain / inputs);
    const zeros = () => Array.from({ length: units }, () => new Float64Array(inputs));
    this.activation = activation;
    this.W = zeros().map((row) => row.map(() => scale * normal()));
    this.dW = zeros();
    this.b = new Float64Array(units);
    this.db = new Float64Array(units);
    this.a = new Float64Array(units);
    this.dx = new Float64Array(inputs);
  }

  forward(x) {
    this.x = x;
    for (let j = 0; j < this.b.length; j++) {
      const row = this.W[j];
      let z = this.b[j];
      for (let k = 0; k < row.length; k++) z += row[k] * x[k];
      this.a[j] = this.activation.value(z);
    }
    return this.a;
  }

  /** Takes the slopes at the outputs, adds to dW and db, and returns the slopes at the inputs. */
  backward(da) {
    this.dx.fill(0);
    for (let j = 0; j < this.b.length; j++) {
      const [row, slopes] = [this.W[j], this.dW[j]];
      const dz = da[j] * this.activation.slope(this.a[j]);
      this.db[j] += dz;
      for (let k = 0; k < row.length; k++) {
        slopes[k] += dz * this.x[k];
        this.dx[k] += dz * row[k];
      }
    }
    return this.dx;
  }
}

/** A network such as `new Network([2, 8, 1], "tanh", normal)`: a stack of layers and one output. */
export class Network {
  constructor(sizes, activation, normal) {
    this.layers = sizes.slice(1).map((units, l) => {
      const hidden = l < sizes.length - 2;
      return new Dense(sizes[l], units, ACTIVATIONS[hidden ? activation : "identity"], normal);
    });
  }

  /** The output before its sigmoid: positive where class 1 is the more likely. */
  forward(x) {
    return this.layers.reduce((a, layer) => layer.forward(a), x)[0];
  }

  cost({ X, y }) {
    return X.reduce((sum, x, i) => sum + loss(this.forward(x), y[i]), 0) / X.length;
  }

  /** How many examples get their own class. */
  right({ X, y }) {
    return X.filter((x, i) => this.forward(x) > 0 === y[i] > 0).length;
  }

  /** The gradient of the cost, left in each layer's dW and db. Returns the cost. */
  backward({ X, y }) {
    for (const [, gradient] of this.parameters()) gradient.fill(0);
    return X.reduce((sum, x, i) => {
      const z = this.forward(x);
      const dz = (sigmoid(z) - y[i]) / X.length;
      this.layers.reduceRight((da, layer) => layer.backward(da), [dz]);
      return sum + loss(z, y[i]) / X.length;
    }, 0);
  }

  /** One step of gradient descent, down the gradient that `backward` left. */
  step(rate) {
    for (const [values, gradient] of this.parameters()) {
      values.forEach((value, k) => (values[k] = value - rate * gradient[k]));
    }
  }

  /** Pairs of an array of numbers to learn and the array of their slopes. */
  *parameters() {
    for (const { W, dW, b, db } of this.layers) {
      for (const [j, row] of W.entries()) yield [row, dW[j]];
      yield [b, db];
    }
  }
}
