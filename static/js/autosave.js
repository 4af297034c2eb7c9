// The write page saves itself: soon after a pause, only the parts that changed, through the same actions as the button.
// Until the server has a text, an encrypted copy of it lies in this browser. Nothing here touches a field that somebody
// may be typing in: what the server says of a part stands in a place of its own beside the fields.
//
// This file says when; autosave_parts.js knows what is typed, autosave_queue.js sends it, autosave_copies.js keeps it
// here, autosave_told.js tells the person.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) {
    return;
  }
  const PAUSE = 2000;
  const LONGEST = 8000; // who types without a pause is saved all the same
  const { Part, Telling, Copies, Queue } = window.autosave;
  const parts = Array.from(form.querySelectorAll("[data-part]"), (element) => new Part(element));
  const told = new Telling(form, parts);
  const copies = new Copies(form, parts, told);
  const queue = new Queue(form, parts, told, copies);
  const partOf = (node) => parts.find((part) => part.element.contains(node));

  /* While somebody types. */
  let firstChange = 0;
  queue.onTaken = () => {
    firstChange = 0;
  };
  form.addEventListener("input", () => {
    copies.keepSoon();
    const now = Date.now();
    firstChange = firstChange || now;
    if (!queue.running && !told.isInTrouble) {
      told.say("Đang soạn…");
    }
    queue.later(Math.max(0, Math.min(PAUSE, firstChange + LONGEST - now)));
  });
  // Whoever goes on to another field has ended a thought.
  form.addEventListener("change", (event) => {
    if (event.isTrusted) {
      queue.later();
    }
  });

  /* Moments at which waiting texts go off at once. */
  ["online", "focus"].forEach((name) =>
    window.addEventListener(name, () => {
      queue.again();
      copies.openAgain();
    }),
  );
  window.addEventListener("offline", () => queue.waiting.length && queue.lost());
  document.addEventListener("visibilitychange", () => queue.save());
  window.addEventListener("pagehide", () => queue.save());

  /* A conflict is ended by the person: the texts on the page are saved, or given up for what the server holds. */
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-conflict-save]");
    const part = button && partOf(button);
    if (!part || !part.conflict) {
      return;
    }
    if (part.givesUp) {
      part.giveUp();
      await copies.drop(part);
      window.location.reload();
      return;
    }
    part.standOn(part.conflict.version, part.conflict.opened);
    part.conflict = null;
    part.show("");
    queue.save();
  });

  // "Lưu dòng này": now, and said beside the line.
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-save-part]");
    const part = button && partOf(button);
    if (part) {
      await queue.save();
      await (part.isDirty && queue.save());
      if (!part.isDirty) {
        told.savedLine(part);
      }
    }
  });

  // A button sends the whole page, but only after what is waiting has been saved part by part: then no copy is left
  // over that the next page would take for unsaved, and where the server cannot be reached the page stays.
  let flushed = false;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || flushed) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    // Not at once: while it fires this event, a form does not let itself be sent again.
    flush().then((mayGo) => mayGo && window.setTimeout(() => submitFlushed(button), 0));
  });
  const flush = async () => {
    const met = parts.filter((part) => part.conflict);
    for (const part of met) {
      if (part.givesUp) {
        part.giveUp();
        await copies.drop(part);
      }
    }
    await queue.running;
    queue.isStuck = false;
    if (queue.waiting.some((part) => !part.conflict)) {
      await queue.save();
    }
    // A conflict that has just come up waits for its answer: pressing the button was none.
    return !queue.isStuck && !parts.some((part) => part.conflict && !met.includes(part));
  };
  const submitFlushed = (button) => {
    queue.stop();
    flushed = true;
    form.dataset.agreed = "1"; // the question, if there was one, has been answered
    form.requestSubmit(button || undefined);
    delete form.dataset.agreed;
  };
  window.addEventListener("pageshow", () => {
    flushed = false;
  });
  // Signing out wipes the copies, so then only the server counts.
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-signs-out") && (queue.waiting.length || parts.some((part) => part.aside.length))) {
      form.dataset.changed = "1";
    }
  });

  /* Coming back: what did not reach the server before is put back into its fields. */
  copies.onOpened = async () => {
    form.elements["giu-tren-may"].value = "1";
    const last = await copies.restore((part, copy) => queue.hasArrived(part, copy));
    if (last) {
      told.putBack(last);
    }
    copies.keep();
    saveWaiting(0);
  };
  // Also what was typed before this script was there, or while the server was asked about a copy.
  const saveWaiting = (wait) => {
    if (queue.waiting.some((part) => !part.conflict && !part.wrong)) {
      queue.later(wait);
    }
  };
  told.begin();
  copies.open();
  saveWaiting(PAUSE);
})();
