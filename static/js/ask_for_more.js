// The page that asks for more: a press puts the text as it was sent into the empty box of a suggested wording.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy-from]");
    if (!button) {
      return;
    }
    const box = document.getElementById(button.dataset.copyInto);
    if (!box.value.trim()) {
      box.value = document.getElementById(button.dataset.copyFrom).textContent.trim();
      box.rows = Math.min(14, Math.max(4, Math.ceil(box.value.length / 70)));
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.focus();
  });
})();
