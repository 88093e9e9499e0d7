// What is wider than the page is scrolled, with keys too if it can have the focus. The theme sees to
// listings; formulas and tables are left.
const WIDE = "mjx-container, .bd-content span.math, .pst-scrollable-table-container";

function letKeysScroll() {
  for (const box of document.querySelectorAll(WIDE)) {
    const isCut = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    if (isCut && getComputedStyle(box).overflowX === "auto") box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

addEventListener("load", () => Promise.resolve(window.MathJax?.startup?.promise).then(letKeysScroll));
addEventListener("resize", letKeysScroll);

// Paper is white: a page read in the dark is printed in the light.
const page = document.documentElement;
let theme;
addEventListener("beforeprint", () => {
  theme = page.dataset.theme;
  page.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  page.dataset.theme = theme;
});
