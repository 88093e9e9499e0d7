// Numbers as readers write them.

const minus = (text) => text.replace("-", "−");

/** With so many digits after the point, and no negative zero. */
export const number = (value, digits = 2) =>
  minus((Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value).toFixed(digits));

/** With as few digits as it needs. */
export const short = (value) => minus(`${Number(value.toPrecision(6))}`);

const superscript = (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign]);

/** A power of ten. */
export const power = (exponent) => `10${Array.from(`${exponent}`, superscript).join("")}`;
