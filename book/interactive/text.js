// Numbers as readers write them.

const minus = (text) => text.replace("-", "−");

/** With so many digits after the point, and no negative zero. */
export const number = (value, digits = 2) =>
  minus((Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value).toFixed(digits));

/** With as few digits as it needs. */
export const short = (value) => minus(`${Number(value.toPrecision(6))}`);

/** A power of ten. */
export const power = (exponent) =>
  `10${`${exponent}`.replace(/./g, (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)])}`;
