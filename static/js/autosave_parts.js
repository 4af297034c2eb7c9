// The parts of a page that saves itself: a line or one text of the head of a report, a passage of a review. What is typed
// into a part, what the server holds of it, and which version the text builds on.
(() => {
  const OF_THE_FORM = /-(version|opened|keep)$/;
  const fieldsOf = (element) =>
    Array.from(element.querySelectorAll("input, textarea")).filter(
      (field) => /^(dong|chung|doan)-/.test(field.name) && !OF_THE_FORM.test(field.name)
    );
  const read = (element) =>
    fieldsOf(element)
      .filter((field) => !/^(checkbox|radio)$/.test(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
  // What the page came with: somebody may have typed before this script was there.
  const readFirst = (element) =>
    fieldsOf(element)
      .filter((field) => !/^(checkbox|radio)$/.test(field.type) || field.defaultChecked)
      .map((field) => [field.name, field.defaultValue]);
  const same = (one, other) => {
    const plain = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/\r/g, "").trim()]));
    return plain(one) === plain(other);
  };

  class Part {
    constructor(element) {
      this.element = element;
      this.form = element.closest("form");
      this.prefix = element.dataset.part;
      this.version = this.hidden("version").value;
      this.opened = this.hidden("opened").value;
      // What the server holds; null when it refused what stands on the page.
      this.held = element.hasAttribute("data-unsaved") ? null : readFirst(element);
      this.conflict = element.querySelector(".conflict") ? { version: this.version, opened: this.opened } : null;
      this.sent = null; // what went off and was not answered yet: sent again first, so that nobody meets himself
      this.kept = null; // the fields of which this browser has confirmed that it holds a copy
      this.wrong = this.held === null && !this.conflict;
      this.first = this.version;
      this.isSeen = false; // whether the copy that this browser may hold of it has been looked at
      this.isAsked = false; // whether the server is being asked about that copy: nothing newer goes off meanwhile
      this.aside = []; // texts that were not put into the fields (autosave_aside.js)
    }

    hidden(name) {
      return this.form.elements[`${this.prefix}-${name}`];
    }

    get label() {
      return this.element.dataset.place;
    }

    get isDirty() {
      return this.held === null || !same(read(this.element), this.held);
    }

    // Whether somebody has been at it since the page opened, even if all of that is saved by now.
    get isTouched() {
      return this.isDirty || this.sent !== null || this.version !== this.first;
    }

    // Whether the copy in this browser is what stands on the page now, to the last letter.
    get isKept() {
      return this.kept !== null && this.stillHolds(this.kept);
    }

    // In a conflict: whether the person takes what the server holds.
    get givesUp() {
      const chosen = this.element.querySelector(`input[name="${this.prefix}-keep"]:checked`);
      return Boolean(chosen) && chosen.value === "theirs";
    }

    snapshot() {
      return { fields: read(this.element), version: this.version, opened: this.opened };
    }

    // The text now builds on `version`; a plain press of the button says so too.
    standOn(version, opened) {
      this.version = this.hidden("version").value = String(version);
      this.opened = this.hidden("opened").value = opened;
    }

    stillHolds(fields) {
      return same(fields, read(this.element));
    }

    // What `fields` say otherwise than the page, as lines with the name of the field.
    differences(fields) {
      const now = read(this.element);
      const others = fields.filter((field) => !now.some((one) => same([one], [field])));
      return others.map(([name, value]) => {
        const named = fieldsOf(this.element).filter((field) => field.name === name);
        const field = named.find((one) => one.value === value) || named[0];
        const label = field && field.labels.length ? field.labels[0].textContent.trim() : "";
        return field && /^(checkbox|radio)$/.test(field.type) ? label : `${label}: ${value || "(để trống)"}`;
      });
    }

    // Somebody else saved it meanwhile: until the person has chosen, a plain press of the button chooses too.
    meet(version, opened) {
      this.conflict = { version, opened };
      this.element.querySelectorAll(".conflict").forEach((old) => old.remove());
      this.hidden("version").value = version;
      this.hidden("opened").value = opened;
    }

    // The person takes what the server holds.
    giveUp() {
      this.held = read(this.element);
    }

    show(html) {
      const place = this.element.querySelector("[data-part-told]");
      if (place.innerHTML !== html) {
        place.innerHTML = html;
      }
      place.querySelectorAll(".script-only").forEach((button) => {
        button.hidden = false;
      });
    }

    write(fields) {
      const values = new Map(fields);
      fieldsOf(this.element).forEach((field) => {
        if (/^(checkbox|radio)$/.test(field.type)) {
          field.checked = fields.some(([name, value]) => name === field.name && value === field.value);
        } else if (values.has(field.name)) {
          field.value = values.get(field.name);
        }
        ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
      });
    }
  }

  window.autosave = { Part, sameFields: same };
})();
