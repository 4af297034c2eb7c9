// The copy of each part in this browser (drafts.js): kept while the server does not have the text, dropped when it has,
// and put back into the fields when the page is opened again.
//
// The key to them may come late, or never: saving waits for it nowhere, and nothing is put over or dropped before the
// copy that may lie there from last time has been looked at.
(() => {
  const WITHIN = 500;
  const AGAIN = 5000;
  const LONGEST_WAIT = 60_000;

  class Copies {
    constructor(form, parts, told) {
      this.form = form;
      this.parts = parts;
      this.told = told;
      this.aside = new window.autosave.Aside(this, told);
      this.elsewhere = window.autosave.Elsewhere && new window.autosave.Elsewhere(form);
      this.drafts = null; // where this browser cannot keep any
      this.timer = 0;
      this.turn = Promise.resolve();
      this.isOpening = false;
      this.triedAt = 0;
      this.wait = 2 * AGAIN;
      this.again = 0;
      this.onOpened = () => {};
    }

    async open() {
      const { draftKey, writer } = this.form.dataset;
      this.isOpening = true;
      try {
        this.drafts = await window.openDrafts(draftKey, writer);
      } catch {
        this.openLater();
      }
      this.isOpening = false;
      this.triedAt = Date.now();
      if (this.drafts) {
        await this.onOpened();
        await this.elsewhere?.look(this.drafts);
      }
    }

    // The key comes from the server: a network that was away just when the page opened must not leave a whole morning
    // without copies, nor hide the words of last time from somebody who only reads.
    openLater() {
      window.clearTimeout(this.again);
      this.again = window.setTimeout(() => this.openAgain(), this.wait);
      this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    }

    async openAgain() {
      if (!this.drafts && !this.isOpening && Date.now() - this.triedAt > AGAIN) {
        await this.open();
      }
    }

    nameOf(part) {
      return `${this.form.dataset.report}/${part.prefix}`;
    }

    keepSoon() {
      this.timer = this.timer || window.setTimeout(() => this.keep(), WITHIN);
    }

    // One after the other: an older text must not overtake a newer one on its way to the disk.
    inTurn(act) {
      this.turn = this.turn.then(act, act);
      return this.turn;
    }

    keep() {
      window.clearTimeout(this.timer);
      this.timer = 0;
      return this.inTurn(() => this.keepNow());
    }

    async keepNow() {
      this.openAgain();
      if (this.parts.some((one) => one.isSeen && one.isDirty)) {
        await this.elsewhere?.mark(this.drafts, true);
      }
      for (const part of this.parts.filter((one) => one.isSeen && (one.isDirty || one.kept))) {
        if (!part.isDirty) {
          await this.dropNow(part);
        } else {
          await this.putNow(part);
        }
      }
      await this.elsewhere?.mark(
        this.drafts,
        this.parts.some((one) => one.kept || !one.isSeen),
      );
      this.told.retell();
    }

    async putNow(part) {
      const copy = { ...part.snapshot(), sent: part.sent, at: Date.now() };
      try {
        await this.drafts.put(this.nameOf(part), copy);
        part.kept = copy.fields;
      } catch {
        part.kept = null; // a full disk, perhaps: nothing is promised
      }
    }

    drop(part) {
      return this.inTurn(() => this.dropNow(part));
    }

    async dropNow(part) {
      if (part.isSeen && !part.isDirty) {
        part.kept = null;
        await this.drafts.remove(this.nameOf(part)).catch(() => {});
      }
    }

    // Put back what did not reach the server; return when the newest of it was typed, or 0. `arrived` says of a part
    // and its copy whether the server has it after all.
    async restore(arrived) {
      const times = await Promise.all(this.parts.map((part) => this.lookAt(part, arrived)));
      return Math.max(0, ...times);
    }

    async lookAt(part, arrived) {
      try {
        await this.aside.open(part);
        const copy = await this.drafts.get(this.nameOf(part));
        const isBack = copy !== null && (await this.putBack(part, copy, arrived));
        part.isSeen = true;
        this.keepSoon();
        return isBack ? copy.at : 0;
      } catch {
        return 0; // neither read nor laid aside: it stays as it is, for the next time
      }
    }

    async putBack(part, copy, arrived) {
      const before = part.snapshot().fields;
      if (window.autosave.sameFields(copy.fields, before) || (await this.isThere(part, copy, arrived))) {
        part.kept = copy.fields;
        return false;
      }
      if (part.isTouched || !part.stillHolds(before)) {
        if (copy.isHeld) {
          part.held = copy.sent.fields;
          part.standOn(copy.version, copy.opened);
        }
        await this.aside.lay(part, copy);
        // Also when all is saved: what lies there is not wanted twice.
        part.kept = copy.fields;
        return false;
      }
      part.kept = copy.fields;
      part.write(copy.fields);
      part.standOn(copy.version, copy.opened);
      return true;
    }

    async isThere(part, copy, arrived) {
      if (!copy.sent || part.isTouched) {
        return false;
      }
      part.isAsked = true;
      try {
        return await arrived(part, copy);
      } finally {
        part.isAsked = false;
      }
    }
  }

  window.autosave.Copies = Copies;
})();
