// What the labs share: controls, a text that says what is seen, and a loop that rests when unseen.

/** An HTML element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export const button = (textContent, onclick) =>
  make("button", { type: "button", textContent, onclick });

export const group = (className, ...children) => make("div", { className }, ...children);

/** A labeled choice between texts. */
export class Choice {
  constructor(name, texts, chosen, onchange) {
    const options = texts.map((text) => new Option(text, text, text === chosen, text === chosen));
    this.select = make("select", { onchange }, ...options);
    this.row = make("label", {}, name, this.select);
  }

  get value() {
    return this.select.value;
  }
}

/** A labeled slider and a text that says where it stands. */
export class Slider {
  constructor(name, range, oninput) {
    this.input = make("input", { type: "range", ...range, oninput });
    this.output = make("output", { ariaLive: "off" }); // a screen reader reads the slider itself
    this.row = group("slider", make("label", {}, name, this.input), this.output);
  }

  get value() {
    return this.input.valueAsNumber;
  }

  set value(number) {
    this.input.value = number;
  }

  show(text, remark = "") {
    this.input.ariaValueText = text;
    this.output.replaceChildren(text, make("small", {}, remark));
  }
}

/** The base of the labs. Each has plots, controls, `reset()` and `draw()` of its own. */
export class Lab extends HTMLElement {
  plots = [];
  controls = [];
  labels = []; // of the plots, in words

  reset() {}

  draw() {}

  connectedCallback() {
    if (this.seen) return; // moved within the page, not new
    this.seen = make("p", { className: "seen", ariaHidden: "true" });
    this.heard = make("p", { className: "heard", role: "status" });
    const form = make("form", {}, ...this.controls, this.seen, this.heard);
    this.append(group("bench", ...this.plots.map((plot) => plot.svg), form));
    this.reset();
    this.describe();
  }

  /** Write for the eyes, at once; the labels, one for each plot, are for `speak`. */
  tell(text, ...labels) {
    this.seen.textContent = text;
    this.labels = labels;
  }

  describe() {
    this.labels.forEach((label, k) => (this.plots[k].svg.ariaLabel = label));
  }

  /** Let a screen reader read what is written and drawn, once a second at most. */
  speak() {
    this.speaking ??= setTimeout(() => {
      this.speaking = undefined;
      this.heard.textContent = this.seen.textContent;
      this.describe();
    }, 1000);
  }

  changed() {
    this.draw();
    this.speak();
  }
}

/** Has a lab `work()` and `draw()` until it is done, paused or out of sight. */
export class Loop {
  running = false;

  constructor(lab, name, pause = 0) {
    this.lab = lab;
    this.name = name;
    this.pause = pause; // milliseconds from one work to the next, at least
    this.button = button(name, () => (this.running ? this.stop() : this.start()));
    new IntersectionObserver(([entry]) => entry.isIntersecting || this.stop()).observe(lab);
  }

  start() {
    this.drawn = -Infinity;
    this.times = []; // of the work in the last second
    this.run(true);
    this.request();
  }

  stop() {
    if (!this.running) return;
    cancelAnimationFrame(this.requested);
    this.run(false);
  }

  run(running) {
    this.running = running;
    this.button.textContent = running ? "Pause" : this.name;
    this.lab.changed();
  }

  /** How often it worked in the last second. */
  get lately() {
    return this.times.length;
  }

  request() {
    this.requested = requestAnimationFrame((now) => this.frame(now));
  }

  frame(now) {
    this.request();
    if (now - (this.times.at(-1) ?? -Infinity) >= this.pause) {
      this.times = [...this.times.filter((time) => time > now - 1000), now];
      this.lab.work();
    }
    const lessMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (now - this.drawn >= (lessMotion ? 1000 : 0)) {
      this.drawn = now;
      this.lab.draw();
    }
  }
}
