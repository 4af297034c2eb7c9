// A review that is opened part by part: whoever opens one part is told which other parts have words in this browser
// that have not reached the server. A mark is kept for each part that has copies; copies name no part (drafts.js).
(() => {
  class Elsewhere {
    constructor(form) {
      this.notice = document.querySelector("[data-unsaved-elsewhere]"); // not where the whole text is on one page
      this.report = form.dataset.report;
      this.isMarked = null; // as it lies there from last time
    }

    nameOf(part) {
      return `${this.report}/phan:${part}`;
    }

    async look(drafts) {
      const links = this.notice ? Array.from(this.notice.querySelectorAll("[data-part-key]")) : [];
      for (const link of links) {
        const mark = await drafts.get(this.nameOf(link.dataset.partKey)).catch(() => null);
        link.hidden = mark === null;
      }
      if (this.notice) {
        this.notice.hidden = links.every((link) => link.hidden);
      }
    }

    // Set before copies are put and taken away after the last of them went: a mark too many only leads to a look.
    async mark(drafts, hasCopies) {
      if (!this.notice || !drafts || this.isMarked === hasCopies) {
        return;
      }
      const name = this.nameOf(this.notice.dataset.unsavedElsewhere);
      try {
        await (hasCopies ? drafts.put(name, { at: Date.now() }) : drafts.remove(name));
        this.isMarked = hasCopies;
      } catch {
        this.isMarked = null; // a full disk, perhaps: tried again with the next text
      }
    }
  }

  window.autosave.Elsewhere = Elsewhere;
})();
