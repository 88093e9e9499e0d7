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

// Whenever the text takes another size: the window's, an opened solution's, or that of its formulas.
new ResizeObserver(letKeysScroll).observe(document.querySelector("main") ?? document.body);

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
