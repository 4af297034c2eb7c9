// One press copies a text of the page into a field: behind what stands there, or as data-copy-when says.
(() => {
  const ROWS = { least: 4, most: 14, letters: 70 };

  const showWhole = (field) => {
    if (field.tagName === "TEXTAREA") {
      const needed = Math.ceil(field.value.length / ROWS.letters);
      field.rows = Math.max(field.rows, Math.min(ROWS.most, Math.max(ROWS.least, needed)));
    }
  };
  const copy = (button) => {
    const field = document.getElementById(button.dataset.copyInto);
    const source = document.getElementById(button.dataset.copyFrom);
    if (!field || !source) {
      return;
    }
    const text = source.textContent.trim();
    const said = field.value.trimEnd();
    const unwanted = { empty: said !== "", new: said.includes(text) };
    if (!unwanted[button.dataset.copyWhen]) {
      field.value = `${said}${said ? "\n" : ""}${button.dataset.copyPrefix || ""}${text}`;
      showWhole(field);
      // Whoever saves while people type is told as if it had been typed.
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy-into]");
    if (button) {
      copy(button);
    }
  });
})();
