// The write page: one press quotes what a supporting unit gave into the line's result, its name before it.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-quote]");
    if (!button) {
      return;
    }
    const box = document.getElementById(button.dataset.quoteInto);
    const text = document.getElementById(button.dataset.quote).textContent.trim();
    if (!box.value.includes(text)) {
      const before = box.value.trimEnd();
      box.value = `${before}${before ? "\n" : ""}${button.dataset.quoteLead}${text}`;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.focus();
  });
})();
