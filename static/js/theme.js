// Runs before the first paint: without a choice in the cookie the page follows the system's colours.
(() => {
  const root = document.documentElement;
  if (root.hasAttribute("data-bs-theme")) {
    return;
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    if (!root.dataset.chosenTheme) {
      root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
    }
  };
  apply();
  dark.addEventListener("change", apply);
})();
