// Judging by keyboard: j or → to the next report, k or ← to the one before. The links do the same without script.
(() => {
  const KEEP = "phim-tat-xem-xet";
  const STEPS = { j: "next", ArrowRight: "next", k: "prev", ArrowLeft: "prev" };
  const box = document.querySelector("[data-keys-on]");
  // A browser may refuse to keep anything: then the keys are on until the page is left.
  const kept = () => {
    try {
      return window.localStorage.getItem(KEEP) !== "khong";
    } catch {
      return true;
    }
  };
  const keep = (on) => {
    try {
      window.localStorage.setItem(KEEP, on ? "co" : "khong");
    } catch {
      // Only a comfort is lost.
    }
  };
  if (!box) {
    return;
  }
  box.checked = kept();
  box.addEventListener("change", () => keep(box.checked));

  // Where a key already means something – typing, choosing, moving a wide table – it keeps that meaning.
  const busy = (target) =>
    target.closest("input, textarea, select, [contenteditable], [role=region][tabindex], dialog, details[data-menu]");
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key] || STEPS[event.key.toLowerCase()];
    const taken = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing;
    if (!step || taken || !box.checked || busy(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    const link = document.querySelector(`[data-steps] a[rel=${step}]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
})();
