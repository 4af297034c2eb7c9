// Beside a line: the mark that a copied text wears until edited (copy_text.js copies), running totals as one types.
(() => {
  const TELLING_LENGTH = 30;
  const foldBlanks = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();

  /* Copied texts: the same question that portal/reports/sources.py asks. */
  const isIn = (source, text) => {
    const mine = foldBlanks(source);
    const whole = foldBlanks(text);
    return mine !== "" && (mine === whole || (mine.length >= TELLING_LENGTH && whole.includes(mine)));
  };
  const buttonsInto = (field) => document.querySelectorAll(`[data-copy-mark][data-copy-into="${field.id}"]`);
  const textOf = (button) => {
    const source = document.getElementById(button.dataset.copyFrom);
    return source ? source.textContent : "";
  };
  const markOf = (field) => {
    const copied = Array.from(buttonsInto(field)).find((button) => isIn(textOf(button), field.value));
    return copied ? copied.dataset.copyMark : "";
  };
  const hintOf = (field) => {
    const known = document.getElementById(`${field.id}_helptext`);
    if (known) {
      return known;
    }
    const hint = document.createElement("div");
    hint.id = `${field.id}_helptext`;
    hint.className = "form-text";
    hint.setAttribute("role", "status");
    field.after(hint);
    field.setAttribute("aria-describedby", hint.id);
    return hint;
  };
  const showMark = (field) => {
    const mark = markOf(field);
    if (mark || document.getElementById(`${field.id}_helptext`)) {
      const hint = hintOf(field);
      hint.hidden = !mark;
      if (hint.textContent !== mark) {
        hint.textContent = mark;
      }
    }
  };

  /* Running totals: the same rules as figures/indicators.py. */
  const readNumber = (typed) => {
    const text = typed.replace(/\s/g, "");
    const dots = text.split(".").length - 1;
    // One dot that three digits do not follow is a decimal point, as the server reads it.
    const grouped = dots === 1 && text.split(".")[1].length !== 3 ? text : text.replace(/\./g, "");
    const number = Number(grouped.replace(",", "."));
    return text === "" || Number.isNaN(number) ? null : number;
  };
  const putTogether = (rule, numbers) => {
    const sum = numbers.reduce((one, other) => one + other, 0);
    const rules = {
      sum: () => sum,
      latest: () => numbers[numbers.length - 1],
      max: () => Math.max(...numbers),
      mean: () => sum / numbers.length,
    };
    return numbers.length ? rules[rule]() : null;
  };
  const write = (number, digits) =>
    number === null ? "–" : number.toLocaleString("vi-VN", { maximumFractionDigits: digits });
  const shareOf = (number, target) => {
    if (!target) {
      return "–";
    }
    const share = Math.round((number * 10000) / target) / 100;
    const shown = number < target && share === 100 ? 99.99 : number > 0 && share === 0 ? 0.01 : share;
    return `${write(shown, 2)}%`;
  };
  const countOn = (field) => {
    const box = document.querySelector(`.known-number[data-field="${field.id}"]`);
    if (!box || !box.dataset.rule) {
      return;
    }
    const earlier = box.dataset.numbers ? box.dataset.numbers.split(";").map(Number) : [];
    const typed = readNumber(field.value);
    const total = putTogether(box.dataset.rule, typed === null ? earlier : [...earlier, typed]);
    box.querySelector("[data-becomes]").textContent = write(total, 3);
    const share = box.querySelector("[data-share]");
    if (share) {
      share.textContent = shareOf(total || 0, readNumber(box.dataset.target));
    }
  };

  document.addEventListener("input", (event) => {
    if (event.target.closest(".line-form")) {
      showMark(event.target);
      countOn(event.target);
    }
  });
  const dress = (part) => {
    part.querySelectorAll(".line-form textarea").forEach(showMark);
    part.querySelectorAll(".line-form input").forEach(countOn);
  };
  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.detail.elt));
})();
