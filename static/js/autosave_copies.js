// The copy of each part in this browser (drafts.js): kept while the server does not have the text, dropped when it has,
// and put back into the fields when the page is opened again.
(() => {
  const WITHIN = 500;

  class Copies {
    constructor(form, parts, told) {
      this.form = form;
      this.parts = parts;
      this.told = told;
      this.drafts = null; // where this browser cannot keep any
      this.timer = 0;
    }

    async open() {
      const { draftKey, writer } = this.form.dataset;
      this.drafts = await window.openDrafts(draftKey, writer);
      return Boolean(this.drafts);
    }

    nameOf(part) {
      return `${this.form.dataset.report}/${part.prefix}`;
    }

    keepSoon() {
      this.timer = this.timer || window.setTimeout(() => this.keep(), WITHIN);
    }

    async keep() {
      this.timer = 0;
      for (const part of this.drafts ? this.parts.filter((one) => one.isDirty || one.isKept) : []) {
        if (!part.isDirty) {
          await this.drop(part);
          continue;
        }
        const copy = { ...part.snapshot(), sent: part.sent, at: Date.now() };
        try {
          await this.drafts.put(this.nameOf(part), copy);
          part.isKept = true;
        } catch {
          part.isKept = false;
        }
      }
      this.told.warnOrNot();
    }

    async drop(part) {
      if (this.drafts && !part.isDirty) {
        part.isKept = false;
        await this.drafts.remove(this.nameOf(part)).catch(() => {});
      }
    }

    // Put back what did not reach the server; return when the newest of it was typed, or 0. `arrived` says of a part
    // and its copy whether the server has it after all.
    async restore(arrived) {
      let last = 0;
      for (const part of this.parts) {
        // What was typed since the page opened is newer than any copy.
        const copy = part.isDirty ? null : await this.drafts.get(this.nameOf(part)).catch(() => null);
        if (copy && (await this.putBack(part, copy, arrived))) {
          last = Math.max(last, copy.at);
        }
      }
      return last;
    }

    async putBack(part, copy, arrived) {
      part.isKept = true;
      if (window.autosave.sameFields(copy.fields, part.held) || (copy.sent && (await arrived(part, copy)))) {
        await this.drop(part);
        return false;
      }
      part.write(copy.fields);
      part.standOn(copy.version, copy.opened);
      return true;
    }
  }

  window.autosave.Copies = Copies;
})();
