// Texts of a part that may not go into its fields by themselves, because somebody has typed there since the page opened:
// kept in this browser under a name of their own, and offered below the fields until the person has used or dropped them.
(() => {
  const { sameFields, whenOf } = window.autosave;

  class Aside {
    constructor(copies, told) {
      this.copies = copies;
      this.told = told;
    }

    nameOf(part) {
      return `${this.copies.nameOf(part)}/de-rieng`;
    }

    async open(part) {
      const lying = (await this.copies.drafts.get(this.nameOf(part))) || [];
      part.aside = lying.filter((one) => !part.stillHolds(one.fields));
      this.show(part);
    }

    // Offered at once; fails where this browser cannot write it down, and the copy then has to stay where it is.
    lay(part, { fields, at }) {
      part.aside = [...part.aside.filter((one) => !sameFields(one.fields, fields)), { fields, at }];
      this.show(part);
      return this.write(part);
    }

    // What stands in the fields takes the place of the text that goes into them: a wrong press costs nothing.
    async putIn(part, copy) {
      const now = { fields: part.snapshot().fields, at: Date.now() };
      part.write(copy.fields);
      await this.change(part, copy, [now]);
    }

    async change(part, copy, added) {
      part.aside = [...part.aside.filter((one) => one !== copy), ...added];
      this.show(part);
      (part.element.querySelector("textarea") || part.element.querySelector("input")).focus();
      // Before the next copy of the fields, which goes over the one of what stood there.
      await this.copies.inTurn(() => this.write(part)).catch(() => {});
    }

    write(part) {
      const { drafts } = this.copies;
      const name = this.nameOf(part);
      return part.aside.length ? drafts.put(name, part.aside) : drafts.remove(name);
    }

    show(part) {
      part.element.querySelectorAll("[data-aside]").forEach((old) => old.remove());
      const place = part.element.querySelector("[data-part-told]");
      part.aside.forEach((copy) => place.before(this.offer(part, copy)));
      this.told.tellAside();
    }

    offer(part, copy) {
      const box = document.getElementById("ban-de-rieng").content.cloneNode(true).firstElementChild;
      box.querySelector("[data-when]").textContent = whenOf(copy.at);
      box.querySelector("[data-text]").textContent = part.differences(copy.fields).join("\n");
      box.querySelector("[data-put-in]").addEventListener("click", () => this.putIn(part, copy));
      box.querySelector("[data-drop]").addEventListener("click", () => this.change(part, copy, []));
      return box;
    }
  }

  window.autosave.Aside = Aside;
})();
