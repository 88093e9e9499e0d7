// What `npm run lint` asks of the JavaScript. A module of book/interactive that only computes may
// name nothing of a browser: Node runs its tests.

import js from "@eslint/js";

const names = (text) => Object.fromEntries(text.split(" ").map((name) => [name, "readonly"]));

export default [
  { ignores: [".*/", "_build/", "examples/submitted/", "submitted/"] },
  js.configs.recommended,
  {
    files: ["book/interactive/{draw,lab,*-lab}.js"],
    languageOptions: {
      globals: names(
        "HTMLElement IntersectionObserver Option cancelAnimationFrame customElements document " +
          "matchMedia requestAnimationFrame setTimeout",
      ),
    },
  },
  {
    files: ["book/_static/*.js"], // a page loads it as a script, not as a module
    languageOptions: {
      sourceType: "script",
      globals: names("ResizeObserver addEventListener document getComputedStyle"),
    },
  },
];
